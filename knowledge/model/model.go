// Package model is for the parts of a knowledge base that a model does: it fills the prompts of package llm, and makes of what
// comes back what package knowledge judges. Nothing of it is trusted.
//
//	model.go       which parts a configuration has
//	writer.go      what was found, in the model's words
//	rewriter.go    questions made clear
//	translator.go  sentences in another language
//	extractor.go   what a passage says that the rules miss
//	vectors.go     texts by their meaning, and in the order of a question
package model

import (
	"errors"
	"fmt"
	"time"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

// Parts are the parts that the models of a configuration do; none without an endpoint. c is of the same configuration.
func Parts(cfg llm.Config, c *llm.Client) knowledge.Parts {
	var p knowledge.Parts
	if cfg.BaseURL == "" {
		return p
	}
	p.Deadline = time.Duration(cfg.DeadlineSeconds) * time.Second
	if cfg.Model != "" {
		p.Synthesizer = &writer{model: c, name: named(cfg.Model, llm.Writing{})}
		p.Translator = &translator{model: c, name: named(cfg.Model, llm.Translating{})}
		p.Rewriter = &rewriter{model: c, name: named(cfg.Model, llm.Rewriting{})}
		p.Extractor = &extractor{model: c, name: named(cfg.Model, llm.Extracting{})}
	}
	if cfg.Embeddings != "" {
		p.Embedder = embedder{c, cfg.Embeddings, c.Embed}
	}
	if cfg.Rerank != "" {
		p.Ranker = ranker{c, cfg.Rerank}
	}
	p.Patience = time.Duration(cfg.DeadlineSeconds) * time.Second / patienceShare
	return p
}

// patienceShare is the part of the deadline of an answer that its search may take: 5 seconds of 60.
const patienceShare = 12

// named says who does a part: a model and the version of the prompt for this data.
func named(model string, data any) string {
	p, err := llm.Render(data)
	if err != nil { // the call says why
		return model
	}
	return fmt.Sprintf("%s (%s %s)", model, p.Name, p.Version)
}

// unavailable marks an error that says nothing of what was asked, but that nobody answers.
func unavailable(err error) error {
	if errors.Is(err, llm.ErrDown) || errors.Is(err, llm.ErrUnauthorized) || errors.Is(err, llm.ErrNoModel) {
		return fmt.Errorf("%w: %w", knowledge.ErrUnavailable, err)
	}
	return err
}
