package gate

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

// stances gives what the words of a clause can mean as an undertaking of its Actor's; 0 where they say nothing of one.
func (a act) stances() stanceSet {
	p := a.use.source.parse()
	if a.aside >= 0 {
		return a.besides(p)
	}
	c := p.Clauses[a.clause]
	v := p.VerbOf(c)
	negated := v.Negated
	if len(c.Subjects) > 0 {
		negated = negated || noneWords[p.Tokens[p.Phrases[c.Subjects[0]].Start].Lower]
	}
	if len(c.Subjects) == 1 && v.Modal == "" { // "Norland's refusal to pay caused …"
		if set := nounStances(p.HeadToken(c.Subjects[0])); set != 0 {
			return set
		}
	}
	word, at := cue(p, c, a.clause)
	if at > c.Verb && p.Phrases[at].Kind == english.VerbPhrase {
		for t := p.Phrases[c.Verb].End; t < p.Phrases[at].Head; t++ {
			negated = negated || p.Tokens[t].Lower == "not" || p.Tokens[t].Lower == "never"
		}
	} else if at > c.Verb && p.Phrases[at].Kind == english.NounPhrase {
		negated = negated || noneWords[p.Tokens[p.Phrases[at].Start].Lower]
	} else if p.KindAt(c.Verb+1) == english.NounPhrase {
		negated = negated || noneWords[p.Tokens[p.Phrases[c.Verb+1].Start].Lower]
	}
	if v.Modal == "would" && p.Speaker(a.clause) >= 0 && !c.Quoted {
		v.Modal = "will" // as it was said
	}
	if negated && at >= 0 && p.Phrases[at].Verb.Lemma == "rule" {
		return stancesOf(stance.Undecided) // not ruled out
	}
	set := temper(word, v, negated, at >= 0 && p.Phrases[at].Kind == english.Adjective,
		v.Lemma == "be" && p.KindAt(c.Verb+1) == english.VerbPhrase && p.Phrases[c.Verb+1].Verb.Infinitive)
	if strings.Contains(p.Span(c.Verb, max(c.End, c.Verb+1)), " in principle") {
		set |= stancesOf(stance.Ready)
	}
	return set
}

var noneWords = english.Set("no none nobody neither few")

// cue finds the first word of a clause that tells a stance: its verb, a predicate adjective, a noun with an infinitive or
// after a light verb, or a verb that depends on it. at is its phrase; -1 for none.
func cue(p *english.Parsed, c english.Clause, k int) (set stanceSet, at int) {
	end := max(c.End, c.Verb+1)
	for q, d := range p.Clauses { // a clause inside has its own words
		if q != k && d.Start > c.Verb && d.Start < end {
			end = d.Start
		}
	}
	light := stance.VerbIs(p, c.Verb, "light")
	for i := c.Verb; i < end && i < len(p.Phrases); i++ {
		ph := p.Phrases[i]
		switch ph.Kind {
		case english.VerbPhrase:
			for class, s := range stance.OfClass {
				if !strings.Contains(class, "-") && stance.VerbIs(p, i, class) || strings.HasPrefix(class, "adj-") && stance.Classes()[class][p.HeadToken(i).Lower] && ph.Verb.Passive {
					set |= stancesOf(s)
				}
			}
			if set == 0 && stance.VerbIs(p, i, "pays") && english.HasSum(p.Tokens[ph.Start:p.Phrases[end-1].End]) {
				set = stancesOf(stance.Pledged)
			}
		case english.Adjective, english.Preposition:
			for class, s := range stance.OfClass {
				if strings.HasPrefix(class, "adj-") && stance.Classes()[class][p.HeadToken(i).Lower] {
					set |= stancesOf(s)
				}
			}
		case english.NounPhrase:
			if light && i == c.Verb+1 || p.KindAt(i+1) == english.VerbPhrase && p.Phrases[i+1].Verb.Infinitive {
				set |= nounStances(p.HeadToken(i))
			}
		case english.Comma, english.Break:
			if i > c.Verb+4 {
				return set, -1
			}
		}
		if set != 0 {
			return set, i
		}
	}
	return set, -1
}

func nounStances(t english.Token) stanceSet {
	var set stanceSet
	for class, s := range stance.OfClass {
		if strings.HasPrefix(class, "noun-") && stance.Classes()[class][t.Lemma] {
			set |= stancesOf(s)
		}
	}
	if t.Lemma == "offer" {
		set |= stancesOf(stance.Proposed) // a bid as well as a readiness
	}
	return set
}

// besides gives the stances of who is named beside a clause: what it is said to lead or give is proposed, unless a noun
// says more: "Norland's promise".
func (a act) besides(p *english.Parsed) stanceSet {
	set := stancesOf(stance.Proposed)
	for _, t := range p.Tokens[p.Phrases[a.aside].Start:p.Phrases[a.aside].End] {
		if t.Noun() {
			set |= nounStances(t)
		}
	}
	return set
}

// temper gives what stances are left of those that the words name, under a modal and a negation.
func temper(word stanceSet, v english.VerbGroup, negated, adjective, future bool) stanceSet {
	if negated {
		switch {
		case word != 0 && word&^stancesOf(stance.Declined, stance.Undecided) == 0:
			if v.Modal == "will" || v.Modal == "would" {
				return stancesOf(stance.Ready, stance.Pledged, stance.Undecided)
			}
			if word.has(stance.Undecided) {
				return stancesOf(stance.Declined)
			}
			return stancesOf(stance.Undecided, stance.Ready)
		case v.Modal == "will" || v.Modal == "shall":
			return stancesOf(stance.Declined)
		}
		return stancesOf(stance.Declined, stance.Undecided)
	}
	switch v.Modal {
	case "may", "might", "could", "can":
		return stancesOf(stance.Undecided, stance.Proposed)
	case "would":
		if word == 0 || adjective {
			return word | stancesOf(stance.Proposed)
		}
		return word&^stancesOf(stance.Signed) | stancesOf(stance.Proposed)
	case "will", "shall":
		if adjective && word != 0 || word.has(stance.Undecided) || word == stancesOf(stance.Declined) {
			return word
		}
		return word&^stancesOf(stance.Signed) | stancesOf(stance.Pledged)
	case "should", "must", "ought":
		return stancesOf(stance.Proposed)
	}
	if word != 0 {
		return word
	}
	if future {
		return stancesOf(stance.Pledged, stance.Proposed) // is to
	}
	if lexicon.Is(v.Lemma, lexicon.Verb, lexicon.VerbStative, lexicon.VerbEmotion, lexicon.VerbCognition) >= 0.5 {
		return stancesOf(stance.Proposed, stance.Undecided) // wants, needs, is
	}
	return stancesOf(stance.Pledged, stance.Proposed, stance.Signed) // an act that is told of
}
