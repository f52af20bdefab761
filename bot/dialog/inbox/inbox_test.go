package inbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

func openBox(t *testing.T, path string) *Inbox {
	t.Helper()
	b, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func newBox(t *testing.T) *Inbox {
	return openBox(t, filepath.Join(t.TempDir(), "a #1 100% place?", "dialog.db"))
}

func message(id string) adapters.Message {
	return adapters.Message{ID: id, Thread: adapters.Thread{Platform: "p", ID: "t"}, From: "ada", Text: "text of " + id}
}

func keep(t *testing.T, b *Inbox, m adapters.Message) {
	t.Helper()
	if isNew, err := b.Keep(t.Context(), m); err != nil || !isNew {
		t.Fatalf("%s is new: %v, %v", m.ID, isNew, err)
	}
}

func answer(t *testing.T, b *Inbox, m adapters.Message, d Done) {
	t.Helper()
	if err := b.Answer(t.Context(), m, d); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, list func() ([]Entry, error)) string {
	t.Helper()
	all, err := list()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range all {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func waiting(t *testing.T, b *Inbox) string {
	t.Helper()
	return ids(t, func() ([]Entry, error) { return b.Waiting(t.Context()) })
}

func find(t *testing.T, b *Inbox, id string) Entry {
	t.Helper()
	e, ok, err := b.Find(t.Context(), "p", id)
	if err != nil || !ok {
		t.Fatalf("%s is known: %v, %v", id, ok, err)
	}
	return e
}

// Everything comes back as it was kept, by another process too.
func TestKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dialog.db")
	b := openBox(t, path)
	m := adapters.Message{ID: "1", Thread: adapters.Thread{Platform: "p", ID: "t"}, From: "ada", Text: "Wer? 日本 \x00'; --",
		Channel: "c", Sent: time.Date(2026, 3, 2, 10, 0, 0, 5000, time.UTC), Edits: "0", Private: true, Language: "de-AT", Shares: "00", Ticket: "tick"}
	d := Done{Post: "post", IsQuestion: true, Understood: "who?", Snapshot: "s", Reply: adapters.Reply{Lead: "Nobody.", Answers: "1",
		Statements: []adapters.Statement{{Text: "A.", Cites: []int{1}}}, Table: adapters.Table{Heads: []string{"Who"}, Rows: [][]adapters.Cell{{{Text: "x", URL: "y"}}}}}}
	before := time.Now().Truncate(time.Microsecond)
	keep(t, b, m)
	keep(t, b, message("2"))
	keep(t, b, message("3"))
	answer(t, b, m, d)
	if err := b.Dismiss(t.Context(), message("2"), "it is old"); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBox(t, path)
	got := find(t, b, "1")
	if got.Heard.Before(before) || got.Heard.After(time.Now()) {
		t.Errorf("heard at %v", got.Heard)
	}
	m.Ticket = ""
	if diff := cmp.Diff(Entry{Message: m, Heard: got.Heard, State: Answered, Done: d}, got); diff != "" {
		t.Error(diff)
	}
	if got := find(t, b, "2"); got.State != Dismissed || got.Note != "it is old" || !got.Sent.IsZero() {
		t.Errorf("%+v", got)
	}
	if got := waiting(t, b); got != "3" {
		t.Errorf("waiting are %s", got)
	}
}

func TestKeepOnce(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	keep(t, b, message("1"))
	for _, m := range []adapters.Message{message("1"), {ID: "1", Thread: adapters.Thread{Platform: "p", ID: "elsewhere"}, Text: "other"}} {
		if isNew, err := b.Keep(t.Context(), m); err != nil || isNew {
			t.Errorf("%v is new: %v, %v", m, isNew, err)
		}
	}
	other := message("1")
	other.Thread.Platform = "q"
	keep(t, b, other)
	if got := find(t, b, "1"); got.Text != "text of 1" {
		t.Errorf("%+v", got)
	}
}

// What is settled stays as it is.
func TestSettleOnce(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	keep(t, b, message("1"))
	answer(t, b, message("1"), Done{Post: "a"})
	for name, err := range map[string]error{
		"answered again": b.Answer(t.Context(), message("1"), Done{Post: "b"}),
		"dismissed":      b.Dismiss(t.Context(), message("1"), "late"),
		"never kept":     b.Answer(t.Context(), message("2"), Done{}),
	} {
		if !errors.Is(err, ErrSettled) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if got := find(t, b, "1"); got.Post != "a" || got.State != Answered || got.Note != "" {
		t.Errorf("%+v", got)
	}
}

func TestAsked(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	for i := range 9 {
		m := message(fmt.Sprint(i))
		switch i {
		case 1:
			m.Thread.ID = "elsewhere"
		case 5:
			m.Edits = "0"
		}
		keep(t, b, m)
		switch i {
		case 3: // waits
		case 4:
			if err := b.Dismiss(t.Context(), m, "old"); err != nil {
				t.Fatal(err)
			}
		default:
			answer(t, b, m, Done{IsQuestion: i != 2, Understood: "u" + m.ID})
		}
	}
	for _, tt := range []struct {
		before string
		n      int
		want   string
	}{{"8", 10, "0 6 7"}, {"8", 2, "6 7"}, {"8", 0, ""}, {"6", 10, "0"}, {"0", 10, ""}, {"unknown", 10, ""}} {
		if got := ids(t, func() ([]Entry, error) { return b.Asked(t.Context(), message(tt.before), tt.n) }); got != tt.want {
			t.Errorf("%d before %s: %s, want %s", tt.n, tt.before, got, tt.want)
		}
	}
	all, err := b.Asked(t.Context(), message("8"), 10)
	if err != nil || all[0].Text != "text of 5" || all[0].Understood != "u5" || all[1].Understood != "u6" {
		t.Errorf("%+v, %v: the first is not worded anew", all, err)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBox(t)
		for _, id := range []string{"answered", "waits"} {
			keep(t, b, message(id))
		}
		answer(t, b, message("answered"), Done{})
		time.Sleep(time.Hour)
		keep(t, b, message("young"))
		answer(t, b, message("young"), Done{})
		if n, err := b.Forget(t.Context(), time.Now().Add(-time.Minute)); n != 1 || err != nil {
			t.Errorf("%d are forgotten, %v", n, err)
		}
		if _, known, err := b.Find(t.Context(), "p", "answered"); known || err != nil {
			t.Errorf("known: %v, %v", known, err)
		}
		find(t, b, "young")
		if got := waiting(t, b); got != "waits" {
			t.Errorf("waiting are %s", got)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
}

// Many at once share their commits: each Message is new to one alone, and what fails for one is not the others' matter.
func TestTogether(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	const messages, each = 40, 5
	var fresh, failed atomic.Int32
	var all sync.WaitGroup
	for i := range messages * each {
		all.Go(func() {
			isNew, err := b.Keep(t.Context(), message(fmt.Sprint(i%messages)))
			if err != nil {
				t.Error(err)
			}
			if isNew {
				fresh.Add(1)
			}
			if err := b.Answer(t.Context(), message(fmt.Sprint("never kept ", i)), Done{}); errors.Is(err, ErrSettled) {
				failed.Add(1)
			}
		})
	}
	all.Wait()
	if fresh.Load() != messages || failed.Load() != messages*each {
		t.Errorf("%d were new of %d; %d of %d failed", fresh.Load(), messages, failed.Load(), messages*each)
	}
	if got := len(strings.Fields(waiting(t, b))); got != messages {
		t.Errorf("%d wait", got)
	}
}

// A change that fails half way leaves nothing, and what shares its commit stays.
func TestFailingChange(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	keep(t, b, message("1"))
	broken := errors.New("broken")
	settle := func(err error) func(context.Context, *sql.Tx) error {
		return func(ctx context.Context, tx *sql.Tx) error {
			return errors.Join(b.end(ctx, tx, message("1"), Answered, ""), err)
		}
	}
	fails, holds := write{settle(broken), make(chan error, 3)}, write{settle(nil), make(chan error, 1)}
	b.commit(t.Context(), []write{fails})
	if err := <-fails.done; !errors.Is(err, broken) || find(t, b, "1").State != Waiting {
		t.Errorf("error %v, state %v", err, find(t, b, "1").State)
	}
	b.commit(t.Context(), []write{fails, holds, fails})
	if err := <-holds.done; err != nil || find(t, b, "1").State != Answered {
		t.Errorf("error %v, state %v", err, find(t, b, "1").State)
	}
}

func TestEndedContext(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Keep(ctx, message("1")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got := waiting(t, b); got != "" {
		t.Errorf("waiting are %s", got)
	}
}

// Two bots would answer everything twice.
func TestInUse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dialog.db")
	b := openBox(t, path)
	keep(t, b, message("1"))
	if _, err := open(t.Context(), path, 10*time.Millisecond); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
	keep(t, b, message("2"))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if got := waiting(t, openBox(t, path)); got != "1 2" {
		t.Errorf("waiting are %s", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		make func(t *testing.T, path string)
		want string
	}{
		"text": {func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("# An article\n", 500)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "it is not an inbox of talksbot"},
		"another program's database": {func(t *testing.T, path string) { change(t, path, "PRAGMA application_id = 7") }, "it is not an inbox of talksbot"},
		"a version that never was":   {func(t *testing.T, path string) { change(t, path, "PRAGMA user_version = -1") }, "inbox version -1, this program knows 4"},
		"another version":            {func(t *testing.T, path string) { change(t, path, "PRAGMA user_version = 99") }, "inbox version 99, this program knows 4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "dialog.db")
			tt.make(t, path)
			if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func change(t *testing.T, path, query string) {
	t.Helper()
	b := openBox(t, path)
	if _, err := b.db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFileModes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	path := filepath.Join(t.TempDir(), "data", "dialog.db")
	keep(t, openBox(t, path), message("1"))
	for name, want := range map[string]fs.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700 | fs.ModeDir} {
		if info, err := os.Stat(name); err != nil {
			t.Error(err)
		} else if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", filepath.Base(name), info.Mode(), want)
		}
	}
}
