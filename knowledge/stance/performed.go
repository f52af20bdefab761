package stance

import (
	"strings"

	"talksbot/knowledge/english"
)

// performed judges a verb that does by being said what it names: promise, sign, refuse, propose.
func performed(p *english.Parsed, k int, class string, m Mood, neg bool) (Predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out := Predicate{Agent: -1, Stance: OfClass[class]}
	from, ok := complement(p, c, c.Verb+1)
	if child := complementClause(p, k); !ok && child >= 0 && class == "declined" && (v.Lemma == "exclude" || v.Lemma == "rule") && v.Modal == "" && len(p.Clauses[child].Subjects) > 0 {
		out.From, out.Child = p.Phrases[min(p.Clauses[child].Subjects[0], p.Clauses[child].Verb)].Start, child
		if neg {
			out.Stance = Undecided // does not exclude that
		}
		return out, true
	}
	if skip := prepositionOf(p, c, class); v.Lemma == "aim" && skip > 0 {
		from, ok = skip, true // aims at a cut
	}
	if child := complementClause(p, k); !ok && child >= 0 {
		if q, ok := promisedClause(p, k, child, class, neg); ok {
			return q, true
		}
	}
	if !ok {
		ante := antecedent(p, c)
		switch {
		case ante >= 0:
			from = p.Phrases[ante].Start // "the declaration, which 53 states have signed"
			out.Object = ante
		case (class == "signed" || class == "joined") && neg && v.Modal != "would" && v.Modal != "should" && !v.Passive:
			// did not sign, will not sign, has not signed
			out.From, out.Stance = p.Phrases[c.Verb].Head, Declined
			if v.Perfect {
				out.Stance = Undecided
			}
			return out, c.Kind != english.RelativeCl
		case class == "declined" && (v.Lemma == "refuse" || v.Lemma == "decline") && v.Modal == "" && !v.Passive && !v.Progressive && c.Kind != english.RelativeCl:
			out.From = p.Phrases[c.Verb].Head // "they refused"
			return out, !neg
		case class == "declined" && v.Particle != "" && v.Modal == "":
			out.From = p.Phrases[c.Verb].Head // it pulled out
			return out, !neg
		default:
			return out, false
		}
	}
	out.From = from
	if unmeant(p, c) {
		return out, false
	}
	if class == "declined" && v.Modal == "would" && m.Conditional && !neg {
		return out, false // "would call them home if": neither a refusal nor a promise
	}
	first := p.Tokens[from].Lower
	if skip := prepositionOf(p, c, class); skip > from {
		from, out.From = skip, skip
		first = p.Tokens[from].Lower
	}
	if i := p.PhraseAt(from); i > c.Verb && out.From == from && (p.KindAt(i) == english.Preposition || p.KindAt(i) == english.NounPhrase && (p.IsPronoun(p.Phrases[i]) || strings.HasSuffix(p.HeadToken(i).Lower, "selves"))) {
		out.From = p.Phrases[c.Verb].Head // "backed out of the talks" says what "of the talks" does not
	}
	if child := complementClause(p, k); child >= 0 && !p.InfinitiveAt(c.Verb+1) {
		return promisedClause(p, k, child, class, neg)
	}
	obj := p.ObjectOf(c)
	switch {
	case obj >= 0 && p.Tokens[p.Phrases[obj].Start].Lower == "no" && class != "declined":
		neg = !neg
	case negatedInfinitive(p, c.Verb+1): // decided not to
		if class == "pledged" || class == "decided" {
			out.Stance = Declined
		}
	case class == "pledged" && notTo(p, c) > 0:
		out.From = notTo(p, c) // undertook on Monday not to sell
	}
	if class == "ready" && v.Lemma == "offer" && obj >= 0 && !neg && percent(p, c) {
		out.Stance = Proposed // a raise of 5 percent that is offered is put on the table
	}
	if (class == "decided") && !(p.InfinitiveAt(c.Verb + 1)) {
		return out, false
	}
	if class == "decided" && v.Lemma == "vote" && !p.InfinitiveAt(c.Verb+1) {
		return out, false
	}
	if class == "pledged" && first == "with" {
		return out, false // agrees with
	}
	if class == "proposed" && weakWish[v.Lemma] && v.Perfect && p.Tokens[p.Phrases[c.Verb].Start].Lower == "had" && !m.Backshift {
		return out, false // had planned to
	}
	if class == "proposed" && weakWish[v.Lemma] && obj < 0 && prepositionOf(p, c, class) == 0 && !p.InfinitiveAt(c.Verb+1) {
		return out, false
	}
	if class == "declined" && (v.Lemma == "refuse" || v.Lemma == "decline") && commentsOnly(p, c) {
		return out, false
	}
	if class == "declined" && v.Lemma == "dismiss" && obj >= 0 && (p.KindAt(obj+1) == english.Preposition || p.KindAt(obj+1) == english.Subordinator) && p.HeadToken(obj+1).Lower == "as" {
		return out, false // dismissed it as talk
	}
	if class == "pledged" && obj >= 0 && Classes()["noun-declined"][p.HeadToken(obj).Lemma] {
		return out, false // gave up its refusal
	}
	if neg {
		if class == "declined" && (v.Modal == "will" || v.Modal == "would" || v.Modal == "shall") {
			out.Stance, out.From = Ready, p.Phrases[c.Verb].Start // will not oppose
			if v.Lemma == "exclude" || v.Lemma == "rule" {
				out.Stance, out.From = Undecided, from
			}
		} else if v.Modal == "will" || v.Modal == "shall" || v.Modal == "would" && m.Backshift {
			out.Stance = negateFirm(class)
		} else if class == "proposed" && (v.Lemma == "plan" || v.Lemma == "intend") && v.Modal == "" && !v.Past && !v.Perfect {
			out.Stance = Declined // does not intend to
		} else {
			out.Stance = negate(out.Stance, class)
			if class == "pledged" && consents[v.Lemma] && v.Modal == "" && !v.Past && !v.Perfect && !v.Passive {
				out.Stance = Declined // accepts no money
			}
			if v.Past && (class == "signed" || class == "joined") {
				out.Stance = Declined // did not sign, unlike has not signed
			}
		}
		return out, out.Stance != ""
	}
	switch v.Modal {
	case "will", "shall":
		if class == "signed" || class == "joined" || class == "backed" {
			out.Stance = Pledged
		}
	case "would":
		switch {
		case m.Backshift:
			if class == "signed" || class == "joined" || class == "backed" {
				out.Stance = Pledged
			}
			if m.Conditional && consents[v.Lemma] {
				out.Stance = Ready
			}
		case class == "declined":
		case m.Conditional && consents[v.Lemma]:
			out.Stance = Ready // would accept it if
		default:
			out.Stance = weaker(out.Stance, Proposed)
		}
	case "may", "might", "could":
		out.Stance = weaker(out.Stance, Undecided)
		if class == "declined" {
			out.Stance = Undecided
		} else if v.Modal == "could" && m.Conditional && consents[v.Lemma] {
			out.Stance = Ready
		}
	case "should", "must", "can", "ought":
		return out, false
	}
	if class == "backed" && v.Lemma == "endorse" && v.Modal == "" && obj >= 0 && IsText(p.HeadToken(obj)) && !intents[p.HeadToken(obj).Lemma] {
		out.Stance = Signed // a declaration; who endorses a plan has agreed to it
	}
	if class == "backed" && out.Stance == Pledged && obj >= 0 && !ownAct(p, c, obj) {
		return out, false // support of somebody, or of what others promise, is no promise
	}
	if class == "backed" && strings.Contains(strings.ToLower(p.Span(c.Verb, c.End)), "in principle") {
		out.Stance = Ready
	}
	return out, true
}

