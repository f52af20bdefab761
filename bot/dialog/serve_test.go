package dialog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// oracle answers every question with its own words, and with as many more statements as it is told to.
type oracle struct {
	more   int
	before func(ctx context.Context, text string) error // nil for nothing

	mu    sync.Mutex
	asked []knowledge.Question
}

func (o *oracle) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	o.mu.Lock()
	o.asked = append(o.asked, q)
	o.mu.Unlock()
	if o.before != nil {
		if err := o.before(ctx, q.Text); err != nil {
			return knowledge.Answer{}, err
		}
	}
	a := knowledge.Answer{Question: q.Text, Understood: q.Understood, Status: knowledge.Answered, Searched: knowledge.Searched{Articles: 1, Snapshot: "s1"}}
	for i := range 1 + o.more {
		text := q.Text
		if i > 0 {
			text = fmt.Sprintf("More %d.", i)
		}
		a.Statements = append(a.Statements, knowledge.Statement{Text: text, Citations: []knowledge.Citation{{N: 1, Article: "a", Quote: text, End: len(text)}}})
	}
	return a, nil
}
func (o *oracle) Articles() []knowledge.Article { return nil }
func (o *oracle) Bundled() bool                 { return false }

func (o *oracle) understood() (all []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, q := range o.asked {
		all = append(all, q.Text+" → "+q.Understood)
	}
	return all
}

