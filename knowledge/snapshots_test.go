package knowledge_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// named is a Source of a name, with errors after its Articles, which calls before it gives the first.
type named struct {
	name   string
	told   told
	errs   []error
	before func()
}

func (s named) Name() string { return s.name }

func (s named) Articles(ctx context.Context) iter.Seq2[knowledge.Article, error] {
	return func(yield func(knowledge.Article, error) bool) {
		if s.before != nil {
			s.before()
		}
		s.told.Articles(ctx)(yield)
		for _, err := range s.errs {
			if !yield(knowledge.Article{}, err) {
				return
			}
		}
	}
}

func keeping(t *testing.T, path string, keep int) *knowledge.Base {
	t.Helper()
	store, err := storage.Open(t.Context(), path, keep)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func article(id, text string) knowledge.Article {
	return knowledge.Article{ID: id, Title: "Of " + id, Text: text, Language: "en", URL: "https://news.example/" + id}
}

func dredgers(n int) knowledge.Article {
	return article("dredgers", fmt.Sprintf("Portugal has pledged to send %d dredgers to the harbour of Miran.", n))
}

// quays are articles that say little.
func quays(n int) (out told) {
	for i := range n {
		out = append(out, article(fmt.Sprintf("quay-%02d", i), fmt.Sprintf("Quay %d of Miran was swept on Monday.", i)))
	}
	return out
}

func refreshed(t *testing.T, b *knowledge.Base, how knowledge.How, from ...knowledge.Source) knowledge.Diff {
	t.Helper()
	d, err := b.RefreshAs(t.Context(), how, from...)
	if err != nil {
		t.Fatal(err, d.Held)
	}
	return d
}

// saying gives what a Base answers to the question of the dredgers; "" for nothing.
func saying(t *testing.T, b *knowledge.Base) string {
	t.Helper()
	a, err := b.Answer(t.Context(), knowledge.Question{Text: "How many dredgers will Portugal send?"})
	if err != nil {
		t.Fatal(err)
	}
	if a.Status != knowledge.Answered {
		return ""
	}
	return a.Statements[0].Text
}

func says(t *testing.T, b *knowledge.Base, what string) {
	t.Helper()
	if got := saying(t, b); !strings.Contains(got, what) || what == "" && got != "" {
		t.Errorf("it says %q, want %q", got, what)
	}
}

func TestDryRefresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b := keeping(t, path, 3)
	refreshed(t, b, knowledge.How{}, append(quays(10), dredgers(2)))
	before, acts := b.Searched(), actsOf(t, b)
	next := append(quays(9), dredgers(9), article("new", "Iceland is ready to train forty pilots."))
	dry := refreshed(t, b, knowledge.How{Dry: true, Prune: true}, next)
	if diff := cmp.Diff(before, b.Searched()); diff != "" || dry.Snapshot != "" {
		t.Errorf("a dry refresh stores %q:\n%s", dry.Snapshot, diff)
	}
	if diff := cmp.Diff(acts, actsOf(t, b)); diff != "" {
		t.Error(diff)
	}
	says(t, keeping(t, path, 3), "send 2 dredgers")
	real := refreshed(t, b, knowledge.How{Prune: true}, next)
	if real.Snapshot == "" || real.Before != before.Snapshot {
		t.Errorf("%q after %q, want one after %q", real.Snapshot, real.Before, before.Snapshot)
	}
	real.Snapshot = ""
	if diff := cmp.Diff(dry, real); diff != "" {
		t.Errorf("a dry refresh foresees another (-dry +real):\n%s", diff)
	}
	want := knowledge.Diff{Added: []string{"new"}, Changed: []string{"dredgers"}, Removed: []string{"quay-09"}}
	if diff := cmp.Diff(want, knowledge.Diff{Added: real.Added, Changed: real.Changed, Removed: real.Removed}); diff != "" || len(real.Unchanged) != 9 {
		t.Error(diff)
	}
	says(t, b, "send 9 dredgers")
}

// Where nothing has changed there is no Snapshot more to go back over.
func TestUnchangedRefresh(t *testing.T) {
	t.Parallel()
	b := keeping(t, filepath.Join(t.TempDir(), "knowledge.db"), 3)
	first := refreshed(t, b, knowledge.How{}, quays(3))
	again := refreshed(t, b, knowledge.How{}, quays(3))
	if again.Snapshot != "" || len(again.Unchanged) != 3 || again.Articles != 3 || again.Commitments != first.Commitments {
		t.Errorf("%+v", again)
	}
	if n := len(snapshotsOf(t, b)); n != 1 {
		t.Errorf("%d snapshots, want 1", n)
	}
	if acts := actsOf(t, b); len(acts) != 2 {
		t.Errorf("acts %q, want 2", acts)
	}
}

