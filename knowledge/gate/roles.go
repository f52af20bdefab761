package gate

import (
	"fmt"

	"talksbot/knowledge/english"
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
					if r.saidBy(a.term, s, b.term) {
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

// actor says whether a term names somebody who can act, or a state.
func actor(t term) bool {
	return t.state() || t.name() || !t.number() && t.to == t.from+1 && lexicon.Agentive(t.text) > 0.5
}
