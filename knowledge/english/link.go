package english

import "strings"

// link sets kind, connecting word and parent of clause k from what stands before it.
func (p *Parsed) link(k int) {
	c := &p.Clauses[k]
	if c.Parent <= -2 {
		o := p.Clauses[-2-c.Parent]
		c.Parent, c.Kind = o.Parent, o.Kind
		c.Quoted = p.quotedAt(c.Verb)
		return
	}
	c.Quoted = p.quotedAt(c.Verb)
	if c.Kind == RelativeCl {
		c.Parent = k - 1
		return
	}
	if c.Inverted {
		c.Start = c.Verb
		c.Report = p.bareReport(c)
		return
	}
	// step over what may stand before a subject: adverbs, fronted phrases, quotation marks
	i := c.Start - 1
	for i >= 0 {
		switch ph := p.Phrases[i]; {
		case ph.Kind == Adverb || ph.Kind == QuoteOpen || ph.Kind == QuoteClose:
			i--
			continue
		case ph.Kind == Comma && p.frontedBefore(i) >= 0:
			i = p.frontedBefore(i) - 1
			continue
		}
		break
	}
	prev := k - 1
	for prev > 0 && i >= 0 && p.is(i, Subordinator) && p.Clauses[prev].Start > i {
		prev-- // "said that units that run will": the relative clause stands inside
	}
	switch {
	case i < 0:
	case p.is(i, Subordinator):
		c.Link = strings.ToLower(p.Span(i, i+1))
		c.Start = i
		switch c.Link {
		case "that", "whether":
			c.Kind, c.Parent = Complement, prev
			if before := i - 1; prev >= 0 && p.Clauses[prev].Kind == Complement && p.Clauses[prev].Link == "that" && (p.is(before, Conjunction) || p.is(before, Comma)) {
				c.Parent = p.Clauses[prev].Parent // that it is late, and that it will be paid
			}
			if via := p.nonfiniteReport(i, k); via >= 0 {
				c.Via, c.Parent = via, p.ownerOf(via)
			} else if c.Link == "that" && p.is(i-1, NounPhrase) && prev >= 0 && !complementTaking[p.VerbOf(p.Clauses[prev]).Lemma] {
				c.Kind = RelativeCl
			}
		default:
			c.Kind = Adverbial
			c.Parent = prev
		}
	case p.is(i, Relative):
		c.Kind, c.Link, c.Start, c.Parent = RelativeCl, p.Tokens[p.Phrases[i].Start].Lower, i, prev
		if prev >= 0 && c.Link != "which" && !p.is(i-1, Comma) && complementTaking[p.VerbOf(p.Clauses[prev]).Lemma] {
			c.Kind = Complement // how, what, why …
		}
	case p.is(i, Preposition) && subordinators[p.Tokens[p.Phrases[i].Start].Lower]:
		c.Kind, c.Link, c.Start, c.Parent = Adverbial, p.Tokens[p.Phrases[i].Start].Lower, i, prev
	case p.nonfiniteReport(i+1, k) >= 0:
		c.Via = p.nonfiniteReport(i+1, k)
		c.Kind, c.Parent = Complement, p.ownerOf(c.Via)
	case prev == 0 && len(c.Subjects) == 0 && p.Clauses[prev].Link == "whether" && p.Clauses[prev].Start == 0:
		p.Clauses[prev].Parent = k // "Whether it pays is unclear"
	case prev >= 0 && p.complementGap(p.Clauses[prev], i):
		c.Kind, c.Parent = Complement, prev
		c.Start = p.Clauses[prev].Verb + 1
	case p.is(i, Conjunction):
		c.Link = p.Tokens[p.Phrases[i].Start].Lower
		if prev >= 0 && c.Link != "but" && !p.is(i-1, Comma) && p.Clauses[prev].Kind != RelativeCl {
			c.Kind, c.Parent = p.Clauses[prev].Kind, p.Clauses[prev].Parent
		}
		if prev >= 0 && p.Clauses[prev].Kind == Complement && p.Clauses[prev].Link == "that" && p.VerbOf(*c).Modal != "" {
			c.Kind, c.Parent = Complement, p.Clauses[prev].Parent
		}
	}
	c.Report = c.Kind == Main && p.bareReport(c)
}

// setEnds bounds each clause: it reaches to the next one that does not depend on it.
func (p *Parsed) setEnds() {
	for k := range p.Clauses {
		c := &p.Clauses[k]
		for q := k + 1; q < len(p.Clauses); q++ {
			if p.dependsOn(q, k) {
				continue
			}
			c.End = max(p.clauseLeft(q), c.Verb+1)
			break
		}
		for c.End > c.Verb+1 {
			switch p.Phrases[c.End-1].Kind {
			case Stop, Comma, Break, Conjunction, QuoteOpen, Subordinator:
				c.End--
				continue
			case QuoteClose:
				if !c.Quoted {
					break
				}
				c.End--
				continue
			}
			break
		}
	}
}

func (p *Parsed) dependsOn(q, k int) bool {
	for n := p.Clauses[q].Parent; n >= 0; n = p.Clauses[n].Parent {
		if n == k {
			return true
		}
	}
	return false
}

// clauseLeft is the first phrase that belongs to clause q, with what introduces it.
func (p *Parsed) clauseLeft(q int) int {
	i := p.Clauses[q].Start
	for i > 0 && (p.is(i-1, Conjunction) || p.is(i-1, Subordinator) || p.is(i-1, QuoteOpen) || p.is(i-1, Adverb)) {
		i--
	}
	// "…, and in May the board approved": where and when stand before the subject
	if !p.is(p.Clauses[q].Start, Conjunction) && i == p.Clauses[q].Start && p.is(i-1, NounPhrase) && p.is(i-2, Preposition) && p.is(i-3, Conjunction) {
		return i - 3
	}
	return i
}