func openRoom(t *testing.T, dir string) *adapterstest.Room {
	t.Helper()
	r, err := adapterstest.OpenRoom(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func openBox(t *testing.T, dir string) *inbox.Inbox {
	t.Helper()
	b, err := inbox.Open(t.Context(), filepath.Join(dir, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// desk is a bot that serves a Room, in a bubble of testing/synctest.
type desk struct {
	t    *testing.T
	dir  string
	base *oracle
	cfg  Config
	as   func(*adapterstest.Room) adapters.Adapter // what the bot sees of the Room; nil for all

	room *adapterstest.Room
	box  *inbox.Inbox
	log  bytes.Buffer
	n    int
	stop func() // ends the bot and closes its files
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, dir: t.TempDir(), base: &oracle{}, cfg: DefaultConfig()}
	d.cfg.PerPerson, d.cfg.PerChannel = 0, 0
	d.open()
	return d
}

func (d *desk) open() { d.room, d.box = openRoom(d.t, d.dir), openBox(d.t, d.dir) }

// serve starts the bot.
func (d *desk) serve() {
	d.t.Helper()
	var on adapters.Adapter = d.room
	if d.as != nil {
		on = d.as(d.room)
	}
	ctx, cancel := context.WithCancel(d.t.Context())
	done := make(chan error, 1)
	go func() {
		done <- New(d.base, d.cfg).Serve(ctx, d.box, slog.New(slog.NewTextHandler(&d.log, nil)), on)
	}()
	d.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			d.t.Errorf("Serve: %v", err)
		}
		if err := errors.Join(d.box.Close(), d.room.Close()); err != nil {
			d.t.Error(err)
		}
	})
	d.t.Cleanup(d.stop)
	synctest.Wait()
}

// restart ends the bot and starts another.
func (d *desk) restart() {
	d.t.Helper()
	d.stop()
	d.open()
	d.serve()
}

// says lets somebody say a text in the Thread "t" and waits until the bot is done with it, or sleeps.
func (d *desk) says(text string, change ...func(*adapters.Message)) string {
	d.t.Helper()
	d.n++
	m := adapters.Message{ID: fmt.Sprint("m", d.n), Thread: adapters.Thread{ID: "t"}, From: "ada", Text: text, Sent: time.Now()}
	for _, c := range change {
		c(&m)
	}
	if err := d.room.Say(m); err != nil {
		d.t.Fatal(err)
	}
	synctest.Wait()
	return m.ID
}

// seen is what the bot said, one line a post: what it answers, who alone sees it, its first words.
func (d *desk) seen() (all []string) {
	for _, p := range d.room.Posts() {
		line := p.Reply.Answers + ": " + p.Reply.Lead
		for _, s := range p.Reply.Statements {
			line += s.Text
		}
		if p.To != "" {
			line += " (to " + p.To + ")"
		}
		if p.IsEdit {
			line += " (edits " + p.ID + ")"
		}
		all = append(all, line)
	}
	return all
}

func (d *desk) sees(want ...string) {
	d.t.Helper()
	if diff := cmp.Diff(want, d.seen()); diff != "" {
		d.t.Errorf("posts:\n%s", diff)
	}
}

func (d *desk) state(id string) inbox.Entry {
	d.t.Helper()
	e, ok, err := d.box.Find(d.t.Context(), "room", id)
	if err != nil || !ok {
		d.t.Fatalf("%s is known: %v, %v", id, ok, err)
	}
	return e
}

func in(thread string) func(*adapters.Message) {
	return func(m *adapters.Message) { m.Thread.ID = thread }
}
func by(person string) func(*adapters.Message) {
	return func(m *adapters.Message) { m.From = person }
}

func TestServe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		promise string
		check   func(t *testing.T, d *desk)
	}{
		{"a message is answered once, however often it comes", func(t *testing.T, d *desk) {
			d.serve()
			twice := func(m *adapters.Message) { m.ID = "same" }
			d.says("Who?", twice)
			d.says("Who?", twice)
			d.restart()
			d.says("Who?", twice)
			d.sees("same: Who?")
			if e := d.state("same"); e.State != inbox.Answered || e.Post != "p1" || e.Snapshot != "s1" || !e.IsQuestion || len(e.Reply.Sources) != 1 {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"a follow-up refers to what was asked before a restart", func(t *testing.T, d *desk) {
			d.serve()
			d.says("What did Kenya say about the ships?")
			d.says("What did Ghana say about the tolls?", in("other"))
			d.says("/help")
			d.restart()
			d.says("and Peru?")
			d.restart()
			d.says("by when?")
			want := []string{"What did Kenya say about the ships? → ", "What did Ghana say about the tolls? → ", "and Peru? → What did Peru say about the ships?",
				"by when? → By when?" + knowledge.About + "What did Peru say about the ships?"}
			if diff := cmp.Diff(want, d.base.understood()); diff != "" {
				t.Error(diff)
			}
		}},
		{"what was posted and not marked is found, not posted again, and remembered", func(t *testing.T, d *desk) {
			m := adapters.Message{ID: "left", Thread: adapters.Thread{Platform: "room", ID: "t"}, Text: "What did Kenya say about the ships?"}
			keep(t, d, m)
			if _, err := d.room.Post(t.Context(), m.Thread, adapters.Reply{Lead: "Posted.", Answers: m.ID}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour) // found, however old it is
			d.serve()
			d.says("and Peru?")
			d.sees("left: Posted.", "m1: and Peru?")
			if e := d.state("left"); e.State != inbox.Answered || e.Post != "p1" {
				t.Errorf("kept is %+v", e)
			}
			if diff := cmp.Diff([]string{"and Peru? → What did Peru say about the ships?"}, d.base.understood()); diff != "" {
				t.Error(diff)
			}
		}},
		{"what was left is answered in order when it is young, else closed with a note", func(t *testing.T, d *desk) {
			thread := adapters.Thread{Platform: "room", ID: "t"}
			keep(t, d, adapters.Message{ID: "old", Thread: thread, Text: "Old?"})
			time.Sleep(10 * time.Minute)
			keep(t, d, adapters.Message{ID: "b", Thread: thread, Text: "First?"})
			keep(t, d, adapters.Message{ID: "a", Thread: thread, Text: "Second?"})
			time.Sleep(5*time.Minute + time.Second)
			d.serve()
			d.says("Third?")
			d.sees("b: First?", "a: Second?", "m1: Third?")
			if e := d.state("old"); e.State != inbox.Dismissed || e.Note != "it is 15m1s old" {
				t.Errorf("kept is %+v", e)
			}
			if log := d.log.String(); !strings.Contains(log, "message=old") || !strings.Contains(log, "it is 15m1s old") {
				t.Errorf("the log says %q", log)
			}
		}},
		{"a failing platform is tried again, and given up in the end", func(t *testing.T, d *desk) {
			flaky := &flaky{fails: 3}
			d.as = func(r *adapterstest.Room) adapters.Adapter { flaky.Room = r; return flaky }
			d.serve()
			d.says("One?")
			d.says("Two?")
			d.says("Elsewhere?", in("other")) // does not wait for them
			flaky.set(2)
			time.Sleep(time.Minute)
			d.sees("m3: Elsewhere?", "m1: One?", "m2: Two?")
			flaky.set(1 << 30)
			lost := d.says("Three?")
			time.Sleep(20 * time.Minute)
			synctest.Wait()
			if e := d.state(lost); e.State != inbox.Dismissed {
				t.Errorf("kept is %+v", e)
			}
			flaky.set(0)
			d.says("Four?")
			d.sees("m3: Elsewhere?", "m1: One?", "m2: Two?", "m5: Four?")
		}},
		{"a conversation that is gone is not tried again", func(t *testing.T, d *desk) {
			d.as = func(r *adapterstest.Room) adapters.Adapter {
				return &flaky{Room: r, fails: 1, err: fmt.Errorf("archived: %w", adapters.ErrGone)}
			}
			d.serve()
			if e := d.state(d.says("One?")); e.State != inbox.Dismissed || !strings.Contains(e.Note, "archived") {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"a panic ends its message, not the bot", func(t *testing.T, d *desk) {
			d.base.before = func(_ context.Context, text string) error {
				if text == "Bad?" {
					panic("secret token")
				}
				return nil
			}
			d.serve()
			d.says("Bad?")
			d.says("Good?")
			lead := d.room.Posts()[0].Reply.Lead
			_, id, _ := strings.Cut(strings.TrimSuffix(lead, ")."), "(")
			if strings.Contains(lead, "secret") || len(id) != 8 || !strings.Contains(d.log.String(), id) || !strings.Contains(d.log.String(), "secret token") {
				t.Errorf("%q; log %.300q", lead, d.log.String())
			}
			if got := d.seen()[1]; got != "m2: Good?" {
				t.Error(got)
			}
		}},
		{"a panic of an adapter is a failure of the platform", func(t *testing.T, d *desk) {
			d.as = func(r *adapterstest.Room) adapters.Adapter { return &flaky{Room: r, fails: 1, panics: true} }
			d.serve()
			d.says("One?")
			time.Sleep(time.Minute)
			d.sees("m1: One?")
		}},
		{"a person who asks too much is told alone when to come back", func(t *testing.T, d *desk) {
			d.cfg.PerPerson = 2
			d.serve()
			d.says("One?")
			d.says("Two?")
			refused := d.says("Three?")
			d.says("Bob's?", by("bob"))
			time.Sleep(30 * time.Second)
			d.says("Four?")
			d.sees("m1: One?", "m2: Two?", ": That was more than 2 messages of yours in a minute. Please try again in 30 s. (to ada)", "m4: Bob's?", "m5: Four?")
			if e := d.state(refused); e.State != inbox.Dismissed || e.Note != "too many messages of one person" {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"a channel has a limit over its threads", func(t *testing.T, d *desk) {
			d.cfg.PerChannel = 3
			d.serve()
			for i := range 4 {
				d.says("Q?", in(fmt.Sprint(i)), by(fmt.Sprint(i)), func(m *adapters.Message) { m.Channel = "c" })
			}
			d.says("Q?", in("elsewhere"))
			d.sees("m1: Q?", "m2: Q?", "m3: Q?", ": Here were more than 3 messages in a minute. Please try again in 20 s. (to 3)", "m5: Q?")
		}},
		{"who comes when too many wait is told so", func(t *testing.T, d *desk) {
			free := make(chan bool)
			d.base.before = func(ctx context.Context, _ string) error { <-free; return nil }
			d.cfg.Workers, d.cfg.Waiting = 1, 2
			d.serve()
			d.says("One?")
			d.says("Two?", in("other"))
			d.says("Three?")
			d.sees(": I am busy just now. Please try again in 5 s. (to ada)")
			close(free)
			synctest.Wait()
			d.says("Four?")
			if got := d.seen(); len(got) != 4 || got[3] != "m4: Four?" {
				t.Error(got)
			}
		}},
		{"threads are answered side by side, a thread in order, so many at a time", func(t *testing.T, d *desk) {
			var now, most int
			var mu sync.Mutex
			count := func(by int) {
				mu.Lock()
				defer mu.Unlock()
				now += by
				most = max(most, now)
			}
			d.base.before = func(ctx context.Context, text string) error {
				count(1)
				time.Sleep(time.Duration(10-len(text)) * time.Second) // later ones are quicker
				count(-1)
				return nil
			}
			d.cfg.Workers = 3
			d.serve()
			for _, text := range []string{"1?", "22?", "333?"} {
				for i := range 5 {
					d.says(text, in(fmt.Sprint(i)))
				}
			}
			time.Sleep(5 * time.Minute)
			order := map[string][]string{}
			for _, p := range d.room.Posts() {
				order[p.Thread.ID] = append(order[p.Thread.ID], p.Reply.Statements[0].Text)
			}
			for i := range 5 {
				if diff := cmp.Diff([]string{"1?", "22?", "333?"}, order[fmt.Sprint(i)]); diff != "" {
					t.Errorf("thread %d: %s", i, diff)
				}
			}
			if most != 3 {
				t.Errorf("%d at a time, want 3", most)
			}
		}},
		{"an edit within two minutes changes the answer, and what is remembered", func(t *testing.T, d *desk) {
			d.serve()
			edits := func(m *adapters.Message) { m.Edits = "m1" }
			d.says("What did Kenya say about the ships?")
			time.Sleep(time.Minute)
			d.says("What did Ghana say about the ships?", edits)
			d.says("What did Ghana say about the ships?", edits) // nothing is changed
			d.says("and Peru?")
			time.Sleep(2 * time.Minute)
			d.says("What did Chad say about the ships?", edits) // too late
			d.says("Who?", func(m *adapters.Message) { m.Edits = "unheard" })
			d.sees("m1: What did Kenya say about the ships?", "m1: What did Ghana say about the ships? (edits p1)", "m4: and Peru?")
			if got := d.base.understood()[2]; got != "and Peru? → What did Peru say about the ships?" {
				t.Error(got)
			}
			if e := d.state("m5"); e.State != inbox.Dismissed || e.Note != "it was changed after 3m0s" {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"a question in people's thread refers to what they said, never to answers", func(t *testing.T, d *desk) {
			for _, m := range []adapters.Message{{ID: "h1", Text: "Kenya will send ships to the harbour, I read."}, {ID: "h2", Text: "Really?"}, {ID: "h3", Text: "/away"},
				{ID: "h4", Text: strings.Repeat("long ago ", 1000)}} {
				m.Thread.ID = "t"
				if err := d.room.Say(m); err != nil {
					t.Fatal(err)
				}
			}
			d.as = func(r *adapterstest.Room) adapters.Adapter { return &deaf{Room: r, to: "h"} }
			d.serve()
			d.says("When did Kenya promise ships to Ghana?", in("apart"))
			d.says("Is that so?")
			got := d.base.understood()
			if len(got) != 2 || !strings.HasPrefix(got[1], "Is that so? → Is that so?"+knowledge.About+"long ago long") || strings.Contains(got[1], "Kenya") || len(got[1]) > 2*overheard {
				t.Errorf("%q", got)
			}
		}},
		{"a long answer is shortened, and shown whole when asked for", func(t *testing.T, d *desk) {
			d.base.more, d.cfg.Runes = 9, 300
			d.serve()
			d.says("Show all.")
			d.says("Who?")
			d.says("show all")
			d.restart()
			d.says("/all")
			posts := d.room.Posts()
			if n := len(posts[1].Reply.Statements); n < 2 || n > 8 || !slices.Contains(posts[1].Reply.Notes, fmt.Sprintf("Shown are %d of 10 statements. Say “show all” for all of them.", n)) {
				t.Errorf("%d statements, %q", n, posts[1].Reply.Notes)
			}
			if len(posts[0].Reply.Statements) != 0 || len(posts[2].Reply.Statements) != 10 || len(posts[3].Reply.Statements) != 10 || len(posts[3].Reply.Sources) != 1 {
				t.Error(d.seen())
			}
		}},
		{"what only one person sees is answered to that person", func(t *testing.T, d *desk) {
			d.serve()
			d.says("Who?", func(m *adapters.Message) { m.Private = true })
			d.sees("m1: Who? (to ada)")
		}},
		{"what is at work ends, what waits is left for the next", func(t *testing.T, d *desk) {
			d.base.before = func(ctx context.Context, _ string) error {
				select {
				case <-time.After(9 * time.Second):
				case <-ctx.Done():
				}
				return ctx.Err()
			}
			d.serve()
			d.says("One?")
			d.says("Two?")
			d.stop()
			d.open()
			d.sees("m1: One?")
			if e := d.state("m2"); e.State != inbox.Waiting {
				t.Errorf("kept is %+v", e)
			}
			d.serve()
			time.Sleep(10 * time.Second)
			d.sees("m1: One?", "m2: Two?")
		}},
		{"what takes too long to end is broken off and left, not answered with an error", func(t *testing.T, d *desk) {
			d.base.before = func(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }
			d.serve()
			d.says("One?")
			began := time.Now()
			d.stop()
			if took := time.Since(began); took != grace {
				t.Errorf("it took %v to end", took)
			}
			d.base.before = nil
			d.open()
			d.serve()
			d.sees("m1: One?")
		}},
		{"what cannot be kept is not acknowledged", func(t *testing.T, d *desk) {
			d.serve()
			if err := d.box.Close(); err != nil {
				t.Fatal(err)
			}
			d.says("One?")
			time.Sleep(time.Minute)
			d.stop()
			d.open()
			d.serve()
			d.sees("m1: One?")
		}},
		{"old messages are forgotten", func(t *testing.T, d *desk) {
			d.cfg.KeepDays = 1
			d.serve()
			id := d.says("One?")
			time.Sleep(23 * time.Hour)
			d.state(id)
			time.Sleep(2*time.Hour + time.Minute)
			synctest.Wait()
			if _, ok, err := d.box.Find(t.Context(), "room", id); ok || err != nil {
				t.Errorf("it is known: %v, %v", ok, err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.promise, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { tt.check(t, newDesk(t)) })
		})
	}
}

func keep(t *testing.T, d *desk, m adapters.Message) {
	t.Helper()
	if isNew, err := d.box.Keep(t.Context(), m); err != nil || !isNew {
		t.Fatal(isNew, err)
	}
}

// flaky is a Room whose next posts fail.
type flaky struct {
	*adapterstest.Room
	err    error // nil for any
	panics bool

	mu    sync.Mutex
	fails int
}

func (f *flaky) set(fails int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails = fails
}

func (f *flaky) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fails > 0 && to.ID == "t" {
		f.fails--
		if f.panics {
			panic("in the adapter")
		}
		if f.err != nil {
			return "", f.err
		}
		return "", errors.New("no connection")
	}
	return f.Room.Post(ctx, to, r)
}

// deaf does not hear Messages whose IDs begin with a letter: people say them to each other.
type deaf struct {
	*adapterstest.Room
	to string
}

func (d *deaf) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	return d.Room.Listen(ctx, func(ctx context.Context, m adapters.Message) {
		if !strings.HasPrefix(m.ID, d.to) {
			hear(ctx, m)
		}
	})
}
