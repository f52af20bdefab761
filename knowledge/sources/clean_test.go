package sources

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestClean(t *testing.T) {
	t.Parallel()
	const p1 = "The council agreed on Monday to keep the ferry running through the winter."
	const p2 = "The operator said that it would sign before Easter."
	tests := []struct {
		name, title, body string
		want              string // "" means: p1 and p2 with a blank line between them
		headline          string
	}{
		{name: "navigation", body: "Skip to main content\nMENU\n[Log in](/in)\n\n" + p1 + "\n\n" + p2, headline: ""},
		{name: "section names", body: "TRANSPORT & ISLANDS\nNews\n\n" + p1 + "\n\nFollow\n\n" + p2},
		{name: "breadcrumb", body: "Home > News > Islands\nHome | News | Islands\n\n" + p1 + "\n\n" + p2},
		{name: "dates", body: "January 6, 2026\nUpdated: 06/01/26 10:30\nMon 5 Jan\n\n" + p1 + "\n\n" + p2 + "\n\n2026-01-06"},
		{name: "bylines", title: "T", body: "By Ann Example and Bo Sample\n\n" + p1 + "\n\n" + p2 + "\n\nCy Test contributed reporting.\n(Reporting by Ann Example; Editing by Bo Sample)"},
		{name: "author note", body: p1 + "\n\n" + p2 + "\n\n*Ann Example is a reporter based on the island.*"},
		{name: "captions", body: p1 + "\n\nThe boat in harbour last May. Bo Sample / AFP\n\nThe pier (File photo)\n![boat](b.jpg)\n\n" + p2},
		{name: "sharing", body: "Share on Facebook\nFacebook  X  WhatsApp\n\n" + p1 + "\n\nShare this: Facebook | X\n\n" + p2 + "\n\n12 Comments"},
		{name: "money and mail", body: p1 + "\n\nSign up for our island newsletter\n\n" + p2 + "\n\nBy signing up, you agree to our terms.\nSupport independent journalism today.\n© 2026 The Sound Gazette"},
		{name: "cookies", body: "We use cookies to make this site better.\nAccept all\n\n" + p1 + "\n\n" + p2},
		{name: "hashtags", body: "#Ferry #Island\n\n" + p1 + "\n\n" + p2},
		{name: "rules", body: p1 + "\n\n---\n\n* * *\n\n" + p2},
		{name: "reading time", body: "4 min read\n\n" + p1 + "\n\n" + p2},
		{name: "section in the middle", body: p1 + "\n\n## Related stories\n- Bridge toll rises\n- Mill sold to its workers\n\n" + p2},
		{name: "labelled teaser", body: p1 + "\n\nALSO READ: Why the bridge toll rises\n\nLIVE: Follow the council\n\n" + p2},
		{name: "teaser over read more", body: p1 + "\n\n" + p2 + "\n\nBridge toll rises again\nRead more\nJan 6, 2026 News\nRead more"},
		{name: "advertisement", body: p1 + "\n\nSample Bank Savings\nWill your money last the winter?\n\n" + p2},
		{name: "headlines at the end", body: p1 + "\n\n" + p2 + "\n\nBridge Toll Rises Again This Winter\nMill Sold to Its Workers\nWhy Gulls Love Chips and Harbours"},
		{name: "headlines in sentence case", body: p1 + "\n\n" + p2 + "\n\nBridge toll rises again this winter\nMill sold to its workers\nWhy gulls love chips and harbours\nSchool gets a second teacher"},
		{name: "corrections", body: p1 + "\n\n" + p2 + "\n\n*Correction, 12 March: The mayor promised no third crossing, as we wrote.*\n\nAn earlier version of this article said that the mayor promised a third crossing.\n\n" +
			"This story was amended on 12 March. It had said that the operator refused to sign.\n\nThis article originally stated that the pier was sold.\n\nCorrection (12 March): She will not sell the pier.\n\n" +
			"In einer früheren Version dieses Artikels hieß es, die Stadt habe den Steg verkauft.\n\nUne version précédente de cet article disait que la ville avait vendu le quai.\n\nUna versión anterior de este artículo decía que la ciudad vendió el muelle.\n\n" +
			"У попередній версії цієї статті йшлося, що місто продало пристань."},
		{name: "label over clutter", body: p1 + "\n\n" + p2 + "\n\nIsland Fund\n\nSupport our paper."},

		{name: "the title again", title: "Ferry to run all winter", body: "# Ferry to Run All Winter\n\n" + p1 + "\n\n" + p2, headline: "Ferry to run all winter"},
		{name: "headline", body: "News\nFerry to run all winter\nBy Ann Example\n\n" + p1 + "\n\n" + p2, headline: "Ferry to run all winter"},
		{name: "underlined headline", body: "Ferry to run all winter\n====\n" + p1 + "\n\n" + p2, headline: "Ferry to run all winter"},

		{name: "keeps headings", title: "T", body: p1 + "\nWhat the Council Decided\n" + p2, want: p1 + "\nWhat the Council Decided\n" + p2},
		{name: "keeps the last of a run that heads text", title: "T", body: p1 + "\n\n### Terms\n\n" + p2, want: p1 + "\n\n### Terms\n\n" + p2},
		{name: "keeps lists", title: "T", body: "Key points\n- Ferry runs\n- Fares stay\n\n" + p1, want: "Key points\n- Ferry runs\n- Fares stay\n\n" + p1},
		{name: "keeps a list at the end", title: "T", body: p1 + "\n\nStill open:\n- the fares\n- the crew\n1. one more", want: p1 + "\n\nStill open:\n- the fares\n- the crew\n1. one more"},
		{name: "keeps tables and quotes", title: "T", body: "> At a glance\n> – two boats\n\n" + p1 + "\n\n| a | b |\n|---|---|\n| Menu | Follow |", want: "> At a glance\n> – two boats\n\n" + p1 + "\n\n| a | b |\n|---|---|\n| Menu | Follow |"},
		{name: "keeps a standfirst", title: "T", body: "Grant covers two boats; fares to stay until 2030\n\n" + p1, want: "Grant covers two boats; fares to stay until 2030\n\n" + p1},
		{
			name: "keeps sentences that start like clutter", title: "T",
			body: p1 + "\n\nBy signing up to the pact, the county binds itself for ten years.\n\nSupport usually comes from the coast.\n\nPublished on Monday, the report names no sum for the second boat.\n\nHe would not say more. Sample Wire/AFP",
			want: p1 + "\n\nBy signing up to the pact, the county binds itself for ten years.\n\nSupport usually comes from the coast.\n\nPublished on Monday, the report names no sum for the second boat.\n\nHe would not say more. Sample Wire/AFP",
		},
		{
			name: "keeps what only tells of corrections and versions", title: "T",
			body: p1 + "\n\nCorrections officers agreed to a pay rise.\n\nAn earlier version of the pact said that both boats stay.\n\nThe first draft of the text had asked for three boats.\n\nA previous version of the report, of which the mayor has a copy, names no boat.\n\nThis story was told on the quay by the mayor.",
			want: p1 + "\n\nCorrections officers agreed to a pay rise.\n\nAn earlier version of the pact said that both boats stay.\n\nThe first draft of the text had asked for three boats.\n\nA previous version of the report, of which the mayor has a copy, names no boat.\n\nThis story was told on the quay by the mayor.",
		},
		{name: "keeps a short last sentence", title: "T", body: p1 + "\n\nHe did not say when.\nRead more", want: p1 + "\n\nHe did not say when."},
		{name: "keeps wrapped paragraphs whole", title: "T", body: "The plan was first\nannounced in a letter\nby Ann Example\nand then dropped.", want: "The plan was first\nannounced in a letter\nby Ann Example\nand then dropped."},
		{name: "keeps lines without blank lines", title: "T", body: p1 + "\n" + p2, want: p1 + "\n" + p2},
		{name: "trailing space", title: "T", body: "  " + p1 + " \t\n\n\n\n" + p2, want: "  " + p1 + "\n\n" + p2},
		{name: "other scripts", title: "T", body: "議会は月曜日に冬の間もフェリーを運航することで合意した。\n\nПаром будет ходить всю зиму, решил совет.", want: "議会は月曜日に冬の間もフェリーを運航することで合意した。\n\nПаром будет ходить всю зиму, решил совет."},
		{name: "nothing left", title: "T", body: "Menu\nShare\n", want: " "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := strings.TrimRight(tt.want, " ")
			if tt.want == "" {
				want = p1 + "\n\n" + p2
			}
			got := newClutter().clean(tt.title, tt.body)
			if diff := cmp.Diff(want, got.text); diff != "" {
				t.Errorf("text (-want +got):\n%s\ndropped: %q", diff, got.dropped)
			}
			if tt.headline != got.title {
				t.Errorf("headline %q, want %q", got.title, tt.headline)
			}
		})
	}
}

