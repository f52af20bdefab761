package knowledge

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"

	"talksbot/knowledge/index"
	"talksbot/knowledge/storage"
)

// vectorWork is one Embed.
type vectorWork struct {
	cache   storage.Cache
	by      Embedder
	keys    []storage.Key // per doc of the index; zero for what is not embedded
	width   int           // dimension of the vectors; 0: not known yet
	have    map[storage.Key][]byte
	lacking []int // docs, one for each Key
	made    int
	refused int  // texts that the model does not take
	sound   bool // it takes a plain one
	changed bool // what serves is another model or dimension
}

// look finds what lacks. seen is the dimension that a question's vector had, 0 for none: it is what the model gives now.
func (w *vectorWork) look(ctx context.Context, seen int) (err error) {
	if w.width, err = widthOf(ctx, w.cache, w.by.Name()); err != nil {
		return err
	}
	if seen > 0 && seen != w.width {
		w.width = 0
	}
	if w.have, err = w.cache.Cached(ctx, vectorsOf+w.by.Name(), distinctKeys(w.keys)); err != nil {
		return err
	}
	w.lack()
	return nil
}

// lack forgets vectors of another width, and lists the docs without one. An empty one is of a text that the model did not take.
func (w *vectorWork) lack() {
	w.lacking = nil
	listed := map[storage.Key]bool{{}: true}
	for doc, k := range w.keys {
		if n := len(w.have[k]); n > 0 && n != w.width {
			delete(w.have, k)
		}
		if _, ok := w.have[k]; !ok && !listed[k] {
			listed[k] = true
			w.lacking = append(w.lacking, doc)
		}
	}
}

// fill makes what lacks, batch by batch, in no order: another process may be making the same, and what one has made the other
// takes.
func (w *vectorWork) fill(ctx context.Context, st *state, progress func(done, total int)) error {
	rand.Shuffle(len(w.lacking), func(i, j int) { w.lacking[i], w.lacking[j] = w.lacking[j], w.lacking[i] })
	for len(w.lacking) > 0 {
		batch, err := w.batch(ctx)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			continue
		}
		items, width, err := w.make(ctx, st, batch)
		if err != nil { // what was made is paid for; whether a text is not taken, nobody knows
			maps.DeleteFunc(items, func(_ storage.Key, p []byte) bool { return len(p) == 0 })
		}
		if len(items) > 0 {
			if err := w.keep(ctx, items, width); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		if progress != nil {
			progress(w.made, w.made+len(w.lacking))
		}
	}
	return nil
}

// keep stores vectors. Where they are of another dimension, all that there were are of no use.
func (w *vectorWork) keep(ctx context.Context, items map[storage.Key][]byte, width int) error {
	other := width != w.width
	if other {
		if w.changed {
			return errSeveralWidths
		}
		if err := w.widen(ctx, width); err != nil {
			return err
		}
	}
	if err := w.cache.Cache(ctx, vectorsOf+w.by.Name(), items); err != nil {
		return err
	}
	maps.Copy(w.have, items)
	if w.made += len(items); other {
		w.lack()
	}
	return nil
}

// batch takes the next docs from those that lack a vector, without those that have one meanwhile.
func (w *vectorWork) batch(ctx context.Context) (docs []int, err error) {
	next := w.lacking[:min(vectorsBatch, len(w.lacking))]
	keys := make([]storage.Key, len(next))
	for i, doc := range next {
		keys[i] = w.keys[doc]
	}
	got, err := w.cache.Cached(ctx, vectorsOf+w.by.Name(), keys)
	if err != nil {
		return nil, err
	}
	for i, doc := range next {
		if p := got[keys[i]]; len(p) == w.width && w.width > 0 {
			w.have[keys[i]] = p
		} else {
			docs = append(docs, doc)
		}
	}
	w.lacking = w.lacking[len(next):]
	return docs, nil
}

// mostRefused is how many texts a model may refuse in one Embed where it takes others; one that refuses more is not fit.
const mostRefused = 20

// make asks for the vectors of docs. Where the model does not take them together, it is asked about fewer at a time, so that one
// text that it refuses keeps no others from their vectors: that one has an empty one from then on.
func (w *vectorWork) make(ctx context.Context, st *state, docs []int) (items map[storage.Key][]byte, width int, err error) {
	items, width, err = w.ask(ctx, st, docs)
	switch {
	case err == nil, ctx.Err() != nil, errors.Is(err, ErrUnavailable), w.refused == mostRefused, !w.isSound(ctx):
		return items, width, err
	case len(docs) == 1:
		w.refused++
		return map[storage.Key][]byte{w.keys[docs[0]]: {}}, w.width, nil
	}
	items, width, err = w.make(ctx, st, docs[:len(docs)/2])
	if err != nil {
		return nil, 0, err
	}
	more, other, err := w.make(ctx, st, docs[len(docs)/2:])
	if err == nil && len(items) > 0 && len(more) > 0 && other != width {
		return items, width, errSeveralWidths
	}
	maps.Copy(items, more)
	return items, max(width, other), err
}

var errSeveralWidths = errors.New("it gave vectors of several dimensions")

// isSound says whether the model takes a plain text: it is the other one then that it does not.
func (w *vectorWork) isSound(ctx context.Context) bool {
	if !w.sound {
		_, err := w.by.Embed(ctx, []string{"news"})
		w.sound = err == nil
	}
	return w.sound
}

// ask asks for the vectors of docs at once.
func (w *vectorWork) ask(ctx context.Context, st *state, docs []int) (items map[storage.Key][]byte, width int, err error) {
	texts := make([]string, len(docs))
	for i, doc := range docs {
		texts[i] = st.embedded(st.docs[doc])
	}
	vectors, err := w.by.Embed(ctx, texts)
	if err != nil {
		return nil, 0, err
	}
	if len(vectors) != len(docs) {
		return nil, 0, fmt.Errorf("it gave %d vectors for %d texts", len(vectors), len(docs))
	}
	items = make(map[storage.Key][]byte, len(docs))
	for i, doc := range docs {
		p := index.Pack(vectors[i])
		switch {
		case p == nil:
			return nil, 0, errors.New("it gave a vector without a direction")
		case len(p) != len(vectors[0]):
			return nil, 0, errSeveralWidths
		}
		items[w.keys[doc]] = p
	}
	return items, len(vectors[0]), nil
}

// widen notes the dimension that the model gives now.
func (w *vectorWork) widen(ctx context.Context, width int) error {
	w.width, w.changed = width, true
	return w.cache.Cache(ctx, vectorNotes, map[storage.Key][]byte{widthNote(w.by.Name()): []byte(strconv.Itoa(width))})
}

// serve makes the model's vectors, which are whole, those that serve.
func (w *vectorWork) serve(ctx context.Context) error {
	was, err := servingModel(ctx, w.cache)
	if err != nil || was == w.by.Name() || len(w.have) == 0 {
		return err
	}
	w.changed = true
	return w.cache.Cache(ctx, vectorNotes, map[storage.Key][]byte{servingNote: []byte(w.by.Name())})
}
