package dialog

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/itlightning/dateparse"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

func (d *Dialog) since(ctx context.Context, say phrase.Words, typed string) (adapters.Reply, error) {
	on, ok := parseDay(typed, d.now())
	if !ok {
		lead := say.Say("Since which day?")
		if typed != "" {
			lead = say.Say("%s is not a day.", "“"+clipped(typed)+"”")
		}
		return adapters.Reply{Lead: lead, Notes: []string{say.Say("Write it like %s.", "/since 2026-01-06, /since 6 Jan, /since yesterday, /since monday")}}, nil
	}
	all, err := d.base.Changes(ctx, on)
	if err != nil {
		return adapters.Reply{}, err
	}
	l := newListing(say, say.Say("What"), say.Say("Then"), say.Say("Now"), say.Say("Reported"), say.Say("From"))
	for _, c := range all[:min(len(all), mostRows)] {
		then := say.Say("(new)")
		if c.Then != "" {
			then = say.Text(c.Then)
		}
		l.add([]knowledge.Citation{c.Citation}, changed(c, say), then, say.Text(c.Now), day(c.Reported, say))
	}
	lead := say.Say("%d changes since %s.", len(all), say.Day(on))
	var notes []string
	if len(all) > mostRows {
		notes = append(notes, say.Say("Shown are the latest %d.", mostRows))
	}
	return d.fresh(l.reply(lead, notes...), say), nil
}

var (
	hasYear  = regexp.MustCompile(`\b\d{4}\b`)
	hasMonth = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b`)
	hasDay   = regexp.MustCompile(`\b\d{1,2}\b`)
	isoDay   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// parseDay reads a day as people type it: a date, with its month in words unless it is YYYY-MM-DD, today, yesterday, or a
// weekday. Without a year it is the last such day up to now.
func parseDay(typed string, now time.Time) (time.Time, bool) {
	typed = strings.ToLower(strings.TrimRight(line(typed), ".!?"))
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch typed {
	case "today":
		return today, true
	case "yesterday":
		return today.AddDate(0, 0, -1), true
	}
	for back := range 7 {
		t := today.AddDate(0, 0, -back)
		if name := strings.ToLower(t.Weekday().String()); typed == name || typed == name[:3] {
			return t, true
		}
	}
	if isoDay.MatchString(typed) {
		t, err := time.Parse(time.DateOnly, typed)
		return t, err == nil
	}
	if !hasMonth.MatchString(typed) || !hasDay.MatchString(typed) || strings.ContainsAny(typed, ":/") {
		return time.Time{}, false // such as 6/1, which is January or June
	}
	if hasYear.MatchString(typed) {
		t, err := dateparse.ParseStrict(typed)
		return t, err == nil
	}
	for year := today.Year(); year > today.Year()-5; year-- { // 29 Feb is not in every year
		t, err := dateparse.ParseStrict(typed + " " + time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006"))
		if err == nil && t.Year() == year && !t.After(today) {
			return t, true
		}
	}
	return time.Time{}, false
}
