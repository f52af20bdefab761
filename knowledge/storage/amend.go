package storage

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
)

// Amender is a Store that makes a Snapshot of the current one by what is different in it, so that what stays the same is
// neither given nor written again. A Store that is one is found by type assertion.
type Amender interface {
	// Amend makes s, which is its Parent but for c, the current Snapshot, all or nothing, as Publish does. Parent "" is the
	// empty Snapshot, and ErrStale where another serves.
	Amend(ctx context.Context, s Snapshot, c Change) error
}

// Change is how a Snapshot is different from its Parent, and what is noted with it.
type Change struct {
	Gone  []Name                   // Records that it has not; one that its Parent has not either does no harm
	Put   iter.Seq2[Record, error] // Records that it has, in the place of those of the same names; nil for none. As of Publish
	Notes []Record                 // see Book
}

// Name names a Record of a Snapshot.
type Name struct{ Kind, ID string }

var _ Amender = (*SQLite)(nil)

// Amend implements Amender.
func (s *SQLite) Amend(ctx context.Context, snap Snapshot, c Change) error {
	err := s.write(ctx, func(ctx, work context.Context, p *publication) error {
		if err := p.amend(ctx, work, snap, c); err != nil {
			return err
		}
		return p.finish(work, s.keep)
	})
	if err != nil {
		return s.wrap(ctx, fmt.Sprintf("amend to snapshot %q", snap.ID), err)
	}
	return nil
}

// amend lays out the new Snapshot, and does not make it serve yet.
func (p *publication) amend(ctx, work context.Context, snap Snapshot, c Change) error {
	if err := p.isCurrent(work, snap.Parent); err != nil {
		return err
	}
	if err := p.begin(work, snap); err != nil {
		return err
	}
	if _, err := p.tx.ExecContext(work, `INSERT INTO record (snapshot, kind, id, content)
		SELECT ?, kind, record.id, content FROM record JOIN snapshot ON seq = snapshot WHERE snapshot.id = ?`, p.seq, snap.Parent); err != nil {
		return err
	}
	drop, err := p.tx.PrepareContext(work, `DELETE FROM record WHERE snapshot = ? AND kind = ? AND id = ?`)
	if err != nil {
		return err
	}
	for _, n := range c.Gone {
		if _, err := drop.ExecContext(work, p.seq, n.Kind, n.ID); err != nil {
			return err
		}
	}
	if c.Put != nil {
		if err := p.putAll(ctx, work, p.inPlace(work, drop, c.Put)); err != nil {
			return err
		}
	}
	return p.note(work, c.Notes)
}

// inPlace takes away what each Record takes the place of. One that comes twice is put twice, which put refuses.
func (p *publication) inPlace(ctx context.Context, drop *sql.Stmt, records iter.Seq2[Record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		put := map[Name]bool{}
		for r, err := range records {
			if n := (Name{r.Kind, r.ID}); err == nil && !put[n] {
				put[n] = true
				_, err = drop.ExecContext(ctx, p.seq, r.Kind, r.ID)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
