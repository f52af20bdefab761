package blocks

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

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/plain"
)

var update = flag.Bool("update", false, "write the goldens anew")

var answer = adapters.Reply{
	Statements: []adapters.Statement{
		{Text: "Portugal will send two dredgers.", Note: "pledged · said by Ana Velho", Cites: []int{1, 2},
			Quotes: []adapters.Quote{{N: 1, Text: "Portugal has pledged to send two dredgers, said Velho, and a third if it must."}, {N: 2, Text: "We will send two."}}},
		{Text: "Said as it stands in the article.", Cites: []int{2}, Quotes: []adapters.Quote{{N: 2, Text: "Said as it stands in the article."}}},
	},
	Sources: []adapters.Source{
		{N: 1, Title: "Two dredgers", Publisher: "Coast Courier", Published: "2 Mar 2026", URL: "https://courier.example/one", Brief: true},
		{N: 2, Title: "Bare"},
	},
	Notes: []string{"Understood as: What will Portugal send?", "Searched 2 articles, newest 2 Mar 2026."},
}

var refusal = adapters.Reply{
	Lead:       "The articles do not say a number for that. The nearest thing they do say:",
	Statements: []adapters.Statement{{Text: "Spain declined.", Note: "declined", Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: "Spain has declined."}}}},
	Sources:    []adapters.Source{{N: 1, Title: "Spain declines", URL: "https://courier.example/two"}},
	Notes:      []string{"Searched 2 articles, newest 2 Mar 2026."},
}

// long needs several posts, and one of its statements does not fit into any.
func long() adapters.Reply {
	var r adapters.Reply
	for i := range 30 {
		r.Statements = append(r.Statements, adapters.Statement{Text: fmt.Sprintf("Statement %d: the quay of Miran was swept again on that day.", i+1),
			Note: "pledged", Cites: []int{i%3 + 1}, Quotes: []adapters.Quote{{N: i%3 + 1, Text: "The quay was swept again on that day."}}})
	}
	r.Statements[4].Text = strings.Repeat("Every stone was counted twice. ", 150) + "The count is done."
	for i := range 3 {
		r.Sources = append(r.Sources, adapters.Source{N: i + 1, Title: fmt.Sprintf("Source %d", i+1), Publisher: "Coast Courier", URL: fmt.Sprintf("https://courier.example/%d", i+1)})
	}
	return r
}

var ledger = adapters.Table{
	Title: "Commitments", Heads: []string{"Actor", "Undertaking", "Stance", "Reported"},
	Rows: [][]adapters.Cell{
		{{Text: "Portugal"}, {Text: "to send two dredgers\ncondition: a ceasefire"}, {Text: "pledged"}, {Text: "2 Mar 2026", URL: "https://courier.example/one"}},
		{{Text: "Spain"}, {Text: "to send a ship"}, {Text: "declined"}},
	},
	Notes: []string{"2 of 7 commitments."},
}

// list is a Reply with a Table and everything beside it, in German.
func list() adapters.Reply {
	r := refusal
	r.Table, r.Language = ledger, "de"
	return r
}

// TestGolden: what Slack is sent, to the letter. -update writes it anew.
func TestGolden(t *testing.T) {
	t.Parallel()
	tests := map[string]any{
		"answer": Render(answer, "Q1"), "refusal": Render(refusal, "Q2"), "long": Render(long(), "Q3"), "ledger": Tabulate(ledger),
		"quotes": View(answer, "Q1", 1), "list": Render(list(), "Q4"), "listed": View(list(), "Q4", 1),
	}
	for name, made := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			e := json.NewEncoder(&got)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			if err := e.Encode(made); err != nil {
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
			if posts, ok := made.([]Post); ok {
				checkAll(t, posts)
			}
		})
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

// pages gives all pages of View, turned as people do, checked.
func pages(t *testing.T, r adapters.Reply, id string) []slack.ModalViewRequest {
	t.Helper()
	all := views(r, id)
	for i, v := range all {
		if err := CheckView(v); err != nil {
			t.Fatalf("page %d: %v", i+1, err)
		}
		got := clicks(v.Blocks.BlockSet)
		if earlier, more := slices.Contains(got, ActionEarlier), slices.Contains(got, ActionMore); earlier != (i > 0) || more != (i < len(all)-1) {
			t.Errorf("page %d of %d has the buttons %v", i+1, len(all), got)
		}
	}
	return all
}

