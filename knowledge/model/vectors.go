package model

import (
	"context"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

// embedder is a knowledge.Embedder.
type embedder struct {
	client *llm.Client
	model  string
	embed  func(ctx context.Context, texts []string) ([][]float32, error)
}

// Name implements knowledge.Embedder.
func (e embedder) Name() string { return e.model }

// Embed implements knowledge.Embedder.
func (e embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out, err := e.embed(ctx, texts)
	return out, unavailable(err)
}

// Of is the same of another model of the endpoint, which need not be there any more.
func (e embedder) Of(model string) knowledge.Embedder {
	return embedder{e.client, model, func(ctx context.Context, texts []string) ([][]float32, error) {
		return e.client.EmbedBy(ctx, model, texts)
	}}
}

// ranker is a knowledge.Ranker.
type ranker struct {
	client *llm.Client
	model  string
}

// Name implements knowledge.Ranker.
func (r ranker) Name() string { return r.model }

// Rank implements knowledge.Ranker.
func (r ranker) Rank(ctx context.Context, question string, texts []string) ([]float64, error) {
	out, err := r.client.Rerank(ctx, question, texts)
	return out, unavailable(err)
}
