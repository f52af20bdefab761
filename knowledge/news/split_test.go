package news

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var splits = []struct {
	name, text string
	want       []string // kind, paragraph, under, text
}{
	{"nothing", " \n\n\t", nil},
	{"one line", "The ferry left at noon.", []string{"sentence 0 - The ferry left at noon."}},
	{"paragraphs", "The ferry left. Nobody was hurt.\n\nIt came back on Friday.", []string{
		"sentence 0 - The ferry left.", "sentence 0 - Nobody was hurt.", "sentence 1 - It came back on Friday."}},
	{"a line is a paragraph", "The ferry left.\nIt came back.", []string{"sentence 0 - The ferry left.", "sentence 1 - It came back."}},
	{"line ends of other systems", "The ferry left.\r\n\r\nIt came back.\r\n", []string{"sentence 0 - The ferry left.", "sentence 1 - It came back."}},
	{"indented", "  The ferry left.\n\tIt came back.", []string{"sentence 0 - The ferry left.", "sentence 1 - It came back."}},
	{"wrapped by hand",
		"The council of the northern islands agreed late on Tuesday to\nbuild a second quay for the fishing fleet and to close the old\none, which has been leaking oil into the bay since last spring,\nofficials said. The work will begin in May.\n\nNobody objected.",
		[]string{
			"sentence 0 - The council of the northern islands agreed late on Tuesday to\nbuild a second quay for the fishing fleet and to close the old\none, which has been leaking oil into the bay since last spring,\nofficials said.",
			"sentence 0 - The work will begin in May.", "sentence 1 - Nobody objected."}},
	{"wrapped by hand with points",
		"The council of the northern islands agreed late on Tuesday to\nbuild a second quay for the fishing fleet and to close the old\none, which has been leaking oil into the bay since last\nspring:\n\n- the quay will be two hundred metres long and thirty wide,\n  with room for forty boats\n- the oil will be removed",
		[]string{
			"sentence 0 - The council of the northern islands agreed late on Tuesday to\nbuild a second quay for the fishing fleet and to close the old\none, which has been leaking oil into the bay since last\nspring:",
			"item 1 0 the quay will be two hundred metres long and thirty wide,\n  with room for forty boats", "item 2 0 the oil will be removed"}},

	{"marked heading", "# The quay\n\nIt is new.\n\n## Costs ##\n\nNobody knows.", []string{
		"heading 0 - The quay", "sentence 1 0 It is new.", "heading 2 - Costs", "sentence 3 2 Nobody knows."}},
	{"plain heading", "What comes next\n\nThe council votes.", []string{"heading 0 - What comes next", "sentence 1 0 The council votes."}},
	{"heading with a question mark", "What comes next?\n\nThe council votes.", []string{"heading 0 - What comes next?", "sentence 1 0 The council votes."}},
	{"headings in a text wrapped by hand",
		"Costs of the quay and of the school that was promised with it\n\nThe council of the northern islands agreed late on Tuesday to\nbuild a second quay for the fishing fleet and to close the old\none, which has been leaking oil into the bay since last\nspring.\n\nTime\nThe work begins in May and is to end, if nothing comes between,\nin the autumn.",
		[]string{"heading 0 - Costs of the quay and of the school that was promised with it",
			"sentence 1 0 The council of the northern islands agreed late on Tuesday to\nbuild a second quay for the fishing fleet and to close the old\none, which has been leaking oil into the bay since last\nspring.",
			"heading 2 - Time", "sentence 3 2 The work begins in May and is to end, if nothing comes between,\nin the autumn."}},
	{"underlined heading", "Costs\n=====\n\nNobody knows.", []string{"heading 0 - Costs", "sentence 1 0 Nobody knows."}},
	{"rules", "The quay is new.\n\n---\n\nNobody knows.\n* * *\nLund does.\n___", []string{
		"sentence 0 - The quay is new.", "sentence 1 - Nobody knows.", "sentence 2 - Lund does."}},
	{"a last line heads nothing", "The council votes.\n\nMore to follow", []string{"sentence 0 - The council votes.", "sentence 1 - More to follow"}},
	{"a hash without space is no heading", "#quay is what the sign says.", []string{"sentence 0 - #quay is what the sign says."}},

	{"points and their lead-in", "The council agreed to:\n\n- build a quay\n* close the old one\n• plant trees\n\nIt meets again in May.", []string{
		"sentence 0 - The council agreed to:", "item 1 0 build a quay", "item 2 0 close the old one", "item 3 0 plant trees", "sentence 4 - It meets again in May."}},
	{"points without a lead-in", "The council met.\n- It built a quay.\n- It closed the old one. Nobody minded.", []string{
		"sentence 0 - The council met.", "item 1 - It built a quay.", "item 2 - It closed the old one.", "item 2 - Nobody minded."}},
	{"points under a heading and a lead-in", "## Costs\n\nThe quay needs:\n- stone\n- steel\n\n## Time\n\n- two years", []string{
		"heading 0 - Costs", "sentence 1 0 The quay needs:", "item 2 1 stone", "item 3 1 steel", "heading 4 - Time", "item 5 4 two years"}},
	{"numbered points", "The plan has three parts:\n1. Stone is bought.\n2) Steel is bought.\n10. The rest follows.", []string{
		"sentence 0 - The plan has three parts:", "item 1 0 Stone is bought.", "item 2 0 Steel is bought.", "item 3 0 The rest follows."}},
	{"a year is no number of a point", "2024. That was the year.", []string{"sentence 0 - 2024.", "sentence 0 - That was the year."}},
	{"a figure opens a sentence", "30 boats sank.\n3.5 metres of water stood in the hall.", []string{"sentence 0 - 30 boats sank.", "sentence 1 - 3.5 metres of water stood in the hall."}},
	{"a dash that is no point", "-5 degrees were measured.", []string{"sentence 0 - -5 degrees were measured."}},

	{"block quote", "The letter says:\n\n> We will build a quay. It will be long.\n>\n> > And wide.", []string{
		"sentence 0 - The letter says:", "sentence 1 - We will build a quay.", "sentence 1 - It will be long.", "sentence 2 - And wide."}},
	{"block quote set in", ">   We will build a quay.", []string{"sentence 0 - We will build a quay."}},
	{"points in a block quote", ">\u00a0The council wants:\n> - a quay\n> - a school", []string{
		"sentence 0 - The council wants:", "item 1 0 a quay", "item 2 0 a school"}},

	{"table", "Who pays:\n\n| Port | Share | Since |\n|---|:-:|---|\n| Ansel | 40% | 2019 |\n| Brannoc | 60% | |\n\nIt is fair.", []string{
		"sentence 0 - Who pays:", "heading 1 - | Port | Share | Since |", "row 3 - | Ansel | 40% | 2019 | [Port Share Since]", "row 4 - | Brannoc | 60% | | [Port Share Since]", "sentence 5 - It is fair."}},
	{"two tables", "| A | B |\n|---|---|\n| 1 | 2 |\n\nThen:\n\n| C |  D |\n| 3 | 4 |", []string{
		"heading 0 - | A | B |", "row 2 - | 1 | 2 | [A B]", "sentence 3 - Then:", "heading 4 - | C |  D |", "row 5 - | 3 | 4 | [C D]"}},
	{"row of several sentences", "| Issue | State |\n|---|---|\n| Quay | Agreed. Work begins in May. |", []string{
		"heading 0 - | Issue | State |", "row 2 - | Quay | Agreed. Work begins in May. | [Issue State]"}},
	{"a bar is no table", "The bar | is mid-sentence.", []string{"sentence 0 - The bar | is mid-sentence."}},

	{"speech over sentences", "“We agree. We build,” said Lund.", []string{"sentence 0 - “We agree.", "sentence 0 - We build,” said Lund."}},
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tt := range splits {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := Article{ID: "a", Text: tt.text}
			ps := Split(a)
			var got []string
			for _, p := range ps {
				under, columns := "-", ""
				if p.Under >= 0 {
					under = fmt.Sprint(p.Under)
				}
				if p.Columns != nil {
					columns = fmt.Sprintf(" %v", p.Columns)
				}
				got = append(got, fmt.Sprintf("%s %d %s %s%s", p.Kind, p.Paragraph, under, a.Text[p.Start:p.End], columns))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			checkPassages(t, a, ps)
		})
	}
}

