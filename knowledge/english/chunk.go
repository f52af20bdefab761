package english

import (
	"strings"

	"talksbot/knowledge/lexicon"
)

// PhraseKind is the kind of a Phrase.
type PhraseKind uint8

const (
	NounPhrase PhraseKind = iota + 1
	VerbPhrase            // a verb group: auxiliaries, adverbs inside, the main verb and its particle
	Adjective             // a predicate adjective, "ready", with its adverbs
	Adverb
	Preposition
	Subordinator // if, once, although, that, whether
	Relative     // who, which, that, where
	Conjunction  // and, or, but
	Comma
	Break // dash, colon, semicolon, bracket
	Stop
	QuoteOpen
	QuoteClose
)

// Phrase is a run of tokens, Tokens[Start:End], with its head token.
type Phrase struct {
	Kind       PhraseKind
	Start, End int // token positions
	Head       int // token position of the head
	Verb       VerbGroup
}

// VerbGroup tells the grammar of a VerbPhrase. The zero VerbGroup is no verb.
type VerbGroup struct {
	Lemma       string // of the main verb
	Particle    string // "out" in "rule out", also when it stands after the object
	Modal       string // will, would, may …; "" for none
	Negated     bool
	Perfect     bool
	Passive     bool
	Progressive bool
	Infinitive  bool // "to deploy"
	Participle  bool // "deploying", "deployed" without an auxiliary
	Past        bool // simple past
}

// Finite says whether the group can stand as the verb of a clause with a subject.
func (v VerbGroup) Finite() bool { return v.Lemma != "" && !v.Infinitive && !v.Participle }

var (
	subordinators = set(`if once unless until although though because whereas while when whenever whether since after before as lest provided`)
	relatives     = set(`who whom whose which where what why how`)
	multiSub      = [][]string{{"in", "case"}, {"so", "that"}, {"as", "long", "as"}, {"as", "soon", "as"}, {"even", "if"}, {"even", "though"},
		{"provided", "that"}, {"on", "condition", "that"}, {"only", "if"}, {"only", "once"}, {"only", "when"}, {"only", "after"}, {"as", "if"}, {"now", "that"}, {"given", "that"}}
	multiPrep = [][]string{{"in", "the", "event", "of"}, {"in", "case", "of"}, {"in", "exchange", "for"}, {"in", "return", "for"}, {"according", "to"}, {"as", "part", "of"},
		{"such", "as"}, {"because", "of"}, {"ahead", "of"}, {"instead", "of"}, {"rather", "than"}, {"in", "addition", "to"}, {"on", "behalf", "of"}, {"subject", "to"},
		{"on", "the", "grounds", "of"}, {"as", "of"}, {"together", "with"}, {"along", "with"}, {"except", "for"}, {"apart", "from"}, {"due", "to"}, {"thanks", "to"}, {"in", "favour", "of"}, {"in", "favor", "of"}, {"in", "front", "of"}, {"on", "top", "of"}, {"out", "of"}, {"up", "to"}, {"in", "line", "with"}}
	multiConj  = [][]string{{"as", "well", "as"}, {"but", "also"}, {"and", "also"}}
	timeNouns  = set(`monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight`)
	standAlone = set(`many few several most some others all both none such fewer more`)
	particles  = set(`out in up down off away aside back over on forward through behind ahead apart together`)
)

// chunk cuts tagged tokens into phrases that cover all of them.
func chunk(toks []Token) []Phrase {
	var out []Phrase
	quoteOpen := false
	for i := 0; i < len(toks); {
		p := nextPhrase(toks, i, &quoteOpen)
		if p.End <= i {
			p = Phrase{Kind: Adverb, Start: i, End: i + 1, Head: i}
		}
		out = append(out, p)
		i = p.End
	}
	out = joinOf(toks, out)
	inheritMood(toks, out)
	return out
}

// inheritMood gives a bare verb after a conjunction the mood of the verb it is joined to: "will set up hubs and build".
func inheritMood(toks []Token, ps []Phrase) {
	for i := range ps {
		v := &ps[i].Verb
		if ps[i].Kind != VerbPhrase || toks[ps[i].Head].Tag != "VB" || v.Modal != "" || v.Infinitive || toks[ps[i].Start].Tag == "MD" || ps[i].Start != ps[i].Head {
			continue
		}
		for j := i - 1; j >= 0 && ps[j].Kind != Stop; j-- {
			if w := ps[j].Verb; w.Modal != "" || w.Infinitive {
				v.Modal, v.Infinitive = w.Modal, w.Infinitive
				break
			}
		}
	}
}

