package dialog

import (
	"context"
	"errors"
	"fmt"
	"regexp"
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

// keeping is a Keeper of which one can say what it finds.
type keeping struct {
	mu     sync.Mutex
	serves string
	finds  knowledge.Diff
	err    error
	forced []string // what a forced refresh removes besides
	stays  []string // why one is held back nevertheless
	status Status
	waits  chan struct{} // closed to let a refresh go on; nil for at once
	did    []string
}

func (k *keeping) Refresh(ctx context.Context, how knowledge.How, before string) (knowledge.Diff, error) {
	if k.waits != nil {
		select {
		case <-k.waits:
		case <-ctx.Done():
			return knowledge.Diff{}, ctx.Err()
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if before != "" && before != k.serves {
		return knowledge.Diff{}, ErrOvertaken
	}
	k.did = append(k.did, fmt.Sprintf("refresh %s dry=%v force=%v", how.By, how.Dry, how.Force))
	d := k.finds
	d.Before = k.serves
	if how.Force {
		d.Held, d.Removed = k.stays, append(d.Removed, k.forced...)
		return d, nil
	}
	if !how.Dry && k.err == nil {
		k.serves += "'"
	}
	return d, k.err
}

func (k *keeping) Rollback(_ context.Context, to, by, before string) (knowledge.Diff, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if before != k.serves {
		return knowledge.Diff{}, ErrOvertaken
	}
	k.did = append(k.did, "rollback "+by+" "+to)
	k.serves = to
	return knowledge.Diff{Removed: []string{"quay"}}, k.err
}

func (k *keeping) Acts(context.Context, int) ([]knowledge.Act, error) {
	return []knowledge.Act{{At: time.Date(2026, 3, 9, 8, 30, 0, 0, time.UTC), By: "slack:UADA", What: "refresh", Before: "s1", After: "s2", Detail: "3 new"},
		{At: time.Date(2026, 3, 8, 8, 30, 0, 0, time.UTC), By: "schedule", What: "refresh", Before: "s1", After: "s1", Failed: "Nothing could be read."}}, k.err
}

func (k *keeping) Status(context.Context) (Status, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	st := k.status
	st.Snapshot = k.serves
	return st, k.err
}

// acted are what was done since.
func (k *keeping) acted() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	did := k.did
	k.did = nil
	return did
}

// office is a bot with admins, which one talks to directly.
type office struct {
	*Dialog
	t   *testing.T
	k   *keeping
	day time.Time
}

func newOffice(t *testing.T) *office {
	o := &office{Dialog: New(&oracle{}, DefaultConfig()), t: t, k: &keeping{serves: "s2"}, day: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)}
	o.k.finds = knowledge.Diff{Added: []string{"one", "two"}}
	o.k.status = Status{Articles: 4, Snapshots: []Snapshot{{ID: "s2", Articles: 4}, {ID: "s1", Articles: 3}, {ID: "s0", Articles: 2}}}
	o.Keep(o.k)
	o.Configure(DefaultConfig(), AdminConfig{Slack: []string{"UADA"}, Discord: []string{"7001", "9001"}})
	o.now = func() time.Time { return o.day }
	return o
}

// says gives the Reply to what somebody in Slack says.
func (o *office) says(person, text string, change ...func(*adapters.Message)) adapters.Reply {
	o.t.Helper()
	m := adapters.Message{ID: "m", Thread: adapters.Thread{Platform: "slack", ID: "t"}, From: person, Text: text}
	for _, c := range change {
		c(&m)
	}
	t, err := o.turn(o.t.Context(), m, func() []knowledge.Question { return nil })
	if err != nil {
		o.t.Fatalf("%q: %v", text, err)
	}
	if !t.private || !t.reply.Personal {
		o.t.Errorf("%q is answered for all to see", text)
	}
	return t.reply
}

func (o *office) acted(want ...string) {
	o.t.Helper()
	if diff := cmp.Diff(want, o.k.acted()); diff != "" {
		o.t.Errorf("done (-want +got)\n%s", diff)
	}
}

const strangersNo = "Only the admins of this bot can do that."

func TestAdmits(t *testing.T) {
	t.Parallel()
	on := func(platform, person string, roles ...string) adapters.Message {
		return adapters.Message{Thread: adapters.Thread{Platform: platform}, From: person, Roles: roles}
	}
	c := AdminConfig{Slack: []string{"UADA"}, Discord: []string{"7001", "9001"}}
	for _, tt := range []struct {
		m    adapters.Message
		want bool
	}{
		{on("slack", "UADA"), true},
		{on("slack", "UBOB"), false},
		{on("slack", "7001"), false},
		{on("slack", ""), false},
		{on("slack", "UBOB", "UADA", "9001"), false},
		{on("discord", "7001"), true},
		{on("discord", "7002", "9002", "9001"), true},
		{on("discord", "7002", "9002"), false},
		{on("discord", "UADA"), false},
		{on("console", "you"), true},
		{on("room", "UADA"), false},
	} {
		if got := c.admits(tt.m); got != tt.want {
			t.Errorf("%+v: %v", tt.m, got)
		}
	}
}

// Who is no admin is told nothing of what there is, whatever they type or press, and nothing is done.
func TestStrangers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	yes := o.says("UADA", "/admin refresh").Offers[0].Command
	o.k.acted()
	for _, text := range []string{"/admin", "/admin refresh", yes, "/admin rollback", "/admin status", "/admin sources", "/admin audit", "/admin report", "/ADMIN status", "/admin nonsense"} {
		if r := o.says("UBOB", text); r.Lead != strangersNo || len(r.Table.Rows)+len(r.Offers)+len(r.Notes) > 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
	o.acted()
	if r := o.says("UADA", yes); r.Lead != "The articles are refreshed." { // what a stranger pressed is not used up
		t.Errorf("%+v", r)
	}
	o.Configure(DefaultConfig(), DefaultAdminConfig())
	if r := o.says("UADA", "/admin status"); r.Lead != strangersNo {
		t.Errorf("who is no admin any more: %+v", r)
	}
	if r := New(&oracle{}, DefaultConfig()); r.may(adapters.Message{Thread: adapters.Thread{Platform: "console"}}) {
		t.Error("somebody is an admin where nothing can be kept")
	}
}

func TestAdminRefresh(t *testing.T) {
	t.Parallel()
	run := func(name string, check func(t *testing.T, o *office)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, newOffice(t))
		})
	}
	run("what was shown is taken in, once", func(t *testing.T, o *office) {
		r := o.says("UADA", "/admin refresh")
		o.acted("refresh slack:UADA dry=true force=false")
		if r.Lead != "This is what a refresh would change. Nothing is changed yet." || len(r.Offers) != 2 || r.Offers[0].Label != "Take it in" || r.Offers[1].Label != "Leave it" {
			t.Fatalf("%+v", r)
		}
		if row := r.Table.Rows[0]; row[0].Text != "New articles: 2" || row[1].Text != "one\ntwo" {
			t.Errorf("%+v", row)
		}
		if !regexp.MustCompile(`^/admin refresh yes [a-z2-7]{8}$`).MatchString(r.Offers[0].Command) || len(r.Offered()) != 2 {
			t.Errorf("%+v", r.Offers)
		}
		if did := o.says("UADA", r.Offers[0].Command); did.Lead != "The articles are refreshed." || len(did.Notes) > 0 {
			t.Errorf("%+v", did)
		}
		o.acted("refresh slack:UADA dry=false force=false")
		if again := o.says("UADA", r.Offers[0].Command); !strings.HasPrefix(again.Lead, "That offer is over") || len(again.Offers) != 2 {
			t.Errorf("%+v", again)
		}
		o.acted("refresh slack:UADA dry=true force=false")
	})
	run("what is left is left", func(t *testing.T, o *office) {
		r := o.says("UADA", "/admin refresh")
		if did := o.says("UADA", r.Offers[1].Command); did.Lead != "It is left as it was." {
			t.Errorf("%+v", did)
		}
		o.k.acted()
		o.says("UADA", r.Offers[0].Command)
		o.acted("refresh slack:UADA dry=true force=false")
	})
	run("after ten minutes it is looked at anew", func(t *testing.T, o *office) {
		yes := o.says("UADA", "/admin refresh").Offers[0].Command
		o.k.acted()
		o.day = o.day.Add(10*time.Minute - time.Second)
		late := o.says("UADA", "/admin refresh").Offers[0].Command
		o.k.acted()
		o.day = o.day.Add(time.Second)
		if r := o.says("UADA", yes); !strings.HasPrefix(r.Lead, "That offer is over") {
			t.Errorf("%+v", r)
		}
		o.acted("refresh slack:UADA dry=true force=false")
		o.says("UADA", late)
		o.acted("refresh slack:UADA dry=false force=false")
	})
	run("another admin's preview is not taken", func(t *testing.T, o *office) {
		yes := o.says("7001", "/admin refresh", onDiscord).Offers[0].Command
		o.k.acted()
		o.says("UADA", yes)
		o.acted("refresh slack:UADA dry=true force=false")
	})
	run("what was overtaken is looked at anew", func(t *testing.T, o *office) {
		yes := o.says("UADA", "/admin refresh").Offers[0].Command
		o.k.acted()
		o.k.serves = "s3"
		r := o.says("UADA", yes)
		if !strings.HasPrefix(r.Lead, "Other articles serve since you were shown that.") || len(r.Offers) != 2 {
			t.Errorf("%+v", r)
		}
		o.acted("refresh slack:UADA dry=true force=false")
		o.says("UADA", r.Offers[0].Command)
		o.acted("refresh slack:UADA dry=false force=false")
	})
	run("what came meanwhile is said", func(t *testing.T, o *office) {
		yes := o.says("UADA", "/admin refresh").Offers[0].Command
		o.k.finds.Added = append(o.k.finds.Added, "three")
		if r := o.says("UADA", yes); len(r.Notes) != 1 || r.Notes[0] != "The sources have changed since you were shown them." {
			t.Errorf("%+v", r)
		}
	})
	run("what would be held back can be forced", func(t *testing.T, o *office) {
		o.k.finds.Held, o.k.err = []string{"Half of the articles are gone."}, knowledge.ErrHeld
		r := o.says("UADA", "/admin refresh")
		if r.Lead != "A refresh would be held back: Half of the articles are gone." || !r.Offers[0].Danger || r.Offers[0].Label != "Take it in all the same" {
			t.Fatalf("%+v", r)
		}
		o.acted("refresh slack:UADA dry=true force=false", "refresh slack:UADA dry=true force=true")
		o.says("UADA", r.Offers[0].Command)
		o.acted("refresh slack:UADA dry=true force=true", "refresh slack:UADA dry=false force=true")
	})
	run("what force would remove besides is shown, and removes no more than was shown", func(t *testing.T, o *office) {
		o.k.finds.Held, o.k.err, o.k.forced = []string{"Nobody says who pays."}, knowledge.ErrHeld, []string{"unread"}
		r := o.says("UADA", "/admin refresh")
		if rows := r.Table.Rows; len(rows) != 2 || rows[1][0].Text != "Removed articles: 1" || rows[1][1].Text != "unread" {
			t.Fatalf("%+v", rows)
		}
		o.k.forced = []string{"unread", "all", "the", "rest"} // a source has failed since
		o.k.acted()
		again := o.says("UADA", r.Offers[0].Command)
		if !strings.HasPrefix(again.Lead, "The sources have changed since you were shown them. A refresh would be held back:") || len(again.Offers) != 2 {
			t.Errorf("%+v", again)
		}
		for _, did := range o.k.acted() {
			if strings.Contains(did, "dry=false") {
				t.Error(did)
			}
		}
	})
	run("what no force helps offers none", func(t *testing.T, o *office) {
		o.k.finds.Held, o.k.stays = []string{"An article does not read back."}, []string{"An article does not read back."}
		if r := o.says("UADA", "/admin refresh"); r.Lead != "A refresh would be held back: An article does not read back." || len(r.Offers) > 0 {
			t.Errorf("%+v", r)
		}
	})
	run("nothing to change offers nothing", func(t *testing.T, o *office) {
		o.k.finds = knowledge.Diff{Problems: []error{errors.New("the file x is empty")}}
		if r := o.says("UADA", "/admin refresh"); r.Lead != "A refresh would change nothing." || len(r.Offers) > 0 || len(r.Notes) != 1 {
			t.Errorf("%+v", r)
		}
	})
	for what, want := range map[error]string{
		knowledge.ErrNothing:         "No article could be taken in, so what was stored before goes on serving.",
		ErrNoSources:                 "No sources are configured that articles could be taken from.",
		errors.New("a secret token"): "That did not work, and what was stored before goes on serving. The log says why.",
	} {
		run("failed: "+want, func(t *testing.T, o *office) {
			yes := o.says("UADA", "/admin refresh").Offers[0].Command
			o.k.err = what
			for _, text := range []string{"/admin refresh", yes} {
				if r := o.says("UADA", text); r.Lead != want || len(r.Offers) > 0 {
					t.Errorf("%q: %+v", text, r)
				}
			}
		})
	}
}

