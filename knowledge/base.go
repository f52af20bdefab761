package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"talksbot/knowledge/ledger"
	"talksbot/knowledge/storage"
)

// Options say where a Base keeps its Articles and who does its work. The zero Options make an empty Base in memory.
type Options struct {
	Store    storage.Store         // nil: nothing is kept
	Fallback Source                // serves while Store holds nothing
	Parts    Parts                 // nil fields: the built-in ones, no model
	Progress func(done, total int) // called during Refresh, from one goroutine; total 0 when not known
	Extract  Budget                // what a Refresh may ask Parts.Extractor; the zero Budget asks nothing, and uses what was paid for before
	Asking   func(done, total int) // called during Refresh while Parts.Extractor is asked, from one goroutine at a time
}

// Parts are the stages of an Answer. A nil field is the built-in stage, which needs no model.
type Parts struct {
	Synthesizer Synthesizer
	Verifier    Verifier
	Rewriter    Rewriter
	Translator  Translator
	Extractor   Extractor
	Embedder    Embedder
	Ranker      Ranker
	Deadline    time.Duration // of what all of them take for one Answer, together; 0 for none
	Patience    time.Duration // that a question has with Embedder and Ranker together; 0 means DefaultPatience
}

// Base is the knowledge base of one story. It is safe for concurrent use; questions go on being answered during Refresh.
type Base struct {
	opt   Options
	state atomic.Pointer[state]
	busy  chan struct{} // one Refresh at a time
	known ledger.Memory // of the last one, for who is alone
	fixed bool          // it is of the past, see AsOf
	pasts pasts

	embedding sync.Mutex   // one Embed at a time
	width     atomic.Int32 // dimension of the last question's vector; 0 for none
	memory    memory
}

// Open loads the current Snapshot of the store, or reads the fallback where the store holds none.
func Open(ctx context.Context, opt Options) (*Base, error) {
	b := &Base{opt: opt, busy: make(chan struct{}, 1)}
	st := &state{}
	if opt.Store != nil {
		snap, err := opt.Store.Current(ctx)
		switch {
		case err == nil:
			if st, err = b.load(ctx, snap.ID); err != nil {
				return nil, fmt.Errorf("loading snapshot %s: %w", snap.ID, err)
			}
			b.serve(ctx, st)
			return b, nil
		case !errors.Is(err, storage.ErrNoSnapshot):
			return nil, fmt.Errorf("opening the knowledge base: %w", err)
		}
	}
	if opt.Fallback != nil {
		var as []Article
		for a, err := range opt.Fallback.Articles(ctx) {
			if err != nil {
				return nil, fmt.Errorf("reading the bundled articles: %w", err)
			}
			as = append(as, a)
		}
		st = build(bundled, as, nil, nil)
	}
	b.serve(ctx, st)
	return b, nil
}

// Reload takes over the current Snapshot of the store where it is another one than serves, as after a Refresh by another
// process, and says whether it did. On an error the old one goes on serving.
func (b *Base) Reload(ctx context.Context) (changed bool, err error) {
	free, err := b.alone(ctx)
	if err != nil {
		return false, err
	}
	defer free()
	return b.catchUp(ctx)
}

// alone waits until nobody else changes what is kept, and keeps others waiting until free is called.
func (b *Base) alone(ctx context.Context) (free func(), err error) {
	select {
	case b.busy <- struct{}{}:
		return func() { <-b.busy }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// catchUp is Reload for who is alone.
func (b *Base) catchUp(ctx context.Context) (changed bool, err error) {
	if b.opt.Store == nil {
		return false, ctx.Err()
	}
	snap, err := b.opt.Store.Current(ctx)
	switch {
	case errors.Is(err, storage.ErrNoSnapshot):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("looking for a new snapshot: %w", err)
	case snap.ID == b.state.Load().snapshot:
		return false, nil
	}
	st, err := b.load(ctx, snap.ID)
	if err != nil {
		return false, fmt.Errorf("loading snapshot %s: %w", snap.ID, err)
	}
	b.serve(ctx, st)
	return true, nil
}

// Commitments lists the Ledger's Commitments, the firmest first, then by actor.
func (b *Base) Commitments() []Commitment { return slices.Clone(b.state.Load().commitments) }

// Issues lists the Ledger's OpenIssues: open, partly settled, settled.
func (b *Base) Issues() []OpenIssue { return slices.Clone(b.state.Load().issues) }

// Searched says what Answers are looked for in now.
func (b *Base) Searched() Searched { return b.state.Load().searched() }

// Articles lists the Articles that are kept, without their text.
func (b *Base) Articles() []Article {
	var out []Article
	for _, e := range b.state.Load().entries {
		a := e.article
		a.Text = ""
		out = append(out, a)
	}
	return out
}

// Stands says whether what serves has the words of a Citation in its Article, as it had when that was made; in any Article where the
// Citation names none.
func (b *Base) Stands(c Citation) bool {
	st := b.state.Load()
	if c.Article != "" {
		e := st.entry(c.Article)
		return e != nil && strings.Contains(e.article.Text, c.Quote)
	}
	return slices.ContainsFunc(st.entries, func(e *entry) bool { return strings.Contains(e.article.Text, c.Quote) })
}

// Copies gives for each Article that repeats another one, and adds nothing much, the ID of that one.
func (b *Base) Copies() map[string]string {
	st, out := b.state.Load(), map[string]string{}
	for i, c := range st.copies {
		if c.Whole {
			out[st.entries[i].article.ID] = st.entries[c.Of].article.ID
		}
	}
	return out
}

// Cache is where what was fetched or paid for is kept; nil where nothing is.
func (b *Base) Cache() storage.Cache {
	c, _ := b.opt.Store.(storage.Cache)
	return c
}

// Bundled says whether the answers still come from the fallback: nothing has been refreshed yet.
func (b *Base) Bundled() bool { return b.state.Load().snapshot == bundled }

// bundled is the name of the Snapshot of the fallback.
const bundled = "bundled"
