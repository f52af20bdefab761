package dialog

import (
	"bytes"
	"cmp"
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

	gocmp "github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// oracle answers every question with its own words, and with as many more statements as it is told to.
type oracle struct {
	more   int
	before func(ctx context.Context, text string) error // nil for nothing
	unsaid string                                       // what the articles do not say

	mu        sync.Mutex
	asked     []knowledge.Question
	snapshot  string                        // that serves; "" means s1
	changed   map[string][]knowledge.Change // since a Snapshot
	unread    int                           // how often that cannot be read
	gone      string                        // an article that is deleted
	unquoted  string                        // what no article says any more
	refreshed time.Time
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
	if q.Text == o.unsaid && q.Text != "" {
		a.Status, a.Reason = knowledge.NotInCorpus, "The articles do not say."
		return a, nil
	}
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
func (o *oracle) Stands(c knowledge.Citation) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return (o.gone == "" || c.Article != o.gone) && (o.unquoted == "" || !strings.Contains(c.Quote, o.unquoted))
}

// set changes what is known.
func (o *oracle) set(change func(*oracle)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change(o)
}

func (o *oracle) Copies() map[string]string           { return nil }
func (o *oracle) Bundled() bool                       { return false }
func (o *oracle) Commitments() []knowledge.Commitment { return nil }
func (o *oracle) Issues() []knowledge.OpenIssue       { return nil }
func (o *oracle) Searched() knowledge.Searched {
	o.mu.Lock()
	defer o.mu.Unlock()
	return knowledge.Searched{Articles: 1, Snapshot: cmp.Or(o.snapshot, "s1")}
}
func (o *oracle) Check(context.Context, string) ([]knowledge.Checked, error)     { return nil, nil }
func (o *oracle) Changes(context.Context, time.Time) ([]knowledge.Change, error) { return nil, nil }
func (o *oracle) ChangesFrom(_ context.Context, snapshot string) ([]knowledge.Change, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.unread > 0 {
		o.unread--
		return nil, errors.New("the disk is busy")
	}
	return slices.Clone(o.changed[snapshot]), nil
}
func (o *oracle) Refreshed(context.Context) (time.Time, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.refreshed, nil
}

// changes lets another Snapshot serve, which differs by Changes from the one that served.
func (o *oracle) changes(to string, all ...knowledge.Change) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.changed == nil {
		o.changed = map[string][]knowledge.Change{}
	}
	o.changed[cmp.Or(o.snapshot, "s1")], o.snapshot = all, to
}

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
	with func(*Dialog)                             // what the bot is given before it serves; nil for nothing

	room *adapterstest.Room
	box  *inbox.Inbox
	host adapters.Host // of the bot that serves, or did last
	log  bytes.Buffer
	n    int
	stop func() // ends the bot and closes its files
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, dir: t.TempDir(), base: &oracle{}, cfg: DefaultConfig()}
	d.cfg.PerPerson, d.cfg.PerChannel, d.cfg.PerServer = 0, 0, 0
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
	bot := New(d.base, d.cfg)
	if d.with != nil {
		d.with(bot)
	}
	d.host = bot.Host(d.box)
	go func() {
		done <- bot.Serve(ctx, d.box, slog.New(slog.NewTextHandler(&d.log, nil)), on)
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
	if diff := gocmp.Diff(want, d.seen()); diff != "" {
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

func overhearing(m *adapters.Message) { m.Overheard = true }
func private(m *adapters.Message)     { m.Private = true }
func sharing(id string) func(*adapters.Message) {
	return func(m *adapters.Message) { m.Shares = id }
}

// kept is what the Host gives to a Message, with what it answers; "" for nothing.
func (d *desk) kept(id string) string {
	d.t.Helper()
	k, ok, err := d.host.Kept(d.t.Context(), "room", id)
	if err != nil || ok != (k.Reply.Answers != "") {
		d.t.Fatalf("%s is kept: %+v, %v, %v", id, k, ok, err)
	}
	if !ok {
		return ""
	}
	text := k.Reply.Lead
	for _, s := range k.Reply.Statements {
		text += s.Text
	}
	return strings.Join(append([]string{k.Reply.Answers + ": " + text}, k.Reply.Notes...), " ")
}

// promise is one thing that Serve does, tried on a desk in a bubble of its own.
type promise struct {
	promise string
	check   func(t *testing.T, d *desk)
}

func runPromises(t *testing.T, all []promise) {
	for _, p := range all {
		t.Run(p.promise, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { p.check(t, newDesk(t)) })
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

// mute is an Adapter that cannot listen.
type mute struct{}

func (mute) Name() string { return "mute" }
func (mute) Listen(context.Context, func(context.Context, adapters.Message)) error {
	return errors.New("revoked")
}
func (mute) Post(context.Context, adapters.Thread, adapters.Reply) (string, error) {
	return "", adapters.ErrGone
}
