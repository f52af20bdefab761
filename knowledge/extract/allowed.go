package extract

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// pointed is a reading that the words of a sentence allow, and that the rules alone are not sure enough of: a word of
// undertaking, who it belongs to, and what follows it. It counts only where another reader points at it.
type pointed struct {
	rep     Report
	firmest stance.Stance // that the words can mean; rep has the weakest
	rests   []int         // phrases that it rests on
	bare    bool          // a verb alone is enough
}

// unsure says whether there is such a reading of the sentence, or one of an issue. It teaches the reader nothing.
func (s *sentence) unsure() bool {
	names, within := s.r.names, s.r.within
	s.r.names = map[string]bool{}
	defer func() { s.r.names, s.r.within = names, within }()
	return len(s.allowed()) > 0 || s.leavesOpen()
}

// allowed gives such readings of the sentence. There are none where it denies, doubts or asks anything, or tells of old times.
func (s *sentence) allowed() []pointed {
	denied := 0
	for i, t := range s.p.Tokens {
		if doubts[t.Lower] || t.Lower == "had" || t.Tag == "CD" && s.oldYear(t.Text) || t.Lower == "used" && i+1 < len(s.p.Tokens) && s.p.Tokens[i+1].Lower == "to" {
			return nil
		}
		if denies(t.Lower) {
			denied++
		}
	}
	var out []pointed
	for k := range s.p.Clauses {
		for _, way := range []func(int, int) (pointed, bool){s.willing, s.refusing} {
			if pt, ok := way(k, denied); ok && s.finish(&pt) {
				out = append(out, pt)
			}
		}
	}
	if denied > 0 {
		return out
	}
	for j, ph := range s.p.Phrases {
		var pt pointed
		ok := false
		switch ph.Kind {
		case english.NounPhrase:
			pt, ok = s.firstOf(j, s.held, s.sumOf)
		case english.VerbPhrase:
			pt, ok = s.firstOf(j, s.givenBy, s.parted, s.itself, s.saying)
		}
		if ok && s.finish(&pt) {
			out = append(out, pt)
		}
	}
	return out
}

// firstOf gives the first of the readings of a phrase that there is.
func (s *sentence) firstOf(j int, ways ...func(int) (pointed, bool)) (pointed, bool) {
	for _, way := range ways {
		if pt, ok := way(j); ok {
			return pt, true
		}
	}
	return pointed{}, false
}

// denials turn what is said into its contrary; doubts make it none that is said to be so now.
var (
	denials = english.Set("not never no nor neither none nobody nothing without hardly barely scarcely")
	doubts  = english.Set(`former formerly ago previously originally earlier whether hope hopes hoped hopeful wish wishes fear fears feared doubt doubts deny denies denied
		denial allegedly reportedly supposedly rumour rumours rumor rumors false falsely broken empty hollow unkept withdrew withdrawn retracted scrapped reversed
		abandoned instead despite although though however lie lied lies`)
)

func denies(word string) bool { return denials[word] || strings.HasSuffix(word, "n't") }

// oldYear says whether a text is a year before that of the Article.
func (s *sentence) oldYear(text string) bool {
	day := s.r.article.Day()
	return len(text) == 4 && text >= "1000" && text < "2100" && (day == "" || text < day[:4])
}

// finish fills in what the sentence says beside the undertaking; false where that says nothing.
func (s *sentence) finish(pt *pointed) bool {
	rep := &pt.rep
	rep.Passage, rep.Undertaking = s.passage, tidy(rep.Undertaking)
	if len(rep.Actors) == 0 || !pt.bare && !substantial(rep.Undertaking) || !readable(rep.Undertaking) {
		return false
	}
	rep.Amount, rep.Deadline = english.Amount(rep.Undertaking), english.Deadline(rep.Undertaking)
	k := s.clauseOf(pt.rests[0])
	if k < 0 {
		return true
	}
	if from, end := s.condition(k); from >= 0 {
		rep.Condition = s.p.Span(from, end)
	}
	if rep.SaidBy = s.saidBy(k); s.p.Clauses[k].Report { // its own word
		rep.SaidBy = parties.Party{}
	}
	rep.Also = s.resting(k, stance.Predicate{Agent: -1}, rep.Actors)
	return true
}

