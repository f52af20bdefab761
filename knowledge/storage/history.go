package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// History is a Store in which one can go back. A Store that is one is found by type assertion.
type History interface {
	// Snapshots lists those that are kept, the one that serves first, then by when they last served, the last first.
	Snapshots(ctx context.Context) ([]Snapshot, error)

	// Rollback makes a kept Snapshot the current one in the place of from, and notes something with it, all or nothing.
	// What served until then stays kept, as long as any. ErrNoSnapshot where to is not kept, ErrStale where from does not
	// serve any more, ErrBusy as of Publish.
	Rollback(ctx context.Context, from, to string, notes ...Record) error
}

var _ History = (*SQLite)(nil)

// Snapshots implements History.
func (s *SQLite) Snapshots(ctx context.Context) ([]Snapshot, error) {
	out, err := s.snapshots(ctx)
	if err != nil {
		return nil, s.wrap(ctx, "list snapshots", err)
	}
	return out, nil
}

func (s *SQLite) snapshots(ctx context.Context) (out []Snapshot, _ error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT id, parent, made, note, counts FROM snapshot ORDER BY served DESC`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		snap, err := scanSnapshot(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, snap)
	}
	return out, rows.Err()
}

// Rollback implements History.
func (s *SQLite) Rollback(ctx context.Context, from, to string, notes ...Record) error {
	err := s.write(ctx, func(_, work context.Context, p *publication) error {
		if err := p.isCurrent(work, from); err != nil {
			return err
		}
		var seq int64
		err := p.tx.QueryRowContext(work, `SELECT seq FROM snapshot WHERE id = ?`, to).Scan(&seq)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoSnapshot
		} else if err != nil {
			return err
		}
		if err := p.serve(work, seq); err != nil {
			return err
		}
		return p.note(work, notes)
	})
	if err != nil {
		return s.wrap(ctx, fmt.Sprintf("go back to snapshot %q", to), err)
	}
	return nil
}
