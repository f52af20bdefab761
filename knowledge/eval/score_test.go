package eval

import (
	"strings"
	"testing"

	"talksbot/knowledge"
)

// long is a text of n words.
func long(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }

func TestCounting(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lengths []int // words of each Statement
		want    int
	}{
		"none":                       {nil, 0},
		"eight of nine":              {[]int{1, 1, 1, 1, 1, 1, 1, 1, 1}, 8},
		"up to the last word":        {[]int{130, 130, 1}, 2},
		"one word over":              {[]int{130, 131, 1}, 1},
		"nothing after what is over": {[]int{200, 61, 1}, 1},
		"the first always":           {[]int{300, 1}, 1},
		"without words":              {[]int{260, 0, 0}, 3},
	}
	for name, tt := range tests {
		var sts []knowledge.Statement
		for _, n := range tt.lengths {
			sts = append(sts, knowledge.Statement{Text: long(n)})
		}
		if got := len(counting(sts)); got != tt.want {
			t.Errorf("%s: %d of %v words count, want %d", name, got, tt.lengths, tt.want)
		}
	}
}

func TestSameWords(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"26 runes within the other":          {"abcdefghijklmnopqrstuvwxyz", "<abcdefghijklmnopqrstuvwxyz>", true},
		"25 runes within the other":          {"abcdefghijklmnopqrstuvwxy", "<abcdefghijklmnopqrstuvwxy>", false},
		"runes are not bytes":                {"ääääääääääääääääääääääääÄ", "<ääääääääääääääääääääääääÄ>", false},
		"whatever case, quotes and spaces":   {"“The Mill’s  wheel stood still", "he said: \"the mill's wheel\nstood still today", true},
		"six words, four shared":             {"one two three four five six", "one two three four x y z", true},
		"six words, three shared":            {"one two three four five six", "one two three x y z w", false},
		"three of five shared, but too few":  {"one two three four five", "one two three x y z w", false},
		"ten words, six shared, exactly 0.6": {"a b c d e f g h i j", "a b c d e f 1 2 3 4 5", true},
		"a word counts once":                 {"a a a a a a b", "a b c d e f g", false},
		"marks are no words":                 {"a, b - c! d? e. f", "a.b.c.d / 1 2", true},
		"whatever case, word by word":        {"A B C D E F", "f e d c b a", true},
		"a line below joins a word":          {"a_b c_d e_f g_h", "a b c d e f g h", false},
		"empty":                              {"", "", false},
	}
	for name, tt := range tests {
		if got := sameWords(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v", name, got)
		}
		if got := sameWords(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, turned round: got %v", name, got)
		}
	}
}

func TestNormal(t *testing.T) {
	t.Parallel()
	const in = " “It’s”\u00a0‘so’…\r\n\tend\x1fed\u2028 – yes "
	if got, want := normal(in), `"It's" 'so'... end ed – yes`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSharesAndMeans(t *testing.T) {
	t.Parallel()
	for s, want := range map[Share]string{{0, 0}: "n/a", {0, 3}: "0.0%", {12, 13}: "92.3%", {1, 3}: "33.3%", {1, 1}: "100.0%", {1, 16}: "6.2%", {3, 16}: "18.8%"} {
		if got := s.String(); got != want {
			t.Errorf("%d of %d is %q, want %q", s.Part, s.Whole, got, want)
		}
	}
	for m, want := range map[Mean]string{{0, 0}: "n/a", {4, 2}: "2.0", {11, 4}: "2.8", {9, 4}: "2.2", {1, 3}: "0.3"} {
		if got := m.String(); got != want {
			t.Errorf("%d over %d is %q, want %q", m.Sum, m.Count, got, want)
		}
	}
}

// An entry without a gold actor is one of issues: its actor is not asked for. An empty list of actors fits nobody.
func TestActorsOfGold(t *testing.T) {
	t.Parallel()
	what := pattern{source: "grind"}
	if err := what.compile(); err != nil {
		t.Fatal(err)
	}
	entries := []listed{{actor: "The miller", words: "grind", standing: "ready", citations: []knowledge.Citation{{Article: "one", Quote: "grind"}}}}
	for _, tt := range []struct {
		actors patterns
		want   Share
	}{{nil, Share{1, 1}}, {patterns{}, Share{0, 1}}} {
		s := scorer{text: texts{"one": "grind"}}
		l := s.ledger("commitments", []expected{{ID: "c", ActorAny: tt.actors, WhatAny: patterns{what}, Stance: "ready", Sources: []string{"one"}}}, entries)
		if l.Recall != tt.want {
			t.Errorf("actors %v: recall %v, want %v", tt.actors, l.Recall, tt.want)
		}
	}
}

func TestStandingsThatWillDo(t *testing.T) {
	t.Parallel()
	for _, x := range []expected{
		{Stance: "ready"}, {Status: "ready"}, {Stance: "ready", Status: "open"},
		{Stance: "signed", StanceAlt: []string{"ready"}}, {Stance: "signed", StanceAlso: []string{"ready"}},
		{Status: "open", StatusAlt: []string{"ready"}}, {Status: "open", StatusAlso: []string{"ready"}},
	} {
		if !x.fits("ready") || x.fits("declined") || x.fits("") {
			t.Errorf("%+v: ready %v, declined %v, none %v; want only ready", x, x.fits("ready"), x.fits("declined"), x.fits(""))
		}
	}
}