var consents = english.Set("accept agree approve guarantee support back endorse")

var weakWish = english.Set("plan intend seek draft table ask aim")

func negateFirm(class string) Stance {
	if class == "undecided" || class == "proposed" {
		return Declined
	}
	return Declined
}

// notTo gives the "not" before an infinitive that follows the time or place after a verb; 0 for none.
func notTo(p *english.Parsed, c english.Clause) int {
	for j := c.Verb + 1; j+1 < c.End; j++ {
		switch p.KindAt(j) {
		case english.Preposition:
		case english.NounPhrase:
			if !p.IsTime(p.Phrases[j]) {
				return 0
			}
		case english.Adverb:
			if p.HeadToken(j).Lower == "not" && j > c.Verb+1 && p.KindAt(j+1) == english.VerbPhrase && p.Phrases[j+1].Verb.Infinitive {
				return p.Phrases[j].Start
			}
		default:
			return 0
		}
	}
	return 0
}

// passive judges "would be led by X", "was signed by X".
func passive(p *english.Parsed, k int, m Mood, neg bool) (Predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out := Predicate{Agent: -1, Whole: true}
	for j := c.Verb + 1; j+1 < c.End; j++ {
		if p.Phrases[j].Kind == english.Preposition && p.Tokens[p.Phrases[j].Start].Lower == "by" && p.Phrases[j+1].Kind == english.NounPhrase {
			out.Agent = j + 1
			break
		}
		if p.Phrases[j].Kind == english.VerbPhrase || p.Phrases[j].Kind == english.Comma {
			break
		}
	}
	if out.Agent < 0 {
		return sentOut(p, c, m, neg)
	}
	for _, class := range []string{"declined", "signed", "pledged", "ready", "proposed", "undecided", "backed"} {
		if class == "undecided" && v.Modal == "" {
			continue // "are reviewed by a panel"
		}
		if VerbIs(p, c.Verb, class) {
			q, ok := performed(p, k, class, m, neg)
			q.Agent, q.Whole = out.Agent, true
			if class == "backed" && v.Modal != "" {
				return q, false // must be backed by
			}
			return q, ok
		}
	}
	switch v.Modal {
	case "will", "shall":
		out.Stance = Pledged
		if neg {
			out.Stance = Declined
		}
	case "would":
		out.Stance = Proposed
		if neg {
			return out, false
		}
	default:
		return out, false
	}
	return out, true
}

