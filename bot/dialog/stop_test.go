package dialog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
)

// slow makes every question take so long, or as long as it is worked on.
func slow(d time.Duration) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		sleep(ctx, d)
		return context.Cause(ctx)
	}
}

func TestServeWorking(t *testing.T) {
	t.Parallel()
	// ended says what people were shown of the work on each Message, in order.
	ended := func(d *desk) (all []string) {
		for _, w := range d.room.Work() {
			all = append(all, fmt.Sprintf("%s %d", w.Message, w.Done))
		}
		slices.Sort(all)
		return all
	}
	runPromises(t, []promise{
		{"work is seen from when a message is kept until it is answered", func(t *testing.T, d *desk) {
			d.base.before = slow(time.Second)
			d.cfg.Workers = 1
			d.serve()
			d.says("One?")
			d.says("Two?", private)
			d.says("Three?", in("other"))
			if diff := cmp.Diff([]string{"m1 0", "m2 0", "m3 0"}, ended(d)); diff != "" {
				t.Error(diff)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			if diff := cmp.Diff([]string{"m1 1", "m2 1", "m3 1"}, ended(d)); diff != "" {
				t.Error(diff)
			}
		}},
		{"what is refused, known or done with shows no work", func(t *testing.T, d *desk) {
			d.base.before = slow(time.Second)
			d.cfg.PerPerson = 1
			d.serve()
			d.says("One?")
			d.says("One?", func(m *adapters.Message) { m.ID = "m1" })
			d.says("Two?")
			if diff := cmp.Diff([]string{"m1 0"}, ended(d)); diff != "" {
				t.Error(diff)
			}
		}},
		{"work that is left to the next process ends, and begins there", func(t *testing.T, d *desk) {
			d.base.before = slow(9 * time.Second)
			d.serve()
			d.says("One?")
			d.says("Two?")
			room := d.room
			d.stop()
			if diff := cmp.Diff([]string{"m1 1", "m2 1"}, ended(d)); diff != "" || room.Busy(adapters.Thread{Platform: "room", ID: "t"}) {
				t.Error(diff)
			}
			d.open()
			d.serve()
			if diff := cmp.Diff([]string{"m2 0"}, ended(d)); diff != "" {
				t.Error(diff)
			}
		}},
		{"a panic, of the showing too, ends it", func(t *testing.T, d *desk) {
			d.as = func(r *adapterstest.Room) adapters.Adapter { return clumsy{r} }
			d.serve()
			d.says("One?")
			d.says("Two?")
			d.sees("m1: One?", "m2: Two?")
			d.restart()
		}},
		{"what is stopped is dismissed, and what waits is answered", func(t *testing.T, d *desk) {
			d.base.before = func(ctx context.Context, text string) error {
				if text == "One?" {
					<-ctx.Done()
				}
				return context.Cause(ctx)
			}
			d.serve()
			d.says("One?")
			d.says("Two?")
			d.host.Stop(adapters.Thread{Platform: "room", ID: "other"})
			synctest.Wait()
			d.sees()
			d.host.Stop(adapters.Thread{Platform: "room", ID: "t"})
			synctest.Wait()
			d.sees("m2: Two?")
			if e := d.state("m1"); e.State != inbox.Dismissed || e.Note != "stopped" {
				t.Errorf("kept is %+v", e)
			}
			if diff := cmp.Diff([]string{"m1 1", "m2 1"}, ended(d)); diff != "" {
				t.Error(diff)
			}
			d.host.Stop(adapters.Thread{Platform: "room", ID: "t"}) // nothing is at work
			d.says("Three?")
			d.restart()
			d.sees("m2: Two?", "m3: Three?")
			d.stop()
			d.host.Stop(adapters.Thread{Platform: "room", ID: "t"}) // nobody serves
		}},
		{"what is stopped while it waits for a worker is not begun", func(t *testing.T, d *desk) {
			d.base.before = slow(time.Second)
			d.cfg.Workers = 1
			d.serve()
			d.says("One?")
			d.says("Two?", in("other"))
			d.host.Stop(adapters.Thread{Platform: "room", ID: "other"})
			time.Sleep(time.Minute)
			synctest.Wait()
			d.sees("m1: One?")
			if e := d.state("m2"); e.State != inbox.Dismissed || e.Note != "stopped" || len(d.base.understood()) != 1 {
				t.Errorf("kept is %+v, asked was %q", e, d.base.understood())
			}
		}},
		{"what is being posted is not stopped, nor what may have been posted", func(t *testing.T, d *desk) {
			slow := &slowPost{begun: make(chan bool), next: make(chan error)}
			d.as = func(r *adapterstest.Room) adapters.Adapter { slow.Room = r; return slow }
			d.serve()
			d.says("One?")
			slow.begins(t)
			d.host.Stop(adapters.Thread{Platform: "room", ID: "t"})
			slow.next <- errors.New("no connection")
			synctest.Wait()
			d.host.Stop(adapters.Thread{Platform: "room", ID: "t"})
			slow.begins(t)
			slow.next <- nil
			synctest.Wait()
			d.sees("m1: One?")
			if e := d.state("m1"); e.State != inbox.Answered {
				t.Errorf("kept is %+v", e)
			}
		}},
		{"an edit that is stopped leaves the answer as it was", func(t *testing.T, d *desk) {
			d.serve()
			id := d.says("Who?")
			d.base.before = func(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }
			edit := d.says("When?", func(m *adapters.Message) { m.Edits = id })
			d.host.Stop(adapters.Thread{Platform: "room", ID: "t"})
			synctest.Wait()
			d.sees("m1: Who?")
			if e := d.state(edit); e.State != inbox.Dismissed || e.Note != "stopped" || d.state(id).Text != "Who?" {
				t.Errorf("kept is %+v", e)
			}
		}},
	})
}

// clumsy is a Room that cannot show that the bot is at work without a panic, now at once and now when it is done.
type clumsy struct{ *adapterstest.Room }

func (c clumsy) Working(ctx context.Context, on adapters.Message) func() {
	if on.ID == "m1" {
		panic("in the adapter")
	}
	return func() { panic("in the adapter") }
}

// slowPost is a Room that posts when it is told to, or fails as it is told.
type slowPost struct {
	*adapterstest.Room
	begun chan bool
	next  chan error
}

// begins waits for the next try to post.
func (s *slowPost) begins(t *testing.T) {
	t.Helper()
	time.Sleep(time.Minute)
	select {
	case <-s.begun:
	default:
		t.Fatal("nothing is posted")
	}
}

func (s *slowPost) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	s.begun <- true
	if err := <-s.next; err != nil {
		return "", err
	}
	return s.Room.Post(ctx, to, r)
}

// Stop may come at any time, as often as it likes.
func TestStopRaces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.serve()
		var stopping sync.WaitGroup
		over := make(chan bool)
		for i := range 4 {
			stopping.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-over:
						return
					case <-time.After(time.Millisecond):
						d.host.Stop(adapters.Thread{Platform: "room", ID: fmt.Sprint((n + i) % 3)})
					}
				}
			})
		}
		d.base.before = slow(time.Millisecond)
		for i := range 60 {
			d.says("Who?", in(fmt.Sprint(i%3)))
		}
		time.Sleep(time.Minute)
		close(over)
		stopping.Wait()
		answered, stopped := 0, 0
		for i := range 60 {
			switch e := d.state(fmt.Sprint("m", i+1)); {
			case e.State == inbox.Answered:
				answered++
			case e.State == inbox.Dismissed && e.Note == "stopped":
				stopped++
			default:
				t.Errorf("kept is %+v", e)
			}
		}
		if n := len(d.room.Posts()); n != answered || answered+stopped != 60 {
			t.Errorf("%d posts, %d answered, %d stopped", n, answered, stopped)
		}
	})
}
