package copies

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Candidates among texts of which most were met before are those that would be found anew.
func TestMetBefore(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	words := func(n int) (out []uint32) {
		for range n {
			out = append(out, r.Uint32N(5000))
		}
		return out
	}
	made := func(like *text) *text { // most words are another's
		order := words(60)
		if like != nil {
			order = slices.Concat(like.sentences[0].order[:45], words(15))
		}
		one := &text{sentences: []sentence{{order: order}}}
		one.signature = signature(one)
		return one
	}
	var texts []*text
	for i := range 200 {
		var like *text
		if i%3 > 0 {
			like = texts[i-1]
		}
		texts = append(texts, made(like))
	}
	var m Memory
	for round := range 12 {
		got, want := m.candidates(texts), new(Memory).candidates(texts)
		if diff := cmp.Diff(want.alike, got.alike); diff != "" {
			t.Fatalf("round %d: %s", round, diff)
		}
		alike := 0
		for _, js := range want.alike {
			alike += len(js)
		}
		if alike < len(texts)/2 {
			t.Fatalf("%d are alike, which says little", alike)
		}
		for range 25 {
			texts[r.IntN(len(texts))] = made(texts[r.IntN(len(texts))])
		}
		texts[0] = &text{sentences: []sentence{{order: words(1)}}} // too short to tell
	}
}
