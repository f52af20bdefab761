package gate

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
)

// keep marks the source's words of a phrase as carried by the Statement.
func (r *restating) keep(phrase int) {
	p := r.src.parse()
	ph := p.Phrases[phrase]
	for t := ph.Start; t < ph.End; t++ {
		if low := p.Tokens[t].Lower; !hedgeWords[low] && !nounHedges[low] {
			r.keepToken(t)
		}
	}
}

// adverbs says whether the adverbs of the Statement's verb group i stand in the source's verb group q, and keeps them.
func (r *restating) adverbs(i, q int) bool {
	p := r.src.parse()
	for t := r.st.Phrases[i].Start; t < r.st.Phrases[i].End; t++ {
		tok := r.st.Tokens[t]
		if !strings.HasPrefix(tok.Tag, "RB") || !content(tok) || negations[tok.Lower] || tok.Lower == "n't" {
			continue
		}
		hit := false
		for o := p.Phrases[q].Start; o < p.Phrases[q].End; o++ {
			if r.sameToken(tok, p.Tokens[o]) {
				r.keepToken(o)
				hit = true
			}
		}
		if !hit {
			return false
		}
	}
	return true
}

// used says whether a source's token already stands for one of the Statement's.
func (r *restating) used(t int) bool {
	tok := r.src.parse().Tokens[t]
	for i, w := range r.src.words {
		if w.Start < tok.End && w.End > tok.Start && r.kept[i] {
			return true
		}
	}
	return false
}

func (r *restating) keepToken(t int) {
	tok := r.src.parse().Tokens[t]
	for i, w := range r.src.words {
		if w.Start < tok.End && w.End > tok.Start {
			r.kept[i] = true
		}
	}
}

func (r *restating) doneAll(i int) bool {
	for t := r.st.Phrases[i].Start; t < r.st.Phrases[i].End; t++ {
		if !r.done[t] {
			return false
		}
	}
	return true
}

// covered says whether every word of the Statement's noun phrase i stands in one of the source's phrases, with a head
// that means the same, and marks them.
func (r *restating) covered(i int, in []int) bool {
	p := r.src.parse()
	for _, q := range in {
		if p.Phrases[q].Kind != english.NounPhrase {
			continue
		}
		if r.pronoun(i, q) {
			return true
		}
		if !r.sameHead(i, q) {
			continue
		}
		if r.wordsOf(i, p.Phrases[q].Start, p.Phrases[q].End) {
			return true
		}
	}
	return false
}

// pronoun says whether the source has a pronoun for whom the Statement names.
func (r *restating) pronoun(i, q int) bool {
	p := r.src.parse()
	if !p.IsPronoun(p.Phrases[q]) {
		return false
	}
	kind, ok := pronounKinds[p.Tokens[p.Phrases[q].Start].Lower]
	at := -1
	for k, w := range r.src.words {
		if w.Start == p.Tokens[p.Phrases[q].Start].Start {
			at = k
		}
	}
	run := wording.Of(r.st.Span(i, i+1))
	if !ok || at < 0 || len(run) == 0 || !r.antecedent(run, kind, r.src, at) {
		return false
	}
	r.mark(i)
	r.keep(q)
	return true
}

func (r *restating) sameHead(i, q int) bool {
	a, b := r.st.HeadToken(i), r.src.parse().HeadToken(q)
	if r.sameToken(a, b) {
		return true
	}
	return sharePlace(a.Text, b.Text) || r.statePhrase(i) && r.src.statePhrase(q) && sharePlace(r.st.Span(i, i+1), r.src.parse().Span(q, q+1))
}

func (r *restating) statePhrase(i int) bool { return wholeState(r.st.Span(i, i+1)) }

func (s *source) statePhrase(i int) bool { return wholeState(s.parse().Span(i, i+1)) }

// wholeState says whether words are the name of a state and nothing else.
func wholeState(text string) bool {
	ws := wording.Of(text)
	if len(ws) == 0 {
		return false
	}
	_, n := wording.PlaceAt(text, ws)
	return n == len(ws)
}

// sameToken says whether two tokens are the same word, number or name, or synonyms.
func (r *restating) sameToken(a, b english.Token) bool {
	if a.Lower == b.Lower || a.Lemma == b.Lemma && a.Lemma != "" && a.Tag != "CD" {
		return true
	}
	if a.Tag == "CD" || b.Tag == "CD" || a.Proper() || b.Proper() || wording.FunctionWords[a.Lower] || wording.FunctionWords[b.Lower] || negations[a.Lower] || negations[b.Lower] {
		return false
	}
	return sameMeaning(a.Lower, b.Lower)
}

