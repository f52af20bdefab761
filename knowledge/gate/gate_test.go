package gate

import (
	"context"
	"strings"
	"testing"

	"talksbot/knowledge/news"
	"talksbot/knowledge/stance"
)

// A story of invented names. Each line is a sentence, a point or a row.
const story = `Norlandian President Mara Quill said Norland will send 40 trucks to Estmark after a ceasefire.
She added that the final decision lies with the Norland parliament.
Ostrava has agreed to lead the monitoring, and Lirova is ready to pay $1.5bn by 2027.
However, Veshti did not sign the declaration, the mediator Ilan Torv said.
The monitoring would be led by Ostrava, with help from countries including Lirova and Norland.
Lirova rejected the draft and Estmark will not recognise the border unless troops leave.
Torv denied that Veshti had promised any money.
The fund could raise about 30 billion kroner if all 12 members ratify the treaty.
The talks left three points open:
- Who pays for the monitoring
- Where the trucks will cross the border
The parties did not agree on:
- A date for elections

| Point | Status | Obstacle |
|---|---|---|
| Border crossing | Open | Veshti wants a toll |
| Prisoner swap | Settled | None |
`

func gateOn(story string) *Gate {
	return New(func(id string) (string, bool) { return story, id == "a" })
}

// citing makes citations of the lines of a story that begin with the given words.
func citing(t *testing.T, story string, begins ...string) []news.Citation {
	t.Helper()
	var out []news.Citation
	for _, b := range begins {
		i := strings.Index(story, b)
		if i < 0 {
			t.Fatalf("the story has no %q", b)
		}
		n := strings.IndexByte(story[i:], '\n')
		out = append(out, news.Citation{Article: "a", Quote: story[i : i+n], Start: i, End: i + n})
	}
	return out
}

