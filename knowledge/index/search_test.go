package index

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// bruteForce scores every doc straight from the definition, with no index.
func bruteForce(docs []Doc, q Query, n int) []Hit {
	bags, groups := make([][]string, len(docs)), map[int][]string{}
	for i, d := range docs {
		bags[i] = slices.Concat(d.Terms, d.Context)
		if _, ok := groups[d.Group]; !ok {
			groups[d.Group] = d.Context
		}
	}
	for _, d := range docs {
		groups[d.Group] = slices.Concat(groups[d.Group], d.Terms)
	}
	ofDocs, ofGroups := newModel(bags), newModel(slices.Collect(maps.Values(groups)))
	weights := map[string]float64{}
	for _, t := range q.Terms {
		weights[t] = 1
	}
	maps.Copy(weights, q.Weights)
	terms := slices.Sorted(maps.Keys(weights))
	var hits []Hit
	for i, d := range docs {
		if q.Only != nil && !q.Only(i) {
			continue
		}
		score, own := 0.0, 0.0
		for _, t := range terms {
			if weights[t] > 0 {
				own += weights[t] * ofDocs.bm25(t, bags[i])
				score += 0.3 * weights[t] * ofGroups.bm25(t, groups[d.Group])
			}
		}
		if own == 0 {
			continue
		}
		seen := map[[2]string]bool{}
		for k := 1; k < len(q.Terms); k++ {
			x, y := q.Terms[k-1], q.Terms[k]
			if seen[[2]string{x, y}] || x == y || weights[x] <= 0 || weights[y] <= 0 || !follows(d.Terms, x, y) {
				continue
			}
			seen[[2]string{x, y}] = true
			score += 0.3 * min(weights[x]*ofDocs.idf(x), weights[y]*ofDocs.idf(y))
		}
		factor := 1.0
		if f := q.Boost[d.Group]; f > 0 {
			factor = f
		}
		hits = append(hits, Hit{i, (score + own) * factor})
	}
	slices.SortFunc(hits, func(x, y Hit) int { return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.Doc, y.Doc)) })
	return hits[:min(n, len(hits))]
}

func follows(words []string, x, y string) bool {
	for i, w := range words {
		if w == x && slices.Contains(words[i+1:min(i+4, len(words))], y) {
			return true
		}
	}
	return false
}

type model struct {
	df      map[string]int
	n       int
	average float64
}

func newModel(bags [][]string) model {
	m := model{df: map[string]int{}, n: len(bags)}
	for _, bag := range bags {
		m.average += float64(len(bag)) / float64(len(bags))
		for _, t := range slices.Compact(slices.Sorted(slices.Values(bag))) {
			m.df[t]++
		}
	}
	return m
}

func (m model) idf(t string) float64 {
	if m.df[t] == 0 {
		return 0
	}
	return math.Log(1 + (float64(m.n-m.df[t])+0.5)/(float64(m.df[t])+0.5))
}

func (m model) bm25(t string, bag []string) float64 {
	tf := 0.0
	for _, w := range bag {
		if w == t {
			tf++
		}
	}
	return m.idf(t) * tf * 1.9 / (tf + 0.9*(0.6+0.4*float64(len(bag))/m.average))
}

// randomDocs are texts of Zipf-distributed words in groups whose docs may lie apart.
func randomDocs(r *rand.Rand, n, vocabulary int) []Doc {
	zipf := rand.NewZipf(r, 1.2, 3, uint64(vocabulary-1))
	draw := func(n int) []string {
		terms := make([]string, n)
		for i := range terms {
			terms[i] = fmt.Sprint("w", zipf.Uint64())
		}
		return terms
	}
	docs := make([]Doc, n)
	context := map[int][]string{}
	for i := range docs {
		g := i/7*3 - 5
		if r.IntN(5) == 0 {
			g = r.IntN(n)
		}
		if _, ok := context[g]; !ok {
			context[g] = draw(r.IntN(5))
		}
		docs[i] = Doc{Terms: draw(r.IntN(25)), Context: context[g], Group: g}
	}
	return docs
}

func randomQuery(r *rand.Rand, docs []Doc, vocabulary int) Query {
	q := Query{}
	for range r.IntN(12) {
		q.Terms = append(q.Terms, fmt.Sprint("w", r.IntN(vocabulary+2)))
	}
	if d := docs[r.IntN(len(docs))].Terms; r.IntN(2) == 0 && len(d) > 4 {
		q.Terms = append(q.Terms, d[:4]...)
	}
	if r.IntN(2) == 0 {
		q.Weights = map[string]float64{}
		for range r.IntN(6) {
			q.Weights[fmt.Sprint("w", r.IntN(vocabulary))] = r.Float64()*1.5 - 0.2
		}
	}
	if r.IntN(2) == 0 {
		q.Boost = map[int]float64{docs[0].Group: 1.5, docs[len(docs)/2].Group: 0.5, 1 << 40: 9, docs[len(docs)-1].Group: -1}
	}
	if m := r.IntN(4); m > 1 {
		q.Only = func(doc int) bool { return doc%m == 0 }
	}
	return q
}

