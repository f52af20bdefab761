// Package eval is for telling whether the answers and the Ledger are good: it asks known questions over known articles
// and counts what came out against a gold set, so that every change of behaviour shows as a change of figures.
//
// A story is a folder with articles/, questions.jsonl and, where there is a gold Ledger, commitments.jsonl and
// issues.jsonl. A nugget is one thing that a good answer says: one of the first 8 Statements, within the first 260
// words, fits one of its patterns by its text or a quote and cites one of its articles. The figures, their names and
// their rules are those of a scorer that shares no code with this project, so that both can be held side by side; that
// is why quotes are looked up in the files of articles/ and not in what the Base has made of them.
package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"

	"talksbot/knowledge"
	"talksbot/knowledge/sources"
)

// Base is what is measured: a *knowledge.Base, or another answerer over the same articles.
type Base interface {
	Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error)
	Commitments() []knowledge.Commitment
	Issues() []knowledge.OpenIssue
}

var _ Base = (*knowledge.Base)(nil)

// Options say what is measured and how. The zero Options measure the built-in Base and show nothing.
type Options struct {
	// Open makes the Base over a story's articles; nil: a new knowledge.Base in memory.
	Open func(ctx context.Context, articles knowledge.Source) (Base, error)
	// Understand makes a Question of a line's text and the Questions it goes on from, oldest first; nil: the text itself.
	Understand func(text string, before []knowledge.Question) knowledge.Question
	// Show gets a line for each miss; nil: nothing is shown.
	Show io.Writer
}

// Run measures a story's folder. The error names a file that is not there or every bad gold line; an article file that
// cannot be read is no error, since its good neighbours are still measured: see Report.LeftOut.
func Run(ctx context.Context, dir string, opt Options) (Report, error) {
	g, err := readStory(dir)
	if err != nil {
		return Report{}, err
	}
	folder := filepath.Join(dir, "articles")
	files, err := readFiles(folder)
	if err != nil {
		return Report{}, fmt.Errorf("reading the articles: %w", err)
	}
	return measure(ctx, sources.Files(folder), files, g, opt)
}

// RunQuestions measures only answers: the questions of one file over any articles. Quotes are looked up in the
// Articles' text.
func RunQuestions(ctx context.Context, from knowledge.Source, file string, opt Options) (Report, error) {
	qs, err := readQuestions(file)
	if err != nil {
		return Report{}, err
	}
	return measure(ctx, from, texts{}, gold{questions: qs}, opt)
}

// gold is what a story is expected to give. A nil Ledger list is one that has no gold.
type gold struct {
	questions           []question
	commitments, issues []expected
}

func readStory(dir string) (gold, error) {
	qs, err1 := readQuestions(filepath.Join(dir, "questions.jsonl"))
	cs, err2 := readExpected(filepath.Join(dir, "commitments.jsonl"))
	is, err3 := readExpected(filepath.Join(dir, "issues.jsonl"))
	return gold{qs, cs, is}, errors.Join(err1, err2, err3)
}

// measure asks everything and scores it. text holds the articles as they are filed; an Article that is filed under
// another ID than its own (an address) adds its own text.
func measure(ctx context.Context, from knowledge.Source, text texts, g gold, opt Options) (Report, error) {
	var r Report
	var read articles
	var problems []error
	for a, err := range from.Articles(ctx) {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if err != nil {
			problems, r.LeftOut = append(problems, err), append(r.LeftOut, err.Error())
			continue
		}
		read = append(read, a)
		if _, ok := text[a.ID]; !ok {
			text[a.ID] = normal(a.Text)
		}
	}
	if len(read) == 0 {
		return r, errors.Join(append(problems, errors.New("there is no article to measure over"))...)
	}
	open := opt.Open
	if open == nil {
		open = inMemory
	}
	base, err := open(ctx, read)
	if err != nil {
		return r, fmt.Errorf("opening the base to measure: %w", err)
	}
	answers, err := ask(ctx, base, g.questions, opt.Understand)
	if err != nil {
		return r, err
	}
	s := scorer{text: text, show: opt.Show}
	s.questions(&r, g.questions, answers)
	if g.commitments != nil {
		r.Commitments = s.ledger("commitments", g.commitments, fromCommitments(base.Commitments()))
	}
	if g.issues != nil {
		r.Issues = s.ledger("issues", g.issues, fromIssues(base.Issues()))
	}
	return r, s.err
}

// ask puts every question in turn. A follow-up is understood from the questions it goes on from, oldest first.
func ask(ctx context.Context, b Base, qs []question, understand func(string, []knowledge.Question) knowledge.Question) ([]knowledge.Answer, error) {
	if understand == nil {
		understand = func(text string, _ []knowledge.Question) knowledge.Question { return knowledge.Question{Text: text} }
	}
	out := make([]knowledge.Answer, 0, len(qs))
	chains := map[string][]knowledge.Question{} // question id → it and those before it
	for _, q := range qs {
		before := chains[q.FollowUpTo]
		asked := understand(q.Text, slices.Clone(before))
		chains[q.ID] = append(slices.Clone(before), asked)
		a, err := b.Answer(ctx, asked)
		if err != nil {
			return nil, fmt.Errorf("question %s: %w", q.ID, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// articles is a Source of what has been read already.
type articles []knowledge.Article

func (as articles) Len() int { return len(as) }

func (as articles) Articles(ctx context.Context) iter.Seq2[knowledge.Article, error] {
	return func(yield func(knowledge.Article, error) bool) {
		for _, a := range as {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func inMemory(ctx context.Context, from knowledge.Source) (Base, error) {
	b, err := knowledge.Open(ctx, knowledge.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := b.Refresh(ctx, from); err != nil {
		return nil, err
	}
	return b, nil
}
