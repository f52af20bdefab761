package adapters

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Split parts a Reply that is too long for one post, in order: the Lead, the Table by its rows, each part under the heads,
// the Statements, the Notes, the Sources, whole and last. Nothing is lost or cut, so a part that is one piece alone need
// not fit. Answers, Language and Personal stay with each part, Offers with the last.
func Split(r Reply, fits func(Reply) bool) []Reply {
	if fits(r) {
		return []Reply{r}
	}
	var parts []Reply
	bare := Reply{Answers: r.Answers, Language: r.Language, Personal: r.Personal}
	part := bare
	empty := true
	add := func(put func(*Reply)) {
		fuller := part
		put(&fuller)
		if !empty && !fits(fuller) {
			parts = append(parts, part)
			fuller = bare
			put(&fuller)
		}
		part, empty = fuller, false
	}
	if r.Lead != "" {
		add(func(p *Reply) { p.Lead = r.Lead })
	}
	splitTable(r.Table, add)
	for _, s := range r.Statements {
		add(func(p *Reply) { p.Statements = append(slices.Clip(p.Statements), s) })
	}
	// The Notes are said after the Sources wherever one part holds both; in parts of their own they come before.
	for _, n := range r.Notes {
		add(func(p *Reply) { p.Notes = append(slices.Clip(p.Notes), n) })
	}
	if len(r.Sources) > 0 {
		add(func(p *Reply) { p.Sources = r.Sources })
	}
	part.Offers = r.Offers
	return append(parts, part)
}

// splitTable adds a Table row by row, its title with the first one.
func splitTable(t Table, add func(put func(*Reply))) {
	for i, row := range t.Rows {
		add(func(p *Reply) {
			if i == 0 {
				p.Table.Title = t.Title
			}
			p.Table.Heads = t.Heads
			p.Table.Rows = append(slices.Clip(p.Table.Rows), row)
		})
	}
	if len(t.Rows) == 0 && (t.Title != "" || len(t.Heads) > 0) {
		add(func(p *Reply) { p.Table.Title, p.Table.Heads = t.Title, t.Heads })
	}
	for _, n := range t.Notes {
		add(func(p *Reply) { p.Table.Notes = append(slices.Clip(p.Table.Notes), n) })
	}
}

// Shorten leaves out as many of the last Statements as it takes to make a Reply fit, and the Sources that only they cite.
// One Statement always stays, and the Table whole, whether they fit or not. left says how many are gone.
func Shorten(r Reply, fits func(Reply) bool) (short Reply, left int) {
	for short = r; len(short.Statements) > 1 && !fits(short); left++ {
		short.Statements = r.Statements[:len(short.Statements)-1]
		short.Sources = nil
		for _, s := range r.Sources {
			if cited(r.Statements, s.N) && !cited(short.Statements, s.N) {
				continue
			}
			short.Sources = append(short.Sources, s)
		}
	}
	return short, left
}

func cited(statements []Statement, n int) bool {
	return slices.ContainsFunc(statements, func(s Statement) bool {
		return slices.Contains(s.Cites, n) || slices.ContainsFunc(s.Quotes, func(q Quote) bool { return q.N == n })
	})
}

// Within says whether a Reply takes at most so many runes when it is shown without markup, see Runes.
func Within(runes int) func(Reply) bool {
	return func(r Reply) bool { return Runes(r) <= runes }
}

// A line takes its end, an empty line before it and an indent; a mark is "[12] " or the like, a source's "· " and "brief".
const lineRunes, markRunes, sourceRunes = 6, 5, 20

// Runes is an upper bound of what a Reply takes when it is shown plainly: all its texts, with numbers, line ends and
// indents. A platform's markup and escapes come on top.
func Runes(r Reply) int {
	n := line(r.Lead) + r.Table.runes()
	for _, s := range r.Statements {
		n += line(s.Text) + markRunes*len(s.Cites) + line(s.Note)
		for _, q := range s.Quotes {
			n += line(q.Text) + markRunes + 2
		}
	}
	if len(r.Sources) > 0 {
		n += line("Sources")
	}
	for _, s := range r.Sources {
		n += line(s.Title) + utf8.RuneCountInString(s.Publisher) + utf8.RuneCountInString(s.Published) + line(s.URL) + sourceRunes
	}
	for _, s := range r.Notes {
		n += line(s)
	}
	return n
}

func (t Table) runes() int {
	n := line(t.Title)
	for _, h := range t.Heads {
		n += line(h)
	}
	for _, row := range t.Rows {
		for _, c := range row {
			n += line(c.Text) + lineRunes*strings.Count(c.Text, "\n") + line(c.URL)
		}
		n += lineRunes
	}
	for _, s := range t.Notes {
		n += line(s)
	}
	return n
}

func line(s string) int {
	if s == "" {
		return 0
	}
	return utf8.RuneCountInString(s) + lineRunes
}