func TestHeld(t *testing.T) {
	t.Parallel()
	b := keeping(t, filepath.Join(t.TempDir(), "knowledge.db"), 3)
	refreshed(t, b, knowledge.How{}, append(quays(20), dredgers(2)))
	calm := article("dredgers", "The sea was calm on Wednesday.")
	broken := article("broken", "The word \xff stands in it.")
	for name, test := range map[string]struct {
		how  knowledge.How
		from told
		held string // "" where it goes through
	}{
		"nine in ten stay":   {knowledge.How{Dry: true, Prune: true}, append(quays(18), dredgers(2)), ""},
		"fewer stay":         {knowledge.How{Prune: true}, append(quays(17), dredgers(2)), "Of 21 articles 18 would be left"},
		"a canary dies":      {knowledge.How{}, told{calm}, "“How many dredgers will Portugal send?” was answered until now"},
		"forced":             {knowledge.How{Dry: true, Prune: true, Force: true}, told{calm}, ""},
		"not as it was":      {knowledge.How{}, told{broken}, "The article of broken does not read back"},
		"forced, not intact": {knowledge.How{Force: true}, told{broken}, "The article of broken does not read back"},
	} {
		before, n := b.Searched(), len(snapshotsOf(t, b))
		test.how.Canaries = []string{"How many dredgers will Portugal send?", "Who sells kites?"}
		d, err := b.RefreshAs(t.Context(), test.how, test.from)
		held := strings.Join(d.Held, " ")
		if !strings.Contains(held, test.held) || test.held == "" && held != "" || errors.Is(err, knowledge.ErrHeld) != (test.held != "") {
			t.Errorf("%s: held %q, error %v", name, held, err)
		}
		if diff := cmp.Diff(before, b.Searched()); diff != "" || len(snapshotsOf(t, b)) != n {
			t.Errorf("%s: another one serves: %s", name, diff)
		}
		if acts, err := b.Acts(t.Context(), 1); test.held != "" && (err != nil || !strings.Contains(acts[0].Failed, test.held) || acts[0].After != before.Snapshot) {
			t.Errorf("%s: the log says %+v, %v", name, acts, err)
		}
		says(t, b, "send 2 dredgers")
	}
	refreshed(t, b, knowledge.How{Force: true}, told{calm})
	says(t, b, "")
}

// What could not be read may be what is missing: nothing is removed then.
func TestPruneWithProblems(t *testing.T) {
	t.Parallel()
	b := keeping(t, filepath.Join(t.TempDir(), "knowledge.db"), 3)
	refreshed(t, b, knowledge.How{}, quays(20))
	bad := named{name: "bad", told: quays(19), errs: []error{errors.New("it is gone")}}
	if d := refreshed(t, b, knowledge.How{Prune: true}, bad); len(d.Removed) > 0 || d.Articles != 20 {
		t.Errorf("%+v", d)
	}
	if d := refreshed(t, b, knowledge.How{Prune: true, Force: true}, bad); len(d.Removed) != 1 || d.Articles != 19 {
		t.Errorf("%+v", d)
	}
}

func TestSourceStates(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b := keeping(t, path, 3)
	good, bad := named{name: "good", told: quays(3)}, named{name: "bad", errs: []error{errors.New("it is gone"), errors.New("this too")}}
	refreshed(t, b, knowledge.How{By: "ada"}, good, bad, quays(1))
	d, err := b.RefreshAs(t.Context(), knowledge.How{By: "ada"}, bad)
	if !errors.Is(err, knowledge.ErrNothing) || len(d.Sources) != 1 || d.Sources[0].Failures != 2 {
		t.Errorf("%+v, %v", d.Sources, err)
	}
	good.told = nil
	if _, err := b.RefreshAs(t.Context(), knowledge.How{}, good); !errors.Is(err, knowledge.ErrNothing) {
		t.Error(err)
	}
	states, err := keeping(t, path, 3).SourceStates(t.Context())
	if err != nil || len(states) != 2 {
		t.Fatalf("%+v, %v", states, err)
	}
	if s := states[0]; s.Name != "bad" || s.Failures != 2 || !s.Succeeded.IsZero() || s.Problem != "it is gone" || s.Tried.IsZero() {
		t.Errorf("%+v", s)
	}
	if s := states[1]; s.Name != "good" || s.Failures != 1 || s.Succeeded.IsZero() || s.Articles != 3 || s.Problem == "" {
		t.Errorf("%+v", s)
	}
	bad.told = quays(5)
	refreshed(t, b, knowledge.How{}, bad)
	if states, err = b.SourceStates(t.Context()); err != nil || states[0].Failures != 0 || states[0].Articles != 5 || states[0].Problem != "it is gone" {
		t.Errorf("%+v, %v", states, err)
	}
	want := []string{"refresh", "refresh failed: The sources had no article.", "refresh failed: No article could be taken in. it is gone", "refresh"}
	if diff := cmp.Diff(want, actsOf(t, b)); diff != "" {
		t.Error(diff)
	}
	if acts, err := b.Acts(t.Context(), 4); err != nil || acts[3].By != "ada" || acts[3].After == acts[3].Before || acts[1].Before != acts[1].After {
		t.Errorf("%+v, %v", acts, err)
	}
}

