package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pen is a Synthesizer that writes what a test makes of the Evidence, a function a try.
type pen struct {
	write []func(Evidence) ([]Statement, error)
	saw   []Evidence
}

func (p *pen) Name() string { return "pen" }

func (p *pen) Synthesize(_ context.Context, _ Question, from Evidence) ([]Statement, error) {
	p.saw = append(p.saw, from)
	return p.write[min(len(p.saw), len(p.write))-1](from)
}

// over makes a Base of the invented story whose answers a pen writes.
func over(write ...func(Evidence) ([]Statement, error)) (*Base, *pen) {
	p := &pen{write: write}
	b := &Base{opt: Options{Parts: Parts{Synthesizer: p}}, busy: make(chan struct{}, 1)}
	b.state.Store(build("", ferry, nil, nil))
	return b, p
}

// says gives what was found in other words, each by the number of the Statement that it says anew.
func says(words map[int]string) func(Evidence) ([]Statement, error) {
	return func(from Evidence) (out []Statement, _ error) {
		for i, text := range words {
			if i < len(from.Found) {
				out = append(out, Statement{Text: text, Citations: from.Found[i].Citations})
			}
		}
		return out, nil
	}
}

const (
	asked = "How did Norway's offer for the ferry develop?"
	offer = "Norway offered 20 million euros for the new ferry in February."
	raise = "Norway has raised its offer for the new ferry to 26 million euros."
)

// A draft takes the place of what it says anew; whatever is wrong with one leaves the articles' own words, and says why.
func TestWritten(t *testing.T) {
	t.Parallel()
	good := "Norway offered €20m for the new ferry in February."
	tests := []struct {
		name    string
		draft   string
		cite    func([]Citation) []Citation // nil: as it is
		written bool
		reason  string
	}{
		{"the same in other words", good, nil, true, ""},
		{"a part of the quote is enough", good, func(cs []Citation) []Citation { cs[0].Quote = "Norway offered 20 million euros"; return cs }, true, ""},
		{"offsets of the model's are not used", good, func(cs []Citation) []Citation { cs[0].Start, cs[0].End = 9999, -1; return cs }, true, ""},
		{"another number", "For the new ferry, Norway offered 26 million euros in February.", nil, false, "number"},
		{"another party", "For the new ferry, Sweden offered 20 million euros in February.", nil, false, "name"},
		{"a raised stance", "Norway has signed a contract for the new ferry for 20 million euros in February.", nil, false, ""},
		{"a negation", "Norway did not offer 20 million euros for the new ferry in February.", nil, false, ""},
		{"something added", "Norway offered 20 million euros for the new ferry in February, to general applause.", nil, false, ""},
		{"a name left out", "The offer for the new ferry was 20 million euros in February.", nil, false, "name"},
		{"a number left out", "Norway made an offer for the new ferry in February.", nil, false, "number"},
		{"an invented quote", good, func(cs []Citation) []Citation { cs[0].Quote = "Norway offered 200 million euros"; return cs }, false, "word for word"},
		{"a quote of another article", good, func(cs []Citation) []Citation { cs[0].Article = "vote"; return cs }, false, "word for word"},
		{"an article that is not there", good, func(cs []Citation) []Citation { cs[0].Article = "none"; return cs }, false, "word for word"},
		{"an empty quote", good, func(cs []Citation) []Citation { cs[0].Quote = " "; return cs }, false, "word for word"},
		{"no citation", good, func([]Citation) []Citation { return nil }, false, "cites nothing"},
		{"a ping", good + " @everyone.", nil, false, "mention"},
		{"markdown", "**Norway** offered 20 million euros for the new ferry in February.", nil, false, "markup"},
		{"a number of its own", "Norway offered 20 million euros for the new ferry in February [7].", nil, false, "markup"},
		{"a link", good + " See https://evil.example.", nil, false, "link"},
		{"a control", "Norway offered 20 million euros\x1b[31m for the new ferry in February.", nil, false, "not shown"},
		{"nothing", "", nil, false, "empty"},
		{"half a sentence", "Norway offered 20 million euros for the new ferry in", nil, false, "whole sentence"},
		{"far too much", strings.Repeat("Norway offered 20 million euros for the new ferry in February. ", 20) + "End.", nil, false, "longer"},
		{"another language", "Norwegen bot im Februar 20 Millionen Euro für die neue Fähre.", nil, false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b, p := over(func(from Evidence) ([]Statement, error) {
				cs := slices.Clone(from.Found[0].Citations)
				if test.cite != nil {
					cs = test.cite(cs)
				}
				return []Statement{{Text: test.draft, Kind: Quote, Actor: "The Model", Stance: "signed", SaidBy: "The Model", Citations: cs}}, nil
			})
			a, err := b.Answer(t.Context(), Question{Text: asked})
			if err != nil || len(a.Statements) < 2 || a.Writing == nil || a.Writing.By != "pen" {
				t.Fatalf("%+v, %v", a, err)
			}
			want := offer
			if test.written {
				want = test.draft
			}
			s := a.Statements[0]
			if s.Text != want || a.Writing.Written != map[bool]int{true: 1}[test.written] || a.Statements[1].Text != raise {
				t.Errorf("%q, then %q; %+v", s.Text, a.Statements[1].Text, a.Writing)
			}
			if s.Actor == "The Model" || s.SaidBy == "The Model" || s.Stance == "signed" || test.written == (s.Kind != Summary) {
				t.Errorf("%+v", s)
			}
			verbatim(t, s)
			if !test.written && (len(a.Writing.Dropped) == 0 || !strings.Contains(a.Writing.Dropped[0].Reason, test.reason)) {
				t.Errorf("why it was dropped: %+v, want %q", a.Writing.Dropped, test.reason)
			}
			if tries := len(p.saw); test.written && tries > 1 || tries > 2 {
				t.Errorf("it was asked %d times", tries)
			}
			if len(p.saw) == 2 && !slices.Equal(p.saw[1].Rejected, a.Writing.Dropped[:len(p.saw[1].Rejected)]) {
				t.Errorf("the second time it was told %+v", p.saw[1].Rejected)
			}
		})
	}
}

