package adapterstest_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
)

func TestRoom(t *testing.T) {
	t.Parallel()
	adapterstest.Run(t, func(t *testing.T) adapterstest.Chat {
		dir, said := t.TempDir(), 0
		r := open(t, dir)
		thread := func(n int) adapters.Thread { return adapters.Thread{Platform: "room", ID: strconv.Itoa(n)} }
		visible := func(to string, n int) (all []string) {
			var posts []adapterstest.Post
			for _, p := range r.Posts() {
				switch {
				case p.Thread != thread(n) || p.To != to:
				case p.IsEdit:
					posts[slices.IndexFunc(posts, func(old adapterstest.Post) bool { return old.ID == p.ID })] = p
				default:
					posts = append(posts, p)
				}
			}
			for _, p := range posts {
				all = append(all, p.Visible...)
			}
			return all
		}
		say := func(m adapters.Message) {
			said++
			m.ID = strconv.Itoa(said)
			if err := r.Say(m); err != nil {
				t.Error(err)
			}
		}
		return adapterstest.Chat{
			Join: func() adapters.Adapter {
				if err := r.Close(); err != nil {
					t.Fatal(err)
				}
				r = open(t, dir)
				return r
			},
			Say: func(n int, person, text string) {
				say(adapters.Message{Thread: thread(n), From: person, Text: text})
			},
			Ask: func(n int, person, text string) {
				say(adapters.Message{Thread: thread(n), From: person, Text: text, Ticket: "tick"})
			},
			Seen: func(n int) []string { return visible("", n) },
			Told: func(n int, person string) []string { return visible(person, n) },
			Busy: func(n int) bool { return r.Busy(thread(n)) },
			Take: func(n int, person, label string) {
				all := r.Posts()
				if err := r.Take(person, all[len(all)-1].ID, label); err != nil {
					t.Error(err)
				}
			},
			Threads: 5, Rejoins: true, Leave: func() { r.Leave() },
		}
	})
}

func open(t *testing.T, dir string) *adapterstest.Room {
	t.Helper()
	r, err := adapterstest.OpenRoom(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// A line that a kill left half written was never there, and what comes next is whole.
func TestRoomAfterKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := open(t, dir)
	if _, err := r.Post(t.Context(), adapters.Thread{}, adapters.Reply{Lead: "one", Answers: "1"}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "posts.jsonl")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(data, data[:len(data)/2]...), 0o600); err != nil {
		t.Fatal(err)
	}
	r = open(t, dir)
	if _, err := r.Post(t.Context(), adapters.Thread{}, adapters.Reply{Lead: "two", Answers: "2"}); err != nil {
		t.Fatal(err)
	}
	var leads []string
	for _, p := range open(t, dir).Posts() {
		leads = append(leads, p.Reply.Lead)
	}
	if diff := cmp.Diff([]string{"one", "two"}, leads); diff != "" {
		t.Error(diff)
	}
}

// Faults happen, and are what they say: a repeated Message is one that was said, a refused post is not there, a lost one is.
func TestRoomFaults(t *testing.T) {
	t.Parallel()
	r := open(t, t.TempDir())
	r.Faults = adapterstest.Faults{Repeat: 0.5, Refuse: 0.3, Lose: 0.3, Rand: rand.New(rand.NewPCG(1, 2))}
	const n = 200
	for i := range n {
		if err := r.Say(adapters.Message{ID: strconv.Itoa(i)}); err != nil {
			t.Fatal(err)
		}
	}
	r.Leave()
	heard := make(chan string, 2*n)
	if err := r.Listen(t.Context(), func(_ context.Context, m adapters.Message) { heard <- m.ID }); err != nil {
		t.Fatal(err)
	}
	if len(heard) < n*5/4 || len(heard) > n*7/4 {
		t.Errorf("%d messages are heard %d times", n, len(heard))
	}
	refused, lost := 0, 0
	for i := range n {
		answers := strconv.Itoa(i)
		_, failed := r.Post(t.Context(), adapters.Thread{}, adapters.Reply{Answers: answers})
		id, err := r.Find(t.Context(), adapters.Thread{}, answers)
		switch {
		case err != nil || failed == nil && id == "":
			t.Fatalf("post %d is %q: %v", i, id, err)
		case failed != nil && id == "":
			refused++
		case failed != nil:
			lost++
		}
	}
	if refused < n/5 || lost < n/8 {
		t.Errorf("of %d posts %d are refused, %d lost", n, refused, lost)
	}
}
