package discord

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"talksbot/adapters"
)

// place is where something is said: what an adapters.Thread of ours stands for.
type place struct {
	channel string // as people see it; of a thread the one that it is in
	thread  string // one of Discord's; "" for none
	root    string // the message that opened a conversation by replies; "" for none
	person  string // whom a conversation by commands is with; "" for none
}

func (p place) conversation() adapters.Thread {
	id := p.channel
	for _, part := range []struct{ mark, of string }{{":", p.thread}, {"#", p.root}, {"/", p.person}} {
		if part.of != "" {
			id += part.mark + part.of
		}
	}
	return adapters.Thread{Platform: "discord", ID: id}
}

func placeOf(t adapters.Thread) (p place) {
	rest, person, _ := strings.Cut(t.ID, "/")
	rest, root, _ := strings.Cut(rest, "#")
	channel, thread, _ := strings.Cut(rest, ":")
	return place{channel, thread, root, person}
}

// target is the channel, to Discord, in which posts are made.
func (p place) target() string { return cmp.Or(p.thread, p.channel) }

// Kinds of messages that people write: others tell of joins, pins and the like.
const (
	messageDefault = 0
	messageReply   = 19
)

// readMessage says whether something said is for the bot: messages of people, new or reworded. Deletions, previews of links,
// joins, other bots and the bot itself are not.
func (d *Discord) readMessage(m message, update bool) heard {
	byPerson := m.Author != nil && !m.Author.Bot && m.Webhook == "" && m.Author.ID != d.who()
	if !byPerson || m.ID == "" || m.Channel == "" || m.Kind != messageDefault && m.Kind != messageReply || update && m.Edited == "" {
		return heard{}
	}
	return heard{in: d.lineOf(m.Channel), read: func(ctx context.Context) (adapters.Message, bool, error) { return d.messageFor(ctx, m, update) }}
}

// lineOf is in whose order the messages of a channel are read: those of a thread in that of its channel, where what opens it
// may stand.
func (d *Discord) lineOf(id string) string {
	if c, ok := d.world.channels.Get(id); ok && c.isThread() && c.Parent != "" {
		return c.Parent
	}
	return id
}

// messageFor makes a Message of one that a person wrote; ok is false where it is not for the bot.
func (d *Discord) messageFor(ctx context.Context, m message, update bool) (out adapters.Message, ok bool, err error) {
	at, ch, err := d.placeIn(ctx, m.Channel, m.Guild)
	if err != nil || !*ch.Speak || m.Guild != "" && !d.mayAsk(m.Member) {
		return out, false, err
	}
	own := d.who()
	direct := m.Guild == ""
	replies := m.Referred != nil && m.Referred.Author != nil && m.Referred.Author.ID == own
	called := direct || mentions(m, own) || replies && *ch.FollowUps && m.Content != ""
	text := typed(m, own)
	opens := at.thread == m.ID // of a post in a forum
	if opens {
		text = d.post(ctx, at.thread, text)
	}
	if text == "" && !called {
		return out, false, nil // without the intent nothing is seen of what is said to others
	}
	if at, err = d.inConversation(ctx, at, m, ch, called || opens); err != nil {
		return out, false, err
	}
	out = adapters.Message{ID: m.ID, Thread: at.conversation(), From: m.Author.ID, Text: text, Channel: at.channel, Server: m.Guild,
		Sent: sentAt(m.ID), Language: d.languageOf(ctx, ch, m.Guild)}
	if m.Member != nil {
		out.Roles = m.Member.Roles
	}
	if update {
		if out, ok, err = d.reworded(ctx, out, m); err != nil || !ok {
			return out, ok, err
		}
	}
	switch {
	case called:
		d.called.Add(out.Thread, true)
		d.talks.Add(m.ID, out.Thread)
		return out, true, nil
	case len(m.Mentions) > 0 || m.Everyone: // it is said to somebody else
		return out, false, nil
	}
	out.Overheard = true
	inThread := at.thread != "" && !opens
	switch {
	case !inThread && ch.Listen == "all":
		return out, true, nil
	case inThread && (*ch.FollowUps || ch.Listen == "all"):
		ok, err = d.joined(ctx, out.Thread)
		return out, ok, err
	}
	return out, false, nil
}

