package news

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRevise(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 4, 12, 30, 0, 99, time.FixedZone("", 3600))
	first := Article{ID: "a", Title: "A quay", Text: "The quay costs 40 crowns. Lund pays.\n\n" + strings.Repeat("word ", 160) + "end."}
	second := Article{ID: "a", Title: "A quay (corrected)", Text: "The quay costs 45 crowns. Lund pays."}
	got := Revise(first, second, at)
	want := []Version{{Hash: got.Earlier[0].Hash, Title: "A quay", Until: time.Date(2026, 5, 4, 11, 30, 0, 0, time.UTC),
		Removed: []string{"The quay costs 40 crowns.", strings.Repeat("word ", 100) + "…"}, Added: []string{"The quay costs 45 crowns."}}}
	if diff := cmp.Diff(want, got.Earlier); diff != "" {
		t.Error(diff)
	}
	if len(got.Earlier[0].Hash) != 16 || got.Text != second.Text || first.Earlier != nil {
		t.Errorf("%+v of %+v", got, first)
	}
	// another publisher is no other version; of many the last are kept, and of long lists the first
	again := second
	again.Publisher = "Coast Courier"
	if again = Revise(got, again, at); len(again.Earlier) != 1 {
		t.Errorf("%d versions for another publisher", len(again.Earlier))
	}
	for n := range 30 {
		next := Article{ID: "a", Title: fmt.Sprint("Version ", n)}
		for k := range 23 {
			next.Text += fmt.Sprintf("This is sentence %d of %d.\n", k, n)
		}
		again = Revise(again, next, at)
	}
	last := again.Earlier[len(again.Earlier)-1]
	if len(again.Earlier) != 20 || last.Title != "Version 28" || len(last.Added) != 20 || len(last.Removed) != 20 || last.More != 6 {
		t.Errorf("%d versions, the last %+v", len(again.Earlier), last)
	}
}

// What an Article told by a day stands where it stands now, and what was added later is nowhere.
func TestToldBy(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2026, 5, day, 23, 30, 0, 0, time.UTC) }
	a := Article{ID: "a", Title: "A quay", Text: "The quay costs 40 crowns. Lund pays.\n\n- one crane"}
	a = Revise(a, Article{ID: "a", Title: "A quay (corrected)", Text: "The quay costs 45 crowns. Lund pays. Aberg helps.\n\n- one crane\n- two tugs"}, at(4))
	a = Revise(a, Article{ID: "a", Title: "A dear quay", Text: "The quay costs 45 crowns. Lund refuses to pay. Aberg helps.\n\n- one crane\n- two tugs"}, at(6))
	for day, want := range map[int]string{
		3: "A quay: - one crane",
		4: "A quay (corrected): The quay costs 45 crowns. Aberg helps. - one crane - two tugs",
		5: "A quay (corrected): The quay costs 45 crowns. Aberg helps. - one crane - two tugs",
		6: "A dear quay: The quay costs 45 crowns. Lund refuses to pay. Aberg helps. - one crane - two tugs",
	} {
		got, known := ToldBy(a, time.Date(2026, 5, day, 0, 0, 0, 0, time.UTC))
		if said := got.Title + ": " + strings.Join(strings.Fields(strings.ReplaceAll(got.Text, "\n-  ", "")), " "); !known || strings.ReplaceAll(said, " - -", " -") != want {
			t.Errorf("by %d May %q", day, said)
		}
		for _, p := range Split(got) {
			if got.Text[p.Start:p.End] != a.Text[p.Start:p.End] {
				t.Errorf("by %d May %q is moved", day, got.Text[p.Start:p.End])
			}
		}
	}
	if len(a.Earlier) != 2 || !strings.Contains(a.Text, "refuses") {
		t.Errorf("it was changed: %+v", a)
	}
	long := Revise(a, Article{ID: "a", Text: manySentences(30)}, at(8))
	for range 30 {
		a = Revise(a, Article{ID: "a", Title: a.Title + "!", Text: a.Text}, at(9))
	}
	for _, one := range []Article{long, a} {
		if _, known := ToldBy(one, at(1)); known {
			t.Error("nobody knows what was told then")
		}
		if got, known := ToldBy(one, at(9)); !known || got.Text != one.Text {
			t.Error("what is told now is known")
		}
	}
}

func manySentences(n int) (out string) {
	for i := range n {
		out += fmt.Sprintf("Sentence %d is new. ", i)
	}
	return out
}
