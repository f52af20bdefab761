package knowledge

import (
	_ "embed"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
)

//go:embed words/stances.txt
var stanceWords string

// wordClasses reads a file of "class: word word+particle" lines.
func wordClasses(text string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(text) {
		class, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(class, "#") {
			continue
		}
		m := out[class]
		if m == nil {
			m = map[string]bool{}
			out[class] = m
		}
		for _, w := range strings.Fields(words) {
			m[strings.ReplaceAll(w, "+", " ")] = true
		}
	}
	return out
}

var stanceClasses = sync.OnceValue(func() map[string]map[string]bool { return wordClasses(stanceWords) })

// predicate is what a clause says its subject does about an undertaking.
type predicate struct {
	stance Stance
	from   int // first token of the undertaking
	agent  int // phrase of the actor, where it is not the subject; -1
	whole  bool
}

// verbIs says whether a verb group's verb, with its particle or the preposition after it, is in a class.
func verbIs(p *english.Parsed, verb int, class string) bool {
	words := stanceClasses()[class]
	v := p.Phrases[verb].Verb
	if v.Particle != "" {
		return words[v.Lemma+" "+v.Particle] || words[v.Lemma] && !phrasal[v.Lemma+" "+v.Particle]
	}
	// the particle may stand after the object, or be a preposition
	for j := verb + 1; j < len(p.Phrases) && j <= verb+3; j++ {
		ph := p.Phrases[j]
		if ph.Kind == english.Preposition || ph.Kind == english.Adverb {
			if words[v.Lemma+" "+p.Tokens[ph.Start].Lower] {
				return true
			}
		}
		if ph.Kind != english.NounPhrase && ph.Kind != english.Adverb || ph.Kind == english.Comma {
			break
		}
	}
	return words[v.Lemma]
}

// phrasal verbs whose bare verb means something else.
var phrasal = map[string]bool{"back down": true, "back away": true, "put off": true, "call off": true, "set off": true, "set up": true, "see off": true, "look forward": true, "give up": true, "turn out": true}

// negate gives the stance of "not": not signed, not ready, not ruled out.
func negate(s Stance, class string) Stance {
	switch class {
	case "declined":
		return Undecided
	case "undecided":
		return Declined
	case "ready", "adj-ready", "noun-ready", "backed":
		return Declined
	case "proposed", "noun-proposed", "adj-proposed":
		return ""
	}
	return Undecided
}

// predicateOf judges clause k. ok is false where it undertakes nothing.
func predicateOf(p *english.Parsed, k int, asserted mood) (predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	neg := v.Negated != asserted.negSubject
	next := c.Verb + 1
	for isQuoteOrAdverb(p, next) {
		next++
	}
	out := predicate{agent: -1}
	lower := func(s Stance, class string) (Stance, bool) {
		if neg {
			s = negate(s, class)
		}
		return s, s != ""
	}

	// be ready to, stand ready to, remain open to
	if copula[v.Lemma] && !v.Passive || v.Passive && (v.Lemma == "prepare" || v.Lemma == "commit" || v.Lemma == "oppose" || v.Lemma == "determine" || v.Lemma == "bind" || v.Lemma == "oblige") {
		at := next
		word := ""
		if v.Passive {
			word, at = p.HeadToken(c.Verb).Lower, c.Verb
		} else {
			if !(kindAt(p, at) == english.Adjective || kindAt(p, at) == english.Preposition && p.Tokens[p.Phrases[at].Start].Lower == "against") {
				return generic(p, k, asserted, neg)
			}
			word = p.HeadToken(at).Lower
		}
		for _, class := range []string{"adj-ready", "adj-pledged", "adj-undecided", "adj-declined", "adj-proposed"} {
			if !stanceClasses()[class][word] {
				continue
			}
			from, ok := complement(p, c, at+1)
			if !ok {
				return out, false
			}
			s, ok := lower(classStance[class], class)
			if v.Modal == "might" || v.Modal == "may" || v.Modal == "could" {
				s = weaker(s, Undecided)
			}
			out.stance, out.from = s, from
			return out, ok
		}
		return generic(p, k, asserted, neg)
	}

	if v.Passive {
		return passive(p, k, asserted, neg)
	}

	// obliges the country to …; would let the country …
	if class := ""; kindAt(p, next) == english.NounPhrase && next+1 < len(p.Phrases) && p.Phrases[next+1].Kind == english.VerbPhrase {
		switch inf := p.Phrases[next+1].Verb; {
		case verbIs(p, c.Verb, "obliges") && inf.Infinitive && asserted.textSubject:
			class = "obliges"
		case verbIs(p, c.Verb, "lets") && v.Modal == "would" && asserted.textSubject:
			class = "lets"
		}
		if class != "" {
			out.agent, out.from = next, p.Phrases[next+1].Head
			out.stance = Pledged
			if class == "lets" || v.Modal == "would" {
				out.stance = Proposed
			}
			return out, !neg
		}
	}

	// has given no sign that it would; declared their readiness to
	if verbIs(p, c.Verb, "light") && kindAt(p, next) == english.NounPhrase {
		noun := p.HeadToken(next)
		noObject := p.Tokens[p.Phrases[next].Start].Lower == "no"
		for _, class := range []string{"noun-ready", "noun-pledged", "noun-proposed", "noun-declined", "noun-undecided"} {
			if !stanceClasses()[class][noun.Lemma] {
				continue
			}
			j := next + 1
			if kindAt(p, j) != english.VerbPhrase || !p.Phrases[j].Verb.Infinitive {
				break
			}
			neg = neg != noObject
			s, ok := lower(classStance[class], class)
			out.stance, out.from = s, p.Phrases[j].Head
			return out, ok && v.Modal == ""
		}
	}

	for _, class := range []string{"declined", "signed", "joined", "pledged", "decided", "ready", "undecided", "proposed", "backed"} {
		if !verbIs(p, c.Verb, class) {
			continue
		}
		return performed(p, k, class, asserted, neg)
	}
	if q, ok := pays(p, k, asserted, neg); ok {
		return q, ok
	}
	return generic(p, k, asserted, neg)
}

