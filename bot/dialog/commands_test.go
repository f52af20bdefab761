package dialog

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
	"talksbot/knowledge/sources"
)

// harbour is an invented story in two articles.
func harbour(t *testing.T) *Dialog {
	t.Helper()
	files := fstest.MapFS{
		"one.md": {Data: []byte(`---
id: one
title: Portugal offers two dredgers
publisher: Coast Courier
published: 2026-03-02
url: https://courier.example/one
---
Portugal has pledged to send two dredgers to the harbour of Miran, Environment Minister Ana Velho said on Monday.

Iceland has proposed to train forty pilots.

It remains unclear who will pay for the breakwater.
`)},
		"two.md": {Data: []byte(`---
id: two
title: Iceland trains pilots
publisher: Harbour News
published: 2026-03-04
url: https://harbour.example/two
---
Iceland is ready to train forty pilots if the port opens in June.

Spain will not send a ship to Miran.
`)},
	}
	base, err := knowledge.Open(t.Context(), knowledge.Options{Fallback: sources.FS(files)})
	if err != nil {
		t.Fatal(err)
	}
	d := New(base, DefaultConfig())
	d.now = func() time.Time { return time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC) } // a Thursday
	return d
}

func hear(t *testing.T, d *Dialog, text, language string) adapters.Reply {
	t.Helper()
	r, err := d.Hear(t.Context(), adapters.Message{Text: text, Language: language})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rows gives a Table's rows, cells in one line with marks between.
func rows(r adapters.Reply) (out []string) {
	for _, row := range r.Table.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, strings.ReplaceAll(c.Text, "\n", "; "))
		}
		out = append(out, strings.Join(cells, " | "))
	}
	return out
}

func TestCommands(t *testing.T) {
	t.Parallel()
	d := harbour(t)
	const (
		portugal = "Portugal | send two dredgers to the harbour of Miran; said by: Ana Velho | pledged | 2 Mar 2026 | Coast Courier [1]"
		fresh    = "Searched 2 articles, newest 4 Mar 2026."
	)
	tests := []struct {
		text  string
		lead  string
		rows  []string
		notes []string
	}{
		{"/commitments portuguese", "1 commitment.", []string{portugal}, nil},
		{"/Commitments  Portugal, Norway", "No commitments of Norway.", nil, []string{"/commitments lists all of them."}},
		{"/commitments Portgual", "No commitments of Portgual. Did you mean Portugal?", nil, []string{"/commitments lists all of them."}},
		{"/commitments pleged", "No commitments of pleged. Did you mean pledged?", nil, []string{"/commitments lists all of them."}},
		{"/commitments Portugal signed", "No commitments.", nil, []string{"/commitments Portugal lists all of them."}},
		{"/commitments of the Portuguese", "1 commitment.", []string{portugal}, nil},
		{"/commitments all Portugal", "1 commitment.", []string{portugal}, nil},
		{"/commitments pledged", "1 commitment.", []string{portugal}, nil},
		{"/commitments Portugal PLEDGED,ready", "1 commitment.", []string{portugal}, nil},
		{"/issues", "1 issue.", []string{"Who will pay for the breakwater | open | 2 Mar 2026 | Coast Courier [1]"}, nil},
		{"/issues settled", "No issues.", nil, []string{"/issues all lists all of them."}},
		{"/issues Norway", "No issues that name Norway.", nil, []string{"/issues all lists all of them."}},
		{"/who dredgers", "1 party.", []string{"Portugal | 1 pledged | pledged: send two dredgers to the harbour of Miran; said by: Ana Velho | Coast Courier [1]"}, nil},
		{"/who bridges", "No party has undertaken anything in which “bridges” is named.", nil, []string{"/who lists all of them."}},
		{"/since yesterday", "2 changes since 4 Mar 2026.", []string{
			"Iceland: train forty pilots; condition: if the port opens in June; before: proposed 2 Mar 2026 | proposed | ready | 4 Mar 2026 | Harbour News [1]",
			"Spain: send a ship to Miran | (new) | declined | 4 Mar 2026 | Harbour News [1]"}, nil},
		{"/since 2026-03-06", "No changes since 6 Mar 2026.", nil, nil},
		{"/check", "Which text? Write it like this: /check The harbour opens again in June.", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			r := hear(t, d, tt.text, "")
			if r.Lead != tt.lead {
				t.Errorf("lead %q, want %q", r.Lead, tt.lead)
			}
			if diff := cmp.Diff(tt.rows, rows(r)); diff != "" {
				t.Errorf("rows:\n%s", diff)
			}
			notes := append(tt.notes, fresh, bundledNote)
			if tt.text == "/check" {
				notes = nil
			}
			if diff := cmp.Diff(notes, r.Notes); diff != "" {
				t.Errorf("notes:\n%s", diff)
			}
			for _, row := range r.Table.Rows {
				last := row[len(row)-1]
				if !slices.ContainsFunc(r.Sources, func(s adapters.Source) bool { return s.URL == last.URL && s.URL != "" }) {
					t.Errorf("%q leads to %q, which is no source", last.Text, last.URL)
				}
			}
		})
	}
}

