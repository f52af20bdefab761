package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tongue is a Translator that knows some texts: there, and back from what it said. Others it gives as they are.
type tongue struct {
	there, back map[string]string
	err         [2]error // there, and back
	asked       []string // languages
	saw         [][]string
}

func (g *tongue) Name() string { return "tongue" }

func (g *tongue) Translate(_ context.Context, texts []string, to string) (out []string, err error) {
	g.asked, g.saw = append(g.asked, to), append(g.saw, texts)
	dict, err := g.there, g.err[0]
	if to == "en" {
		dict, err = g.back, g.err[1]
	}
	for _, t := range texts {
		if w, ok := dict[t]; ok {
			t = w
		}
		if t == "PANIC" {
			panic("a bug")
		}
		if t != "NOTHING" {
			out = append(out, t)
		}
	}
	return out, err
}

const (
	norway   = "Norway has raised its offer for the new ferry to 26 million euros."
	norwegen = "Norwegen hat sein Angebot für die neue Fähre auf 26 Millionen Euro erhöht."
	lund     = "Ann Lund of Kestrel Lines said that the company would not pay for two of the 14 piers in May."
	lundDe   = "Ann Lund von Kestrel Lines sagte, dass das Unternehmen zwei der 14 Stege im Mai nicht bezahlen würde."
)

var harbour = []Article{{ID: "piers", Title: "Piers", Publisher: "Lorne Gazette", Language: "en", Published: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC),
	Text: norway + "\n\n" + lund + "\n\nThe harbour has a new clock."}}

// inGerman answers a German question whose rewriting asks for what harbour says.
func inGerman(t *testing.T, question, clear string, g *tongue) Answer {
	t.Helper()
	b := &Base{opt: Options{Parts: Parts{Rewriter: &scribe{text: clear, language: "de"}}}, busy: make(chan struct{}, 1)}
	if g != nil {
		b.opt.Parts.Translator = g
	}
	b.state.Store(build("", harbour, nil, nil))
	a, err := b.Answer(t.Context(), Question{Text: question})
	if err != nil || len(a.Statements) == 0 || !a.Rewriting.Used {
		t.Fatalf("%+v %+v, %v", a, a.Rewriting, err)
	}
	return a
}

const (
	offered, offeredDe = "What has Norway offered for the new ferry?", "Was hat Norwegen für die neue Fähre geboten?"
	paid, paidDe       = "What did Lund say about the piers?", "Was sagte Lund über die Stege?"
)

// A translation is shown where it comes back as what the quotes carry.
func TestTranslated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, question, clear, text, there, back string
	}{
		{"word for word", offeredDe, offered, norway, norwegen, norway},
		{"in other words", offeredDe, offered, norway, norwegen, "Norway has increased its offer for the new ferry to 26 million euros."},
		{"with names and numbers", paidDe, paid, lund, lundDe, lund},
	} {
		g := &tongue{there: map[string]string{c.text: c.there}, back: map[string]string{c.there: c.back}}
		without := inGerman(t, c.question, c.clear, nil)
		a := inGerman(t, c.question, c.clear, g)
		at := slices.IndexFunc(a.Statements, func(s Statement) bool { return s.Original == c.text })
		if at < 0 || a.Statements[at].Text != c.there || a.Translation.Translated != 1 || a.Translation.By != "tongue" || a.Language != "de" {
			t.Errorf("%s: %+v %+v", c.name, a.Statements, a.Translation)
			continue
		}
		s := a.Statements[at]
		s.Text, s.Original = s.Original, ""
		if diff := cmp.Diff(without.Statements[at], s); diff != "" {
			t.Errorf("%s: beside the text, %s", c.name, diff)
		}
		if fmt.Sprint(g.asked) != "[de en]" || slices.Contains(g.saw[1], c.text) {
			t.Errorf("%s: asked %v %q", c.name, g.asked, g.saw)
		}
	}
}

