package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talksbot/adapters/slack/slackfake"
)

// entries are what came and was not told of yet, with the numbers that new messages would get now.
func (s *slackStory) entries() (all []storyEntry) {
	calls := s.fake.Calls()
	old := len(s.labels)
	made := s.made(calls)
	for _, ts := range made {
		s.label(ts)
	}
	add := func(key string, rank int, text, made string) {
		if !s.used[key] {
			all = append(all, storyEntry{key, rank, s.named(text), made})
		}
	}
	for i, e := range s.fake.Acked() {
		if e.User == s.fake.BotUser {
			continue // its own words
		}
		text := "< " + cmp.Or(strings.Replace(e.Event, "raw", "event", 1), e.Type) + " acknowledged"
		if e.Made != "" {
			text += ", only " + s.person(e.User) + " sees → " + e.Made + s.reads(s.private(e))
		}
		add(fmt.Sprint("ack ", i), 0, text, e.Made)
	}
	for i, e := range s.fake.TimedOut() {
		add(fmt.Sprint("failed ", i), 0, "< "+e.Event+" failed before the eyes of "+s.person(e.User)+": "+e.Reason, "")
	}
	for i, e := range s.fake.Lost() {
		add(fmt.Sprint("lost ", i), 0, "< "+e.Event+" was given up", "")
	}
	for i, code := range s.codes {
		add(fmt.Sprint("code ", i), 0, "< "+code, "")
	}
	idle := s.idle(calls)
	for i, c := range calls {
		if !c.Done || c.Method == "auth.test" || c.Method == "apps.connections.open" || idle[i] {
			continue
		}
		add(fmt.Sprint("call ", i), rankOf(c), s.call(c), c.Made)
	}
	if text := s.end(); text != "" {
		add("end", 9, text, "")
	}
	for _, ts := range made { // only take gives numbers for good
		if n, _ := strconv.Atoi(s.labels[ts]); n > old {
			delete(s.labels, ts)
		}
	}
	return all
}

// made are the messages that came of calls and acknowledgements, as they came in a thread, and threads by their numbers.
func (s *slackStory) made(calls []slackfake.Call) (all []string) {
	in := map[string]string{}
	for _, c := range calls {
		if c.Done && c.Made != "" {
			in[c.Made] = c.Args["channel"] + c.Args["thread_ts"]
		}
	}
	for _, e := range s.fake.Acked() {
		if e.Made != "" {
			in[e.Made] = ""
		}
	}
	for ts := range in {
		if s.labels[ts] == "" {
			all = append(all, ts)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(in[a], in[b]), cmp.Compare(a, b)) })
	return all
}

// idle finds calls that do not belong into the story: the end of a status that was not shown any more, and a status that
// ended before anything came of it, which the bot may or may not come to show.
func (s *slackStory) idle(calls []slackfake.Call) map[int]bool {
	out := map[int]bool{}
	shown := map[string]int{} // the call that shows it, from 1
	edited := map[string]bool{}
	for i, c := range calls {
		at := c.Args["channel"] + c.Args["channel_id"] + " " + c.Args["thread_ts"]
		switch {
		case c.Method == "chat.postMessage" && c.Made != "":
			delete(shown, at)
		case c.Method == "chat.update":
			m, _ := s.fake.Message(c.Args["channel"], c.Args["ts"])
			edited[m.Channel+" "+m.ThreadTS] = true
		case c.Method != "assistant.threads.setStatus" || !c.Done || c.Error != "":
		case c.Args["status"] != "":
			shown[at] = i + 1
			delete(edited, at)
		default:
			if on := shown[at]; on == 0 {
				out[i] = true
			} else if !s.used[fmt.Sprint("call ", on-1)] && !edited[at] {
				out[i], out[on-1] = true, true
			}
			delete(shown, at)
		}
	}
	return out
}

func rankOf(c slackfake.Call) int {
	switch {
	case c.Method == "agents.sessions.setStatus" && c.Args["status"] == "processing":
		return 1
	case c.Method == "assistant.threads.setStatus" && c.Args["status"] != "":
		return 2
	case c.Method == "assistant.threads.setStatus":
		return 6
	case c.Method == "agents.sessions.setStatus":
		return 7
	}
	return 4
}

