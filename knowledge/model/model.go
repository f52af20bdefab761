// Package model is for the parts of a knowledge base that a model does: it fills the prompts of package llm, and makes of what
// comes back what package knowledge judges. Nothing of it is trusted.
//
//	model.go    which parts a configuration has
//	writer.go   what was found, in the model's words
package model

import (
	"errors"
	"fmt"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

// Parts are the parts that the models of a configuration do; none without an endpoint. c is of the same configuration.
func Parts(cfg llm.Config, c *llm.Client) knowledge.Parts {
	var p knowledge.Parts
	if cfg.BaseURL == "" {
		return p
	}
	if cfg.Model != "" {
		p.Synthesizer = &writer{model: c, name: named(cfg.Model, llm.Writing{})}
	}
	return p
}

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
