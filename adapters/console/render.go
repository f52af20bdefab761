package console

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
)

// Write shows a Reply. Everything in it passes Plain; only the Style's marks reach w beside it.
func Write(w io.Writer, r adapters.Reply, style Style) error {
	p := page{style: style}
	say := phrase.In(r.Language)
	p.para("", "", Plain(r.Lead), style.Strong)
	p.table(r)
	for _, s := range r.Statements {
		p.statement(s)
	}
	if len(r.Sources) > 0 {
		p.gap()
		p.line(style.Strong(say.Say("Sources")))
		for _, s := range r.Sources {
			p.source(s, say)
		}
	}
	if len(r.Notes) > 0 {
		p.gap()
		for _, n := range r.Notes {
			p.flow("", "", Plain(n), style.Faint)
		}
	}
	if offers := r.Offered(); len(offers) > 0 {
		p.gap()
		for i, o := range offers {
			p.flow(fmt.Sprintf("%d. ", i+1), "   ", Plain(o.Label)+": "+Plain(o.Command), nil)
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// page collects lines. Colour goes on after wrapping, line by line, so that no mark runs over an indent.
type page struct {
	b     strings.Builder
	style Style
}

func (p *page) line(s string) { p.b.WriteString(s + "\n") }

// gap parts what follows from what is there, by an empty line.
func (p *page) gap() {
	if p.b.Len() > 0 {
		p.line("")
	}
}

func (p *page) para(first, rest, s string, mark func(string) string) {
	if s != "" {
		p.gap()
		p.flow(first, rest, s, mark)
	}
}

// flow wraps s into lines that begin with first, then with rest.
func (p *page) flow(first, rest, s string, mark func(string) string) {
	if s == "" {
		return
	}
	for i, l := range strings.Split(Wrap(s, p.style.Columns()-len(rest)), "\n") {
		before := rest
		if i == 0 {
			before = first
		}
		if mark != nil {
			l = mark(l)
		}
		p.line(before + l)
	}
}

// table shows a Reply's Table. Where a cell leads to is told below it, unless the Sources tell that too.
func (p *page) table(r adapters.Reply) {
	p.para("", "", Plain(r.Table.Title), p.style.Strong)
	told := map[string]bool{"": true}
	for _, s := range r.Sources {
		told[s.URL] = true
	}
	var more []string
	for _, row := range r.Table.Rows {
		for _, c := range row {
			if !told[c.URL] {
				more = append(more, c.URL)
			}
			told[c.URL] = true
		}
	}
	if rows := lines(r.Table, p.style); rows != "" {
		p.gap()
		p.b.WriteString(rows)
	}
	for _, to := range more {
		p.line(p.style.Faint(Plain(to)))
	}
	for _, n := range r.Table.Notes {
		p.flow("", "", Plain(n), p.style.Faint)
	}
}

func (p *page) statement(s adapters.Statement) {
	said := Plain(s.Text)
	var cites strings.Builder
	for _, n := range s.Cites {
		fmt.Fprintf(&cites, " [%d]", n)
	}
	p.para("", "", said+cites.String(), func(l string) string {
		for _, n := range s.Cites {
			l = strings.ReplaceAll(l, fmt.Sprintf("[%d]", n), p.style.in(cyan, fmt.Sprintf("[%d]", n)))
		}
		return l
	})
	p.flow("    ", "    ", Plain(s.Note), p.style.Caution)
	for _, q := range s.Quotes {
		if quote := Plain(q.Text); !strings.Contains(said, quote) { // what is said in the article's words is not said twice
			p.flow("    ", "    ", fmt.Sprintf("“%s” [%d]", quote, q.N), p.style.Faint)
		}
	}
}

func (p *page) source(s adapters.Source, say phrase.Words) {
	parts := []string{}
	for _, part := range []string{s.Title, s.Publisher, s.Published} {
		if part = Plain(part); part != "" {
			parts = append(parts, part)
		}
	}
	if s.Brief {
		parts = append(parts, say.Say("brief"))
	}
	first := fmt.Sprintf("[%d] ", s.N)
	rest := strings.Repeat(" ", len(first))
	p.flow(first, rest, strings.Join(parts, " · "), nil)
	if s.URL != "" {
		p.line(rest + p.style.Faint(Plain(s.URL))) // whole, so that terminals make a link of it
	}
}

// Wrap breaks each line of plain text into lines of at most so many columns, between words where it can.
func Wrap(s string, columns int) string {
	if columns < 10 {
		columns = 10
	}
	var out []string
	for _, line := range strings.Split(s, "\n") {
		for _, l := range strings.Split(text.WrapSoft(line, columns), "\n") {
			out = append(out, strings.TrimRight(l, " "))
		}
	}
	return strings.Join(out, "\n")
}