func onDiscord(m *adapters.Message) { m.Thread.Platform = "discord" }

// TestAdminChanges: what changes in the ledger is shown whole, with its conditions and where it is from.
func TestAdminChanges(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	from := knowledge.Citation{Article: "one", Title: "Tugs", URL: "https://courier.example/one", Quote: "Norland will send two tugs if the strait is open."}
	c := knowledge.Commitment{Actor: "Norland", Undertaking: "will send two tugs", Condition: "if the strait is open", Stance: knowledge.Pledged, SaidBy: "Mara Quill"}
	o.k.finds.Changes = []knowledge.Change{{Kind: knowledge.Firmer, Commitment: &c, Then: "ready", Now: "pledged", Citation: from}}
	r := o.says("UADA", "/admin refresh")
	want := []adapters.Cell{{Text: "Firmer commitment"}, {Text: "Norland: will send two tugs\ncondition: if the strait is open\nsaid by: Mara Quill\nready → pledged"},
		{Text: "one [1]", URL: "https://courier.example/one"}}
	if diff := cmp.Diff(want, r.Table.Rows[1]); diff != "" {
		t.Error(diff)
	}
	if len(r.Sources) != 1 || r.Sources[0].URL != from.URL {
		t.Errorf("sources %+v", r.Sources)
	}
}

