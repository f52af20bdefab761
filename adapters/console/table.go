package console

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"talksbot/adapters"
)

// lines makes the lines of a Table's heads and rows, no wider than the Style's columns where that can be.
func lines(t adapters.Table, style Style) string {
	cells := grid(t)
	if len(cells) == 0 {
		return ""
	}
	w := table.NewWriter()
	w.SetStyle(table.StyleLight)
	w.Style().Options = table.Options{SeparateColumns: true, SeparateHeader: true, SeparateRows: true}
	w.Style().Format.Header = text.FormatDefault
	widths := columnWidths(cells, style.Columns())
	configs := make([]table.ColumnConfig, len(widths))
	for i, width := range widths {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: width, WidthMaxEnforcer: Wrap}
	}
	w.SetColumnConfigs(configs)
	for i, row := range cells {
		shown := make(table.Row, len(row))
		for k, c := range row {
			if i == 0 && len(t.Heads) > 0 {
				c = style.Strong(c)
			}
			shown[k] = c
		}
		if i == 0 && len(t.Heads) > 0 {
			w.AppendHeader(shown)
		} else {
			w.AppendRow(shown)
		}
	}
	var b strings.Builder
	for line := range strings.SplitSeq(w.Render(), "\n") {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// grid is the heads and rows, each made as long as the longest.
func grid(t adapters.Table) [][]string {
	columns := len(t.Heads)
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	if columns == 0 {
		return nil
	}
	var out [][]string
	if len(t.Heads) > 0 {
		heads := make([]string, columns)
		for i, h := range t.Heads {
			heads[i] = PlainLines(h)
		}
		out = append(out, heads)
	}
	for _, row := range t.Rows {
		cells := make([]string, columns)
		for i, c := range row {
			cells[i] = PlainLines(c.Text)
		}
		out = append(out, cells)
	}
	return out
}

// PlainLines is Plain for each line of a text.
func PlainLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = Plain(l)
	}
	return strings.Join(lines, "\n")
}

// columnWidths gives each column what its longest line needs, and where that is too much shares what there is: narrow
// columns keep what they need, the others give way, the one with the most text at half the rate.
func columnWidths(cells [][]string, columns int) []int {
	widths, amounts := make([]int, len(cells[0])), make([]int, len(cells[0]))
	total := 3*len(widths) - 1 // the lines between columns and the padding of each
	for i := range widths {
		for _, row := range cells {
			widths[i] = max(widths[i], text.LongestLineLen(row[i]))
			amounts[i] += len(row[i])
		}
		total += widths[i]
	}
	longest := slices.Index(amounts, slices.Max(amounts))
	const least = 10 // columns that any column keeps
	need := func(i int) int {
		switch {
		case widths[i] <= least:
			return 0
		case i == longest:
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
