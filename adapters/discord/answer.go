package discord

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/discord/cards"
)

// respond gives the first answer to an interaction that came over the gateway. One that Discord has already is as good.
func (d *Discord) respond(ctx context.Context, data json.RawMessage, r *response) {
	var i interaction
	if json.Unmarshal(data, &i) != nil {
		return
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

// original is where what an interaction is answered with stands; ok is false for what is no ticket of ours.
func original(ticket string) (path string, ok bool) {
	app, token, ok := strings.Cut(ticket, ":")
	if !ok || sentAt(app).IsZero() || token == "" || strings.ContainsAny(token, "/?#") {
		return "", false
	}
	return "/webhooks/" + app + "/" + token + "/messages/@original", true
}

// Respond implements adapters.Responder. An answer that is long has pages.
func (d *Discord) Respond(ctx context.Context, to adapters.Message, r adapters.Reply) (string, error) {
	path, ok := original(to.Ticket)
	if !ok {
		return d.Post(ctx, to.Thread, r)
	}
	p := d.page(ctx, r, r.Answers, to.Text, 1, to.Private)
	if r.Answers != "" {
		p = p.Marked(markFor(r.Answers, 1, 1).number())
	}
	var made message
	err := d.showing(p, func(out *outgoing) error { return d.fill(ctx, path, to, out, &made) })
	return made.ID, d.explain("answering in Discord", err)
}

// fill puts something in the place that is kept for the answer. That is there once Discord has the first answer, which may
// still be under way.
func (d *Discord) fill(ctx context.Context, path string, to adapters.Message, out *outgoing, made *message) error {
	for {
		err := d.call(ctx, "PATCH", path, out, made)
		c := code(err)
		if c != codeUnknownWebhook && c != codeUnknownMessage || time.Since(to.Sent) > 2*respondWithin || !sleep(ctx, 50*time.Millisecond) {
			return err
		}
	}
}

// Whisper implements adapters.Whisperer: by the ticket that came with a command, else in a direct message.
func (d *Discord) Whisper(ctx context.Context, to adapters.Message, r adapters.Reply) error {
	if _, ok := original(to.Ticket); ok {
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

// typingEvery is how often it is shown anew that the bot types: Discord takes it away after ten seconds.
const typingEvery = 8 * time.Second

// Working implements adapters.Worker. What waits for the answer to a command shows that by itself. Discord takes the sign away
// with the bot's next post.
func (d *Discord) Working(ctx context.Context, on adapters.Message) (done func()) {
	if on.Ticket != "" {
		return func() {}
	}
	at := placeOf(on.Thread)
	if at.thread == on.ID { // which may not be there yet
		at.thread = ""
	}
	ctx, cancel := context.WithCancel(ctx)
	d.order.Aside(d.guarded(func() {
		for ctx.Err() == nil {
			if err := d.call(ctx, "POST", "/channels/"+at.target()+"/typing", nil, nil); err != nil && ctx.Err() == nil {
				d.log.Debug("that the bot types is not shown", "error", d.scrub(err))
			}
			sleep(ctx, typingEvery)
		}
	}))
	return cancel
}

// without takes a secret out of what is said of an error.
func without(secret string, err error) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), secret, "…")
}
