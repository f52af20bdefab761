package extract

import (
	"strings"
	"unicode"

	"talksbot/knowledge/english"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

// fill sets undertaking, condition, deadline and amount from the words of clause k.
func (s *sentence) fill(rep *Report, k int, pr stance.Predicate) {
	c := s.p.Clauses[k]
	from := pr.From
	if pr.Whole {
		from = s.p.Phrases[c.Verb].Start
		if len(c.Subjects) > 0 {
			from = s.p.Phrases[c.Subjects[0]].Start
		}
	}
	if pr.Child > 0 { // what is promised is a clause of its own
		d := s.p.Clauses[pr.Child]
		rep.Undertaking = tidy(s.p.TokenSpan(pr.From, s.p.Phrases[max(s.cutTail(d.Verb+1, d.End)-1, d.Verb)].End))
		rep.Amount, rep.Deadline = english.Amount(rep.Undertaking), english.Deadline(rep.Undertaking)
		return
	}
	if pr.Object > 0 {
		rep.Undertaking = tidy(s.p.Span(pr.Object, pr.Object+1))
		rep.Amount = english.Amount(rep.Undertaking)
		return
	}
	end := c.End
	condFrom, condEnd := s.condition(k)
	if condFrom >= 0 {
		rep.Condition = s.p.Span(condFrom, condEnd)
		if s.p.Phrases[condFrom].Start > from && condFrom < end {
			end = condFrom
		}
	}
	end = s.cutTail(max(c.Verb+1, s.p.PhraseAt(from)), end)
	tail := s.p.Phrases[max(end-1, 0)].End
	if tail <= from {
		tail = min(from+1, len(s.p.Tokens))
	}
	rep.Undertaking = tidy(s.p.TokenSpan(from, tail))
	whole := s.p.Span(min(c.Start, c.Verb), c.End)
	rep.Deadline = english.Deadline(whole)
	rep.Amount = english.Amount(rep.Undertaking)
}

// cutTail ends an undertaking where the sentence goes on about something else: ", telling …", ", which …", ", X said".
func (s *sentence) cutTail(from, end int) int {
	for j := from; j < end; j++ {
		ph := s.p.Phrases[j]
		if ph.Kind == english.Conjunction && s.p.Tokens[ph.Start].Lower == "but" {
			return j
		}
		if ph.Kind == english.Break && s.p.Tokens[ph.Start].Lower == ";" {
			return j
		}
		if ph.Kind != english.Comma && ph.Kind != english.Break {
			continue
		}
		switch s.p.KindAt(j + 1) {
		case english.VerbPhrase:
			if s.p.Phrases[j+1].Verb.Participle && j > from {
				return j
			}
		case english.Relative:
			return j
		case english.Preposition:
			if strings.EqualFold(s.p.Span(j+1, j+2), "according to") {
				return j
			}
		case english.Conjunction:
			if s.p.Tokens[s.p.Phrases[j+1].Start].Lower == "but" {
				return j
			}
		case english.Subordinator:
			switch s.p.Tokens[s.p.Phrases[j+1].Start].Lower {
			case "although", "though", "while", "whereas", "because", "as":
				return j
			}
		}
	}
	for end > from {
		switch s.p.Phrases[end-1].Kind {
		case english.Comma, english.Break, english.Conjunction, english.Preposition, english.Subordinator, english.Stop, english.QuoteOpen, english.Adverb:
			if s.p.Phrases[end-1].Kind == english.Adverb && (len(s.p.Span(end-1, end)) > 3 || s.p.HeadToken(end-1).Tag == "RP") {
				return end
			}
			end--
			continue
		}
		break
	}
	return end
}

// tidy drops a mark that has lost its partner.
func tidy(t string) string {
	t = strings.TrimSpace(strings.TrimLeft(t, ",;: "))
	t = strings.TrimRight(t, ",;: ")
	for _, q := range [][2]string{{"“", "”"}, {"(", ")"}} {
		if strings.Count(t, q[0]) > strings.Count(t, q[1]) {
			if i := strings.LastIndex(t, q[0]); i == 0 || strings.TrimSpace(t[i+len(q[0]):]) == "" {
				t = strings.TrimSpace(strings.Replace(t, q[0], "", 1))
			} else {
				t += q[1]
			}
		} else if strings.Count(t, q[1]) > strings.Count(t, q[0]) {
			i := strings.Index(t, q[1])
			if strings.TrimSpace(t[i+len(q[1]):]) == "" {
				t = strings.TrimSpace(t[:i])
			} else {
				t = q[0] + t
			}
		}
	}
	if strings.Count(t, `"`)%2 == 1 {
		t = strings.TrimSpace(strings.Replace(t, `"`, "", 1))
	}
	t = strings.TrimRight(t, ",;: ")
	return t
}

// substantial says whether an undertaking names something: more than a pronoun or an adverb.
func substantial(u string) bool {
	f := strings.Fields(strings.ToLower(u))
	switch {
	case len(f) == 1 && loneActs[f[0]]:
		return true
	case len(f) == 0 || len(u) < 4:
		return false
	case len(f) == 1:
		return len(english.Quantities(u)) > 0 || lexicon.Known(f[0], lexicon.Any) && len(f[0]) > 4 && !pronounLike[f[0]] && !(strings.HasSuffix(f[0], "ly") && lexicon.Known(f[0], lexicon.Adverb))
	}
	for _, w := range f {
		if !pronounLike[strings.Trim(w, ".,")] {
			return true
		}
	}
	return false
}

// readable says whether an undertaking can be read by itself: it neither begins in the middle of something, "within six
// months", nor ends in what only the sentence before tells, nor is a remark that somebody will not make.
func readable(u string) bool {
	f := strings.Fields(strings.ToLower(strings.Trim(u, ".\"“” ")))
	if len(f) == 0 {
		return false
	}
	if last := f[len(f)-1]; len(f) <= 4 && (last == "first" || last == "second" || last == "latter" || last == "former") && !unicode.IsDigit(rune(f[0][0])) {
		return false // agreed to the first
	}
	if last := f[len(f)-1]; len(f) == 2 && (last == "refusal" || last == "rejection" || last == "opposition") {
		return false // stood by its refusal
	}
	if remarks[f[0]] || f[0] == "name" && len(f) <= 3 {
		return false // will not speculate about it
	}
	switch f[0] {
	case "it", "they", "he", "she", "'d", "’d":
		return false // it was proposed by the chair
	case "with", "within", "by", "in", "at", "from", "and", "as", "than", "until", "under", "during":
		return false
	case "a", "an", "the":
		if len(f) == 2 && (f[1] == "yes" || f[1] == "no" || f[1] == "papers" || f[1] == "latter" || f[1] == "former" || f[1] == "same") {
			return false
		}
	}
	return true
}

var remarks = english.Set("comment speculate elaborate guess confirm deny disclose say specify remark")

// bare says whether an undertaking is a verb without anything done by it, which only a few verbs are enough for.
func bare(u string) bool {
	f := strings.Fields(strings.ToLower(u))
	return len(f) == 1 && !loneActs[f[0]]
}
