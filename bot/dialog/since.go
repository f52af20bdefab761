package dialog

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/itlightning/dateparse"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// change is what happened to an entry of the Ledger from some day on.
type change struct {
	day       string // of the latest report, YYYY-MM-DD
	what      string // lines
	then, now string // stances or statuses; then is "" for what is new
	again     bool   // now is as then, and reported once more
	citation  knowledge.Citation
}

// changes lists what the reports of a day, YYYY-MM-DD, and of later ones changed, the latest first: commitments that are
// new or have another stance, and issues that are new, have another status, or are reported once more. undated counts the
// entries of which no report has a date.
func changes(base Base, from string, say phrase.Words) (out []change, undated int) {
	add := func(h []knowledge.Reported, what string, now string, of func(knowledge.Reported) string, repeats bool) {
		first, last := Span(h)
		if last == "" {
			undated++
		}
		if last < from || last == "" {
			return
		}
		c := change{day: last, what: what, now: now}
		for _, r := range h {
			if r.Date == last {
				c.citation = r.Citation
			}
			if r.Date != "" && r.Date < from {
				c.then = of(r)
			}
		}
		if c.again = first < from && c.then == now; !c.again || repeats {
			out = append(out, c)
		}
	}
	for _, c := range base.Commitments() {
		add(c.History, whoDoes(c.Actor, undertaking(c, say), say), string(c.Stance), func(r knowledge.Reported) string { return string(r.Stance) }, false)
	}
	for _, i := range base.Issues() {
		add(i.History, matter(i, say), string(i.Status), func(r knowledge.Reported) string { return string(r.Status) }, true)
	}
	slices.SortStableFunc(out, func(a, b change) int { return strings.Compare(b.day, a.day) })
	return out, undated
}

func (d *Dialog) since(say phrase.Words, typed string) adapters.Reply {
	on, ok := parseDay(typed, d.now())
	if !ok {
		lead := say.Say("Since which day?")
		if typed != "" {
			lead = say.Say("%s is not a day.", "“"+clipped(typed)+"”")
		}
		return adapters.Reply{Lead: lead, Notes: []string{say.Say("Write it like %s.", "/since 2026-01-06, /since 6 Jan, /since yesterday, /since monday")}}
	}
	from := on.Format(time.DateOnly)
	all, undated := changes(d.base, from, say)
	l := newListing(say, say.Say("What"), say.Say("Then"), say.Say("Now"), say.Say("Reported"), say.Say("From"))
	for _, c := range all[:min(len(all), mostRows)] {
		then, now := say.Say("(new)"), say.Text(c.now)
		if c.then != "" {
			then = say.Text(c.then)
		}
		if c.again {
			now = say.Say("%s, reported again", now)
		}
		l.add([]knowledge.Citation{c.citation}, c.what, then, now, day(c.day, say))
	}
	lead := say.Say("%d changes since %s.", len(all), say.Day(on))
	var notes []string
	if len(all) > mostRows {
		notes = append(notes, say.Say("Shown are the latest %d.", mostRows))
	}
	if undated > 0 {
		notes = append(notes, say.Say("%d entries have no date and are left out.", undated))
	}
	return d.fresh(l.reply(lead, notes...), say)
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
