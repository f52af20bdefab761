package knowledge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A class tells why, and nothing of a text, whatever that says.
func TestClass(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{
		"":                           "carried",
		"the quotes do not carry it": "carried",
		`no quote has these words: "markup number name"`:                   "carried",
		"it is said already, or cites a part of what it says alone":        "twice",
		"a quote does not stand in the passage word for word":              "quote",
		"it cites nothing, or too much":                                    "quote",
		"it has markup, a link or a mention":                               "form",
		"it is longer than what it rests on":                               "form",
		"it is not one question":                                           "form",
		"it leaves out a number":                                           "number",
		"it leaves out a name: Language":                                   "name",
		"it names a state that was not asked about":                        "name",
		"it leaves out a negation":                                         "negation",
		"it denies what was not denied":                                    "negation",
		"it leaves out most of what was found":                             "lost",
		"it leaves out a word: number":                                     "lost",
		"it is not in English":                                             "language",
		"it is not in the language of the question":                        "language",
		"nothing was found for it":                                         "found",
		"it leaves out a number: Norway has raised its offer, in English.": "number",
	} {
		if got := (Rejected{Text: "number", Reason: reason}).Class(); got != want {
			t.Errorf("%q is %s, want %s", reason, got, want)
		}
	}
	a := Answer{Writing: &Writing{Written: 2, Dropped: []Rejected{{Reason: "it leaves out a number"}, {Reason: "it leaves out a number"}}},
		Rewriting: &Rewriting{Used: true}, Translation: &Translation{Translated: 1, Dropped: []Rejected{{Reason: "it is no whole sentence"}}}}
	n, dropped := a.Verdicts()
	if diff := cmp.Diff(map[string]int{"number": 2, "form": 1}, dropped); n != 4 || diff != "" {
		t.Error(n, diff)
	}
}
