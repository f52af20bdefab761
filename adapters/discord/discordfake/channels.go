package discordfake

import (
	"slices"
	"strings"
	"time"
)

// nonceLife is how long the same nonce makes no second message; Discord says "a few minutes".
const nonceLife = 5 * time.Minute

type nonce struct {
	message *Message
	at      time.Time
}

// channelOf gives the channel in the path of a call, where the bot may do what it is about.
func (f *Discord) channelOf(q *request, need int64) (*channel, *refusal) {
	c := f.channels[q.vars["channel"]]
	switch {
	case c == nil || c.guild != nil && !c.guild.present:
		return nil, unknownChannel
	case f.may(c)&ViewChannel == 0:
		return nil, missingAccess
	case f.may(c)&need != need:
		return nil, noPermission
	}
	return c, nil
}

// messageOf gives the channel and the message in the path.
func (f *Discord) messageOf(q *request, need int64) (*channel, *Message, *refusal) {
	c, no := f.channelOf(q, need)
	if no != nil {
		return nil, nil, no
	}
	m := c.byID[q.vars["message"]]
	if m == nil {
		return nil, nil, unknownMessage
	}
	return c, m, nil
}

// seesContent says whether the app may see what others wrote.
func (f *Discord) seesContent() bool { return f.opts.Privileged&MessageContent != 0 }

func (f *Discord) getChannel(q *request) (any, *refusal) {
	c, no := f.channelOf(q, 0)
	if no != nil {
		return nil, no
	}
	return f.showChannel(c), nil
}

func (f *Discord) getMessage(q *request) (any, *refusal) {
	c, m, no := f.messageOf(q, 0)
	if no == nil && f.may(c)&ReadHistory == 0 {
		no = missingAccess
	}
	if no != nil {
		return nil, no
	}
	return f.showMessage(c, m, f.seesContent()), nil
}

