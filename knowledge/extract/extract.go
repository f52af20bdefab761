// Package extract reads an Article: who undertakes what in it, on what condition and by whose word, what it tells as not
// settled, and who its people are. It sees one Article at a time; what several say of one thing is for others to join.
package extract

import (
	"cmp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// Report is what one sentence says about a Commitment or an issue: a Ledger entry before it meets its like. A Stance
// makes it the one, an Issue the other.
type Report struct {
	Passage     int             `json:"passage"`
	Actors      []parties.Party `json:"actors,omitempty"`
	Undertaking string          `json:"undertaking,omitempty"`
	Stance      stance.Stance   `json:"stance,omitempty"`
	Condition   string          `json:"condition,omitempty"`
	Deadline    string          `json:"deadline,omitempty"`
	Amount      string          `json:"amount,omitempty"`
	SaidBy      parties.Party   `json:"said_by"`
	Issue       string          `json:"issue,omitempty"`
	Matter      string          `json:"matter,omitempty"`  // of an issue: what has to be decided, where its wording tells more; of what was decided: by whom
	Mind        bool            `json:"mind,omitempty"`    // of an issue: open is only what Matter, a party, makes of a matter that is not named
	Passing     bool            `json:"passing,omitempty"` // of an issue: it tells how things stood on a day, which do not stand so for long
	Due         string          `json:"due,omitempty"`     // of an issue: words that may tell the day on which it is decided
	Status      IssueStatus     `json:"status,omitempty"`
	Strength    int             `json:"strength,omitempty"` // of an issue: see OpenIssue; see Closing
	Also        []int           `json:"also,omitempty"`     // further passages the report rests on: whom a pronoun means, a condition
	ReadBy      string          `json:"read_by,omitempty"`  // who else read it, where the rules did not: see Reading.Noted
}

// extract reads an Article into reports, in the order of its Passages.
func (r *reader) extract() []Report {
	var out []Report
	for i := range r.passages {
		r.at = i
		switch r.passages[i].Kind {
		case news.Row:
			if rep, ok := rowIssue(r.article, r.passages[i]); ok {
				out = append(out, rep)
			} else if rep, ok := r.rowPledge(r.passages[i]); ok {
				out = append(out, rep)
			}
			continue
		case news.Heading:
			continue
		}
		s := r.sentence(i)
		if rep, ok := r.listed(i); ok {
			out = append(out, rep)
			if rep.Matter == "" {
				r.remember(s)
				continue
			}
		}
		s.nameFirst()
		found := append(s.commitments(), s.issues()...)
		if out = append(out, found...); len(found) == 0 && s.unsure() {
			r.unsure = append(r.unsure, i)
		}
		r.remember(s)
	}
	return r.addConditions(out)
}

// sentence is one parsed Passage with its parties resolved.
type sentence struct {
	r       *reader
	p       *english.Parsed
	passage int
	parties []parties.Party // per phrase, zero where none
}

func (r *reader) sentence(i int) *sentence {
	p := r.parsed[i]
	s := &sentence{r: r, p: p, passage: i, parties: make([]parties.Party, len(p.Phrases))}
	if r.voice[i].Known() {
		r.speaker = r.voice[i]
	}
	// who speaks decides whom "we" means, so reporting clauses go first
	for k, c := range p.Clauses {
		if c.Report || k == 0 && !c.Quoted {
			if sp := s.subjects(k); len(sp) == 1 && (sp[0].Person != "" || c.Report) {
				r.speaker = sp[0]
			}
		}
	}
	var before []parties.Party
	for j, ph := range p.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		s.parties[j] = r.partyOf(p, ph, before)
		if s.parties[j].Known() && !p.IsPronoun(ph) {
			before = append(before, s.parties[j])
		}
	}
	return s
}

