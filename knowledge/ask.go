package knowledge

import (
	"context"
)

// Answer retrieves, synthesizes and verifies. Only what the gate supports is kept; where nothing is left the Answer says
// so, with the nearest thing the Articles do say. The error is for operators; the Answer is always fit to show.
func (b *Base) Answer(ctx context.Context, q Question) (Answer, error) {
	st := b.state.Load()
	a := Answer{Question: q.Text, Understood: firstNonEmpty(q.Understood, q.Text), Status: NotInCorpus, Statements: []Statement{}, Searched: st.searched()}
	if err := ctx.Err(); err != nil {
		a.Status, a.Reason = Failed, "The question was cancelled before it was answered."
		return a, err
	}
	if len(st.entries) == 0 {
		a.Reason = "There are no articles yet: an admin has to refresh the knowledge base first."
		return a, nil
	}
	in := st.inquire(q)
	fs := st.retrieve(&in)
	var drafts []Statement
	if in.kind == issuesKind {
		drafts = st.issueStatements(&in)
	}
	if len(drafts) == 0 {
		drafts = st.statements(&in, st.choose(&in, fs))
	}
	for _, s := range drafts {
		a.Statements = append(a.Statements, s)
	}
	if len(a.Statements) > 0 {
		a.Status = Answered
		number(a.Statements)
		return a, nil
	}
	a.Reason = st.refusal(&in, fs)
	if len(fs) > 0 {
		s, _ := st.statement(fs[0].place, -1)
		near := []Statement{s}
		number(near)
		a.Nearest = &near[0]
	}
	return a, nil
}

// number gives each cited Article its number within the Answer, in order of first use.
func number(ss []Statement) {
	n := map[string]int{}
	for i := range ss {
		for j := range ss[i].Citations {
			c := &ss[i].Citations[j]
			if n[c.Article] == 0 {
				n[c.Article] = len(n) + 1
			}
			c.N = n[c.Article]
		}
	}
}