// markers is all that may stand outside of passages: space, list, quotation and heading marks, rules.
var markers = regexp.MustCompile(`^(?:[\s\v\x{85}\p{Z}>#*•–—‣▪|:_=-]|\d{1,2}[.)])*$`)

// checkPassages fails the test unless the passages keep what Split promises.
func checkPassages(t *testing.T, a Article, ps []Passage) {
	t.Helper()
	last := 0
	for i, p := range ps {
		if p.N != i || p.Article != a.ID {
			t.Errorf("passage %d is %d of %q", i, p.N, p.Article)
		}
		if p.Start < last || p.End <= p.Start || p.End > len(a.Text) {
			t.Fatalf("passage %d is %d–%d after %d in %d bytes: %q", i, p.Start, p.End, last, len(a.Text), a.Text)
		}
		if in := a.Text[p.Start:p.End]; strings.TrimSpace(in) != in {
			t.Errorf("space around passage %d: %q", i, in)
		} else if utf8.ValidString(a.Text) && !utf8.ValidString(in) {
			t.Errorf("passage %d cuts a letter: %q", i, in)
		}
		if gap := a.Text[last:p.Start]; !markers.MatchString(gap) {
			t.Errorf("left out before passage %d: %q of %q", i, gap, a.Text)
		}
		if i > 0 && p.Paragraph < ps[i-1].Paragraph {
			t.Errorf("passage %d is of paragraph %d, the one before of %d", i, p.Paragraph, ps[i-1].Paragraph)
		}
		if p.Under < -1 || p.Under >= i {
			t.Errorf("passage %d stands under %d", i, p.Under)
		}
		if p.Kind == Row != (p.Columns != nil) {
			t.Errorf("passage %d is a %s with columns %q", i, p.Kind, p.Columns)
		}
		last = p.End
	}
	if rest := a.Text[last:]; !markers.MatchString(rest) {
		t.Errorf("left out at the end: %q of %q", rest, a.Text)
	}
}

func FuzzSplit(f *testing.F) {
	for _, tt := range splits {
		f.Add(tt.text)
	}
	f.Add("|a|\n| |\n||\n|b|c|")
	f.Add("# \u00a0A \u00a0#\n- \u00a0b\n>\u00a0> \u00a0c")
	f.Add("> # A\n1. \n2) - x\n#\n# #")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 || !utf8.ValidString(text) {
			t.Skip("no text of an article")
		}
		a := Article{ID: "a", Text: text}
		checkPassages(t, a, Split(a))
	})
}