func TestCommandHelp(t *testing.T) {
	t.Parallel()
	d := harbour(t)
	help := hear(t, d, "/help", "")
	for _, name := range []string{"ask", "commitments", "issues", "who", "since", "sources", "check", "help"} {
		if !slices.ContainsFunc(help.Table.Rows, func(row []adapters.Cell) bool { return strings.HasPrefix(row[0].Text, "/"+name) }) {
			t.Errorf("/%s is not in the help", name)
		}
	}
	if diff := cmp.Diff(help, hear(t, d, "  ", "")); diff != "" {
		t.Error(diff)
	}
	if got := hear(t, d, "/isues", "").Lead; got != "There is no command /isues. Did you mean /issues?" {
		t.Error(got)
	}
	r := hear(t, d, "/"+strings.Repeat("x", 500)+" y", "")
	if len(r.Lead) > 200 || !strings.Contains(r.Notes[0], "/commitments, /issues") {
		t.Errorf("%+v", r)
	}
	for _, text := range []string{"/ask " + strings.Repeat("x", MaxQuestion), "/check " + strings.Repeat("x", MaxQuestion+1)} {
		if got := hear(t, d, text, "").Lead; !strings.HasPrefix(got, "That is too long") {
			t.Errorf("%.20s: %q", text, got)
		}
	}
}

// TestAskCommand: /ask is as a question without it, for what follows it up too.
func TestAskCommand(t *testing.T) {
	t.Parallel()
	d := harbour(t)
	plain, asked := hear(t, harbour(t), "What has Portugal pledged?", ""), hear(t, d, "/ask What has Portugal pledged?", "")
	if diff := cmp.Diff(plain, asked); diff != "" || len(asked.Statements) == 0 {
		t.Errorf("%+v\n%s", asked, diff)
	}
	if got := hear(t, d, "and Iceland?", ""); len(got.Notes) == 0 || got.Notes[0] != "Understood as: What has Iceland pledged?" {
		t.Errorf("%q", got.Notes)
	}
	if got := hear(t, d, "/ask", "").Lead; !strings.HasPrefix(got, "Ask in a sentence: /ask ") {
		t.Error(got)
	}
}

func TestCheckCommand(t *testing.T) {
	t.Parallel()
	r := hear(t, harbour(t), "/check Hello all! Spain will not send a ship to Miran. Spain will send a ship to Miran. Who pays? Norway has bought a lighthouse.", "")
	var texts, notes []string
	for _, s := range r.Statements {
		texts, notes = append(texts, s.Text), append(notes, s.Note)
		if len(s.Cites) > 0 && (len(s.Quotes) == 0 || s.Quotes[0].Text != "Spain will not send a ship to Miran.") {
			t.Errorf("quoted is %+v", s.Quotes)
		}
	}
	if diff := cmp.Diff([]string{"“Spain will not send a ship to Miran.” – The articles say so.", "“Spain will send a ship to Miran.” – The articles say otherwise.",
		"“Norway has bought a lighthouse.” – The articles do not say this."}, texts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"said", "said otherwise", "not said"}, notes); diff != "" {
		t.Error(diff)
	}
	if len(r.Sources) != 1 || r.Sources[0].N != 1 {
		t.Errorf("%+v", r.Sources)
	}
	if got := hear(t, harbour(t), "/check Thanks! Who pays?", "").Lead; !strings.HasPrefix(got, "There is nothing to check") {
		t.Error(got)
	}
}

