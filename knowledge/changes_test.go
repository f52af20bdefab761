package knowledge

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/storage"
)

// dated makes Articles, each of a line "day: text", in the order of their IDs.
func dated(t *testing.T, lines ...string) (all []Article) {
	t.Helper()
	for i, line := range lines {
		a := Article{ID: fmt.Sprintf("a%02d", i), Title: "The harbour", Publisher: "Courier", Language: "en"}
		day, text := line[:10], line[12:]
		if day != "----------" {
			var err error
			if a.Published, err = time.Parse(time.DateOnly, day); err != nil {
				t.Fatal(err)
			}
		}
		a.Text = text
		all = append(all, a)
	}
	return all
}

// shown is a Change in a line.
func shown(all []Change) (out []string) {
	for _, c := range all {
		what := ""
		if c.Commitment != nil {
			what = c.Commitment.Actor + ": " + c.Commitment.Undertaking
		} else {
			what = c.Issue.Issue
		}
		out = append(out, fmt.Sprintf("%s %s | %s > %s | %s %s", c.Kind, what, c.Then, c.Now, c.Reported, c.Citation.Article))
	}
	return out
}

func TestChangesBetween(t *testing.T) {
	t.Parallel()
	const (
		proposed  = "2026-03-02: Portugal has proposed to send two dredgers to the harbour of Miran. The port of Miran has silted up since the storms of January."
		pledged   = "2026-03-05: Portugal has pledged to send two dredgers to the harbour of Miran, its government said on Thursday."
		declined  = "2026-03-07: Portugal will not send dredgers to the harbour of Miran, its government said on Saturday."
		unclear   = "2026-03-02: It remains unclear who will pay for the breakwater."
		pilots    = "2026-03-03: Iceland is ready to train forty pilots if the port opens in June."
		settled   = "2026-03-08: The question of who will pay for the breakwater has been settled, the harbour board said."
		unrelated = "2026-03-09: A storm passed over the old town. Nobody was hurt."
	)
	tests := []struct {
		name     string
		old, new []string
		want     []string
	}{
		{"nothing", []string{proposed}, []string{proposed}, nil},
		{"from nothing", nil, []string{proposed}, []string{"new Portugal: send two dredgers to the harbour of Miran |  > proposed | 2026-03-02 a00"}},
		{"what is new", []string{proposed}, []string{proposed, pilots}, []string{"new Iceland: train forty pilots |  > ready | 2026-03-03 a01"}},
		{"firmer", []string{proposed}, []string{proposed, pledged}, []string{"firmer Portugal: send two dredgers to the harbour of Miran | proposed > pledged | 2026-03-05 a01"}},
		{"weaker", []string{pledged}, []string{pledged, "2026-03-06: Portugal has proposed to send two dredgers to the harbour of Miran."},
			[]string{"weaker Portugal: send two dredgers to the harbour of Miran | pledged > proposed | 2026-03-06 a01"}},
		{"withdrawn", []string{proposed, pledged}, []string{proposed, pledged, declined}, []string{"withdrawn Portugal: send dredgers to the harbour of Miran | pledged > declined | 2026-03-07 a02"}},
		{"something else", []string{proposed, pledged}, []string{proposed, pledged, unrelated}, nil},
		{"a copy", []string{pledged}, []string{pledged, "2026-03-06: Portugal has pledged to send two dredgers to the harbour of Miran, its government said on Thursday."}, nil},
		{"told again in other words", []string{pledged}, []string{pledged, "2026-03-06: Portugal pledged two dredgers, which it is to send to the harbour of Miran."}, nil},
		{"an older article", []string{pledged}, []string{pledged, proposed}, nil},
		{"opened", []string{pledged}, []string{pledged, unclear}, []string{"opened Who will pay for the breakwater |  > open | 2026-03-02 a01"}},
		{"settled", []string{unclear}, []string{unclear, settled}, []string{"settled Who will pay for the breakwater has been settled | open > settled | 2026-03-08 a01"}},
		{"an article is gone", []string{proposed, pledged}, []string{proposed}, []string{"weaker Portugal: send two dredgers to the harbour of Miran | pledged > proposed |  a00"}},
		{"all are gone", []string{proposed, pledged}, nil, nil},
		{"an article is put right", []string{pledged}, []string{"2026-03-05: Portugal has proposed to send two dredgers to the harbour of Miran, its government said on Thursday."},
			[]string{"weaker Portugal: send two dredgers to the harbour of Miran | pledged > proposed | 2026-03-05 a00"}},
		{"an article is put right elsewhere", []string{pledged}, []string{pledged + " The lock was built in 1931."}, nil},
		{"two at once, the latest first", []string{proposed}, []string{proposed, pilots, pledged}, []string{
			"firmer Portugal: send two dredgers to the harbour of Miran | proposed > pledged | 2026-03-05 a02",
			"new Iceland: train forty pilots |  > ready | 2026-03-03 a01"}},
		{"another party's", []string{pledged}, []string{pledged, "2026-03-06: Spain has proposed to send two dredgers to the harbour of Miran."},
			[]string{"new Spain: send two dredgers to the harbour of Miran |  > proposed | 2026-03-06 a01"}},
		{"how it was before", []string{pledged}, []string{pledged, "2026-03-06: Until Monday Portugal had refused to send dredgers to the harbour of Miran."}, nil},
		{"what had been proposed", []string{pledged}, []string{pledged, "2026-03-06: Portugal had proposed to send two dredgers to the harbour of Miran in January."}, nil},
		{"what another says of it", []string{pledged}, []string{pledged, "2026-03-06: Spain said Portugal was refusing to send dredgers to the harbour of Miran."}, nil},
		{"a limit", []string{pledged}, []string{pledged, "2026-03-06: Portugal will not send more than two dredgers to the harbour of Miran."},
			[]string{"new Portugal: send more than two dredgers to the harbour of Miran |  > declined | 2026-03-06 a01"}},
		{"not before a day", []string{pledged}, []string{pledged, "2026-03-06: Portugal will not send two dredgers to the harbour of Miran before May."},
			[]string{"new Portugal: send two dredgers to the harbour of Miran before May |  > declined | 2026-03-06 a01"}},
		{"a threat", []string{pledged}, []string{pledged, "2026-03-06: If the port stays shut, Portugal will not send two dredgers to the harbour of Miran."},
			[]string{"weaker Portugal: send two dredgers to the harbour of Miran | pledged > declined | 2026-03-06 a01"}},
		{"when it does it", []string{pledged}, []string{pledged, "2026-03-06: Portugal has not decided when to send two dredgers to the harbour of Miran."}, []string{
			"new Portugal: has not decided when to send two dredgers to the harbour of Miran |  > undecided | 2026-03-06 a01",
			"opened Portugal has not decided when to send two dredgers to the harbour of Miran |  > open | 2026-03-06 a01"}},
		{"it takes it back", []string{pledged}, []string{pledged, "2026-03-06: Portugal no longer intends to send dredgers to the harbour of Miran."},
			[]string{"withdrawn Portugal: send dredgers to the harbour of Miran | pledged > declined | 2026-03-06 a01"}},
		{"it had not been settled", []string{settled}, []string{settled, "2026-03-09: It had been unclear who would pay for the breakwater."}, nil},
		{"without a day", []string{proposed}, []string{proposed, "----------: Iceland is ready to train forty pilots."}, []string{"new Iceland: train forty pilots |  > ready |  a01"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			old, now := build("1", dated(t, tt.old...), nil, nil), build("2", dated(t, tt.new...), nil, nil)
			all := changesBetween(old, now)
			if diff := cmp.Diff(tt.want, shown(all)); diff != "" {
				t.Error(diff)
			}
			for _, c := range all {
				i, ok := now.byID[c.Citation.Article]
				if !ok || now.entries[i].article.Text[c.Citation.Start:c.Citation.End] != c.Citation.Quote {
					t.Errorf("%q does not stand in %s", c.Citation.Quote, c.Citation.Article)
				}
			}
		})
	}
}

