package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"talksbot/adapters"
)

// TestSigned: what Slack did not sign, has signed too long ago, or is too large, is refused and not heard.
func TestSigned(t *testing.T) {
	t.Parallel()
	const body = `{"type":"event_callback","event":{"type":"message","channel":"D1","user":"UADA","ts":"1700000000.1","text":"who?"}}`
	now := fmt.Sprint(time.Now().Unix())
	sign := func(secret, at, body string) string {
		h := hmac.New(sha256.New, []byte(secret))
		io.WriteString(h, "v0:"+at+":"+body)
		return "v0=" + hex.EncodeToString(h.Sum(nil))
	}
	large := `{"type":"event_callback","pad":"` + strings.Repeat("x", maxBody) + `"}`
	tests := []struct {
		name                      string
		path, at, signature, body string
		want                      int
		heard                     bool
	}{
		{"signed", "/slack/events", now, sign("key", now, body), body, 200, true},
		{"another key", "/slack/events", now, sign("other", now, body), body, 401, false},
		{"another body", "/slack/events", now, sign("key", now, body+" "), body, 401, false},
		{"no signature", "/slack/events", now, "", body, 401, false},
		{"no timestamp", "/slack/events", "", sign("key", "", body), body, 401, false},
		{"half a signature", "/slack/events", now, sign("key", now, body)[:20], body, 401, false},
		{"an old one", "/slack/events", "1700000000", sign("key", "1700000000", body), body, 401, false},
		{"one of the future", "/slack/events", "99999999999", sign("key", "99999999999", body), body, 401, false},
		{"too large", "/slack/events", now, sign("key", now, large), large, 413, false},
		{"no JSON", "/slack/events", now, sign("key", now, "x"), "x", 400, false},
		{"no payload", "/slack/interactions", now, sign("key", now, "a=b"), "a=b", 400, false},
		{"a payload in the address", "/slack/interactions?payload=" + url.QueryEscape(`{"type":"block_actions"}`), now, sign("key", now, ""), "", 400, false},
		{"elsewhere", "/slack/other", now, sign("key", now, body), body, 404, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := DefaultConfig()
			c.Mode = "http"
			s := New(c, Secrets{BotToken: "xoxb-test", SigningSecret: "key"}, Parts{Host: deaf{}})
			heard := false
			s.order.Start()
			s.receive = func(f frame, ack func(any)) {
				s.take(t.Context(), func(context.Context, adapters.Message) { heard = true }, f, ack)
			}
			r := httptest.NewRequest(http.MethodPost, tt.path, strings.NewReader(tt.body))
			r.Header.Set("X-Slack-Request-Timestamp", tt.at)
			r.Header.Set("X-Slack-Signature", tt.signature)
			if strings.Contains(tt.path, "interactions") {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			s.order.End()
			if w.Code != tt.want || heard != tt.heard {
				t.Errorf("%d, heard %v: %s", w.Code, heard, w.Body)
			}
			if strings.Contains(w.Body.String(), "key") {
				t.Errorf("it says the key: %s", w.Body)
			}
		})
	}
}

// TestChallenge: Slack sees that the address is the bot's.
func TestChallenge(t *testing.T) {
	t.Parallel()
	c := DefaultConfig()
	c.Mode = "http"
	s := New(c, Secrets{SigningSecret: "key"}, Parts{Host: deaf{}})
	const body = `{"type":"url_verification","challenge":"abc<b>"}`
	at := fmt.Sprint(time.Now().Unix())
	h := hmac.New(sha256.New, []byte("key"))
	io.WriteString(h, "v0:"+at+":"+body)
	r := httptest.NewRequest(http.MethodPost, "/slack/events", strings.NewReader(body))
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(h.Sum(nil)))
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	if w.Code != 200 || w.Body.String() != "abc<b>" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}
