package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	sqlite3 "modernc.org/sqlite/lib"
)

// Publish implements Store. It holds the one write lock of the file from start to end, so that a second Publish, of this
// process or another, waits its turn or ends in ErrBusy.
func (s *SQLite) Publish(ctx context.Context, snap Snapshot, records iter.Seq2[Record, error]) error {
	err := s.write(ctx, func(ctx, work context.Context, p *publication) error {
		if snap.Parent != "" {
			if err := p.isCurrent(work, snap.Parent); err != nil {
				return err
			}
		}
		if err := p.begin(work, snap); err != nil {
			return err
		}
		if err := p.putAll(ctx, work, records); err != nil {
			return err
		}
		return p.finish(work, s.keep)
	})
	if err != nil {
		return s.wrap(ctx, fmt.Sprintf("publish snapshot %q", snap.ID), err)
	}
	return nil
}

// write does work in one transaction. Statements need not watch ctx one by one, which costs a goroutine each: work asks by
// and by, and runs them with the second context, which does not end.
func (s *SQLite) write(ctx context.Context, work func(ctx, unending context.Context, p *publication) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if code(err) == sqlite3.SQLITE_BUSY {
		return ErrBusy
	} else if err != nil {
		return err
	}
	defer tx.Rollback() // also if work panics
	if err := work(ctx, context.WithoutCancel(ctx), &publication{tx: tx, packer: s.packer}); err != nil {
		return err
	}
	return tx.Commit() // refuses if ctx is done by now
}

// publication is one change of the store under way.
type publication struct {
	tx     *sql.Tx
	packer *packer
	seq    int64  // of the Snapshot that is made
	packed []byte // reused from Record to Record

	find, keep, refer *sql.Stmt
}

// isCurrent gives ErrStale unless the Snapshot of this ID serves; "" where none does.
func (p *publication) isCurrent(ctx context.Context, id string) error {
	var current string
	err := p.tx.QueryRowContext(ctx, `SELECT id FROM current JOIN snapshot ON seq = current.snapshot`).Scan(&current)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if current != id {
		return fmt.Errorf("made from %q, current is %q: %w", id, current, ErrStale)
	}
	return nil
}

func (p *publication) begin(ctx context.Context, snap Snapshot) error {
	if err := snap.Check(); err != nil {
		return err
	}
	res, err := p.tx.ExecContext(ctx, `INSERT INTO snapshot (id, parent, made, note, counts) VALUES (?, ?, ?, ?, 'null')`,
		snap.ID, snap.Parent, snap.Made.UnixMicro(), snap.Note)
	if code(err) == sqlite3.SQLITE_CONSTRAINT {
		return errors.New("a snapshot of this ID is kept already")
	} else if err != nil {
		return err
	}
	if p.seq, err = res.LastInsertId(); err != nil {
		return err
	}
	for query, stmt := range map[string]**sql.Stmt{
		`SELECT id FROM content WHERE hash = ?`:                                &p.find,
		`INSERT INTO content (hash, size, data) VALUES (?, ?, ?)`:              &p.keep,
		`INSERT INTO record (snapshot, kind, id, content) VALUES (?, ?, ?, ?)`: &p.refer,
	} {
		if *stmt, err = p.tx.PrepareContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

func (p *publication) putAll(ctx, work context.Context, records iter.Seq2[Record, error]) error {
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = p.put(work, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// put adds one Record; its content only if it is not there from this or an earlier Snapshot.
func (p *publication) put(ctx context.Context, r Record) error {
	if err := r.Check(); err != nil {
		return err
	}
	hash := sha256.Sum256(r.Data)
	var content int64
	err := p.find.QueryRowContext(ctx, hash[:]).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		content, err = p.add(ctx, hash[:], r.Data)
	}
	if err != nil {
		return err
	}
	_, err = p.refer.ExecContext(ctx, p.seq, r.Kind, r.ID, content)
	if code(err) == sqlite3.SQLITE_CONSTRAINT {
		return fmt.Errorf("%s %q comes twice", r.Kind, r.ID)
	}
	return err
}

func (p *publication) add(ctx context.Context, hash, data []byte) (int64, error) {
	stored := p.packer.pack(data, p.packed)
	if len(stored) < len(data) {
		p.packed = stored
	}
	if stored == nil {
		stored = []byte{} // nil would be NULL
	}
	res, err := p.keep.ExecContext(ctx, hash, len(data), stored)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// finish makes the Snapshot the current one and gives up what is no longer kept: Snapshots beyond those that served last, and
// the contents that only they had. Freed pages are used again by the next Publish; the file does not shrink.
func (p *publication) finish(ctx context.Context, keep int) error {
	if err := p.count(ctx, p.seq); err != nil {
		return err
	}
	if err := p.serve(ctx, p.seq); err != nil {
		return err
	}
	res, err := p.tx.ExecContext(ctx, `DELETE FROM snapshot
		WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY served DESC LIMIT ?)`, keep+1)
	if err != nil {
		return err
	}
	if gone, err := res.RowsAffected(); err != nil || gone == 0 {
		return err
	}
	return p.sweep(ctx)
}

// count notes how many Records a Snapshot has of each kind.
func (p *publication) count(ctx context.Context, seq int64) error {
	rows, err := p.tx.QueryContext(ctx, `SELECT kind, count(*) FROM record WHERE snapshot = ? GROUP BY kind`, seq)
	if err != nil {
		return err
	}
	defer rows.Close()
	var counts map[string]int
	for rows.Next() {
		var kind string
		var n int
		if err := rows.Scan(&kind, &n); err != nil {
			return err
		}
		if counts == nil {
			counts = map[string]int{}
		}
		counts[kind] = n
	}
	if err := rows.Err(); err != nil {
		return err
	}
	said, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	_, err = p.tx.ExecContext(ctx, `UPDATE snapshot SET counts = ? WHERE seq = ?`, string(said), seq)
	return err
}

// serve makes a Snapshot the current one.
func (p *publication) serve(ctx context.Context, seq int64) error {
	if _, err := p.tx.ExecContext(ctx, `UPDATE snapshot SET served = (SELECT max(served) + 1 FROM snapshot) WHERE seq = ?`, seq); err != nil {
		return err
	}
	_, err := p.tx.ExecContext(ctx, `INSERT INTO current (one, snapshot) VALUES (1, ?)
		ON CONFLICT DO UPDATE SET snapshot = excluded.snapshot`, seq)
	return err
}

// sweep gives up contents that no Record has.
func (p *publication) sweep(ctx context.Context) error {
	_, err := p.tx.ExecContext(ctx, `DELETE FROM content WHERE id IN (SELECT id FROM content EXCEPT SELECT content FROM record)`)
	return err
}
