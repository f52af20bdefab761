package extract

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// commitments finds what the sentence says that somebody undertakes.
func (s *sentence) commitments() []Report {
	var out []Report
	text := s.p.Text
	if strings.HasSuffix(strings.TrimRight(text, `"”’' `), "?") {
		return nil
	}
	for k := range s.p.Clauses {
		for _, told := range []func(int) (Report, bool){s.denied, s.heldBack, s.announced} {
			if rep, ok := told(k); ok {
				out = append(out, rep)
			}
		}
		if s.vetoed(k) || s.capitalWithArticle(k) {
			continue
		}
		if rep, ok := s.stated(k); ok {
			out = append(out, rep)
			continue
		}
		m := s.moodOf(k)
		if d := s.decides(k); d >= 0 {
			if rep, ok := s.unsaid(k); ok {
				out = append(out, rep)
				continue
			}
		}
		pr, ok := stance.Of(s.p, k, m)
		if !ok {
			if rep, ok := s.unsaid(k); ok {
				out = append(out, rep)
			}
			continue
		}
		actors := s.subjects(k)
		if pr.Agent >= 0 {
			actors = s.agents(pr.Agent)
			if s.p.IsPronoun(s.p.Phrases[pr.Agent]) {
				continue
			}
		}
		if m := s.moodOf(k); m.TextSpeaker && pr.Stance == m.TextStance && pr.Whole && pr.Agent < 0 {
			actors = []parties.Party{s.textParty(s.p.Clauses[s.p.Speaker(k)].Subjects[0])}
		} else if len(actors) == 0 && pr.Agent < 0 && pr.Stance == stance.Proposed && len(s.p.Clauses[k].Subjects) > 0 && stance.IsText(s.p.HeadToken(s.p.Clauses[k].Subjects[0])) {
			actors = []parties.Party{s.textParty(s.p.Clauses[k].Subjects[0])}
		}
		if by := s.saidBy(k); m.NegSubject && pr.Stance == stance.Declined && pr.Agent < 0 && by.For != "" && len(actors) == 1 && parties.IsState(by.Key) && !parties.IsState(actors[0].Key) {
			pr.Whole, actors = true, []parties.Party{by} // no foreigner will enter, the minister said
		} else if m.NegSubject && by == s.r.voice[s.passage] && by.Known() && pr.Stance == stance.Declined {
			pr.Whole, actors = true, []parties.Party{by}
		}
		if v := s.r.voice[s.passage]; v.Known() && len(actors) == 1 && actors[0].Key != v.Key && actors[0].Person == "" && actors[0].For == "" && isPerson(actors[0]) && pr.Stance == stance.Pledged {
			continue // "the judge will do his work": what a speaker foretells of another
		}
		actors = s.acting(k, pr, actors)
		if len(actors) == 0 {
			continue
		}
		rep := Report{Passage: s.passage, Actors: actors, Stance: pr.Stance, SaidBy: s.saidBy(k)}
		s.fill(&rep, k, pr)
		if !substantial(rep.Undertaking) && pr.Object == 0 && pr.Child == 0 {
			// "will not be joining them": the verb says more than its object
			pr.From = s.p.Phrases[s.p.Clauses[k].Verb].Head
			s.fill(&rep, k, pr)
		}
		if verb := s.p.Phrases[s.p.Clauses[k].Verb]; strings.HasPrefix(rep.Undertaking, "by ") && verb.Verb.Passive {
			pr.From = verb.Head // will not be bound by it
			s.fill(&rep, k, pr)
		} else if strings.EqualFold(rep.Undertaking, "voted") && rep.Stance == stance.Declined {
			rep.Undertaking = "voted against"
		}
		if rest, ok := strings.CutPrefix(rep.Undertaking, "no "); ok && rep.Stance == stance.Declined && len(strings.Fields(rest)) > 1 && !strings.HasPrefix(rest, "more ") && !strings.HasPrefix(rest, "less ") {
			rep.Undertaking = rest // what is declined is the money of "no money"
		}
		if rest, ok := strings.CutPrefix(rep.Undertaking, "to "); ok && (rep.Stance == stance.Declined || rep.Stance == stance.Undecided) {
			rep.Undertaking = rest // opposed to the sale
		}
		if rep.Stance == stance.Pledged && m.Conditional && english.HasWord(s.p.Tokens[s.p.Phrases[s.p.Clauses[k].Verb].Start:s.p.Phrases[s.p.Clauses[k].Verb].End], "only") {
			rep.Stance = stance.Ready // will only vote for it if
		}
		if !substantial(rep.Undertaking) || !readable(rep.Undertaking) || pr.From == s.p.Phrases[s.p.Clauses[k].Verb].Head && bare(rep.Undertaking) {
			continue
		}
		if f := strings.Fields(rep.Undertaking); len(f) <= 3 && vague[strings.Trim(strings.ToLower(f[len(f)-1]), `.,"“”`)] && rep.Stance != stance.Declined && rep.Stance != stance.Undecided {
			continue // "concrete commitments": a promise to promise
		}
		rep.Also = s.resting(k, pr, actors)
		more := s.gapped(&rep, k)
		out = append(append(out, rep), more...)
	}
	out = append(out, s.told()...)
	out = append(out, s.possessed()...)
	out = append(out, s.led()...)
	out = append(out, s.offered()...)
	return longest(out)
}

