package model

import (
	"context"

	"talksbot/knowledge/llm"
)

// rewriter is a knowledge.Rewriter.
type rewriter struct {
	model *llm.Client
	name  string
}

// Name is the model and the version of the prompt that it is given.
func (r *rewriter) Name() string { return r.name }

// Rewrite implements knowledge.Rewriter.
func (r *rewriter) Rewrite(ctx context.Context, question string, earlier []string) (clear, language string, err error) {
	prompt, err := llm.Render(llm.Rewriting{Question: question, Earlier: earlier})
	if err != nil {
		return "", "", err
	}
	var out llm.Rewritten
	if _, err := r.model.Complete(ctx, llm.Call{Prompt: prompt, Purpose: "understand", Into: &out}); err != nil {
		return "", "", unavailable(err)
	}
	return out.Question, out.Language, nil
}
