package index

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

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

// drop takes back the docs that can no longer score as much as least. It looks at many docs, which are of few groups and
// hold few combinations of clauses; so what rests on those alone is found beforehand.
func (s *scratch) drop(left rest, least float64) {
	need := func(least, share float64) float32 {
		return float32((least*(1/slack) - share - left.bound) * (1 / slack))
	}
	for g, share := range s.share {
		s.need[g] = need(least, share)
	}
	for _, g := range s.boosted {
		s.need[g] = need(least/s.factor[g], s.share[g])
	}
	bonuses := s.bonuses(left)
	parts, group, kept := s.parts, s.w.group, s.touched[:0]
	for _, doc := range s.touched {
		p := parts[doc]
		var bonus float32
		if int(p.mask) < len(bonuses) {
			bonus = bonuses[p.mask]
		} else {
			bonus = float32(s.plan.bonus(p.mask | left.mask))
		}
		if p.earned+bonus >= s.need[group[doc]] {
			kept = append(kept, doc)
		} else {
			parts[doc] = part{}
		}
	}
	s.touched = kept
}

// bonuses gives the most that the pairs can earn a doc, by the mask of what it holds of the clauses read: of the first
// dozen, as masks of more are too many to try.
func (s *scratch) bonuses(left rest) []float32 {
	table := append(s.bonus[:0], float32(s.plan.bonus(left.mask)))
	var ending []pair
	for rank := range min(left.read, 12) {
		bit := uint32(1) << rank
		ending = ending[:0] // pairs that this clause completes
		for _, pr := range s.plan.pairs {
			if read := pr.mask &^ left.mask; read >= bit && read < 2*bit {
				ending = append(ending, pr)
			}
		}
		for mask, bonus := range table {
			for _, pr := range ending {
				if (uint32(mask)|bit|left.mask)&pr.mask == pr.mask {
					bonus += float32(pr.bonus)
				}
			}
			table = append(table, bonus)
		}
	}
	s.bonus = table
	return table
}

// bound is the most that a touched doc can score, whatever it holds of the clauses left.
func (s *scratch) bound(doc uint32, left rest) float64 {
	p, g := s.parts[doc], s.w.group[doc]
	return (float64(p.earned) + left.bound + s.plan.bonus(p.mask|left.mask) + s.share[g]) * s.factor[g] * slack
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
		if s.parts[doc].mask != 0 {
			hopes = append(hopes, Hit{int(doc), s.bound(doc, left)})
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
			sum += clauses[i].weight * s.w.byDoc.saturation(doc, tf)
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
