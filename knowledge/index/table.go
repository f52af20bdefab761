package index

import "math"

// BM25 with the constants that did best on news questions (Robertson and Zaragoza, "The Probabilistic Relevance
// Framework: BM25 and Beyond", 2009; the constants of Anserini's MS MARCO runs).
const (
	bm25K1 = 0.9
	bm25B  = 0.4
)

// table is an inverted index of numbered bags of term ids: for each term its postings, in order of bag.
// There are two: one of the docs, one of their groups. Postings lie open, not packed, as reading them is most of a search.
type table[V float32 | uint32] struct {
	norms
	start    []int // where a term's postings begin; one more entry than terms
	postings []posting[V]
}

// posting says that a bag holds a term, and how often or what that earns.
type posting[V float32 | uint32] struct {
	bag   uint32
	value V
}

// of is a term's postings.
func (t *table[V]) of(id uint32) []posting[V] { return t.postings[t.start[id]:t.start[id+1]] }

// df is a term's number of bags.
func (t *table[V]) df(id uint32) int { return t.start[id+1] - t.start[id] }

func (t *table[V]) bytes() int { return 8*len(t.postings) + 8*len(t.start) + 4*len(t.length) }

// norms weigh occurrences by the lengths of their bags.
type norms struct {
	length []uint32 // a bag's number of terms
	base   float64  // a bag's norm, bm25K1·(1-bm25B+bm25B·length/average), is base + slope·length
	slope  float64
}

// saturation is the share of a term's weight that a bag earns: 1 for one occurrence in a bag of average length.
func (n *norms) saturation(bag, tf uint32) float64 {
	f := float64(tf)
	return f * (bm25K1 + 1) / (f + n.base + n.slope*float64(n.length[bag]))
}

// idf is what a term weighs that is found in df of n bags.
func idf(df, n int) float64 {
	return math.Log1p((float64(n-df) + 0.5) / (float64(df) + 0.5))
}

// newTable indexes n bags of ids below terms. bag appends the ids of one, in any order, and is called twice for each;
// value makes of a frequency what a posting keeps.
func newTable[V float32 | uint32](n, terms int, bag func(i int, ids []uint32) []uint32, value func(n *norms, bag, tf uint32) V) *table[V] {
	t := &table[V]{norms: norms{length: make([]uint32, n)}, start: make([]int, terms+1)}
	var (
		ids []uint32
		tf  = make([]uint32, terms) // in the bag at hand
	)
	// each calls f with every distinct term of bag i.
	each := func(i int, f func(id, tf uint32)) {
		ids = bag(i, ids[:0])
		for _, id := range ids {
			tf[id]++
		}
		for _, id := range ids {
			if tf[id] > 0 {
				f(id, tf[id])
				tf[id] = 0
			}
		}
	}
	total := 0
	for i := range n {
		each(i, func(id, _ uint32) { t.start[id+1]++ })
		t.length[i] = uint32(len(ids))
		total += len(ids)
	}
	average := float64(max(total, 1)) / float64(max(n, 1))
	t.base, t.slope = bm25K1*(1-bm25B), bm25K1*bm25B/average
	for id := range terms {
		t.start[id+1] += t.start[id]
	}
	t.postings = make([]posting[V], t.start[terms])
	next := append([]int(nil), t.start...)
	for i := range n {
		each(i, func(id, tf uint32) {
			t.postings[next[id]] = posting[V]{uint32(i), value(&t.norms, uint32(i), tf)}
			next[id]++
		})
	}
	return t
}

// roundUp gives a float32 that is not below x: bounds must not be lost in rounding.
func roundUp(x float64) float32 {
	f := float32(x)
	if float64(f) < x {
		f = math.Nextafter32(f, math.MaxFloat32)
	}
	return f
}
