package english

import (
	"strings"

	"talksbot/knowledge/lexicon"
)

// joinQuoted makes one verb group of an auxiliary and the participle that is quoted after it: was "still studying", has
// “agreed”. The marks stay tokens inside the group.
func (p *Parsed) joinQuoted() {
	out := p.Phrases[:0]
	for i := 0; i < len(p.Phrases); i++ {
		ph := p.Phrases[i]
		j := i + 1
		for p.is(j, Adverb) {
			j++
		}
		if v := ph.Verb; ph.Kind == VerbPhrase && v.Finite() && (v.Lemma == "be" || v.Lemma == "have") && !v.Passive && p.is(j, QuoteOpen) {
			j++
			for p.is(j, Adverb) {
				j++
			}
			if p.is(j, VerbPhrase) && p.Phrases[j].Verb.Participle {
				main := p.Phrases[j]
				group := v
				group.Past, group.Lemma, group.Particle = false, main.Verb.Lemma, main.Verb.Particle
				ing := p.Tokens[main.Head].Tag == "VBG"
				group.Progressive = v.Lemma == "be" && ing
				group.Passive = v.Lemma == "be" && !ing
				group.Perfect = v.Perfect || v.Lemma == "have"
				if v.Lemma == "be" || !ing {
					out = append(out, Phrase{Kind: VerbPhrase, Start: ph.Start, End: main.End, Head: main.Head, Verb: group})
					i = j
					continue
				}
			}
		}
		out = append(out, ph)
	}
	p.Phrases = out
}

// fixBare makes an infinitive of the bare verb that follows whom somebody lets, helps or makes: "will let boats keep".
func (p *Parsed) fixBare() {
	for i := range p.Phrases {
		v := &p.Phrases[i].Verb
		if t := p.Tokens[p.Phrases[i].Head].Tag; !p.is(i, VerbPhrase) || !v.Finite() || v.Past || t != "VB" && t != "VBP" || p.Phrases[i].Start != p.Phrases[i].Head || !p.is(i-1, NounPhrase) || !p.is(i-2, VerbPhrase) {
			continue
		}
		switch p.Phrases[i-2].Verb.Lemma {
		case "let", "help", "make":
			v.Infinitive, v.Modal = true, ""
		}
	}
}

// fixReduced turns a past form that cannot be the verb of its clause into a participle ("protocols intended to deter")
// and a lone participle that must be the verb into a finite one.
func (p *Parsed) fixReduced() {
	open := false // a finite verb since the last boundary
	for i := range p.Phrases {
		ph := &p.Phrases[i]
		switch ph.Kind {
		case Stop, Break, Subordinator, Relative, Conjunction:
			open = false
		case Comma:
			// a comma may close a fronted phrase, or open a coordinate clause with a subject of its own
			open = open && !(p.is(i+1, NounPhrase) && p.is(i+2, VerbPhrase))
		case VerbPhrase:
			v := &ph.Verb
			if v.Past && v.Modal == "" && !v.Perfect && p.is(i-1, Comma) && p.is(i-2, Adverb) && p.is(i-3, Comma) && p.finite(i-4) && p.Phrases[i-4].Verb.Lemma == "be" && participleLike(p.Tokens[ph.Head]) {
				v.Participle, v.Past = true, false // "is, however, prepared"
				continue
			}
			if v.Past && !v.Passive && !v.Perfect && v.Modal == "" && p.is(i-1, Comma) && p.is(i-2, NounPhrase) && p.is(i+1, Comma) && p.finite(i+2) && participleLike(p.Tokens[ph.Head]) && !p.reportsAt(i) {
				v.Participle, v.Past = true, false // "the port, also approached, said no"
				continue
			}
			if v.Past && !v.Passive && !v.Perfect && v.Modal == "" && !v.Negated && p.is(i+1, Preposition) && p.Tokens[p.Phrases[i+1].Start].Lower == "by" && p.is(i-1, NounPhrase) && participleLike(p.Tokens[ph.Head]) && p.is(i+2, NounPhrase) && p.Tokens[p.Phrases[i+2].Head].Tag != "CD" {
				v.Participle, v.Past = true, false
				continue
			}
			if p.is(i-1, NounPhrase) && p.Tokens[p.Phrases[i-1].Head].Tag == "PRP" {
				open = true
				continue // "it remained"
			}
			bare := ph.Verb.Past && !v.Passive && !v.Perfect && v.Modal == "" && !v.Negated
			if bare && open && (p.is(i-1, NounPhrase) || (p.is(i-1, QuoteClose) || p.is(i-1, QuoteOpen)) && p.is(i-2, NounPhrase)) && p.Tokens[ph.Head].Tag == "VBD" && participleLike(p.Tokens[ph.Head]) && !p.reportsAt(i) && !(p.is(i-2, VerbPhrase) && complementTaking[p.Phrases[i-2].Verb.Lemma]) {
				v.Participle, v.Past = true, false
			}
			if v.Finite() {
				open = true
			}
		}
	}
}

func participleLike(t Token) bool {
	return strings.HasSuffix(t.Lower, "ed") || strings.HasSuffix(t.Lower, "en") || t.Lower == "put" || t.Lower == "set" || t.Lower == "held" || t.Lower == "led" || t.Lower == "made" || t.Lower == "sent" || t.Lower == "built"
}

// findVerb gives a sentence without a finite verb the past form that was taken for a noun: "the delegate spoke of …".
func findVerb(toks []Token) {
	for i, t := range toks { // "The Herald reports that", ", The Herald reports." whatever other verbs there are
		if t.Tag == "NNS" && i > 0 && i+1 < len(toks) && toks[i-1].Proper() && t.Lower == t.Text && (toks[i+1].Lower == "that" || toks[i+1].Tag == ".") && complementTaking[lexicon.Lemma(t.Lower, lexicon.Verb)] {
			toks[i].Tag = "VBZ"
		}
	}
	at := -1
	for i, t := range toks {
		switch t.Tag {
		case "VBD", "VBZ", "VBP", "MD":
			return
		case "VBN": // "both sides promised to"
			if at < 0 && i > 0 && toks[i-1].Noun() && i+1 < len(toks) && (toks[i+1].Tag == "TO" || toks[i+1].Lower == "that") && complementTaking[lexicon.Lemma(t.Lower, lexicon.Verb)] {
				at = i
			}
		case "NNS": // "Malta aims at"
			if n := i + 1; at < 0 && i > 0 && toks[i-1].Proper() && n < len(toks) && (toks[n].Tag == "IN" || toks[n].Tag == "TO" || toks[n].Tag == "DT" || toks[n].Noun() && t.Lower != "s") && isVerb(lexicon.Lemma(t.Lower, lexicon.Verb)) && t.Lower == t.Text {
				at = i
			}
		case "NN":
			if low := t.Lower; at < 0 && i > 0 && low == t.Text && !strings.HasSuffix(low, "s") && lexicon.Lemma(low, lexicon.Verb) != low && isVerb(low) && !strings.HasSuffix(low, "ing") && (toks[i-1].Noun() || lexicon.Known(toks[i-1].Lower, lexicon.Noun) && toks[i-1].Tag == "JJ") {
				at = i
			}
		}
	}
	if at > 0 && toks[len(toks)-1].Text == "." {
		if toks[at].Tag == "NNS" {
			toks[at].Tag = "VBZ"
			return
		}
		toks[at].Tag = "VBD"
		if toks[at-1].Tag == "JJ" {
			toks[at-1].Tag = "NN"
		}
	}
}
