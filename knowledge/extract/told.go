package extract

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// told finds what a sentence tells without a verb of promising between a party and what it undertakes: by its layout, a
// colon, a verdict, the present for the future.
func (s *sentence) told() []Report {
	var out []Report
	for _, find := range []func() (Report, bool){s.replied, s.clefted, s.uttered, s.clipped, s.contributed} {
		if rep, ok := find(); ok {
			rep.Undertaking = tidy(rep.Undertaking)
			rep.Amount, rep.Deadline = english.Amount(rep.Undertaking), english.Deadline(rep.Undertaking)
			if substantial(rep.Undertaking) && readable(rep.Undertaking) {
				out = append(out, rep)
			}
		}
	}
	for k := range s.p.Clauses {
		if rep, ok := s.presently(k); ok && substantial(rep.Undertaking) {
			out = append(out, rep)
		}
		if rep, ok := s.verdict(k); ok && substantial(rep.Undertaking) {
			out = append(out, rep)
		}
	}
	return out
}

var replyNouns = map[string]stance.Stance{
	"reply": "", "answer": "", "response": "", "verdict": "", "message": "", "line": "", "stance": "", "position": stance.Proposed, "demand": stance.Proposed,
	"proposal": stance.Proposed, "offer": stance.Proposed, "bid": stance.Proposed, "price": stance.Proposed, "pledge": stance.Pledged, "promise": stance.Pledged, "contribution": stance.Pledged,
}

// replied reads "Lund's reply: not one krone before the audit", "Norway's offer: 40 trucks".
func (s *sentence) replied() (Report, bool) {
	if len(s.p.Phrases) < 3 || s.p.Phrases[0].Kind != english.NounPhrase || s.p.Phrases[1].Kind != english.Break || s.p.HeadToken(1).Lower != ":" {
		return Report{}, false
	}
	firm, ok := replyNouns[s.p.HeadToken(0).Lemma]
	owner := s.owner(0)
	if !ok || !owner.Known() || len(s.p.Clauses) > 0 && s.p.Clauses[0].Verb < len(s.p.Phrases)-2 && s.p.Clauses[0].Kind == english.Main {
		return Report{}, false
	}
	rest := strings.TrimRight(s.p.Span(2, len(s.p.Phrases)), `.!"”`)
	switch first, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(rest, `"“`)), " "); {
	case first == "not" || first == "no" && strings.Contains(rest, " ") || first == "never":
		firm = stance.Declined
	case firm == "":
		return Report{}, false
	}
	return Report{Passage: s.passage, Actors: []parties.Party{owner}, SaidBy: owner, Stance: firm, Undertaking: rest}, true
}

// clefted reads "What she will do: deliver twelve antennas", "What Norway offers: 40 trucks".
func (s *sentence) clefted() (Report, bool) {
	if len(s.p.Clauses) == 0 || s.p.Clauses[0].Start > 1 || !strings.EqualFold(s.p.Span(0, 1), "what") {
		return Report{}, false
	}
	c := s.p.Clauses[0]
	j := c.Verb + 1
	for s.p.QuoteOrAdverb(j) {
		j++
	}
	colon := s.p.KindAt(j) == english.Break && s.p.HeadToken(j).Lower == ":"
	if !colon || j+1 >= len(s.p.Phrases) {
		return Report{}, false
	}
	v := s.p.VerbOf(c)
	rep := Report{Passage: s.passage, Actors: s.subjects(0), SaidBy: s.saidBy(0), Undertaking: strings.TrimRight(s.p.Span(j+1, len(s.p.Phrases)), ".!")}
	switch {
	case v.Lemma == "do" && v.Modal == "will" && v.Negated:
		rep.Stance = stance.Declined
	case v.Lemma == "do" && v.Modal == "will", v.Lemma == "promise" || v.Lemma == "pledge":
		rep.Stance = stance.Pledged
	case v.Lemma == "want" || v.Lemma == "demand" || v.Lemma == "propose" || v.Lemma == "ask":
		rep.Stance = stance.Proposed
	case v.Lemma == "offer":
		rep.Stance = stance.Ready
	default:
		return Report{}, false
	}
	return rep, len(rep.Actors) > 0
}