// verbatim holds a Statement's quotes against the story.
func verbatim(t *testing.T, s Statement) {
	t.Helper()
	if len(s.Citations) == 0 {
		t.Errorf("%q is not cited", s.Text)
	}
	for _, c := range s.Citations {
		at := slices.IndexFunc(ferry, func(a Article) bool { return a.ID == c.Article })
		if at < 0 || ferry[at].Text[c.Start:c.End] != c.Quote || c.N < 1 {
			t.Errorf("%q cites %+v", s.Text, c)
		}
	}
}

// What did not hold is written once more, with the reason, and what held the first time stays.
func TestWrittenAgain(t *testing.T) {
	t.Parallel()
	b, p := over(
		says(map[int]string{0: "Norway offered 21 million euros for the new ferry in February.", 1: "Norway has increased its offer for the new ferry to 26 million euros."}),
		says(map[int]string{0: "Norway offered €20m for the new ferry in February.", 1: "Norway has increased its offer for the new ferry to 27 million euros."}))
	a, err := b.Answer(t.Context(), Question{Text: asked})
	if err != nil || a.Writing == nil || a.Writing.Written != 2 || len(p.saw) != 2 {
		t.Fatalf("%+v, %v", a.Writing, err)
	}
	if got := a.Statements[0].Text; got != "Norway offered €20m for the new ferry in February." {
		t.Errorf("%q", got)
	}
	for _, s := range a.Statements {
		if strings.Contains(s.Text, "21") || strings.Contains(s.Text, "27") {
			t.Errorf("%q is shown", s.Text)
		}
		verbatim(t, s)
	}
}

// Whoever cannot write leaves the answer as it is without one.
func TestNotWritten(t *testing.T) {
	t.Parallel()
	plain := &Base{busy: make(chan struct{}, 1)}
	plain.state.Store(build("", ferry, nil, nil))
	want, err := plain.Answer(t.Context(), Question{Text: asked})
	if err != nil || want.Writing != nil {
		t.Fatalf("%+v, %v", want, err)
	}
	for name, write := range map[string]func(Evidence) ([]Statement, error){
		"reached in time": func(Evidence) ([]Statement, error) { return nil, fmt.Errorf("calling: %w", ErrUnavailable) },
		"could be used":   func(Evidence) ([]Statement, error) { return nil, errors.New("secret token sk-1234 was refused") },
		"nothing that":    func(Evidence) ([]Statement, error) { panic("a bug") },
		"":                func(Evidence) ([]Statement, error) { return nil, nil },
	} {
		b, _ := over(write)
		a, err := b.Answer(t.Context(), Question{Text: asked})
		if err != nil || a.Writing == nil || !strings.Contains(a.Writing.Problem, name) || strings.Contains(a.Writing.Problem, "sk-") {
			t.Fatalf("%s: %+v, %v", name, a.Writing, err)
		}
		a.Writing = nil
		if fmt.Sprint(a) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", name, a, want)
		}
	}
	b, p := over(says(map[int]string{0: "Everything is fine."}))
	if a, err := b.Answer(t.Context(), Question{Text: "Has Finland ratified the ferry convention?"}); err != nil || a.Status != NotInCorpus || len(p.saw) > 0 {
		t.Errorf("a refusal is written: %+v, %v", a, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b, _ = over(func(Evidence) ([]Statement, error) { cancel(); return nil, context.Canceled })
	if a, err := b.Answer(ctx, Question{Text: asked}); err == nil || a.Status != Failed {
		t.Errorf("a question that was cancelled: %+v, %v", a, err)
	}
}
