package storagetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"talksbot/knowledge/storage"
)

// keeper is a Store that can be gone back in, amended and noted in.
type keeper interface {
	storage.Store
	storage.History
	storage.Amender
	storage.Book
}

// RunHistory checks an engine against every promise of storage.History, storage.Amender and storage.Book. Stores that start
// gives are all of these.
func RunHistory(t *testing.T, start Start) {
	for _, test := range []struct {
		promise string
		check   func(t *testing.T, open func() keeper)
	}{
		{"Snapshots are listed by when they last served", listed},
		{"a kept Snapshot serves again", goneBack},
		{"going back twice is back where it began", backAgain},
		{"what is not kept, or from what does not serve, is not gone back to", notGoneBack},
		{"what served last stays kept", servedLast},
		{"an amended Snapshot is its Parent but for the change", amended},
		{"an amended Snapshot of nothing is the change", amendedNothing},
		{"a failed change changes nothing", amendFails},
		{"notes replace each other, and are given up without Data", noted},
		{"notes of a change come with it or not at all", notedTogether},
	} {
		t.Run(test.promise, func(t *testing.T) {
			t.Parallel()
			opened := start(t)
			test.check(t, func() keeper {
				s := opened()
				t.Cleanup(func() { s.Close() })
				return s.(keeper)
			})
		})
	}
}

// kept checks the IDs of what is kept, joined by spaces, and that all of it is whole.
func kept(t *testing.T, s keeper, want string) {
	t.Helper()
	all, err := s.Snapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, snap := range all {
		ids = append(ids, snap.ID)
		if snap.Counts[sealKind] == 0 {
			continue
		}
		if err := Whole(t.Context(), s, snap); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("kept are %s, want %s", got, want)
	}
}

func listed(t *testing.T, open func() keeper) {
	s := open()
	kept(t, s, "")
	for i, id := range []string{"a", "b", "c", "d"} {
		publish(t, s, id, i)
	}
	kept(t, open(), "d c b")
}

func goneBack(t *testing.T, open func() keeper) {
	s, other := open(), open()
	publish(t, s, "a", 1)
	publish(t, s, "b", 2)
	publish(t, s, "c", 3)
	if err := s.Rollback(t.Context(), "c", "a", storage.Record{Kind: "act", ID: "1", Data: []byte("back")}); err != nil {
		t.Fatal(err)
	}
	current(t, other, "a")
	kept(t, other, "a c b")
	notesAre(t, other, "act", "1=back")
	publish(t, other, "d", 4)
	kept(t, s, "d a c")
}

func backAgain(t *testing.T, open func() keeper) {
	s := open()
	publish(t, s, "a", 1)
	publish(t, s, "b", 2)
	for _, to := range [][2]string{{"b", "a"}, {"a", "b"}, {"b", "a"}} {
		if err := s.Rollback(t.Context(), to[0], to[1]); err != nil {
			t.Fatal(err)
		}
		current(t, s, to[1])
		kept(t, s, to[1]+" "+to[0])
	}
}

func notGoneBack(t *testing.T, open func() keeper) {
	s := open()
	publish(t, s, "a", 1)
	publish(t, s, "b", 2)
	note := storage.Record{Kind: "act", ID: "1", Data: []byte("x")}
	if err := s.Rollback(t.Context(), "b", "z", note); !errors.Is(err, storage.ErrNoSnapshot) {
		t.Errorf("error %v, want ErrNoSnapshot", err)
	}
	if err := s.Rollback(t.Context(), "a", "b", note); !errors.Is(err, storage.ErrStale) {
		t.Errorf("error %v, want ErrStale", err)
	}
	if err := s.Rollback(t.Context(), "b", "a", storage.Record{}); err == nil {
		t.Error("a note without a name is kept")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Rollback(ended, "b", "a", note); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	kept(t, s, "b a")
	notesAre(t, s, "act", "")
}

func servedLast(t *testing.T, open func() keeper) {
	s := open()
	for i, id := range []string{"a", "b", "c"} {
		publish(t, s, id, i)
	}
	if err := s.Rollback(t.Context(), "c", "a"); err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"d", "e"} {
		publish(t, s, id, 10+i)
	}
	kept(t, s, "e d a")
}

func put(records ...storage.Record) iter.Seq2[storage.Record, error] { return Seq(records, nil) }

func rec(id, data string) storage.Record {
	return storage.Record{Kind: "k", ID: id, Data: []byte(data)}
}

// has checks the Records of kind k of a Snapshot, and that they are counted.
func has(t *testing.T, s storage.Store, id, want string) {
	t.Helper()
	got, err := collect(s.Records(t.Context(), id, "k"))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range got {
		said = append(said, r.ID+"="+string(r.Data))
	}
	if all := strings.Join(said, " "); all != want {
		t.Errorf("%s has %s, want %s", id, all, want)
	}
	if snap, err := s.Current(t.Context()); err == nil && snap.ID == id && snap.Counts["k"] != len(got) {
		t.Errorf("%s counts %v of %d", id, snap.Counts, len(got))
	}
}

