// Package adapterstest is for holding every Adapter to the same promises: each one is a subtest of Run, against a fake of
// its platform. Room is a platform of its own, for tests of what is behind the Adapters.
package adapterstest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"talksbot/adapters"
)

// Chat is a platform's fake seen from outside the bot. What is nil or zero the platform does not have, and promises about
// it are skipped.
type Chat struct {
	Join func() adapters.Adapter                  // an Adapter as a bot that starts makes it, the last one being gone
	Say  func(thread int, person, text string)    // to the bot; Threads and persons come to be as they are named
	Ask  func(thread int, person, text string)    // as Say, by the platform's own command, which is answered for all to see
	Seen func(thread int) []string                // what all see of the bot there, a text a message of the platform
	Told func(thread int, person string) []string // what one person alone sees of the bot there
	Busy func(thread int) bool                    // the bot is seen to be at work there
	Take func(thread int, person, label string)   // presses the button with a label, of the bot's last words there

	Threads int    // how many Threads there can be, at least 1
	Repeat  func() // delivers everything that was said once more, acknowledged or not
	Rejoins bool   // what a bot did not acknowledge is delivered to the next that joins
	Drop    func() // breaks the connection, as networks do
	Leave   func() // nobody can speak any more
	Refuse  func() // the next post fails and is not made
	Unread  bool   // what people say to the bot stands nowhere to be read
	Pages   bool   // of what is answered by a Ticket all see the first page alone, and turn it
}

// Start makes a new, empty Chat. Cleaning up is for t.Cleanup.
type Start func(t *testing.T) Chat

// patience is how long a promise may take to be kept. Nothing waits for it but a test that fails.
const patience = 10 * time.Second

// Run checks an Adapter against every promise of adapters.Adapter and of the rare abilities that it has.
func Run(t *testing.T, start Start) {
	tests := []struct {
		promise string
		check   func(t *testing.T, c Chat)
	}{
		{"its name is one lower-case word, the platform of its Threads", name},
		{"a Message has an ID, a Thread, a person and its text", message},
		{"Messages of a Thread are heard in order, one at a time, each with an ID of its own", order},
		{"equal Threads are the same conversation", threads},
		{"what comes again has the same ID", repeated},
		{"what was not kept is heard again", unkept},
		{"it connects again by itself", reconnects},
		{"Listen ends with ctx and hears nothing more", listenEnds},
		{"Listen ends without an error when nobody can speak any more", everybodyLeft},
		{"a post shows everything in its Reply", shows},
		{"a post has an ID of its own", postIDs},
		{"a post is seen in its Thread alone", postsApart},
		{"a long Reply is shown whole and in order, its sources last", longReply},
		{"a long table is shown whole and in order", longTable},
		{"a post of ill-meant text is shown without its controls", illMeant},
		{"a failed post is an error, and can be made later", failedPost},
		{"a post with an ended ctx is made and has an ID, or is an error", endedPost},
		{"the bot does not hear itself", ownPosts},
		{"Posts in several Threads at once all come out", together},
		{"Find finds the post that answers a Message, after a restart too", find},
		{"what is said Aloud answers nobody, and is found again, after a restart too", aloud},
		{"Edit changes what a post says", edit},
		{"Whisper is seen by one person alone", whisper},
		{"Respond is shown once and whole, however often, after a restart too", respond},
		{"an Offer that is taken is heard as its command, in its Thread, as the same Message however often", offers},
		{"Working is shown until done, in its Thread alone", working},
		{"Earlier gives what people said before, not the bot", earlier},
	}
	for _, test := range tests {
		t.Run(test.promise, func(t *testing.T) {
			t.Parallel()
			test.check(t, start(t))
		})
	}
}

// ear is a Listen in the background.
type ear struct {
	t     *testing.T
	heard chan adapters.Message
	done  chan error
	stop  context.CancelFunc
}

// listen lets an Adapter listen until the test ends or stop.
func listen(t *testing.T, a adapters.Adapter) *ear {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	e := &ear{t: t, heard: make(chan adapters.Message, 1000), done: make(chan error, 1), stop: cancel}
	go func() {
		e.done <- a.Listen(ctx, func(_ context.Context, m adapters.Message) { e.heard <- m })
	}()
	t.Cleanup(func() {
		cancel()
		e.ended()
	})
	return e
}

