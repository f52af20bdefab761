package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// A preview that is carried out does not ask for its pages again, however often it was looked at; the next one does.
func TestPreviewAsksOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	hits := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		hits[r.URL.Path]++
		mu.Unlock()
		switch {
		case strings.HasPrefix(r.URL.Path, "/page"):
			fmt.Fprintf(rw, "<html><head><title>Ferry %s</title></head><body><article><h1>Ferry %[1]s</h1>%s</article></body></html>", r.URL.Path[5:],
				strings.Repeat("<p>Norway has pledged to send two ferries to the harbour of Miran, the minister said on Tuesday, and the town was glad of it.</p>", 8))
		case r.URL.Path == "/feed":
			fmt.Fprintf(rw, `<rss version="2.0"><channel><title>Harbour</title><item><title>One</title><link>http://%s/page1</link></item><item><title>Two</title><link>http://%[1]s/page2</link></item></channel></rss>`, r.Host)
		default:
			http.NotFound(rw, r)
		}
	}))
	t.Cleanup(server.Close)
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "knowledge.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	base, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	c := defaultConfig()
	c.Sources.Feeds, c.Sources.AllowPrivate, c.Sources.PauseSeconds = []string{server.URL + "/feed"}, true, 0
	now := time.Now()
	k := newKeeper(base, newLive(c), func() time.Time { return now }, slog.New(slog.DiscardHandler), nil)
	refresh := func(dry bool, want string) {
		t.Helper()
		d, err := k.Refresh(t.Context(), knowledge.How{By: "ada", Dry: dry, Force: true}, "")
		if err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if diff := cmp.Diff(want, fmt.Sprintf("%d new, pages asked for %d and %d times", len(d.Added), hits["/page1"], hits["/page2"])); diff != "" {
			t.Error(diff)
		}
	}
	refresh(true, "2 new, pages asked for 1 and 1 times")
	refresh(true, "2 new, pages asked for 1 and 1 times")
	refresh(false, "2 new, pages asked for 1 and 1 times")
	refresh(false, "0 new, pages asked for 2 and 2 times")
	refresh(true, "0 new, pages asked for 3 and 3 times")
	now = now.Add(time.Hour)
	refresh(true, "0 new, pages asked for 4 and 4 times")
}
