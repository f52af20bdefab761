// Package indextest holds the promises of index.Index as tests that every engine runs.
package indextest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/index"
)

// Run checks an engine. build must return an Index that finds in docs at once.
func Run(t *testing.T, build func(docs []index.Doc) index.Index) {
	t.Helper()
	for name, f := range map[string]func(*testing.T, func([]index.Doc) index.Index){
		"empty":          empty,
		"found":          found,
		"rare":           rare,
		"once":           once,
		"context":        context,
		"order":          order,
		"group":          group,
		"weights":        weights,
		"boost":          boost,
		"only":           only,
		"ties":           ties,
		"vocabulary":     vocabulary,
		"near":           near,
		"input is left":  inputIsLeft,
		"concurrent use": concurrentUse,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, build)
		})
	}
}

// texts makes docs of words, each in a group of its own.
func texts(docs ...[]string) []index.Doc {
	var d []index.Doc
	for i, terms := range docs {
		d = append(d, index.Doc{Terms: terms, Group: i})
	}
	return d
}

func w(terms ...string) []string { return terms }

// found is the numbers of what is found, the best first; it checks the scores on the way.
func numbers(t *testing.T, x index.Index, q index.Query, n int) []int {
	t.Helper()
	var docs []int
	last := 0.0
	for i, h := range x.Search(q, n) {
		if h.Score <= 0 || i > 0 && h.Score > last {
			t.Errorf("hit %d scores %v after %v", i, h.Score, last)
		}
		last = h.Score
		docs = append(docs, h.Doc)
	}
	return docs
}

func expect(t *testing.T, x index.Index, q index.Query, want ...int) {
	t.Helper()
	if diff := cmp.Diff(want, numbers(t, x, q, 10)); diff != "" {
		t.Errorf("Search(%v) (-want +got):\n%s", q.Terms, diff)
	}
}

func empty(t *testing.T, build func([]index.Doc) index.Index) {
	for _, docs := range [][]index.Doc{nil, {{}}} {
		x := build(docs)
		expect(t, x, index.Query{Terms: w("port")})
		if x.Has("port") || len(x.Near("harbour", 5)) > 0 {
			t.Errorf("an index of %d docs without terms knows terms", len(docs))
		}
	}
	x := build(texts(w("port")))
	expect(t, x, index.Query{})
	for _, n := range []int{0, -1} {
		if got := numbers(t, x, index.Query{Terms: w("port")}, n); got != nil {
			t.Errorf("%d hits wanted: %v", n, got)
		}
	}
}

func found(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "open"), w("ship"), w("ship", "port", "open")))
	expect(t, x, index.Query{Terms: w("ship", "port")}, 2, 1, 0)
	expect(t, x, index.Query{Terms: w("unknown", "open", "words")}, 0, 2)
	expect(t, x, index.Query{Terms: w("unknown")})
	if got := numbers(t, x, index.Query{Terms: w("ship", "port")}, 1); !slices.Equal(got, []int{2}) {
		t.Errorf("best one: %v", got)
	}
}

func rare(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "a"), w("port", "b"), w("port", "c"), w("ship", "d")))
	if hits := x.Search(index.Query{Terms: w("port", "ship")}, 4); len(hits) != 4 || hits[0].Doc != 3 {
		t.Errorf("the text with the rare term is not first: %v", hits)
	}
	if !(x.IDF("ship") > x.IDF("port") && x.IDF("unknown") > x.IDF("ship") && x.IDF("port") > 0) {
		t.Errorf("IDF of port, ship, unknown: %v, %v, %v", x.IDF("port"), x.IDF("ship"), x.IDF("unknown"))
	}
}

func once(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "a"), w("ship", "b"), w("c", "d")))
	one := x.Search(index.Query{Terms: w("port")}, 3)
	if diff := cmp.Diff(one, x.Search(index.Query{Terms: w("port", "port", "port")}, 3)); diff != "" {
		t.Errorf("a term said three times counts more than once:\n%s", diff)
	}
}

func context(t *testing.T, build func([]index.Doc) index.Index) {
	x := build([]index.Doc{
		{Terms: w("port", "open"), Context: w("tribune", "monday"), Group: 1},
		{Terms: w("port", "open"), Context: w("herald", "monday"), Group: 2},
		{Terms: w("ship"), Context: w("herald", "monday"), Group: 2},
	})
	expect(t, x, index.Query{Terms: w("port", "herald")}, 1, 2, 0)
	if !x.Has("tribune") {
		t.Error("Has does not know a term of the context")
	}
}

func order(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("guard", "coast", "x", "y"), w("coast", "guard", "x", "y"), w("coast", "x", "y", "z", "guard"),
		w("coast", "x", "guard", "y")))
	got := x.Search(index.Query{Terms: w("coast", "guard")}, 4)
	if len(got) != 4 || got[0].Doc != 1 || got[1].Doc != 3 || got[0].Score != got[1].Score || got[2].Score >= got[1].Score {
		t.Errorf("texts with both in order, close together, are not first: %v", got)
	}
}

