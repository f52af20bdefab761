package cards

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/plain"
)

var update = flag.Bool("update", false, "write the goldens anew")

var answer = adapters.Reply{
	Statements: []adapters.Statement{
		{Text: "Norland will lend two tugs.", Note: "pledged · said by Mira Holt", Cites: []int{1, 2},
			Quotes: []adapters.Quote{{N: 1, Text: "Norland has pledged to lend two tugs, said Holt,\nand *a third* if it must."}, {N: 2, Text: "We will lend two."}}},
		{Text: "Said as it stands in the article.", Cites: []int{2}, Quotes: []adapters.Quote{{N: 2, Text: "Said as it stands in the article."}}},
	},
	Sources: []adapters.Source{
		{N: 1, Title: "Two tugs", Publisher: "Harbour Herald", Published: "2 Mar 2026", URL: "https://herald.example/one_(two)", Brief: true},
		{N: 2, Title: "Bare"},
	},
	Notes: []string{"Understood as: What will Norland lend?", "Searched 2 articles, newest 2 Mar 2026."},
}

var refusal = adapters.Reply{
	Lead:       "The articles do not say a number for that. The nearest thing they do say:",
	Statements: []adapters.Statement{{Text: "Sudmark declined.", Note: "declined", Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: "Sudmark has declined."}}}},
	Sources:    []adapters.Source{{N: 1, Title: "Sudmark declines", URL: "https://herald.example/two"}},
	Notes:      []string{"Searched 2 articles, newest 2 Mar 2026."},
}

var ledger = adapters.Table{
	Title: "Commitments", Heads: []string{"Actor", "Undertaking", "Stance", "Reported"},
	Rows: [][]adapters.Cell{
		{{Text: "Norland"}, {Text: "to lend two tugs\ncondition: calm seas"}, {Text: "pledged"}, {Text: "2 Mar 2026", URL: "https://herald.example/one"}},
		{{Text: "Sudmark"}, {Text: "to lend a ship"}, {Text: "declined"}},
	},
	Notes: []string{"2 of 7 commitments."},
}

// list is a Reply with a Table and everything beside it, in German.
func list() adapters.Reply {
	r := refusal
	r.Table, r.Language = ledger, "de"
	return r
}

// long150 needs several posts: 150 rows, 60 statements, one of which fits into no post.
func long150() adapters.Reply {
	r := adapters.Reply{Lead: "The lead.", Table: adapters.Table{Title: "Tides", Heads: []string{"Day", "Height"}, Notes: []string{"All tides."}}, Notes: []string{"The end."}}
	for i := range 150 {
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: fmt.Sprintf("Day %d.", i)}, {Text: n("low ", 30)}})
	}
	for i := range 60 {
		r.Statements = append(r.Statements, adapters.Statement{Text: fmt.Sprintf("Statement %d: the quay of Miran was swept again.", i),
			Cites: []int{i%3 + 1}, Quotes: []adapters.Quote{{N: i%3 + 1, Text: "The quay was swept, again and again."}}})
	}
	r.Statements[4].Text = n("Every stone was counted *twice*. ", 200) + "The count is done."
	for i := range 3 {
		r.Sources = append(r.Sources, adapters.Source{N: i + 1, Title: fmt.Sprintf("Source %d", i+1), Publisher: "Harbour Herald", URL: fmt.Sprintf("https://herald.example/%d", i+1)})
	}
	return r
}

// TestGolden: what Discord is sent, to the letter. -update writes it anew.
func TestGolden(t *testing.T) {
	t.Parallel()
	tests := map[string][]Post{
		"answer": Render(answer, "Q1"), "inline": Render(answer, ""), "refusal": Render(refusal, "Q2"), "list": Render(list(), "Q4"),
		"quotes": {Quotes(answer, "Q1", 1)}, "words": {Words("There is no command /isues. Type /help for those there are.")},
		"page":  {Page(long150(), "Q5", PageOptions{Page: 2, Private: true, Actors: []adapters.Choice{{Value: "Norland", Label: "Norland"}}})},
		"intro": {Intro(adapters.Home{About: []string{"I answer from 9 articles, newest 2 Mar 2026."}, Prompts: []string{"Who lends tugs?", "What is open?"}}, "fr")},
	}
	for name, posts := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, posts)
			checkAll(t, posts)
		})
	}
	t.Run("why", func(t *testing.T) {
		t.Parallel()
		golden(t, "why", []*discordgo.InteractionResponseData{Why("Q1", adapters.Bad, ""), Why("Q1", adapters.Report, "")})
	})
}

