package index

import (
	"cmp"
	"maps"
	"slices"
)

// What is added to a text's own BM25, in the shares that did best on news questions (Hits@4 on sentences).
const (
	pairBonus  = 0.3 // of the lesser weight of two neighbours of the question that stand in order in the text
	pairWindow = 3   // the second stands at most so many terms after the first
	groupShare = 0.3 // of the BM25 of the group as one text
)

// plan is a Query as one Words reads it. Its order settles the order of every sum, so equal texts get equal scores.
type plan struct {
	clauses []clause
	pairs   []pair
	order   []int      // the clauses by what they can earn, the most first: that in which they are read
	slots   [256]uint8 // where a clause with id%256 may be: its place + 1, 0 for nowhere, several for look through all
}

// clause is one distinct term of the query that the index knows.
type clause struct {
	id     uint32
	weight float64 // what one occurrence in a text of average length earns it
	share  float64 // and the same in its group, as it counts for the text
	bound  float64 // the most that a text can earn
	bit    uint32  // stands for it in masks
}

// pair is two neighbours of the question, by their places among the clauses.
type pair struct {
	first, second int
	mask          uint32 // of both
	bonus         float64
}

func (w *Words) plan(q Query) plan {
	var p plan
	place := map[string]int{}
	add := func(term string) (int, bool) {
		if i, ok := place[term]; ok {
			return i, true
		}
		weight, ok := q.Weights[term]
		if !ok {
			weight = 1
		}
		id, known := w.ids[term]
		if !known || !(weight > 0) {
			return 0, false
		}
		i := len(p.clauses)
		place[term] = i
		c := clause{
			id:     id,
			weight: weight * idf(w.byDoc.df(id), len(w.own)),
			share:  groupShare * weight * idf(w.byGroup.df(id), len(w.groups)),
		}
		c.bound = c.weight * float64(w.top[id])
		p.clauses = append(p.clauses, c)
		if slot := &p.slots[id%256]; *slot == 0 && i+1 < several {
			*slot = uint8(i + 1)
		} else {
			*slot = several
		}
		return i, true
	}
	before, neighbours := 0, false
	for _, term := range q.Terms {
		i, ok := add(term)
		if ok && neighbours {
			p.pair(before, i)
		}
		before, neighbours = i, ok
	}
	for _, term := range slices.SortedFunc(maps.Keys(q.Weights), cmp.Compare[string]) {
		add(term)
	}
	p.arrange()
	return p
}

const several = 255

// find is the place of a term among the clauses, -1 when it is none.
func (p *plan) find(id uint32) int {
	switch slot := p.slots[id%256]; {
	case slot == 0:
		return -1
	case slot == several:
		return slices.IndexFunc(p.clauses, func(c clause) bool { return c.id == id })
	case p.clauses[slot-1].id == id:
		return int(slot - 1)
	}
	return -1
}

// arrange settles the order of reading and gives bits by it, so that the clauses read make a small number.
// From the 32nd on they share a bit, which makes bounds looser but keeps them bounds.
func (p *plan) arrange() {
	for i := range p.clauses {
		p.order = append(p.order, i)
	}
	slices.SortStableFunc(p.order, func(x, y int) int { return cmp.Compare(p.clauses[y].bound, p.clauses[x].bound) })
	for rank, i := range p.order {
		p.clauses[i].bit = 1 << min(rank, 31)
	}
	for k := range p.pairs {
		pr := &p.pairs[k]
		pr.mask = p.clauses[pr.first].bit | p.clauses[pr.second].bit
	}
}

func (p *plan) pair(first, second int) {
	same := func(o pair) bool { return o.first == first && o.second == second }
	if first == second || slices.ContainsFunc(p.pairs, same) {
		return
	}
	bonus := pairBonus * min(p.clauses[first].weight, p.clauses[second].weight)
	p.pairs = append(p.pairs, pair{first: first, second: second, bonus: bonus})
}

// bonus is the most that the pairs can earn a text which holds no clauses but those of mask.
func (p *plan) bonus(mask uint32) float64 {
	sum := 0.0
	for _, pr := range p.pairs {
		if mask&pr.mask == pr.mask {
			sum += pr.bonus
		}
	}
	return sum
}
