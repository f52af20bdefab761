package extract

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

//go:embed unsettled.txt
var unsettledWords string

var unsettled = sync.OnceValue(func() map[string]map[string]bool { return english.Classes(unsettledWords) })

// issues finds what the sentence reports as not settled, or as settled since.
func (s *sentence) issues() []Report {
	var out []Report
	seen := map[string]bool{}
	add := func(issue string, status IssueStatus, k int) {
		issue = english.Capitalised(tidy(issue))
		if n := len(strings.Fields(issue)); n < 2 || seen[issue] {
			return
		}
		for old := range seen {
			if strings.Contains(strings.ToLower(old), strings.ToLower(issue)) {
				return
			}
		}
		seen[issue] = true
		rep := Report{Passage: s.passage, Issue: issue, Status: status, Strength: 1}
		if k < 0 || k < len(s.p.Clauses) && s.saysOpen(k) {
			rep.Strength = 2
		}
		if k >= 0 {
			rep.SaidBy = s.saidBy(k)
			if k < len(s.p.Clauses) {
				rep.Actors = s.concerned(k)
			}
		}
		out = append(out, rep)
	}
	for k := range s.p.Clauses {
		if issue, status, ok := s.clauseIssue(k); ok {
			add(issue, status, k)
		}
	}
	if issue, k, ok := s.inverted(); ok {
		add(issue, IssueOpen, k)
	}
	for j, ph := range s.p.Phrases {
		if ph.Kind == english.NounPhrase {
			if issue, ok := s.nounIssue(j); ok {
				add(issue, IssueOpen, s.clauseOf(j))
			}
		}
	}
	return out
}

// inverted finds a matter behind its verb: "Also unresolved is how they pay", "Among the open points is the border".
func (s *sentence) inverted() (issue string, k int, ok bool) {
	for j, ph := range s.p.Phrases {
		if ph.Kind == english.Comma || ph.Kind == english.Stop {
			return "", 0, false
		}
		if ph.Kind != english.VerbPhrase || !ph.Verb.Finite() {
			continue
		}
		if ph.Verb.Lemma != "be" || ph.Verb.Negated || ph.Verb.Modal != "" || j == 0 || j+1 >= len(s.p.Phrases) {
			return "", 0, false
		}
		before := s.p.Tokens[s.p.Phrases[0].Start:ph.Start]
		last := before[len(before)-1].Lower
		open := slices.ContainsFunc(before, func(t english.Token) bool { return unsettled()["adj"][t.Lower] })
		if !open || before[0].Lower != "among" && !unsettled()["adj"][last] {
			return "", 0, false
		}
		if before[0].Lower != "among" && slices.ContainsFunc(before, func(t english.Token) bool { return t.Noun() && !unsettled()["adj"][t.Lower] }) {
			return "", 0, false // a subject of its own
		}
		end := j + 1
		for end < len(s.p.Phrases) && s.p.Phrases[end].Kind != english.Comma && s.p.Phrases[end].Kind != english.Stop {
			end++
		}
		return s.p.Span(j+1, end), s.clauseOf(j), true
	}
	return "", 0, false
}

// saysOpen says whether clause k calls the matter open in so many words, and does not only leave it to be decided.
func (s *sentence) saysOpen(k int) bool {
	u := unsettled()
	c := s.p.Clauses[k]
	for j := c.Start; j < c.End; j++ {
		for t := s.p.Phrases[j].Start; t < s.p.Phrases[j].End; t++ {
			tok := s.p.Tokens[t]
			if u["adj"][tok.Lower] || u["noun"][tok.Lemma] || u["weak-noun"][tok.Lemma] && tok.Noun() || tok.Lower == "whether" || tok.Lower == "yet" || tok.Lemma == "remain" {
				return true
			}
		}
	}
	return false
}

