package stance

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
)

// antecedent gives the noun phrase that a relative clause with a subject of its own is about; -1 for none.
func antecedent(p *english.Parsed, c english.Clause) int {
	if c.Kind != english.RelativeCl || len(c.Subjects) == 0 || c.Subjects[0] < c.Start || c.Link != "which" && c.Link != "that" {
		return -1
	}
	for j := c.Start - 1; j >= 0; j-- {
		switch p.Phrases[j].Kind {
		case english.NounPhrase:
			return j
		case english.Comma:
		default:
			return -1
		}
	}
	return -1
}

// memberOf finds "became members of the alliance", "is now a signatory to the treaty".
func memberOf(p *english.Parsed, c english.Clause, next int) bool {
	v := p.VerbOf(c)
	if v.Lemma != "become" || p.KindAt(next) != english.NounPhrase {
		return false
	}
	switch p.HeadToken(next).Lemma {
	case "member", "signatory", "party", "partner", "participant", "guarantor", "co-sponsor", "sponsor", "donor":
		return true
	}
	return false
}

// opensTo says whether "open", "reluctant" and the like are followed by an act: "to deploying", "to a deal", not "to all".
func opensTo(p *english.Parsed, i int) bool {
	for p.QuoteOrAdverb(i) {
		i++
	}
	switch p.KindAt(i) {
	case english.VerbPhrase:
		return true
	case english.Preposition:
		if p.KindAt(i+1) == english.VerbPhrase {
			return true
		}
		if p.KindAt(i+1) == english.NounPhrase {
			return lexicon.Agentive(p.HeadToken(i+1).Lower) < 0.4 && p.HeadToken(i+1).Noun()
		}
	}
	return false
}

// otherSubject says whether the complement of clause k has a subject that cannot be clause k's own.
func otherSubject(p *english.Parsed, k, child int) bool {
	d := p.Clauses[child]
	if len(d.Subjects) == 0 || p.VerbOf(d).Modal == "" && p.HeadToken(d.Verb).Tag != "VB" {
		return false
	}
	h := p.HeadToken(d.Subjects[0])
	return h.Tag != "PRP" && lexicon.Agentive(h.Lower) < 0.4 && !h.Proper() || p.Tokens[p.Phrases[d.Subjects[0]].Start].Lower == "no" || h.Lower == "nobody"
}

// complementClause gives the clause that is what clause k says, agrees or suggests; -1 for none.
func complementClause(p *english.Parsed, k int) int {
	for q, c := range p.Clauses {
		if c.Parent != k || c.Kind != english.Complement || c.Via >= 0 {
			continue
		}
		// right after the verb, or after whom it was told: "on the grounds that" gives a reason
		j := p.Clauses[k].Verb + 1
		for p.QuoteOrAdverb(j) || p.KindAt(j) == english.NounPhrase && p.KindAt(j+1) == english.Subordinator {
			j++
		}
		if p.KindAt(j) == english.Subordinator || p.KindAt(j) == english.Relative || c.Link == "" {
			return q
		}
	}
	return -1
}

// prepositionOf gives the token after the preposition that belongs to a verb of a class ("look at"); 0 for none.
func prepositionOf(p *english.Parsed, c english.Clause, class string) int {
	v := p.VerbOf(c)
	for j := c.Verb + 1; j < c.End && j <= c.Verb+2; j++ {
		ph := p.Phrases[j]
		if (ph.Kind == english.Preposition || ph.Kind == english.Adverb) && Classes()[class][v.Lemma+" "+p.Tokens[ph.Start].Lower] && j+1 < c.End {
			return p.Phrases[j+1].Start
		}
		if ph.Kind != english.Adverb {
			break
		}
	}
	return 0
}

// isAct says whether a verb names something one can undertake to do.
func isAct(lemma string) bool {
	if Classes()["passive-like"][lemma] {
		return false
	}
	return lexicon.Is(lemma, lexicon.Verb, lexicon.VerbStative, lexicon.VerbEmotion) < 0.6
}

