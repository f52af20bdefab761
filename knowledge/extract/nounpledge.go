package extract

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// possessed finds undertakings named by a noun: "its willingness to act", "the minister's refusal to sign".
func (s *sentence) possessed() []Report {
	var out []Report
	for j, ph := range s.p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		if rep, ok := s.promiseThat(j); ok {
			out = append(out, rep)
		}
		if s.p.KindAt(j+1) != english.VerbPhrase || !s.p.Phrases[j+1].Verb.Infinitive {
			continue
		}
		head := s.p.Tokens[ph.Head]
		var firm stance.Stance
		for _, class := range []string{"noun-ready", "noun-declined", "noun-pledged"} {
			if stance.Classes()[class][head.Lemma] {
				firm = stance.OfClass[class]
			}
		}
		if firm == stance.Pledged && s.broken(j) {
			firm = stance.Declined // went back on its promise to pay
		}
		if firm == "" || head.Lemma == "decision" || head.Lemma == "agreement" {
			continue
		}
		if k := s.clauseOf(j); k >= 0 && (s.vetoed(k) || stance.VerbIs(s.p, s.p.Clauses[k].Verb, "light")) {
			continue
		}
		var owner parties.Party
		toks := s.p.Tokens[ph.Start:ph.End]
		switch {
		case toks[0].Tag == "PRP$":
			owner = s.ownerBefore(j, possessor[toks[0].Lower])
		default:
			for t := len(toks) - 1; t > 0; t-- {
				if toks[t].Tag == "POS" {
					owner = s.r.partyOf(s.p, english.Phrase{Kind: english.NounPhrase, Start: ph.Start, End: ph.Start + t, Head: ph.Start + t - 1}, nil)
					break
				}
			}
		}
		if !owner.Known() {
			continue
		}
		k := s.clauseOf(j)
		end := len(s.p.Phrases)
		if k >= 0 {
			end = s.p.Clauses[k].End
			// the infinitive of a subject ends before the verb
			if j < s.p.Clauses[k].Verb {
				end = s.p.Clauses[k].Verb
			}
		}
		end = s.cutTail(j+2, end)
		rep := Report{Passage: s.passage, Actors: []parties.Party{owner}, Stance: firm, Undertaking: tidy(s.p.TokenSpan(s.p.VerbStart(s.p.Phrases[j+1]), s.p.Phrases[max(end-1, j+1)].End))}
		if k >= 0 {
			rep.SaidBy = s.saidBy(k)
		}
		rep.Amount, rep.Deadline = english.Amount(rep.Undertaking), english.Deadline(rep.Undertaking)
		if rep.SaidBy.Key == "" && rep.SaidBy.Name == "" && k >= 0 {
			// "he thanked X for its willingness": he is who tells of it
			if ps := s.subjects(k); len(ps) == 1 && ps[0].Key != owner.Key {
				rep.SaidBy = ps[0]
			}
		}
		out = append(out, rep)
	}
	return out
}

// offered finds undertakings named by a noun with its sum: "a ministry offer of 4.5 percent", "Norway's pledge of $3bn".
func (s *sentence) offered() []Report {
	var out []Report
	for _, ph := range s.p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		toks := s.p.Tokens[ph.Start:ph.End]
		for i, t := range toks {
			if i == 0 || t.Lower != "of" && t.Lower != "worth" {
				continue
			}
			var firm stance.Stance
			switch toks[i-1].Lemma {
			case "offer", "bid", "proposal":
				firm = stance.Proposed
			case "pledge", "promise", "commitment":
				firm = stance.Pledged
			default:
				continue
			}
			rest := english.JoinTokens(toks[i+1:])
			if english.Amount(rest) == "" {
				continue
			}
			// whose it is stands before the noun: a possessive, a state, a name
			whose := toks[:i-1]
			if n := len(whose); n > 0 && whose[n-1].Tag == "POS" {
				whose = whose[:n-1]
			}
			for len(whose) > 0 && (strings.HasPrefix(whose[len(whose)-1].Tag, "JJ") && !parties.IsPlace(whose[len(whose)-1]) || whose[len(whose)-1].Tag == "VBN") {
				whose = whose[:len(whose)-1]
			}
			if len(whose) == 0 {
				continue
			}
			start := ph.Start
			owner := s.r.partyOf(s.p, english.Phrase{Kind: english.NounPhrase, Start: start, End: start + len(whose), Head: start + len(whose) - 1}, nil)
			if pl, _, ok := parties.PlaceIn(whose); !owner.Known() && ok {
				owner = parties.Party{Key: pl.Code, Name: pl.Name}
			}
			if !owner.Known() {
				continue
			}
			out = append(out, Report{Passage: s.passage, Actors: []parties.Party{owner}, Stance: firm, Undertaking: rest, Amount: english.Amount(rest), Deadline: english.Deadline(rest)})
			break
		}
	}
	return out
}