// A refresh that was killed is told, before the next one and after it.
func TestKilledIsTold(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b := keeping(t, path, 3)
	refreshed(t, b, knowledge.How{}, quays(1))
	func() {
		defer func() { _ = recover() }()
		_, _ = b.RefreshAs(t.Context(), knowledge.How{}, named{before: func() { panic("killed") }})
	}()
	if all, err := b.Acts(t.Context(), 1); err != nil || len(all) != 1 || all[0].Before == "" || all[0].After != all[0].Before {
		t.Errorf("%+v, %v", all, err)
	}
	if acts := actsOf(t, b); len(acts) != 2 || acts[0] != "refresh failed: It has not come to its end: it still runs, or was killed." {
		t.Errorf("%q", acts)
	}
	refreshed(t, b, knowledge.How{}, quays(2))
	acts := actsOf(t, b)
	if len(acts) != 3 || acts[0] != "refresh" || !strings.HasPrefix(acts[1], "refresh failed: It had not come to its end when the next one began") {
		t.Errorf("%q", acts)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = keeping(t, path, 3).RefreshAs(t.Context(), knowledge.How{}, named{before: func() { panic("killed") }})
	}()
	if err := keeping(t, path, 3).Restored(t.Context(), "ada", "of then.tar.gz", nil); err != nil { // as if a backup had been made just now
		t.Fatal(err)
	}
	if acts := actsOf(t, b); len(acts) != 4 || acts[0] != "restore" {
		t.Errorf("%q", acts)
	}
	ended, cancel := context.WithCancel(t.Context())
	if _, err := b.RefreshAs(ended, knowledge.How{}, named{told: quays(1), before: cancel}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if acts := actsOf(t, b); len(acts) != 5 || acts[0] != "refresh failed: It was interrupted." {
		t.Errorf("%q", acts)
	}
}

func TestRollback(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b, other := keeping(t, path, 3), keeping(t, path, 3)
	if _, err := b.Rollback(t.Context(), "", "ada"); !errors.Is(err, knowledge.ErrNoBack) {
		t.Error(err)
	}
	var made []string
	for n := 2; n <= 4; n++ {
		made = append(made, refreshed(t, b, knowledge.How{}, told{dredgers(n), article(fmt.Sprint("only-", n), "The sea was calm.")}).Snapshot)
	}
	d, err := other.Rollback(t.Context(), "", "ada") // of another process, which has not looked since
	if err != nil || d.Snapshot != made[1] || d.Before != made[2] {
		t.Fatalf("%+v, %v", d, err)
	}
	if diff := cmp.Diff([][]string{nil, {"dredgers"}, {"only-4"}}, [][]string{d.Added, d.Changed, d.Removed}); diff != "" {
		t.Error(diff)
	}
	says(t, other, "send 3 dredgers")
	if changed, err := b.Reload(t.Context()); !changed || err != nil {
		t.Errorf("%v, %v", changed, err)
	}
	says(t, b, "send 3 dredgers")
	if got := strings.Join(snapshotsOf(t, b), " "); got != made[1]+" "+made[2]+" "+made[0] {
		t.Errorf("kept are %s of %s", got, made)
	}
	for _, to := range []string{made[1], "never"} {
		if _, err := b.Rollback(t.Context(), to, "ada"); !errors.Is(err, knowledge.ErrNoBack) {
			t.Errorf("to %s: %v", to, err)
		}
	}
	if _, err := b.Rollback(t.Context(), made[0], "ada"); err != nil {
		t.Fatal(err)
	}
	says(t, b, "send 2 dredgers")
	next := refreshed(t, other, knowledge.How{}, told{article("more", "Iceland is ready to train forty pilots.")})
	if next.Before != made[0] || next.Articles != 3 {
		t.Errorf("%+v builds on another", next)
	}
	says(t, other, "send 2 dredgers")
	want := []string{"refresh", "rollback", "rollback failed", "rollback failed", "rollback", "refresh", "refresh", "refresh", "rollback failed"}
	for i, a := range actsOf(t, b) {
		if !strings.HasPrefix(a, want[i]) {
			t.Errorf("act %d is %q, want %q", i, a, want[i])
		}
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b, other := keeping(t, path, 3), keeping(t, path, 3)
	refreshed(t, b, knowledge.How{}, append(quays(5), dredgers(2)))
	refreshed(t, b, knowledge.How{}, told{dredgers(3)})
	if _, err := b.Delete(t.Context(), "ada", "dredgers", "never"); !errors.Is(err, knowledge.ErrNoArticle) {
		t.Error(err)
	}
	says(t, b, "send 3 dredgers")
	refreshed(t, b, knowledge.How{Prune: true, Force: true}, quays(5))
	kept := func(want int) {
		t.Helper()
		all, err := b.Kept(t.Context(), "dredgers")
		if err != nil || len(all) != want || want > 0 && (all[0].URL == "" || all[0].Text != "") {
			t.Errorf("%d are kept, want %d: %+v, %v", len(all), want, all, err)
		}
	}
	kept(2) // in older snapshots alone
	if _, err := b.Rollback(t.Context(), "", "ada"); err != nil {
		t.Fatal(err)
	}
	d, err := other.Delete(t.Context(), "ada", "dredgers")
	if err != nil || len(d.Removed) != 1 || d.Articles != 5 || d.Snapshot == "" || d.Commitments != 0 {
		t.Fatalf("%+v, %v", d, err)
	}
	says(t, other, "")
	if changed, err := b.Reload(t.Context()); !changed || err != nil {
		t.Fatal(changed, err)
	}
	says(t, b, "")
	kept(0)
	if n := len(snapshotsOf(t, b)); n != 3 {
		t.Fatalf("%d snapshots, want 3", n)
	}
	if _, err := b.Rollback(t.Context(), "", "ada"); err != nil {
		t.Fatal(err)
	}
	says(t, b, "")
	moved := dredgers(4)
	moved.ID = "of another id"
	renamed := dredgers(5)
	renamed.URL = "https://news.example/elsewhere"
	for _, a := range []knowledge.Article{dredgers(2), moved, renamed} {
		if d := refreshed(t, b, knowledge.How{Force: true}, told{a}); len(d.Added) > 0 || len(d.Deleted) != 1 {
			t.Errorf("%s at %s is back: %+v", a.ID, a.URL, d)
		}
	}
	says(t, b, "")
	if _, err := b.Delete(t.Context(), "ada", "dredgers"); err != nil {
		t.Errorf("once more: %v", err)
	}
	if err := b.Undelete(t.Context(), "ada", "quay-00"); !errors.Is(err, knowledge.ErrNoArticle) {
		t.Error(err)
	}
	if err := b.Undelete(t.Context(), "ada", "dredgers"); err != nil {
		t.Fatal(err)
	}
	if d := refreshed(t, b, knowledge.How{}, told{dredgers(6)}); len(d.Added) != 1 {
		t.Errorf("%+v", d)
	}
	says(t, b, "send 6 dredgers")
}

// What is deleted while a refresh has it in hand does not come with it, whoever deletes.
func TestDeleteAcrossRefresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b, other := keeping(t, path, 3), keeping(t, path, 3)
	refreshed(t, b, knowledge.How{}, append(quays(20), dredgers(2)))
	from := named{told: append(quays(21), dredgers(3)), before: func() {
		if changed, err := other.Reload(t.Context()); !changed || err != nil {
			t.Error(changed, err)
		}
		if _, err := other.Delete(t.Context(), "ada", "dredgers", "quay-03"); err != nil {
			t.Error(err)
		}
	}}
	d := refreshed(t, b, knowledge.How{}, from)
	if diff := cmp.Diff([][]string{{"quay-20"}, {"dredgers", "quay-03"}}, [][]string{d.Added, d.Deleted}); diff != "" || d.Articles != 20 {
		t.Errorf("%d articles: %s", d.Articles, diff)
	}
	says(t, b, "")
	says(t, keeping(t, path, 3), "")
}

// After a Delete no word of the Article stands in the file or beside it.
func TestDeletedWords(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	b := keeping(t, path, 3)
	// Short records are not packed, so that words stand in the file as they are.
	tell := func(word string) told { return append(quays(2), article("x", word)) }
	for _, word := range []string{"Zyxwvut.", "Qrstuvx.", "Vwxyzab."} {
		refreshed(t, b, knowledge.How{}, tell(word))
	}
	if !mentions(t, path, "Vwxyzab") {
		t.Fatal("what is to be deleted is not seen before")
	}
	if _, err := b.Delete(t.Context(), "ada", "x"); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Zyxwvut", "Qrstuvx", "Vwxyzab", "news.example/x"} {
		if mentions(t, path, word) || mentions(t, path, strings.ToLower(word)) {
			t.Errorf("%s is left", word)
		}
	}
	if !mentions(t, path, "quay-01") {
		t.Error("what stays is not seen")
	}
}

