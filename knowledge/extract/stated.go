package extract

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// apposition gives the party named right after a subject that only describes it: "their union, the Miners' Guild, said".
func (s *sentence) apposition(j int) (parties.Party, bool) {
	first, head := s.p.Tokens[s.p.Phrases[j].Start], s.p.HeadToken(j)
	if head.Proper() || !head.Noun() || s.p.KindAt(j+1) != english.Comma || s.p.KindAt(j+2) != english.NounPhrase || !s.p.IsMark(j+3) {
		return parties.Party{}, false
	}
	if lexicon.Agentive(head.Lower) < 0.45 && !parties.Offices[head.Lower] || first.Tag != "PRP$" && first.Tag != "DT" && !first.Proper() {
		return parties.Party{}, false
	}
	pt := s.parties[j+2]
	if !pt.Known() || !s.p.HeadToken(j+2).Proper() || head.Tag == "NNS" {
		return parties.Party{}, false
	}
	if pt.Person == "" && lexicon.Is(head.Lower, lexicon.Noun, lexicon.NounPerson) > 0.6 {
		return parties.Party{}, false // "the minister, Norway, …" is a list
	}
	return pt, true
}

// nouns that say by themselves how firm what follows "is that" or "is to" is.
var statedNouns = map[string]stance.Stance{
	"position": stance.Proposed, "demand": stance.Proposed, "proposal": stance.Proposed, "offer": stance.Proposed, "plan": stance.Proposed,
	"aim": stance.Proposed, "goal": stance.Proposed, "bid": stance.Proposed, "pledge": stance.Pledged, "promise": stance.Pledged, "commitment": stance.Pledged,
	"undertaking": stance.Pledged,
}

// stated finds what a party's own noun undertakes: "the union's demand is that …", "her plan to … has been shelved".
func (s *sentence) stated(k int) (Report, bool) {
	c := s.p.Clauses[k]
	if len(c.Subjects) != 1 || s.p.Phrases[c.Subjects[0]].Kind != english.NounPhrase || c.Kind == english.Adverbial || c.Kind == english.RelativeCl {
		return Report{}, false
	}
	subj := c.Subjects[0]
	noun, v := s.p.HeadToken(subj), s.p.VerbOf(c)
	// the noun that is owned: "Norway's offer of 300 trucks" has it as its head
	firm, ok := statedNouns[noun.Lemma]
	if !ok || v.Modal != "" || v.Negated {
		return Report{}, false
	}
	owner := s.owner(subj)
	if !owner.Known() {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, Actors: []parties.Party{owner}, SaidBy: s.saidBy(k)}
	next := c.Verb + 1
	for s.p.QuoteOrAdverb(next) {
		next++
	}
	switch {
	case v.Lemma == "be" && !v.Passive && s.p.KindAt(next) == english.VerbPhrase && s.p.Phrases[next].Verb.Infinitive:
		rep.Stance = firm
		rep.Undertaking = tidy(s.p.TokenSpan(s.p.VerbStart(s.p.Phrases[next]), s.p.Phrases[max(s.cutTail(next+1, c.End)-1, next)].End))
	case v.Lemma == "be" && !v.Passive && s.p.KindAt(next) == english.Subordinator && s.p.HeadToken(next).Lower == "that" && next+1 < c.End:
		rep.Stance = firm
		rep.Undertaking = tidy(s.p.Span(next+1, max(s.cutTail(next+2, c.End), next+2)))
	case v.Lemma == "stand" && !v.Passive && noun.Lemma != "position" && noun.Lemma != "demand" && next >= c.End:
		if rep.Stance = firm; noun.Lemma == "offer" {
			rep.Stance = stance.Ready
		}
		rep.Undertaking = tidy(s.p.Span(subj, c.End)) // the offer of 40 engineers still stands
	case v.Lemma == "be" && !v.Passive && firm == stance.Proposed && strings.HasPrefix(strings.ToLower(s.p.Span(next, c.End)), "on the table"):
		if rep.Stance = firm; noun.Lemma == "offer" {
			rep.Stance = stance.Ready
		}
		rep.Undertaking = tidy(s.p.Span(subj, c.End))
	case v.Passive && withdrawn[v.Lemma], v.Lemma == "be" && strings.HasPrefix(strings.ToLower(s.p.Span(next, c.End)), "off the table"):
		if noun.Lemma == "demand" || noun.Lemma == "aim" || noun.Lemma == "goal" || noun.Lemma == "position" {
			return Report{}, false
		}
		rep.Stance = stance.Declined
		rep.Undertaking = tidy(s.p.Span(subj, c.End))
	default:
		return Report{}, false
	}
	rep.Amount, rep.Deadline = english.Amount(rep.Undertaking), english.Deadline(rep.Undertaking)
	rep.Also = s.resting(k, stance.Predicate{Agent: -1}, rep.Actors)
	return rep, substantial(rep.Undertaking)
}

var withdrawn = english.Set("withdraw shelve drop scrap abandon cancel rescind retract bury ditch")