// stands says whether clause k lets a pledge in it stand: it asserts something, and says no more of the pledge than that it is
// made, given or taken.
func (s *sentence) stands(k, at int) bool {
	if k < 0 || s.vetoed(k) {
		return false
	}
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if v.Negated || v.Modal != "" || v.Infinitive || v.Participle {
		return false
	}
	switch {
	case slices.Contains(c.Subjects, at) && at < c.Verb:
		return v.Passive && repeated[v.Lemma]
	case v.Lemma == "be":
		return c.Verb < at
	}
	return repeated[v.Lemma] || leads[v.Lemma] && s.firstWord(at-1) == "with" || taken[v.Lemma] || stance.VerbIs(s.p, c.Verb, "light")
}

var (
	repeated = english.Set("repeat renew reaffirm confirm reiterate welcome praise announce record applaud honour honor")
	taken    = english.Set("make have give get receive secure win obtain bring carry cite note stick lodge")
	leads    = english.Set("lead top head join open")
	plainAdj = english.Set("new standing firm public written formal own solemn further fresh joint")
)

// held finds a promise, an offer or a refusal by its noun, whose it is, and of what: "a Norwegian offer of 40 engineers".
func (s *sentence) held(j int) (pointed, bool) {
	ph := s.p.Phrases[j]
	head := s.p.Tokens[ph.Head]
	var firm stance.Stance
	for _, class := range []string{"noun-ready", "noun-pledged", "noun-proposed", "noun-declined"} {
		if stance.Classes()[class][head.Lemma] {
			firm = stance.OfClass[class]
		}
	}
	if firm == "" || head.Lemma == "decision" || head.Lemma == "agreement" || head.Lemma == "call" || head.Lemma == "suggestion" || !s.stands(s.clauseOf(j), j) {
		return pointed{}, false
	}
	owner, ok := s.holder(j)
	if !ok {
		return pointed{}, false
	}
	pt := pointed{rep: Report{Stance: firm}, firmest: firm, rests: []int{j}}
	if head.Lemma == "offer" {
		pt.rep.Stance = stance.Proposed
	}
	k := s.clauseOf(j)
	if c := s.p.Clauses[k]; s.firstWord(j-1) == "with" && leads[s.p.VerbOf(c).Lemma] && !owner.Known() { // leads the list with a pledge of
		if who := s.subjects(k); len(who) == 1 && !c.Inverted {
			owner, pt.rests = who[0], append(pt.rests, c.Verb, c.Subjects[0])
		}
	}
	next := j + 1
	if w := s.firstWord(next); (w == "from" || w == "by") && s.p.KindAt(next+1) == english.NounPhrase && !owner.Known() && pt.rep.Stance == stance.Proposed { // a proposal by Norway to
		owner, next = s.parties[next+1], next+2
		pt.rests = append(pt.rests, next-1)
	}
	from, to, ok := s.promised(j, next)
	if !ok || !owner.Known() {
		return pointed{}, false
	}
	pt.rep.Actors, pt.rep.Undertaking = []parties.Party{owner}, s.p.TokenSpan(from, to)
	pt.rests = append(pt.rests, s.p.PhraseAt(to-1))
	return pt, true
}