// concerned gives the parties that a clause and its subject name: who the matter is about.
func (s *sentence) concerned(k int) []parties.Party {
	var out []parties.Party
	c := s.p.Clauses[k]
	for j := c.Start; j < c.End; j++ {
		if pt := s.parties[j]; pt.Known() && (parties.IsState(pt.Key) || pt.Person != "") {
			out = append(out, pt)
		} else if s.p.Phrases[j].Kind == english.NounPhrase {
			toks := s.p.Tokens[s.p.Phrases[j].Start:s.p.Phrases[j].End]
			if pl, _, ok := parties.PlaceIn(toks); ok {
				out = append(out, parties.Party{Key: pl.Code, Name: pl.Name})
			}
		}
	}
	return out
}

// clauseIssue judges one clause.
func (s *sentence) clauseIssue(k int) (issue string, status IssueStatus, ok bool) {
	p, c := s.p, s.p.Clauses[k]
	v := p.VerbOf(c)
	u := unsettled()
	next := c.Verb + 1
	for p.QuoteOrAdverb(next) {
		next++
	}
	if c.Kind == english.Adverbial && (ifLinks[c.Link] || whenLinks[c.Link] || ifPhrases[c.Link]) && !(v.Past && c.Link == "after") {
		return "", "", false
	}
	subject := s.subjectStart(k)
	whole := func() string { return p.Span(subject, s.cutTail(c.Verb+1, c.End)) }
	low := strings.ToLower(p.Span(c.Verb, c.End))
	expletive := len(c.Subjects) > 0 && p.HeadToken(c.Subjects[0]).Lower == "it"

	noSubject := len(c.Subjects) > 0 && p.Tokens[p.Phrases[c.Subjects[0]].Start].Lower == "no"
	switch {
	case noSubject && u["missing"][p.HeadToken(c.Subjects[0]).Lemma] && v.Modal == "" && !v.Negated,
		len(c.Subjects) > 0 && p.HeadToken(c.Subjects[0]).Lower == "there" && p.KindAt(next) == english.NounPhrase && p.Tokens[p.Phrases[next].Start].Lower == "no" && u["missing"][p.HeadToken(next).Lemma]:
		return whole(), IssueOpen, true // no decision has been taken, there is no deal on
	case v.Lemma == "be" && len(c.Subjects) == 0 && p.KindAt(c.Verb-1) == english.Adjective && u["adj"][p.HeadToken(c.Verb-1).Lower] && !v.Negated:
		return p.Span(c.Verb+1, s.dependentEnd(k)), IssueOpen, true // still unresolved is who runs it
	case (v.Lemma == "give" || v.Lemma == "show" || v.Lemma == "offer") && !v.Negated && v.Modal == "" && p.KindAt(next) == english.NounPhrase && p.Tokens[p.Phrases[next].Start].Lower == "no" && stance.Classes()["noun-sign"][p.HeadToken(next).Lemma]:
		return p.Span(subject, s.dependentEnd(k)), IssueOpen, true // has given no sign that it accepts
	case notYet(p, c):
		return whole(), IssueOpen, true
	case v.Modal == "will" && !v.Negated && !v.Passive && decides(p, c), v.Lemma == "be" && v.Modal == "" && !v.Past && p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && (u["decides"][p.Phrases[next].Verb.Lemma] || u["discusses"][p.Phrases[next].Verb.Lemma] && p.Phrases[next].Verb.Passive || u["settles"][p.Phrases[next].Verb.Lemma] && p.Phrases[next].Verb.Passive):
		return whole(), IssueOpen, true // the board will vote on, is to be negotiated later
	case v.Modal == "would" && !v.Negated && !v.Passive && decides(p, c) && s.p.Speaker(k) >= 0:
		return whole(), IssueOpen, true
	case v.Lemma == "fall" && strings.Contains(low, "short of"):
		return whole(), IssueOpen, true
	case v.Lemma == "leave" && v.Passive && (strings.Contains(low, "for later") || strings.Contains(low, "open") || strings.Contains(low, "undecided") || strings.Contains(low, "unresolved")):
		return whole(), IssueOpen, true
	case v.Lemma == "leave" && !v.Passive && v.Modal == "" && (strings.HasSuffix(low, " open") || strings.HasSuffix(low, " unresolved") || strings.HasSuffix(low, "undecided") || strings.HasSuffix(low, "unsettled")):
		return whole(), IssueOpen, true
	case v.Lemma == "agree" && v.Negated && v.Modal == "" && !v.Passive:
		return whole(), IssueOpen, true // do not even agree on
	case v.Lemma == "leave" && v.Passive && strings.Contains(low, " to "):
		return whole(), IssueOpen, v.Modal == "" // was left to a working group
	case v.Lemma == "have" && v.Modal == "" && p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && p.Phrases[next].Verb.Passive && u["approves"][p.Phrases[next].Verb.Lemma]:
		return whole(), IssueOpen, !v.Past
	case v.Passive && v.Negated && u["addresses"][v.Lemma]:
		return whole(), IssueOpen, true // were not covered
	case v.Passive && v.Modal == "will" && (v.Lemma == "know" || u["addresses"][v.Lemma] || u["discusses"][v.Lemma]) && !v.Negated:
		return whole(), IssueOpen, true // will be known only in
	case stance.Copula[v.Lemma] && !v.Passive && (p.KindAt(next) == english.Adjective || p.KindAt(next) == english.VerbPhrase && (p.Phrases[next].Verb.Participle || p.Phrases[next].Verb.Infinitive) || p.KindAt(next) == english.NounPhrase || p.KindAt(next) == english.Preposition):
		ph := p.Phrases[next]
		word := p.HeadToken(next).Lower
		switch {
		case ph.Kind == english.Adjective && u["adj"][word] && !(word == "open" && (infinitiveOrTo(p, next+1))) && v.Modal == "":
			if v.Negated {
				return "", "", false
			}
			if expletive {
				if from := s.clauseAfter(k); from >= 0 {
					return p.Span(from, s.dependentEnd(k)), IssueOpen, true
				}
			}
			if word == "short" || word == "missing" || word == "divided" {
				if !(word == "divided" || word == "short" && p.KindAt(next+1) == english.Preposition) {
					return "", "", false
				}
			}
			return p.Span(subject, c.End), IssueOpen, true
		case ph.Kind == english.Adjective && (word == "complete" || word == "done" || word == "settled" || word == "final"):
			if v.Negated {
				return whole(), IssueOpen, true
			}
			return whole(), partlyOr(low, IssueSettled), v.Modal == ""
		case ph.Kind == english.VerbPhrase && ph.Verb.Infinitive && (ph.Verb.Passive || v.Lemma == "remain") && (u["settles"][ph.Verb.Lemma] || u["approves"][ph.Verb.Lemma] || ph.Verb.Lemma == "see" || ph.Verb.Lemma == "fix" || ph.Verb.Lemma == "do"):
			return whole(), IssueOpen, true // remains to be seen, are to be decided
		case ph.Kind == english.NounPhrase && v.Lemma == "be" && !v.Negated && p.HeadToken(next).Lemma == "question" && english.HasWord(p.Tokens[ph.Start:ph.End], "open", "unanswered", "unresolved"):
			return whole(), IssueOpen, true
		case ph.Kind == english.NounPhrase && v.Lemma == "remain":
			n := p.HeadToken(next)
			if u["noun"][n.Lemma] || u["weak-noun"][n.Lemma] {
				return whole(), IssueOpen, true
			}
		case ph.Kind == english.NounPhrase && len(c.Subjects) > 0 && p.HeadToken(c.Subjects[0]).Lower == "there":
		case ph.Kind == english.Preposition && (strings.Contains(low, "in doubt") || strings.Contains(low, "under discussion") || strings.Contains(low, "under negotiation") || strings.Contains(low, "under review") || strings.Contains(low, "in dispute") || strings.Contains(low, "in question") || strings.Contains(low, "in limbo")):
			return whole(), IssueOpen, true
		}
		if strings.Contains(low, "far from") && !v.Negated && !strings.Contains(low, "far from the ") || strings.Contains(low, "still far from") {
			return whole(), IssueOpen, true
		}
		if (v.Particle == "up" || strings.Contains(low, "up to ")) && len(c.Subjects) > 0 && p.HeadToken(c.Subjects[0]).Lemma == "decision" {
			return whole(), IssueOpen, true
		}
		if stance.YetTo(p, c) {
			return whole(), IssueOpen, true
		}
	case stance.YetTo(p, c): // has yet to, has still to, still needs to
		return whole(), IssueOpen, true
	case v.Passive:
		settles := u["settles"][v.Lemma] || u["approves"][v.Lemma]
		switch {
		case settles && v.Negated && (v.Perfect || v.Modal == "" || v.Past):
			return whole(), IssueOpen, true
		case settles && (v.Modal == "must" || v.Modal == "will") && !v.Negated:
			return whole(), IssueOpen, true
		case u["discusses"][v.Lemma] && v.Progressive, u["discusses"][v.Lemma] && strings.Contains(low, "still being"):
			return whole(), IssueOpen, true
		case u["removes"][v.Lemma] && (v.Modal == "") && s.namesText(c.Verb+1, c.End):
			return whole(), IssueOpen, !v.Negated
		case u["settles"][v.Lemma] && v.Modal == "" && !v.Negated && (v.Perfect || v.Past || p.Tokens[p.Phrases[c.Verb].Start].Lower == "was" || p.Tokens[p.Phrases[c.Verb].Start].Lower == "were") && v.Lemma != "set" && v.Lemma != "fix" && !v.Progressive && len(c.Subjects) > 0:
			return whole(), partlyOr(low, IssueSettled), true
		case v.Lemma == "hold" && (v.Past || p.Tokens[p.Phrases[c.Verb].Start].Lower == "was" || p.Tokens[p.Phrases[c.Verb].Start].Lower == "were") && !v.Negated && len(c.Subjects) > 0:
			return whole(), IssueSettled, c.Kind == english.Main
		}
	case u["hinges"][v.Lemma] && (v.Particle == "on" || v.Particle == "upon" || p.KindAt(next) == english.Preposition && (p.HeadToken(next).Lower == "on" || p.HeadToken(next).Lower == "upon")) && !v.Negated && (v.Lemma == "hinge" || v.Lemma == "depend"):
		return whole(), IssueOpen, c.Kind != english.RelativeCl
	case u["awaits"][v.Lemma]:
		return whole(), IssueOpen, true
	case u["differs"][v.Lemma] && v.Modal == "" && (v.Lemma == "disagree" || v.Lemma == "clash" || strings.Contains(low, " over ") || strings.Contains(low, " about ") || strings.Contains(low, " on ")) && v.Lemma != "argue":
		return whole(), IssueOpen, true
	case u["persists"][v.Lemma] && len(c.Subjects) > 0:
		if n := p.HeadToken(c.Subjects[0]); u["noun"][n.Lemma] || u["weak-noun"][n.Lemma] {
			return whole(), IssueOpen, true
		}
	case (u["approves"][v.Lemma] || u["settles"][v.Lemma]) && v.Modal == "must":
		return whole(), IssueOpen, true
	case v.Lemma == "need" || v.Lemma == "have" && p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive:
		// still need to vote
		if p.KindAt(next) == english.VerbPhrase && p.Phrases[next].Verb.Infinitive && (u["approves"][p.Phrases[next].Verb.Lemma] || u["settles"][p.Phrases[next].Verb.Lemma]) && !v.Negated && (strings.Contains(strings.ToLower(p.Text), "still") || strings.Contains(strings.ToLower(p.Text), "yet") || v.Lemma == "need") {
			return whole(), IssueOpen, true
		}
	case v.Lemma == "adopt" && v.Modal == "" && (v.Past || v.Perfect) && !v.Negated, v.Lemma == "resolve" && (v.Past || v.Perfect) && !v.Negated && !p.InfinitiveAt(c.Verb+1),
		v.Lemma == "settle" && (v.Past || v.Perfect) && v.Modal == "" && !v.Negated && p.ObjectOf(c) >= 0,
		(v.Lemma == "finish" || v.Lemma == "complete" || v.Lemma == "finalise" || v.Lemma == "finalize") && (v.Past || v.Perfect) && v.Modal == "" && !v.Negated && p.ObjectOf(c) >= 0:
		return whole(), partlyOr(low, IssueSettled), c.Kind != english.RelativeCl
	case (u["settles"][v.Lemma]) && v.Negated && (v.Perfect || v.Past) && v.Lemma != "sign":
		return whole(), IssueOpen, true
	}
	// whether the subject can be put on the agenda remains to be seen: the clause is the subject
	return "", "", false
}