// subjects gives the parties that act in clause k.
func (s *sentence) subjects(k int) []parties.Party {
	var out []parties.Party
	c := s.p.Clauses[k]
	s.r.within = parties.Party{}
	if sp := s.p.Speaker(k); sp >= 0 && sp != k {
		for _, j := range s.p.Clauses[sp].Subjects {
			s.r.within = s.parties[j]
		}
	}
	for _, j := range c.Subjects {
		pt := s.parties[j]
		if s.p.Phrases[j].Kind != english.NounPhrase {
			continue
		}
		if !pt.Known() || s.p.IsPronoun(s.p.Phrases[j]) || s.r.within.Known() && s.p.Phrases[j].End-s.p.Phrases[j].Start <= 2 {
			pt = s.r.partyOf(s.p, s.p.Phrases[j], s.before(k))
		}
		if ap, ok := s.apposition(j); ok {
			pt = ap
		}
		if pt.Known() {
			out = append(out, pt)
		}
	}
	if len(c.Subjects) == 0 && s.r.topic[s.passage].Known() && s.opens(c) {
		return []parties.Party{s.r.topic[s.passage]}
	}
	if len(out) > 1 && !allStates(out) { // in a list with towns and firms a capital is a town
		for i, j := range c.Subjects {
			if i < len(out) && len(out) == len(c.Subjects) {
				ph := s.p.Phrases[j]
				if pl, _, ok := parties.PlaceIn(s.p.Tokens[ph.Start:ph.End]); ok && pl.Form == gazetteer.Capital {
					name := s.p.Span(j, j+1)
					out[i] = parties.Party{Key: "group:" + english.Fold(name), Name: name}
				}
			}
		}
	}
	return out
}

// opens says whether nothing but adverbs stands before the verb of a clause: "Has yet to decide."
func (s *sentence) opens(c english.Clause) bool {
	for j := range c.Verb {
		if !s.p.QuoteOrAdverb(j) {
			return false
		}
	}
	return true
}

func allStates(ps []parties.Party) bool {
	for _, p := range ps {
		if !parties.IsState(p.Key) {
			return false
		}
	}
	return true
}

// before lists the parties that a pronoun in clause k may mean, the likeliest last: first those named before it, then
// the subjects of the clauses it hangs on.
func (s *sentence) before(k int) []parties.Party {
	var out []parties.Party
	c := s.p.Clauses[k]
	for j := 0; j < c.Verb && j < len(s.parties); j++ {
		if len(c.Subjects) > 0 && j >= c.Subjects[0] {
			break
		}
		if c.Parent >= 0 && j == s.p.Clauses[c.Parent].Verb+1 && s.p.VerbOf(s.p.Clauses[c.Parent]).Lemma == "tell" {
			continue // told the paper that it would: who hears it is not meant
		}
		if s.parties[j].Known() && !s.p.IsPronoun(s.p.Phrases[j]) {
			out = append(out, s.parties[j])
		}
	}
	for q := 0; q < k; q++ {
		if sub := s.p.Clauses[q].Subjects; len(sub) > 0 && (q == c.Parent || s.p.Clauses[q].Kind == english.Main) {
			var ps []parties.Party
			for _, j := range sub {
				if ap, ok := s.apposition(j); ok {
					ps = append(ps, ap)
				} else if s.p.Phrases[j].Kind == english.NounPhrase && s.parties[j].Known() && !s.p.IsPronoun(s.p.Phrases[j]) {
					ps = append(ps, s.parties[j])
				}
			}
			if len(ps) > 1 {
				out = append(out, parties.Join(ps))
			} else if len(ps) == 1 {
				out = append(out, ps[0])
			} else if head := s.p.HeadToken(sub[0]); head.Noun() {
				out = append(out, parties.Party{Plural: head.Tag == "NNS" || head.Tag == "NNPS"})
			}
		}
	}
	return out
}

