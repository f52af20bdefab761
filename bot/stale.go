package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog"
)

// lookEvery is how often it is seen to whether the articles are stale.
const lookEvery = time.Minute

// desk is where admins are told something.
type desk struct {
	on       adapters.Adapter
	channel  string // "" for none
	language string
}

// desks are where the admins of the platforms are told something.
func (c Config) desks(on []adapters.Adapter) (all []desk) {
	for _, a := range on {
		switch a.Name() {
		case "slack":
			all = append(all, desk{a, c.Slack.AdminChannel, c.Slack.Channel.Language})
		case "discord":
			all = append(all, desk{a, c.Discord.AdminChannel, c.Discord.Channel.Language})
		}
	}
	return all
}

// freshness sees to it that people and admins know when the articles are stale.
type freshness struct {
	keeper *keeper
	every  time.Duration         // how often it looks
	note   func(since time.Time) // puts it in answers; the zero time takes that away
	host   adapters.Host
	desks  []desk
}

// run looks until ctx ends.
func (f *freshness) run(ctx context.Context) {
	for {
		f.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-time.After(f.every):
		}
	}
}

// look compares the last refresh that succeeded with how old it may be.
func (f *freshness) look(ctx context.Context) {
	k := f.keeper
	st, err := k.Status(ctx)
	if err != nil {
		if ctx.Err() == nil {
			k.log.Warn("whether the articles are stale is not known", "error", err)
		}
		return
	}
	var since time.Time
	if st.Stale && !st.Bundled { // which say so themselves
		since = st.Refreshed
	}
	f.note(since)
	for _, p := range f.desks {
		if err := f.tell(ctx, p, st.Stale, st.Refreshed); err != nil && ctx.Err() == nil {
			k.log.Warn("admins are not told how fresh the articles are", "platform", p.on.Name(), "error", err)
		}
	}
}

// alarmed is what it is kept under that admins were told of stale articles.
const alarmed = "stale articles"

// tell tells admins once that the articles are stale, and once that they are fresh again, whatever crashes in between. refreshed is zero
// where they never were.
func (f *freshness) tell(ctx context.Context, p desk, stale bool, refreshed time.Time) error {
	aloud, can := p.on.(adapters.Announcer)
	if !can || p.channel == "" {
		return nil
	}
	was, err := f.host.Recall(ctx, p.on.Name(), alarmed)
	if err != nil || stale == (was != "") || !stale && refreshed.IsZero() {
		return err
	}
	to, ok := aloud.Aloud(p.channel, "")
	if !ok {
		return nil
	}
	say := phrase.In(p.language)
	r, at := adapters.Reply{Language: p.language}, refreshed
	r.Lead = say.Say("The articles are stale: the last refresh that succeeded was on %s.", dialog.Moment(refreshed, say, ""))
	if refreshed.IsZero() {
		r.Lead = say.Say("No refresh has succeeded yet, and the bundled articles serve. The status tells admins why.")
		at = f.keeper.now().UTC().Truncate(24 * time.Hour) // the same after a crash
	}
	keep := strconv.FormatInt(at.Unix(), 10)
	r.Answers = adapters.Announced(at, "stale")
	if !stale {
		since, _ := strconv.ParseInt(was, 10, 64) // which we wrote
		r.Lead = say.Say("The articles are fresh again: they were refreshed on %s.", dialog.Moment(refreshed, say, ""))
		r.Answers, keep = adapters.Announced(time.Unix(since, 0), "fresh"), ""
	}
	if err := once(ctx, p.on, to, r); err != nil {
		return err
	}
	return f.host.Store(ctx, p.on.Name(), alarmed, keep)
}

// once posts a Reply unless an earlier process has. Where nobody can post any more, nothing is left to do.
func once(ctx context.Context, on adapters.Adapter, to adapters.Thread, r adapters.Reply) error {
	if f, ok := on.(adapters.Finder); ok {
		if id, err := f.Find(ctx, to, r.Answers); err != nil || id != "" {
			return err
		}
	}
	_, err := on.Post(ctx, to, r)
	if errors.Is(err, adapters.ErrGone) {
		return nil
	}
	return err
}
