package discordfake

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Types of messages.
const (
	plain         = 0
	reply         = 19
	fromSlash     = 20
	threadStarter = 21
	fromMenu      = 23
)

// Message is a message as Discord keeps it.
type Message struct {
	ID         string
	Channel    string
	Guild      string // "" for direct messages
	Author     string // ID of the person, the bot or the webhook
	Webhook    string // ID of the webhook that spoke; "" for none. Of a response to an interaction it is the app's
	Type       int
	Content    string
	Flags      int
	Embeds     []map[string]any
	Components []map[string]any
	ReplyTo    string          // ID of the message that it replies to; "" for none
	Allowed    json.RawMessage // allowed_mentions that came with it; nil for none
	Pings      []string        // whom it called: IDs of people and roles, "everyone", "here"
	Nonce      string
	To         string // the one person who sees it; "" for all
	By         string // ID of the interaction that made it; "" for none
	Response   string // ID of the interaction's first response, of what followed it
	Thread     string // ID of the thread that was started from it; "" for none
	Changes    int    // how often it was edited, pictures of its links aside
	Edited     time.Time
	pingReply  bool
	everyone   bool
	mentions   []string
	deleted    bool
}

// At is when it was said.
func (m Message) At() time.Time { return timeOf(m.ID) }

// v2 says whether it is of components of the second version.
func (m *Message) v2() bool { return m.Flags&ComponentsV2 != 0 }

// apply puts a draft into a message.
func (m *Message) apply(d draft) {
	if d.content != nil {
		m.Content = *d.content
	}
	if d.embeds != nil {
		m.Embeds = *d.embeds
		for _, e := range m.Embeds {
			e["type"] = "rich"
		}
	}
	if d.components != nil {
		m.Components = *d.components
		number(m.Components, new(int))
	}
	if d.flags != nil {
		const kept = Loading | HasThread | Ephemeral
		m.Flags = m.Flags&kept | *d.flags | m.Flags&ComponentsV2
	}
	m.Allowed = d.raw
}

// number gives every component without an id one, as Discord does.
func number(all []object, last *int) {
	for _, c := range all {
		*last++
		if n, _ := c["id"].(float64); n == 0 {
			c["id"] = float64(*last)
		}
		number(below(c), last)
	}
}

// isEmpty says whether there is nothing to see in it.
func (m *Message) isEmpty() bool {
	return m.Content == "" && len(m.Embeds) == 0 && len(m.Components) == 0
}

// words are all its texts in which mentions count.
func (m *Message) words() string {
	all := []string{m.Content}
	var walk func(list []object)
	walk = func(list []object) {
		for _, c := range list {
			if kindOf(c) == textDisplay {
				s, _ := c["content"].(string)
				all = append(all, s)
			}
			walk(below(c))
		}
	}
	walk(m.Components)
	return strings.Join(all, "\n")
}

var (
	userMention = regexp.MustCompile(`<@!?([0-9]+)>`)
	roleMention = regexp.MustCompile(`<@&([0-9]+)>`)
	everyone    = regexp.MustCompile(`@(everyone|here)\b`)
)

// mentionsIn fills whom a message mentions, and whom that calls: everybody whom allowed_mentions do not spare. Code
// spares nobody in what Discord's server does, so neither does it here.
func (f *Discord) mentionsIn(c *channel, m *Message, a object) {
	text := m.words()
	m.mentions, m.Pings = nil, nil
	parse, _ := a["parse"].([]any)
	all := a == nil || a["parse"] == nil && f.opts.NullParse && has(a, "parse")
	may := func(kind, list, id string) bool {
		ids, _ := a[list].([]any)
		return all || slices.Contains(parse, any(kind)) || slices.Contains(ids, any(id))
	}
	ping := func(id string, may bool) {
		if may && !slices.Contains(m.Pings, id) {
			m.Pings = append(m.Pings, id)
		}
	}
	for _, at := range userMention.FindAllStringSubmatch(text, -1) {
		if id := at[1]; f.people[id] != nil {
			if !slices.Contains(m.mentions, id) {
				m.mentions = append(m.mentions, id)
			}
			ping(id, may("users", "users", id))
		}
	}
	for _, at := range roleMention.FindAllStringSubmatch(text, -1) {
		ping(at[1], may("roles", "roles", at[1]))
	}
	m.everyone = false
	if at := everyone.FindStringSubmatch(text); at != nil && f.permits(c, m.Author)&MentionEveryone != 0 {
		m.everyone = all || slices.Contains(parse, "everyone")
		ping(at[1], m.everyone)
	}
	if to := c.byID[m.ReplyTo]; to != nil {
		if m.Author == f.BotUser {
			m.pingReply = a == nil || a["replied_user"] == true
		}
		if m.pingReply {
			if !slices.Contains(m.mentions, to.Author) {
				m.mentions = append(m.mentions, to.Author)
			}
			ping(to.Author, true)
		}
	}
}

func has(o object, name string) bool { _, has := o[name]; return has }

