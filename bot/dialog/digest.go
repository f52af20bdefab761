package dialog

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	_ "time/tzdata" // where the machine has no time zones

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// digestKey is what the day of the last digest is kept under.
const digestKey = "digest"

// digestDue gives the last time up to now at which a digest was due, in the time zone of the configuration. On a day on which the
// clock leaves that time out, it is as much later; where it comes twice, it is due once.
func (c Config) digestDue(now time.Time) (due time.Time, ok bool) {
	at, err := time.Parse("15:04", c.Digest)
	zone, bad := time.LoadLocation(c.Timezone)
	if err != nil || bad != nil {
		return due, false
	}
	on := func(day time.Time) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, zone)
	}
	today := now.In(zone)
	if due = on(today); due.After(now) {
		due = on(today.AddDate(0, 0, -1))
	}
	return due, true
}

// digest keeps for each Thread that asked for it what changed since the last digest, once a day; those that were missed come as one.
func (s *service) digest(ctx context.Context, now time.Time) error {
	due, ok := s.cfg().digestDue(now)
	if !ok {
		return nil
	}
	day := due.Format(time.DateOnly)
	last, err := s.box.Recall(ctx, "", digestKey)
	if err != nil || last >= day { // a day is not told of twice, also where the clock or the time zone is set back
		return err
	}
	if last == "" { // it was never on; the first one is the next
		return s.box.Store(ctx, "", digestKey, day)
	}
	before := now.AddDate(0, 0, -1)
	if t, err := time.ParseInLocation(time.DateOnly+" 15:04", last+" "+s.cfg().Digest, due.Location()); err == nil {
		before = t
	}
	followers, err := s.followers(ctx)
	if err != nil {
		return err
	}
	var tellings []inbox.Telling
	for _, fs := range followers {
		all, err := s.gathered(ctx, fs)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(fs, func(f inbox.Follow) bool { return f.Daily })
		if at < 0 && len(all) == 0 { // where it is told at once by now, what waits is told too
			continue
		}
		r, err := s.digestReply(ctx, fs[max(at, 0)], all, before, now)
		if err != nil {
			return err
		}
		r.Answers = announcementID("digest", fs[0].Thread, now, []string{day})
		tellings = append(tellings, inbox.Telling{Thread: fs[0].Thread, Reply: &r, Digest: true})
	}
	return s.box.Tell(ctx, tellings, digestKey, day)
}

// gathered is what waits for the digest of a Thread, of what it still follows, and of what the Articles still say: those of a change
// may have been deleted since, or given up by a Rollback.
func (s *service) gathered(ctx context.Context, fs []inbox.Follow) (all []knowledge.Change, err error) {
	waits, err := s.box.Gathered(ctx, fs[0].Thread)
	if err != nil {
		return nil, err
	}
	for _, data := range waits {
		var c knowledge.Change
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, err
		}
		if s.base.Stands(c.Citation) && slices.ContainsFunc(fs, func(f inbox.Follow) bool { return aboutTopic(f.Topic)(c) }) {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b knowledge.Change) int { return strings.Compare(b.Reported, a.Reported) })
	return all, nil
}

// digestReply tells what waited for a digest. That there is nothing new it says only where the articles were refreshed since.
func (s *service) digestReply(ctx context.Context, f inbox.Follow, all []knowledge.Change, before, now time.Time) (adapters.Reply, error) {
	say := phrase.In(f.Language)
	refreshed, err := s.refreshed(ctx)
	if err != nil {
		return adapters.Reply{}, err
	}
	var r adapters.Reply
	switch {
	case len(all) > 0:
		r = changesReply(say.Say("%d changes in what is followed here since %s.", len(all), say.Day(before)), all, say)
	case refreshed.After(before):
		r.Lead = say.Say("Nothing new in what is followed here since %s.", say.Day(before))
	case refreshed.IsZero():
		r.Lead = say.Say("Whether there is anything new is not known: the articles were never refreshed.")
	default:
		r.Lead = say.Say("Whether there is anything new is not known: the articles were not refreshed since %s.", say.Day(refreshed.In(before.Location())))
	}
	if old := s.settings.Load().admins.Stale(); old > 0 && len(all) > 0 && now.Sub(refreshed) > old && !refreshed.IsZero() {
		r.Notes = append(r.Notes, say.Say("The articles were last refreshed on %s: there may be newer ones.", say.Day(refreshed.In(before.Location()))))
	}
	r.Language = f.Language
	return r, nil
}

// fresh is a knowledge base that knows when it was refreshed; *knowledge.Base is one.
type fresh interface {
	Refreshed(ctx context.Context) (time.Time, error)
}

// refreshed is when a refresh last succeeded; zero where that is not known.
func (s *service) refreshed(ctx context.Context) (time.Time, error) {
	if b, ok := s.base.(fresh); ok {
		return b.Refreshed(ctx)
	}
	return time.Time{}, nil
}
