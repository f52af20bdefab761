package slackfake

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	mostPrompts = 4
	mostLoading = 10
	mostTitle   = 200
	statusLife  = 2 * time.Minute
)

// Status is what the app shows itself to be doing in a thread.
type Status struct {
	Text    string
	Loading []string
	at      time.Time
}

// Session is an agent's session: its status and its title.
type Session struct{ Status, Title string }

// Prompts are suggestions in the app's own pane.
type Prompts struct {
	ThreadTS string // "" in the newer generation
	Title    string
	Prompts  []Prompt
}

// Prompt is one suggestion: what is shown, and what is said when it is taken.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}

// thread finds a channel and a thread in it for the methods that have channel_id.
func (f *Slack) thread(a args) (*channel, *refusal) {
	c, no := f.here(a["channel_id"])
	if no != nil {
		return nil, no
	}
	if a["thread_ts"] == "" || root(c, a["thread_ts"]) != nil {
		return nil, refuse("invalid_thread_ts")
	}
	return c, nil
}

// setStatus shows a status, "" none. A reply of the app clears it, and so do two minutes (assistant.threads.setStatus).
func (f *Slack) setStatus(a args) (reply, *refusal) {
	c, no := f.thread(a)
	if no != nil {
		return nil, no
	}
	status, given := a["status"]
	if !given {
		return nil, refuse("invalid_arguments", "[ERROR] missing required field: status")
	}
	var loading []string
	if raw := a["loading_messages"]; raw != "" && json.Unmarshal([]byte(raw), &loading) != nil {
		loading = strings.Split(raw, ",")
	}
	if len(loading) > mostLoading {
		return nil, refuse("invalid_arguments", "[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]")
	}
	if status == "" {
		delete(c.status, a["thread_ts"])
		return nil, nil
	}
	c.status[a["thread_ts"]] = Status{status, loading, f.opts.Now()}
	return nil, nil
}

// setPrompts takes suggestions: in the older generation for a thread, in the newer for the whole pane, where a thread_ts
// makes Slack ignore them without a word (docs.slack.dev/ai/migrating-to-agent-messaging).
func (f *Slack) setPrompts(a args) (reply, *refusal) {
	c, no := f.here(a["channel_id"])
	if no != nil {
		return nil, no
	}
	var all []Prompt
	if json.Unmarshal([]byte(a["prompts"]), &all) != nil || len(all) == 0 || len(all) > mostPrompts {
		return nil, refuse("invalid_arguments", "[ERROR] must have 1 to 4 items [json-pointer:/prompts]")
	}
	if slices.ContainsFunc(all, func(p Prompt) bool { return p.Title == "" || p.Message == "" }) {
		return nil, refuse("invalid_arguments", "[ERROR] a prompt has a title and a message [json-pointer:/prompts]")
	}
	switch {
	case f.opts.AgentView && a["thread_ts"] != "":
		c.ignored++
		return nil, nil
	case !f.opts.AgentView:
		if _, no := f.thread(a); no != nil {
			return nil, no
		}
	}
	c.prompts = append(c.prompts, Prompts{a["thread_ts"], a["title"], all})
	return nil, nil
}

func (f *Slack) setTitle(a args) (reply, *refusal) {
	c, no := f.thread(a)
	if no != nil {
		return nil, no
	}
	if n := utf8.RuneCountInString(a["title"]); n == 0 || n > mostTitle {
		return nil, refuse("invalid_arguments", "[ERROR] must have 1 to 200 characters [json-pointer:/title]")
	}
	s := c.sessions[a["thread_ts"]]
	s.Title = a["title"]
	c.sessions[a["thread_ts"]] = s
	return nil, nil
}

// sessionStatus sets where an agent's session stands, and makes it if need be (agents.sessions.setStatus).
func (f *Slack) sessionStatus(a args) (reply, *refusal) {
	c, no := f.thread(a)
	if no != nil {
		return nil, no
	}
	if !slices.Contains([]string{"active", "processing", "suspended", "closed"}, a["status"]) {
		return nil, refuse("invalid_arguments", "[ERROR] unknown status [json-pointer:/status]")
	}
	if utf8.RuneCountInString(a["title"]) > mostTitle {
		return nil, refuse("invalid_arguments", "[ERROR] must be less than 201 characters [json-pointer:/title]")
	}
	s, had := c.sessions[a["thread_ts"]]
	if !had {
		s.Title = a["title"]
	}
	s.Status = a["status"]
	c.sessions[a["thread_ts"]] = s
	return reply{"status": s.Status, "agent_status": s.Status, "title": s.Title}, nil
}

func (f *Slack) sessionRename(a args) (reply, *refusal) {
	c, no := f.thread(a)
	if no != nil {
		return nil, no
	}
	if _, had := c.sessions[a["thread_ts"]]; !had {
		return nil, refuse("session_not_found")
	}
	if _, no := f.setTitle(a); no != nil {
		return nil, no
	}
	return reply{"title": a["title"]}, nil
}

// Status is what the app shows in a thread now; the zero Status when it shows nothing.
func (f *Slack) Status(in, thread string) Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[in]
	if c == nil || f.opts.Now().Sub(c.status[thread].at) > statusLife {
		return Status{}
	}
	return c.status[thread]
}

// Session is the agent's session of a thread; the zero Session when there is none.
func (f *Slack) Session(in, thread string) Session {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil {
		return c.sessions[thread]
	}
	return Session{}
}

// Prompts are all suggestions that were made in a channel, the latest last. Those that Slack ignored are not among them.
func (f *Slack) Prompts(in string) []Prompts {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil {
		return slices.Clone(c.prompts)
	}
	return nil
}

// Ignored says how many calls about a channel Slack took and did nothing with.
func (f *Slack) Ignored(in string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil {
		return c.ignored
	}
	return 0
}
