package stance

import (
	_ "embed"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
)

//go:embed stances.txt
var stanceWords string

// Classes gives the word classes of stances.txt, made once. They are not to be changed.
var Classes = sync.OnceValue(func() map[string]map[string]bool { return english.Classes(stanceWords) })

// Predicate is what a clause says its subject does about an undertaking. Phrases, clauses and tokens are positions in
// the parse.
type Predicate struct {
	Stance Stance
	From   int // first token of the undertaking
	Agent  int // phrase of the actor, where it is not the subject; -1
	Child  int // complement clause that is the undertaking; 0 for none
	Object int // phrase of an antecedent that is the object; 0 for none
	Whole  bool
}

// VerbIs says whether a verb group's verb, with its particle or the preposition after it, is in a class.
func VerbIs(p *english.Parsed, verb int, class string) bool {
	words := Classes()[class]
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
var phrasal = map[string]bool{"back down": true, "back away": true, "put off": true, "call off": true, "set off": true, "set up": true, "see off": true, "look forward": true, "give up": true, "sign up": true, "sign off": true, "turn out": true}

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

var (
	nothing  = english.Set("nothing nobody none neither")
	inTheWay = english.Set("block quit obstruct")
)

// concrete says whether an object is a thing or a place, which is stood in the way of and not refused.
func concrete(p *english.Parsed, obj int) bool {
	return lexicon.Is(p.HeadToken(obj).Lower, lexicon.Noun, lexicon.NounArtifact, lexicon.NounLocation) > 0.6
}

// Of judges clause k of a parse, meant as asserted. ok is false where it undertakes nothing.
func Of(p *english.Parsed, k int, asserted Mood) (Predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	neg := v.Negated != asserted.NegSubject
	next := c.Verb + 1
	for p.QuoteOrAdverb(next) || p.KindAt(next) == english.Comma && (p.KindAt(next+1) == english.Adverb && p.KindAt(next+2) == english.Comma || p.KindAt(next-1) == english.Adverb) {
		next++
	}
	out := Predicate{Agent: -1}
	if obj := p.ObjectOf(c); obj >= 0 && nothing[p.HeadToken(obj).Lower] || obj >= 0 && inTheWay[v.Lemma] && concrete(p, obj) {
		if v.Lemma == "block" && v.Modal == "will" && !neg {
			out.Stance, out.From = Pledged, p.Phrases[c.Verb].Head // will block every road
			return out, true
		}
		return out, false // signed nothing; blocked the road
	}
	lower := func(s Stance, class string) (Stance, bool) {
		if neg {
			s = negate(s, class)
		}
		return s, s != ""
	}

	// what a draft says should be is proposed in it
	if asserted.TextSpeaker && (v.Modal == "should" || v.Modal == "would" || v.Modal == "must" || v.Modal == "shall" || v.Modal == "will" && v.Passive) {
		out.Stance, out.Whole = asserted.TextStance, true
		return out, true
	}

	// be ready to, stand ready to, remain open to
	adjective := p.KindAt(next) == english.Adjective || p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Participle && Classes()["adj-ready"][p.HeadToken(next).Lower] || p.KindAt(next) == english.Preposition && p.Tokens[p.Phrases[next].Start].Lower == "against"
	if memberOf(p, c, next) && !neg {
		out.Stance, out.From = Pledged, p.Phrases[next].Start
		return out, v.Modal == "" || v.Modal == "will"
	}
	if Copula[v.Lemma] && !v.Passive && (adjective || v.Lemma == "be") || v.Passive && (v.Lemma == "prepare" || v.Lemma == "commit" || v.Lemma == "oppose" || v.Lemma == "determine" || v.Lemma == "bind" || v.Lemma == "oblige") {
		at := next
		word := ""
		if v.Passive {
			word, at = p.HeadToken(c.Verb).Lower, c.Verb
		} else {
			if !(adjective || p.KindAt(at) == english.Preposition && p.Tokens[p.Phrases[at].Start].Lower == "against") {
				return generic(p, k, asserted, neg)
			}
			word = p.HeadToken(at).Lower
		}
		for _, class := range []string{"adj-ready", "adj-pledged", "adj-undecided", "adj-declined", "adj-proposed"} {
			if !Classes()[class][word] {
				continue
			}
			from, ok := complement(p, c, at+1)
			if !ok || class == "adj-undecided" && !opensTo(p, at+1) {
				return out, false
			}
			s, ok := lower(OfClass[class], class)
			if class == "adj-pledged" && neg && (v.Modal == "will" || v.Modal == "would" && asserted.Backshift) {
				s = Declined // will not be bound
			}
			if v.Modal == "might" || v.Modal == "may" || v.Modal == "could" {
				s = weaker(s, Undecided)
			}
			out.Stance, out.From = s, from
			return out, ok
		}
		return generic(p, k, asserted, neg)
	}

	if v.Passive {
		return passive(p, k, asserted, neg)
	}

	// obliges the country to …; would let the country …
	if class := ""; p.KindAt(next) == english.NounPhrase && next+1 < len(p.Phrases) && p.Phrases[next+1].Kind == english.VerbPhrase {
		switch inf := p.Phrases[next+1].Verb; {
		case VerbIs(p, c.Verb, "obliges") && inf.Infinitive && asserted.TextSubject:
			class = "obliges"
		case VerbIs(p, c.Verb, "lets") && v.Modal == "would" && asserted.TextSubject:
			class = "lets"
		}
		if class != "" {
			out.Agent, out.From = next, p.Phrases[next+1].Head
			out.Stance = Pledged
			if (class == "lets" || v.Modal == "would") && !(v.Lemma == "see" && asserted.Backshift && !asserted.TextSpeaker) {
				out.Stance = Proposed
			}
			return out, !neg
		}
	}

	// has given no sign that it would; declared their readiness to
	if VerbIs(p, c.Verb, "light") && p.KindAt(next) == english.NounPhrase {
		noun := p.HeadToken(next)
		noObject := p.Tokens[p.Phrases[next].Start].Lower == "no"
		for _, class := range []string{"noun-ready", "noun-pledged", "noun-proposed", "noun-declined", "noun-undecided"} {
			if !Classes()[class][noun.Lemma] {
				continue
			}
			j := next + 1
			of := p.KindAt(j) == english.Preposition && p.HeadToken(j).Lower == "of" && p.KindAt(j+1) == english.VerbPhrase && p.Phrases[j+1].Verb.Participle
			not := p.KindAt(j) == english.Adverb && p.HeadToken(j).Lower == "not"
			if of || not {
				j++ // no intention of selling; an undertaking not to sell
			}
			if p.KindAt(j) != english.VerbPhrase || !p.Phrases[j].Verb.Infinitive && !of {
				break
			}
			neg = neg != noObject
			if not && (class == "noun-pledged" || class == "noun-ready") {
				out.Stance, out.From = Declined, p.VerbStart(p.Phrases[j])
				return out, !neg && v.Modal == ""
			}
			s, ok := lower(OfClass[class], class)
			if class == "noun-proposed" && neg && v.Lemma == "have" {
				s, ok = Declined, true // has no plan to
			}
			out.Stance, out.From = s, p.Phrases[j].Head
			return out, ok && v.Modal == ""
		}
	}

	if obj := p.ObjectOf(c); v.Lemma == "put" && obj >= 0 && (p.HeadToken(obj).Lemma == "name" || p.HeadToken(obj).Lemma == "signature") && v.Modal == "" && !neg {
		for j := obj + 1; j+1 < c.End; j++ { // put their names to the document
			if p.KindAt(j) == english.Preposition && p.HeadToken(j).Lower == "to" {
				out.Stance, out.From = Signed, p.Phrases[j+1].Start
				return out, true
			}
		}
	}
	if v.Lemma == "go" && v.Progressive && v.Modal == "" && p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && actAt(p, next) && !p.Phrases[next].Verb.Passive {
		out.Stance, out.From = Pledged, p.Phrases[next].Head // is going to cover
		if neg {
			out.Stance = Declined
		}
		return out, true
	}
	if q, ok, judged := idiom(p, k, next, asserted, neg); judged {
		return q, ok
	}
	if q, ok, judged := plain(p, k, next, asserted, neg); judged {
		return q, ok
	}
	if q, ok := offers(p, c, next, neg); ok {
		return q, true
	}
	if v.Lemma == "walk" && v.Particle == "out" && !strings.HasPrefix(strings.ToLower(p.Span(next, c.End)), "of ") {
		return generic(p, k, asserted, neg) // a walk-out is what strikers do
	}
	if obj := p.ObjectOf(c); obj >= 0 && (v.Lemma == "drop" || v.Lemma == "abandon" || v.Lemma == "withdraw" || v.Lemma == "lift" || v.Lemma == "shelve" || v.Lemma == "ditch" || v.Lemma == "cancel") && v.Modal == "" && !neg {
		switch head := p.HeadToken(obj).Lemma; head {
		case "opposition", "objection", "veto", "resistance", "reservation":
			out.Stance, out.From, out.Whole = Ready, p.Phrases[c.Verb].Head, true
			return out, true
		case "plan", "idea", "thought", "demand", "claim", "bid", "proposal", "threat", "offer", "pledge", "promise", "commitment":
			out.Stance, out.From = Declined, p.Phrases[obj].Start
			return out, true
		}
	}
	for _, class := range []string{"declined", "signed", "joined", "pledged", "decided", "ready", "undecided", "proposed", "backed"} {
		if !VerbIs(p, c.Verb, class) {
			continue
		}
		return performed(p, k, class, asserted, neg)
	}
	if v.Lemma == "announce" || v.Lemma == "unveil" || v.Lemma == "confirm" { // announced a pledge
		if obj := p.ObjectOf(c); obj >= 0 && (Classes()["noun-pledged"][p.HeadToken(obj).Lemma] || p.HeadToken(obj).Lemma == "contribution" || p.HeadToken(obj).Lemma == "funding") {
			return performed(p, k, "pledged", asserted, neg)
		}
	}
	if v.Lemma == "keep" && v.Modal == "" { // keeping an investment under review
		if low := strings.ToLower(p.Span(c.Verb, c.End)); strings.Contains(low, "under review") || strings.Contains(low, "on the table") || strings.Contains(low, "options open") || strings.Contains(low, "door open") {
			out.Stance, out.From = Undecided, p.Phrases[c.Verb].Head
			return out, true
		}
	}
	if YetTo(p, c) { // has still to settle its share
		for j := c.Verb + 1; j < c.End; j++ {
			if ph := p.Phrases[j]; ph.Kind == english.VerbPhrase && ph.Verb.Infinitive && !ph.Verb.Passive && isAct(ph.Verb.Lemma) {
				out.Stance, out.From = Undecided, p.VerbStart(ph)
				return out, true
			}
		}
	}
	if q, ok := pays(p, k, asserted, neg); ok {
		return q, ok
	}
	return generic(p, k, asserted, neg)
}

// offers judges "submitted a formal offer of €1.5bn", "raised its bid to": a proposal put on the table.
func offers(p *english.Parsed, c english.Clause, next int, neg bool) (Predicate, bool) {
	v := p.VerbOf(c)
	if p.KindAt(next) != english.NounPhrase || neg || v.Modal != "" || v.Passive {
		return Predicate{}, false
	}
	switch p.HeadToken(next).Lemma {
	case "offer", "bid", "proposal", "counteroffer", "counter-offer", "counterbid", "counterproposal", "package":
	default:
		return Predicate{}, false
	}
	switch v.Lemma {
	case "raise", "increase", "improve", "sweeten", "lift", "submit", "table", "make", "present", "launch", "lodge", "file", "unveil", "extend":
		return Predicate{Stance: Proposed, From: p.Phrases[next].Start, Agent: -1}, true
	}
	return Predicate{}, false
}

// OfClass gives the Stance that the words of a class express; classes that are not in it express none by themselves.
var OfClass = map[string]Stance{
	"signed": Signed, "joined": Pledged, "pledged": Pledged, "decided": Pledged, "backed": Pledged, "ready": Ready, "proposed": Proposed,
	"undecided": Undecided, "declined": Declined, "adj-ready": Ready, "adj-pledged": Pledged, "adj-undecided": Undecided, "adj-declined": Declined,
	"adj-proposed": Proposed, "noun-ready": Ready, "noun-pledged": Pledged, "noun-proposed": Proposed, "noun-declined": Declined, "noun-undecided": Undecided,
}

// Copula holds the verbs that join a subject to what it is.
var Copula = english.Set("be remain stay stand seem appear become")

// weaker gives the less firm of two stances; declined counts as firm.
func weaker(a, b Stance) Stance {
	if Rank(a) < Rank(b) {
		return b
	}
	return a
}

// Mood is what the sentence around a clause says about how it is meant.
type Mood struct {
	Backshift   bool   // "said it would": what was said is "will"
	NegSubject  bool   // "no minister will", "none has"
	Conditional bool   // it hangs on a condition
	Proviso     bool   // on one that is set: provided that, so long as
	TextStance  Stance // how firm what it says is: signed for a treaty, proposed for a draft
	TextSpeaker bool   // a draft or plan says it
	TextSubject bool   // the subject is a text, or an event without a will of its own
}

// IsText says whether a noun names a draft, a plan, an agreement: what says things and has no will.
func IsText(t english.Token) bool { return Classes()["text"][t.Lemma] }

// YetTo finds "has yet to", "is yet to", "has still to", "still needs to".
func YetTo(p *english.Parsed, c english.Clause) bool {
	v := p.VerbOf(c)
	if v.Lemma != "have" && v.Lemma != "be" && v.Lemma != "need" && v.Lemma != "remain" {
		return false
	}
	still := false
	for j := c.Verb; j < len(p.Phrases) && j <= c.Verb+3; j++ {
		ph := p.Phrases[j]
		for t := ph.Start; t < ph.End; t++ {
			if w := p.Tokens[t].Lower; w == "yet" || w == "still" {
				still = true
			}
		}
		if j > c.Verb && ph.Kind == english.VerbPhrase {
			return still && ph.Verb.Infinitive
		}
	}
	return false
}
