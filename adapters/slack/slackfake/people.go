package slackfake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Say makes a user say something in a channel, or in a thread of it, and sends the events that come of it. The text is as
// Slack writes it: <@U…> for mentions, & < > escaped. It gives the message's ts, "" for a channel that is not there.
func (f *Slack) Say(user, channel, thread, text string) string {
	return f.SayAs("", user, channel, thread, text)
}

// SayAs is Say for a message with a subtype, such as file_share or thread_broadcast.
func (f *Slack) SayAs(subtype, user, channel, thread, text string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[channel]
	if c == nil {
		return ""
	}
	f.know(user)
	m := &Message{User: user, Subtype: subtype, Text: text, ThreadTS: thread, Blocks: typed(text), Broadcast: subtype == "thread_broadcast",
		clientID: fmt.Sprintf("%08x-0000-4000-8000-%012x", len(c.messages), f.rand.Int64N(1<<48))}
	f.keep(c, m)
	f.said(c, m)
	return m.TS
}

// Repeat sends the events of everything that is said once more.
func (f *Slack) Repeat() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.order {
		for _, m := range slices.Clone(c.messages) {
			f.said(c, m)
		}
	}
}

// BotSays makes another app say something. bot is its ID, "B…".
func (f *Slack) BotSays(bot, channel, thread, text string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[channel]
	if c == nil {
		return ""
	}
	m := &Message{BotID: bot, Subtype: "bot_message", Text: text, ThreadTS: thread}
	f.keep(c, m)
	f.said(c, m)
	return m.TS
}

// said sends the events of a new message: message, and app_mention where it mentions the app.
func (f *Slack) said(c *channel, m *Message) {
	w := f.wire(c, m)
	w.Channel, w.EventTS = c.id, m.TS
	if f.mentioned(c, m) {
		mention := w
		mention.Type, mention.ChannelType, mention.Subtype, mention.ClientMsgID = "app_mention", "", "", ""
		f.event("app_mention", mention)
	}
	if root := c.byTS[m.ThreadTS]; root != nil && m.Subtype == "thread_broadcast" {
		r := f.wire(c, root)
		w.Root = &r
	}
	f.message(c, w)
}

// mentioned says whether a message makes an app_mention. In direct messages there are none.
func (f *Slack) mentioned(c *channel, m *Message) bool {
	return c.kind != "im" && c.members[f.BotUser] && f.scopes["app_mentions:read"] && m.User != f.BotUser &&
		(strings.Contains(m.Text, "<@"+f.BotUser+">") || strings.Contains(m.Text, "<@"+f.BotUser+"|"))
}

// message sends a message event, if the app may hear it.
func (f *Slack) message(c *channel, w wire) {
	if !f.scopes[c.history()] || !c.members[f.BotUser] {
		return
	}
	w.Type, w.Channel, w.ChannelType = "message", c.id, c.kind
	f.event("message", w)
}

// changedEvent sends message_changed.
func (f *Slack) changedEvent(c *channel, m *Message, before wire) {
	now := f.wire(c, m)
	ts := f.ts()
	f.message(c, wire{Subtype: "message_changed", Hidden: true, Message: &now, PreviousMessage: &before, TS: ts, EventTS: ts})
}

// Edit changes what a user said.
func (f *Slack) Edit(channel, ts, text string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, m, err := f.find(channel, ts)
	if err != nil {
		return err
	}
	before, already := f.wire(c, m), f.mentioned(c, m)
	m.Text, m.Blocks, m.EditedTS = text, typed(text), f.ts()
	m.Changes++
	f.touch()
	if !already && f.mentioned(c, m) {
		w := f.wire(c, m)
		w.Type, w.Channel, w.EventTS, w.ClientMsgID = "app_mention", c.id, m.EditedTS, ""
		f.event("app_mention", w)
	}
	f.changedEvent(c, m, before)
	return nil
}

// Delete deletes a message, whoever said it. A root with replies leaves a gravestone.
func (f *Slack) Delete(channel, ts string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, m, err := f.find(channel, ts)
	if err != nil {
		return err
	}
	f.deleted(c, m)
	return nil
}

func (f *Slack) deleted(c *channel, m *Message) {
	before := f.wire(c, m)
	if f.remove(c, m) {
		f.changedEvent(c, m, before)
		return
	}
	at := f.ts()
	f.message(c, wire{Subtype: "message_deleted", Hidden: true, DeletedTS: m.TS, PreviousMessage: &before, TS: at, EventTS: at})
}

func (f *Slack) find(in, ts string) (*channel, *Message, error) {
	c := f.channels[in]
	if c == nil {
		return nil, nil, fmt.Errorf("there is no channel %s", in)
	}
	m := c.byTS[ts]
	if m == nil {
		return nil, nil, fmt.Errorf("there is no message %s in %s", ts, in)
	}
	return c, m, nil
}

// Join makes a user, or the bot, a member of a channel.
func (f *Slack) Join(user, channel string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[channel]
	if c == nil || c.members[user] {
		return
	}
	c.members[user] = true
	f.know(user)
	m := &Message{User: user, Subtype: "channel_join", Text: "<@" + user + "> has joined the channel"}
	f.keep(c, m)
	f.said(c, m)
	if f.scopes[c.read()] && c.members[f.BotUser] {
		f.event("member_joined_channel", map[string]any{"type": "member_joined_channel", "user": user, "channel": c.id,
			"channel_type": strings.ToUpper(c.id[:1]), "team": f.TeamID, "event_ts": m.TS})
	}
}

// Leave makes a user, or the bot, no member of a channel any more.
func (f *Slack) Leave(user, channel string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[channel]; c != nil {
		delete(c.members, user)
	}
}

// Raw sends an envelope of a type with a payload as it is, however malformed: once, with no retry.
func (f *Slack) Raw(kind string, payload string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.deliver(&delivery{kind: kind, payload: []byte(payload), event: "raw", once: true})
}

// RawFrame sends a frame over every socket, as it is.
func (f *Slack) RawFrame(frame string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.conns {
		c.write([]byte(frame))
	}
}

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(\|[^>]*)?>`)

// typed gives the rich text that Slack makes of what a person types.
func typed(text string) json.RawMessage {
	unescape := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
	var all []any
	say := func(s string) {
		if s != "" {
			all = append(all, map[string]any{"type": "text", "text": unescape.Replace(s)})
		}
	}
	from := 0
	for _, at := range mention.FindAllStringSubmatchIndex(text, -1) {
		say(text[from:at[0]])
		all = append(all, map[string]any{"type": "user", "user_id": text[at[2]:at[3]]})
		from = at[1]
	}
	say(text[from:])
	if all == nil {
		return nil
	}
	out, _ := json.Marshal([]any{map[string]any{"type": "rich_text", "block_id": "typed",
		"elements": []any{map[string]any{"type": "rich_text_section", "elements": all}}}})
	return out
}