// owner gives whose noun phrase j is, by its possessive.
func (s *sentence) owner(j int) parties.Party {
	ph := s.p.Phrases[j]
	toks := s.p.Tokens[ph.Start:ph.End]
	if toks[0].Tag == "PRP$" {
		return s.ownerBefore(j, possessor[toks[0].Lower])
	}
	for t := len(toks) - 1; t > 0; t-- {
		if toks[t].Tag == "POS" && ph.Start+t < ph.Head {
			return s.r.partyOf(s.p, english.Phrase{Kind: english.NounPhrase, Start: ph.Start, End: ph.Start + t, Head: ph.Start + t - 1}, nil)
		}
	}
	return parties.Party{}
}

// denied finds "there will be no inquiry, the minister said": who speaks for a party rules out what is in their hands.
func (s *sentence) denied(k int) (Report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if v.Lemma != "be" || v.Modal != "will" && v.Modal != "would" || c.Verb == 0 || !strings.EqualFold(s.p.Span(c.Verb-1, c.Verb), "there") {
		return Report{}, false
	}
	obj := s.p.ObjectOf(c)
	if obj < 0 || s.vetoed(k) {
		return Report{}, false
	}
	ph := s.p.Phrases[obj]
	from := ph.Start
	if s.p.Tokens[from].Lower == "no" {
		from++
	} else if !v.Negated {
		return Report{}, false
	}
	cf, ce := s.condition(k)
	by := s.saidBy(k)
	if h := s.p.HeadToken(obj).Lower; from >= ph.End || cf < 0 && lexicon.Is(h, lexicon.Noun, lexicon.NounAct, lexicon.NounPossession, lexicon.NounCommunication) < 0.5 && s.r.voice[s.passage] != by {
		return Report{}, false // "there will be no winners" is no refusal
	}
	if pr, ok := s.r.people.Find(by.Person); !by.Known() || by.Person != "" && by.For == "" && !(ok && pr.Office) && s.r.voice[s.passage] != by {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, Actors: []parties.Party{by}, SaidBy: by, Stance: stance.Declined}
	rep.Undertaking = tidy(s.p.TokenSpan(from, s.p.Phrases[max(s.cutTail(obj+1, c.End)-1, obj)].End))
	if cf >= 0 {
		rep.Condition = s.p.Span(cf, ce)
	} else if j := c.End; s.p.Speaker(k) > k {
		// "…, the minister said, until the list is complete"
		for q, d := range s.p.Clauses {
			if q > k && d.Kind == english.Adverbial && d.Start > j && (d.Link == "until" || d.Link == "unless" || d.Link == "before") {
				rep.Condition = s.p.Span(d.Start, s.cutTail(d.Verb+1, d.End))
				break
			}
		}
	}
	return rep, substantial(rep.Undertaking)
}

// heldBack finds "not a euro of its money will move until the law is passed": a party's money waits for a condition.
func (s *sentence) heldBack(k int) (Report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if len(c.Subjects) != 1 || v.Modal != "will" && v.Modal != "would" || !moves[v.Lemma] && !stance.Classes()["pays"][v.Lemma] || v.Negated {
		return Report{}, false
	}
	subj := c.Subjects[0]
	ph := s.p.Phrases[subj]
	start := ph.Start
	if owner := s.owner(subj); v.Modal == "will" && v.Passive && owner.Known() && english.HasSum(s.p.Tokens[ph.Start:ph.End]) && stance.Classes()["pays"][v.Lemma] && !s.vetoed(k) {
		rep := Report{Passage: s.passage, Actors: []parties.Party{owner}, SaidBy: s.saidBy(k), Stance: stance.Pledged}
		s.fill(&rep, k, stance.Predicate{Agent: -1, Whole: true})
		return rep, true // Malta's €3m will be paid in March
	}
	none := s.p.Tokens[start].Lower == "none" || s.p.Tokens[start].Lower == "no"
	if start > 0 && s.p.Tokens[start-1].Lower == "not" && (s.p.Tokens[start].Lower == "a" || s.p.Tokens[start].Lower == "one") {
		none, start = true, start-1
	}
	cf, ce := s.condition(k)
	if !none || cf < 0 || english.Amount("5 "+s.p.HeadToken(subj).Lower) == "" && !english.HasWord(s.p.Tokens[ph.Start:ph.End], "money", "cash", "funds", "aid", "loan", "grant", "cent", "penny", "euro", "dollar") {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, SaidBy: s.saidBy(k), Stance: stance.Ready, Condition: s.p.Span(cf, ce)}
	if pl, _, ok := parties.PlaceIn(s.p.Tokens[ph.Start:ph.End]); ok {
		rep.Actors, rep.Stance = []parties.Party{{Key: pl.Code, Name: pl.Name}}, stance.Pledged // the money is there
	} else if rep.SaidBy.For != "" || rep.SaidBy.Known() && rep.SaidBy.Person == "" {
		rep.Actors = []parties.Party{rep.SaidBy}
	}
	rep.Undertaking = tidy(s.p.TokenSpan(start, s.p.Phrases[c.Verb].End))
	return rep, len(rep.Actors) > 0
}

var moves = english.Set("flow move go leave change be reach cross")

