package storage

import (
	"context"
	"errors"
	"fmt"
)

// Eraser is a Store that forgets for good. A Store that is one is found by type assertion.
type Eraser interface {
	// Erase makes s, which is its Parent but for e.Change, take the place of its Parent, which is no longer kept, and removes
	// from all that is kept what e says, all or nothing, with the errors of Amend. After it the bytes of what was removed are
	// nowhere in the store, nor in files beside it; ErrTraces where all else was done and that could not be.
	Erase(ctx context.Context, s Snapshot, e Erasure) error
}

// Erasure is what is removed from a Store for good.
type Erasure struct {
	Change
	IDs     []string                          // Records of these IDs, of any kind, go from every Snapshot
	Derived []string                          // kinds of Records that go from other Snapshots that had one of these: they can be made again
	Live    func(space string, k Key) bool    // what of a Cache stays; nil for all of it
	Forget  func(kind string, id string) bool // notes that go; nil for none
}

// ErrTraces: what was to be erased is removed, and bytes of it may still stand in the free space of the file.
var ErrTraces = errors.New("it is removed, but traces of it may still be in the free space of the file, which was in use; delete it once more")

var _ Eraser = (*SQLite)(nil)

// Erase implements Eraser.
func (s *SQLite) Erase(ctx context.Context, snap Snapshot, e Erasure) error {
	err := s.write(ctx, func(ctx, work context.Context, p *publication) error {
		if err := p.amend(ctx, work, snap, e.Change); err != nil {
			return err
		}
		if err := p.finish(work, s.keep+1); err != nil { // its Parent goes instead of another
			return err
		}
		if _, err := p.tx.ExecContext(work, `DELETE FROM snapshot WHERE id = ?`, snap.Parent); err != nil {
			return err
		}
		if err := p.erase(work, e); err != nil {
			return err
		}
		if e.Live != nil {
			if err := prune(work, p.tx, e.Live); err != nil {
				return err
			}
		}
		return p.sweep(work)
	})
	if err == nil {
		err = s.scrub(context.WithoutCancel(ctx))
	}
	if err != nil {
		return s.wrap(ctx, "erase", err)
	}
	return nil
}

// erase removes Records from all Snapshots.
func (p *publication) erase(ctx context.Context, e Erasure) error {
	had := map[int64]bool{}
	for _, id := range e.IDs {
		rows, err := p.tx.QueryContext(ctx, `DELETE FROM record WHERE id = ? RETURNING snapshot`, id)
		if err != nil {
			return err
		}
		for rows.Next() {
			var seq int64
			if err := rows.Scan(&seq); err != nil {
				return errors.Join(err, rows.Close())
			}
			had[seq] = true
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	for seq := range had {
		for _, kind := range e.Derived {
			if _, err := p.tx.ExecContext(ctx, `DELETE FROM record WHERE snapshot = ? AND kind = ? AND snapshot <> ?`, seq, kind, p.seq); err != nil {
				return err
			}
		}
		if err := p.count(ctx, seq); err != nil {
			return err
		}
	}
	if err := p.count(ctx, p.seq); err != nil || e.Forget == nil {
		return err
	}
	all, err := notes(p.tx.QueryContext(ctx, `SELECT kind, id, data FROM note`))
	for _, n := range all {
		if e.Forget(n.Kind, n.ID) && err == nil {
			_, err = p.tx.ExecContext(ctx, `DELETE FROM note WHERE kind = ? AND id = ?`, n.Kind, n.ID)
		}
	}
	return err
}

// scrub leaves nothing in the files but what is kept: VACUUM writes the store anew, the checkpoint empties the log beside it.
func (s *SQLite) scrub(ctx context.Context) error {
	if _, err := s.writer.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("%w (%w)", ErrTraces, err)
	}
	var busy, frames, moved int
	if err := s.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("%w (%w)", ErrTraces, err)
	}
	if busy != 0 {
		return ErrTraces
	}
	return nil
}
