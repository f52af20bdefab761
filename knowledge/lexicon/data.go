package lexicon

import (
	_ "embed"
	"iter"
	"strings"
)

// words is the compiled lexicon. Numbers of fixed width are little-endian, the others are unsigned varints.
//
//	"lex1" | number of words (4 bytes) | number of synsets (4 bytes)
//	where each word's record starts (3 bytes each, from the end of both tables), in the words' byte order
//	where each synset's record starts (the same)
//	word:   length, text, entries, {part of speech, senses {synset, weight}, related {word, part of speech,
//	        weight in 255ths}, opposites {word}}, irregular readings {part of speech, word}
//	synset: class (with agentBit), part of speech, words, synsets above, synsets below
//
//go:embed words.bin
var words string

const (
	headLen  = 12
	agentBit = 0x80
	noClass  = 0x7f // of the groups of news.txt
)

// POS is a part of speech; Any stands for all of them.
type POS byte

const (
	Any POS = iota
	Noun
	Verb
	Adjective
	Adverb
)

func fixed(at, width int) int {
	n := 0
	for i := width - 1; i >= 0; i-- {
		n = n<<8 | int(words[at+i])
	}
	return n
}

func wordCount() int { return fixed(4, 4) }

func wordAt(id int) cursor {
	n, m := wordCount(), fixed(8, 4)
	return cursor(headLen + 3*(n+m) + fixed(headLen+3*id, 3))
}

func synsetAt(id int) cursor {
	n, m := wordCount(), fixed(8, 4)
	return cursor(headLen + 3*(n+m) + fixed(headLen+3*(n+id), 3))
}

// cursor is a byte offset into words that moves as it reads.
type cursor int

func (c *cursor) next() int {
	n, shift := 0, 0
	for {
		b := words[*c]
		*c++
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
		shift += 7
	}
}

func (c *cursor) byte() int {
	*c++
	return int(words[*c-1])
}

func (c *cursor) text() string {
	n := c.next()
	*c += cursor(n)
	return words[int(*c)-n : int(*c)]
}

func (c *cursor) skip(numbers int) {
	for ; numbers > 0; numbers-- {
		c.next()
	}
}

// find gives the word's number; word is in lower case.
func find(word string) (id int, ok bool) {
	lo, hi := 0, wordCount()
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		c := wordAt(mid)
		switch strings.Compare(c.text(), word) {
		case 0:
			return mid, true
		case -1:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

func textOf(id int) string {
	c := wordAt(id)
	return c.text()
}

// entry is one word as one part of speech.
type entry struct {
	word      int
	pos       POS
	senses    cursor
	related   cursor
	opposites cursor
}

// entriesOf yields the entries of a word, or the one of a part of speech.
func entriesOf(id int, pos POS) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		c := wordAt(id)
		c.text()
		for n := c.byte(); n > 0; n-- {
			e := entry{word: id, pos: POS(c.byte()), senses: c}
			c.skip(2 * c.next())
			e.related = c
			c.skip(3 * c.next())
			e.opposites = c
			c.skip(c.next())
			if (pos == Any || pos == e.pos) && !yield(e) {
				return
			}
		}
	}
}

// irregular yields the base forms of an irregular form: "said" → "say".
func irregular(id int, pos POS) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		c := wordAt(id)
		c.text()
		for n := c.byte(); n > 0; n-- {
			c.byte()
			c.skip(2 * c.next())
			c.skip(3 * c.next())
			c.skip(c.next())
		}
		for n := c.byte(); n > 0; n-- {
			p, base := POS(c.byte()), c.next()
			if pos != Any && pos != p {
				continue
			}
			for e := range entriesOf(base, p) {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// eachSense yields synset and weight, the commonest rank first.
func (e entry) eachSense() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		c := e.senses
		for n := c.next(); n > 0; n-- {
			if synset, weight := c.next(), c.next(); !yield(synset, weight) {
				return
			}
		}
	}
}

// weight is the sum of the senses' weights, top the largest of them.
func (e entry) weight() (sum, top int) {
	for _, w := range e.eachSense() {
		sum, top = sum+w, max(top, w)
	}
	return sum, top
}

// weightOf is the share of a synset relative to the entry's heaviest sense: 0 to 1.
func (e entry) weightOf(synset int) float64 {
	found, top := 0, 1
	for s, w := range e.eachSense() {
		if top = max(top, w); s == synset {
			found = w
		}
	}
	return float64(found) / float64(top)
}

// synset is a set of words with one meaning.
type synset struct {
	class Class
	agent bool
	pos   POS
	words cursor
	above cursor
	below cursor
}

func readSynset(id int) synset {
	c := synsetAt(id)
	b := c.byte()
	s := synset{class: Class(b &^ agentBit), agent: b&agentBit != 0, pos: POS(c.byte()), words: c}
	c.skip(c.next())
	s.above = c
	c.skip(c.next())
	s.below = c
	return s
}

// each yields the numbers of a list; len is how many there are.
func (c cursor) each() iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := c.next(); n > 0; n-- {
			if !yield(c.next()) {
				return
			}
		}
	}
}

func (c cursor) len() int { return c.next() }
