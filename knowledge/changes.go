package knowledge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"talksbot/knowledge/ledger"
	"talksbot/knowledge/storage"
)

// ChangeKind is what happened to an entry of the Ledger.
type ChangeKind string

const (
	New       ChangeKind = "new"       // a Commitment that was not there
	Firmer    ChangeKind = "firmer"    // a Commitment of a firmer Stance
	Weaker    ChangeKind = "weaker"    // a Commitment of a less firm Stance, or one that is declined on a condition
	Withdrawn ChangeKind = "withdrawn" // a Commitment that is declined now
	Opened    ChangeKind = "opened"    // an OpenIssue that was not there
	Settled   ChangeKind = "settled"   // an OpenIssue that is settled now, wholly or in part
	Reopened  ChangeKind = "reopened"  // an OpenIssue that was settled, and is not any more
)

// ChangeKinds lists every ChangeKind, in the order of the above.
var ChangeKinds = [...]ChangeKind{New, Firmer, Weaker, Withdrawn, Opened, Settled, Reopened}

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

// Changes lists what the Articles of a day (UTC) and of later ones changed in the Ledger, against what was published before it,
// the latest first. Articles without a date count as published before.
func (b *Base) Changes(ctx context.Context, since time.Time) ([]Change, error) {
	st := b.state.Load()
	old, err := b.past(ctx, st, cutoff{until: dayOf(since).AddDate(0, 0, -1), undated: true, now: true})
	if err != nil {
		return nil, err
	}
	return changesBetween(old, st), nil
}

// ChangesFrom lists what changed from a kept Snapshot to the one that serves, the latest first: nothing where that is the same or
// an earlier one, as after a Rollback, where either is of the bundled Articles, or where none was ever named so. Where it is not kept any
// more, the list is of what changed since the first that was made after it and is kept, and of what Changes lists since its day. An
// error says that it can be tried again.
func (b *Base) ChangesFrom(ctx context.Context, snapshot string) ([]Change, error) {
	st := b.state.Load()
	if snapshot == bundled || st.snapshot == bundled || snapshot >= st.snapshot { // an ID is the time when it was made
		return nil, nil
	}
	old, err := &state{}, storage.ErrNoSnapshot
	if b.opt.Store != nil {
		old, err = b.told(ctx, snapshot)
	}
	if errors.Is(err, storage.ErrNoSnapshot) {
		return b.changesFromLost(ctx, snapshot, st)
	}
	if err != nil {
		return nil, fmt.Errorf("loading snapshot %s: %w", snapshot, err)
	}
	return changesBetween(old, st), nil
}

