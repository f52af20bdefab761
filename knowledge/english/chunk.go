package english

import (
	"strings"
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
	subordinators = Set(`if once unless until although though because whereas while when whenever whether since after before as lest provided`)
	relatives     = Set(`who whom whose which where what why how whatever whichever whoever`)
	multiSub      = [][]string{{"in", "case"}, {"so", "that"}, {"as", "long", "as"}, {"so", "long", "as"}, {"as", "soon", "as"}, {"even", "if"}, {"even", "though"},
		{"provided", "that"}, {"on", "condition", "that"}, {"only", "if"}, {"only", "once"}, {"only", "when"}, {"only", "after"}, {"as", "if"}, {"now", "that"}, {"given", "that"}}
	multiPrep = [][]string{{"in", "the", "event", "of"}, {"in", "case", "of"}, {"on", "condition", "of"}, {"in", "exchange", "for"}, {"in", "return", "for"}, {"according", "to"}, {"as", "part", "of"},
		{"such", "as"}, {"because", "of"}, {"ahead", "of"}, {"instead", "of"}, {"rather", "than"}, {"in", "addition", "to"}, {"on", "behalf", "of"}, {"subject", "to"},
		{"on", "the", "grounds", "of"}, {"as", "of"}, {"together", "with"}, {"along", "with"}, {"except", "for"}, {"apart", "from"}, {"due", "to"}, {"thanks", "to"}, {"in", "favour", "of"}, {"in", "favor", "of"}, {"in", "front", "of"}, {"on", "top", "of"}, {"out", "of"}, {"up", "to"}, {"in", "line", "with"}}
	multiConj  = [][]string{{"as", "well", "as"}, {"but", "also"}, {"and", "also"}}
	timeNouns  = Set(`monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight`)
	standAlone = Set(`many few several most some others all both none such fewer more`)
	particles  = Set(`out in up down off away aside back over on forward through behind ahead apart together`)
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
		quoted := i > 1 && ps[i-1].Kind == QuoteOpen && ps[i-2].Kind == Conjunction && toks[ps[i].Head].Tag == "VBP" // will set up hubs and “build …”
		if ps[i].Kind != VerbPhrase || toks[ps[i].Head].Tag != "VB" && !quoted || v.Modal != "" || v.Infinitive || toks[ps[i].Start].Tag == "MD" || ps[i].Start != ps[i].Head {
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
	if prev := at(toks, i-1).Tag; t.Lower == "provided" && (prev == "," || prev == "''" || prev == "``" || prev == "CD") && (at(toks, i+1).Tag == "PRP" || at(toks, i+1).Tag == "DT") && clauseFollows(toks, i+1) {
		return one(Subordinator) // "provided we get a say"
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
		for at(toks, k).Tag == "RB" || k > j && at(toks, k).Lower == "longer" && at(toks, k-1).Lower == "no" {
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
			if t.Lower == "not" || t.Lower == "n't" || t.Lower == "never" || t.Lower == "no" && (v.Lemma == "" || at(toks, j+1).Lower == "longer") {
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
