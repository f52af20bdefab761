package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

// filter is what the flags of commitments and issues ask for.
type filter struct {
	actors []string
	stance *choice
	status *choice
	since  since
	format *choice
}

func newFilter() *filter {
	f := &filter{stance: oneOf(knowledge.Stances[:]...), format: oneOf("table", "json", "csv", "markdown"),
		status: oneOf(knowledge.IssueOpen, knowledge.IssuePartly, knowledge.IssueSettled)}
	f.stance.many, f.status.many = true, true
	return f
}

func (f *filter) flags(set *pflag.FlagSet) {
	set.StringArrayVar(&f.actors, "actor", nil, "only what concerns `NAME`: a person, or a state by any of its names")
	set.Var(&f.since, "since", "only what was reported on `DATE` or later, as 2026-01-31")
	set.Var(f.format, "format", "how the list is shown")
}

// asked is the filter as the Ledger is read by it.
func (f *filter) asked() dialog.Filter {
	out := dialog.Filter{Actors: f.actors, Since: f.since.day}
	for _, v := range f.stance.got {
		out.Stances = append(out.Stances, knowledge.Stance(v))
	}
	for _, v := range f.status.got {
		out.Statuses = append(out.Statuses, knowledge.IssueStatus(v))
	}
	return out
}

func (p *program) commitments() *cobra.Command {
	f := newFilter()
	cmd := &cobra.Command{
		Use:   "commitments",
		Short: "List who undertakes what, how firmly and on what condition",
		Long: `commitments lists what parties have undertaken, firmest first. The stance says how
firmly:

  signed     in a signed or adopted text
  pledged    publicly promised, announced as will do, has agreed
  ready      declared willingness, usually conditional
  proposed   put forward or under discussion, not accepted
  undecided  open to it, not ruled out, awaiting a decision
  declined   refused or ruled out`,
		Example: `  bot commitments
  bot commitments --actor Germany --actor "United Kingdom"
  bot commitments --stance signed,pledged --since 2026-01-06
  bot commitments --as-of 2026-01-06
  bot commitments --format csv > commitments.csv`,
		Args: noMore(func(arg string) string { return fmt.Sprintf("for one party: bot commitments --actor %q", arg) }),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.list(cmd.Context(), f, commitmentList)
		},
	}
	f.flags(cmd.Flags())
	p.asOfFlag(cmd)
	cmd.Flags().Var(f.stance, "stance", "only these stances, commas between them")
	cmd.SetFlagErrorFunc(elsewhere("status", "issues have a --status; commitments have a --stance"))
	return cmd
}

func (p *program) issues() *cobra.Command {
	f := newFilter()
	cmd := &cobra.Command{
		Use:   "issues",
		Short: "List what the articles report as not settled, or as settled since",
		Long: `issues lists what the articles report as open, partly settled or settled since.
--actor keeps those that name the party or that it speaks of.`,
		Example: `  bot issues --status open,partly
  bot issues --actor Russia --since 2026-01-06
  bot issues --status open --as-of 2026-01-06
  bot issues --format markdown`,
		Args: noMore(func(arg string) string { return fmt.Sprintf("for one party: bot issues --actor %q", arg) }),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.list(cmd.Context(), f, issueList)
		},
	}
	f.flags(cmd.Flags())
	p.asOfFlag(cmd)
	cmd.Flags().Var(f.status, "status", "only these, commas between them")
	cmd.SetFlagErrorFunc(elsewhere("stance", "commitments have a --stance; issues have a --status"))
	return cmd
}

// elsewhere explains a flag that another command has.
func elsewhere(flag, hint string) func(*cobra.Command, error) error {
	return func(_ *cobra.Command, err error) error {
		if strings.Contains(err.Error(), "unknown flag: --"+flag) {
			return fmt.Errorf("%w (%s)", err, hint)
		}
		return err
	}
}

// listing is a list as it is asked for, ready to be shown in any format.
type listing struct {
	noun    string     // "commitments"
	total   int        // entries before the filter
	entries any        // those kept, as JSON has them: never a nil slice
	heads   []string   // of rows
	rows    [][]string // one an entry, plain values, for csv
	brief   [][]string // one an entry, for table and markdown; a cell may have several lines
	columns []string   // of brief
	names   []string   // of all actors, kept or not
	undated int        // entries that only --since left out, for want of a date
}

func commitmentList(b *knowledge.Base, f *filter) listing {
	all, asked := b.Commitments(), f.asked()
	kept := []knowledge.Commitment{}
	l := listing{noun: "commitments", total: len(all), columns: []string{"Actor", "Undertaking", "Stance", "Reported"},
		heads: []string{"id", "actor", "undertaking", "stance", "condition", "deadline", "amount", "said_by", "first_reported", "last_reported",
			"disputed", "reports", "articles", "urls", "quote"}}
	for _, c := range all {
		l.names = append(l.names, c.Actor)
		keeps, undated := asked.Commitment(c)
		if undated {
			l.undated++
		}
		if !keeps {
			continue
		}
		c.History, c.Citations = listed(c.History), listed(c.Citations)
		kept = append(kept, c)
		l.rows = append(l.rows, append([]string{c.ID, c.Actor, c.Undertaking, string(c.Stance), c.Condition, c.Deadline, c.Amount, c.SaidBy,
			c.FirstReported, c.LastReported, yes(c.Disputed), fmt.Sprint(len(c.History))}, cited(c.Citations)...))
		stance := string(c.Stance)
		if c.Disputed {
			stance += "\n(disputed)"
		}
		l.brief = append(l.brief, []string{orUnknown(c.Actor),
			dialog.Undertaking(c, ""),
			stance, reported(c.LastReported, c.Citations)})
	}
	l.entries = kept
	return l
}

func issueList(b *knowledge.Base, f *filter) listing {
	all, asked := b.Issues(), f.asked()
	kept := []knowledge.OpenIssue{}
	l := listing{noun: "issues", total: len(all), columns: []string{"Issue", "Status", "Reported"},
		heads: []string{"id", "issue", "status", "said_by", "first_reported", "last_reported", "reports", "articles", "urls", "quote"}}
	for _, i := range all {
		first, last := dialog.Span(i.History)
		l.names = append(l.names, dialog.Named(i)...)
		keeps, undated := asked.Issue(i)
		if undated {
			l.undated++
		}
		if !keeps {
			continue
		}
		i.History, i.Citations = listed(i.History), listed(i.Citations)
		kept = append(kept, i)
		l.rows = append(l.rows, append([]string{i.ID, i.Issue, string(i.Status), i.SaidBy, first, last, fmt.Sprint(len(i.History))}, cited(i.Citations)...))
		l.brief = append(l.brief, []string{dialog.Matter(i, ""), string(i.Status), reported(last, i.Citations)})
	}
	l.entries = kept
	return l
}

// listed makes an empty list of none, as JSON promises lists.
func listed[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
