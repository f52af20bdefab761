package dialog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
)

func TestHost(t *testing.T) {
	t.Parallel()
	runPromises(t, []promise{
		{"what was answered is kept whole, and nothing else", func(t *testing.T, d *desk) {
			d.base.more, d.cfg.Runes = 1, 1
			d.serve()
			asked := d.says("Who?", func(m *adapters.Message) { m.Language, m.Ticket = "de", "secret" })
			k, ok, err := d.host.Kept(t.Context(), "room", asked)
			if err != nil || !ok || k.Message.ID != asked || k.Message.Text != "Who?" || k.Message.Ticket != "" || k.Snapshot != "s1" ||
				len(k.Reply.Statements) != 2 || len(k.Reply.Sources) != 1 || k.Reply.Answers != asked || k.Reply.Language != "de" {
				t.Errorf("%+v, %v, %v", k, ok, err)
			}
			d.base.before = slow(time.Minute)
			waits := d.says("When?")
			if got := []string{d.kept(waits), d.kept("unknown")}; got[0] != "" || got[1] != "" {
				t.Errorf("%q", got)
			}
			for id, known := range map[string]bool{asked: true, waits: true, "unknown": false} {
				if in, ok, err := d.host.ThreadOf(t.Context(), "room", id); err != nil || ok != known || ok && in.ID != "t" {
					t.Errorf("%s is of %+v, %v, %v", id, in, ok, err)
				}
			}
		}},
		{"an answer that an earlier process posted and did not keep is not known", func(t *testing.T, d *desk) {
			m := adapters.Message{ID: "left", Thread: adapters.Thread{Platform: "room", ID: "t"}, Text: "Who?"}
			keep(t, d, m)
			if _, err := d.room.Post(t.Context(), m.Thread, adapters.Reply{Lead: "Posted.", Answers: m.ID}); err != nil {
				t.Fatal(err)
			}
			d.serve()
			if got := d.kept("left"); got != "" || d.state("left").State != inbox.Answered {
				t.Errorf("%q, %+v", got, d.state("left"))
			}
		}},
		{"ratings are kept, and where the bot has answered is known", func(t *testing.T, d *desk) {
			d.serve()
			asked := d.says("Who?")
			d.says("Who?", in("private"), private)
			r := adapters.Rating{Platform: "room", Message: asked, From: "bob", Verdict: adapters.Report, Why: "wrong page"}
			if err := d.host.Rate(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if got, err := d.box.Ratings(t.Context(), time.Time{}); err != nil || len(got) != 1 || got[0].Rating != r {
				t.Errorf("%+v, %v", got, err)
			}
			for thread, want := range map[string]bool{"t": true, "private": false, "elsewhere": false} {
				if got, err := d.host.Joined(t.Context(), adapters.Thread{Platform: "room", ID: thread}); err != nil || got != want {
					t.Errorf("joined %s: %v, %v", thread, got, err)
				}
			}
		}},
		{"a reply is in the language of its message, a courtesy too", func(t *testing.T, d *desk) {
			d.cfg.PerPerson = 6
			d.serve()
			german := func(m *adapters.Message) { m.Language = "de" }
			id := d.says("Who?", german)
			d.says("/help", german)
			d.says("show all", german)
			d.says("Who else?", german, func(m *adapters.Message) { m.Edits = id })
			d.says("", german, sharing(id))
			d.says("", german, sharing("unknown"))
			d.says("Too much?", german)
			for _, p := range d.room.Posts() {
				if p.Reply.Language != "de" {
					t.Errorf("%+v", p)
				}
			}
			if n := len(d.room.Posts()); n != 7 {
				t.Errorf("%d posts", n)
			}
		}},
		{"a ticket is in no log and in no note", func(t *testing.T, d *desk) {
			d.cfg.PerPerson = 2
			d.as = func(r *adapterstest.Room) adapters.Adapter { return &blabber{Room: r} }
			d.serve()
			with := func(m *adapters.Message) { m.Private, m.Ticket = true, "very-secret" }
			one, two := d.says("One?", with), d.says("gone?", with)
			d.says("Too much?", with)
			time.Sleep(20 * time.Minute)
			synctest.Wait()
			if log := d.log.String(); strings.Contains(log, "very-secret") || strings.Count(log, "told …") < 3 {
				t.Errorf("the log says %q", log)
			}
			if a, b := d.state(one), d.state(two); a.State != inbox.Dismissed || b.State != inbox.Dismissed || a.Ticket+b.Ticket != "" ||
				b.Note != "told … gone: the conversation is gone" {
				t.Errorf("kept are %+v and %+v", a, b)
			}
		}},
	})
}

// blabber is a Room whose private posts fail with what must not be said.
type blabber struct{ *adapterstest.Room }

func (b *blabber) Whisper(_ context.Context, to adapters.Message, _ adapters.Reply) error {
	if strings.HasPrefix(to.Text, "gone") {
		return fmt.Errorf("told %s gone: %w", to.Ticket, adapters.ErrGone)
	}
	if strings.HasPrefix(to.Text, "Too") {
		panic("told " + to.Ticket)
	}
	return errors.New("told " + to.Ticket)
}

func TestServeOverheard(t *testing.T) {
	t.Parallel()
	runPromises(t, []promise{
		{"an overheard question that the articles do not answer is left alone, unless the bot has spoken there", func(t *testing.T, d *desk) {
			d.base.unsaid = "Who pays for the tugs?"
			d.serve()
			id := d.says("Who pays for the tugs?", overhearing)
			if e := d.state(id); e.State != inbox.Dismissed || e.Note != errUninvited.Error() {
				t.Errorf("kept is %+v", e)
			}
			d.says("Who sends tugs?", overhearing)
			d.says("Who pays for the tugs?", overhearing)
			d.sees("m2: Who sends tugs?", "m3: The articles do not say.")
		}},
		{"an overheard question is answered, talk is left alone and not kept", func(t *testing.T, d *desk) {
			d.serve()
			d.says("thanks, that helps", overhearing)
			talk := d.says("can you send me the draft?", overhearing)
			d.says("show all", overhearing) // nobody was answered here
			d.says("who signs for the UK?", overhearing)
			d.says("and Germany?", overhearing)
			d.says("show all", overhearing)
			d.sees("m4: who signs for the UK?", "m5: and Germany?", "m6: and Germany?")
			if _, known, err := d.box.Find(t.Context(), "room", talk); known || err != nil {
				t.Errorf("it is known: %v, %v", known, err)
			}
			for _, w := range d.room.Work() { // what is answered at once need not be shown
				if !slices.Contains([]string{"m4", "m5", "m6"}, w.Message) {
					t.Errorf("it was at work on %s", w.Message)
				}
			}
			d.restart() // what was not kept is delivered all the same
			d.sees("m4: who signs for the UK?", "m5: and Germany?", "m6: and Germany?")
		}},
		{"over a limit it is silent to those who did not speak to it", func(t *testing.T, d *desk) {
			d.cfg.PerPerson = 1
			d.serve()
			d.says("who signs for the UK?", overhearing)
			id := d.says("who signs for Germany?", overhearing)
			d.sees("m1: who signs for the UK?")
			if e := d.state(id); e.State != inbox.Dismissed || e.Note != "too many messages of one person" {
				t.Errorf("kept is %+v", e)
			}
			d.says("who signs for Peru?")
			if got := d.seen(); len(got) != 2 || !strings.HasSuffix(got[1], "(to ada)") {
				t.Errorf("%q", got)
			}
		}},
	})
}

func TestServeShares(t *testing.T) {
	t.Parallel()
	const note = " Searched 1 article, none with a date. " + sharedNote
	runPromises(t, []promise{
		{"a private answer is said again for all, once, to whom it was said", func(t *testing.T, d *desk) {
			d.serve()
			secret := d.says("Who?", private)
			d.says("", sharing(secret))
			d.says("", sharing(secret), func(m *adapters.Message) { m.ID = "m2" }) // comes again
			d.says("", sharing(secret), by("bob"))
			d.says("", sharing("unknown"), private)
			d.says("", sharing("m2"), in("other"))            // what was shared can be shared on
			d.says("", sharing(secret), in("third"), private) // said where only one can see, for all
			d.sees("m1: Who? (to ada)", "m2: Who?", "m4: "+unsharedLead+" (to bob)", "m5: "+unsharedLead+" (to ada)", "m6: Who?", "m7: Who?")
			if e := d.state("m2"); e.IsQuestion || e.State != inbox.Answered || e.Post != "p2" || e.Snapshot != "s1" {
				t.Errorf("kept is %+v", e)
			}
			if diff := cmp.Diff([]string{"m2: Who?" + note, "m6: Who?" + note}, []string{d.kept("m2"), d.kept("m6")}); diff != "" {
				t.Error(diff)
			}
			if notes := d.room.Posts()[1].Reply.Notes; !slices.Contains(notes, sharedNote) {
				t.Errorf("%q", notes)
			}
			if got := d.kept("m1"); strings.Contains(got, sharedNote) {
				t.Errorf("the answer itself has become %q", got)
			}
			if len(d.base.understood()) != 1 {
				t.Errorf("asked was %q", d.base.understood())
			}
		}},
		{"what was not answered is not shared", func(t *testing.T, d *desk) {
			d.as = func(r *adapterstest.Room) adapters.Adapter { return &flaky{Room: r, fails: 1, err: adapters.ErrGone} }
			d.serve()
			d.says("Gone?")
			d.sees(": " + notHere + " (to ada)")
			d.says("", sharing("m1"), in("other"))
			d.sees(": "+notHere+" (to ada)", "m2: "+unsharedLead+" (to ada)")
		}},
		{"a share that was posted and not marked is found, and kept with what it said", func(t *testing.T, d *desk) {
			d.serve()
			secret := d.says("Who?", private)
			d.stop()
			d.open()
			m := adapters.Message{ID: "left", Thread: adapters.Thread{Platform: "room", ID: "t"}, From: "ada", Shares: secret}
			keep(t, d, m)
			if _, err := d.room.Post(t.Context(), m.Thread, adapters.Reply{Lead: "Posted.", Answers: m.ID}); err != nil {
				t.Fatal(err)
			}
			d.serve()
			d.sees("m1: Who? (to ada)", "left: Posted.")
			if got := d.kept("left"); got != "left: Who?"+note {
				t.Errorf("%q", got)
			}
		}},
		{"a long share is shortened, and shown whole when asked for; what is private is not", func(t *testing.T, d *desk) {
			d.base.more, d.cfg.Runes = 9, 300
			d.serve()
			secret := d.says("Who?", private)
			d.says("show all", by("bob"))
			d.says("show all", private)
			d.says("", sharing(secret))
			d.says("show all", by("bob"))
			var n []int
			for _, p := range d.room.Posts() {
				n = append(n, len(p.Reply.Statements))
			}
			if len(n) != 5 || n[0] > 8 || n[1] != 0 || n[2] != 10 || n[3] > 8 || n[4] != 10 {
				t.Errorf("%d statements are shown", n)
			}
		}},
	})
}
