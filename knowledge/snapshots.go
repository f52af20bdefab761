package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"talksbot/knowledge/storage"
)

// Errors of going back.
var (
	// ErrNoBack: there is no Snapshot to go back to, or none is kept by that name.
	ErrNoBack  = errors.New("there is no such snapshot to go back to")
	errNoGoing = errors.New("what is kept here keeps no older snapshots")
)

// Snapshots lists those that are kept, the one that serves first, then by when they last served.
func (b *Base) Snapshots(ctx context.Context) ([]storage.Snapshot, error) {
	h, ok := b.opt.Store.(storage.History)
	if !ok {
		return nil, nil
	}
	return h.Snapshots(ctx)
}

// Rollback makes a kept Snapshot serve again; "" means the one that served before the present one. The next Refresh builds on it, and
// the one that served until now stays kept, so that a second Rollback to "" is back there. ErrNoBack where it is not kept.
func (b *Base) Rollback(ctx context.Context, to, by string) (Diff, error) {
	free, err := b.alone(ctx)
	if err != nil {
		return Diff{}, err
	}
	defer free()
	if _, err := b.catchUp(ctx); err != nil {
		return Diff{}, err
	}
	old := b.state.Load()
	act := Act{At: time.Now().UTC(), By: by, What: "rollback", Before: old.snapshot, After: old.snapshot}
	st, d, err := b.rollback(ctx, old, to, &act)
	if err != nil {
		act.After, act.Failed = act.Before, whyNot(ctx, err)
		b.note(context.WithoutCancel(ctx), act.note())
		return d, err
	}
	b.serve(ctx, st)
	return d, nil
}

func (b *Base) rollback(ctx context.Context, old *state, to string, act *Act) (*state, Diff, error) {
	d := Diff{Before: old.snapshot}
	d.count(old)
	h, ok := b.opt.Store.(storage.History)
	if !ok {
		return nil, d, errNoGoing
	}
	kept, err := h.Snapshots(ctx)
	if err != nil {
		return nil, d, err
	}
	if to == "" && len(kept) > 1 {
		to = kept[1].ID
	}
	if to == old.snapshot || !slices.ContainsFunc(kept, func(s storage.Snapshot) bool { return s.ID == to }) {
		return nil, d, fmt.Errorf("%w: %q", ErrNoBack, to)
	}
	st, err := b.load(ctx, to)
	if err != nil {
		return nil, d, fmt.Errorf("loading snapshot %s: %w", to, err)
	}
	if said := st.broken(); said != "" {
		d.Held = []string{said}
		return nil, d, ErrHeld
	}
	d.compare(old, st)
	d.Changes = changesBetween(old, st)
	act.After, act.Detail = to, d.detail()
	if err := h.Rollback(ctx, old.snapshot, to, act.note()); err != nil {
		return nil, d, err
	}
	d.Snapshot = to
	d.count(st)
	return st, d, nil
}

// compare fills in what is different between the Articles of two states.
func (d *Diff) compare(old, st *state) {
	for _, e := range st.entries {
		was, id := old.entry(e.article.ID), e.article.ID
		switch {
		case was == nil:
			d.Added = append(d.Added, id)
		case sameArticle(was.article, e.article):
			d.Unchanged = append(d.Unchanged, id)
		default:
			d.Changed = append(d.Changed, id)
		}
	}
	for _, e := range old.entries {
		if st.entry(e.article.ID) == nil {
			d.Removed = append(d.Removed, e.article.ID)
		}
	}
}

// whyNot says in a sentence why a Rollback or a Delete changed nothing.
func whyNot(ctx context.Context, err error) string {
	switch {
	case ctx.Err() != nil:
		return "It was interrupted."
	case errors.Is(err, storage.ErrStale), errors.Is(err, storage.ErrBusy):
		return "Somebody else was changing the knowledge base."
	}
	said := err.Error()
	return strings.ToUpper(said[:1]) + said[1:] + "."
}