func TestAdminRollback(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.says("UADA", "/admin rollback")
	if r.Lead != "The articles of snapshot s1 would serve again: 3 instead of 4. Nothing is changed yet." || len(r.Offers) != 2 || len(r.Table.Rows) != 3 {
		t.Fatalf("%+v", r)
	}
	o.acted()
	named := o.says("UADA", "/admin rollback s0")
	if did := o.says("UADA", named.Offers[0].Command); did.Lead != "The articles of snapshot s0 serve again." || did.Table.Rows[0][0].Text != "Removed articles: 1" {
		t.Errorf("%+v", did)
	}
	o.acted("rollback slack:UADA s0")
	if late := o.says("UADA", r.Offers[0].Command); !strings.HasPrefix(late.Lead, "Other articles serve since you were shown that.") || len(late.Offers) != 2 {
		t.Errorf("%+v", late)
	}
	refresh := o.says("UADA", "/admin refresh").Offers[0].Command
	o.k.acted()
	_, token, _ := strings.Cut(refresh, "yes ")
	o.says("UADA", "/admin rollback yes "+token) // of something else
	o.acted()
	for text, want := range map[string]string{"/admin rollback s9": "There is no snapshot s9. These are kept:", "/admin rollback s2": "That snapshot serves already. These are kept:"} {
		if r := o.says("UADA", text); r.Lead != want || len(r.Offers) > 0 || len(r.Table.Rows) != 3 {
			t.Errorf("%q: %+v", text, r)
		}
	}
	o.k.status.Snapshots = o.k.status.Snapshots[:1]
	if r := o.says("UADA", "/admin rollback"); r.Lead != "There is no older snapshot to go back to." {
		t.Errorf("%+v", r)
	}
}

