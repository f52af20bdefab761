package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"talksbot/adapters/slack/slackfake"
)

// gate is the way from the bot to Slack. It holds back an answer until the bot has shown that it is at work, which it does
// beside the answer and not at all where that is there first: so the story is always the same.
type gate struct {
	fake   *slackfake.Slack
	from   int           // calls before this run of the bot
	broken chan struct{} // closed when there is no way any more

	mu    sync.Mutex
	works map[string]map[string]bool // what is answered, by thread
	kept  []string                   // methods whose next call waits for good
	held  int                        // calls that do
}

// keep makes the next call to a method wait until the bot gives it up.
func (g *gate) keep(method string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kept = append(g.kept, method)
}

// holds says whether a call is to wait for good.
func (g *gate) holds(method string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := slices.Index(g.kept, method)
	if at >= 0 {
		g.kept = slices.Delete(g.kept, at, at+1)
		g.held++
	}
	return at >= 0
}

// isKeeping says whether a call waits for good, or is to.
func (g *gate) isKeeping() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.kept) > 0 || g.held > 0
}

var errBroken = errors.New("there is no way to Slack")

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
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
	select {
	case <-g.broken:
		return nil, errBroken
	default:
	}
	if g.holds(method) {
		defer g.released(form)
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-g.broken:
			return nil, errBroken
		}
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
func (g *gate) released(form url.Values) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held--
	g.note(form.Get("channel")+" "+form.Get("ts"), fmt.Sprint("given up ", g.held, form))
}

// note notes work in a thread, and says how much there was. g.mu is held.
func (g *gate) note(thread, work string) int {
	if g.works[thread] == nil {
		g.works[thread] = map[string]bool{}
	}
	g.works[thread][work] = true
	return len(g.works[thread])
}

// work notes that something in a thread is answered, and says how many times the bot was at work there; 0 where it shows
// nothing of that.
func (g *gate) work(method string, form url.Values) (thread string, most int) {
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
func (g *gate) statuses(thread string) (n int) {
	for _, c := range g.fake.Calls()[g.from:] {
		if c.Method == "assistant.threads.setStatus" && c.Done && c.Args["status"] != "" && c.Args["channel_id"]+" "+c.Args["thread_ts"] == thread {
			n++
		}
	}
	return n
}
