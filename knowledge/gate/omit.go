package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/news"
)

// omission judges what a Statement leaves out of a source: a whole clause, an apposition or a phrase that adds to the
// rest may go; what denies, limits, conditions or attributes a word that stays may not.
type omission struct {
	src  *source
	p    *english.Parsed
	kept []int8 // per token: 1 stays, -1 goes, 0 a mark
	hard []bool // per token: stays, follows a gap, and no mark is put there
	says string // whom the Statement itself names as the speaker; ""
}

// omitted finds what may not be left out of src, of which the Statement keeps some words. says names the speaker in the
// Statement's own lead-in.
func (j *judgement) omitted(src *source, kept, tight []bool, says string) *flaw {
	from := -1
	for i, k := range kept {
		if k && from < 0 {
			from = i
		}
	}
	if from < 0 {
		return unsupported("nothing of the quote stands in the statement")
	}
	whole := true
	for i, k := range kept {
		if !k && !(i < from && connectives[src.words[i].Text]) && !(src.words[i].Text == "the" || src.words[i].Text == "a") {
			whole = false
		}
	}
	if whole {
		return nil
	}
	if src.block.kind == news.Row {
		return unsupported("part of a table row: %q", src.text)
	}
	if says == "" {
		says = j.s.SaidBy
	}
	o := &omission{src: src, p: src.parse(), says: says}
	o.mark(kept, tight)
	for _, rule := range []func() *flaw{o.negation, o.verbs, o.heads, o.subjects, o.governors, o.speakers, o.conditions, o.hedges} {
		if fl := rule(); fl != nil {
			return fl
		}
	}
	return nil
}

func (o *omission) mark(kept, tight []bool) {
	o.kept, o.hard = make([]int8, len(o.p.Tokens)), make([]bool, len(o.p.Tokens))
	w := 0
	for i, t := range o.p.Tokens {
		for w > 0 && w < len(o.src.words) && o.src.words[w].Start > t.Start {
			w--
		}
		for w < len(o.src.words) && o.src.words[w].End <= t.Start {
			w++
		}
		for k := w; k < len(o.src.words) && o.src.words[k].Start < t.End; k++ {
			o.hard[i] = o.hard[i] || tight[k]
			if kept[k] {
				o.kept[i] = 1
			} else if o.kept[i] == 0 {
				o.kept[i] = -1
			}
		}
	}
}

func (o *omission) stays(token int) bool { return token >= 0 && o.kept[token] > 0 }
func (o *omission) goes(token int) bool  { return token >= 0 && o.kept[token] < 0 }

// verbStays says whether the main verb of clause k is in the Statement.
func (o *omission) verbStays(k int) bool {
	return o.stays(o.p.Phrases[o.p.Clauses[k].Verb].Head)
}

// phraseStays says whether some word of phrase i stays; phraseGoes, whether all of its words go.
func (o *omission) phraseStays(i int) bool {
	if i < 0 || i >= len(o.p.Phrases) {
		return false
	}
	for t := o.p.Phrases[i].Start; t < o.p.Phrases[i].End; t++ {
		if o.kept[t] > 0 {
			return true
		}
	}
	return false
}

func (o *omission) phraseGoes(i int) bool {
	if i < 0 || i >= len(o.p.Phrases) || o.phraseStays(i) {
		return false
	}
	return o.kept[o.p.Phrases[i].Start] < 0 || o.goes(o.p.Phrases[i].Head)
}

// phraseOfToken gives the phrase of a token.
func (o *omission) phraseOfToken(t int) int {
	for i, ph := range o.p.Phrases {
		if t >= ph.Start && t < ph.End {
			return i
		}
	}
	return -1
}

// clauseOf gives the innermost clause that phrase i belongs to; -1 for none.
func (o *omission) clauseOf(i int) int {
	best := -1
	for k, c := range o.p.Clauses {
		if c.Start <= i && i < max(c.End, c.Verb+1) && (best < 0 || c.Start >= o.p.Clauses[best].Start) {
			best = k
		}
	}
	if best < 0 { // before the first clause's subject: a fronted phrase
		for k, c := range o.p.Clauses {
			if c.Start > i {
				return k
			}
		}
	}
	return best
}

// negation: what denies may go only with all that it denies.
func (o *omission) negation() *flaw {
	for t, tok := range o.p.Tokens {
		low := tok.Lower
		if low == "n't" {
			low = "not"
		}
		if !o.goes(t) || !negations[low] {
			continue
		}
		i := o.phraseOfToken(t)
		k := o.clauseOf(i)
		if k < 0 || o.verbStays(k) || t+1 < len(o.p.Tokens) && o.stays(t+1) {
			return contradicted(Negation, "the quote's %q is left out: negation", tok.Text)
		}
		// "has not signed or ratified": a verb that shares the negation
		for q := i; q < len(o.p.Phrases) && q < o.p.Clauses[k].End; q++ {
			ph := o.p.Phrases[q]
			if q > i && ph.Kind == english.VerbPhrase && ph.Verb.Finite() && o.p.Tokens[ph.Start].Tag != "VB" && o.p.Tokens[ph.Start].Tag != "VBN" {
				break
			}
			if ph.Kind == english.VerbPhrase && o.stays(ph.Head) {
				return contradicted(Negation, "the quote's %q is left out: negation", tok.Text)
			}
		}
	}
	return nil
}