func TestAdminShows(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.k.status.Newest, o.k.status.Stale, o.k.status.Failures, o.k.status.Problem = "2026-03-07", true, 2, "no answer"
	o.k.status.Refreshed = time.Date(2026, 3, 8, 7, 5, 0, 0, time.UTC)
	o.k.status.Sources = []knowledge.SourceState{{Name: "./articles", Succeeded: o.k.status.Refreshed, Articles: 4}, {Name: "https://news.example/feed", Failures: 3, Problem: "it is gone"}}
	rows := func(r adapters.Reply) (all []string) {
		for _, row := range r.Table.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Text)
			}
			all = append(all, strings.Join(cells, " | "))
		}
		return all
	}
	for text, want := range map[string][]string{
		"/admin status": {"Articles | 4", "The newest | 7 Mar 2026", "Snapshot | s2", "Last refresh | 8 Mar 2026, 07:05 UTC", "Next refresh | not planned", "Failed since | 2: no answer",
			"Messages waiting | 0", "./articles | 8 Mar 2026, 07:05 UTC", "https://news.example/feed | never (failures in a row: 3) it is gone"},
		"/admin sources": {"./articles | 8 Mar 2026, 07:05 UTC | 4 | 0 | –", "https://news.example/feed | never | 0 | 3 | it is gone"},
		"/admin audit":   {"9 Mar 2026, 08:30 UTC | slack:UADA | refresh | 3 new (s1 → s2)", "8 Mar 2026, 08:30 UTC | schedule | refresh | Failed: Nothing could be read."},
	} {
		if diff := cmp.Diff(want, rows(o.says("UADA", text))); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
	if r := o.says("UADA", "/admin status"); r.Lead != "The articles are stale." {
		t.Errorf("%+v", r)
	}
	if r := o.says("UADA", "/admin", func(m *adapters.Message) { m.Language = "de" }); len(r.Table.Rows) != 6 || r.Lead != "Was Verwalter tun können:" {
		t.Errorf("%+v", r)
	}
}

