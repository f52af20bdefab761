package extract

import (
	"cmp"
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/parties"
)

//go:embed unsettled.txt
var unsettledWords string

var unsettled = sync.OnceValue(func() map[string]map[string]bool { return english.Classes(unsettledWords) })

// Closing is the Strength of a report that tells a thing done or decided. It is no issue of its own: it settles what
// other reports tell as open.
const Closing = -1

// matterless are the terms that say a matter is open, and nothing of what it is about.
var matterless = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, class := range []string{"adj", "noun", "settles", "tells", "responds", "postpones", "limbo", "missing", "approval", "decides", "addresses", "decision", "empty", "hinges", "awaits", "stuck"} {
		for w := range unsettled()[class] {
			for _, t := range index.Terms(w) {
				m[t] = true
			}
		}
	}
	return m
})

// TellsMatter says whether a term tells what an issue is about, and not only that it is one.
func TellsMatter(term string) bool { return !matterless()[term] }

// issues finds what the sentence reports as not settled, or as settled since.
func (s *sentence) issues() []Report {
	var out []Report
	if strings.HasSuffix(strings.TrimSpace(s.p.Text), ":") {
		return nil // what follows tells what is open
	}
	seen := map[string]bool{}
	add := func(f finding, k int) {
		issue := english.Capitalised(tidy(f.issue))
		if n := len(strings.Fields(issue)); n < 2 || seen[issue] {
			return
		}
		for old := range seen {
			if strings.Contains(strings.ToLower(old), strings.ToLower(issue)) {
				return
			}
		}
		seen[issue] = true
		if f.matter == "" && !f.closing && !f.refersBack && !slices.ContainsFunc(index.Terms(issue), TellsMatter) {
			return // it tells that something is open, and not what
		}
		rep := Report{Passage: s.passage, Issue: issue, Matter: tidy(f.matter), Mind: f.mind, Due: f.due, Passing: f.passing, Status: f.status, Strength: 1}
		switch {
		case f.closing:
			rep.Strength = Closing
		case k < 0 || k < len(s.p.Clauses) && s.saysOpen(k):
			rep.Strength = 2
		}
		if k >= 0 {
			rep.SaidBy = s.saidBy(k)
			if k < len(s.p.Clauses) {
				rep.Actors = s.concerned(k)
				if sub := s.subjects(k); f.mind && len(sub) == 1 && len(rep.Actors) == 0 {
					rep.Actors = sub // who has not decided
				}
			}
		}
		if f.refersBack && s.passage > 0 && s.r.passages[s.passage-1].Paragraph >= s.r.passages[s.passage].Paragraph-1 && s.r.parsed[s.passage-1] != nil {
			rep.Also = []int{s.passage - 1}
		}
		first, _, _ := strings.Cut(strings.ToLower(rep.Issue), " ")
		if len(rep.Also) > 0 && !f.closing && fewTell(rep.Issue) && (anaphoric[first] || !slices.ContainsFunc(index.Terms(rep.Issue), TellsMatter)) {
			prev := s.r.passages[s.passage-1]
			rep.Issue += " (" + strings.TrimRight(s.r.article.Text[prev.Start:prev.End], ".") + ")"
		} else if k >= 0 && k < len(s.p.Clauses) && !f.closing && s.ourselves(k) && fewTell(rep.Issue) {
			return // "we have not yet been allowed"
		}
		out = append(out, rep)
	}
	for k := range s.p.Clauses {
		if f, ok := s.judge(k); ok {
			add(f, k)
		}
	}
	if issue, k, ok := s.inverted(); ok {
		add(finding{issue: issue, status: IssueOpen}, k)
	}
	for j, ph := range s.p.Phrases {
		switch ph.Kind {
		case english.NounPhrase:
			if issue, ok := s.nounIssue(j); ok {
				add(finding{issue: issue, status: IssueOpen}, s.clauseOf(j))
			} else if issue, ok := s.talksOn(j); ok {
				add(finding{issue: issue, status: IssueOpen, passing: true}, s.clauseOf(j))
			}
		case english.VerbPhrase:
			if !ph.Verb.Finite() && s.failsToAgree(j) {
				if k := s.clauseOf(j); k >= 0 {
					add(finding{issue: s.p.Span(s.subjectStart(k), s.dependentEnd(k)), status: IssueOpen, passing: true}, k)
				}
			}
		}
	}
	if slices.ContainsFunc(out, func(r Report) bool { return r.Strength != Closing }) {
		return out
	}
	for k := range s.p.Clauses { // what a sentence leaves open it does not close
		if f, ok := s.closes(k); ok {
			add(f, k)
		}
	}
	return out
}

// fewTell says whether hardly a word tells what an issue is about.
func fewTell(issue string) bool {
	return len(slices.DeleteFunc(index.Terms(issue), func(t string) bool { return !TellsMatter(t) })) < 2
}

// ourselves says whether the speaker is the subject of clause k.
func (s *sentence) ourselves(k int) bool {
	c := s.p.Clauses[k]
	return len(c.Subjects) > 0 && is(s.p.HeadToken(c.Subjects[0]).Lower, "we", "i")
}

// finding is what a rule makes of a clause.
type finding struct {
	issue      string
	matter     string // see Report
	status     IssueStatus
	due        string // words that may tell the day when it is decided
	passing    bool   // see Report
	mind       bool   // see Report
	closing    bool   // see Closing
	refersBack bool   // its words name the matter by a pronoun: the passage before tells it
}

// rule is one way in which English tells that a matter is open or settled.
type rule struct {
	holds func(*judged) bool
	words func(*judged) string // how the issue is worded
	also  func(*judged) string // its matter, where the wording tells more; nil for none

	future  bool // it tells what will be decided: a day in it is the day when it is
	passing bool // see Report

	status IssueStatus // how the matter stands, where not all of it is open
}