// sentOut judges "French soldiers could be involved": forces, whose state acts without being named.
func sentOut(p *english.Parsed, c english.Clause, m Mood, neg bool) (Predicate, bool) {
	v := p.VerbOf(c)
	out := Predicate{Agent: -1, Whole: true}
	if neg || len(c.Subjects) == 0 || !Classes()["sent"][v.Lemma] || !Classes()["forces"][p.HeadToken(c.Subjects[0]).Lemma] {
		return out, false
	}
	switch v.Modal {
	case "will", "shall":
		out.Stance = Pledged
	case "would":
		out.Stance = Proposed
		if m.Backshift {
			out.Stance = Pledged
		}
	case "could", "may", "might":
		out.Stance = Undecided
	default:
		return out, false
	}
	return out, true
}

// generic judges will, would, may and "is to" with a verb that names an act.
func generic(p *english.Parsed, k int, m Mood, neg bool) (Predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out := Predicate{Agent: -1, From: p.Phrases[c.Verb].Head}
	act := v.Lemma
	if obj := p.ObjectOf(c); unmeant(p, c) || act == "make" && obj >= 0 && outcomes[p.HeadToken(obj).Lemma] || act == "find" && v.Modal == "will" {
		return out, false // will make a profit: foretold
	}
	if obj := p.ObjectOf(c); act == "take" && obj >= 0 {
		switch p.HeadToken(obj).Lower {
		case "part":
			act = "participate"
		case "place", "effect", "shape", "time", "hold":
			return out, false
		}
	}
	if v.Past && v.Negated && v.Modal == "" && absences[act] { // did not take part
		out.Stance = Declined
		return out, true
	}
	if q, ok := underWay(p, c, m, neg); ok {
		return q, true
	}
	if v.Passive || v.Progressive && v.Modal == "" {
		return out, false
	}
	// is to do, are to do
	if v.Lemma == "be" && v.Modal == "" && (!v.Past || m.Backshift || c.Kind == english.RelativeCl) && c.Verb+1 < len(p.Phrases) && p.Phrases[c.Verb+1].Kind == english.VerbPhrase && p.Phrases[c.Verb+1].Verb.Infinitive {
		inf := p.Phrases[c.Verb+1]
		if inf.Verb.Passive || !isAct(inf.Verb.Lemma) || inf.Verb.Lemma == "take" && p.KindAt(c.Verb+2) == english.NounPhrase && p.HeadToken(c.Verb+2).Lower == "place" {
			return out, false
		}
		out.From, out.Stance = inf.Head, Pledged
		if neg {
			out.Stance = Declined
		}
		return out, true
	}
	if Classes()["passive-like"][act+" "+v.Particle] || !isAct(act) && !actAt(p, c.Verb) && !(act == "follow" && neg) {
		return out, false
	}
	if c.Kind == english.RelativeCl && (v.Modal == "could" || v.Modal == "may" || v.Modal == "might") {
		return out, false // "terms that the kingdom could approve"
	}
	obj := p.ObjectOf(c)
	noObject := obj >= 0 && emptyObject(p, obj)
	neg = neg != noObject
	switch v.Modal {
	case "will", "shall":
		out.Stance = Pledged
		if m.Conditional && VerbIs(p, c.Verb, "lets") {
			out.Stance = Ready // will let them in provided
		}
	case "would":
		switch {
		case v.Progressive && !m.Backshift:
			return out, false // it would be paying twice
		case m.Backshift && m.Conditional:
			out.Stance = Ready // would call it off if
		case m.Backshift:
			out.Stance = Pledged
		default:
			out.Stance = Proposed
		}
	case "may", "might", "could":
		if obj >= 0 && p.Tokens[p.Phrases[obj].Start].Lower == "no" && !noObject {
			return out, false // could spend no more than a third
		}
		if !neg && v.Modal == "could" && (act == "accept" || act == "support" || act == "agree" || act == "back" || act == "live" || act == "consider") {
			out.Stance = Undecided
			if m.Conditional {
				out.Stance = Ready // could accept it if
			}
			return out, true
		}
		if neg && v.Modal == "could" {
			out.Stance = Declined // could not support it
			return out, true
		}
		out.Stance = Proposed
		if v.Modal != "may" {
			out.Stance = Undecided
		}
		if v.Modal == "could" && m.Proviso {
			out.Stance = Ready // could go up to ten so long as
		}
		if neg {
			return out, false
		}
		return out, true
	case "can":
		if !neg {
			return out, false
		}
		out.Stance = Declined
		return out, act == "accept" || act == "support" || act == "agree" || act == "approve" || act == "back"
	default:
		return out, false
	}
	if neg {
		if out.Stance == Proposed {
			return out, false
		}
		out.Stance = Declined
		if noObject && !v.Negated && p.Tokens[p.Phrases[obj].Start].Lower == "no" {
			out.From = p.Phrases[obj].Start + 1 // what is declined is the boots of "no boots"
		}
		if VerbIs(p, c.Verb, "declined") {
			out.Stance = Ready // will not stand in the way
		}
	}
	return out, true
}

var absences = english.Set("participate attend join sign send travel come appear")
