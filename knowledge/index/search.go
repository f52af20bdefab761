package index

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Search implements Index. A text's score is its BM25, the bonus of its pairs and a share of its group's BM25, all times
// the group's boost.
//
// It is exact, and yet reads few postings: it takes the terms in order of what they can earn, and as soon as the texts
// that hold only the terms left over can no longer be among the best, it looks at no new text (the idea of MaxScore:
// Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). What is left then is few texts, which are
// scored from their own terms.
func (w *Words) Search(q Query, n int) []Hit {
	p := w.plan(q)
	if n = min(n, w.Len()); n <= 0 || len(p.clauses) == 0 {
		return nil
	}
	s, _ := w.scratch.Get().(*scratch)
	if s == nil {
		s = &scratch{parts: make([]part, w.Len()), share: make([]float64, len(w.groups)), factor: make([]float64, len(w.groups))}
	}
	s.w, s.plan, s.only, s.n = w, p, q.Only, n
	s.weighGroups(q.Boost)
	left := s.gather()
	hits := s.best(left)
	for _, doc := range s.touched {
		s.parts[doc] = part{}
	}
	s.touched, s.only = s.touched[:0], nil
	w.scratch.Put(s)
	return hits
}

// slack makes up for sums in float32: bounds are stretched by it before they rule a text out.
const slack = 1 + 1e-5

// scratch is the memory of one search, kept for the next.
type scratch struct {
	w    *Words
	plan plan
	only func(int) bool
	n    int

	parts      []part   // of every doc; zero for those not touched
	touched    []uint32 // docs that may still be among the best
	share      []float64
	factor     []float64 // of every group
	mostShare  float64
	mostFactor float64
	top        worstFirst
	postings   postings
	more       []float64
	hopes      []Hit
	ids        []uint32
	tf         []uint32
	last       []int
}

// part is what is known of a doc so far: what it has earned by which clauses.
type part struct {
	earned float32
	mask   uint32
}

// weighGroups finds what every group adds to its docs' scores.
func (s *scratch) weighGroups(boost map[int]float64) {
	clear(s.share)
	t := s.w.byGroup
	for _, c := range s.plan.clauses {
		s.postings.of(t, c.id)
		for some := s.postings.next(); len(some) > 0; some = s.postings.next() {
			for _, p := range some {
				s.share[p.bag] += c.share * t.saturation(int(p.bag), p.tf)
			}
		}
	}
	s.mostShare, s.mostFactor = 0, 1
	for g, share := range s.share {
		s.factor[g] = 1
		if share > s.mostShare {
			s.mostShare = share
		}
	}
	for number, f := range boost {
		if g, ok := s.w.groups[number]; ok && f > 0 {
			s.factor[g] = f
			s.mostFactor = max(s.mostFactor, f)
		}
	}
}

// rest is what the clauses not read yet can add.
type rest struct {
	bound float64
	mask  uint32
	read  int // so many clauses are read
}

// gather reads clauses, the most promising first, until the touched docs are few and sure to hold the best.
func (s *scratch) gather() rest {
	order := s.plan.order
	closed := false // no doc is touched any more
	earned := 0.0
	for k, i := range order {
		s.read(s.plan.clauses[i], closed)
		earned += s.plan.clauses[i].bound
		if k+1 == len(order) {
			break
		}
		left := rest{read: k + 1}
		for _, j := range order[k+1:] {
			left.bound += s.plan.clauses[j].bound
			left.mask |= s.plan.clauses[j].bit
		}
		next := int(s.w.byDoc.df[s.plan.clauses[order[k+1]].id])
		if !closed && (earned < left.bound || next < len(s.touched)) {
			continue // no hope, or dearer to find out than to read on
		}
		least := s.least()
		if len(s.top) == s.n && s.n*scoreCost < next {
			least = max(least, s.leastOfTop())
		}
		closed = closed || (left.bound+s.plan.bonus(left.mask)+s.mostShare)*s.mostFactor*slack < least
		if !closed {
			continue
		}
		s.drop(left, least)
		if len(s.touched)*scoreCost < next {
			return left
		}
	}
	return rest{read: len(order)}
}

// scoreCost is about how many postings can be read in the time that it takes to score a doc from its terms.
const scoreCost = 100

// read adds what a clause earns the docs that hold it.
func (s *scratch) read(c clause, closed bool) {
	t := s.w.byDoc
	s.postings.of(t, c.id)
	for some := s.postings.next(); len(some) > 0; some = s.postings.next() {
		for _, posting := range some {
			p := &s.parts[posting.bag]
			if p.mask == 0 {
				if closed {
					continue
				}
				s.touched = append(s.touched, uint32(posting.bag))
			}
			p.mask |= c.bit
			p.earned += float32(c.weight * t.saturation(int(posting.bag), posting.tf))
		}
	}
}

// least is a score that the worst of the n best docs has at least; 0 when fewer are known.
// It leaves in top the n docs that have the most so far.
func (s *scratch) least() float64 {
	s.top = s.top[:0]
	enough := float32(-1) // what a doc must have earned to come into question
	for _, doc := range s.touched {
		earned := s.parts[doc].earned
		if earned < enough {
			continue
		}
		g := s.w.group[doc]
		score := (float64(earned) + s.share[g]) * s.factor[g]
		if len(s.top) == s.n && score <= s.top[0].Score || s.only != nil && !s.only(int(doc)) {
			continue
		}
		s.top.add(Hit{int(doc), score}, s.n)
		if len(s.top) == s.n {
			enough = float32((s.top[0].Score/s.mostFactor - s.mostShare) / slack)
		}
	}
	if len(s.top) < s.n {
		return 0
	}
	return s.top[0].Score / slack
}