// wordsOf finds every content word of the Statement's phrase i among the source's tokens from..to, each for one; a
// number with its unit, a state in any form.
func (r *restating) wordsOf(i, from, to int) bool {
	p := r.src.parse()
	if r.statePhrase(i) {
		span := p.TokenSpan(from, to)
		if wholeState(span) && sharePlace(r.st.Span(i, i+1), span) {
			for q := from; q < to; q++ {
				if r.used(q) && p.Tokens[q].Proper() {
					return false
				}
			}
			r.mark(i)
			for q := from; q < to; q++ {
				r.keepToken(q)
			}
			return true
		}
	}
	var found []int
	for t := r.st.Phrases[i].Start; t < r.st.Phrases[i].End; t++ {
		tok := r.st.Tokens[t]
		if !content(tok) && !nounHedges[tok.Lower] {
			continue
		}
		hit := -1
		for q := from; q < to && hit < 0; q++ {
			o := p.Tokens[q]
			if (r.sameToken(tok, o) || tok.Proper() && sharePlace(tok.Text, o.Text)) && !slices.Contains(found, q) && !r.used(q) {
				hit = q
			}
		}
		if hit < 0 {
			if (tok.Tag == "CD" || tok.Tag == "$") && r.quantity(tok, from, to) {
				continue
			}
			return false
		}
		found = append(found, hit)
	}
	r.mark(i)
	for _, q := range found {
		r.keepToken(q)
	}
	for q := from; q < to; q++ {
		if p.Tokens[q].Tag == "CD" || p.Tokens[q].Tag == "$" || addable[p.Tokens[q].Lower] {
			r.keepToken(q)
		}
	}
	return true
}

// quantity says whether the number at a token of the Statement stands among the source's tokens in another form.
func (r *restating) quantity(tok english.Token, from, to int) bool {
	p := r.src.parse()
	a, b := p.Tokens[from].Start, p.Tokens[to-1].End
	for _, w := range wording.Of(r.st.Text) {
		if !w.Number || w.Start > tok.Start || w.End < tok.End {
			continue
		}
		for _, v := range r.src.words {
			if v.Start >= a && v.End <= b && w.Same(v) {
				return true
			}
		}
	}
	return false
}

// reachOf gives the phrases of a clause: from its start, or the sentence's where none is before it, to its end.
func reachOf(p *english.Parsed, d english.Clause) (from, to int) {
	from, to = d.Start, min(max(d.End, d.Verb+1), len(p.Phrases))
	for _, c := range p.Clauses {
		if c.Verb < d.Verb {
			return min(from, to-1), to
		}
	}
	return 0, to
}

// placed says whether the Statement's noun phrase i has its words in one noun phrase of the source's clause, after the
// same preposition where it has one.
func (r *restating) placed(i int, d english.Clause, flipped bool) bool {
	p := r.src.parse()
	prep := ""
	if at := prepOf(r.st, i); at >= 0 {
		prep = r.st.Tokens[r.st.Phrases[at].Start].Lower
	}
	if prep == "by" && flipped {
		return r.covered(i, d.Subjects)
	}
	from, to := reachOf(p, d)
	for q := from; q < to; q++ {
		if p.Phrases[q].Kind != english.NounPhrase {
			continue
		}
		other := ""
		if at := prepOf(p, q); at >= 0 {
			other = p.Tokens[p.Phrases[at].Start].Lower
		}
		if prep == other && r.sameHead(i, q) && r.wordsOf(i, p.Phrases[q].Start, p.Phrases[q].End) {
			return true
		}
	}
	return false
}

// verbIn says whether an infinitive or participle of the Statement stands in the source in the same form and polarity.
func (r *restating) verbIn(i int, d english.Clause) bool {
	p := r.src.parse()
	v := r.st.Phrases[i].Verb
	from, to := reachOf(p, d)
	for q := from; q < to; q++ {
		w := p.Phrases[q].Verb
		if p.Phrases[q].Kind == english.VerbPhrase && !w.Finite() && w.Infinitive == v.Infinitive && w.Negated == v.Negated && w.Passive == v.Passive && sameAct(v.Lemma, w.Lemma) && !r.used(p.Phrases[q].Head) && r.adverbs(i, q) {
			r.mark(i)
			r.keep(q)
			// what it acts on follows it in both
			if a, b := i+1, q+1; r.st.KindAt(a) == english.NounPhrase && p.KindAt(b) == english.NounPhrase && !r.covered(a, []int{b}) {
				return false
			}
			return true
		}
	}
	return false
}

// wordsIn says whether an adjective, adverb, subordinator or preposition of the Statement stands in the source.
func (r *restating) wordsIn(i int, d english.Clause) bool {
	p := r.src.parse()
	ph := r.st.Phrases[i]
	for t := ph.Start; t < ph.End; t++ {
		tok := r.st.Tokens[t]
		if !content(tok) && !conditionWords[tok.Lower] && !afterWords[tok.Lower] {
			r.done[t] = true
			continue
		}
		hit := false
		from, to := reachOf(p, d)
		for q := p.Phrases[from].Start; q < p.Phrases[to-1].End; q++ {
			o := p.Tokens[q]
			if !hit && !r.used(q) && (strings.EqualFold(tok.Text, o.Text) || content(tok) && content(o) && r.sameToken(tok, o)) {
				r.keepToken(q)
				hit = true
			}
		}
		if !hit {
			return false
		}
		r.done[t] = true
	}
	return true
}
