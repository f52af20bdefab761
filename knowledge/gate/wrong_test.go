package gate

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/news"
)

// harderVariants makes wrong Statements that take words away or put true words together wrongly.
func harderVariants(c example, all []example, i int) []wrongCase {
	var out []wrongCase
	text := func(kind, s string, more ...news.Citation) {
		if s != "" && s != c.s.Text {
			w := c.s
			w.Text = s
			w.Citations = append(append([]news.Citation{}, w.Citations...), more...)
			out = append(out, wrongCase{kind, w})
		}
	}
	p := english.Parse(c.s.Text)
	if c.form == "speaker as field" {
		w := c.s
		w.SaidBy = ""
		out = append(out, wrongCase{"speaker left out", w})
	}
	if c.form != "verbatim" {
		return out
	}
	for _, re := range hedges {
		for _, m := range re.FindAllStringSubmatchIndex(c.s.Text, -1) {
			text("hedge left out", c.s.Text[:m[2]]+c.s.Text[m[3]:])
		}
	}
	for _, m := range governing.FindAllStringSubmatchIndex(c.s.Text, -1) {
		text("governing verb left out", c.s.Text[:m[2]]+c.s.Text[m[3]:])
	}
	// the subject of this sentence with the predicate of another that is cited too
	for k := i + 1; k < len(all) && k < i+4; k++ {
		o := all[k]
		if o.form != "verbatim" {
			continue
		}
		q := english.Parse(o.s.Text)
		a, b := subjectEnd(p), subjectEnd(q)
		if a > 0 && b > 0 && !strings.EqualFold(c.s.Text[:a], o.s.Text[:b]) && !emptySubject(p, p.Clauses[0].Subjects[0]) && !sameParty(c.s.Text[:a], o.s.Text[:b]) {
			text("subject of another quote", c.s.Text[:a]+o.s.Text[b:], o.s.Citations...)
		}
	}
	// somebody else named in the quotes as the source
	for _, n := range namesIn(p) {
		if m := saidAtEnd.FindStringSubmatch(c.s.Text); m != nil && !strings.Contains(m[2], n.text) && !sharePlaceOrName(m[2], n.text) {
			text("lead-in of another", "According to "+n.text+", "+m[1]+".")
		}
	}
	return out
}

// hedges of numbers, nouns and clauses; the group is what is left out.
var hedges = []*regexp.Regexp{
	regexp.MustCompile(`\b((?:about|around|nearly|almost|up to|at least|more than|fewer than|less than|no less than|over) )(?:[$€£]|\d|NKr|half)`),
	regexp.MustCompile(`\b((?:reportedly|allegedly|probably|likely|perhaps|possibly|conditionally|provisionally) )\p{L}`),
	regexp.MustCompile(`\b((?:former|proposed|possible|potential|planned|draft|some|most|many|several|part of) )\p{Ll}+`),
	regexp.MustCompile(`\b(?:an|the|its) (earlier )\p{Ll}+`),
	regexp.MustCompile(`\b(only )(?:after|if|the|once|make|a)\b`),
	regexp.MustCompile(`( in principle)\b`),
}

// governing verbs before an infinitive: what is left asserts more. "Has agreed to lead" becomes "lead".
var governing = regexp.MustCompile(`\b((?:is|are|was|were|has|have|had) (?:ready|willing|open|reluctant|agreed|refused|decided|promised|pledged|declined|failed|yet|prepared|unable|expected|meant|due) to )\p{Ll}+`)

// subjectEnd gives where the subject of a sentence's first clause ends, in bytes, where its verb follows at once; 0 for none.
func subjectEnd(p *english.Parsed) int {
	if len(p.Clauses) == 0 || len(p.Clauses[0].Subjects) != 1 || p.Clauses[0].Kind != english.Main {
		return 0
	}
	s := p.Clauses[0].Subjects[0]
	if s != 0 || p.Clauses[0].Verb != 1 || p.IsPronoun(p.Phrases[0]) {
		return 0
	}
	return p.Tokens[p.Phrases[s].End-1].End
}

// sameParty says whether two subjects name the same: a name, or all words of one in the other.
func sameParty(a, b string) bool {
	x, y := wording.Of(a), wording.Of(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range x {
		if !hasWordText(y, w.Text) {
			return sharePlaceOrName(a, b)
		}
	}
	return true
}

func sharePlaceOrName(a, b string) bool {
	return sharePlace(a, b) || nameOf(a).in(b) || nameOf(b).in(a)
}
