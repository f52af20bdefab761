package slackfake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is a call of the Web API.
type Call struct {
	Method string
	Args   map[string]string // without the token; what is not a string, as JSON
	Error  string            // Slack's, or what the client saw instead, such as "500"; "" for none
	At     time.Time
	Done   bool   // it was answered
	Made   string // ts of the message that it made; "" for none
}

// refusal is an error as Slack gives it.
type refusal struct {
	code     string
	messages []string // where in the blocks
	needed   string   // scope
}

func (r *refusal) Error() string { return r.code + " " + strings.Join(r.messages, "; ") }

func refuse(code string, messages ...string) *refusal {
	return &refusal{code: code, messages: messages}
}

type args map[string]string

func (a args) is(name string) bool { return a[name] == "true" || a[name] == "1" }

func (a args) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(a[name]); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// take adds arguments that came as JSON; null is no argument.
func (a args) take(all map[string]json.RawMessage) {
	for k, v := range all {
		var s string
		switch {
		case string(v) == "null":
		case json.Unmarshal(v, &s) == nil:
			a[k] = s
		default:
			a[k] = string(v)
		}
	}
}

// reply is what a method answers beside "ok".
type reply map[string]any

// method is a method of the Web API. Where scopes are several, one is enough.
type method struct {
	scopes []string
	do     func(f *Slack, a args) (reply, *refusal)
}

func methods() map[string]method {
	write := []string{"chat:write"}
	return map[string]method{
		"auth.test":                             {nil, (*Slack).authTest},
		"apps.connections.open":                 {nil, (*Slack).connectionsOpen},
		"chat.postMessage":                      {write, (*Slack).postMessage},
		"chat.update":                           {write, (*Slack).update},
		"chat.delete":                           {write, (*Slack).deleteMessage},
		"chat.postEphemeral":                    {write, (*Slack).postEphemeral},
		"chat.getPermalink":                     {nil, (*Slack).permalink},
		"chat.startStream":                      {write, (*Slack).startStream},
		"chat.appendStream":                     {write, (*Slack).appendStream},
		"chat.stopStream":                       {write, (*Slack).stopStream},
		"conversations.replies":                 {nil, (*Slack).conversationReplies}, // their scopes hang on the channel
		"conversations.history":                 {nil, (*Slack).conversationHistory},
		"conversations.info":                    {nil, (*Slack).conversationInfo},
		"conversations.list":                    {nil, (*Slack).conversationList},
		"users.conversations":                   {nil, (*Slack).userConversations},
		"conversations.open":                    {[]string{"im:write"}, (*Slack).conversationOpen},
		"users.info":                            {[]string{"users:read"}, (*Slack).userInfo},
		"views.open":                            {nil, (*Slack).viewOpen},
		"views.update":                          {nil, (*Slack).viewUpdate},
		"views.push":                            {nil, (*Slack).viewPush},
		"views.publish":                         {nil, (*Slack).viewPublish},
		"assistant.threads.setStatus":           {[]string{"chat:write", "assistant:write"}, (*Slack).setStatus},
		"assistant.threads.setSuggestedPrompts": {[]string{"assistant:write"}, (*Slack).setPrompts},
		"assistant.threads.setTitle":            {[]string{"assistant:write"}, (*Slack).setTitle},
		"agents.sessions.setStatus":             {write, (*Slack).sessionStatus},
		"agents.sessions.rename":                {write, (*Slack).sessionRename},
		"reactions.add":                         {[]string{"reactions:write"}, (*Slack).react},
	}
}

