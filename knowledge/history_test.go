package knowledge

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/storage"
)

// invented writes the Articles of a story that nobody has lived through.
type invented struct {
	*rand.Rand
	files map[string]Article
	made  int
}

var (
	inventedWho  = []string{"Portugal", "Iceland", "Peru", "The port of Miran", "The harbour board", "Kenya"}
	inventedDoes = []string{"has pledged to send %d dredgers to quay %d.", "is ready to train %d pilots for quay %d if the port opens.",
		"refused to pay %d million dollars for quay %d.", "will not send %d dredgers to quay %d, its government said.", "has proposed to send %d dredgers to quay %d.",
		"has not decided whether to lease %d tugs for quay %d.", "signed a treaty on %d cranes at quay %d on Monday."}
	inventedElse = []string{"It remains unclear who pays for quay %d of Miran.", "It is not yet decided whether pier %d may be widened.", "The council is divided over the tariff at gate %d.",
		"Nobody knows when lighthouse %d will be lit again.", "The question of whether pier %d may be widened has been settled, the council said.", "The dispute over who pays for quay %d of Miran was settled on Tuesday.",
		"A storm passed over the old town and quay %d.", "The lock beside quay %d was built in the days of the steamers."}
)

func (s *invented) sentence() string {
	if s.IntN(3) == 0 {
		return fmt.Sprintf(inventedElse[s.IntN(len(inventedElse))], 1+s.IntN(6))
	}
	return inventedWho[s.IntN(len(inventedWho))] + " " + fmt.Sprintf(inventedDoes[s.IntN(len(inventedDoes))], 2+s.IntN(4), 1+s.IntN(6))
}

func (s *invented) add() {
	s.made++
	a := Article{ID: fmt.Sprintf("a%03d", s.made), Title: fmt.Sprint("Harbour day ", s.made), Publisher: "Courier", Language: "en", Text: s.text(3 + s.IntN(6))}
	if s.IntN(6) > 0 {
		a.Published = time.Date(2026, 3, 1+s.IntN(25), 0, 0, 0, 0, time.UTC)
	}
	s.files[a.ID] = a
}

func (s *invented) text(n int) string {
	var out []string
	for range n {
		out = append(out, s.sentence())
	}
	return strings.Join(out, "\n\n")
}

// one gives an Article that is there; of none there is a new one.
func (s *invented) one() Article {
	if len(s.files) == 0 {
		s.add()
	}
	ids := slices.Sorted(maps.Keys(s.files))
	return s.files[ids[s.IntN(len(ids))]]
}

// print has another newspaper print an Article, on that day or later, sometimes with a sentence of its own.
func (s *invented) print() {
	s.made++
	a := s.one()
	a.ID, a.Publisher, a.Title = fmt.Sprintf("b%03d", s.made), "Herald", "Again: "+a.Title
	if !a.Published.IsZero() {
		a.Published = a.Published.AddDate(0, 0, s.IntN(3))
	}
	if s.IntN(2) == 0 {
		a.Text += "\n\n" + s.sentence()
	}
	s.files[a.ID] = a
}

// correct puts one sentence of an Article right.
func (s *invented) correct() {
	a := s.one()
	all := strings.Split(a.Text, "\n\n")
	at := s.IntN(len(all))
	if i := strings.Index(all[at], "quay "); i >= 0 && s.IntN(2) == 0 {
		all[at] = all[at][:i] + fmt.Sprint("quay ", 1+s.IntN(6)) + all[at][i+len("quay 1"):]
	} else {
		all[at] = s.sentence()
	}
	a.Text = strings.Join(all, "\n\n")
	s.files[a.ID] = a
}

func (s *invented) all() listed {
	var out listed
	for _, a := range s.files {
		out = append(out, a)
	}
	return out
}

