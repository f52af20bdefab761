package discordfake

import (
	"slices"
	"time"
)

// Types of callbacks.
const (
	pong          = 1
	say           = 4
	deferSay      = 5
	deferUpdate   = 6
	update        = 7
	offerChoices  = 8
	openWindow    = 9
	mostChoices   = 25
	responseFlags = SuppressEmbeds | Ephemeral | ComponentsV2 | SuppressNotices
)

// answers are the callbacks that each kind of interaction may get first.
var answers = map[int][]int{
	commandKind:      {say, deferSay, openWindow},
	componentKind:    {say, deferSay, deferUpdate, update, openWindow},
	autocompleteKind: {offerChoices},
	modalKind:        {say, deferSay, deferUpdate, update},
}

// callback takes the first answer to an interaction.
func (f *Discord) callback(q *request) (any, *refusal) {
	i := f.interactions[q.vars["interaction"]]
	if i == nil || i.token != q.vars["token"] {
		return nil, unknownAction
	}
	return nil, f.answered(i, q.fields())
}

// answered does what the first answer to an interaction says.
func (f *Discord) answered(i *interaction, o object) *refusal {
	switch {
	case i.answer != 0:
		return acknowledged
	case i.failed != "":
		return unknownAction
	}
	v := form{}
	kind := v.whole(o, "", "type", 1, 12, 0)
	if kind == 0 && o["type"] == nil {
		v.required("type")
	}
	mayUpdate := i.message != nil || kind != deferUpdate && kind != update
	if v.errors == nil && (!slices.Contains(answers[i.kind], kind) || !mayUpdate) {
		v.fault("type", "BASE_TYPE_CHOICES", "%d does not answer an interaction of type %d", kind, i.kind)
	}
	data := v.in(o, "", "data")
	if no := v.refusal(); no != nil {
		return no
	}
	if no := f.does(i, kind, data); no != nil {
		return no
	}
	i.timer.Stop()
	i.answer, i.after = kind, time.Since(i.sent)
	f.touch()
	return nil
}

func (f *Discord) does(i *interaction, kind int, data object) *refusal {
	v := form{}
	switch kind {
	case say:
		m, no := f.respond(i, data, "data", responseFlags)
		i.original = m
		return no
	case deferSay:
		flags := v.whole(data, "data", "flags", 0, 1<<31-1, 0)
		if flags&^Ephemeral != 0 {
			v.fault("data.flags", "BITFIELD_TYPE_INVALID", "Only %d may be set here", Ephemeral)
		}
		if no := v.refusal(); no != nil {
			return no
		}
		m := f.response(i)
		m.Flags = flags | Loading
		f.shows(i, m)
		i.original = m
	case deferUpdate:
		i.original = i.message
	case update:
		i.original = i.message
		_, no := f.edits(i.channel, i.message, data, "data")
		return no
	case offerChoices:
		all := v.objects(data, "data", "choices", 0, mostChoices)
		v.choices(all, "data.choices", kindOf(i.option) == 3)
		if no := v.refusal(); no != nil {
			return no
		}
		for _, c := range all {
			name, _ := c["name"].(string)
			i.choices = append(i.choices, Choice{name, c["value"]})
		}
	case openWindow:
		v.modal(data, "data")
		if no := v.refusal(); no != nil {
			return no
		}
		w := &Modal{Interaction: i.id, from: i}
		w.CustomID, _ = data["custom_id"].(string)
		w.Title, _ = data["title"].(string)
		w.Components = (&form{}).objects(data, "", "components", 1, 5)
		f.modals[i.person] = w
	}
	return nil
}

// response is a message that answers an interaction, empty yet.
func (f *Discord) response(i *interaction) *Message {
	m := &Message{Author: f.BotUser, Webhook: f.AppID, By: i.id}
	switch {
	case i.kind == commandKind && i.target != "":
		m.Type = fromMenu
	case i.kind == commandKind:
		m.Type = fromSlash
	}
	return m
}

// respond makes a message of an interaction. The bot's permissions in the channel do not count.
func (f *Discord) respond(i *interaction, o object, path string, flags int) (*Message, *refusal) {
	d, no := f.readMessage(o, path, flags, nil)
	if no != nil {
		return nil, no
	}
	m := f.response(i)
	m.apply(d)
	if m.isEmpty() {
		return nil, emptyMessage
	}
	if i.original != nil { // it follows the first response
		m.Type, m.ReplyTo, m.Response = reply, i.original.ID, i.original.ID
	}
	f.mentionsIn(i.channel, m, d.allowed)
	f.shows(i, m)
	return m, nil
}

// shows lets everybody, or the person alone, see what an interaction made.
func (f *Discord) shows(i *interaction, m *Message) {
	i.messages = append(i.messages, m)
	if m.Flags&Ephemeral != 0 {
		f.whisper(i.channel, m, i.person)
	} else {
		f.keep(i.channel, m)
	}
}

// answering gives the interaction whose token is in the path of a call.
func (f *Discord) answering(q *request) (*interaction, *refusal) {
	i := f.byToken[q.vars["token"]]
	switch {
	case i == nil || q.vars["app"] != f.AppID:
		return nil, unknownWebhook
	case f.opts.Now().Sub(i.at) >= tokenLife:
		return nil, badToken
	case i.answer == 0:
		return nil, unknownWebhook
	}
	return i, nil
}

// responseOf gives the message in the path: @original, or one that the interaction made.
func (f *Discord) responseOf(q *request) (*interaction, *Message, *refusal) {
	i, no := f.answering(q)
	if no != nil {
		return nil, nil, no
	}
	id := q.vars["message"]
	if id == "@original" {
		if i.original == nil || i.original.deleted {
			return nil, nil, unknownMessage
		}
		return i, i.original, nil
	}
	for _, m := range append(slices.Clone(i.messages), i.message) {
		if m != nil && m.ID == id && !m.deleted {
			return i, m, nil
		}
	}
	return nil, nil, unknownMessage
}

func (f *Discord) getResponse(q *request) (any, *refusal) {
	i, m, no := f.responseOf(q)
	if no != nil {
		return nil, no
	}
	return f.showMessage(i.channel, m, true), nil
}

func (f *Discord) editResponse(q *request) (any, *refusal) {
	i, m, no := f.responseOf(q)
	if no != nil {
		return nil, no
	}
	return f.edits(i.channel, m, q.fields(), "")
}

func (f *Discord) deleteResponse(q *request) (any, *refusal) {
	i, m, no := f.responseOf(q)
	if no != nil {
		return nil, no
	}
	f.remove(i.channel, m)
	return nil, nil
}

// createFollowUp posts after the first answer. After a deferred one it edits that, whose ephemerality holds.
func (f *Discord) createFollowUp(q *request) (any, *refusal) {
	i, no := f.answering(q)
	if no != nil {
		return nil, no
	}
	if o := i.original; o != nil && o.Flags&Loading != 0 && !o.deleted {
		fields := q.fields()
		if flags, is := fields["flags"].(float64); is {
			fields["flags"] = float64(int(flags) &^ (Ephemeral | SuppressNotices))
		}
		return f.edits(i.channel, o, fields, "")
	}
	m, no := f.respond(i, q.fields(), "", responseFlags)
	if no != nil {
		return nil, no
	}
	return f.showMessage(i.channel, m, true), nil
}
