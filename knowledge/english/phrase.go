package english

import (
	"strings"

	"talksbot/knowledge/lexicon"
)

// KindAt gives the kind of phrase i; the zero kind where there is no such phrase.
func (p *Parsed) KindAt(i int) PhraseKind {
	if i < 0 || i >= len(p.Phrases) {
		return 0
	}
	return p.Phrases[i].Kind
}

// QuoteOrAdverb says whether phrase i is a quotation mark or an adverb: what may stand between a verb and its object.
func (p *Parsed) QuoteOrAdverb(i int) bool {
	k := p.KindAt(i)
	return k == QuoteOpen || k == QuoteClose || k == Adverb
}

// VerbStart is the first token of a verb group after its "to".
func (p *Parsed) VerbStart(ph Phrase) int {
	s := ph.Start
	for s < ph.Head && (p.Tokens[s].Lower == "to" || p.Tokens[s].Tag == "``" || p.Tokens[s].Tag == "''") {
		s++
	}
	return s
}

// PhraseAt gives the phrase that token t stands in; -1 for none.
func (p *Parsed) PhraseAt(t int) int {
	for i, ph := range p.Phrases {
		if ph.Start <= t && t < ph.End {
			return i
		}
	}
	return -1
}

// IsTime says whether a noun phrase tells when: "last week", "Thursday", "16 July".
func (p *Parsed) IsTime(ph Phrase) bool {
	h := p.Tokens[ph.Head]
	return TimeWord(h.Lower) || h.Noun() && !h.Proper() && lexicon.Is(h.Lower, lexicon.Noun, lexicon.NounTime) > 0.8 && HasWord(p.Tokens[ph.Start:ph.End], "last", "this", "next", "later", "earlier") || h.Tag == "CD" && TimeWords.MatchString(p.TokenSpan(ph.Start, ph.End))
}

// InfinitiveAt says whether an infinitive begins at phrase i, adverbs, quotation marks and times before it skipped.
func (p *Parsed) InfinitiveAt(i int) bool {
	for {
		switch {
		case p.QuoteOrAdverb(i):
			i++
			continue
		case p.KindAt(i) == NounPhrase && (p.IsTime(p.Phrases[i]) || p.Phrases[i].End == p.Phrases[i].Start+1 && p.HeadToken(i).Tag == "CD"):
			i++
			continue
		case p.KindAt(i) == Preposition && p.KindAt(i+1) == NounPhrase && p.KindAt(i+2) == VerbPhrase:
			i += 2 // "voted on Thursday to sell"
			continue
		}
		break
	}
	return p.KindAt(i) == VerbPhrase && p.Phrases[i].Verb.Infinitive
}

// ObjectOf gives the noun phrase right after a clause's verb; -1 when there is none.
func (p *Parsed) ObjectOf(c Clause) int {
	i := c.Verb + 1
	for p.QuoteOrAdverb(i) {
		i++
	}
	if p.KindAt(i) == NounPhrase && i < c.End {
		return i
	}
	return -1
}

// IsPronoun says whether a phrase is a personal or possessive pronoun and nothing else.
func (p *Parsed) IsPronoun(ph Phrase) bool {
	return ph.End == ph.Start+1 && strings.HasPrefix(p.Tokens[ph.Start].Tag, "PRP")
}

// IsMark says whether phrase i is a comma, a dash, a colon, a semicolon or a bracket.
func (p *Parsed) IsMark(i int) bool {
	return i >= 0 && i < len(p.Phrases) && (p.Phrases[i].Kind == Comma || p.Phrases[i].Kind == Break)
}
