package knowledge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
	"talksbot/knowledge/storage"
)

// Errors of deleting.
var (
	// ErrNoArticle: no kept Snapshot has an Article of that ID, and none was deleted.
	ErrNoArticle = errors.New("there is no article of that id")
	errNoErasing = errors.New("what is kept here cannot be deleted from")
)

// tombs says what is deleted for good, by hash: of an Article's ID, and of its address.
type tombs map[string]tomb

// tomb is what is kept of a deleted Article.
type tomb struct {
	At   time.Time `json:"at"`
	With []string  `json:"with,omitempty"` // the other hashes that were noted with it
}

func tombOfID(id string) string { return fmt.Sprintf("%x", storage.KeyOf("id", id)) }
func tombOfAddress(url string) string {
	return fmt.Sprintf("%x", storage.KeyOf("address", news.Canonical(url)))
}

func (t tombs) has(a Article) bool {
	_, id := t[tombOfID(a.ID)]
	_, address := t[tombOfAddress(a.URL)]
	return id || address && a.URL != ""
}

// deleted reads what is deleted for good.
func (b *Base) deleted(ctx context.Context) (tombs, error) {
	out := tombs{}
	book, ok := b.opt.Store.(storage.Book)
	if !ok {
		return out, nil
	}
	notes, err := book.Notes(ctx, tombNote, 0)
	for _, n := range notes {
		var t tomb
		_ = json.Unmarshal(n.Data, &t) // whatever it says, it is there
		out[n.ID] = t
	}
	return out, err
}

// Delete removes Articles for good: from all kept Snapshots, the caches, and whatever is being refreshed meanwhile; no refresh brings
// them back, under their IDs or addresses. storage.ErrTraces where they are removed, but bytes of them may be left in the file.
func (b *Base) Delete(ctx context.Context, by string, ids ...string) (Diff, error) {
	free, err := b.alone(ctx)
	if err != nil {
		return Diff{}, err
	}
	defer free()
	act := Act{At: time.Now().UTC(), By: by, What: "delete", Detail: strings.Join(ids, ", ")}
	for tries := 0; ; tries++ {
		if _, err := b.catchUp(ctx); err != nil {
			return Diff{}, err
		}
		old := b.state.Load()
		act.Before, act.After = old.snapshot, old.snapshot
		st, d, err := b.erase(ctx, old, act, ids)
		switch {
		case errors.Is(err, storage.ErrStale) && tries < mostStale:
			continue
		case err == nil, errors.Is(err, storage.ErrTraces):
			b.serve(context.WithoutCancel(ctx), st)
			return d, err
		}
		act.Failed = whyNot(ctx, err)
		b.note(context.WithoutCancel(ctx), act.note())
		return d, err
	}
}

func (b *Base) erase(ctx context.Context, old *state, act Act, ids []string) (*state, Diff, error) {
	d := Diff{Before: old.snapshot}
	d.count(old)
	by, ok := b.opt.Store.(storage.Eraser)
	if !ok || !old.stored() {
		return nil, d, errNoErasing
	}
	dead, err := b.bury(ctx, ids)
	if err != nil {
		return nil, d, err
	}
	st, err := b.without(ctx, old, ids)
	if err != nil {
		return nil, d, err
	}
	d.compare(old, st)
	d.Changes = changesBetween(old, st)
	act.After = st.snapshot
	marked, err := b.marks(ctx)
	if err != nil {
		return nil, d, err
	}
	e := storage.Erasure{IDs: ids, Derived: []string{ledgerRecord}, Live: st.live(), Change: st.change(old, append(dead, act.note(), marked.note(st)))}
	err = by.Erase(ctx, storage.Snapshot{ID: st.snapshot, Parent: old.snapshot, Made: time.Now().UTC()}, e)
	if err == nil || errors.Is(err, storage.ErrTraces) {
		d.Snapshot = st.snapshot
		d.count(st)
	}
	return st, d, err
}