// ownerBefore resolves a possessive: the nearest party before it that fits.
func (s *sentence) ownerBefore(phrase int, pronoun string) parties.Party {
	var before []parties.Party
	for j := 0; j < phrase; j++ {
		if s.parties[j].Known() && !s.p.IsPronoun(s.p.Phrases[j]) {
			before = append(before, s.parties[j])
		}
	}
	return s.r.pronoun(pronoun, before)
}

// broken says whether the promise that noun phrase j names is told of as taken back: went back on it, broke it.
func (s *sentence) broken(j int) bool {
	k := s.clauseOf(j)
	if k < 0 {
		return false
	}
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if v.Negated {
		return false
	}
	if breaks[v.Lemma] || v.Lemma == "go" && v.Particle == "back" || v.Lemma == "back" && v.Particle != "" {
		return true
	}
	return v.Lemma == "walk" && v.Particle == "away"
}

var breaks = english.Set("break renege abandon drop withdraw scrap retract rescind breach dishonour dishonor violate cancel shelve ditch")

// promiseThat finds "the mayor's promise that fares would not rise": the clause is what is promised.
func (s *sentence) promiseThat(j int) (Report, bool) {
	head := s.p.HeadToken(j).Lemma
	if !stance.Classes()["noun-pledged"][head] && head != "word" || head == "decision" || head == "agreement" || s.p.KindAt(j+1) != english.Subordinator || s.p.HeadToken(j+1).Lower != "that" {
		return Report{}, false
	}
	owner := s.owner(j)
	if q := s.clauseOf(j); q >= 0 && j > s.p.Clauses[q].Verb && (!owner.Known() || s.p.Tokens[s.p.Phrases[j].Start].Tag == "PRP$") {
		// "gave an assurance that", "repeats her promise that": whoever gives it
		if v := s.p.VerbOf(s.p.Clauses[q]); stance.VerbIs(s.p, s.p.Clauses[q].Verb, "light") && v.Modal == "" && !v.Negated && v.Lemma != "have" {
			if ps := s.subjects(q); len(ps) > 0 {
				owner = parties.Join(ps)
			}
		} else if !owner.Known() {
			return Report{}, false
		}
	}
	if !owner.Known() {
		return Report{}, false
	}
	for k, d := range s.p.Clauses {
		if d.Start != j+1 {
			continue
		}
		end := d.End
		for q, c := range s.p.Clauses { // the verb of the sentence stands after the clause
			if q != k && c.Verb > d.Verb && len(c.Subjects) > 0 && c.Subjects[0] <= j+1 {
				end = min(end, c.Verb)
			}
		}
		rep := Report{Passage: s.passage, Actors: []parties.Party{owner}, Stance: stance.Pledged}
		if s.broken(j) {
			rep.Stance = stance.Declined
		}
		rep.Undertaking = tidy(s.p.Span(j+2, max(s.cutTail(d.Verb+1, end), d.Verb+1)))
		rep.Amount, rep.Deadline = english.Amount(rep.Undertaking), english.Deadline(rep.Undertaking)
		return rep, substantial(rep.Undertaking)
	}
	return Report{}, false
}
