package sources_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/sources"
)

// A file is read again where it was changed, by its size or its time, and not where it was not; one that was changed just now is
// read each time.
func TestSince(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	began := time.Now().Add(-time.Hour)
	write := func(name, text string, at time.Time) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	known := map[string]string{}
	since := func(limit int64) (read []string) {
		t.Helper()
		from := sources.Files(dir)
		from.Limit = limit
		from.Since(t.Context(), known)(func(got knowledge.Sourced, err error) bool {
			switch {
			case err != nil:
				read = append(read, "problem")
			case got.Same:
				if known[got.Mark] == "" || got.Article.ID != "" {
					t.Errorf("%+v is the same as nothing known", got)
				}
			default:
				read = append(read, got.Article.ID)
				if got.Mark != "" {
					known[got.Mark] = got.Article.ID
				}
			}
			return true
		})
		return read
	}
	for _, step := range []struct {
		change func()
		read   []string
		limit  int64
	}{
		{func() {
			for _, n := range []string{"a", "b", "c"} {
				write(n+".txt", "The quay "+n+" was swept on Monday.", began)
			}
		}, []string{"a", "b", "c"}, 0},
		{func() {}, nil, 0},
		{func() { write("b.txt", "The quay x was swept on Monday.", began.Add(time.Minute)) }, []string{"b"}, 0},
		{func() { write("c.txt", "The quay c was swept on Monday, too.", began) }, []string{"c"}, 0},
		{func() { write("a.txt", "The quay y was swept on Monday.", time.Now()) }, []string{"a"}, 0},
		{func() {}, []string{"a"}, 0}, // its time is too near to tell
		{func() { write("a.txt", "The quay y was swept on Monday.", began) }, nil, 0},
		{func() {}, []string{"a", "b", "c"}, 1 << 10},
		{func() { write("d.md", "---\nid: b\n---\nThe quay d was swept.", began) }, []string{"problem"}, 0},
	} {
		step.change()
		if diff := cmp.Diff(step.read, since(step.limit)); diff != "" {
			t.Error(diff)
		}
	}
	if got, want := sources.Files(dir, "b").Name(), fmt.Sprint(dir, ", b"); got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}
}