// changesFromLost is ChangesFrom a Snapshot that is not kept any more.
func (b *Base) changesFromLost(ctx context.Context, snapshot string, st *state) ([]Change, error) {
	day, err := time.Parse("20060102", snapshot[:min(len(snapshot), 8)])
	if err != nil {
		return nil, nil
	}
	all, err := b.Changes(ctx, day)
	if err != nil || b.opt.Store == nil {
		return all, err
	}
	old, err := b.toldAfter(ctx, snapshot)
	if err != nil || old == nil {
		return all, err
	}
	for _, c := range changesBetween(old, st) {
		if !slices.ContainsFunc(all, func(o Change) bool { return o.Kind == c.Kind && o.Citation == c.Citation && o.Now == c.Now }) {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int { return strings.Compare(b.Reported, a.Reported) })
	return all, nil
}

// toldAfter is told of the first kept Snapshot that was made after one; nil where there is none.
func (b *Base) toldAfter(ctx context.Context, snapshot string) (*state, error) {
	kept, err := b.Snapshots(ctx)
	if err != nil {
		return nil, err
	}
	kept = slices.DeleteFunc(kept, func(s storage.Snapshot) bool { return s.ID <= snapshot })
	if len(kept) == 0 {
		return nil, nil
	}
	return b.told(ctx, slices.MinFunc(kept, func(a, b storage.Snapshot) int { return strings.Compare(a.ID, b.ID) }).ID)
}

// told reads of a Snapshot what its Articles and its Ledger say. One from under which something was deleted has its Ledger derived.
func (b *Base) told(ctx context.Context, snapshot string) (*state, error) {
	st, err := loadTold(ctx, b.opt.Store, snapshot)
	if err == nil && st == nil {
		st, err = load(ctx, b.opt.Store, snapshot)
	}
	return st, err
}

// loadTold is told of one that has its Ledger, which cannot be searched; nil where it has none.
func loadTold(ctx context.Context, s storage.Store, id string) (*state, error) {
	st := &state{snapshot: id, byID: map[string]int{}}
	for rec, err := range s.Records(ctx, id, articleRecord) {
		if err != nil {
			return nil, err
		}
		e := &entry{}
		if err := json.Unmarshal(rec.Data, &e.article); err != nil {
			return nil, fmt.Errorf("article %s: %w", rec.ID, err)
		}
		st.byID[e.article.ID] = len(st.entries)
		st.entries = append(st.entries, e)
	}
	has := false
	for rec, err := range s.Records(ctx, id, ledgerRecord) {
		if err != nil {
			return nil, err
		}
		has = true
		var led storedLedger
		if err := json.Unmarshal(rec.Data, &led); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		st.commitments, st.issues = led.Commitments, led.Issues
	}
	if !has {
		return nil, nil
	}
	return st, nil
}

// changesBetween lists what changed in the Ledger from one state to the next, the latest first. An entry has changed where its
// stance or status is another one, and something is told now that was not, or not told any more that was: entries also change as the
// Ledger arranges anew what it knew before, which is no news.
func changesBetween(old, new *state) []Change {
	d := &differing{old: toldIn(old), new: toldIn(new)}
	var out []Change
	pairs := pair(old.commitments, new.commitments, commitmentTold, new)
	for i := range new.commitments {
		if c, ok := d.commitment(old, pairs[i], new.commitments[i]); ok {
			out = append(out, c)
		}
	}
	pairs = pair(old.issues, new.issues, issueTold, new)
	for i := range new.issues {
		if c, ok := d.issue(old, pairs[i], new.issues[i]); ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return strings.Compare(b.Reported, a.Reported) })
	return out
}

// differing compares two states by what they are told.
type differing struct{ old, new told }

func (d *differing) commitment(old *state, was []int, now Commitment) (Change, bool) {
	c := Change{Commitment: &now, Kind: New, Now: string(now.Stance)}
	if len(now.Citations) == 0 {
		return c, false
	}
	c.Citation = now.Citations[0] // of the report that leads
	if len(was) == 0 {
		c.Reported = c.Citation.Published
		return c, !d.old.has(c.Citation)
	}
	for _, i := range was {
		if old.commitments[i].Stance == now.Stance {
			return c, false
		}
	}
	then := old.commitments[was[0]]
	c.Then = string(then.Stance)
	switch {
	case now.Stance == Declined && now.Condition == "":
		c.Kind = Withdrawn
	case slices.Index(Stances[:], now.Stance) < slices.Index(Stances[:], then.Stance):
		c.Kind = Firmer
	default:
		c.Kind = Weaker
	}
	return c, d.caused(&c, then.Citations)
}

func (d *differing) issue(old *state, was []int, now OpenIssue) (Change, bool) {
	c := Change{Issue: &now, Kind: Opened, Now: string(now.Status)}
	if len(now.Citations) == 0 {
		return c, false
	}
	c.Citation = now.Citations[0]
	if len(was) == 0 {
		if now.Status != IssueOpen {
			c.Kind = Settled
		}
		c.Reported = c.Citation.Published
		return c, !d.old.has(c.Citation)
	}
	for _, i := range was {
		if old.issues[i].Status == now.Status {
			return c, false
		}
	}
	then := old.issues[was[0]]
	c.Then, c.Kind = string(then.Status), Settled
	if then.Status == IssueSettled || now.Status == IssueOpen {
		c.Kind = Reopened
	}
	return c, d.caused(&c, then.Citations)
}