// TestLanguage: what is ours is said in the reader's language, and what is the articles' is not.
func TestLanguage(t *testing.T) {
	t.Parallel()
	d := harbour(t)
	r := hear(t, d, "/commitments portugal zugesagt", "de-AT")
	if diff := cmp.Diff([]string{"Portugal | send two dredgers to the harbour of Miran; gesagt von: Ana Velho | zugesagt | 02.03.2026 | Coast Courier [1]"}, rows(r)); diff != "" {
		t.Error(diff)
	}
	if r.Language != "de-AT" || r.Lead != "1 Zusage." || r.Notes[0] != "Durchsucht: 2 Artikel, neuester vom 04.03.2026." {
		t.Errorf("%+v", r)
	}
	r = hear(t, d, "Who pays for the lighthouse of Vex?", "de")
	if !strings.HasPrefix(r.Lead, "Die Artikel erwähnen ") {
		t.Errorf("%q", r.Lead)
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC) // a Thursday
	for typed, want := range map[string]string{
		"2026-03-02": "2026-03-02", "today": "2026-03-05", "Yesterday.": "2026-03-04", "monday": "2026-03-02", "Thu": "2026-03-05", "friday": "2026-02-27",
		"6 Jan": "2026-01-06", "Jan 6": "2026-01-06", "6 January 2025": "2025-01-06", "6 Mar": "2025-03-06", "29 Feb": "2024-02-29", "January 6, 2026": "2026-01-06",
		"": "", "foo": "", "2026-02-30": "", "6/1": "", "January": "", "31 Feb": "", "tomorrow": "", "10:30": "",
	} {
		got := ""
		if d, ok := parseDay(typed, now); ok {
			got = d.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func FuzzCommand(f *testing.F) {
	for _, s := range []string{"/commitments Germany pledged", "/issues all, open", "/since 6 Jan", "/who \xff", "/check A did B. C?", "/ x", "/", "/who “a” %s %d"} {
		f.Add(s, "uk")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		if len(text) > 500 || strings.HasPrefix(strings.TrimSpace(text), "/ask") || !strings.HasPrefix(text, "/") {
			t.Skip("a question")
		}
		r, err := harbour(t).Hear(t.Context(), adapters.Message{Text: text, Language: language})
		if err != nil {
			t.Fatal(err)
		}
		if r.Lead == "" && len(r.Statements) == 0 {
			t.Errorf("%q is answered by %+v", text, r)
		}
		if strings.Contains(r.Lead, "%!") {
			t.Errorf("%q: %q", text, r.Lead)
		}
	})
}

// TestWordsOfSets: the words of the Ledger's sets are translated, which no call names.
func TestWordsOfSets(t *testing.T) {
	t.Parallel()
	words := []string{"all", string(knowledge.IssueOpen), string(knowledge.IssuePartly), string(knowledge.IssueSettled)}
	for _, s := range knowledge.Stances {
		words = append(words, string(s))
	}
	for _, tag := range phrase.Languages()[1:] {
		for _, w := range words {
			if phrase.In(tag).Text(w) == w {
				t.Errorf("%s has no word for %q", tag, w)
			}
		}
	}
}

func TestCommandNames(t *testing.T) {
	t.Parallel()
	var names []string
	for _, c := range commands(phrase.Words{}) {
		names = append(names, c.name)
	}
	if diff := cmp.Diff(names, commandNames); diff != "" {
		t.Error(diff)
	}
}
