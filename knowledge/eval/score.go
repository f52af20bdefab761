package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"talksbot/knowledge"
)

// What of an Answer counts: a reader does not go on for ever.
const (
	maxStatements = 8
	maxWords      = 260 // of Statement texts together; the first Statement counts whatever its length
)

// scorer counts. Its first error stays: the figures are then worth nothing.
type scorer struct {
	text texts
	show io.Writer // nil: nothing is shown
	err  error
}

// any tells whether one of the patterns fits somewhere in a text.
func (s *scorer) any(ps patterns, text string) bool {
	for _, p := range ps {
		ok, err := p.re.MatchString(text)
		if err != nil && s.err == nil {
			s.err = fmt.Errorf("matching %q: %w", p.source, err)
		}
		if ok {
			return true
		}
	}
	return false
}

func (s *scorer) miss(format string, args ...any) {
	if s.show != nil {
		fmt.Fprintf(s.show, format+"\n", args...)
	}
}

// badQuotes counts Citations whose quote does not stand in the article they name.
func (s *scorer) badQuotes(cs []knowledge.Citation) (n int) {
	for _, c := range cs {
		if !s.text.has(c.Article, c.Quote) {
			n++
		}
	}
	return n
}

// questions fills in all figures of r but the Ledger's. answers[i] is the Answer to qs[i].
func (s *scorer) questions(r *Report, qs []question, answers []knowledge.Answer) {
	r.Questions, r.RecallByType = len(qs), map[string]Share{}
	for i, q := range qs {
		a := answers[i]
		answered := a.Status == knowledge.Answered
		own := make([]string, 0, len(a.Statements))
		for _, st := range a.Statements {
			own = append(own, st.Text)
			if len(st.Citations) == 0 {
				r.Uncited++
			}
			r.QuotesNotVerbatim += s.badQuotes(st.Citations)
		}
		said := strings.Join(own, " ")
		if answered && s.any(q.Forbid, said) {
			r.ForbiddenAssertions++
		}
		if q.Unanswerable {
			r.RefusedUnanswerable.add(!answered)
			if answered {
				s.miss("SHOULD REFUSE %s %s => %s", q.ID, q.Text, cut(said, 160))
			}
			continue
		}
		r.FalseRefusals.add(!answered)
		kept := counting(a.Statements)
		topical := make([]bool, len(kept))
		found := 0
		for _, n := range q.Nuggets {
			ok := false
			for k, st := range kept {
				if citesOne(st.Citations, n.Sources) && s.any(n.Any, withQuotes(st.Text, st.Citations)) {
					ok, topical[k] = true, true
				}
			}
			if ok {
				found++
			} else {
				s.miss("MISS %s %s | wanted %q | got %s", n.ID, q.Text, n.Any, cmp.Or(cut(said, 200), string(a.Status)))
			}
		}
		r.NuggetRecall.addAll(found, len(q.Nuggets))
		r.FullyAnswered.add(found == len(q.Nuggets))
		for _, t := range topical {
			r.OnTopic.add(t)
		}
		r.StatementsPerAnswer.Sum += len(kept)
		r.StatementsPerAnswer.Count++
		b := r.RecallByType[q.Type]
		b.addAll(found, len(q.Nuggets))
		r.RecallByType[q.Type] = b
	}
}

// counting is the start of an Answer that counts.
func counting(all []knowledge.Statement) []knowledge.Statement {
	all = all[:min(len(all), maxStatements)]
	n := 0
	for k, st := range all {
		if n += len(words(st.Text)); n > maxWords && k > 0 {
			return all[:k]
		}
	}
	return all
}

func citesOne(cs []knowledge.Citation, sources []string) bool {
	return slices.ContainsFunc(cs, func(c knowledge.Citation) bool { return slices.Contains(sources, c.Article) })
}

func withQuotes(text string, cs []knowledge.Citation) string {
	for _, c := range cs {
		text += " " + c.Quote
	}
	return text
}

// listed is an entry of the Ledger as the gold sees it.
type listed struct {
	actor, words, standing string // standing: the stance of a Commitment, the status of an OpenIssue
	citations              []knowledge.Citation
}

func fromCommitments(cs []knowledge.Commitment) (out []listed) {
	for _, c := range cs {
		out = append(out, listed{c.Actor, strings.Join([]string{c.Actor, c.Undertaking, c.Condition, string(c.Stance)}, " "), string(c.Stance), c.Citations})
	}
	return out
}

func fromIssues(is []knowledge.OpenIssue) (out []listed) {
	for _, i := range is {
		out = append(out, listed{"", i.Issue, string(i.Status), i.Citations})
	}
	return out
}

// ledger scores a list of the Ledger. An entry counts for a gold line when its actor fits, its words or quotes fit a
// pattern or rest on the gold quote's words, and it cites one of the sources; several entries may count for one line.
func (s *scorer) ledger(name string, gold []expected, entries []listed) *Ledger {
	l := &Ledger{Gold: len(gold), Entries: len(entries)}
	right, used := Share{}, make([]bool, len(entries))
	for _, x := range gold {
		found, good := false, false
		for k, e := range entries {
			if x.ActorAny != nil && !s.any(x.ActorAny, e.actor) || !citesOne(e.citations, x.Sources) {
				continue
			}
			if !s.any(x.what(), withQuotes(e.words, e.citations)) &&
				!slices.ContainsFunc(e.citations, func(c knowledge.Citation) bool { return sameWords(c.Quote, x.Quote) }) {
				continue
			}
			found, used[k] = true, true
			good = good || x.fits(e.standing)
		}
		l.Recall.add(found)
		if found {
			right.add(good)
		} else {
			s.miss("LEDGER MISS %s %s %q %q", name, x.ID, x.ActorAny, x.what())
		}
	}
	if name == "commitments" {
		l.StanceRight = &right
	} else {
		l.StatusRight = &right
	}
	for k, e := range entries {
		l.EntriesMatchingGold.add(used[k])
		l.QuotesNotVerbatim += s.badQuotes(e.citations)
		if len(e.citations) == 0 {
			l.Uncited++
		}
	}
	return l
}

// fits tells whether a stance or status is the gold one or one that will do too.
func (x *expected) fits(standing string) bool {
	return standing == cmp.Or(x.Stance, x.Status) || slices.Contains(slices.Concat(x.StanceAlt, x.StanceAlso, x.StatusAlt, x.StatusAlso), standing)
}