var classStance = map[string]Stance{
	"signed": Signed, "joined": Pledged, "pledged": Pledged, "decided": Pledged, "backed": Pledged, "ready": Ready, "proposed": Proposed,
	"undecided": Undecided, "declined": Declined, "adj-ready": Ready, "adj-pledged": Pledged, "adj-undecided": Undecided, "adj-declined": Declined,
	"adj-proposed": Proposed, "noun-ready": Ready, "noun-pledged": Pledged, "noun-proposed": Proposed, "noun-declined": Declined, "noun-undecided": Undecided,
}

var copula = wordSet("be remain stay stand seem appear become")

// weaker gives the less firm of two stances; declined counts as firm.
func weaker(a, b Stance) Stance {
	if rank(a) < rank(b) {
		return b
	}
	return a
}

func rank(s Stance) int {
	for i, x := range Stances {
		if x == s {
			return i
		}
	}
	return len(Stances)
}

// performed judges a verb that does by being said what it names: promise, sign, refuse, propose.
func performed(p *english.Parsed, k int, class string, m mood, neg bool) (predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out := predicate{agent: -1, stance: classStance[class]}
	from, ok := complement(p, c, c.Verb+1)
	if !ok {
		return out, false
	}
	out.from = from
	first := p.Tokens[from].Lower
	obj := objectOf(p, c)
	switch {
	case obj >= 0 && p.Tokens[p.Phrases[obj].Start].Lower == "no" && class != "declined":
		neg = !neg
	case negatedInfinitive(p, c.Verb+1): // decided not to
		if class == "pledged" || class == "decided" {
			out.stance = Declined
		}
	}
	if (class == "decided") && !(infinitiveAt(p, c.Verb+1)) {
		return out, false
	}
	if class == "decided" && v.Lemma == "vote" && !infinitiveAt(p, c.Verb+1) {
		return out, false
	}
	if class == "pledged" && first == "with" {
		return out, false // agrees with
	}
	if class == "proposed" && weakWish[v.Lemma] && obj < 0 && !infinitiveAt(p, c.Verb+1) {
		return out, false
	}
	if class == "declined" && v.Lemma == "pull" {
		return out, false
	}
	if class == "declined" && (v.Lemma == "refuse" || v.Lemma == "decline") && commentsOnly(p, c) {
		return out, false
	}
	if neg {
		if class == "declined" && (v.Modal == "will" || v.Modal == "would" || v.Modal == "shall") {
			out.stance = Ready // will not oppose
		} else if v.Modal == "will" || v.Modal == "shall" || v.Modal == "would" && m.backshift {
			out.stance = negateFirm(class)
		} else {
			out.stance = negate(out.stance, class)
		}
		return out, out.stance != ""
	}
	switch v.Modal {
	case "will", "shall":
		if class == "signed" || class == "joined" || class == "backed" {
			out.stance = Pledged
		}
	case "would":
		switch {
		case m.backshift:
			if class == "signed" || class == "joined" || class == "backed" {
				out.stance = Pledged
			}
		case class == "declined":
		default:
			out.stance = weaker(out.stance, Proposed)
		}
	case "may", "might", "could":
		out.stance = weaker(out.stance, Undecided)
		if class == "declined" {
			out.stance = Undecided
		}
	case "should", "must", "can", "ought":
		return out, false
	}
	if class == "backed" && strings.Contains(strings.ToLower(p.Span(c.Verb, c.End)), "in principle") {
		out.stance = Ready
	}
	return out, true
}

