package storage

import (
	"context"
	"database/sql"
	"fmt"
)

// Book keeps small notes beside the Snapshots: who did what, how a source is doing. They are of no Snapshot, and no Publish
// changes them. A Store that has one is found by type assertion.
type Book interface {
	// Note keeps notes, all or nothing, in the place of those of the same Kind and ID, which follow the rules of a Record's;
	// one without Data is given up. ErrBusy as of Publish.
	Note(ctx context.Context, notes ...Record) error

	// Notes gives the n notes of a kind that were first made last, the last first; all of them where n is 0 or less.
	Notes(ctx context.Context, kind string, n int) ([]Record, error)
}

var _ Book = (*SQLite)(nil)

// Note implements Book.
func (s *SQLite) Note(ctx context.Context, notes ...Record) error {
	err := s.write(ctx, func(_, work context.Context, p *publication) error { return p.note(work, notes) })
	if err != nil {
		return s.wrap(ctx, "make a note", err)
	}
	return nil
}

func (p *publication) note(ctx context.Context, notes []Record) error {
	for _, n := range notes {
		err := n.Check()
		switch {
		case err != nil:
		case len(n.Data) == 0:
			_, err = p.tx.ExecContext(ctx, `DELETE FROM note WHERE kind = ? AND id = ?`, n.Kind, n.ID)
		default:
			_, err = p.tx.ExecContext(ctx, `INSERT INTO note (kind, id, data) VALUES (?, ?, ?)
				ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data`, n.Kind, n.ID, n.Data)
		}
		if err != nil {
			return fmt.Errorf("note: %w", err)
		}
	}
	return nil
}

// Notes implements Book.
func (s *SQLite) Notes(ctx context.Context, kind string, n int) ([]Record, error) {
	if n <= 0 {
		n = -1 // no limit
	}
	out, err := notes(s.reader.QueryContext(ctx, `SELECT kind, id, data FROM note WHERE kind = ? ORDER BY seq DESC LIMIT ?`, kind, n))
	if err != nil {
		return nil, s.wrap(ctx, "read the notes", err)
	}
	return out, nil
}

func notes(rows *sql.Rows, err error) (out []Record, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Record
		if err := rows.Scan(&r.Kind, &r.ID, &r.Data); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}