// clicks names the actions of blocks.
func clicks(blocks []slack.Block) []string {
	var ids []string
	for _, b := range blocks {
		var set *slack.BlockElements
		switch b := b.(type) {
		case *slack.ActionBlock:
			set = b.Elements
		case *slack.ContextActionsBlock:
			set = b.Elements
		default:
			continue
		}
		for _, e := range set.ElementSet {
			switch e := e.(type) {
			case *slack.ButtonBlockElement:
				ids = append(ids, e.ActionID)
			case *slack.FeedbackButtonsBlockElement:
				ids = append(ids, e.ActionID)
			}
		}
	}
	return ids
}

// reads gives all that can be read in blocks, of any kind, in order.
func reads(blocks []slack.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		switch block := block.(type) {
		case *slack.HeaderBlock:
			b.WriteString(block.Text.Text)
		case *slack.ContextBlock:
			for _, e := range block.ContextElements.Elements {
				b.WriteString(e.(*slack.TextBlockObject).Text)
			}
		case *slack.RichTextBlock:
			for _, e := range block.Elements {
				switch e := e.(type) {
				case *slack.RichTextSection:
					b.WriteString(elementsText(e.Elements))
				case *slack.RichTextQuote:
					b.WriteString(elementsText(e.Elements))
				}
			}
		case *slack.TableBlock:
			b.WriteString(strings.Join(reading([]slack.Block{block}), "\n"))
		}
	}
	return b.String()
}

func TestNothing(t *testing.T) {
	t.Parallel()
	if got := Render(adapters.Reply{}, "Q1"); got != nil {
		t.Errorf("%v", got)
	}
	if got := Tabulate(adapters.Table{}); got != nil {
		t.Errorf("%v", got)
	}
	pages(t, adapters.Reply{}, "Q1")
}

// TestLong: statements stay whole and in order, sources and buttons stand in the last post alone, and what was shortened is
// whole in the view.
func TestLong(t *testing.T) {
	t.Parallel()
	r := long()
	posts := Render(r, "Q3")
	checkAll(t, posts)
	if len(posts) < 2 {
		t.Fatalf("%d posts", len(posts))
	}
	all := ""
	for i, p := range posts {
		last := i == len(posts)-1
		if got := strings.Contains(reads(p.Blocks), "Sources"); got != last {
			t.Errorf("post %d of %d has sources: %v", i+1, len(posts), got)
		}
		if got := slices.Contains(clicks(p.Blocks), ActionQuotes); got != last {
			t.Errorf("post %d of %d has a button: %v", i+1, len(posts), got)
		}
		all += reads(p.Blocks)
	}
	for i, s := range r.Statements {
		if i == 4 {
			continue
		}
		_, rest, ok := strings.Cut(all, s.Text)
		if !ok {
			t.Errorf("%q is not there, or not in order", s.Text)
		}
		all = rest
	}
	sent, _ := json.Marshal(posts[len(posts)-1].Blocks)
	if !strings.Contains(string(sent), "Show all") {
		t.Errorf("no button to show all in %s", sent)
	}
	whole := ""
	for _, v := range pages(t, r, "Q3") {
		whole += reads(v.Blocks.BlockSet)
	}
	if !strings.Contains(whole, r.Statements[4].Text) {
		t.Error("the long statement is not whole in the view")
	}
}

