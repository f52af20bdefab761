package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// random gives n vectors of length 1, every tenth nil.
func random(n, width int, seed uint64) [][]float32 {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([][]float32, n)
	for i := range out {
		if i%10 == 9 {
			continue
		}
		v := make([]float32, width)
		sum := 0.0
		for k := range v {
			v[k] = float32(r.NormFloat64())
			sum += float64(v[k]) * float64(v[k])
		}
		for k := range v {
			v[k] /= float32(math.Sqrt(sum))
		}
		out[i] = v
	}
	return out
}

func packed(vectors [][]float32) (out [][]byte) {
	for _, v := range vectors {
		out = append(out, Pack(v))
	}
	return out
}

func cosine(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// TestVectors: what is found is what exact arithmetic finds, but for rounding, the nearest first, and nothing of texts
// without a vector.
func TestVectors(t *testing.T) {
	t.Parallel()
	for _, width := range []int{1, 7, 8, 100, 384} {
		docs := random(300, width, 1)
		v := NewVectors(packed(docs), width)
		if v.Len() != 270 || v.Width() != width {
			t.Fatalf("%d vectors of %d", v.Len(), v.Width())
		}
		for _, q := range random(9, width, 7) {
			hits := v.Search(q, 20)
			for i, h := range hits {
				if docs[h.Doc] == nil || math.Abs(h.Score-cosine(q, docs[h.Doc])) > 0.01 || h.Score != v.Near(h.Doc, q) || h.Score <= 0 {
					t.Fatalf("doc %d of width %d: %v, is %v", h.Doc, width, h.Score, cosine(q, docs[h.Doc]))
				}
				if i > 0 && bestFirst(hits[i-1], h) >= 0 {
					t.Errorf("%v stands before %v", hits[i-1], h)
				}
			}
			for doc, d := range docs {
				if d != nil && len(hits) == 20 && cosine(q, d) > hits[19].Score+0.02 && !slices.ContainsFunc(hits, func(h Hit) bool { return h.Doc == doc }) {
					t.Errorf("doc %d at %v is not found, %v is", doc, cosine(q, d), hits[19])
				}
			}
		}
	}
}

func TestVectorsOfNothing(t *testing.T) {
	t.Parallel()
	one := []float32{1, 2}
	for name, v := range map[string]*Vectors{"no docs": NewVectors(nil, 2), "no width": NewVectors([][]byte{nil, {}}, 0), "other widths": NewVectors([][]byte{{1}, {1, 2, 3}}, 2)} {
		if v.Search(one, 5) != nil || v.Len() != 0 || v.Near(0, one) != 0 {
			t.Errorf("%s: something is found", name)
		}
	}
	v := NewVectors([][]byte{{0, 0}, Pack(one)}, 2)
	for name, q := range map[string][]float32{"none": nil, "another width": {1}, "no direction": {0, 0}, "not a number": {float32(math.NaN()), 1}, "without end": {float32(math.Inf(1)), 1}} {
		if got := v.Search(q, 5); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := v.Search(one, 5); len(got) != 1 || got[0].Doc != 1 || v.Search(one, 0) != nil {
		t.Errorf("%v", got)
	}
	if Pack([]float32{0}) != nil || Pack(nil) != nil || Pack([]float32{float32(math.NaN())}) != nil {
		t.Error("what has no direction is packed")
	}
}

// BenchmarkVectors reports the memory and the time of one search among so many texts.
func BenchmarkVectors(b *testing.B) {
	for _, width := range []int{384, 768, 1536} {
		docs := make([][]byte, 100_000)
		some := packed(random(1000, width, 3))
		for i := range docs {
			docs[i] = some[i%999-i%999%10]
		}
		v := NewVectors(docs, width)
		q := random(1, width, 9)[0]
		b.Run(fmt.Sprintf("docs=%d/width=%d", len(docs), width), func(b *testing.B) {
			for b.Loop() {
				v.Search(q, 60)
			}
			b.ReportMetric(float64(v.Bytes())/1e6, "MB")
		})
	}
}
