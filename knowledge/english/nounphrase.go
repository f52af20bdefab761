package english

import (
	"strings"

	"talksbot/knowledge/lexicon"
)

func nounAhead(toks []Token, i int) bool {
	t := at(toks, i)
	return t.Noun() || t.Tag == "DT" || t.Tag == "PRP$" || t.Tag == "PRP" || t.Tag == "CD" || t.Tag == "$" || strings.HasPrefix(t.Tag, "JJ")
}

// longestPhrase is the most tokens that are looked at for one phrase. No phrase has as many; without it a row of marks
// would be gone through again from each.
const longestPhrase = 100

// nounPhrase reads a base noun phrase that starts at i: determiner, numbers, modifiers, nouns, possessives.
func nounPhrase(toks []Token, i int) Phrase {
	p := Phrase{Kind: NounPhrase, Start: i, End: i, Head: -1}
	j := i
	nounSeen := false
	for ; j < min(len(toks), i+longestPhrase); j++ {
		t := toks[j]
		switch {
		case strings.HasSuffix(t.Lower, "self") || strings.HasSuffix(t.Lower, "selves"):
			// Brazil itself
			if j > i && nounSeen {
				p.End = j + 1
			} else {
				p.Head, p.End = j, j+1
			}
			return p
		case t.Tag == "PRP" || t.Tag == "EX":
			if j == i {
				p.Head, p.End = j, j+1
			}
			return p
		case t.Tag == "DT" || t.Tag == "PDT" || t.Tag == "PRP$" || t.Lower == "both" || t.Lower == "no" && t.Tag != "RB":
			if nounSeen || j > i && !(toks[j-1].Tag == "PDT" || toks[j-1].Lower == "all" || toks[j-1].Lower == "both" || toks[j-1].Lower == "half") {
				goto done
			}
			if t.Tag != "PRP$" {
				p.Head, p.End = j, j+1
			}
		case t.Tag == "POS":
			if !nounSeen {
				goto done
			}
			nounSeen = false // what follows is the head
			p.End = j + 1
		case t.Tag == "CD" || t.Tag == "$" || t.Lower == "%":
			if nounSeen && t.Tag == "$" {
				goto done
			}
			if t.Tag == "CD" || t.Lower == "%" {
				p.Head, p.End = j, j+1
			}
		case t.Noun():
			if timeNouns[t.Lower] && j > i && toks[j-1].Tag == "CD" && p.Head == j-1 && !t.Proper() {
				goto done // "approved the £3m today"
			}
			if timeNouns[t.Lower] && nounSeen && !toks[j-1].Proper() || timeNouns[t.Lower] && nounSeen && p.Head >= 0 && !timeNouns[toks[p.Head].Lower] && toks[p.Head].Noun() {
				goto done
			}
			if t.Proper() && nounSeen && isCapital(t.Text) && j > i && toks[j-1].Noun() && !toks[j-1].Proper() && !isCapital(toks[j-1].Text) && !strings.ContainsAny(toks[j-1].Text, "0123456789") && lexicon.Agentive(toks[j-1].Lower) < 0.4 {
				goto done // "at the summit Brazil presented": a common noun that is no title, then a name
			}
			if j == i+1 && dayBefore(toks, j) {
				goto done
			}
			nounSeen = true
			p.Head, p.End = j, j+1
		case strings.HasPrefix(t.Tag, "JJ"):
			if nounSeen && !(j+1 < len(toks) && toks[j+1].Noun() && (toks[j-1].Tag == "POS" || toks[j-1].Proper() && lexicon.Agentive(toks[j+1].Lower) > 0.5)) {
				goto done
			}
		case (t.Tag == "VBN" || t.Tag == "VBG") && !nounSeen:
			// a participle before a noun: "a proposed mechanism"
			if k := modifierEnd(toks, j+1); !(j > i || k > j+1) || !at(toks, k).Noun() || j == i && !(t.Tag == "VBN") {
				goto done
			}
		case (t.Tag == "RB" || t.Tag == "RBR" || t.Tag == "RP" || t.Tag == "JJR" || t.Tag == "IN" || t.Tag == "TO") && !nounSeen && quantifier(toks, j):
			// about $500m, more than 25 leaders, up to 30bn
		case (t.Tag == "RB" || t.Tag == "RBS") && !nounSeen && (j > i || strings.HasSuffix(t.Lower, "ly") && at(toks, j+1).Tag == "JJ" && at(toks, j+2).Noun()) && modifies(toks, j):
		case t.Tag == "CC" && nounSeen && jointTitle(toks, j):
			// climate and environment minister Jane Doe
		case t.Tag == "CC" && !nounSeen && j > i && strings.HasPrefix(at(toks, j-1).Tag, "JJ") && strings.HasPrefix(at(toks, j+1).Tag, "JJ") && at(toks, modifierEnd(toks, j+1)).Noun():
			// "solid and lasting peace"
		case t.Tag == "," && !nounSeen && j > i && strings.HasPrefix(at(toks, j-1).Tag, "JJ") && strings.HasPrefix(at(toks, j+1).Tag, "JJ") && at(toks, modifierEnd(toks, j+1)).Noun():
		case (t.Tag == "``" || t.Tag == "''") && quotedWords(toks, j) > 0 && (j > i) && (!nounSeen || toks[j-1].Tag == "POS"):
			// the "backstop", its “robust” guarantees
			n := quotedWords(toks, j)
			for k := j + 1; k < n; k++ {
				if toks[k].Noun() || toks[k].Tag == "VBG" || toks[k].Tag == "VBN" {
					p.Head, nounSeen = k, toks[k].Noun() || nounSeen
				}
			}
			if p.Head < j { // only adjectives inside: the noun must follow
				if !at(toks, n+1).Noun() {
					goto done
				}
			}
			j = n
			if p.Head > i {
				p.End = n + 1
			}
		case t.Tag == "FW" || t.Tag == "SYM" || t.Lower == "&":
		default:
			goto done
		}
	}
done:
	if p.Head < 0 {
		// "the willing", "the poorest": an adjective as head
		if j > i+1 && toks[i].Tag == "DT" && strings.HasPrefix(at(toks, j-1).Tag, "JJ") {
			p.Head, p.End = j-1, j
			return p
		}
		p.End = i
		return p
	}
	if toks[p.Head].Tag == "DT" && j > p.Head+1 && strings.HasPrefix(toks[j-1].Tag, "JJ") && j-1 > p.Head {
		p.Head, p.End = j-1, j // "the willing"
	}
	if toks[p.End-1].Tag == "POS" && p.End-1 > p.Start {
		p.Head = p.End - 2
	}
	return p
}