func nextPhrase(toks []Token, i int, quoteOpen *bool) Phrase {
	one := func(k PhraseKind) Phrase { return Phrase{Kind: k, Start: i, End: i + 1, Head: i} }
	t := toks[i]
	switch t.Tag {
	case ",":
		return one(Comma)
	case ".":
		return one(Stop)
	case ":", "--", "(", ")":
		return one(Break)
	case "``":
		*quoteOpen = true
		return one(QuoteOpen)
	case "''":
		// a straight mark opens where none is open and the next token follows at once
		if !*quoteOpen && i+1 < len(toks) && toks[i+1].Start == t.End {
			*quoteOpen = true
			return one(QuoteOpen)
		}
		*quoteOpen = false
		return one(QuoteClose)
	}
	if n := matchAny(toks, i, multiConj); n > 0 {
		return Phrase{Kind: Conjunction, Start: i, End: i + n, Head: i}
	}
	if n := matchAny(toks, i, multiPrep); n > 0 && at(toks, i+n).Tag != "VB" && !(t.Lower == "up" && quantifier(toks, i)) {
		return Phrase{Kind: Preposition, Start: i, End: i + n, Head: i}
	}
	if n := matchAny(toks, i, multiSub); n > 0 {
		return Phrase{Kind: Subordinator, Start: i, End: i + n, Head: i}
	}
	if t.Tag == "CC" {
		if t.Lower == "both" || t.Lower == "either" || t.Lower == "neither" {
			if np := nounPhrase(toks, i); np.End > i {
				return np
			}
			return one(Adverb)
		}
		return one(Conjunction)
	}
	if t.Lower == "that" || t.Lower == "whether" {
		return thatPhrase(toks, i)
	}
	if invertedCondition(toks, i) {
		return one(Subordinator)
	}
	if vg := verbPhrase(toks, i); vg.End > i {
		return vg
	}
	if relatives[t.Lower] && !(t.Lower == "what" && at(toks, i+1).Noun()) {
		p := one(Relative)
		if t.Lower == "whose" { // "whose money the bank manages": the noun goes with it
			if np := nounPhrase(toks, i+1); np.End > i+1 {
				p.End = np.End
			}
		}
		return p
	}
	if subordinators[t.Lower] && (t.Tag == "IN" || t.Tag == "WRB" || t.Tag == "RB" || t.Tag == "VBN") {
		if clauseFollows(toks, i+1) {
			return one(Subordinator)
		}
		if t.Tag == "WRB" || t.Lower == "if" || t.Lower == "although" || t.Lower == "though" || t.Lower == "unless" || t.Lower == "once" {
			return one(Subordinator)
		}
		return one(Preposition)
	}
	if np := nounPhrase(toks, i); np.End > i {
		np.End = bracketed(toks, np.End)
		return np
	}
	switch {
	case t.Tag == "IN" || t.Tag == "TO":
		return one(Preposition)
	case strings.HasPrefix(t.Tag, "JJ"):
		if n := at(toks, i+1); (isCapital(t.Text) && !functionWords[t.Lower] || standAlone[t.Lower]) && (n.Tag == "MD" || n.Tag == "VBD" || n.Tag == "VBZ" || n.Tag == "VBP" || n.Lower == "of") {
			return one(NounPhrase)
		}
		return one(Adjective)
	case t.Tag == "VBG" || t.Tag == "VBN":
		return one(Adjective)
	}
	return one(Adverb)
}

func matchAny(toks []Token, i int, patterns [][]string) int {
next:
	for _, p := range patterns {
		for k, w := range p {
			if at(toks, i+k).Lower != w {
				continue next
			}
		}
		return len(p)
	}
	return 0
}

// thatPhrase tells the subordinator "that" from the relative pronoun and the determiner.
func thatPhrase(toks []Token, i int) Phrase {
	p := Phrase{Kind: Subordinator, Start: i, End: i + 1, Head: i}
	if toks[i].Lower == "whether" {
		return p
	}
	next := at(toks, i+1)
	prev := at(toks, i-1)
	nextVerb := next.Tag == "MD" || next.Tag == "VBZ" || next.Tag == "VBP" || next.Tag == "VBD" || next.Tag == "RB" && (at(toks, i+2).Tag == "MD" || strings.HasPrefix(at(toks, i+2).Tag, "VB"))
	switch {
	case nextVerb && (prev.Noun() || prev.Tag == "," || prev.Tag == "CD" || prev.Tag == ")" || prev.Lower == "those" || prev.Tag == "RB"):
		p.Kind = Relative
	case nextVerb: // "that is", "that was"
		p.Kind = NounPhrase
	case next.Tag == "NN" && (toks[i].Tag == "DT" && !clauseFollows(toks, i+1) || sentenceStart(toks, i)):
		toks[i].Tag = "DT"
		return nounPhrase(toks, i)
	case toks[i].Tag == "DT" && (next.Tag == "," || next.Tag == "." || next.Tag == ""):
		p.Kind = NounPhrase
	}
	return p
}

