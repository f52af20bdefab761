package gate

import (
	"strconv"
	"strings"
	"time"

	"talksbot/knowledge/gate/wording"
)

// span is a day, month or year that a Statement names; what it does not name is 0.
type span struct {
	year, month, day int
	words            []int
}

// dated finds, for the words of the dates of the Statement, what of the quotes means them as seen from the day the article was published:
// "on Friday", "last month", "next year".
func (r *rewording) dated() map[int][]found {
	var out map[int][]found
	for _, d := range spansOf(r.st.words) {
		for _, s := range r.srcs {
			written, err := time.Parse(time.DateOnly, r.published(s.article))
			if err != nil {
				continue
			}
			for k, t := range s.terms {
				if day, exact, ok := s.meansDay(t, written); ok && d.holds(day, exact) && s.quotedRun(t.from, t.to) {
					for _, w := range d.words {
						if out == nil {
							out = map[int][]found{}
						}
						out[w] = append(out[w], found{s, k})
					}
				}
			}
		}
	}
	return out
}

func (r *rewording) published(article string) string {
	for _, c := range r.s.Citations {
		if c.Article == article {
			return c.Published
		}
	}
	return ""
}

// spansOf finds the dates among words: "21 November 2025", "Nov. 21", "in 2026".
func spansOf(ws []wording.Word) []span {
	var out []span
	number := func(i, from, to int) int {
		if i < 0 || i >= len(ws) || !ws[i].Number || ws[i].Unit() != "" {
			return 0
		}
		if n, err := strconv.Atoi(ws[i].Text); err == nil && n >= from && n <= to {
			return n
		}
		return 0
	}
	taken := -1
	for i, w := range ws {
		if m := wording.MonthOf(w.Text); m > 0 && w.Capital {
			d := span{month: m, words: []int{i}}
			next := i + 1
			if d.day = number(i-1, 1, 31); d.day > 0 && i-1 > taken {
				d.words = append(d.words, i-1)
			} else if d.day = number(i+1, 1, 31); d.day > 0 {
				d.words = append(d.words, i+1)
				next++
			}
			if d.year = number(next, 1900, 2100); d.year > 0 {
				d.words = append(d.words, next)
				next++
			}
			taken = next - 1
			if w.Text != "may" || len(d.words) > 1 {
				out = append(out, d)
			}
		} else if y := number(i, 1900, 2100); y > 0 && i > taken {
			out = append(out, span{year: y, words: []int{i}})
		}
	}
	return out
}

// holds says whether a day, or some day of the month or year that it stands for, is told by the span and by no less.
func (d span) holds(day time.Time, exact int) bool {
	return (d.year == 0 || d.year == day.Year()) && (d.month == 0 || exact >= monthly && d.month == int(day.Month())) && (d.day == 0 || exact == daily && d.day == day.Day())
}

// How exactly words tell when.
const (
	yearly = iota
	monthly
	daily
)

// meansDay gives the day that a term of a source means, written on a day, or one of its month or year.
func (s *termed) meansDay(t term, written time.Time) (day time.Time, exact int, ok bool) {
	before := ""
	if t.from > 0 {
		before = s.words[t.from-1].Text
	}
	step := map[string]int{"last": -1, "next": 1}[before]
	switch t.text {
	case "today":
		return written, daily, true
	case "yesterday":
		return written.AddDate(0, 0, -1), daily, true
	case "tomorrow":
		return written.AddDate(0, 0, 1), daily, true
	case "year":
		return written.AddDate(step, 0, 0), yearly, step != 0 || before == "this"
	case "month":
		first := time.Date(written.Year(), written.Month(), 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, step, 0), monthly, step != 0 || before == "this"
	}
	for n := range 7 {
		if strings.ToLower(time.Weekday(n).String()) != t.text || t.clause < 0 || before == "last" || before == "next" {
			continue
		}
		back := (int(written.Weekday()) - n + 7) % 7
		c := s.p.Clauses[t.clause]
		switch v := s.p.VerbOf(c); {
		case levelOf(s.p, t.clause) != fact:
			return written.AddDate(0, 0, (7-back)%7), daily, true
		case v.Past || v.Perfect || s.p.Tokens[s.p.Phrases[c.Verb].Start].Tag == "VBD":
			return written.AddDate(0, 0, -back), daily, true
		}
	}
	return time.Time{}, 0, false
}
