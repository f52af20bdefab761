package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
)

func (p *program) gaps() *cobra.Command {
	var from since
	format := oneOf("table", "json")
	cmd := &cobra.Command{
		Use:   "gaps",
		Short: "List what was asked in chats and the articles do not say",
		Long: `gaps joins the questions that were refused in Slack and Discord and ask for the
same: how often and when last, and the nearest thing that the articles do say, so
that it can be seen what to add. What the articles say by now is left out. Nobody
is named who asked. Questions are there for dialog.keep_days. A running bot is
not disturbed.`,
		Example: `  bot gaps
  bot gaps --since 2026-01-31
  bot gaps --format json`,
		Args: noMore(nil),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listGaps(cmd.Context(), from.day, format.value()) },
	}
	cmd.Flags().Var(&from, "since", "only what was asked on `DATE` or later, as 2026-01-31")
	cmd.Flags().Var(format, "format", "how the list is shown")
	return cmd
}

func (p *program) listGaps(ctx context.Context, day, format string) error {
	base, c, close, err := p.kept(ctx)
	if err != nil {
		return err
	}
	defer close()
	gaps := []dialog.Gap{}
	box, done, err := readInbox(ctx, c)
	if err != nil {
		return err
	}
	defer done()
	if box != nil {
		var since time.Time
		if day != "" {
			if since, err = time.Parse(time.DateOnly, day); err != nil {
				return err
			}
		}
		refused, err := box.Refusals(ctx, since)
		if err != nil {
			return err
		}
		if gaps, err = dialog.Gaps(ctx, base, refused, 0); err != nil {
			return err
		}
	}
	if format == "json" {
		return writeJSON(p.out, listed(gaps), "  ")
	}
	l := listing{columns: []string{"Asked", "Last", "Question", "The nearest that is known"}}
	for _, g := range gaps {
		l.brief = append(l.brief, gapCells(g))
	}
	foot := ""
	if !p.quiet {
		foot = fmt.Sprintf("%d gaps; searched %s", len(gaps), dialog.Freshness(base.Searched()))
	}
	return writeTable(p.out, l, foot, p.style(p.out, c))
}

func gapCells(g dialog.Gap) []string {
	asked := []string{console.Plain(g.Question)}
	for _, o := range g.Others {
		asked = append(asked, "also: "+console.Plain(o))
	}
	nearest := ""
	if g.Nearest != nil {
		nearest = console.Plain(g.Nearest.Text)
		if len(g.Nearest.Citations) > 0 {
			nearest += "\n" + nameOf(g.Nearest.Citations[0])
		}
	}
	return []string{fmt.Sprint(g.Count), g.Last.Format("2006-01-02"), strings.Join(asked, "\n"), nearest}
}
