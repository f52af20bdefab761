package knowledge

import (
	"context"
	"slices"
	"time"

	"talksbot/knowledge/storage"
)

// Restored makes a Base that was brought back from a backup the follower of the one whose place it takes, nil where there is none:
// what that has deleted for good is deleted here too, its Acts are here, and the restore is one of them. file is that of the backup.
func (b *Base) Restored(ctx context.Context, by, file string, was *Base) error {
	book, ok := b.opt.Store.(storage.Book)
	if !ok {
		return errNoErasing
	}
	act := Act{At: time.Now().UTC(), By: by, What: "restore", After: parentOf(b.state.Load()), Detail: file}
	if was != nil {
		act.Before = parentOf(was.state.Load())
		if err := b.follow(ctx, book, by, was); err != nil {
			return err
		}
		act.After = parentOf(b.state.Load())
	}
	notes, err := book.Notes(ctx, begunNote, 0) // what ran as the backup was made does not run here
	if err != nil {
		return err
	}
	for i := range notes {
		notes[i].Data = nil
	}
	return book.Note(ctx, append(notes, act.note())...)
}

// follow takes over the Acts and what is deleted for good of another Base.
func (b *Base) follow(ctx context.Context, book storage.Book, by string, was *Base) error {
	theirs, ok := was.opt.Store.(storage.Book)
	if !ok {
		return nil
	}
	gone, err := was.deleted(ctx)
	if err != nil {
		return err
	}
	ids, err := b.buried(ctx, gone)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		if _, err := b.Delete(ctx, by, ids...); err != nil {
			return err
		}
	}
	here, err := book.Notes(ctx, actNote, 0)
	if err != nil {
		return err
	}
	var all []storage.Record
	for _, kind := range []string{tombNote, actNote} {
		notes, err := theirs.Notes(ctx, kind, 0)
		if err != nil {
			return err
		}
		slices.Reverse(notes) // the first first, as they were made
		for _, n := range notes {
			if !slices.ContainsFunc(here, func(r storage.Record) bool { return r.Kind == n.Kind && r.ID == n.ID }) {
				all = append(all, n)
			}
		}
	}
	return book.Note(ctx, all...)
}

// buried lists the Articles in any kept Snapshot that are deleted for good elsewhere.
func (b *Base) buried(ctx context.Context, gone tombs) (ids []string, _ error) {
	if len(gone) == 0 {
		return nil, nil
	}
	all, err := b.Kept(ctx)
	for _, a := range all {
		if gone.has(a) && !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids, err
}