var weakWish = wordSet("plan intend seek draft table ask")

func negateFirm(class string) Stance {
	if class == "undecided" || class == "proposed" {
		return Declined
	}
	return Declined
}

func commentsOnly(p *english.Parsed, c english.Clause) bool {
	for j := c.Verb + 1; j < c.End && j < c.Verb+3; j++ {
		if p.Phrases[j].Kind == english.VerbPhrase {
			switch p.Phrases[j].Verb.Lemma {
			case "comment", "say", "elaborate", "confirm", "discuss", "answer", "speak", "give", "name", "specify", "disclose", "be":
				return true
			}
			return false
		}
	}
	return false
}

// pays judges a sum that is put in: "put in $1 billion", "is putting $1 billion into".
func pays(p *english.Parsed, k int, m mood, neg bool) (predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	if !verbIs(p, c.Verb, "pays") {
		return predicate{}, false
	}
	obj := objectOf(p, c)
	if obj < 0 || !hasSum(p.Tokens[p.Phrases[obj].Start:p.Phrases[obj].End]) {
		return predicate{}, false
	}
	out := predicate{agent: -1, stance: Pledged, from: p.Phrases[c.Verb].Head}
	switch v.Modal {
	case "", "will", "shall":
	case "would":
		if !m.backshift {
			out.stance = Proposed
		}
	case "may", "might", "could":
		out.stance = Undecided
	default:
		return out, false
	}
	if neg {
		out.stance = Declined
	}
	if v.Modal == "" && v.Past && v.Lemma != "put" && v.Lemma != "commit" && v.Lemma != "contribute" && v.Lemma != "add" && v.Lemma != "invest" {
		return out, false // provided $28.9bn in 2022: a report of what was done
	}
	return out, true
}

// passive judges "would be led by X", "was signed by X".
func passive(p *english.Parsed, k int, m mood, neg bool) (predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out := predicate{agent: -1, whole: true}
	for j := c.Verb + 1; j+1 < c.End; j++ {
		if p.Phrases[j].Kind == english.Preposition && p.Tokens[p.Phrases[j].Start].Lower == "by" && p.Phrases[j+1].Kind == english.NounPhrase {
			out.agent = j + 1
			break
		}
		if p.Phrases[j].Kind == english.VerbPhrase || p.Phrases[j].Kind == english.Comma {
			break
		}
	}
	if out.agent < 0 {
		return out, false
	}
	for _, class := range []string{"declined", "signed", "pledged", "ready", "proposed", "undecided", "backed"} {
		if verbIs(p, c.Verb, class) {
			q, ok := performed(p, k, class, m, neg)
			q.agent, q.whole = out.agent, true
			if class == "backed" && v.Modal != "" {
				return q, false // must be backed by
			}
			return q, ok
		}
	}
	switch v.Modal {
	case "will", "shall":
		out.stance = Pledged
		if neg {
			out.stance = Declined
		}
	case "would":
		out.stance = Proposed
		if neg {
			return out, false
		}
	default:
		return out, false
	}
	return out, true
}

