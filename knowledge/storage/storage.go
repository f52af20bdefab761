// Package storage is for keeping the knowledge base: immutable snapshots made of records of bytes. It knows no news.
//
// One Publish makes one Snapshot, whole or not at all, and the same transaction makes it the current one. Whoever reads
// meanwhile goes on with the Snapshot they started on. What two Snapshots have in common is kept once.
//
// SQLite is the engine for one machine. Another engine keeps the same promises when storagetest.Run passes on it; what
// only some engines can do becomes an interface of its own, found by type assertion, so that Store stays this small.
package storage

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// Errors that a caller decides by; every engine wraps them.
var (
	// ErrNoSnapshot: nothing has been published yet, or the Snapshot asked for was never published or is no longer kept.
	ErrNoSnapshot = errors.New("no such snapshot")
	// ErrStale: another Publish came first, so the Snapshot was built from a state that is no longer current.
	ErrStale = errors.New("the knowledge base has changed meanwhile")
	// ErrBusy: another Publish, perhaps of another process, was still going on after the time an engine waits for it.
	ErrBusy = errors.New("the knowledge base is being refreshed by somebody else")
)

// Limits that every engine keeps: SQLite holds a row under 1 GB and PostgreSQL a field, and indexes of names are small.
const (
	MaxName = 2048      // bytes of a Kind or an ID
	MaxData = 256 << 20 // bytes of a Record's Data
)

// Record is one stored thing of a Snapshot: Kind and ID name it, Data is opaque. Kind and ID are 1 to MaxName bytes of
// UTF-8 without NUL, and no two Records of a Snapshot share both. Nil Data and empty Data are the same.
type Record struct {
	Kind string
	ID   string
	Data []byte
}

// Snapshot is one immutable state of the knowledge base, made by one Publish. Its ID follows the rule of a Record's.
type Snapshot struct {
	ID     string
	Parent string         // Snapshot it was built from; "" when from none
	Made   time.Time      // kept to the microsecond, comes back in UTC
	Note   string         // for people: UTF-8 without NUL
	Counts map[string]int // Records of each Kind, as Publish counted them; nil when there are none
}

// Store keeps Snapshots. All methods may be called at the same time, and several processes may have one Store open.
type Store interface {
	// Current gives the Snapshot that serves, or ErrNoSnapshot before the first Publish.
	Current(ctx context.Context) (Snapshot, error)

	// Records yields the Records of one kind in the byte order of their IDs, one at a time, all as of one moment even if
	// the Snapshot is given up meanwhile. An error comes last, ErrNoSnapshot if it is not kept. Data is the reader's.
	Records(ctx context.Context, snapshot, kind string) iter.Seq2[Record, error]

	// Publish makes s, of these Records, the current Snapshot, all or nothing: on any error, one of the sequence, of ctx,
	// a repeated ID, ErrStale (Parent is set and not current) or ErrBusy, the old one goes on serving. s.Counts is not
	// read. The sequence may read this Store, but not publish to it; Data may change once the next Record is asked for.
	Publish(ctx context.Context, s Snapshot, records iter.Seq2[Record, error]) error

	// Close comes when nothing is going on any more; what is called later fails. Closing twice is harmless.
	Close() error
}

// Check says why the Record cannot be kept; nil when it can.
func (r Record) Check() error {
	if err := checkName("kind", r.Kind); err != nil {
		return err
	}
	if err := checkName("ID", r.ID); err != nil {
		return fmt.Errorf("kind %q: %w", r.Kind, err)
	}
	if len(r.Data) > MaxData {
		return fmt.Errorf("%s %q: data of %d bytes, over the limit of %d", r.Kind, r.ID, len(r.Data), MaxData)
	}
	return nil
}

// Check says why the Snapshot cannot be kept; nil when it can.
func (s Snapshot) Check() error {
	if err := checkName("snapshot ID", s.ID); err != nil {
		return err
	}
	if !isText(s.Note) {
		return errors.New("the note is not UTF-8 text")
	}
	return nil
}

func checkName(what, name string) error {
	switch {
	case name == "":
		return fmt.Errorf("empty %s", what)
	case len(name) > MaxName:
		return fmt.Errorf("%s of %d bytes, over the limit of %d: %q…", what, len(name), MaxName, name[:40])
	case !isText(name):
		return fmt.Errorf("%s %q is not UTF-8 text", what, name)
	}
	return nil
}

// isText holds for what every engine can keep as text: PostgreSQL takes neither NUL nor broken UTF-8.
func isText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }
