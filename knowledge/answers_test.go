package knowledge

import (
	"strings"
	"testing"
	"time"

	"talksbot/knowledge/english"
)

// ferry is an invented story, each sentence of which somebody below asks about.
var ferry = []Article{
	{ID: "board", Title: "Board weighs the ferry charter", Publisher: "Lorne Gazette", Language: "en", Published: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Text: `The ferry to Lorne carried 412,000 passengers last year, the operator Kestrel Lines says.

The harbour board puts the figure at 398,000.

Norway offered 20 million euros for the new ferry in February.

Sweden will not pay for the ferry.

The board has three concerns about the charter. The harbour is too shallow for the new ferry. Nobody has insured the crew. The pier belongs to somebody else.

Denmark has ratified the ferry convention.`},
	{ID: "vote", Title: "Ferry money grows", Publisher: "Sound Weekly", Language: "en", Published: time.Date(2026, 4, 9, 0, 0, 0, 0, time.UTC), Text: `Norway has raised its offer for the new ferry to 26 million euros.

Finland and Iceland say the crossing takes too long.

The timetable for the ferry is still undecided.

Kestrel Lines carries 900 tons of timber a week on the ferry.

Kestrel Lines paid the dockers on Friday.`},
}

// What is asked decides what is shown: figures beside each other, steps in order, a refusal where nobody tells it.
func TestAnswers(t *testing.T) {
	t.Parallel()
	st := build("", ferry, nil, nil)
	for _, c := range []struct {
		q       string
		want    []string // in this order; nothing else where refused
		without string
	}{
		{q: "How many passengers did the ferry carry?", want: []string{"412,000", "398,000"}},
		{q: "How did Norway's offer for the ferry develop?", want: []string{"20 million", "26 million"}, without: "412,000"},
		{q: "What concerns does the board have about the charter?", want: []string{"three concerns", "shallow", "insured", "pier"}},
		{q: "How much will Sweden pay for the ferry?", want: []string{"Sweden will not pay"}},
		{q: "Has Denmark ratified the ferry convention?", want: []string{"Denmark has ratified"}},
		{q: "Has Finland ratified the ferry convention?"},
		{q: "How many tons of timber does Kestrel Lines carry?", want: []string{"900 tons of timber"}},
		{q: "How many tons of cement does Kestrel Lines carry?"},
		{q: "Have the dockers been paid?", want: []string{"paid the dockers"}},
		{q: "Did Norway raise its offer of 26 million euros?", want: []string{"26 million"}},
		{q: "Which issues remain open after the vote on Friday?", want: []string{"timetable"}},
		{q: "Which seven ports does the ferry call at?"},
	} {
		var shown []string
		for _, part := range partsOf(Question{Text: c.q}) {
			in := st.inquire(part)
			for _, s := range st.draft(&in, st.retrieve(&in), 1) {
				shown = append(shown, s.Text)
			}
		}
		all := strings.Join(shown, "\n")
		if len(c.want) == 0 && all != "" {
			t.Errorf("%s\nwant a refusal, got\n%s", c.q, all)
		}
		rest := all
		for _, w := range c.want {
			_, after, ok := strings.Cut(rest, w)
			if !ok {
				t.Errorf("%s\nwant %q next in\n%s\nof\n%s", c.q, w, rest, all)
				break
			}
			rest = after
		}
		if c.without != "" && strings.Contains(all, c.without) {
			t.Errorf("%s\nwant no %q in\n%s", c.q, c.without, all)
		}
	}
}

// The time and the occasion of a question are no topic of it.
func TestFraming(t *testing.T) {
	t.Parallel()
	for q, want := range map[string]string{
		"What is still open after the summit?":                      "after the summit",
		"Which issues remain open after the treaty was signed?":     "after the treaty was signed",
		"What did the treaty leave open?":                           "the treaty",
		"What is unresolved between the two sides about the money?": "the two sides",
		"Which questions are open three months after the vote?":     "three months after the vote",
		"What is still open on the money?":                          "",
	} {
		p := english.Parse(q)
		frame := framing(p)
		var got []string
		for i, tok := range p.Tokens {
			if frame[i] != "" && tok.Text != "?" {
				got = append(got, tok.Text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s\ngot  %q\nwant %q", q, strings.Join(got, " "), want)
		}
	}
}

// Two questions in one are both asked, the second with the first in mind.
func TestPartsOf(t *testing.T) {
	t.Parallel()
	for q, want := range map[string]int{
		"How much is it, and when can they apply?":           2,
		"Is the credit flowing? what is holding up the rest": 2,
		"Is the credit firm? Reports seem to differ.":        1,
		"What did Norway and Sweden offer?":                  1,
	} {
		if got := partsOf(Question{Text: q}); len(got) != want {
			t.Errorf("%s: %d parts, want %d: %q", q, len(got), want, got)
		}
	}
}
