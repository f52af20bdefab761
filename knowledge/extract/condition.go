package extract

import (
	"cmp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

// conditional subordinators; those in the second set are conditions only when they look ahead.
var (
	ifLinks   = english.Set("if unless provided")
	whenLinks = english.Set("once until when after before")
	ifPhrases = map[string]bool{"only if": true, "only once": true, "only when": true, "only after": true, "provided that": true, "on condition that": true,
		"as long as": true, "so long as": true, "in case": true, "as soon as": true, "even if": false, "so that": false, "should": true, "were": true}
	conditionPreps = map[string]bool{"in case of": true, "on condition of": true, "in the event of": true, "subject to": true, "after": true, "following": true, "upon": true, "pending": true,
		"as part of": true, "in exchange for": true, "in return for": true, "until": true, "before": true, "under": false}
	pastEvents = english.Set(`talk meeting summit call visit speech vote election week month year day night hour conference session decade weekend criticism pressure
		question report attack failure resistance ceremony consultation round resolution`)
)

// condition finds on what clause k depends, as a run of phrases; -1 when on nothing that is said.
func (s *sentence) condition(k int) (from, end int) {
	c := s.p.Clauses[k]
	for q, d := range s.p.Clauses {
		if d.Kind != english.Adverbial || q == k || !s.isCondition(d) {
			continue
		}
		hangs := d.Parent == k || d.Parent >= 0 && s.p.Clauses[d.Parent].Report || q < k && d.Parent < 0 || s.hangsOn(q, k)
		if hangs && !s.hangsOnLater(q, k) {
			end := d.End
			// conditions joined by "and" go together
			for n := q + 1; n < len(s.p.Clauses) && s.p.Clauses[n].Kind == english.Adverbial && s.p.Clauses[n].Link == "and"; n++ {
				end = s.p.Clauses[n].End
			}
			return d.Start, s.cutTail(d.Verb+1, end)
		}
	}
	left := c.Start
	// what stands before "and" with a subject after it belongs to the clause before
	own := len(c.Subjects) > 0 && c.Subjects[0] >= c.Start
	for left > 0 && !(own && s.p.Phrases[left-1].Kind == english.Conjunction) && s.p.Phrases[left-1].Kind != english.Stop && s.p.Phrases[left-1].Kind != english.Subordinator && !(s.p.Phrases[left-1].Kind == english.VerbPhrase && s.p.Phrases[left-1].Verb.Finite()) {
		left--
	}
	for j := left; j < c.End; j++ {
		ph := s.p.Phrases[j]
		word := strings.ToLower(s.p.Span(j, j+1))
		isVerbPrep := ph.Kind == english.VerbPhrase && word == "following"
		if ph.Kind != english.Preposition && !isVerbPrep || !conditionPreps[word] {
			continue
		}
		n := j + 1
		if s.p.KindAt(n) != english.NounPhrase {
			continue
		}
		if !s.lookAhead(word, n) {
			continue
		}
		end := n + 1
		for end+1 < c.End && s.p.Phrases[end].Kind == english.Preposition && s.p.Phrases[end+1].Kind == english.NounPhrase && !conditionPreps[strings.ToLower(s.p.Span(end, end+1))] {
			end += 2
		}
		return j, end
	}
	return -1, -1
}

func (s *sentence) hangsOn(q, k int) bool {
	for n := s.p.Clauses[q].Parent; n >= 0; n = s.p.Clauses[n].Parent {
		if n == k {
			return true
		}
	}
	return false
}

// hangsOnLater says whether clause q belongs to a clause between k and it that is an undertaking of its own.
func (s *sentence) hangsOnLater(q, k int) bool {
	par := s.p.Clauses[q].Parent
	return par > k && s.p.Clauses[par].Kind == english.Main && !s.p.Clauses[par].Report
}

// isCondition says whether an adverbial clause states a condition and not what happened.
func (s *sentence) isCondition(d english.Clause) bool {
	link := strings.ToLower(d.Link)
	v := s.p.VerbOf(d)
	if yes, ok := ifPhrases[link]; ok {
		// who speaks on condition that they are not named sets none
		return yes && !(link == "on condition that" && (v.Lemma == "name" || v.Lemma == "identify" || v.Lemma == "quote"))
	}
	switch {
	case ifLinks[link]:
		return true
	case whenLinks[link]:
		return !v.Past && !(v.Perfect && s.p.Tokens[s.p.Phrases[d.Verb].Start].Lower == "had")
	}
	return false
}

// lookAhead says whether the noun phrase after a preposition names something that has not happened.
func (s *sentence) lookAhead(prep string, n int) bool {
	ph := s.p.Phrases[n]
	head := s.p.Tokens[ph.Head]
	if english.TimeWord(head.Lower) || head.Tag == "CD" || head.Lower == "anonymity" {
		return false
	}
	switch prep {
	case "in case of", "on condition of", "in the event of", "subject to", "pending", "in exchange for", "in return for":
		return true
	case "as part of":
		return english.HasWord(s.p.Tokens[ph.Start:ph.End], "any", "future", "eventual", "possible", "potential")
	}
	if pastEvents[head.Lemma] || head.Proper() || s.parties[n].Known() {
		return false
	}
	first := s.p.Tokens[ph.Start].Lower
	if first == "the" || first == "this" || first == "that" || first == "these" || first == "its" || first == "his" || first == "their" || first == "her" {
		return english.HasWord(s.p.Tokens[ph.Start:ph.End], "eventual", "future", "possible")
	}
	return lexicon.Is(head.Lower, lexicon.Noun, lexicon.NounTime) < 0.5
}

// conditionSentences are opened by these: "The prerequisite is …", "The money comes with strings."
var conditionHeads = english.Set("prerequisite condition precondition string strings proviso requirement caveat")

// addConditions gives an undertaking the conditions that the sentences right after it state by themselves.
func (r *reader) addConditions(reps []Report) []Report {
	r.stringsAttached(reps)
	for i := range reps {
		rep := &reps[i]
		if rep.Stance == "" || rep.Stance == stance.Declined || rep.Stance == stance.Signed {
			continue
		}
		last := rep.Passage
		for n := last + 1; n < len(r.passages) && n <= last+3; n++ {
			if r.passages[n].Paragraph > r.passages[rep.Passage].Paragraph+1 {
				break
			}
			words, ok := r.statesCondition(n, *rep)
			if !ok {
				continue
			}
			if rep.Condition == "" {
				rep.Condition = words
			} else if !strings.Contains(rep.Condition, words) && len(rep.Condition) < 160 {
				rep.Condition += "; " + words
			}
			rep.Also = append(rep.Also, n)
		}
	}
	return reps
}

// stringsAttached finds "the money comes with strings" and gives the sentence after it to the last undertaking of the
// party that it names.
func (r *reader) stringsAttached(reps []Report) {
	for n := 0; n+1 < len(r.passages); n++ {
		p, next := r.parsed[n], r.parsed[n+1]
		if p == nil || next == nil {
			continue
		}
		low := strings.ToLower(p.Text)
		if !strings.Contains(low, "with strings") && !strings.Contains(low, "strings attached") && !strings.Contains(low, "comes with conditions") && !strings.Contains(low, "come with conditions") {
			continue
		}
		text := english.Fold(next.Text)
		for i := len(reps) - 1; i >= 0; i-- {
			rep := &reps[i]
			if rep.Passage >= n || rep.Stance != stance.Pledged && rep.Stance != stance.Ready && rep.Stance != stance.Proposed || len(rep.Actors) != 1 || !namedIn(text, rep.Actors[0]) {
				continue
			}
			rep.Condition = cmp.Or(rep.Condition, strings.TrimRight(next.Text, "."))
			rep.Also = append(rep.Also, n+1)
			break
		}
	}
}

// statesCondition judges a sentence that follows an undertaking: it names a condition, leaves the decision to somebody,
// or sets a bound on what the same party gives.
func (r *reader) statesCondition(n int, rep Report) (string, bool) {
	p := r.parsed[n]
	if p == nil || len(p.Clauses) == 0 {
		return "", false
	}
	text := r.article.Text[r.passages[n].Start:r.passages[n].End]
	if !r.sameParty(n, rep) {
		return "", false
	}
	for _, c := range p.Clauses {
		if len(c.Subjects) == 0 {
			continue
		}
		head := p.HeadToken(c.Subjects[0])
		v := p.VerbOf(c)
		if conditionHeads[head.Lemma] && v.Lemma == "be" && !v.Negated {
			return tidy(p.Span(c.Subjects[0], c.End)), true
		}
		if head.Lemma == "decision" && v.Lemma == "be" && (v.Particle == "up" || strings.Contains(p.Span(c.Verb, c.End), "up to")) {
			return tidy(p.Span(c.Subjects[0], c.End)), true
		}
	}
	// "I will only make proposals once there is …": the same speaker narrows it down
	low := " " + strings.ToLower(text) + " "
	if strings.Contains(low, " only ") && (strings.Contains(low, " once ") || strings.Contains(low, " if ") || strings.Contains(low, " when ") || strings.Contains(low, " after ")) && sameSpeaker(p, rep) {
		for _, link := range []string{" once ", " if ", " when ", " after "} {
			if i := strings.Index(low, link); i >= 0 {
				words := strings.TrimRight(text[i:], ` .”"'`)
				if j := strings.IndexAny(words, "”\""); j > 0 {
					words = words[:j]
				}
				return tidy(words), true
			}
		}
	}
	return "", false
}

// sameParty says whether a sentence is said by the party of an undertaking, or by who spoke for it, or names it.
func (r *reader) sameParty(n int, rep Report) bool {
	sp := r.speakers[n]
	for _, a := range append(slices.Clone(rep.Actors), rep.SaidBy) {
		if a.Key != "" && sp.Key == a.Key {
			return true
		}
	}
	text := english.Fold(r.parsed[n].Text)
	for _, a := range rep.Actors {
		if namedIn(text, a) && (strings.Contains(a.Name, " ") || english.IsCapital(a.Name)) {
			return true // "the fund" may be any
		}
	}
	return false
}

// sameSpeaker says whether a sentence's first words can be those of the report's party: I, we, he, she, it.
func sameSpeaker(p *english.Parsed, rep Report) bool {
	for _, c := range p.Clauses {
		if len(c.Subjects) > 0 && p.IsPronoun(p.Phrases[c.Subjects[0]]) {
			return true
		}
	}
	return false
}
