package dialog

import (
	"slices"

	"talksbot/knowledge"
)

// Filter says which entries of the Ledger somebody wants to see. The zero Filter keeps all.
type Filter struct {
	Actors   []string // as typed: a person, or a state by any of its names
	Stances  []knowledge.Stance
	Statuses []knowledge.IssueStatus
	Since    string // YYYY-MM-DD: only what was reported on that day or later
}

// Concerns tells whether one of the texts names one of the Actors.
func (f Filter) Concerns(texts ...string) bool {
	return len(f.Actors) == 0 || slices.ContainsFunc(f.Actors, func(name string) bool {
		return slices.ContainsFunc(texts, NewActor(name).In)
	})
}

// Commitment tells whether one is kept; undated, that it is not only for want of a date.
func (f Filter) Commitment(c knowledge.Commitment) (keeps, undated bool) {
	if !f.Concerns(c.Actor) || len(f.Stances) > 0 && !slices.Contains(f.Stances, c.Stance) {
		return false, false
	}
	return f.dated(c.LastReported)
}

// Issue tells whether one is kept; undated, that it is not only for want of a date.
func (f Filter) Issue(i knowledge.OpenIssue) (keeps, undated bool) {
	if !f.Concerns(Named(i)...) || len(f.Statuses) > 0 && !slices.Contains(f.Statuses, i.Status) {
		return false, false
	}
	_, last := Span(i.History)
	return f.dated(last)
}

func (f Filter) dated(last string) (keeps, undated bool) {
	return last >= f.Since, last == "" && f.Since != ""
}

// Named gives the texts of an OpenIssue that may name somebody.
func Named(i knowledge.OpenIssue) []string {
	texts := []string{i.SaidBy, i.Issue}
	for _, h := range i.History {
		texts = append(texts, h.SaidBy, h.What)
	}
	return texts
}

// Span gives the days of the first and the last report that has one, YYYY-MM-DD.
func Span(h []knowledge.Reported) (first, last string) {
	for _, r := range h {
		if r.Date == "" {
			continue
		}
		if first == "" || r.Date < first {
			first = r.Date
		}
		last = max(last, r.Date)
	}
	return first, last
}

// Articles gives the first Citation of each cited Article.
func Articles(cs []knowledge.Citation) []knowledge.Citation {
	var out []knowledge.Citation
	for _, c := range cs {
		if !slices.ContainsFunc(out, func(o knowledge.Citation) bool { return o.Article == c.Article }) {
			out = append(out, c)
		}
	}
	return out
}
