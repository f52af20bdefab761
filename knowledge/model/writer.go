package model

import (
	"context"
	"strconv"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

// writer is a knowledge.Synthesizer.
type writer struct {
	model *llm.Client
	name  string
}

// Name is the model and the version of the prompt that it is given.
func (w *writer) Name() string { return w.name }

// Synthesize implements knowledge.Synthesizer. All its calls for one Answer have the deadline of the model's configuration.
func (w *writer) Synthesize(ctx context.Context, q knowledge.Question, from knowledge.Evidence) ([]knowledge.Statement, error) {
	ctx, cancel := w.model.Within(ctx)
	defer cancel()
	data := llm.Writing{Question: q.Text, Language: "en", MostItems: len(from.Found)}
	if q.Understood != "" {
		data.Question = q.Understood
	}
	cited := map[string]knowledge.Citation{}
	for _, s := range from.Found {
		for _, c := range s.Citations {
			id := "p" + strconv.Itoa(len(cited)+1)
			cited[id] = c
			data.Passages = append(data.Passages, llm.WritingPassage{ID: id, Published: c.Published, Publisher: c.Publisher, Title: c.Title, Text: c.Quote})
			if s.Actor != "" {
				data.Ledger = append(data.Ledger, llm.WritingEntry{Passage: id, Actor: s.Actor, Stance: string(s.Stance), Undertaking: s.Text, SaidBy: s.SaidBy})
			}
		}
	}
	for _, r := range from.Rejected {
		data.Rejected = append(data.Rejected, llm.WritingRepair{Text: r.Text, Reason: r.Reason})
	}
	prompt, err := llm.Render(data)
	if err != nil {
		return nil, err
	}
	var out llm.Written
	if _, err := w.model.Complete(ctx, llm.Call{Prompt: prompt, Purpose: "answer", Into: &out}); err != nil {
		return nil, unavailable(err)
	}
	var drafts []knowledge.Statement
	for _, s := range out.Statements {
		d := knowledge.Statement{Text: s.Text, Kind: knowledge.Summary}
		for _, quote := range s.Quotes {
			c := cited[quote.Passage] // its zero value is of no passage, and is not let out
			c.Quote = quote.Text
			d.Citations = append(d.Citations, c)
		}
		drafts = append(drafts, d)
	}
	return drafts, nil
}
