package knowledge

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What is kept of passages that questions met stays bounded, and a passage that was dropped is analysed again alike.
func TestStateKeepsSome(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range mostMet + 100 {
		text.WriteString("The port paid " + strconv.Itoa(i+2) + " million dollars.\n\n")
	}
	st := build("", []Article{{ID: "a", Text: text.String(), Language: "fr"}}, nil, nil) // not read for the Ledger, which takes long
	first := st.quantities(st.docs[0])
	for _, p := range st.docs {
		if len(st.quantities(p)) == 0 {
			t.Fatalf("no number in %q", st.text(p))
		}
	}
	if n := st.counts.Len(); len(st.docs) <= mostMet || n != mostMet {
		t.Errorf("%d of %d passages are kept, want %d", n, len(st.docs), mostMet)
	}
	if again := st.quantities(st.docs[0]); !slices.Equal(again, first) {
		t.Errorf("first %v, then %v", first, again)
	}
}