// announced finds what somebody promises or gives notice of in the passive: "the fund announced that $8m will be paid",
// "nobody would lose a job, he promised". Who only says such a thing may tell of others, unless they speak for a body and
// it is what such bodies do: "the gates will be opened, the minister said".
func (s *sentence) announced(k int) (Report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	sp := s.p.Speaker(k)
	own := s.r.voice[s.passage]
	if sp < 0 && !own.Known() || len(c.Subjects) == 0 || c.Kind != english.Main && c.Kind != english.Complement || c.Quoted && sp < 0 {
		return Report{}, false
	}
	modal := v.Modal
	if n := c.Verb + 1; v.Lemma == "go" && v.Progressive && modal == "" && s.p.KindAt(n) == english.VerbPhrase && s.p.Phrases[n].Verb.Infinitive {
		inf := s.p.Phrases[n].Verb
		inf.Negated = v.Negated
		v, modal = inf, "will" // is going to be poured
	}
	if !v.Passive || modal != "will" && modal != "would" {
		return Report{}, false
	}
	by := english.VerbGroup{Lemma: "say"}
	actors := []parties.Party{own}
	if sp >= 0 {
		by, actors = s.p.VerbOf(s.p.Clauses[sp]), s.subjects(sp)
	}
	if by.Negated || by.Modal != "" || by.Passive || modal == "would" && !by.Past && !by.Perfect {
		return Report{}, false
	}
	first := s.p.Tokens[s.p.Phrases[c.Subjects[0]].Start].Lower
	none := v.Negated || first == "no" || first == "nobody" || first == "none"
	switch gives := stance.Classes()["pays"][v.Lemma] || stance.Classes()["hands"][v.Lemma]; {
	case !notices[by.Lemma]:
		if len(actors) != 1 || actors[0].For == "" && actors[0] != own || !gives && !ruled[v.Lemma] || by.Lemma != "say" && by.Lemma != "write" && by.Lemma != "add" && by.Lemma != "tell" && by.Lemma != "insist" || s.parties[c.Subjects[0]].Known() && !s.p.IsPronoun(s.p.Phrases[c.Subjects[0]]) && !english.HasSum(s.p.Tokens[s.p.Phrases[c.Subjects[0]].Start:s.p.Phrases[c.Subjects[0]].End]) || s.p.IsPronoun(s.p.Phrases[c.Subjects[0]]) {
			return Report{}, false
		}
	case by.Lemma == "announce" || by.Lemma == "inform" || by.Lemma == "notify":
		if none || s.parties[c.Subjects[0]].Known() && !english.HasSum(s.p.Tokens[s.p.Phrases[c.Subjects[0]].Start:s.p.Phrases[c.Subjects[0]].End]) || !gives && v.Lemma != "make" && v.Lemma != "set" && v.Lemma != "open" {
			return Report{}, false
		}
	}
	for j := c.Verb + 1; j+1 < c.End && j < c.Verb+4; j++ {
		if s.p.KindAt(j) == english.Preposition && s.p.HeadToken(j).Lower == "by" && s.parties[j+1].Known() {
			return Report{}, false // another does it
		}
	}
	rep := Report{Passage: s.passage, Actors: actors, Stance: stance.Pledged, SaidBy: s.saidBy(k)}
	if len(rep.Actors) == 0 || sp >= 0 && stance.IsText(s.p.HeadToken(s.p.Clauses[sp].Subjects[0])) {
		return Report{}, false
	}
	s.fill(&rep, k, stance.Predicate{Agent: -1, Whole: true})
	if sp >= 0 {
		rep.Also = s.resting(sp, stance.Predicate{Agent: -1}, rep.Actors)
	}
	return rep, substantial(rep.Undertaking)
}

// ruled is what those who govern a matter do with it, in the passive.
var ruled = english.Set("open close publish touch cut raise keep extend hand return release compensate lift reopen halve double scrap freeze pour dig build fund finance widen hire dismiss")

var notices = english.Set("announce inform notify promise pledge vow assure guarantee")

// gappedName reads a phrase in which a state and its sum meet since the verb between them is left out: "A pledged 5
// million kroner and Finland 20 million euros".
func (s *sentence) gappedName(first Report, a int) (Report, bool) {
	if s.p.KindAt(a) != english.NounPhrase {
		return Report{}, false
	}
	toks := s.p.Tokens[s.p.Phrases[a].Start:s.p.Phrases[a].End]
	n := 0
	for n < len(toks) && toks[n].Tag != "CD" && toks[n].Tag != "$" {
		n++
	}
	pl, m, ok := gazetteer.Match(english.Texts(toks), 0)
	if !ok || m != n || pl.Form == gazetteer.Region || pl.Form == gazetteer.Demonym || n == len(toks) || !english.HasSum(toks[n:]) {
		return Report{}, false
	}
	rep := first
	rep.Actors = []parties.Party{{Key: pl.Code, Name: pl.Name}}
	rep.Undertaking = english.JoinTokens(toks[n:])
	rep.Amount, rep.Condition, rep.Also = english.Amount(rep.Undertaking), "", nil
	return rep, true
}