// leastOfTop is the same from the full scores of the docs in top: dearer, and mostly higher.
func (s *scratch) leastOfTop() float64 {
	least := math.Inf(1)
	for _, h := range s.top {
		least = min(least, s.score(uint32(h.Doc)))
	}
	return least
}

// bound is the most that a touched doc can score which can still earn so much.
func (s *scratch) bound(doc uint32, more float64) float64 {
	g := s.w.group[doc]
	return (float64(s.parts[doc].earned) + more + s.share[g]) * s.factor[g] * slack
}

// drop takes back the docs that can no longer score as much as least.
func (s *scratch) drop(left rest, least float64) {
	s.more = s.more[:0]
	tabled := left.read < 16 && 1<<left.read <= len(s.touched)/8 // what each mask can still earn
	if tabled {
		for mask := range uint32(1) << left.read {
			s.more = append(s.more, left.bound+s.plan.bonus(mask|left.mask))
		}
	}
	enough := least/(s.mostFactor*slack) - s.mostShare
	kept := s.touched[:0]
	for _, doc := range s.touched {
		p := s.parts[doc]
		var more float64
		if tabled {
			more = s.more[p.mask]
		} else {
			more = left.bound + s.plan.bonus(p.mask|left.mask)
		}
		if float64(p.earned)*slack+more >= enough && s.bound(doc, more) >= least {
			kept = append(kept, doc)
		} else {
			s.parts[doc] = part{}
		}
	}
	s.touched = kept
}

// best scores the touched docs that may be among the n best, and gives those, the best first.
func (s *scratch) best(left rest) []Hit {
	s.least()
	first := slices.Clone(s.top)
	s.top = s.top[:0]
	least := 0.0
	score := func(doc uint32) {
		s.top.add(Hit{int(doc), s.score(doc)}, s.n)
		if len(s.top) == s.n {
			least = s.top[0].Score
		}
	}
	for _, h := range first { // they set a high bar for the others
		score(uint32(h.Doc))
		s.parts[h.Doc] = part{}
	}
	s.drop(left, least)
	hopes := s.hopes[:0] // the docs left by the most that they can score
	for _, doc := range s.touched {
		if p := s.parts[doc]; p.mask != 0 {
			hopes = append(hopes, Hit{int(doc), s.bound(doc, left.bound+s.plan.bonus(p.mask|left.mask))})
		}
	}
	slices.SortFunc(hopes, bestFirst)
	for _, h := range hopes {
		if h.Score < least {
			break
		}
		if s.only == nil || s.only(h.Doc) {
			score(uint32(h.Doc))
		}
	}
	s.hopes = hopes
	hits := slices.Clone(s.top)
	slices.SortFunc(hits, bestFirst)
	return hits
}

func bestFirst(x, y Hit) int {
	return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.Doc, y.Doc))
}

// score is a doc's exact score, from its terms.
func (s *scratch) score(doc uint32) float64 {
	clauses := s.plan.clauses
	s.tf = append(s.tf[:0], make([]uint32, len(clauses))...)
	s.last = append(s.last[:0], make([]int, len(clauses))...)
	var found uint64 // pairs; those from the 64th on earn nothing
	s.ids = s.w.idsAt(s.w.own[doc], s.ids[:0])
	for at, id := range s.ids {
		if s.plan.slots[id%256] == 0 {
			continue
		}
		i := s.plan.find(id)
		if i < 0 {
			continue
		}
		s.tf[i]++
		for k, p := range s.plan.pairs {
			if p.second == i && s.last[p.first] > 0 && at+1-s.last[p.first] <= pairWindow {
				found |= 1 << k
			}
		}
		s.last[i] = at + 1
	}
	s.ids = s.w.idsAt(s.w.context[doc], s.ids[:0])
	for _, id := range s.ids {
		if s.plan.slots[id%256] == 0 {
			continue
		}
		if i := s.plan.find(id); i >= 0 {
			s.tf[i]++
		}
	}
	sum := 0.0
	for i, tf := range s.tf {
		if tf > 0 {
			sum += clauses[i].weight * s.w.byDoc.saturation(int(doc), tf)
		}
	}
	for k, p := range s.plan.pairs {
		if found>>k&1 == 1 {
			sum += p.bonus
		}
	}
	g := s.w.group[doc]
	return (sum + s.share[g]) * s.factor[g]
}

// worstFirst is a heap of hits.
type worstFirst []Hit

// add keeps the n best of what is added.
func (h *worstFirst) add(hit Hit, n int) {
	if len(*h) < n {
		heap.Push(h, hit)
	} else if old := (*h)[0]; hit.Score > old.Score || hit.Score == old.Score && hit.Doc < old.Doc {
		(*h)[0] = hit
		heap.Fix(h, 0)
	}
}

func (h worstFirst) Len() int { return len(h) }
func (h worstFirst) Less(i, j int) bool {
	return h[i].Score < h[j].Score || h[i].Score == h[j].Score && h[i].Doc > h[j].Doc
}
func (h worstFirst) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(x any)   { *h = append(*h, x.(Hit)) }
func (h *worstFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