func TestButtons(t *testing.T) {
	t.Parallel()
	for id, want := range map[string][]string{"": nil, n("x", 256): nil, "\xff": nil, n("x", 255): {ActionQuotes, ActionFeedback}, "a:b": {ActionQuotes, ActionFeedback}} {
		posts := Render(answer, id)
		checkAll(t, posts)
		got := clicks(posts[len(posts)-1].Blocks)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("id %.20q: %s", id, diff)
		}
	}
	for _, tt := range []struct {
		reply adapters.Reply
		want  []string
	}{
		{adapters.Reply{Lead: "The articles do not say.", Notes: []string{"Searched 3 articles."}}, []string{ActionFeedback}},
		{adapters.Reply{Lead: "You are welcome."}, nil},
		{adapters.Reply{Lead: "Ask.", Notes: []string{"A hint."}, Table: adapters.Table{Rows: [][]adapters.Cell{{{Text: "help"}}}}}, nil},
	} {
		posts := Render(tt.reply, "Q1")
		if diff := cmp.Diff(tt.want, clicks(posts[len(posts)-1].Blocks)); diff != "" {
			t.Errorf("%s: %s", tt.reply.Lead, diff)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	if id, page, ok := ParseQuotes("12:a:b"); id != "a:b" || page != 12 || !ok {
		t.Errorf("%q, %d, %v", id, page, ok)
	}
	if id, good, ok := ParseFeedback("bad:a:b"); id != "a:b" || good || !ok {
		t.Errorf("%q, %v, %v", id, good, ok)
	}
	if _, good, ok := ParseFeedback("good:a"); !good || !ok {
		t.Errorf("%v, %v", good, ok)
	}
	for _, v := range []string{"", "1", "x:a", "0:a", "-1:a", "1:", "good", "good:", "fine:a"} {
		_, _, quotes := ParseQuotes(v)
		_, _, feedback := ParseFeedback(v)
		if quotes || feedback {
			t.Errorf("%q is taken: %v, %v", v, quotes, feedback)
		}
	}
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	tests := []struct{ quote, statement, want string }{
		{"Portugal has pledged to send 2 dredgers, said Velho.", "Portugal will send 2 dredgers.", "*Portugal* has pledged to send *2 dredgers*, said Velho."},
		{"Said as it stands.", "Said as it stands.", "Said as it stands."},
		{"Nothing  alike\nhere", "Other words", "Nothing  alike\nhere"},
		{"", "x", ""},
	}
	for _, tt := range tests {
		got, plain := "", ""
		for _, e := range highlight(tt.quote, tt.statement) {
			e := e.(*slack.RichTextSectionTextElement)
			plain += e.Text
			if e.Style != nil {
				e.Text = "*" + e.Text + "*"
			}
			got += e.Text
		}
		if got != tt.want || plain != tt.quote {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	_, values, err := slack.UnsafeApplyMsgOptions("", "C1", "", Render(answer, "Q1")[0].Options()...)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"parse": "none", "link_names": "false", "unfurl_links": "false", "unfurl_media": "false"} {
		if got := values.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if got := values.Get("text"); !strings.HasPrefix(got, "Portugal will send two dredgers. [1] [2]\n") {
		t.Errorf("text %q", got)
	}
}

func TestTabulate(t *testing.T) {
	t.Parallel()
	big := adapters.Table{Title: "Commitments", Heads: []string{"Actor", "Undertaking"}, Notes: []string{"All of them."}}
	for i := range 250 {
		big.Rows = append(big.Rows, []adapters.Cell{{Text: fmt.Sprintf("Actor %d.", i)}, {Text: "to sweep the quay", URL: "https://courier.example/one"}})
	}
	big.Rows[7][1].Text = strings.Repeat("to count every stone, ", 200) + "and to stop"
	wide := adapters.Table{Heads: many(30, func(i int) string { return fmt.Sprintf("Head %d.", i) }),
		Rows: [][]adapters.Cell{many(30, func(i int) adapters.Cell { return adapters.Cell{Text: fmt.Sprintf("Cell %d.", i)} })}}
	for name, table := range map[string]adapters.Table{"big": big, "wide": wide, "notes alone": {Notes: []string{"None."}}, "title alone": {Title: n("long ", 2000)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			posts := Tabulate(table)
			checkAll(t, posts)
			all := ""
			for _, p := range posts {
				all += reads(p.Blocks)
			}
			for _, row := range table.Rows {
				if !strings.Contains(all, row[0].Text) || !strings.Contains(all, row[len(row)-1].Text[len(row[len(row)-1].Text)-8:]) {
					t.Errorf("%v is not there", row)
				}
			}
			for _, s := range table.Notes {
				if !strings.HasSuffix(all, s) {
					t.Errorf("%q is not last", s)
				}
			}
		})
	}
}

// TestTableOfReply: a long table stands whole between the lead and the statements, one a post.
func TestTableOfReply(t *testing.T) {
	t.Parallel()
	r := refusal
	r.Table = adapters.Table{Title: "Tides", Heads: []string{"Day", "Height"}, Notes: []string{"All tides."}}
	for i := range 250 {
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: fmt.Sprintf("Day %d.", i)}, {Text: "low"}})
	}
	posts := Render(r, "Q1")
	checkAll(t, posts)
	all, heads := "", 0
	for _, p := range posts {
		all += reads(p.Blocks)
		heads += tables(p.Blocks)
	}
	want := []string{r.Lead, "Tides"}
	for i := range 250 {
		want = append(want, fmt.Sprintf("Day %d.", i))
	}
	for _, w := range append(want, "All tides.", r.Statements[0].Text, "Sources", r.Notes[0]) {
		_, rest, ok := strings.Cut(all, w)
		if !ok {
			t.Fatalf("%q is not there, or not in order", w)
		}
		all = rest
	}
	if heads < 3 || len(posts) < heads {
		t.Errorf("%d tables in %d posts", heads, len(posts))
	}
	whole := ""
	for _, v := range pages(t, r, "Q1") {
		whole += reads(v.Blocks.BlockSet)
	}
	if !strings.Contains(whole, "Day: Day 0.") || !strings.Contains(whole, "Day: Day 249.") {
		t.Error("the table is not whole in the view")
	}
}

