package dialog

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/knowledge"
)

// fakeBase answers every question with its own words.
type fakeBase struct {
	articles []knowledge.Article
	bundled  bool
	copies   map[string]string
	fails    error
	asked    []knowledge.Question
}

func (f *fakeBase) Answer(_ context.Context, q knowledge.Question) (knowledge.Answer, error) {
	f.asked = append(f.asked, q)
	c := knowledge.Citation{N: 1, Article: "a", Quote: q.Text, End: len(q.Text)}
	return knowledge.Answer{Question: q.Text, Status: knowledge.Answered, Statements: []knowledge.Statement{{Text: q.Text, Citations: []knowledge.Citation{c}}}}, f.fails
}
func (f *fakeBase) Articles() []knowledge.Article       { return f.articles }
func (f *fakeBase) Copies() map[string]string           { return f.copies }
func (f *fakeBase) Bundled() bool                       { return f.bundled }
func (f *fakeBase) Stands(knowledge.Citation) bool      { return true }
func (f *fakeBase) Commitments() []knowledge.Commitment { return nil }
func (f *fakeBase) Issues() []knowledge.OpenIssue       { return nil }
func (f *fakeBase) Searched() knowledge.Searched {
	return knowledge.Searched{Articles: 1, Snapshot: "s1"}
}
func (f *fakeBase) Check(context.Context, string) ([]knowledge.Checked, error)      { return nil, nil }
func (f *fakeBase) Changes(context.Context, time.Time) ([]knowledge.Change, error)  { return nil, nil }
func (f *fakeBase) ChangesFrom(context.Context, string) ([]knowledge.Change, error) { return nil, nil }

