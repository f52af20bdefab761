package gate

import (
	"fmt"
	"slices"
	"strings"

	"talksbot/knowledge/english"
)

// speakers asks that whom the Statement names as speaking speaks in the quotes, or does what it is said to say.
func (r *rewording) speakers() string {
	for _, v := range r.st.speaking() {
		name := r.st.p.Span(v.who, v.who+1)
		if r.st.p.IsPronoun(r.st.p.Phrases[v.who]) || r.publishes(strings.TrimPrefix(name, "the ")) {
			continue
		}
		ok := false
		if i := r.st.termAt(v.verb); i >= 0 {
			for _, g := range r.match[i] {
				ok = ok || g.src.verbal(g.term()) && r.toldIn(v, g.src) && r.fills(v.who, false, g)
			}
		}
		for _, s := range r.srcs {
			said := s.said()
			from := r.toldIn(v, s)
			ok = ok || from && r.names(v.who, s, said, false)
			for k, c := range s.p.Clauses {
				pronoun := len(c.Subjects) == 1 && s.pronounAt(c.Subjects[0]) && (s.tells(k) || reportVerbs[s.p.VerbOf(c).Lemma])
				ok = ok || (pronoun || c.Quoted) && r.spokeBefore(v.who, s)
			}
			ok = ok || from && len(said) == 0 && r.names(v.who, s, s.subjectsOf(), false)
		}
		if !ok {
			return fmt.Sprintf("%q does not say so", name)
		}
	}
	return ""
}

// toldIn says whether a source has what somebody is said to say: the predicate of some clause besides that of the speaking, or else no
// source has one.
func (r *rewording) toldIn(v voice, s *reworded) bool {
	k, seen := clauseAt(r.st.p, r.st.p.PhraseAt(v.verb)), false
	for i, t := range r.st.terms {
		if t.clause < 0 || t.clause == k && r.st.tells(k) || !r.st.predicate(t) || r.idle(t) {
			continue
		}
		for _, f := range r.match[i] {
			if f.src == s {
				return true
			}
			seen = true
		}
	}
	return !seen
}

// spokeBefore says whether the Statement's phrase q names a speaker or subject of another source.
func (r *rewording) spokeBefore(q int, than *reworded) bool {
	for _, s := range r.srcs {
		if s != than && r.names(q, s, append(s.said(), s.subjectsOf()...), false) {
			return true
		}
	}
	return false
}

// voice is who speaks, as a phrase, and the token of the word that says so.
type voice struct{ who, verb int }

// outermost lists who speaks and is not told of by another who speaks.
func (s *termed) outermost() []voice {
	return slices.DeleteFunc(s.speaking(), func(v voice) bool {
		k := clauseAt(s.p, s.p.PhraseAt(v.verb))
		return k >= 0 && s.p.Clauses[k].Kind == english.Complement
	})
}

// speaking lists who speaks.
func (s *termed) speaking() []voice {
	var out []voice
	for k, c := range s.p.Clauses {
		if s.tells(k) && reportVerbs[s.p.VerbOf(c).Lemma] {
			for _, q := range c.Subjects {
				out = append(out, voice{q, s.p.Phrases[c.Verb].Head})
			}
		}
	}
	for i, ph := range s.p.Phrases {
		if ph.Kind == english.Preposition && strings.HasPrefix(s.p.Tokens[ph.Start].Lower, "according") && s.p.KindAt(i+1) == english.NounPhrase {
			out = append(out, voice{i + 1, ph.Start})
		}
	}
	return out
}
