package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"talksbot/adapters/slack/slackfake"
)

// slackGate is the way from the bot to Slack. It holds back an answer until the bot has shown that it is at work, which it does
// beside the answer and not at all where that is there first: so the story is always the same.
type slackGate struct {
	*gate
	fake *slackfake.Slack
	from int // calls before this run of the bot

	mu    sync.Mutex
	works map[string]map[string]bool // what is answered, by thread
}

func (g *slackGate) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	var form url.Values
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		form, _ = url.ParseQuery(string(body)) // views are JSON
	}
	if kept, err := g.pass(r.Context(), method); err != nil {
		if kept {
			g.released(form)
		}
		return nil, err
	}
	if method == "chat.postMessage" || method == "chat.update" {
		if thread, most := g.work(method, form); most > 0 {
			if err := g.fake.Await(r.Context(), func() bool { return g.statuses(thread) >= most }); err != nil {
				return nil, err
			}
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// released notes that the bot gave up a call, and the work in its thread with it.
func (g *slackGate) released(form url.Values) {
	g.mu.Lock()
	defer g.mu.Unlock()
	thread := form.Get("channel") + " " + form.Get("ts")
	g.note(thread, fmt.Sprint("given up ", len(g.works[thread]), form))
}

// note notes work in a thread, and says how much there was. g.mu is held.
func (g *slackGate) note(thread, work string) int {
	if g.works[thread] == nil {
		g.works[thread] = map[string]bool{}
	}
	g.works[thread][work] = true
	return len(g.works[thread])
}

// work notes that something in a thread is answered, and says how many times the bot was at work there; 0 where it shows
// nothing of that.
func (g *slackGate) work(method string, form url.Values) (thread string, most int) {
	var meta struct {
		Payload struct {
			Answers string
			Part    int
		} `json:"event_payload"`
	}
	_ = json.Unmarshal([]byte(form.Get("metadata")), &meta)
	root := form.Get("thread_ts")
	if m, ok := g.fake.Message(form.Get("channel"), form.Get("ts")); ok {
		root = m.ThreadTS
	}
	if meta.Payload.Answers == "" || root == "" {
		return "", 0
	}
	thread = form.Get("channel") + " " + root
	g.mu.Lock()
	defer g.mu.Unlock()
	return thread, g.note(thread, method+" "+meta.Payload.Answers)
}

// statuses says how often the bot has shown that it is at work in a thread.
func (g *slackGate) statuses(thread string) (n int) {
	for _, c := range g.fake.Calls()[g.from:] {
		if c.Method == "assistant.threads.setStatus" && c.Done && c.Args["status"] != "" && c.Args["channel_id"]+" "+c.Args["thread_ts"] == thread {
			n++
		}
	}
	return n
}