// uttered reads what is said without a verb: "Eight per cent for free, says its negotiator", "4.3 million and no more,
// the members agree".
func (s *sentence) uttered() (Report, bool) {
	if len(s.p.Clauses) != 1 || s.p.Phrases[0].Kind != english.NounPhrase && s.p.Phrases[0].Kind != english.Adverb {
		return Report{}, false
	}
	c := s.p.Clauses[0]
	at := c.Verb
	if len(c.Subjects) > 0 {
		at = min(at, c.Subjects[0])
	}
	v := s.p.VerbOf(c)
	if at < 2 || s.p.Phrases[at-1].Kind != english.Comma || v.Modal != "" || v.Negated || v.Passive || len(s.p.Phrases)-max(c.Verb, at) > 4 {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, Actors: s.subjects(0), Undertaking: s.p.Span(0, at-1)}
	rep.SaidBy = parties.Join(rep.Actors)
	amount := english.Amount(rep.Undertaking) != "" || strings.Contains(rep.Undertaking, "per cent") || strings.Contains(rep.Undertaking, "percent")
	switch {
	case !amount || len(rep.Actors) == 0:
		return Report{}, false
	case v.Lemma == "agree" || v.Lemma == "promise" || v.Lemma == "pledge":
		rep.Stance = stance.Pledged
	case v.Lemma == "offer" || v.Lemma == "propose" || v.Lemma == "suggest" || v.Lemma == "demand" || v.Lemma == "say" && s.speaksFor(rep.Actors[0]):
		rep.Stance = stance.Proposed
	default:
		return Report{}, false
	}
	return rep, true
}

// speaksFor says whether a party is a body or holds an office.
func (s *sentence) speaksFor(p parties.Party) bool {
	pr, ok := s.r.people.Find(p.Person)
	return p.Known() && (p.Person == "" || p.For != "" || ok && pr.Office)
}

// clipped reads "Undecided about the mission." and "Ready to send 40 trucks." in a paragraph about one party.
func (s *sentence) clipped() (Report, bool) {
	who := s.r.topic[s.passage]
	if !who.Known() || len(s.p.Phrases) < 3 {
		return Report{}, false
	}
	first := s.p.HeadToken(0).Lower
	for _, class := range []string{"adj-ready", "adj-undecided", "adj-declined"} {
		if !stance.Classes()[class][first] {
			continue
		}
		end := len(s.p.Phrases)
		for j := 1; j < end; j++ {
			if k := s.p.Phrases[j].Kind; k == english.Break || k == english.Stop || k == english.Comma && j > 3 {
				end = j
			}
		}
		from := 1
		if class != "adj-ready" && s.p.KindAt(1) == english.Preposition {
			from = 2
		}
		if from >= end {
			return Report{}, false
		}
		start := s.p.Phrases[from].Start
		if s.p.KindAt(from) == english.VerbPhrase {
			start = s.p.VerbStart(s.p.Phrases[from])
		}
		return Report{Passage: s.passage, Actors: []parties.Party{who}, Stance: stance.OfClass[class], Undertaking: s.p.TokenSpan(start, s.p.Phrases[end-1].End)}, true
	}
	return Report{}, false
}

var (
	givingLead = regexp.MustCompile(`(?i)\b(pledge[sd]?|announced|promise[sd]?|committed|commitments|contributions?|donations?|donors?)\b`)
	giverLine  = regexp.MustCompile(`^(?:[-–—•*]\s*)?(\p{Lu}[^:;.?!0-9]{2,50}):\s+(.+)$`)
)

