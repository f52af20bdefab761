package stance

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
)

// plain judges what English says without a verb of promising: a sum that is announced, "can live with", "will try to",
// "has doubled its share". judged is false where it has nothing to say of clause k.
func plain(p *english.Parsed, k, next int, m Mood, neg bool) (out Predicate, ok, judged bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	out = Predicate{Agent: -1, From: p.Phrases[c.Verb].Head}
	obj := p.ObjectOf(c)
	switch v.Lemma {
	case "announce", "unveil":
		if obj >= 0 && v.Modal == "" && !neg && hasSum(p, obj) && !lossNouns[p.HeadToken(obj).Lemma] {
			out.Stance, out.From = Pledged, p.Phrases[obj].Start // announced $5m for the school
			return out, true, true
		}
	case "speak", "talk":
		if p.KindAt(next) == english.Preposition && p.HeadToken(next).Lower == "of" && p.KindAt(next+1) == english.NounPhrase && startsWithSum(p, next+1) && v.Modal == "" && !neg {
			out.Stance, out.From = Proposed, p.Phrases[next+1].Start // spoke of $50m
			return out, true, true
		}
	case "reserve":
		if obj >= 0 && v.Modal == "" && !neg && (p.HeadToken(obj).Lemma == "position" || p.HeadToken(obj).Lemma == "judgment" || p.HeadToken(obj).Lemma == "judgement") {
			out.Stance = Undecided
			return out, true, true
		}
	case "clear":
		if obj >= 0 && v.Modal == "" && !neg && deals[p.HeadToken(obj).Lemma] {
			out.Stance, out.From = Pledged, p.Phrases[obj].Start // cleared the merger
			return out, true, true
		}
	case "say":
		if obj >= 0 && v.Modal == "" && !neg && p.KindAt(obj+1) == english.Preposition && p.HeadToken(obj+1).Lower == "to" && p.KindAt(obj+2) == english.NounPhrase {
			switch p.Tokens[p.Phrases[obj].Start].Lower {
			case "yes":
				out.Stance = Pledged
			case "no":
				out.Stance = Declined
			default:
				return out, false, false
			}
			out.From = p.Phrases[obj+2].Start
			return out, true, true
		}
	case "give":
		if obj >= 0 && v.Modal == "" && assent[p.HeadToken(obj).Lemma] && p.KindAt(obj+1) == english.Preposition && p.HeadToken(obj+1).Lower == "to" && p.KindAt(obj+2) == english.NounPhrase && !emptyObject(p, obj) {
			out.Stance, out.From = Pledged, p.Phrases[obj+2].Start // gave its consent to the sale
			if neg {
				out.Stance = Undecided
			}
			return out, true, true
		}
	case "want", "like":
		if q, ok := wishes(p, c, next, m, neg); ok {
			return q, true, true
		}
	case "live":
		if v.Modal != "" && p.KindAt(next) == english.Preposition && p.HeadToken(next).Lower == "with" && p.KindAt(next+1) == english.NounPhrase {
			switch {
			case neg:
				out.Stance = Declined
			case v.Modal == "can" || v.Modal == "could" || v.Modal == "would" || v.Modal == "will":
				out.Stance = Ready
			default:
				return out, false, true
			}
			return out, true, true
		}
	case "try", "seek", "attempt":
		if (v.Modal == "will" || v.Modal == "would" && m.Backshift || v.Progressive && v.Modal == "") && !neg && p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && actAt(p, next) {
			out.Stance, out.From = Proposed, p.VerbStart(p.Phrases[next]) // who will try does not promise
			return out, v.Modal != "", true
		}
	case "arrive", "come", "return":
		// came to the talks with a demand for a sixth
		if v.Modal != "" || neg {
			break
		}
		for j := c.Verb + 1; j+1 < c.End && j < c.Verb+6; j++ {
			if p.KindAt(j) != english.Preposition || p.HeadToken(j).Lower != "with" || p.KindAt(j+1) != english.NounPhrase {
				continue
			}
			switch p.HeadToken(j + 1).Lemma {
			case "demand", "proposal", "offer", "bid", "counteroffer", "counter-offer", "counterproposal":
				out.Stance, out.From = Proposed, p.Phrases[j+1].Start
				return out, true, true
			}
		}
	case "rule":
		if v.Modal == "" && !neg && obj >= 0 && strings.HasSuffix(p.HeadToken(obj).Lower, "self") && p.KindAt(obj+1) == english.Adverb && p.HeadToken(obj+1).Lower == "out" {
			out.Stance = Declined // ruled itself out
			return out, true, true
		}
	case "raise", "increase", "double", "triple", "treble", "quadruple", "lower", "reduce", "halve", "cut", "trim":
		// has doubled its share to $4m: a change of what is one's own, in figures
		if obj >= 0 && v.Modal == "" && !neg && !v.Progressive && p.Tokens[p.Phrases[obj].Start].Tag == "PRP$" && ownShare[p.HeadToken(obj).Lemma] && len(english.Quantities(p.Span(c.Verb, c.End))) > 0 {
			out.Stance = Pledged
			return out, true, true
		}
	}
	return out, false, false
}

