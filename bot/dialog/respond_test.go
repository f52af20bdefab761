package dialog

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
)

// clerk is a Room that says all the same, after a failure or none, what became of it, and counts what it is asked.
type clerk struct {
	*adapterstest.Room
	fails           int   // the next answers by Ticket
	lost            int   // those after them that are made and said to have failed
	err             error // of what fails; nil for any
	finds, responds int
}

func (c *clerk) Respond(ctx context.Context, to adapters.Message, r adapters.Reply) (string, error) {
	c.responds++
	err := c.err
	if err == nil {
		err = errors.New("no connection with " + to.Ticket)
	}
	switch {
	case c.fails > 0:
		c.fails--
		return "", err
	case c.lost > 0:
		c.lost--
		_, _ = c.Room.Respond(ctx, to, r)
		return "", err
	}
	return c.Room.Respond(ctx, to, r)
}

func (c *clerk) Find(ctx context.Context, in adapters.Thread, answers string) (string, error) {
	c.finds++
	return c.Room.Find(ctx, in, answers)
}

func ticket(m *adapters.Message) { m.Ticket = "very-secret" }

func TestServeTickets(t *testing.T) {
	t.Parallel()
	at := func(d *desk, c *clerk) {
		d.as = func(r *adapterstest.Room) adapters.Adapter { c.Room = r; return c }
	}
	runPromises(t, []promise{
		{"what came with a ticket is answered by it, what is private or has none is not", func(t *testing.T, d *desk) {
			c := &clerk{}
			at(d, c)
			d.serve()
			id := d.says("One?", ticket)
			d.says("Two?", ticket, private)
			d.says("Three?")
			d.sees("m1: One?", "m2: Two? (to ada)", "m3: Three?")
			if posts := d.room.Posts(); posts[0].By != id || posts[1].By != "" || posts[2].By != "" || c.responds != 1 {
				t.Errorf("%+v after %d answers by ticket", posts, c.responds)
			}
			if e := d.state(id); e.State != inbox.Answered || e.Post != "p1" || e.Ticket != "" {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"an answer by ticket that failed or got lost is given again, without looking for it", func(t *testing.T, d *desk) {
			c := &clerk{fails: 2, lost: 2}
			at(d, c)
			d.serve()
			d.says("One?", ticket)
			time.Sleep(time.Minute)
			synctest.Wait()
			d.sees("m1: One?", "m1: One? (edits p1)", "m1: One? (edits p1)")
			if c.finds != 0 || strings.Contains(d.log.String(), "very-secret") {
				t.Errorf("%d looks, and the log says %s", c.finds, &d.log)
			}
		}},
		{"what an earlier process left is answered by its ticket", func(t *testing.T, d *desk) {
			c := &clerk{}
			at(d, c)
			m := adapters.Message{ID: "left", Thread: adapters.Thread{Platform: "room", ID: "t"}, Text: "Who?", Ticket: "very-secret"}
			keep(t, d, m)
			if _, err := d.room.Respond(t.Context(), m, adapters.Reply{Lead: "Posted.", Answers: m.ID}); err != nil {
				t.Fatal(err)
			}
			d.serve()
			d.sees("left: Posted.", "left: Who? (edits p1)")
			if e := d.state("left"); e.Post != "p1" || !e.HasReply() || c.finds != 0 {
				t.Errorf("kept is %+v after %d looks", e, c.finds)
			}
		}},
		{"a ticket that is worth nothing any more ends its message", func(t *testing.T, d *desk) {
			c := &clerk{fails: 1, err: adapters.ErrGone}
			at(d, c)
			d.serve()
			if e := d.state(d.says("One?", ticket)); e.State != inbox.Dismissed || e.Note != adapters.ErrGone.Error() {
				t.Errorf("kept is %+v", e)
			}
			d.sees()
		}},
		{"what is shared from a private answer is posted for all, what all can see is answered by its ticket", func(t *testing.T, d *desk) {
			c := &clerk{}
			at(d, c)
			d.serve()
			secret := d.says("Who?", ticket, private)
			d.says("", ticket, private, sharing(secret))
			d.says("", ticket, sharing(secret))
			d.sees("m1: Who? (to ada)", "m2: Who?", "m3: Who?")
			if posts := d.room.Posts(); posts[1].By != "" || posts[2].By != "m3" {
				t.Errorf("%+v", posts)
			}
		}},
	})
}

func TestServeForgets(t *testing.T) {
	t.Parallel()
	runPromises(t, []promise{
		{"a person is forgotten: nothing of theirs is known or answered any more, others' is", func(t *testing.T, d *desk) {
			d.serve()
			d.says("What did Kenya say about the ships?")
			d.says("What did Ghana say about the tolls?", by("bob"))
			d.base.before = slow(time.Minute)
			d.says("At work?")
			d.says("Waits?")
			d.says("Waits, too?", by("bob"))
			if n, err := d.host.Forget(t.Context(), "room", "ada"); err != nil || n != 3 {
				t.Errorf("%d are forgotten, %v", n, err)
			}
			time.Sleep(10 * time.Minute)
			synctest.Wait()
			d.restart()
			d.says("At work?", func(m *adapters.Message) { m.ID = "m3" })
			d.sees("m1: What did Kenya say about the ships?", "m2: What did Ghana say about the tolls?", "m5: Waits, too?")
			if got := d.kept("m1") + d.kept("m3"); got != "" {
				t.Errorf("kept is %q", got)
			}
			if d.kept("m2") == "" {
				t.Error("what another person asked is gone")
			}
			for _, id := range []string{"m3", "m4"} {
				if e := d.state(id); e.State != inbox.Dismissed || e.Text != "" {
					t.Errorf("kept is %+v", e)
				}
			}
		}},
		{"an answer on its way when its person is forgotten leaves nothing", func(t *testing.T, d *desk) {
			slow := &slowPost{begun: make(chan bool), next: make(chan error)}
			d.as = func(r *adapterstest.Room) adapters.Adapter { slow.Room = r; return slow }
			d.serve()
			id := d.says("Who?")
			slow.begins(t)
			if n, err := d.host.Forget(t.Context(), "room", "ada"); err != nil || n != 1 {
				t.Errorf("%d are forgotten, %v", n, err)
			}
			slow.next <- nil
			synctest.Wait()
			d.sees("m1: Who?")
			if e := d.state(id); e.State != inbox.Dismissed || e.HasReply() || e.Text != "" {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"what an overheard question waits for ends with it", func(t *testing.T, d *desk) {
			d.cfg.Workers = 1
			d.base.before = slow(time.Minute)
			d.serve()
			d.says("Who pays?", by("bob"))
			d.says("Who sends tugs?", overhearing)
			if _, err := d.host.Forget(t.Context(), "room", "ada"); err != nil {
				t.Error(err)
			}
			time.Sleep(5 * time.Minute)
			synctest.Wait()
			d.sees("m1: Who pays?")
			if strings.Contains(d.log.String(), "panic") {
				t.Errorf("the log says %s", &d.log)
			}
		}},
		{"a platform keeps values, a restart through", func(t *testing.T, d *desk) {
			d.serve()
			if err := d.host.Store(t.Context(), "room", "session", "abc"); err != nil {
				t.Fatal(err)
			}
			d.restart()
			if got, err := d.host.Recall(t.Context(), "room", "session"); err != nil || got != "abc" {
				t.Errorf("%q, %v", got, err)
			}
		}},
	})
}