// contributed reads a line of a list under words of giving: "Pledged so far: – Norway: $50 million, subject to a vote".
func (s *sentence) contributed() (Report, bool) {
	p := s.r.passages[s.passage]
	m := giverLine.FindStringSubmatch(s.r.text(s.passage))
	if p.Kind != news.Item || p.Under < 0 || m == nil || !givingLead.MatchString(s.r.text(p.Under)) {
		return Report{}, false
	}
	what, cond, _ := strings.Cut(strings.TrimRight(m[2], ".;"), ", subject to ")
	if english.Amount(what) == "" {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, Stance: stance.Pledged, Undertaking: what}
	if cond != "" {
		rep.Condition = "subject to " + cond
	} else if w, rest, ok := strings.Cut(what, ", to be released once "); ok {
		rep.Undertaking, rep.Condition = w, "once "+rest
	}
	who, ok := s.r.labelled(m[1])
	if !ok {
		who = parties.Party{Key: "group:" + english.Fold(m[1]), Name: m[1]}
	}
	if f := strings.Fields(strings.ToLower(m[1])); len(f) > 6 || f[0] == "total" || f[0] == "of" {
		return Report{}, false
	}
	rep.Actors = []parties.Party{who}
	return rep, true
}

// verdict reads "the bank's status is not negotiable, its chief said", "a base is out of the question": whoever speaks
// rules out what the sentence is about.
func (s *sentence) verdict(k int) (Report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	by := s.saidBy(k)
	if v.Lemma != "be" && v.Lemma != "remain" || v.Passive || v.Modal != "" && v.Modal != "will" || len(c.Subjects) == 0 || s.p.Phrases[c.Subjects[0]].Kind != english.NounPhrase || s.p.IsPronoun(s.p.Phrases[c.Subjects[0]]) || s.vetoed(k) || !by.Known() {
		return Report{}, false
	}
	next := c.Verb + 1
	for s.p.QuoteOrAdverb(next) {
		next++
	}
	word := ""
	if next < len(s.p.Phrases) {
		word = s.p.HeadToken(next).Lower
	}
	rest := strings.ToLower(s.p.Span(next, c.End))
	if v.Particle != "" {
		rest = v.Particle + " " + rest
	}
	switch {
	case v.Negated && (word == "acceptable" || word == "negotiable" || strings.HasPrefix(rest, "on the table") || strings.HasPrefix(rest, "up for ") || strings.HasPrefix(rest, "for sale") || strings.HasPrefix(rest, "an option")):
	case !v.Negated && (word == "unacceptable" || word == "non-negotiable" || word == "unthinkable" || word == "inconceivable" || strings.HasPrefix(rest, "out of the question") || strings.HasPrefix(rest, "off the table") || strings.HasPrefix(rest, "a red line") || strings.HasPrefix(rest, "a non-starter")):
	default:
		return Report{}, false
	}
	if s.parties[c.Subjects[0]].Known() && s.parties[c.Subjects[0]].Person != "" {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, Actors: []parties.Party{by}, SaidBy: by, Stance: stance.Declined}
	end := c.Verb + 1
	for j := c.Verb + 1; j < c.End && s.p.Phrases[j].Kind != english.Comma && s.p.Phrases[j].Kind != english.Stop && s.p.Phrases[j].Kind != english.Subordinator; j++ {
		end = j + 1
	}
	rep.Undertaking = tidy(s.p.Span(c.Subjects[0], end))
	return rep, true
}

// decides gives the phrase at which the question stands that the party of clause k is still to answer: "will decide by
// May whether to stay", "has to decide if it joins"; -1 for none.
func (s *sentence) decides(k int) int {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if v.Negated || v.Passive || c.Kind == english.RelativeCl || c.Kind == english.Adverbial {
		return -1
	}
	at := c.Verb
	if n := c.Verb + 1; (v.Lemma == "have" || v.Lemma == "be") && s.p.InfinitiveAt(n) {
		for s.p.KindAt(n) != english.VerbPhrase {
			n++
		}
		at = n
	} else if v.Past || v.Perfect || v.Modal == "could" || v.Modal == "can" || v.Modal == "should" {
		return -1
	}
	if l := s.p.Phrases[at].Verb.Lemma; l != "decide" && l != "choose" && l != "rule" {
		return -1
	}
	for j := at + 1; j < len(s.p.Phrases) && j < at+7; j++ {
		switch s.p.KindAt(j) {
		case english.Subordinator, english.Relative:
			if w := s.p.HeadToken(j).Lower; w == "whether" || w == "if" && j == at+1 && at != c.Verb {
				return j
			}
			return -1
		case english.VerbPhrase, english.Stop, english.Break, english.Comma:
			return -1
		case english.Preposition:
			if w := s.p.HeadToken(j).Lower; (w == "on" || w == "about") && s.p.KindAt(j+1) == english.NounPhrase && at != c.Verb && !s.p.IsTime(s.p.Phrases[j+1]) {
				return j + 1
			}
		}
	}
	return -1
}

