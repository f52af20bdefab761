package extract

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// parted finds what is promised behind words that part it from its verb: "promised on Friday, in a letter that nobody had
// expected, 40 engineers".
func (s *sentence) parted(j int) (pointed, bool) {
	k := s.clauseWith(j)
	firm, ok := s.verbStance(j)
	if v := s.p.Phrases[j].Verb; k < 0 || !ok || v.Passive || !v.Finite() || s.vetoed(k) || s.p.Clauses[k].Report {
		return pointed{}, false
	}
	who := s.subjects(k)
	next, inside, gap := j+1, false, false
	for ; next < len(s.p.Phrases); next++ {
		switch ph := s.p.Phrases[next]; {
		case ph.Kind == english.Comma:
			inside, gap = !inside, true
			continue
		case ph.Kind == english.Stop, ph.Kind == english.Break, ph.Kind == english.QuoteOpen, ph.Kind == english.QuoteClose:
			return pointed{}, false
		case inside, ph.Kind == english.Adverb:
			continue
		case ph.Kind == english.Preposition && s.p.KindAt(next+1) == english.NounPhrase && s.p.IsTime(s.p.Phrases[next+1]):
			next++
			continue
		}
		break
	}
	if gap && s.p.KindAt(next-1) != english.Comma || inside || len(who) == 0 || next >= len(s.p.Phrases) {
		return pointed{}, false
	}
	ph := s.p.Phrases[next]
	start := ph.Start
	switch {
	case ph.Kind == english.VerbPhrase && ph.Verb.Infinitive:
		start = s.p.VerbStart(ph)
	case ph.Kind == english.NounPhrase && !s.p.IsPronoun(ph):
	default:
		return pointed{}, false
	}
	end := s.plainEnd(next + 1)
	if s.p.KindAt(end) != english.Stop && s.p.KindAt(end) != english.Comma {
		return pointed{}, false
	}
	return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: s.p.TokenSpan(start, s.p.Phrases[end-1].End)}, firmest: firm,
		rests: append([]int{j, end - 1}, s.p.Clauses[k].Subjects...)}, true
}

// willing finds what a party will or will not do, where that is a bare verb, or a part that it will have: "it will not contribute",
// "will be a guarantor". The rules take both for what may only be foretold. denied counts the words of the sentence that deny.
func (s *sentence) willing(k, denied int) (pointed, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	m := s.moodOf(k)
	if v.Modal != "will" && !(v.Modal == "would" && m.Backshift) || v.Passive || v.Progressive || v.Perfect || m.NegSubject || m.TextSpeaker || c.Kind == english.RelativeCl || s.vetoed(k) {
		return pointed{}, false
	}
	for class := range stance.OfClass { // of these the rules are sure: "will vote against"
		if stance.VerbIs(s.p, c.Verb, class) {
			return pointed{}, false
		}
	}
	switch obj := s.p.ObjectOf(c); {
	case obj >= 0 && v.Lemma != "be": // the rules have judged that
		return pointed{}, false
	case v.Lemma == "be":
		if obj < 0 || lexicon.Is(s.p.HeadToken(obj).Lower, lexicon.Noun, lexicon.NounPerson) < 0.5 || parties.IsPlace(s.p.HeadToken(obj)) {
			return pointed{}, false
		}
	case stance.Classes()["passive-like"][v.Lemma], lexicon.Is(v.Lemma, lexicon.Verb, lexicon.VerbStative, lexicon.VerbEmotion, lexicon.VerbCognition, lexicon.VerbChange) > 0.4:
		return pointed{}, false
	}
	firm, want := stance.Pledged, 0
	if v.Negated {
		firm, want = stance.Declined, 1
	}
	who := s.acting(k, stance.Predicate{Agent: -1}, s.subjects(k))
	if denied != want || len(who) == 0 {
		return pointed{}, false
	}
	verb := s.p.Phrases[c.Verb]
	end := s.ahead(k)
	return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: s.p.TokenSpan(verb.Head, s.p.Phrases[end-1].End)}, firmest: firm, bare: true,
		rests: append([]int{c.Verb, end - 1}, c.Subjects...)}, true
}

// refusing finds who stands against something without a word of what: "developed countries resisted", "Malta remained opposed".
func (s *sentence) refusing(k, denied int) (pointed, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	at := c.Verb
	against := stance.Classes()["declined"][v.Lemma] && !v.Passive
	if (v.Lemma == "remain" || v.Lemma == "stay" || v.Lemma == "be") && s.p.KindAt(at+1) != 0 && stance.Classes()["adj-declined"][s.p.HeadToken(at+1).Lower] {
		against, at = true, at+1
	}
	who := s.acting(k, stance.Predicate{Agent: -1}, s.subjects(k))
	next := at + 1
	for s.p.QuoteOrAdverb(next) {
		next++
	}
	if next < s.ahead(k) { // of more than that the rules are sure: "declined to comment"
		return pointed{}, false
	}
	if !against || denied > 0 || v.Modal != "" || c.Kind != english.Main || s.vetoed(k) || len(who) == 0 {
		return pointed{}, false
	}
	return pointed{rep: Report{Actors: who, Stance: stance.Declined, Undertaking: s.p.TokenSpan(s.p.Phrases[at].Head, s.p.Phrases[max(s.ahead(k)-1, at)].End)}, firmest: stance.Declined, bare: true,
		rests: append([]int{c.Verb, at}, c.Subjects...)}, true
}