func infinitiveOrTo(p *english.Parsed, i int) bool {
	return p.KindAt(i) == english.VerbPhrase && p.Phrases[i].Verb.Infinitive || p.KindAt(i) == english.Preposition && p.HeadToken(i).Lower == "to"
}

// notYet finds "has not yet begun", "do not yet remove".
func notYet(p *english.Parsed, c english.Clause) bool {
	v := p.VerbOf(c)
	if !v.Negated || v.Modal != "" {
		return false
	}
	for t := p.Phrases[c.Verb].Start; t < p.Phrases[c.Verb].End+1 && t < len(p.Tokens); t++ {
		if p.Tokens[t].Lower == "yet" {
			return true
		}
	}
	return false
}

// decides says whether a clause's verb settles something in time to come: "the panel will rule on".
func decides(p *english.Parsed, c english.Clause) bool {
	v := p.VerbOf(c)
	u := unsettled()
	if u["decides"][v.Lemma+" "+v.Particle] {
		return true
	}
	if v.Lemma == "take" && v.Particle == "up" {
		return true
	}
	return u["decides"][v.Lemma] && v.Particle == ""
}

// subjectStart is the first phrase of what clause k is about, with a whether- or how-clause that is its subject.
func (s *sentence) subjectStart(k int) int {
	c := s.p.Clauses[k]
	if len(c.Subjects) > 0 && !c.Inverted {
		return min(c.Subjects[0], c.Verb)
	}
	// "How much it will pay has not been decided": the clause before is the subject
	for q := k - 1; q >= 0; q-- {
		d := s.p.Clauses[q]
		if d.Link == "whether" || d.Link == "how" || d.Link == "what" || d.Link == "who" || d.Link == "when" || d.Link == "where" || d.Link == "why" || s.opensWithQuestion(d) {
			return s.questionStart(d)
		}
	}
	return c.Verb
}