// unsaid finds who leaves open whether they will: "could not say if it would sign", "would not say whether", "has taken
// no position".
func (s *sentence) unsaid(k int) (Report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	rep := Report{Passage: s.passage, Stance: stance.Undecided, SaidBy: s.saidBy(k)}
	if v.Negated && (v.Lemma == "say" || v.Lemma == "decide" || v.Lemma == "disclose" || v.Lemma == "confirm" || v.Lemma == "know") {
		for _, d := range s.p.Clauses[k+1:] {
			if d.Parent == k && (d.Link == "whether" || d.Link == "if" || d.Link == "how" || d.Link == "when") && len(d.Subjects) > 0 {
				rep.Actors = s.subjects(k)
				rep.Undertaking = tidy(s.p.Span(d.Start, d.End))
				return rep, len(rep.Actors) > 0 && s.p.IsPronoun(s.p.Phrases[d.Subjects[0]])
			}
		}
	}
	if d := s.decides(k); d >= 0 && len(s.subjects(k)) > 0 {
		rep.Actors = s.subjects(k)
		rep.Undertaking = tidy(s.p.Span(d, max(s.cutTail(d+1, c.End), d+1)))
		for _, q := range s.p.Clauses { // the question is a clause
			if q.Start == d {
				rep.Undertaking = tidy(s.p.Span(d, max(s.cutTail(q.Verb+1, q.End), q.Verb+1)))
			}
		}
		rep.Deadline = english.Deadline(s.p.Span(c.Verb, c.End))
		return rep, true
	}
	if v.Negated && v.Lemma == "decide" && v.Modal == "" && !v.Passive && !s.p.InfinitiveAt(c.Verb+1) {
		rep.Actors = s.subjects(k)
		rep.Undertaking = tidy(s.p.Span(c.Verb, c.End))
		return rep, len(rep.Actors) > 0
	}
	if d := k + 1; (v.Lemma == "leave" || v.Lemma == "let" || v.Lemma == "keep") && v.Modal == "" && d < len(s.p.Clauses) && s.p.Clauses[d].Parent == k && s.p.Clauses[d].Link == "whether" && strings.Contains(s.p.Span(c.Verb, s.p.Clauses[d].Start), " open") {
		rep.Actors = s.subjects(k) // leaves it open whether
		rep.Undertaking = tidy(s.p.Span(s.p.Clauses[d].Start, s.p.Clauses[d].End))
		return rep, len(rep.Actors) > 0
	}
	if obj := s.p.ObjectOf(c); v.Negated && v.Lemma == "make" && obj >= 0 && s.p.HeadToken(obj).Lemma == "mind" {
		rep.Actors = s.subjects(k)
		rep.Undertaking = tidy(s.p.Span(c.Verb, c.End))
		return rep, len(rep.Actors) > 0
	}
	if obj := s.p.ObjectOf(c); obj >= 0 && (v.Lemma == "take" || v.Lemma == "have" || v.Lemma == "state" || v.Lemma == "declare") {
		switch s.p.HeadToken(obj).Lemma {
		case "position", "stance", "side", "decision":
			if v.Negated || s.p.Tokens[s.p.Phrases[obj].Start].Lower == "no" {
				rep.Actors = s.subjects(k)
				rep.Undertaking = tidy(s.p.Span(c.Verb, c.End))
				return rep, len(rep.Actors) > 0
			}
		}
	}
	return rep, false
}

