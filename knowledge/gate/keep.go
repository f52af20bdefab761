package gate

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/stance"
)

// verbs: the auxiliaries of a verb that stays, its object, and the verb it depends on stay too.
func (o *omission) verbs() *flaw {
	anyVerb, anyStays := false, false
	for i, ph := range o.p.Phrases {
		if ph.Kind != english.VerbPhrase {
			continue
		}
		anyVerb = anyVerb || ph.Verb.Finite()
		if !o.stays(ph.Head) {
			continue
		}
		anyStays = anyStays || ph.Verb.Finite()
		for t := ph.Start; t < ph.Head; t++ {
			if tok := o.p.Tokens[t]; o.goes(t) && (tok.Tag == "MD" || tok.Verb()) {
				return contradicted(Firmness, "the quote's %q is left out of %q: stance or time", tok.Text, o.p.Span(i, i+1))
			}
		}
		if ph.Start == ph.Head && ph.Verb.Modal != "" {
			for t := ph.Start - 1; t >= 0; t-- {
				if o.p.Tokens[t].Tag == "MD" {
					if o.goes(t) {
						return contradicted(Firmness, "the quote's %q is left out: stance", o.p.Tokens[t].Text)
					}
					break
				}
			}
		}
		if fl := o.governed(i); fl != nil {
			return fl
		}
		if fl := o.objectStays(i); fl != nil {
			return fl
		}
	}
	if anyVerb && !anyStays {
		return unsupported("no verb of the quote stands in the statement: %q", o.src.text)
	}
	return nil
}

// governed: an infinitive or participle that stays needs the word before it that it depends on.
func (o *omission) governed(i int) *flaw {
	ph := o.p.Phrases[i]
	if !ph.Verb.Infinitive && !ph.Verb.Participle {
		return nil
	}
	if tok := o.p.Tokens[ph.Start]; ph.Verb.Infinitive && tok.Tag == "TO" && o.goes(ph.Start) {
		t := ph.Start - 1
		for t >= 0 && o.kept[t] <= 0 {
			t--
		}
		if t < 0 || o.p.Tokens[t].Tag != "TO" {
			return unsupported("%q has lost its “to”", o.p.Span(i, i+1))
		}
	}
	q := i - 1
	for q >= 0 && (o.p.Phrases[q].Kind == english.Adverb || o.p.Phrases[q].Kind == english.QuoteOpen || o.p.Phrases[q].Kind == english.QuoteClose) && !o.phraseStays(q) {
		q--
	}
	if q < 0 || o.phraseStays(q) || o.p.Phrases[q].Kind == english.Comma && o.phraseStays(q-1) {
		return nil
	}
	// a member of a list of infinitives whose other members go
	conj := false
	for ; q >= 0 && !o.phraseStays(q); q-- {
		switch k := o.p.Phrases[q].Kind; {
		case k == english.Adjective, k == english.VerbPhrase && o.p.Phrases[q].Verb.Finite():
			return unsupported("what %q depends on is left out of the quote", o.p.Span(i, i+1))
		case k == english.Conjunction || k == english.Comma:
			conj = true
		case conj && k == english.VerbPhrase && o.p.Phrases[q].Verb.Infinitive == ph.Verb.Infinitive && o.p.Phrases[q].Verb.Participle == ph.Verb.Participle && (o.phraseStays(q-1) || o.stays(o.p.Phrases[q].Start)):
			return nil
		}
	}
	if conj && q >= 0 && o.p.Phrases[q].Kind == english.VerbPhrase && !o.stays(o.p.Phrases[q].Head) {
		return nil // "to cut A and raise B": "to" stays
	}
	return unsupported("what %q depends on is left out of the quote", o.p.Span(i, i+1))
}

