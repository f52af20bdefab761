package storagetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"talksbot/knowledge/storage"
)

// RunCache checks an engine against every promise of storage.Cache. Stores that start gives have one.
func RunCache(t *testing.T, start Start) {
	for _, test := range []struct {
		promise string
		check   func(t *testing.T, open func() storage.Cache)
	}{
		{"what was cached comes back, of its own space alone", cacheRoundTrip},
		{"what is cached anew takes the place of the old", cacheReplaces},
		{"a Publish leaves the cache as it is", cacheAcrossPublish},
		{"what is pruned cannot be read back", cachePruned},
		{"a cancelled change changes nothing", cacheCancelled},
		{"a bad space is refused", cacheRefused},
	} {
		t.Run(test.promise, func(t *testing.T) {
			t.Parallel()
			opened := start(t)
			test.check(t, func() storage.Cache {
				s := opened()
				t.Cleanup(func() { s.Close() })
				return s.(storage.Cache)
			})
		})
	}
}

var keyA, keyB, keyC = storage.KeyOf("a"), storage.KeyOf("b"), storage.KeyOf("a", "b")

func cacheOf(t *testing.T, c storage.Cache, space string, items map[storage.Key][]byte) {
	t.Helper()
	if err := c.Cache(t.Context(), space, items); err != nil {
		t.Fatal(err)
	}
}

// cachedIs checks what the three Keys have in a space, joined by commas; "-" for one that is not kept.
func cachedIs(t *testing.T, c storage.Cache, space, want string) {
	t.Helper()
	got, err := c.Cached(t.Context(), space, []storage.Key{keyA, keyB, keyC})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, k := range []storage.Key{keyA, keyB, keyC} {
		data, ok := got[k]
		if !ok {
			data = []byte("-")
		}
		said = append(said, string(data))
	}
	if s := strings.Join(said, ","); s != want {
		t.Errorf("%s has %s, want %s", space, s, want)
	}
}

func cacheRoundTrip(t *testing.T, open func() storage.Cache) {
	c := open()
	cachedIs(t, c, "one", "-,-,-")
	cacheOf(t, c, "one", map[storage.Key][]byte{keyA: []byte("1\x00"), keyB: nil})
	cacheOf(t, c, "two", map[storage.Key][]byte{keyA: []byte("2")})
	cachedIs(t, open(), "one", "1\x00,,-")
	cachedIs(t, c, "two", "2,-,-")
	if storage.KeyOf("ab") == keyC || storage.KeyOf("", "ab") == keyC || storage.KeyOf("b", "a") == keyC {
		t.Error("other texts have the same Key")
	}
}

func cacheReplaces(t *testing.T, open func() storage.Cache) {
	c := open()
	cacheOf(t, c, "one", map[storage.Key][]byte{keyA: []byte("old"), keyB: []byte("b")})
	cacheOf(t, c, "one", map[storage.Key][]byte{keyA: []byte("new")})
	cachedIs(t, c, "one", "new,b,-")
}

func cacheAcrossPublish(t *testing.T, open func() storage.Cache) {
	c := open()
	cacheOf(t, c, "one", map[storage.Key][]byte{keyA: []byte("a")})
	publish(t, c.(storage.Store), "first", 1)
	publish(t, c.(storage.Store), "second", 2)
	cachedIs(t, c, "one", "a,-,-")
}

func cachePruned(t *testing.T, open func() storage.Cache) {
	c := open()
	for _, space := range []string{"one", "two"} {
		cacheOf(t, c, space, map[storage.Key][]byte{keyA: []byte("a"), keyB: []byte("b")})
	}
	if err := c.Prune(t.Context(), func(space string, k storage.Key) bool { return space == "two" && k == keyB }); err != nil {
		t.Fatal(err)
	}
	cachedIs(t, open(), "one", "-,-,-")
	cachedIs(t, c, "two", "-,b,-")
}

func cacheCancelled(t *testing.T, open func() storage.Cache) {
	c := open()
	cacheOf(t, c, "one", map[storage.Key][]byte{keyA: []byte("a")})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Cache(gone, "one", map[storage.Key][]byte{keyA: []byte("b")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cached with error %v", err)
	}
	if err := c.Prune(gone, func(string, storage.Key) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("pruned with error %v", err)
	}
	cachedIs(t, c, "one", "a,-,-")
}

func cacheRefused(t *testing.T, open func() storage.Cache) {
	c := open()
	for _, space := range []string{"", "a\x00", "\xff", strings.Repeat("x", storage.MaxName+1)} {
		if err := c.Cache(t.Context(), space, map[storage.Key][]byte{keyA: nil}); err == nil {
			t.Errorf("space %q is taken", space)
		}
	}
}