var (
	scheduled = english.Set("start begin resume open close reopen pay hand deliver leave withdraw evacuate send release stop end drop return vacate")
	textual   = english.Set("keep get receive pay withdraw evacuate open lift release return provide contribute drop hand cede share recognise recognize reduce grant bear")
	textWords = regexp.MustCompile(`(?i)\b(signed|signature|agreement|treaty|accord|compact|pact|memorandum|terms|provisions|in brief|contains|provides|articles?)\b`)
)

// presently reads the present for the future: "the yard starts welding on 1 July", "Canada stays in, he says, if …", and in
// the points of a text that was agreed, "the island keeps a third of the fees".
func (s *sentence) presently(k int) (Report, bool) {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if v.Modal != "" || v.Past || v.Perfect || v.Passive || v.Progressive || v.Infinitive || v.Participle || v.Negated || c.Kind != english.Main || s.vetoed(k) || len(c.Subjects) == 0 || s.p.Tokens[s.p.Phrases[c.Verb].Head].Tag != "VBZ" && s.p.Tokens[s.p.Phrases[c.Verb].Head].Tag != "VBP" {
		return Report{}, false
	}
	actors := s.acting(k, stance.Predicate{Agent: -1}, s.subjects(k))
	if len(actors) != 1 || actors[0].Person != "" && actors[0].For == "" {
		return Report{}, false
	}
	rep := Report{Passage: s.passage, Actors: actors, Stance: stance.Pledged, SaidBy: s.saidBy(k)}
	s.fill(&rep, k, stance.Predicate{Agent: -1, From: s.p.Phrases[c.Verb].Head})
	if rep.Condition == "" { // "Canada stays in, he says, if …"
		for _, d := range s.p.Clauses[k+1:] {
			if d.Kind == english.Adverbial && s.isCondition(d) && d.Parent >= 0 && s.p.Clauses[d.Parent].Report {
				rep.Condition = s.p.Span(d.Start, s.cutTail(d.Verb+1, d.End))
			}
		}
	}
	stays := v.Lemma == "stay" && (v.Particle == "in" || v.Particle == "out" || v.Particle == "on")
	sp := s.p.Speaker(k)
	p := s.r.passages[s.passage]
	switch {
	case p.Kind == news.Item && textual[v.Lemma] && s.p.ObjectOf(c) >= 0 && s.pointOfText():
		rep.Stance = stance.Signed
	case scheduled[v.Lemma] && rep.Deadline != "" && futureDay.MatchString(s.p.Span(c.Verb, c.End)):
	case stays && sp >= 0 && rep.Condition != "" && !s.p.VerbOf(s.p.Clauses[sp]).Past:
	default:
		return Report{}, false
	}
	return rep, true
}

var futureDay = regexp.MustCompile(`(?i)\b(on \d{1,2} \p{Lu}\p{Ll}+|on \p{Lu}\p{Ll}+ \d{1,2}\b|within \S+ (days|weeks|months|years)|next (week|month|year)|from \d{1,2} \p{Lu}\p{Ll}+|by \d{1,2} \p{Lu}\p{Ll}+)`)

// pointOfText says whether the passage is a point of an agreement that the Article tells of: what stands above the list
// says so.
func (s *sentence) pointOfText() bool {
	i := s.passage
	for i > 0 && s.r.passages[i].Kind == news.Item {
		i--
	}
	for n := i; n >= 0 && n >= i-4; n-- {
		if textWords.MatchString(s.r.text(n)) {
			return true
		}
	}
	return s.r.passages[s.passage].Under >= 0 && textWords.MatchString(s.r.text(s.r.passages[s.passage].Under))
}
