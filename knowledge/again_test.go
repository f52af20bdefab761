package knowledge_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// counted is a file system that counts what is opened, but for folders.
type counted struct {
	fstest.MapFS
	opened atomic.Int64
}

func (c *counted) Open(name string) (fs.File, error) {
	if f := c.MapFS[name]; f != nil {
		c.opened.Add(1)
	}
	return c.MapFS.Open(name)
}

// Stat does not open.
func (c *counted) Stat(name string) (fs.FileInfo, error) { return c.MapFS.Stat(name) }

// written is a store that counts the Records that are given to it.
type written struct {
	*storage.SQLite
	records int
}

func (w *written) Amend(ctx context.Context, s storage.Snapshot, c storage.Change) error {
	all := c.Put
	c.Put = func(yield func(storage.Record, error) bool) {
		all(func(r storage.Record, err error) bool {
			w.records++
			return yield(r, err)
		})
	}
	return w.SQLite.Amend(ctx, s, c)
}

// A refresh reads and writes what has changed alone, of this process as of the next.
func TestAgainIsCheap(t *testing.T) {
	t.Parallel()
	const files = 200
	began := time.Now().Add(-time.Hour)
	from := &counted{MapFS: fstest.MapFS{}}
	file := func(i int, text string, at time.Time) {
		from.MapFS[fmt.Sprintf("quay-%03d.txt", i)] = &fstest.MapFile{Data: []byte(text), ModTime: at}
	}
	for i := range files {
		file(i, fmt.Sprintf("Portugal has pledged to sweep quay %d of Miran.", i), began)
	}
	path := filepath.Join(t.TempDir(), "knowledge.db")
	var base *knowledge.Base
	var store *written
	open := func() {
		s, err := storage.Open(t.Context(), path, 3)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		store = &written{SQLite: s}
		if base, err = knowledge.Open(t.Context(), knowledge.Options{Store: store}); err != nil {
			t.Fatal(err)
		}
	}
	open()
	for _, step := range []struct {
		name            string
		change          func()
		opened, records int // records: an article and its reading each, and the ledger
	}{
		{"first", func() {}, files, 2*files + 1},
		{"nothing", func() {}, 0, 0},
		{"one in a hundred", func() {
			file(7, "Portugal has pledged to sweep quay 700 of Miran.", began.Add(time.Minute))
			file(90, "Quay 90 is closed.", began.Add(time.Minute))
		}, 2, 5},
		{"touched", func() { file(8, "Portugal has pledged to sweep quay 8 of Miran.", began.Add(time.Minute)) }, 1, 0},
		{"nothing again", func() {}, 0, 0},
		{"by another process", open, 0, 0},
		{"by another process, one", func() {
			open()
			file(9, "Quay 9 is closed.", began.Add(time.Minute))
		}, 1, 3},
		{"after a rollback", func() { // the snapshot before has quay 9 as it was
			if _, err := base.Rollback(t.Context(), "", ""); err != nil {
				t.Fatal(err)
			}
		}, 1, 3},
	} {
		step.change()
		from.opened.Store(0)
		store.records = 0
		d, err := base.Refresh(t.Context(), sources.FS(from))
		if err != nil || len(d.Problems) > 0 || d.Articles != files {
			t.Fatalf("%s: %+v, %v", step.name, d, err)
		}
		if n := int(from.opened.Load()); n != step.opened || store.records != step.records {
			t.Errorf("%s: %d files are opened, want %d; %d records are written, want %d", step.name, n, step.opened, store.records, step.records)
		}
	}
}

// What a second refresh makes is what one refresh of the same files would have made.
func TestAgainIsTheSame(t *testing.T) {
	t.Parallel()
	write := func(dir string, edition, n int) {
		t.Helper()
		for i := range n {
			text := fmt.Sprintf("---\npublished: 2026-03-%02d\n---\nPortugal has pledged to send %d dredgers to quay %d of Miran.\n\nIt is unclear who pays for quay %d.\n", i%28+1, 2+i%5*edition, i/2, i/3)
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("a%03d.md", i)), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	dir := t.TempDir()
	again := keeping(t, filepath.Join(t.TempDir(), "again.db"), 1)
	write(dir, 1, 30)
	refreshed(t, again, knowledge.How{}, sources.Files(dir))
	write(dir, 2, 45)
	refreshed(t, again, knowledge.How{}, sources.Files(dir))
	once := keeping(t, filepath.Join(t.TempDir(), "once.db"), 1)
	refreshed(t, once, knowledge.How{}, sources.Files(dir))
	sameLedgers(t, once, again)
}

func sameLedgers(t *testing.T, want, got *knowledge.Base) {
	t.Helper()
	if len(want.Commitments()) < 3 || len(want.Issues()) < 3 {
		t.Fatalf("%d commitments and %d issues say little", len(want.Commitments()), len(want.Issues()))
	}
	if diff := cmp.Diff(want.Commitments(), got.Commitments()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want.Issues(), got.Issues()); diff != "" {
		t.Error(diff)
	}
}
