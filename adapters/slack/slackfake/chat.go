package slackfake

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	mostText     = 4000  // of text; Slack cuts at 40,000, and more than 4,000 cannot be edited: chat.postMessage
	mostMarkdown = 12000 // of markdown_text and of all markdown blocks together
	mostMetadata = 8000  // characters of JSON
)

// here finds a channel for a method that writes in it.
func (f *Slack) here(id string) (*channel, *refusal) {
	c := f.channels[id]
	if c == nil && f.users[id] != "" && id != f.BotUser {
		c = f.dm(id) // chat.postMessage: a user's ID means the direct messages with it
	}
	switch {
	case c == nil, c.kind == "group" && !c.members[f.BotUser]:
		return nil, refuse("channel_not_found")
	case c.archived:
		return nil, refuse("is_archived")
	case !c.members[f.BotUser]:
		return nil, refuse("not_in_channel")
	}
	return c, nil
}

// root refuses a thread_ts that is no root of a thread.
func root(c *channel, ts string) *refusal {
	if m := c.byTS[ts]; ts != "" && (m == nil || m.isReply()) {
		return refuse("thread_not_found")
	}
	return nil
}

// content reads what a message says. What is given nowhere stays as it is in m.
func (f *Slack) content(m *Message, a args) *refusal {
	text, hasText := a["text"]
	raw, hasBlocks := a["blocks"]
	markdown := a["markdown_text"]
	if markdown != "" && (hasText || hasBlocks) {
		return refuse("markdown_text_conflict")
	}
	if utf8.RuneCountInString(markdown) > mostMarkdown || utf8.RuneCountInString(text) > mostText {
		return refuse("msg_too_long")
	}
	var blocks json.RawMessage
	if hasBlocks {
		var no *refusal
		if blocks, no = f.checkMessage([]byte(raw)); no != nil {
			return no
		}
	}
	if text == "" && blocks == nil && markdown == "" {
		return refuse("no_text")
	}
	if meta := a["metadata"]; meta != "" {
		if no := checkMetadata(meta); no != nil {
			return no
		}
		m.Metadata = json.RawMessage(meta)
	}
	m.Text, m.Blocks, m.Markdown = text, blocks, markdown
	return nil
}

// checkMetadata holds metadata to docs.slack.dev/messaging/message-metadata.
func checkMetadata(raw string) *refusal {
	var meta struct {
		EventType    *string                    `json:"event_type"`
		EventPayload map[string]json.RawMessage `json:"event_payload"`
	}
	d := json.NewDecoder(bytes.NewReader([]byte(raw)))
	d.DisallowUnknownFields()
	if d.Decode(&meta) != nil || meta.EventType == nil || *meta.EventType == "" || meta.EventPayload == nil {
		return refuse("invalid_metadata_format")
	}
	if utf8.RuneCountInString(raw) > mostMetadata {
		return refuse("metadata_too_large")
	}
	for _, v := range meta.EventPayload {
		var s string
		var n float64
		if json.Unmarshal(v, &s) != nil && json.Unmarshal(v, &n) != nil || string(v) == "null" {
			return refuse("invalid_metadata_schema")
		}
	}
	return nil
}

func (f *Slack) postMessage(a args) (reply, *refusal) {
	c, no := f.here(a["channel"])
	if no != nil {
		return nil, no
	}
	if no := root(c, a["thread_ts"]); no != nil {
		return nil, no
	}
	m := &Message{User: f.BotUser, BotID: f.BotID, ThreadTS: a["thread_ts"], LinkNames: a.is("link_names"), Parse: a["parse"], Broadcast: a.is("reply_broadcast")}
	if no := f.content(m, a); no != nil {
		return nil, no
	}
	if m.Broadcast {
		m.Subtype = "thread_broadcast"
	}
	m.Preview = (a["unfurl_links"] != "false" || a["unfurl_media"] != "false") && linked(m)
	f.keep(c, m)
	f.said(c, m)
	return reply{"channel": c.id, "ts": m.TS, "message": f.wire(c, m)}, nil
}