// next gives the next Message that is heard.
func (e *ear) next() adapters.Message {
	e.t.Helper()
	select {
	case m := <-e.heard:
		return m
	case err := <-e.done:
		e.done <- err
		select {
		case m := <-e.heard:
			return m
		default:
			e.t.Fatalf("Listen ended: %v", err)
		}
	case <-time.After(patience):
		e.t.Fatal("nothing is heard")
	}
	return adapters.Message{}
}

// ended waits for the end of Listen.
func (e *ear) ended() error {
	e.t.Helper()
	select {
	case err := <-e.done:
		e.done <- err
		return err
	case <-time.After(patience):
		e.t.Error("Listen does not end")
		return nil
	}
}

// asks says something and gives the Message that is heard.
func (e *ear) asks(c Chat, thread int, text string) adapters.Message {
	e.t.Helper()
	c.Say(thread, "ada", text)
	m := e.next()
	if m.Text != text {
		e.t.Fatalf("heard %q, said was %q", m.Text, text)
	}
	return m
}

// post posts a Reply and gives its ID.
func post(t *testing.T, a adapters.Adapter, to adapters.Thread, r adapters.Reply) string {
	t.Helper()
	id, err := a.Post(t.Context(), to, r)
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	if id == "" {
		t.Fatal("a post without an ID")
	}
	return id
}

// seen joins what is seen, in lines that were broken anywhere made one.
func seen(texts []string) string {
	return strings.Join(strings.Fields(strings.Join(texts, "\n")), " ")
}

func contains(t *testing.T, in string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(in, w) {
			t.Errorf("%q is not in what is seen: %.2000s", w, in)
		}
	}
}

// eventually looks until something holds that an Adapter does on its own time.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	late := time.After(patience)
	for again := time.NewTicker(time.Millisecond); !holds(); {
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("it never holds that %s", what)
		}
	}
}

func several(t *testing.T, c Chat) int {
	t.Helper()
	if c.Threads < 2 {
		t.Skip("there is one Thread")
	}
	return min(c.Threads, 3)
}

// reply is a Reply with every kind of text, each with a word of its own.
func reply(word string) adapters.Reply {
	return adapters.Reply{
		Lead: word + "lead.",
		Table: adapters.Table{Title: word + "table", Heads: []string{word + "head"}, Notes: []string{word + "below."},
			Rows: [][]adapters.Cell{{{Text: word + "cell", URL: "https://news.example/" + word}}}},
		Statements: []adapters.Statement{
			{Text: word + "first.", Note: word + "firmness", Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: word + "quote"}}},
			{Text: word + "second.", Cites: []int{1, 2}, Quotes: []adapters.Quote{{N: 2, Text: word + "second."}}},
		},
		Sources: []adapters.Source{
			{N: 1, Title: word + "title", Publisher: word + "publisher", Published: "7 Jan 2026", URL: "https://news.example/" + word, Brief: true},
			{N: 2, Title: word + "other"},
		},
		Notes:  []string{word + "note."},
		Offers: []adapters.Offer{{Label: word + "offer", Command: "/" + word}, {Label: word + "danger", Command: "/" + word + " all", Danger: true}},
	}
}

func longest(statements int) adapters.Reply {
	var r adapters.Reply
	for i := range statements {
		r.Statements = append(r.Statements, adapters.Statement{
			Text:  fmt.Sprintf("statement%03d %s.", i, strings.TrimSpace(strings.Repeat("word ", 30))),
			Cites: []int{1 + i%3}, Quotes: []adapters.Quote{{N: 1 + i%3, Text: fmt.Sprintf("quote%03d", i)}}})
	}
	for n := range 3 {
		r.Sources = append(r.Sources, adapters.Source{N: n + 1, Title: fmt.Sprintf("source%d", n+1), URL: fmt.Sprintf("https://news.example/%d", n+1)})
	}
	r.Notes = []string{"searchednote."}
	return r
}