// call is a call as the story tells of it, with IDs in it.
func (s *slackStory) call(c slackfake.Call) string {
	a := c.Args
	text := c.Method
	if at := cmp.Or(a["channel"], a["channel_id"]); at != "" {
		text += " " + at
	}
	switch c.Method {
	case "chat.update", "chat.delete", "conversations.replies":
		text += " " + a["ts"]
	case "views.publish":
		text += " for " + s.person(a["user_id"])
	}
	if a["thread_ts"] != "" {
		text += " in " + a["thread_ts"]
	}
	if a["user"] != "" || c.Method == "response_url" {
		text += ", only " + cmp.Or(s.person(a["user"]), s.actor) + " sees"
	}
	body := ""
	switch c.Method {
	case "assistant.threads.setStatus":
		text += ": " + cmp.Or(a["status"], "nothing")
	case "agents.sessions.setStatus":
		text += ": " + a["status"]
		if a["title"] != "" {
			text += " “" + a["title"] + "”"
		}
	case "assistant.threads.setSuggestedPrompts":
		var prompts []slackfake.Prompt
		_ = json.Unmarshal([]byte(a["prompts"]), &prompts)
		body = "\n  | " + a["title"]
		for _, p := range prompts {
			body += "\n  | [" + p.Title + "]"
			if p.Message != p.Title {
				body += " " + p.Message
			}
		}
	case "views.open", "views.push", "views.update", "views.publish":
		v := viewOf(a["view"])
		body = "\n" + quoted(slackfake.VisibleView(v)...) + s.calls(slackfake.ActiveView(v))
	case "chat.postMessage", "chat.postEphemeral", "chat.update", "response_url":
		m := slackfake.Message{Text: a["text"], Markdown: a["markdown_text"]}
		if a["blocks"] != "" {
			m.Blocks = json.RawMessage(a["blocks"])
		}
		body = s.reads(m)
	}
	if c.Made != "" {
		text += " → " + c.Made
	}
	if c.Error != "" {
		text += " ✗ " + c.Error
		if body != "" && c.Made == "" { // what did not come about need not be told
			body = ""
		}
	}
	return text + body
}

// private finds what an acknowledgement made.
func (s *slackStory) private(e slackfake.Envelope) slackfake.Message {
	for _, m := range s.fake.Ephemerals("", e.User) {
		if m.TS == e.Made {
			return m
		}
	}
	return slackfake.Message{}
}

func viewOf(raw string) (v slackfake.View) {
	var body struct {
		Title, Submit, Close struct{ Text string }
		Blocks               json.RawMessage
	}
	_ = json.Unmarshal([]byte(raw), &body)
	return slackfake.View{Title: body.Title.Text, Submit: body.Submit.Text, Close: body.Close.Text, Blocks: body.Blocks}
}

// reads is what a person reads in a message.
func (s *slackStory) reads(m slackfake.Message) string {
	return "\n" + quoted(slackfake.Visible(m)...) + s.calls(slackfake.Active(m))
}

// calls tells what in a message calls somebody, or leads elsewhere than to an article.
func (s *slackStory) calls(all []slackfake.Activity) (out string) {
	for _, a := range all {
		if a.Kind != "link" || !s.links[a.What] {
			out += "\n  ! " + a.Kind + " " + a.What
		}
	}
	return out
}

var slackTime = regexp.MustCompile(`\d{10}\.\d{6}`)

// named puts names in the place of IDs, and numbers in that of times.
func (s *slackStory) named(text string) string {
	pairs := []string{s.fake.BotUser, "@talks"}
	for _, name := range channelNames() {
		pairs = append(pairs, channelIDOf(name), "#"+name)
	}
	for _, name := range s.names {
		pairs = append(pairs, "D"+userID(name), "@"+name, userID(name), name)
	}
	text = strings.NewReplacer(pairs...).Replace(text)
	return slackTime.ReplaceAllStringFunc(unchanging(strings.ReplaceAll(text, s.data, "")), func(ts string) string { return cmp.Or(s.labels[ts], "?") })
}

func (s *slackStory) person(id string) string {
	return strings.ToLower(strings.TrimPrefix(id, "U0"))
}
