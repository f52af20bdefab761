package copies

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
)

// text is an Article as it is compared.
type text struct {
	passages  int
	sentences []sentence
	size      int      // words in all of them
	signature []uint64 // see signature
}

// sentence is one Passage that states something: its words as the word index has them, in one spelling, without endings and stop words.
type sentence struct {
	passage int
	full    string
	order   []uint32 // as they stand
	words   []uint32 // sorted, each once
	figures []uint32 // those with a figure in them
	key     uint64   // the same for the same order, by FNV-1a
}

// A sentence of fewer words says the same as another only with the same words; of more, where this share of them stands in the
// other.
const (
	leastWords  = 4
	leastShared = 0.8
	leastKept   = 0.5 // of the words of a sentence, in the one that corrects it
)

// dateline finds the place, the day and the agency that a report begins with: each newspaper has its own.
var dateline = regexp.MustCompile(`^(?:\p{Lu}{2,}[^–—\n]{0,60}?|\p{Lu}[^–—\n(]{0,50}\([^)\n]{2,30}\))\s*(?:[–—]|--?)\s`)

// gather makes the text of one Article.
func gather(a news.Article, rd *extract.Reading) *text {
	t := &text{passages: len(rd.Passages)}
	for _, p := range rd.Passages {
		if p.Kind == news.Heading || len(rd.Terms[p.N]) == 0 {
			continue
		}
		full, terms := a.Text[p.Start:p.End], rd.Terms[p.N]
		if p.N < 3 {
			if at := dateline.FindStringIndex(full); at != nil {
				terms = index.Terms(full[at[1]:])
			}
		}
		s := newSentence(p.N, full, terms)
		t.size += len(s.words)
		t.sentences = append(t.sentences, s)
	}
	return t
}

func newSentence(passage int, full string, terms []string) sentence {
	s := sentence{passage: passage, full: full, order: make([]uint32, len(terms)), key: 14695981039346656037}
	for i, w := range terms {
		s.order[i] = number(w)
		s.key = (s.key ^ uint64(s.order[i])) * 1099511628211
		if strings.ContainsAny(w, "0123456789") {
			s.figures = append(s.figures, s.order[i])
		}
	}
	s.words = slices.Clone(s.order)
	slices.Sort(s.words)
	s.words = slices.Compact(s.words)
	return s
}

// withdrawn finds what a copy still tells of what the Article that it repeats told before it was corrected: what that tells in other
// words now. What it only left out may hold.
func withdrawn(c Copy, t *text, of news.Article) (out []int) {
	for _, v := range of.Earlier {
		for _, full := range v.Removed {
			was := newSentence(0, full, index.Terms(full))
			if !slices.ContainsFunc(v.Added, func(full string) bool {
				return float64(was.shared(newSentence(0, full, index.Terms(full)))) >= leastKept*float64(len(was.words))
			}) {
				continue
			}
			for _, s := range t.sentences {
				if c.Same[s.passage] < 0 && !slices.Contains(out, s.passage) && s.saidBy(was, s.shared(was)) {
					out = append(out, s.passage)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// number makes a number of a word, by FNV-1a: another word has the same once in four billion.
func number(word string) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return h
}

// compare says what a repeats of b, which share of b's words a holds, and of those that b begins with, a quarter of it.
func compare(a, b *text) (c Copy, held, head float64) {
	c.Same = make([]int, a.passages)
	for i := range c.Same {
		c.Same[i] = -1
	}
	repeated, hold := 0, 0
	told := make([]bool, len(b.sentences))
	for _, s := range a.sentences {
		best, most := -1, 0
		for k, t := range b.sentences {
			n := s.shared(t)
			if n > most && s.saidBy(t, n) {
				best, most = k, n
			}
			if k+1 < len(b.sentences) && n > 0 && 10*len(s.words) > 11*len(t.words) { // two sentences made one
				two := t.with(b.sentences[k+1])
				if n := s.shared(two); n > most && s.saidBy(two, n) {
					best, most = k, n
				}
			}
		}
		if best >= 0 {
			c.Same[s.passage] = b.sentences[best].passage
			repeated += len(s.words)
			if !told[best] {
				told[best] = true
				hold += most
			}
		}
	}
	begin, n := 0, 0
	for k, t := range b.sentences {
		if n >= b.size/4 && k > 0 {
			break
		}
		if n += len(t.words); told[k] {
			begin += len(t.words)
		}
	}
	c.Share = share(repeated, a.size)
	return c, share(hold, b.size), share(begin, n)
}

// with is a sentence and the next as one.
func (s sentence) with(next sentence) sentence {
	words := slices.Concat(s.words, next.words)
	slices.Sort(words)
	return sentence{full: s.full + " " + next.full, words: slices.Compact(words)}
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// shared counts the words that two sentences have in common.
func (s sentence) shared(t sentence) (n int) {
	for i, j := 0, 0; i < len(s.words) && j < len(t.words); {
		switch {
		case s.words[i] < t.words[j]:
			i++
		case s.words[i] > t.words[j]:
			j++
		default:
			i, j, n = i+1, j+1, n+1
		}
	}
	return n
}

// saidBy says whether another sentence, which has n of its words, says what this one says: no other figure, nothing more denied or
// firmer.
func (s sentence) saidBy(t sentence, n int) bool {
	if s.full == t.full {
		return true
	}
	if len(s.words) < leastWords && s.key != t.key || float64(n) < leastShared*float64(len(s.words)) {
		return false
	}
	for _, f := range s.figures {
		if _, ok := slices.BinarySearch(t.words, f); !ok {
			return false
		}
	}
	return guards(s.full) == guards(t.full)
}

// guards counts what turns or weakens a sentence and is left out of its words.
func guards(sentence string) [2]int {
	var out [2]int
	for _, w := range strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
		switch w {
		case "no", "not", "never", "nor", "none", "nobody", "nothing", "neither", "without", "cannot":
			out[0]++
		case "may", "might", "could", "would", "should", "if", "unless":
			out[1]++
		default:
			if strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
				out[0]++
			}
		}
	}
	return out
}
