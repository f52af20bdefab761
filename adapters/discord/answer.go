package discord

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/discord/cards"
)

// respond gives the first answer to an interaction that came over the gateway. One that Discord has already is as good.
func (d *Discord) respond(ctx context.Context, data json.RawMessage, r *response) {
	var i struct{ ID, Token string }
	if json.Unmarshal(data, &i) != nil {
		return // it was read before
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), respondWithin) // an end that is near hurts nobody who waits
	defer cancel()
	for {
		err := d.call(ctx, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", r, nil)
		switch {
		case err == nil || code(err) == codeAcknowledged:
			return
		case !failed(err) || !sleep(ctx, 100*time.Millisecond):
			d.log.Warn("an interaction is not answered in time", "interaction", i.ID, "error", without(i.Token, d.scrub(err)))
			return
		}
	}
}

// respondWithin is how long Discord waits for a first answer.
const respondWithin = 3 * time.Second

// ticket is what a Message is answered with: the app, the token of its interaction, which is a secret for a quarter of an hour,
// and whether all see the place that Discord keeps for the answer.
type ticket struct {
	app, token string
	public     bool
}

func (t ticket) String() string {
	if t.public {
		return t.app + ":" + t.token + ":public"
	}
	return t.app + ":" + t.token
}

// readTicket reads one of ours; ok is false for all else.
func readTicket(s string) (t ticket, ok bool) {
	part := strings.Split(s, ":")
	if len(part) < 2 || sentAt(part[0]).IsZero() || part[1] == "" || strings.ContainsAny(part[1], "/?#") {
		return ticket{}, false
	}
	return ticket{part[0], part[1], len(part) > 2}, true
}

func (t ticket) path() string { return "/webhooks/" + t.app + "/" + t.token }

// original is the path of the place that is kept for the answer.
func (t ticket) original() string { return t.path() + "/messages/@original" }

// Respond implements adapters.Responder. An answer that is long has pages.
func (d *Discord) Respond(ctx context.Context, to adapters.Message, r adapters.Reply) (string, error) {
	by, ok := readTicket(to.Ticket)
	if !ok {
		return d.Post(ctx, to.Thread, r)
	}
	p := d.page(ctx, r, r.Answers, to.Text, 1, to.Private)
	if r.Answers != "" {
		p = p.Marked(markFor(r.Answers, 1, 1).number())
	}
	var made message
	err := d.showing(p, func(out *outgoing) error { return d.inPlace(ctx, "PATCH", by, to, out, &made) })
	return made.ID, d.explain("answering in Discord", err)
}

// inPlace does something with the place that is kept for the answer. That is there once Discord has the first answer, which may
// still be under way.
func (d *Discord) inPlace(ctx context.Context, method string, by ticket, to adapters.Message, in, made any) error {
	for {
		err := d.call(ctx, method, by.original(), in, made)
		c := code(err)
		if c != codeUnknownWebhook && c != codeUnknownMessage || time.Since(to.Sent) > 2*respondWithin || !sleep(ctx, 50*time.Millisecond) {
			return err
		}
	}
}

// Whisper implements adapters.Whisperer: by the ticket that came with a command, else in a direct message.
func (d *Discord) Whisper(ctx context.Context, to adapters.Message, r adapters.Reply) error {
	by, ok := readTicket(to.Ticket)
	switch {
	case ok && by.public:
		return d.aside(ctx, by, to, r)
	case ok:
		_, err := d.Respond(ctx, to, r)
		return err
	}
	at := placeOf(to.Thread)
	if to.Server != "" || at.thread != "" || at.root != "" || at.person != "" {
		var direct channel
		if err := d.call(ctx, "POST", "/users/@me/channels", map[string]string{"recipient_id": to.From}, &direct); err != nil {
			return d.explain("whispering in Discord", err)
		}
		at = place{channel: direct.ID}
	}
	for _, p := range cards.Render(r, "") {
		if _, err := d.send(ctx, &at, p, "", 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// aside says something to one person alone in the place of an answer that all were to see.
func (d *Discord) aside(ctx context.Context, by ticket, to adapters.Message, r adapters.Reply) error {
	const doing = "whispering in Discord"
	if err := d.inPlace(ctx, "DELETE", by, to, nil, nil); err != nil && code(err) != codeUnknownMessage {
		return d.explain(doing, err)
	}
	return d.explain(doing, d.showing(d.page(ctx, r, r.Answers, to.Text, 1, true), func(out *outgoing) error {
		out.Flags |= ephemeral
		return d.call(ctx, "POST", by.path(), out, nil)
	}))
}

// typingEvery is how often it is shown anew that the bot types: Discord takes it away after ten seconds.
const typingEvery = 8 * time.Second

// Working implements adapters.Worker. What waits for the answer to a command shows that by itself. Discord takes the sign away
// with the bot's next post. It is one sign in a channel, however many Messages wait there.
func (d *Discord) Working(ctx context.Context, on adapters.Message) (done func()) {
	if on.Ticket != "" {
		return func() {}
	}
	at := placeOf(on.Thread)
	if _, there := d.world.channels.Get(at.thread); at.thread == on.ID && !there { // it is started with the answer
		at.thread = ""
	}
	in := at.target()
	d.mu.Lock()
	defer d.mu.Unlock()
	w := d.working[in]
	if w == nil {
		typing, end := context.WithCancel(ctx)
		w = &working{end: end}
		d.working[in] = w
		d.order.Aside(d.guarded(func() { d.types(typing, in) }))
	}
	w.messages++
	return sync.OnceFunc(func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if w.messages--; w.messages == 0 {
			w.end()
			delete(d.working, in)
		}
	})
}

// working are the Messages in a channel that the bot is at work on.
type working struct {
	messages int
	end      func() // of the sign
}

// types shows in a channel that the bot types, until ctx ends.
func (d *Discord) types(ctx context.Context, in string) {
	for ctx.Err() == nil {
		if err := d.call(ctx, "POST", "/channels/"+in+typingPath, nil, nil); err != nil && ctx.Err() == nil {
			d.log.Debug("that the bot types is not shown", "error", d.scrub(err))
		}
		sleep(ctx, typingEvery)
	}
}

// without takes a secret out of what is said of an error.
func without(secret string, err error) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), secret, "…")
}
