package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// refreshKills is how many refreshes TestKilledWhileAsked kills; “go test -run TestKilledWhileAsked ./bot -refresh-kills 200” is
// the whole of it.
var refreshKills = flag.Int("refresh-kills", 20, "how many refreshes are killed while questions are asked")

const (
	askedEach  = 20 * time.Millisecond  // 50 questions a second
	looksEach  = 250 * time.Millisecond // for another snapshot, as serve does
	mostTried  = 10                     // refreshes for each one that is to be killed
	mostPerRun = 3 * time.Second        // a refresh takes some tenths of a second
)

// TestKilledWhileAsked kills refreshes at random moments while questions are answered over the same store: none fails or mixes
// editions, the store is sound after each, and who opens it then finds one edition whole.
func TestKilledWhileAsked(t *testing.T) {
	t.Parallel()
	kills := *refreshKills
	if testing.Short() {
		kills = 5
	}
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	data, dir, took := story(t)
	a := &asking{t: t, path: filepath.Join(data, "knowledge.db")}
	a.published.Store(int64(1), true)
	serving := int64(1)
	stop := a.begin()
	killed, late := 0, 0
	for edition := int64(2); killed < kills && edition < int64(kills*mostTried); edition++ {
		writeStory(t, dir, int(edition))
		a.trying.Store(edition)
		cmd, _, stderr := bot(t, data, "refresh", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(r.Int64N(int64(min(took, mostPerRun)*11/10))), func() { _ = cmd.Process.Kill() })
		exit := code(t, cmd.Wait())
		kill.Stop()
		switch exit {
		case -1:
			killed++
		case 0:
			serving = edition
			a.published.Store(edition, true)
		default:
			t.Fatalf("seed %d: exit code %d\n%s", seed, exit, stderr)
		}
		switch got := a.opened(); {
		case t.Failed():
			t.Fatalf("seed %d: after %d kills", seed, killed)
		case got == edition && exit == -1: // killed after it was published
			late++
			serving = edition
			a.published.Store(edition, true)
		case got != serving:
			t.Fatalf("seed %d: edition %d serves after %d was killed, want %d", seed, got, edition, serving)
		}
	}
	stop()
	t.Logf("%d kills, %d of them after the new edition was published; %d questions were answered, the longest in %v", killed, late, a.answered.Load(), time.Duration(a.longest.Load()))
	if killed < kills || late == killed {
		t.Errorf("%d refreshes were killed, %d of them before they had published, want %d", killed, killed-late, kills)
	}
}

// asking is somebody who asks over a store all the time.
type asking struct {
	t         *testing.T
	path      string
	published sync.Map     // the editions that were
	trying    atomic.Int64 // the one that may be by now
	answered  atomic.Int64
	longest   atomic.Int64 // nanoseconds
}

// begin asks, and looks for other snapshots, until it is stopped.
func (a *asking) begin() (stop func()) {
	base, done := a.open(a.t.Context())
	ctx, cancel := context.WithCancel(a.t.Context())
	var all sync.WaitGroup
	each := func(d time.Duration, do func()) {
		all.Go(func() {
			tick := time.NewTicker(d)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
					do()
				}
			}
		})
	}
	each(askedEach, func() {
		began := time.Now()
		if _, err := a.ask(a.t.Context(), base); err != nil {
			a.t.Error(err)
		}
		a.answered.Add(1)
		a.longest.Store(max(a.longest.Load(), int64(time.Since(began))))
	})
	each(looksEach, func() {
		if _, err := base.Reload(a.t.Context()); err != nil {
			a.t.Errorf("looking for another snapshot: %v", err)
		}
	})
	return func() {
		cancel()
		all.Wait()
		done()
	}
}

func (a *asking) open(ctx context.Context) (base *knowledge.Base, done func()) {
	store, err := storage.Open(ctx, a.path, 3)
	if err != nil {
		a.t.Fatal(err)
	}
	if base, err = knowledge.Open(ctx, knowledge.Options{Store: store}); err != nil {
		a.t.Fatal(err)
	}
	return base, func() {
		if err := store.Close(); err != nil {
			a.t.Error(err)
		}
	}
}

// opened is a start of the program: it checks the store, and gives the edition that serves whole.
func (a *asking) opened() int64 {
	store, err := storage.Open(a.t.Context(), a.path, 3)
	if err != nil {
		a.t.Error(err)
		return 0
	}
	if err := store.Check(a.t.Context()); err != nil {
		a.t.Error(err)
	}
	if err := store.Close(); err != nil {
		a.t.Error(err)
	}
	base, done := a.open(a.t.Context())
	defer done()
	edition, err := a.ask(a.t.Context(), base)
	if err != nil {
		a.t.Error(err)
	}
	for _, c := range base.Commitments() {
		if want := fmt.Sprintf("send %d dredgers", 10+edition); strings.Contains(c.Undertaking, "dredgers") && !strings.Contains(c.Undertaking, want) {
			a.t.Errorf("%q stands in the ledger of edition %d", c.Undertaking, edition)
		}
	}
	return edition
}

// ask gives the edition that answers alone, of all articles, and no other than may.
func (a *asking) ask(ctx context.Context, base *knowledge.Base) (int64, error) {
	got, err := base.Answer(ctx, knowledge.Question{Text: storyQuestion})
	if err != nil || got.Status != knowledge.Answered || got.Searched.Articles != storyArticles {
		return 0, fmt.Errorf("%s of %d articles: %s (%w)", got.Status, got.Searched.Articles, got.Reason, err)
	}
	edition := int64(-1)
	for _, s := range got.Statements {
		for _, c := range s.Citations {
			_, after, _ := strings.Cut(c.Quote, "will train ")
			var n int64
			if _, err := fmt.Sscan(after, &n); err != nil {
				continue
			}
			if n -= 1000; edition >= 0 && n != edition {
				return 0, fmt.Errorf("editions %d and %d answer together", edition, n)
			}
			edition = n
		}
	}
	if _, ok := a.published.Load(edition); !ok && edition != a.trying.Load() {
		return 0, fmt.Errorf("edition %d answers, which was never published", edition)
	}
	return edition, nil
}