func group(t *testing.T, build func([]index.Doc) index.Index) {
	x := build([]index.Doc{
		{Terms: w("port", "open"), Group: 70}, {Terms: w("weather", "cold"), Group: 70},
		{Terms: w("port", "open"), Group: -3}, {Terms: w("strike", "ends"), Group: -3},
	})
	expect(t, x, index.Query{Terms: w("port", "strike"), Weights: map[string]float64{"strike": 0.01}}, 2, 0, 3)
}

func weights(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "a"), w("harbour", "b"), w("ship", "c")))
	expect(t, x, index.Query{Terms: w("port"), Weights: map[string]float64{"harbour": 0.5}}, 0, 1)
	expect(t, x, index.Query{Terms: w("port"), Weights: map[string]float64{"harbour": 2}}, 1, 0)
	expect(t, x, index.Query{Terms: w("port", "ship"), Weights: map[string]float64{"port": 0, "harbour": -1}}, 2)
	expect(t, x, index.Query{Weights: map[string]float64{"ship": 1}}, 2)
}

func boost(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "a"), w("port", "b"), w("port", "c")))
	expect(t, x, index.Query{Terms: w("port"), Boost: map[int]float64{2: 1.5, 0: 0.5, 99: 3}}, 2, 1, 0)
}

func only(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "port"), w("port", "b"), w("port", "b", "c"), w("port", "b", "c", "d")))
	expect(t, x, index.Query{Terms: w("port"), Only: func(doc int) bool { return doc%2 == 1 }}, 1, 3)
	expect(t, x, index.Query{Terms: w("port"), Only: func(int) bool { return false }})
}

func ties(t *testing.T, build func([]index.Doc) index.Index) {
	var docs []index.Doc
	var want []int
	for i := range 40 {
		docs = append(docs, index.Doc{Terms: w("port", "open"), Group: 40 - i})
		want = append(want, i)
	}
	x := build(docs)
	for _, n := range []int{1, 7, 40, 100} {
		if diff := cmp.Diff(want[:min(n, 40)], numbers(t, x, index.Query{Terms: w("open", "port")}, n)); diff != "" {
			t.Errorf("the best %d of equal texts (-want +got):\n%s", n, diff)
		}
	}
}

func vocabulary(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("port", "été", "u.s")))
	for term, want := range map[string]bool{"port": true, "été": true, "u.s": true, "por": false, "": false, "PORT": false} {
		if got := x.Has(term); got != want {
			t.Errorf("Has(%q) = %v", term, got)
		}
	}
}

func near(t *testing.T, build func([]index.Doc) index.Index) {
	x := build(texts(w("harbour", "harbours", "harbours", "ship", "parliament", "ports", "port")))
	for _, c := range []struct {
		term string
		want []string
	}{
		{"harbuor", w("harbour")},
		{"harbourz", w("harbours", "harbour")},
		{"parlaimant", w("parliament")},
		{"sip", nil},
		{"ship", nil},
		{"mountain", nil},
	} {
		if diff := cmp.Diff(c.want, x.Near(c.term, 5)); diff != "" {
			t.Errorf("Near(%q) (-want +got):\n%s", c.term, diff)
		}
	}
	if got := x.Near("harbourz", 1); !slices.Equal(got, w("harbours")) {
		t.Errorf("the nearest one: %v", got)
	}
}

func inputIsLeft(t *testing.T, build func([]index.Doc) index.Index) {
	docs := texts(w("port", "open"), w("ship"))
	x := build(docs)
	docs[0].Terms[0] = "ship"
	q := index.Query{Terms: w("open", "port"), Weights: map[string]float64{"ship": 0.5}}
	expect(t, x, q, 0, 1)
	if diff := cmp.Diff(w("open", "port"), q.Terms); diff != "" {
		t.Errorf("Search changed the query:\n%s", diff)
	}
}

func concurrentUse(t *testing.T, build func([]index.Doc) index.Index) {
	var docs []index.Doc
	for i := range 300 {
		docs = append(docs, index.Doc{Terms: w(fmt.Sprint("a", i%7), fmt.Sprint("b", i%11), "port"), Group: i / 5})
	}
	x := build(docs)
	var want [77][]index.Hit
	query := func(i int) index.Query { return index.Query{Terms: w(fmt.Sprint("a", i%7), fmt.Sprint("b", i%11))} }
	for i := range want {
		want[i] = x.Search(query(i), 5)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range want {
				if diff := cmp.Diff(want[i], x.Search(query(i), 5)); diff != "" {
					t.Errorf("query %d among others (-want +got):\n%s", i, diff)
				}
				x.Near("portt", 3)
				x.Has("port")
			}
		})
	}
	all.Wait()
}
