package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	applicationID = 0x54424b42 // "TBKB": marks a SQLite file as a store of this program
	schemaVersion = 3          // raise it with every change of schema, and say in upgrades how files come to it
	// At 16 KiB a page, packed articles of 3 KB fill pages to over 90%; at the usual 4 KiB one such article takes a page
	// of its own. See BenchmarkPublish for the bytes an article takes.
	pageSize = 16 << 10
)

// A content is kept once, whoever refers to it; size is its length in bytes before packing (see pack.go).
// current has at most one row. This is version 1; upgrades has the rest.
const schema = `
CREATE TABLE snapshot (
	seq    INTEGER PRIMARY KEY AUTOINCREMENT, -- order of publishing
	id     TEXT    NOT NULL UNIQUE,
	parent TEXT    NOT NULL,
	made   INTEGER NOT NULL,                  -- microseconds since 1970 in UTC
	note   TEXT    NOT NULL,
	counts TEXT    NOT NULL                   -- JSON: kind to number of records
) STRICT;
CREATE TABLE current (
	one      INTEGER PRIMARY KEY CHECK (one = 1),
	snapshot INTEGER NOT NULL REFERENCES snapshot (seq)
) STRICT;
CREATE TABLE content (
	id   INTEGER PRIMARY KEY,
	hash BLOB    NOT NULL UNIQUE,             -- SHA-256 before packing
	size INTEGER NOT NULL,
	data BLOB    NOT NULL
) STRICT;
CREATE TABLE record (
	snapshot INTEGER NOT NULL REFERENCES snapshot (seq) ON DELETE CASCADE,
	kind     TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	content  INTEGER NOT NULL REFERENCES content (id),
	PRIMARY KEY (snapshot, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_content ON record (content);
`

// upgrades gives for each version before schemaVersion, from 1, what makes a file of it one of the next. served is the order
// in which Snapshots last became the current one; seq of a note is the order in which they were first made.
func upgrades() []string {
	return []string{`
CREATE TABLE cache (
	space TEXT NOT NULL,
	key   BLOB NOT NULL,
	data  BLOB NOT NULL,
	PRIMARY KEY (space, key)
) STRICT, WITHOUT ROWID;
`, `
ALTER TABLE snapshot ADD COLUMN served INTEGER NOT NULL DEFAULT 0;
UPDATE snapshot SET served = seq;
CREATE TABLE note (
	seq  INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL,
	id   TEXT NOT NULL,
	data BLOB NOT NULL,
	UNIQUE (kind, id)
) STRICT;
`}
}

// prepare leaves at path a store of this program's schema version, or says why it cannot. A file that is not a store is
// never changed.
func prepare(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	info, err := os.Stat(path)
	isNew := errors.Is(err, fs.ErrNotExist)
	switch {
	case isNew:
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return notAStore(path, "it is not a file")
	case info.Size() == 1: // SQLite takes it for an empty one, and would write over it
		return notAStore(path, "it is not a database")
	}
	db, err := sql.Open("sqlite", dsn(path, "rwc", busyTimeout))
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return inspected(path, err)
	}
	defer conn.Close()

	version, err := inspect(ctx, conn, path)
	if err != nil {
		return err
	}
	if version > 0 {
		if err := inWAL(ctx, conn); err != nil || version == schemaVersion {
			return err
		}
		return layOut(ctx, conn, path)
	}
	// SQLite gives the files beside it (-wal, -shm) the mode of the file itself, so this comes before they are made.
	// The file is not opened for it: closing it again would drop the locks of SQLite's connections in this process.
	if isNew {
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
	}
	// Both stay with the file, and neither can be set inside a transaction.
	set := fmt.Sprintf("PRAGMA page_size = %d; PRAGMA journal_mode = WAL", pageSize)
	if _, err := conn.ExecContext(ctx, set); err != nil {
		return err
	}
	return layOut(ctx, conn, path)
}

// inWAL has a store write ahead, which a copy by Backup and one that was held by Hold do not.
func inWAL(ctx context.Context, conn *sql.Conn) error {
	var mode string
	if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil || mode == "wal" {
		return err
	}
	_, err := conn.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return err
}

// layOut makes a store of this version of an empty file or an older store, unless another process did so first.
func layOut(ctx context.Context, conn *sql.Conn, path string) error {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	version, err := inspect(ctx, conn, path)
	if err == nil && version < schemaVersion {
		lacks := ""
		if version == 0 {
			lacks, version = schema, 1
		}
		lacks += strings.Join(upgrades()[version-1:], "")
		mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, schemaVersion)
		_, err = conn.ExecContext(ctx, lacks+mark)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, undo := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, undo)
	}
	return nil
}

// inspect gives the version of a store, 0 for an empty file, and refuses anything else.
func inspect(ctx context.Context, conn *sql.Conn, path string) (version int, err error) {
	var application, tables int
	err = conn.QueryRowContext(ctx, `SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id AS a, pragma_user_version AS v`).Scan(&application, &version, &tables)
	switch {
	case err != nil:
		return 0, inspected(path, err)
	case application == 0 && version == 0 && tables == 0:
		return 0, nil
	case application != applicationID:
		return 0, notAStore(path, "it is a database of another program")
	case version > schemaVersion:
		return 0, fmt.Errorf("%s was written by a newer talksbot (store version %d, this program knows %d): "+
			"use that one, or move the file away or name another --data", path, version, schemaVersion)
	}
	return version, nil
}

// inspected words an error met while looking at a file for the first time.
func inspected(path string, err error) error {
	switch code(err) {
	case sqlite3.SQLITE_NOTADB:
		return notAStore(path, "it is not a database")
	case sqlite3.SQLITE_CORRUPT:
		return notAStore(path, "it is damaged")
	}
	return fmt.Errorf("%s: %w", path, err)
}

func notAStore(path, why string) error {
	return fmt.Errorf("%s is not a talksbot store: %s; move it away or name another --data", path, why)
}

// code gives SQLite's primary result code, 0 for an error that is not SQLite's.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}
