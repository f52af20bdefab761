package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge/eval"
)

func (p *program) eval() *cobra.Command {
	format := oneOf("text", "json")
	show := false
	cmd := &cobra.Command{
		Use:   "eval DIR",
		Short: "Measure the answers against questions whose answers are known",
		Long: `eval reads a story's folder and prints how well it is answered: how many of the
expected facts are found, how many questions are refused rightly and wrongly, and
how the ledger compares.

  DIR/articles/          the articles
  DIR/questions.jsonl    questions with what their answers have to hold
  DIR/commitments.jsonl  expected commitments (may be missing)
  DIR/issues.jsonl       expected issues (may be missing)

The articles go into a knowledge base of their own; the data folder is not used.`,
		Example: `  bot eval ./story
  bot eval --show ./story
  bot eval --format json ./story`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("name one folder with articles and questions, for example: bot eval ./story")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.measure(cmd.Context(), args[0], format.value(), show)
		},
	}
	cmd.Flags().Var(format, "format", "how the figures are shown")
	cmd.Flags().BoolVar(&show, "show", false, "show every miss too")
	return cmd
}

func (p *program) measure(ctx context.Context, dir, format string, show bool) error {
	opt := eval.Options{Understand: dialog.Understand}
	if show {
		opt.Show = plainLines{p}
	}
	r, err := eval.Run(ctx, dir, opt)
	if err != nil {
		return err
	}
	if format == "json" {
		return writeJSON(p.out, r, "  ")
	}
	_, err = r.WriteTo(p.out)
	return err
}

// plainLines writes lines fit for a terminal; each Write has to be whole lines.
type plainLines struct{ p *program }

func (l plainLines) Write(b []byte) (int, error) {
	_, err := l.p.err.WriteString(console.Plain(string(b)) + "\n")
	return len(b), err
}
