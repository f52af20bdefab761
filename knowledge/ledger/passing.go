package ledger

import (
	"slices"
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/stance"
)

// passingDays is how long a report of how things stood on a day is taken to hold.
const passingDays = 28

// passed says whether all that is told of an issue is how things stood on a day, and that day is past: it is long ago, an
// agreement has been signed since, or who had not made up its mind has undertaken or refused something. Then nobody
// knows whether it is open.
func (lg *merging) passed(g, firm []*mention) bool {
	var last time.Time
	for _, m := range g {
		if m.Status != extract.IssueOpen || !m.Passing && !m.unmade {
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
	passing := !slices.ContainsFunc(g, func(m *mention) bool { return !m.Passing })
	if passing && lg.last.After(last.AddDate(0, 0, passingDays)) {
		return true
	}
	for _, c := range firm {
		if !lg.entries[c.entry].order.After(last) {
			continue
		}
		for _, m := range g {
			if passing && c.Stance == stance.Signed && !m.Mind && lg.sameArticleMatter(m, c) >= 0.4 || sharesParty(m.Actors, c.Actors) && lg.sameArticleMatter(m, c) >= 0.4 {
				return true
			}
		}
	}
	return false
}

// firmly gives the undertakings and refusals among commitments.
func firmly(commitments []*mention) []*mention {
	var out []*mention
	for _, c := range commitments {
		if c.Stance == stance.Signed || c.Stance == stance.Pledged || c.Stance == stance.Declined {
			out = append(out, c)
		}
	}
	return out
}
