package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"talksbot/knowledge/index"
	"talksbot/knowledge/storage"
)

// meaning is what a state knows of its passages' meaning: their vectors, all of one model. It never changes.
type meaning struct {
	model   string // whose vectors they are
	vectors *index.Vectors
	texts   int   // that have one
	whole   bool  // no passage lacks one, and it is noted that they serve
	err     error // why they could not be read
}

// Vectors are kept in a storage.Cache: those of a model in a space of its own, each under the text it is of. Two kinds of
// entries in a space beside say which model's are searched, and which dimension a model's have. While the vectors of another
// model, or of another dimension, are being made, those that there were are searched; the entry that says so is changed when
// the new ones are all there.
const (
	vectorNotes  = "vectors"
	vectorsOf    = "vectors: " // and the model
	vectorsBatch = 64          // that are made, and kept, at a time
)

var servingNote = storage.KeyOf("serving")

func widthNote(model string) storage.Key { return storage.KeyOf("width", model) }

// Embedded says what Base.Embed did.
type Embedded struct {
	Model string // "" without an Embedder
	Made  int    // vectors, each of one text or several that are the same
	Kept  int    // that were there
}

// Embed makes the vectors that the passages lack, and takes them all into use when they are whole: those of the model that
// served before serve until then. Each batch is kept as it comes, so that after an error the rest is made by the next call.
// progress, unless nil, is called from one goroutine. Without an Embedder there is nothing to do.
func (b *Base) Embed(ctx context.Context, progress func(done, total int)) (Embedded, error) {
	by := b.opt.Parts.Embedder
	if by == nil {
		return Embedded{}, nil
	}
	b.embedding.Lock()
	defer b.embedding.Unlock()
	did := Embedded{Model: by.Name()}
	st, seen := b.state.Load(), int(b.width.Load())
	if m := st.meaning; m != nil && m.whole && m.model == by.Name() && (seen == 0 || seen == m.vectors.Width()) {
		did.Kept = m.texts
		return did, nil
	}
	w := vectorWork{cache: b.cache(), by: by, keys: st.vectorKeys()}
	err := w.look(ctx, seen)
	did.Kept = len(w.have)
	if err == nil && len(w.lacking) > 0 {
		err = w.fill(ctx, st, progress)
		did.Made, did.Kept = w.made, len(w.have)-w.made
	}
	whole := err == nil
	if whole {
		err = w.serve(ctx)
	}
	if w.made > 0 || w.changed || whole {
		b.install(context.WithoutCancel(ctx))
	}
	if whole && err == nil && (w.made > 0 || w.changed) {
		err = b.pruneVectors(ctx, st, &w)
	}
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("making vectors by %s: %w", by.Name(), err)
	}
	return did, err
}

// install puts the vectors that are kept into the state that serves, in one step.
func (b *Base) install(ctx context.Context) {
	for {
		st := b.state.Load()
		next := *st
		next.meaning = b.meaningOf(ctx, st)
		if b.state.CompareAndSwap(st, &next) {
			return
		}
	}
}

// serve makes a state the one that serves, with the vectors that are kept of its passages.
func (b *Base) serve(ctx context.Context, st *state) {
	st.meaning = b.meaningOf(ctx, st)
	b.state.Store(st)
	b.pasts.drop(st)
}

// meaningOf reads the vectors of a state's passages; nil without an Embedder.
func (b *Base) meaningOf(ctx context.Context, st *state) *meaning {
	by := b.opt.Parts.Embedder
	if by == nil {
		return nil
	}
	cache, keys := b.cache(), st.vectorKeys()
	noted, err := servingModel(ctx, cache)
	if err != nil {
		return &meaning{err: err}
	}
	model := cmp.Or(noted, by.Name())
	width, err := widthOf(ctx, cache, model)
	if err != nil {
		return &meaning{err: err}
	}
	have, err := cache.Cached(ctx, vectorsOf+model, distinctKeys(keys))
	if err != nil {
		return &meaning{err: err}
	}
	m := &meaning{model: model, texts: len(have), whole: noted != ""}
	packed := make([][]byte, len(keys))
	for doc, k := range keys {
		p, made := have[k] // of the zero Key there is nothing
		packed[doc] = p
		m.whole = m.whole && (k == storage.Key{} || made && (len(p) == width || len(p) == 0))
	}
	m.vectors = index.NewVectors(packed, width)
	return m
}

// servingModel is the model whose vectors serve; "" where none does yet.
func servingModel(ctx context.Context, c storage.Cache) (string, error) {
	got, err := c.Cached(ctx, vectorNotes, []storage.Key{servingNote})
	return string(got[servingNote]), err
}

// widthOf is the dimension of a model's vectors; 0 where there are none.
func widthOf(ctx context.Context, c storage.Cache, model string) (int, error) {
	got, err := c.Cached(ctx, vectorNotes, []storage.Key{widthNote(model)})
	if err != nil {
		return 0, err
	}
	n, _ := strconv.Atoi(string(got[widthNote(model)])) // what is no number is made anew
	return n, nil
}

// pruneVectors gives up the vectors of other models, and of passages that the current Snapshot has not. It does not while another Snapshot is
// stored than serves here: another process may be making its vectors.
func (b *Base) pruneVectors(ctx context.Context, st *state, w *vectorWork) error {
	if b.opt.Store != nil {
		snap, err := b.opt.Store.Current(ctx)
		switch {
		case errors.Is(err, storage.ErrNoSnapshot):
		case err != nil:
			return err
		case snap.ID != st.snapshot:
			return nil
		}
	}
	name := w.by.Name()
	return w.cache.Prune(ctx, func(space string, k storage.Key) bool {
		switch {
		case space == vectorNotes:
			return k == servingNote || k == widthNote(name)
		case space == vectorsOf+name:
			_, ok := w.have[k]
			return ok
		}
		return !strings.HasPrefix(space, vectorsOf)
	})
}
