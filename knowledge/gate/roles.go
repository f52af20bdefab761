package gate

import (
	"fmt"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/lexicon"
)

// role is how a name stands to the word that governs it.
type role uint8

const (
	acts    role = iota + 1 // subject of an active verb, by somebody
	suffers                 // object, subject of a passive verb
	owns                    // "Norland's plan", "Norlandian troops", "plan of Norland"
	beside                  // after any other preposition
)

// tieTo is one word that governs a name, and how.
type tieTo struct {
	term int // of the governor
	role role
	prep string
}

// ties lists what governs the term at i.
func (s *termed) ties(i int) []tieTo {
	t := s.terms[i]
	if t.phrase < 0 || s.p.Phrases[t.phrase].Kind != english.NounPhrase {
		return nil
	}
	var out []tieTo
	add := func(token int, r role, prep string) {
		if k := s.termAt(token); k >= 0 && k != i {
			out = append(out, tieTo{k, r, prep})
		}
	}
	ph := s.p.Phrases[t.phrase]
	if head := s.termAt(ph.Head); head != i && head >= 0 {
		add(ph.Head, owns, "")
		if !s.apposed(i, head) {
			return out
		}
	}
	return append(out, s.tiesOf(t.phrase)...)
}

// apposed says whether a name stands in a phrase as a title's bearer or part of a longer name, so that what governs the phrase governs
// it too: "President Mara Quill".
func (s *termed) apposed(i, head int) bool {
	return s.terms[i].word.Capital && s.terms[head].word.Capital && s.terms[i].to <= s.terms[head].from && !s.terms[i].state()
}

// tiesOf lists what governs a noun phrase.
func (s *termed) tiesOf(q int) []tieTo {
	var out []tieTo
	add := func(phrase int, r role, prep string) {
		if k := s.termAt(s.p.Phrases[phrase].Head); k >= 0 {
			out = append(out, tieTo{k, r, prep})
		}
	}
	for _, c := range s.p.Clauses {
		v := s.p.VerbOf(c)
		for _, x := range c.Subjects {
			if x != q {
				continue
			}
			r := acts
			if v.Passive {
				r = suffers
			}
			add(c.Verb, r, "")
			for n := c.Verb + 1; n < c.End && n < len(s.p.Phrases) && n <= c.Verb+2; n++ { // "is ready to", "wants to", "plans to lead"
				switch k := s.p.Phrases[n].Kind; {
				case k == english.VerbPhrase && s.p.Phrases[n].Verb.Infinitive, k == english.Adjective:
					add(n, acts, "")
				case k == english.NounPhrase && v.Lemma == "be":
					add(n, acts, "")
				}
			}
		}
	}
	if at := prepOf(s.p, q); at >= 0 && !s.isSubject(q) {
		prep := s.p.Tokens[s.p.Phrases[at].Start].Lower
		r := beside
		switch prep {
		case "by", "from":
			r = acts
		case "of":
			r = owns
		}
		for n := at - 1; n >= 0 && n >= at-3; n-- {
			switch s.p.Phrases[n].Kind {
			case english.NounPhrase:
				add(n, r, prep)
				continue
			case english.VerbPhrase, english.Adjective:
				add(n, r, prep)
			}
			break
		}
		return out
	}
	for n := q - 1; n >= 0; n-- {
		switch k := s.p.Phrases[n].Kind; k {
		case english.NounPhrase, english.Comma, english.Conjunction, english.Adverb, english.QuoteOpen, english.QuoteClose:
			if k == english.NounPhrase && !(s.p.IsMark(n+1) || s.p.KindAt(n+1) == english.Conjunction) {
				return out
			}
			continue
		case english.VerbPhrase:
			if !s.isSubject(q) {
				add(n, suffers, "")
			}
		}
		break
	}
	return out
}

func (s *termed) isSubject(q int) bool {
	for _, c := range s.p.Clauses {
		for _, x := range c.Subjects {
			if x == q {
				return true
			}
		}
	}
	return false
}

// termAt gives the term that a token belongs to; -1 for none.
func (s *termed) termAt(token int) int {
	at := s.p.Tokens[token].Start
	for i, t := range s.terms {
		if t.word.Start <= at && at < t.end {
			return i
		}
	}
	return -1
}

