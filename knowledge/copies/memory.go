package copies

import (
	minhashlsh "github.com/ekzhu/minhash-lsh"

	"talksbot/knowledge/extract"
)

// Memory keeps what one Find has worked out of Articles and of pairs of them, so that the next one, of much the same Articles,
// need not do it again: what it finds is the same. The zero Memory is empty. It is for one Find at a time.
//
// An Article is known again by its Reading, which is of that one text alone.
type Memory struct {
	texts, lastTexts map[*extract.Reading]*text
	pairs, lastPairs map[pair]compared
	lsh              *minhashlsh.MinhashLSH
	met              map[*text][]*text // of each text in lsh, those that are alike
}

type pair struct{ a, b *text }

// compared is what compare gave for a pair.
type compared struct {
	Copy
	held, head float64
}

// begin lets what the last Find but one asked for be forgotten.
func (m *Memory) begin() {
	m.lastTexts, m.texts = m.texts, make(map[*extract.Reading]*text, len(m.texts))
	m.lastPairs, m.pairs = m.pairs, make(map[pair]compared, len(m.pairs))
}

// compare is the function compare, once for each pair. What it gives is not to be changed.
func (m *Memory) compare(a, b *text) (c Copy, held, head float64) {
	of := pair{a, b}
	got, ok := m.lastPairs[of]
	if !ok {
		got.Copy, got.held, got.head = compare(a, b)
		if got.Share < leastCopied && got.held < leastHeld { // no copy, so that nobody asks what is the same
			got.Same = nil
		}
	}
	m.pairs[of] = got
	return got.Copy, got.held, got.head
}
