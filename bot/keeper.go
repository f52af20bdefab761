package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"time"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
	online "talksbot/knowledge/web"
)

// stored is the knowledge base as a keeper needs it; *knowledge.Base is one.
type stored interface {
	RefreshAs(ctx context.Context, how knowledge.How, from ...knowledge.Source) (knowledge.Diff, error)
	Rollback(ctx context.Context, to, by string) (knowledge.Diff, error)
	Reload(ctx context.Context) (changed bool, err error)
	Acts(ctx context.Context, n int) ([]knowledge.Act, error)
	SourceStates(ctx context.Context) ([]knowledge.SourceState, error)
	Refreshed(ctx context.Context) (time.Time, error)
	Snapshots(ctx context.Context) ([]storage.Snapshot, error)
	Searched() knowledge.Searched
	Bundled() bool
	Cache() storage.Cache
}

// keeper keeps the knowledge base current: for admins, by the schedule and for folders that change, one act at a time. It is a
// dialog.Keeper.
type keeper struct {
	base  stored
	live  *live
	log   *slog.Logger
	now   func() time.Time
	model func() string // what a model was asked until now; "" for nothing

	acting chan struct{}        // has room for one, which alone sees web
	web    *previewer           // for the last preview; nil where there was none since the last refresh
	made   func(outcome string) // told of every refresh that is no preview; nil for nobody

	mu        sync.Mutex
	tried     time.Time // the last refresh of this process
	succeeded time.Time
	failures  int // in a row
	problem   string
	next      time.Time // by the schedule; zero for none
	last      dialog.Status
}

var _ dialog.Keeper = (*keeper)(nil)

func newKeeper(base stored, on *live, now func() time.Time, log *slog.Logger, model func() string) *keeper {
	return &keeper{base: base, live: on, now: now, log: log, model: model, acting: make(chan struct{}, 1)}
}

