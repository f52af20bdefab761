package english

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// sentences are paragraphs with a bar where one sentence ends and the next begins.
var sentences = []struct{ name, barred string }{
	{"plain", "The ferry left at noon. |Nobody was hurt."},
	{"question and exclamation", "Will the port reopen? |Nobody knows! |Not even the harbour master."},
	{"no stop at the end", "The ferry left. |More follows"},
	{"one word", "Never. |Really? |Yes."},

	{"country with stops inside a sentence", "The U.S. envoy met the U.K. delegation on Monday."},
	{"country with stops before a name", "The U.S. Treasury declined to comment."},
	{"country with stops before a verb", "The U.S. will lend money, but the U.K. has not decided."},
	{"country with stops at an end", "The loan comes from the U.S. |The bank will pay it out in March."},
	{"country with stops at an end before a pronoun", "Smith flew to the U.K. |He met nobody."},
	{"country with stops in brackets", "The lender (backed by the U.S.) paid first. |The others waited."},
	{"possessive country", "The U.S.'s offer stands. |So does ours."},
	{"E.U. and U.N.", "The E.U. and the U.N. Security Council agreed. |Others did not."},
	{"times of day", "Talks began at 9 a.m. on Friday and ended at 4 p.m. the same day."},
	{"time of day at an end", "Talks ended at 4 p.m. |The ministers then left."},

	{"general", "Gen. Tarbert said the bridge was safe. |Col. Onslow disagreed."},
	{"lieutenant general", "Lt. Gen. Ada Tarbert commands the force. |It is small."},
	{"civil titles", "Mr. Voss and Mrs. Voss met Dr. Lund, Prof. Ek and Sen. Pye. |Gov. Roe did not come."},
	{"title before an initial", "Sen. J. Pye voted no. |Rep. K. Oduya voted yes."},
	{"saint", "The fleet lies off St. Brannoc. |It sails today."},
	{"initials", "J. R. Lund signed the deal. |K.L. Voss did not."},
	{"middle initial", "Ada B. Tarbert took the chair. |She spoke first."},
	{"month", "The ceasefire began on Jan. 4 and ends on Feb. 28. |No one expects more."},
	{"number", "Article No. 7 applies. |It is short."},
	{"versus", "It was union vs. employer, port vs. city. |Both lost."},
	{"company", "Harrow & Co. bought Lund Inc. last year. |The price was not disclosed."},
	{"company at an end", "The ferries belong to Harrow & Co. |The port does not."},
	{"et cetera at an end", "They want cranes, pilots, tugs, etc. |The city wants quiet."},
	{"for example", "Some firms, e.g. Harrow, paid early, i.e. in March."},

	{"decimal", "Prices rose 3.5 per cent. |Wages fell 1.2 per cent."},
	{"money with a decimal", "The fund holds $2.94bn. |Half is lent."},
	{"figure at an end", "The accord dates from 1987. |Nobody has read it."},
	{"decimal at an end", "Prices rose by 3.5. |Wages fell by 1.2."},
	{"version at an end", "It runs release 2.0.1. |Lund wrote it."},
	{"short word at an end", "The city said no. |Lund sat. |Voss lay in the sun. |Roe ate a fig. |Others wept."},
	{"short answer", "“No.” |“Why?” |“I am tired.”"},
	{"others at an end", "The study is by Lund et al. |The data are theirs."},
	{"letter at an end", "They chose plan B. |It is cheap."},
	{"degree", "Ada Tarbert, Ph.D., leads the team. |The rest follow."},
	{"joined countries", "A U.S.-led force met a U.S.–U.K. team. |Both left."},
	{"web address", "The text is on www.harbour.example today. |Few have read it."},
	{"web address at an end", "The text is on www.harbour.example. |Lund wrote it."},

	{"ellipsis inside", "The minister said: “We are … not ready.” |Then she left."},
	{"ellipsis of stops inside", "It was slow ... and it was costly. |Nobody minded."},
	{"ellipsis at an end", "He paused … |Then he laughed."},
	{"ellipsis of stops at an end", "He paused... |The room was silent."},
	{"ellipsis that opens", "…and so it went. |The rest is known."},

	{"curly quotation", "“The deal is done,” she said. |“We sign on Friday.”"},
	{"quotation over several sentences", "“We have agreed. |We will sign. |Nothing else matters,” said Voss. |He smiled."},
	{"straight quotation over several sentences", "\"We have agreed. |We will sign,\" said Voss. |\"That is all.\""},
	{"quotation that ends in a question", "“Will they pay?” asked Lund. |“They will.”"},
	{"quotation that ends in an exclamation", "“Never!” shouted the crowd. |The police moved in."},
	{"quotation closed after a stop", "Voss said “the tide has turned.” |Lund disagreed."},
	{"quotation closed before a stop", "Voss said “the tide has turned”. |Lund disagreed."},
	{"straight quotation closed after a stop", "Voss said \"the tide has turned.\" |Lund disagreed."},
	{"single quotation", "Voss said ‘the tide has turned.’ |Lund disagreed."},
	{"nested quotation", "“He told me, ‘It is over.’ |I believed him,” said Lund."},
	{"marks closed one in another", "Voss said: “He told me ‘it is over.’” |Lund disagreed."},
	{"mixed stops", "“You did what?!” |Lund was gone."},
	{"speaker after a quoted stop", "“It is over.” |Lund said so twice."},
	{"guillemets", "Voss said «the tide has turned.» |Lund disagreed."},
	{"inverted guillemets", "Voss said »the tide has turned.« |Lund disagreed."},
	{"low opening marks", "Voss said „the tide has turned.“ |Lund disagreed."},
	{"apostrophes", "The ports' owners won't sell. |It's their right."},

	{"em dash", "The deal—if it is one—holds. |Lund says so."},
	{"spaced en dash", "The deal – if it is one – holds. |Lund says so."},
	{"dash after a stop", "The deal holds. |– Lund said so."},
	{"range", "Of the 20–30 ships, most sailed in 2019–2021. |None came back."},
	{"semicolon and colon", "The deal holds; the port is open: ships sail. |Good."},

	{"brackets inside", "The fund (which is new) pays. |It pays late."},
	{"sentence in brackets", "The fund pays. |(It pays late.) |Nobody minds."},
	{"brackets before a stop", "The fund pays (late). |Nobody minds."},
	{"square brackets", "“They [the owners] agreed. |It is over,” she said."},

	{"no-break space", "The ferry left.\u00a0|Nobody was hurt."},
	{"line break", "The ferry left.\n|Nobody was hurt, and\nthe crew slept."},
	{"several spaces", "The ferry left.   |Nobody was hurt."},
	{"accents", "Él Ñandú won. |Ångström lost. |Über nothing."},
	{"figure opens", "The ferry left. |300 people were aboard."},
	{"currency opens", "The ferry was sold. |€3m was paid."},
	{"lower-case brand goes on", "They bought Lund Inc. and iHarbour."},
}

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, tt := range sentences {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for s := range strings.SplitSeq(tt.barred, "|") {
				want = append(want, strings.TrimSpace(s))
			}
			text := barless(tt.barred)
			var got []string
			for _, s := range Sentences(text) {
				got = append(got, text[s.Start:s.End])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSentencesOfNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", " ", "\n\t\u00a0"} {
		if got := Sentences(s); len(got) > 0 {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// checkSpans fails the test unless the spans are in order, apart, trimmed and cover all of text but space.
func checkSpans(t *testing.T, text string, spans []Span) {
	t.Helper()
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after %d in %d bytes: %q", s, last, len(text), text)
		}
		if gap := text[last:s.Start]; strings.TrimSpace(gap) != "" {
			t.Fatalf("left out %q of %q", gap, text)
		}
		if in := text[s.Start:s.End]; strings.TrimSpace(in) != in {
			t.Fatalf("space around %q", in)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
			t.Fatalf("span %v cuts a letter of %q", s, text)
		}
		last = s.End
	}
	if rest := text[last:]; strings.TrimSpace(rest) != "" {
		t.Fatalf("left out %q of %q", rest, text)
	}
}

// barless takes the bars out of a case.
func barless(s string) string { return strings.ReplaceAll(s, "|", "") }

func FuzzSentences(f *testing.F) {
	for _, s := range sentences {
		f.Add(barless(s.barred))
	}
	f.Add("\xff. A\x80? “")
	f.Add("…. ... .”. U.. S. .")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			t.Skip("longer than a paragraph")
		}
		checkSpans(t, text, Sentences(text))
	})
}

// Sentences are cut alone as they are cut together: a passage that is read again is one sentence still.
func TestSentencesAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range sentences {
		text := barless(tt.barred)
		for _, s := range Sentences(text) {
			one := text[s.Start:s.End]
			if again := Sentences(one); len(again) != 1 || strings.TrimFunc(one, unicode.IsSpace) != one[again[0].Start:again[0].End] {
				t.Errorf("%s: %q is cut into %v", tt.name, one, again)
			}
		}
	}
}
