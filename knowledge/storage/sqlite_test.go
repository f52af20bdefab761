package storage_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"talksbot/knowledge/storage"
	"talksbot/knowledge/storage/storagetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	start := func(t *testing.T) func() storage.Store {
		path := filepath.Join(t.TempDir(), "a #1 100% place?", "store.db")
		return func() storage.Store {
			s, err := storage.Open(t.Context(), path, storagetest.Keep)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	storagetest.Run(t, start)
	storagetest.RunCache(t, start)
	storagetest.RunHistory(t, start)
	storagetest.RunErasing(t, start)
}

// A store of an earlier version is brought up to this one where it is, and keeps what it has.
func TestOpenOlder(t *testing.T) {
	t.Parallel()
	const two = "DROP TABLE note; ALTER TABLE snapshot DROP COLUMN served; PRAGMA user_version = 2;"
	for version, older := range map[int]string{1: two + "DROP TABLE cache; PRAGMA user_version = 1", 2: two} {
		path := filepath.Join(t.TempDir(), "store.db")
		s := openStore(t, path, 2)
		publishSample(t, s, "one", 1)
		publishSample(t, s, "two", 2)
		s.Close()
		run(older)(t, path)
		s = openStore(t, path, 2)
		kept, err := s.Snapshots(t.Context())
		if err != nil || len(kept) != 2 || kept[0].ID != "two" || kept[1].ID != "one" {
			t.Fatalf("version %d: %+v, %v", version, kept, err)
		}
		for _, snap := range kept {
			if err := storagetest.Whole(t.Context(), s, snap); err != nil {
				t.Error(err)
			}
		}
		k := storage.KeyOf("a")
		if err := s.Cache(t.Context(), "space", map[storage.Key][]byte{k: []byte("data")}); err != nil {
			t.Fatal(err)
		}
		if err := s.Note(t.Context(), storage.Record{Kind: "kind", ID: "id", Data: []byte("noted")}); err != nil {
			t.Fatal(err)
		}
		again := openStore(t, path, 2)
		if got, err := again.Cached(t.Context(), "space", []storage.Key{k}); err != nil || string(got[k]) != "data" {
			t.Errorf("version %d: %q, %v", version, got[k], err)
		}
		if got, err := again.Notes(t.Context(), "kind", 0); err != nil || len(got) != 1 || string(got[0].Data) != "noted" {
			t.Errorf("version %d: %q, %v", version, got, err)
		}
		if err := s.Rollback(t.Context(), "two", "one"); err != nil {
			t.Errorf("version %d: %v", version, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		make func(t *testing.T, path string)
		want string
	}{
		"text":           {write("# An article\n\nIts text.\n"), "is not a talksbot store: it is not a database"},
		"a long file":    {write(strings.Repeat("text ", 10_000)), "is not a talksbot store: it is not a database"},
		"one byte":       {write("x"), "is not a talksbot store: it is not a database"},
		"a cut database": {write("SQLite format 3\x00" + strings.Repeat("\x01", 200)), "is not a talksbot store"},
		"a folder":       {func(t *testing.T, path string) { os.Mkdir(path, 0o700) }, "is not a talksbot store: it is not a file"},
		"another program's database": {
			run("CREATE TABLE bookmark (url TEXT)"), "is not a talksbot store: it is a database of another program"},
		"another program's mark": {
			run("PRAGMA application_id = 7"), "is not a talksbot store: it is a database of another program"},
		"a newer store": {func(t *testing.T, path string) {
			openStore(t, path, 0).Close()
			run("PRAGMA user_version = 99")(t, path)
		}, "was written by a newer talksbot (store version 99, this program knows 3)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "store.db")
			test.make(t, path)
			before, _ := os.ReadFile(path)
			s, err := storage.Open(t.Context(), path, 0)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			for _, part := range []string{path, test.want, "or name another --data"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q does not say %q", err, part)
				}
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenAfterHalfMade(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(t *testing.T, path string){
		"an empty file":     write(""),
		"before the schema": run("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL"),
	} {
		path := filepath.Join(t.TempDir(), "store.db")
		make(t, path)
		if _, err := openStore(t, path, 0).Current(t.Context()); !errors.Is(err, storage.ErrNoSnapshot) {
			t.Errorf("%s: error %v, want ErrNoSnapshot", name, err)
		}
	}
}

func TestOpenNegativeKeep(t *testing.T) {
	t.Parallel()
	if _, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"), -1); err == nil {
		t.Error("opened")
	}
}

func TestFileModes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	path := filepath.Join(t.TempDir(), "data", "bot", "store.db")
	s := openStore(t, path, 0)
	publishSample(t, s, "one", 1)
	for name, want := range map[string]fs.FileMode{
		path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
		filepath.Dir(path): 0o700 | fs.ModeDir, filepath.Dir(filepath.Dir(path)): 0o700 | fs.ModeDir,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Error(err)
		} else if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", filepath.Base(name), info.Mode(), want)
		}
	}
}

// A store that vanishes under an open one must be an error, never an empty store in its place.
func TestVanishedFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, 0)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Current(t.Context()); err == nil || errors.Is(err, storage.ErrNoSnapshot) {
		t.Errorf("Current: error %v, want another", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there again")
	}
}

