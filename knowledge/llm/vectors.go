package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"
)

// What one request for vectors holds at most: texts, and bytes of them, one text always.
const (
	batchTexts = 64
	batchBytes = 96 << 10
)

// Embed gives a vector of length 1 for each text, in their order and all of one dimension, from as many requests as they need.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if c.cfg.BaseURL == "" || c.cfg.Embeddings == "" {
		return nil, fmt.Errorf("%w: none is configured for vectors (model.embeddings)", ErrNoModel)
	}
	rec := Record{Model: c.cfg.Embeddings, Purpose: "embeddings"}
	start := time.Now()
	out, err := c.embed(ctx, texts, &rec)
	rec.Took = time.Since(start)
	c.record(&rec, err)
	return out, err
}

func (c *Client) embed(ctx context.Context, texts []string, rec *Record) (out [][]float32, err error) {
	for len(texts) > 0 {
		n, size := 0, 0
		for n < len(texts) && n < batchTexts && (n == 0 || size+len(texts[n]) <= batchBytes) {
			size += len(texts[n])
			n++
		}
		var got [][]float32
		err := c.call(ctx, &c.vectors, rec, func(ctx context.Context) (bool, error) {
			resp, err := c.api.CreateEmbeddings(ctx, openai.EmbeddingRequest{Input: texts[:n], Model: openai.EmbeddingModel(c.cfg.Embeddings)})
			if err != nil {
				return false, err
			}
			rec.In += resp.Usage.PromptTokens
			got, err = inOrder(resp.Data, n)
			return true, err
		})
		if err != nil {
			return nil, err
		}
		if out = append(out, got...); len(out[0]) != len(got[0]) {
			return nil, malformed("its vectors have several dimensions")
		}
		texts = texts[n:]
	}
	return out, nil
}

// inOrder puts vectors at their places, each with a length of 1.
func inOrder(data []openai.Embedding, n int) ([][]float32, error) {
	out := make([][]float32, n)
	if len(data) != n {
		return nil, malformed("it has %d vectors for %d texts", len(data), n)
	}
	for _, e := range data {
		if e.Index < 0 || e.Index >= n || out[e.Index] != nil {
			return nil, malformed("its vectors are not numbered as the texts are")
		}
		if len(e.Embedding) != len(data[0].Embedding) {
			return nil, malformed("its vectors have several dimensions")
		}
		var sum float64
		for _, x := range e.Embedding {
			sum += float64(x) * float64(x)
		}
		if sum = math.Sqrt(sum); !(sum > 0) || math.IsInf(sum, 0) {
			return nil, malformed("one of its vectors has no direction")
		}
		for i := range e.Embedding {
			e.Embedding[i] = float32(float64(e.Embedding[i]) / sum)
		}
		out[e.Index] = e.Embedding
	}
	return out, nil
}

// Rerank says how well each text answers a question, in their order: more is better, and only figures of one call compare.
// The endpoint's POST /rerank is that of Jina, Cohere, vLLM and llama.cpp.
func (c *Client) Rerank(ctx context.Context, question string, texts []string) ([]float64, error) {
	if c.cfg.BaseURL == "" || c.cfg.Rerank == "" {
		return nil, fmt.Errorf("%w: none is configured for an order (model.rerank)", ErrNoModel)
	}
	if len(texts) == 0 {
		return nil, nil
	}
	rec := Record{Model: c.cfg.Rerank, Purpose: "rerank"}
	start := time.Now()
	var out []float64
	err := c.call(ctx, &c.order, &rec, func(ctx context.Context) (bool, error) {
		var err error
		out, err = c.rank(ctx, question, texts, &rec)
		return err == nil, err
	})
	rec.Took = time.Since(start)
	c.record(&rec, err)
	return out, err
}

func (c *Client) rank(ctx context.Context, question string, texts []string, rec *Record) ([]float64, error) {
	body, err := json.Marshal(map[string]any{"model": c.cfg.Rerank, "query": question, "documents": texts, "top_n": len(texts)})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(c.cfg.BaseURL, "/")+"/rerank", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	resp, err := c.do.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var said struct {
		Results []struct {
			Index *int     `json:"index"`
			Score *float64 `json:"relevance_score"`
		} `json:"results"`
		Usage openai.Usage `json:"usage"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil {
		return nil, err
	}
	rec.In += max(said.Usage.PromptTokens, said.Usage.TotalTokens)
	out, seen := make([]float64, len(texts)), make([]bool, len(texts))
	for _, r := range said.Results {
		if r.Index == nil || r.Score == nil || *r.Index < 0 || *r.Index >= len(out) || seen[*r.Index] {
			return nil, malformed("its scores are not numbered as the texts are")
		}
		out[*r.Index], seen[*r.Index] = *r.Score, true
	}
	if len(said.Results) != len(texts) {
		return nil, malformed("it has %d scores for %d texts", len(said.Results), len(texts))
	}
	return out, nil
}
