package ledger

import (
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/stance"
)

// passingDays is how long a report of how things stood on a day is taken to hold.
const passingDays = 28

// passed says whether all that is told of an issue is how things stood on a day, and that day is past: it is long ago, an
// agreement has been signed since, or who had not made up its mind has undertaken or refused something. Then nobody
// knows whether it is open.
func (lg *merging) passed(g []*mention, firm firm) bool {
	var last time.Time
	for _, m := range g {
		if m.Status != extract.IssueOpen || !m.Passing && !m.unmade || lg.ahead(m) {
			return false
		}
		day := lg.entries[m.entry].order
		if day.IsZero() {
			return false
		}
		if day.After(last) {
			last = day
		}
	}
	if lg.last.After(last.AddDate(0, 0, passingDays)) {
		return true
	}
	for _, m := range g {
		for _, a := range m.Actors {
			for _, c := range firm.byParty[a.Key] {
				if lg.entries[c.entry].order.After(last) && lg.sameArticleMatter(m, c) >= 0.4 {
					return true
				}
			}
		}
		if m.Mind {
			continue
		}
		for _, t := range m.terms {
			for _, c := range firm.signed[t] {
				if lg.entries[c.entry].order.After(last) && lg.sameArticleMatter(m, c) >= 0.4 {
					return true
				}
			}
		}
	}
	return false
}

// firm are the undertakings and refusals, so arranged that not each need be held against each issue.
type firm struct {
	byParty map[string][]*mention
	signed  map[string][]*mention // what was signed, by what it is about
}

func firmly(commitments []*mention) firm {
	f := firm{map[string][]*mention{}, map[string][]*mention{}}
	for _, c := range commitments {
		if !decided(c.Stance) {
			continue
		}
		for _, k := range c.keys {
			if k != "" {
				f.byParty[k] = append(f.byParty[k], c)
			}
		}
		for _, t := range c.terms {
			if c.Stance == stance.Signed {
				f.signed[t] = append(f.signed[t], c)
			}
		}
	}
	return f
}