// dayBefore says whether a day stands right before the name or role at j, and tells when: "On Monday Quill said", "on Friday ministers met".
func dayBefore(toks []Token, j int) bool {
	if j < 2 || toks[j-2].Tag != "IN" || !timeNouns[toks[j-1].Lower] || timeNouns[toks[j].Lower] {
		return false
	}
	return toks[j].Proper() && !TimeWord(toks[j].Lower) || lexicon.Agentive(toks[j].Lower) > 0.5
}

// quotedWords gives the position of the mark that closes the few verbless words quoted from i on; 0 for none.
func quotedWords(toks []Token, i int) int {
	if at(toks, i+1).Start != toks[i].End {
		return 0
	}
	for j := i + 1; j < len(toks) && j < i+7; j++ {
		switch t := toks[j]; {
		case t.Tag == "''":
			if j > i+1 {
				return j
			}
			return 0
		case t.Verb() && t.Tag != "VBN" && t.Tag != "VBG", t.Tag == "MD", t.Tag == "TO", t.Tag == "PRP", t.Tag == ",", t.Tag == "IN" && t.Lower != "of":
			return 0
		}
	}
	return 0
}

// jointTitle says whether the "and" at j joins the fields of one office that a name follows.
func jointTitle(toks []Token, j int) bool {
	if toks[j].Lower != "and" || lexicon.Agentive(toks[j-1].Lower) > 0.5 || toks[j-1].Proper() && !lexicon.Known(toks[j-1].Lower, lexicon.Noun) {
		return false
	}
	for k := j + 1; k < len(toks) && k < j+5 && toks[k].Noun(); k++ {
		if k > j+1 && lexicon.Agentive(toks[k].Lower) > 0.5 && at(toks, k+1).Proper() {
			return true
		}
	}
	return false
}

func modifierEnd(toks []Token, j int) int {
	for strings.HasPrefix(at(toks, j).Tag, "JJ") || at(toks, j).Tag == "VBG" || at(toks, j).Tag == "VBN" {
		j++
	}
	return j
}

func modifies(toks []Token, j int) bool {
	n := at(toks, j+1)
	return strings.HasPrefix(n.Tag, "JJ") || n.Tag == "VBN" || n.Tag == "CD"
}

func quantifier(toks []Token, j int) bool {
	switch toks[j].Lower {
	case "about", "around", "roughly", "nearly", "almost", "approximately", "over", "under", "only", "just", "some":
		n := at(toks, j+1).Tag
		return n == "CD" || n == "$"
	case "more", "less", "fewer":
		return at(toks, j+1).Lower == "than" && (at(toks, j+2).Tag == "CD" || at(toks, j+2).Tag == "$")
	case "than":
		return j > 0 && quantifier(toks, j-1)
	case "up":
		return at(toks, j+1).Lower == "to" && (at(toks, j+2).Tag == "CD" || at(toks, j+2).Tag == "$")
	case "to":
		return j > 0 && at(toks, j-1).Lower == "up" && quantifier(toks, j-1)
	case "at":
		return (at(toks, j+1).Lower == "least" || at(toks, j+1).Lower == "most")
	case "least", "most":
		return at(toks, j-1).Lower == "at"
	}
	return false
}

