package gate

import (
	"talksbot/knowledge/english"
)

// deny marks the terms that a negation reaches: those of a clause whose verb, subject or object is denied and of what it governs, and
// what stands after "and not", "rather than", "against" and the like up to the next mark.
func (s *termed) deny() {
	none := make([]bool, len(s.p.Clauses))
	contrast := make([]bool, len(s.terms))
	at := -1
	for i, t := range s.terms {
		if contrast[i] = s.contrasts(i); !contrast[i] && t.from > at && t.clause >= 0 && (s.negates(t) || s.outstanding(t)) {
			s.tangled = s.tangled || none[t.clause]
			none[t.clause] = true
			at = t.from // a turn's words count once
		}
	}
	for k, c := range s.p.Clauses {
		if c.Kind == english.Complement && c.Parent >= 0 && c.Parent < k && (c.Link == "" || c.Link == "that") {
			none[k] = none[k] != none[c.Parent]
		}
	}
	for i := range s.terms {
		s.terms[i].denied = s.terms[i].clause >= 0 && none[s.terms[i].clause]
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
			n.denied, n.apart = !n.denied, !n.apart
		}
	}
}

// negates says whether a term denies: "not" does, "not only" does not, and "nor" goes on what "neither" began.
func (s *termed) negates(t term) bool {
	if t.text == "not" && t.to < len(s.words) {
		switch s.words[t.to].Text {
		case "only", "just", "merely", "least":
			return false
		}
	}
	return negations[t.text] && t.text != "nor"
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
		return i+1 < len(s.terms) && s.p.Tokens[s.terms[i+1].token].Tag == "VBG"
	case "not", "no", "never":
		if i == 0 || s.verbal(t) {
			return false
		}
		prev := s.terms[i-1].text
		return prev == "and" || prev == "but" || prev == "or" || t.word.Mark == ',' || t.text == "not" && i+1 < len(s.terms) && s.terms[i+1].text == "to"
	}
	return false
}

// none says whether a term stands in a noun phrase that begins with "no".
func (s *termed) none(t term) bool {
	return t.phrase >= 0 && s.p.Phrases[t.phrase].Kind == english.NounPhrase && deniesNoun(s.p.Tokens[s.p.Phrases[t.phrase].Start].Lower)
}

func deniesNoun(w string) bool {
	return w == "no" || w == "none" || w == "nobody" || w == "neither" || w == "nothing"
}