// remember keeps the sentence's parties for the pronouns of the next: subjects of main clauses last.
func (r *reader) remember(s *sentence) {
	for _, pt := range s.parties {
		if pt.Known() {
			r.mentions = append(r.mentions, pt)
		}
	}
	for k, c := range s.p.Clauses {
		if c.Kind == english.Main || c.Kind == english.Complement {
			if ps := s.subjects(k); len(ps) > 1 {
				r.mentions = append(r.mentions, parties.Join(ps))
				r.subjects = append(r.subjects, parties.Join(ps))
			} else if len(ps) == 1 {
				r.mentions = append(r.mentions, ps[0])
				r.subjects = append(r.subjects, ps[0])
			} else if owner := s.ownStance(c); owner.Known() {
				r.subjects = append(r.subjects, owner)
			} else if len(c.Subjects) > 0 {
				if head := s.p.HeadToken(c.Subjects[0]); head.Noun() {
					r.subjects = append(r.subjects, parties.Party{Plural: len(c.Subjects) > 1 || head.Tag == "NNS" || head.Tag == "NNPS"})
				}
			}
		}
		if c.Report || c.Kind == english.Main && !c.Quoted && len(s.p.Clauses) > k+1 && s.p.Speaker(k+1) == k {
			if ps := s.subjects(k); len(ps) == 1 {
				r.speaker = ps[0]
			}
		}
	}
	for k, c := range s.p.Clauses {
		if c.Report || c.Quoted || c.Kind == english.Complement {
			r.speakers[s.passage] = s.saidByOr(k, r.speaker)
		}
	}
	open := 0
	for _, ph := range s.p.Phrases {
		switch ph.Kind {
		case english.QuoteOpen:
			open++
		case english.QuoteClose:
			open = 0
		}
	}
	r.inQuote = open > 0
}

// ownStance gives whose position, offer or the like the subject of a clause is: "it" after it may mean them.
func (s *sentence) ownStance(c english.Clause) parties.Party {
	if len(c.Subjects) == 1 && s.p.Phrases[c.Subjects[0]].Kind == english.NounPhrase {
		if _, ok := replyNouns[s.p.HeadToken(c.Subjects[0]).Lemma]; ok {
			if p := s.owner(c.Subjects[0]); p.Person == "" {
				return p
			}
		}
	}
	return parties.Party{}
}

// nameFirst notes whom a pronoun at the head of the sentence means.
func (s *sentence) nameFirst() {
	for k, c := range s.p.Clauses {
		if len(c.Subjects) != 1 || c.Quoted {
			continue
		}
		ph := s.p.Phrases[c.Subjects[0]]
		if ph.Start > 2 || !s.p.IsPronoun(ph) {
			return
		}
		ps := s.subjects(k)
		if len(ps) != 1 || s.p.Tokens[ph.Start].Lower == "it" && s.expletive(k) {
			return
		}
		name := cmp.Or(ps[0].Person, ps[0].Name)
		for i := s.passage - 1; i >= 0 && i >= s.passage-8; i-- {
			if t := english.Fold(s.r.article.Text[s.r.passages[i].Start:s.r.passages[i].End]); namedIn(t, ps[0]) {
				// the name as that passage has it
				if ps[0].Person != "" && !strings.Contains(t, english.Fold(name)) {
					name = english.LastWord(name)
				}
				s.r.named[s.passage] = Naming{Name: name, At: i}
				return
			}
		}
		return
	}
}

// expletive says whether the "it" of clause k means nothing: "it is unclear whether", "it was agreed that", "it remains to".
func (s *sentence) expletive(k int) bool {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if !stance.Copula[v.Lemma] && !v.Passive && v.Lemma != "take" {
		return false
	}
	for j := c.Verb + 1; j < len(s.p.Phrases) && j <= c.Verb+5; j++ {
		ph := s.p.Phrases[j]
		switch ph.Kind {
		case english.Subordinator, english.Relative:
			return true
		case english.VerbPhrase:
			return ph.Verb.Infinitive || ph.Verb.Finite()
		case english.Comma, english.Stop:
			return false
		}
	}
	return false
}

var (
	pronounLike = english.Set("it this that them these those him her anything something everything nothing so as well too also either not such far all again do")
	vague       = english.Set("commitment commitments pledge pledges promise promises assurances things steps efforts progress")
	loneActs    = english.Set("withdraw resign leave sign join participate attend strike quit return cooperate comply disarm negotiate pay vote bid sue ratify refused appeal campaign testify retaliate mediate abstain")
)

// clauseOf gives the clause a phrase stands in: the last one that begins before it.
func (s *sentence) clauseOf(phrase int) int {
	best := -1
	for k, c := range s.p.Clauses {
		if c.Start <= phrase && phrase < max(c.End, c.Verb+1) {
			best = k
		}
	}
	return best
}
