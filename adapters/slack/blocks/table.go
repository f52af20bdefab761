package blocks

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/plain"
)

// How long the parts of a table may be, in characters as cost counts them.
const (
	mostHead  = 60
	mostRow   = 4000 // the cells of a row together
	mostCell  = 1000
	mostLinks = 8 // columns of a table whose cells may be links
)

// Tabulate makes the posts that show a Table: its title, as many rows a post as fit under the heads, its notes last. A cell
// that is too long goes on in the next row; columns past Slack's 20 stand in the last one. Only heads are ever shortened.
func Tabulate(t adapters.Table) []Post {
	s := newSheet(adapters.Reply{})
	return s.pack(s.table(t), maxSize, maxBlocks)
}

// table makes the units of a Table, each with as many rows as fit into a post. A view has no tables: there each row is a
// text.
func (s *sheet) table(t adapters.Table) []unit {
	if s.whole {
		return s.listed(t)
	}
	columns := len(t.Heads)
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	var title []slack.Block
	name := plain.Line(t.Title)
	if name != "" {
		head, rest := split(name, maxHeader)
		title = append(title, slack.NewHeaderBlock(text(head)))
		title = append(title, sections(texts(rest, nil))...)
	}
	var out []unit
	add := func(b ...slack.Block) {
		line := name
		if len(out) > 0 {
			line = strings.TrimSpace(name + fmt.Sprintf(" (%d)", len(out)+1))
		}
		out = append(out, unit{append([]string{line}, reading(b)...), b})
	}
	if len(title) > 0 && size(title...) > maxSize/4 { // a title that is a text of its own
		out, title = []unit{{[]string{name}, title}}, nil
	}
	now := newTable(t.Heads, columns)
	bare := len(now.Rows)
	for _, row := range t.Rows {
		for _, cells := range rows(row, columns) {
			now.AddRow(cells...)
			if len(now.Rows) <= bare+1 || len(now.Rows) <= maxRows && size(append(title, now)...) <= maxSize {
				continue
			}
			now.Rows = now.Rows[:len(now.Rows)-1]
			add(append(title, now)...)
			title, now = nil, newTable(t.Heads, columns).AddRow(cells...)
		}
	}
	if columns > 0 {
		add(append(title, now)...)
	} else if len(title) > 0 {
		add(title...)
	}
	below := sheet{reply: adapters.Reply{Notes: t.Notes}, say: s.say, whole: true}
	return append(out, below.notes()...)
}

// listed makes a unit of each row of a Table, with the heads of its cells.
func (s *sheet) listed(t adapters.Table) (out []unit) {
	if name := plain.Line(t.Title); name != "" {
		out = append(out, unit{blocks: sections(texts(name, bold()))})
	}
	for _, row := range t.Rows {
		var elements []slack.RichTextSectionElement
		for i, c := range row {
			said := strings.TrimSpace(plain.Verbatim(c.Text))
			if said == "" {
				continue
			}
			head := ""
			if i < len(t.Heads) {
				head = plain.Line(t.Heads[i])
			}
			if len(elements) > 0 {
				elements = append(elements, texts("\n", nil)...)
			}
			if head != "" {
				elements = append(elements, texts(head+": ", bold())...)
			}
			elements = append(elements, link(said, address(c.URL, mostURL), nil)...)
		}
		if len(elements) > 0 {
			out = append(out, unit{blocks: append(sections(elements), slack.NewDividerBlock())})
		}
	}
	below := sheet{reply: adapters.Reply{Notes: t.Notes}, say: s.say, whole: true}
	return append(out, below.notes()...)
}

func newTable(heads []string, columns int) *slack.TableBlock {
	t := slack.NewTableBlock("")
	var cells []slack.TableCell
	for i := range min(columns, maxColumns) {
		t.ColumnSettings = append(t.ColumnSettings, slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true})
		if i < len(heads) && plain.Line(heads[i]) != "" {
			s := sheet{}
			cells = append(cells, slack.NewTableRichTextCell(slack.NewRichTextSection(texts(s.fit(plain.Line(heads[i]), mostHead), bold())...)))
		} else {
			cells = append(cells, cell("", ""))
		}
	}
	if len(heads) > 0 {
		t.AddRow(cells...)
	}
	return t
}

// rows makes the cells of a row, of several where one of them is too long.
func rows(row []adapters.Cell, columns int) [][]slack.TableCell {
	width := min(columns, maxColumns)
	if len(row) > width { // the last column takes what is left
		var more []string
		for _, c := range row[width-1:] {
			more = append(more, c.Text)
		}
		row = append(row[:width-1:width-1], adapters.Cell{Text: strings.Join(more, "\n")})
	}
	most := min(mostRow/max(width, 1), mostCell)
	texts, links := make([]string, width), make([]string, width)
	for i, c := range row {
		texts[i] = strings.TrimSpace(plain.Verbatim(c.Text))
		if width <= mostLinks {
			links[i] = address(c.URL, mostLink)
		}
	}
	var out [][]slack.TableCell
	for first := true; first || strings.Join(texts, "") != ""; first = false {
		cells := make([]slack.TableCell, width)
		for i := range texts {
			var head string
			head, texts[i] = split(texts[i], most)
			cells[i] = cell(head, links[i])
			links[i] = ""
		}
		out = append(out, cells)
	}
	return out
}

// cell is never empty, which Slack may refuse.
func cell(s, to string) slack.TableCell {
	switch {
	case s == "":
		return slack.NewTableRawTextCell("–")
	case to != "":
		return slack.NewTableRichTextCell(slack.NewRichTextSection(link(s, to, nil)...))
	}
	return slack.NewTableRawTextCell(s)
}

// reading gives the rows of the tables among blocks as lines.
func reading(blocks []slack.Block) []string {
	var lines []string
	for _, b := range blocks {
		t, ok := b.(*slack.TableBlock)
		if !ok {
			continue
		}
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, cellText(c))
			}
			lines = append(lines, strings.Join(cells, " · "))
		}
	}
	return lines
}

// cellText is what a cell of ours shows.
func cellText(c slack.TableCell) string {
	switch c := c.(type) {
	case *slack.TableRawTextCell:
		return c.Text
	case *slack.TableRichTextCell:
		var b strings.Builder
		for _, e := range c.Elements {
			if s, ok := e.(*slack.RichTextSection); ok {
				b.WriteString(elementsText(s.Elements))
			}
		}
		return b.String()
	}
	return ""
}

func elementsText(all []slack.RichTextSectionElement) string {
	var b strings.Builder
	for _, e := range all {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			b.WriteString(e.Text)
		case *slack.RichTextSectionLinkElement:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}
