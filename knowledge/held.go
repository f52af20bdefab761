package knowledge

import (
	"context"
	"fmt"
)

// least is what share of the Articles that were stored a Refresh has to leave, in tenths.
const least = 9

// held says why a new state is not to serve in the place of an old one, a sentence each. What cannot be stood for comes whether the
// Refresh is forced or not.
func (b *Base) held(ctx context.Context, how How, old, st *state) (why []string, err error) {
	if said := st.broken(); said != "" {
		return []string{said}, nil
	}
	if how.Force || !old.stored() {
		return nil, nil
	}
	if had, have := len(old.entries), len(st.entries); have*10 < had*least {
		why = append(why, fmt.Sprintf("Of %d articles %d would be left, fewer than nine in ten.", had, have))
	}
	for _, q := range how.Canaries {
		was, err := answeredBy(ctx, old, q)
		if err != nil {
			return nil, err
		}
		is, err := answeredBy(ctx, st, q)
		if err != nil {
			return nil, err
		}
		if was && !is {
			why = append(why, fmt.Sprintf("“%s” was answered until now, and would not be any more.", q))
		}
	}
	return why, nil
}

// answeredBy says whether a state answers a question, without any model.
func answeredBy(ctx context.Context, st *state, question string) (bool, error) {
	var b Base
	b.state.Store(st)
	a, err := b.Answer(ctx, Question{Text: question})
	return a.Status == Answered, err
}
