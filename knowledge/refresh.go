package knowledge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"talksbot/knowledge/storage"
)

// How says how a Refresh is made. The zero value takes in what there is, and removes nothing.
type How struct {
	By    string // who asks for it, for the log of Acts; "" means nobody in particular
	Dry   bool   // only say what would change; no model is asked
	Prune bool   // an Article that none of the Sources has any more is removed; none is where an item could not be read, as it may be that, unless Force
	Force bool   // also where fewer Articles or fewer answers are left than the gate lets through

	Canaries []string // questions that must be answered afterwards where they were before
}

// Diff says what a Refresh changed, by Article ID, and what it had to leave out.
type Diff struct {
	Snapshot    string // "" where nothing was stored
	Before      string // the Snapshot that served before
	Added       []string
	Changed     []string
	Unchanged   []string
	Removed     []string
	Deleted     []string // that the Sources have, and that were deleted for good
	Changes     []Change // of the Ledger
	Held        []string // why the new Snapshot was not let through, a sentence each; the error is ErrHeld then, but of a dry Refresh
	Sources     []SourceState
	Problems    []error // one for each item that was left out
	Articles    int     // in the Snapshot now
	Commitments int
	Issues      int
	Extraction  *Extraction // nil without Parts.Extractor
}

// ErrNothing: a Refresh found no article it could take in, so the old Snapshot goes on serving.
var ErrNothing = errors.New("no article could be taken in; what was stored before is unchanged")

// ErrHeld: a new Snapshot did not pass the gate of a Refresh, so the old one goes on serving; Diff.Held says why.
var ErrHeld = errors.New("the refresh was held back; what was stored before is unchanged")

// Refresh is RefreshAs of the zero How.
func (b *Base) Refresh(ctx context.Context, from ...Source) (Diff, error) {
	return b.RefreshAs(ctx, How{}, from...)
}

// RefreshAs takes the Articles of all sources into a new Snapshot beside those already stored, swaps it in when it is
// whole and passes the gate, and says what changed. Items that cannot be read are in Diff.Problems; they stop nothing. Where
// nothing has changed no Snapshot is made.
//
// The gate wants nine tenths of the stored Articles left, each of How.Canaries answered that was answered before, and
// each quote of the Ledger in its Article, byte for byte; the last of these no Force overrides.
func (b *Base) RefreshAs(ctx context.Context, how How, from ...Source) (Diff, error) {
	if b.fixed {
		return Diff{}, ErrPast
	}
	free, err := b.alone(ctx)
	if err != nil {
		return Diff{}, err
	}
	defer free()
	if _, err := b.catchUp(ctx); err != nil {
		return Diff{}, err
	}
	act := Act{At: time.Now().UTC(), By: how.By, What: "refresh", Before: b.state.Load().snapshot}
	begun := b.begin(ctx, act, how)
	d, err := b.refresh(ctx, how, act, begun, from)
	if err != nil && !how.Dry {
		act.After, act.Failed = act.Before, whyFailed(ctx, err, d)
		b.note(context.WithoutCancel(ctx), append(sourceNotes(d.Sources), act.note(), begun)...)
	}
	return d, err
}

// refresh makes and stores the new state, with the Act and without the note that it has begun. Where somebody else stores
// another one meanwhile, or deletes from it, it goes on from that.
func (b *Base) refresh(ctx context.Context, how How, act Act, begun storage.Record, from []Source) (Diff, error) {
	in, err := b.takeIn(ctx, from)
	if err == nil && len(in.articles)+len(in.same) == 0 {
		err = ErrNothing
	}
	if err != nil {
		return in.diff(), err
	}
	for tries := 0; ; tries++ {
		d, err := b.swap(ctx, how, in, act, begun)
		if !errors.Is(err, storage.ErrStale) || tries == mostStale {
			return d, err
		}
		if _, err := b.catchUp(ctx); err != nil {
			return d, err
		}
	}
}