// caused says whether what is told changed an entry, and notes when: what leads now was not told before, or what led is told no more.
func (d *differing) caused(c *Change, led []Citation) bool {
	if !d.old.has(c.Citation) {
		c.Reported = c.Citation.Published
		return true
	}
	return len(led) > 0 && !d.new.has(led[0])
}

// told are the words of a state: its Articles, and what its Ledger quotes of them.
type told struct {
	st     *state
	quotes map[string]bool
}

func toldIn(st *state) told {
	t := told{st, map[string]bool{}}
	add := func(h []Reported) {
		for _, r := range h {
			t.quotes[r.Citation.Quote] = true
		}
	}
	for i := range st.commitments {
		add(st.commitments[i].History)
	}
	for i := range st.issues {
		add(st.issues[i].History)
	}
	return t
}

// has says whether a quote is told: in its Article, or, as in a copy, in another one that the Ledger rests on.
func (t told) has(c Citation) bool {
	if t.quotes[c.Quote] {
		return true
	}
	i, ok := t.st.byID[c.Article]
	return ok && strings.Contains(t.st.entries[i].article.Text, c.Quote)
}

// entryTold is what entries are known again by.
type entryTold struct {
	id, actor, what, last string
	history               []Reported
}

func commitmentTold(c *Commitment) entryTold {
	return entryTold{c.ID, c.Actor, c.Undertaking, c.LastReported, c.History}
}

func issueTold(i *OpenIssue) entryTold {
	last := ""
	for _, r := range i.History {
		last = max(last, r.Date)
	}
	return entryTold{i.ID, "", i.Issue, last, i.History}
}

// pair gives for each entry the former ones that it goes on from, the best first: that with its ID, those that rest on a report of
// it, and where an Article was reworded, one of the same actor and matter that nothing else goes on from.
func pair[E any](old, now []E, of func(*E) entryTold, words *state) [][]int {
	type report struct{ quote, what string }
	byID, byReport := map[string]int{}, map[report][]int{}
	was := make([]entryTold, len(old))
	for i := range old {
		was[i] = of(&old[i])
		byID[was[i].id] = i
		for _, r := range was[i].history {
			byReport[report{r.Citation.Quote, r.What}] = append(byReport[report{r.Citation.Quote, r.What}], i)
		}
	}
	out := make([][]int, len(now))
	gone := make([]bool, len(old))
	for i := range gone {
		gone[i] = true
	}
	for n := range now {
		e := of(&now[n])
		var found []int
		if i, ok := byID[e.id]; ok && was[i].actor == e.actor {
			found = append(found, i)
		}
		for _, r := range e.history {
			found = append(found, byReport[report{r.Citation.Quote, r.What}]...)
		}
		same := slices.DeleteFunc(slices.Clone(found), func(i int) bool { return was[i].actor != e.actor })
		if len(same) > 0 { // of two parties in one sentence each goes on from itself
			found = same
		}
		slices.SortStableFunc(found, func(a, b int) int {
			return cmp.Or(order(was[b].id == e.id, was[a].id == e.id), strings.Compare(was[b].last, was[a].last), a-b)
		})
		out[n] = slices.Compact(found)
		for _, i := range found {
			gone[i] = false
		}
	}
	byActor := map[string][]int{}
	for i := range old {
		if gone[i] {
			byActor[was[i].actor] = append(byActor[was[i].actor], i)
		}
	}
	for n := range now {
		if e := of(&now[n]); len(out[n]) == 0 {
			for _, i := range byActor[e.actor] {
				if ledger.SameMatter(was[i].what, e.what, words.words) {
					out[n] = append(out[n], i)
				}
			}
		}
	}
	return out
}

// order compares booleans, false first.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
