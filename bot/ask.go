package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/llm"
)

func (p *program) ask() *cobra.Command {
	format := oneOf("text", "json")
	batch, explain := "", false
	cmd := &cobra.Command{
		Use:   "ask [question…]",
		Short: "Answer a question, a file of questions, or a conversation",
		Long: `ask answers a question from the articles and cites them under every statement.

With no question on a terminal it is a conversation: a follow-up ("and Germany?")
refers to what was asked before. With no question elsewhere, the question is read
from standard input.

--batch answers a file of JSON lines, one question each, and prints one JSON
object a line in the same order, with the question's id. follow_up_to names the
id of an earlier question in the file:

  {"id": "a", "q": "What has Germany committed to?"}
  {"id": "b", "q": "and by when?", "follow_up_to": "a"}

A line that cannot be read comes out with status "failed"; the others go on, and
the exit code is 3.`,
		Example: `  bot ask "Who has committed troops, and on what conditions?"
  bot ask --format json "Which issues remain open?"
  bot ask --as-of 2026-01-06 "Which issues are open?"
  bot ask --batch questions.jsonl > answers.jsonl
  bot ask`,
		RunE: func(cmd *cobra.Command, args []string) error {
			question := strings.TrimSpace(strings.Join(args, " "))
			switch {
			case explain && (batch != "" || len(args) == 0 && term.IsTerminal(int(p.in.Fd()))):
				return usage{errors.New("--explain needs a single question")}
			case batch != "" && question != "":
				return usage{errors.New("give either a question or --batch FILE, not both")}
			case batch != "":
				return p.askBatch(cmd.Context(), batch)
			case len(args) > 0:
				return p.askOnce(cmd.Context(), question, format.value(), explain)
			case term.IsTerminal(int(p.in.Fd())):
				if format.value() != "text" {
					return usage{errors.New("--format json needs a question or --batch FILE")}
				}
				return p.converse(cmd.Context())
			}
			question, err := p.readQuestion(cmd.Context())
			if err != nil {
				return err
			}
			return p.askOnce(cmd.Context(), question, format.value(), explain)
		},
	}
	cmd.Flags().Var(format, "format", "how an answer is shown")
	p.asOfFlag(cmd)
	cmd.Flags().BoolVar(&explain, "explain", false, "show the passages that were found with their scores, and what the gate threw out")
	cmd.Flags().StringVar(&batch, "batch", "", "answer the questions of `FILE`, JSON lines; - is standard input")
	return cmd
}

// checkQuestion says why a text cannot be asked.
func checkQuestion(q string) error {
	switch {
	case strings.TrimSpace(q) == "":
		return errors.New("the question is empty")
	case len(q) > dialog.MaxQuestion:
		return fmt.Errorf("the question is over %d bytes; ask in a sentence", dialog.MaxQuestion)
	}
	return nil
}

// readQuestion reads one question, which may go over several lines, from standard input.
func (p *program) readQuestion(ctx context.Context) (string, error) {
	text, err := console.Until(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(p.in, dialog.MaxQuestion+1)) })
	if err != nil {
		return "", fmt.Errorf("reading the question: %w", err)
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(text), "\ufffd")), nil
}

func (p *program) askOnce(ctx context.Context, question, format string, explain bool) error {
	if err := checkQuestion(question); err != nil {
		return usage{fmt.Errorf("%w, for example: bot ask \"Which issues remain open?\"", err)}
	}
	var calls []llm.Record
	if explain {
		var one sync.Mutex
		p.record = func(r llm.Record) {
			one.Lock()
			defer one.Unlock()
			calls = append(calls, r)
		}
	}
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	a, how, answering := base.Explain(ctx, dialog.Understand(question, nil))
	if format == "json" {
		out := explained{Answer: complete(a, question, answering)}
		if explain {
			out.Explanation, out.Calls = &how, calls
		}
		if err := writeJSON(p.out, out, "  "); err != nil {
			return err
		}
		return answering
	}
	if answering != nil {
		return answering
	}
	r := dialog.Compose(a, base.Bundled(), "")
	if p.quiet {
		r.Notes = nil
	}
	if err := console.Write(p.out, r, p.style(p.out, c)); err != nil || !explain {
		return err
	}
	fmt.Fprintln(p.out)
	if err := console.Write(p.out, explanation(a, how), p.style(p.out, c)); err != nil || len(calls) == 0 {
		return err
	}
	fmt.Fprintln(p.out)
	return console.Write(p.out, adapters.Reply{Table: called(calls)}, p.style(p.out, c))
}

// explained is an Answer in the JSON contract, with how it came about where that was asked for.
type explained struct {
	knowledge.Answer
	Explanation *knowledge.Explanation `json:"explanation,omitempty"`
	Calls       []llm.Record           `json:"calls,omitempty"` // of a model
}

