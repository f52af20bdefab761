package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"talksbot/knowledge/index"
	"talksbot/knowledge/storage"
)

// meaning is what a state knows of its passages' meaning: their vectors, all of one model. It never changes.
type meaning struct {
	model   string // whose vectors they are
	vectors *index.Vectors
	docs    map[place]int // number of each passage in the index
	whole   bool          // no passage lacks one, and it is noted that they serve
	err     error         // why they could not be read
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
		did.Kept = m.vectors.Len()
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
	if w.made > 0 || w.changed {
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
	m := &meaning{model: model, docs: make(map[place]int, len(keys)), whole: noted != ""}
	packed := make([][]byte, len(keys))
	for doc, k := range keys {
		packed[doc] = have[k] // of the zero Key there is nothing
		m.docs[st.docs[doc]] = doc
		m.whole = m.whole && (k == storage.Key{} || len(packed[doc]) == width)
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

// vectorWork is one Embed.
type vectorWork struct {
	cache   storage.Cache
	by      Embedder
	keys    []storage.Key // per doc of the index; zero for what is not embedded
	width   int           // dimension of the vectors; 0: not known yet
	have    map[storage.Key][]byte
	lacking []int // docs, one for each Key
	made    int
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

// lack forgets vectors of another width, and lists the docs without one.
func (w *vectorWork) lack() {
	w.lacking = nil
	listed := map[storage.Key]bool{{}: true}
	for doc, k := range w.keys {
		if len(w.have[k]) != w.width || w.width == 0 {
			delete(w.have, k)
		}
		if _, ok := w.have[k]; !ok && !listed[k] {
			listed[k] = true
			w.lacking = append(w.lacking, doc)
		}
	}
}

// fill makes what lacks, batch by batch.
func (w *vectorWork) fill(ctx context.Context, st *state, progress func(done, total int)) error {
	for len(w.lacking) > 0 {
		batch := w.lacking[:min(vectorsBatch, len(w.lacking))]
		texts := make([]string, len(batch))
		for i, doc := range batch {
			texts[i] = st.embedded(st.docs[doc])
		}
		vectors, err := w.by.Embed(ctx, texts)
		if err != nil {
			return err
		}
		if len(vectors) != len(batch) {
			return fmt.Errorf("it gave %d vectors for %d texts", len(vectors), len(batch))
		}
		items := make(map[storage.Key][]byte, len(batch))
		for i, doc := range batch {
			p := index.Pack(vectors[i])
			if p == nil || len(p) != len(vectors[0]) {
				return errors.New("it gave a vector without a direction, or of another dimension")
			}
			items[w.keys[doc]] = p
		}
		other := len(vectors[0]) != w.width
		if other { // all that there were are of no use
			if err := w.widen(ctx, len(vectors[0])); err != nil {
				return err
			}
		}
		if err := w.cache.Cache(ctx, vectorsOf+w.by.Name(), items); err != nil {
			return err
		}
		maps.Copy(w.have, items)
		w.made += len(items)
		w.lacking = w.lacking[len(batch):]
		if other {
			w.lack()
		}
		if progress != nil {
			progress(w.made, w.made+len(w.lacking))
		}
	}
	return nil
}

// widen notes the dimension that the model gives now.
func (w *vectorWork) widen(ctx context.Context, width int) error {
	w.width, w.changed = width, true
	clear(w.have)
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

// pruneVectors gives up the vectors of other models, and of passages that are no more. It does not while another Snapshot is
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

// vectorKeys names the texts that vectors are of, per doc of the index; zero for a passage that is never found by itself.
func (st *state) vectorKeys() []storage.Key {
	out := make([]storage.Key, len(st.docs))
	for doc, p := range st.docs {
		if st.findable(p) {
			out[doc] = storage.KeyOf(st.embedded(p))
		}
	}
	return out
}

// distinctKeys lists each Key once, without the zero one.
func distinctKeys(keys []storage.Key) []storage.Key {
	out := slices.Clone(keys)
	slices.SortFunc(out, func(a, b storage.Key) int { return slices.Compare(a[:], b[:]) })
	out = slices.Compact(out)
	if len(out) > 0 && out[0] == (storage.Key{}) {
		out = out[1:]
	}
	return out
}

// findable says whether a passage may be found by itself: a heading only where it leads points.
func (st *state) findable(p place) bool { return st.passage(p).Kind != Heading || st.leads(p) }

// What of a passage is embedded, in bytes: models read some hundred words, and some refuse more.
const (
	embeddedLead = 120
	embeddedText = 1000
)

// embedded is the text that a passage's vector is of: what it says, under its article's title and the line that it is a point
// of, since a sentence seldom names again what it is about.
func (st *state) embedded(p place) string {
	ps := st.passage(p)
	lead := []string{cutAt(st.entries[p.entry].article.Title, embeddedLead)}
	switch {
	case len(ps.Columns) > 0:
		lead = append(lead, cutAt(strings.Join(ps.Columns, ", "), embeddedLead))
	case ps.Under >= 0:
		lead = append(lead, cutAt(st.text(place{p.entry, ps.Under}), embeddedLead))
	}
	lead = slices.DeleteFunc(lead, func(s string) bool { return s == "" })
	return strings.ToValidUTF8(strings.Join(append(lead, cutAt(st.text(p), embeddedText)), "\n"), " ")
}

// cutAt gives at most so many bytes of a text, whole runes.
func cutAt(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
