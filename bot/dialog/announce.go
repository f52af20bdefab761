package dialog

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// lookEvery is how often it is looked whether other articles serve, and what is to be told of them.
const lookEvery = 10 * time.Second

// announcedKey is what the Snapshot is kept under up to which changes were told.
const announcedKey = "announced"

// Pace lets Serve tell the time by another clock, and look that often for what is to be told. It is called before Serve.
func (d *Dialog) Pace(now func() time.Time, every time.Duration) { d.now, d.lookEvery = now, every }

// watch tells followers what changes, until ctx ends. long outlasts it, for a post that has begun.
func (s *service) watch(ctx, long context.Context) {
	for {
		if err := s.look(ctx, long); err != nil && ctx.Err() == nil {
			s.log.Error("followers are not told of changes", "error", err)
		}
		if !sleep(ctx, s.lookEvery) {
			return
		}
	}
}

// look keeps what is to be told, then tells it: what is kept is told once, whatever crashes in between.
func (s *service) look(ctx, long context.Context) (err error) {
	defer caught(&err)
	now := s.base.Searched().Snapshot
	last, err := s.box.Recall(ctx, "", announcedKey)
	switch {
	case err != nil:
		return err
	case last == "": // whoever follows from now on is told what changes from now on
		err = s.box.Store(ctx, "", announcedKey, now)
	case last != now:
		err = s.gather(ctx, last, now)
	}
	if err == nil && last != now {
		s.log.Debug("what changed is kept", "snapshot", now)
	}
	if err == nil {
		err = s.digest(ctx, s.now())
	}
	return errors.Join(err, s.postAll(ctx, long))
}

// gather keeps for each follower what changed from one Snapshot to another. After a step back nothing has: see Base.ChangesFrom.
func (s *service) gather(ctx context.Context, last, now string) error {
	all, err := s.base.ChangesFrom(ctx, last)
	if err != nil { // it is looked for again: what is not told now would never be
		return err
	}
	all = slices.DeleteFunc(all, func(c knowledge.Change) bool { // only an article that is gone made it so: nothing new is reported
		return c.Reported == "" && c.Citation.Published != ""
	})
	followers, err := s.followers(ctx)
	if err != nil {
		return err
	}
	var tellings []inbox.Telling
	for _, f := range followers {
		t, err := s.telling(ctx, f, all)
		if err != nil {
			return err
		}
		if len(t.News) > 0 {
			tellings = append(tellings, t)
		}
	}
	if len(all) > 0 {
		s.log.Info("the articles changed", "changes", len(all), "followers", len(tellings))
	}
	return s.box.Tell(ctx, tellings, announcedKey, now)
}

// followers gives the Follows of each Thread, in the order in which they began.
func (s *service) followers(ctx context.Context) (out [][]inbox.Follow, err error) {
	all, err := s.box.Follows(ctx)
	for _, f := range all {
		at := slices.IndexFunc(out, func(fs []inbox.Follow) bool { return fs[0].Thread == f.Thread })
		if at < 0 {
			at, out = len(out), append(out, nil)
		}
		out[at] = append(out[at], f)
	}
	return out, err
}

// telling is what the Follows of one Thread are told of Changes: at once what one of them wants so, the rest in the digest, where
// there is one.
func (s *service) telling(ctx context.Context, fs []inbox.Follow, all []knowledge.Change) (inbox.Telling, error) {
	t := inbox.Telling{Thread: fs[0].Thread}
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = nameOf(c)
	}
	untold, err := s.box.Untold(ctx, t.Thread, names)
	if err != nil {
		return t, err
	}
	var now []knowledge.Change
	for i, c := range all {
		if !slices.Contains(untold, names[i]) {
			continue
		}
		about := slices.DeleteFunc(slices.Clone(fs), func(f inbox.Follow) bool { return !aboutTopic(f.Topic)(c) })
		switch {
		case len(about) == 0:
		case !s.cfg().hasDigest() || slices.ContainsFunc(about, func(f inbox.Follow) bool { return !f.Daily }):
			now = append(now, c)
			t.News = append(t.News, inbox.News{Change: names[i]})
		default:
			data, err := json.Marshal(c)
			if err != nil {
				return t, err
			}
			t.News = append(t.News, inbox.News{Change: names[i], Data: data})
		}
	}
	if len(now) > 0 {
		say := phrase.In(fs[0].Language)
		r := changesReply(say.Say("%d changes in what is followed here.", len(now)), now, say)
		r.Language, r.Answers = fs[0].Language, announcementID("news", t.Thread, s.now(), names)
		t.Reply = &r
	}
	return t, nil
}

