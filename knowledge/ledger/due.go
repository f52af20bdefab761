package ledger

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
)

// graceDays is how long after its day a decision may go untold because no Article has come yet.
const graceDays = 3

var (
	dueDate    = regexp.MustCompile(`(?i)\b(?:(\d{1,2})\s+)?(` + english.Months + `)\b\.?(?:\s+(\d{1,2})\b)?(?:,?\s+((?:19|20)\d\d)\b)?`)
	dueYear    = regexp.MustCompile(`(?i)\b(?:in|by|before|during|until) ((?:19|20)\d\d)\b`)
	dueWeekday = regexp.MustCompile(`(?i)\b(sun|mon|tues|wednes|thurs|fri|satur)day\b`)
	dueSoon    = regexp.MustCompile(`(?i)\b(tonight|tomorrow|today|this week|next week|within days|in the coming days|this month|next month)\b`)
	soonDays   = map[string]int{"tonight": 1, "today": 1, "tomorrow": 1, "this week": 7, "next week": 14, "within days": 7, "in the coming days": 7, "this month": 31, "next month": 62}
	weekdays   = []string{"sun", "mon", "tues", "wednes", "thurs", "fri", "satur"}
	monthNames = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// overdue says whether an issue was to be decided by a day that has passed, and no Article tells how: nobody knows
// whether it is open.
func (lg *merging) overdue(g []*mention) bool {
	for _, m := range g {
		written := lg.entries[m.entry].article.Published
		if m.Status != extract.IssueOpen || m.Due == "" || written.IsZero() {
			return false
		}
		if day, ok := dueDay(m.Due, written); !ok || !lg.last.After(day.AddDate(0, 0, graceDays)) {
			return false
		}
	}
	return true
}

// ahead says whether an issue is to be decided on a day that is still to come: until then it is open.
func (lg *merging) ahead(m *mention) bool {
	written := lg.entries[m.entry].article.Published
	if m.Due == "" || written.IsZero() {
		return false
	}
	day, ok := dueDay(m.Due, written)
	return ok && day.After(lg.last)
}

// dueDay gives the last day that words written on a day can mean; ok is false where they name none.
func dueDay(words string, written time.Time) (day time.Time, ok bool) {
	if m := dueDate.FindStringSubmatch(words); m != nil {
		return dateOf(m, written)
	}
	if m := dueYear.FindStringSubmatch(words); m != nil {
		if year, err := strconv.Atoi(m[1]); err == nil {
			return time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC), true
		}
	}
	if m := dueSoon.FindString(words); m != "" {
		return written.AddDate(0, 0, soonDays[strings.ToLower(m)]), true
	}
	if m := dueWeekday.FindStringSubmatch(words); m != nil {
		ahead := (slices.Index(weekdays, strings.ToLower(m[1])) - int(written.Weekday()) + 7) % 7
		return written.AddDate(0, 0, ahead), true
	}
	return time.Time{}, false
}

// dateOf reads a match of dueDate: a day, or the last day of a month, the next one after it was written.
func dateOf(m []string, written time.Time) (time.Time, bool) {
	month := slices.IndexFunc(monthNames, func(n string) bool { return strings.HasPrefix(strings.ToLower(m[2]), n) }) + 1
	day := m[1] + m[3]
	if month == 0 || strings.EqualFold(m[2], "may") && day == "" || m[1] != "" && m[3] != "" {
		return time.Time{}, false // may is a verb, too
	}
	in := func(year int) time.Time {
		if n, err := strconv.Atoi(day); err == nil {
			return time.Date(year, time.Month(month), n, 0, 0, 0, 0, time.UTC)
		}
		return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC)
	}
	if year, err := strconv.Atoi(m[4]); err == nil {
		return in(year), true
	}
	if d := in(written.Year()); !d.Before(written) {
		return d, true
	}
	return in(written.Year() + 1), true
}
