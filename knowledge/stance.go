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
	child  int // complement clause that is the undertaking; 0 for none
	object int // phrase of an antecedent that is the object; 0 for none
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
	for isQuoteOrAdverb(p, next) || kindAt(p, next) == english.Comma && (kindAt(p, next+1) == english.Adverb && kindAt(p, next+2) == english.Comma || kindAt(p, next-1) == english.Adverb) {
		next++
	}
	out := predicate{agent: -1}
	lower := func(s Stance, class string) (Stance, bool) {
		if neg {
			s = negate(s, class)
		}
		return s, s != ""
	}

	// what a draft says should be is proposed in it
	if asserted.textSpeaker && (v.Modal == "should" || v.Modal == "would" || v.Modal == "must" || v.Modal == "shall" || v.Modal == "will" && v.Passive) {
		out.stance, out.whole = asserted.textStance, true
		return out, true
	}

	// be ready to, stand ready to, remain open to
	adjective := kindAt(p, next) == english.Adjective || kindAt(p, next) == english.VerbPhrase && p.Phrases[next].Verb.Participle && stanceClasses()["adj-ready"][p.HeadToken(next).Lower] || kindAt(p, next) == english.Preposition && p.Tokens[p.Phrases[next].Start].Lower == "against"
	if memberOf(p, c, next) && !neg {
		out.stance, out.from = Pledged, p.Phrases[next].Start
		return out, v.Modal == "" || v.Modal == "will"
	}
	if copula[v.Lemma] && !v.Passive && (adjective || v.Lemma == "be") || v.Passive && (v.Lemma == "prepare" || v.Lemma == "commit" || v.Lemma == "oppose" || v.Lemma == "determine" || v.Lemma == "bind" || v.Lemma == "oblige") {
		at := next
		word := ""
		if v.Passive {
			word, at = p.HeadToken(c.Verb).Lower, c.Verb
		} else {
			if !(adjective || kindAt(p, at) == english.Preposition && p.Tokens[p.Phrases[at].Start].Lower == "against") {
				return generic(p, k, asserted, neg)
			}
			word = p.HeadToken(at).Lower
		}
		for _, class := range []string{"adj-ready", "adj-pledged", "adj-undecided", "adj-declined", "adj-proposed"} {
			if !stanceClasses()[class][word] {
				continue
			}
			from, ok := complement(p, c, at+1)
			if !ok || class == "adj-undecided" && !opensTo(p, at+1) {
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

	if obj := objectOf(p, c); v.Lemma == "put" && obj >= 0 && p.HeadToken(obj).Lemma == "name" && v.Modal == "" && !neg {
		for j := obj + 1; j+1 < c.End; j++ { // put their names to the document
			if kindAt(p, j) == english.Preposition && p.HeadToken(j).Lower == "to" {
				out.stance, out.from = Signed, p.Phrases[j+1].Start
				return out, true
			}
		}
	}
	if v.Lemma == "go" && v.Progressive && v.Modal == "" && kindAt(p, next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && isAct(p.Phrases[next].Verb.Lemma) && !p.Phrases[next].Verb.Passive {
		out.stance, out.from = Pledged, p.Phrases[next].Head // is going to cover
		if neg {
			out.stance = Declined
		}
		return out, true
	}
	if q, ok := offers(p, c, next, neg); ok {
		return q, true
	}
	if v.Lemma == "walk" && v.Particle == "out" && !strings.HasPrefix(strings.ToLower(p.Span(next, c.End)), "of ") {
		return generic(p, k, asserted, neg) // a walk-out is what strikers do
	}
	if obj := objectOf(p, c); obj >= 0 && (v.Lemma == "drop" || v.Lemma == "abandon" || v.Lemma == "withdraw" || v.Lemma == "lift") && v.Modal == "" && !neg {
		switch head := p.HeadToken(obj).Lemma; head {
		case "opposition", "objection", "veto", "resistance", "reservation":
			out.stance, out.from, out.whole = Ready, p.Phrases[c.Verb].Head, true
			return out, true
		case "plan", "idea", "thought", "demand", "claim", "bid", "proposal", "threat", "offer", "pledge", "promise", "commitment":
			out.stance, out.from = Declined, p.Phrases[obj].Start
			return out, true
		}
	}
	for _, class := range []string{"declined", "signed", "joined", "pledged", "decided", "ready", "undecided", "proposed", "backed"} {
		if !verbIs(p, c.Verb, class) {
			continue
		}
		return performed(p, k, class, asserted, neg)
	}
	if v.Lemma == "announce" || v.Lemma == "unveil" || v.Lemma == "confirm" { // announced a pledge
		if obj := objectOf(p, c); obj >= 0 && (stanceClasses()["noun-pledged"][p.HeadToken(obj).Lemma] || p.HeadToken(obj).Lemma == "contribution" || p.HeadToken(obj).Lemma == "funding") {
			return performed(p, k, "pledged", asserted, neg)
		}
	}
	if v.Lemma == "keep" && v.Modal == "" { // keeping an investment under review
		if low := strings.ToLower(p.Span(c.Verb, c.End)); strings.Contains(low, "under review") || strings.Contains(low, "on the table") || strings.Contains(low, "options open") || strings.Contains(low, "door open") {
			out.stance, out.from = Undecided, p.Phrases[c.Verb].Head
			return out, true
		}
	}
	if yetTo(p, c) { // has still to settle its share
		for j := c.Verb + 1; j < c.End; j++ {
			if ph := p.Phrases[j]; ph.Kind == english.VerbPhrase && ph.Verb.Infinitive && !ph.Verb.Passive && isAct(ph.Verb.Lemma) {
				out.stance, out.from = Undecided, verbStart(p, ph)
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
func offers(p *english.Parsed, c english.Clause, next int, neg bool) (predicate, bool) {
	v := p.VerbOf(c)
	if kindAt(p, next) != english.NounPhrase || neg || v.Modal != "" || v.Passive {
		return predicate{}, false
	}
	switch p.HeadToken(next).Lemma {
	case "offer", "bid", "proposal", "counteroffer", "counter-offer", "counterbid", "counterproposal", "package":
	default:
		return predicate{}, false
	}
	switch v.Lemma {
	case "raise", "increase", "improve", "sweeten", "lift", "submit", "table", "make", "present", "launch", "lodge", "file", "unveil", "extend":
		return predicate{stance: Proposed, from: p.Phrases[next].Start, agent: -1}, true
	}
	return predicate{}, false
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
		ante := antecedent(p, c)
		switch {
		case ante >= 0:
			from = p.Phrases[ante].Start // "the declaration, which 53 states have signed"
			out.object = ante
		case class == "declined" && v.Particle != "" && v.Modal == "":
			out.from = p.Phrases[c.Verb].Head // it pulled out
			return out, !neg
		default:
			return out, false
		}
	}
	out.from = from
	first := p.Tokens[from].Lower
	if skip := prepositionOf(p, c, class); skip > from {
		from, out.from = skip, skip
		first = p.Tokens[from].Lower
	}
	if child := complementClause(p, k); child >= 0 && !infinitiveAt(p, c.Verb+1) {
		// what is promised or decided is a clause: that of the same actor speaks for itself, another's is what this one undertakes
		if (class == "pledged" || class == "decided" || class == "proposed" && (v.Lemma == "propose" || v.Lemma == "recommend")) && !neg && v.Modal == "" && otherSubject(p, k, child) {
			d := p.Clauses[child]
			out.from, out.child, out.stance = p.Phrases[min(d.Subjects[0], d.Verb)].Start, child, classStance[class]
			if class == "decided" {
				out.stance = Pledged
			}
			return out, true
		}
		return out, false
	}
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
			if v.Past && (class == "signed" || class == "joined") {
				out.stance = Declined // did not sign, unlike has not signed
			}
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
	if class == "backed" && v.Lemma == "endorse" && v.Modal == "" && obj >= 0 && isText(p.HeadToken(obj)) {
		out.stance = Signed
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
			case "comment", "draw", "say", "elaborate", "confirm", "discuss", "answer", "speak", "give", "name", "specify", "disclose", "be":
				return true
			}
			return false
		}
	}
	return false
}

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

// pays judges a sum that is put in: "put in $1 billion", "is putting $1 billion into".
func pays(p *english.Parsed, k int, m mood, neg bool) (predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	if !verbIs(p, c.Verb, "pays") {
		return predicate{}, false
	}
	obj := objectOf(p, c)
	if obj < 0 && kindAt(p, c.Verb+1) == english.Preposition && kindAt(p, c.Verb+2) == english.NounPhrase && p.Tokens[p.Phrases[c.Verb+1].Start].Lower == "in" {
		obj = c.Verb + 2 // put in $5m
	}
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
		return sentOut(p, c, m, neg)
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

// sentOut judges "French soldiers could be involved": forces, whose state acts without being named.
func sentOut(p *english.Parsed, c english.Clause, m mood, neg bool) (predicate, bool) {
	v := p.VerbOf(c)
	out := predicate{agent: -1, whole: true}
	if neg || len(c.Subjects) == 0 || !stanceClasses()["sent"][v.Lemma] || !stanceClasses()["forces"][p.HeadToken(c.Subjects[0]).Lemma] {
		return out, false
	}
	switch v.Modal {
	case "will", "shall":
		out.stance = Pledged
	case "would":
		out.stance = Proposed
		if m.backshift {
			out.stance = Pledged
		}
	case "could", "may", "might":
		out.stance = Undecided
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
	if obj := objectOf(p, c); act == "take" && obj >= 0 {
		switch p.HeadToken(obj).Lower {
		case "part":
			act = "participate"
		case "place", "effect", "shape", "time", "hold":
			return out, false
		}
	}
	if v.Past && v.Negated && v.Modal == "" && absences[act] { // did not take part
		out.stance = Declined
		return out, true
	}
	if v.Passive || v.Progressive && v.Modal == "" {
		return out, false
	}
	// is to do, are to do
	if v.Lemma == "be" && v.Modal == "" && c.Verb+1 < len(p.Phrases) && p.Phrases[c.Verb+1].Kind == english.VerbPhrase && p.Phrases[c.Verb+1].Verb.Infinitive {
		inf := p.Phrases[c.Verb+1]
		if inf.Verb.Passive || !isAct(inf.Verb.Lemma) || inf.Verb.Lemma == "take" && kindAt(p, c.Verb+2) == english.NounPhrase && p.HeadToken(c.Verb+2).Lower == "place" {
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
	if c.Kind == english.RelativeCl && (v.Modal == "could" || v.Modal == "may" || v.Modal == "might") {
		return out, false // "terms that the kingdom could approve"
	}
	obj := objectOf(p, c)
	noObject := obj >= 0 && p.Tokens[p.Phrases[obj].Start].Lower == "no"
	neg = neg != noObject
	switch v.Modal {
	case "will", "shall":
		out.stance = Pledged
	case "would":
		switch {
		case m.backshift && m.conditional:
			out.stance = Ready // would call it off if
		case m.backshift:
			out.stance = Pledged
		default:
			out.stance = Proposed
		}
	case "may", "might", "could":
		if !neg && v.Modal == "could" && (act == "accept" || act == "support" || act == "agree" || act == "back" || act == "live" || act == "consider") {
			out.stance = Undecided
			if m.conditional {
				out.stance = Ready // could accept it if
			}
			return out, true
		}
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

var absences = wordSet("participate attend join sign send travel come appear")

// memberOf finds "became members of the alliance", "is now a signatory to the treaty".
func memberOf(p *english.Parsed, c english.Clause, next int) bool {
	v := p.VerbOf(c)
	if v.Lemma != "become" || kindAt(p, next) != english.NounPhrase {
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
	for isQuoteOrAdverb(p, i) {
		i++
	}
	switch kindAt(p, i) {
	case english.VerbPhrase:
		return true
	case english.Preposition:
		if kindAt(p, i+1) == english.VerbPhrase {
			return true
		}
		if kindAt(p, i+1) == english.NounPhrase {
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
		for isQuoteOrAdverb(p, j) || kindAt(p, j) == english.NounPhrase && kindAt(p, j+1) == english.Subordinator {
			j++
		}
		if kindAt(p, j) == english.Subordinator || kindAt(p, j) == english.Relative || c.Link == "" {
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
		if (ph.Kind == english.Preposition || ph.Kind == english.Adverb) && stanceClasses()[class][v.Lemma+" "+p.Tokens[ph.Start].Lower] && j+1 < c.End {
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
			switch p.Tokens[ph.Start].Lower {
			case "on", "at", "in", "during", "after", "since", "within", "following":
				if kindAt(p, i+1) == english.NounPhrase && (isTime(p, p.Phrases[i+1]) || p.Tokens[ph.Start].Lower == "at" || p.Tokens[ph.Start].Lower == "during") {
					i++
					continue // promised at a rally on Thursday
				}
			}
			// "agreed in May to talk": time and place stand before what was agreed
			if kindAt(p, i+1) == english.NounPhrase && i+2 < c.End && kindAt(p, i+2) == english.VerbPhrase && p.Phrases[i+2].Verb.Infinitive {
				i++
				continue
			}
			return ph.Start, true
		case english.NounPhrase:
			if isTime(p, ph) {
				continue // agreed last week to …
			}
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

// isTime says whether a noun phrase tells when: "last week", "Thursday", "16 July".
func isTime(p *english.Parsed, ph english.Phrase) bool {
	h := p.Tokens[ph.Head]
	return timeWord(h.Lower) || h.Noun() && !h.Proper() && lexicon.Is(h.Lower, lexicon.Noun, lexicon.NounTime) > 0.8 && hasWord(p.Tokens[ph.Start:ph.End], "last", "this", "next", "later", "earlier") || h.Tag == "CD" && timeWords.MatchString(p.TokenSpan(ph.Start, ph.End))
}

func infinitiveAt(p *english.Parsed, i int) bool {
	for {
		switch {
		case isQuoteOrAdverb(p, i):
			i++
			continue
		case kindAt(p, i) == english.NounPhrase && isTime(p, p.Phrases[i]):
			i++
			continue
		case kindAt(p, i) == english.Preposition && kindAt(p, i+1) == english.NounPhrase && kindAt(p, i+2) == english.VerbPhrase:
			i += 2 // "voted on Thursday to sell"
			continue
		}
		break
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
	backshift   bool   // "said it would": what was said is "will"
	negSubject  bool   // "no minister will", "none has"
	conditional bool   // it hangs on a condition
	textStance  Stance // how firm what it says is: signed for a treaty, proposed for a draft
	textSpeaker bool   // a draft or plan says it
	textSubject bool   // the subject is a text, or an event without a will of its own
}
