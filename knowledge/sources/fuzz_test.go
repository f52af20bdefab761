package sources

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever the bytes of a file, an article that comes is whole and an error names the file.
func FuzzArticle(f *testing.F) {
	seeds, err := filepath.Glob(filepath.Join("testdata", "*", "*.*"))
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range seeds {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(filepath.Ext(name), raw)
	}
	f.Add(".html", []byte("<table><tr><td>a|b<td colspan=9>c<tr><th>d</table><ol><li>e<blockquote><p>f"))
	c := newClutter()
	f.Fuzz(func(t *testing.T, ending string, raw []byte) {
		a, err := c.article("dir/x", "x"+ending, raw)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), "dir/x: ") {
				t.Fatalf("error %v does not name the file", err)
			}
			return
		}
		if a.ID == "" || a.Title == "" || a.Language == "" || strings.TrimSpace(a.Text) == "" {
			t.Fatalf("something is empty: %+v", a)
		}
		for _, s := range []string{a.ID, a.Title, a.Publisher, a.URL, a.Language, a.Text} {
			if !utf8.ValidString(s) && utf8.ValidString(ending) {
				t.Fatalf("%q is not valid UTF-8", s)
			}
		}
		if a.URL != "" && !strings.HasPrefix(a.URL, "http://") && !strings.HasPrefix(a.URL, "https://") {
			t.Fatalf("address %q", a.URL)
		}
	})
}

func BenchmarkArticle(b *testing.B) {
	for _, name := range []string{"plain.txt", "crlf.md", "page.html"} {
		b.Run(name, func(b *testing.B) {
			raw, err := os.ReadFile(filepath.Join("testdata", "good", name))
			if err != nil {
				b.Fatal(err)
			}
			c := newClutter()
			for b.Loop() {
				if _, err := c.article(name, name, raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
