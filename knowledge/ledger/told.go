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
	if m.Stance == "" {
		return lg.memory.openBefore.of(quote, func(s string) bool { return allBefore(s, true) })
	}
	return lg.memory.toldBefore.of(quote, func(s string) bool { return allBefore(s, false) })
}

// allBefore says whether the verbs of a sentence, those with a modal among them or not, all tell what had been: and one does.
func allBefore(sentence string, butModals bool) bool {
	n := 0
	p := english.Parse(sentence)
	for j, ph := range p.Phrases {
		v := ph.Verb
		if ph.Kind != english.VerbPhrase || !v.Finite() || butModals && v.Modal != "" {
			continue
		}
		if !v.Perfect || v.Modal != "" || !slices.Contains(strings.Fields(p.Span(j, j+1)), "had") {
			return false
		}
		n++
	}
	return n > 0
}

var (
	// bounds finds what makes of a refusal a limit: "will not send more than two", "will not leave before May".
	bounds = regexp.MustCompile(`(?i)\b(?:more|less|fewer|longer|further|earlier|later|sooner|beyond|before|until|till|any other|other than)\b`)
	// detail finds what leaves open no more than how something is done: "has not decided when to send it".
	detail = regexp.MustCompile(`(?i)^(?:(?:has|have|had|is|are|did|does|do)\b.{0,40}?\s)?(?:when|where|how|which|by when|at what|on what)\b`)
)

// limits says whether a report only tells how far a party goes, or what is open of how it does something. It takes nothing back of what the
// party undertakes.
func limits(r extract.Report) bool {
	return r.Stance == stance.Declined && bounds.MatchString(r.Undertaking) || r.Stance == stance.Undecided && detail.MatchString(r.Undertaking)
}