// FuzzRender: any Reply makes posts that Slack takes, in which every statement stands whole; or there is a button to a view
// where it does.
func FuzzRender(f *testing.F) {
	for i, a := range attacks(f) {
		if i%8 != 0 { // the others are for TestAttacks
			continue
		}
		f.Add(a.Text, "Said.", a.Text, "Title", "https://courier.example/one", a.Text, uint8(i), uint8(i/3), uint8(i/5))
		f.Add("", a.Text, "", a.Text, a.Text, "Quote.", uint8(i/2), uint8(i), uint8(1))
	}
	f.Fuzz(func(t *testing.T, lead, said, note, title, to, quote string, statements, sources, cites uint8) {
		if len(lead)+len(said)+len(note)+len(title)+len(to)+len(quote) > 30000 {
			t.Skip("a corpus of megabytes shows nothing new")
		}
		r := adapters.Reply{Lead: lead, Notes: []string{note, lead}}
		for i := range int(statements) % 40 {
			s := adapters.Statement{Text: fmt.Sprintf("%d. %s", i, said), Note: note, Quotes: []adapters.Quote{{N: i, Text: quote}}}
			for c := range int(cites) % 60 {
				s.Cites = append(s.Cites, c+1)
			}
			r.Statements = append(r.Statements, s)
		}
		for i := range int(sources) % 60 {
			r.Sources = append(r.Sources, adapters.Source{N: i + 1, Title: title, Publisher: note, Published: title, URL: to, Brief: i%2 == 0})
		}
		posts := Render(r, "Q1")
		checkAll(t, posts)
		all := ""
		for _, p := range posts {
			all += reads(p.Blocks)
		}
		whole := ""
		for _, v := range pages(t, r, "Q1") { // a statement may go on over pages
			whole += reads(slices.DeleteFunc(v.Blocks.BlockSet, func(b slack.Block) bool { return b.BlockType() == slack.MBTContext }))
		}
		for _, s := range r.Statements {
			want := plain.Line(s.Text)
			if _, rest, ok := strings.Cut(whole, want); ok {
				whole = rest
			} else {
				t.Fatalf("%.100q is not in the view", want)
			}
			if cost(want) > mostSaid {
				want = want[:2]
			}
			if _, rest, ok := strings.Cut(all, want); ok {
				all = rest
			} else {
				t.Fatalf("%.100q is not in the posts", want)
			}
		}
		r.Table = adapters.Table{Title: title, Heads: many(int(cites)%30, func(int) string { return title }), Notes: r.Notes,
			Rows: many(int(sources)%9, func(i int) []adapters.Cell {
				return many(int(statements)%25, func(int) adapters.Cell { return adapters.Cell{Text: quote, URL: to} })
			})}
		checkAll(t, Tabulate(r.Table))
		checkAll(t, Render(r, "Q1"))
		pages(t, r, "Q1")
	})
}
