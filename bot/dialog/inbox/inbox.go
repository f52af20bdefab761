// Package inbox keeps what was said to the bot and what became of it, so that every Message is answered once: before it is
// acknowledged it is here, and with its answer it is marked, whatever crashes or is delivered again meanwhile. What was
// said in a Thread is remembered from here too.
package inbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"talksbot/adapters"
)

// Inbox is a store of Messages in one SQLite file, which one process at a time has open. It is safe for concurrent use.
type Inbox struct {
	path string
	db   *sql.DB // one connection: it holds the lock of the file

	// Those that every Message takes: parsing them is most of their work.
	keep, settle, answer, reword, asked, last, joined, find *sql.Stmt

	mu      sync.Mutex
	pending []write
	commits sync.Mutex // held by who commits
}

// ErrSettled is the error where a Message is to be answered or dismissed that does not wait any more.
var ErrSettled = errors.New("the message does not wait")

// State says what became of a Message.
type State int

const (
	Waiting   State = iota // kept, to be answered
	Answered               // posted
	Dismissed              // never to be answered, for the reason in Entry.Note
)

// Entry is a Message as it is kept: without Overheard and Roles, and with its Ticket for as long as it waits.
type Entry struct {
	adapters.Message
	Heard time.Time // when it was kept, in UTC
	State State
	Note  string // why it was dismissed, or that its person is forgotten
	Done
}

// HasReply says whether it is known what a Message was answered with. It is not where an earlier process posted the answer
// and did not come to say so, nor where its person is forgotten.
func (e Entry) HasReply() bool {
	r := e.Reply
	return e.State == Answered && (r.Lead != "" || len(r.Statements) > 0 || len(r.Table.Rows) > 0)
}

// Done is how a Message was answered.
type Done struct {
	Post       string         // ID of the post; "" where the platform gives none
	IsQuestion bool           // the Message wanted to know something, rather than /help
	Understood string         // the Question made clear without the chat; "" where the text already was
	Snapshot   string         // what was searched
	Reply      adapters.Reply // whole, also where less was shown
}

