package extract

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
)

// whole is the clause with its subject. A clause without a subject that names something tells nothing by itself: then
// it is the sentence.
func (j *judged) whole() string {
	from := j.subjectStart(j.k)
	if from == j.c.Verb || from == j.c.Start && len(j.c.Subjects) == 0 || j.pointsBack() {
		return j.sentenceWords()
	}
	return j.p.Span(from, j.cutTail(j.c.Verb+1, j.c.End))
}

// anaphoric are the words by which a subject only points back.
var anaphoric = english.Set("it they this that these those he she")

// pointsBack says whether the subject is such a word and nothing else.
func (j *judged) pointsBack() bool {
	if len(j.c.Subjects) != 1 {
		return false
	}
	ph := j.p.Phrases[j.c.Subjects[0]]
	return ph.End == ph.Start+1 && anaphoric[j.p.Tokens[ph.Start].Lower]
}

// dependent is the clause with those that hang on it.
func (j *judged) dependent() string {
	from := j.subjectStart(j.k)
	switch {
	case from == j.c.Verb:
		return j.sentenceWords()
	case j.pointsBack():
		from = 0
	}
	return j.p.Span(from, j.dependentEnd(j.k))
}

// core is the clause without what tells when, why and after what; and without the party that acts in it, where the rest
// names a matter.
func (j *judged) core() string {
	from := j.subjectStart(j.k)
	if h, ok := j.subject(); from == j.c.Verb || ok && anaphoric[h.Lower] {
		return ""
	}
	end := j.cutTail(j.c.Verb+1, j.c.End)
	for i := j.c.Verb + 1; i < end; i++ {
		switch k := j.kind(i); {
		case k == english.Comma || k == english.Break || k == english.Subordinator,
			k == english.Preposition && (laterPreps[j.firstAt(i)] || j.kind(i+1) == english.NounPhrase && j.p.IsTime(j.p.Phrases[i+1])):
			end = i
		}
	}
	if rest := j.p.Span(j.c.Verb+1, end); len(j.c.Subjects) > 0 && j.parties[j.c.Subjects[0]].Known() && !j.v.Passive {
		if n := slices.DeleteFunc(index.Terms(rest), func(t string) bool { return !TellsMatter(t) }); len(n) >= 2 {
			return rest
		}
	}
	return j.p.Span(from, end)
}

var laterPreps = english.Set("after before since until pending following during by within")

// subjectWords is the subject.
func (j *judged) subjectWords() string {
	if len(j.c.Subjects) == 0 {
		return ""
	}
	return j.p.Span(j.c.Subjects[0], max(j.c.Subjects[len(j.c.Subjects)-1]+1, min(j.c.Verb, j.c.Subjects[0]+1)))
}

// ownMind says whether nothing is open but what the subject makes of a matter that the clause does not name: "has not
// decided", "put off its decision until May".
func (j *judged) ownMind() bool {
	i := j.next
	postponed := unsettled()["postpones"][strings.TrimSpace(j.v.Lemma+" "+j.v.Particle)]
	switch w := j.verbAt(i); {
	case w.Infinitive: // has yet to decide
		if !ownMinds[w.Lemma] {
			return false
		}
		i++
	case j.v.Passive || !ownMinds[j.v.Lemma] && !postponed:
		return false
	}
	for j.p.QuoteOrAdverb(i) {
		i++
	}
	if h := j.head(i); j.kind(i) == english.NounPhrase && (is(h.Lemma, "decision", "mind", "position", "side", "answer", "reply", "response", "stand") || unsettled()["approval"][h.Lemma]) {
		i++
	} else if postponed {
		return false
	}
	for j.kind(i) == english.NounPhrase && j.p.IsTime(j.p.Phrases[i]) {
		i++
	}
	switch j.kind(i) {
	case english.Preposition:
		return j.kind(i+1) != english.Relative && (laterPreps[j.firstAt(i)] || i+1 < len(j.p.Phrases) && j.p.IsTime(j.p.Phrases[i+1]))
	case english.Subordinator:
		return j.firstAt(i) != "whether" && j.firstAt(i) != "if" && j.firstAt(i) != "that"
	case 0, english.Comma, english.Break, english.Stop, english.Conjunction, english.QuoteClose:
		return true
	}
	return false
}

var ownMinds = english.Set("decide make take respond react answer reply have vote give")

// afterVerb is what follows the verb.
func (j *judged) afterVerb() string { return j.p.Span(j.c.Verb+1, j.dependentEnd(j.k)) }

// hangsFrom is what follows the verb up to the next mark.
func (j *judged) hangsFrom() string {
	if unsettled()["awaits"][j.v.Lemma] || j.v.Lemma == "wait" {
		return j.core()
	}
	end := j.c.Verb + 1
	for end < j.dependentEnd(j.k) && !j.p.IsMark(end) {
		end++
	}
	return j.p.Span(j.c.Verb+1, end)
}

// question is the whether-, who- or how-clause after the verb.
func (j *judged) question() string {
	return j.p.Span(j.clauseAfter(j.k), j.dependentEnd(j.k))
}

// allWords is the sentence.
func (j *judged) allWords() string { return j.p.Span(0, len(j.p.Phrases)-1) }

// sentenceWords is the sentence up to the end of the clause.
func (j *judged) sentenceWords() string { return j.p.Span(0, j.cutTail(j.c.Verb+1, j.c.End)) }

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
		prev := s.p.Phrases[j-1]
		toBe := prev.Verb.Infinitive && prev.Verb.Passive && unsettled()["settles"][prev.Verb.Lemma] && is(before[0].Lower, "still", "yet") // still to be settled is
		if toBe && j <= 2 {
			return s.p.Span(j+1, s.p.Clauses[max(0, s.clauseOf(j))].End), s.clauseOf(j), true
		}
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

// subjectStart is the first phrase of what clause k is about, with a whether- or how-clause that is its subject.
func (s *sentence) subjectStart(k int) int {
	c := s.p.Clauses[k]
	if len(c.Subjects) > 0 && !c.Inverted {
		return min(c.Subjects[0], c.Verb)
	}
	// "How much it will pay has not been decided": the clause before is the subject
	for q := k - 1; q >= 0; q-- {
		d := s.p.Clauses[q]
		if d.Kind == english.RelativeCl && d.Start > 0 && s.p.KindAt(d.Start-1) == english.Comma {
			continue // "…, where it rains, …"
		}
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
			if w := s.p.HeadToken(j).Lower; w == "whether" || w == "if" || w == "when" && j == s.p.Clauses[k].Verb+1+s.infinitives(k) {
				return j
			}
		case english.Stop:
			return -1
		}
	}
	return -1
}

// infinitives counts those right after the verb of clause k: "declined to say".
func (s *sentence) infinitives(k int) (n int) {
	for s.p.KindAt(s.p.Clauses[k].Verb+1+n) == english.VerbPhrase {
		n++
	}
	return n
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