// ahead gives the phrase after what the verb of clause k has with it, its condition left out.
func (s *sentence) ahead(k int) int {
	c := s.p.Clauses[k]
	end := c.End
	if from, _ := s.condition(k); from > c.Verb {
		end = min(end, from)
	}
	return max(s.cutTail(c.Verb+1, end), c.Verb+1)
}

// itself finds who binds nobody but itself: "pledged itself to the rebuilding of the quay", "bound itself to dredge the port".
func (s *sentence) itself(j int) (pointed, bool) {
	k, v := s.clauseWith(j), s.p.Phrases[j].Verb
	w := s.firstWord(j + 1)
	if k < 0 || v.Negated || v.Modal != "" || v.Passive || v.Lemma != "pledge" && v.Lemma != "bind" && v.Lemma != "commit" || s.vetoed(k) || w != "itself" && w != "himself" && w != "herself" && w != "themselves" {
		return pointed{}, false
	}
	who, next := s.subjects(k), j+2
	from := 0
	switch {
	case s.p.KindAt(next) == english.VerbPhrase && s.p.Phrases[next].Verb.Infinitive:
		from = s.p.VerbStart(s.p.Phrases[next])
	case s.firstWord(next) == "to" && s.p.KindAt(next+1) == english.NounPhrase:
		next++
		from = s.p.Phrases[next].Start
	default:
		return pointed{}, false
	}
	end := s.plainEnd(next + 1)
	return pointed{rep: Report{Actors: who, Stance: stance.Pledged, Undertaking: s.p.TokenSpan(from, s.p.Phrases[end-1].End)}, firmest: stance.Pledged,
		rests: append([]int{j, end - 1}, s.p.Clauses[k].Subjects...)}, len(who) > 0
}

// saying finds a promise told as what goes with an act: "Promising a new quay, Norway sent its minister".
func (s *sentence) saying(j int) (pointed, bool) {
	firm, ok := s.verbStance(j)
	if j != 0 || !ok || s.p.HeadToken(j).Tag != "VBG" || s.p.KindAt(1) != english.NounPhrase && !(s.p.KindAt(1) == english.VerbPhrase && s.p.Phrases[1].Verb.Infinitive) || s.p.IsPronoun(s.p.Phrases[1]) {
		return pointed{}, false
	}
	end := s.plainEnd(2)
	if s.p.KindAt(end) != english.Comma {
		return pointed{}, false
	}
	for k, c := range s.p.Clauses {
		if c.Kind != english.Main || len(c.Subjects) == 0 || c.Subjects[0] != end+1 || s.vetoed(k) {
			continue
		}
		who := s.subjects(k)
		from := s.p.Phrases[1].Start
		if s.p.KindAt(1) == english.VerbPhrase {
			from = s.p.VerbStart(s.p.Phrases[1])
		}
		return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: s.p.TokenSpan(from, s.p.Phrases[end-1].End)}, firmest: firm,
			rests: append([]int{c.Verb, 0, end - 1}, c.Subjects...)}, len(who) > 0
	}
	return pointed{}, false
}

// sumOf finds the sum that a party's own offer or share is: "Norway's pledge stands at 5 million euros".
func (s *sentence) sumOf(j int) (pointed, bool) {
	firm := map[string]stance.Stance{"offer": stance.Proposed, "bid": stance.Proposed, "proposal": stance.Proposed, "pledge": stance.Pledged, "promise": stance.Pledged,
		"commitment": stance.Pledged, "contribution": stance.Pledged}[s.p.HeadToken(j).Lemma]
	owner, ok := s.holder(j)
	k := s.clauseOf(j)
	if firm == "" || !ok || !owner.Known() || k < 0 || s.vetoed(k) || s.p.Phrases[j].Head+1 != s.p.Phrases[j].End {
		return pointed{}, false
	}
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	next := c.Verb + 1
	if w := s.firstWord(next); v.Lemma == "stand" && w == "at" || v.Lemma == "amount" && w == "to" || v.Lemma == "come" && w == "to" {
		next++
	} else if v.Lemma != "be" {
		return pointed{}, false
	}
	if len(c.Subjects) != 1 || c.Subjects[0] != j || v.Negated || v.Past || v.Modal != "" && v.Modal != "will" || s.p.KindAt(next) != english.NounPhrase ||
		!english.HasSum(s.p.Tokens[s.p.Phrases[next].Start:s.p.Phrases[next].End]) {
		return pointed{}, false
	}
	end := max(s.plainEnd(next+1), next+1)
	return pointed{rep: Report{Actors: []parties.Party{owner}, Stance: firm, Undertaking: strings.TrimSpace(s.p.Span(next, end))}, firmest: firm, rests: []int{c.Verb, j, end - 1}}, true
}

// clauseWith gives the clause of a verb; -1 for none.
func (s *sentence) clauseWith(verb int) int {
	for k, c := range s.p.Clauses {
		if c.Verb == verb {
			return k
		}
	}
	return -1
}
