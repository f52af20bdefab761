package knowledge

import (
	"context"
	"errors"
	"time"
)

// ChangeKind is what happened to an entry of the Ledger.
type ChangeKind string

const (
	New       ChangeKind = "new"       // a Commitment that was not there
	Firmer    ChangeKind = "firmer"    // a Commitment of a firmer Stance
	Weaker    ChangeKind = "weaker"    // a Commitment of a less firm Stance
	Withdrawn ChangeKind = "withdrawn" // a Commitment that is declined now
	Opened    ChangeKind = "opened"    // an OpenIssue that was not there
	Settled   ChangeKind = "settled"   // an OpenIssue that is settled now, wholly or in part
	Reopened  ChangeKind = "reopened"  // an OpenIssue that was settled, and is not any more
)

// Change is one difference between two states of the Ledger. Either Commitment or Issue is set: the entry as it is now.
type Change struct {
	Kind       ChangeKind  `json:"kind"`
	Commitment *Commitment `json:"commitment,omitempty"`
	Issue      *OpenIssue  `json:"issue,omitempty"`
	Then       string      `json:"then,omitempty"` // Stance or status before; "" for what was not there
	Now        string      `json:"now"`
	Reported   string      `json:"reported"` // day of the report that changed it, YYYY-MM-DD; "" when not known
	Citation   Citation    `json:"citation"` // of that report
}

// Changes lists what the Articles of a day and of later ones changed in the Ledger, against what was published before it, the latest
// first.
func (b *Base) Changes(ctx context.Context, since time.Time) ([]Change, error) {
	return nil, errors.New("not there yet")
}

// AsOf gives a knowledge base of the Articles that were published by the end of a day (UTC), which answers from them alone. Those without
// a date are not among them. It cannot be refreshed; what is refreshed later is not in it.
func (b *Base) AsOf(ctx context.Context, day time.Time) (*Base, error) {
	return nil, errors.New("not there yet")
}

// changesBetween lists what is different in the Ledger between two states.
func changesBetween(old, st *state) []Change { return nil }
