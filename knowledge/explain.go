package knowledge

import (
	"context"
	"math"
)

// Explanation says how an Answer came about, for operators.
type Explanation struct {
	Taken   []string     `json:"taken"`             // the questions that it was taken for
	Found   []Considered `json:"found"`             // the passages that were looked at for the last of them, the best first
	Dropped []Rejected   `json:"dropped,omitempty"` // what was found and the gate did not let out as it was
}

// Considered is a Passage that was looked at for a Question.
type Considered struct {
	Citation Citation `json:"citation"`
	Score    float64  `json:"score"`   // by which it is ranked
	Covers   float64  `json:"covers"`  // share of the question's matter that it carries, 0 to 1
	Wanted   bool     `json:"wanted"`  // it has the kind of thing that is asked for
	Parties  bool     `json:"parties"` // it carries the parties that the question names
	Chosen   bool     `json:"chosen"`  // it is cited in the Answer
}

// mostConsidered is how many passages an Explanation has.
const mostConsidered = 12

// Explain is Answer, and says how it came about.
func (b *Base) Explain(ctx context.Context, q Question) (Answer, Explanation, error) {
	var how Explanation
	a, err := b.answer(ctx, q, &how)
	for i, f := range how.Found {
		how.Found[i].Chosen = cites(a.Statements, f.Citation)
	}
	return a, how, err
}

func cites(all []Statement, c Citation) bool {
	for _, s := range all {
		for _, of := range s.Citations {
			if of.Article == c.Article && of.Start == c.Start {
				return true
			}
		}
	}
	return false
}

// looked notes what was looked at for a part of the question; a nil Explanation notes nothing.
func (e *Explanation) looked(st *state, in *inquiry, fs []found) {
	if e == nil {
		return
	}
	e.Taken = append(e.Taken, in.all)
	e.Found = nil
	for _, f := range fs[:min(len(fs), mostConsidered)] {
		e.Found = append(e.Found, Considered{Citation: st.cite(f.place), Score: rounded(f.score), Covers: rounded(f.covers), Wanted: f.wanted, Parties: f.parties})
	}
}

func rounded(f float64) float64 { return math.Round(f*1000) / 1000 }

// dropped notes a Statement that the gate did not let out.
func (e *Explanation) dropped(s Statement, v Verdict) {
	if e != nil {
		e.Dropped = append(e.Dropped, Rejected{Text: s.Text, Reason: v.Reason})
	}
}
