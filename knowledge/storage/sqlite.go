package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// busyTimeout is how long a Publish waits for another one to end. A refresh that takes longer is better started again
// by who wanted it than waited for in silence.
const busyTimeout = 10 * time.Second

// SQLite is a Store in one file on this machine. Reads never wait for a Publish nor hold one up: in WAL mode each
// transaction sees the file as of its own start.
type SQLite struct {
	path   string
	keep   int
	reader *sql.DB // any number of connections, none of which can write
	writer *sql.DB
	packer *packer
}

var _ Store = (*SQLite)(nil)

// Open opens the store at path, or makes one, its file for the user alone and its folder too if there was none. keep is
// how many older Snapshots stay beside the current one to go back to; 0 keeps the current one only.
func Open(ctx context.Context, path string, keep int) (*SQLite, error) {
	return open(ctx, path, keep, busyTimeout)
}

func open(ctx context.Context, path string, keep int, patience time.Duration) (*SQLite, error) {
	if keep < 0 {
		return nil, fmt.Errorf("open store: %d snapshots to keep", keep)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := prepare(ctx, path); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &SQLite{path: path, keep: keep}
	if s.packer, err = newPacker(); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	// A store that is gone must not come back empty: only prepare creates, these take mode "rw".
	//
	// synchronous=FULL, not NORMAL: either keeps the file whole through a power cut, but NORMAL may forget the last
	// commits. A Snapshot once announced stays, and as one Publish is one commit, that costs one fsync a refresh.
	//
	// cache_size: 32 MiB at most, taken as needed, make a Publish of 60,000 records a quarter faster than the usual 2.
	// journal_size_limit: a large Publish leaves a large -wal file; the next one cuts it back to this.
	//
	// secure_delete: what no Snapshot has any more is not left in the free space of the file.
	s.reader, err = sql.Open("sqlite", dsn(path, "rw", patience, "_query_only=1"))
	if err == nil {
		s.writer, err = sql.Open("sqlite", dsn(path, "rw", patience, "_txlock=immediate", "_foreign_keys=1",
			"_synchronous=FULL", "_pragma=cache_size(-32768)", "_pragma=journal_size_limit("+strconv.Itoa(8<<20)+")", "_pragma=secure_delete(1)"))
	}
	if err != nil {
		return nil, fmt.Errorf("open store: %w", errors.Join(err, s.Close()))
	}
	s.reader.SetMaxIdleConns(4)
	s.writer.SetMaxIdleConns(1)
	return s, nil
}

// dsn names the file to the driver as a URI, so that no character of the path is taken for something else.
func dsn(path, mode string, patience time.Duration, params ...string) string {
	params = append(params, "mode="+mode, fmt.Sprintf("_busy_timeout=%d", patience.Milliseconds()))
	path = "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")
	return (&url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(params, "&")}).String()
}

// Current implements Store.
func (s *SQLite) Current(ctx context.Context) (Snapshot, error) {
	snap, err := scanSnapshot(s.reader.QueryRowContext(ctx, `SELECT id, parent, made, note, counts FROM current
		JOIN snapshot ON seq = current.snapshot`))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoSnapshot
	}
	if err != nil {
		return Snapshot{}, s.wrap(ctx, "current snapshot", err)
	}
	return snap, nil
}

// scanSnapshot reads a row of id, parent, made, note, counts.
func scanSnapshot(row interface{ Scan(...any) error }) (snap Snapshot, err error) {
	var (
		made   int64
		counts []byte
	)
	if err := row.Scan(&snap.ID, &snap.Parent, &made, &snap.Note, &counts); err != nil {
		return Snapshot{}, err
	}
	snap.Made = time.UnixMicro(made).UTC()
	return snap, json.Unmarshal(counts, &snap.Counts)
}

// Records implements Store.
func (s *SQLite) Records(ctx context.Context, snapshot, kind string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		wanted := true
		err := s.read(ctx, snapshot, kind, func(r Record) bool {
			wanted = yield(r, nil)
			return wanted
		})
		if err != nil && wanted {
			yield(Record{}, s.wrap(ctx, fmt.Sprintf("read %s of snapshot %s", kind, snapshot), err))
		}
	}
}

// read gives each Record to take until that returns false. Both queries see one state: they share a transaction.
func (s *SQLite) read(ctx context.Context, snapshot, kind string, take func(Record) bool) error {
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var seq int64
	err = tx.QueryRowContext(ctx, "SELECT seq FROM snapshot WHERE id = ?", snapshot).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoSnapshot
	} else if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, `SELECT record.id, hash, size, data FROM record
		JOIN content ON content.id = record.content WHERE snapshot = ? AND kind = ? ORDER BY record.id`, seq, kind)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := ctx.Err(); err != nil { // the driver notices by and by
			return err
		}
		var (
			id           string
			hash, stored sql.RawBytes
			size         int
		)
		if err := rows.Scan(&id, &hash, &size, &stored); err != nil {
			return err
		}
		data, err := s.packer.unpack(stored, hash, size)
		if err != nil {
			return fmt.Errorf("%q: %w", id, err)
		}
		if !take(Record{Kind: kind, ID: id, Data: data}) {
			return nil
		}
	}
	return rows.Err()
}

// Close implements Store.
func (s *SQLite) Close() error {
	var err error
	for _, db := range []*sql.DB{s.reader, s.writer} { // the last one folds the -wal file into the store
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	s.packer.close()
	if err != nil {
		return fmt.Errorf("close store %s: %w", s.path, err)
	}
	return nil
}

// wrap says what failed where. A transaction that ctx ended reports ctx, whatever the driver made of it.
func (s *SQLite) wrap(ctx context.Context, doing string, err error) error {
	switch ended := ctx.Err(); {
	case ended == nil:
	case code(err) == sqlite3.SQLITE_INTERRUPT || errors.Is(err, sql.ErrTxDone) || errors.Is(err, ended):
		err = ended
	default: // such as database/sql's "Rows are closed", which comes of it too
		err = fmt.Errorf("%w: %w", ended, err)
	}
	return fmt.Errorf("store %s: %s: %w", s.path, doing, err)
}