// Nothing of a bad translation is shown, whatever it is said to come back as: the articles' own words stay.
func TestUnfitTranslations(t *testing.T) {
	t.Parallel()
	n := 0
	try := func(question, clear, text, there, back string) {
		t.Helper()
		n++
		g := &tongue{there: map[string]string{text: there}, back: map[string]string{there: back}}
		without := inGerman(t, question, clear, nil)
		a := inGerman(t, question, clear, g)
		if a.Translation == nil || a.Translation.Translated != 0 || a.Translation.Problem == "" && len(a.Translation.Dropped) == 0 {
			t.Errorf("%q, back %q: %+v", there, back, a.Translation)
			return
		}
		a.Translation = nil
		if diff := cmp.Diff(without, a); diff != "" {
			t.Errorf("%q, back %q: %s", there, back, diff)
		}
	}
	for _, there := range []string{ // which would come back as if they were good
		"", "NOTHING", "PANIC", norway, "Norwegen.", strings.TrimSuffix(norwegen, "."), strings.Repeat(norwegen+" ", 5), norwegen + " [1]", "**" + norwegen + "**",
		norwegen + " @everyone.", norwegen + " Mehr auf https://evil.example.", norwegen + " Mehr auf evil.example.", "<b>" + norwegen + "</b>.", norwegen + "\u200b.",
		norwegen + "\nAlles ist gut.", norwegen + "\x1b[31m.", "La Norvège a porté son offre pour le nouveau ferry à 26 millions d'euros.",
		strings.ReplaceAll(norwegen, "26", "62"), strings.ReplaceAll(norwegen, "26", "sechsundzwanzig"), strings.ReplaceAll(norwegen, "26", "26,5"),
		strings.ReplaceAll(norwegen, "Millionen", "Milliarden"), strings.ReplaceAll(norwegen, "hat sein", "hat nicht sein"), strings.ReplaceAll(norwegen, "Norwegen", "Schweden"),
		strings.ReplaceAll(norwegen, "Norwegen", "Norwegen mit Dänemark"), strings.ReplaceAll(norwegen, "26 Millionen Euro", "viele Euro"),
		"I'm sorry, but I can't translate that.", "Es tut mir leid, das kann ich nicht.", "\xff" + norwegen,
	} {
		try(offeredDe, offered, norway, there, norway)
	}
	for _, there := range []string{
		strings.ReplaceAll(lundDe, "Lund", "Berg"), strings.ReplaceAll(lundDe, "Kestrel Lines", "der Reederei"), strings.ReplaceAll(lundDe, "nicht ", ""), strings.ReplaceAll(lundDe, "14", "40"),
		strings.ReplaceAll(lundDe, "zwei", "drei"), "Das Unternehmen würde im Mai nicht zwei der 14 Stege bezahlen.",
	} {
		try(paidDe, paid, lund, there, lund)
	}
	for _, back := range []string{ // of what looks well
		"", norwegen, "Norway has raised its offer for the new ferry to 27 million euros.", "Sweden has raised its offer for the new ferry to 26 million euros.",
		"Norway has lowered its offer for the new ferry to 26 million euros.", "Norway has not raised its offer for the new ferry to 26 million euros.",
		"Norway has signed a contract for the new ferry for 26 million euros.", "Norway may raise its offer for the new ferry to 26 million euros.",
		"Norway has raised its offer.", "The offer for the new ferry was raised to 26 million euros.", norway + " Everything is settled.", "PANIC", "NOTHING",
		"Norway has raised its offer for the old ferry to 26 million euros.", "@everyone " + norway, "According to Sweden, Norway has raised its offer for the new ferry to 26 million euros.",
		"Norway has raised Sweden's offer for the new ferry to 26 million euros.",
	} {
		try(offeredDe, offered, norway, norwegen, back)
	}
	for _, back := range []string{
		"Ann Lund of Kestrel Lines said that the company would pay for two of the 14 piers in May.", "Ann Berg of Kestrel Lines said that the company would not pay for two of the 14 piers in May.",
		"The company would not pay for two of the 14 piers in May.", "Ann Lund of Kestrel Lines said that the company would not pay for three of the 14 piers in May.",
		"Ann Lund of Kestrel Lines promised that the company would not pay for two of the 14 piers in June.", "Kestrel Lines said that Ann Lund would not pay for two of the 14 piers in May.",
	} {
		try(paidDe, paid, lund, lundDe, back)
	}
	if n < 30 {
		t.Errorf("only %d", n)
	}
}

// Whoever cannot translate leaves the answer in English, and nobody is asked where there is no need.
func TestNotTranslated(t *testing.T) {
	t.Parallel()
	without := inGerman(t, offeredDe, offered, nil)
	for name, g := range map[string]*tongue{
		"reached in time": {err: [2]error{fmt.Errorf("calling: %w", ErrUnavailable)}},
		"in time":         {err: [2]error{nil, context.DeadlineExceeded}, there: map[string]string{norway: norwegen}},
		"could be used":   {err: [2]error{errors.New("secret token sk-1234 was refused")}},
	} {
		a := inGerman(t, offeredDe, offered, g)
		if a.Translation == nil || !strings.Contains(a.Translation.Problem, name) || strings.Contains(a.Translation.Problem, "sk-") {
			t.Errorf("%s: %+v", name, a.Translation)
		}
		a.Translation = nil
		if diff := cmp.Diff(without, a); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	g := &tongue{}
	b := &Base{opt: Options{Parts: Parts{Rewriter: &scribe{text: "Who is guilty?", language: "de"}, Translator: g}}, busy: make(chan struct{}, 1)}
	b.state.Store(build("", harbour, nil, nil))
	for _, text := range []string{offered, offeredDe, "Hat Finnland die Konvention ratifiziert?"} { // English; not understood; refused
		if a, err := b.Answer(t.Context(), Question{Text: text}); err != nil || a.Translation != nil || len(g.asked) > 0 {
			t.Errorf("%q: %+v, %v", text, a, err)
		}
	}
}

// What articles in the language of a question say to it is the answer; nobody rewrites or translates it.
func TestInItsLanguage(t *testing.T) {
	t.Parallel()
	const spanish = "Noruega ofreció 20 millones de euros por el nuevo transbordador en febrero."
	as := append(slices.Clone(harbour), Article{ID: "es", Title: "Oferta", Publisher: "Diario", Language: "es", Text: spanish})
	g, s := &tongue{}, &scribe{text: "What has Norway offered for the new ferry?", language: "es"}
	b := &Base{opt: Options{Parts: Parts{Rewriter: s, Translator: g}}, busy: make(chan struct{}, 1)}
	b.state.Store(build("", as, nil, nil))
	a, err := b.Answer(t.Context(), Question{Text: "¿Cuántos millones de euros ofreció Noruega por el nuevo transbordador?"})
	if err != nil || a.Status != Answered || a.Statements[0].Text != spanish || a.Language != "es" || s.asked > 0 || len(g.asked) > 0 || a.Rewriting == nil || a.Rewriting.Used {
		t.Errorf("%+v %+v, %v", a, a.Rewriting, err)
	}
}