func TestGateForms(t *testing.T) {
	t.Parallel()
	const (
		quill, added, ostrava, veshti = "Norlandian President", "She added", "Ostrava has", "However"
		passive, lirova, denied, fund = "The monitoring would", "Lirova rejected", "Torv denied", "The fund could"
		points, pays, where, parties  = "The talks left", "Who pays", "Where the trucks", "The parties did"
		date, border                  = "A date for", "| Border crossing"
	)
	v := gateOn(story) // one for all: it is safe for concurrent use
	for _, tt := range []struct {
		name string
		s    Statement
		cite []string
		want VerdictKind
	}{
		{"verbatim", Statement{Text: "Norlandian President Mara Quill said Norland will send 40 trucks to Estmark after a ceasefire.", Actor: "Norland", Stance: stance.Pledged, SaidBy: "Mara Quill"}, []string{quill}, Supported},
		{"connective dropped", Statement{Text: "Veshti did not sign the declaration, the mediator Ilan Torv said."}, []string{veshti}, Supported},
		{"pronoun named", Statement{Text: "Mara Quill added that the final decision lies with the Norland parliament.", SaidBy: "Quill"}, []string{added, quill}, Supported},
		{"pronoun named, no quote for it", Statement{Text: "Mara Quill added that the final decision lies with the Norland parliament."}, []string{added}, Unsupported},
		{"pronoun named as one who is not spoken of", Statement{Text: "Estmark added that the final decision lies with the Norland parliament."}, []string{added, quill}, Contradicted},
		{"clause cut", Statement{Text: "Lirova is ready to pay $1.5bn by 2027.", Actor: "Lirova", Stance: stance.Ready}, []string{ostrava}, Supported},
		{"clause cut, first part", Statement{Text: "Ostrava has agreed to lead the monitoring.", Actor: "Ostrava", Stance: stance.Pledged}, []string{ostrava}, Supported},
		{"parts of two clauses", Statement{Text: "Ostrava is ready to pay $1.5bn by 2027."}, []string{ostrava}, Unsupported},
		{"object of the other clause", Statement{Text: "Ostrava has agreed to pay $1.5bn by 2027."}, []string{ostrava}, Unsupported},
		{"lead-in", Statement{Text: "According to Ilan Torv, Veshti did not sign the declaration."}, []string{veshti}, Supported},
		{"lead-in of who said nothing", Statement{Text: "According to Veshti, Ostrava has agreed to lead the monitoring."}, []string{ostrava, veshti}, Unsupported},
		{"speaker cut, in field", Statement{Text: "Veshti did not sign the declaration.", SaidBy: "Ilan Torv", Actor: "Veshti", Stance: stance.Declined}, []string{veshti}, Supported},
		{"speaker cut", Statement{Text: "Veshti did not sign the declaration."}, []string{veshti}, Unsupported},
		{"two quotes", Statement{Text: "Ostrava has agreed to lead the monitoring; Lirova rejected the draft."}, []string{ostrava, lirova}, Supported},
		{"same number written otherwise", Statement{Text: "Lirova is ready to pay 1.5 billion dollars by 2027."}, []string{ostrava}, Supported},
		{"other scale", Statement{Text: "Lirova is ready to pay $1.5m by 2027."}, []string{ostrava}, Contradicted},
		{"other year", Statement{Text: "Lirova is ready to pay $1.5bn by 2028."}, []string{ostrava}, Contradicted},
		{"hedge of a number left out", Statement{Text: "The fund could raise 30 billion kroner if all 12 members ratify the treaty."}, []string{fund}, Unsupported},
		{"condition left out", Statement{Text: "The fund could raise about 30 billion kroner."}, []string{fund}, Unsupported},
		{"condition left out, phrase", Statement{Text: "Norlandian President Mara Quill said Norland will send 40 trucks to Estmark."}, []string{quill}, Unsupported},
		{"condition of the other clause", Statement{Text: "Lirova rejected the draft."}, []string{lirova}, Supported},
		{"condition of its own clause", Statement{Text: "Estmark will not recognise the border."}, []string{lirova}, Unsupported},
		{"what is denied", Statement{Text: "Veshti had promised any money.", SaidBy: "Torv"}, []string{denied}, Unsupported},
		{"stance raised", Statement{Text: "Lirova has agreed to pay $1.5bn by 2027."}, []string{ostrava}, Unsupported},
		{"stance field raised", Statement{Text: "Lirova is ready to pay $1.5bn by 2027.", Actor: "Lirova", Stance: stance.Pledged}, []string{ostrava}, Contradicted},
		{"actor field of the other clause", Statement{Text: "Lirova is ready to pay $1.5bn by 2027.", Actor: "Ostrava", Stance: stance.Ready}, []string{ostrava}, Contradicted},
		{"negated", Statement{Text: "Ostrava has not agreed to lead the monitoring."}, []string{ostrava}, Contradicted},
		{"negation left out", Statement{Text: "Veshti did sign the declaration, the mediator Ilan Torv said."}, []string{veshti}, Contradicted},
		{"points after their line", Statement{Text: "The talks left three points open: Who pays for the monitoring; Where the trucks will cross the border."}, []string{points, pays, where}, Supported},
		{"point under another line", Statement{Text: "The talks left three points open: A date for elections."}, []string{points, date}, Contradicted},
		{"point without its line that denies it", Statement{Text: "A date for elections."}, []string{date}, Unsupported},
		{"row", Statement{Text: "Border crossing – Status: Open; Obstacle: Veshti wants a toll."}, []string{border}, Supported},
		{"row with the status of another", Statement{Text: "Border crossing – Status: Settled; Obstacle: Veshti wants a toll."}, []string{border}, Unsupported},
		{"row with columns exchanged", Statement{Text: "Border crossing – Status: Veshti wants a toll; Obstacle: Open."}, []string{border}, Unsupported},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.s.Citations = citing(t, story, tt.cite...)
			got, err := v.Verify(t.Context(), tt.s)
			if err != nil {
				t.Fatal(err)
			}
			if (got.Kind == Supported) != (tt.want == Supported) || tt.want == Contradicted && got.Kind != Contradicted {
				t.Errorf("%q: verdict %d (%s), want %d", tt.s.Text, got.Kind, got.Reason, tt.want)
			}
			if (got.Reason == "") != (got.Kind == Supported) {
				t.Errorf("verdict %d with reason %q", got.Kind, got.Reason)
			}
		})
	}
}

func TestGateRestated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		cite []string
		want bool
	}{
		{"Ostrava would lead the monitoring.", []string{"The monitoring would"}, true},
		{"The draft was rejected by Lirova.", []string{"Lirova rejected"}, true},
		{"Lirova has rejected the draft.", []string{"Lirova rejected"}, true},
		{"The declaration was not signed by Veshti, said Ilan Torv.", []string{"However"}, true},
		{"Lirova refused the draft.", []string{"Lirova rejected"}, true},
		{"Lirova would lead the monitoring.", []string{"The monitoring would"}, false},
		{"Ostrava will lead the monitoring.", []string{"The monitoring would"}, false},
		{"The draft rejected Lirova.", []string{"Lirova rejected"}, false},
		{"The draft was not rejected by Lirova.", []string{"Lirova rejected"}, false},
		{"The draft was accepted by Lirova.", []string{"Lirova rejected"}, false},
		{"The draft was rejected by Estmark.", []string{"Lirova rejected"}, false},
		{"The draft treaty was rejected by Lirova.", []string{"Lirova rejected"}, false},
		{"The border will not be recognised by Estmark.", []string{"Lirova rejected"}, false},
		{"The declaration was signed by Veshti.", []string{"However"}, false},
	} {
		s := Statement{Text: tt.text, Citations: citing(t, story, tt.cite...)}
		got, err := gateOn(story).Verify(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if (got.Kind == Supported) != tt.want {
			t.Errorf("%q: verdict %d (%s), want supported %v", tt.text, got.Kind, got.Reason, tt.want)
		}
	}
}