// led finds who is to lead what by a compound: "a proposed U.S.-led mechanism".
func (s *sentence) led() []Report {
	var out []Report
	for j, ph := range s.p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		toks := s.p.Tokens[ph.Start:ph.End]
		if !english.HasWord(toks, "proposed", "planned", "suggested", "envisaged", "future", "possible", "potential") {
			continue
		}
		for i, t := range toks {
			if !strings.HasSuffix(t.Lower, "-led") {
				continue
			}
			if pl, _, ok := parties.PlaceIn(toks[i : i+1]); ok && pl.Country() {
				end := j + 1
				for end+1 < len(s.p.Phrases) && s.p.Phrases[end].Kind == english.Preposition && (s.p.Phrases[end+1].Kind == english.NounPhrase || s.p.Phrases[end+1].Kind == english.VerbPhrase && s.p.Phrases[end+1].Verb.Participle) {
					end += 2
				}
				out = append(out, Report{Passage: s.passage, Actors: []parties.Party{{Key: pl.Code, Name: pl.Name}}, Stance: stance.Proposed, Undertaking: "lead " + tidy(s.p.TokenSpan(ph.Start, s.p.Phrases[end-1].End))})
			}
		}
	}
	return out
}

// longest drops reports of one sentence that say less of the same: same actors, same stance, words within another's.
func longest(reps []Report) []Report {
	i := -1
	return slices.DeleteFunc(slices.Clone(reps), func(a Report) bool {
		i++
		for j, b := range reps {
			if j < i && a.Stance == b.Stance && a.Undertaking == b.Undertaking && parties.Shown(a.Actors) == parties.Shown(b.Actors) {
				return true
			}
			if a.Stance == b.Stance && len(a.Undertaking) < len(b.Undertaking) && parties.Shown(a.Actors) == parties.Shown(b.Actors) && strings.Contains(b.Undertaking, a.Undertaking) {
				return true
			}
		}
		return false
	})
}

// acting drops subjects that cannot undertake anything, and makes "none of them" and "no minister" whom they leave out.
func (s *sentence) acting(k int, pr stance.Predicate, actors []parties.Party) []parties.Party {
	out := actors[:0:0]
	if sub := s.p.Clauses[k].Subjects; len(sub) > 0 {
		if from := s.p.Phrases[sub[0]].Start; from > 0 && s.p.Tokens[from-1].Lower == "not" {
			return nil // not one country pledged soldiers
		}
	}
	for _, a := range actors {
		f := strings.Fields(english.Fold(a.Name))
		if len(f) == 0 {
			continue
		}
		switch f[0] {
		case "none", "neither", "nobody":
			if them, ok := s.ofWhom(k); ok {
				a = them
			} else {
				return nil
			}
		case "of", "same", "ours", "mine", "theirs", "yours", "gdp":
			return nil // of them
		case "last", "first", "other", "next":
			if f[len(f)-1] == "one" || f[len(f)-1] == "ones" {
				return nil
			}
		case "two", "three", "four", "several", "many", "some", "most":
			if f[len(f)-1] == "them" {
				return nil
			}
		case "no":
			if len(f) > 1 && f[1] == "other" {
				return nil
			}
			a.Name = strings.TrimSpace(a.Name[2:])
			a.Key = strings.Replace(a.Key, "group:no ", "group:", 1)
		}
		if sub := s.p.Clauses[k].Subjects; len(f) == 1 && pr.Agent < 0 && len(sub) > 0 && s.p.Tokens[s.p.Phrases[sub[0]].Start].Lower == "neither" {
			return nil // neither side
		}
		if a.Name != "" {
			out = append(out, a)
		}
	}
	// a bare number acts for nobody
	out = slices.DeleteFunc(out, func(a parties.Party) bool {
		return len(english.Quantities(a.Name)) > 0 && len(strings.Fields(a.Name)) == 1
	})
	return out
}

// ofWhom resolves "none of them", "neither of the two".
func (s *sentence) ofWhom(k int) (parties.Party, bool) {
	c := s.p.Clauses[k]
	if len(c.Subjects) == 0 {
		return parties.Party{}, false
	}
	ph := s.p.Phrases[c.Subjects[0]]
	last := s.p.Tokens[ph.End-1]
	if last.Lower == "them" || last.Lower == "these" {
		p := s.r.pronoun("they", nil)
		return p, p.Known()
	}
	return parties.Party{}, false
}

