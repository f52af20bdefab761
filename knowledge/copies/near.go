package copies

import (
	"cmp"
	"encoding/binary"
	"slices"

	minhashlsh "github.com/ekzhu/minhash-lsh"
)

// Signatures of 64 hashes (128 find no more in TestLabelled), looked up so that pairs which share some two fifths of their pairs of words are mostly met. What is shorter by
// more than that is met by sentences that stand in both word for word.
const (
	hashes    = 64
	threshold = 0.4
	mostNear  = 24 // candidates that are compared for one Article, the nearest by signature
)

// near gives for each text which others may be like it.
type near struct {
	texts  []*text
	added  []bool
	alike  [][]int        // by MinHash
	holder map[uint64]int // of each sentence: the first text added that has it
}

func candidates(texts []*text) *near {
	n := &near{texts: texts, added: make([]bool, len(texts)), alike: make([][]int, len(texts)), holder: map[uint64]int{}}
	if len(texts) <= mostNear { // the library takes some 10 ms to set up
		for i := range texts {
			for j := range texts {
				if j != i {
					n.alike[i] = append(n.alike[i], j)
				}
			}
		}
		return n
	}
	lsh := minhashlsh.NewMinhashLSH(hashes, threshold)
	for i, t := range texts {
		if t.signature != nil {
			lsh.Add(i, t.signature)
		}
	}
	lsh.Index()
	like := make([]int, len(texts)) // of those that are sorted: hashes they share
	for i, t := range texts {
		if t.signature == nil {
			continue
		}
		for _, key := range lsh.Query(t.signature) {
			if j := key.(int); j != i {
				n.alike[i] = append(n.alike[i], j)
			}
		}
		likeness := func(j int) (same int) {
			for k, h := range t.signature {
				if texts[j].signature[k] == h {
					same++
				}
			}
			return same
		}
		for _, j := range n.alike[i] {
			like[j] = likeness(j)
		}
		slices.SortFunc(n.alike[i], func(a, b int) int { return cmp.Or(like[b]-like[a], a-b) })
	}
	return n
}

// signature is the MinHash of a text's pairs of neighbouring words; nil for a text of fewer than two.
func signature(t *text) []uint64 {
	m, any := minhashlsh.NewMinhash(1, hashes), false
	var b [8]byte
	for _, s := range t.sentences {
		for k := 1; k < len(s.order); k++ {
			binary.LittleEndian.PutUint32(b[:4], s.order[k-1])
			binary.LittleEndian.PutUint32(b[4:], s.order[k])
			m.Push(b[:])
			any = true
		}
	}
	if !any {
		return nil
	}
	return m.Signature()
}

// each gives the texts added before that a text may repeat.
func (n *near) each(i int, try func(j int)) {
	var js []int
	for _, s := range n.texts[i].sentences {
		if j, ok := n.holder[s.key]; ok && len(s.words) >= leastWords && !slices.Contains(js, j) {
			js = append(js, j)
		}
	}
	for k, found := 0, 0; k < len(n.alike[i]) && found < mostNear; k++ {
		if j := n.alike[i][k]; n.added[j] && !slices.Contains(js, j) {
			js = append(js, j)
			found++
		}
	}
	for _, j := range js {
		try(j)
	}
}

// add makes a text one that others may repeat.
func (n *near) add(i int) {
	n.added[i] = true
	for _, s := range n.texts[i].sentences {
		if _, ok := n.holder[s.key]; !ok {
			n.holder[s.key] = i
		}
	}
}