// promised gives the tokens of what a noun of promise is one of or to do: in its own phrase, or from phrase next on.
func (s *sentence) promised(j, next int) (from, to int, ok bool) {
	ph := s.p.Phrases[j]
	if ph.Head+2 < ph.End && s.p.Tokens[ph.Head+1].Lower == "of" {
		return ph.Head + 2, ph.End, true
	}
	end := s.plainEnd(next)
	switch {
	case ph.Head+1 < ph.End || next >= end:
		return 0, 0, false
	case (s.firstWord(next) == "of" || s.firstWord(next) == "for" && s.p.Tokens[ph.Head].Lemma == "proposal") && s.p.KindAt(next+1) == english.NounPhrase:
		return s.p.Phrases[next+1].Start, s.p.Phrases[next+1].End, true
	case s.p.KindAt(next) == english.VerbPhrase && s.p.Phrases[next].Verb.Infinitive:
		return s.p.VerbStart(s.p.Phrases[next]), s.p.Phrases[end-1].End, true
	}
	return 0, 0, false
}

// holder gives whose a noun of promise is by the words before it; nobody where they do not say. ok is false where they say more
// than that it is one.
func (s *sentence) holder(j int) (who parties.Party, ok bool) {
	ph := s.p.Phrases[j]
	who = s.owner(j)
	for t := ph.Start; t < ph.Head; t++ {
		tok := s.p.Tokens[t]
		pl, _, place := parties.PlaceIn(s.p.Tokens[t : t+1])
		switch {
		case place && !who.Known():
			who = parties.Party{Key: pl.Code, Name: pl.Name}
		case tok.Tag == "DT" && tok.Lower != "no", tok.Tag == "PRP$", tok.Tag == "POS", plainAdj[tok.Lower], tok.Noun() && who.Known():
		case strings.HasPrefix(tok.Tag, "JJ") && s.p.Tokens[ph.Head].Tag != "NN" || !who.Known() || !place && strings.HasPrefix(tok.Tag, "JJ"):
			return parties.Party{}, false
		}
	}
	return who, true
}

// givenBy finds by whom a thing was proposed, told beside it: "a joint ferry line, proposed by Norway in May".
func (s *sentence) givenBy(j int) (pointed, bool) {
	v := s.p.Phrases[j].Verb
	firm, ok := s.verbStance(j)
	at := j - 1
	if s.p.KindAt(at) == english.Comma {
		at--
	}
	if !ok || firm != stance.Proposed || !v.Participle || s.firstWord(j+1) != "by" || s.p.KindAt(j+2) != english.NounPhrase || s.p.KindAt(at) != english.NounPhrase || s.p.IsPronoun(s.p.Phrases[at]) || s.p.HeadToken(at).Proper() {
		return pointed{}, false
	}
	who := s.agents(j + 2)
	return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: s.p.Span(at, at+1)}, firmest: firm, rests: []int{at, j, j + 2}}, len(who) > 0
}

// verbStance gives the Stance of a verb of promising, offering or proposing by itself.
func (s *sentence) verbStance(j int) (stance.Stance, bool) {
	v := s.p.Phrases[j].Verb
	if v.Negated || v.Modal != "" {
		return "", false
	}
	switch v.Lemma {
	case "promise", "pledge", "vow", "guarantee":
		return stance.Pledged, true
	case "offer", "volunteer":
		return stance.Ready, true
	case "propose", "suggest", "demand":
		return stance.Proposed, true
	case "refuse", "reject", "decline":
		return stance.Declined, true
	}
	return "", false
}

// firstWord is the first word of phrase i, lower case; "" where there is no such phrase.
func (s *sentence) firstWord(i int) string {
	if i < 0 || i >= len(s.p.Phrases) {
		return ""
	}
	return s.p.Tokens[s.p.Phrases[i].Start].Lower
}

// plainEnd gives the phrase after the last that belongs to what begins before from: up to a mark, a finite verb or a word that
// begins a clause.
func (s *sentence) plainEnd(from int) int {
	i := from
	for ; i < len(s.p.Phrases); i++ {
		switch ph := s.p.Phrases[i]; ph.Kind {
		case english.Comma, english.Break, english.Stop, english.Subordinator, english.Relative, english.QuoteClose, english.QuoteOpen:
			return i
		case english.VerbPhrase:
			if ph.Verb.Finite() {
				return i
			}
		}
	}
	return i
}
