package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// nounIssue finds "a dispute over the fee", "the sticking point on pay", "doubt about what is meant".
func (s *sentence) nounIssue(j int) (string, bool) {
	p := s.p
	ph := p.Phrases[j]
	head := p.HeadToken(j)
	u := unsettled()
	name := head.Lemma
	if ph.Head > ph.Start {
		two := p.Tokens[ph.Head-1].Lower + " " + head.Lemma
		if u["noun"][two] {
			name = two
		}
	}
	if u["weak-noun"][head.Lemma] {
		for t := ph.Start; t < ph.Head; t++ {
			if u["hard"][p.Tokens[t].Lower] { // "the final stretch contains the thorniest issues"
				if k := s.clauseOf(j); k >= 0 && !s.p.VerbOf(s.p.Clauses[k]).Negated {
					return p.Span(s.subjectStart(k), s.cutTail(s.p.Clauses[k].Verb+1, s.p.Clauses[k].End)), true
				}
			}
		}
	}
	if !u["noun"][name] {
		return "", false
	}
	for t := ph.Start; t < ph.End; t++ { // no doubt
		if p.Tokens[t].Lower == "no" {
			return "", false
		}
	}
	i := j + 1
	if u["shortfall"][name] && english.HasWord(p.Tokens[ph.Head:ph.End], "of") && english.HasSum(p.Tokens[ph.Head:ph.End]) {
		if k := s.clauseOf(j); k >= 0 && s.p.Clauses[k].Kind != english.Adverbial {
			return p.Span(0, s.cutTail(s.p.Clauses[k].Verb+1, s.p.Clauses[k].End)), true
		}
	}
	if p.KindAt(i) != english.Preposition {
		return "", false
	}
	switch p.HeadToken(i).Lower {
	case "over", "about", "on", "around", "whether":
	case "of":
		if !u["shortfall"][name] {
			return "", false
		}
	default:
		return "", false
	}
	if name == "question" && (p.KindAt(j-1) == english.Preposition || p.KindAt(j-1) == english.VerbPhrase && !stance.Copula[p.Phrases[j-1].Verb.Lemma] && !is(p.Phrases[j-1].Verb.Lemma, "raise", "leave", "face")) {
		return "", false // responding to a question on …, dodged questions about
	}
	if s.quarrelEnds(j) {
		return "", false
	}
	end := i + 1
	for end < len(p.Phrases) {
		switch p.Phrases[end].Kind {
		case english.NounPhrase, english.Preposition, english.Conjunction, english.Relative, english.Adjective:
			end++
			continue
		case english.VerbPhrase:
			if !p.Phrases[end].Verb.Finite() || p.KindAt(i+1) == english.Relative {
				end++
				continue
			}
		}
		break
	}
	if end == i+1 {
		return "", false
	}
	for end > i+1 && (p.Phrases[end-1].Kind == english.Conjunction || p.Phrases[end-1].Kind == english.Preposition) {
		end--
	}
	return p.Span(j, end), true
}

// quarrelEnds says whether the quarrel that phrase j names is told to be over: "ended the dispute over", "the row over it
// was settled", "after a dispute over".
func (s *sentence) quarrelEnds(j int) bool {
	p := s.p
	ends := unsettled()["ends"]
	switch p.KindAt(j - 1) {
	case english.VerbPhrase:
		return ends[p.Phrases[j-1].Verb.Lemma] && !p.Phrases[j-1].Verb.Negated && (p.Phrases[j-1].Verb.Past || p.Phrases[j-1].Verb.Perfect || p.Phrases[j-1].Verb.Participle)
	case english.Preposition, english.Subordinator:
		if w := p.HeadToken(j - 1).Lower; w == "after" || w == "following" {
			return true
		}
	}
	for _, c := range p.Clauses {
		if len(c.Subjects) == 0 || c.Subjects[0] != j {
			continue
		}
		v := p.VerbOf(c)
		over := v.Lemma == "be" && (v.Particle == "over" || p.HeadToken(min(c.Verb+1, len(p.Phrases)-1)).Lower == "over")
		return !v.Negated && v.Modal == "" && (over || ends[v.Lemma] && (v.Past || v.Perfect || v.Passive))
	}
	return false
}

// listed makes an issue of a list point whose lead-in says what the points are: "Still unsettled:", "What was agreed:".
func (r *reader) listed(i int) (Report, bool) {
	ps := r.passages[i]
	if ps.Kind != news.Item || ps.Under < 0 {
		return Report{}, false
	}
	lead := r.passages[ps.Under]
	line := strings.ToLower(r.article.Text[lead.Start:lead.End])
	if lead.Kind == news.Sentence && !strings.HasSuffix(line, ":") {
		return Report{}, false
	}
	// the last sentence of the lead-in is what the points go with
	status := leadStatus(line)
	if status == "" {
		return r.listedDeal(i, line)
	}
	text := r.article.Text[ps.Start:ps.End]
	rep := Report{Passage: i, Issue: english.Capitalised(strings.TrimRight(text, ".;")), Status: status, Strength: 2, Also: []int{ps.Under}}
	if status == IssueSettled && i > 0 && r.passages[i-1].Paragraph == ps.Paragraph { // only tells more of the point
		rep.Strength = Closing
	}
	if p := r.parsed[i]; p != nil {
		rep.Actors = r.sentence(i).statesNamed()
	}
	return rep, true
}

