package cards

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// unit is what belongs together in one post, unless it is too big for one.
type unit struct {
	lines []string // of our Markdown
	part  part
	tight bool   // no empty line before it
	row   bool   // of a table: tight too
	head  string // a line that stands over the first of such rows in a post
}

// part is where in a post a unit stands: parts have lines between them.
type part int

const (
	bodyPart part = iota
	sourcesPart
	notesPart
)

// cost is what the unit takes at most, in units of UTF-16.
func (u unit) cost() int {
	n := 2
	for _, l := range u.lines {
		n += units(l) + 1
	}
	return n
}

// broken makes a unit of each line, of several where one is too long.
func (u unit) broken(room int) (out []unit) {
	for _, l := range u.lines {
		start, rest := lineStart(l)
		for strings.TrimSpace(rest) != "" || l == start {
			var now string
			now, rest = split(rest, room-len(start)-3)
			out = append(out, unit{lines: []string{start + now}, part: u.part, tight: len(out) > 0 || u.tight || u.row})
			if l == start {
				break
			}
		}
	}
	return out
}

// page is what one post shows.
type page []unit

// pack fills pages with groups of units, in order, each group in one page where it fits into one. A page takes at most room
// units of UTF-16, and as many rows of a table; 0 rows are as many as fit.
func pack(groups [][]unit, room, rows int) []page {
	var out []page
	var now page
	used, held := 0, 0
	flush := func() {
		if len(now) > 0 {
			out = append(out, now)
		}
		now, used, held = nil, 0, 0
	}
	put := func(u unit) {
		if u.row && u.head != "" && held == 0 {
			over := unit{lines: []string{u.head}, row: true}
			now, used = append(now, over), used+over.cost()
		}
		if u.row {
			held++
		}
		now, used = append(now, u), used+u.cost()
	}
	for _, g := range groups {
		all := 0
		for _, u := range g {
			all += u.cost() + units(u.head)
		}
		if used+all > room || rows > 0 && held == rows && len(g) > 0 && g[0].row {
			flush()
		}
		for _, u := range g {
			pieces := []unit{u}
			if u.cost()+units(u.head)+3 > room {
				pieces = u.broken(room)
			}
			for _, p := range pieces {
				if used+p.cost()+units(p.head) > room {
					flush()
				}
				put(p)
			}
		}
	}
	flush()
	return out
}

// markdown is a text for each part.
func (p page) markdown() (out []string) {
	var b strings.Builder
	for i, u := range p {
		switch {
		case i == 0:
		case u.part != p[i-1].part:
			out = append(out, b.String())
			b.Reset()
		case u.tight || u.row:
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(strings.Join(u.lines, "\n"))
	}
	return append(out, b.String())
}

// post shows the page, with rows of buttons under it.
func (p page) post(rows ...discordgo.MessageComponent) Post {
	var inside []discordgo.MessageComponent
	texts := p.markdown()
	for i, text := range texts {
		if i > 0 {
			inside = append(inside, discordgo.Separator{})
		}
		inside = append(inside, discordgo.TextDisplay{Content: text})
	}
	all := append([]discordgo.MessageComponent{discordgo.Container{Components: inside}}, rows...)
	return Post{Components: all, Text: shortened(strings.Join(texts, "\n\n"))}
}

// shortened is our Markdown as far as it fits beside a message's components.
func shortened(md string) string {
	head, rest := split(md, maxContent-2)
	if rest == "" {
		return head
	}
	return strings.TrimRight(head, " \n") + " …"
}
