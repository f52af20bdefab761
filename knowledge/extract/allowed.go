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
}

// allowed gives such readings of the sentence. There are none where it denies, doubts or asks anything, or tells of old times.
func (s *sentence) allowed() []pointed {
	for i, t := range s.p.Tokens {
		if denials[t.Lower] || strings.HasSuffix(t.Lower, "n't") || t.Lower == "had" || t.Tag == "CD" && s.oldYear(t.Text) || t.Lower == "used" && i+1 < len(s.p.Tokens) && s.p.Tokens[i+1].Lower == "to" {
			return nil
		}
	}
	var out []pointed
	for j, ph := range s.p.Phrases {
		var pt pointed
		ok := false
		switch ph.Kind {
		case english.NounPhrase:
			pt, ok = s.held(j)
		case english.VerbPhrase:
			if pt, ok = s.givenBy(j); !ok {
				pt, ok = s.inserted(j)
			}
		case english.Adjective:
			pt, ok = s.fronted(j)
		}
		if ok && s.finish(&pt) {
			out = append(out, pt)
		}
	}
	if pt, ok := s.whatIs(); ok && s.finish(&pt) {
		out = append(out, pt)
	}
	return out
}

// denials are words after which a sentence may mean the contrary, or nothing that is so now.
var denials = english.Set(`not never no nor neither none nobody nothing without hardly barely scarcely former formerly ago previously originally
	earlier once if whether unless hope hopes hoped hopeful wish wishes fear fears feared doubt doubts deny denies denied denial allegedly reportedly
	supposedly rumour rumours rumor rumors false falsely broken empty hollow unkept withdrew withdrawn retracted scrapped reversed abandoned
	instead despite although though however lie lied lies`)

// oldYear says whether a text is a year before that of the Article.
func (s *sentence) oldYear(text string) bool {
	day := s.r.article.Day()
	return len(text) == 4 && text >= "1000" && text < "2100" && (day == "" || text < day[:4])
}