// objectStays: a verb does not lose the object or complement right after it, but for a list that keeps a member.
func (o *omission) objectStays(i int) *flaw {
	n := i + 1
	for o.p.KindAt(n) == english.Adverb || o.p.KindAt(n) == english.QuoteOpen || o.p.KindAt(n) == english.QuoteClose {
		n++
	}
	copular := stance.Copula[o.p.Phrases[i].Verb.Lemma] && !o.p.Phrases[i].Verb.Passive
	switch k := o.p.KindAt(n); {
	case k == english.NounPhrase || k == english.Adjective && copular || k == english.Preposition && copular || k == english.VerbPhrase && o.p.Phrases[n].Verb.Infinitive:
	default:
		return nil
	}
	if !o.phraseGoes(n) || english.TimeWord(o.p.HeadToken(n).Lower) {
		return nil
	}
	for q := n + 1; q < len(o.p.Phrases); q++ {
		switch o.p.Phrases[q].Kind {
		case english.NounPhrase, english.Adjective:
			if o.phraseStays(q) && !o.src.subject(q) {
				return nil
			}
		case english.Comma, english.Conjunction, english.Adverb:
		case english.VerbPhrase:
			if o.p.Phrases[q].Verb.Infinitive && o.p.Phrases[n].Kind == english.VerbPhrase && o.phraseStays(q) {
				return nil
			}
			if o.p.Phrases[n].Kind != english.VerbPhrase {
				return unsupported("%q is left without %q", o.p.Span(i, i+1), o.p.Span(n, n+1))
			}
		default:
			if o.p.Phrases[n].Kind != english.VerbPhrase {
				return unsupported("%q is left without %q", o.p.Span(i, i+1), o.p.Span(n, n+1))
			}
		}
	}
	return unsupported("%q is left without %q", o.p.Span(i, i+1), o.p.Span(n, n+1))
}

// heads: a noun phrase does not lose its head and keep the rest.
func (o *omission) heads() *flaw {
	for i, ph := range o.p.Phrases {
		if ph.Kind == english.Preposition && o.phraseStays(i) && (o.goes(ph.Start) || o.goes(ph.End-1)) {
			return unsupported("part of %q is left out", o.p.Span(i, i+1))
		}
		if ph.Kind != english.NounPhrase || !o.goes(ph.Head) {
			continue
		}
		if tok := o.p.Tokens[ph.Start]; o.stays(ph.Start) && (tok.Tag == "DT" || tok.Tag == "PRP$") && !o.nounNext(ph.Start) {
			return unsupported("%q is left of %q", tok.Text, o.p.Span(i, i+1))
		}
		for t := ph.Start; t < ph.End; t++ {
			if tok := o.p.Tokens[t]; o.stays(t) && (tok.Noun() || tok.Tag == "CD" || strings.HasPrefix(tok.Tag, "JJ")) {
				return unsupported("%q is cut out of %q", tok.Text, o.p.Span(i, i+1))
			}
		}
	}
	return nil
}

// subjects: a verb that stays keeps one of its subjects, and what limits that subject.
func (o *omission) subjects() *flaw {
	for k, c := range o.p.Clauses {
		if !o.verbStays(k) {
			if fl := o.verbless(k); fl != nil {
				return fl
			}
			continue
		}
		if len(c.Subjects) == 0 {
			if q := c.Verb - 1; q >= 0 && o.phraseGoes(q) && o.p.Phrases[q].Kind == english.NounPhrase {
				return unsupported("%q has lost its subject", o.p.Span(c.Verb, c.Verb+1))
			}
			continue
		}
		last := -1
		for _, q := range c.Subjects {
			if o.stays(o.p.Phrases[q].Head) || o.p.Phrases[q].Kind != english.NounPhrase && o.phraseStays(q) {
				last = q
			}
		}
		if last < 0 {
			if c.Kind == english.RelativeCl && o.phraseStays(c.Start) && !o.phraseGoes(c.Subjects[0]) {
				continue
			}
			return unsupported("%q has lost its subject %q", o.p.Span(c.Verb, c.Verb+1), o.p.Span(c.Subjects[0], c.Subjects[0]+1))
		}
		if last != c.Subjects[len(c.Subjects)-1] || c.Inverted || c.Verb < last || c.Kind == english.RelativeCl {
			continue
		}
		if q := last + 1; q < c.Verb && o.phraseGoes(q) && o.limits(q) {
			return unsupported("%q limits %q and is left out", o.p.Span(q, q+1), o.p.Span(last, last+1))
		}
	}
	return nil
}

// nounNext says whether a noun or what leads to one is the next token after t that stays.
func (o *omission) nounNext(t int) bool {
	for t++; t < len(o.p.Tokens); t++ {
		if o.stays(t) {
			tag := o.p.Tokens[t].Tag
			return strings.HasPrefix(tag, "NN") || strings.HasPrefix(tag, "JJ") || tag == "CD" || tag == "VBN" || tag == "VBG" || tag == "$"
		}
	}
	return false
}

