package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"talksbot/adapters"
	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

// list shows what the filter leaves of a list.
func (p *program) list(ctx context.Context, f *filter, build func(*knowledge.Base, *filter) listing) error {
	base, c, close, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer close()
	if err := nothingYet(base); err != nil {
		return err
	}
	l := build(base, f)
	if !p.quiet && len(l.rows) == 0 && l.total > 0 {
		p.hint(f, l)
	}
	foot := ""
	if !p.quiet {
		foot = l.foot(base)
	}
	switch f.format.value() {
	case "json":
		return writeJSON(p.out, l.entries, "  ")
	case "csv":
		return writeCSV(p.out, l)
	case "markdown":
		return writeMarkdown(p.out, l, foot)
	}
	return writeTable(p.out, l, foot, p.style(p.out, c))
}

// hint says on stderr why nothing was found, where that can be told.
func (p *program) hint(f *filter, l listing) {
	for _, name := range f.actors {
		if (dialog.Filter{Actors: []string{name}}).Concerns(l.names...) {
			continue
		}
		msg := fmt.Sprintf("none of the %d %s names %q", l.total, l.noun, name)
		if near := dialog.NearestActor(name, l.names); near != "" {
			msg += fmt.Sprintf("; the nearest is %q", near)
		}
		p.say(msg)
	}
}

// foot says how many there are and how fresh the articles are.
func (l listing) foot(base *knowledge.Base) string {
	counts := fmt.Sprintf("%d of %d %s", len(l.rows), l.total, l.noun)
	if len(l.rows) == l.total {
		counts = fmt.Sprintf("%d %s", l.total, l.noun)
		if l.total == 1 {
			counts = "1 " + strings.TrimSuffix(l.noun, "s")
		}
	}
	if l.undated > 0 {
		counts += fmt.Sprintf(" (%d without a date left out)", l.undated)
	}
	out := counts + " · " + dialog.Freshness(base.Searched())
	if base.Bundled() {
		out += " · bundled briefs, until the first refresh"
	}
	return out
}

// writeCSV writes RFC 4180 with a head line.
func writeCSV(w io.Writer, l listing) error {
	out := csv.NewWriter(w)
	if err := out.Write(l.heads); err != nil {
		return err
	}
	for _, row := range l.rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = csvCell(c)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// csvCell keeps spreadsheets from reading a value as a formula, by the apostrophe that OWASP's "CSV Injection" advises.
// The full-width forms count too: some spreadsheets take them for the same.
func csvCell(s string) string {
	s = console.Plain(s)
	if s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// markdownSafe escapes what Markdown (CommonMark and its tables) would read as markup.
var markdownSafe = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "|", `\|`,
	"#", `\#`, "~", `\~`, "&", `\&`, "\n", "<br>")

func writeMarkdown(w io.Writer, l listing, foot string) error {
	var b strings.Builder
	row := func(cells []string) {
		b.WriteString("|")
		for _, c := range cells {
			b.WriteString(" " + markdownSafe.Replace(console.PlainLines(c)) + " |")
		}
		b.WriteString("\n")
	}
	row(l.columns)
	b.WriteString("|" + strings.Repeat(" --- |", len(l.columns)) + "\n")
	for _, cells := range l.brief {
		row(cells)
	}
	if foot != "" {
		fmt.Fprintf(&b, "\n%s\n", markdownSafe.Replace(foot))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeTable writes a table no wider than the style's columns.
func writeTable(w io.Writer, l listing, foot string, style console.Style) error {
	if len(l.brief) > 0 {
		t := adapters.Table{Heads: l.columns}
		for _, cells := range l.brief {
			row := make([]adapters.Cell, len(cells))
			for i, c := range cells {
				row[i].Text = c
			}
			t.Rows = append(t.Rows, row)
		}
		if err := console.Write(w, adapters.Reply{Table: t}, style); err != nil {
			return err
		}
		fmt.Fprintln(w)
	} else if foot == "" {
		return nil
	}
	_, err := io.WriteString(w, style.Faint(foot)+"\n")
	return err
}