func TestCompose(t *testing.T) {
	t.Parallel()
	one := knowledge.Citation{N: 1, Article: "one", Title: "First", Publisher: "Coast Courier", Published: "2026-03-02", URL: "https://courier.example/one", Brief: true, Quote: "q1"}
	two := knowledge.Citation{N: 2, Article: "two", Quote: "q2"}
	searched := knowledge.Searched{Articles: 2, Newest: "2026-03-02", Snapshot: "s"}
	first := adapters.Source{N: 1, Title: "First", Publisher: "Coast Courier", Published: "2 Mar 2026", URL: "https://courier.example/one", Brief: true}
	tests := []struct {
		name    string
		answer  knowledge.Answer
		bundled bool
		want    adapters.Reply
	}{
		{"answered", knowledge.Answer{Status: knowledge.Answered, Searched: searched, Statements: []knowledge.Statement{
			{Text: "A.", Stance: knowledge.Pledged, SaidBy: "Ana Velho", Citations: []knowledge.Citation{two, one, two}},
			{Text: "Velho said, says ana velho, B.", SaidBy: "Ana Velho", Citations: []knowledge.Citation{one}},
		}}, false, adapters.Reply{
			Statements: []adapters.Statement{
				{Text: "A.", Note: "pledged · said by Ana Velho", Cites: []int{2, 1}, Quotes: []adapters.Quote{{N: 2, Text: "q2"}, {N: 1, Text: "q1"}, {N: 2, Text: "q2"}}},
				{Text: "Velho said, says ana velho, B.", Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: "q1"}}},
			},
			Sources: []adapters.Source{first, {N: 2, Title: "two"}},
			Notes:   []string{"Searched 2 articles, newest 2 Mar 2026."},
		}},
		{"refused", knowledge.Answer{Status: knowledge.NotInCorpus, Searched: searched, Question: "and then?", Understood: "and what then?", Reason: "No.",
			Nearest: &knowledge.Statement{Text: "C.", Citations: []knowledge.Citation{{Article: "one", Title: "First", Quote: "q"}}}}, true, adapters.Reply{
			Lead:       "No. The nearest thing they do say:",
			Statements: []adapters.Statement{{Text: "C.", Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: "q"}}}},
			Sources:    []adapters.Source{{N: 1, Title: "First"}},
			Notes:      []string{"Understood as: and what then?", "Searched 2 articles, newest 2 Mar 2026.", bundledNote},
		}},
		{"refused without a reason", knowledge.Answer{Status: knowledge.NotInCorpus, Statements: []knowledge.Statement{{Text: "not shown"}}}, false,
			adapters.Reply{Lead: "The articles do not say.", Notes: []string{"Searched no articles."}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, Compose(tt.answer, tt.bundled, "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFreshness(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   knowledge.Searched
		want string
	}{
		{knowledge.Searched{}, "no articles"},
		{knowledge.Searched{Articles: 1, Newest: "2026-12-31"}, "1 article, newest 31 Dec 2026"},
		{knowledge.Searched{Articles: 3}, "3 articles, none with a date"},
		{knowledge.Searched{Articles: 12, Copies: 3, Newest: "2026-12-31"}, "9 articles and 3 copies, newest 31 Dec 2026"},
		{knowledge.Searched{Articles: 2, Copies: 1}, "1 article and 1 copy, none with a date"},
	}
	for _, tt := range tests {
		if got := Freshness(tt.in); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestHear(t *testing.T) {
	t.Parallel()
	base := &fakeBase{bundled: true, articles: []knowledge.Article{{ID: "old", Published: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)},
		{ID: "new", Title: "Newer", Published: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}, {ID: "undated"}}}
	d := New(base, DefaultConfig())
	hear := func(text string) adapters.Reply {
		r, err := d.Hear(t.Context(), adapters.Message{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	want := adapters.Reply{Lead: "3 articles are searched.", Notes: []string{bundledNote}, Sources: []adapters.Source{
		{N: 1, Title: "Newer", Published: "2 Mar 2026"}, {N: 2, Title: "old", Published: "1 Mar 2026"}, {N: 3, Title: "undated"}}}
	if diff := cmp.Diff(want, hear("/sources")); diff != "" {
		t.Error(diff)
	}
	base.copies = map[string]string{"old": "new"}
	want.Lead, want.Sources[1].Publisher = "2 articles are searched.", "repeats [1]"
	want.Notes = []string{"1 of those listed repeats another and is not counted.", bundledNote}
	if diff := cmp.Diff(want, hear("/sources")); diff != "" {
		t.Error(diff)
	}
	for text, lead := range map[string]string{"/help": "Ask what the articles say", "/whoo knows": "There is no command /whoo.", strings.Repeat("x", MaxQuestion+1): "That is too long"} {
		if got := hear(text).Lead; !strings.HasPrefix(got, lead) {
			t.Errorf("%.20s: %q", text, got)
		}
	}
	if len(base.asked) > 0 {
		t.Errorf("asked %v", base.asked)
	}
	if got := hear("Who?"); len(got.Statements) != 1 || got.Statements[0].Text != "Who?" {
		t.Errorf("%+v", got)
	}
}

func TestRemember(t *testing.T) {
	t.Parallel()
	d := New(&fakeBase{}, Config{Remember: 2})
	here, there := adapters.Thread{Platform: "p", ID: "here"}, adapters.Thread{Platform: "p", ID: "there"}
	for _, m := range []adapters.Message{{Thread: here, Text: "1"}, {Thread: there, Text: "2"}, {Thread: here, Text: "/help"}, {Thread: here, Text: "3"}, {Thread: here, Text: "4"}} {
		if _, err := d.Hear(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	texts := func(qs []knowledge.Question) (out []string) {
		for _, q := range qs {
			out = append(out, q.Text)
		}
		return out
	}
	if diff := cmp.Diff([]string{"3", "4"}, texts(d.before(here))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2"}, texts(d.before(there))); diff != "" {
		t.Error(diff)
	}
}

func TestHearFails(t *testing.T) {
	t.Parallel()
	d := New(&fakeBase{fails: errors.New("disk on fire")}, DefaultConfig())
	r, err := d.Hear(t.Context(), adapters.Message{Text: "Who?"})
	if err == nil || strings.Contains(r.Lead, "fire") {
		t.Fatalf("%q, %v", r.Lead, err)
	}
	_, id, _ := strings.Cut(strings.TrimSuffix(r.Lead, ")."), "(")
	if id == "" || !strings.Contains(err.Error(), id) || !strings.Contains(err.Error(), "disk on fire") {
		t.Errorf("%q, %v", r.Lead, err)
	}
	if len(d.before(adapters.Thread{})) > 0 {
		t.Error("a question that was not answered is remembered")
	}
}
