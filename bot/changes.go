package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

func (p *program) changes() *cobra.Command {
	var from, until since
	var actors []string
	format := oneOf("table", "json", "markdown")
	cmd := &cobra.Command{
		Use:   "changes",
		Short: "List what has changed since a day",
		Long: `changes lists what the articles of a day and of later ones changed, against what
was published before it, the latest first:

  new        a commitment that was not there
  firmer     one of a firmer stance than before
  weaker     one of a less firm stance, or declined on a condition
  withdrawn  one that is declined now
  opened     an issue that was not there
  settled    one that is settled now, wholly or in part
  reopened   one that was settled, and is not any more

--until leaves out what was published after a day. What is only told again, or in
other words, is no change. Articles of before that were corrected since are named
below the list; “bot articles --history ID” shows what was corrected.`,
		Example: `  bot changes --since 2026-01-06
  bot changes --since 2026-01-06 --until 2026-01-31 --actor Germany
  bot changes --since 2026-01-06 --format markdown`,
		Args: noMore(func(arg string) string {
			return fmt.Sprintf("for what changed since a day: bot changes --since %q", arg)
		}),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if from.day == "" {
				return usage{errors.New("changes since when? For example: bot changes --since 2026-01-31")}
			}
			if until.day != "" && until.day < from.day {
				return usage{fmt.Errorf("--until %s is before --since %s", until.day, from.day)}
			}
			return p.listChanges(cmd.Context(), from, until, actors, format.value())
		},
	}
	set := cmd.Flags()
	set.Var(&from, "since", "what was published on `DATE` or later, as 2026-01-31")
	set.Var(&until, "until", "and not after `DATE`")
	set.StringArrayVar(&actors, "actor", nil, "only what concerns `NAME`: a person, or a state by any of its names")
	set.Var(format, "format", "how the list is shown")
	return cmd
}

func (p *program) listChanges(ctx context.Context, from, until since, actors []string, format string) error {
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	at, err := until.of(ctx, base)
	if err == nil {
		err = nothingYet(at)
	}
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, from.day)
	if err != nil {
		return err
	}
	all, err := at.Changes(ctx, day)
	if err != nil {
		return err
	}
	l := changeList(all, dialog.Filter{Actors: actors})
	if !p.quiet && len(l.rows) == 0 && l.total > 0 {
		p.hint(&filter{actors: actors}, l)
	}
	foot := ""
	if !p.quiet {
		foot = l.foot(at)
		if said := dialog.CorrectedSince(at.Articles(), day, phrase.Words{}); said != "" {
			foot += "\n" + said
		}
	}
	switch format {
	case "json":
		return writeJSON(p.out, l.entries, "  ")
	case "markdown":
		return writeMarkdown(p.out, l, foot)
	}
	return writeTable(p.out, l, foot, p.style(p.out, c))
}

// changeList is the list of those Changes that a filter keeps.
func changeList(all []knowledge.Change, f dialog.Filter) listing {
	kept := []knowledge.Change{}
	l := listing{noun: "changes", total: len(all), columns: []string{"Change", "What", "Stance or status", "Reported"}}
	for _, c := range all {
		names := dialog.ChangeNames(c)
		l.names = append(l.names, names...)
		if !f.Concerns(names...) {
			continue
		}
		kept = append(kept, c)
		now := c.Now
		if c.Then != "" {
			now = c.Then + " → " + c.Now
		}
		row := []string{string(c.Kind), dialog.Changed(c, ""), now, reported(c.Reported, []knowledge.Citation{c.Citation})}
		l.rows, l.brief = append(l.rows, row), append(l.brief, row)
	}
	l.entries = kept
	return l
}

// mostChanged is how many Changes of a refresh are shown; “bot changes” shows all.
const mostChanged = 20

// writeChanges says after a refresh what it changed, a line each, the latest first.
func writeChanges(w io.Writer, all []knowledge.Change) {
	for _, c := range all[:min(len(all), mostChanged)] {
		fmt.Fprintln(w, "  "+console.Plain(dialog.ChangeLine(c)))
	}
	if more := len(all) - mostChanged; more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

// of is what was known at the end of a day: all there is where none is given.
func (s *since) of(ctx context.Context, base *knowledge.Base) (*knowledge.Base, error) {
	if s.day == "" {
		return base, nil
	}
	day, err := time.Parse(time.DateOnly, s.day)
	if err != nil {
		return nil, err
	}
	return base.AsOf(ctx, day)
}

// asOfFlag adds --as-of to a command, which open obeys.
func (p *program) asOfFlag(cmd *cobra.Command) {
	cmd.Flags().Var(&p.asOf, "as-of", "only what was published by the end of `DATE`, as 2026-01-31")
}

// nothingYet is why there is nothing to list as of a day; nil where there is something.
func nothingYet(base *knowledge.Base) error {
	if s := base.Searched(); s.AsOf != "" && s.Articles == 0 {
		return fmt.Errorf("no article was published by %s", dialog.Day(s.AsOf))
	}
	return nil
}
