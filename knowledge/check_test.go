package knowledge

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func baseOf(as []Article) *Base {
	b := &Base{}
	b.state.Store(build("", as, nil, nil))
	return b
}

func TestCheck(t *testing.T) {
	t.Parallel()
	b := baseOf(ferry)
	for _, c := range []struct {
		text string
		want VerdictKind
		by   string // begins the quote; "" for none
	}{
		{"Sweden will not pay for the ferry.", Supported, "Sweden will not"},
		{"Sweden will pay for the ferry.", Contradicted, "Sweden will not"},
		{"Norway offered 30 million euros for the new ferry in February.", Contradicted, "Norway offered 20"},
		{"Norway has raised its offer for the new ferry to 26 million euros.", Supported, "Norway has raised"},
		{"Denmark will not pay for the ferry.", Unsupported, "Denmark has ratified"}, // another party
		{"The ferry to Lorne carried 412,000 passengers last year.", Unsupported, "The ferry to Lorne"},
		{"Peru bought a lighthouse.", Unsupported, ""},
	} {
		got, err := b.Check(t.Context(), c.text)
		if err != nil || len(got) != 1 {
			t.Fatalf("%q: %+v, %v", c.text, got, err)
		}
		quote := ""
		if len(got[0].Citations) > 0 {
			quote = got[0].Citations[0].Quote
		}
		if got[0].Verdict != c.want || !strings.HasPrefix(quote, c.by) || (c.by == "") != (quote == "") || got[0].Sentence != c.text {
			t.Errorf("%q: %+v", c.text, got[0])
		}
	}
}

// What states nothing is left out, and no more is checked than is promised.
func TestStatedIn(t *testing.T) {
	t.Parallel()
	got := statedIn("Hi all!\n\n> Sweden will pay. Will Norway?\n- Denmark has ratified the convention, they say.\nThanks.\n\"Is it so?\"")
	if diff := cmp.Diff([]string{"Sweden will pay.", "Denmark has ratified the convention, they say."}, got); diff != "" {
		t.Error(diff)
	}
	all, err := baseOf(ferry).Check(t.Context(), strings.Repeat("Sweden will not pay for the ferry. ", 20))
	if err != nil || len(all) != MostChecked {
		t.Errorf("%d sentences, %v", len(all), err)
	}
	none, err := baseOf(nil).Check(t.Context(), "Sweden will pay for the ferry.")
	if err != nil || len(none) != 1 || none[0].Verdict != Unsupported || len(none[0].Citations) > 0 {
		t.Errorf("of no articles: %+v, %v", none, err)
	}
}

// brokenGate cannot judge.
type brokenGate struct{}

func (brokenGate) Verify(context.Context, Statement) (Verdict, error) {
	return Verdict{Kind: Supported}, errors.New("no power")
}

func TestCheckFails(t *testing.T) {
	t.Parallel()
	b := baseOf(ferry)
	b.opt.Parts.Verifier = brokenGate{}
	if got, err := b.Check(t.Context(), "Sweden will not pay for the ferry."); err == nil || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := baseOf(ferry).Check(ctx, "Sweden will not pay for the ferry."); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSpeaks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, topic string
		want        bool
	}{
		{"send two ships to Miran", "ship", true},
		{"send two ships to Miran", "ships Miran", true},
		{"send two ships to Miran", "ships Lorne", false},
		{"send two ships to Miran", "", false},
		{"send two ships to Miran", "the", false},
	} {
		if got := Speaks(c.text, c.topic); got != c.want {
			t.Errorf("%q of %q: %v", c.topic, c.text, got)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("Sweden will not pay for the ferry. Hello?")
	f.Add("> * Norway\nhas “raised” \xff it's 26 million if unless.")
	b := baseOf(ferry)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 500 {
			t.Skip("a sentence is enough")
		}
		got, err := b.Check(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range got {
			if !strings.Contains(text, c.Sentence) || c.Verdict != Unsupported && len(c.Citations) == 0 {
				t.Errorf("%q: %+v", text, c)
			}
		}
	})
}