// What an issue comes to, in turn.
func TestChangesOfIssues(t *testing.T) {
	t.Parallel()
	story := []struct{ told, want string }{
		{"2026-03-02: It remains unclear who will pay for the breakwater. The harbour board meets on Friday.", "opened Who will pay for the breakwater |  > open | 2026-03-02 a00"},
		{"2026-03-04: It is still unclear who will pay for the breakwater, the mayor said.", ""},
		{"2026-03-08: The question of who will pay for the breakwater has been settled, the harbour board said.",
			"settled Who will pay for the breakwater has been settled | open > settled | 2026-03-08 a02"},
		{"2026-03-10: It is unclear again who will pay for the breakwater.", "reopened Who will pay for the breakwater | settled > open | 2026-03-10 a03"},
	}
	was := build("0", nil, nil, nil)
	var lines []string
	for i, s := range story {
		lines = append(lines, s.told)
		now := build(fmt.Sprint(i+1), dated(t, lines...), nil, nil)
		if got := strings.Join(shown(changesBetween(was, now)), "\n"); got != s.want {
			t.Errorf("after %q\n%s\nwant\n%s", s.told, got, s.want)
		}
		was = now
	}
}

func TestAsOf(t *testing.T) {
	t.Parallel()
	b, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	src := listed(dated(t, "2026-03-02: Portugal has proposed to send two dredgers to the harbour of Miran.", "2026-03-05: Portugal has pledged to send two dredgers to the harbour of Miran.",
		"----------: Iceland is ready to train forty pilots."))
	if _, err := b.Refresh(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	day := func(n int) time.Time { return time.Date(2026, 3, n, 13, 0, 0, 0, time.UTC) }
	tests := []struct {
		on      int
		want    []string
		newest  string
		changes []string
	}{
		{1, nil, "", nil},
		{2, []string{"Portugal proposed"}, "2026-03-02", nil},
		{4, []string{"Portugal proposed"}, "2026-03-02", nil},
		{5, []string{"Portugal pledged"}, "2026-03-05", nil},
	}
	for _, tt := range tests {
		p, err := b.AsOf(t.Context(), day(tt.on))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range p.Commitments() {
			got = append(got, c.Actor+" "+string(c.Stance))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("as of %d March: %s", tt.on, diff)
		}
		if s := p.Searched(); s.AsOf != fmt.Sprintf("2026-03-%02d", tt.on) || s.Newest != tt.newest {
			t.Errorf("%+v", s)
		}
		if _, err := p.Refresh(t.Context(), src); !errors.Is(err, ErrPast) {
			t.Errorf("it was refreshed: %v", err)
		}
	}
	for since, want := range map[int][]string{
		6: nil,
		5: {"firmer Portugal: send two dredgers to the harbour of Miran | proposed > pledged | 2026-03-05 a01"},
		3: {"firmer Portugal: send two dredgers to the harbour of Miran | proposed > pledged | 2026-03-05 a01"},
		1: {"new Portugal: send two dredgers to the harbour of Miran |  > pledged | 2026-03-05 a01"},
	} {
		got, err := b.Changes(t.Context(), day(since))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, shown(got)); diff != "" {
			t.Errorf("since %d March: %s", since, diff)
		}
	}
	a, err := b.Answer(t.Context(), Question{Text: "What had Portugal proposed by 3 March?"})
	if err != nil || a.Searched.AsOf != "2026-03-03" || a.Status != Answered || slices.ContainsFunc(a.Statements, func(s Statement) bool { return s.Citations[0].Article != "a00" }) {
		t.Errorf("%+v, %v", a, err)
	}
	a, err = b.Answer(t.Context(), Question{Text: "What was open on 1 March?"})
	if err != nil || a.Status != NotInCorpus || a.Reason != "No article is as old as that: the first is of 2 Mar 2026." {
		t.Errorf("%+v, %v", a, err)
	}
}

