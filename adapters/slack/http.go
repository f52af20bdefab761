package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/slack-go/slack"
)

// maxBody bounds what Slack may send at once, in bytes: a message of 40,000 characters with its blocks is far below.
const maxBody = 1 << 20

// ackWithin is how long Slack waits for an acknowledgement.
const ackWithin = 3 * time.Second

// routes takes what Slack sends by HTTP, docs.slack.dev/apis/events-api.
func (s *Slack) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/events", s.signed(func(w http.ResponseWriter, r *http.Request, body []byte) {
		var e struct{ Type, Challenge string }
		if err := json.Unmarshal(body, &e); err != nil {
			http.Error(w, "not JSON", http.StatusBadRequest)
			return
		}
		switch e.Type {
		case "url_verification":
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = io.WriteString(w, e.Challenge) // whoever asked is gone
		case "event_callback":
			s.serveFrame(w, r, frame{"events_api", body})
		default: // app_rate_limited
			s.log.Warn("Slack says", "type", e.Type)
		}
	}))
	mux.HandleFunc("POST /slack/commands", s.signed(func(w http.ResponseWriter, r *http.Request, _ []byte) {
		c, err := slack.SlashCommandParse(r)
		if err != nil {
			http.Error(w, "not a form", http.StatusBadRequest)
			return
		}
		payload, err := json.Marshal(c)
		if err != nil {
			http.Error(w, "not a command", http.StatusBadRequest)
			return
		}
		s.serveFrame(w, r, frame{"slash_commands", payload})
	}))
	mux.HandleFunc("POST /slack/interactions", s.signed(func(w http.ResponseWriter, r *http.Request, _ []byte) {
		// The body's fields alone: what stands in the address is not signed.
		if err := r.ParseForm(); err != nil || r.PostForm.Get("payload") == "" {
			http.Error(w, "no payload", http.StatusBadRequest)
			return
		}
		s.serveFrame(w, r, frame{"interactive", []byte(r.PostForm.Get("payload"))})
	}))
	return mux
}

// signed lets through what Slack has signed within the last five minutes, its body put back to be read.
func (s *Slack) signed(next func(http.ResponseWriter, *http.Request, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			status := http.StatusBadRequest
			var large *http.MaxBytesError
			if errors.As(err, &large) {
				status = http.StatusRequestEntityTooLarge
			}
			http.Error(w, "the body cannot be read", status)
			return
		}
		v, err := slack.NewSecretsVerifier(r.Header, s.secrets.SigningSecret)
		if err == nil {
			_, _ = v.Write(body) // a hash takes everything
			err = v.Ensure()
		}
		if err != nil {
			s.log.Warn("a request that Slack did not sign is refused", "path", r.URL.Path, "error", err)
			http.Error(w, "not signed", http.StatusUnauthorized)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next(w, r, body)
	}
}

// serveFrame takes a frame in and acknowledges it once it is safe. Without that Slack sends an event again.
func (s *Slack) serveFrame(w http.ResponseWriter, r *http.Request, f frame) {
	acked := make(chan any, 1)
	receive := s.receiver()
	if receive == nil {
		http.Error(w, "nobody listens yet", http.StatusServiceUnavailable)
		return
	}
	receive(f, func(answer any) { acked <- answer })
	timeout := time.NewTimer(ackWithin)
	defer timeout.Stop()
	select {
	case answer := <-acked:
		if answer == nil {
			return // 200
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer) // whoever asked is gone
	case <-timeout.C:
		http.Error(w, "not kept in time", http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}