// The index takes short cuts; what it finds must be what the definition says, whatever the query.
func TestSearchIsExact(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		vocabulary := 20 + r.IntN(400)
		docs := randomDocs(r, 1+r.IntN(600), vocabulary)
		w := Build(docs)
		for range 20 {
			q, n := randomQuery(r, docs, vocabulary), 1+r.IntN(15)
			compare(t, bruteForce(docs, q, n), w.Search(q, n), fmt.Sprintf("seed %d: %+v", seed, q))
		}
	}
}

// A larger index, where most docs are ruled out unseen.
func TestSearchIsExactWhenItPrunes(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	docs := randomDocs(r, 6000, 3000)
	w := Build(docs)
	for range 25 {
		q := randomQuery(r, docs, 3000)
		compare(t, bruteForce(docs, q, 10), w.Search(q, 10), fmt.Sprintf("%+v", q))
	}
}

// compare allows for sums taken in another order: docs whose scores differ by less than that may change places.
func compare(t *testing.T, want, got []Hit, what string) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%s: %d hits, want %d", what, len(got), len(want))
	}
	for i := range want {
		if math.Abs(want[i].Score-got[i].Score) > 1e-9*want[i].Score {
			t.Fatalf("%s: hit %d is %+v, want %+v", what, i, got[i], want[i])
		}
		if i > 0 && (got[i].Score > got[i-1].Score || got[i].Score == got[i-1].Score && got[i].Doc <= got[i-1].Doc) {
			t.Fatalf("%s: %+v stands before %+v", what, got[i-1], got[i])
		}
		apart := i == 0 || want[i-1].Score-want[i].Score > 1e-9
		if apart && i+1 < len(want) && want[i].Score-want[i+1].Score > 1e-9 && want[i].Doc != got[i].Doc {
			t.Fatalf("%s: hit %d is doc %d, want %d", what, i, got[i].Doc, want[i].Doc)
		}
	}
}

func TestManyTerms(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	docs := randomDocs(r, 500, 100)
	q := Query{}
	for i := range 60 {
		q.Terms = append(q.Terms, fmt.Sprint("w", i))
	}
	compare(t, bruteForce(docs, q, 10), Build(docs).Search(q, 10), "60 terms")
}

// corpus is 100,000 docs and questions of 6 to 12 of their words, without the skip commonest.
func corpus(skip int) ([]Doc, []Query) {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 8, 199_999)
	docs := make([]Doc, 100_000)
	var context []string
	for i := range docs {
		if i%33 == 0 {
			context = nil
			for range 12 {
				context = append(context, fmt.Sprint("w", zipf.Uint64()))
			}
		}
		terms := make([]string, 15+r.IntN(21))
		for k := range terms {
			terms[k] = fmt.Sprint("w", zipf.Uint64())
		}
		docs[i] = Doc{Terms: terms, Context: context, Group: i / 33}
	}
	queries := make([]Query, 500)
	for i := range queries {
		for n := 6 + r.IntN(7); len(queries[i].Terms) < n; {
			d := docs[r.IntN(len(docs))].Terms
			word := d[r.IntN(len(d))]
			if rank, _ := strconv.Atoi(word[1:]); rank >= skip {
				queries[i].Terms = append(queries[i].Terms, word)
			}
		}
	}
	return docs, queries
}

func BenchmarkBuild100k(b *testing.B) {
	docs, _ := corpus(0)
	for b.Loop() {
		w := Build(docs)
		b.ReportMetric(float64(w.Bytes())/float64(w.Len()), "bytes/doc")
	}
}

func BenchmarkSearch100k(b *testing.B) {
	for _, skip := range []int{0, 100} {
		docs, queries := corpus(skip)
		w := Build(docs)
		b.Run(fmt.Sprintf("without the commonest %d words", skip), func(b *testing.B) {
			i := 0
			for b.Loop() {
				w.Search(queries[i%len(queries)], 10)
				i++
			}
		})
	}
}

func BenchmarkNear200k(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var docs []Doc
	for range 200_000 {
		word := make([]byte, 4+r.IntN(8))
		for i := range word {
			word[i] = "etaoinshrdlucmfwypvbgkjqxz"[min(r.IntN(26), r.IntN(26))]
		}
		docs = append(docs, Doc{Terms: []string{string(word)}})
	}
	w := Build(docs)
	i := 0
	for b.Loop() {
		w.Near(docs[i].Terms[0], 5)
		i++
	}
}