// agents gives the parties of a by-phrase or an object, with the rest of its list.
func (s *sentence) agents(phrase int) []parties.Party {
	var out []parties.Party
	for j := phrase; j < len(s.p.Phrases); j++ {
		ph := s.p.Phrases[j]
		if ph.Kind == english.NounPhrase {
			pt := s.parties[j]
			if !pt.Known() {
				break
			}
			out = append(out, pt)
			continue
		}
		if ph.Kind == english.Comma || ph.Kind == english.Conjunction {
			// only a list of parties goes on
			if j+1 < len(s.p.Phrases) && s.p.Phrases[j+1].Kind == english.NounPhrase && s.parties[j+1].Known() || j+2 < len(s.p.Phrases) && s.p.Phrases[j+1].Kind == english.Conjunction {
				if s.p.KindAt(j+2) == english.VerbPhrase && s.p.Phrases[j+2].Verb.Finite() {
					break
				}
				continue
			}
		}
		break
	}
	return out
}

// capitalWithArticle says whether a subject is a capital with an article: no capital acts by that name, so that what looks
// like its verb is a noun, as in "the Lusaka pledges".
func (s *sentence) capitalWithArticle(k int) bool {
	for _, j := range s.p.Clauses[k].Subjects {
		toks := s.p.Tokens[s.p.Phrases[j].Start:s.p.Phrases[j].End]
		if len(toks) < 2 || toks[0].Lower != "the" {
			continue
		}
		if pl, i, ok := parties.PlaceIn(toks); ok && i == 1 && pl.Form == gazetteer.Capital && !strings.EqualFold(toks[1].Text, "the") {
			return true
		}
	}
	return false
}

// gapped finds the members of a list that leave their verb out: "A put in $1bn, B $5m and C $3m".
func (s *sentence) gapped(first *Report, k int) []Report {
	if first.Amount == "" {
		return nil
	}
	var out []Report
	c := s.p.Clauses[k]
	for j := c.Verb + 2; j+1 < len(s.p.Phrases) && j < c.End; j++ {
		if k := s.p.Phrases[j].Kind; k != english.Comma && k != english.Conjunction {
			continue
		}
		a := j + 1
		if rep, ok := s.gappedName(*first, a); ok {
			if i := strings.Index(first.Undertaking, s.p.Span(a, a+1)); i > 0 {
				first.Undertaking = tidy(strings.TrimSuffix(strings.TrimRight(first.Undertaking[:i], ", "), " and"))
				first.Amount = english.Amount(first.Undertaking)
			}
			out = append(out, rep)
			continue
		}
		if s.p.KindAt(a) != english.NounPhrase || !s.parties[a].Known() {
			continue
		}
		b := a + 1
		for s.p.KindAt(b) == english.Preposition || s.p.KindAt(b) == english.Adverb {
			b++
		}
		if s.p.KindAt(b) != english.NounPhrase || !english.HasSum(s.p.Tokens[s.p.Phrases[b].Start:s.p.Phrases[b].End]) {
			// "Portugal $1 million" may be one phrase
			continue
		}
		rep := *first
		rep.Actors = []parties.Party{s.parties[a]}
		rep.Undertaking = s.p.Span(b, b+1)
		rep.Amount = english.Amount(rep.Undertaking)
		rep.Condition, rep.Also = "", nil
		out = append(out, rep)
	}
	return out
}

// resting lists the other passages a report needs: the one that names whom its pronoun means.
func (s *sentence) resting(k int, pr stance.Predicate, actors []parties.Party) []int {
	c := s.p.Clauses[k]
	if pr.Agent >= 0 || len(c.Subjects) == 0 {
		return nil
	}
	text := english.Fold(s.p.Text)
	var out []int
	for _, a := range actors {
		if namedIn(text, a) {
			continue
		}
		for i := s.passage - 1; i >= 0 && i >= s.passage-6; i-- {
			t := english.Fold(s.r.article.Text[s.r.passages[i].Start:s.r.passages[i].End])
			if namedIn(t, a) {
				if !slices.Contains(out, i) {
					out = append(out, i)
				}
				break
			}
		}
	}
	return out
}

// namedIn says whether folded text names a party, by its own name or a form of its state.
func namedIn(text string, a parties.Party) bool {
	for _, n := range []string{a.Person, a.Name, a.For} {
		if n == "" {
			continue
		}
		if strings.Contains(text, english.Fold(n)) || a.Person != "" && strings.Contains(text, parties.Surname(a.Person)) {
			return true
		}
	}
	return parties.IsState(a.Key) && parties.MentionsState(text, a.Key)
}