func (s *sentence) opensWithQuestion(d english.Clause) bool {
	return s.questionStart(d) < d.Start
}

// questionStart is the phrase of the question word that a clause depends on.
func (s *sentence) questionStart(d english.Clause) int {
	for j := d.Start; j >= 0 && j >= d.Start-3; j-- {
		if s.p.Phrases[j].Kind == english.Relative || s.p.Phrases[j].Kind == english.Subordinator && s.p.HeadToken(j).Lower == "whether" {
			return j
		}
	}
	return d.Start
}

// clauseAfter finds the whether-, how- or what-clause after an expletive "it is unclear"; -1 for none.
func (s *sentence) clauseAfter(k int) int {
	for j := s.p.Clauses[k].Verb + 1; j < len(s.p.Phrases); j++ {
		switch ph := s.p.Phrases[j]; ph.Kind {
		case english.Relative:
			return j
		case english.Subordinator:
			if w := s.p.HeadToken(j).Lower; w == "whether" || w == "if" {
				return j
			}
		case english.Stop:
			return -1
		}
	}
	return -1
}

// dependentEnd is where the clauses that hang on k end.
func (s *sentence) dependentEnd(k int) int {
	end := s.p.Clauses[k].End
	for q := range s.p.Clauses {
		if s.hangsOn(q, k) || q == k+1 {
			end = max(end, s.cutTail(s.p.Clauses[q].Verb+1, s.p.Clauses[q].End))
		}
	}
	return end
}

// namesText says whether phrases from..to name a draft or an agreement.
func (s *sentence) namesText(from, to int) bool {
	for j := from; j < to && j < len(s.p.Phrases); j++ {
		if s.p.Phrases[j].Kind == english.NounPhrase {
			n := s.p.HeadToken(j)
			if unsettled()["texts"][n.Lemma] || n.Lower == "it" {
				return true
			}
		}
	}
	return false
}

func partlyOr(low string, st IssueStatus) IssueStatus {
	for w := range strings.FieldsSeq(low) {
		if unsettled()["partly"][strings.Trim(w, ",.;“”\"")] {
			return IssuePartly
		}
	}
	return st
}
