package dialog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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

func TestServe(t *testing.T) {
	t.Parallel()
	runPromises(t, []promise{
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
		{"what was said earlier and comes later is answered first, unless the other is at work", func(t *testing.T, d *desk) {
			busy := make(chan struct{})
			d.base.before = func(_ context.Context, text string) error {
				if text == "One?" {
					<-busy
				}
				return nil
			}
			began := time.Now()
			sent := func(after time.Duration) func(*adapters.Message) {
				return func(m *adapters.Message) { m.Sent = began.Add(after) }
			}
			d.serve()
			d.says("One?", sent(2*time.Second))
			d.says("Four?", sent(4*time.Second))
			d.says("Three?", sent(3*time.Second))
			d.says("Zero?", sent(0))
			close(busy)
			synctest.Wait()
			d.sees("m1: One?", "m4: Zero?", "m3: Three?", "m2: Four?")
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
		{"a server has a limit over its channels", func(t *testing.T, d *desk) {
			d.cfg.PerServer = 2
			d.serve()
			at := func(n int, server string) func(*adapters.Message) {
				return func(m *adapters.Message) {
					m.Thread.ID, m.Channel, m.Server, m.From = fmt.Sprint(n), fmt.Sprint(n), server, fmt.Sprint(n)
				}
			}
			for i := range 3 {
				d.says("Q?", at(i, "s"))
			}
			for i := range 3 {
				d.says("Q?", at(i, ""))
			}
			d.says("Q?", at(7, "other"))
			d.sees("m1: Q?", "m2: Q?", ": In this server were more than 2 messages in a minute. Please try again in 30 s. (to 2)",
				"m4: Q?", "m5: Q?", "m6: Q?", "m7: Q?")
			if e := d.state("m3"); e.State != inbox.Dismissed || e.Note != "too many messages in one server" {
				t.Errorf("kept is %+v", e)
			}
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
		{"a platform that is not heard any more is an error, once the others have ended", func(t *testing.T, d *desk) {
			d.room.Leave()
			if err := d.room.Say(adapters.Message{ID: "m1", Text: "One?"}); err != nil {
				t.Fatal(err)
			}
			err := New(d.base, d.cfg).Serve(t.Context(), d.box, slog.New(slog.DiscardHandler), d.room, mute{})
			if err == nil || err.Error() != "listening to mute: revoked" {
				t.Errorf("error %v", err)
			}
			d.sees("m1: One?")
			if err := errors.Join(d.box.Close(), d.room.Close()); err != nil {
				t.Error(err)
			}
		}},
	})
}
