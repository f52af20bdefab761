package llmfake

import (
	"cmp"
	"hash/fnv"
	"math"
	"net/http"
	"slices"
	"strings"
	"unicode"
)

func (s *Server) embed(w http.ResponseWriter, req Request, means map[string]string) {
	data := []object{}
	tokens := 0
	for i, t := range req.Texts {
		data = append(data, object{"object": "embedding", "index": i, "embedding": vector(t, cmp.Or(s.Width, 256), means)})
		tokens += len(strings.Fields(t))
	}
	give(w, object{"object": "list", "model": req.Model, "data": data, "usage": object{"prompt_tokens": tokens, "total_tokens": tokens}})
}

// rerank gives the best first, as endpoints do.
func (s *Server) rerank(w http.ResponseWriter, req Request, means map[string]string) {
	type result struct {
		Index int     `json:"index"`
		Score float64 `json:"relevance_score"`
	}
	results := []result{}
	q := vector(req.Question, cmp.Or(s.Width, 256), means)
	for i, t := range req.Texts {
		var score float64
		for n, x := range vector(t, len(q), means) {
			score += q[n] * x
		}
		results = append(results, result{i, score})
	}
	slices.SortStableFunc(results, func(a, b result) int { return cmp.Compare(b.Score, a.Score) })
	give(w, object{"model": req.Model, "results": results})
}

// vector hashes the words of a text, and with less weight their runs of four letters, into a vector: texts that share words, or
// forms of a word, are near. Words of no meaning weigh little.
func vector(text string, width int, means map[string]string) []float64 {
	v := make([]float64, width)
	add := func(feature string, weight float64) {
		h := fnv.New64a()
		_, _ = h.Write([]byte(feature))
		sum := h.Sum64()
		if sum>>63 == 1 {
			weight = -weight
		}
		v[sum%uint64(width)] += weight
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, w := range words {
		w = cmp.Or(means[w], w)
		if len(w) <= 3 {
			add(w, 0.2)
			continue
		}
		add(w, 1)
		for i := 0; i+4 <= len(w); i++ {
			add("#"+w[i:i+4], 0.35)
		}
	}
	if len(words) == 0 {
		add("", 1)
	}
	var sum float64
	for _, x := range v {
		sum += x * x
	}
	for i := range v {
		v[i] /= math.Sqrt(sum)
	}
	return v
}
