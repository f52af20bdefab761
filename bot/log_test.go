package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

// pair holds a secret where only reflection finds it.
type pair struct{ Name, Token string }

// TestLogHides: a secret comes through in no way that something can be logged.
func TestLogHides(t *testing.T) {
	t.Parallel()
	secrets := []string{"xoxb-17-not-a-token", `quo"ted\ and <odd> & spaced`}
	for _, format := range []string{"text", "json"} {
		for _, secret := range secrets {
			var out bytes.Buffer
			log := newLog(&out, ServeConfig{Log: format}, slog.LevelDebug, newHider(append(secrets, "")...))
			ways := []func(){
				func() { log.Info("it is " + secret) },
				func() { log.Info("s", "token", secret) },
				func() { log.Info("s", secret, 1) },
				func() { log.Info("s", "error", fmt.Errorf("doing: %w", errors.New(secret))) },
				func() { log.Info("s", "any", pair{"n", secret}, "more", []string{secret}) },
				func() { log.Info("s", slog.Group("g", "token", secret)) },
				func() { log.WithGroup(secret).With("a", secret).Debug("s", "b", 1) },
				func() {
					log.Info("s", "url", &url.URL{Scheme: "https", Host: "example.org", RawQuery: url.Values{"token": {secret}}.Encode()})
				},
			}
			for i, way := range ways {
				out.Reset()
				way()
				for _, part := range []string{secret, "not-a-token", "odd", "spaced", "uo\\"} {
					if strings.Contains(out.String(), part) {
						t.Errorf("%s, way %d: %s", format, i, &out)
					}
				}
				if !strings.Contains(out.String(), "[secret]") {
					t.Errorf("%s, way %d: nothing is hidden in %s", format, i, &out)
				}
			}
		}
	}
}

func TestLogLevel(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		level string
		quiet bool
		want  string
	}{
		{"debug", false, "DEBUG INFO WARN ERROR"},
		{"info", false, "INFO WARN ERROR"},
		{"debug", true, "WARN ERROR"},
		{"error", false, "ERROR"},
		{"error", true, "ERROR"},
	} {
		var out bytes.Buffer
		log := newLog(&out, ServeConfig{Log: "text"}, ServeConfig{Level: tt.level}.level(tt.quiet), hider{})
		var got []string
		for _, l := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
			out.Reset()
			if log.Log(t.Context(), l, "said"); strings.Contains(out.String(), "msg=said") {
				got = append(got, l.String())
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s, quiet %v: %q", tt.level, tt.quiet, got)
		}
	}
}