// Kept lines are lines of the input in their order, and clean text stays as it is valid.
func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"Menu\n\nFerry to run all winter\n\nThe council agreed on Monday.\n\nRelated\nBridge toll rises\nRead more",
		"- a\n| b | c |\n> d\n# e\n1. f\n—\n\n\n",
		"By Ann Example\n\u00a0\nThe plan was first\nannounced in a letter\n\x00\xff",
		"»Vi är redo» säger hon\nHome › News\n#a #b\n![x](y)\n<!-- z -->",
	} {
		f.Add("", s)
		f.Add("Ferry to run all winter", s)
	}
	c := newClutter()
	f.Fuzz(func(t *testing.T, title, body string) {
		got := c.clean(title, body)
		if utf8.ValidString(body) && !utf8.ValidString(got.text) {
			t.Fatalf("%q is not valid UTF-8", got.text)
		}
		rest := strings.Split(body, "\n")
		for line := range strings.SplitSeq(got.text, "\n") {
			if line == "" {
				continue
			}
			for len(rest) > 0 && strings.TrimRight(rest[0], " \t\u00a0") != line {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				t.Fatalf("line %q of the text is not a line of the body, or not in its order", line)
			}
			rest = rest[1:]
		}
		if strings.Contains(got.text, "\n\n\n") {
			t.Fatalf("two blank lines in %q", got.text)
		}
	})
}