// invertedCondition finds "should there be an attack", "were it to fail": a condition without "if".
func invertedCondition(toks []Token, i int) bool {
	next, prev := at(toks, i+1), at(toks, i-1)
	if !(next.Lower == "there" || next.Tag == "PRP" || next.Tag == "DT" || next.Proper()) || !(prev.Noun() || prev.Tag == "," || prev.Tag == "RB" || prev.Tag == "") {
		return false
	}
	switch toks[i].Lower {
	case "should":
	case "were":
		return next.Tag != "DT" && (at(toks, i+2).Tag == "TO")
	default:
		return false
	}
	for j := i + 1; j < len(toks) && j < i+8; j++ {
		if toks[j].Tag == "VB" {
			return toks[len(toks)-1].Lower != "?"
		}
	}
	return false
}

// clauseFollows says whether a subject and a finite verb stand ahead before the next mark.
func clauseFollows(toks []Token, i int) bool {
	noun := false
	for ; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.Tag == "." || t.Tag == ":" || t.Tag == "," && noun:
			return false
		case t.Noun() || t.Tag == "PRP" || t.Tag == "EX" || t.Tag == "DT" || t.Tag == "CD":
			noun = true
		case t.Tag == "MD" || t.Tag == "VBZ" || t.Tag == "VBP" || t.Tag == "VBD":
			return noun
		case t.Tag == "WDT" || t.Tag == "WP":
			return false
		}
	}
	return false
}

// verbPhrase reads a verb group that starts at i; End == i when there is none.
func verbPhrase(toks []Token, i int) Phrase {
	p := Phrase{Kind: VerbPhrase, Start: i, End: i, Head: -1}
	v := &p.Verb
	j := i
	if at(toks, j).Tag == "TO" {
		k := j + 1
		for at(toks, k).Tag == "RB" || at(toks, k).Tag == "``" || at(toks, k).Tag == "''" {
			k++
		}
		if at(toks, k).Tag != "VB" {
			return p
		}
		v.Infinitive = true
		j++
	} else if t := at(toks, j); t.Tag == "RB" {
		// adverbs lead a group only where the verb follows at once: "strongly stands"
		k := j
		for at(toks, k).Tag == "RB" {
			k++
		}
		if n := at(toks, k); at(toks, i-1).Tag == "IN" || !(n.Tag == "MD" || n.Tag == "VBD" || n.Tag == "VBZ" || n.Tag == "VBP") {
			return p
		}
	} else if !(t.Tag == "MD" || t.Verb()) {
		return p
	}
	first := true
	for ; j < len(toks); j++ {
		t := toks[j]
		switch {
		case t.Tag == "MD":
			if v.Modal != "" || v.Lemma != "" {
				return finishVerb(toks, p)
			}
			v.Modal = t.Lemma
			p.End = j + 1
		case (t.Tag == "``" || t.Tag == "''") && v.Lemma == "" && j > i:
		case t.Tag == "RB" || t.Tag == "RBR" || t.Lower == "not" || t.Lower == "n't":
			if v.Lemma != "" && t.Lower == "not" && at(toks, j+1).Tag == "TO" && !(v.Lemma == "be" || v.Lemma == "have" || v.Lemma == "do") {
				return finishVerb(toks, p) // "decided not to"
			}
			if t.Lower == "not" || t.Lower == "n't" || t.Lower == "never" || t.Lower == "no" && v.Lemma == "" {
				v.Negated = true
				p.End = j + 1
			}
		case t.Verb():
			if v.Lemma != "" && !auxiliaryBefore(toks, p.Head, j) {
				return finishVerb(toks, p)
			}
			if v.Lemma != "" {
				switch {
				case toks[p.Head].Lemma == "be" && t.Tag == "VBG":
					v.Progressive = true
				case toks[p.Head].Lemma == "be":
					v.Passive, v.Progressive = true, false
				case toks[p.Head].Lemma == "have" && (t.Tag == "VBN" || t.Tag == "VBD"):
					v.Perfect = true
				}
				v.Past = v.Past && toks[p.Head].Lemma == "do"
			}
			if first {
				switch t.Tag {
				case "VBG", "VBN":
					if v.Modal == "" && !v.Infinitive {
						v.Participle = true
					}
				case "VBD":
					v.Past = true
				case "VB":
					if v.Modal == "" && !v.Infinitive && j == i && !sentenceStart(toks, j) {
						// a bare form after a noun is a present tense that was mistagged
						v.Past = false
					}
				}
				first = false
			}
			v.Lemma, p.Head, p.End = t.Lemma, j, j+1
		case strings.HasSuffix(t.Lower, "self") || strings.HasSuffix(t.Lower, "selves"):
			if v.Lemma != "have" && v.Lemma != "be" {
				return finishVerb(toks, p)
			}
		case (t.Tag == "IN" || t.Tag == "," && at(toks, j+1).Tag == "IN") && (v.Lemma == "have" || v.Lemma == "" && v.Modal != ""):
			// has for the first time endorsed
			k := j + 1
			for k < len(toks) && k < j+8 && (toks[k].Tag == "DT" || toks[k].Tag == "RB" || toks[k].Tag == "IN" && k == j+1 || toks[k].Tag == "," && t.Tag == "," || strings.HasPrefix(toks[k].Tag, "JJ") || toks[k].Noun()) {
				k++
			}
			if want := at(toks, k).Tag; k == j+1 || v.Lemma == "have" && want != "VBN" && want != "VBD" || v.Lemma == "" && want != "VB" {
				return finishVerb(toks, p)
			}
			v.Negated = v.Negated || toks[j+1].Lower == "no"
			j = k - 1
		default:
			return finishVerb(toks, p)
		}
	}
	return finishVerb(toks, p)
}