// begin waits until no other act goes on, and sees that the Snapshot serves which the next one was decided upon.
func (k *keeper) begin(ctx context.Context, before string) (end func(), err error) {
	select {
	case k.acting <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if before == "" {
		return func() { <-k.acting }, nil
	}
	if _, err = k.base.Reload(ctx); err == nil && before != k.base.Searched().Snapshot { // of which another process may have made one
		err = dialog.ErrOvertaken
	}
	if err != nil {
		<-k.acting
		return nil, err
	}
	return func() { <-k.acting }, nil
}

// Refresh implements dialog.Keeper.
func (k *keeper) Refresh(ctx context.Context, how knowledge.How, before string) (knowledge.Diff, error) {
	end, err := k.begin(ctx, before)
	if err != nil {
		return knowledge.Diff{}, err
	}
	defer end()
	c := k.live.config()
	how.Prune, how.Canaries = how.Prune || c.Refresh.Prune, c.Sources.Canaries
	serves := k.base.Searched().Snapshot
	err = dialog.ErrNoSources
	var d knowledge.Diff
	if c.Sources.any() {
		d, err = k.base.RefreshAs(ctx, how, c.from(k.client(c, how.Dry), nil)...)
	}
	if d.Before == "" {
		d.Before = serves
	}
	if errors.Is(err, storage.ErrStale) { // another process was first
		_, reloading := k.base.Reload(ctx)
		err = errors.Join(dialog.ErrOvertaken, reloading)
	}
	if !how.Dry {
		k.note(ctx, how.By, d, err)
	} else if err != nil && ctx.Err() == nil {
		k.log.Warn("a refresh would fail", "by", how.By, "error", err)
	}
	return d, err
}

// previewer is who asked the web for a preview: it has what came, and need not ask again to carry it out.
type previewer struct {
	by *online.Client
	of SourcesConfig
	at time.Time
}

// client is who asks the web, for a preview or for a refresh: who did so for the last preview, where that is not long ago.
func (k *keeper) client(c Config, dry bool) *online.Client {
	a := k.web
	if a == nil || !reflect.DeepEqual(a.of, c.Sources) || k.now().Sub(a.at) >= dialog.ForProposals {
		a = &previewer{c.client(k.base.Cache(), k.now(), nil), c.Sources, k.now()}
	}
	k.web = nil
	if dry {
		k.web = a
	}
	return a.by
}

// Rollback implements dialog.Keeper.
func (k *keeper) Rollback(ctx context.Context, to, by, before string) (knowledge.Diff, error) {
	end, err := k.begin(ctx, before)
	if err != nil {
		return knowledge.Diff{}, err
	}
	defer end()
	d, err := k.base.Rollback(ctx, to, by)
	if errors.Is(err, storage.ErrStale) { // another process was first
		_, reloading := k.base.Reload(ctx)
		return d, errors.Join(dialog.ErrOvertaken, reloading)
	}
	if err != nil {
		k.log.Error("no older snapshot serves", "by", by, "to", to, "error", err)
		return d, err
	}
	k.log.Info("an older snapshot serves again", "by", by, "snapshot", k.base.Searched().Snapshot, "before", before)
	return d, nil
}

// What a refresh comes to, for the log and the metrics.
const (
	refreshChanged   = "changed"
	refreshUnchanged = "unchanged"
	refreshHeld      = "held"
	refreshFailed    = "failed"
	refreshStopped   = "stopped"
)

// note says in the log what a refresh came to, and remembers it.
func (k *keeper) note(ctx context.Context, by string, d knowledge.Diff, err error) {
	outcome := refreshChanged
	switch {
	case err != nil && (ctx.Err() != nil || errors.Is(err, dialog.ErrOvertaken)):
		outcome = refreshStopped
	case errors.Is(err, knowledge.ErrHeld):
		outcome = refreshHeld
	case err != nil:
		outcome = refreshFailed
	case len(d.Added)+len(d.Changed)+len(d.Removed) == 0:
		outcome = refreshUnchanged
	}
	attrs := []any{"by", by, "outcome", outcome, "new", len(d.Added), "changed", len(d.Changed), "removed", len(d.Removed), "left_out", len(d.Problems), "snapshot", d.Snapshot}
	switch {
	case outcome == refreshStopped: // nothing is wrong
		k.log.Info("a refresh is stopped, the old articles serve", append(attrs, "because", err)...)
	case err != nil:
		k.log.Error("the articles are not refreshed, the old ones serve", append(attrs, "held", d.Held, "error", err)...)
	default:
		k.log.Info("the articles are refreshed", attrs...)
	}
	for _, p := range d.Problems {
		k.log.Warn("an item is left out", "error", p)
	}
	if k.made != nil {
		k.made(outcome)
	}
	if outcome == refreshStopped {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tried = k.now()
	if err == nil {
		k.succeeded, k.failures, k.problem = k.tried, 0, ""
		return
	}
	k.failures++
	k.problem = err.Error()
	if len(d.Held) > 0 {
		k.problem = fmt.Sprint(d.Held)
	}
}

// Acts implements dialog.Keeper.
func (k *keeper) Acts(ctx context.Context, n int) ([]knowledge.Act, error) {
	return k.base.Acts(ctx, n)
}

// Status implements dialog.Keeper.
func (k *keeper) Status(ctx context.Context) (dialog.Status, error) {
	said := k.base.Searched()
	st := dialog.Status{Articles: said.Articles, Newest: said.Newest, Snapshot: said.Snapshot, Bundled: k.base.Bundled()}
	var err error
	if st.Sources, err = k.base.SourceStates(ctx); err != nil {
		return st, err
	}
	if c := k.live.config(); c.Sources.any() { // what was refreshed from besides, or once, worries nobody
		known := st.Sources
		st.Sources = nil
		for _, s := range c.from(c.client(nil, k.now(), nil), nil) {
			st.Sources = append(st.Sources, standing(known, s))
		}
	}
	all, err := k.base.Snapshots(ctx)
	if err != nil {
		return st, err
	}
	for _, s := range all {
		st.Snapshots = append(st.Snapshots, dialog.Snapshot{ID: s.ID, Made: s.Made, Articles: s.Counts["article"]})
	}
	if st.Refreshed, err = k.base.Refreshed(ctx); err != nil {
		return st, err
	}
	k.mu.Lock()
	st.Next, st.Failures, st.Problem = k.next, k.failures, k.problem
	if k.succeeded.After(st.Refreshed) {
		st.Refreshed = k.succeeded
	}
	k.mu.Unlock()
	st.Stale = k.isStale(st)
	if k.model != nil {
		st.Model = k.model()
	}
	k.mu.Lock()
	k.last = st
	k.mu.Unlock()
	return st, nil
}

// looked is the Status as it was last looked at, which costs no look at the store.
func (k *keeper) looked() dialog.Status {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

// refreshed is when a refresh last succeeded; zero where that is not known.
func (k *keeper) refreshed(ctx context.Context) time.Time {
	at, err := k.base.Refreshed(ctx)
	if err != nil {
		k.log.Warn("when the articles were refreshed is not known", "error", err)
	}
	return at
}

// isStale tells whether the last refresh is too long ago. The bundled articles, whose place none has taken yet, are stale where that was tried
// and failed.
func (k *keeper) isStale(st dialog.Status) bool {
	most := k.live.config().Admin.Stale()
	switch {
	case most == 0:
		return false
	case st.Bundled:
		return st.Failures > 0 || slices.ContainsFunc(st.Sources, func(s knowledge.SourceState) bool { return s.Failures > 0 })
	}
	return !st.Refreshed.IsZero() && k.now().Sub(st.Refreshed) > most
}