// roles asks of each name of the Statement, and each noun for who can act, that no other of the quotes stands where it stands.
func (r *rewording) roles() string {
	for i, t := range r.st.terms {
		if !t.state() && !t.name() || len(r.match[i]) == 0 {
			continue
		}
		if who := r.rival(i, r.st.ties, (*termed).ties, sameKind); who != "" {
			return fmt.Sprintf("%q where the quotes have %q", t.text, who)
		}
	}
	return ""
}

// rival finds a term of the quotes that stands just where term i of the Statement does, under a word under which they do not have that
// term; "" for none.
func (r *rewording) rival(i int, ties func(int) []tieTo, tiesIn func(*termed, int) []tieTo, kind func(a, b term) bool) string {
	t := r.st.terms[i]
	for _, a := range ties(i) {
		if r.idle(r.st.terms[a.term]) {
			continue
		}
		same, other, who := 0, 0, ""
		for _, s := range r.srcs {
			for k, o := range s.terms {
				if !kind(t, o) {
					continue
				}
				n := 0
				for _, b := range tiesIn(s.termed, k) {
					if r.carries2(a.term, s, b.term) {
						n = max(n, a.likeness(b))
					}
				}
				switch {
				case sameTerm(t, o):
					same = max(same, n)
				case n > other && !s.listed(k, t):
					other, who = n, o.text
				}
			}
		}
		if other == alike && same < other {
			return who
		}
	}
	return ""
}

// How like two ties of the same word are.
const (
	crossed = iota + 1 // one acts where the other suffers
	near
	alike
)

func (a tieTo) likeness(b tieTo) int {
	switch {
	case a.role == b.role && a.prep == b.prep:
		return alike
	case a.role == acts && b.role == suffers, a.role == suffers && b.role == acts:
		return crossed
	case a.role == owns || b.role == owns:
		return alike
	}
	return near
}

// sameKind says whether two terms name parties of one kind, so that one can stand for the other.
func sameKind(a, b term) bool {
	return (a.state() || a.name()) && (b.state() || b.name())
}

// listed says whether term k of a source stands in one noun phrase or list with one that is the same as t.
func (s *reworded) listed(k int, t term) bool {
	for n, o := range s.terms {
		if n != k && sameTerm(t, o) && s.oneList(min(n, k), max(n, k)) {
			return true
		}
	}
	return false
}

// oneList says whether only names and what joins them stand between two terms.
func (s *reworded) oneList(a, b int) bool {
	if s.terms[a].phrase == s.terms[b].phrase {
		return true
	}
	for _, w := range s.termed.words[s.terms[a].to:s.terms[b].from] {
		if !w.Capital && w.Text != "and" && w.Text != "or" && w.Text != "the" {
			return false
		}
	}
	return true
}

// carries2 says whether term i of the Statement is said by term k of a source.
func (r *rewording) carries2(i int, s *reworded, k int) bool {
	for _, f := range r.match[i] {
		if f.src == s && f.at == k {
			return true
		}
	}
	return false
}

// actor says whether a term names somebody who can act, or a state.
func actor(t term) bool {
	return t.state() || t.name() || !t.number() && t.to == t.from+1 && lexicon.Agentive(t.text) > 0.5
}

// subjects asks that who does, or undergoes, what a clause of the Statement tells of is whom the quotes have do or undergo it.
func (r *rewording) subjects() string {
	for b, t := range r.st.terms {
		if !r.st.predicate(t) || r.idle(t) || r.st.adverbial(t) || r.st.tells(t.clause) {
			continue
		}
		c := r.st.p.Clauses[t.clause]
		passive := r.st.p.VerbOf(c).Passive && r.st.verbal(t)
		for _, q := range c.Subjects {
			q = r.st.wholeSubject(q)
			ok, seen := false, false
			for _, g := range verbsFirst(r.match[b]) {
				o := g.term()
				if o.phrase < 0 || o.clause < 0 || !g.src.predicate(o) && g.src.p.Phrases[o.phrase].Kind != english.Adverb {
					ok = true
					continue
				}
				seen = true
				ok = ok || r.fills(q, passive, g)
			}
			if seen && !ok {
				return fmt.Sprintf("%q is not whom the quotes have for %q", r.st.p.Span(q, q+1), t.text)
			}
		}
		if by := agentOf(r.st.p, c); passive && len(by) > 0 && !r.actsBy(by, b) {
			return fmt.Sprintf("%q is not by whom the quotes have %q", r.st.p.Span(by[0], by[0]+1), t.text)
		}
	}
	return ""
}