// auxiliaryBefore says whether the verb at head helps the verb at j: "has agreed", "is being led", "did not take".
func auxiliaryBefore(toks []Token, head, j int) bool {
	if head < 0 {
		return true
	}
	switch toks[head].Lemma {
	case "be":
		return toks[j].Tag == "VBG" || toks[j].Tag == "VBN" || toks[j].Tag == "VBD"
	case "have":
		return toks[j].Tag == "VBN" || toks[j].Tag == "VBD"
	case "do":
		return toks[j].Tag == "VB" || toks[j].Tag == "VBP"
	case "get":
		return toks[j].Tag == "VBN"
	}
	return false
}

func finishVerb(toks []Token, p Phrase) Phrase {
	if p.Verb.Lemma == "" {
		if p.Verb.Modal == "" {
			return Phrase{Kind: VerbPhrase, Start: p.Start, End: p.Start}
		}
		p.Verb.Lemma, p.Head = p.Verb.Modal, p.End-1 // "it will": an ellipsis
		return p
	}
	if t := at(toks, p.End); t.Lower == "up" && quantifier(toks, p.End) {
		return p
	} else if t.Tag == "RP" || particles[t.Lower] && (t.Tag == "RB" || t.Tag == "IN") && !nounAhead(toks, p.End+1) {
		p.Verb.Particle = t.Lower
		p.End++
	}
	return p
}

func nounAhead(toks []Token, i int) bool {
	t := at(toks, i)
	return t.Noun() || t.Tag == "DT" || t.Tag == "PRP$" || t.Tag == "PRP" || t.Tag == "CD" || t.Tag == "$" || strings.HasPrefix(t.Tag, "JJ")
}

// nounPhrase reads a base noun phrase that starts at i: determiner, numbers, modifiers, nouns, possessives.
func nounPhrase(toks []Token, i int) Phrase {
	p := Phrase{Kind: NounPhrase, Start: i, End: i, Head: -1}
	j := i
	nounSeen := false
	for ; j < len(toks); j++ {
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
			if timeNouns[t.Lower] && nounSeen && !toks[j-1].Proper() || timeNouns[t.Lower] && nounSeen && p.Head >= 0 && !timeNouns[toks[p.Head].Lower] && toks[p.Head].Noun() {
				goto done
			}
			if t.Proper() && nounSeen && isCapital(t.Text) && j > i && toks[j-1].Noun() && !toks[j-1].Proper() && !isCapital(toks[j-1].Text) && !strings.ContainsAny(toks[j-1].Text, "0123456789") && lexicon.Agentive(toks[j-1].Lower) < 0.4 {
				goto done // "at the summit Brazil presented": a common noun that is no title, then a name
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
		case t.Verb() && t.Tag != "VBN" && t.Tag != "VBG", t.Tag == "MD", t.Tag == "TO", t.Tag == "PRP", t.Tag == ",", t.Tag == "IN":
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
