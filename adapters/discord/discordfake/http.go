package discordfake

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// DeliverTo makes Discord post interactions to an address; "" goes back to the gateway. As when the address is put into the
// app's page, it is tried first: a ping must come back, and a bad signature must get 401.
func (f *Discord) DeliverTo(ctx context.Context, address string) error {
	if address != "" {
		if err := f.probe(ctx, address); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.endpoint = address
	return nil
}

// probe tries an address. f.mu is not held.
func (f *Discord) probe(ctx context.Context, address string) error {
	body, err := json.Marshal(object{"id": "1", "application_id": f.AppID, "type": pingKind, "version": 1, "token": "none"})
	if err != nil {
		return err
	}
	status, answer, err := f.send(ctx, address, body, f.Sign)
	if err != nil {
		return err
	}
	var got struct {
		Type int `json:"type"`
	}
	if status != http.StatusOK || json.Unmarshal(answer, &got) != nil || got.Type != pong {
		return fmt.Errorf("a ping got HTTP %d", status)
	}
	status, _, err = f.send(ctx, address, body, func(r *http.Request, body []byte) {
		f.Sign(r, append([]byte("another "), body...))
	})
	if err != nil {
		return err
	}
	if status != http.StatusUnauthorized {
		return fmt.Errorf("a bad signature got HTTP %d", status)
	}
	return nil
}

// Sign signs a request as Discord does.
func (f *Discord) Sign(r *http.Request, body []byte) { f.SignAt(r, body, time.Now()) }

// SignAt signs a request as at another time.
func (f *Discord) SignAt(r *http.Request, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(f.key, append([]byte(stamp), body...))))
}

// post sends an interaction by HTTP. The answer is the callback, unless it is 202: then that comes as a call.
func (f *Discord) post(i *interaction) {
	body, err := json.Marshal(f.showInteraction(i))
	if err != nil {
		panic(err) // of what we made ourselves
	}
	to := f.endpoint
	f.work.Go(func() {
		ctx, cancel := context.WithTimeout(f.ctx, f.opts.AnswerWithin)
		defer cancel()
		status, answer, err := f.send(ctx, to, body, f.Sign)
		f.mu.Lock()
		defer f.mu.Unlock()
		var o object
		switch {
		case f.closed || err == nil && status == http.StatusAccepted:
		case err != nil:
			f.fails(i, "the application did not respond")
		case status != http.StatusOK:
			f.fails(i, fmt.Sprintf("HTTP %d", status))
		case json.Unmarshal(answer, &o) != nil:
			f.fails(i, "an answer that is no JSON")
		default:
			if no := f.answered(i, o); no != nil {
				f.fails(i, no.Error())
			}
		}
	})
}

// send makes one signed POST. f.mu is not held.
func (f *Discord) send(ctx context.Context, to string, body []byte, sign func(*http.Request, []byte)) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	sign(r, body)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer got.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(got.Body, 1<<20))
	return got.StatusCode, answer, err
}
