package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
)

// near is what vectors say of the passages near a question in meaning. The nil near says nothing.
type near struct {
	order []place
	rank  map[place]int    // in order, from 1
	meant map[place][]bool // per concept: a passage says it in words that nothing else knows to be of like meaning
}

// A word of the question that a passage has not may still be meant in it, in words of its own. That is taken for so where much
// speaks for it, as something always is nearest, also to what no article says:
//   - the word is an English noun for a thing, and stands in no article, nor does one that dictionaries know to be near it. Names,
//     states, people and whoever else acts, numbers, dates and verbs, which may say the opposite, are never covered by likeness;
//   - the passage is among the nearest few, and without the word the question is clearly less near to it, more so than to nearly
//     all others that are found;
//   - the passage has at least one word of the question itself, and all its other nouns, in words or by meaning.
//
// Over the stories' questions with a word replaced by one that no article has (TestOtherWords of package eval), 378 are refused by
// words alone; where the model knows that word 27 of them are answered, 26 as they were with their own word, and none where it
// does not. Five passages in place of three would answer more, and some that are not to be.
const (
	mostMeant  = 3    // passages, and in how many of those found a word counts most
	lessNear   = 0.05 // of the cosine, at least
	meantMatch = 0.6  // what it counts as a match
	mostWords  = 6    // of a question that are looked at
)

// nearest takes what a question's vectors find: the first is its own, the others are without the word of a concept each.
func (st *state) nearest(in *inquiry, vectors [][]float32, concepts []int) *near {
	m := st.meaning
	n := &near{rank: map[place]int{}, meant: map[place][]bool{}}
	hits := m.vectors.Search(vectors[0], depth)
	meant := make([][]bool, min(len(hits), mostMeant)) // per hit and concept
	for i, h := range hits {
		n.order = append(n.order, st.docs[h.Doc])
		n.rank[st.docs[h.Doc]] = i + 1
		if i < len(meant) {
			meant[i] = make([]bool, len(in.concepts))
		}
	}
	for k, c := range concepts {
		less := m.lessNear(hits, vectors[k+1])
		for i := range meant {
			meant[i][c] = less[i]
		}
	}
	for i, by := range meant {
		if p := n.order[i]; in.wholly(st.judge(in, p), by) {
			n.meant[p] = by
		}
	}
	return n
}

// lessNear gives those of the texts found that are clearly less near to a question without a word, more so than most.
func (m *meaning) lessNear(hits []index.Hit, without []float32) []bool {
	by := make([]float64, len(hits))
	for i, h := range hits {
		by[i] = h.Score - m.vectors.Near(h.Doc, without)
	}
	most := slices.Sorted(slices.Values(by))
	out := make([]bool, len(hits))
	for i, h := range hits {
		out[i] = by[i] >= lessNear*h.Score && by[i] >= most[max(0, len(most)-mostMeant)]
	}
	return out
}

// wholly says whether a passage carries all nouns of a question, some word itself and the others by meaning.
func (in *inquiry) wholly(f found, meant []bool) bool {
	itself := false
	for i, c := range in.concepts {
		switch {
		case c.soft || c.light:
		case f.match[i] >= 0.5:
			itself = true
		case (c.noun || c.party() || c.forms != nil || c.value != 0) && !c.when() && !meant[i]:
			return false
		}
	}
	return itself
}

// variants gives a question as it is embedded, and then without the word of each concept that may be met by meaning alone.
func (in *inquiry) variants(st *state) (texts []string, concepts []int) {
	plain := in.plain()
	texts = []string{plain}
	for i, c := range in.concepts {
		if len(concepts) == mostWords || !c.thing(st) {
			continue
		}
		at := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(c.word) + `\b\s*`).FindStringIndex(plain)
		if at == nil || english.IsCapital(plain[at[0]:at[1]]) && at[0] > 0 {
			continue
		}
		texts, concepts = append(texts, plain[:at[0]]+plain[at[1]:]), append(concepts, i)
	}
	return texts, concepts
}

// thing says whether a concept is an English noun for a thing that no article has, nor a word near it.
func (c concept) thing(st *state) bool {
	if !c.noun || c.soft || c.light || c.party() || c.forms != nil || c.value != 0 || c.asking != 0 || c.when() || c.known {
		return false
	}
	word := strings.ToLower(c.word)
	_, _, place := gazetteer.Match([]string{c.word}, 0)
	return !place && lexicon.Known(word, lexicon.Noun) && lexicon.Agentive(word) <= 0.2 && !english.TimeWord(word) &&
		lexicon.Is(word, lexicon.Noun, lexicon.NounPerson, lexicon.NounGroup, lexicon.NounLocation, lexicon.NounQuantity, lexicon.NounTime) <= 0.4 &&
		!st.anywhere(c)
}

// carries says whether a passage says a concept by its meaning.
func (n *near) carries(p place, concept int) bool {
	if n == nil {
		return false
	}
	meant := n.meant[p]
	return concept < len(meant) && meant[concept]
}

// fuse raises what a place in the word index counts, 0 to 1, where meaning speaks for a passage too: to its share of the best
// that reciprocal rank fusion of both orders can come to. It lowers none.
func (n *near) fuse(words map[place]float64, rank map[place]int) {
	if n == nil {
		return
	}
	for _, p := range n.order {
		words[p] = max(words[p], (byRank(rank[p])+byRank(n.rank[p]))/(2*byRank(1)))
	}
}
