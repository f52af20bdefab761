package inbox

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

// What is forgotten of a person is everything but that each Message was said and what became of it.
func TestForgetPerson(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	say := func(id, from string, change func(*adapters.Message)) adapters.Message {
		m := message(id)
		m.From, m.Channel, m.Language = from, "c", "de"
		if change != nil {
			change(&m)
		}
		keep(t, b, m)
		return m
	}
	reply := func(m adapters.Message) {
		answer(t, b, m, Done{Post: "post of " + m.ID, IsQuestion: m.Shares == "", Understood: "clear", Snapshot: "s", Reply: adapters.Reply{Lead: "to " + m.ID}})
	}
	reply(say("bobs", "bob", nil))
	reply(say("mine", "ada", nil))
	reply(say("shared", "ada", func(m *adapters.Message) { m.Shares = "mine" }))
	say("waits", "ada", func(m *adapters.Message) { m.Ticket = "tick" })
	if err := b.Dismiss(t.Context(), say("late", "ada", nil), "it is 20m old"); err != nil {
		t.Fatal(err)
	}
	elsewhere := message("mine")
	elsewhere.Thread.Platform = "q"
	keep(t, b, elsewhere)
	answer(t, b, elsewhere, Done{})
	for _, r := range []adapters.Rating{{Message: "mine", From: "bob", Verdict: adapters.Good}, {Message: "bobs", From: "ada", Verdict: adapters.Bad, Why: "old news"},
		{Message: "mine", From: "ada", Verdict: adapters.Bad}} {
		r.Platform = "p"
		if err := b.Rate(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}

	for _, tt := range []struct {
		person string
		want   int
	}{{"", 0}, {"eve", 0}, {"ada", 4}, {"ada", 0}} {
		if n, err := b.ForgetPerson(t.Context(), "p", tt.person); err != nil || n != tt.want {
			t.Errorf("of %q %d are forgotten, want %d; %v", tt.person, n, tt.want, err)
		}
	}
	thread := adapters.Thread{Platform: "p", ID: "t"}
	for _, want := range []Entry{
		{Message: adapters.Message{ID: "mine", Thread: thread}, State: Answered, Note: forgotten, Done: Done{Post: "post of mine"}},
		{Message: adapters.Message{ID: "shared", Thread: thread, Shares: "mine"}, State: Answered, Note: forgotten, Done: Done{Post: "post of shared"}},
		{Message: adapters.Message{ID: "waits", Thread: thread}, State: Dismissed, Note: forgotten},
		{Message: adapters.Message{ID: "late", Thread: thread}, State: Dismissed, Note: forgotten},
	} {
		got := find(t, b, want.ID)
		want.Heard = got.Heard
		if diff := cmp.Diff(want, got); diff != "" || got.HasReply() {
			t.Error(diff)
		}
		if isNew, err := b.Keep(t.Context(), adapters.Message{ID: want.ID, Thread: thread, From: "ada", Text: "again"}); err != nil || isNew {
			t.Errorf("%s is new again: %v, %v", want.ID, isNew, err)
		}
	}
	if got := waiting(t, b); got != "" {
		t.Errorf("waiting are %s", got)
	}
	if e, _, err := b.Find(t.Context(), "q", "mine"); err != nil || e.Text == "" {
		t.Errorf("on another platform it is %+v, %v", e, err)
	}
	if got := opinions(t, b, time.Time{}); len(got) != 1 || !strings.HasPrefix(got[0], "p mine bob good") {
		t.Errorf("the ratings are %q", got)
	}

	next := say("next", "bob", nil)
	if got := ids(t, func() ([]Entry, error) { return b.Asked(t.Context(), next, 10) }); got != "bobs" {
		t.Errorf("asked was %s", got)
	}
	if e, ok, err := b.Last(t.Context(), next); err != nil || !ok || e.ID != "bobs" {
		t.Errorf("the last is %+v, %v", e, err)
	}
	if joined, err := b.Joined(t.Context(), thread); err != nil || !joined {
		t.Errorf("joined %v, %v", joined, err)
	}
	// A new wording of what was forgotten is a Message of its own, not the old one come back.
	reply(say("edit", "ada", func(m *adapters.Message) { m.Edits = "mine" }))
	if e := find(t, b, "mine"); e.Text != "" || e.HasReply() {
		t.Errorf("it came back as %+v", e)
	}
	if n, err := b.ForgetPerson(t.Context(), "p", "ada"); err != nil || n != 1 {
		t.Errorf("then %d are forgotten, %v", n, err)
	}
}

// What a person said, whatever became of it, and the answers to it are nowhere in the files any more, also where the store
// has moved them about. What others said is all there.
func TestForgottenIsGone(t *testing.T) {
	t.Parallel()
	const secret, others = "very-secret-words", "what-others-said"
	for seed := range uint64(3) {
		path := filepath.Join(t.TempDir(), "dialog.db")
		b := openBox(t, path)
		chance := rand.New(rand.NewPCG(seed, 7))
		some := func(word string) string { return word + strings.Repeat(" "+word, chance.IntN(1<<chance.IntN(10))) }
		for i := range 300 {
			m, word := message(fmt.Sprint(i)), others
			m.From = "bob"
			if chance.IntN(3) == 0 {
				m.From, word = "ada", secret
			}
			m.Text, m.Ticket = some(word), some(word)
			keep(t, b, m)
			switch chance.IntN(5) {
			case 0:
			case 1:
				if err := b.Dismiss(t.Context(), m, "old"); err != nil {
					t.Fatal(err)
				}
			default:
				answer(t, b, m, Done{IsQuestion: true, Understood: some(word), Reply: adapters.Reply{Lead: some(word)}})
			}
			if err := b.Rate(t.Context(), adapters.Rating{Platform: "p", Message: "0", From: m.From, Verdict: adapters.Bad, Why: some(word)}); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := b.ForgetPerson(t.Context(), "p", "ada"); err != nil || n < 50 {
			t.Fatalf("%d are forgotten, %v", n, err)
		}
		for name, want := range map[string]bool{path: true, path + "-wal": false} {
			if contains(t, name, secret) {
				t.Errorf("seed %d: it is in %s", seed, filepath.Base(name))
			}
			if contains(t, name, others) != want {
				t.Errorf("seed %d: the test does not see what is in %s", seed, filepath.Base(name))
			}
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + "-wal"); err == nil {
			t.Error("there is a log beside the file still")
		}
	}
}

func TestRecall(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dialog.db")
	b := openBox(t, path)
	store := func(platform, key, value string) {
		t.Helper()
		if err := b.Store(t.Context(), platform, key, value); err != nil {
			t.Fatal(err)
		}
	}
	store("p", "a", "first")
	store("p", "a", "second 日本 \x00")
	store("p", "b", "gone")
	store("p", "b", "")
	store("p", "never", "")
	store("q", "a", "other")
	for range 2 { // by another process, too
		for key, want := range map[string]string{"a": "second 日本 \x00", "b": "", "never": ""} {
			if got, err := b.Recall(t.Context(), "p", key); err != nil || got != want {
				t.Errorf("%s is %q, %v; want %q", key, got, err, want)
			}
		}
		if got, err := b.Recall(t.Context(), "q", "a"); err != nil || got != "other" {
			t.Errorf("another platform's is %q, %v", got, err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		b = openBox(t, path)
	}
	if _, err := b.Forget(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got, err := b.Recall(t.Context(), "q", "a"); err != nil || got != "other" {
		t.Errorf("after a while it is %q, %v", got, err)
	}
}
