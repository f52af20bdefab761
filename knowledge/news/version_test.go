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
