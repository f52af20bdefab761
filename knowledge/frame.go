package knowledge

import (
	_ "embed"

	"talksbot/knowledge/english"
)

var framers = english.Set("after before since between until till during following amid despite into at within for")

// framing marks the tokens that say when or between whom something is asked, or of what as a whole, with the word that
// tells so: "after the summit", "did the treaty leave open".
func framing(p *english.Parsed) map[int]string {
	out := map[int]string{}
	frame := ""
	for i, ph := range p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		before := at(p.Tokens, ph.Start-1)
		switch {
		case framers[before.Lower]:
			frame = before.Lower
		case frame != "" && before.Lower == "of":
			frame = "of"
		case frame != "" && (before.Lower == "and" || before.Lower == ",") && i > 0:
		default:
			frame = ""
		}
		for t, of := ph.Start, false; frame != "" && t < ph.End; t++ {
			if of = of || p.Tokens[t].Lower == "of"; of {
				out[t] = "of"
			} else {
				out[t] = frame
			}
		}
	}
	clause, subject := false, -1
	for i, t := range p.Tokens {
		switch {
		case clause && (t.Lower == "," || aboutWords[t.Lower]):
			clause = false
		case clauseFramers[t.Lower] && i > 2:
			clause = true
			for k := i - 1; k >= 0 && (english.TimeWord(p.Tokens[k].Lower) || asks()["time-noun"][p.Tokens[k].Lemma] || p.Tokens[k].Tag == "CD"); k-- {
				out[k] = t.Lower // "three months after"
			}
		case i > 2 && (t.Lower == "now" || t.Lower == "when" || t.Lower == "once" || t.Lower == "as"):
			clause = true
		case t.Lower == "did" || t.Lower == "does" || t.Lower == "do":
			subject = i
		case t.Lemma == "leave" && subject >= 0: // "what did the treaty leave open"
			for k := subject + 1; k < i; k++ {
				out[k] = "leave"
			}
		}
		if clause && out[i] == "" {
			out[i] = "when"
		}
	}
	return out
}

var (
	clauseFramers = english.Set("after before since until till once")
	aboutWords    = english.Set("about on over regarding concerning")
)
