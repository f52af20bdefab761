package knowledge

import (
	"context"
	"errors"
	"sync"
	"time"

	"talksbot/knowledge/extract"
)

// ErrPast is the error of a Refresh of what AsOf gave.
var ErrPast = errors.New("what was known on a day cannot be refreshed")

// AsOf gives a knowledge base of the Articles that were published by the end of a day (UTC), which answers from them alone. Those without
// a date are not among them. It cannot be refreshed; what is refreshed later is not in it.
func (b *Base) AsOf(ctx context.Context, day time.Time) (*Base, error) {
	return b.asOf(ctx, b.state.Load(), dayOf(day))
}

func (b *Base) asOf(ctx context.Context, st *state, day time.Time) (*Base, error) {
	of, err := b.past(ctx, st, cutoff{until: day})
	if err != nil {
		return nil, err
	}
	p := &Base{opt: Options{Parts: b.opt.Parts}, busy: make(chan struct{}, 1), fixed: true}
	p.state.Store(of)
	return p, nil
}

// dayOf is the beginning of a day in UTC.
func dayOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// cutoff says which Articles a state of the past has.
type cutoff struct {
	until   time.Time // the last day of publication
	undated bool      // those without a date, too
}

func (c cutoff) has(a Article) bool {
	if a.Published.IsZero() {
		return c.undated
	}
	return !dayOf(a.Published).After(c.until)
}

// mostPast is how many states of the past are kept, each about as large as that which serves.
const mostPast = 3

// pasts keeps the states of the past that were built last from the one that serves. The zero pasts is empty.
type pasts struct {
	mu   sync.Mutex
	from *state
	all  []pastState // the last used first
}

type pastState struct {
	cutoff
	*state
}

// drop forgets what was built from other states than one.
func (p *pasts) drop(but *state) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.from != but {
		p.from, p.all = but, nil
	}
}

// past gives the state of those Articles of another one that a cutoff has. It is built once, whoever asks meanwhile waits.
func (b *Base) past(ctx context.Context, from *state, c cutoff) (*state, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.pasts.mu.Lock()
	defer b.pasts.mu.Unlock()
	if b.pasts.from != from {
		b.pasts.from, b.pasts.all = from, nil
	}
	for i, p := range b.pasts.all {
		if p.cutoff == c {
			copy(b.pasts.all[1:i+1], b.pasts.all[:i])
			b.pasts.all[0] = p
			return p.state, nil
		}
	}
	first := from.oldest
	if !from.asOf.IsZero() {
		first = from.first
		if c.until.After(from.asOf) {
			c.until = from.asOf
		}
	}
	var as []Article
	readings := map[string]*extract.Reading{}
	for _, e := range from.entries {
		if c.has(e.article) {
			as = append(as, e.article)
			readings[e.article.ID] = e.reading
		}
	}
	st := build(from.snapshot, as, readings, nil)
	st.asOf, st.first = c.until, first
	st.meaning = b.meaningOf(ctx, st)
	b.pasts.all = append([]pastState{{c, st}}, b.pasts.all[:min(len(b.pasts.all), mostPast-1)]...)
	return st, nil
}
