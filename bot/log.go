package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
)

// hider takes secrets out of texts. The zero hider takes out nothing.
type hider struct{ in *strings.Replacer }

// newHider hides the secrets as they are, and as JSON, Go and addresses write them.
func newHider(secrets ...string) hider {
	var pairs []string
	for _, s := range secrets {
		if s == "" {
			continue
		}
		asJSON, _ := json.Marshal(s) // a string can always be written
		for _, form := range []string{s, strings.Trim(string(asJSON), `"`), strings.Trim(strconv.Quote(s), `"`), url.QueryEscape(s), url.PathEscape(s)} {
			pairs = append(pairs, form, "[secret]")
		}
	}
	return hider{strings.NewReplacer(pairs...)}
}

func (h hider) hide(text string) string {
	if h.in == nil {
		return text
	}
	return h.in.Replace(text)
}

// hiding writes on without the secrets. What is written at a time must hold a secret whole, as a line of a log does.
type hiding struct {
	to io.Writer
	hider
}

func (h hiding) Write(line []byte) (int, error) {
	if _, err := io.WriteString(h.to, h.hide(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}

// newLog makes the log of serve. Secrets are taken out of the finished lines, so that none comes through in a message, an
// attribute of whatever type, a group or a key.
func newLog(w io.Writer, c ServeConfig, level slog.Leveler, h hider) *slog.Logger {
	opt := &slog.HandlerOptions{Level: level}
	if c.Log == "json" {
		return slog.New(slog.NewJSONHandler(hiding{w, h}, opt))
	}
	return slog.New(slog.NewTextHandler(hiding{w, h}, opt))
}

// level is what is logged at least.
func (c ServeConfig) level(quiet bool) slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil { // checked with the configuration
		level = slog.LevelInfo
	}
	if quiet {
		level = max(level, slog.LevelWarn)
	}
	return level
}
