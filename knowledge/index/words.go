package index

import (
	"encoding/binary"
	"sync"
)

// Words is an Index in memory: exact BM25 over docs whose context counts as theirs. Make it with Build or a Builder.
// It never changes.
type Words struct {
	ids     map[string]uint32 // term → id; the commonest term has id 0
	terms   []string
	byDoc   *table[float32] // a posting keeps the saturation, rounded up
	top     []float32       // a term's highest saturation in a doc
	byGroup *table[uint32]  // the groups as bags of their docs' terms; a posting keeps the frequency
	group   []uint32        // a doc's group
	groups  map[int]uint32  // a group's number outside → inside
	forward []byte          // terms in order: a count and the ids, all varints
	own     []int           // where in forward a doc's own terms are
	context []int           // and its context, which neighbours share
	near    slips
	scratch sync.Pool // of *scratch
}

// Len is the number of docs.
func (w *Words) Len() int { return len(w.own) }

// Bytes is about how much memory the index takes, not counting the vocabulary.
func (w *Words) Bytes() int {
	n := len(w.forward) + 8*(len(w.own)+len(w.context)) + 4*len(w.group)
	return n + w.byDoc.bytes() + 4*len(w.top) + w.byGroup.bytes()
}

// Has implements Index.
func (w *Words) Has(term string) bool {
	_, ok := w.ids[term]
	return ok
}

// IDF implements Index.
func (w *Words) IDF(term string) float64 {
	if id, ok := w.ids[term]; ok {
		return idf(w.byDoc.df(id), w.Len())
	}
	return idf(0, w.Len())
}

// idsAt appends what appendIDs wrote at that offset of forward.
func (w *Words) idsAt(at int, ids []uint32) []uint32 {
	data := w.forward[at:]
	count, n := binary.Uvarint(data)
	data = data[n:]
	for range count {
		v := uint64(data[0])
		n := 1
		if v >= 0x80 {
			if w := uint64(data[1]); w < 0x80 {
				v, n = v&0x7f|w<<7, 2
			} else {
				v, n = binary.Uvarint(data)
			}
		}
		data = data[n:]
		ids = append(ids, uint32(v))
	}
	return ids
}
