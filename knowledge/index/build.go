package index

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
)

// Builder takes docs one by one, so that they need not be in memory together. The zero Builder is ready for use.
type Builder struct {
	ids      map[string]uint32
	terms    []string
	df       []uint32 // occurrences of a term: only the order of ids rests on it
	flat     []uint32 // the ids of every doc's terms, and of every distinct context, one after the other
	own      []span   // where a doc's terms are in flat
	context  []span
	group    []uint32 // a doc's group, in order of first appearance
	groups   map[int]uint32
	last     []string // the context added last, so that neighbours share one
	lastSpan span
}

type span struct{ start, end int }

// Build indexes docs; they may be changed afterwards.
func Build(docs []Doc) *Words {
	var b Builder
	for _, d := range docs {
		b.Add(d)
	}
	return b.Words()
}

// Add takes the next doc. At most 2³¹-1 can be indexed.
func (b *Builder) Add(d Doc) {
	if b.ids == nil {
		b.ids, b.groups = map[string]uint32{}, map[int]uint32{}
	}
	b.own = append(b.own, b.add(d.Terms))
	if len(b.context) == 0 || !slices.Equal(d.Context, b.last) {
		b.last = append(b.last[:0], d.Context...)
		b.lastSpan = b.add(d.Context)
	}
	b.context = append(b.context, b.lastSpan)
	g, ok := b.groups[d.Group]
	if !ok {
		g = uint32(len(b.groups))
		b.groups[d.Group] = g
	}
	b.group = append(b.group, g)
}

func (b *Builder) add(terms []string) span {
	start := len(b.flat)
	for _, t := range terms {
		id, ok := b.ids[t]
		if !ok {
			t = strings.Clone(t) // does not keep the text alive that it was cut from
			id = uint32(len(b.terms))
			b.ids[t] = id
			b.terms = append(b.terms, t)
			b.df = append(b.df, 0)
		}
		b.df[id]++
		b.flat = append(b.flat, id)
	}
	return span{start, len(b.flat)}
}

// Words indexes what was added and leaves the Builder empty.
func (b *Builder) Words() *Words {
	b.renumber()
	w := &Words{
		ids:     b.ids,
		terms:   b.terms,
		group:   b.group,
		groups:  b.groups,
		own:     make([]int, len(b.own)),
		context: make([]int, len(b.own)),
	}
	members := make([][]int32, len(b.groups))
	for i, g := range b.group {
		members[g] = append(members[g], int32(i))
	}
	var done sync.WaitGroup
	done.Go(func() { w.byDoc, w.top = b.byDoc() })
	done.Go(func() { w.byGroup = b.byGroup(members) })
	b.writeForward(w)
	w.near = newSlips(w.terms)
	done.Wait()
	*b = Builder{}
	return w
}

// byDoc indexes the docs, and finds the highest saturation of every term.
func (b *Builder) byDoc() (*table[float32], []float32) {
	t := newTable(len(b.own), len(b.terms), func(i int, ids []uint32) []uint32 {
		ids = append(ids, b.flat[b.own[i].start:b.own[i].end]...)
		return append(ids, b.flat[b.context[i].start:b.context[i].end]...)
	}, func(n *norms, doc, tf uint32) float32 { return roundUp(n.saturation(doc, tf)) })
	top := make([]float32, len(b.terms))
	for id := range top {
		for _, p := range t.of(uint32(id)) {
			top[id] = max(top[id], p.value)
		}
	}
	return t, top
}

// byGroup takes a group's context from its first doc.
func (b *Builder) byGroup(members [][]int32) *table[uint32] {
	return newTable(len(members), len(b.terms), func(g int, ids []uint32) []uint32 {
		for _, i := range members[g] {
			ids = append(ids, b.flat[b.own[i].start:b.own[i].end]...)
		}
		first := b.context[members[g][0]]
		return append(ids, b.flat[first.start:first.end]...)
	}, func(_ *norms, _, tf uint32) uint32 { return tf })
}

func (b *Builder) writeForward(w *Words) {
	for i := range b.own {
		w.own[i] = len(w.forward)
		w.forward = appendIDs(w.forward, b.flat[b.own[i].start:b.own[i].end])
		if i > 0 && b.context[i] == b.context[i-1] {
			w.context[i] = w.context[i-1]
			continue
		}
		w.context[i] = len(w.forward)
		w.forward = appendIDs(w.forward, b.flat[b.context[i].start:b.context[i].end])
	}
	w.forward = slices.Clip(w.forward)
}

// renumber gives the commonest terms the smallest ids, so that they take the fewest bytes.
func (b *Builder) renumber() {
	order := make([]uint32, len(b.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(b.df[y], b.df[x]), cmp.Compare(b.terms[x], b.terms[y]))
	})
	terms, to := make([]string, len(order)), make([]uint32, len(order))
	for id, old := range order {
		terms[id], to[old] = b.terms[old], uint32(id)
		b.ids[terms[id]] = uint32(id)
	}
	for i, old := range b.flat {
		b.flat[i] = to[old]
	}
	b.terms = terms
}

// appendIDs writes the number of ids and the ids as varints.
func appendIDs(to []byte, ids []uint32) []byte {
	to = binary.AppendUvarint(to, uint64(len(ids)))
	for _, id := range ids {
		to = binary.AppendUvarint(to, uint64(id))
	}
	return to
}
