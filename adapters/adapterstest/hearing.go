package adapterstest

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"sync"
	"testing"

	"talksbot/adapters"
)

var oneWord = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

func name(t *testing.T, c Chat) {
	a := c.Join()
	if !oneWord.MatchString(a.Name()) {
		t.Errorf("it is named %q", a.Name())
	}
	if m := listen(t, a).asks(c, 0, "Who?"); m.Thread.Platform != a.Name() {
		t.Errorf("a Thread of %q, the name is %q", m.Thread.Platform, a.Name())
	}
}

func message(t *testing.T, c Chat) {
	e := listen(t, c.Join())
	for _, text := range []string{"Who?", "What did “Élise & <Bob>” say about *that* – 日本?"} {
		m := e.asks(c, 0, text)
		if m.ID == "" || m.From == "" || m.Edits != "" {
			t.Errorf("%+v", m)
		}
	}
}

func order(t *testing.T, c Chat) {
	const each = 10
	a, ids, next := c.Join(), map[string]bool{}, map[adapters.Thread]int{}
	var mu sync.Mutex
	inside := map[adapters.Thread]int{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := make(chan adapters.Message, 1000)
	done := make(chan error, 1)
	go func() {
		done <- a.Listen(ctx, func(_ context.Context, m adapters.Message) {
			count := func(by int) {
				mu.Lock()
				defer mu.Unlock()
				if inside[m.Thread] += by; inside[m.Thread] > 1 {
					t.Error("two Messages of a Thread at a time")
				}
			}
			count(1)
			runtime.Gosched()
			heard <- m
			count(-1)
		})
	}()
	for i := range each {
		for thread := range min(c.Threads, 3) {
			c.Say(thread, "ada", fmt.Sprintf("Question %d?", i))
		}
	}
	e := &ear{t: t, heard: heard, done: done}
	for range each * min(c.Threads, 3) {
		m := e.next()
		if want := fmt.Sprintf("Question %d?", next[m.Thread]); m.Text != want {
			t.Errorf("%q is heard in %v, want %q", m.Text, m.Thread, want)
		}
		next[m.Thread]++
		if ids[m.ID] {
			t.Errorf("two Messages with the ID %q", m.ID)
		}
		ids[m.ID] = true
	}
	if len(next) != min(c.Threads, 3) {
		t.Errorf("%d Threads, want %d", len(next), min(c.Threads, 3))
	}
	cancel()
	_ = e.ended()
}

func threads(t *testing.T, c Chat) {
	e := listen(t, c.Join())
	first := e.asks(c, 0, "One?")
	if again := e.asks(c, 0, "Two?"); again.Thread != first.Thread {
		t.Errorf("%v, then %v", first.Thread, again.Thread)
	}
	several(t, c)
	if other := e.asks(c, 1, "Three?"); other.Thread == first.Thread {
		t.Errorf("two conversations are one: %v", other.Thread)
	}
}

func repeated(t *testing.T, c Chat) {
	if c.Repeat == nil {
		t.Skip("nothing comes again")
	}
	e := listen(t, c.Join())
	m := e.asks(c, 0, "Who?")
	c.Repeat()
	c.Say(0, "ada", "The end?")
	for again := e.next(); again.Text != "The end?"; again = e.next() { // it may drop what it knows
		if again.ID != m.ID || again.Thread != m.Thread || again.Text != m.Text {
			t.Errorf("%+v, then %+v", m, again)
		}
	}
}

// unkept ends the ctx while a Message is heard: then it must not have been acknowledged.
func unkept(t *testing.T, c Chat) {
	if !c.Rejoins {
		t.Skip("nothing comes again")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var first adapters.Message
	c.Say(0, "ada", "Who?")
	_ = c.Join().Listen(ctx, func(_ context.Context, m adapters.Message) {
		first = m
		cancel()
	})
	if again := listen(t, c.Join()).next(); again.ID != first.ID || again.Text != first.Text {
		t.Errorf("%+v, then %+v", first, again)
	}
}

func reconnects(t *testing.T, c Chat) {
	if c.Drop == nil {
		t.Skip("there is no connection")
	}
	e := listen(t, c.Join())
	e.asks(c, 0, "One?")
	for range 3 {
		c.Drop()
	}
	c.Say(0, "ada", "Two?")
	for m := e.next(); m.Text != "Two?"; m = e.next() {
		if m.Text != "One?" {
			t.Fatalf("heard %q", m.Text)
		}
	}
}

func listenEnds(t *testing.T, c Chat) {
	e := listen(t, c.Join())
	e.asks(c, 0, "One?")
	e.stop()
	_ = e.ended()
	c.Say(0, "ada", "Two?")
	select {
	case m := <-e.heard:
		t.Errorf("%q is heard afterwards", m.Text)
	default:
	}
}

func everybodyLeft(t *testing.T, c Chat) {
	if c.Leave == nil {
		t.Skip("somebody can always speak")
	}
	e := listen(t, c.Join())
	e.asks(c, 0, "One?")
	c.Leave()
	if err := e.ended(); err != nil {
		t.Errorf("error %v", err)
	}
}

func ownPosts(t *testing.T, c Chat) {
	a := c.Join()
	e := listen(t, a)
	m := e.asks(c, 0, "Who?")
	post(t, a, m.Thread, adapters.Reply{Lead: "Nobody.", Answers: m.ID})
	if c.Repeat != nil {
		c.Repeat()
	}
	c.Say(0, "ada", "The end?")
	for m := e.next(); m.Text != "The end?"; m = e.next() {
		if m.Text != "Who?" {
			t.Errorf("it hears %q", m.Text)
		}
	}
}

func earlier(t *testing.T, c Chat) {
	a := c.Join()
	r, ok := a.(adapters.Reader)
	if !ok || c.Unread {
		t.Skip("it cannot read")
	}
	e := listen(t, a)
	first := e.asks(c, 0, "One?")
	post(t, a, first.Thread, adapters.Reply{Lead: "Nobody.", Answers: first.ID})
	if c.Threads > 1 {
		e.asks(c, 1, "Elsewhere?")
	}
	e.asks(c, 0, "Two?")
	m := e.asks(c, 0, "Three?")
	for n, want := range map[int][]string{0: nil, 1: {"Two?"}, 10: {"One?", "Two?"}} {
		got, err := r.Earlier(t.Context(), m, n)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, m := range got {
			texts = append(texts, m.Text)
		}
		if fmt.Sprint(texts) != fmt.Sprint(want) {
			t.Errorf("at most %d before: %q, want %q", n, texts, want)
		}
	}
	if got, err := r.Earlier(t.Context(), first, 10); err != nil || len(got) > 0 {
		t.Errorf("before the first: %v, %v", got, err)
	}
}