// generic judges will, would, may and "is to" with a verb that names an act.
func generic(p *english.Parsed, k int, m mood, neg bool) (predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out := predicate{agent: -1, from: p.Phrases[c.Verb].Head}
	act := v.Lemma
	if v.Passive || v.Progressive && v.Modal == "" {
		return out, false
	}
	// is to do, are to do
	if v.Lemma == "be" && v.Modal == "" && c.Verb+1 < len(p.Phrases) && p.Phrases[c.Verb+1].Kind == english.VerbPhrase && p.Phrases[c.Verb+1].Verb.Infinitive && !v.Past {
		inf := p.Phrases[c.Verb+1]
		if inf.Verb.Passive || !isAct(inf.Verb.Lemma) {
			return out, false
		}
		out.from, out.stance = inf.Head, Pledged
		if neg {
			out.stance = Declined
		}
		return out, true
	}
	if stanceClasses()["passive-like"][act+" "+v.Particle] || !isAct(act) {
		return out, false
	}
	obj := objectOf(p, c)
	noObject := obj >= 0 && p.Tokens[p.Phrases[obj].Start].Lower == "no"
	neg = neg != noObject
	switch v.Modal {
	case "will", "shall":
		out.stance = Pledged
	case "would":
		if m.backshift {
			out.stance = Pledged
		} else {
			out.stance = Proposed
		}
	case "may", "might", "could":
		if neg && v.Modal == "could" {
			out.stance = Declined // could not support it
			return out, true
		}
		out.stance = Proposed
		if v.Modal != "may" {
			out.stance = Undecided
		}
		if neg {
			return out, false
		}
		return out, true
	case "can":
		if !neg {
			return out, false
		}
		out.stance = Declined
		return out, act == "accept" || act == "support" || act == "agree" || act == "approve" || act == "back"
	default:
		return out, false
	}
	if neg {
		if out.stance == Proposed {
			return out, false
		}
		out.stance = Declined
		if verbIs(p, c.Verb, "declined") {
			out.stance = Ready // will not stand in the way
		}
	}
	return out, true
}

// isAct says whether a verb names something one can undertake to do.
func isAct(lemma string) bool {
	if stanceClasses()["passive-like"][lemma] {
		return false
	}
	return lexicon.Is(lemma, lexicon.Verb, lexicon.VerbStative, lexicon.VerbEmotion) < 0.6
}

func kindAt(p *english.Parsed, i int) english.PhraseKind {
	if i < 0 || i >= len(p.Phrases) {
		return 0
	}
	return p.Phrases[i].Kind
}

func isQuoteOrAdverb(p *english.Parsed, i int) bool {
	k := kindAt(p, i)
	return k == english.QuoteOpen || k == english.QuoteClose || k == english.Adverb
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
				return verbStart(p, ph), true
			}
			return 0, false
		case english.Preposition:
			if j := i + 1; j < c.End && (p.Phrases[j].Kind == english.VerbPhrase || p.Phrases[j].Kind == english.QuoteOpen) {
				continue
			}
			return ph.Start, true
		case english.NounPhrase:
			return ph.Start, true
		case english.Adjective:
			continue
		case english.Relative:
			return ph.Start, true
		default:
			return 0, false
		}
	}
	return 0, false
}

// verbStart is the first token of a verb group after its "to".
func verbStart(p *english.Parsed, ph english.Phrase) int {
	s := ph.Start
	for s < ph.Head && (p.Tokens[s].Lower == "to" || p.Tokens[s].Tag == "``" || p.Tokens[s].Tag == "''") {
		s++
	}
	return s
}

func infinitiveAt(p *english.Parsed, i int) bool {
	for isQuoteOrAdverb(p, i) {
		i++
	}
	return kindAt(p, i) == english.VerbPhrase && p.Phrases[i].Verb.Infinitive
}

func negatedInfinitive(p *english.Parsed, i int) bool {
	for kindAt(p, i) == english.Adverb {
		if p.HeadToken(i).Lower == "not" {
			return true
		}
		i++
	}
	if i-2 >= 0 && p.Phrases[i-1].Verb.Negated && p.Tokens[p.Phrases[i-1].End-1].Lower == "not" {
		return true
	}
	return kindAt(p, i) == english.VerbPhrase && p.Phrases[i].Verb.Infinitive && p.Phrases[i].Verb.Negated
}

// objectOf gives the noun phrase right after a clause's verb; -1 when there is none.
func objectOf(p *english.Parsed, c english.Clause) int {
	i := c.Verb + 1
	for isQuoteOrAdverb(p, i) {
		i++
	}
	if kindAt(p, i) == english.NounPhrase && i < c.End {
		return i
	}
	return -1
}

// mood is what the sentence around a clause says about how it is meant.
type mood struct {
	backshift   bool // "said it would": what was said is "will"
	negSubject  bool // "no minister will", "none has"
	textSubject bool // the subject is a text, or an event without a will of its own
}
