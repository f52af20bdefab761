package copies_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/news"
)

const quay = `The island of Brannoc will pay 40 million crowns for a second quay, its council said on Monday.

The council did not say when the work begins. Its harbour master asked for 12 new cranes as well.

Fishermen from three villages had blocked the old quay for nine days. They left after the vote.`

func article(id, day, text string) news.Article {
	a := news.Article{ID: id, Text: text, Language: "en"}
	if day != "" {
		a.Published, _ = time.Parse(time.DateOnly, day)
	}
	return a
}

// What is told again is the copy's of the other, what is added or told otherwise is its own.
func TestFind(t *testing.T) {
	t.Parallel()
	const addition = "\n\nThe ferry company meanwhile asked the regional court for damages of two million. Its lawyers expect a ruling in spring.\n\n" +
		"Passengers were carried by bus to the northern landing, where a naval vessel took them over. Hotels on the mainland counted few cancellations."
	tests := []struct {
		name        string
		was, is     news.Article
		whole       bool
		of          int
		own, copied []string // of the second
	}{
		{"word for word", article("a", "2026-05-03", quay), article("b", "2026-05-04", quay), true, 0, nil, []string{"40 million", "did not say", "12 new cranes", "They left"}},
		{"in other marks and another order", article("a", "2026-05-03", quay), article("b", "2026-05-04", "PORT LUNE (Tidewire) - Fishermen from three villages blocked the old quay for nine days.\n\nIts council said on Monday that the island of Brannoc will pay 40 million crowns for a second quay. Its harbor master asked for 12 new cranes too."), true, 0,
			nil, []string{"Fishermen", "40 million", "12 new cranes"}},
		{"weaker", article("a", "2026-05-03", quay), article("b", "2026-05-04", strings.Replace(quay, "will pay", "may pay", 1)), false, 0, []string{"40 million"}, []string{"12 new cranes"}},
		{"a figure corrected", article("a", "2026-05-03", quay), article("b", "2026-05-04", strings.Replace(quay, "40", "45", 1)), true, 0, []string{"45 million"}, []string{"12 new cranes"}},
		{"denied", article("a", "2026-05-03", quay), article("b", "2026-05-04", strings.Replace(quay, "did not say", "did say", 1)), true, 0, []string{"did say"}, []string{"12 new cranes"}},
		{"longer", article("a", "2026-05-03", quay), article("b", "2026-05-04", quay+addition+strings.ReplaceAll(addition, "two", "four")), false, 0, []string{"ferry company", "naval vessel"}, []string{"40 million", "12 new cranes"}},
		{"the same day, what goes on from it", article("a", "2026-05-03", addition+"\n\n"+strings.ReplaceAll(addition, "two", "four")+"\n\n"+quay), article("b", "2026-05-03", quay), false, 0, nil, []string{"40 million"}},
		{"without a day", article("b", "2026-05-03", quay), article("a", "", quay), true, 0, nil, []string{"40 million"}},
		{"something else", article("a", "2026-05-03", quay), article("b", "2026-05-03", addition), false, -1, []string{"ferry company"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := tally{read: map[string]*extract.Reading{}}
			set := []news.Article{tt.was, tt.is}
			rds := all.readings(set)
			got := copies.Find(set, rds)
			if got[0].Of != -1 || got[1].Of != tt.of || got[1].Whole != tt.whole {
				t.Fatalf("found %+v, want one of %d, whole %v", got, tt.of, tt.whole)
			}
			at := func(part string) int {
				for _, p := range rds[1].Passages {
					if strings.Contains(tt.is.Text[p.Start:p.End], part) {
						return p.N
					}
				}
				t.Fatalf("no passage holds %q", part)
				return -1
			}
			for _, part := range tt.own {
				if copies.Source(got, copies.Passage{Article: 1, N: at(part)}).Article != 1 {
					t.Errorf("%q is not its own", part)
				}
			}
			for _, part := range tt.copied {
				if copies.Source(got, copies.Passage{Article: 1, N: at(part)}).Article != 0 {
					t.Errorf("%q is its own", part)
				}
			}
		})
	}
}

// A copy of a longer telling repeats each of the two where that one is the first to tell it.
func TestSource(t *testing.T) {
	t.Parallel()
	const more = "\n\nThe ferry company asked the regional court for damages of two million. Its lawyers expect a ruling in spring. Hotels on the mainland counted few cancellations. " +
		"Passengers were carried by bus to the northern landing, where a naval vessel took them over. The mayor of Port Lune promised to visit the villages within the month."
	all := tally{read: map[string]*extract.Reading{}}
	set := []news.Article{article("c", "2026-05-05", quay+more), article("b", "2026-05-04", quay+more), article("a", "2026-05-03", quay)}
	rds := all.readings(set)
	got := copies.Find(set, rds)
	var sources []int
	for _, p := range rds[0].Passages {
		sources = append(sources, copies.Source(got, copies.Passage{N: p.N}).Article)
	}
	if diff := cmp.Diff([]int{2, 2, 2, 2, 2, 1, 1, 1, 1, 1}, sources); diff != "" {
		t.Error(diff)
	}
	if !got[0].Whole || got[1].Whole || got[2].Of != -1 {
		t.Errorf("found %+v", got)
	}
}

// BenchmarkFind looks through 10,000 articles of 12 sentences each, a fifth of them copies.
func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	all := tally{read: map[string]*extract.Reading{}}
	var set []news.Article
	for i := range 10_000 {
		var text strings.Builder
		if i%5 == 4 {
			text.WriteString(oneWordLess(set[r.IntN(i)].Text))
		} else {
			for range 12 {
				for range 22 {
					fmt.Fprintf(&text, "word%c%c%c ", 'a'+rune(r.IntN(26)), 'a'+rune(r.IntN(12)), 'a'+rune(r.IntN(12)))
				}
				text.WriteString("end. Then ")
			}
		}
		set = append(set, article(fmt.Sprint(i), "2026-05-03", text.String()))
	}
	rds := all.readings(set)
	found := 0
	for b.Loop() {
		found = 0
		for _, c := range copies.Find(set, rds) {
			if c.Whole {
				found++
			}
		}
	}
	b.ReportMetric(float64(found), "copies")
}
