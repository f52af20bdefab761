package inbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

func opinions(t *testing.T, b *Inbox, since time.Time) (all []string) {
	t.Helper()
	rated, err := b.Ratings(t.Context(), since)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rated {
		all = append(all, strings.Join([]string{r.Platform, r.Message, r.From, string(r.Verdict), r.Why, r.When.Format(time.Kitchen)}, " "))
	}
	return all
}

// A person has one opinion of an answer, the last; it is forgotten with the Message.
func TestRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBox(t)
		rate := func(message, from string, v adapters.Verdict, why string) {
			t.Helper()
			if err := b.Rate(t.Context(), adapters.Rating{Platform: "p", Message: message, From: from, Verdict: v, Why: why}); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute)
		}
		start := time.Now()
		for _, id := range []string{"1", "2"} {
			keep(t, b, message(id))
			answer(t, b, message(id), Done{})
		}
		rate("1", "ada", adapters.Good, "")
		rate("1", "bob", adapters.Report, "x'; --")
		rate("2", "ada", adapters.Bad, "")
		rate("1", "ada", adapters.Bad, "old news")
		rate("unknown", "ada", adapters.Good, "")
		at := func(minutes int) string {
			return start.Add(time.Duration(minutes) * time.Minute).UTC().Format(time.Kitchen)
		}
		all := []string{"p 1 bob report x'; -- " + at(1), "p 2 ada bad  " + at(2), "p 1 ada bad old news " + at(3)}
		if diff := cmp.Diff(all, opinions(t, b, time.Time{})); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(all[1:], opinions(t, b, start.Add(2*time.Minute))); diff != "" {
			t.Error(diff)
		}
		if err := b.Rate(t.Context(), adapters.Rating{Platform: "p", Message: "1", From: "ada", Verdict: "meh"}); err == nil {
			t.Error("any word is a verdict")
		}
		time.Sleep(time.Hour)
		keep(t, b, message("3"))
		answer(t, b, message("3"), Done{})
		rate("3", "ada", adapters.Good, "")
		if _, err := b.Forget(t.Context(), time.Now().Add(-30*time.Minute)); err != nil {
			t.Error(err)
		}
		if got := opinions(t, b, time.Time{}); len(got) != 1 || !strings.HasPrefix(got[0], "p 3 ada good") {
			t.Errorf("%q", got)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestJoined(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	for i, tt := range []struct {
		name    string
		change  func(*adapters.Message)
		dismiss bool
		waits   bool
		want    bool
	}{
		{name: "waits", waits: true},
		{name: "dismissed", dismiss: true},
		{name: "private", change: func(m *adapters.Message) { m.Private = true }},
		{name: "shared", change: func(m *adapters.Message) { m.Shares = "0" }},
		{name: "answered", want: true},
	} {
		m := message(fmt.Sprint(i))
		m.Thread.ID = tt.name
		if tt.change != nil {
			tt.change(&m)
		}
		keep(t, b, m)
		switch {
		case tt.waits:
		case tt.dismiss:
			if err := b.Dismiss(t.Context(), m, "old"); err != nil {
				t.Fatal(err)
			}
		default:
			answer(t, b, m, Done{})
		}
		for _, platform := range []string{"p", "q"} {
			m.Thread.Platform = platform
			if got, err := b.Joined(t.Context(), m.Thread); err != nil || got != (tt.want && platform == "p") {
				t.Errorf("%s: joined %v on %s, %v", tt.name, got, platform, err)
			}
		}
	}
}

// What was asked in private is for the same person's private follow-ups; nobody else learns of it from a Reply.
func TestAskedInPrivate(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	say := func(id, from string, private bool, shares string) adapters.Message {
		m := message(id)
		m.From, m.Private, m.Shares = from, private, shares
		keep(t, b, m)
		answer(t, b, m, Done{IsQuestion: shares == "", Reply: adapters.Reply{Lead: "to " + id}})
		return m
	}
	say("public", "ada", false, "")
	say("secret", "ada", true, "")
	for _, tt := range []struct {
		from        string
		private     bool
		asked, last string
	}{
		{"ada", true, "public secret", "to secret"},
		{"ada", false, "public", "to public"},
		{"bob", true, "public", "to public"},
		{"bob", false, "public", "to public"},
	} {
		m := message(fmt.Sprint(tt))
		m.From, m.Private = tt.from, tt.private
		keep(t, b, m)
		if got := ids(t, func() ([]Entry, error) { return b.Asked(t.Context(), m, 10) }); got != tt.asked {
			t.Errorf("%v: asked was %s", tt, got)
		}
		if e, ok, err := b.Last(t.Context(), m); err != nil || !ok || e.Reply.Lead != tt.last {
			t.Errorf("%v: last is %+v, %v, %v", tt, e, ok, err)
		}
	}
	say("share", "ada", false, "secret")
	m := say("next", "bob", false, "")
	if e, ok, err := b.Last(t.Context(), m); err != nil || !ok || e.ID != "share" {
		t.Errorf("the last is %+v, %v, %v", e, ok, err)
	}
	if got := ids(t, func() ([]Entry, error) { return b.Asked(t.Context(), m, 10) }); got != "public" {
		t.Errorf("asked was %s", got)
	}
	if e, ok, err := b.Last(t.Context(), adapters.Message{ID: "public", Thread: m.Thread}); err != nil || ok {
		t.Errorf("before the first is %+v, %v", e, err)
	}
}
