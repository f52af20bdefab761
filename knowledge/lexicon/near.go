package lexicon

import (
	"cmp"
	"math"
	"slices"
)

// Word is a base form near another in meaning. Weight is 0 to 1; strings are not copied.
type Word struct {
	Lemma  string
	POS    POS
	Weight float64
}

// How near words are: the same word in another form, a derived word, a word of the same synset, a word of the synset
// above. Both senses count by how common they are among their word's senses (see blend).
const (
	sameWord   = 1
	derived    = 0.8
	synonym    = 0.7
	broader    = 0.5
	leastNear  = 0.25 // what is farther is no neighbour
	leastSense = 0.08 // of the weight of the word's commonest sense: rarer senses have no neighbours
	kinMost    = 12   // a synset with more synsets below it says less about each
	synonymMax = 8
)

// Related gives words derived from a word or it from them, by WordNet, the commonest senses first:
// "refuse", Verb → refusal; "sign", Verb → signature, sign (noun). Each stands once for each part of speech.
func Related(word string, pos POS) []Word {
	var got neighbours
	for e := range readingsOf(word, pos) {
		e.derivations(func(to entry, w float64) { got.add(to, w) })
	}
	return got.sorted(0)
}

// Synonyms gives at most eight words that share a synset with the word, the likeliest first.
func Synonyms(word string, pos POS) []Word {
	var got neighbours
	for e := range readingsOf(word, pos) {
		e.synonyms(1, func(to entry, w float64) { got.add(to, w) })
	}
	out := got.sorted(leastNear)
	return out[:min(len(out), synonymMax)]
}

// Near gives all words whose Similar to word may be above 0, weighted so: its base forms with 1, then derived words,
// synonyms, words one step above and below. To compare a word with many, ask Near once.
func Near(word string, pos POS) []Word {
	var got neighbours
	for e := range readingsOf(word, pos) {
		e.reach(func(to entry, w float64) { got.add(to, w) })
		e.below(func(to entry, w float64) { got.add(to, w) })
	}
	return got.sorted(leastNear)
}

// Similar tells how near two words are in meaning, whatever part of speech they are: 1 the same base form, about 0.8
// derived, 0.7 synonyms, 0.5 one step above or below; 0 otherwise. Symmetric. For unknown words, 1 if they are equal.
func Similar(a, b string) float64 {
	if normal(a) == normal(b) {
		return sameWord
	}
	s := max(oneWay(a, b), oneWay(b, a))
	if s < leastNear {
		return 0
	}
	return s
}

func oneWay(a, b string) float64 {
	var targets [16]entry
	n := 0
	for e := range readingsOf(b, Any) {
		if n < len(targets) {
			targets[n] = e
			n++
		}
	}
	if n == 0 {
		return 0
	}
	best := 0.0
	for e := range readingsOf(a, Any) {
		e.reach(func(to entry, w float64) {
			for _, t := range targets[:n] {
				if t.word == to.word && t.pos == to.pos {
					best = max(best, w)
				}
			}
		})
	}
	return best
}

// Opposite tells whether two words are antonyms in some common sense, as the same part of speech.
func Opposite(a, b string) bool {
	for x := range readingsOf(a, Any) {
		for y := range readingsOf(b, x.pos) {
			if slices.Contains(slices.Collect(x.opposites.each()), y.word) ||
				slices.Contains(slices.Collect(y.opposites.each()), x.word) {
				return true
			}
		}
	}
	return false
}

func readingsOf(word string, pos POS) func(yield func(entry) bool) {
	return func(yield func(entry) bool) {
		word := normal(word)
		for _, p := range partsOf(pos) {
			r := read(word, p)
			for _, e := range r.entries[:r.n] {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// reach emits the entry itself, derived words, synonyms, synonyms of derived words, words derived from synonyms, and
// words one step above. A word may come more than once.
func (e entry) reach(emit func(entry, float64)) {
	emit(e, sameWord)
	e.derivations(func(to entry, w float64) {
		emit(to, w)
		to.synonyms(w, emit)
	})
	e.synonyms(1, func(to entry, w float64) {
		emit(to, w)
		to.derivations(func(further entry, v float64) { emit(further, w*v) })
	})
	for id, rare := range e.commonSenses() {
		for up := range readSynset(id).above.each() {
			s := readSynset(up)
			w := broader * crowd(s)
			s.each(up, func(to entry, r float64) { emit(to, w*blend(rare, r)) })
		}
	}
}

// below emits words one step below.
func (e entry) below(emit func(entry, float64)) {
	for id, rare := range e.commonSenses() {
		s := readSynset(id)
		w := broader * crowd(s)
		if w < leastNear {
			continue
		}
		for down := range s.below.each() {
			readSynset(down).each(down, func(to entry, r float64) { emit(to, w*blend(rare, r)) })
		}
	}
}

func (e entry) derivations(emit func(entry, float64)) {
	c := e.related
	for n := c.next(); n > 0; n-- {
		id, pos, w := c.next(), POS(c.next()), c.next()
		for to := range entriesOf(id, pos) {
			emit(to, derived*float64(w)/255)
		}
	}
}

func (e entry) synonyms(by float64, emit func(entry, float64)) {
	for id, rare := range e.commonSenses() {
		readSynset(id).each(id, func(to entry, r float64) {
			if to.word != e.word {
				emit(to, by*synonym*blend(rare, r))
			}
		})
	}
}

// commonSenses yields synsets with their weight relative to the heaviest.
func (e entry) commonSenses() func(yield func(int, float64) bool) {
	return func(yield func(int, float64) bool) {
		_, top := e.weight()
		for id, w := range e.eachSense() {
			if r := float64(w) / float64(top); r >= leastSense && !yield(id, r) {
				return
			}
		}
	}
}

// each emits the synset's words for which it is no rare sense, with its relative weight.
func (s synset) each(id int, emit func(entry, float64)) {
	for word := range s.words.each() {
		for e := range entriesOf(word, s.pos) {
			if r := e.weightOf(id); r >= leastSense {
				emit(e, r)
			}
		}
	}
}

// blend is 1 for two commonest senses and falls slowly with rarer ones.
func blend(a, b float64) float64 { return math.Sqrt(math.Sqrt(a * b)) }

func crowd(s synset) float64 { return min(1, kinMost/float64(max(1, s.below.len()))) }

// neighbours keeps the largest weight of each entry.
type neighbours []neighbour

type neighbour struct {
	e entry
	w float64
}

func (n *neighbours) add(e entry, w float64) {
	for i, had := range *n {
		if had.e.word == e.word && had.e.pos == e.pos {
			(*n)[i].w = max(had.w, w)
			return
		}
	}
	*n = append(*n, neighbour{e, w})
}

func (n neighbours) sorted(least float64) []Word {
	slices.SortStableFunc(n, func(a, b neighbour) int { return cmp.Compare(b.w, a.w) })
	var out []Word
	for _, x := range n {
		if x.w >= least {
			out = append(out, Word{textOf(x.e.word), x.e.pos, x.w})
		}
	}
	return out
}