// Keep stores a Message unless it is known by its platform and ID. Without an error it is stored for good, whatever becomes
// of ctx, of the process or of the power; with one it is not.
func (b *Inbox) Keep(ctx context.Context, m adapters.Message) (isNew bool, err error) {
	var sent any
	if !m.Sent.IsZero() {
		sent = m.Sent.UnixMicro()
	}
	var n int64
	err = b.write(ctx, "keep", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.StmtContext(ctx, b.keep).ExecContext(ctx, m.Thread.Platform, m.ID, m.Thread.ID, m.Channel, m.From, m.Text, sent, m.Edits, m.Private,
			m.Language, m.Shares, m.Ticket, time.Now().UnixMicro())
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	return err == nil && n > 0, err
}

// Answer marks a waiting Message as answered and erases its Ticket. What answers an edited Message takes the place of
// what was remembered of the first wording.
func (b *Inbox) Answer(ctx context.Context, m adapters.Message, d Done) error {
	reply, err := json.Marshal(d.Reply)
	if err != nil {
		return b.wrap("answer", err)
	}
	return b.write(ctx, "answer", func(ctx context.Context, tx *sql.Tx) error {
		if err := b.end(ctx, tx, m, Answered, ""); err != nil {
			return err
		}
		_, err := tx.StmtContext(ctx, b.answer).ExecContext(ctx, d.Post, d.IsQuestion, d.Understood, d.Snapshot, reply, m.Thread.Platform, m.ID)
		if err == nil && m.Edits != "" {
			_, err = tx.StmtContext(ctx, b.reword).ExecContext(ctx, m.Text, d.IsQuestion, d.Understood, d.Snapshot, reply, m.Thread.Platform, m.Edits)
		}
		return err
	})
}

// Dismiss marks a waiting Message as one that is never answered, and why, and erases its Ticket.
func (b *Inbox) Dismiss(ctx context.Context, m adapters.Message, note string) error {
	return b.write(ctx, "dismiss", func(ctx context.Context, tx *sql.Tx) error { return b.end(ctx, tx, m, Dismissed, note) })
}

// end ends the waiting of a Message, which it does once.
func (b *Inbox) end(ctx context.Context, tx *sql.Tx, m adapters.Message, to State, note string) error {
	res, err := tx.StmtContext(ctx, b.settle).ExecContext(ctx, to, note, m.Thread.Platform, m.ID)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n != 1 {
		err = ErrSettled
	}
	return err
}

// Waiting gives the Messages that are neither answered nor dismissed, in the order they were kept.
func (b *Inbox) Waiting(ctx context.Context) ([]Entry, error) {
	stmt, err := b.db.PrepareContext(ctx, columns+`WHERE state = 0 ORDER BY seq`)
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer stmt.Close()
	return b.list(ctx, stmt)
}

// Find gives a Message by its ID; ok is false when it is not known.
func (b *Inbox) Find(ctx context.Context, platform, id string) (e Entry, ok bool, err error) {
	return first(b.list(ctx, b.find, platform, id))
}

func first(all []Entry, err error) (Entry, bool, error) {
	if err != nil || len(all) == 0 {
		return Entry{}, false, err
	}
	return all[0], true, nil
}

// Asked gives the last n answered questions of a Thread that were kept before a Message, oldest first, as they were last
// worded, without their Replies. What was private is there for what the same person says in private alone.
func (b *Inbox) Asked(ctx context.Context, before adapters.Message, n int) ([]Entry, error) {
	all, err := b.list(ctx, b.asked, before.Thread.Platform, before.Thread.ID, before.ID, before.From, before.Private, n)
	slices.Reverse(all)
	return all, err
}

// Last gives the last of what Asked would give, or what was shared since, with its Reply; ok is false where there is none.
func (b *Inbox) Last(ctx context.Context, before adapters.Message) (e Entry, ok bool, err error) {
	return first(b.list(ctx, b.last, before.Thread.Platform, before.Thread.ID, before.ID, before.From, before.Private))
}

// Joined tells whether something that was said in a Thread was answered there for all to see. What was only shared there
// does not count: nobody there asked.
func (b *Inbox) Joined(ctx context.Context, t adapters.Thread) (joined bool, err error) {
	err = b.joined.QueryRowContext(ctx, t.Platform, t.ID).Scan(&joined)
	return joined, b.wrap("read", err)
}

// Close closes the file, which another process may then open.
func (b *Inbox) Close() error { return b.wrap("close", b.db.Close()) }

func (b *Inbox) list(ctx context.Context, query *sql.Stmt, args ...any) ([]Entry, error) {
	rows, err := query.QueryContext(ctx, args...)
	if err != nil {
		return nil, b.wrap("read", err)
	}
	defer rows.Close()
	var all []Entry
	for rows.Next() {
		var (
			e     Entry
			sent  sql.NullInt64
			heard int64
			reply []byte
		)
		if err := rows.Scan(&e.Thread.Platform, &e.ID, &e.Thread.ID, &e.Channel, &e.From, &e.Text, &sent, &e.Edits, &e.Private,
			&e.Language, &e.Shares, &e.Ticket, &heard, &e.State, &e.Note, &e.Post, &e.IsQuestion, &e.Understood, &e.Snapshot, &reply); err != nil {
			return nil, b.wrap("read", err)
		}
		if sent.Valid {
			e.Sent = time.UnixMicro(sent.Int64).UTC()
		}
		e.Heard = time.UnixMicro(heard).UTC()
		if len(reply) > 0 {
			if err := json.Unmarshal(reply, &e.Reply); err != nil {
				return nil, b.wrap("read", fmt.Errorf("reply to %q: %w", e.ID, err))
			}
		}
		all = append(all, e)
	}
	return all, b.wrap("read", rows.Err())
}

func (b *Inbox) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("inbox %s: %s: %w", b.path, doing, err)
}