// Contents are kept once, whoever has them, and go with the last Snapshot that has them.
func TestContentsAreShared(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, 1)
	for i, test := range []struct {
		data           []string
		contents, refs int
	}{
		{[]string{"a", "b", "a", "a"}, 2, 4},
		{[]string{"a", "b", "c"}, 3, 7},
		{[]string{"c", "d"}, 4, 5},
		{[]string{"c"}, 2, 3},
		{nil, 1, 1},
		{nil, 0, 0},
	} {
		var records []storage.Record
		for k, data := range test.data {
			records = append(records, storage.Record{Kind: "k", ID: fmt.Sprint(k), Data: []byte(data)})
		}
		snap := storage.Snapshot{ID: fmt.Sprint(i)}
		if err := s.Publish(t.Context(), snap, storagetest.Seq(records, nil)); err != nil {
			t.Fatal(err)
		}
		if got := count(t, path, "content"); got != test.contents {
			t.Errorf("publish %d: %d contents, want %d", i, got, test.contents)
		}
		if got := count(t, path, "record"); got != test.refs {
			t.Errorf("publish %d: %d records, want %d", i, got, test.refs)
		}
	}
}

// A changed bit is an error that names the record, whether the content was packed or not.
func TestDamagedContent(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]string{
		"packed":     "UPDATE content SET data = CAST(substr(data, 1, length(data) - 1) || x'55' AS BLOB) WHERE length(data) < size",
		"plain":      "UPDATE content SET data = CAST('q' || substr(data, 2) AS BLOB) WHERE length(data) = size",
		"size":       "UPDATE content SET size = size + 1 WHERE length(data) < size",
		"size below": "UPDATE content SET size = 1 WHERE length(data) < size",
	} {
		path := filepath.Join(t.TempDir(), "store.db")
		s := openStore(t, path, 0)
		records := []storage.Record{
			{Kind: "packed", ID: "the packed one", Data: bytes.Repeat([]byte("some words again and "), 50)},
			{Kind: "plain", ID: "the plain one", Data: []byte("abc")},
		}
		if err := s.Publish(t.Context(), storage.Snapshot{ID: "one"}, storagetest.Seq(records, nil)); err != nil {
			t.Fatal(err)
		}
		run(damage)(t, path)
		kind := map[bool]string{true: "plain", false: "packed"}[name == "plain"]
		for r, err := range s.Records(t.Context(), "one", kind) {
			if err == nil || !strings.Contains(err.Error(), "the "+kind+" one") || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("%s: record %q, error %v; want an error that names it", name, r.Data, err)
			}
		}
	}
}

func openStore(t *testing.T, path string, keep int) *storage.SQLite {
	t.Helper()
	s, err := storage.Open(t.Context(), path, keep)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func publishSample(t *testing.T, s storage.Store, id string, seed int) {
	t.Helper()
	if err := s.Publish(t.Context(), storage.Snapshot{ID: id}, storagetest.Seq(storagetest.Sample(seed, 50), nil)); err != nil {
		t.Fatal(err)
	}
}

func write(data string) func(t *testing.T, path string) {
	return func(t *testing.T, path string) {
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// run changes the file behind the store's back.
func run(query string) func(t *testing.T, path string) {
	return func(t *testing.T, path string) {
		t.Helper()
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
}

func count(t *testing.T, path, table string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
