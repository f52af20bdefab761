package sources

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/itlightning/dateparse"
)

var (
	// ErrAmbiguous says that a date may be two days.
	ErrAmbiguous = errors.New("could be day/month or month/day; write it as 2026-12-31")
	errNoDate    = errors.New("is not a date that can be read; write it as 2026-12-31")

	slashed  = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})\b`)
	digits   = regexp.MustCompile(`\d+`)
	month    = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*`)
	septDot  = regexp.MustCompile(`(?i)\bsept\b`)
	compact  = regexp.MustCompile(`^\d{8}$`)
	allDigit = regexp.MustCompile(`^\d+$`)
)

// day reads a date with year, month and day, and gives that calendar day, as written, at midnight UTC.
// 03/04/2026 is ErrAmbiguous; 13/04/2026 is not, and neither is 03.04.2026, which is day first everywhere.
func day(s string) (time.Time, error) {
	s = septDot.ReplaceAllString(strings.Join(strings.Fields(s), " "), "Sep")
	if m := slashed.FindStringSubmatch(s); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[3])
		y, _ := strconv.Atoi(m[4])
		switch {
		case m[2] == "." || a > 12 || a == b:
			return calendar(y, b, a)
		case b > 12:
			return calendar(y, a, b)
		}
		return time.Time{}, ErrAmbiguous
	}
	if allDigit.MatchString(s) && !compact.MatchString(s) {
		return time.Time{}, errNoDate
	}
	t, err := dateparse.ParseStrict(s)
	if err != nil || !namesDay(s, t.Day()) {
		return time.Time{}, errNoDate
	}
	return calendar(t.Year(), int(t.Month()), t.Day())
}

// namesDay tells "6 January 2026" from "January 2026", which the library reads as its first day.
func namesDay(s string, d int) bool {
	if compact.MatchString(s) {
		return true
	}
	groups := digits.FindAllString(s, -1)
	parts := len(groups)
	if month.MatchString(s) {
		parts++
	}
	for _, g := range groups {
		if n, _ := strconv.Atoi(g); n == d {
			return parts >= 3
		}
	}
	return false
}

func calendar(y, m, d int) (time.Time, error) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m || y < 1000 || y > 9999 {
		return time.Time{}, errNoDate
	}
	return t, nil
}
