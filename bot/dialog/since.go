package dialog

import (
	"cmp"
	"context"
	"regexp"
	"slices"
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
	if said := CorrectedSince(d.base.Articles(), on, say); said != "" {
		notes = append(notes, said)
	}
	return d.fresh(l.reply(lead, notes...), say), nil
}

// mostCorrected is how many Articles CorrectedSince names.
const mostCorrected = 3

// CorrectedSince names the Articles of before a day that were corrected on it or later: what they tell now is compared with nothing
// in a list of changes since that day. "" where there are none.
func CorrectedSince(all []knowledge.Article, day time.Time, say phrase.Words) string {
	all = slices.DeleteFunc(slices.Clone(all), func(a knowledge.Article) bool {
		return !a.Published.Before(day) || len(a.Earlier) == 0 || corrected(a).Before(day)
	})
	if len(all) == 0 {
		return ""
	}
	slices.SortStableFunc(all, func(a, b knowledge.Article) int { return corrected(b).Compare(corrected(a)) })
	var names []string
	for _, a := range all[:min(len(all), mostCorrected)] {
		name := "“" + clipped(line(cmp.Or(a.Title, a.ID))) + "”"
		if a.Publisher != "" {
			name += ", " + line(a.Publisher)
		}
		names = append(names, name+" ("+say.Day(corrected(a))+")")
	}
	said := say.Say("%d older articles were corrected since, which is not among the changes: %s", len(all), strings.Join(names, "; "))
	if more := len(all) - len(names); more > 0 {
		said += "; " + say.Say("and %d more", more)
	}
	return said + "."
}

// corrected is when an Article was last corrected; it was.
func corrected(a knowledge.Article) time.Time { return a.Earlier[len(a.Earlier)-1].Until }

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