// finish fills in what the sentence says beside the undertaking; false where that says nothing.
func (s *sentence) finish(pt *pointed) bool {
	rep := &pt.rep
	rep.Passage, rep.Undertaking = s.passage, tidy(rep.Undertaking)
	if len(rep.Actors) == 0 || !substantial(rep.Undertaking) || !readable(rep.Undertaking) {
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
	return repeated[v.Lemma] || taken[v.Lemma] || stance.VerbIs(s.p, c.Verb, "light")
}

var (
	repeated = english.Set("repeat renew reaffirm confirm reiterate welcome praise announce record applaud")
	taken    = english.Set("make have give get receive secure win obtain bring lead top head join carry cite note")
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
	c := s.p.Clauses[s.clauseOf(j)]
	end := s.plainEnd(j + 1)
	if j < c.Verb {
		end = min(end, c.Verb)
	}
	from := j + 1
	if w := s.firstWord(from); (w == "from" || w == "by") && s.p.KindAt(from+1) == english.NounPhrase { // a commitment from Norway to …
		owner, from = s.parties[from+1], from+2
		pt.rests = append(pt.rests, from-1)
	}
	switch w := s.firstWord(from); {
	case w == "of" && s.p.KindAt(from+1) == english.NounPhrase:
		from++
	case s.p.KindAt(from) == english.VerbPhrase && s.p.Phrases[from].Verb.Infinitive:
	default:
		return pointed{}, false
	}
	for i := from + 1; i < end; i++ { // a pledge of 5 million from Norway
		if w := s.firstWord(i); (w == "from" || w == "by") && s.p.KindAt(i+1) == english.NounPhrase && s.parties[i+1].Known() && !owner.Known() {
			owner, end = s.parties[i+1], i
			pt.rests = append(pt.rests, i+1)
		}
	}
	if !owner.Known() || end <= from {
		return pointed{}, false
	}
	pt.rep.Actors = []parties.Party{owner}
	start := s.p.Phrases[from].Start
	if s.p.KindAt(from) == english.VerbPhrase {
		start = s.p.VerbStart(s.p.Phrases[from])
	}
	pt.rep.Undertaking = s.p.TokenSpan(start, s.p.Phrases[end-1].End)
	pt.rests = append(pt.rests, end-1)
	return pt, true
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

// givenBy finds what is told beside a thing, by whom it was promised: "forty engineers, pledged by Norway in May".
func (s *sentence) givenBy(j int) (pointed, bool) {
	v := s.p.Phrases[j].Verb
	firm, ok := s.verbStance(j)
	at := j - 1
	if s.p.KindAt(at) == english.Comma {
		at--
	}
	if !ok || !v.Participle || s.firstWord(j+1) != "by" || s.p.KindAt(j+2) != english.NounPhrase || s.p.KindAt(at) != english.NounPhrase || s.p.IsPronoun(s.p.Phrases[at]) || s.parties[at].Known() && english.Amount(s.p.Span(at, at+1)) == "" && !english.HasSum(s.p.Tokens[s.p.Phrases[at].Start:s.p.Phrases[at].End]) {
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

// inserted finds a promise told around its verb: "The engineers, Norway pledged, would stay until May". What another party would
// do is not promised by whoever says so.
func (s *sentence) inserted(j int) (pointed, bool) {
	k := -1
	for q, c := range s.p.Clauses {
		if c.Verb == j {
			k = q
		}
	}
	firm, ok := s.verbStance(j)
	if k < 0 || !ok || firm != stance.Pledged || len(s.p.Clauses[k].Subjects) == 0 {
		return pointed{}, false
	}
	who := s.subjects(k)
	for q, c := range s.p.Clauses {
		v := s.p.VerbOf(c)
		if q == k || s.p.Speaker(q) != k || c.Start > j || v.Modal != "would" && v.Modal != "will" || v.Negated || len(c.Subjects) != 1 || s.p.KindAt(c.Subjects[0]) != english.NounPhrase {
			continue
		}
		if of := s.parties[c.Subjects[0]]; of.Known() && !sameParties([]parties.Party{of}, who) {
			return pointed{}, false
		}
		end := max(s.cutTail(c.Verb+1, c.End), c.Verb+1)
		subject, rest := s.p.Span(c.Subjects[0], c.Subjects[0]+1), s.p.TokenSpan(s.p.Phrases[c.Verb].Start, s.p.Phrases[end-1].End)
		return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: subject + " " + rest}, firmest: firm, rests: []int{c.Subjects[0], j, c.Verb, end - 1}}, true
	}
	return pointed{}, false
}

// fronted finds a readiness before whose it is: "Ready to send engineers, too, is Norway".
func (s *sentence) fronted(j int) (pointed, bool) {
	var firm stance.Stance
	for _, class := range []string{"adj-ready", "adj-pledged", "adj-declined"} {
		if stance.Classes()[class][s.p.HeadToken(j).Lower] {
			firm = stance.OfClass[class]
		}
	}
	if firm == "" || s.p.KindAt(j+1) != english.VerbPhrase || !s.p.Phrases[j+1].Verb.Infinitive || j > 0 && strings.ToLower(s.p.Span(0, j)) != "among those" && strings.ToLower(s.p.Span(0, j)) != "also" {
		return pointed{}, false
	}
	end := s.plainEnd(j + 2)
	for i := end; i < len(s.p.Phrases); i++ {
		ph := s.p.Phrases[i]
		if ph.Kind != english.VerbPhrase {
			continue
		}
		if ph.Verb.Lemma != "be" || ph.Verb.Modal != "" || ph.Verb.Past || s.p.KindAt(i+1) != english.NounPhrase {
			return pointed{}, false
		}
		who := s.agents(i + 1)
		return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: s.p.TokenSpan(s.p.VerbStart(s.p.Phrases[j+1]), s.p.Phrases[end-1].End)},
			firmest: firm, rests: []int{i, j, j + 1, end - 1, i + 1}}, len(who) > 0
	}
	return pointed{}, false
}

// whatIs finds what is promised behind "is": "What Norway has promised is forty engineers".
func (s *sentence) whatIs() (pointed, bool) {
	if len(s.p.Clauses) < 2 || !strings.EqualFold(s.p.Span(0, 1), "what") {
		return pointed{}, false
	}
	c := s.p.Clauses[0]
	firm, ok := s.verbStance(c.Verb)
	is := c.Verb + 1
	if !ok || s.p.KindAt(is) != english.VerbPhrase || s.p.Phrases[is].Verb.Lemma != "be" || s.p.Phrases[is].Verb.Modal != "" || s.p.KindAt(is+1) != english.NounPhrase {
		return pointed{}, false
	}
	who := s.subjects(0)
	end := max(s.plainEnd(is+2), is+2)
	return pointed{rep: Report{Actors: who, Stance: firm, Undertaking: s.p.Span(is+1, end)}, firmest: firm, rests: []int{c.Verb, is + 1, end - 1}}, len(who) > 0
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
