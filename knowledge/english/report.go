package english

func (p *Parsed) reportsAt(i int) bool { return reportVerbs[p.Phrases[i].Verb.Lemma] }

// nonfiniteReport finds the participle or infinitive of a reporting verb right before phrase i, over whom it tells.
func (p *Parsed) nonfiniteReport(i, k int) int {
	for j := i - 1; j >= 0; j-- {
		switch ph := p.Phrases[j]; ph.Kind {
		case QuoteOpen, QuoteClose, Adverb:
		case Comma:
			if !p.is(j+1, QuoteOpen) {
				return -1
			}
		case NounPhrase:
			if !(p.is(j-1, VerbPhrase) && p.Phrases[j-1].Verb.Lemma == "tell") {
				return -1
			}
		case VerbPhrase:
			if !p.finite(j) && complementTaking[ph.Verb.Lemma] {
				return j
			}
			return -1
		default:
			return -1
		}
	}
	return -1
}

// ownerOf gives the clause at whose level a nonfinite verb stands: the last main clause before it.
func (p *Parsed) ownerOf(phrase int) int {
	owner := -1
	for k, c := range p.Clauses {
		if c.Verb < phrase && c.Kind == Main {
			owner = k
		}
	}
	return owner
}

// frontedBefore gives the first phrase of the adverbial that a comma at i closes ("In May, …"); -1 when there is none.
func (p *Parsed) frontedBefore(i int) int {
	for j := i - 1; j >= 0; j-- {
		switch p.Phrases[j].Kind {
		case VerbPhrase:
			if p.finite(j) {
				return -1
			}
			if j == 0 || p.is(j-1, Subordinator) || p.is(j-1, Stop) {
				return j
			}
		case Subordinator, Stop, Conjunction, Break, Comma:
			if j+1 < i && (p.is(j+1, Preposition) || p.is(j+1, Adverb)) {
				return j + 1
			}
			return -1
		}
		if j == 0 && (p.is(0, Preposition) || p.is(0, Adverb)) {
			return 0
		}
	}
	return -1
}

// complementGap says whether the clause whose subject follows phrase i is the complement of clause prev without "that":
// the verb takes a complement and nothing, or just whom it was told, stands between.
func (p *Parsed) complementGap(prev Clause, i int) bool {
	v := p.VerbOf(prev)
	if !complementTaking[v.Lemma] {
		return false
	}
	for j := i; j > prev.Verb; j-- {
		switch p.Phrases[j].Kind {
		case QuoteOpen, QuoteClose, Adverb:
		case Comma, Break:
			// said on Tuesday, “we …
			if !p.is(j+1, QuoteOpen) && !(p.is(j+1, QuoteClose)) {
				return false
			}
		case NounPhrase:
			if v.Lemma != "tell" && !timeNouns[p.HeadToken(j).Lower] && !p.is(j-1, Preposition) && !(prev.Inverted && j == prev.Verb+1) {
				return false
			}
		case Preposition:
		default:
			return false
		}
	}
	return true
}

// bareReport says whether a clause only names a speaker: its verb reports and nothing but hearers, time and place follows.
func (p *Parsed) bareReport(c *Clause) bool {
	if !p.reportsAt(c.Verb) || p.Phrases[c.Verb].Verb.Passive {
		return false
	}
	from := c.Verb + 1
	if c.Inverted {
		from++
	}
	for j := from; j < len(p.Phrases); j++ {
		switch ph := p.Phrases[j]; ph.Kind {
		case Comma, Stop, QuoteOpen, QuoteClose, Break:
			return true
		case Adverb, Preposition:
		case NounPhrase:
			if !p.is(j-1, Preposition) && !timeNouns[p.HeadToken(j).Lower] && !(p.Phrases[c.Verb].Verb.Lemma == "tell" && j == from) {
				return false
			}
		case VerbPhrase:
			return false
		case Relative:
			return true
		default:
			return false
		}
	}
	return true
}

func (p *Parsed) quotedAt(i int) bool {
	in := false
	for j := 0; j < i; j++ {
		switch p.Phrases[j].Kind {
		case QuoteOpen:
			in = true
		case QuoteClose:
			in = false
		}
	}
	return in
}

// Speaker gives the clause that reports clause k ("X said …", "…, X said"); -1 when nobody is named.
func (p *Parsed) Speaker(k int) int {
	for n := k; n >= 0; n = p.Clauses[n].Parent {
		par := p.Clauses[n].Parent
		if par < 0 || p.Clauses[n].Kind != Complement {
			continue
		}
		if via := p.Clauses[n].Via; via >= 0 && reportVerbs[p.Phrases[via].Verb.Lemma] || via < 0 && reportVerbs[p.VerbOf(p.Clauses[par]).Lemma] {
			return par
		}
	}
	best := -1
	for q := range p.Clauses {
		if q == k || !p.Clauses[q].Report {
			continue
		}
		inside := len(p.Clauses[k].Subjects) > 0 && p.Clauses[k].Subjects[0] < p.Clauses[q].Start
		if q > k || p.Clauses[k].Quoted || inside {
			return q // also "the firm, she said, would pay"
		}
	}
	return best
}

// Reports says whether a verb, in its base form, tells what somebody says or thinks.
func Reports(lemma string) bool { return reportVerbs[lemma] }
