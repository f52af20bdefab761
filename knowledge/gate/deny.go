package gate

import (
	"talksbot/knowledge/english"
)

// deny marks the terms that a negation reaches: those of a clause whose verb, subject or object is denied and of what it governs, and
// what stands after "and not", "rather than", "against" and the like up to the next mark.
func (s *termed) deny() {
	defer s.unsaid()
	none := make([]bool, len(s.p.Clauses))
	from := make([]int, len(s.p.Clauses)) // the phrase that denial begins at
	contrast := make([]bool, len(s.terms))
	at := -1
	for i, t := range s.terms {
		if contrast[i] = s.contrasts(i); !contrast[i] && t.from > at && t.clause >= 0 && (s.negates(t) || s.outstanding(t)) {
			s.tangled = s.tangled || none[t.clause]
			none[t.clause] = true
			from[t.clause] = min(max(t.phrase, 0), s.p.Clauses[t.clause].Verb)
			at = t.from // a turn's words count once
		}
	}
	for k, c := range s.p.Clauses {
		if c.Kind == english.Complement && c.Parent >= 0 && c.Parent < k && (c.Link == "" || c.Link == "that") {
			none[k] = none[k] != none[c.Parent]
		}
	}
	enough := map[int]bool{}
	for _, t := range s.terms {
		if t.clause >= 0 && none[t.clause] && t.phrase >= from[t.clause] && enoughWords[t.text] {
			enough[t.clause] = true
		}
	}
	for i, t := range s.terms {
		if enough[t.clause] && !enoughWords[t.text] { // what is not enough is there
			continue
		}
		s.terms[i].within = t.clause >= 0 && none[t.clause]
		s.terms[i].denied = t.clause >= 0 && none[t.clause] && t.phrase >= from[t.clause] && !s.afterMark(t)
	}
	for i, t := range s.terms {
		if !contrast[i] {
			continue
		}
		for k := i + 1; k < len(s.terms); k++ {
			n := &s.terms[k]
			if n.word.Mark != 0 && n.word.Mark != '"' || n.clause != t.clause || n.text == "but" {
				break
			}
			n.denied, n.within, n.apart = !n.denied, !n.within, !n.apart
		}
	}
}

// enoughWords are what alone is denied with them: "did not do enough to stop it" tells of what was done.
var enoughWords = english.Set("enough sufficient sufficiently adequate adequately")

// afterMark says whether a comma or dash stands between the verb of a term's clause and the term.
func (s *termed) afterMark(t term) bool {
	for i := s.p.Clauses[t.clause].Verb + 1; i < t.phrase; i++ {
		if s.p.IsMark(i) {
			return true
		}
	}
	return false
}

// unsaid turns round the verb after one of denying or refusing: "denied having said so", "failed to reach".
func (s *termed) unsaid() {
	for i, ph := range s.p.Phrases {
		n := afterAdverbs(s.p, i+1)
		if ph.Kind != english.VerbPhrase || !denyVerbs[ph.Verb.Lemma] || s.p.KindAt(n) != english.VerbPhrase {
			continue
		}
		for k := range s.terms {
			if s.terms[k].phrase == n {
				s.terms[k].denied, s.terms[k].within = !s.terms[k].denied, !s.terms[k].within
			}
		}
	}
}

var denyVerbs = english.Set("deny refute dispute fail refuse decline")

// negates says whether a term denies: "not" does, "not only" does not, and "nor" goes on what "neither" began.
func (s *termed) negates(t term) bool {
	if t.text == "not" && t.to < len(s.words) {
		switch s.words[t.to].Text {
		case "only", "just", "merely", "least":
			return false
		}
	}
	return negations[t.text] && t.text != "nor" || s.lacks(t)
}

// lacks says whether a term is the verb "lack", which denies having.
func (s *termed) lacks(t term) bool {
	return t.phrase >= 0 && s.p.Phrases[t.phrase].Kind == english.VerbPhrase && s.p.Phrases[t.phrase].Verb.Lemma == "lack" && s.p.Phrases[t.phrase].Head == t.token && t.to == t.from+1
}

// outstanding says whether a term tells that something is not done yet: "yet to", "still needs to".
func (s *termed) outstanding(t term) bool {
	if t.text != "yet" && t.text != "still" {
		return false
	}
	k := t.to
	for k < len(s.words) && (s.words[k].Text == "need" || s.words[k].Text == "needs" || s.words[k].Text == "have" || s.words[k].Text == "has") {
		k++
	}
	return k < len(s.words) && s.words[k].Text == "to" && (k > t.to || t.from == 0 || s.words[t.from-1].Text != "is")
}

// contrasts says whether a term denies only what follows it: "and not", "rather than", "against paying".
func (s *termed) contrasts(i int) bool {
	t := s.terms[i]
	switch t.text {
	case "instead of", "rather than", "without":
		return true
	case "against":
		return s.againstDoing(t)
	case "not", "no", "never":
		if i == 0 || s.verbal(t) {
			return false
		}
		prev := s.terms[i-1].text
		return prev == "and" || prev == "but" || prev == "or" || t.word.Mark == ',' || t.text == "not" && i+1 < len(s.terms) && s.terms[i+1].text == "to"
	}
	return false
}

// againstDoing says whether "against" stands before what is not to be done: "decided against paying".
func (s *termed) againstDoing(t term) bool {
	return t.token+1 < len(s.p.Tokens) && s.p.Tokens[t.token+1].Tag == "VBG" && s.p.KindAt(t.phrase+1) == english.VerbPhrase
}

// none says whether a term stands in a noun phrase that begins with "no".
func (s *termed) none(t term) bool {
	return t.phrase >= 0 && s.p.Phrases[t.phrase].Kind == english.NounPhrase && deniesNoun(s.p.Tokens[s.p.Phrases[t.phrase].Start].Lower)
}

func deniesNoun(w string) bool {
	return w == "no" || w == "none" || w == "nobody" || w == "neither" || w == "nothing"
}