func amended(t *testing.T, open func() keeper) {
	s := open()
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "one"}, put(rec("a", "1"), rec("b", "2"), rec("c", "3"))); err != nil {
		t.Fatal(err)
	}
	c := storage.Change{Gone: []storage.Name{{Kind: "k", ID: "b"}, {Kind: "k", ID: "z"}, {Kind: "other", ID: "a"}}, Put: put(rec("c", "4"), rec("d", "5"))}
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "two", Parent: "one"}, c); err != nil {
		t.Fatal(err)
	}
	current(t, open(), "two")
	has(t, s, "two", "a=1 c=4 d=5")
	has(t, s, "one", "a=1 b=2 c=3")
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "three", Parent: "two"}, storage.Change{}); err != nil {
		t.Fatal(err)
	}
	has(t, s, "three", "a=1 c=4 d=5")
	for i := range Keep + 1 { // what all have in common stays as long as any
		if err := s.Amend(t.Context(), storage.Snapshot{ID: fmt.Sprint(i), Parent: current(t, s, []string{"three", "0", "1", "2"}[i]).ID}, storage.Change{Put: put(rec("e", fmt.Sprint(i)))}); err != nil {
			t.Fatal(err)
		}
	}
	has(t, s, fmt.Sprint(Keep), fmt.Sprintf("a=1 c=4 d=5 e=%d", Keep))
	gone(t, s, "one")
}

func amendedNothing(t *testing.T, open func() keeper) {
	s := open()
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "one"}, storage.Change{Put: put(rec("a", "1"))}); err != nil {
		t.Fatal(err)
	}
	has(t, s, "one", "a=1")
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "two"}, storage.Change{Put: put(rec("b", "2"))}); !errors.Is(err, storage.ErrStale) {
		t.Errorf("error %v, want ErrStale: another serves", err)
	}
	kept(t, s, "one")
}

func amendFails(t *testing.T, open func() keeper) {
	s := open()
	publish(t, s, "one", 1)
	note := []storage.Record{{Kind: "act", ID: "1", Data: []byte("x")}}
	broken := errors.New("broken")
	for name, c := range map[string]storage.Change{
		"sequence": {Put: Seq([]storage.Record{rec("a", "1")}, broken), Notes: note},
		"twice":    {Put: put(rec("a", "1"), rec("a", "1")), Notes: note},
		"name":     {Put: put(rec("", "1")), Notes: note},
		"note":     {Put: put(rec("a", "1")), Notes: append(note, storage.Record{Kind: "act", Data: []byte("x")})},
	} {
		if err := s.Amend(t.Context(), storage.Snapshot{ID: "two", Parent: "one"}, c); err == nil {
			t.Errorf("%s: amended", name)
		}
	}
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "two", Parent: "zero"}, storage.Change{Notes: note}); !errors.Is(err, storage.ErrStale) {
		t.Errorf("error %v, want ErrStale", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	err := s.Amend(ended, storage.Snapshot{ID: "two", Parent: "one"}, storage.Change{Notes: note, Put: func(yield func(storage.Record, error) bool) {
		yield(rec("a", "1"), nil)
		cancel()
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	kept(t, s, "one")
	notesAre(t, s, "act", "")
}

// notesAre checks all notes of a kind, the last first.
func notesAre(t *testing.T, s storage.Book, kind, want string) {
	t.Helper()
	got, err := s.Notes(t.Context(), kind, 0)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, n := range got {
		if n.Kind != kind {
			t.Errorf("a note of kind %s comes among those of %s", n.Kind, kind)
		}
		said = append(said, n.ID+"="+string(n.Data))
	}
	if all := strings.Join(said, " "); all != want {
		t.Errorf("the notes of kind %s are %q, want %q", kind, all, want)
	}
}

func noted(t *testing.T, open func() keeper) {
	s := open()
	note := func(notes ...storage.Record) {
		t.Helper()
		if err := s.Note(t.Context(), notes...); err != nil {
			t.Fatal(err)
		}
	}
	notesAre(t, s, "k", "")
	note(rec("a", "1"), rec("b", "2"), storage.Record{Kind: "other", ID: "a", Data: []byte("9")})
	note(rec("c", "3"), rec("a", "4"))
	notesAre(t, open(), "k", "c=3 b=2 a=4")
	note(rec("b", ""), rec("z", ""))
	publish(t, s, "one", 1)
	notesAre(t, s, "k", "c=3 a=4")
	notesAre(t, s, "other", "a=9")
	if got, err := s.Notes(t.Context(), "k", 1); err != nil || len(got) != 1 || got[0].ID != "c" {
		t.Errorf("%v, %v", got, err)
	}
	if err := s.Note(t.Context(), rec("d", "5"), rec("\x00", "6")); err == nil {
		t.Error("a bad name is taken")
	}
	notesAre(t, s, "k", "c=3 a=4")
}

func notedTogether(t *testing.T, open func() keeper) {
	s := open()
	c := storage.Change{Put: put(rec("a", "1")), Notes: []storage.Record{rec("n", "1")}}
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "one"}, c); err != nil {
		t.Fatal(err)
	}
	notesAre(t, s, "k", "n=1")
	c.Notes = []storage.Record{rec("n", "")}
	if err := s.Amend(t.Context(), storage.Snapshot{ID: "one", Parent: "one"}, c); err == nil {
		t.Error("an ID is used twice")
	}
	notesAre(t, s, "k", "n=1")
}
