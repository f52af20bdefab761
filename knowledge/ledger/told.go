package ledger

import (
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// onlySoftens says whether a later report would make less of what one tells, and may not: it only looks back on how things were, or is what
// one state says of another.
func (lg *merging) onlySoftens(m, lead *mention) bool {
	if stance.Rank(m.Stance) <= stance.Rank(lead.Stance) {
		return false
	}
	return parties.IsState(m.SaidBy.Key) && !slices.Contains(m.keys, m.SaidBy.Key) || lg.looksBack(m)
}

// looksBack says whether a sentence tells how things were before the time it tells of: "had refused", "had been unclear who would pay".
func (lg *merging) looksBack(m *mention) bool {
	quote := lg.cite(spot{m.entry, m.Passage}).Quote
	if !strings.Contains(quote, " had ") {
		return false
	}
	n := 0
	p := english.Parse(quote)
	for j, ph := range p.Phrases {
		v := ph.Verb
		if ph.Kind != english.VerbPhrase || !v.Finite() || m.Stance == "" && v.Modal != "" {
			continue
		}
		if !v.Perfect || v.Modal != "" || !slices.Contains(strings.Fields(p.Span(j, j+1)), "had") {
			return false
		}
		n++
	}
	return n > 0
}

// bounds finds what makes of a refusal a limit: "will not send more than two", "will not leave before May".
var bounds = regexp.MustCompile(`(?i)\b(?:more|less|fewer|longer|further|earlier|later|sooner|beyond|before|until|till|any other|other than)\b`)

// limits says whether a refusal only tells how far a party goes, which takes nothing back of what it undertakes.
func limits(r extract.Report) bool {
	return r.Stance == stance.Declined && bounds.MatchString(r.Undertaking)
}
