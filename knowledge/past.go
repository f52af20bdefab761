package knowledge

import (
	"context"
	"errors"
	"sync"
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
)

// ErrPast is the error of a Refresh of what AsOf gave.
var ErrPast = errors.New("what was known on a day cannot be refreshed")

// AsOf gives a knowledge base of the Articles that were published by the end of a day (UTC), which answers from them alone: from what
// they told by then, without what they were corrected to later. Those without a date are not among them, nor those corrected so often that it is
// not known what they told. It cannot be refreshed; what is refreshed later is not in it.
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
	now     bool      // as they are now, with what they were corrected to later
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
	building sync.Mutex // one at a time

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

// get gives what was built; nil where that is not kept.
func (p *pasts) get(from *state, c cutoff) *state {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, one := range p.all {
		if p.from == from && one.cutoff == c {
			copy(p.all[1:i+1], p.all[:i])
			p.all[0] = one
			return one.state
		}
	}
	return nil
}

// keep keeps what was built, where it is of the state that serves still.
func (p *pasts) keep(from *state, serves func() *state, one pastState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if serves() != from {
		return
	}
	if p.from != from {
		p.from, p.all = from, nil
	}
	p.all = append([]pastState{one}, p.all[:min(len(p.all), mostPast-1)]...)
}

// past gives the state of those Articles of another one that a cutoff has. It is built once, whoever asks meanwhile waits.
func (b *Base) past(ctx context.Context, from *state, c cutoff) (*state, error) {
	if st := b.pasts.get(from, c); st != nil {
		return st, ctx.Err()
	}
	b.pasts.building.Lock()
	defer b.pasts.building.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	asked := c
	if st := b.pasts.get(from, asked); st != nil {
		return st, nil
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
		if !c.has(e.article) {
			continue
		}
		a, known := e.article, true
		if !c.now {
			a, known = news.ToldBy(a, c.until)
		}
		switch {
		case !known:
		case a.Text == e.article.Text && a.Title == e.article.Title:
			as = append(as, a)
			readings[a.ID] = e.reading
		default:
			as = append(as, a)
			readings[a.ID] = extract.Read(a)
		}
	}
	st := build(from.snapshot, as, readings, nil)
	st.asOf, st.first = c.until, first
	st.meaning = b.meaningOf(context.WithoutCancel(ctx), st) // it is kept, whoever asked
	b.pasts.keep(from, b.state.Load, pastState{asked, st})
	return st, nil
}