// explanation shows how an Answer came about.
func explanation(a knowledge.Answer, how knowledge.Explanation) adapters.Reply {
	var r adapters.Reply
	r.Table.Title = "Passages found, the best first"
	r.Table.Heads = []string{"Score", "Covers", "Kind", "Parties", "Cited", "Article", "Passage"}
	if a.Searching != nil {
		r.Table.Heads = append([]string{"Words", "Meaning", "Order"}, r.Table.Heads...)
	}
	yes := map[bool]string{true: "yes", false: "no"}
	for _, f := range how.Found {
		row := []adapters.Cell{{Text: fmt.Sprintf("%.2f", f.Score)}, {Text: fmt.Sprintf("%.0f%%", 100*f.Covers)},
			{Text: yes[f.Wanted]}, {Text: yes[f.Parties]}, {Text: yes[f.Chosen]}, {Text: f.Citation.Article}, {Text: f.Citation.Quote}}
		if a.Searching != nil {
			row = append([]adapters.Cell{{Text: rank(f.ByWords)}, {Text: rank(f.ByMeaning)}, {Text: rank(f.ByOrder)}}, row...)
		}
		r.Table.Rows = append(r.Table.Rows, row)
	}
	r.Notes = append(r.Notes, "Taken for: "+strings.Join(how.Taken, " / "))
	if s := a.Searching; s != nil {
		r.Notes = append(r.Notes, lookedFor(*s)...)
	}
	dropped := how.Dropped[:len(how.Dropped):len(how.Dropped)]
	if w := a.Rewriting; w != nil {
		r.Notes = append(r.Notes, strings.TrimSpace(fmt.Sprintf("Rewritten by %s: %s. %s", w.By, yes[w.Used], w.Problem)))
		if w.Dropped != nil {
			dropped = append(dropped, *w.Dropped)
		}
	}
	if w := a.Writing; w != nil {
		r.Notes = append(r.Notes, strings.TrimSpace(fmt.Sprintf("Written by %s: %d of %d statements. %s", w.By, w.Written, len(a.Statements), w.Problem)))
		dropped = append(dropped, w.Dropped...)
	}
	if w := a.Translation; w != nil {
		r.Notes = append(r.Notes, strings.TrimSpace(fmt.Sprintf("Translated by %s: %d of %d statements. %s", w.By, w.Translated, len(a.Statements), w.Problem)))
		dropped = append(dropped, w.Dropped...)
	}
	for _, d := range dropped {
		r.Notes = append(r.Notes, fmt.Sprintf("Not let out: %s (%s)", d.Text, d.Reason))
	}
	return r
}

// rank shows a place in an order, from 1; 0 is none.
func rank(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

// lookedFor says how an Answer was looked for.
func lookedFor(s knowledge.Searching) []string {
	by := "Searched by " + s.By
	if s.Meaning != "" {
		by += " (vectors by " + s.Meaning + ")"
	}
	if s.Order != "" {
		by += ", ordered by " + s.Order
	}
	return append([]string{by + "."}, slices.DeleteFunc([]string{s.OrderProblem}, func(p string) bool { return p == "" })...)
}

// complete makes an Answer fit for the JSON contract, also when answering failed.
func complete(a knowledge.Answer, question string, failed error) knowledge.Answer {
	if failed != nil {
		a = knowledge.Answer{Question: question, Understood: question, Status: knowledge.Failed, Reason: failed.Error(), Searched: a.Searched}
	}
	if a.Statements == nil {
		a.Statements = []knowledge.Statement{}
	}
	return a
}

// converse holds a conversation on the terminal until it is ended. Who sits there is an admin.
func (p *program) converse(ctx context.Context) error {
	base, c, close, err := p.openBy(ctx, openKept)
	if err != nil {
		return err
	}
	defer close()
	style := p.style(p.out, c)
	var in console.Lines
	if term.IsTerminal(int(p.out.Fd())) {
		in = console.Edited(p.in, p.out, "> ")
	} else {
		in = console.Typed(p.in, p.err, "> ")
	}
	if !p.quiet {
		fmt.Fprintf(p.out, "%s\n%s\n\n", style.Strong("Ask what the articles say: "+dialog.Freshness(base.Searched())+"."),
			style.Faint("/help, /sources, /quit or Ctrl-D"))
	}
	d, chat := dialog.New(base, c.Dialog), console.New(in, p.out, style)
	d.Keep(newKeeper(base, newLive(c), p.paced().now, newLog(p.err, ServeConfig{}, slog.LevelWarn, hider{}), nil))
	return chat.Listen(ctx, func(ctx context.Context, m adapters.Message) {
		r, err := d.Hear(ctx, m)
		if err != nil {
			p.say(err.Error())
		}
		if _, err := chat.Post(ctx, m.Thread, r); err != nil {
			p.say(err.Error())
		}
	})
}
