package extract

import (
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/parties"
)

// notedIssue judges a Note of an issue: the sentence says in so many words, and of today, that something is open, and that is what
// the Note names. What is settled only the rules tell, since an issue that is shown as settled is not looked at again.
func (s *sentence) notedIssue(n Note, q quoted, had []Report) (Report, Refusal) {
	switch {
	case n.Status != IssueOpen && n.Status != IssuePartly && n.Status != IssueSettled || n.Issue == "":
		return Report{}, Unreadable
	case n.Status != IssueOpen:
		return Report{}, Otherwise
	case !q.says(n.Issue) || !slices.ContainsFunc(index.Terms(n.Issue), TellsMatter):
		return Report{}, Added
	}
	for _, r := range had {
		if r.Issue != "" && shared(r.Issue, n.Issue) {
			if r.Status == IssueOpen {
				return Report{}, Known
			}
			return Report{}, Otherwise
		}
	}
	for _, k := range s.opened() {
		c, at := s.p.Clauses[k], s.openWord(k)
		if !q.holds(s.p, c.Verb, at) || len(c.Subjects) > 0 && !q.holds(s.p, c.Subjects...) {
			continue
		}
		rep := Report{Passage: s.passage, Issue: english.Capitalised(strings.TrimRight(s.p.Text, ". ")), Status: IssueOpen, SaidBy: s.saidBy(k), Passing: true}
		if !s.saysSo(n.SaidBy, Report{SaidBy: rep.SaidBy, Actors: []parties.Party{{}}}) {
			return Report{}, Speaker
		}
		return rep, ""
	}
	return Report{}, Unwritten
}

// leavesOpen says whether the sentence has words by which a Note of an issue is taken.
func (s *sentence) leavesOpen() bool { return len(s.opened()) > 0 }

// opened gives the clauses that say that something is open, of a sentence that settles, denies and foretells nothing.
func (s *sentence) opened() (out []int) {
	text := strings.TrimRight(s.p.Text, `"”’' `)
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, ":") || slices.ContainsFunc(s.p.Tokens, func(t english.Token) bool {
		return closings[t.Lower] || doubts[t.Lower] || denies(t.Lower) || t.Lower == "had"
	}) {
		return nil
	}
	for k := range s.p.Clauses {
		if s.openWord(k) >= 0 && !s.vetoed(k) {
			out = append(out, k)
		}
	}
	return out
}

// closings are words of what is settled, or is not told as it is.
var closings = english.Set("whatever once settled resolved solved agreed decided closed ended over finished concluded overcome cleared signed done may might could would will")

// openWord gives the phrase of clause k that says that something is open: an adjective after its verb, or the noun that remains or
// that there is; -1 for none.
func (s *sentence) openWord(k int) int {
	c := s.p.Clauses[k]
	v := s.p.VerbOf(c)
	if v.Past || v.Perfect || v.Negated || v.Modal != "" || v.Passive {
		return -1
	}
	stays := v.Lemma == "remain" || v.Lemma == "stay" || v.Lemma == "persist" || v.Lemma == "linger"
	if v.Lemma != "be" && !stays {
		return -1
	}
	next := c.Verb + 1
	for s.p.QuoteOrAdverb(next) {
		next++
	}
	if s.p.KindAt(next) == english.Comma { // is, to this day, contentious
		for i := next + 1; i < c.End; i++ {
			if s.p.KindAt(i) == english.Comma {
				next = i + 1
				break
			}
		}
	}
	if next < len(s.p.Phrases) && s.p.KindAt(next) == english.Adjective && unsettled()["adj"][s.p.HeadToken(next).Lower] {
		return next
	}
	for _, j := range append(slices.Clone(c.Subjects), next) {
		if j < len(s.p.Phrases) && s.p.KindAt(j) == english.NounPhrase && unsettled()["noun"][s.p.HeadToken(j).Lemma] && (stays || j > c.Verb) {
			return j
		}
	}
	return -1
}
