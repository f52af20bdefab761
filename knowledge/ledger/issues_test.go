package ledger

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
)

// merged makes the Ledger of texts, each with its day before it: "2031-05-02 The fee is open."; "-" for none.
func merged(t *testing.T, texts ...string) Ledger {
	t.Helper()
	var as []news.Article
	var rs []*extract.Reading
	var b index.Builder
	for i, text := range texts {
		day, rest, _ := strings.Cut(text, " ")
		a := news.Article{ID: fmt.Sprintf("a%d", i), Language: "en", Text: rest}
		if day != "-" {
			d, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			a.Published = d
		}
		rd := extract.Read(a)
		for _, ts := range rd.Terms {
			b.Add(index.Doc{Terms: ts, Group: i})
		}
		as, rs = append(as, a), append(rs, rd)
	}
	return Merge(as, rs, copies.Find(as, rs), b.Words())
}

// shown gives each issue with the statuses and days of its history.
func shown(l Ledger) string {
	var out []string
	for _, is := range l.Issues {
		line := string(is.Status) + " | " + is.Issue
		for _, h := range is.History {
			line += fmt.Sprintf(" | %s %s", h.Date, h.Status)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// filler makes the words of a test rarer than they are in a handful of sentences.
const filler = "2031-01-01 The harbour was calm. Gulls sat on the wall. Rain fell all day. A dog barked. The baker shut his shop. Children threw stones. The tide came in. Lamps were lit."

func TestIssues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		texts []string
		want  string
	}{
		{"a later article tells it decided",
			[]string{"2031-05-02 The toll on the bridge remains unresolved.", "2031-05-09 The cabinet approved the bridge toll."},
			"settled | The cabinet approved the bridge toll | 2031-05-02 open | 2031-05-09 settled"},
		{"an earlier one does not settle it",
			[]string{"2031-05-02 The cabinet approved the bridge toll.", "2031-05-09 The toll on the bridge remains unresolved."},
			"open | The toll on the bridge remains unresolved | 2031-05-09 open"},
		{"part of it is decided",
			[]string{"2031-05-02 The toll on the bridge remains unresolved.", "2031-05-09 The cabinet approved most of the bridge toll."},
			"partly | The cabinet approved most of the bridge toll | 2031-05-02 open | 2031-05-09 partly"},
		{"a day still ahead keeps it open",
			[]string{"2031-05-02 The ballot on the toll is expected in 2035.", "2031-09-09 The ferry was painted."},
			"open | The ballot on the toll is expected in 2035 | 2031-05-02 open"},
		{"without such a day it is not known for long",
			[]string{"2031-05-02 The ballot on the toll is expected soon.", "2031-09-09 The ferry was painted."}, ""},
		{"what is told as settled settles what was open",
			[]string{"2031-05-02 The growers' claim for the bridge toll remains unresolved.", "2031-05-09 The growers have given up their claim for the bridge toll."},
			"settled | The growers have given up their claim for the bridge toll | 2031-05-02 open | 2031-05-09 settled"},
		{"what is decided was never open",
			[]string{"2031-05-09 The cabinet approved the bridge toll."}, ""},
		{"another matter is decided",
			[]string{"2031-05-02 The toll on the bridge remains unresolved.", "2031-05-09 The cabinet approved the ferry timetable."},
			"open | The toll on the bridge remains unresolved | 2031-05-02 open"},
		{"names alone are no matter",
			[]string{"2031-05-02 A quarrel between Zambia and Mongolia over a toll remains unresolved.", "2031-05-09 Mongolia and Zambia approved a visa."},
			"open | A quarrel between Zambia and Mongolia over a toll remains unresolved | 2031-05-02 open"},
		{"who has to pay is not told by that somebody pays",
			[]string{"2031-05-02 It is unclear who must pay the toll on the bridge.", "2031-05-09 The cabinet approved a bridge."},
			"open | Who must pay the toll on the bridge | 2031-05-02 open"},
		{"where a day is not known, the decision is the later",
			[]string{"- The toll on the bridge remains unresolved.", "2031-05-09 The cabinet approved the bridge toll."},
			"settled | The cabinet approved the bridge toll |  open | 2031-05-09 settled"},
		{"a party makes up its mind",
			[]string{"2031-05-02 A treaty on whales is ready. Zambia has not yet decided.", "2031-05-09 Zambia will sign the treaty on whales."},
			"settled | Zambia will sign the treaty on whales | 2031-05-02 open | 2031-05-09 settled"},
		{"another party does",
			[]string{"2031-05-02 A treaty on whales is ready. Zambia has not yet decided.", "2031-05-09 Mongolia will sign the treaty on whales."},
			"open | Zambia has not yet decided | 2031-05-02 open"},
		{"it promises something else",
			[]string{"2031-05-02 Who carries the rest? Zambia might take four.", "2031-05-09 Zambia now accepts arbitration in Geneva."},
			"open | Zambia: take four | 2031-05-02 open"},
		{"its day has passed",
			[]string{"2031-05-02 The council will vote on the toll on Thursday.", "2031-05-20 Rain fell."}, ""},
		{"its day has not",
			[]string{"2031-05-02 The council will vote on the toll on 1 June.", "2031-05-20 Rain fell."},
			"open | The council will vote on the toll on 1 June | 2031-05-02 open"},
		{"how talks stood long ago",
			[]string{"2031-05-02 The talks on the toll broke up without a deal.", "2031-07-20 Rain fell."}, ""},
		{"how they stand",
			[]string{"2031-07-12 The talks on the toll broke up without a deal.", "2031-07-20 Rain fell."},
			"open | The talks on the toll broke up without a deal | 2031-07-12 open"},
		{"what lasts is open however long ago it was told",
			[]string{"2031-05-02 The text does not say who pays for the lighthouse.", "2031-09-20 Rain fell."},
			"open | The text does not say who pays for the lighthouse | 2031-05-02 open"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, shown(merged(t, append([]string{filler}, tt.texts...)...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDueDay(t *testing.T) {
	t.Parallel()
	written := time.Date(2031, 11, 20, 0, 0, 0, 0, time.UTC) // a Thursday
	for _, tt := range []struct{ words, want string }{
		{"will vote on Friday", "2031-11-21"},
		{"will vote on Thursday", "2031-11-20"},
		{"will vote on Wednesday", "2031-11-26"},
		{"will vote tomorrow", "2031-11-21"},
		{"will vote next week", "2031-12-04"},
		{"will vote on 3 December", "2031-12-03"},
		{"will vote on December 3", "2031-12-03"},
		{"will vote in December", "2031-12-31"},
		{"will vote in February", "2032-02-29"},
		{"is to be agreed by 31 March 2033", "2033-03-31"},
		{"may vote", ""},
		{"will vote later", ""},
	} {
		got := ""
		if d, ok := dueDay(tt.words, written); ok {
			got = d.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("%s: %q, not %q", tt.words, got, tt.want)
		}
	}
}
