package knowledge

import "strings"

// Class says in a word of what kind the reason is that something was not let out for, for counters: form, language, quote, number,
// name, negation, lost, twice, found, or carried for whatever else the quotes do not carry. It holds nothing of a text.
func (r Rejected) Class() string {
	reason := r.Reason
	if end := strings.IndexAny(reason, ":\"“"); end >= 0 { // what follows is of a text
		reason = reason[:end]
	}
	for _, c := range []struct{ class, words string }{
		{"twice", "said already"},
		{"found", "nothing was found"},
		{"quote", "word for word|cites"},
		{"form", "markup|not shown|whole sentence|empty|too short|too long|shorter|longer than|one question"},
		{"language", "language|in English|not translated"},
		{"number", "number|figure"},
		{"negation", "negat|den"},
		{"name", "name|state"},
		{"lost", "leaves out|does not ask"},
	} {
		for w := range strings.SplitSeq(c.words, "|") {
			if strings.Contains(reason, w) {
				return c.class
			}
		}
	}
	return "carried"
}

// Verdicts counts what models wrote for an Answer: what was let out, and what was not by its Class.
func (a Answer) Verdicts() (letOut int, dropped map[string]int) {
	dropped = map[string]int{}
	if w := a.Writing; w != nil {
		letOut += w.Written
		for _, d := range w.Dropped {
			dropped[d.Class()]++
		}
	}
	if r := a.Rewriting; r != nil {
		if r.Used {
			letOut++
		}
		if r.Dropped != nil {
			dropped[r.Dropped.Class()]++
		}
	}
	if t := a.Translation; t != nil {
		letOut += t.Translated
		for _, d := range t.Dropped {
			dropped[d.Class()]++
		}
	}
	return letOut, dropped
}