func mentions(t *testing.T, path, word string) bool {
	t.Helper()
	found := false
	for _, name := range []string{path, path + "-wal"} {
		data, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		found = found || bytes.Contains(data, []byte(word))
	}
	return found
}

func snapshotsOf(t *testing.T, b *knowledge.Base) (ids []string) {
	t.Helper()
	all, err := b.Snapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		ids = append(ids, s.ID)
	}
	return ids
}

// actsOf lists what was done, the last first, and why it failed.
func actsOf(t *testing.T, b *knowledge.Base) (out []string) {
	t.Helper()
	all, err := b.Acts(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		line := a.What
		if a.Failed != "" {
			line += " failed: " + a.Failed
		}
		out = append(out, line)
	}
	return out
}

// TestRefreshed: a refresh that succeeds makes fresh, also where nothing is new; one that is held back does not, though its sources
// were read, nor does what else lets another snapshot serve.
func TestRefreshed(t *testing.T) {
	t.Parallel()
	b := keeping(t, filepath.Join(t.TempDir(), "knowledge.db"), 3)
	was := time.Time{}
	is := func(name string, newer bool) {
		t.Helper()
		at, err := b.Refreshed(t.Context())
		if err != nil || at.After(was) != newer || at.Before(was) {
			t.Errorf("%s: %v after %v, %v", name, at, was, err)
		}
		was = at
	}
	is("at first", false)
	refreshed(t, b, knowledge.How{}, quays(20))
	is("refreshed", true)
	if _, err := b.RefreshAs(t.Context(), knowledge.How{Prune: true}, named{name: "feed", told: quays(3)}); !errors.Is(err, knowledge.ErrHeld) {
		t.Fatal(err)
	}
	is("held back", false)
	if states, err := b.SourceStates(t.Context()); err != nil || !states[0].Succeeded.After(was) {
		t.Errorf("%+v, %v", states, err)
	}
	refreshed(t, b, knowledge.How{Dry: true}, quays(20))
	is("previewed", false)
	if _, err := b.Delete(t.Context(), "ada", "quay-03"); err != nil {
		t.Fatal(err)
	}
	is("deleted from", false)
	refreshed(t, b, knowledge.How{}, quays(3))
	is("nothing new", true)
	refreshed(t, b, knowledge.How{}, quays(21))
	is("something new", true)
	if _, err := b.Rollback(t.Context(), "", "ada"); err != nil {
		t.Fatal(err)
	}
	is("rolled back", false)
}

// TestStands: a citation stands as long as its words do, in the article that serves.
func TestStands(t *testing.T) {
	t.Parallel()
	b := keeping(t, filepath.Join(t.TempDir(), "knowledge.db"), 3)
	refreshed(t, b, knowledge.How{}, quays(2))
	refreshed(t, b, knowledge.How{}, told{dredgers(2)})
	c := b.Commitments()[0].Citations[0]
	is := func(name string, want bool) {
		t.Helper()
		if b.Stands(c) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	is("as it was made", true)
	refreshed(t, b, knowledge.How{}, told{dredgers(9)})
	is("in other words", false)
	if _, err := b.Rollback(t.Context(), "", "ada"); err != nil {
		t.Fatal(err)
	}
	is("rolled back", true)
	if _, err := b.Delete(t.Context(), "ada", "dredgers"); err != nil {
		t.Fatal(err)
	}
	is("deleted", false)
}
