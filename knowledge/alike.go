package knowledge

import (
	"cmp"
	"math"
	"slices"

	"talksbot/knowledge/index"
)

// sameAsked is the share of their words, endings and stop words aside, that two questions for one thing have in common.
const sameAsked = 0.55

// mostCompared is how many texts of a group each of it is compared with, to find the typical ones.
const mostCompared = 50

// Alike groups texts that are about the same by the words that they share: the largest group first, and in a group the most typical
// text first. It gives their positions; each is in one group.
func Alike(texts []string) [][]int {
	terms := make([][]string, len(texts)) // of each text: sorted, each once
	in := map[string]int{}                // texts that have a word
	for i, t := range texts {
		terms[i] = index.Terms(t)
		slices.Sort(terms[i])
		terms[i] = slices.Compact(terms[i])
		for _, w := range terms[i] {
			in[w]++
		}
	}
	var groups [][]int
	holds := map[string][]int{} // groups whose first text has a word
	for i, own := range terms {
		best, most := -1, sameAsked
		tried := map[int]bool{}
		for _, w := range telling(own, in) {
			for _, g := range holds[w] {
				if tried[g] {
					continue
				}
				tried[g] = true
				if s := shareOf(own, terms[groups[g][0]]); s >= most {
					best, most = g, s
				}
			}
		}
		if best < 0 {
			best, groups = len(groups), append(groups, nil)
			for _, w := range own {
				holds[w] = append(holds[w], best)
			}
		}
		groups[best] = append(groups[best], i)
	}
	for _, g := range groups {
		typical := map[int]float64{}
		for _, i := range g {
			for _, j := range g[:min(len(g), mostCompared)] {
				typical[i] += shareOf(terms[i], terms[j])
			}
		}
		slices.SortStableFunc(g, func(i, j int) int { return cmp.Compare(typical[j], typical[i]) })
	}
	slices.SortStableFunc(groups, func(g, h []int) int { return len(h) - len(g) })
	return groups
}

// telling gives the rarest words of a text, as many as it takes so that no text is like it which has none of them.
func telling(words []string, in map[string]int) []string {
	out := slices.SortedStableFunc(slices.Values(words), func(a, b string) int { return in[a] - in[b] })
	shared := int(math.Ceil(sameAsked * float64(len(out)))) // by any that is like it, at least
	return out[:len(out)-max(shared-1, 0)]
}

// shareOf is the share of all words of two texts that stand in both, 0 to 1.
func shareOf(a, b []string) float64 {
	both := 0
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); ok {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
