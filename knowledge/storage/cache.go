package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"
)

// Cache keeps what can be made again at a price, under the content that it was made of. It is of no Snapshot: what one
// refresh paid for stays when that fails. A Store that has one is found by type assertion.
//
// A space is who made something, such as a model and the version of its prompt; its name follows the rule of a Record's ID.
// A Key is that of the content.
type Cache interface {
	// Cached gives what is kept of these Keys; one that is not kept is not in the map.
	Cached(ctx context.Context, space string, keys []Key) (map[Key][]byte, error)

	// Cache keeps items, all or nothing, in the place of what was kept under their Keys. ErrBusy as of Publish.
	Cache(ctx context.Context, space string, items map[Key][]byte) error

	// Prune gives up what live does not hold for, in all spaces. Nothing of it can be read back.
	Prune(ctx context.Context, live func(space string, k Key) bool) error
}

// Key names a content: see KeyOf.
type Key [sha256.Size]byte

// KeyOf gives the Key of a content that several texts make up.
func KeyOf(texts ...string) Key {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(h, "%d:%s", len(t), t)
	}
	return Key(h.Sum(nil))
}

var _ Cache = (*SQLite)(nil)

// Cached implements Cache.
func (s *SQLite) Cached(ctx context.Context, space string, keys []Key) (map[Key][]byte, error) {
	out, err := s.cached(ctx, space, keys)
	if err != nil {
		return nil, s.wrap(ctx, "read from the cache", err)
	}
	return out, nil
}

func (s *SQLite) cached(ctx context.Context, space string, keys []Key) (map[Key][]byte, error) {
	find, err := s.reader.PrepareContext(ctx, `SELECT data FROM cache WHERE space = ? AND key = ?`)
	if err != nil {
		return nil, err
	}
	defer find.Close()
	out := make(map[Key][]byte, len(keys))
	for _, k := range keys {
		var data []byte
		switch err := find.QueryRowContext(ctx, space, k[:]).Scan(&data); {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return nil, err
		default:
			out[k] = data
		}
	}
	return out, nil
}

// Cache implements Cache.
func (s *SQLite) Cache(ctx context.Context, space string, items map[Key][]byte) error {
	err := checkName("space", space)
	if err == nil {
		err = s.changeCache(ctx, func(ctx context.Context, tx *sql.Tx) error {
			put, err := tx.PrepareContext(ctx, `INSERT INTO cache (space, key, data) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data`)
			if err != nil {
				return err
			}
			for k, data := range items {
				if data == nil {
					data = []byte{} // nil would be NULL
				}
				if _, err := put.ExecContext(ctx, space, k[:], data); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return s.wrap(ctx, "write to the cache", err)
	}
	return nil
}

// Prune implements Cache.
func (s *SQLite) Prune(ctx context.Context, live func(space string, k Key) bool) error {
	err := s.changeCache(ctx, func(ctx context.Context, tx *sql.Tx) error { return prune(ctx, tx, live) })
	if err != nil {
		return s.wrap(ctx, "prune the cache", err)
	}
	return nil
}

func prune(ctx context.Context, tx *sql.Tx, live func(space string, k Key) bool) error {
	type name struct {
		space string
		key   []byte
	}
	var gone []name
	rows, err := tx.QueryContext(ctx, `SELECT space, key FROM cache`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n name
		if err := rows.Scan(&n.space, &n.key); err != nil {
			return err
		}
		if len(n.key) != len(Key{}) || !live(n.space, Key(n.key)) {
			gone = append(gone, n)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, n := range gone {
		if _, err := tx.ExecContext(ctx, `DELETE FROM cache WHERE space = ? AND key = ?`, n.space, n.key); err != nil {
			return err
		}
	}
	return nil
}

// changeCache does work in one transaction.
func (s *SQLite) changeCache(ctx context.Context, work func(context.Context, *sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if code(err) == sqlite3.SQLITE_BUSY {
		return ErrBusy
	} else if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := work(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}