// nameOf names a Change, the same whenever it is found.
func nameOf(c knowledge.Change) string {
	who := ""
	if c.Commitment != nil {
		who = c.Commitment.Actor
	}
	return hashed(string(c.Kind), c.Then, c.Now, who, c.Citation.Article, c.Citation.Quote)
}

// announcementID names what is told in a Thread at a time.
func announcementID(kind string, t adapters.Thread, at time.Time, of []string) string {
	return adapters.Announced(at, kind+"-"+hashed(append([]string{t.Platform, t.ID}, of...)...))
}

func hashed(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h[:8])
}

// mostTold is how many Changes one post has; the rest is counted.
const mostTold = 10

// changesReply shows Changes, the latest first, each with its citation.
func changesReply(lead string, all []knowledge.Change, say phrase.Words) adapters.Reply {
	n := newNumbers(nil, say)
	r := adapters.Reply{Lead: lead}
	since := ""
	for _, c := range all {
		if c.Reported != "" && (since == "" || c.Reported < since) {
			since = c.Reported
		}
	}
	for _, c := range all[:min(len(all), mostTold)] {
		st := n.statement(knowledge.Statement{Citations: []knowledge.Citation{c.Citation}})
		st.Text, st.Note = changeText(c, say), changeNote(c, say)
		r.Statements = append(r.Statements, st)
	}
	r.Sources = n.sorted()
	if more := len(all) - mostTold; more > 0 {
		r.Notes = append(r.Notes, say.Say("%d more are not shown: %s", more, strings.TrimSpace("/since "+since)))
	}
	return r
}

func changeText(c knowledge.Change, say phrase.Words) string {
	if c.Issue != nil {
		return line(c.Issue.Issue)
	}
	what := whoDoes(c.Commitment.Actor, line(c.Commitment.Undertaking), say)
	if c.Commitment.Stance == knowledge.Declined { // without that it says the opposite
		what = say.Text(c.Now) + ": " + what
	}
	return what
}

// changeNote says what changed, and all without which what is shown would say more than was reported.
func changeNote(c knowledge.Change, say phrase.Words) string {
	now := say.Text(c.Now)
	var parts []string
	switch c.Kind {
	case knowledge.New, knowledge.Opened:
		parts = append(parts, say.Say("%s, new", now))
	case knowledge.Firmer:
		parts = append(parts, say.Say("%s, firmer than %s", now, say.Text(c.Then)))
	case knowledge.Weaker:
		parts = append(parts, say.Say("%s, weaker than %s", now, say.Text(c.Then)))
	default:
		parts = append(parts, now)
		if c.Then != "" {
			parts = append(parts, say.Say("before: %s", say.Text(c.Then)))
		}
	}
	add := func(v string, label func(string) string) {
		if v = line(v); v != "" {
			parts = append(parts, label(v))
		}
	}
	by := ""
	if c.Commitment != nil {
		if c.Commitment.Disputed {
			parts = append(parts, say.Say("(disputed)"))
		}
		add(c.Commitment.Condition, func(v string) string { return say.Say("condition: %s", v) })
		by = c.Commitment.SaidBy
	} else {
		by = c.Issue.SaidBy
	}
	add(by, func(v string) string { return say.Say("said by %s", v) })
	add(day(c.Reported, say), func(v string) string { return v })
	return strings.Join(parts, " · ")
}

// mostRefused is how many posts in a row a platform may refuse until it is left alone for a while, at most mostAlone.
const mostRefused, mostAlone = 3, 5 * time.Minute

