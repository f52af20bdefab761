package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/storage"
)

// How says how a Refresh is made. The zero value takes in what there is, and removes nothing.
type How struct {
	By    string // who asks for it, for the log of Acts; "" means nobody in particular
	Dry   bool   // only say what would change
	Prune bool   // an Article that none of the Sources has any more is removed
	Force bool   // also where the new Snapshot does not pass the gate
}

// Diff says what a Refresh changed, by Article ID, and what it had to leave out.
type Diff struct {
	Snapshot    string // "" where nothing was stored
	Before      string // the Snapshot that served before
	Added       []string
	Changed     []string
	Unchanged   []string
	Removed     []string
	Changes     []Change // of the Ledger
	Held        []string // why the new Snapshot was not let through, a sentence each; the error is ErrHeld then
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
// whole, and says what changed. Items that cannot be read are in Diff.Problems; they stop nothing.
func (b *Base) RefreshAs(ctx context.Context, how How, from ...Source) (Diff, error) {
	select {
	case b.busy <- struct{}{}:
		defer func() { <-b.busy }()
	case <-ctx.Done():
		return Diff{}, ctx.Err()
	}
	var d Diff
	if b.fixed {
		return d, ErrPast
	}
	if how.Dry || how.Prune {
		return d, errors.New("not there yet")
	}
	old := b.state.Load()
	stored := map[string]*entry{}
	if old.snapshot != "bundled" {
		for _, e := range old.entries {
			stored[e.article.ID] = e
		}
	}
	articles := map[string]Article{}
	total, done := 0, 0
	for _, s := range from {
		if l, ok := s.(interface{ Len() int }); ok {
			total += l.Len()
		}
	}
	readings := map[string]*extract.Reading{}
	for _, s := range from {
		for a, err := range s.Articles(ctx) {
			if ctx.Err() != nil {
				return d, ctx.Err()
			}
			done++
			if err != nil {
				d.Problems = append(d.Problems, err)
				b.progress(done, total)
				continue
			}
			if was, ok := stored[a.ID]; ok && sameArticle(was.article, a) && was.reading.Version == extract.Version {
				d.Unchanged = append(d.Unchanged, a.ID)
				readings[a.ID] = was.reading.Ruled()
			} else {
				if ok {
					d.Changed = append(d.Changed, a.ID)
				} else {
					d.Added = append(d.Added, a.ID)
				}
				readings[a.ID] = extract.Read(a)
			}
			articles[a.ID] = a
			b.progress(done, total)
		}
	}
	if len(articles) == 0 {
		return d, ErrNothing
	}
	for id, e := range stored {
		if _, ok := articles[id]; !ok {
			articles[id], readings[id] = e.article, e.reading.Ruled()
		}
	}
	all := make([]Article, 0, len(articles))
	for _, a := range articles {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b Article) int { return compareIDs(a, b) })
	now := time.Now().UTC()
	st, err := b.read(ctx, now.Format("20060102T150405.000000"), all, readings, &d)
	if err != nil {
		return d, err
	}
	if b.opt.Store != nil {
		parent := ""
		if old.snapshot != "bundled" {
			parent = old.snapshot
		}
		if err := b.opt.Store.Publish(ctx, storage.Snapshot{ID: st.snapshot, Parent: parent, Made: now}, st.records()); err != nil {
			return d, fmt.Errorf("storing the new snapshot: %w", err)
		}
	}
	b.serve(ctx, st)
	d.Snapshot, d.Articles, d.Commitments, d.Issues = st.snapshot, len(st.entries), len(st.commitments), len(st.issues)
	return d, nil
}

func (b *Base) progress(done, total int) {
	if b.opt.Progress != nil {
		b.opt.Progress(done, total)
	}
}

func sameArticle(a, b Article) bool {
	return a.Title == b.Title && a.Publisher == b.Publisher && a.URL == b.URL && a.Published.Equal(b.Published) && a.Text == b.Text && a.Language == b.Language && a.Brief == b.Brief
}

func compareIDs(a, b Article) int {
	switch {
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}
