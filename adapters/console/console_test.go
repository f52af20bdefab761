package console

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"", ""},
		{"plain text, “quoted” – é 日本", "plain text, “quoted” – é 日本"},
		{" \t two\r\nlines \n", "two lines"},
		{"\x1b[31mred\x1b[0m", "�[31mred�[0m"},
		{"a\x00b\x7fc\u009bd", "a�b�c�d"},
		{"right\u202eleft\u2066x\u200f", "right�left�x�"},
		{"line\u2028end", "line end"},
		{"broken \xff\xfe", "broken ��"},
		{"no\u00a0break", "no break"},
	}
	for _, tt := range tests {
		if got := Plain(tt.in); got != tt.want {
			t.Errorf("Plain(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("a \x1b]0;title\x07 b")
	f.Add("\u202eabc\u009b\xf0\x28")
	f.Fuzz(func(t *testing.T, s string) {
		got := Plain(s)
		if !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
		for _, r := range got {
			if Unsafe(r) {
				t.Errorf("%q is left in %q", r, got)
			}
		}
		if again := Plain(got); again != got {
			t.Errorf("a second time gives %q, not %q", again, got)
		}
	})
}

var reply = adapters.Reply{
	Statements: []adapters.Statement{
		{Text: "Portugal will send two dredgers.", Note: "pledged · said by Ana Velho", Cites: []int{1, 2},
			Quotes: []adapters.Quote{{N: 1, Text: "Portugal has pledged to send two dredgers, said Velho."}, {N: 2, Text: "We will send two."}}},
		{Text: "Said as it stands in the article.", Cites: []int{2}, Quotes: []adapters.Quote{{N: 2, Text: "Said as it stands in the article."}}},
	},
	Sources: []adapters.Source{
		{N: 1, Title: "Two dredgers", Publisher: "Coast Courier", Published: "2 Mar 2026", URL: "https://courier.example/one", Brief: true},
		{N: 2, Title: "Bare"},
	},
	Notes: []string{"Searched 2 articles, newest 2 Mar 2026."},
}

func TestWrite(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		reply adapters.Reply
		style Style
		want  string
	}{
		{"nothing", adapters.Reply{}, Style{}, ""},
		{"plain", reply, Style{}, `Portugal will send two dredgers. [1] [2]
    pledged · said by Ana Velho
    “Portugal has pledged to send two dredgers, said Velho.” [1]
    “We will send two.” [2]

Said as it stands in the article. [2]

Sources
[1] Two dredgers · Coast Courier · 2 Mar 2026 · brief
    https://courier.example/one
[2] Bare

Searched 2 articles, newest 2 Mar 2026.
`},
		{"narrow", adapters.Reply{Statements: reply.Statements[:1]}, Style{Width: 40}, `Portugal will send two dredgers. [1] [2]
    pledged · said by Ana Velho
    “Portugal has pledged to send two
    dredgers, said Velho.” [1]
    “We will send two.” [2]
`},
		{"refusal", adapters.Reply{Lead: "The articles do not say.", Notes: []string{"Searched no articles."}}, Style{},
			"The articles do not say.\n\nSearched no articles.\n"},
		{"colour", adapters.Reply{Lead: "No.", Statements: []adapters.Statement{{Text: "Yes.", Cites: []int{1}}}}, Style{Color: true},
			"\x1b[1mNo.\x1b[0m\n\nYes. \x1b[36m[1]\x1b[0m\n"},
		{"hostile", adapters.Reply{Lead: "\x1b[2Ja", Statements: []adapters.Statement{{Text: "b\x07", Note: "c\x1b", Quotes: []adapters.Quote{{N: 1, Text: "d\u202e"}}}},
			Sources: []adapters.Source{{N: 1, Title: "e\x9b", URL: "https://f\x1b"}}, Notes: []string{"g\r\nh"}}, Style{},
			"�[2Ja\n\nb�\n    c�\n    “d�” [1]\n\nSources\n[1] e�\n    https://f�\n\ng h\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			if err := Write(&b, tt.reply, tt.style); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in      string
		columns int
		want    string
	}{
		{"one two three four", 10, "one two\nthree four"},
		{"one\ntwo", 40, "one\ntwo"},
		{"日本語の文章を折り返す", 10, "日本語の文\n章を折り返\nす"},
		{"anunbreakableword", 10, "anunbreaka\nbleword"},
	}
	for _, tt := range tests {
		if got := Wrap(tt.in, tt.columns); got != tt.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", tt.in, tt.columns, got, tt.want)
		}
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, typed string
		want        []string
	}{
		{"until the end of input", "one\n\n  two  \r\nthree", []string{"one", "two", "three"}},
		{"until quit", "one\n/quit\ntwo\n", []string{"one"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var prompts strings.Builder
			var got []string
			ids := map[string]bool{}
			c := New(Typed(strings.NewReader(tt.typed), &prompts, "> "), io.Discard, Style{})
			err := c.Listen(t.Context(), func(_ context.Context, m adapters.Message) {
				got = append(got, m.Text)
				ids[m.ID] = true
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if len(ids) != len(got) {
				t.Errorf("%d IDs for %d messages", len(ids), len(got))
			}
			if !strings.HasPrefix(prompts.String(), "> ") {
				t.Errorf("prompts %q", &prompts)
			}
		})
	}
}

func TestListenEndsWithContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, held := io.Pipe() // nothing ever comes
	defer held.Close()
	cancel()
	err := New(Typed(in, io.Discard, ""), io.Discard, Style{}).Listen(ctx, func(context.Context, adapters.Message) { t.Error("heard") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestListenFails(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxLine+1) + "\n"
	err := New(Typed(strings.NewReader(long), io.Discard, ""), io.Discard, Style{}).Listen(t.Context(), func(context.Context, adapters.Message) { t.Error("heard") })
	if err == nil || !strings.Contains(err.Error(), "over 65536 bytes") {
		t.Errorf("error %v", err)
	}
}