// keep stores a message that is new for all to see, and tells the bot.
func (f *Discord) keep(c *channel, m *Message) {
	if m.ID == "" {
		m.ID = f.id()
	}
	m.Channel = c.id
	if c.guild != nil {
		m.Guild = c.guild.ID
	}
	c.messages = append(c.messages, m)
	c.byID[m.ID] = m
	f.made = m.ID
	if m.Author == f.BotUser {
		c.typing = time.Time{}
	}
	if c.archived {
		c.archived = false
		f.threadUpdate(c)
	}
	f.messageEvent("MESSAGE_CREATE", c, m)
	f.touch()
}

// whisper keeps a message that one person sees.
func (f *Discord) whisper(c *channel, m *Message, to string) {
	m.ID, m.Channel, m.To = f.id(), c.id, to
	if c.guild != nil {
		m.Guild = c.guild.ID
	}
	f.private = append(f.private, m)
	f.made = m.ID
	f.touch()
}

// changed tells the bot that a message is another.
func (f *Discord) changedMessage(c *channel, m *Message) {
	if m.To == "" {
		f.messageEvent("MESSAGE_UPDATE", c, m)
	}
	f.touch()
}

// remove deletes a message, whoever said it.
func (f *Discord) remove(c *channel, m *Message) {
	m.deleted = true
	if m.To == "" {
		delete(c.byID, m.ID)
		c.messages = slices.DeleteFunc(c.messages, func(o *Message) bool { return o == m })
		f.dispatchIn("MESSAGE_DELETE", c, func(*session) any {
			o := object{"id": m.ID, "channel_id": c.id}
			if c.guild != nil {
				o["guild_id"] = c.guild.ID
			}
			return o
		})
	}
	f.touch()
}

// messageEvent tells the bot of a message, with what only events have.
func (f *Discord) messageEvent(kind string, c *channel, m *Message) {
	f.dispatchIn(kind, c, func(s *session) any {
		o := f.showMessage(c, m, s.intents&MessageContent != 0)
		if c.guild != nil {
			o["guild_id"] = c.guild.ID
			if member := c.guild.showMember(f, m.Author); member != nil && m.Webhook == "" {
				o["member"] = member
			}
		}
		return o
	})
}

// showMessage is a message as Discord writes it, its content hidden from who may not see it.
func (f *Discord) showMessage(c *channel, m *Message, content bool) object {
	o := object{"id": m.ID, "channel_id": c.id, "type": m.Type, "timestamp": stamp(timeOf(m.ID)), "edited_timestamp": nil, "tts": false,
		"mention_everyone": m.everyone, "mention_roles": roles(m), "pinned": false, "flags": m.Flags, "attachments": []any{}}
	o["author"] = f.author(m)
	if !m.Edited.IsZero() {
		o["edited_timestamp"] = stamp(m.Edited)
	}
	mentions := []any{}
	for _, id := range m.mentions {
		u := f.showUser(id)
		if c.guild != nil && c.guild.members[id] != nil {
			u["member"] = c.guild.showMember(f, id)
		}
		mentions = append(mentions, u)
	}
	o["mentions"], o["content"], o["embeds"], o["components"] = mentions, "", []any{}, []any{}
	if content || c.guild == nil || m.Author == f.BotUser || slices.Contains(m.mentions, f.BotUser) {
		o["content"], o["embeds"], o["components"] = m.Content, append([]object{}, m.Embeds...), append([]object{}, m.Components...)
	}
	if m.Nonce != "" {
		o["nonce"] = m.Nonce
	}
	if m.Webhook != "" {
		o["webhook_id"] = m.Webhook
	}
	if m.Author == f.BotUser {
		o["application_id"] = f.AppID
	}
	f.showReference(c, m, o, content)
	if i := f.interactions[m.By]; i != nil {
		o["interaction_metadata"] = i.metadata(f, m)
		if i.kind == commandKind {
			o["interaction"] = object{"id": i.id, "type": i.kind, "name": i.name, "user": f.showUser(i.person)}
		}
	}
	if t := f.channels[m.Thread]; t != nil {
		o["thread"] = f.showChannel(t)
	}
	return o
}

func (f *Discord) author(m *Message) object {
	if m.Webhook != "" && m.Author != f.BotUser {
		return object{"id": m.Webhook, "username": f.know(m.Author).Name, "discriminator": "0000", "bot": true, "global_name": nil, "avatar": nil}
	}
	return f.showUser(m.Author)
}

func roles(m *Message) []any {
	all := []any{}
	for _, at := range roleMention.FindAllStringSubmatch(m.words(), -1) {
		all = append(all, at[1])
	}
	return all
}

// showReference adds what a message replies to, or the message that a thread began with.
func (f *Discord) showReference(c *channel, m *Message, o object, content bool) {
	if m.ReplyTo == "" {
		return
	}
	in := c
	if m.Type == threadStarter {
		in = c.parent
	}
	r := object{"type": 0, "message_id": m.ReplyTo, "channel_id": in.id}
	if in.guild != nil {
		r["guild_id"] = in.guild.ID
	}
	o["message_reference"], o["referenced_message"] = r, nil
	if to := in.byID[m.ReplyTo]; to != nil {
		shown := f.showMessage(in, to, content)
		delete(shown, "referenced_message") // one deep
		o["referenced_message"] = shown
	}
}
