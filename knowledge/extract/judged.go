package extract

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/stance"
)

// judged is one clause with what the rules ask about it.
type judged struct {
	*sentence
	k    int
	c    english.Clause
	v    english.VerbGroup
	next int    // phrase after the verb; adverbs and quotation marks skipped
	low  string // the clause from its verb on, in lower case
}

func (s *sentence) judged(k int) *judged {
	c := s.p.Clauses[k]
	j := &judged{sentence: s, k: k, c: c, v: s.p.VerbOf(c), next: c.Verb + 1, low: " " + strings.ToLower(s.p.Span(c.Verb, c.End)) + " "}
	for s.p.QuoteOrAdverb(j.next) {
		j.next++
	}
	return j
}

func (j *judged) subject() (english.Token, bool) {
	if len(j.c.Subjects) == 0 {
		return english.Token{}, false
	}
	return j.p.HeadToken(j.c.Subjects[0]), true
}

// is says whether a word is one of several.
func is(word string, words ...string) bool { return slices.Contains(words, word) }

// subjectIs says whether the head of the subject is in a class.
func (j *judged) subjectIs(class string) bool {
	h, ok := j.subject()
	return ok && unsettled()[class][h.Lemma]
}

// firstOfSubject is the first word of the subject.
func (j *judged) firstOfSubject() string {
	if len(j.c.Subjects) == 0 {
		return ""
	}
	return j.p.Tokens[j.p.Phrases[j.c.Subjects[0]].Start].Lower
}

func (j *judged) firstAt(i int) string {
	if i < 0 || i >= len(j.p.Phrases) {
		return ""
	}
	return j.p.Tokens[j.p.Phrases[i].Start].Lower
}

func (j *judged) kind(i int) english.PhraseKind { return j.p.KindAt(i) }

// verbIn says whether the verb, with its particle where it has one, is in a class.
func (j *judged) verbIn(class string) bool {
	words := unsettled()[class]
	if j.v.Particle != "" {
		return words[j.v.Lemma+" "+j.v.Particle]
	}
	return words[j.v.Lemma]
}

// head is the head of phrase i, the zero Token where there is none.
func (j *judged) head(i int) english.Token {
	if i < 0 || i >= len(j.p.Phrases) {
		return english.Token{}
	}
	return j.p.HeadToken(i)
}

// verbAt is the verb group at phrase i, the zero one where there is none.
func (j *judged) verbAt(i int) english.VerbGroup {
	if i < 0 || i >= len(j.p.Phrases) {
		return english.VerbGroup{}
	}
	return j.p.Phrases[i].Verb
}

// copula says whether the clause joins its subject to what it is.
func (j *judged) copula() bool { return stance.Copula[j.v.Lemma] && !j.v.Passive }

func (j *judged) says(phrases ...string) bool {
	return slices.ContainsFunc(phrases, func(ph string) bool { return strings.Contains(j.low, " "+ph) })
}

// past says whether the clause tells what has been: "was dropped", "has been dropped", "dropped".
func (j *judged) past() bool {
	first := j.p.Tokens[j.p.Phrases[j.c.Verb].Start].Lower
	return j.v.Modal == "" && (j.v.Past || j.v.Perfect || first == "was" || first == "were")
}

// personal says whether the subject is a party, which has a mind, and no text or event.
func (j *judged) personal() bool {
	return len(j.c.Subjects) > 0 && j.parties[j.c.Subjects[0]].Known() && !stance.IsText(j.p.HeadToken(j.c.Subjects[0])) || len(j.c.Subjects) > 0 && j.p.IsPronoun(j.p.Phrases[j.c.Subjects[0]]) && j.firstOfSubject() != "it"
}

// subjectAt is the phrase of the subject; -2 for none.
func (j *judged) subjectAt() int {
	if len(j.c.Subjects) == 0 {
		return -2
	}
	return j.c.Subjects[0]
}

// stillOpen says whether "still" or "yet" stands in a clause.
func stillOpen(p *english.Parsed, c english.Clause) bool {
	for t := p.Phrases[c.Start].Start; t < p.Phrases[c.End-1].End; t++ {
		if w := p.Tokens[t].Lower; w == "still" || w == "yet" {
			return true
		}
	}
	return false
}

// refersBack says whether the clause names its matter by a pronoun, or not at all.
func (j *judged) refersBack() bool {
	if len(j.c.Subjects) > 0 {
		switch h := j.p.HeadToken(j.c.Subjects[0]); h.Lower {
		case "it", "they", "this", "that", "these":
			return j.c.Subjects[0] <= 1 && !j.expletive(j.k)
		}
		if ph := j.p.Phrases[j.c.Subjects[0]]; ph.Start == 0 && j.subjectIs("ruling") && is(j.firstOfSubject(), "a", "an", "the", "its", "that") && ph.End-ph.Start == 2 && j.kind(j.c.Subjects[0]+1) == english.VerbPhrase {
			return true // "a vote is expected"
		}
		if obj := j.p.ObjectOf(j.c); obj >= 0 && j.p.Phrases[obj].End == j.p.Phrases[obj].Start+1 {
			switch j.p.HeadToken(obj).Lower {
			case "it", "this", "that", "them":
				return true
			}
		}
		return len(strings.Fields(j.p.Span(j.c.Subjects[0], j.c.End))) <= 6
	}
	return false
}
