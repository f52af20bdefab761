package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

func (p *program) rollback() *cobra.Command {
	list := false
	cmd := &cobra.Command{
		Use:   "rollback [SNAPSHOT]",
		Short: "Have an earlier state of the knowledge base serve again",
		Long: `rollback undoes a refresh: the snapshot that served before the present one serves
again, or the one that is named. It takes one step; "bot serve" takes it over
within seconds and goes on answering meanwhile. The next refresh builds on it.

What served until then is kept, so that a second rollback is back there. As many
older snapshots are kept as storage.keep of the configuration says; --list shows
them, the one that serves first. What "bot delete" has deleted is in none.`,
		Example: `  bot rollback
  bot rollback --list
  bot rollback 20260107T093000.000000`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				if len(args) > 0 {
					return usage{errors.New("--list shows what can be gone back to, and goes nowhere; leave it or the snapshot out")}
				}
				return p.listSnapshots(cmd.Context())
			}
			return p.goBack(cmd.Context(), strings.Join(args, ""))
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "only show the snapshots that are kept")
	return cmd
}

func (p *program) goBack(ctx context.Context, to string) error {
	base, c, close, err := p.kept(ctx)
	if err != nil {
		return err
	}
	defer close()
	d, err := base.Rollback(ctx, to, commander)
	switch {
	case errors.Is(err, knowledge.ErrNoBack) && to == "":
		return fmt.Errorf("there is no snapshot to go back to: none was made before the present one, or storage.keep (%d) keeps none", c.Storage.Keep)
	case errors.Is(err, knowledge.ErrNoBack):
		return fmt.Errorf("no snapshot %q is kept that does not serve already; “bot rollback --list” shows which are", to)
	case errors.Is(err, storage.ErrBusy), errors.Is(err, storage.ErrStale):
		return fmt.Errorf("%w; nothing was changed, try again", err)
	case err != nil:
		return err
	}
	if !p.quiet {
		fmt.Fprintf(p.out, "Back from %s to %s: %d new, %d changed, %d removed.\n", d.Before, d.Snapshot, len(d.Added), len(d.Changed), len(d.Removed))
		p.difference(d)
		fmt.Fprintf(p.out, "Now %s; %d commitments, %d issues. “bot rollback” undoes it.\n", dialog.Freshness(base.Searched()), d.Commitments, d.Issues)
	}
	return nil
}

func (p *program) listSnapshots(ctx context.Context) error {
	base, _, close, err := p.kept(ctx)
	if err != nil {
		return err
	}
	defer close()
	all, err := base.Snapshots(ctx)
	if err != nil {
		return err
	}
	for i, s := range all {
		serves := ""
		if i == 0 {
			serves = "  serves"
		}
		fmt.Fprintf(p.out, "%s  made %s  %d articles%s\n", s.ID, s.Made.Format("2006-01-02 15:04:05 MST"), s.Counts["article"], serves)
	}
	return nil
}
