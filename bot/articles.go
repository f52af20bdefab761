package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

func (p *program) articles() *cobra.Command {
	history := ""
	format := oneOf("table", "json")
	cmd := &cobra.Command{
		Use:   "articles",
		Short: "List the articles that are searched, their copies and corrections",
		Long: `articles lists what answers are looked for in, the newest first. A copy is an
article that repeats another one and adds nothing much: it is kept, and counted
as no source. An article that came again with another text was corrected: the
new text took the place of the old one, and --history shows what changed.`,
		Example: `  bot articles
  bot articles --history https://example.org/a-headline
  bot articles --format json`,
		Args: noMore(func(arg string) string { return fmt.Sprintf("for one of them: bot articles --history %q", arg) }),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.listArticles(cmd.Context(), history, format.value())
		},
	}
	cmd.Flags().StringVar(&history, "history", "", "show how the article of this `ID` was corrected, the last change first")
	cmd.Flags().Var(format, "format", "how the list is shown")
	return cmd
}

// held is an article as it is listed.
type held struct {
	ID        string              `json:"id"`
	Title     string              `json:"title"`
	Publisher string              `json:"publisher,omitempty"`
	URL       string              `json:"url,omitempty"`
	Published string              `json:"published"` // YYYY-MM-DD, "" when unknown
	CopyOf    string              `json:"copy_of,omitempty"`
	Earlier   []knowledge.Version `json:"earlier,omitempty"` // the oldest first
}

func (p *program) listArticles(ctx context.Context, history, format string) error {
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	all, copies := []held{}, base.Copies()
	for _, a := range base.Articles() {
		all = append(all, held{a.ID, a.Title, a.Publisher, a.URL, a.Day(), copies[a.ID], a.Earlier})
	}
	slices.SortStableFunc(all, func(a, b held) int { return strings.Compare(b.Published, a.Published) })
	if history != "" {
		at := slices.IndexFunc(all, func(a held) bool { return a.ID == history })
		if at < 0 {
			return fmt.Errorf("there is no article with the id %q; “bot articles” lists them", console.Plain(history))
		}
		all = all[at : at+1]
	}
	if format == "json" {
		return writeJSON(p.out, all, "  ")
	}
	l := listing{columns: []string{"Published", "Article", "Copy of", "Corrected"}}
	foot := dialog.Freshness(base.Searched())
	if history != "" {
		l, foot = corrections(all[0]), howOften(len(all[0].Earlier))
	} else {
		for _, a := range all {
			l.brief = append(l.brief, articleCells(a))
		}
	}
	if p.quiet {
		foot = ""
	}
	return writeTable(p.out, l, foot, p.style(p.out, c))
}

func articleCells(a held) []string {
	corrected := ""
	if n := len(a.Earlier); n > 0 {
		corrected = a.Earlier[n-1].Until.Format("2006-01-02")
		if n > 1 {
			corrected = fmt.Sprintf("%s, %d times", corrected, n)
		}
	}
	name := console.Plain(cmp.Or(a.Title, a.ID))
	for _, more := range []string{a.Publisher, a.ID} {
		if more = console.Plain(more); more != "" && more != name {
			name += "\n" + more
		}
	}
	return []string{dialog.Day(a.Published), name, console.Plain(a.CopyOf), corrected}
}

func howOften(n int) string {
	switch n {
	case 0:
		return "never corrected"
	case 1:
		return "corrected once"
	}
	return fmt.Sprintf("corrected %d times", n)
}

// corrections lists how an article was changed, the last time first.
func corrections(a held) listing {
	l := listing{columns: []string{"Until", "Title", "Was changed"}}
	for _, v := range slices.Backward(a.Earlier) {
		var lines []string
		for _, s := range v.Removed {
			lines = append(lines, "- "+console.Plain(s))
		}
		for _, s := range v.Added {
			lines = append(lines, "+ "+console.Plain(s))
		}
		if v.More > 0 {
			lines = append(lines, fmt.Sprintf("and %d sentences more", v.More))
		}
		l.brief = append(l.brief, []string{v.Until.Format("2006-01-02 15:04"), console.Plain(v.Title), strings.Join(lines, "\n")})
	}
	return l
}
