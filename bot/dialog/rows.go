package dialog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// Undertaking writes what a Commitment undertakes, then a line each for its condition, deadline, amount, speaker and what
// was reported before, those that there are. The lines' labels are in a language, as in BCP 47.
func Undertaking(c knowledge.Commitment, language string) string {
	return undertaking(c, phrase.In(language))
}

func undertaking(c knowledge.Commitment, say phrase.Words) string {
	lines := []string{line(c.Undertaking)}
	add := func(v string, label func(string) string) {
		if v = line(v); v != "" {
			lines = append(lines, label(v))
		}
	}
	add(c.Condition, func(v string) string { return say.Say("condition: %s", v) })
	add(c.Deadline, func(v string) string { return say.Say("deadline: %s", v) })
	add(c.Amount, func(v string) string { return say.Say("amount: %s", v) })
	add(c.SaidBy, func(v string) string { return say.Say("said by: %s", v) })
	add(earlier(c, say), func(v string) string { return say.Say("before: %s", v) })
	add(c.ReadBy, func(v string) string { return say.Say("read by %s", v) })
	return strings.Join(lines, "\n")
}

// Matter writes what an OpenIssue is about, and in a line each who says so and who read it. The line's label is in a language, as in BCP 47.
func Matter(i knowledge.OpenIssue, language string) string { return matter(i, phrase.In(language)) }

func matter(i knowledge.OpenIssue, say phrase.Words) string {
	text := line(i.Issue)
	if by := line(i.SaidBy); by != "" {
		text += "\n" + say.Say("said by: %s", by)
	}
	if by := line(i.ReadBy); by != "" {
		text += "\n" + say.Say("read by %s", by)
	}
	return text
}

// line puts a text from an article in one line, so that none of it passes for another.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// earlier says which stances were reported before the one that holds: "proposed 3 Jan 2026".
func earlier(c knowledge.Commitment, say phrase.Words) string {
	var out []string
	for i, h := range c.History {
		if h.Stance == "" || h.Stance == c.Stance || i > 0 && h.Stance == c.History[i-1].Stance {
			continue
		}
		out = append(out, strings.TrimSpace(say.Text(string(h.Stance))+" "+day(h.Date, say)))
	}
	return strings.Join(out, ", ")
}

// listing is a Table under construction, with the Sources that its rows are from.
type listing struct {
	say   phrase.Words
	table adapters.Table
	from  *numbers
}

func newListing(say phrase.Words, heads ...string) *listing {
	return &listing{say: say, table: adapters.Table{Heads: heads}, from: newNumbers(nil, say)}
}

// add puts in a row, with a last cell for where it is from.
func (l *listing) add(cs []knowledge.Citation, cells ...string) {
	row := make([]adapters.Cell, len(cells))
	for i, c := range cells {
		row[i].Text = c
	}
	l.table.Rows = append(l.table.Rows, append(row, l.source(cs)))
}

// source is the cell that leads to an Article, the newest of those cited, and gives the numbers of all.
func (l *listing) source(cs []knowledge.Citation) adapters.Cell {
	all := Articles(cs)
	if len(all) == 0 {
		return adapters.Cell{}
	}
	lead := slices.MaxFunc(all, func(a, b knowledge.Citation) int { return cmp.Compare(a.Published, b.Published) })
	out := adapters.Cell{Text: line(cmp.Or(lead.Publisher, lead.Article)), URL: lead.URL}
	for _, c := range all {
		out.Text += fmt.Sprintf(" [%d]", l.from.number(c))
	}
	return out
}

// reply is the whole: a lead, the rows, their Sources, and what there is to say below them.
func (l *listing) reply(lead string, notes ...string) adapters.Reply {
	r := adapters.Reply{Lead: lead, Sources: l.from.sorted(), Notes: notes}
	if len(l.table.Rows) > 0 {
		r.Table = l.table
	}
	return r
}

func stance(c knowledge.Commitment, say phrase.Words) string {
	out := say.Text(string(c.Stance))
	if c.Disputed {
		out += "\n" + say.Say("(disputed)")
	}
	return out
}

func actor(name string, say phrase.Words) string {
	if name = line(name); name == "" {
		return say.Say("(unknown)")
	}
	return name
}

// whoDoes puts an actor before what it undertakes, unless that begins with it.
func whoDoes(who, what string, say phrase.Words) string {
	who = actor(who, say)
	if strings.HasPrefix(strings.ToLower(what), strings.ToLower(speaksFor(who))) {
		return what
	}
	return who + ": " + what
}
