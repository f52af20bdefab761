package storage

import (
	"context"
	"errors"
	"fmt"
)

// Backup writes a copy of the store, as of one moment, to a file that is not there yet. The store may be read and published
// to meanwhile, by other processes too.
func (s *SQLite) Backup(ctx context.Context, file string) error {
	if _, err := s.writer.ExecContext(ctx, `VACUUM INTO ?`, file); err != nil {
		return s.wrap(ctx, "back up", err)
	}
	return nil
}

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
