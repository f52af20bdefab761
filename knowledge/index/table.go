package index

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// BM25 with the constants that did best on news questions (Robertson and Zaragoza, "The Probabilistic Relevance
// Framework: BM25 and Beyond", 2009; the constants of Anserini's MS MARCO runs).
const (
	bm25K1 = 0.9
	bm25B  = 0.4
)

// table is an inverted index of numbered bags of term ids: for each term its postings, in order of bag.
// There are two: one of the docs, one of their groups.
type table struct {
	length []uint32 // a bag's number of terms
	base   float64  // a bag's norm, bm25K1·(1-bm25B+bm25B·length/average), is base + slope·length
	slope  float64
	df     []uint32  // a term's number of bags
	top    []float32 // a term's highest saturation over its bags
	start  []int     // where a term's postings begin in data; one more entry than terms
	// data holds a posting as a varint of distance<<2 | f, where f is its frequency - 1, or 3 and a second varint of
	// frequency - 4 where that is more; distance is from the bag before it, the first from -1.
	data []byte
}

// saturation is the share of a term's weight that a bag earns: 1 for one occurrence in a bag of average length.
func (t *table) saturation(bag int, tf uint32) float64 {
	f := float64(tf)
	return f * (bm25K1 + 1) / (f + t.base + t.slope*float64(t.length[bag]))
}

// idf is what a term weighs that is found in df of n bags.
func idf(df, n int) float64 {
	return math.Log1p((float64(n-df) + 0.5) / (float64(df) + 0.5))
}

// newTable indexes n bags of ids below terms. bag appends the ids of one, in any order, and is called twice for each.
func newTable(n, terms int, bag func(i int, ids []uint32) []uint32) *table {
	t := &table{
		length: make([]uint32, n),
		df:     make([]uint32, terms),
		top:    make([]float32, terms),
		start:  make([]int, terms+1),
	}
	type entry struct { // what is known of a term; together, so that it takes one look into memory
		at   int // bytes of its postings so far
		last int32
		tf   uint32 // in the bag at hand
	}
	var (
		ids     []uint32
		entries = make([]entry, terms)
	)
	// each calls f with every distinct term of bag i.
	each := func(i int, f func(id uint32, e *entry, distance uint32)) {
		ids = bag(i, ids[:0])
		for _, id := range ids {
			entries[id].tf++
		}
		for _, id := range ids {
			if e := &entries[id]; e.tf > 0 {
				f(id, e, uint32(int32(i)-e.last))
				e.tf, e.last = 0, int32(i)
			}
		}
	}
	total := 0
	for i := range entries {
		entries[i].last = -1
	}
	for i := range n {
		each(i, func(id uint32, e *entry, distance uint32) {
			t.df[id]++
			e.at += postingSize(distance, e.tf)
		})
		t.length[i] = uint32(len(ids))
		total += len(ids)
	}
	average := float64(max(total, 1)) / float64(max(n, 1))
	t.base, t.slope = bm25K1*(1-bm25B), bm25K1*bm25B/average
	for id := range entries {
		e := &entries[id]
		t.start[id+1] = t.start[id] + e.at
		e.at, e.last = t.start[id], -1
	}
	t.data = make([]byte, t.start[terms])
	for i := range n {
		each(i, func(id uint32, e *entry, distance uint32) {
			e.at += len(appendPosting(t.data[e.at:e.at], distance, e.tf))
			t.top[id] = max(t.top[id], roundUp(t.saturation(i, e.tf)))
		})
	}
	return t
}

func postingSize(distance, tf uint32) int {
	size := (bits.Len32(distance) + 2 + 6) / 7
	if tf > 3 {
		size += (bits.Len32((tf-4)|1) + 6) / 7
	}
	return size
}

func appendPosting(to []byte, distance, tf uint32) []byte {
	to = binary.AppendUvarint(to, uint64(distance)<<2|uint64(min(tf-1, 3)))
	if tf > 3 {
		to = binary.AppendUvarint(to, uint64(tf-4))
	}
	return to
}

// roundUp gives a float32 that is not below x: bounds must not be lost in rounding.
func roundUp(x float64) float32 {
	f := float32(x)
	if float64(f) < x {
		f = math.Nextafter32(f, math.MaxFloat32)
	}
	return f
}

// posting says how often a bag holds a term.
type posting struct {
	bag int32
	tf  uint32
}

// postings reads the postings of a term, some at a time.
type postings struct {
	data []byte
	bag  int32 // the last one read
	some [256]posting
}

func (p *postings) of(t *table, id uint32) {
	p.data, p.bag = t.data[t.start[id]:t.start[id+1]], -1
}

// next gives the postings that follow, none at the end. They are good until it is called again.
func (p *postings) next() []posting {
	data, bag, n := p.data, p.bag, 0
	for n < len(p.some) && len(data) > 0 {
		if len(data) >= 8 && n <= len(p.some)-8 {
			eight := binary.LittleEndian.Uint64(data)
			// Eight postings of a byte each, as common words have them: no byte goes on, none has f = 3.
			if eight&0x8080808080808080 == 0 && eight&(eight>>1)&0x0101010101010101 == 0 {
				for i := range p.some[n : n+8] {
					bag += int32(eight >> 2 & 0x1f)
					p.some[n+i] = posting{bag, uint32(eight&3) + 1}
					eight >>= 8
				}
				data, n = data[8:], n+8
				continue
			}
		}
		v, width := uint64(data[0]), 1
		if v >= 0x80 {
			if w := uint64(data[1]); w < 0x80 {
				v, width = v&0x7f|w<<7, 2
			} else {
				v, width = binary.Uvarint(data)
			}
		}
		data = data[width:]
		bag += int32(v >> 2)
		tf := uint32(v&3) + 1
		if tf > 3 {
			if v, width = uint64(data[0]), 1; v >= 0x80 {
				v, width = binary.Uvarint(data)
			}
			data = data[width:]
			tf = uint32(v) + 4
		}
		p.some[n] = posting{bag, tf}
		n++
	}
	p.data, p.bag = data, bag
	return p.some[:n]
}