// actsBy says whether those by whom something is done in the Statement do it in the quotes.
func (r *rewording) actsBy(by []int, verb int) bool {
	ok, seen := false, false
	for _, g := range verbsFirst(r.match[verb]) {
		o, s := g.term(), g.src
		if !s.verbal(o) {
			continue
		}
		seen = true
		d := s.p.Clauses[o.clause]
		in := s.before(d)
		if s.p.VerbOf(d).Passive {
			in = agentOf(s.p, d)
		}
		all := true
		for _, q := range by {
			all = all && r.names(q, s, in, true)
		}
		ok = ok || all
	}
	return ok || !seen
}

// wholeSubject gives the noun that a subject hangs on where it stands after a preposition: "plan" in "a plan for aid was made".
func (s *termed) wholeSubject(q int) int {
	for s.p.KindAt(q-1) == english.Preposition && s.p.KindAt(q-2) == english.NounPhrase {
		q -= 2
	}
	return q
}

// fills says whether the Statement's subject q is the one of the verb found in a source, turned round where one of them is passive.
func (r *rewording) fills(q int, passive bool, g found) bool {
	s := g.src
	d := s.p.Clauses[g.term().clause]
	own, objects := s.before(d), objectPhrases(s.p, d)
	whole := r.st.p.Clauses[r.st.clauseOfSubject(q)]
	switch {
	case passive == s.p.VerbOf(d).Passive:
		return len(d.Subjects) == 0 || r.names(q, s, own, true)
	case passive:
		return r.names(q, s, objects, true) || len(objects) == 0
	}
	// "prices were doubled", "prices doubled"
	return r.names(q, s, agentOf(s.p, d), true) || len(objectPhrases(r.st.p, whole)) == 0 && r.names(q, s, own, true)
}

// before gives the noun phrases that can be the subject of a clause: those it has, and what stands with them before the verb.
func (s *termed) before(c english.Clause) []int {
	out := slices.Clone(c.Subjects)
	for i := c.Start; i < c.Verb; i++ {
		if s.p.Phrases[i].Kind == english.NounPhrase && !slices.Contains(out, i) && len(out) > 0 && i > out[0]-6 && s.p.KindAt(i-1) != english.Preposition {
			out = append(out, i)
		}
	}
	return out
}

// clauseOfSubject gives the clause of which phrase q is a subject; the first where it is of none.
func (s *termed) clauseOfSubject(q int) int {
	for k, c := range s.p.Clauses {
		if slices.Contains(c.Subjects, q) {
			return k
		}
	}
	return 0
}

// names says whether phrases of a source, with what hangs on them, have the words of the Statement's phrase q, or stand for somebody
// named before. With whole set, no word of it may be another's.
func (r *rewording) names(q int, s *reworded, in []int, whole bool) bool {
	for _, p := range in {
		if s.p.Phrases[p].Kind != english.NounPhrase || s.pronounAt(p) || emptySubject(s.p, p) && !s.statePhrase(p) && lexicon.Agentive(s.p.HeadToken(p).Lower) > 0.5 {
			return true
		}
		to := p + 1
		for s.p.KindAt(to) == english.Preposition && s.p.KindAt(to+1) == english.NounPhrase {
			to += 2
		}
		has := true
		for i, t := range r.st.terms {
			if t.phrase == q && !r.idle(t) && len(r.match[i]) > 0 && !english.TimeWord(t.text) {
				here := false
				for _, f := range r.match[i] {
					o := f.term()
					here = here || f.src == s && o.phrase >= p && o.phrase < to
				}
				has = has && (here || t.token != r.st.p.Phrases[q].Head && !actor(t) && !(whole && s.has(t, p, to)))
			}
		}
		if has {
			return true
		}
	}
	return false
}