// TestStale: what is stale is said under every answer and list, until it is not any more.
func TestStale(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	note := "The articles were last refreshed on 6 Mar 2026."
	has := func(text string) bool {
		r, err := o.Hear(t.Context(), adapters.Message{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(strings.Join(r.Notes, " "), note)
	}
	for _, stale := range []bool{false, true, false} {
		if o.Stale(time.Time{}); stale {
			o.Stale(time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC))
		}
		for _, text := range []string{"Who pays?", "/commitments", "/issues"} {
			if has(text) != stale {
				t.Errorf("%q when it is stale: %v", text, stale)
			}
		}
	}
}

// admins is a Room that goes by the name of a platform on which there can be admins.
type admins struct{ *adapterstest.Room }

func (admins) Name() string { return "slack" }

func (a admins) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	return a.Room.Listen(ctx, func(ctx context.Context, m adapters.Message) {
		m.Thread.Platform = "slack"
		hear(ctx, m)
	})
}

func TestServeAdmins(t *testing.T) {
	t.Parallel()
	begin := func(d *desk, k *keeping) {
		d.as = func(r *adapterstest.Room) adapters.Adapter { return admins{r} }
		d.with = func(bot *Dialog) {
			bot.Keep(k)
			bot.Configure(d.cfg, AdminConfig{Slack: []string{"ada"}})
		}
		d.cfg.Workers = 1
		d.serve()
	}
	const at = "I am at it. That can take some minutes."
	const shown = "This is what a refresh would change. Nothing is changed yet."
	runPromises(t, []promise{
		{"who asks for a refresh is told that it takes time, and others are answered meanwhile", func(t *testing.T, d *desk) {
			k := &keeping{serves: "s1", finds: knowledge.Diff{Added: []string{"one"}}, waits: make(chan struct{})}
			begin(d, k)
			d.says("/admin refresh")
			d.says("Two?", in("other"), by("bob"))
			d.sees(": "+at+" (to ada)", "m2: Two?")
			close(k.waits)
			synctest.Wait()
			d.sees(": "+at+" (to ada)", "m2: Two?", "m1: "+shown+" (to ada)")
		}},
		{"a stranger is told no, alone and at once", func(t *testing.T, d *desk) {
			k := &keeping{waits: make(chan struct{})}
			begin(d, k)
			d.says("/admin refresh", by("bob"))
			d.sees("m1: " + strangersNo + " (to bob)")
		}},
		{"a refresh that is going on ends with the bot; the next one looks anew", func(t *testing.T, d *desk) {
			k := &keeping{serves: "s1", finds: knowledge.Diff{Added: []string{"one"}}}
			begin(d, k)
			d.says("/admin refresh")
			posts := d.room.Posts()
			yes := posts[len(posts)-1].Reply.Offers[0].Command
			k.acted()
			k.waits = make(chan struct{})
			id := d.says(yes)
			before := time.Now()
			d.stop()
			if took := time.Since(before); took > 0 {
				t.Errorf("the end waits %v for a refresh", took)
			}
			if did := k.acted(); did != nil {
				t.Errorf("done: %v", did)
			}
			k.waits = nil
			d.open()
			if e := waitingFor(t, d, id); e.State != inbox.Waiting {
				t.Errorf("%+v", e)
			}
			d.serve()
			if diff := cmp.Diff([]string{"refresh slack:ada dry=true force=false"}, k.acted()); diff != "" {
				t.Error(diff)
			}
			all := d.seen()
			if last := all[len(all)-1]; !strings.HasPrefix(last, id+": That offer is over") {
				t.Errorf("%q", last)
			}
		}},
		{"what became of messages is counted", func(t *testing.T, d *desk) {
			var mu sync.Mutex
			counted := map[string]int{}
			d.cfg.PerPerson = 3
			d.base.before = func(_ context.Context, text string) error {
				if text == "broken" {
					return errors.New("it is broken")
				}
				return nil
			}
			d.with = func(bot *Dialog) {
				bot.Meter(func(platform string, as Outcome, took time.Duration) {
					mu.Lock()
					defer mu.Unlock()
					counted[platform+" "+string(as)]++
				})
			}
			d.serve()
			d.says("Who?")
			d.says("/help")
			d.says("broken")
			d.says("Again?")
			mu.Lock()
			defer mu.Unlock()
			if diff := cmp.Diff(map[string]int{"room answered": 1, "room done": 1, "room failed": 1, "room refused": 1}, counted); diff != "" {
				t.Error(diff)
			}
		}},
		{"limits can change while it serves", func(t *testing.T, d *desk) {
			var bot *Dialog
			d.with = func(b *Dialog) { bot = b }
			d.serve()
			d.says("One?")
			d.cfg.PerPerson = 1
			bot.Configure(d.cfg, DefaultAdminConfig())
			d.says("Two?")
			d.says("Three?")
			d.sees("m1: One?", "m2: Two?", ": That was more than 1 message of yours in a minute. Please try again in 60 s. (to ada)")
		}},
	})
}

func waitingFor(t *testing.T, d *desk, id string) inbox.Entry {
	t.Helper()
	e, ok, err := d.box.Find(t.Context(), "slack", id)
	if err != nil || !ok {
		t.Fatalf("%s is known: %v, %v", id, ok, err)
	}
	return e
}
