package extract

import (
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// textParty makes a party of a draft or plan that proposes by itself, where nobody is named for it.
func (s *sentence) textParty(phrase int) parties.Party {
	ph := s.p.Phrases[phrase]
	return parties.Party{Key: "text:" + parties.GroupKey(s.p.Tokens[ph.Start:ph.End]), Name: english.Capitalised(s.p.Span(phrase, phrase+1))}
}

// vetoed says whether a clause asserts nothing of its own: a condition, a wish, a question, a denial.
func (s *sentence) vetoed(k int) bool {
	c := s.p.Clauses[k]
	for n := k; n >= 0; n = s.p.Clauses[n].Parent {
		cl := s.p.Clauses[n]
		if cl.Kind == english.Adverbial {
			switch cl.Link {
			case "although", "though", "while", "whereas", "because", "after", "since", "as", "even though", "given that", "now that":
				if n == k && (cl.Link == "as" || cl.Link == "after") && s.p.VerbOf(cl).Modal == "" && !s.p.VerbOf(cl).Past && !s.p.VerbOf(cl).Perfect {
					return true
				}
			default:
				return true
			}
		}
		if cl.Link == "whether" || cl.Link == "if" || cl.Kind != english.Main && (cl.Link == "how" || cl.Link == "what" || cl.Link == "whatever" || cl.Link == "whichever" || cl.Link == "why" || cl.Link == "where") && n == k {
			return true
		}
		if par := cl.Parent; par >= 0 && cl.Kind == english.Complement {
			v := s.p.VerbOf(s.p.Clauses[par])
			if cl.Via >= 0 {
				v = s.p.Phrases[cl.Via].Verb
			}
			if v.Lemma == "insist" && cl.Via < 0 && s.ownWord(n, par) {
				continue
			}
			if stance.Classes()["veto"][v.Lemma] || v.Negated && cl.Kind == english.Complement {
				return true
			}
		}
	}
	if s.opensWithQuestion(c) || s.onlyFeared(c) {
		return true
	}
	v := s.p.VerbOf(c)
	if c.Report && !(v.Lemma == "promise" || v.Lemma == "pledge" || v.Lemma == "vow" || v.Lemma == "insist" && s.p.KindAt(c.Verb+1) == english.Preposition) {
		return true
	}
	return v.Infinitive || v.Participle
}

// ownWord says whether the complement clause n is about the party that says it in clause par.
func (s *sentence) ownWord(n, par int) bool {
	a, b := s.subjects(n), s.subjects(par)
	return len(a) == 1 && len(b) == 1 && a[0].Key == b[0].Key && !s.p.VerbOf(s.p.Clauses[par]).Negated
}

// onlyFeared says whether a clause hangs on a noun that does not assert it: "fears that", "no indication it would".
func (s *sentence) onlyFeared(c english.Clause) bool {
	if c.Link != "that" && c.Link != "" && c.Kind != english.RelativeCl {
		return false
	}
	for j := c.Start - 1; j >= 0 && j >= c.Start-7; j-- {
		ph := s.p.Phrases[j]
		switch ph.Kind {
		case english.Stop, english.Break, english.Comma:
			return false
		case english.VerbPhrase:
			if ph.Verb.Finite() {
				return false
			}
		case english.NounPhrase:
			h := s.p.Tokens[ph.Head]
			if stance.Classes()["doubt-noun"][h.Lemma] {
				return true
			}
			if stance.Classes()["noun-sign"][h.Lemma] && (s.p.Tokens[ph.Start].Lower == "no" || j > 0 && s.p.HeadToken(j-1).Lower == "as") {
				return true // no sign that they will; somebody took it as a sign that they will
			}
			if j == c.Start-1 && c.Link == "" {
				return false
			}
		}
	}
	return false
}

// moodOf tells how clause k is meant.
func (s *sentence) moodOf(k int) stance.Mood {
	c := s.p.Clauses[k]
	var m stance.Mood
	if from, _ := s.condition(k); from >= 0 {
		switch strings.ToLower(s.p.Tokens[s.p.Phrases[from].Start].Lower) {
		case "if", "provided", "only", "on", "as", "unless", "should", "so", "when", "once":
			m.Conditional = s.p.Phrases[from].Kind == english.Subordinator
			m.Proviso = m.Conditional && (strings.HasSuffix(strings.ToLower(s.p.Span(from, from+1)), "long as") || strings.HasPrefix(strings.ToLower(s.p.Span(from, from+1)), "provided"))
		}
	}
	if len(c.Subjects) > 0 {
		ph := s.p.Phrases[c.Subjects[0]]
		first := s.p.Tokens[ph.Start].Lower
		m.NegSubject = first == "no" || first == "none" || first == "neither" || first == "nobody"
		m.TextSubject = !s.parties[c.Subjects[0]].Known() || stance.IsText(s.p.HeadToken(c.Subjects[0]))
	}
	sp := s.p.Speaker(k)
	if sp < 0 {
		m.Backshift = s.goesOn(k)
		return m
	}
	spc := s.p.Clauses[sp]
	text := len(spc.Subjects) > 0 && stance.IsText(s.p.HeadToken(spc.Subjects[0])) && !tellingTexts[s.p.HeadToken(spc.Subjects[0]).Lemma]
	v := s.p.VerbOf(spc)
	via := -1
	for n := k; n >= 0; n = s.p.Clauses[n].Parent {
		if s.p.Clauses[n].Via >= 0 {
			via = s.p.Clauses[n].Via
		}
	}
	m.TextSpeaker = text
	if text {
		m.TextStance = stance.Proposed
		if head := s.p.HeadToken(spc.Subjects[0]).Lemma; adoptedTexts[head] && !english.HasWord(s.p.Tokens[s.p.Phrases[spc.Subjects[0]].Start:s.p.Phrases[spc.Subjects[0]].End], "draft", "proposed", "planned", "earlier") {
			m.TextStance = stance.Signed
		}
	}
	m.Backshift = (v.Past || v.Perfect || via >= 0) && !text && v.Lemma != "suggest" && v.Lemma != "propose"
	return m
}

// goesOn says whether a clause goes on with what the sentence before reports, as free indirect speech does: "… , it said.
// It would not pay more."
func (s *sentence) goesOn(k int) bool {
	c := s.p.Clauses[k]
	i := s.passage
	if c.Quoted || c.Kind != english.Main || len(c.Subjects) != 1 || i == 0 || s.r.passages[i-1].Paragraph != s.r.passages[i].Paragraph || !s.p.IsPronoun(s.p.Phrases[c.Subjects[0]]) {
		return false
	}
	last, who := s.r.speakers[i-1], s.subjects(k)
	if before := s.r.parsed[i-1]; before == nil || !last.Known() || len(who) != 1 || who[0].Key != last.Key {
		return false
	}
	for _, q := range s.r.parsed[i-1].Clauses {
		if v := s.r.parsed[i-1].VerbOf(q); v.Past && english.Reports(v.Lemma) {
			return true
		}
	}
	return false
}

// tellingTexts tell what is or will be, and bind nobody.
var tellingTexts = english.Set("report statement letter study assessment survey")

var adoptedTexts = english.Set("agreement treaty accord pact contract protocol convention decision resolution declaration")

// saidBy gives who reports clause k; zero where the article itself does.
func (s *sentence) saidBy(k int) parties.Party {
	if sp := s.p.Speaker(k); sp >= 0 {
		if ps := s.subjects(sp); len(ps) > 0 {
			return parties.Join(ps)
		}
		if c := s.p.Clauses[sp]; len(c.Subjects) > 0 && s.p.Phrases[c.Subjects[0]].Kind == english.NounPhrase {
			j := c.Subjects[0]
			end := j + 1
			for end+1 < c.Verb && s.p.Phrases[end].Kind == english.Preposition && s.p.Phrases[end+1].Kind == english.NounPhrase {
				end += 2
			}
			return parties.Party{Name: s.p.Span(j, end)}
		}
		return parties.Party{}
	}
	for j, ph := range s.p.Phrases {
		if ph.Kind == english.Preposition && strings.EqualFold(s.p.Span(j, j+1), "according to") && j+1 < len(s.p.Phrases) {
			if pt := s.parties[j+1]; pt.Known() {
				return pt
			}
			return parties.Party{Name: s.p.Span(j+1, j+2)}
		}
	}
	if v := s.r.voice[s.passage]; v.Known() {
		return v
	}
	if s.p.Clauses[k].Quoted && s.r.speaker.Known() {
		return s.r.speaker
	}
	return parties.Party{}
}

// saidByOr is saidBy, or who spoke last where the clause stands in quotation marks or names its own speaker.
func (s *sentence) saidByOr(k int, last parties.Party) parties.Party {
	if p := s.saidBy(k); p.Key != "" {
		return p
	}
	return last
}
