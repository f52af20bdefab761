package dialog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

func TestServeConversation(t *testing.T) {
	t.Parallel()
	runPromises(t, []promise{
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
	})
}
