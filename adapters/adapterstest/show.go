package adapterstest

import (
	"fmt"
	"strings"
	"unicode"

	"talksbot/adapters"
)

// show writes a Reply as a Room's people see it.
func show(r adapters.Reply) string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	line(plain(r.Lead))
	line(plain(r.Table.Title))
	line(plain(strings.Join(r.Table.Heads, " · ")))
	for _, row := range r.Table.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, strings.TrimSpace(plain(c.Text)+" "+plain(c.URL)))
		}
		line(strings.Join(cells, " · "))
	}
	for _, n := range r.Table.Notes {
		line(plain(n))
	}
	for _, s := range r.Statements {
		text := plain(s.Text)
		for _, n := range s.Cites {
			text += fmt.Sprintf(" [%d]", n)
		}
		line(text)
		line(plain(s.Note))
		for _, q := range s.Quotes {
			line(fmt.Sprintf("“%s” [%d]", plain(q.Text), q.N))
		}
	}
	for _, s := range r.Sources {
		brief := ""
		if s.Brief {
			brief = "brief"
		}
		line(fmt.Sprintf("[%d] ", s.N) + strings.Join([]string{plain(s.Title), plain(s.Publisher), plain(s.Published), brief}, " · "))
		line(plain(s.URL))
	}
	for _, n := range r.Notes {
		line(plain(n))
	}
	for _, o := range r.Offered() {
		line("[" + plain(o.Label) + "]")
	}
	return b.String()
}

// plain puts a text in one line without controls.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))), " ")
}
