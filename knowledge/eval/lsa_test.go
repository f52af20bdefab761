package eval

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"unicode"

	"talksbot/knowledge"
	"talksbot/knowledge/news"
)

// lsa makes vectors by latent semantic analysis (Deerwester et al., 1990) of some articles: words that stand in like sentences
// are near each other. It implements knowledge.Embedder.
type lsa struct {
	terms map[string]int
	idf   []float64
	basis [][]float64 // per term, its place in each dimension
}

const lsaWidth = 64

func newLSA(as []knowledge.Article) *lsa {
	m := &lsa{terms: map[string]int{}}
	var docs []map[int]float64
	var df []float64
	for _, a := range as {
		for _, p := range news.Split(a) {
			doc := map[int]float64{}
			for _, w := range lsaWords(a.Title + " " + a.Text[p.Start:p.End]) {
				t, ok := m.terms[w]
				if !ok {
					t = len(m.terms)
					m.terms[w], df = t, append(df, 0)
				}
				doc[t]++
			}
			for t := range doc {
				df[t]++
			}
			docs = append(docs, doc)
		}
	}
	for _, n := range df {
		m.idf = append(m.idf, math.Log(1+float64(len(docs))/n))
	}
	for _, d := range docs {
		for t, n := range d {
			d[t] = (1 + math.Log(n)) * m.idf[t]
		}
	}
	m.basis = subspace(docs, len(m.terms))
	return m
}

// subspace finds the directions in which the documents differ most, by power iteration.
func subspace(docs []map[int]float64, terms int) [][]float64 {
	r := rand.New(rand.NewPCG(1, 2))
	basis := make([][]float64, terms)
	for t := range basis {
		basis[t] = make([]float64, lsaWidth)
		for k := range basis[t] {
			basis[t][k] = r.NormFloat64()
		}
	}
	for range 12 {
		next := make([][]float64, terms)
		for t := range next {
			next[t] = make([]float64, lsaWidth)
		}
		for _, d := range docs {
			at := project(d, basis)
			for t, w := range d {
				for k := range at {
					next[t][k] += w * at[k]
				}
			}
		}
		orthogonal(next)
		basis = next
	}
	return basis
}

func project(doc map[int]float64, basis [][]float64) []float64 {
	at := make([]float64, lsaWidth)
	for t, w := range doc {
		for k, b := range basis[t] {
			at[k] += w * b
		}
	}
	return at
}

// orthogonal makes the columns of a basis so, each of length 1.
func orthogonal(basis [][]float64) {
	for k := range lsaWidth {
		for j := range k {
			sum := 0.0
			for _, row := range basis {
				sum += row[j] * row[k]
			}
			for _, row := range basis {
				row[k] -= sum * row[j]
			}
		}
		sum := 1e-12
		for _, row := range basis {
			sum += row[k] * row[k]
		}
		for _, row := range basis {
			row[k] /= math.Sqrt(sum)
		}
	}
}

func lsaWords(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := words[:0]
	for _, w := range words {
		if len(w) > 3 {
			out = append(out, strings.TrimSuffix(w, "s"))
		}
	}
	return out
}

func (m *lsa) Name() string { return "lsa" }

func (m *lsa) Embed(_ context.Context, texts []string) ([][]float32, error) {
	var out [][]float32
	for _, text := range texts {
		doc := map[int]float64{}
		for _, w := range lsaWords(text) {
			if t, ok := m.terms[w]; ok {
				doc[t] += m.idf[t]
			}
		}
		at, sum := project(doc, m.basis), 1e-12
		for _, x := range at {
			sum += x * x
		}
		v := make([]float32, lsaWidth)
		for k, x := range at {
			v[k] = float32(x / math.Sqrt(sum))
		}
		if len(doc) == 0 {
			v[0] = 1
		}
		out = append(out, v)
	}
	return out, nil
}