var (
	intents   = english.Set("plan proposal offer idea bid roadmap blueprint report paper draft package motion outline")
	smallest  = english.Set("cent penny dime rupee dollar euro krone peso pound yen inch")
	lossNouns = english.Set("loss profit deficit shortfall damage fine penalty earnings revenue turnover surplus debt result cut increase rise fall")
	assent    = english.Set("consent approval blessing assent agreement backing go-ahead light nod")
	deals     = english.Set("merger takeover deal sale bid acquisition purchase loan")
	ownShare  = english.Set("pledge contribution share commitment payment charge fee funding aid support target subsidy subscription stake rate")
	costNouns = english.Set("cost costs bill expense expenses shortfall gap deficit share loss price damage wages salary part half rest remainder balance")
)

// hasSum says whether a noun phrase is a sum or holds one: "$5m", "a fund of 14 million pounds".
func hasSum(p *english.Parsed, i int) bool {
	return english.Amount(p.TokenSpan(p.Phrases[i].Start, p.Phrases[i].End)) != ""
}

// startsWithSum says whether a noun phrase is a sum of money itself.
func startsWithSum(p *english.Parsed, i int) bool {
	return english.HasSum(p.Tokens[p.Phrases[i].Start:p.Phrases[i].End]) && hasSum(p, i) && p.Tokens[p.Phrases[i].Start].Tag != "PRP$"
}

// actAt says whether the verb of a group names something one can undertake: by itself, or since it takes on a cost, as
// in "cover the bill".
func actAt(p *english.Parsed, i int) bool {
	v := p.Phrases[i].Verb
	switch v.Lemma {
	case "cover", "meet", "bear", "fill", "carry":
		j := i + 1
		for p.QuoteOrAdverb(j) {
			j++
		}
		if p.KindAt(j) == english.NounPhrase && costNouns[p.HeadToken(j).Lemma] {
			return true
		}
	}
	return isAct(v.Lemma)
}

// ownAct says whether the object of backing is a text or a plan, which one may stand behind; who is backed, or somebody
// else's promise, is not what one undertakes.
func ownAct(p *english.Parsed, c english.Clause, obj int) bool {
	h := p.HeadToken(obj)
	return !Classes()["noun-pledged"][h.Lemma] && !h.Proper() && h.Tag != "PRP" && lexicon.Agentive(h.Lower) < 0.5
}

// emptyObject says whether an object denies its verb: "no troops", "nothing", "not a euro".
func emptyObject(p *english.Parsed, obj int) bool {
	if w := p.Tokens[min(p.Phrases[obj].Start+1, len(p.Tokens)-1)].Lower; w == "more" || w == "less" || w == "fewer" || w == "other" {
		return false // no more than a third
	}
	switch p.Tokens[p.Phrases[obj].Start].Lower {
	case "no", "nothing", "none", "neither":
		return true
	}
	return false
}

// unmeant says whether a modal verb compares or leaves open and asserts no act: "would rather", "would neither confirm", "will probably".
func unmeant(p *english.Parsed, c english.Clause) bool {
	ph := p.Phrases[c.Verb]
	if v := ph.Verb; v.Perfect && (v.Modal == "would" || v.Modal == "could" || v.Modal == "might") {
		return true // would have limited it
	}
	for _, t := range p.Tokens[ph.Start:ph.Head] {
		if t.Lower == "rather" || t.Lower == "sooner" || t.Lower == "neither" || t.Lower == "likely" || t.Lower == "probably" || t.Lower == "presumably" || t.Lower == "inevitably" {
			return true
		}
	}
	return c.Link == "nor"
}

// underWay judges the present progressive of giving and sending, by which news tells of what is decided: "is lending two
// ships". Without a figure or a thing that can be handed over it may tell of anything.
func underWay(p *english.Parsed, c english.Clause, m Mood, neg bool) (Predicate, bool) {
	v := p.VerbOf(c)
	if !v.Progressive || v.Modal != "" || v.Passive || v.Perfect || v.Past && !m.Backshift || p.Tokens[p.Phrases[c.Verb].Start].Lower == "been" {
		return Predicate{}, false
	}
	obj := p.ObjectOf(c)
	if obj < 0 || !(Classes()["pays"][v.Lemma] || Classes()["hands"][v.Lemma]) {
		return Predicate{}, false
	}
	h := p.HeadToken(obj)
	counted := false
	for _, t := range p.Tokens[p.Phrases[obj].Start:p.Phrases[obj].End] {
		counted = counted || t.Tag == "CD" || neg && smallest[t.Lower]
	}
	thing := lexicon.Is(h.Lower, lexicon.Noun, lexicon.NounArtifact, lexicon.NounPossession) > 0.5 || Classes()["forces"][h.Lemma]
	if !counted && !thing || tellsWhen(p, obj) || h.Tag == "PRP" {
		return Predicate{}, false
	}
	out := Predicate{Agent: -1, From: p.Phrases[c.Verb].Head, Stance: Pledged}
	if neg {
		out.Stance = Declined
	}
	return out, true
}

