package gate

import (
	"fmt"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
)

// quantities asks that each number of the Statement is as exact as in the quotes, and that no other number stands better where it
// stands.
func (r *rewording) quantities() string {
	for i, t := range r.st.terms {
		if !t.number() {
			continue
		}
		ok := len(r.match[i]) == 0
		for _, f := range r.match[i] {
			ok = ok || limitOf(r.st.words, t.from) == limitOf(f.src.termed.words, f.term().from)
		}
		if !ok {
			return fmt.Sprintf("%q is more or less exact", t.text)
		}
		if which := r.rival(i, r.st.counts, (*termed).counts, func(a, b term) bool { return b.number() && a.word.Unit() == b.word.Unit() }); which != "" {
			return fmt.Sprintf("%q where the quotes have %q", t.text, which)
		}
		if whole := r.st.partOf(i); whole >= 0 && len(r.match[whole]) > 0 {
			for _, f := range r.match[whole] {
				if k := f.src.partOf(f.at); k >= 0 && r.saidBy(i, f.src, k) {
					return fmt.Sprintf("%q is no part of %q", t.text, r.st.terms[whole].text)
				}
			}
		}
	}
	return ""
}

// partOf gives the number that a number is a part of: 40 in "three of the 40", "three out of a total of 40"; -1 for none.
func (s *termed) partOf(i int) int {
	of := false
	for k := i + 1; k < len(s.terms) && s.terms[k].from < s.terms[i].to+6; k++ {
		switch t := s.terms[k]; {
		case t.word.Mark != 0:
			return -1
		case t.number():
			if of {
				return k
			}
			return -1
		case t.text == "of":
			of = true
		}
	}
	return -1
}

// counts lists what a number counts and what governs it, with the last name before it.
func (s *termed) counts(i int) []tieTo {
	t := s.terms[i]
	if t.phrase < 0 || s.p.Phrases[t.phrase].Kind != english.NounPhrase {
		return nil
	}
	var out []tieTo
	if head := s.termAt(s.p.Phrases[t.phrase].Head); head != i && head >= 0 {
		out = append(out, tieTo{head, owns, ""})
	}
	for k := i - 1; k >= 0 && s.terms[k].clause == t.clause && !s.terms[k].number(); k-- {
		if s.terms[k].state() || s.terms[k].name() {
			out = append(out, tieTo{k, beside, ""})
			break
		}
	}
	return append(out, s.tiesOf(t.phrase)...)
}

// limitWords before a number, by what they make of it.
var limitWords = []struct{ words, means string }{
	{"no less than", ">="}, {"not less than", ">="}, {"no fewer than", ">="}, {"at least", ">="}, {"a minimum of", ">="},
	{"no more than", "<="}, {"not more than", "<="}, {"up to", "<="}, {"as much as", "<="}, {"as many as", "<="}, {"at most", "<="}, {"not exceed", "<="}, {"a maximum of", "<="},
	{"more than", ">"}, {"over", ">"}, {"above", ">"}, {"upwards of", ">"}, {"less than", "<"}, {"fewer than", "<"}, {"under", "<"}, {"below", "<"},
	{"close to", "~<"}, {"nearly", "~<"}, {"almost", "~<"}, {"about", "~"}, {"around", "~"}, {"roughly", "~"}, {"approximately", "~"}, {"some", "~"}, {"exactly", "="}, {"precisely", "="}, {"only", "only"}, {"just", "only"},
}

// limitOf tells how a number among words is limited: "at least", "about"; "" for not at all.
func limitOf(ws []wording.Word, at int) string {
	before := ""
	for _, w := range ws[max(0, at-5):at] {
		if w.Text != "a" && w.Text != "the" && w.Text != "coming" {
			before += " " + w.Text
		}
	}
	for _, b := range limitWords {
		if strings.HasSuffix(before, " "+b.words) {
			return b.means
		}
	}
	return ""
}
