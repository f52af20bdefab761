package index

import (
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
		s = newScratch(w)
	}
	s.plan, s.only, s.n = p, q.Only, n
	s.weighGroups(q.Boost)
	left := s.gather()
	hits := s.best(left)
	for _, doc := range s.touched {
		s.parts[doc] = part{}
	}
	for _, g := range s.boosted {
		s.factor[g] = 1
	}
	s.touched, s.boosted, s.only = s.touched[:0], s.boosted[:0], nil
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

	parts      []part    // of every doc; zero for those not touched
	touched    []uint32  // docs that may still be among the best
	share      []float64 // of every group: what its own BM25 adds
	factor     []float64 // of every group: its boost, 1 between searches
	boosted    []uint32  // groups whose factor was set
	need       []float32 // of every group: what drop compares its docs with
	mostShare  float64
	mostFactor float64
	bonus      []float32
	top        worstFirst
	hopes      []Hit
	ids        []uint32
	tf         []uint32
	last       []int
}

func newScratch(w *Words) *scratch {
	groups := len(w.groups)
	s := &scratch{w: w, parts: make([]part, w.Len()), need: make([]float32, groups), share: make([]float64, groups), factor: make([]float64, groups)}
	for g := range s.factor {
		s.factor[g] = 1
	}
	return s
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
		for _, p := range t.of(c.id) {
			s.share[p.bag] += c.share * t.saturation(p.bag, p.value)
		}
	}
	s.mostShare, s.mostFactor = 0, 1
	for _, share := range s.share {
		if share > s.mostShare {
			s.mostShare = share
		}
	}
	for number, f := range boost {
		if g, ok := s.w.groups[number]; ok && f > 0 {
			s.boosted = append(s.boosted, g)
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
	hope := math.Inf(1) // about the most that least may give from here on
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
		next := s.w.byDoc.df(s.plan.clauses[order[k+1]].id)
		unseen := (left.bound + s.plan.bonus(left.mask) + s.mostShare) * s.mostFactor * slack
		if !closed && (earned < left.bound || next < len(s.touched) || unseen > hope) {
			continue // no hope, or dearer to find out than to read on
		}
		least := s.least()
		if len(s.top) == s.n && s.n*scoreCost < next {
			least = max(least, s.leastOfTop())
		}
		closed, hope = closed || unseen < least, 1.2*least
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

// read adds what a clause earns to the docs that hold it: to all, or when closed only to those touched before.
func (s *scratch) read(c clause, closed bool) {
	list, parts, weight := s.w.byDoc.of(c.id), s.parts, roundUp(c.weight)
	if closed {
		for _, posting := range list {
			if p := &parts[posting.bag]; p.mask != 0 {
				p.mask |= c.bit
				p.earned += weight * posting.value
			}
		}
		return
	}
	n := len(s.touched)
	touched := slices.Grow(s.touched, len(list))[:n+len(list)]
	for _, posting := range list {
		p := &parts[posting.bag]
		touched[n] = posting.bag
		if p.mask == 0 { // compiles to a conditional move: a jump would be foretold wrongly too often
			n++
		}
		p.mask |= c.bit
		p.earned += weight * posting.value
	}
	s.touched = touched[:n]
}
