package ledger

import (
	"maps"
	"slices"
	"strings"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
)

// Copies gives, for each Article, the position of the one that it repeats; -1 for none. readings stand in the same order.
func Copies(articles []news.Article, readings []*extract.Reading) []int {
	lg := &merging{}
	for i, a := range articles {
		lg.entries = append(lg.entries, &told{article: a, reading: readings[i], copyOf: -1})
	}
	lg.findCopies()
	out := make([]int, len(articles))
	for i, e := range lg.entries {
		out[i] = e.copyOf
	}
	return out
}

// findCopies marks Articles most of whose sentences an earlier one has word for word: copies of one wire story.
func (lg *merging) findCopies() {
	first := map[string]int{}
	for n, e := range lg.entries {
		votes, sentences := map[int]int{}, 0
		var own []string
		for _, p := range e.reading.Passages {
			if p.Kind == news.Heading || p.End-p.Start < 40 {
				continue
			}
			key := strings.Join(e.reading.Terms[p.N], " ")
			own = append(own, key)
			sentences++
			if f, ok := first[key]; ok {
				votes[f]++
			}
		}
		for _, f := range slices.Sorted(maps.Keys(votes)) {
			if votes[f]*10 >= sentences*6 {
				e.copyOf = f
				break
			}
		}
		if e.copyOf < 0 {
			for _, k := range own {
				if _, ok := first[k]; !ok {
					first[k] = n
				}
			}
		}
	}
}
