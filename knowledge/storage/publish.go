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
	if err := s.publish(ctx, snap, records); err != nil {
		return s.wrap(ctx, fmt.Sprintf("publish snapshot %q", snap.ID), err)
	}
	return nil
}

func (s *SQLite) publish(ctx context.Context, snap Snapshot, records iter.Seq2[Record, error]) error {
	if err := snap.Check(); err != nil {
		return err
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if code(err) == sqlite3.SQLITE_BUSY {
		return ErrBusy
	} else if err != nil {
		return err
	}
	defer tx.Rollback() // also if the sequence panics
	p := &publication{tx: tx, packer: s.packer, counts: map[string]int{}}
	// Statements need not watch ctx one by one, which costs a goroutine each: put asks once a Record.
	work := context.WithoutCancel(ctx)
	if err := p.begin(work, snap); err != nil {
		return err
	}
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
	if err := p.finish(work, s.keep); err != nil {
		return err
	}
	return tx.Commit() // refuses if ctx is done by now
}

// publication is one Publish under way.
type publication struct {
	tx     *sql.Tx
	packer *packer
	seq    int64
	counts map[string]int
	packed []byte // reused from Record to Record

	find, keep, refer *sql.Stmt
}

func (p *publication) begin(ctx context.Context, snap Snapshot) error {
	if snap.Parent != "" {
		var current string
		err := p.tx.QueryRowContext(ctx, `SELECT id FROM current JOIN snapshot ON seq = current.snapshot`).Scan(&current)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if current != snap.Parent {
			return fmt.Errorf("built from %q, current is %q: %w", snap.Parent, current, ErrStale)
		}
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
	p.counts[r.Kind]++
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

// finish makes the Snapshot the current one and gives up what is no longer kept: Snapshots beyond the newest, and the
// contents that only they had. Freed pages are used again by the next Publish; the file does not shrink.
func (p *publication) finish(ctx context.Context, keep int) error {
	counts := []byte("null")
	if len(p.counts) > 0 {
		var err error
		if counts, err = json.Marshal(p.counts); err != nil {
			return err
		}
	}
	if _, err := p.tx.ExecContext(ctx, `UPDATE snapshot SET counts = ? WHERE seq = ?`, string(counts), p.seq); err != nil {
		return err
	}
	if _, err := p.tx.ExecContext(ctx, `INSERT INTO current (one, snapshot) VALUES (1, ?)
		ON CONFLICT DO UPDATE SET snapshot = excluded.snapshot`, p.seq); err != nil {
		return err
	}
	res, err := p.tx.ExecContext(ctx, `DELETE FROM snapshot
		WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)`, keep+1)
	if err != nil {
		return err
	}
	if gone, err := res.RowsAffected(); err != nil || gone == 0 {
		return err
	}
	_, err = p.tx.ExecContext(ctx, `DELETE FROM content WHERE id IN (SELECT id FROM content EXCEPT SELECT content FROM record)`)
	return err
}