// verbless: a subject that stays does not lose its verb, unless it is the subject or object of another one that stays.
func (o *omission) verbless(k int) *flaw {
	c := o.p.Clauses[k]
	if c.Kind == english.RelativeCl {
		return nil
	}
	for _, q := range c.Subjects {
		if !o.stays(o.p.Phrases[q].Head) {
			continue
		}
		other := false
		for n, d := range o.p.Clauses {
			other = other || o.verbStays(n) && slices.Contains(d.Subjects, q)
		}
		if prev := o.p.KindAt(q - 1); other || (prev == english.VerbPhrase || prev == english.Preposition) && o.phraseStays(q-1) {
			continue
		}
		return unsupported("%q has lost its verb %q", o.p.Span(q, q+1), o.p.Span(c.Verb, c.Verb+1))
	}
	return nil
}

// limits says whether a phrase right after a noun, with no comma between, says which ones are meant.
func (o *omission) limits(q int) bool {
	switch ph := o.p.Phrases[q]; ph.Kind {
	case english.Relative, english.Preposition:
		return true
	case english.VerbPhrase:
		return ph.Verb.Participle || ph.Verb.Infinitive
	}
	return false
}

// governors: what follows a gap must not have belonged to a verb or preposition in the gap.
func (o *omission) governors() *flaw {
	for t, hard := range o.hard {
		if i := o.phraseOfToken(t); hard && o.stays(t) && o.p.Phrases[i].Kind == english.NounPhrase {
			if prev := o.stayedBefore(t); prev >= 0 && prev != i && o.p.Phrases[prev].Kind == english.NounPhrase {
				return unsupported("%q and %q do not stand together in the quote", o.p.Span(prev, prev+1), o.p.Span(i, i+1))
			}
		}
	}
	for i := 1; i < len(o.p.Phrases); i++ {
		if !o.phraseStays(i) || !o.phraseGoes(o.before(i)) {
			continue
		}
		at := i
		if o.p.Phrases[at].Kind == english.Conjunction {
			at++
		}
		if o.opensClause(at) {
			continue
		}
		switch o.p.Phrases[at].Kind {
		case english.NounPhrase, english.Preposition, english.Adjective:
		default:
			continue
		}
		prev := o.before(at)
		if o.p.Phrases[prev].Kind == english.Preposition && o.phraseGoes(prev) && o.p.Phrases[at].Kind == english.NounPhrase {
			return unsupported("%q has lost its preposition %q", o.p.Span(at, at+1), o.p.Span(prev, prev+1))
		}
		if o.p.Phrases[at].Kind == english.Preposition && o.p.Phrases[prev].Kind == english.Adjective && o.phraseGoes(prev) {
			return unsupported("%q belongs to %q, which is left out", o.p.Span(at, at+1), o.p.Span(prev, prev+1))
		}
		for v := at - 1; v >= 0; v-- {
			if o.p.Phrases[v].Kind != english.VerbPhrase {
				continue
			}
			if o.goes(o.p.Phrases[v].Head) && !o.aside(v, at) {
				return unsupported("%q belongs to %q, which is left out", o.p.Span(at, at+1), o.p.Span(v, v+1))
			}
			break
		}
	}
	return nil
}

// stayedBefore gives the phrase of the last token before t that stays; -1 for none.
func (o *omission) stayedBefore(t int) int {
	for t--; t >= 0; t-- {
		if o.kept[t] > 0 {
			return o.phraseOfToken(t)
		}
	}
	return -1
}

// before gives the phrase before i, over marks.
func (o *omission) before(i int) int {
	for i--; i > 0; i-- {
		switch o.p.Phrases[i].Kind {
		case english.Comma, english.QuoteOpen, english.QuoteClose, english.Break:
			continue
		}
		break
	}
	return max(i, 0)
}

// opensClause says whether phrase i begins a clause whose verb stays, or is one of its subjects.
func (o *omission) opensClause(i int) bool {
	for k, c := range o.p.Clauses {
		if !o.verbStays(k) {
			continue
		}
		if c.Start == i || c.Verb == i || i < c.Verb && i >= c.Start {
			return true
		}
		for _, q := range c.Subjects {
			if q == i || q > i && i > c.Start {
				return true
			}
		}
	}
	return false
}

// aside says whether the verb at v stands in an insertion that ends before i: what follows belongs to what was before it.
func (o *omission) aside(v, i int) bool {
	k := o.clauseOf(v)
	if k < 0 {
		return false
	}
	c := o.p.Clauses[k]
	closed := false
	for q := v + 1; q < i; q++ {
		if o.p.Phrases[q].Kind == english.Comma || o.p.Phrases[q].Kind == english.Break {
			closed = true
		}
	}
	return closed && (c.Kind == english.RelativeCl || c.Report || c.Kind == english.Adverbial || !o.p.Phrases[v].Verb.Finite())
}