// bracketed goes over a bracket of a few words without a verb that follows a noun phrase: an acronym, a figure, a party.
func bracketed(toks []Token, i int) int {
	if at(toks, i).Tag != "(" {
		return i
	}
	for j := i + 1; j < len(toks) && j < i+7; j++ {
		switch t := toks[j]; {
		case t.Tag == ")":
			return j + 1
		case t.Verb() || t.Tag == "MD" || t.Tag == ".":
			return i
		}
	}
	return i
}

// joinOf makes "the league of the willing" one noun phrase: an "of" between two noun phrases joins them, unless the
// second opens a list.
func joinOf(toks []Token, ps []Phrase) []Phrase {
	out := ps[:0]
	for i := 0; i < len(ps); i++ {
		p := ps[i]
		for p.Kind == NounPhrase && i+2 < len(ps) && ps[i+1].Kind == Preposition && ps[i+1].End == ps[i+1].Start+1 && ps[i+2].Kind == NounPhrase &&
			(toks[ps[i+1].Start].Lower == "of" || namePart(toks, p, ps[i+1], ps[i+2])) {
			p.End = ps[i+2].End
			i += 2
		}
		if p.Kind == NounPhrase && i+2 < len(ps) && toks[p.Head].Tag == "CD" && ps[i+1].Kind == Preposition && toks[ps[i+1].Start].Lower == "per" && ps[i+1].End == ps[i+1].Start+1 && ps[i+2].Kind == NounPhrase && toks[ps[i+2].Start].Lower == "cent" {
			p.End = ps[i+2].End // 35 per cent of the fees
			i += 2
			if i+2 < len(ps) && ps[i+1].Kind == Preposition && toks[ps[i+1].Start].Lower == "of" && ps[i+2].Kind == NounPhrase {
				p.End = ps[i+2].End
				i += 2
			}
		}
		if n := ministryEnd(toks, ps, i, p); n > i {
			p.End = ps[n].End
			i = n
		}
		if p.Kind == NounPhrase && i+2 < len(ps) && ps[i+1].Kind == Conjunction && ps[i+2].Kind == NounPhrase && nameEnds(toks, p, ps[i+2]) {
			p.End = ps[i+2].End
			i += 2
		}
		out = append(out, p)
	}
	return out
}

// namePart says whether a preposition joins two parts of a name: Fund for Responding, Convention on Trade.
func namePart(toks []Token, a, prep, b Phrase) bool {
	switch toks[prep.Start].Lower {
	case "for", "on", "against", "to":
		h := toks[a.Head]
		return h.Proper() && isCapital(h.Text) && lexicon.Known(h.Lower, lexicon.Noun) && isCapital(toks[b.Start].Text) && !timeNouns[toks[b.Start].Lower]
	}
	return false
}

// nameEnds says whether "and" joins the last part of a name that a bracketed acronym closes: Loss and Damage (FRLD).
func nameEnds(toks []Token, a, b Phrase) bool {
	last := toks[b.End-1]
	if last.Tag != ")" || b.End-b.Start < 3 || a.End-a.Start < 2 {
		return false
	}
	acronym := toks[b.End-2].Text
	for i, r := range acronym {
		if i == 0 {
			continue
		}
		if !(r >= 'A' && r <= 'Z') {
			return false
		}
	}
	return isCapital(toks[a.Head].Text) && strings.HasPrefix(acronym, firstLetter(toks, a))
}

func firstLetter(toks []Token, p Phrase) string {
	for _, t := range toks[p.Start:p.End] {
		if isCapital(t.Text) && !functionWords[t.Lower] {
			return t.Text[:1]
		}
	}
	return "?"
}

// ministryEnd goes over the fields in the name of an office, Ministry of Trade, Industry and Energy, whose phrase p ends
// at ps[i]; i when there are none.
func ministryEnd(toks []Token, ps []Phrase, i int, p Phrase) int {
	h := toks[p.Head]
	if p.Kind != NounPhrase || !isCapital(h.Text) || !h.Proper() || p.Head+1 >= p.End || toks[p.Head+1].Lower != "of" || !lexicon.Known(h.Lower, lexicon.Noun) || lexicon.Agentive(h.Lower) < 0.5 {
		return i
	}
	field := func(k int) bool {
		return k < len(ps) && ps[k].Kind == NounPhrase && isCapital(toks[ps[k].Start].Text) && lexicon.Known(toks[ps[k].Head].Lower, lexicon.Noun)
	}
	k := i
	for k+2 < len(ps) && ps[k+1].Kind == Comma && field(k+2) {
		k += 2
	}
	if k+1 < len(ps) && ps[k+1].Kind == Conjunction && toks[ps[k+1].Start].Lower == "and" && field(k+2) {
		return k + 2
	}
	return i
}
