package gate

import (
	"slices"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
)

// plain words say nothing by themselves, or only that something is said, done or had.
var plain = english.Set("be have do also too so thus indeed well however then there here such very now own country countries nation nations others")

// idle says whether a term of the Statement says nothing that needs a quote.
func (r *rewording) idle(t term) bool {
	return r.empty(t) || r.lightly(t) || r.st.lacks(t) || r.thinly(t) || t.text == "against" && r.st.againstDoing(t)
}

// thinNouns say no more than the noun after their "of": "the presence of troops".
var thinNouns = english.Set("presence existence process act kind sort type form matter issue question subject topic case idea notion range")

// thinly says whether a term is a thin noun before "of" that no quote has.
func (r *rewording) thinly(t term) bool {
	return thinNouns[t.text] && t.to < len(r.st.words) && r.st.words[t.to].Text == "of" && len(r.said(t)) == 0
}

// empty says whether a term says nothing by itself.
func (r *rewording) empty(t term) bool {
	w := t.text
	switch {
	case t.number() || t.state() || t.name():
		return false
	case modalWords[w], negations[w]: // see moods
		return true
	case w == "any" && t.denied, (w == "more" || w == "less" || w == "fewer") && t.to < len(r.st.words) && r.st.words[t.to].Text == "than":
		return true
	case numberHedges[w] && w != "most" && w != "more" && w != "less" && w != "fewer" && w != "only": // see quantities
		return true
	case w == "out" && t.from > 0 && r.st.words[t.from-1].Number && t.to < len(r.st.words) && r.st.words[t.to].Text == "of": // five out of ten
		return true
	case restricting(t):
		return false
	case wording.FunctionWords[w] || w == "'s" || connectives[w]:
		return true
	}
	for _, l := range t.lemmas {
		if plain[l] {
			return true
		}
	}
	return false
}

// light verbs say little beside the noun they take: "took an interest", "expressed thanks"; linking ones little beside what they link.
var (
	lightVerbs   = english.Set("take make express show voice hold put issue carry pay lend come give")
	linkingVerbs = english.Set("become remain stay")
)

// mayBeLight says whether a term is a light or linking verb; whether a quote says what stands after it is known when all terms are found.
func (s *termed) mayBeLight(t term) bool {
	return t.to == t.from+1 && slices.ContainsFunc(t.lemmas, func(l string) bool { return lightVerbs[l] || linkingVerbs[l] })
}

// lightly says whether a term is a light or linking verb that no quote has, and a quote says what stands after it.
func (r *rewording) lightly(t term) bool {
	if !r.st.verbal(t) || r.st.p.Phrases[t.phrase].Head != t.token || t.to != t.from+1 {
		return false
	}
	lemma := r.st.p.Phrases[t.phrase].Verb.Lemma
	if !lightVerbs[lemma] && !linkingVerbs[lemma] || r.st.p.Phrases[t.phrase].Verb.Passive {
		return false
	}
	head := r.st.complement(t)
	if head < 0 {
		return false
	}
	a := r.st.termAt(head)
	if a < 0 || len(r.said(t)) > 0 {
		return false
	}
	for _, f := range r.said(r.st.terms[a]) {
		if o := f.term(); linkingVerbs[lemma] || o.verb || f.src.predicate(o) {
			return true
		}
	}
	return false
}
