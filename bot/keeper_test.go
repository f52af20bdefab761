package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// shelf is a knowledge base of which one can say how its refreshes go.
type shelf struct {
	mu        sync.Mutex
	snapshots []storage.Snapshot
	states    []knowledge.SourceState
	refreshed time.Time
	fails     []error       // of the next refreshes
	takes     time.Duration // a refresh
	began     []string      // when and by whom
	going, at int           // refreshes, now and at most at a time
	reloads   int
	canaries  []string // of the last refresh
}

func (s *shelf) RefreshAs(ctx context.Context, how knowledge.How, from ...knowledge.Source) (knowledge.Diff, error) {
	s.mu.Lock()
	s.began, s.canaries = append(s.began, time.Now().UTC().Format("2 15:04:05 ")+how.By), how.Canaries
	s.going++
	s.at = max(s.at, s.going)
	var err error
	if len(s.fails) > 0 {
		err, s.fails = s.fails[0], s.fails[1:]
	}
	s.mu.Unlock()
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.going--
	if err != nil || how.Dry {
		return knowledge.Diff{}, err
	}
	s.snapshots = append([]storage.Snapshot{{ID: fmt.Sprint("s", len(s.snapshots)+1), Made: time.Now()}}, s.snapshots...)
	return knowledge.Diff{Added: []string{"one"}}, nil
}

func (s *shelf) Rollback(context.Context, string, string) (knowledge.Diff, error) {
	return knowledge.Diff{}, fmt.Errorf("storing: %w", storage.ErrStale)
}
func (s *shelf) Reload(context.Context) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reloads++
	return true, nil
}
func (s *shelf) Acts(context.Context, int) ([]knowledge.Act, error) { return nil, nil }
func (s *shelf) SourceStates(context.Context) ([]knowledge.SourceState, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states, nil
}
func (s *shelf) Refreshed(context.Context) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refreshed, nil
}
func (s *shelf) Snapshots(context.Context) ([]storage.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshots, nil
}
func (s *shelf) Searched() knowledge.Searched {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.snapshots) == 0 {
		return knowledge.Searched{}
	}
	return knowledge.Searched{Articles: 3, Newest: "2000-01-01", Snapshot: s.snapshots[0].ID}
}
func (s *shelf) Bundled() bool        { return len(s.snapshots) == 0 }
func (s *shelf) Cache() storage.Cache { return nil }

// begun are the refreshes since.
func (s *shelf) begun() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.began
	s.began = nil
	return all
}

// notebook is a log that several may write to and read.
type notebook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notebook) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// shop is a schedule over a shelf. In a bubble of testing/synctest it is midnight on 1 January 2000.
type shop struct {
	t      *testing.T
	shelf  *shelf
	keeper *keeper
	live   *live
	log    *notebook
	files  chan struct{}
	end    context.CancelFunc
	ended  chan struct{}
}

func newShop(t *testing.T, refresh RefreshConfig) *shop {
	c := defaultConfig()
	c.Sources.Paths, c.Refresh = []string{"articles"}, refresh
	s := &shop{t: t, shelf: &shelf{}, live: newLive(c), log: &notebook{}, files: make(chan struct{}, 1), ended: make(chan struct{})}
	s.keeper = newKeeper(s.shelf, s.live, time.Now, slog.New(slog.NewTextHandler(s.log, nil)), nil)
	return s
}

func (s *shop) opens() {
	ctx, end := context.WithCancel(s.t.Context())
	s.end = end
	go func() {
		defer close(s.ended)
		(&schedule{keeper: s.keeper, folders: s.files, jitter: func(most time.Duration) time.Duration { return most }}).run(ctx)
	}()
	s.t.Cleanup(func() { end(); <-s.ended })
	synctest.Wait()
}

