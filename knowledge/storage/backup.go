package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// Backup writes a copy of the store, as of one moment, to a file that is not there yet. The store may be read and published
// to meanwhile, by other processes too.
func (s *SQLite) Backup(ctx context.Context, file string) error {
	if _, err := s.writer.ExecContext(ctx, `VACUUM INTO ?`, file); err != nil {
		return s.wrap(ctx, "back up", err)
	}
	return nil
}

// Hold keeps every other process from the store at path, or another file of SQLite, until release is called, so that another file can
// take its place. ErrBusy where one has it open for longer than some seconds.
func Hold(ctx context.Context, path string) (release func() error, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("hold store: %w", err)
	}
	db, err := sql.Open("sqlite", dsn(path, "rw", holdTimeout))
	if err != nil {
		return nil, fmt.Errorf("hold store: %w", err)
	}
	db.SetMaxOpenConns(1)
	// Out of WAL mode comes a file that nobody else has open, and no file beside it is left that a name could be taken for.
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE"); err != nil {
		if code(err) == sqlite3.SQLITE_BUSY {
			err = ErrBusy
		}
		return nil, errors.Join(fmt.Errorf("hold store %s: %w", path, err), db.Close())
	}
	return db.Close, nil
}

const holdTimeout = 2 * time.Second

// Check reads all of the store, and says what is damaged; nil when nothing is.
func (s *SQLite) Check(ctx context.Context) error {
	if err := s.check(ctx); err != nil {
		return s.wrap(ctx, "check", err)
	}
	return nil
}

func (s *SQLite) check(ctx context.Context) error {
	var said string
	if err := s.reader.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New("damaged: " + said)
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT id, hash, size, data FROM content`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			id, size     int
			hash, stored []byte
		)
		if err := rows.Scan(&id, &hash, &size, &stored); err != nil {
			return err
		}
		if _, err := s.packer.unpack(stored, hash, size); err != nil {
			return fmt.Errorf("content %d: %w", id, err)
		}
	}
	return rows.Err()
}
