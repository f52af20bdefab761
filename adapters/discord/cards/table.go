package cards

import (
	"strings"

	"talksbot/adapters"
	"talksbot/adapters/plain"
)

// table makes a unit of each row of the Table, since Discord has none: its first cell in bold, the second beside it, and what
// else there is small below, each with its head. The first two heads stand over the rows of each post.
func (s sheet) table() (out [][]unit) {
	t := s.reply.Table
	if title := escape(t.Title); title != "" {
		out = append(out, []unit{{lines: []string{bold(title)}}})
	}
	head := ""
	var heads []string
	for i := range t.Heads {
		heads = append(heads, headOf(t, i))
	}
	if over := present(heads[:min(2, len(heads))]...); len(over) > 0 {
		head = subtext + strings.Join(over, " · ")
	}
	for _, row := range t.Rows {
		if lines := rowLines(t, row); len(lines) > 0 {
			out = append(out, []unit{{lines: lines, row: true, head: head}})
		}
	}
	if len(t.Rows) == 0 && len(present(heads...)) > 0 {
		out = append(out, []unit{{lines: []string{subtext + strings.Join(present(heads...), " · ")}}})
	}
	for _, line := range small(t.Notes) {
		out = append(out, []unit{{lines: []string{line}, tight: true}})
	}
	return out
}

func headOf(t adapters.Table, column int) string {
	if column >= len(t.Heads) {
		return ""
	}
	return escape(plain.Cut(plain.Line(t.Heads[column]), mostHead))
}

func present(all ...string) (out []string) {
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// escapedLines are those of a cell.
func escapedLines(text string) (out []string) {
	for l := range strings.SplitSeq(plain.Verbatim(text), "\n") {
		out = append(out, escape(l))
	}
	return out
}

func rowLines(t adapters.Table, row []adapters.Cell) []string {
	var first, below, rest []string
	for i, c := range row {
		to := target(c.URL, mostLink)
		link := func(said string) string {
			if to == "" || said == "" {
				return said
			}
			return said + " " + mark("↗", to)
		}
		switch i {
		case 0:
			lines := present(escapedLines(c.Text)...)
			if len(lines) == 0 {
				break
			}
			lines[0] = bold(lines[0])
			lines[len(lines)-1] = link(lines[len(lines)-1])
			first = lines
		case 1: // its further lines stand below
			lines := present(escapedLines(c.Text)...)
			if len(lines) > 0 {
				lines[len(lines)-1] = link(lines[len(lines)-1])
				first, below = append(first, lines[0]), lines[1:]
			}
		default:
			said := link(strings.Join(present(escapedLines(c.Text)...), " · "))
			if head := headOf(t, i); head != "" && said != "" {
				said = head + `\: ` + said
			}
			rest = append(rest, present(said)...)
		}
	}
	var lines []string
	if len(first) > 0 {
		lines = append(lines, strings.Join(first, " · "))
	}
	lines = append(lines, below...)
	if len(rest) > 0 {
		lines = append(lines, subtext+strings.Join(rest, " · "))
	}
	return lines
}
