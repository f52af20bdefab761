package discord

import (
	"cmp"
	"context"
	"time"

	"talksbot/adapters/discord/cards"
)

// newFor is how long after the bot came to a server it introduces itself there, where it was not running before.
const newFor = 24 * time.Hour

// readGuild takes in what is told of a server, and says what is to be done where the bot is new in it.
func (d *Discord) readGuild(g guild, comes bool) heard {
	if g.ID == "" || g.Unavailable {
		return heard{}
	}
	places := g
	d.world.learn(g)
	if !comes || !d.cfg.Introduce || g.Joined.IsZero() || time.Since(g.Joined) > newFor {
		return heard{}
	}
	return heard{act: func(ctx context.Context) *response {
		d.sayHello(ctx, places)
		return nil
	}}
}

// mostGreetings is in how many channels the introduction is tried.
const mostGreetings = 3

// sayHello introduces the bot once in a server: where Discord greets new members, else in the first channels where it may.
func (d *Discord) sayHello(ctx context.Context, g guild) {
	key := "introduced " + g.ID
	if said, err := d.host.Recall(ctx, d.Name(), key); err != nil || said != "" {
		return
	}
	lang := cmp.Or(d.cfg.Channel.Language, g.Locale)
	home, err := d.host.Home(ctx, lang)
	if err != nil {
		d.log.Warn("the bot is not introduced", "server", g.ID, "error", err)
		return
	}
	var where []string
	if g.SystemChannel != "" {
		where = append(where, g.SystemChannel)
	}
	for _, c := range g.Channels {
		if c.Kind == kindText && c.ID != g.SystemChannel {
			where = append(where, c.ID)
		}
	}
	// Said before it is done: better never than twice.
	if err := d.host.Store(ctx, d.Name(), key, time.Now().UTC().Format(time.RFC3339)); err != nil {
		d.log.Error("the bot is not introduced", "server", g.ID, "error", err)
		return
	}
	p := cards.Intro(home, lang)
	for _, id := range where[:min(mostGreetings, len(where))] {
		if !*d.cfg.in(id).Speak {
			continue
		}
		at := place{channel: id}
		if _, err := d.send(ctx, &at, p, "", 0, 0); err == nil {
			return
		}
	}
	d.log.Info("the bot may not introduce itself", "server", g.ID)
}