// complement finds where what is undertaken begins after phrase i: an infinitive, a gerund, an object, a clause is none.
func complement(p *english.Parsed, c english.Clause, i int) (token int, ok bool) {
	for ; i < len(p.Phrases) && i < c.End; i++ {
		ph := p.Phrases[i]
		switch ph.Kind {
		case english.Adverb, english.QuoteOpen, english.QuoteClose, english.Comma:
			continue
		case english.VerbPhrase:
			if ph.Verb.Infinitive || ph.Verb.Participle {
				// "refused to" and "to" itself are not part of what is refused
				return p.VerbStart(ph), true
			}
			return 0, false
		case english.Preposition:
			if j := i + 1; j < c.End && (p.Phrases[j].Kind == english.VerbPhrase || p.Phrases[j].Kind == english.QuoteOpen) {
				continue
			}
			switch p.Tokens[ph.Start].Lower {
			case "on", "at", "in", "during", "after", "since", "within", "following":
				if p.KindAt(i+1) == english.NounPhrase && (p.IsTime(p.Phrases[i+1]) || p.Tokens[ph.Start].Lower == "at" || p.Tokens[ph.Start].Lower == "during") {
					i++
					continue // promised at a rally on Thursday
				}
			}
			if w := p.Tokens[ph.Start].Lower; (w == "for" || w == "over" || w == "until" || w == "since") && p.KindAt(i+1) == english.NounPhrase && tellsWhen(p, i+1) {
				i++
				continue // fought for ten years
			}
			// "agreed, on condition of a refund, to stay": what stands between does not count
			j := i
			for p.KindAt(j) == english.Preposition && p.KindAt(j+1) == english.NounPhrase || p.KindAt(j) == english.Comma && j > i {
				if p.KindAt(j) == english.Comma {
					j++
					continue
				}
				j += 2
			}
			if i > 0 && p.KindAt(i-1) == english.Comma && j > i && j < c.End && p.KindAt(j) == english.VerbPhrase && p.Phrases[j].Verb.Infinitive {
				i = j - 1
				continue
			}
			// "agreed in May to talk": time and place stand before what was agreed
			if p.KindAt(i+1) == english.NounPhrase && i+2 < c.End && p.KindAt(i+2) == english.VerbPhrase && p.Phrases[i+2].Verb.Infinitive {
				i++
				continue
			}
			return ph.Start, true
		case english.NounPhrase:
			if p.IsTime(ph) || isTally(p, ph) {
				continue // agreed last week to …, voted 12-3 to …
			}
			return ph.Start, true
		case english.Adjective:
			continue
		case english.Relative:
			return ph.Start, true
		case english.Subordinator:
			if p.HeadToken(i).Lower == "whether" && p.KindAt(i+1) == english.VerbPhrase && p.Phrases[i+1].Verb.Infinitive {
				return p.VerbStart(p.Phrases[i+1]), true // weighs whether to join
			}
			return 0, false
		default:
			return 0, false
		}
	}
	return 0, false
}

// isTally says whether a noun phrase is the result of a vote: 12-3.
func isTally(p *english.Parsed, ph english.Phrase) bool {
	t := p.Tokens[ph.Start]
	return ph.End == ph.Start+1 && t.Tag == "CD" && strings.ContainsAny(t.Text, "-–") && t.Text[0] >= '0' && t.Text[0] <= '9'
}

// tellsWhen says whether a noun phrase is a time or a span of time and nothing else.
func tellsWhen(p *english.Parsed, i int) bool {
	h := p.HeadToken(i)
	return p.IsTime(p.Phrases[i]) || h.Noun() && !h.Proper() && lexicon.Is(h.Lower, lexicon.Noun, lexicon.NounTime) > 0.8
}

func negatedInfinitive(p *english.Parsed, i int) bool {
	for p.KindAt(i) == english.Adverb {
		if p.HeadToken(i).Lower == "not" {
			return true
		}
		i++
	}
	if i-2 >= 0 && p.Phrases[i-1].Verb.Negated && p.Tokens[p.Phrases[i-1].End-1].Lower == "not" {
		return true
	}
	return p.KindAt(i) == english.VerbPhrase && p.Phrases[i].Verb.Infinitive && p.Phrases[i].Verb.Negated
}

// promisedClause judges a verb whose object is a clause, "agreed that the fee should be cut": that of the same actor
// speaks for itself, another's is what this one undertakes.
func promisedClause(p *english.Parsed, k, child int, class string, neg bool) (Predicate, bool) {
	v := p.VerbOf(p.Clauses[k])
	out := Predicate{Agent: -1}
	if neg || v.Modal != "" || !(class == "pledged" || class == "decided" || class == "proposed" && (v.Lemma == "propose" || v.Lemma == "recommend")) || !otherSubject(p, k, child) {
		return out, false
	}
	d := p.Clauses[child]
	out.From, out.Child, out.Stance = p.Phrases[min(d.Subjects[0], d.Verb)].Start, child, OfClass[class]
	return out, true
}