// placeIn says where a channel of Discord's is, and what holds there.
func (d *Discord) placeIn(ctx context.Context, id, server string) (place, Channel, error) {
	if server == "" {
		d.world.channels.Add(id, channel{ID: id, Kind: kindDirect})
		return place{channel: id}, d.cfg.in(id), nil
	}
	c, err := d.channelOf(ctx, id)
	if err != nil {
		return place{}, Channel{}, err
	}
	if c.isThread() && c.Parent != "" {
		return place{channel: c.Parent, thread: id}, d.cfg.in(c.Parent), nil
	}
	return place{channel: id}, d.cfg.in(id), nil
}

// inConversation says to which conversation in a place a message belongs: a thread is one, and so are a question with all
// replies to it and to its answer.
func (d *Discord) inConversation(ctx context.Context, at place, m message, ch Channel, called bool) (place, error) {
	if at.thread != "" || m.Guild == "" {
		return at, nil
	}
	if m.Refers == nil || m.Referred == nil || m.Referred.ID == "" || m.Refers.Channel != "" && m.Refers.Channel != m.Channel {
		if *ch.Threads && called {
			at.thread = m.ID // which the thread will have for its ID
		} else {
			at.root = m.ID
		}
		return at, nil
	}
	before := m.Referred.ID
	if m.Referred.Author != nil && m.Referred.Author.ID == d.who() && m.Referred.Refers != nil {
		before = cmp.Or(m.Referred.Refers.Message, before) // what the bot's post answers
	}
	in, ok := d.talks.Get(before) // of what is not kept yet, too
	if !ok {
		var err error
		if in, ok, err = d.host.ThreadOf(ctx, d.Name(), before); err != nil {
			return at, err
		}
	}
	if of := placeOf(in); ok && of.channel == at.channel && of.person == "" {
		return of, nil
	}
	at.root = before
	return at, nil
}

// reworded makes of a Message the new wording of one that was heard; where that was none yet, an edit has made it one.
func (d *Discord) reworded(ctx context.Context, out adapters.Message, m message) (adapters.Message, bool, error) {
	edited, err := time.Parse(time.RFC3339, m.Edited)
	if err != nil {
		return out, false, nil
	}
	_, answered, err := d.host.Kept(ctx, d.Name(), m.ID)
	if err != nil {
		return out, false, err
	}
	if answered || d.known.Contains(m.ID) {
		out.Edits, out.Sent = m.ID, edited.UTC()
		out.ID += ":" + edited.UTC().Format("20060102150405.000")
		return out, true, nil
	}
	// What was said long ago is not made a question by a correction.
	return out, edited.Sub(out.Sent) < 10*time.Minute, nil
}

func (d *Discord) joined(ctx context.Context, t adapters.Thread) (bool, error) {
	if d.called.Contains(t) {
		return true, nil
	}
	return d.host.Joined(ctx, t)
}

// mayAsk tells who has one of the roles that may.
func (d *Discord) mayAsk(m *member) bool {
	return len(d.cfg.Roles) == 0 || m != nil && slices.ContainsFunc(m.Roles, func(r string) bool { return slices.Contains(d.cfg.Roles, r) })
}

// post is the question that a post in a forum asks: its title, unless only what stands below asks one.
func (d *Discord) post(ctx context.Context, thread, text string) string {
	c, err := d.channelOf(ctx, thread)
	if err != nil || c.Name == "" || strings.Contains(text, "?") && !strings.Contains(c.Name, "?") {
		return text
	}
	return c.Name
}

// marked is what Discord puts in angle brackets, discord.com/developers/docs/reference#message-formatting.
var marked = regexp.MustCompile(`<(@!?|@&|#|a?:\w+:)(\d+)>`)

// typed gives the text of a message as its person typed it, without the mentions of the bot.
func typed(m message, own string) string {
	text := marked.ReplaceAllStringFunc(m.Content, func(s string) string {
		of := marked.FindStringSubmatch(s)
		switch kind, id := of[1], of[2]; {
		case strings.HasSuffix(kind, ":"):
			return strings.TrimPrefix(kind, "a")
		case kind == "@&":
			return "@role"
		case kind == "#":
			return "#channel"
		case id == own:
			return " "
		default:
			at := slices.IndexFunc(m.Mentions, func(u user) bool { return u.ID == id })
			if at < 0 {
				return "@somebody"
			}
			return "@" + cmp.Or(m.Mentions[at].Global, m.Mentions[at].Name)
		}
	})
	return strings.TrimSpace(text)
}

// mentions tells whether a message mentions somebody, as a reply does that pings.
func mentions(m message, id string) bool {
	return id != "" && (slices.ContainsFunc(m.Mentions, func(u user) bool { return u.ID == id }) ||
		strings.Contains(m.Content, "<@"+id+">") || strings.Contains(m.Content, "<@!"+id+">"))
}
