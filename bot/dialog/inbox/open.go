package inbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	applicationID = 0x54424942 // "TBIB": marks a SQLite file as an inbox of this program
	schemaVersion = 1          // raise it with every change of schema
)

// patience is how long Open waits for another process to let go of the file, as one that is ending does: see dialog.Serve.
const patience = 15 * time.Second

// ErrInUse is the error of Open where another process has the inbox open: two bots would answer everything twice.
var ErrInUse = errors.New("another bot has it open")

// seq, not the time, is the order: clocks are set back. Times are microseconds since 1970 in UTC.
const schema = `
CREATE TABLE message (
	seq        INTEGER PRIMARY KEY AUTOINCREMENT,
	platform   TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	thread     TEXT    NOT NULL,
	channel    TEXT    NOT NULL,
	person     TEXT    NOT NULL,
	text       TEXT    NOT NULL,
	sent       INTEGER,
	edits      TEXT    NOT NULL,
	private    INTEGER NOT NULL,
	heard      INTEGER NOT NULL,
	state      INTEGER NOT NULL DEFAULT 0,  -- State
	note       TEXT    NOT NULL DEFAULT '',
	post       TEXT    NOT NULL DEFAULT '',
	question   INTEGER NOT NULL DEFAULT 0,
	understood TEXT    NOT NULL DEFAULT '',
	snapshot   TEXT    NOT NULL DEFAULT '',
	reply      BLOB,                        -- JSON of adapters.Reply
	UNIQUE (platform, id)
) STRICT;
CREATE INDEX waiting ON message (seq) WHERE state = 0;
CREATE INDEX thread ON message (platform, thread, seq);
CREATE INDEX heard ON message (heard);
`

const columns = `SELECT platform, id, thread, channel, person, text, sent, edits, private, heard, state, note, post, question,
	understood, snapshot, reply FROM message `

// statements parses those that every Message takes.
func (b *Inbox) statements(ctx context.Context) error {
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&b.keep, `INSERT INTO message (platform, id, thread, channel, person, text, sent, edits, private, heard)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`},
		{&b.settle, `UPDATE message SET state = ?, note = ? WHERE platform = ? AND id = ? AND state = 0`},
		{&b.answer, `UPDATE message SET post = ?, question = ?, understood = ?, snapshot = ?, reply = ?
			WHERE platform = ? AND id = ?`},
		{&b.reword, `UPDATE message SET text = ?, question = ?, understood = ?, snapshot = ?, reply = ?
			WHERE platform = ? AND id = ?`},
		{&b.asked, strings.Replace(columns, "reply", "NULL", 1) + `WHERE platform = ?1 AND thread = ?2 AND state = 1 AND question
			AND edits = '' AND seq < (SELECT seq FROM message WHERE platform = ?1 AND id = ?3) ORDER BY seq DESC LIMIT ?4`},
		{&b.find, columns + `WHERE platform = ? AND id = ?`},
	} {
		var err error
		if *s.to, err = b.db.PrepareContext(ctx, s.sql); err != nil {
			return err
		}
	}
	return nil
}

// Open opens the inbox at path, or makes one, its file for the user alone. It waits some seconds for a process that has it
// open to end, then gives ErrInUse.
func Open(ctx context.Context, path string) (*Inbox, error) {
	return open(ctx, path, patience)
}

func open(ctx context.Context, path string, patience time.Duration) (*Inbox, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open inbox: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open inbox: %w", err)
	}
	// The mode is set as the file is made; SQLite gives it to the -wal file beside it. A file that is there is not opened
	// for it: closing it would drop the lock of another Inbox in this process.
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		err = f.Close()
		if err != nil {
			return nil, fmt.Errorf("open inbox: %w", err)
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("open inbox: %w", err)
	}
	// locking_mode before journal_mode: the lock is then held from the first use of the file until it is closed or the
	// process is gone, see https://www.sqlite.org/wal.html#noshm. synchronous=FULL: what Keep took survives a power cut.
	params := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()), "locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)"}}
	dsn := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/"), RawQuery: params.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open inbox: %w", err)
	}
	db.SetMaxOpenConns(1)
	b := &Inbox{path: path, db: db}
	err = b.prepare(ctx)
	if err == nil {
		err = b.statements(ctx)
	}
	if err != nil {
		return nil, errors.Join(b.wrap("open", told(err)), db.Close())
	}
	return b, nil
}

// told names what an operator can do something about.
func told(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return ErrInUse
		case sqlite3.SQLITE_NOTADB:
			return errors.New("it is not an inbox of talksbot; move it away")
		}
	}
	return err
}

// prepare lays out an empty file and refuses one of another program or of another version.
func (b *Inbox) prepare(ctx context.Context) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var application, version, tables int
	if err := tx.QueryRowContext(ctx, `SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id AS a, pragma_user_version AS v`).Scan(&application, &version, &tables); err != nil {
		return err
	}
	switch {
	case application == 0 && version == 0 && tables == 0:
		mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, schemaVersion)
		if _, err := tx.ExecContext(ctx, schema+mark); err != nil {
			return err
		}
	case application != applicationID:
		return errors.New("it is not an inbox of talksbot; move it away")
	case version != schemaVersion:
		return fmt.Errorf("it is of another talksbot (inbox version %d, this program knows %d): use that one, or move it away",
			version, schemaVersion)
	}
	return tx.Commit()
}