var anyLink = regexp.MustCompile(`https?://`)

func linked(m *Message) bool {
	return anyLink.MatchString(m.Text) || anyLink.MatchString(m.Markdown) || anyLink.Match(m.Blocks)
}

// own finds a message of the app's own that still stands.
func (f *Slack) own(a args, cant string) (*channel, *Message, *refusal) {
	c, no := f.here(a["channel"])
	if no != nil {
		return nil, nil, no
	}
	m := c.byTS[a["ts"]]
	switch {
	case m == nil:
		return nil, nil, refuse("message_not_found")
	case m.BotID != f.BotID:
		return nil, nil, refuse(cant)
	}
	return c, m, nil
}

// update changes a message: with text alone its blocks go, and people see that it was edited (chat.update).
func (f *Slack) update(a args) (reply, *refusal) {
	c, m, no := f.own(a, "cant_update_message")
	if no != nil {
		return nil, no
	}
	if m.Stream == streaming {
		return nil, refuse("streaming_state_conflict")
	}
	before := f.wire(c, m)
	if no := f.content(m, a); no != nil {
		return nil, no
	}
	m.Changes++
	if m.Blocks == nil {
		m.EditedTS = f.ts()
	}
	f.touch()
	f.changedEvent(c, m, before)
	return reply{"channel": c.id, "ts": m.TS, "text": m.Text, "message": f.wire(c, m)}, nil
}

func (f *Slack) deleteMessage(a args) (reply, *refusal) {
	c, m, no := f.own(a, "cant_delete_message")
	if no != nil {
		return nil, no
	}
	f.deleted(c, m)
	return reply{"channel": c.id, "ts": m.TS}, nil
}

// postEphemeral shows a message to one member. It is in no history, and only its own response_urls can change it.
func (f *Slack) postEphemeral(a args) (reply, *refusal) {
	c, no := f.here(a["channel"])
	if no != nil {
		return nil, no
	}
	if !c.members[a["user"]] {
		return nil, refuse("user_not_in_channel")
	}
	if no := root(c, a["thread_ts"]); no != nil {
		return nil, no
	}
	m := &Message{User: f.BotUser, BotID: f.BotID, ThreadTS: a["thread_ts"], To: a["user"], LinkNames: a.is("link_names"), Parse: a["parse"]}
	if no := f.content(m, a); no != nil {
		return nil, no
	}
	f.whisper(c, m)
	return reply{"message_ts": m.TS}, nil
}

// whisper keeps a message that one person sees.
func (f *Slack) whisper(c *channel, m *Message) {
	m.Channel, m.TS = c.id, f.ts()
	f.made = m.TS
	f.private = append(f.private, m)
	f.touch()
}

func (f *Slack) permalink(a args) (reply, *refusal) {
	c := f.channels[a["channel"]]
	if c == nil {
		return nil, refuse("channel_not_found")
	}
	m := c.byTS[a["message_ts"]]
	if m == nil {
		return nil, refuse("message_not_found")
	}
	link := "https://fake.slack.com/archives/" + c.id + "/p" + strings.ReplaceAll(m.TS, ".", "")
	if m.isReply() {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.id
	}
	return reply{"channel": c.id, "permalink": link}, nil
}

var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+(::skin-tone-[2-6])?$`)

func (f *Slack) react(a args) (reply, *refusal) {
	c, no := f.here(a["channel"])
	if no != nil {
		return nil, no
	}
	m := c.byTS[a["timestamp"]]
	switch {
	case m == nil:
		return nil, refuse("message_not_found")
	case !emojiName.MatchString(a["name"]):
		return nil, refuse("invalid_name")
	case slices.Contains(m.Reactions, a["name"]):
		return nil, refuse("already_reacted")
	}
	m.Reactions = append(m.Reactions, a["name"])
	return nil, nil
}
