package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"talksbot/adapters"
	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

// logged writes a line for each call of a model, without what was asked and answered.
func logged(log *slog.Logger) func(llm.Record) {
	return func(r llm.Record) {
		log.Debug("model called", "prompt", r.Prompt, "version", r.Version, "model", r.Model, "purpose", r.Purpose, "read", r.In, "written", r.Out,
			"estimated", r.Estimated, "cost", r.Cost, "ms", r.Took.Milliseconds(), "tries", r.Tries, "outcome", r.Outcome)
	}
}

// watched is a knowledge base that says of every answer what became of what models wrote for it.
type watched struct {
	*knowledge.Base
	log *slog.Logger
}

// Answer is that of the Base.
func (w watched) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	start := time.Now()
	a, err := w.Base.Answer(ctx, q)
	letOut, dropped := a.Verdicts()
	attrs := []any{"status", a.Status, "statements", len(a.Statements), "ms", time.Since(start).Milliseconds(), "let_out", letOut}
	for _, class := range slices.Sorted(maps.Keys(dropped)) {
		attrs = append(attrs, "dropped_"+class, dropped[class])
	}
	w.log.Debug("answered", attrs...)
	return a, err
}

// counted says what a model was asked until now; "" where it never was.
func counted(t llm.Totals) string {
	if t.Calls == 0 {
		return ""
	}
	text := fmt.Sprintf("%d calls, %d failed, %d tokens read, %d written", t.Calls, t.Failures, t.In, t.Out)
	if t.Cost > 0 {
		text += fmt.Sprintf(", cost %.4f", t.Cost)
	}
	return text
}

// called are the rows that show the calls made for an answer.
func called(all []llm.Record) (t adapters.Table) {
	t.Title = "Calls of the model"
	t.Heads = []string{"Prompt", "Model", "Read", "Written", "Seconds", "Cost", "Tries", "Outcome"}
	for _, r := range all {
		read, written := fmt.Sprint(r.In), fmt.Sprint(r.Out)
		if r.Estimated {
			read, written = "~"+read, "~"+written
		}
		row := []string{r.Prompt + " " + r.Version, r.Model, read, written, fmt.Sprintf("%.1f", r.Took.Seconds()), fmt.Sprintf("%.4f", r.Cost), fmt.Sprint(r.Tries), r.Outcome}
		var cells []adapters.Cell
		for _, s := range row {
			cells = append(cells, adapters.Cell{Text: s})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
