package knowledge_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
)

const quay = `The island of Brannoc will pay 40 million crowns for a second quay, its government said on Monday.

It did not say when the work begins. Its harbour master asked for 12 new cranes as well. The fishermen's union welcomed the vote.

Fishermen from three villages had blocked the old quay for nine days. They left the harbour after the vote in the council.`

// What is printed again is held, and told as of the article that it repeats: it is no source, no report, and makes nothing newer.
func TestCopies(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	path := filepath.Join(t.TempDir(), "knowledge.db")
	base := stored(t, path)
	if _, err := base.Refresh(t.Context(), told{
		{ID: "wire", Title: "A quay for Brannoc", Publisher: "Tidewire", Published: day(3), Language: "en", Text: quay},
		{ID: "courier", Title: "Brannoc builds", Publisher: "Coast Courier", Published: day(4), Language: "en", Text: "PORT LUNE (Tidewire) - " + strings.Replace(quay, "harbour", "harbor", 1)},
		{ID: "herald", Title: "Brannoc builds for less", Publisher: "Herald", Published: day(5), Language: "en", Text: strings.Replace(quay, "12 new cranes", "9 new cranes", 1)},
	}); err != nil {
		t.Fatal(err)
	}
	check := func(b *knowledge.Base) {
		t.Helper()
		if s := b.Searched(); s.Articles != 3 || s.Copies != 2 {
			t.Errorf("searched %+v", s)
		}
		if diff := cmp.Diff(map[string]string{"courier": "wire", "herald": "wire"}, b.Copies()); diff != "" {
			t.Error(diff)
		}
		c := b.Commitments()
		if len(c) != 1 || len(c[0].History) != 1 || len(c[0].Citations) != 1 || c[0].Citations[0].Article != "wire" || c[0].LastReported != "2026-05-03" {
			t.Errorf("commitments: %+v", c)
		}
		a, err := b.Answer(t.Context(), knowledge.Question{Text: "How many new cranes did the harbour master of Brannoc ask for?"})
		if err != nil || len(a.Statements) == 0 {
			t.Fatalf("%+v, %v", a, err)
		}
		for _, s := range a.Statements {
			for _, c := range s.Citations {
				if c.CopyOf != "" && (c.CopyOf != "wire" || c.Article == "herald" && strings.Contains(c.Quote, "9 new cranes")) {
					t.Errorf("%q of %s is a copy of %q", c.Quote, c.Article, c.CopyOf)
				}
			}
		}
	}
	check(base)
	check(stored(t, path))
}

// A correction takes the place of what was told before, whatever the address looks like, and can be seen.
func TestCorrected(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	base := stored(t, path)
	refresh := func(id, text string) knowledge.Diff {
		t.Helper()
		d, err := base.Refresh(t.Context(), told{{ID: id, Title: "A quay", Language: "en", Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const before, after = "The island of Brannoc will pay 40 million crowns for a second quay.", "The island of Brannoc declined to pay for a second quay."
	refresh("https://a.example/quay?utm_source=feed", before)
	if d := refresh("https://a.example/quay", after); len(d.Changed) != 1 || len(d.Added) != 0 || d.Articles != 1 {
		t.Errorf("%+v", d)
	}
	if d := refresh("https://a.example/quay", after); len(d.Unchanged) != 1 {
		t.Errorf("%+v", d)
	}
	if _, err := base.Refresh(t.Context(), told{{ID: "other", Text: "The ferry left at noon."}}); err != nil {
		t.Fatal(err)
	}
	for _, b := range []*knowledge.Base{base, stored(t, path)} {
		cs, as := b.Commitments(), b.Articles()
		if len(cs) != 1 || cs[0].Stance != knowledge.Declined || len(cs[0].History) != 1 {
			t.Errorf("commitments: %+v", cs)
		}
		if len(as) != 2 || len(as[0].Earlier) != 1 {
			t.Fatalf("articles: %+v", as)
		}
		v := as[0].Earlier[0]
		if diff := cmp.Diff([]string{before, after}, []string{strings.Join(v.Removed, " "), strings.Join(v.Added, " ")}); diff != "" {
			t.Error(diff)
		}
	}
}

// What a copy tells of what was corrected since is told no more, though the copy is the later one; what was only left out is.
func TestWithdrawn(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	base := stored(t, filepath.Join(t.TempDir(), "knowledge.db"))
	wire := knowledge.Article{ID: "wire", Title: "A quay for Brannoc", Published: day(3), Language: "en", Text: quay}
	courier := knowledge.Article{ID: "courier", Title: "Brannoc builds", Published: day(4), Language: "en", Text: "PORT LUNE (Tidewire) - " + quay}
	if _, err := base.Refresh(t.Context(), told{wire, courier}); err != nil {
		t.Fatal(err)
	}
	wire.Text = strings.Replace(strings.Replace(quay, "40", "45", 1), " The fishermen's union welcomed the vote.", "", 1)
	if _, err := base.Refresh(t.Context(), told{wire}); err != nil {
		t.Fatal(err)
	}
	cs := base.Commitments()
	if len(cs) != 1 || cs[0].Amount != "45 million crowns" || len(cs[0].History) != 1 {
		t.Errorf("commitments: %+v", cs)
	}
	for question, want := range map[string]string{"How much will Brannoc pay for a second quay?": "45 million", "Who welcomed the vote?": "union"} {
		a, err := base.Answer(t.Context(), knowledge.Question{Text: question})
		if err != nil || len(a.Statements) == 0 || !strings.Contains(a.Statements[0].Text, want) {
			t.Errorf("%s: %+v, %v", question, a, err)
		}
		for _, s := range a.Statements {
			if strings.Contains(s.Text, "40 million") {
				t.Errorf("%s: %q", question, s.Text)
			}
		}
	}
}
