package knowledge

import (
	"context"
	"errors"
	"time"

	"talksbot/knowledge/storage"
)

// Act is something that was done to the knowledge base.
type Act struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`               // who asked for it, such as "slack:U012345" or "schedule"
	What   string    `json:"what"`             // refresh, rollback, delete, restore
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

// Snapshots lists those that are kept, the one that serves first, then the latest.
func (b *Base) Snapshots(ctx context.Context) ([]storage.Snapshot, error) {
	return nil, errors.New("not there yet")
}

// Rollback makes a kept Snapshot serve again; "" means the one that served before the present one.
func (b *Base) Rollback(ctx context.Context, to, by string) (Diff, error) {
	return Diff{}, errors.New("not there yet")
}

// Delete removes Articles for good: from all kept Snapshots, the caches, and whatever is being refreshed meanwhile; no refresh brings
// them back.
func (b *Base) Delete(ctx context.Context, by string, ids ...string) (Diff, error) {
	return Diff{}, errors.New("not there yet")
}

// Acts lists the latest n Acts, the last first.
func (b *Base) Acts(ctx context.Context, n int) ([]Act, error) {
	return nil, errors.New("not there yet")
}

// SourceStates says how each Source is doing that was ever refreshed from, by name.
func (b *Base) SourceStates(ctx context.Context) ([]SourceState, error) {
	return nil, errors.New("not there yet")
}