// judge finds what clause k tells as open or settled: the first rule that holds tells it.
func (s *sentence) judge(k int) (finding, bool) {
	j := s.judged(k)
	if j.ifUndecided() {
		return finding{issue: j.allWords(), status: IssueOpen, passing: true}, true
	}
	if j.conditional() {
		return finding{}, false
	}
	for _, r := range openRules {
		if r.holds(j) {
			return j.finding(r, cmp.Or(r.status, IssueOpen)), true
		}
	}
	for _, r := range settledRules {
		if r.holds(j) && !j.hedged() {
			return j.finding(r, j.settledStatus()), true
		}
	}
	return finding{}, false
}

func (j *judged) finding(r rule, status IssueStatus) finding {
	f := finding{issue: r.words(j), status: status, refersBack: j.refersBack(), passing: (r.passing || j.v.Progressive && status == IssueOpen) && !j.lasting()}
	if r.future && (j.v.Modal != "" || !j.past()) {
		f.due = strings.TrimSpace(j.low)
	}
	switch {
	case status == IssueOpen && j.ownMind():
		f.mind, f.passing, f.matter = true, true, j.subjectWords()
	case r.also != nil:
		f.matter = r.also(j)
	default:
		f.matter = j.core()
	}
	if status == IssueOpen && f.matter != "" && j.personal() && !slices.ContainsFunc(index.Terms(f.matter), TellsMatter) { // "could not say if it would sign"
		f.mind, f.passing, f.matter = true, true, j.subjectWords()
	}
	return f
}

// lasting says whether the clause tells a state and no event: "still persists", "do not agree".
func (j *judged) lasting() bool {
	if !j.personal() && j.asksOpen() {
		return true // a text that does not say it will not say it
	}
	return j.says("for ") && j.v.Lemma == "be" || is(j.v.Lemma, "persist", "remain", "linger") || j.v.Lemma == "agree" && j.v.Negated && !j.v.Past && !j.v.Perfect && j.v.Modal == ""
}

// voteScore finds the outcome of a vote.
var voteScore = regexp.MustCompile(`\b\d+\s?[-–]\s?\d+ vote\b|\bby \d+(?: votes)? (?:to|against) \d+|\b(?:vote|result) was \d+ (?:to|against) \d+|\b\d+ (?:votes )?for(?:,| and) \d+ against`)

// closes finds what clause k tells as done or decided.
func (s *sentence) closes(k int) (finding, bool) {
	j := s.judged(k)
	if k == 0 && voteScore.MatchString(s.p.Text) { // whose vote it was the sentence tells somewhere
		return finding{issue: j.allWords(), matter: s.p.Text, status: IssueSettled, closing: true}, true
	}
	if j.conditional() || !j.decided() || j.hedged() || j.c.Quoted || j.v.Lemma == "vote" && j.c.Kind == english.RelativeCl {
		return finding{}, false
	}
	return finding{issue: j.p.Span(s.subjectStart(k), s.cutTail(j.c.Verb+1, j.c.End)), matter: j.subjectWords(), status: j.settledStatus(), closing: true}, true
}

// conditional says whether the clause only tells on what something else hangs.
func (j *judged) conditional() bool {
	c := j.c
	if c.Kind == english.RelativeCl && c.Link == "what" && c.Start > 0 && j.kind(c.Start-1) == english.VerbPhrase {
		return true // "cannot promise what parliament has not approved"
	}
	return c.Kind == english.Adverbial && (ifLinks[c.Link] || whenLinks[c.Link] || ifPhrases[c.Link]) && !(j.v.Past && c.Link == "after")
}

// hedged says whether the clause is not told as a fact: a wish, a question, a denial, a condition.
func (j *judged) hedged() bool {
	return j.c.Link == "whether" || j.c.Link == "if" || disbelieved.MatchString(j.p.Span(0, j.c.Start)) || j.vetoed(j.k) && !(j.c.Kind == english.Adverbial && j.c.Link == "after")
}

// disbelieved finds before a clause that it is not so: "nobody believes that", "he falsely claimed that".
var disbelieved = regexp.MustCompile(`(?i)(?:\b(?:nobody|no one|hardly any(?:one|body)|untrue|false|falsely|wrongly|prematurely)|(?:\bnot|n[’']t) (?:true|the case|correct))\b[^.;,]*$`)

// settledStatus is settled, or partly where the sentence takes some of it back: "in principle", "mostly", "though …".
func (j *judged) settledStatus() IssueStatus {
	for w := range strings.FieldsSeq(j.low) {
		if unsettled()["partly"][strings.Trim(w, ",.;“”\"")] {
			return IssuePartly
		}
	}
	if j.says("most of", "some of", "parts of", "all but", "except ", "apart from", "but not ") || is(j.firstOfSubject(), "most", "some", "half", "only") {
		return IssuePartly
	}
	for q := j.k + 1; q < len(j.p.Clauses); q++ {
		d := j.p.Clauses[q]
		v := j.p.VerbOf(d)
		if v.Negated && (v.Lemma == "have" || v.Lemma == "be") && d.End <= d.Verb+1 && d.Kind == english.Main { // "…, the second has not"
			return IssuePartly
		}
		if d.Link != "though" && d.Link != "although" && d.Link != "but" && d.Link != "even though" {
			continue
		}
		no := len(d.Subjects) > 0 && j.firstAt(d.Subjects[0]) == "no" || d.Verb+1 < len(j.p.Phrases) && j.p.Tokens[j.p.Phrases[d.Verb+1].Start].Lower == "no"
		if v.Negated || no || stillOpen(j.p, d) {
			return IssuePartly
		}
	}
	return IssueSettled
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
