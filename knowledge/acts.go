package knowledge

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"talksbot/knowledge/storage"
)

// Act is something that was done to the knowledge base.
type Act struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`               // who asked for it, such as "slack:U012345" or "schedule"
	What   string    `json:"what"`             // refresh, rollback, delete, undelete, restore
	Before string    `json:"before,omitempty"` // the Snapshot that served before
	After  string    `json:"after,omitempty"`  // and after it; the same where nothing changed
	Detail string    `json:"detail,omitempty"` // "3 new, 1 changed", the IDs that were deleted
	Failed string    `json:"failed,omitempty"` // why nothing changed, in a sentence without secrets
}

// SourceState says how a Source is doing.
type SourceState struct {
	Name      string    `json:"name"`
	Tried     time.Time `json:"tried"`
	Succeeded time.Time `json:"succeeded"` // zero: never
	Failures  int       `json:"failures"`  // in a row
	Problem   string    `json:"problem,omitempty"`
	Articles  int       `json:"articles"` // that it had when it last succeeded
}

// kinds of notes in a storage.Book.
const (
	actNote    = "act"
	begunNote  = "begun"  // an Act that has not come to its end
	sourceNote = "source" // a SourceState, by name
	freshNote  = "fresh"  // when a Refresh last succeeded, one alone
	markNote   = "mark"   // see marks
	tombNote   = "deleted"
)

// Acts lists the latest n Acts, the last first; all of them where n is 0. A Refresh that has not come to its end is among them, first:
// it still runs, or its process was killed.
func (b *Base) Acts(ctx context.Context, n int) ([]Act, error) {
	begun, err := read[Act](ctx, b, begunNote, 0)
	if err != nil {
		return nil, err
	}
	for i := range begun {
		begun[i].After, begun[i].Failed = begun[i].Before, "It has not come to its end: it still runs, or was killed."
	}
	done, err := read[Act](ctx, b, actNote, n)
	if err != nil {
		return nil, err
	}
	all := append(begun, done...)
	if n > 0 && len(all) > n {
		all = all[:n]
	}
	return all, nil
}

// SourceStates says how each Source is doing that was ever refreshed from, by name.
func (b *Base) SourceStates(ctx context.Context) ([]SourceState, error) {
	all, err := read[SourceState](ctx, b, sourceNote, 0)
	slices.SortFunc(all, func(x, y SourceState) int { return strings.Compare(x.Name, y.Name) })
	return all, err
}

// Refreshed is when a Refresh last succeeded, of which nothing new may have come; zero where that is not known. Sources that were read
// by one that was held back make nothing fresh, nor does what else makes a Snapshot.
func (b *Base) Refreshed(ctx context.Context) (at time.Time, err error) {
	all, err := read[time.Time](ctx, b, freshNote, 1)
	if err != nil || len(all) > 0 {
		return append(all, time.Time{})[0], err
	}
	kept, err := b.Snapshots(ctx) // of a program that made no such notes
	for _, s := range kept {
		if s.Made.After(at) {
			at = s.Made
		}
	}
	return at, err
}

// read gives the latest n notes of a kind, the last first.
func read[T any](ctx context.Context, b *Base, kind string, n int) (out []T, _ error) {
	book, ok := b.opt.Store.(storage.Book)
	if !ok {
		return nil, nil
	}
	notes, err := book.Notes(ctx, kind, n)
	for _, r := range notes {
		var v T
		if err := json.Unmarshal(r.Data, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, err
}

// note keeps notes where there is a book, and an error of it is nobody's: what they tell of has come about.
func (b *Base) note(ctx context.Context, notes ...storage.Record) {
	if book, ok := b.opt.Store.(storage.Book); ok {
		_ = book.Note(ctx, notes...)
	}
}

func noteOf(kind, id string, v any) storage.Record {
	data, err := json.Marshal(v)
	if err != nil { // of these structs there is none
		panic(err)
	}
	return storage.Record{Kind: kind, ID: id, Data: data}
}

// note is the Act as it is kept, each under a name of its own.
func (a Act) note() storage.Record { return noteOf(actNote, rand.Text(), a) }

func sourceNotes(states []SourceState) (out []storage.Record) {
	for _, s := range states {
		out = append(out, noteOf(sourceNote, s.Name, s))
	}
	return out
}

// begin notes that a Refresh has begun, so that one is seen that was killed, and gives what takes the note away. Those that have
// not ended by then become Acts that failed.
func (b *Base) begin(ctx context.Context, act Act, how How) (end storage.Record) {
	own := noteOf(begunNote, rand.Text(), act)
	book, ok := b.opt.Store.(storage.Book)
	if !ok || how.Dry {
		return storage.Record{Kind: own.Kind, ID: own.ID}
	}
	left, _ := book.Notes(ctx, begunNote, 0) // where it cannot be read, the Refresh will not be stored either
	notes := []storage.Record{own}
	for i := len(left) - 1; i >= 0; i-- {
		var a Act
		if json.Unmarshal(left[i].Data, &a) == nil {
			a.After, a.Failed = a.Before, "It had not come to its end when the next one began: it was killed, or both ran at a time."
			notes = append(notes, a.note())
		}
		left[i].Data = nil
		notes = append(notes, left[i])
	}
	b.note(ctx, notes...)
	return storage.Record{Kind: own.Kind, ID: own.ID}
}

// whyFailed says in a sentence why a Refresh changed nothing.
func whyFailed(ctx context.Context, err error, d Diff) string {
	switch {
	case ctx.Err() != nil:
		return "It was interrupted."
	case errors.Is(err, ErrHeld):
		return cmp.Or(strings.Join(d.Held, " "), "It was held back.")
	case errors.Is(err, ErrNothing) && len(d.Problems) > 0:
		return "No article could be taken in. " + d.Problems[0].Error()
	case errors.Is(err, ErrNothing):
		return "The sources had no article."
	case errors.Is(err, storage.ErrStale), errors.Is(err, storage.ErrBusy):
		return "Somebody else was changing the knowledge base."
	}
	return "It failed: " + err.Error()
}
