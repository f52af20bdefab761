package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// loud is a Room in which one can speak where nobody has asked.
type loud struct{ *adapterstest.Room }

func (loud) Aloud(channel, _ string) (adapters.Thread, bool) {
	return adapters.Thread{Platform: "room", ID: channel}, channel != "none"
}

// memo is a host that remembers.
type memo struct {
	adapters.Host
	mu   sync.Mutex
	kept map[string]string
}

func (m *memo) Recall(_ context.Context, platform, key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[platform+key], nil
}

func (m *memo) Store(_ context.Context, platform, key, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[platform+key] = value
	return nil
}

func TestFreshness(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, RefreshConfig{})
		dir := t.TempDir()
		room, err := adapterstest.OpenRoom(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer room.Close()
		notes := &memo{kept: map[string]string{}}
		var mu sync.Mutex
		var noted time.Time
		look := func() (stop func()) {
			f := &freshness{keeper: s.keeper, every: lookEvery, host: notes, desks: []desk{{loud{room}, "admins", "en"}, {loud{room}, "", "en"}, {loud{room}, "none", "en"}, {room, "admins", "en"}},
				note: func(since time.Time) { mu.Lock(); noted = since; mu.Unlock() }}
			ctx, end := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() { defer close(done); f.run(ctx) }()
			return func() { end(); <-done }
		}
		var told []string // before
		said := func(want ...string) {
			t.Helper()
			synctest.Wait()
			var got []string
			for _, p := range room.Posts() {
				got = append(got, p.Thread.ID+": "+p.Reply.Lead)
			}
			if diff := cmp.Diff(append(slices.Clone(told), want...), got); diff != "" {
				t.Errorf("%v (-want +got)\n%s", time.Now().UTC(), diff)
			}
		}
		is := func(want string) {
			t.Helper()
			mu.Lock()
			defer mu.Unlock()
			if got := noted.UTC().Format("2 15:04"); got != want {
				t.Errorf("answers say %s, want %s", got, want)
			}
		}
		const none = "1 00:00"
		stop := look()
		time.Sleep(69 * time.Hour)
		said() // the bundled articles were never tried to be replaced
		is(none)
		s.shelf.mu.Lock()
		s.shelf.fails = []error{errors.New("no such folder")}
		s.shelf.mu.Unlock()
		if _, err := s.keeper.Refresh(t.Context(), knowledge.How{}, ""); err == nil {
			t.Error("the refresh did not fail")
		}
		time.Sleep(30 * time.Hour)
		never := "admins: No refresh has succeeded yet, and the bundled articles serve. The status tells admins why."
		said(never) // on the next day, too
		is(none)
		s.keeper.mu.Lock()
		s.keeper.failures = 0 // a new process, which has not tried yet
		s.keeper.mu.Unlock()
		time.Sleep(time.Hour)
		said(never)
		s.shelf.mu.Lock()
		s.shelf.snapshots, s.shelf.refreshed = []storage.Snapshot{{ID: "s1", Made: time.Now()}}, time.Now()
		s.shelf.mu.Unlock()
		time.Sleep(48 * time.Hour)
		told = []string{never, "admins: The articles are fresh again: they were refreshed on 5 Jan 2000, 04:00 UTC."}
		said()
		is(none)
		time.Sleep(2 * time.Minute)
		stale := "admins: The articles are stale: the last refresh that succeeded was on 5 Jan 2000, 04:00 UTC."
		said(stale)
		is("5 04:00")
		time.Sleep(10 * time.Hour)
		said(stale)
		s.shelf.mu.Lock() // a refresh that was held back has read its sources, and a deletion has made a snapshot
		s.shelf.states = []knowledge.SourceState{{Name: "feed", Succeeded: time.Now()}}
		s.shelf.snapshots = []storage.Snapshot{{ID: "s2", Made: time.Now()}}
		s.shelf.mu.Unlock()
		time.Sleep(2 * time.Minute)
		said(stale)
		stop()
		stop = look() // a new process
		time.Sleep(time.Hour)
		said(stale)
		is("5 04:00")
		s.shelf.mu.Lock()
		s.shelf.refreshed = time.Now() // nothing was new, and no snapshot made
		s.shelf.mu.Unlock()
		time.Sleep(2 * time.Minute)
		fresh := "admins: The articles are fresh again: they were refreshed on 7 Jan 2000, 15:04 UTC."
		said(stale, fresh)
		is(none)
		time.Sleep(47 * time.Hour)
		said(stale, fresh)
		stop()
		notes.kept = map[string]string{} // killed after the post, before it was noted
		room.Faults = adapterstest.Faults{}
		c := s.live.config()
		c.Admin.StaleHours = 1
		s.live.take(c)
		stop = look()
		time.Sleep(2 * time.Minute)
		again := "admins: The articles are stale: the last refresh that succeeded was on 7 Jan 2000, 15:04 UTC."
		said(stale, fresh, again)
		stop()
		notes.kept = map[string]string{}
		stop = look()
		time.Sleep(time.Hour)
		said(stale, fresh, again)
		c.Admin.StaleHours = 0
		s.live.take(c)
		time.Sleep(2 * time.Minute)
		is(none)
		stop()
	})
}