// speakers: who said it may go only where the Statement names the same speaker otherwise; what is hoped, doubted or
// denied does not become a fact at all.
func (o *omission) speakers() *flaw {
	for k, c := range o.p.Clauses {
		if !o.verbStays(k) {
			continue
		}
		if c.Kind == english.Complement {
			verb, par := -1, c.Parent
			if c.Via >= 0 {
				verb = c.Via
			} else if par >= 0 {
				verb = o.p.Clauses[par].Verb
			}
			if verb >= 0 && o.goes(o.p.Phrases[verb].Head) {
				v := o.p.Phrases[verb].Verb
				if !reportVerbs[v.Lemma] || v.Negated && o.deniedBefore(verb) || v.Modal != "" {
					return unsupported("what %q governs is put as a fact", o.p.Span(verb, verb+1))
				}
				if fl := o.namesSpeaker(par); fl != nil {
					return fl
				}
				continue
			}
		}
		if sp := o.p.Speaker(k); sp >= 0 && sp != k && !o.verbStays(sp) {
			if fl := o.namesSpeaker(sp); fl != nil {
				return fl
			}
		}
	}
	for i, ph := range o.p.Phrases {
		if ph.Kind == english.Preposition && o.phraseGoes(i) && strings.HasPrefix(o.p.Tokens[ph.Start].Lower, "according") {
			if o.says == "" || !o.nameIn(i+1) {
				return unsupported("%q is left out: it tells who says so", o.p.Span(i, min(i+2, len(o.p.Phrases))))
			}
		}
	}
	return nil
}

// deniedBefore says whether a verb group has its negation before its verb: "did not say", against "said not all".
func (o *omission) deniedBefore(verb int) bool {
	for t := o.p.Phrases[verb].Start; t < o.p.Phrases[verb].Head; t++ {
		if negations[o.p.Tokens[t].Lower] || o.p.Tokens[t].Lower == "n't" {
			return true
		}
	}
	return false
}

// namesSpeaker asks that the Statement's own speaker is the subject of clause k, or that the subject is a pronoun.
func (o *omission) namesSpeaker(k int) *flaw {
	if k < 0 || len(o.p.Clauses[k].Subjects) == 0 {
		if o.says == "" {
			return unsupported("it is left out who says so")
		}
		return nil
	}
	q := o.p.Clauses[k].Subjects[0]
	if o.says != "" && (o.nameIn(q) || o.p.IsPronoun(o.p.Phrases[q])) {
		return nil
	}
	return unsupported("it is left out that %q says so", o.p.Span(q, q+1))
}

// nameIn says whether phrase i names whom the Statement names as its speaker.
func (o *omission) nameIn(i int) bool {
	return i < len(o.p.Phrases) && sharesName(o.says, o.p.Span(i, i+1))
}

// hedges: a word that makes a verb, noun or number less than it says may not go without it.
func (o *omission) hedges() *flaw {
	for t, tok := range o.p.Tokens {
		if !o.goes(t) {
			continue
		}
		low := tok.Lower
		i := o.phraseOfToken(t)
		switch {
		case numberHedges[low] && o.numberAfter(t):
			return unsupported("%q is left out before a number", tok.Text)
		case nounHedges[low] && o.p.Phrases[i].Kind == english.NounPhrase && o.stays(o.p.Phrases[i].Head) && t < o.p.Phrases[i].End:
			return unsupported("%q is left out of %q", tok.Text, o.p.Span(i, i+1))
		case nounHedges[low] && t+1 < len(o.p.Tokens) && o.stays(t+1) && (o.p.Tokens[t+1].Noun() || o.p.Tokens[t+1].Lower == "of" || strings.HasPrefix(o.p.Tokens[t+1].Tag, "JJ")):
			return unsupported("%q is left out before %q", tok.Text, o.p.Tokens[t+1].Text)
		case hedgeWords[low] && o.p.Phrases[i].Kind != english.NounPhrase:
			if k := o.clauseOf(i); k >= 0 && o.verbStays(k) {
				return unsupported("%q is left out", tok.Text)
			}
		case low == "principle" && t > 0 && o.p.Tokens[t-1].Lower == "in":
			if k := o.clauseOf(i); k >= 0 && o.verbStays(k) {
				return unsupported("“in principle” is left out")
			}
		}
	}
	return nil
}

// numberAfter says whether a number that stays follows token t within three tokens.
func (o *omission) numberAfter(t int) bool {
	for n := t + 1; n < len(o.p.Tokens) && n <= t+3; n++ {
		if o.p.Tokens[n].Tag == "CD" {
			return o.stays(n)
		}
		if o.p.Tokens[n].Noun() || o.p.Tokens[n].Verb() {
			return false
		}
	}
	return false
}
