package slackfake_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"talksbot/adapters/slack/slackfake"
)

// app is an app in HTTP mode.
type app struct {
	mu      sync.Mutex
	heard   []string
	answers func(w http.ResponseWriter, r *http.Request, path string) // after the signature was checked
}

func (a *app) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string(nil), a.heard...)
}

func serve(t *testing.T, f *slackfake.Slack, a *app) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		v, err := slack.NewSecretsVerifier(r.Header, f.SigningSecret)
		if err == nil {
			_, _ = v.Write(body)
			err = v.Ensure()
		}
		if err != nil {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		line := r.URL.Path + " " + r.Header.Get("X-Slack-Retry-Num") + r.Header.Get("X-Slack-Retry-Reason")
		switch r.URL.Path {
		case "/slack/events":
			e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
			if err != nil {
				t.Errorf("%v in %s", err, body)
			}
			line += " " + e.Type + " " + e.InnerEvent.Type
			if c, ok := e.Data.(*slackevents.EventsAPIURLVerificationEvent); ok {
				_ = json.NewEncoder(w).Encode(map[string]string{"challenge": c.Challenge})
			}
		case "/slack/commands":
			c, err := slack.SlashCommandParse(r)
			if err != nil {
				t.Error(err)
			}
			line += " " + c.Command + " " + c.Text
		case "/slack/interactions":
			c, err := slack.InteractionCallbackParse(r)
			if err != nil {
				t.Error(err)
			}
			line += " " + string(c.Type)
		}
		a.mu.Lock()
		a.heard = append(a.heard, line)
		a.mu.Unlock()
		if a.answers != nil {
			a.answers(w, r, r.URL.Path)
		}
	}))
	t.Cleanup(s.Close)
	f.DeliverTo(s.URL)
}

func TestHTTPMode(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	a := &app{answers: func(w http.ResponseWriter, _ *http.Request, path string) {
		if path == "/slack/commands" {
			_, _ = io.WriteString(w, "at once")
		}
	}}
	serve(t, f, a)
	if err := f.VerifyURL(t.Context()); err != nil {
		t.Error(err)
	}
	ts := f.Say("UANA", "C1", "", "hi")
	await(t, f, "the event", func() bool { return len(f.Acks()) == 1 })
	if err := f.Slash("UANA", "C1", "/ask", "who?"); err != nil {
		t.Fatal(err)
	}
	await(t, f, "the command", func() bool { return len(f.Ephemerals("C1", "UANA")) == 1 })
	if err := f.Shortcut("UANA", "C1", ts, "ask"); err != nil {
		t.Fatal(err)
	}
	await(t, f, "all", func() bool { return f.Outstanding() == 0 })
	want := []string{"/slack/events  url_verification ", "/slack/events  event_callback message", "/slack/commands  /ask who?", "/slack/interactions  message_action"}
	if diff := cmp.Diff(want, a.all()); diff != "" {
		t.Error(diff)
	}
}

func TestHTTPRetries(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	t.Cleanup(func() { close(hold) })
	event := "event_callback message"
	for name, tt := range map[string]struct {
		answers func(w http.ResponseWriter, r *http.Request, path string)
		want    []string
		within  time.Duration
	}{
		"an error": {func(w http.ResponseWriter, _ *http.Request, _ string) { w.WriteHeader(http.StatusBadGateway) },
			[]string{"/slack/events  " + event, "/slack/events 1http_error " + event, "/slack/events 2http_error " + event}, patience},
		"too late": {func(_ http.ResponseWriter, r *http.Request, _ string) {
			select {
			case <-hold:
			case <-r.Context().Done():
			}
		}, []string{"/slack/events  " + event, "/slack/events 1http_timeout " + event, "/slack/events 2http_timeout " + event}, 200 * time.Millisecond},
		"no retry": {func(w http.ResponseWriter, _ *http.Request, _ string) {
			w.Header().Set("X-Slack-No-Retry", "1")
			w.WriteHeader(http.StatusBadGateway)
		}, []string{"/slack/events  " + event}, patience},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := slackfake.Start(t, slackfake.Options{AckWithin: tt.within, Retries: []time.Duration{0, time.Millisecond}})
			f.AddChannel("C1", "UANA", f.BotUser)
			a := &app{answers: tt.answers}
			serve(t, f, a)
			f.Say("UANA", "C1", "", "hi")
			await(t, f, "the event to be given up", func() bool { return len(f.Lost()) == 1 })
			if diff := cmp.Diff(tt.want, a.all()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
