package slackfake

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	mostResponses = 5
	responseLife  = 30 * time.Minute
)

// responseURL is an address at which the app may answer a command or an interaction
// (docs.slack.dev/interactivity/handling-user-interaction).
type responseURL struct {
	channel  *channel
	user     string
	original *Message // nil for a command
	uses     int
	at       time.Time
}

func (f *Slack) newResponse(c *channel, user string, original *Message) string {
	id := f.id("R")
	f.replies[id] = &responseURL{channel: c, user: user, original: original, at: f.opts.Now()}
	return "http://" + f.address + "/respond/" + id
}

// respond answers what the app sends to a response_url. f.mu is not held.
func (f *Slack) respond(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return
	}
	a := args{}
	var all map[string]json.RawMessage
	malformed := json.Unmarshal(body, &all) != nil
	a.take(all)
	if meta := a["metadata"]; strings.Contains(meta, `"event_type":""`) {
		delete(a, "metadata") // what slack-go writes for none
	}
	f.mu.Lock()
	f.calls = append(f.calls, Call{Method: "response_url", Args: a, At: f.opts.Now()})
	index := len(f.calls) - 1
	fate, _ := f.fate("response_url")
	status, text := http.StatusOK, "ok"
	f.made = ""
	switch {
	case fate == RateLimited:
		status, text = http.StatusTooManyRequests, "429"
		w.Header().Set("Retry-After", strconv.Itoa(f.faults.RetryAfter))
	case fate != "" && fate != FailAfter:
		status, text = http.StatusInternalServerError, "500"
	case malformed:
		status, text = http.StatusBadRequest, "invalid_payload"
	default:
		if no := f.answerAt(f.replies[r.PathValue("id")], a); no != nil {
			status, text = http.StatusBadRequest, no.code
			if no.code == "used_url" || no.code == "expired_url" || no.code == "message_not_found" {
				status = http.StatusNotFound
			}
		} else if fate == FailAfter {
			status, text = http.StatusInternalServerError, "500"
		}
	}
	f.calls[index].Made, f.calls[index].Done = f.made, true
	if status != http.StatusOK {
		f.calls[index].Error = text
	}
	f.touch()
	f.mu.Unlock()
	if status == http.StatusOK {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, text)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": text})
}

func (f *Slack) answerAt(at *responseURL, a args) *refusal {
	switch {
	case at == nil, f.opts.Now().Sub(at.at) > responseLife:
		return refuse("expired_url")
	case at.uses >= mostResponses:
		return refuse("used_url")
	}
	if a.is("delete_original") {
		if at.original == nil || !f.gone(at.channel, at.original) {
			return refuse("message_not_found")
		}
		at.uses++
		return nil
	}
	if no := f.saidIn(at.channel, at.user, at.original, a); no != nil {
		return no
	}
	at.uses++
	return nil
}

// gone deletes a message of the app, also one that one person sees; false when it is not there.
func (f *Slack) gone(c *channel, m *Message) bool {
	if m.BotID != f.BotID || m.deleted {
		return false
	}
	if m.To != "" {
		m.deleted = true
		return true
	}
	if c.byTS[m.TS] != m {
		return false
	}
	f.deleted(c, m)
	return true
}

// saidIn posts, or replaces, what the app says through a response_url or an acknowledgement: ephemeral unless it says
// otherwise.
func (f *Slack) saidIn(c *channel, user string, original *Message, a args) *refusal {
	if a.is("replace_original") && original != nil && original.BotID == f.BotID {
		if original.deleted {
			return refuse("message_not_found")
		}
		before := f.wire(c, original)
		if no := f.content(original, a); no != nil {
			return no
		}
		original.Changes++
		f.touch()
		if original.To == "" {
			f.changedEvent(c, original, before)
		}
		return nil
	}
	m := &Message{User: f.BotUser, BotID: f.BotID, ThreadTS: a["thread_ts"], To: user}
	if no := f.content(m, a); no != nil {
		return no
	}
	switch a["response_type"] {
	case "", "ephemeral":
		f.whisper(c, m)
	case "in_channel":
		if no := root(c, m.ThreadTS); no != nil {
			return no
		}
		m.To = ""
		m.Preview = (a["unfurl_links"] != "false" || a["unfurl_media"] != "false") && linked(m)
		f.keep(c, m)
		f.said(c, m)
	default:
		return refuse("invalid_response_type")
	}
	return nil
}