// getMessages gives the history, newest first. Without the permission it is empty, as at Discord.
func (f *Discord) getMessages(q *request) (any, *refusal) {
	c, no := f.channelOf(q, 0)
	if no != nil {
		return nil, no
	}
	v := form{}
	limit, is := q.number("limit", 50)
	if !is || limit < 1 || limit > 100 {
		v.fault("limit", "NUMBER_TYPE_MAX", "int value should be from 1 to 100.")
	}
	given := 0
	for _, name := range []string{"before", "after", "around"} {
		if q.query.Has(name) {
			given++
			if !isID.MatchString(q.query.Get(name)) {
				v.fault(name, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
			}
		}
	}
	if given > 1 {
		v.fault("before", "BASE_TYPE_EXCLUSIVE", "before, after and around are mutually exclusive")
	}
	if no := v.refusal(); no != nil {
		return nil, no
	}
	out := []any{}
	if f.may(c)&ReadHistory == 0 {
		return out, nil
	}
	part := window(c.messages, q, limit)
	for _, m := range slices.Backward(part) {
		out = append(out, f.showMessage(c, m, f.seesContent()))
	}
	return out, nil
}

// window is the part of a history, oldest first, that a call asks for.
func window(all []*Message, q *request, limit int) []*Message {
	at := func(id string) int { // how many are older
		n, _ := slices.BinarySearchFunc(all, id, func(m *Message, id string) int { return older(m.ID, id) })
		return n
	}
	from, to := 0, len(all)
	switch {
	case q.query.Has("before"):
		to = at(q.query.Get("before"))
	case q.query.Has("after"):
		from = at(q.query.Get("after"))
		if from < len(all) && all[from].ID == q.query.Get("after") {
			from++
		}
		to = min(from+limit, len(all)) // the oldest of those after it
	case q.query.Has("around"):
		from = max(at(q.query.Get("around"))-limit/2, 0)
		to = min(from+limit, len(all))
	}
	return all[max(from, to-limit):to]
}

// older orders IDs by the time in them.
func older(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// createMessage posts a message of the bot's.
func (f *Discord) createMessage(q *request) (any, *refusal) {
	c, no := f.channelOf(q, 0)
	if no != nil {
		return nil, no
	}
	need := SendMessages
	if c.isThread() {
		need = SendInThreads
	}
	switch {
	case c.kind == Forum:
		return nil, wrongChannel
	case f.may(c)&need == 0:
		return nil, noPermission
	case c.person != "" && f.know(c.person).NoDMs:
		return nil, noDMs
	case c.locked && f.may(c)&ManageThreads == 0:
		return nil, archivedThread
	}
	d, no := f.readMessage(q.fields(), "", SuppressEmbeds|ComponentsV2|SuppressNotices, nil)
	if no != nil {
		return nil, no
	}
	m := &Message{Author: f.BotUser, Nonce: d.nonce}
	m.apply(d)
	switch {
	case m.isEmpty():
		return nil, emptyMessage
	case len(m.Embeds) > 0 && f.may(c)&EmbedLinks == 0:
		return nil, noPermission
	}
	if no := f.repliesTo(c, m, d); no != nil {
		return nil, no
	}
	key := c.id + " " + d.nonce
	if was, said := f.nonces[key]; d.enforce && said && f.opts.Now().Sub(was.at) < nonceLife && !was.message.deleted {
		return f.showMessage(c, was.message, true), nil
	}
	f.mentionsIn(c, m, d.allowed)
	if d.enforce {
		f.nonces[key] = nonce{m, f.opts.Now()}
	}
	f.keep(c, m)
	return f.showMessage(c, m, true), nil
}

// repliesTo sets what a message replies to, which must stand in the same channel.
func (f *Discord) repliesTo(c *channel, m *Message, d draft) *refusal {
	if d.reply == "" {
		return nil
	}
	v := form{}
	switch {
	case f.may(c)&ReadHistory == 0:
		v.fault("message_reference", "REPLIES_CANNOT_REPLY_WITHOUT_READ_MESSAGE_HISTORY", "Cannot reply without permission to read message history")
	case d.replyIn != "" && d.replyIn != c.id:
		v.fault("message_reference", "REPLIES_CANNOT_REPLY_TO_OTHER_CHANNEL", "Cannot reply to a message in a different channel")
	case c.byID[d.reply] == nil && !d.mayBeGone:
		v.fault("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	if no := v.refusal(); no != nil {
		return no
	}
	if c.byID[d.reply] != nil { // else it is a message like any other
		m.ReplyTo, m.Type = d.reply, reply
	}
	return nil
}

func (f *Discord) editMessage(q *request) (any, *refusal) {
	c, m, no := f.messageOf(q, 0)
	switch {
	case no != nil:
		return nil, no
	case m.Author != f.BotUser:
		return nil, othersMessage
	case c.archived:
		return nil, archivedThread
	}
	return f.edits(c, m, q.fields(), "")
}

// edits changes a message of the bot's. It calls nobody who was not called before.
func (f *Discord) edits(c *channel, m *Message, o object, path string) (any, *refusal) {
	d, no := f.readMessage(o, path, editable, m)
	if no != nil {
		return nil, no
	}
	after := *m
	after.apply(d)
	if after.v2() && (after.Content != "" || len(after.Embeds) > 0) {
		v := form{}
		v.noLegacy(draft{content: &after.Content, embeds: &after.Embeds}, path)
		return nil, v.refusal()
	}
	if after.isEmpty() {
		return nil, emptyMessage
	}
	after.Flags &^= Loading
	after.Changes++
	if m.Flags&Loading == 0 {
		after.Edited = f.opts.Now()
		pinged := m.Pings
		f.mentionsIn(c, &after, d.allowed)
		after.Pings = pinged
	} else {
		f.mentionsIn(c, &after, d.allowed)
	}
	*m = after
	f.made = m.ID
	f.changedMessage(c, m)
	return f.showMessage(c, m, true), nil
}

func (f *Discord) deleteMessage(q *request) (any, *refusal) {
	c, m, no := f.messageOf(q, 0)
	switch {
	case no != nil:
		return nil, no
	case m.Author != f.BotUser && (c.guild == nil || f.may(c)&ManageMessages == 0):
		if c.guild == nil {
			return nil, onDM
		}
		return nil, noPermission
	case c.archived:
		return nil, archivedThread
	}
	f.remove(c, m)
	return nil, nil
}

// typing shows that the bot types, for ten seconds or until it posts.
func (f *Discord) typing(q *request) (any, *refusal) {
	c, no := f.channelOf(q, 0)
	if no != nil {
		return nil, no
	}
	need := SendMessages
	if c.isThread() {
		need = SendInThreads
	}
	if f.may(c)&need == 0 {
		return nil, noPermission
	}
	c.typing = f.opts.Now().Add(10 * time.Second)
	c.typed++
	return nil, nil
}

func (f *Discord) createDM(q *request) (any, *refusal) {
	v := form{}
	id := v.reference(q.fields(), "", "recipient_id")
	if id == "" {
		v.required("recipient_id")
	}
	if no := v.refusal(); no != nil {
		return nil, no
	}
	if f.people[id] == nil {
		return nil, unknownUser
	}
	if f.people[id].Bot {
		return nil, noDMs
	}
	return f.showChannel(f.dm(id)), nil
}