// wishes judges "wants to give $5m", "would like to send ships", "wants the fee halved": what somebody wants is put forward,
// not promised.
func wishes(p *english.Parsed, c english.Clause, next int, m Mood, neg bool) (Predicate, bool) {
	v := p.VerbOf(c)
	wish := v.Lemma == "want" && v.Modal == "" || v.Lemma == "like" && v.Modal == "would"
	if !wish || v.Passive || v.Past && !m.Backshift {
		return Predicate{}, false // wanted to, once
	}
	out := Predicate{Agent: -1, Stance: Proposed}
	if neg {
		out.Stance = Declined
	}
	switch {
	case p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && !p.Phrases[next].Verb.Passive && actAt(p, next):
		out.From = p.VerbStart(p.Phrases[next])
		return out, v.Lemma == "want" || !neg
	case p.KindAt(next) == english.NounPhrase && p.HeadToken(next).Tag != "PRP" && !neg:
		j := next + 1
		for p.KindAt(j) == english.Preposition && p.KindAt(j+1) == english.NounPhrase {
			j += 2
		}
		if h := p.HeadToken(next).Lower; h == "cut" && p.KindAt(next+1) == english.Preposition && p.HeadToken(next+1).Lower == "by" {
			out.From = p.Phrases[next].Start // wants the budget cut by a third
			return out, true
		}
		if p.KindAt(j) == english.VerbPhrase && (p.Phrases[j].Verb.Participle || p.Phrases[j].Verb.Infinitive && (p.Phrases[j].Verb.Passive || actAt(p, j))) && j < c.End {
			out.From = p.Phrases[next].Start
			return out, true
		}
	}
	return out, false
}

// pays judges a sum that is put in: "put in $1 billion", "is putting $1 billion into".
func pays(p *english.Parsed, k int, m Mood, neg bool) (Predicate, bool) {
	c := p.Clauses[k]
	v := p.VerbOf(c)
	comes := (v.Lemma == "come" || v.Lemma == "weigh" || v.Lemma == "step" || v.Lemma == "chip") && v.Particle != ""
	if !comes && !VerbIs(p, c.Verb, "pays") {
		return Predicate{}, false
	}
	obj := p.ObjectOf(c)
	if comes { // will come in with $5m
		if obj = -1; p.KindAt(c.Verb+1) == english.Preposition && p.HeadToken(c.Verb+1).Lower == "with" && p.KindAt(c.Verb+2) == english.NounPhrase {
			obj = c.Verb + 2
		}
	}
	if obj < 0 && p.KindAt(c.Verb+1) == english.Preposition && p.KindAt(c.Verb+2) == english.NounPhrase && p.Tokens[p.Phrases[c.Verb+1].Start].Lower == "in" {
		obj = c.Verb + 2 // put in $5m
	}
	if obj < 0 || !english.HasSum(p.Tokens[p.Phrases[obj].Start:p.Phrases[obj].End]) {
		return Predicate{}, false
	}
	out := Predicate{Agent: -1, Stance: Pledged, From: p.Phrases[c.Verb].Head}
	switch v.Modal {
	case "", "will", "shall":
	case "would":
		if !m.Backshift {
			out.Stance = Proposed
		}
	case "may", "might", "could":
		out.Stance = Undecided
	default:
		return out, false
	}
	if neg {
		out.Stance = Declined
	}
	if v.Modal == "" && v.Past && !comes && v.Lemma != "put" && v.Lemma != "commit" && v.Lemma != "release" && v.Lemma != "contribute" && v.Lemma != "add" && v.Lemma != "invest" {
		return out, false // provided $28.9bn in 2022: a report of what was done
	}
	return out, true
}

// percent says whether a rate stands after the verb of a clause: what bargainers put to each other.
func percent(p *english.Parsed, c english.Clause) bool {
	for _, t := range p.Tokens[p.Phrases[c.Verb].End:p.Phrases[c.End-1].End] {
		if t.Lower == "percent" || t.Lower == "%" || t.Lower == "pc" || strings.HasSuffix(t.Lower, "%") {
			return true
		}
	}
	return false
}
