package gate

import "talksbot/knowledge/english"

// level is how sure a clause is of what it says.
type level uint8

const (
	fact level = iota
	will
	would
	may
	should
	must
)

// asSure says whether clause k of the Statement is as sure as clause m of a source, but for what reported speech shifts.
func (r *rewording) asSure(k int, s *reworded, m int) bool {
	a, b := levelOf(r.st.p, k), levelOf(s.p, m)
	if a == would && b == will {
		return r.st.p.Speaker(k) >= 0 || r.s.SaidBy != ""
	}
	if a == will && b == would {
		return s.p.Speaker(m) >= 0
	}
	return a == b
}

// carriers says whether both terms are one passive verb that itself tells how sure its clause is: "rises are expected", "is expected to
// raise taxes".
func (r *rewording) carriers(t term, f found) bool {
	o := f.term()
	if !r.st.verbal(t) || !f.src.verbal(o) {
		return false
	}
	v, w := r.st.p.VerbOf(r.st.p.Clauses[t.clause]), f.src.p.VerbOf(f.src.p.Clauses[o.clause])
	return v.Passive && v.Lemma == w.Lemma && v.Modal == w.Modal && r.st.p.Phrases[t.phrase].Head == t.token && f.src.p.Phrases[o.phrase].Head == o.token
}

// afterAdverbs skips adverbs from phrase i on.
func afterAdverbs(p *english.Parsed, i int) int {
	for p.KindAt(i) == english.Adverb {
		i++
	}
	return i
}

// levelOf tells how sure a clause is of what it says.
func levelOf(p *english.Parsed, k int) level {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	switch v.Modal {
	case "will", "shall":
		return will
	case "would":
		return would
	case "may", "might", "could", "can":
		return may
	case "must":
		return must
	case "should", "ought":
		return should
	}
	if n := afterAdverbs(p, c.Verb+1); p.KindAt(n) == english.VerbPhrase && p.Phrases[n].Verb.Infinitive {
		if notYet(p, k) {
			return fact // see outstanding
		}
		switch v.Lemma {
		case "be":
			return will
		case "set", "schedule", "expect", "plan", "intend":
			if v.Passive {
				return will
			}
		case "have", "need":
			return must
		}
	}
	return fact
}

// notYet says whether clause k tells of what has yet to be done: "is yet to be settled".
func notYet(p *english.Parsed, k int) bool {
	if k < 0 {
		return false
	}
	v := p.Clauses[k].Verb
	n := afterAdverbs(p, v+1)
	return p.KindAt(n) == english.VerbPhrase && p.Phrases[n].Verb.Infinitive && english.HasWord(p.Tokens[p.Phrases[v].Head:p.Phrases[n].Start], "yet")
}

// foretold says whether a clause of the Statement says with its modal what a clause of a source says with "is to" or "is set to".
func (r *rewording) foretold(t term, s *reworded, x term) bool {
	if notYet(r.st.p, t.clause) && notYet(s.p, x.clause) {
		return true
	}
	if !r.st.verbal(t) || r.st.p.VerbOf(r.st.p.Clauses[t.clause]).Modal == "" {
		return false
	}
	if r.unfolded(t.clause, s, x) {
		return true
	}
	if x.phrase != afterAdverbs(s.p, s.p.Clauses[x.clause].Verb+1) {
		return false
	}
	switch s.p.VerbOf(s.p.Clauses[x.clause]).Lemma {
	case "be", "set", "schedule":
		return levelOf(s.p, x.clause) == will && r.asSure(t.clause, s, x.clause)
	}
	return false
}

// unfolded says whether clause k of the Statement is what a source has as an infinitive, under the same verb and with the same subject:
// "expects the talks to end", "expects that the talks will end".
func (r *rewording) unfolded(k int, s *reworded, x term) bool {
	c := r.st.p.Clauses[k]
	switch levelOf(r.st.p, k) {
	case will, would, should:
	default:
		return false
	}
	if c.Kind != english.Complement || c.Parent < 0 || len(c.Subjects) == 0 || !r.sharesVerb(c.Parent, s, x.clause) {
		return false
	}
	who := s.before(s.p.Clauses[x.clause])
	if s.p.KindAt(x.phrase-1) == english.NounPhrase {
		if firmnessOf(r.st.terms[max(0, r.st.termAt(r.st.p.Phrases[r.st.p.Clauses[c.Parent].Verb].Head))]) != 0 {
			return false // "promised Norland to go": who promises goes
		}
		who = []int{x.phrase - 1}
	}
	return r.names(c.Subjects[0], s, who, true)
}