func TestGateCitations(t *testing.T) {
	t.Parallel()
	good := citing(t, story, "Lirova rejected")[0]
	change := func(f func(*news.Citation)) []news.Citation {
		c := good
		f(&c)
		return []news.Citation{c}
	}
	for name, cs := range map[string][]news.Citation{
		"none":            nil,
		"another article": change(func(c *news.Citation) { c.Article = "b" }),
		"moved":           change(func(c *news.Citation) { c.Start++; c.End++ }),
		"before the text": change(func(c *news.Citation) { c.Start = -1 }),
		"after the text":  change(func(c *news.Citation) { c.End = len(story) + 1 }),
		"empty":           change(func(c *news.Citation) { c.Quote, c.End = "", c.Start }),
		"other words":     change(func(c *news.Citation) { c.Quote = strings.ToUpper(c.Quote) }),
		"one of two":      append(change(func(*news.Citation) {}), change(func(c *news.Citation) { c.Start++ })...),
	} {
		got, err := gateOn(story).Verify(t.Context(), Statement{Text: good.Quote, Citations: cs})
		if err != nil || got.Kind != Unsupported || got.Reason == "" {
			t.Errorf("%s: %+v, %v; want Unsupported with a reason", name, got, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := gateOn(story).Verify(ctx, Statement{Text: good.Quote, Citations: []news.Citation{good}}); err == nil || got.Kind == Supported {
		t.Errorf("after cancel: %+v, %v; want an error and no support", got, err)
	}
}

// FuzzGate: nothing panics, and nothing passes whose quote is not what stands at its offsets.
func FuzzGate(f *testing.F) {
	for line := range strings.Lines(story) {
		i := strings.Index(story, line)
		f.Add(story, strings.TrimSpace(line), strings.TrimSpace(line), i, i+len(strings.TrimSpace(line)), "Norland (Mara Quill)", "pledged", "Torv")
	}
	f.Add("a\nb|c|\n|d|e|", "d – c: e", "|d|e|", 7, 12, "", "", "")
	f.Add("Il Quillon said. Quil", "Il Quillon said.", "Il Quillon said.", 0, 16, "Norland (Quillonia)", "ready", "Norland (Quillonia)")
	f.Add("He said “we will not.” …", "x said we will", "“we will", 8, 20, "x", "declined", "he")
	f.Add("Norland has yet to send its trucks to Estmark, she said.", "Yet to be sent to Estmark are the lorries of Norland.", "Norland has yet to send its trucks to Estmark, she said.", 0, 56, "", "", "")
	f.Fuzz(func(t *testing.T, article, text, quote string, start, end int, actor, firm, saidBy string) {
		s := Statement{Text: text, Actor: actor, Stance: stance.Stance(firm), SaidBy: saidBy, Citations: []news.Citation{{Article: "a", Quote: quote, Start: start, End: end}}}
		for range 2 {
			v, err := gateOn(article).Verify(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if v.Kind == Supported && (start < 0 || end > len(article) || start >= end || article[start:end] != quote) {
				t.Fatalf("passed with a quote that does not stand at its offsets")
			}
			if (v.Kind == Supported) != (v.Reason == "") {
				t.Fatalf("verdict %d with reason %q", v.Kind, v.Reason)
			}
			// again with the offsets put right
			i := strings.Index(article, quote)
			if i < 0 || quote == "" {
				return
			}
			s.Citations[0].Start, s.Citations[0].End = i, i+len(quote)
			start, end = i, i+len(quote)
		}
	})
}

// BenchmarkGate judges each Statement of the perturbation test that holds: warm with the sentences' analyses kept from
// before, cold with none.
func BenchmarkGate(b *testing.B) {
	as := articles(b)
	cases := examples(b, as)
	b.Run("warm", func(b *testing.B) {
		v := gateFor(as)
		for i := 0; b.Loop(); i++ {
			if _, err := v.Verify(context.Background(), cases[i%len(cases)].s); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("cold", func(b *testing.B) {
		v := gateFor(as)
		for i := 0; b.Loop(); i++ {
			clear(v.parses.kept)
			if _, err := v.Verify(context.Background(), cases[i%len(cases)].s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
