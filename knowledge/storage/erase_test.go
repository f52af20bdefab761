package storage_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"talksbot/knowledge/storage"
	"talksbot/knowledge/storage/storagetest"
)

// secret is what stands in the file as it is, since it does not get shorter by packing.
func secret(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, 0, 3000)
	for len(data) < cap(data) {
		data = append(data, byte(r.Uint32()))
	}
	return data
}

// After an Erase nothing of it is in the file, nor in the one beside it: neither of what Snapshots had, nor of what was given up
// before, nor of the cache, also while others have the store open.
func TestErasedBytes(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, 1)
	other := openStore(t, path, 1)
	for i := range 4 { // of the first two only the free space of the file may tell
		records := []storage.Record{{Kind: "k", ID: "kept", Data: []byte("a small one")}, {Kind: "k", ID: "gone", Data: secret(uint64(i))}}
		if err := s.Publish(t.Context(), storage.Snapshot{ID: fmt.Sprint(i)}, storagetest.Seq(records, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Cache(t.Context(), "space", map[storage.Key][]byte{storage.KeyOf("a"): secret(9)}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Current(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !inFiles(t, path, secret(3)) || !inFiles(t, path, secret(9)) {
		t.Fatal("what is to be erased is not seen in the files before")
	}
	e := storage.Erasure{IDs: []string{"gone"}, Live: func(string, storage.Key) bool { return false }}
	if err := s.Erase(t.Context(), storage.Snapshot{ID: "4", Parent: "3"}, e); err != nil {
		t.Fatal(err)
	}
	for _, seed := range []uint64{0, 1, 2, 3, 9} {
		if inFiles(t, path, secret(seed)) {
			t.Errorf("bytes of %d are left", seed)
		}
	}
	if err := other.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// inFiles says whether any part of some bytes stands in the store or beside it.
func inFiles(t *testing.T, path string, data []byte) bool {
	t.Helper()
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		file, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for at := 0; at+32 <= len(data); at += 32 {
			if bytes.Contains(file, data[at:at+32]) {
				return true
			}
		}
	}
	return false
}

// A backup is the store as of one moment, whoever publishes meanwhile, and is made once.
func TestBackup(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, 1)
	publishSample(t, s, "one", 1)
	publishSample(t, s, "two", 2)
	copied := filepath.Join(t.TempDir(), "a 'copy'.db")
	err := s.Publish(t.Context(), storage.Snapshot{ID: "three"}, func(yield func(storage.Record, error) bool) {
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Error(err)
		}
		storagetest.Seq(storagetest.Sample(3, 50), nil)(yield)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied); err == nil {
		t.Error("it writes over a file that is there")
	}
	back := openStore(t, copied, 1)
	if err := back.Check(t.Context()); err != nil {
		t.Error(err)
	}
	kept, err := back.Snapshots(t.Context())
	if err != nil || len(kept) != 2 || kept[0].ID != "two" {
		t.Fatalf("%+v, %v", kept, err)
	}
	for _, snap := range kept {
		if err := storagetest.Whole(t.Context(), back, snap); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, 0)
	publishSample(t, s, "one", 1)
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	run("UPDATE content SET data = CAST('q' || substr(data, 2) AS BLOB) WHERE id = 7")(t, path)
	if err := s.Check(t.Context()); err == nil {
		t.Error("a changed content is not found")
	}
}

// A store that another has open is not held; one that is held is opened by nobody else, and serves as before once it is let go.
func TestHold(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, 1)
	publishSample(t, s, "one", 1)
	if _, err := storage.Hold(t.Context(), path); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("error %v, want ErrBusy", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	release, err := storage.Hold(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	again := openStore(t, path, 1)
	publishSample(t, again, "two", 2)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var mode string
	if err := db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("mode %s, %v", mode, err)
	}
}
