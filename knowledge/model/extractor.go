package model

import (
	"context"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

// extractor is a knowledge.Extractor.
type extractor struct {
	model *llm.Client
	name  string
}

// Name is the model and the version of the prompt that it is given.
func (e *extractor) Name() string { return e.name }

// Extract implements knowledge.Extractor. Tokens are told with an error, too.
func (e *extractor) Extract(ctx context.Context, a knowledge.Article, before, text string) (knowledge.Extracted, error) {
	prompt, err := llm.Render(llm.Extracting{Published: a.Day(), Title: a.Title, Before: before, Text: text})
	if err != nil {
		return knowledge.Extracted{}, err
	}
	var out llm.Extracted
	res, err := e.model.Complete(ctx, llm.Call{Prompt: prompt, Purpose: "refresh", Into: &out})
	got := knowledge.Extracted{Tokens: res.Record.In + res.Record.Out}
	if err != nil {
		return got, unavailable(err)
	}
	for _, c := range out.Commitments {
		got.Commitments = append(got.Commitments, knowledge.ExtractedCommitment{Actor: c.Actor, Undertaking: c.Undertaking,
			Stance: knowledge.Stance(c.Stance), Condition: c.Condition, SaidBy: c.SaidBy, Quote: c.Quote})
	}
	for _, i := range out.Issues {
		got.Issues = append(got.Issues, knowledge.ExtractedIssue{Issue: i.Issue, Status: knowledge.IssueStatus(i.Status), SaidBy: i.SaidBy, Quote: i.Quote})
	}
	return got, nil
}
