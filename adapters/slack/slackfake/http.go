package slackfake

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// DeliverTo makes Slack send everything by HTTP to the app at an address, such as http://127.0.0.1:8080, under
// /slack/events, /slack/commands and /slack/interactions; "" goes back to sockets.
func (f *Slack) DeliverTo(base string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.base = strings.TrimSuffix(base, "/")
	if f.base != "" { // what waited for a socket
		waiting := f.waiting
		f.waiting = nil
		for _, d := range waiting {
			f.deliver(d)
		}
	}
}

// Sign signs a request as Slack does: docs.slack.dev/authentication/verifying-requests-from-slack.
func (f *Slack) Sign(r *http.Request, body []byte) {
	at := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(f.SigningSecret))
	fmt.Fprintf(mac, "v0:%s:%s", at, body)
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// post sends something by HTTP.
func (f *Slack) post(d *delivery) {
	path, kind, body := "/slack/events", "application/json", []byte(d.payload)
	switch d.kind {
	case "slash_commands":
		var fields map[string]string
		_ = json.Unmarshal(d.payload, &fields) // made by us
		form := url.Values{}
		for k, v := range fields {
			form.Set(k, v)
		}
		path, kind, body = "/slack/commands", "application/x-www-form-urlencoded", []byte(form.Encode())
	case "interactive":
		form := url.Values{"payload": {string(d.payload)}}
		path, kind, body = "/slack/interactions", "application/x-www-form-urlencoded", []byte(form.Encode())
	}
	headers := map[string]string{}
	if d.attempt > 0 {
		headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"] = strconv.Itoa(d.attempt), d.reason
	}
	base, envelope := f.base, d.envelope
	f.work.Go(func() {
		ctx, cancel := context.WithTimeout(f.ctx, f.opts.AckWithin)
		defer cancel()
		answer, stop, err := f.send(ctx, base+path, kind, body, headers)
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.closed || f.pending[envelope] != d {
			return
		}
		if err == nil {
			f.acknowledged(d, answer)
			return
		}
		reason := "http_error"
		if errors.Is(err, context.DeadlineExceeded) || os.IsTimeout(err) {
			reason = "http_timeout"
		}
		d.once = d.once || stop
		f.failed(d, reason, false)
	})
}

// send makes one signed POST and gives its answer; stop says that the app wants no retry. f.mu is not held.
func (f *Slack) send(ctx context.Context, to, kind string, body []byte, headers map[string]string) (answer []byte, stop bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return nil, false, err
	}
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	f.Sign(r, body)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, false, err
	}
	defer got.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(got.Body, 1<<20))
	if err == nil && got.StatusCode/100 != 2 {
		err = fmt.Errorf("HTTP %d", got.StatusCode)
	}
	return answer, got.Header.Get("X-Slack-No-Retry") == "1", err
}

// VerifyURL asks the app in HTTP mode whether its address is its own, as Slack does when the address is set.
func (f *Slack) VerifyURL(ctx context.Context) error {
	f.mu.Lock()
	to := f.base + "/slack/events"
	challenge := fmt.Sprintf("%016x", f.rand.Uint64())
	f.mu.Unlock()
	body, err := json.Marshal(map[string]string{"token": "unused", "challenge": challenge, "type": "url_verification"})
	if err != nil {
		return err
	}
	answer, _, err := f.send(ctx, to, "application/json", body, nil)
	if err != nil {
		return err
	}
	var echo struct {
		Challenge string `json:"challenge"`
	}
	if strings.TrimSpace(string(answer)) != challenge && (json.Unmarshal(answer, &echo) != nil || echo.Challenge != challenge) {
		return errors.New("the challenge did not come back")
	}
	return nil
}