// without is a state without some Articles, of another Snapshot.
func (b *Base) without(ctx context.Context, old *state, ids []string) (*state, error) {
	var all []Article
	readings := map[string]*extract.Reading{}
	for _, e := range old.entries {
		if !slices.Contains(ids, e.article.ID) {
			all = append(all, e.article)
			readings[e.article.ID] = e.reading
		}
	}
	st, _, err := b.gatedState(ctx, newID(time.Now().UTC(), old), all, readings)
	return st, err
}

// bury gives the notes that keep Articles out, by their IDs and by each address that they have in any Snapshot.
func (b *Base) bury(ctx context.Context, ids []string) ([]storage.Record, error) {
	gone, err := b.deleted(ctx)
	if err != nil {
		return nil, err
	}
	all, err := b.Kept(ctx, ids...)
	if err != nil {
		return nil, err
	}
	hashes := map[string][]string{}
	for _, a := range all {
		for _, h := range []string{tombOfID(a.ID), tombOfAddress(a.URL)} {
			if h != tombOfAddress("") && !slices.Contains(hashes[a.ID], h) {
				hashes[a.ID] = append(hashes[a.ID], h)
			}
		}
	}
	var out []storage.Record
	now := time.Now().UTC()
	for _, id := range ids {
		_, was := gone[tombOfID(id)]
		if hashes[id] == nil && !was {
			return nil, fmt.Errorf("%w: %q", ErrNoArticle, id)
		}
		for _, h := range hashes[id] {
			out = append(out, noteOf(tombNote, h, tomb{At: now, With: hashes[id]}))
		}
	}
	return out, nil
}

// Kept lists the Articles of these IDs, of all where none is given, as each kept Snapshot has them, without their text.
func (b *Base) Kept(ctx context.Context, ids ...string) (out []Article, _ error) {
	kept, err := b.Snapshots(ctx)
	if err != nil {
		return nil, err
	}
	for _, snap := range kept {
		for r, err := range b.opt.Store.Records(ctx, snap.ID, articleRecord) {
			if errors.Is(err, storage.ErrNoSnapshot) {
				break // it was given up meanwhile
			}
			if err != nil {
				return nil, err
			}
			if len(ids) > 0 && !slices.Contains(ids, r.ID) {
				continue
			}
			var a Article
			if err := json.Unmarshal(r.Data, &a); err != nil {
				return nil, fmt.Errorf("article %s: %w", r.ID, err)
			}
			a.Text = ""
			out = append(out, a)
		}
	}
	return out, nil
}

// live says what of the caches is made of this state's Articles, or of no Article.
func (st *state) live() func(space string, k storage.Key) bool {
	vectors, notes := map[storage.Key]bool{}, map[storage.Key]bool{}
	for _, k := range st.vectorKeys() {
		vectors[k] = true
	}
	all, readings := st.content()
	for _, q := range passagesToAsk(all, readings) {
		notes[q.key] = true
	}
	return func(space string, k storage.Key) bool {
		switch {
		case strings.HasPrefix(space, vectorsOf):
			return vectors[k]
		case strings.HasPrefix(space, extractSpace):
			return notes[k]
		}
		return true
	}
}

// Undelete lets Articles be taken in again by the next Refresh that has them. ErrNoArticle where one was not deleted.
func (b *Base) Undelete(ctx context.Context, by string, ids ...string) error {
	free, err := b.alone(ctx)
	if err != nil {
		return err
	}
	defer free()
	gone, err := b.deleted(ctx)
	if err != nil {
		return err
	}
	serves := b.state.Load().snapshot
	notes := []storage.Record{Act{At: time.Now().UTC(), By: by, What: "undelete", Before: serves, After: serves, Detail: strings.Join(ids, ", ")}.note()}
	for _, id := range ids {
		t, ok := gone[tombOfID(id)]
		if !ok {
			return fmt.Errorf("%w among the deleted: %q", ErrNoArticle, id)
		}
		for _, h := range append(t.With, tombOfID(id)) {
			notes = append(notes, storage.Record{Kind: tombNote, ID: h})
		}
	}
	return b.opt.Store.(storage.Book).Note(ctx, notes...)
}
