package storagetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"talksbot/knowledge/storage"
)

func reusedData(t *testing.T, open func() storage.Store) {
	s := open()
	sample := Sample(1, 400)
	buf := make([]byte, 0, 1<<10)
	seq := func(yield func(storage.Record, error) bool) {
		for _, r := range sample {
			clear(buf[:cap(buf)])
			buf = append(buf[:0], r.Data...)
			if !yield(storage.Record{Kind: r.Kind, ID: r.ID, Data: buf}, nil) {
				return
			}
		}
		clear(buf[:cap(buf)])
	}
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "one"}, seq); err != nil {
		t.Fatal(err)
	}
	current(t, s, "one")
}

func refused(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "old", 1)
	long := strings.Repeat("x", storage.MaxName+1)
	for name, r := range map[string]storage.Record{
		"no kind":             {ID: "a"},
		"no ID":               {Kind: "k"},
		"NUL in kind":         {Kind: "k\x00", ID: "a"},
		"NUL in ID":           {Kind: "k", ID: "a\x00"},
		"kind not UTF-8":      {Kind: "\xff", ID: "a"},
		"ID not UTF-8":        {Kind: "k", ID: "\xff"},
		"long kind":           {Kind: long, ID: "a"},
		"long ID":             {Kind: "k", ID: long},
		"the same name again": Sample(2, 400)[399],
		"a name from far ago": Sample(2, 400)[0],
	} {
		err := s.Publish(t.Context(), storage.Snapshot{ID: "new"}, Seq(append(Sample(2, 400), r), nil))
		if err == nil {
			t.Fatalf("%s: published", name)
		}
		if name := r.ID; len(name) > 4 && len(name) < 40 && !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not name %q: %v", name, err)
		}
		current(t, s, "old")
	}
	for name, snap := range map[string]storage.Snapshot{
		"no ID": {}, "NUL in ID": {ID: "a\x00"}, "ID not UTF-8": {ID: "\xff"}, "long ID": {ID: long},
		"NUL in note": {ID: "a", Note: "\x00"}, "note not UTF-8": {ID: "a", Note: "\xff"},
	} {
		if err := s.Publish(t.Context(), snap, Seq(nil, nil)); err == nil {
			t.Fatalf("snapshot with %s: published", name)
		}
		current(t, s, "old")
	}
}

func repeatedID(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "one", 1)
	publish(t, s, "two", 2)
	for _, id := range []string{"one", "two"} {
		if err := s.Publish(t.Context(), storage.Snapshot{ID: id}, Seq(Sample(3, 4), nil)); err == nil {
			t.Errorf("%s published again", id)
		}
		current(t, s, "two")
	}
}

func failingSequence(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "old", 1)
	broken := errors.New("broken")
	for _, n := range []int{0, 1, 1000} {
		err := s.Publish(t.Context(), storage.Snapshot{ID: "new"}, Seq(Sample(2, n), broken))
		if !errors.Is(err, broken) {
			t.Errorf("after %d records: error %v, want the sequence's", n, err)
		}
		current(t, s, "old")
		gone(t, s, "new")
	}
	publish(t, s, "new", 2) // nothing of the failed ones is in its way
}

func panickingSequence(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "old", 1)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		s.Publish(t.Context(), storage.Snapshot{ID: "new"}, func(yield func(storage.Record, error) bool) {
			yield(Sample(2, 1)[0], nil)
			panic("broken")
		})
	}()
	current(t, s, "old")
	publish(t, s, "new", 2)
}

func cancelledPublish(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "old", 1)
	sample := Sample(2, 1000)
	for _, at := range []int{0, 1, 500, len(sample) - 1, len(sample)} {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Publish(ctx, storage.Snapshot{ID: "new"}, func(yield func(storage.Record, error) bool) {
			for i, r := range sample {
				if i == at {
					cancel()
				}
				if !yield(r, nil) {
					return
				}
			}
			cancel()
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %d: error %v, want context.Canceled", at, err)
		}
		current(t, s, "old")
		gone(t, s, "new")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Publish(ctx, storage.Snapshot{ID: "new"}, Seq(nil, nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: error %v, want context.Canceled", err)
	}
	publish(t, s, "new", 2)
}

func staleParent(t *testing.T, open func() storage.Store) {
	s := open()
	snap := storage.Snapshot{ID: "one", Parent: "zero"}
	if err := s.Publish(t.Context(), snap, Seq(nil, nil)); !errors.Is(err, storage.ErrStale) {
		t.Errorf("Parent in an empty store: error %v, want ErrStale", err)
	}
	publish(t, s, "one", 1)
	publish(t, s, "two", 2)
	snap = storage.Snapshot{ID: "three", Parent: "one"}
	if err := s.Publish(t.Context(), snap, Seq(nil, nil)); !errors.Is(err, storage.ErrStale) {
		t.Errorf("Parent no longer current: error %v, want ErrStale", err)
	}
	current(t, s, "two")
	snap.Parent = "two"
	if err := s.Publish(t.Context(), snap, Seq(nil, nil)); err != nil {
		t.Error(err)
	}
	current(t, s, "three")
}

func retention(t *testing.T, open func() storage.Store) {
	s := open()
	var kept []storage.Snapshot
	for i := range 4 * (Keep + 1) {
		kept = append(kept, publish(t, s, fmt.Sprint("snapshot ", i), i))
		if len(kept) > Keep+1 {
			gone(t, s, kept[0].ID)
			kept = kept[1:]
		}
		for _, snap := range kept {
			if err := Whole(t.Context(), s, snap); err != nil {
				t.Error(err)
			}
		}
	}
}

// sharedContent has the same bytes under several names and in Snapshots that go and stay.
func sharedContent(t *testing.T, open func() storage.Store) {
	s := open()
	for i := range 4 * (Keep + 1) {
		records := []storage.Record{
			{Kind: "a", ID: "always", Data: []byte("the same")},
			{Kind: "a", ID: "twice", Data: []byte("the same")},
			{Kind: "b", ID: "in turns", Data: fmt.Append(nil, "one of two: ", i%2)},
			{Kind: "b", ID: "rare", Data: fmt.Append(nil, "now and then: ", i%(Keep+3) == 0)},
		}
		records = append(records, storage.Record{Kind: sealKind, ID: "seal", Data: seal(records)})
		id := fmt.Sprint("snapshot ", i)
		if err := s.Publish(t.Context(), storage.Snapshot{ID: id}, Seq(records, nil)); err != nil {
			t.Fatal(err)
		}
		snap := current(t, s, id)
		for back := range min(i, Keep) {
			snap.ID = fmt.Sprint("snapshot ", i-back-1)
			if err := Whole(t.Context(), s, snap); err != nil {
				t.Error(err)
			}
		}
	}
}

func reopening(t *testing.T, open func() storage.Store) {
	for i := range 3 {
		s := open()
		if i > 0 {
			current(t, s, fmt.Sprint("snapshot ", i-1))
		}
		publish(t, s, fmt.Sprint("snapshot ", i), i)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	current(t, open(), "snapshot 2")
}

func closed(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "one", 1)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	if _, err := s.Current(t.Context()); err == nil {
		t.Error("Current: no error")
	}
	if _, err := collect(s.Records(t.Context(), "one", "article")); err == nil {
		t.Error("Records: no error")
	}
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "two"}, Seq(nil, nil)); err == nil {
		t.Error("Publish: no error")
	}
	current(t, open(), "one")
}
