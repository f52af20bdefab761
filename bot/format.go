package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

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
		if concerned := (&filter{actors: []string{name}}).concerns(l.names...); concerned {
			continue
		}
		msg := fmt.Sprintf("none of the %d %s names %q", l.total, l.noun, name)
		if near := nearestActor(name, l.names); near != "" {
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
			b.WriteString(" " + markdownSafe.Replace(lineByLine(c)) + " |")
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

// lineByLine makes each line of a cell fit to show.
func lineByLine(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = console.Plain(l)
	}
	return strings.Join(lines, "\n")
}

// writeTable writes a table no wider than the style's columns.
func writeTable(w io.Writer, l listing, foot string, style console.Style) error {
	if len(l.brief) > 0 {
		t := table.NewWriter()
		t.SetStyle(table.StyleLight)
		t.Style().Options = table.Options{SeparateColumns: true, SeparateHeader: true, SeparateRows: true}
		t.Style().Format.Header = text.FormatDefault
		widths := columnWidths(l, style.Columns())
		configs := make([]table.ColumnConfig, len(widths))
		for i, width := range widths {
			configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: width, WidthMaxEnforcer: console.Wrap}
		}
		t.SetColumnConfigs(configs)
		t.AppendHeader(tableRow(l.columns, style.Strong))
		for _, cells := range l.brief {
			t.AppendRow(tableRow(cells, nil))
		}
		for line := range strings.SplitSeq(t.Render(), "\n") {
			if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
				return err
			}
		}
		fmt.Fprintln(w)
	} else if foot == "" {
		return nil
	}
	_, err := io.WriteString(w, style.Faint(foot)+"\n")
	return err
}

func tableRow(cells []string, mark func(string) string) table.Row {
	row := make(table.Row, len(cells))
	for i, c := range cells {
		c = lineByLine(c)
		if mark != nil {
			c = mark(c)
		}
		row[i] = c
	}
	return row
}

// columnWidths gives each column what its longest line needs, and where that is too much shares what there is: narrow
// columns keep what they need, the others give way, the one of the text at half the rate.
func columnWidths(l listing, columns int) []int {
	widths := make([]int, len(l.columns))
	total := 3*len(widths) - 1 // the lines between columns and the padding of each
	for i := range widths {
		for _, cells := range append([][]string{l.columns}, l.brief...) {
			widths[i] = max(widths[i], text.LongestLineLen(lineByLine(cells[i])))
		}
		total += widths[i]
	}
	const least = 10 // columns that any column keeps
	need := func(i int) int {
		switch {
		case widths[i] <= least:
			return 0
		case i == l.text:
			return widths[i]
		}
		return 2 * widths[i]
	}
	for ; total > columns; total-- {
		most := 0
		for i := range widths {
			if need(i) > need(most) {
				most = i
			}
		}
		if need(most) == 0 {
			break
		}
		widths[most]--
	}
	return widths
}
