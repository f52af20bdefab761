// Package storagetest is for holding every engine of storage to the same promises: each one is a subtest of Run.
package storagetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"testing"
	"time"

	"talksbot/knowledge/storage"
)

// Keep is how many older Snapshots the Stores under test keep beside the current one.
const Keep = 2

// Start makes a new, empty place for a Store and gives what opens it, for Keep older Snapshots. Every call of open is as
// another process would: the Stores it gives share the place and nothing else. Cleaning up is for t.Cleanup.
type Start func(t *testing.T) (open func() storage.Store)

// Run checks an engine against every promise of storage.Store.
func Run(t *testing.T, start Start) {
	tests := []struct {
		promise string
		check   func(t *testing.T, open func() storage.Store)
	}{
		{"before the first Publish there is no Snapshot", noSnapshot},
		{"what was published comes back", roundTrip},
		{"Records come in byte order of their IDs", byteOrder},
		{"Data is opaque, of any bytes and length", anyData},
		{"an empty Snapshot is one", emptySnapshot},
		{"Data may change after the next Record is asked for", reusedData},
		{"Data read is the reader's", ownData},
		{"a reader may stop early", stopEarly},
		{"a sequence of Records can be read twice", readTwice},
		{"Records obey ctx", cancelledRead},
		{"what cannot be kept is refused", refused},
		{"a Snapshot's ID is used once", repeatedID},
		{"a failing sequence changes nothing", failingSequence},
		{"a panicking sequence changes nothing", panickingSequence},
		{"a cancelled Publish changes nothing", cancelledPublish},
		{"a Snapshot of a stale Parent is refused", staleParent},
		{"Keep older Snapshots stay", retention},
		{"a content lives as long as any Snapshot has it", sharedContent},
		{"a closed Store can be opened again", reopening},
		{"a closed Store fails", closed},
		{"a Publish sees and serves the old Snapshot until it is done", readDuringPublish},
		{"readers always see whole Snapshots", readersWhilePublishing},
		{"a reader keeps a Snapshot that is given up meanwhile", readAcrossRetention},
		{"another process sees what was published", secondProcess},
		{"a second Publish takes its turn or is told", secondPublish},
		{"a waiting Publish obeys ctx", cancelledWait},
		{"Publishes of several processes all come out whole", manyPublishers},
		{"opening together makes one Store", openTogether},
	}
	for _, test := range tests {
		t.Run(test.promise, func(t *testing.T) {
			t.Parallel()
			opened := start(t)
			test.check(t, func() storage.Store {
				s := opened()
				t.Cleanup(func() { s.Close() })
				return s
			})
		})
	}
}

// Seq yields the records, then err unless it is nil.
func Seq(records []storage.Record, err error) iter.Seq2[storage.Record, error] {
	return func(yield func(storage.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(storage.Record{}, err)
		}
	}
}

// Sample is n Records of two kinds, sealed: Whole finds out if one is missing, altered or of another seed. Every second
// one is the same for all seeds.
func Sample(seed, n int) []storage.Record {
	var records []storage.Record
	for i := range n {
		data := fmt.Sprintf("record %d, the same in every sample", i)
		if i%2 == 0 {
			data = fmt.Sprintf("record %d of sample %d", i, seed)
		}
		kind := []string{"article", "terms"}[i/2%2]
		records = append(records, storage.Record{Kind: kind, ID: fmt.Sprintf("%05d", i), Data: []byte(data)})
	}
	return append(records, storage.Record{Kind: sealKind, ID: "seal", Data: seal(records)})
}

const sealKind = "seal"

// seal is a digest that does not depend on the order of the records.
func seal(records []storage.Record) []byte {
	sum := make([]byte, sha256.Size)
	for _, r := range records {
		h := sha256.New()
		for _, part := range []string{r.Kind, r.ID, string(r.Data)} {
			fmt.Fprintf(h, "%d:", len(part))
			io.WriteString(h, part)
		}
		for i, b := range h.Sum(nil) {
			sum[i] ^= b
		}
	}
	return fmt.Appendf(nil, "%d %x", len(records), sum)
}

// Whole says what is wrong with a Snapshot of Sample; nil when every Record is there and as it was published.
func Whole(ctx context.Context, s storage.Store, snap storage.Snapshot) error {
	var sealed []byte
	var records []storage.Record
	for kind, count := range snap.Counts {
		got, err := collect(s.Records(ctx, snap.ID, kind))
		if err != nil {
			return err
		}
		if len(got) != count {
			return fmt.Errorf("snapshot %s: %d records of kind %s, counted %d", snap.ID, len(got), kind, count)
		}
		if kind == sealKind {
			sealed = got[0].Data
		} else {
			records = append(records, got...)
		}
	}
	if got := seal(records); string(got) != string(sealed) {
		return fmt.Errorf("snapshot %s: records have the seal %s, published was %s", snap.ID, got, sealed)
	}
	return nil
}

func collect(seq iter.Seq2[storage.Record, error]) ([]storage.Record, error) {
	var records []storage.Record
	for r, err := range seq {
		if err != nil {
			return records, err
		}
		records = append(records, r)
	}
	return records, nil
}

// publish makes a Snapshot of a Sample whose seed is as given.
func publish(t *testing.T, s storage.Store, id string, seed int) storage.Snapshot {
	t.Helper()
	snap := storage.Snapshot{ID: id, Made: time.Unix(int64(seed), 0)}
	if err := s.Publish(t.Context(), snap, Seq(Sample(seed, 40), nil)); err != nil {
		t.Fatalf("Publish(%s): %v", id, err)
	}
	return current(t, s, id)
}

// current checks that the Snapshot of this ID serves, whole if it is of a Sample.
func current(t *testing.T, s storage.Store, id string) storage.Snapshot {
	t.Helper()
	snap, err := s.Current(t.Context())
	if err != nil {
		t.Fatalf("Current: %v", err)
	}
	if snap.ID != id {
		t.Fatalf("Current is %q, want %q", snap.ID, id)
	}
	if snap.Counts[sealKind] > 0 {
		if err := Whole(t.Context(), s, snap); err != nil {
			t.Fatal(err)
		}
	}
	return snap
}

// gone checks that a Snapshot is not kept.
func gone(t *testing.T, s storage.Store, id string) {
	t.Helper()
	if got, err := collect(s.Records(t.Context(), id, "article")); !errors.Is(err, storage.ErrNoSnapshot) {
		t.Errorf("Records of snapshot %q gave %d records and error %v, want ErrNoSnapshot", id, len(got), err)
	}
}
