package inbox

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

var desk, direct = adapters.Thread{Platform: "p", ID: "desk"}, adapters.Thread{Platform: "p", ID: "direct"}

func TestFollows(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	follow := func(f Follow) {
		t.Helper()
		if err := b.Follow(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	has := func(want ...Follow) {
		t.Helper()
		got, err := b.Follows(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	ships, all := Follow{Thread: desk, Topic: "ships", Language: "de"}, Follow{Thread: direct, Person: "ada", Daily: true}
	follow(ships)
	follow(all)
	has(ships, all)
	daily := ships
	daily.Daily = true
	follow(daily) // in its place
	has(all, daily)
	for _, want := range []bool{true, false} {
		if was, err := b.Unfollow(t.Context(), desk, "ships"); err != nil || was != want {
			t.Errorf("%v, %v; want %v", was, err, want)
		}
	}
	follow(ships)
	if n, err := b.ForgetPerson(t.Context(), "p", "ada"); err != nil || n != 0 {
		t.Errorf("%d messages, %v", n, err)
	}
	has(ships)
	if err := b.UnfollowAll(t.Context(), desk); err != nil {
		t.Fatal(err)
	}
	has()
}

// What is to be told is kept whole with its note, told once, and waits until it is posted.
func TestTell(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	tell := func(note string, all ...Telling) {
		t.Helper()
		if err := b.Tell(t.Context(), all, "key", note); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Recall(t.Context(), "", "key"); err != nil || got != note {
			t.Errorf("the note is %q, %v", got, err)
		}
	}
	unposted := func(want ...Announcement) {
		t.Helper()
		got, err := b.Unposted(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	at := time.Date(2026, 3, 5, 8, 0, 0, 0, time.UTC)
	first := adapters.Reply{Lead: "First.", Answers: adapters.Announced(at, "first")}
	digest := adapters.Reply{Lead: "Digest.", Answers: adapters.Announced(at, "digest")}
	tell("s2", Telling{Thread: desk, News: []News{{Change: "a"}, {Change: "b", Data: []byte("b")}}, Reply: &first})
	unposted(Announcement{Thread: desk, Reply: first})
	if got, err := b.Untold(t.Context(), desk, []string{"a", "b", "c"}); err != nil || !cmp.Equal(got, []string{"c"}) {
		t.Errorf("%v, %v are not told", got, err)
	}
	if got, err := b.Untold(t.Context(), direct, []string{"a"}); err != nil || len(got) != 1 {
		t.Errorf("elsewhere %v, %v are not told", got, err)
	}
	tell("s3", Telling{Thread: desk, News: []News{{Change: "b", Data: []byte("again")}}, Reply: &first}) // is there
	if got, err := b.Gathered(t.Context(), desk); err != nil || len(got) != 1 || string(got[0]) != "b" {
		t.Errorf("%q, %v wait for the digest", got, err)
	}
	if _, ok, err := b.Announced(t.Context(), "p", first.Answers); ok || err != nil {
		t.Errorf("nobody tried to post it: %v, %v", ok, err)
	}
	w := Announcement{Thread: desk, Reply: first}
	if err := b.Trying(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	w.Tried = true
	unposted(w)
	if err := b.Posted(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	tell("s3", Telling{Thread: desk, Reply: &digest, Digest: true})
	unposted(Announcement{Thread: desk, Reply: digest})
	if got, err := b.Gathered(t.Context(), desk); err != nil || len(got) != 0 {
		t.Errorf("%q, %v wait after the digest", got, err)
	}
	if got, ok, err := b.Announced(t.Context(), "p", first.Answers); !ok || err != nil || got.Thread != desk || got.Reply.Lead != "First." {
		t.Errorf("%+v, %v, %v", got, ok, err)
	}
	if _, err := b.Forget(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := b.Announced(t.Context(), "p", first.Answers); ok || err != nil {
		t.Errorf("what is old is known: %v, %v", ok, err)
	}
	unposted() // nor is it told any more
	tell("s4", Telling{Thread: desk, News: []News{{Change: "d", Data: []byte("d")}}})
	if _, err := b.Forget(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got, err := b.Gathered(t.Context(), desk); err != nil || len(got) != 0 {
		t.Errorf("%q, %v still wait for a digest", got, err)
	}
	if got, err := b.Untold(t.Context(), desk, []string{"a", "d"}); err != nil || len(got) != 0 {
		t.Errorf("%v, %v are told again", got, err)
	}
}

// With the last thing that a Thread follows goes what waits there, and what was told.
func TestUnfollowLast(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	for _, topic := range []string{"ships", "pilots"} {
		if err := b.Follow(t.Context(), Follow{Thread: direct, Topic: topic, Person: "ada"}); err != nil {
			t.Fatal(err)
		}
	}
	news := adapters.Reply{Lead: "News.", Answers: adapters.Announced(time.Now(), "news")}
	if err := b.Tell(t.Context(), []Telling{{Thread: direct, News: []News{{Change: "a"}}, Reply: &news}}, "key", "s2"); err != nil {
		t.Fatal(err)
	}
	for i, topic := range []string{"ships", "pilots"} {
		if _, err := b.Unfollow(t.Context(), direct, topic); err != nil {
			t.Fatal(err)
		}
		left, err := b.Unposted(t.Context())
		untold, bad := b.Untold(t.Context(), direct, []string{"a"})
		if err != nil || bad != nil || len(left) != 1-i || len(untold) != i {
			t.Errorf("after %s: %d wait, %v are not told; %v, %v", topic, len(left), untold, err, bad)
		}
	}
}
