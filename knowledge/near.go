package knowledge

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
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
//   - the passage is among the nearest few, and clearly less near to the question without the word;
//   - the passage has at least one word of the question itself, and all its other nouns, in words or by meaning.
const (
	mostMeant  = 3    // passages
	lessNear   = 0.95 // of the cosine, or less
	meantMatch = 0.6  // what it counts as a match
	mostWords  = 6    // of a question that are looked at
)

// nearest takes what a question's vectors find: the first is its own, the others are without the word of a concept each.
func (st *state) nearest(in *inquiry, vectors [][]float32, concepts []int) *near {
	m := st.meaning
	n := &near{rank: map[place]int{}, meant: map[place][]bool{}}
	for i, h := range m.vectors.Search(vectors[0], depth) {
		p := st.docs[h.Doc]
		n.order = append(n.order, p)
		n.rank[p] = i + 1
		if i >= mostMeant || len(concepts) == 0 {
			continue
		}
		meant := make([]bool, len(in.concepts))
		for k, c := range concepts {
			meant[c] = m.vectors.Near(h.Doc, vectors[k+1]) <= lessNear*h.Score
		}
		if in.wholly(st.judge(in, p), meant) {
			n.meant[p] = meant
		}
	}
	return n
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
