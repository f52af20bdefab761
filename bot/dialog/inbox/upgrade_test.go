package inbox

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

// version1 is what a file of version 1 looked like, with a Message of every State in it.
const version1 = `
CREATE TABLE message (
	seq        INTEGER PRIMARY KEY AUTOINCREMENT,
	platform   TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	thread     TEXT    NOT NULL,
	channel    TEXT    NOT NULL,
	person     TEXT    NOT NULL,
	text       TEXT    NOT NULL,
	sent       INTEGER,
	edits      TEXT    NOT NULL,
	private    INTEGER NOT NULL,
	heard      INTEGER NOT NULL,
	state      INTEGER NOT NULL DEFAULT 0,  -- State
	note       TEXT    NOT NULL DEFAULT '',
	post       TEXT    NOT NULL DEFAULT '',
	question   INTEGER NOT NULL DEFAULT 0,
	understood TEXT    NOT NULL DEFAULT '',
	snapshot   TEXT    NOT NULL DEFAULT '',
	reply      BLOB,                        -- JSON of adapters.Reply
	UNIQUE (platform, id)
) STRICT;
CREATE INDEX waiting ON message (seq) WHERE state = 0;
CREATE INDEX thread ON message (platform, thread, seq);
CREATE INDEX heard ON message (heard);
INSERT INTO message (platform, id, thread, channel, person, text, sent, edits, private, heard, state, note, post, question, understood, snapshot, reply) VALUES
	('p', 'answered', 't', 'c', 'ada', 'Who?', 1000001, '', 1, 2000002, 1, '', 'post', 1, 'who?', 's', CAST('{"Lead":"Nobody.","Answers":""}' AS BLOB)),
	('p', 'dismissed', 't', '', 'ada', 'When?', NULL, 'answered', 0, 3000003, 2, 'it is old', '', 0, '', '', NULL),
	('p', 'waits', 't', '', 'bob', 'Why?', NULL, '', 0, 4000004, 0, '', '', 0, '', '', NULL);
PRAGMA application_id = 1413630274;
PRAGMA user_version = 1;
`

func oldFile(t *testing.T, more string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dialog.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), version1+more); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file of version 1 is read as before, takes what is new, and is of this version from then on.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	path := oldFile(t, "")
	thread := adapters.Thread{Platform: "p", ID: "t"}
	want := []Entry{
		{Message: adapters.Message{ID: "answered", Thread: thread, From: "ada", Text: "Who?", Channel: "c", Sent: time.UnixMicro(1000001).UTC(), Private: true},
			Heard: time.UnixMicro(2000002).UTC(), State: Answered, Done: Done{Post: "post", IsQuestion: true, Understood: "who?", Snapshot: "s", Reply: adapters.Reply{Lead: "Nobody."}}},
		{Message: adapters.Message{ID: "dismissed", Thread: thread, From: "ada", Text: "When?", Edits: "answered"}, Heard: time.UnixMicro(3000003).UTC(), State: Dismissed, Note: "it is old"},
		{Message: adapters.Message{ID: "waits", Thread: thread, From: "bob", Text: "Why?"}, Heard: time.UnixMicro(4000004).UTC()},
	}
	m := adapters.Message{ID: "new", Thread: thread, Language: "de", Shares: "answered", Ticket: "tick"}
	for range 2 { // the second time it is of this version already
		b := openBox(t, path)
		for _, e := range want {
			if diff := cmp.Diff(e, find(t, b, e.ID)); diff != "" {
				t.Error(diff)
			}
		}
		if _, err := b.Keep(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, find(t, b, "new").Message); diff != "" {
			t.Error(diff)
		}
		if got := waiting(t, b); got != "waits new" {
			t.Errorf("waiting are %s", got)
		}
		if err := b.Rate(t.Context(), adapters.Rating{Platform: "p", Message: "answered", From: "ada", Verdict: adapters.Good}); err != nil {
			t.Error(err)
		}
		if all, err := b.Ratings(t.Context(), time.Time{}); err != nil || len(all) != 1 {
			t.Errorf("%v, %v", all, err)
		}
		if err := b.Store(t.Context(), "p", "key", "value"); err != nil {
			t.Error(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// What an upgrade makes is what a new file has, but for the order of columns.
func TestUpgradeMakesSchema(t *testing.T) {
	t.Parallel()
	layout := func(b *Inbox) (all []string) {
		rows, err := b.db.QueryContext(t.Context(), `SELECT s.name || ' ' || coalesce(c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk, s.sql, '')
			FROM sqlite_schema AS s LEFT JOIN pragma_table_info(s.name) AS c ON s.type = 'table' UNION ALL SELECT 'version ' || user_version FROM pragma_user_version`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			all = append(all, line)
		}
		slices.Sort(all)
		return all
	}
	fresh := layout(newBox(t))
	if len(fresh) < 30 {
		t.Errorf("a new file has only %q", fresh)
	}
	more := ""
	for version, step := range upgrades() {
		if diff := cmp.Diff(fresh, layout(openBox(t, oldFile(t, more)))); diff != "" {
			t.Errorf("of version %d: %s", version+1, diff)
		}
		more += step + fmt.Sprintf("PRAGMA user_version = %d;", version+2)
	}
}

// An upgrade that fails half way leaves the file as it was.
func TestUpgradeFails(t *testing.T) {
	t.Parallel()
	path := oldFile(t, "CREATE TABLE note (x);") // in the way of the last step
	for range 2 {
		if b, err := Open(t.Context(), path); err == nil {
			b.Close()
			t.Fatal("it is opened")
		}
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version, columns int
	if err := db.QueryRowContext(t.Context(), `SELECT (SELECT user_version FROM pragma_user_version), count(*) FROM pragma_table_info('message')`).
		Scan(&version, &columns); err != nil || version != 1 || columns != 18 {
		t.Errorf("version %d, %d columns, %v", version, columns, err)
	}
}

// A Ticket is there while its Message waits, then nowhere in the file.
func TestTicket(t *testing.T) {
	t.Parallel()
	const secret = "https://hooks.example/very-secret-ticket"
	path := filepath.Join(t.TempDir(), "dialog.db")
	b := openBox(t, path)
	for _, id := range []string{"answered", "dismissed"} {
		m := message(id)
		m.Ticket = secret
		keep(t, b, m)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if !contains(t, path, secret) {
		t.Error("the test sees no ticket")
	}
	b = openBox(t, path)
	left, err := b.Waiting(t.Context())
	if err != nil || len(left) != 2 || left[0].Ticket != secret || left[1].Ticket != secret {
		t.Fatalf("%+v, %v", left, err)
	}
	answer(t, b, left[0].Message, Done{})
	if err := b.Dismiss(t.Context(), left[1].Message, "old"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"answered", "dismissed"} {
		if got := find(t, b, id).Ticket; got != "" {
			t.Errorf("%s has still %q", id, got)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if contains(t, path, secret) {
		t.Error("the ticket is in the file")
	}
}

func contains(t *testing.T, path, text string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data, []byte(text))
}