// has says whether a source has a term outside of the phrases p..to only: then it is another's.
func (s *reworded) has(t term, p, to int) bool {
	for _, o := range s.terms {
		if sameTerm(t, o) && (o.phrase < p || o.phrase >= to) {
			return true
		}
	}
	return false
}

// bound asks that the subject and the predicate of each clause of the Statement stand together in one clause of the quotes, or in clauses
// that hang together.
func (r *rewording) bound() string {
	for b, t := range r.st.terms {
		if !r.st.predicate(t) || r.idle(t) || len(r.match[b]) == 0 {
			continue
		}
		for _, q := range r.st.p.Clauses[t.clause].Subjects {
			a := r.st.termAt(r.st.p.Phrases[q].Head)
			if a < 0 || len(r.match[a]) == 0 || r.idle(r.st.terms[a]) || r.st.tells(t.clause) {
				continue
			}
			ok := false
			for _, f := range r.match[a] {
				for _, g := range r.match[b] {
					ok = ok || f.src.linked(f.at, g) || f.src != g.src
				}
			}
			if !ok {
				return fmt.Sprintf("%q and %q do not belong together", r.st.terms[a].text, t.text)
			}
		}
	}
	return ""
}

// linked says whether two terms of a source stand in one clause, or in one and what hangs on it or shares its subject.
func (s *reworded) linked(a int, g found) bool {
	if g.src != s {
		return false
	}
	x, y := s.terms[a], g.term()
	if x.clause == y.clause || x.clause < 0 || y.clause < 0 {
		return true
	}
	for _, c := range [][2]int{{x.clause, y.clause}, {y.clause, x.clause}} {
		d := s.p.Clauses[c[0]]
		if d.Parent == c[1] && d.Kind != english.Adverbial && d.Kind != english.Main {
			return true
		}
		if slices.Contains(s.p.Clauses[c[1]].Subjects, s.terms[a].phrase) {
			return true
		}
	}
	return false
}

// quantities asks that each number of the Statement is as exact as in the quotes, and that no other number stands better where it
// stands.
func (r *rewording) quantities() string {
	for i, t := range r.st.terms {
		if !t.number() {
			continue
		}
		ok := len(r.match[i]) == 0
		for _, f := range r.match[i] {
			ok = ok || bounds(r.st.words, t.from) == bounds(f.src.termed.words, f.term().from)
		}
		if !ok {
			return fmt.Sprintf("%q is more or less exact", t.text)
		}
		if which := r.rival(i, r.st.counts, (*termed).counts, func(a, b term) bool { return b.number() }); which != "" {
			return fmt.Sprintf("%q where the quotes have %q", t.text, which)
		}
	}
	return ""
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

// bound words before a number, by what they make of it.
var boundWords = []struct{ words, means string }{
	{"no less than", ">="}, {"not less than", ">="}, {"no fewer than", ">="}, {"at least", ">="}, {"a minimum of", ">="},
	{"no more than", "<="}, {"not more than", "<="}, {"up to", "<="}, {"as much as", "<="}, {"as many as", "<="}, {"at most", "<="}, {"not exceed", "<="}, {"a maximum of", "<="},
	{"more than", ">"}, {"over", ">"}, {"above", ">"}, {"upwards of", ">"}, {"less than", "<"}, {"fewer than", "<"}, {"under", "<"}, {"below", "<"},
	{"close to", "~<"}, {"nearly", "~<"}, {"almost", "~<"}, {"about", "~"}, {"around", "~"}, {"roughly", "~"}, {"approximately", "~"}, {"some", "~"}, {"exactly", "="}, {"precisely", "="}, {"only", "only"}, {"just", "only"},
}

// bounds tells how a number among words is limited: "at least", "about"; "" for not at all.
func bounds(ws []wording.Word, at int) string {
	before := ""
	for _, w := range ws[max(0, at-5):at] {
		if w.Text != "a" && w.Text != "the" && w.Text != "coming" {
			before += " " + w.Text
		}
	}
	for _, b := range boundWords {
		if strings.HasSuffix(before, " "+b.words) {
			return b.means
		}
	}
	return ""
}