// As of a day is what an Article told then, and not what it was corrected to since.
func TestAsOfCorrected(t *testing.T) {
	t.Parallel()
	b := keepingOne(t)
	const proposed = "Portugal has proposed to send two dredgers to the harbour of Miran."
	was := dated(t, "2026-03-02: "+proposed+" Iceland is ready to train forty pilots.")
	is := dated(t, "2026-03-02: "+proposed+" Iceland has pledged to train forty pilots.")
	for _, src := range [][]Article{was, is} {
		if _, err := b.Refresh(t.Context(), listed(src)); err != nil {
			t.Fatal(err)
		}
	}
	for day, want := range map[time.Time]string{
		time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC): "Portugal proposed",
		time.Now(): "Iceland pledged, Portugal proposed",
	} {
		p, err := b.AsOf(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range p.Commitments() {
			got = append(got, c.Actor+" "+string(c.Stance))
			if h := c.Citations[0]; is[0].Text[h.Start:h.End] != h.Quote {
				t.Errorf("%q does not stand there", h.Quote)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("as of %s: %v", day, got)
		}
		a, err := p.Answer(t.Context(), Question{Text: "Has Iceland promised to train pilots?"})
		if told := a.Status == Answered; err != nil || told != (len(got) == 2) {
			t.Errorf("as of %s: %+v, %v", day, a, err)
		}
	}
}

// keepingOne opens a Base that keeps one older Snapshot.
func keepingOne(t *testing.T) *Base {
	t.Helper()
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "knowledge.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b, err := Open(t.Context(), Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What changed from one Snapshot to the next: nothing from the bundled articles, after a step back, or from what is not kept.
func TestChangesFrom(t *testing.T) {
	t.Parallel()
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "knowledge.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	b, err := Open(t.Context(), Options{Store: store, Fallback: listed(dated(t, "2026-03-01: Spain has pledged to send a ship to Miran."))})
	if err != nil {
		t.Fatal(err)
	}
	from := func(snapshot string, want ...string) {
		t.Helper()
		got, err := b.ChangesFrom(t.Context(), snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, shown(got)); diff != "" {
			t.Error(diff)
		}
	}
	refresh := func(lines ...string) string {
		t.Helper()
		if _, err := b.Refresh(t.Context(), listed(dated(t, lines...))); err != nil {
			t.Fatal(err)
		}
		return b.Searched().Snapshot
	}
	first := refresh("2026-03-02: Portugal has proposed to send two dredgers to the harbour of Miran.")
	from("bundled")
	from(first)
	second := refresh("2026-03-02: Portugal has proposed to send two dredgers to the harbour of Miran.", "2026-03-05: Portugal has pledged to send two dredgers to the harbour of Miran.")
	from(first, "firmer Portugal: send two dredgers to the harbour of Miran | proposed > pledged | 2026-03-05 a01")
	if _, err := b.Rollback(t.Context(), first, "test"); err != nil {
		t.Fatal(err)
	}
	from(second)
	refresh("2026-03-02: Portugal has proposed to send two dredgers to the harbour of Miran.", "----------: Nothing.", "2026-03-06: Iceland is ready to train forty pilots.")
	from("20260306T000000.000000", "new Iceland: train forty pilots |  > ready | 2026-03-06 a02") // which is not kept
	from("1")                                                                                     // which never was
}

// Followers are told also where a snapshot was made by a clock that was set back, where something was deleted from under the one up to
// which they were told, and where that one is not kept any more.
func TestChangesFromOthers(t *testing.T) {
	t.Parallel()
	b := keepingOne(t)
	const proposed, storm = "2026-03-02: Portugal has proposed to send two dredgers to the harbour of Miran.", "2026-03-01: A storm passed over the old town."
	refresh := func(lines ...string) {
		t.Helper()
		if _, err := b.Refresh(t.Context(), listed(dated(t, lines...))); err != nil {
			t.Fatal(err)
		}
	}
	from := func(snapshot string, want ...string) {
		t.Helper()
		got, err := b.ChangesFrom(t.Context(), snapshot)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, shown(got)); diff != "" {
			t.Error(diff)
		}
	}
	refresh(storm, proposed)
	first := b.Searched().Snapshot
	refresh(storm, proposed, "2026-03-05: Portugal has pledged to send two dredgers to the harbour of Miran.")
	firmer := "firmer Portugal: send two dredgers to the harbour of Miran | proposed > pledged | 2026-03-05 a02"
	second := b.Searched().Snapshot
	if _, err := b.Delete(t.Context(), "test", "a00"); err != nil {
		t.Fatal(err)
	}
	from(first, firmer) // the ledger of it is gone with the article
	third := b.Searched().Snapshot
	if id := newID(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), b.state.Load()); id <= third {
		t.Errorf("%s comes before %s", id, third)
	}
	refresh("----------: Nothing.", "----------: Nothing.", "----------: Nothing.", "2026-03-06: Iceland is ready to train forty pilots.")
	from(second, "new Iceland: train forty pilots |  > ready | 2026-03-06 a03") // its place was taken by the third
	from("20990101T000000.000000")
}
