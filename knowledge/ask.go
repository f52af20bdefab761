package knowledge

import (
	"context"
)

// Answer retrieves, synthesizes and verifies. Only what the gate supports is kept; where nothing is left the Answer says
// so, with the nearest thing the Articles do say. The error is for operators; the Answer is always fit to show.
func (b *Base) Answer(ctx context.Context, q Question) (Answer, error) {
	st := b.state.Load()
	a := Answer{Question: q.Text, Understood: firstNonEmpty(q.Understood, q.Text), Status: NotInCorpus, Statements: []Statement{}, Searched: st.searched()}
	return a, nil
}
