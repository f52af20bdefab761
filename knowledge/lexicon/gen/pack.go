package main

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// pack lays the lexicon out as package lexicon reads it: see its data.go.
func (w *wordNet) pack() ([]byte, error) {
	texts := map[string][]byte{} // the parts of speech a word has
	for k := range w.entries {
		texts[k.lemma] = append(texts[k.lemma], k.pos)
	}
	for form := range w.irregular {
		texts[form] = append(texts[form], 0)
	}
	words := slices.Sorted(maps.Keys(texts))
	number := map[string]int{}
	for i, word := range words {
		number[word] = i
	}
	for i, s := range w.order {
		s.id = i
	}
	var body []byte
	var starts []int
	for _, word := range words {
		starts = append(starts, len(body))
		body = w.packWord(body, word, texts[word], number)
	}
	for _, s := range w.order {
		starts = append(starts, len(body))
		body = w.packSynset(body, s, number)
	}
	if len(body) >= 1<<24 {
		return nil, errors.New("too large for offsets of three bytes")
	}
	out := []byte("lex1")
	out = binary.LittleEndian.AppendUint32(out, uint32(len(words)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(w.order)))
	for _, s := range starts {
		out = append(out, byte(s), byte(s>>8), byte(s>>16))
	}
	return append(out, body...), nil
}

func add(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func (w *wordNet) packWord(b []byte, word string, pos []byte, number map[string]int) []byte {
	b = append(add(b, len(word)), word...)
	slices.Sort(pos)
	pos = slices.DeleteFunc(pos, func(p byte) bool { return p == 0 })
	b = append(b, byte(len(pos)))
	for _, p := range pos {
		e := w.entries[key{word, p}]
		b = add(append(b, p), len(e.senses))
		for _, s := range e.senses {
			b = add(add(b, s.synset.id), s.weight)
		}
		slices.SortStableFunc(e.related, func(x, y link) int { return y.weight - x.weight })
		b = add(b, len(e.related))
		for _, l := range e.related {
			b = add(add(add(b, number[l.to.lemma]), int(l.to.pos)), l.weight)
		}
		b = add(b, len(e.opposites))
		for _, o := range e.opposites {
			b = add(b, number[o.lemma])
		}
	}
	b = append(b, byte(len(w.irregular[word])))
	for _, k := range w.irregular[word] {
		b = add(append(b, k.pos), number[k.lemma])
	}
	return b
}

func (w *wordNet) packSynset(b []byte, s *synset, number map[string]int) []byte {
	class := s.class
	if s.agent {
		class |= 0x80
	}
	b = add(append(b, class, s.place.pos), len(s.words))
	for _, word := range s.words {
		b = add(b, number[word])
	}
	var above []int
	for _, p := range s.pointers {
		if up := w.synsets[p.to]; up != nil && p.symbol == "@" {
			above = append(above, up.id)
		}
	}
	for _, ids := range [][]int{above, idsOf(s.below)} {
		b = add(b, len(ids))
		for _, id := range ids {
			b = add(b, id)
		}
	}
	return b
}

func idsOf(of []*synset) (ids []int) {
	for _, s := range of {
		ids = append(ids, s.id)
	}
	return ids
}
