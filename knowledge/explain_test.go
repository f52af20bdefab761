package knowledge

import (
	"testing"
)

// An Explanation has what was found, what of it is cited, and gives the very Answer.
func TestExplain(t *testing.T) {
	t.Parallel()
	b := &Base{busy: make(chan struct{}, 1)}
	b.state.Store(build("", ferry, nil, nil))
	a, how, err := b.Explain(t.Context(), Question{Text: asked})
	if err != nil || len(a.Statements) == 0 || len(how.Found) == 0 || len(how.Taken) != 1 || how.Taken[0] != asked {
		t.Fatalf("%+v, %+v, %v", a, how, err)
	}
	chosen := 0
	for i, f := range how.Found {
		if f.Chosen {
			chosen++
		}
		if i > 0 && f.Score > how.Found[i-1].Score || f.Citation.Quote == "" {
			t.Errorf("%+v", f)
		}
	}
	if chosen < len(a.Statements) {
		t.Errorf("%d of %d statements are among what was found", chosen, len(a.Statements))
	}
	if _, how, err = b.Explain(t.Context(), Question{Text: "Has Finland ratified the ferry convention?"}); err != nil || len(how.Found) == 0 || how.Found[0].Chosen {
		t.Errorf("of a refusal: %+v, %v", how, err)
	}
}