func golden(t *testing.T, name string, made any) {
	t.Helper()
	sent, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(sent, &tree); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(tree); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

func checkAll(t *testing.T, posts []Post) {
	t.Helper()
	for i, p := range posts {
		if err := Check(p); err != nil {
			t.Errorf("post %d of %d: %v", i+1, len(posts), err)
		}
	}
}

// clicks are those of the buttons and selects of a post that can be used.
func clicks(t *testing.T, p Post) (out []Click) {
	t.Helper()
	for _, c := range p.Components {
		row, ok := c.(discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, c := range row.Components {
			id := ""
			switch c := c.(type) {
			case discordgo.Button:
				if id = c.CustomID; c.Disabled {
					continue
				}
			case discordgo.SelectMenu:
				id = c.CustomID
			}
			click, ok := ParseClick(id)
			if !ok {
				t.Errorf("the custom ID %q cannot be read", id)
			}
			out = append(out, click)
		}
	}
	return out
}

func kinds(t *testing.T, p Post) (out []string) {
	t.Helper()
	for _, c := range clicks(t, p) {
		out = append(out, c.Kind)
	}
	return out
}

// turned gives all pages, turned as people do: by the last of the buttons of a kind.
func turned(t *testing.T, page func(int) Post, kind string) (all []Post) {
	t.Helper()
	for at := 1; ; {
		p := page(at)
		if all = append(all, p); len(all) > 500 {
			t.Fatal("the pages do not end")
		}
		last := at
		for _, c := range clicks(t, p) {
			if c.Kind == kind && c.Page > at {
				at = c.Page
			}
		}
		if at == last {
			return all
		}
	}
}

// inOrder checks that texts stand in another, each after the one before.
func inOrder(t *testing.T, all string, want ...string) {
	t.Helper()
	for _, w := range want {
		_, rest, ok := strings.Cut(all, w)
		if !ok {
			t.Fatalf("%.80q is not there, or not in order", w)
		}
		all = rest
	}
}

// TestLong: statements and rows stay whole and in order, sources and buttons stand in the last post alone, and heads over
// the rows of each.
func TestLong(t *testing.T) {
	t.Parallel()
	r := long150()
	want := []string{"The lead.", "Tides"}
	for i := range r.Table.Rows {
		want = append(want, fmt.Sprintf("Day %d. · low low", i))
	}
	want = append(want, "All tides.")
	for i, s := range r.Statements {
		if i == 4 {
			want = append(want, "Every stone", "The count is done.")
			continue
		}
		want = append(want, fmt.Sprintf("%s [%d]", s.Text, s.Cites[0]))
	}
	want = append(want, "Sources\n[1] Source 1 · Harbour Herald\n[2] Source 2 · Harbour Herald\n[3] Source 3 · Harbour Herald", "The end.")

	posts := Render(r, "Q3")
	checkAll(t, posts)
	inOrder(t, shown(posts...), want...)
	if !strings.Contains(bare(shown(posts...)), bare(r.Statements[4].Text)) {
		t.Error("the long statement is not whole")
	}
	for i, p := range posts {
		last := i == len(posts)-1
		if got := strings.Contains(shown(p), "Sources"); got != last {
			t.Errorf("post %d of %d has sources: %v", i+1, len(posts), got)
		}
		if got := kinds(t, p); slices.Contains(got, KindQuotes) != last {
			t.Errorf("post %d of %d has the buttons %v", i+1, len(posts), got)
		}
		if s := shown(p); strings.Contains(s, "Day 1") && strings.Count(s, "Day · Height") != 1 {
			t.Errorf("post %d has rows and heads %d times", i+1, strings.Count(s, "Day · Height"))
		}
	}

	pages := turned(t, func(page int) Post { return Page(r, "Q3", PageOptions{Page: page}) }, KindPage)
	checkAll(t, pages)
	inOrder(t, shown(pages...), want...)
	for i, p := range pages {
		if rows := strings.Count(shown(p), "low low"); rows > 15*mostRows { // a row says it 15 times
			t.Errorf("page %d has over %d rows", i+1, mostRows)
		}
		if !strings.Contains(shown(p), fmt.Sprintf("Page %d of %d", i+1, len(pages))) {
			t.Errorf("page %d of %d says %q", i+1, len(pages), shown(p))
		}
	}
	quotes := turned(t, func(page int) Post { return Quotes(r, "Q3", page) }, KindTurn)
	checkAll(t, quotes)
	if got := strings.Count(shown(quotes...), r.Statements[0].Quotes[0].Text); got != len(r.Statements) {
		t.Errorf("%d quotes are shown", got)
	}
}

// TestTogether: what ends a Reply is not parted where one post can hold it.
func TestTogether(t *testing.T) {
	t.Parallel()
	r := adapters.Reply{Statements: []adapters.Statement{{Text: n("x", 3930)}}, Sources: []adapters.Source{{N: 1, Title: "Two tugs"}}, Notes: []string{n("y", 200)}}
	posts := Render(r, "Q1")
	checkAll(t, posts)
	if len(posts) != 2 || !strings.HasPrefix(shown(posts[1]), "Sources") || !strings.HasSuffix(shown(posts[1]), "yyy") {
		t.Errorf("%d posts, the last one %.100q", len(posts), shown(posts[len(posts)-1]))
	}
}

// TestInline: without a usable id there are no buttons, and quotes stand under their statements.
func TestInline(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", n("x", 71), n("😀", 36), "\xff"} {
		posts := append(Render(answer, id), Page(answer, id, PageOptions{Private: true, Actors: []adapters.Choice{{Value: "a", Label: "A"}}}), Quotes(answer, id, 1))
		checkAll(t, posts)
		for _, p := range posts {
			inOrder(t, shown(p), "Norland will lend two tugs. [1] [2]", "Norland has pledged to lend two tugs, said Holt,\nand *a third* if it must.", "[1] Harbour Herald", "We will lend two.", "[2]")
			if got := kinds(t, p); got != nil {
				t.Errorf("id %q: buttons %v", id, got)
			}
		}
	}
	if got := shown(Render(answer, n("x", 70))...); strings.Contains(got, "We will lend two.") {
		t.Errorf("quotes are shown beside their button: %q", got)
	}
}

func TestButtons(t *testing.T) {
	t.Parallel()
	lists := list()
	lists.Statements = nil
	help := adapters.Reply{Lead: "Ask.", Notes: []string{"A hint."}, Table: adapters.Table{Rows: [][]adapters.Cell{{{Text: "help"}}}}}
	actors := []adapters.Choice{{Value: "a", Label: "A"}, {Value: "a", Label: "again"}, {Value: "b"}, {Label: "B"}, {Value: n("c", 101), Label: "C"}, {Value: "\xff", Label: "D"}}
	for _, tt := range []struct {
		post Post
		want []string
	}{
		{Render(answer, "Q1")[0], []string{KindQuotes, KindGood, KindBad}},
		{Render(adapters.Reply{Lead: "The articles do not say.", Notes: []string{"Searched 3 articles."}}, "Q1")[0], []string{KindGood, KindBad}},
		{Render(adapters.Reply{Lead: "You are welcome."}, "Q1")[0], nil},
		{Render(help, "Q1")[0], nil},
		{Page(help, "Q1", PageOptions{Private: true}), nil},
		{Page(answer, "Q1", PageOptions{}), []string{KindQuotes, KindGood, KindBad}},
		{Page(answer, "Q1", PageOptions{Private: true, Actors: actors}), []string{KindQuotes, KindGood, KindBad, KindShare}},
		{Page(lists, "Q1", PageOptions{Actors: actors}), []string{KindActor, KindGood, KindBad}},
		{Page(long150(), "Q1", PageOptions{Page: -1}), []string{KindPage, KindQuotes, KindGood, KindBad}},
		{Page(long150(), "Q1", PageOptions{Page: 2}), []string{KindPage, KindPage, KindQuotes, KindGood, KindBad}},
		{Page(long150(), "Q1", PageOptions{Page: 1 << 30}), []string{KindPage, KindQuotes, KindGood, KindBad}},
		{Quotes(answer, "Q1", 7), []string{KindReport}},
		{Quotes(long150(), "Q1", 2), []string{KindTurn, KindTurn, KindReport}},
		{Quotes(lists, "Q1", 1), nil},
		{Quotes(adapters.Reply{Lead: "x"}, "Q1", 1), nil},
		{Page(adapters.Reply{}, "Q1", PageOptions{}), nil},
		{Words("x"), nil},
	} {
		refused(t, Check(tt.post), "")
		if diff := cmp.Diff(tt.want, kinds(t, tt.post)); diff != "" {
			t.Errorf("%.60q: %s", shown(tt.post), diff)
		}
	}
	if got := Render(adapters.Reply{}, "Q1"); got != nil {
		t.Errorf("nothing is shown as %v", got)
	}
	choose := Page(lists, "Q1", PageOptions{Actors: actors}).Components[1].(discordgo.ActionsRow).Components[0].(discordgo.SelectMenu)
	if diff := cmp.Diff([]discordgo.SelectMenuOption{{Label: "A", Value: "a"}}, choose.Options); diff != "" {
		t.Error(diff)
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	p := Render(answer, "Q1")[0]
	for _, mark := range []int{LeastMark, 1<<31 - 1} {
		marked := p.Marked(mark)
		refused(t, Check(marked), "")
		sent, err := json.Marshal(marked.Components)
		if err != nil {
			t.Fatal(err)
		}
		if got := Mark(sent); got != mark {
			t.Errorf("mark %d is read as %d", mark, got)
		}
	}
	for raw, want := range map[string]int{
		"":                        0,
		"null":                    0,
		`{"type":17,"id":99}`:     0,
		`[]`:                      0,
		`[{"type":1,"id":99}]`:    0,
		`[{"type":17}]`:           0,
		`[{"type":17,"id":1}]`:    0,
		`[{"type":17,"id":"99"}]`: 0,
		`[7,{"type":"x"},{"type":99,"id":98,"components":{}},{"type":17,"id":99,"components":[{"type":98}]},{"type":17,"id":100}]`: 99,
	} {
		if got := Mark(json.RawMessage(raw)); got != want {
			t.Errorf("%s has the mark %d, want %d", raw, got, want)
		}
	}
	sent, err := json.Marshal(p.Components)
	if err != nil || Mark(sent) != 0 {
		t.Errorf("a post without a mark has %d, %v", Mark(sent), err)
	}
	if got := Words("x").Marked(99); cmp.Diff(Words("x"), got) != "" {
		t.Errorf("%+v", got)
	}
}

// TestShared: words that a quote shares with its statement are bold, and the quote stands as it is.
func TestShared(t *testing.T) {
	t.Parallel()
	md := strings.Join(displays(Quotes(answer, "Q1", 1).Components), "\n")
	inOrder(t, md, "> **Norland** has pledged to lend two tugs, said Holt,\n> and \\*a third\\* if it must.\n-# [[1]](<https://herald.example/one_%28two%29>) Harbour Herald · 2 Mar 2026 · brief",
		"> Said as it stands in the article.\n-# \\[2\\]")
}

// FuzzRender: any Reply makes posts that Discord takes, in which every statement stands whole, and nothing is active.
func FuzzRender(f *testing.F) {
	for i, a := range attacks(f) {
		if i%8 != 0 { // the others are for TestAttacks
			continue
		}
		f.Add(a.Text, "Said.", a.Text, "Title", "https://herald.example/one", a.Text, uint8(i), uint8(i/3), uint8(i/5))
		f.Add("", a.Text, "", a.Text, a.Text, "Quote.", uint8(i/2), uint8(i), uint8(1))
	}
	f.Fuzz(func(t *testing.T, lead, said, note, title, to, quote string, statements, sources, cites uint8) {
		if len(lead)+len(said)+len(note)+len(title)+len(to)+len(quote) > 10000 {
			t.Skip("a corpus of megabytes shows nothing new")
		}
		r := adapters.Reply{Lead: lead, Notes: []string{note, lead}}
		for i := range int(statements) % 40 {
			s := adapters.Statement{Text: fmt.Sprintf("%d %s", i, said), Note: note, Quotes: []adapters.Quote{{N: i, Text: quote}}}
			for c := range int(cites) % 60 {
				s.Cites = append(s.Cites, c+1)
			}
			r.Statements = append(r.Statements, s)
		}
		for i := range int(sources) % 60 {
			r.Sources = append(r.Sources, adapters.Source{N: i + 1, Title: title, Publisher: note, Published: title, URL: to, Brief: i%2 == 0})
		}
		posts := Render(r, "Q1")
		all := bare(shown(posts...))
		for _, s := range r.Statements {
			_, rest, ok := strings.Cut(all, bare(plain.Line(s.Text)))
			if !ok {
				t.Fatalf("%.100q is not in the posts", s.Text)
			}
			all = rest
		}
		r.Table = adapters.Table{Title: title, Heads: many(int(cites)%30, func(int) string { return title }), Notes: r.Notes,
			Rows: many(int(sources)%9, func(i int) []adapters.Cell {
				return many(int(statements)%25, func(int) adapters.Cell { return adapters.Cell{Text: quote, URL: to} })
			})}
		posts = slices.Concat(posts, Render(r, ""), []Post{Quotes(r, "Q1", int(cites)), Page(r, "Q1", PageOptions{Page: int(cites)})})
		checkAll(t, posts)
		for _, p := range posts {
			harmless(t, p, nil)
		}
	})
}
