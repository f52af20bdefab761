package gate

import (
	"fmt"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

// subjects asks that who does, or undergoes, what a clause of the Statement tells of is whom the quotes have do or undergo it.
func (r *rewording) subjects() string {
	for b, t := range r.st.terms {
		if !r.st.predicate(t) || r.idle(t) || r.st.adverbial(t) || r.st.tells(t.clause) {
			continue
		}
		c := r.st.p.Clauses[t.clause]
		passive := r.st.passive(t)
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
				ok = ok || r.fills(q, passive, g) || r.fits(q, passive, g)
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

// passive says whether a term is the verb of a passive group; a turn with "be" is none.
func (s *termed) passive(t term) bool {
	if t.phrase < 0 || s.p.Phrases[t.phrase].Kind != english.VerbPhrase || strings.HasPrefix(t.text, "be ") {
		return false
	}
	v := s.p.Phrases[t.phrase].Verb
	if v.Participle && t.clause >= 0 && s.p.KindAt(t.phrase-1) == english.Conjunction {
		v = s.p.VerbOf(s.p.Clauses[t.clause]) // "is owned and governed"
	}
	return v.Passive
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
	switch done := s.passive(g.term()); {
	case passive == done:
		turns := turning[s.p.VerbOf(d).Lemma] && len(objects) > 0 && len(objectPhrases(r.st.p, whole)) == 0 // "it doubles prices", "prices double"
		return len(d.Subjects) == 0 || r.names(q, s, own, true) || turns && r.names(q, s, objects, true)
	case passive:
		return r.names(q, s, objects, true) || len(objects) == 0
	}
	// "prices were doubled", "prices doubled"
	return r.names(q, s, agentOf(s.p, d), true) || len(objectPhrases(r.st.p, whole)) == 0 && r.names(q, s, own, true)
}

// turning verbs have as their subject what they act on where nobody acts on it.
var turning = english.Set(`gather assemble unite begin start open close end resume continue increase decrease grow double triple halve change improve worsen
	widen narrow expand shrink slow accelerate`)

// fits says whether the Statement's subject q, which is not that of the verb found in a source, can still be: neither of them can act, and it
// is not what the verb acts on.
func (r *rewording) fits(q int, passive bool, g found) bool {
	s := g.src
	d := s.p.Clauses[g.term().clause]
	own, others := s.before(d), objectPhrases(s.p, d)
	if passive != s.passive(g.term()) {
		own, others = others, own
	}
	if r.st.actorIn(q) {
		return false
	}
	for _, p := range own {
		if s.actorIn(p) {
			return false
		}
	}
	for i, t := range r.st.terms {
		if t.token != r.st.p.Phrases[q].Head {
			continue
		}
		for _, f := range r.match[i] {
			if o := f.term(); f.src != s || o.clause != g.term().clause || slices.Contains(others, o.phrase) {
				return false
			}
		}
	}
	return true
}

// actorIn says whether a phrase has a term that names somebody who can act, or a state.
func (s *termed) actorIn(q int) bool {
	return slices.ContainsFunc(s.terms, func(t term) bool {
		return t.phrase == q && (actor(t) || t.word.Capital && !t.word.First || lexicon.Is(t.text, lexicon.Noun, lexicon.NounGroup) > 0.3)
	})
}

// before gives the noun phrases that can be the subject of a clause: those it has, and what stands with them before the verb.
func (s *termed) before(c english.Clause) []int {
	out := slices.Clone(c.Subjects)
	for i := c.Start; i < c.Verb; i++ {
		if s.p.Phrases[i].Kind == english.NounPhrase && !slices.Contains(out, i) && len(out) > 0 && i > out[0]-6 && (s.p.KindAt(i-1) != english.Preposition || together[strings.ToLower(s.p.Span(i-1, i))]) {
			out = append(out, i)
		}
	}
	return out
}

// together are prepositions that add to a subject: "the envoy, alongside the general, joined".
var together = map[string]bool{"alongside": true, "together with": true, "along with": true}

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
		if s.p.Phrases[p].Kind != english.NounPhrase {
			return true
		}
		if s.pronounAt(p) || emptySubject(s.p, p) && !s.statePhrase(p) && lexicon.Agentive(s.p.HeadToken(p).Lower) > 0.5 {
			if r.meant(q, s, p) {
				return true
			}
		}
		from, to := p, p+1
		for s.p.KindAt(from-1) == english.QuoteClose && s.p.KindAt(from-2) == english.NounPhrase && s.p.KindAt(from-3) == english.QuoteOpen {
			from -= 3 // "several thousand" soldiers
		}
		for s.p.KindAt(to) == english.Preposition && s.p.KindAt(to+1) == english.NounPhrase {
			to += 2
		}
		has, any := true, false
		for i, t := range r.st.terms {
			if t.phrase == q && !r.idle(t) && len(r.match[i]) > 0 && !english.TimeWord(t.text) {
				here := false
				for _, f := range r.match[i] {
					o := f.term()
					here = here || f.src == s && o.phrase >= from && o.phrase < to
				}
				any = true
				has = has && (here || t.token != r.st.p.Phrases[q].Head && !actor(t) && !(whole && s.has(t, from, to)))
			}
		}
		if has && (any || !s.actorIn(p) || r.st.p.IsPronoun(r.st.p.Phrases[q]) || r.st.p.HeadToken(q).Tag == "EX" || r.st.p.HeadToken(q).Lemma == s.p.HeadToken(p).Lemma) {
			return true
		}
	}
	return false
}

// meant says whether a pronoun of a source, or "the minister", can stand for one whom the Statement's phrase q names: it was named before,
// in the same article.
func (r *rewording) meant(q int, s *reworded, p int) bool {
	if r.st.p.IsPronoun(r.st.p.Phrases[q]) {
		return true
	}
	word := s.p.Tokens[s.p.Phrases[p].Start].Lower
	kind, pronoun := pronounKinds[word]
	head := s.p.HeadToken(p).Lower
	state := !pronoun && (stateNouns[head] || parties.Rulers[head]) // "the bloc"
	switch {
	case state:
		kind = "any"
	case !pronoun && word == "the":
		kind = "person"
	case !pronoun && !r.st.actorIn(q):
		return true // "that", "this"
	case !pronoun:
		kind = "thing"
	}
	at := s.p.Tokens[s.p.Phrases[p].Start].Start
	for i, t := range r.st.terms {
		if t.phrase != q || r.idle(t) || !t.word.Capital && t.token != r.st.p.Phrases[q].Head {
			continue
		}
		for _, f := range r.all[i] {
			o := f.term()
			if f.src.article != s.article || f.src.start > s.start || f.src == s && o.word.Start >= at || o.phrase < 0 {
				continue
			}
			if state && !t.state() {
				continue
			}
			if !t.word.Capital && f.src.subject(o.phrase) || f.src.heads(o, kind) && f.src.fits(o.from, o.to, kind, word) {
				return true
			}
		}
	}
	return false
}

// heads says whether a term is, or ends in, the name that its noun phrase is about: "Brisk", and no state before it, in "Norland's envoy Hana
// Brisk".
func (s *reworded) heads(t term, kind string) bool {
	if kind == "person" && t.state() {
		return false
	}
	head := s.p.HeadToken(t.phrase).Start
	for _, w := range s.termed.words[t.from:] {
		if !w.Capital {
			return false
		}
		if w.Start <= head && head < w.End {
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

// undertaken asks that what tells of an undertaking, and the verb right after it, come from one clause of the quotes: "promised to act".
func (r *rewording) undertaken() string {
	for i, t := range r.st.terms {
		if len(r.match[i]) == 0 || firmnessOf(t) == 0 && nounStances(r.st.p.Tokens[t.token]) == 0 {
			continue
		}
		j := i + 1
		for j < len(r.st.terms) && (len(r.match[j]) == 0 || r.idle(r.st.terms[j])) {
			j++
		}
		if j == len(r.st.terms) || r.st.terms[j].phrase > t.phrase+1 || r.st.p.KindAt(r.st.terms[j].phrase) != english.VerbPhrase || r.st.verbal(r.st.terms[j]) && slices.Contains(r.st.p.Clauses[r.st.terms[j].clause].Subjects, t.phrase) {
			continue
		}
		ok := false
		for _, f := range r.match[i] {
			for _, g := range r.match[j] {
				ok = ok || f.src == g.src && (f.src.linked(f.at, g) || f.src.linked(g.at, f))
			}
		}
		if !ok {
			return fmt.Sprintf("%q and %q do not belong together", t.text, r.st.terms[j].text)
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
