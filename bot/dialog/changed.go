package dialog

import (
	"strings"

	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// Changed writes what a Change is of: who undertakes what, or the matter of an issue, with what belongs to it in a line each. The
// lines' labels are in a language, as in BCP 47.
func Changed(c knowledge.Change, language string) string { return changed(c, phrase.In(language)) }

func changed(c knowledge.Change, say phrase.Words) string {
	if c.Issue != nil {
		return matter(*c.Issue, say)
	}
	return whoDoes(c.Commitment.Actor, undertaking(*c.Commitment, say), say)
}

// ChangeNames gives the texts of a Change that may name somebody.
func ChangeNames(c knowledge.Change) []string {
	if c.Issue != nil {
		return Named(*c.Issue)
	}
	return []string{c.Commitment.Actor}
}

// ChangeLine is a Change in one line of English: "firmer: Norland: send two ships (proposed → pledged) · 6 Jan 2026, Courier".
func ChangeLine(c knowledge.Change) string {
	say := phrase.Words{}
	how, what := c.Now, ""
	if c.Then != "" {
		how = c.Then + " → " + c.Now
	}
	if c.Issue != nil {
		what = line(c.Issue.Issue)
	} else {
		what = whoDoes(c.Commitment.Actor, line(c.Commitment.Undertaking), say)
	}
	from := []string{}
	for _, s := range []string{day(c.Reported, say), line(c.Citation.Publisher)} {
		if s != "" {
			from = append(from, s)
		}
	}
	out := string(c.Kind) + ": " + what + " (" + how + ")"
	if len(from) > 0 {
		out += " · " + strings.Join(from, ", ")
	}
	return out
}
