package ledger

import (
	"slices"
	"strings"

	"talksbot/knowledge/index"
)

// sameMatter is the share of what the shorter of two mentions is about that the other must have, weighed by rarity.
// Read off the two shared stories: below it, different undertakings of one party begin to fall together.
const sameMatter = 0.6

// matter is what a mention is about. Much is told again in the same words, so mentions of the same terms share one.
type matter struct {
	terms  []int32   // numbers of them: see matters
	weight []float64 // of each term
	sum    float64
	last   *matter // it was compared with last
	alike  float64 // with what result
}

// matters are by their terms, which are numbered as they come.
type matters struct {
	by      map[string]*matter
	numbers map[string]int32
}

func newMatters() *matters { return &matters{map[string]*matter{}, map[string]int32{}} }

func (ms *matters) of(terms []string, words *index.Words) *matter {
	key := strings.Join(terms, " ")
	m := ms.by[key]
	if m == nil {
		m = &matter{}
		for _, t := range terms {
			n, ok := ms.numbers[t]
			if !ok {
				n = int32(len(ms.numbers))
				ms.numbers[t] = n
			}
			m.terms = append(m.terms, n)
			w := words.IDF(t)
			m.weight = append(m.weight, w)
			m.sum += w
		}
		ms.by[key] = m
	}
	return m
}

// similar compares what two mentions are about, 0 to 1.
func similar(a, b *matter) float64 {
	if b.last == a {
		return b.alike
	}
	b.last, b.alike = a, 0
	shared := 0.0
	for i, t := range a.terms {
		if slices.Contains(b.terms, t) {
			shared += a.weight[i]
		}
	}
	least := min(a.sum, b.sum)
	if least == 0 {
		return 0
	}
	s := shared / least
	if len(a.terms) < 2 || len(b.terms) < 2 { // one word in common is no matter in common
		s *= 0.7
	}
	if max(a.sum, b.sum) > 4*least {
		s *= 0.8
	}
	b.alike = s
	return s
}

// SameMatter says whether two undertakings, or two issues, are one by what their words say, as Merge takes them of one party.
func SameMatter(a, b string, words *index.Words) bool {
	of, lg := newMatters(), &merging{memory: &Memory{}}
	return similar(of.of(lg.aboutTerms(a, nil), words), of.of(lg.aboutTerms(b, nil), words)) >= sameMatter
}
