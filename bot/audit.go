package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/knowledge"
)

func (p *program) audit() *cobra.Command {
	n := 50
	format := oneOf("table", "json")
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "List who refreshed, rolled back, deleted or restored, and when",
		Long: `audit lists what was done to the knowledge base, the last first: when, by whom,
what, the snapshot that served before and the one that served after it, and why
it came to nothing where it did. "command" is whoever runs this program, others
are named with their platform, "schedule" is the clock.

It is kept beside the articles, also across a rollback or a restore.`,
		Example: `  bot audit
  bot audit -n 5
  bot audit --format json`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listActs(cmd.Context(), n, format.value()) },
	}
	cmd.Flags().IntVarP(&n, "n", "n", n, "show the last `N`; 0 for all")
	cmd.Flags().Var(format, "format", "how the list is shown")
	return cmd
}

func (p *program) listActs(ctx context.Context, n int, format string) error {
	if n < 0 {
		return usage{fmt.Errorf("-n is %d; give 0 for all, or more", n)}
	}
	base, c, close, err := p.kept(ctx)
	if err != nil {
		return err
	}
	defer close()
	acts, err := base.Acts(ctx, n)
	if err != nil {
		return err
	}
	if format == "json" {
		if acts == nil {
			acts = []knowledge.Act{}
		}
		return writeJSON(p.out, acts, "  ")
	}
	l := listing{columns: []string{"when", "who", "what", "snapshots", "came to"}}
	for _, a := range acts {
		l.brief = append(l.brief, actCells(a))
	}
	foot := ""
	if !p.quiet {
		foot = fmt.Sprintf("%d acts", len(acts))
	}
	return writeTable(p.out, l, foot, p.style(p.out, c))
}

func actCells(a knowledge.Act) []string {
	snapshots := a.Before
	if a.After != a.Before {
		snapshots = a.Before + " → " + a.After
	}
	came := a.Detail
	if a.Failed != "" {
		came = "failed: " + a.Failed
	}
	return []string{a.At.Format("2006-01-02 15:04:05"), console.Plain(a.By), console.Plain(a.What), console.Plain(snapshots), console.Plain(came)}
}
