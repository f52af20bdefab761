package wording

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOf(t *testing.T) {
	t.Parallel()
	type word struct {
		Text  string
		Value float64
		Unit  string
	}
	for in, want := range map[string][]word{
		"won’t":                    {{"will", 0, ""}, {"not", 0, ""}},
		"the U.S.-led talks.":      {{"the", 0, ""}, {"u.s", 0, ""}, {"led", 0, ""}, {"talks", 0, ""}},
		"US and us":                {{"u.s", 0, ""}, {"and", 0, ""}, {"us", 0, ""}},
		"$1bn":                     {{"$1bn", 1e9, "$"}},
		"1 billion dollars":        {{"1", 1e9, "$"}},
		"30bn kroner":              {{"30bn", 3e10, "kr"}},
		"twenty-five of 1,000":     {{"twenty", 25, ""}, {"of", 0, ""}, {"1,000", 1000, ""}},
		"4.5 per cent, 10-year":    {{"4.5", 4.5, "%"}, {"10", 10, "year"}},
		"a decade":                 {{"a", 0, ""}, {"decade", 10, "year"}},
		"ZOG30, Kovalskyy's 28 th": {{"zog30", 0, ""}, {"kovalsky", 0, ""}, {"'s", 0, ""}, {"28", 28, ""}, {"th", 0, ""}},
	} {
		var got []word
		for _, w := range Of(in) {
			got = append(got, word{w.Text, w.value, w.unit})
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q (-want +got):\n%s", in, d)
		}
	}
}