// listedDeal reads a list point of an agreement. It closes what was open of it; it is an issue where it tells what else
// was asked for.
func (r *reader) listedDeal(i int, line string) (Report, bool) {
	if !underDeal(strings.FieldsFunc(line, func(c rune) bool { return !unicode.IsLetter(c) })) {
		return Report{}, false
	}
	ps := r.passages[i]
	text := r.article.Text[ps.Start:ps.End]
	rep := Report{Passage: i, Issue: english.Capitalised(strings.TrimRight(text, ".;")), Matter: text, Status: IssueSettled, Strength: Closing, Also: []int{ps.Under}}
	if contrast.MatchString(text) {
		rep.Strength = 2
	}
	return rep, true
}

// leadStatus reads a line over a list; "" where it says nothing of open or settled.
func leadStatus(line string) IssueStatus {
	u := unsettled()
	neg := false
	found := IssueStatus("")
	for w := range strings.FieldsFuncSeq(line, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '-' || r == '\'' || r == '’') }) {
		switch {
		case w == "not" || w == "no" || w == "nor" || w == "never" || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t"):
			neg = true
		case u["lead-open"][w]:
			found = IssueOpen
		case u["lead-settled"][w] && found == "":
			found = IssueSettled
		}
	}
	if neg && found == IssueSettled {
		return IssueOpen
	}
	if neg && found == IssueOpen {
		return ""
	}
	return found
}

// statesNamed gives the states and persons a sentence names.
func (s *sentence) statesNamed() []parties.Party {
	var out []parties.Party
	for _, pt := range s.parties {
		if parties.IsState(pt.Key) || pt.Person != "" {
			out = append(out, pt)
		}
	}
	return out
}

// rowIssue reads a table row under heads that tell an issue and its status.
func rowIssue(a news.Article, row news.Passage) (Report, bool) {
	cs := news.Cells(a.Text[row.Start:row.End])
	u := unsettled()
	issueCol, statusCol := -1, -1
	for i, h := range row.Columns {
		w := strings.ToLower(strings.Trim(h, "* "))
		for f := range strings.FieldsSeq(w) {
			f = strings.TrimSuffix(f, "s")
			if u["status-head"][f] || u["status-head"][f+"s"] {
				statusCol = i
			}
			if u["issue-head"][f] && issueCol < 0 {
				issueCol = i
			}
		}
	}
	if statusCol < 0 || statusCol >= len(cs) {
		return Report{}, false
	}
	if issueCol < 0 || issueCol == statusCol {
		issueCol = 0
	}
	if issueCol >= len(cs) || issueCol == statusCol {
		return Report{}, false
	}
	status, ok := tableStatus(cs[statusCol])
	if !ok {
		return Report{}, false
	}
	issue := cs[issueCol]
	matter := issue // without the heads of the columns
	var rest []string
	for i, c := range cs {
		if i != issueCol && i != statusCol && c != "" && c != "–" && c != "-" && c != "—" {
			if i < len(row.Columns) && row.Columns[i] != "" {
				matter += " " + c
				c = strings.ToLower(row.Columns[i][:1]) + row.Columns[i][1:] + ": " + c
			}
			rest = append(rest, c)
		}
	}
	if len(rest) > 0 {
		issue += " (" + strings.Join(rest, "; ") + ")"
	}
	return Report{Passage: row.N, Issue: issue, Matter: matter, Status: status, Strength: 2}, true
}

// tableStatus reads the words of a status cell.
func tableStatus(cell string) (IssueStatus, bool) {
	u := unsettled()
	low := strings.ToLower(cell)
	neg := false
	found := IssueStatus("")
	for w := range strings.FieldsFuncSeq(low, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '-' || r >= utf8.RuneSelf) }) {
		switch {
		case w == "not" || w == "no" || w == "yet" || strings.HasPrefix(w, "un") && u["status-settled"][strings.TrimPrefix(w, "un")]:
			neg = true
		case u["status-partly"][w]:
			return IssuePartly, true
		case u["status-open"][w] && found == "":
			found = IssueOpen
		case u["status-settled"][w] && found == "":
			found = IssueSettled
		}
	}
	if neg && (found == IssueSettled || found == "") {
		return IssueOpen, true
	}
	return found, found != ""
}

// talksOn finds what talks are about that is put as a question: "negotiations on how to share the bill".
func (s *sentence) talksOn(i int) (string, bool) {
	if h := s.p.HeadToken(i).Lemma; h != "talk" && h != "negotiation" && h != "discussion" && h != "agreement" && h != "consensus" {
		return "", false
	}
	for n := i + 1; n+2 < len(s.p.Phrases) && n <= i+4; n++ {
		ph := s.p.Phrases[n]
		if ph.Kind != english.Preposition && !(ph.Kind == english.NounPhrase && s.p.IsTime(ph)) {
			return "", false
		}
		if w := s.p.Tokens[ph.Start].Lower; w != "on" && w != "about" && w != "over" || s.p.KindAt(n+1) != english.Relative {
			continue
		}
		end := n + 2
		for end < len(s.p.Phrases) && !s.p.IsMark(end) && s.p.Phrases[end].Kind != english.Stop {
			end++
		}
		return s.p.Span(n+1, end), true
	}
	return "", false
}
