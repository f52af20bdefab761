package storagetest

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/storage"
)

func noSnapshot(t *testing.T, open func() storage.Store) {
	s := open()
	if _, err := s.Current(t.Context()); !errors.Is(err, storage.ErrNoSnapshot) {
		t.Errorf("Current: error %v, want ErrNoSnapshot", err)
	}
	gone(t, s, "any")
}

func roundTrip(t *testing.T, open func() storage.Store) {
	s := open()
	records := []storage.Record{
		{Kind: "article", ID: "https://news.example/a?b=c&d=%20#e", Data: []byte("first")},
		{Kind: "article", ID: "two 'quoted' \"names\"; -- Δοκιμή 🕊", Data: []byte("second")},
		{Kind: "terms", ID: "https://news.example/a?b=c&d=%20#e", Data: []byte("first")},
	}
	first := publish(t, s, "one", 1)
	in := storage.Snapshot{
		ID: "two", Parent: first.ID, Note: "a note — with signs: ‘x’, %s, $1",
		Made:   time.Date(2026, 1, 7, 10, 30, 0, 123456789, time.FixedZone("", 3600)),
		Counts: map[string]int{"not": 1, "read": 2},
	}
	if err := s.Publish(t.Context(), in, Seq(records, nil)); err != nil {
		t.Fatal(err)
	}
	want := storage.Snapshot{
		ID: "two", Parent: first.ID, Note: in.Note, Made: time.Date(2026, 1, 7, 9, 30, 0, 123456000, time.UTC),
		Counts: map[string]int{"article": 2, "terms": 1},
	}
	if diff := cmp.Diff(want, current(t, s, "two"), cmp.Comparer(equalUTC)); diff != "" {
		t.Errorf("Current (-want +got):\n%s", diff)
	}
	for kind, want := range map[string][]storage.Record{"article": records[:2], "terms": records[2:], "none": nil} {
		got, err := collect(s.Records(t.Context(), "two", kind))
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Records of kind %s (-want +got):\n%s", kind, diff)
		}
	}
}

// equalUTC also asks for the same location: a time comes back in UTC.
func equalUTC(a, b time.Time) bool {
	return a.Equal(b) && a.Location().String() == b.Location().String()
}

func byteOrder(t *testing.T, open func() storage.Store) {
	s := open()
	ids := []string{" ", "10", "9", "A", "B", "_", "a", "a ", "aa", "b", "z", "É", "é", "Ω", "日本", "\U0001F54A"}
	if !slices.IsSorted(ids) {
		t.Fatal("the IDs of this test are not in byte order")
	}
	ids = append(ids, strings.Repeat("\U0001F54A", storage.MaxName/4))
	var records []storage.Record
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(ids)) {
		records = append(records, storage.Record{Kind: "k", ID: ids[i], Data: []byte(ids[i])})
	}
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "one"}, Seq(records, nil)); err != nil {
		t.Fatal(err)
	}
	got, err := collect(s.Records(t.Context(), "one", "k"))
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, r := range got {
		order = append(order, r.ID)
	}
	if diff := cmp.Diff(ids, order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func anyData(t *testing.T, open func() storage.Store) {
	s := open()
	noise := make([]byte, 5<<20)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(noise)
	records := []storage.Record{
		{Kind: "k", ID: "a: nil"},
		{Kind: "k", ID: "b: empty", Data: []byte{}},
		{Kind: "k", ID: "c: one NUL", Data: []byte{0}},
		{Kind: "k", ID: "d: not UTF-8", Data: []byte("\xff\xfe\x00\x80 \\000 '")},
		{Kind: "k", ID: "e: noise", Data: noise},
		{Kind: "k", ID: "f: a packed header", Data: []byte{0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00}},
		{Kind: "k", ID: "g: all the same", Data: bytes.Repeat([]byte("x"), 20<<20)},
	}
	for i := range 256 {
		data := append(bytes.Repeat([]byte{byte(i)}, i), noise[:i]...)
		records = append(records, storage.Record{Kind: "k", ID: "h: " + string(rune(0x4e00+i)), Data: data})
	}
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "one"}, Seq(records, nil)); err != nil {
		t.Fatal(err)
	}
	got, err := collect(s.Records(t.Context(), "one", "k"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(records) {
		t.Fatalf("%d records, want %d", len(got), len(records))
	}
	for i, r := range got {
		if r.ID != records[i].ID || !bytes.Equal(r.Data, records[i].Data) {
			t.Errorf("%q: %d bytes came back as %q with %d bytes, or others", records[i].ID, len(records[i].Data), r.ID, len(r.Data))
		}
	}
}

func emptySnapshot(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "one", 1)
	if err := s.Publish(t.Context(), storage.Snapshot{ID: "two"}, Seq(nil, nil)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storage.Snapshot{ID: "two"}, current(t, s, "two")); diff != "" {
		t.Errorf("Current (-want +got):\n%s", diff)
	}
	if got, err := collect(s.Records(t.Context(), "two", "article")); len(got) > 0 || err != nil {
		t.Errorf("Records: %d records, error %v; want none of both", len(got), err)
	}
}

func ownData(t *testing.T, open func() storage.Store) {
	s := open()
	snap := publish(t, s, "one", 1)
	for r, err := range s.Records(t.Context(), "one", "article") {
		if err != nil {
			t.Fatal(err)
		}
		clear(r.Data)
		_ = append(r.Data, "more"...)
	}
	if err := Whole(t.Context(), s, snap); err != nil {
		t.Error(err)
	}
}

func stopEarly(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "one", 1)
	for range 50 { // more than any pool of connections is wide
		for _, err := range s.Records(t.Context(), "one", "article") {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	publish(t, s, "two", 2)
}

func readTwice(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "one", 1)
	seq := s.Records(t.Context(), "one", "article")
	first, err := collect(seq)
	if err != nil {
		t.Fatal(err)
	}
	again, err := collect(seq)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" || len(first) == 0 {
		t.Errorf("%d records at first, then (-first +again):\n%s", len(first), diff)
	}
}

func cancelledRead(t *testing.T, open func() storage.Store) {
	s := open()
	publish(t, s, "one", 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	count := 0
	var last error
	for _, err := range s.Records(ctx, "one", "article") {
		if last != nil {
			t.Fatal("a record came after an error")
		}
		if last = err; err == nil {
			count++
		}
		cancel()
	}
	if !errors.Is(last, context.Canceled) || count != 1 {
		t.Errorf("%d records, then error %v; want 1 and context.Canceled", count, last)
	}
	if _, err := s.Current(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Current: error %v, want context.Canceled", err)
	}
	current(t, s, "one")
}
