package knowledge

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	diffs "github.com/google/go-cmp/cmp"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/ledger"
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

// A state that is built on what is remembered of those before is the one that would be built without.
func TestRememberedIsTheSame(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var pool []string
	for _, who := range []string{"Portugal", "Iceland", "Peru", "The port of Miran", "The harbour board"} {
		for i, does := range []string{"has pledged to send %d dredgers to quay %d.", "is ready to train %d pilots for quay %d if the port opens.", "refused to pay %d million dollars for quay %d.",
			"has not decided whether to lease %d tugs for quay %d.", "signed a treaty on %d cranes at quay %d on Monday."} {
			pool = append(pool, who+" "+fmt.Sprintf(does, 2+i, 1+len(pool)%7))
		}
	}
	for q := range 12 {
		pool = append(pool, fmt.Sprintf("It remains unclear who pays for quay %d of Miran.", q), fmt.Sprintf("The dispute over quay %d of Miran was settled on Tuesday.", q))
	}
	write := func(id string) Article {
		var text []string
		for range 4 + r.IntN(6) {
			text = append(text, pool[r.IntN(len(pool))])
		}
		return Article{ID: id, Title: "Harbour day", Language: "en", Published: time.Date(2026, 3, 1+r.IntN(25), 0, 0, 0, 0, time.UTC), Text: strings.Join(text, "\n\n")}
	}
	var known ledger.Memory
	readings := map[string]*extract.Reading{}
	as := make([]Article, 60)
	for round := range 6 {
		for i := range as {
			if round == 0 || r.IntN(5) == 0 {
				as[i] = write(cmp.Or(as[i].ID, fmt.Sprint("a", i)))
				readings[as[i].ID] = extract.Read(as[i])
			}
		}
		if round > 1 && r.IntN(2) == 0 { // one is gone, another comes
			copy(as, as[1:])
			as[len(as)-1] = write(fmt.Sprint("more", round))
			readings[as[len(as)-1].ID] = extract.Read(as[len(as)-1])
		}
		want, got := build("s", as, readings, nil), buildOn(&known, "s", as, readings, nil)
		if len(want.commitments) < 10 || len(want.issues) < 5 {
			t.Fatalf("%d commitments and %d issues say little", len(want.commitments), len(want.issues))
		}
		if diff := diffs.Diff([]any{want.commitments, want.issues, want.people, want.copies}, []any{got.commitments, got.issues, got.people, got.copies}); diff != "" {
			t.Fatalf("round %d: %s", round, diff)
		}
	}
}