// comes compares the refreshes that come within a time.
func (s *shop) comes(within time.Duration, want ...string) {
	s.t.Helper()
	time.Sleep(within)
	synctest.Wait()
	if diff := cmp.Diff(want, s.shelf.begun()); diff != "" {
		s.t.Errorf("refreshes by %v (-want +got)\n%s", time.Now().UTC().Format("2 15:04:05"), diff)
	}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	run := func(name string, c RefreshConfig, check func(t *testing.T, s *shop)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { check(t, newShop(t, c)) })
		})
	}
	half := RefreshConfig{Every: "30m", JitterSeconds: 10}
	run("off", RefreshConfig{}, func(t *testing.T, s *shop) {
		s.opens()
		s.comes(100 * time.Hour)
	})
	run("every half hour, and at once where nothing was ever refreshed", half, func(t *testing.T, s *shop) {
		s.opens()
		s.comes(70*time.Minute, "1 00:00:10 schedule", "1 00:30:20 schedule", "1 01:00:30 schedule")
	})
	run("what another process did counts", half, func(t *testing.T, s *shop) {
		s.shelf.snapshots, s.shelf.refreshed = []storage.Snapshot{{ID: "s1"}}, time.Now().Add(-20*time.Minute)
		s.opens()
		s.comes(15*time.Minute, "1 00:10:10 schedule")
	})
	run("what was missed is made up for, once", half, func(t *testing.T, s *shop) {
		s.shelf.snapshots, s.shelf.refreshed = []storage.Snapshot{{ID: "s1"}}, time.Now().Add(-200*time.Hour)
		s.opens()
		s.comes(29*time.Minute, "1 00:00:10 schedule")
	})
	run("by cron, in a time zone, also where clocks are set forward", RefreshConfig{Cron: "30 2 * * *", Timezone: "Europe/Paris"}, func(t *testing.T, s *shop) {
		s.opens()
		s.comes(24*time.Hour, "1 01:30:00 schedule")
		time.Sleep(time.Until(time.Date(2000, 3, 25, 12, 0, 0, 0, time.UTC)))
		synctest.Wait()
		s.shelf.begun()
		s.comes(48*time.Hour, "27 00:30:00 schedule") // on the 26th there is no half past two
	})
	run("failures back off, and a success ends that", RefreshConfig{Every: "1h"}, func(t *testing.T, s *shop) {
		bad := errors.New("no network")
		s.shelf.fails = []error{bad, bad, knowledge.ErrHeld, bad, bad}
		s.opens()
		s.comes(23*time.Hour, "1 00:00:00 schedule", "1 02:00:00 schedule", "1 06:00:00 schedule", "1 12:00:00 schedule", "1 18:00:00 schedule")
		st, err := s.keeper.Status(t.Context())
		if err != nil || st.Failures != 5 || st.Problem != "no network" {
			t.Errorf("%+v, %v", st, err)
		}
		s.comes(3*time.Hour, "2 00:00:00 schedule", "2 01:00:00 schedule", "2 02:00:00 schedule")
		if n := strings.Count(s.log.String(), "the articles are not refreshed"); n != 5 {
			t.Errorf("%d failures in the log", n)
		}
	})
	run("cron backs off too", RefreshConfig{Cron: "*/10 * * * *", Timezone: "UTC"}, func(t *testing.T, s *shop) {
		s.shelf.fails = []error{errors.New("no"), errors.New("no")}
		s.opens()
		s.comes(75*time.Minute, "1 00:10:00 schedule", "1 00:40:00 schedule")
		s.comes(20*time.Minute, "1 01:30:00 schedule")
	})
	run("never two at once", RefreshConfig{Every: "1m"}, func(t *testing.T, s *shop) {
		s.shelf.takes = 150 * time.Second
		s.opens()
		for range 3 {
			go func() { _, _ = s.keeper.Refresh(t.Context(), knowledge.How{By: "slack:UADA"}, "") }()
		}
		time.Sleep(time.Hour)
		if n := len(s.shelf.begun()); s.shelf.at != 1 || n < 15 {
			t.Errorf("%d refreshes, %d at a time", n, s.shelf.at)
		}
	})
	run("folders that change are refreshed from", RefreshConfig{}, func(t *testing.T, s *shop) {
		s.opens()
		s.files <- struct{}{}
		s.comes(time.Second, "1 00:00:00 schedule")
	})
	run("folders that change often do not let the web be asked often", RefreshConfig{}, func(t *testing.T, s *shop) {
		c := s.live.config()
		c.Sources.Feeds = []string{"https://news.example/feed"}
		s.live.take(c)
		s.opens()
		for range 3 {
			poke(s.files)
			time.Sleep(time.Minute)
		}
		s.comes(10*time.Minute, "1 00:00:00 schedule", "1 00:05:00 schedule", "1 00:10:00 schedule")
	})
	run("another configuration holds at once", RefreshConfig{Every: "10h"}, func(t *testing.T, s *shop) {
		s.opens()
		s.comes(time.Hour, "1 00:00:00 schedule")
		c := s.live.config()
		c.Refresh.Every = "90m"
		s.live.take(c)
		s.comes(time.Hour, "1 01:30:00 schedule")
		c.Refresh.Every, c.Sources.Canaries = "", []string{"Who pays?"}
		s.live.take(c)
		if _, err := s.keeper.Refresh(t.Context(), knowledge.How{By: "slack:UADA"}, ""); err != nil || len(s.shelf.canaries) != 1 {
			t.Errorf("%v, %q", err, s.shelf.canaries)
		}
		s.shelf.begun()
		s.comes(100 * time.Hour)
	})
	run("the end stops what is going on", RefreshConfig{Every: "1h"}, func(t *testing.T, s *shop) {
		s.shelf.takes = time.Hour
		s.opens()
		time.Sleep(time.Minute)
		s.end()
		<-s.ended
		if len(s.shelf.snapshots) > 0 || time.Now().Minute() != 1 {
			t.Errorf("%v at %v", s.shelf.snapshots, time.Now())
		}
		if st, _ := s.keeper.Status(t.Context()); st.Failures != 0 || strings.Contains(s.log.String(), "level=ERROR") { // nothing is wrong with the sources
			t.Errorf("%+v\n%s", st, s.log)
		}
	})
	run("when the next is due is told", half, func(t *testing.T, s *shop) {
		s.opens()
		time.Sleep(time.Minute)
		synctest.Wait()
		if st, err := s.keeper.Status(t.Context()); err != nil || st.Next.UTC().Format("15:04:05") != "00:30:20" {
			t.Errorf("%+v, %v", st, err)
		}
	})
}

