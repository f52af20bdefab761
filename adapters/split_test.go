package adapters_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

// long is a Reply with every kind of piece; Statement i rests on Source i+1.
func long(statements int) adapters.Reply {
	r := adapters.Reply{Answers: "q", Lead: "The lead.", Notes: []string{"Note one.", "Note two."}}
	for i := range statements {
		r.Statements = append(r.Statements, adapters.Statement{Text: fmt.Sprintf("Statement %d.", i), Cites: []int{i + 1},
			Quotes: []adapters.Quote{{N: i + 1, Text: fmt.Sprintf("quote %d", i)}}})
		r.Sources = append(r.Sources, adapters.Source{N: i + 1, Title: fmt.Sprintf("Title %d", i), URL: "https://a.example/x"})
	}
	return r
}

// pieces is a fits that takes as many pieces as given, all Sources being one.
func pieces(n int) func(adapters.Reply) bool {
	return func(r adapters.Reply) bool {
		got := len(r.Statements) + len(r.Notes) + len(r.Table.Rows) + len(r.Table.Notes)
		if r.Lead != "" {
			got++
		}
		if len(r.Sources) > 0 {
			got++
		}
		return got <= n
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	r := long(3) // 7 pieces
	part := func(f func(*adapters.Reply)) adapters.Reply {
		p := adapters.Reply{Answers: "q"}
		f(&p)
		return p
	}
	tests := []struct {
		name string
		in   adapters.Reply
		fits func(adapters.Reply) bool
		want []adapters.Reply
	}{
		{"it fits", r, pieces(7), []adapters.Reply{r}},
		{"nothing", adapters.Reply{}, pieces(0), []adapters.Reply{{}}},
		{"the sources go last, alone", r, pieces(6), []adapters.Reply{
			part(func(p *adapters.Reply) { p.Lead, p.Statements, p.Notes = r.Lead, r.Statements, r.Notes }),
			part(func(p *adapters.Reply) { p.Sources = r.Sources })}},
		{"between statements", r, pieces(3), []adapters.Reply{
			part(func(p *adapters.Reply) { p.Lead, p.Statements = r.Lead, r.Statements[:2] }),
			part(func(p *adapters.Reply) { p.Statements, p.Notes = r.Statements[2:], r.Notes }),
			part(func(p *adapters.Reply) { p.Sources = r.Sources })}},
		{"the sources with what they fit beside", r, pieces(4), []adapters.Reply{
			part(func(p *adapters.Reply) { p.Lead, p.Statements = r.Lead, r.Statements }),
			part(func(p *adapters.Reply) { p.Notes, p.Sources = r.Notes, r.Sources })}},
		{"nothing fits", long(1), pieces(0), []adapters.Reply{
			part(func(p *adapters.Reply) { p.Lead = r.Lead }),
			part(func(p *adapters.Reply) { p.Statements = r.Statements[:1] }),
			part(func(p *adapters.Reply) { p.Notes = r.Notes[:1] }),
			part(func(p *adapters.Reply) { p.Notes = r.Notes[1:] }),
			part(func(p *adapters.Reply) { p.Sources = r.Sources[:1] })}},
	}
	r.Language = "de"
	r.Table = adapters.Table{Title: "T", Heads: []string{"H"}, Rows: [][]adapters.Cell{{{Text: "1"}}, {{Text: "2"}}, {{Text: "3"}}}, Notes: []string{"N"}}
	rows := func(title string, rows [][]adapters.Cell, notes ...string) adapters.Reply {
		return adapters.Reply{Answers: "q", Language: "de", Table: adapters.Table{Title: title, Heads: r.Table.Heads, Rows: rows, Notes: notes}}
	}
	withLead := rows("T", r.Table.Rows[:1])
	withLead.Lead = r.Lead
	tests = append(tests, []struct {
		name string
		in   adapters.Reply
		fits func(adapters.Reply) bool
		want []adapters.Reply
	}{
		{"a table by its rows", r, pieces(2), []adapters.Reply{withLead, rows("", r.Table.Rows[1:]),
			{Answers: "q", Language: "de", Table: adapters.Table{Notes: []string{"N"}}, Statements: r.Statements[:1]},
			{Answers: "q", Language: "de", Statements: r.Statements[1:]}, {Answers: "q", Language: "de", Notes: r.Notes},
			{Answers: "q", Language: "de", Sources: r.Sources}}},
		{"a table without rows", adapters.Reply{Table: adapters.Table{Title: "T", Heads: []string{"H"}, Notes: []string{"N", "M"}}}, pieces(1), []adapters.Reply{
			{Table: adapters.Table{Title: "T", Heads: []string{"H"}, Notes: []string{"N"}}}, {Table: adapters.Table{Notes: []string{"M"}}}}},
	}...)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, adapters.Split(tt.in, tt.fits)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestShorten(t *testing.T) {
	t.Parallel()
	r := long(4)
	r.Statements[3].Cites = []int{1, 4}
	r.Sources = append(r.Sources, adapters.Source{N: 9, Title: "cited by none"})
	tests := []struct {
		pieces, statements, left int
		sources                  []int
	}{
		{8, 4, 0, []int{1, 2, 3, 4, 9}},
		{7, 3, 1, []int{1, 2, 3, 9}},
		{6, 2, 2, []int{1, 2, 9}},
		{0, 1, 3, []int{1, 9}},
	}
	for _, tt := range tests {
		got, left := adapters.Shorten(r, pieces(tt.pieces))
		want := r
		want.Statements = r.Statements[:tt.statements]
		want.Sources = nil
		for _, n := range tt.sources {
			for _, s := range r.Sources {
				if s.N == n {
					want.Sources = append(want.Sources, s)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || left != tt.left {
			t.Errorf("%d pieces: %d left, want %d\n%s", tt.pieces, left, tt.left, diff)
		}
	}
}

// FuzzSplit: whatever a Reply and a budget are, nothing is lost, doubled or cut, the order stays, the Sources are whole
// and in the last part, and only a piece alone takes more than the budget.
func FuzzSplit(f *testing.F) {
	f.Add("lead|one|two|three", "note", 2, 50)
	f.Add("|日本語の文章", "", 0, 1)
	f.Add("a|b|c|d|e|f|g", "n1|n2", 5, 30)
	f.Fuzz(func(t *testing.T, said, notes string, sources, budget int) {
		lead, rest, _ := strings.Cut(said, "|")
		r := adapters.Reply{Lead: lead, Answers: "q"}
		for _, s := range strings.Split(rest, "|") {
			r.Statements = append(r.Statements, adapters.Statement{Text: s, Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: said}}})
		}
		r.Notes = strings.Split(notes, "|")
		r.Table = adapters.Table{Title: lead, Heads: r.Notes}
		for i := range min(max(sources, 0), 9) {
			r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: fmt.Sprint(i, lead), URL: notes}, {Text: said}})
			r.Table.Notes = append(r.Table.Notes, rest)
		}
		for i := range min(max(sources, 0), 20) {
			r.Sources = append(r.Sources, adapters.Source{N: i + 1, Title: said})
		}
		before := fmt.Sprintf("%#v", r)
		fits := adapters.Within(budget)
		parts := adapters.Split(r, fits)
		whole := adapters.Reply{Answers: "q"}
		for i, p := range parts {
			if p.Answers != "q" {
				t.Fatalf("part %d answers %q", i, p.Answers)
			}
			if !fits(p) && !pieces(1)(p) && len(parts) > 1 {
				t.Fatalf("part %d of several pieces takes %d of %d runes", i, adapters.Runes(p), budget)
			}
			if len(p.Sources) > 0 && i != len(parts)-1 {
				t.Fatalf("sources in part %d of %d", i, len(parts))
			}
			if p.Lead != "" && i > 0 || len(p.Statements) > 0 && len(whole.Notes) > 0 || len(p.Table.Rows)+len(p.Table.Notes) > 0 && len(whole.Statements) > 0 {
				t.Fatalf("part %d is out of order", i)
			}
			if len(p.Table.Rows) > 0 && (len(whole.Table.Notes) > 0 || cmp.Diff(r.Table.Heads, p.Table.Heads) != "") || (p.Table.Title != "") != (r.Table.Title != "" && len(whole.Table.Rows) == 0 && whole.Table.Heads == nil && p.Table.Heads != nil) {
				t.Fatalf("the table of part %d is %+v", i, p.Table)
			}
			whole.Table.Title += p.Table.Title
			whole.Table.Heads = slices.Concat(whole.Table.Heads, p.Table.Heads)[:max(len(whole.Table.Heads), len(p.Table.Heads))]
			whole.Table.Rows = append(whole.Table.Rows, p.Table.Rows...)
			whole.Table.Notes = append(whole.Table.Notes, p.Table.Notes...)
			whole.Lead += p.Lead
			whole.Statements = append(whole.Statements, p.Statements...)
			whole.Notes = append(whole.Notes, p.Notes...)
			whole.Sources = append(whole.Sources, p.Sources...)
		}
		if diff := cmp.Diff(r, whole); diff != "" {
			t.Fatalf("the parts are not the whole:\n%s", diff)
		}
		if got := fmt.Sprintf("%#v", r); got != before {
			t.Fatal("the Reply was changed")
		}
	})
}
