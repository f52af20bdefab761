package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"talksbot/knowledge/storage"
)

func readDuringPublish(t *testing.T, open func() storage.Store) {
	s, other := open(), open()
	old := publish(t, s, "old", 1)
	sample := Sample(2, 3000)
	err := s.Publish(t.Context(), storage.Snapshot{ID: "new"}, func(yield func(storage.Record, error) bool) {
		for i, r := range sample {
			if i%500 == 0 {
				for _, s := range []storage.Store{s, other} {
					current(t, s, "old")
					gone(t, s, "new")
					if err := Whole(t.Context(), s, old); err != nil {
						t.Error(err)
					}
				}
			}
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	current(t, s, "new")
	current(t, other, "new")
}

func readersWhilePublishing(t *testing.T, open func() storage.Store) {
	s, other := open(), open()
	publish(t, s, "first", 0)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for _, from := range []storage.Store{s, other} {
		readers.Go(func() {
			for reads := 0; reads < 5 || ctx.Err() == nil; reads++ {
				snap, err := from.Current(t.Context())
				if err == nil {
					err = Whole(t.Context(), from, snap)
				}
				// Between two calls a Snapshot may be given up; then all of it is.
				if err != nil && !errors.Is(err, storage.ErrNoSnapshot) {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 12 {
		snap := storage.Snapshot{ID: fmt.Sprint("snapshot ", i)}
		if err := s.Publish(t.Context(), snap, Seq(Sample(i, 80), nil)); err != nil {
			t.Error(err)
		}
	}
	stop()
	readers.Wait()
	current(t, other, "snapshot 11")
}

func readAcrossRetention(t *testing.T, open func() storage.Store) {
	s := open()
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "old"}, Seq(Sample(1, 4000), nil)); err != nil {
		t.Fatal(err)
	}
	snap := current(t, s, "old")
	var count int
	for _, err := range s.Records(t.Context(), "old", "article") {
		if err != nil {
			t.Fatal(err)
		}
		if count == 0 {
			for i := range Keep + 2 {
				publish(t, s, fmt.Sprint("snapshot ", i), i)
			}
			gone(t, s, "old")
		}
		count++
	}
	if count != snap.Counts["article"] {
		t.Errorf("%d records, want %d", count, snap.Counts["article"])
	}
}

func secondProcess(t *testing.T, open func() storage.Store) {
	one, two := open(), open()
	publish(t, one, "one", 1)
	current(t, two, "one")
	publish(t, two, "two", 2)
	current(t, one, "two")
	if err := one.Close(); err != nil {
		t.Error(err)
	}
	publish(t, two, "three", 3)
}

func secondPublish(t *testing.T, open func() storage.Store) {
	first, second := open(), open()
	started, result := make(chan bool), make(chan error, 1)
	var told error
	err := first.Publish(t.Context(), storage.Snapshot{ID: "first"}, func(yield func(storage.Record, error) bool) {
		go func() {
			close(started)
			result <- second.Publish(t.Context(), storage.Snapshot{ID: "second"}, Seq(Sample(2, 40), nil))
		}()
		<-started
		Seq(Sample(1, 2000), nil)(yield)
	})
	if told = <-result; err != nil {
		t.Fatal(err)
	}
	switch {
	case told == nil:
		current(t, first, "second")
	case errors.Is(told, storage.ErrBusy):
		current(t, first, "first")
	default:
		t.Errorf("the second Publish: error %v, want none or ErrBusy", told)
	}
	publish(t, second, "third", 3)
}

func cancelledWait(t *testing.T, open func() storage.Store) {
	first, second := open(), open()
	err := first.Publish(t.Context(), storage.Snapshot{ID: "first"}, func(yield func(storage.Record, error) bool) {
		if !yield(Sample(1, 0)[0], nil) {
			return
		}
		for _, s := range []storage.Store{first, second} {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			err := s.Publish(ctx, storage.Snapshot{ID: "second"}, Seq(nil, nil))
			cancel()
			if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, storage.ErrBusy) {
				t.Errorf("the waiting Publish: error %v, want context.DeadlineExceeded or ErrBusy", err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	current(t, first, "first")
}

func manyPublishers(t *testing.T, open func() storage.Store) {
	const each = 5
	s := open()
	publish(t, s, "first", 0)
	var group sync.WaitGroup
	for p := range 3 {
		from := open()
		group.Go(func() {
			for i := 0; i < each; {
				now, err := from.Current(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				// Parent counts the Publishes: none is lost, none built on a state that was no longer current.
				next := storage.Snapshot{ID: fmt.Sprintf("%d of %d", i, p), Parent: now.ID, Note: now.Note + "+"}
				err = from.Publish(t.Context(), next, Seq(Sample(p, 100), nil))
				switch {
				case err == nil:
					i++
				case !errors.Is(err, storage.ErrStale) && !errors.Is(err, storage.ErrBusy):
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	snap, err := s.Current(t.Context())
	if err == nil {
		err = Whole(t.Context(), s, snap)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(snap.Note) != 3*each {
		t.Errorf("the current snapshot has %d before it, want %d", len(snap.Note), 3*each)
	}
}

func openTogether(t *testing.T, open func() storage.Store) {
	stores := make([]storage.Store, 4)
	var group sync.WaitGroup
	for i := range stores {
		group.Go(func() { stores[i] = open() })
	}
	group.Wait()
	if t.Failed() {
		return
	}
	publish(t, stores[0], "one", 1)
	for _, s := range stores {
		current(t, s, "one")
	}
}