// TestKeeperOnce: acts come one after the other, each upon what it was decided on.
func TestKeeperOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, RefreshConfig{})
		s.shelf.takes = time.Minute
		s.shelf.snapshots = []storage.Snapshot{{ID: "s0"}}
		var all sync.WaitGroup
		results := make(chan error, 4)
		for range 4 { // all of them decided upon s0
			all.Go(func() {
				_, err := s.keeper.Refresh(t.Context(), knowledge.How{By: "slack:UADA"}, "s0")
				results <- err
			})
		}
		all.Wait()
		overtaken := 0
		for range 4 {
			if err := <-results; errors.Is(err, dialog.ErrOvertaken) {
				overtaken++
			} else if err != nil {
				t.Error(err)
			}
		}
		if overtaken != 3 || s.shelf.at != 1 || len(s.shelf.begun()) != 1 {
			t.Errorf("%d overtaken, %d at a time", overtaken, s.shelf.at)
		}
		if s.shelf.reloads != 4 { // for what other processes have made
			t.Errorf("%d reloads", s.shelf.reloads)
		}
		s.shelf.fails = []error{fmt.Errorf("storing: %w", storage.ErrStale)}
		if _, err := s.keeper.Refresh(t.Context(), knowledge.How{}, ""); !errors.Is(err, dialog.ErrOvertaken) || s.shelf.reloads != 5 {
			t.Errorf("%v after %d reloads", err, s.shelf.reloads)
		}
		if _, err := s.keeper.Rollback(t.Context(), "s0", "slack:UADA", ""); !errors.Is(err, dialog.ErrOvertaken) || s.shelf.reloads != 6 {
			t.Errorf("%v after %d reloads", err, s.shelf.reloads)
		}
		c := s.live.config()
		c.Sources.Paths = nil
		s.live.take(c)
		if _, err := s.keeper.Refresh(t.Context(), knowledge.How{}, ""); !errors.Is(err, dialog.ErrNoSources) {
			t.Error(err)
		}
	})
}

// TestStatusSources: of sources that are configured it is told how they do, also of those that were never read; what was refreshed
// from by hand is told only where none are.
func TestStatusSources(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, RefreshConfig{})
		s.shelf.states = []knowledge.SourceState{{Name: "articles", Articles: 3}, {Name: "typo.md", Failures: 1}}
		c := s.live.config()
		c.Sources.Feeds = []string{"https://news.example/feed"}
		s.live.take(c)
		is := func(want ...knowledge.SourceState) {
			t.Helper()
			st, err := s.keeper.Status(t.Context())
			if diff := cmp.Diff(want, st.Sources); diff != "" || err != nil {
				t.Error(diff, err)
			}
		}
		is(s.shelf.states[0], knowledge.SourceState{Name: "https://news.example/feed"})
		c.Sources = SourcesConfig{}
		s.live.take(c)
		is(s.shelf.states...)
	})
}
