package discord

import (
	"context"
	"encoding/json"
	"runtime/debug"
	"strconv"
	"time"

	"talksbot/adapters"
)

// heard is what a frame comes to: a Message, something to do, or nothing.
type heard struct {
	in   string                                                         // in whose order read is called: a channel
	read func(context.Context) (m adapters.Message, ok bool, err error) // the Message, where it is one for the bot; nil for none
	act  func(context.Context) *response                                // what is to be done, and what goes with the acknowledgement

	// What goes with the acknowledgement of a Message, and of what is none; nil for nothing.
	answer  func(adapters.Message) *response
	refusal func() *response
}

// take takes a frame in and calls ack once it is safe; where it never is, Discord is to send it again. It returns at once.
func (d *Discord) take(ctx context.Context, hear func(context.Context, adapters.Message), f frame, ack func(*response)) {
	h, err := d.read(f)
	if err != nil {
		d.log.Warn("what Discord sent is left out", "kind", f.kind, "error", d.scrub(err))
		ack(nil) // again it would be no better
		return
	}
	switch {
	case h.read != nil:
		d.order.Do(adapters.Thread{Platform: d.Name(), ID: "in " + h.in}, d.guarded(func() {
			m, due, ok := d.message(ctx, h)
			if !ok {
				return
			}
			if !due {
				var refused *response
				if h.refusal != nil {
					refused = h.refusal()
				}
				ack(refused)
				return
			}
			d.order.Do(m.Thread, d.guarded(func() {
				if !d.hear(ctx, m, hear) {
					return
				}
				var answer *response
				if h.answer != nil {
					answer = h.answer(m)
				}
				ack(answer)
			}))
		}))
	case h.act != nil:
		d.order.Aside(d.guarded(func() {
			ctx, cancel := context.WithTimeout(ctx, callTimeout)
			defer cancel()
			ack(h.act(ctx))
		}))
	default:
		ack(nil)
	}
}

// retryRead is how long after a failure a Message is read again.
const retryRead = time.Second

// message reads a Message, trying until ctx ends: then ok is false, and it has to come again.
func (d *Discord) message(ctx context.Context, h heard) (m adapters.Message, due, ok bool) {
	for {
		m, due, err := h.read(ctx)
		if err == nil {
			return m, due, true
		}
		d.log.Warn("whether a message is for the bot is not known yet", "error", d.scrub(err))
		if !sleep(ctx, retryRead) {
			return m, false, false
		}
	}
}

// hear lets a Message be heard unless it was; false where it has to come again.
func (d *Discord) hear(ctx context.Context, m adapters.Message, hear func(context.Context, adapters.Message)) bool {
	if d.known.Contains(m.ID) {
		return true
	}
	hear(ctx, m)
	if ctx.Err() != nil {
		return false
	}
	d.known.Add(m.ID, struct{}{})
	return true
}

// guarded ends what panics, not the process.
func (d *Discord) guarded(f func()) func() {
	return func() {
		defer func() {
			if p := recover(); p != nil {
				d.log.Error("panic", "panic", p, "stack", string(debug.Stack()))
			}
		}()
		f()
	}
}

// read says what a frame comes to.
func (d *Discord) read(f frame) (heard, error) {
	switch f.kind {
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		var m message
		if err := json.Unmarshal(f.data, &m); err != nil {
			return heard{}, err
		}
		return d.readMessage(m, f.kind == "MESSAGE_UPDATE"), nil
	case "INTERACTION_CREATE":
		var i interaction
		if err := json.Unmarshal(f.data, &i); err != nil {
			return heard{}, err
		}
		return d.readInteraction(i), nil
	case "GUILD_CREATE", "GUILD_UPDATE":
		var g guild
		if err := json.Unmarshal(f.data, &g); err != nil {
			return heard{}, err
		}
		return d.readGuild(g, f.kind == "GUILD_CREATE"), nil
	case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE":
		var c channel
		if err := json.Unmarshal(f.data, &c); err != nil {
			return heard{}, err
		}
		d.world.channels.Add(c.ID, c)
	}
	return heard{}, nil
}

// message is what is read of a message, discord.com/developers/docs/resources/message.
type message struct {
	ID          string          `json:"id"`
	Kind        int             `json:"type"`
	Channel     string          `json:"channel_id"`
	Guild       string          `json:"guild_id"`
	Webhook     string          `json:"webhook_id"`
	Author      *user           `json:"author"`
	Member      *member         `json:"member"`
	Content     string          `json:"content"`
	Mentions    []user          `json:"mentions"`
	Everyone    bool            `json:"mention_everyone"`
	Edited      string          `json:"edited_timestamp"`
	Flags       int             `json:"flags"`
	Components  json.RawMessage `json:"components"`
	Refers      *reply          `json:"message_reference"`
	Referred    *message        `json:"referenced_message"` // to what it replies
	Interaction *struct {
		ID string `json:"id"`
	} `json:"interaction_metadata"`
}

// reply says to what a message replies.
type reply struct {
	Message string `json:"message_id"`
	Channel string `json:"channel_id"`
}

type user struct {
	ID     string `json:"id"`
	Name   string `json:"username"`
	Global string `json:"global_name"`
	Bot    bool   `json:"bot"`
}

type member struct {
	Roles []string `json:"roles"`
	User  *user    `json:"user"`
}

// interaction is what is read of a command, a click, a window that was sent, or a word being typed.
type interaction struct {
	ID          string   `json:"id"`
	App         string   `json:"application_id"`
	Kind        int      `json:"type"`
	Token       string   `json:"token"`
	Guild       string   `json:"guild_id"`
	Channel     string   `json:"channel_id"`
	In          *channel `json:"channel"`
	Member      *member  `json:"member"`
	User        *user    `json:"user"`
	Locale      string   `json:"locale"`
	GuildLocale string   `json:"guild_locale"`
	Message     *message `json:"message"`
	Data        struct {
		Name     string   `json:"name"`
		Kind     int      `json:"type"`
		Target   string   `json:"target_id"`
		Options  []option `json:"options"`
		Resolved struct {
			Messages map[string]message `json:"messages"`
		} `json:"resolved"`
		CustomID   string      `json:"custom_id"`
		Values     []string    `json:"values"`
		Components []component `json:"components"`
	} `json:"data"`
}

type option struct {
	Name    string   `json:"name"`
	Value   any      `json:"value"`
	Focused bool     `json:"focused"`
	Options []option `json:"options"` // of a subcommand
}

// component is what is read of a window that was sent: its inputs stand in rows, or in labels.
type component struct {
	CustomID   string      `json:"custom_id"`
	Value      string      `json:"value"`
	Components []component `json:"components"`
	Component  *component  `json:"component"`
}

// person is who caused an interaction.
func (i interaction) person() string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

// roles are those of who caused an interaction.
func (i interaction) roles() []string {
	if i.Member == nil {
		return nil
	}
	return i.Member.Roles
}

// sentAt reads the time that every ID of Discord's has in it: milliseconds since 2015, above 22 bits.
func sentAt(id string) time.Time {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil || n>>22 == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(n>>22) + 1420070400000).UTC()
}

// idAt is the least ID that Discord gives at a time.
func idAt(t time.Time) string {
	return strconv.FormatInt(max(t.UnixMilli()-1420070400000, 1)<<22, 10)
}
