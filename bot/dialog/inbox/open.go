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
	schemaVersion = 4          // raise it with every change of schema, and say in upgrades how files come to it
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
	language   TEXT    NOT NULL DEFAULT '',
	shares     TEXT    NOT NULL DEFAULT '',
	ticket     TEXT    NOT NULL DEFAULT '', -- secret; '' once the message does not wait any more
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
` + ratings + notes + follows

const ratings = `
CREATE TABLE rating (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	platform TEXT    NOT NULL,
	message  TEXT    NOT NULL,
	person   TEXT    NOT NULL,
	verdict  TEXT    NOT NULL,
	why      TEXT    NOT NULL,
	rated    INTEGER NOT NULL,
	UNIQUE (platform, message, person)
) STRICT;
`

const notes = `
CREATE TABLE note (
	platform TEXT NOT NULL,
	key      TEXT NOT NULL,
	value    TEXT NOT NULL,
	PRIMARY KEY (platform, key)
) STRICT;
`

// upgrades gives for each version before schemaVersion, from 1, what makes a file of it one of the next.
func upgrades() []string {
	return []string{`
ALTER TABLE message ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN shares   TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN ticket   TEXT NOT NULL DEFAULT '';
` + ratings, notes, follows}
}

const columns = `SELECT platform, id, thread, channel, person, text, sent, edits, private, language, shares, ticket, heard, state,
	note, post, question, understood, snapshot, reply FROM message `

// seen picks what was answered in a Thread before a Message and is known to whoever said that: private answers are for
// one person, and for what that person asks in private.
const seen = `WHERE platform = ?1 AND thread = ?2 AND state = 1 AND edits = ''
	AND seq < (SELECT seq FROM message WHERE platform = ?1 AND id = ?3) AND (NOT private OR ?5 AND person = ?4) `

// statements parses those that every Message takes.
func (b *Inbox) statements(ctx context.Context) error {
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&b.keep, `INSERT INTO message (platform, id, thread, channel, person, text, sent, edits, private, language, shares,
			ticket, heard) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`},
		{&b.settle, `UPDATE message SET state = ?, note = ?, ticket = '' WHERE platform = ? AND id = ? AND state = 0`},
		{&b.answer, `UPDATE message SET post = ?, question = ?, understood = ?, snapshot = ?, reply = ?
			WHERE platform = ? AND id = ?`},
		{&b.reword, `UPDATE message SET text = ?, question = ?, understood = ?, snapshot = ?, reply = ?
			WHERE platform = ? AND id = ? AND reply IS NOT NULL`}, // where its person is forgotten the words do not come back
		{&b.asked, strings.Replace(columns, "reply", "NULL", 1) + seen + `AND question ORDER BY seq DESC LIMIT ?6`},
		{&b.last, columns + seen + `AND (question OR shares <> '') AND reply IS NOT NULL ORDER BY seq DESC LIMIT 1`},
		{&b.joined, `SELECT EXISTS (SELECT 1 FROM message
			WHERE platform = ? AND thread = ? AND state = 1 AND NOT private AND shares = '')`},
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
	// secure_delete: a ticket that is erased, or a Message that is forgotten, is not left in the free space of the file.
	params := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()), "locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)",
		"secure_delete(ON)"}}
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

// prepare lays out an empty file, brings one of an earlier version up to this one, and refuses one of another program or
// of a later version.
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
	case version < 1 || version > schemaVersion:
		return fmt.Errorf("it is of another talksbot (inbox version %d, this program knows %d): use that one, or move it away",
			version, schemaVersion)
	case version < schemaVersion:
		steps := strings.Join(upgrades()[version-1:], "") + fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion)
		if _, err := tx.ExecContext(ctx, steps); err != nil {
			return fmt.Errorf("from inbox version %d to %d: %w", version, schemaVersion, err)
		}
	}
	return tx.Commit()
}
