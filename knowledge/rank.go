package knowledge

import (
	"regexp"
	"strings"
)

// What tells passages that answer from those that do not, as a share of what carrying all the question's words says. Most were
// fitted as a logistic regression over sixty such signs on eleven stories, each story's questions judged by the other ten;
// signs that changed nothing were left out. byPromise, byTurn, byCondition, byDangling, byPublisher and byName, and what keeps
// a conversation with its article, were set by hand afterwards and checked on the same stories.
const (
	byWords     = 0.6   // rank among what the index found
	byBefore    = 0.34  // the sentence before carries the question's words
	byEarlier   = 0.16  // one of the two before that
	byArticle   = 0.35  // the Article has a sentence that does
	byParties   = -0.27 // it speaks of none of the parties
	byWanted    = -0.22 // it has not the kind of thing that is asked for
	byActor     = 0.12  // the Ledger has it as what a party of the question undertakes by itself
	byEvidence  = 0.03  // the Ledger has it
	byPromise   = 0.3   // the same, where who undertook something is asked for
	byIssue     = 0.3   // the Ledger has it as an issue, asked for
	byCondition = 0.3   // it says on what something depends, asked for
	byTurn      = 0.2   // the Ledger has it of a party whose change is asked for
	byNumber    = 0.11  // it has the number of the question
	byRecency   = 0.13  // it is in the newest Article rather than the oldest
	byNow       = 0.33  // the same, where what holds now is asked for; the other way for what was first
	byDangling  = -0.2  // it points at a sentence that is not shown
	byPublisher = 0.2   // its publisher is named in the question
	byName      = 0.1   // it names somebody, asked for
)

var conditional = regexp.MustCompile(`(?i)\b(?:if|unless|provided|providing|on condition|conditional|only (?:if|when|once|after)|once|until|subject to|depends?|depending|as long as|so long as|in exchange|in return|may not|must|no less than|at least|not before|without)\b`)

// pointsBack finds "this" and the like that stand for a sentence before.
var pointsBack = regexp.MustCompile(`(?i)\b(?:this|these|those)\s+(?:an?|the|is|was|were|are|would|will|has|had|as|in|at|on)\b`)

// score ranks passages: f.score of each.
func (st *state) score(in *inquiry, fs []found, words map[place]float64, stay map[int]int) {
	own := make(map[place]float64, len(fs))
	best := map[int]float64{}
	for i := range fs {
		f := &fs[i]
		own[f.place] = f.own
		best[f.place.entry] = max(best[f.place.entry], f.covers)
	}
	ledger := in.kind == commitments || in.kind == several || in.kind == comparing || in.kind == changing
	for i := range fs {
		f := &fs[i]
		p := f.place
		s := f.covers + byWords*words[p] + byArticle*best[p.entry] + byBefore*own[place{p.entry, p.passage - 1}] +
			byEarlier*max(own[place{p.entry, p.passage - 2}], own[place{p.entry, p.passage - 3}])
		if !f.parties {
			s += byParties
		}
		if !f.wanted {
			s += byWanted
		} else if in.want == wantWho && f.values[0] == 2 {
			s += byName
		}
		if f.entry >= 0 && ledger {
			s += byEvidence
			if in.kind == commitments && in.want == wantWho {
				s += byPromise
			}
			for _, k := range in.parties {
				// what a party undertakes by itself says more of it than what it does with others
				if st.reg.acts(f.entry, in.concepts[k]) && !strings.Contains(st.commitments[f.entry].Actor, " and ") {
					s += byActor
					break
				}
			}
		}
		if text := st.text(p); (strings.Contains(text, "his ") || strings.Contains(text, "hese ") || strings.Contains(text, "hose ")) && pointsBack.MatchString(text) {
			s += byDangling
		}
		if in.kind == issuesKind && st.reg.issueAt[p] {
			s += byIssue
		}
		if in.conds && conditional.MatchString(st.text(p)) {
			s += byCondition
		}
		if in.kind == changing && f.entry >= 0 && len(in.parties) > 0 {
			s += byTurn
		}
		for k, c := range in.concepts {
			if c.value != 0 && f.match[k] == 1 {
				s += byNumber
			}
		}
		s += byRecency * st.recency(p.entry)
		switch {
		case in.recent > 0:
			s += byNow * st.recency(p.entry)
		case in.recent < 0:
			s -= byNow * st.recency(p.entry)
		}
		if e, ok := stay[p.entry]; ok { // a conversation stays with the article it is about
			s += 0.15
			if !in.matter {
				s += 0.2
			}
			switch d := p.passage - e; {
			case d == 0:
				s -= 0.35 // that was said
			case d > 0 && d <= 3:
				s += 0.1
			}
		}
		if in.sources[p.entry] {
			s += byPublisher
		}
		f.score = s
	}
}