// Whatever was added, printed again, corrected, removed, deleted, undone and asked before: what serves is what would be made of the same
// Articles from nothing, in memory, when it is opened anew, and as of a day.
func TestAnyHistoryIsTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := &invented{Rand: rand.New(rand.NewPCG(seed, 6)), files: map[string]Article{}}
			for range 20 + s.IntN(15) { // copies are looked for in another way from 25 Articles on
				s.add()
			}
			path := filepath.Join(t.TempDir(), "knowledge.db")
			store, err := storage.Open(t.Context(), path, 2)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			b, err := Open(t.Context(), Options{Store: store})
			if err != nil {
				t.Fatal(err)
			}
			for step := range 12 {
				said := s.step(t.Context(), b)
				if _, err := b.RefreshAs(t.Context(), How{Prune: true, Force: true}, s.all()); err != nil {
					t.Fatalf("step %d, %s: %v", step, said, err)
				}
				sameFromNothing(t, fmt.Sprintf("step %d, %s", step, said), b)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// step changes something, and says what.
func (s *invented) step(ctx context.Context, b *Base) (said string) {
	for range 1 + s.IntN(4) {
		switch n := s.IntN(10); {
		case n < 2:
			s.add()
			said += " added"
		case n < 5:
			s.print()
			said += " printed"
		case n < 8:
			s.correct()
			said += " corrected"
		case n < 9:
			delete(s.files, s.one().ID)
			said += " removed"
		default:
			if id := s.one().ID; b.state.Load().entry(id) != nil {
				_, err := b.Delete(ctx, "test", id)
				said += fmt.Sprint(" deleted ", err)
			}
		}
	}
	if s.IntN(4) == 0 {
		_, err := b.Rollback(ctx, "", "test")
		said += fmt.Sprint(" rolled back ", err)
	}
	if s.IntN(4) == 0 {
		_, err := b.RefreshAs(ctx, How{Dry: true}, s.all())
		said += fmt.Sprint(" dry ", err)
	}
	return said
}

func sameFromNothing(t *testing.T, said string, b *Base) {
	t.Helper()
	got := b.state.Load()
	all, _ := got.content()
	want := build(got.snapshot, all, nil, nil)
	if len(want.commitments) < 10 || len(want.issues) < 3 {
		t.Fatalf("%s: %d commitments and %d issues say little", said, len(want.commitments), len(want.issues))
	}
	sameStates(t, said+", from nothing", want, got)
	stored, err := load(t.Context(), b.opt.Store, got.snapshot)
	if err != nil {
		t.Fatal(err)
	}
	sameStates(t, said+", as stored", want, stored)
	day := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)
	past, err := b.AsOf(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	then, err := (&Base{}).past(t.Context(), want, cutoff{until: day})
	if err != nil {
		t.Fatal(err)
	}
	sameStates(t, said+", as of a day", then, past.state.Load())
	for _, r := range past.history() {
		if r.Date == "" || r.Date > "2026-03-12" {
			t.Errorf("%s: as of a day there is %+v", said, r)
		}
	}
}

// history is every report that the Ledger has.
func (b *Base) history() (out []Reported) {
	for _, c := range b.Commitments() {
		out = append(out, c.History...)
	}
	for _, i := range b.Issues() {
		out = append(out, i.History...)
	}
	return out
}

func sameStates(t *testing.T, said string, want, got *state) {
	t.Helper()
	if diff := cmp.Diff([]any{want.commitments, want.issues, want.people, want.copies, want.searched()}, []any{got.commitments, got.issues, got.people, got.copies, got.searched()}); diff != "" {
		t.Errorf("%s: %s", said, diff)
	}
	for _, q := range []string{"Who has promised dredgers for quay 3?", "What is still open about quay 2?", "Has Iceland refused to pay for quay 1?"} {
		x, y := Base{}, Base{}
		x.state.Store(want)
		y.state.Store(got)
		a, err := x.Answer(t.Context(), Question{Text: q})
		again, err2 := y.Answer(t.Context(), Question{Text: q})
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if diff := cmp.Diff(a, again); diff != "" {
			t.Errorf("%s: %s: %s", said, q, diff)
		}
	}
}
