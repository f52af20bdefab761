package model

import (
	"context"

	"talksbot/knowledge/llm"
)

// translator is a knowledge.Translator.
type translator struct {
	model *llm.Client
	name  string
}

// Name is the model and the version of the prompt that it is given.
func (t *translator) Name() string { return t.name }

// Translate implements knowledge.Translator.
func (t *translator) Translate(ctx context.Context, texts []string, to string) ([]string, error) {
	prompt, err := llm.Render(llm.Translating{Texts: texts, Language: to})
	if err != nil {
		return nil, err
	}
	var out llm.Translated
	if _, err := t.model.Complete(ctx, llm.Call{Prompt: prompt, Purpose: "translate", Into: &out}); err != nil {
		return nil, unavailable(err)
	}
	return out.Texts, nil
}
