package storagetest

import (
	"context"
	"errors"
	"testing"

	"talksbot/knowledge/storage"
)

// eraser is a Store that forgets for good.
type eraser interface {
	keeper
	storage.Eraser
	storage.Cache
}

// RunErasing checks an engine against every promise of storage.Eraser but that of the bytes on its disk. Stores that start
// gives are such.
func RunErasing(t *testing.T, start Start) {
	for _, test := range []struct {
		promise string
		check   func(t *testing.T, open func() eraser)
	}{
		{"what is erased is in no Snapshot", erased},
		{"what is erased is in no cache and no note", erasedBeside},
		{"a failed Erase changes nothing", eraseFails},
	} {
		t.Run(test.promise, func(t *testing.T) {
			t.Parallel()
			opened := start(t)
			test.check(t, func() eraser {
				s := opened()
				t.Cleanup(func() { s.Close() })
				return s.(eraser)
			})
		})
	}
}

func made(id, data string) storage.Record {
	return storage.Record{Kind: "made", ID: id, Data: []byte(data)}
}

// threeKept publishes three Snapshots: the first without b.
func threeKept(t *testing.T, s storage.Store) {
	t.Helper()
	for _, snap := range []struct {
		id      string
		records []storage.Record
	}{
		{"one", []storage.Record{rec("a", "1"), made("all", "of a")}},
		{"two", []storage.Record{rec("a", "1"), rec("b", "2"), made("all", "of a b")}},
		{"three", []storage.Record{rec("a", "1"), rec("b", "3"), rec("c", "4"), made("all", "of a b c"), made("b", "of b")}},
	} {
		if err := s.Publish(t.Context(), storage.Snapshot{ID: snap.id}, put(snap.records...)); err != nil {
			t.Fatal(err)
		}
	}
}

func erased(t *testing.T, open func() eraser) {
	s, other := open(), open()
	threeKept(t, s)
	e := storage.Erasure{IDs: []string{"b"}, Derived: []string{"made"},
		Change: storage.Change{Put: put(made("all", "of a c")), Notes: []storage.Record{{Kind: "act", ID: "1", Data: []byte("x")}}}}
	if err := s.Erase(t.Context(), storage.Snapshot{ID: "four", Parent: "three"}, e); err != nil {
		t.Fatal(err)
	}
	current(t, other, "four")
	kept(t, other, "four two one")
	has(t, other, "four", "a=1 c=4")
	has(t, other, "two", "a=1")
	has(t, other, "one", "a=1")
	notesAre(t, other, "act", "1=x")
	for id, want := range map[string]int{"four": 1, "two": 0, "one": 1} {
		if got, err := collect(other.Records(t.Context(), id, "made")); err != nil || len(got) != want {
			t.Errorf("%s has %d that were made, want %d: %v", id, len(got), want, err)
		}
	}
	all, err := other.Snapshots(t.Context())
	if err != nil || all[1].Counts["k"] != 1 || all[1].Counts["made"] != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	publish(t, s, "five", 5)
	kept(t, s, "five four two")
}

func erasedBeside(t *testing.T, open func() eraser) {
	s := open()
	threeKept(t, s)
	cacheOf(t, s, "one", map[storage.Key][]byte{keyA: []byte("a"), keyB: []byte("b")})
	if err := s.Note(t.Context(), rec("x", "1"), rec("y", "2")); err != nil {
		t.Fatal(err)
	}
	e := storage.Erasure{IDs: []string{"b"}, Live: func(_ string, k storage.Key) bool { return k != keyB },
		Forget: func(kind, id string) bool { return kind == "k" && id == "x" }}
	if err := s.Erase(t.Context(), storage.Snapshot{ID: "four", Parent: "three"}, e); err != nil {
		t.Fatal(err)
	}
	cachedIs(t, open(), "one", "a,-,-")
	notesAre(t, open(), "k", "y=2")
}

func eraseFails(t *testing.T, open func() eraser) {
	s := open()
	threeKept(t, s)
	cacheOf(t, s, "one", map[storage.Key][]byte{keyA: []byte("a")})
	broken := errors.New("broken")
	e := storage.Erasure{IDs: []string{"b"}, Live: func(string, storage.Key) bool { return false },
		Change: storage.Change{Put: Seq([]storage.Record{rec("a", "9")}, broken)}}
	if err := s.Erase(t.Context(), storage.Snapshot{ID: "four", Parent: "three"}, e); !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the sequence", err)
	}
	e.Put = nil
	if err := s.Erase(t.Context(), storage.Snapshot{ID: "four", Parent: "two"}, e); !errors.Is(err, storage.ErrStale) {
		t.Errorf("error %v, want ErrStale", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Erase(ended, storage.Snapshot{ID: "four", Parent: "three"}, e); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	kept(t, s, "three two one")
	has(t, s, "three", "a=1 b=3 c=4")
	has(t, s, "two", "a=1 b=2")
	cachedIs(t, s, "one", "a,-,-")
}