// call answers a call of the Web API. f.mu is not held.
func (f *Slack) call(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	a, token, malformed := arguments(r)
	f.mu.Lock()
	index := len(f.calls)
	f.calls = append(f.calls, Call{Method: name, Args: a, At: f.opts.Now()})
	fate, wait := f.fate(name)
	f.mu.Unlock()
	if wait > 0 {
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
		}
	}
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return
	}
	var out reply
	var no *refusal
	status := ""
	f.made = ""
	switch {
	case fate == RateLimited || fate == FailBefore:
		status = map[Failure]string{RateLimited: "429", FailBefore: "500"}[fate]
	case fate != "" && fate != FailAfter && fate != HangUp:
		no = refuse(string(fate))
	case malformed != nil:
		no = malformed
	default:
		out, no = f.answer(name, a, token)
		if fate != "" && no == nil {
			status = map[Failure]string{FailAfter: "500", HangUp: "hang up"}[fate]
		}
	}
	f.calls[index].Error, f.calls[index].Made, f.calls[index].Done = status, f.made, true
	if no != nil {
		f.calls[index].Error = no.code
		out = reply{"error": no.code, "response_metadata": map[string]any{"messages": no.messages}}
		if no.needed != "" {
			out["needed"], out["provided"] = no.needed, strings.Join(f.granted(), ",")
		}
	}
	scopes, after := strings.Join(f.granted(), ","), f.faults.RetryAfter
	f.touch()
	f.mu.Unlock()

	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if token == f.BotToken {
		h.Set("X-OAuth-Scopes", scopes)
	}
	switch status {
	case "429":
		h.Set("Retry-After", strconv.Itoa(after))
		w.WriteHeader(http.StatusTooManyRequests)
		out = reply{"error": "ratelimited"}
		no = refuse("ratelimited")
	case "500":
		h.Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusInternalServerError)
		return
	case "hang up":
		panic(http.ErrAbortHandler)
	}
	if out == nil {
		out = reply{}
	}
	out["ok"] = no == nil
	_ = json.NewEncoder(w).Encode(out)
}

// answer does what a method does.
func (f *Slack) answer(name string, a args, token string) (reply, *refusal) {
	m, known := f.methods[name]
	switch {
	case !known:
		return nil, refuse("unknown_method")
	case token == "":
		return nil, refuse("not_authed")
	case token != f.BotToken && token != f.AppToken:
		return nil, refuse("invalid_auth")
	case f.revoked != "":
		return nil, refuse(f.revoked)
	case (token == f.AppToken) != (name == "apps.connections.open") && name != "auth.test":
		return nil, refuse("not_allowed_token_type")
	}
	if no := f.need(m.scopes...); no != nil {
		return nil, no
	}
	return m.do(f, a)
}

// need refuses when the bot has none of the scopes.
func (f *Slack) need(scopes ...string) *refusal {
	if len(scopes) == 0 || slices.ContainsFunc(scopes, func(s string) bool { return f.scopes[s] }) {
		return nil
	}
	return &refusal{code: "missing_scope", needed: strings.Join(scopes, ",")}
}

// arguments reads a call in any of the three forms that Slack takes. A token in the address counts for nothing.
func arguments(r *http.Request) (args, string, *refusal) {
	a := args{}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	fill := func(from url.Values) {
		for k, v := range from {
			a[k] = v[0]
		}
	}
	fill(r.URL.Query())
	delete(a, "token")
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return a, token, refuse("invalid_form_data")
	}
	if r.Method != http.MethodPost {
		return a, token, nil
	}
	switch kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind {
	case "application/json":
		if len(body) == 0 {
			break
		}
		var all map[string]json.RawMessage
		if json.Unmarshal(body, &all) != nil {
			return a, token, refuse("invalid_json")
		}
		a.take(all)
		delete(a, "token") // in JSON Slack takes it from the header alone
	case "application/x-www-form-urlencoded", "":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return a, token, refuse("invalid_form_data")
		}
		fill(form)
	default:
		return a, token, refuse("invalid_post_type")
	}
	if a["token"] != "" {
		token = a["token"]
		delete(a, "token")
	}
	return a, token, nil
}

func (f *Slack) authTest(args) (reply, *refusal) {
	return reply{"url": "https://fake.slack.com/", "team": "Fake", "user": "talks", "team_id": f.TeamID, "user_id": f.BotUser,
		"bot_id": f.BotID, "is_enterprise_install": false}, nil
}

func (f *Slack) connectionsOpen(args) (reply, *refusal) {
	ticket := fmt.Sprintf("%016x%016x", f.rand.Uint64(), f.rand.Uint64())
	f.tickets[ticket] = true
	return reply{"url": "ws://" + f.address + "/link/?ticket=" + ticket + "&app_id=" + f.AppID}, nil
}

// Calls are all calls so far, in order.
func (f *Slack) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

// CallsTo are the calls to one method, in order.
func (f *Slack) CallsTo(method string) []Call {
	return slices.DeleteFunc(f.Calls(), func(c Call) bool { return c.Method != method })
}