// mostStale is how often a Refresh begins anew from what others have stored meanwhile.
const mostStale = 5

// swap makes of the state that serves and of what was taken in a new one, and has it serve where it passes the gate.
func (b *Base) swap(ctx context.Context, how How, in *intake, act Act, begun storage.Record) (Diff, error) {
	old := b.state.Load()
	d := in.diff()
	d.Before = old.snapshot
	gone, err := b.deleted(ctx)
	if err != nil {
		return d, err
	}
	all, readings := in.merge(old, how, gone, &d)
	if len(all) == 0 {
		return d, ErrNothing
	}
	st := old
	if b.opt.Parts.Extractor != nil || old.noted() || !old.stored() || old.derived || how.Force || d.differs() {
		if st, err = b.read(ctx, newID(time.Now().UTC(), old), all, readings, &d, how.Dry); err != nil {
			return d, err
		}
		if d.Held, err = b.held(ctx, how, old, st); err != nil {
			return d, err
		}
		d.Changes = changesBetween(old, st)
	}
	d.count(st)
	isNew := st != old && (how.Force || d.differs() || !st.like(old))
	if how.Dry {
		return d, nil
	}
	if len(d.Held) > 0 {
		d.count(old)
		return d, ErrHeld
	}
	act.Before, act.After, act.Detail = old.snapshot, old.snapshot, d.detail()
	if isNew {
		act.After = st.snapshot
	}
	notes := append(sourceNotes(d.Sources), act.note(), begun, in.marks.note(st), noteOf(freshNote, "last", time.Now().UTC()))
	switch {
	case !isNew:
		b.note(ctx, notes...)
		return d, nil
	case b.opt.Store != nil:
		err := b.publish(ctx, storage.Snapshot{ID: st.snapshot, Parent: parentOf(old), Made: time.Now().UTC()}, st, old, notes)
		if bad := (unsound{}); errors.As(err, &bad) {
			d.Held = []string{bad.why}
			d.count(old)
			return d, ErrHeld
		}
		if err != nil {
			return d, fmt.Errorf("storing the new snapshot: %w", err)
		}
	}
	b.serve(ctx, st)
	d.Snapshot = st.snapshot
	return d, nil
}

// newID names a Snapshot by a time, after the one that serves also where the clock was set back: see ChangesFrom.
func newID(at time.Time, old *state) string {
	if was, err := time.Parse(idLayout, old.snapshot); err == nil && !at.Truncate(time.Microsecond).After(was) {
		at = was.Add(time.Microsecond)
	}
	return at.Format(idLayout)
}

const idLayout = "20060102T150405.000000"

// parentOf is the Snapshot that a state is of; "" for none.
func parentOf(st *state) string {
	if st.stored() {
		return st.snapshot
	}
	return ""
}

func (d *Diff) count(st *state) {
	d.Articles, d.Commitments, d.Issues = len(st.entries), len(st.commitments), len(st.issues)
}

// differs says whether the Articles are others than before.
func (d *Diff) differs() bool { return len(d.Added)+len(d.Changed)+len(d.Removed) > 0 }

// detail is the Diff in a line, for the log of Acts.
func (d *Diff) detail() string {
	out := fmt.Sprintf("%d new, %d changed, %d removed", len(d.Added), len(d.Changed), len(d.Removed))
	if n := len(d.Problems); n > 0 {
		out += fmt.Sprintf(", %d left out", n)
	}
	return out
}

// like says whether a state of the same Articles tells what another one tells.
func (st *state) like(old *state) bool {
	if len(st.entries) != len(old.entries) {
		return false
	}
	for _, e := range st.entries {
		was := old.had(e)
		if was == nil || !sameReports(was.reading, e.reading) {
			return false
		}
	}
	return true
}

func sameArticle(a, b Article) bool {
	return a.Title == b.Title && a.Publisher == b.Publisher && a.URL == b.URL && a.Published.Equal(b.Published) && a.Text == b.Text && a.Language == b.Language && a.Brief == b.Brief
}
