// Package copies is for telling which Articles repeat others: one report of an agency that many newspapers print is one source. MinHash and
// locality-sensitive hashing (github.com/ekzhu/minhash-lsh, by the author of datasketch; small, finished, in Debian) find which pairs may be
// alike among many; whether they are is judged sentence by sentence, and what a copy says otherwise or beyond stays its own.
package copies

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"time"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
)

// Copy says what an Article repeats. The zero Copy does not occur: Of is -1 where it repeats none.
type Copy struct {
	Of    int     // position of the Article that it repeats, which is no whole copy itself; -1 for none
	Whole bool    // nothing much of it is its own: it counts as no source
	Share float64 // of its words that stand in sentences which that one has too, 0 to 1
	// Withdrawn are Passages that tell what that one told before it was corrected: nobody stands by them any more.
	Withdrawn []int `json:",omitempty"`
	Same      []int // per Passage: the Passage of that one which says the same; -1 for what is its own; nil where Of is -1
}

// Repeats says whether one of its Passages is told by the Article that it repeats.
func (c Copy) Repeats(passage int) bool {
	return c.Of >= 0 && passage < len(c.Same) && c.Same[passage] >= 0
}

// The shares of words from which an Article is a copy, and from which it counts as a longer telling of one that it holds. Where it is not
// known to be the later one, it may as well be what the other goes on from, at its end: of a copy the other's beginning is left, or half
// of it. In TestLabelled precision and recall stay above 0.95 for any leastCopied from 0.5 to 0.7.
const (
	leastCopied = 0.65
	leastHeld   = 0.6
	leastLeft   = 0.5
)

// Find says of each Article which one it repeats, an earlier one or one of the same day that says more. readings stand in their order.
func Find(articles []news.Article, readings []*extract.Reading) []Copy {
	return new(Memory).Find(articles, readings)
}

// Find is the function Find with what is remembered.
func (m *Memory) Find(articles []news.Article, readings []*extract.Reading) []Copy {
	m.begin()
	out := make([]Copy, len(articles))
	for i := range out {
		out[i].Of = -1
	}
	if len(articles) < 2 {
		return out
	}
	texts := make([]*text, len(articles))
	var workers sync.WaitGroup
	atOnce := runtime.GOMAXPROCS(0)
	for w := range atOnce {
		workers.Go(func() {
			for i := w; i < len(texts); i += atOnce {
				if texts[i] = m.lastTexts[readings[i]]; texts[i] == nil {
					texts[i] = gather(articles[i], readings[i])
					texts[i].signature = signature(texts[i])
				}
			}
		})
	}
	workers.Wait()
	for i, t := range texts {
		m.texts[readings[i]] = t
	}
	near := candidates(texts)
	for _, i := range inOrder(articles, texts) {
		day := articles[i].Order()
		near.each(i, func(j int) {
			c, held, head := m.compare(texts[i], texts[j])
			later := !day.IsZero() && day.After(articles[j].Order())
			c.Of, c.Whole = j, c.Share >= leastCopied && (later || held >= leastLeft || head >= leastLeft)
			better := c.Share > out[i].Share
			if c.Whole != out[i].Whole {
				better = c.Whole
			}
			if better && (c.Share >= leastCopied || held >= leastHeld) {
				out[i] = c
			}
		})
		if !out[i].Whole {
			near.add(i)
		}
	}
	for i, c := range out {
		if c.Of >= 0 {
			out[i].Withdrawn = withdrawn(c, texts[i], articles[c.Of])
		}
	}
	return out
}

// Passage is one of an Article, by its position among the Articles and in it.
type Passage struct{ Article, N int }

// Source gives the Passage that first tells what one says: itself, or one of an Article that is repeated there.
func Source(all []Copy, p Passage) Passage {
	for all[p.Article].Repeats(p.N) {
		p = Passage{all[p.Article].Of, all[p.Article].Same[p.N]}
	}
	return p
}

// inOrder sorts positions by the Articles' days, those without one last; of one day the longest comes first.
func inOrder(articles []news.Article, texts []*text) []int {
	days := make([]time.Time, len(articles))
	order := make([]int, len(articles))
	for i, a := range articles {
		days[i], order[i] = a.Order(), i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if days[i].IsZero() != days[j].IsZero() {
			if days[i].IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(days[i].Compare(days[j]), cmp.Compare(texts[j].size, texts[i].size), cmp.Compare(articles[i].ID, articles[j].ID))
	})
	return order
}