// standing is how a platform takes what is to be told.
type standing struct {
	refused int       // in a row
	until   time.Time // then it is tried again
}

// postAll posts what waits to be told. Where an earlier try may have posted, that is looked for first; a place that is gone is not
// followed any more.
func (s *service) postAll(ctx, long context.Context) error {
	waiting, err := s.box.Unposted(ctx)
	quoted := map[string]bool{} // whether a quote stands: many are told the same
	stands := func(quote string) bool {
		is, known := quoted[quote]
		if !known {
			is = s.base.Stands(knowledge.Citation{Quote: quote})
			quoted[quote] = is
		}
		return is
	}
	slices.SortStableFunc(waiting, func(a, b inbox.Announcement) int { // what is refused again and again comes after what is new
		switch {
		case a.Tried == b.Tried:
			return 0
		case b.Tried:
			return -1
		}
		return 1
	})
	for _, w := range waiting {
		if ctx.Err() != nil {
			return nil
		}
		a, ok := s.on[w.Thread.Platform]
		if !ok {
			continue
		}
		at := s.standing[w.Thread.Platform]
		if at == nil {
			at = &standing{}
			s.standing[w.Thread.Platform] = at
		}
		if time.Now().Before(at.until) {
			continue
		}
		one := s.announce(long, a, w, stands)
		if one == nil {
			at.refused = 0
			continue
		}
		if at.refused++; at.refused >= mostRefused {
			at.until = time.Now().Add(min(s.lookEvery<<min(at.refused-mostRefused, 8), mostAlone))
		}
		err = cmp.Or(err, one)
		s.log.Warn("a change is not told yet", "platform", w.Thread.Platform, "announcement", w.Reply.Answers, "error", one)
	}
	return err
}

func (s *service) announce(ctx context.Context, a adapters.Adapter, w inbox.Announcement, stands func(quote string) bool) (err error) {
	defer caught(&err)
	if f, can := a.(adapters.Finder); can && w.Tried {
		if id, err := f.Find(ctx, w.Thread, w.Reply.Answers); err != nil {
			return err
		} else if id != "" {
			return s.box.Posted(ctx, w)
		}
	}
	if err := s.box.Trying(ctx, w); err != nil {
		return err
	}
	r, any := stillSaid(w.Reply, stands)
	if !any {
		s.log.Info("what was to be told is not said any more", "platform", w.Thread.Platform, "announcement", w.Reply.Answers)
		return s.box.Posted(ctx, w)
	}
	if c, can := a.(adapters.Commander); can {
		r = written(r, c)
	}
	switch _, err = a.Post(ctx, w.Thread, r); {
	case errors.Is(err, adapters.ErrGone):
		s.log.Warn("a place that follows is gone", "platform", w.Thread.Platform, "thread", w.Thread.ID)
		return s.box.UnfollowAll(ctx, w.Thread)
	case err != nil:
		return err
	}
	return s.box.Posted(ctx, w)
}

// stillSaid gives of what is to be told that of which all quotes stand in the articles: others may serve by now, and some be deleted. any
// is false where that is nothing.
func stillSaid(r adapters.Reply, stands func(quote string) bool) (_ adapters.Reply, any bool) {
	all := len(r.Statements)
	if all == 0 {
		return r, true
	}
	r.Statements = slices.DeleteFunc(slices.Clone(r.Statements), func(st adapters.Statement) bool {
		return slices.ContainsFunc(st.Quotes, func(q adapters.Quote) bool { return !stands(q.Text) })
	})
	if len(r.Statements) < all { // of which the lead and the notes may tell
		r.Lead, r.Notes = phrase.In(r.Language).Say("What changed in what is followed here:"), nil
		r.Sources = slices.DeleteFunc(slices.Clone(r.Sources), func(src adapters.Source) bool {
			return !slices.ContainsFunc(r.Statements, func(st adapters.Statement) bool {
				return slices.ContainsFunc(st.Quotes, func(q adapters.Quote) bool { return q.N == src.N })
			})
		})
	}
	return r, len(r.Statements) > 0
}
