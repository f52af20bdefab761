package index

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func texts(s string) string {
	var b []string
	for _, t := range Analyze(s) {
		b = append(b, t.Text)
	}
	return strings.Join(b, " ")
}

func TestAnalyze(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" \n\t—…“”", ""},
		{"The ministers agreed.", "the minist agre"},
		{"Émile’s café", "emil cafe"},
		{"the allies’ plan", "the alli plan"},
		{"they'll, isn’t, won't, can't", "they is will can"},
		{"O’Brien of l'Aquila", "obrien of aquila"},
		{"Straße, Łódź, Søren, İzmir", "strass lodz soren izmir"},
		{"e.g. the U.N.'s envoy", "eg the un envoy"},
		{"U.S. and US and U.S.A. and USA", "u.s and u.s and u.s and u.s"},
		{"U.S.-led, US-led", "u.s lead u.s lead usl"},
		{"tell us what the us wants", "tell us what the u.s want"},
		{"GIVE US MORE", "give us more"},
		{"WHO has agreed?", "who has agre"},
		{"The WHO agreed.", "the w.h.o agre"},
		{"U.K., UK, E.U., EU", "uk uk eu eu"},
		{"1,000 and 1000 and 007", "1000 and 1000 and 7"},
		{"€30bn, 30 billion euros", "euro 30 billion 30 billion euro"},
		{"$1.5m or 30-billion", "dollar 1.5 million or 30 billion"},
		{"20% or 20 per cent or 20pc or 20 percent", "20 percent or 20 percent or 20 percent or 20 percent"},
		{"on the 6th, 30k in 2026-01-06", "on the 6 30000 in 2026 1 6"},
		{"twenty-six of seven", "26 of 7"},
		{"0,5 and 3.50", "0.5 and 3.50"},
		{"cease-fire", "ceas fire ceasefir"},
		{"co-operation", "co oper cooper"},
		{"state-of-the-art", "state of the art"},
		{"F-16 and COP30", "f 16 f16 and cop30"},
		{"this ended.Then see example.com", "this end then see exampl com"},
		{"soft\u00adware", "softwar"},
		{"Москва 東京 한국", "москва 東 京 한국"},
	} {
		if diff := cmp.Diff(c.want, texts(c.text)); diff != "" {
			t.Errorf("Analyze(%q) (-want +got):\n%s", c.text, diff)
		}
	}
}

// Each row is one word in several spellings, which must give the same terms.
func TestAnalyzeJoinsSpellings(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		"colour color", "colours colors", "favourable favorable", "neighbouring neighboring", "dishonoured dishonored",
		"organise organize organised organizing organisation organizations", "analyse analyze analysed analyzing",
		"centre center", "centres centers", "centred centered", "kilometres kilometers", "defence defense", "offences offenses",
		"programme program programmes programs", "programmed programmed", "dialogue dialog dialogues", "grey gray",
		"travelled traveled", "cancelled canceled", "modelling modeling", "fulfil fulfill", "manoeuvre maneuver",
		"manoeuvred maneuvered", "manoeuvring maneuvering", "enquiry inquiry", "sceptical skeptical", "jewellery jewelry",
		"ceasefire ceasefires", "$ dollars", "€ euros", "£ pounds", "¥ yen", "₴ hryvnias", "₽ roubles", "₹ rupees", "₺ liras",
		"₪ shekels", "% percent", "two 2", "twenty-one 21",
	} {
		forms := strings.Fields(row)
		for _, f := range forms[1:] {
			if diff := cmp.Diff(texts(forms[0]), texts(f)); diff != "" {
				t.Errorf("%s, %s:\n%s", forms[0], f, diff)
			}
		}
	}
}

// Each row is two different words, which must stay apart.
func TestAnalyzeKeepsApart(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		"four for", "your yor", "organize organ", "size sis", "prize prise", "tour tor", "US us", "WHO who", "real realise",
		"flour floor", "may might",
	} {
		a, b, _ := strings.Cut(row, " ")
		if a, b = "x "+a, "x "+b; texts(a) == texts(b) {
			t.Errorf("%q and %q both give %q", a, b, texts(a))
		}
	}
}

func TestAnalyzeOffsets(t *testing.T) {
	t.Parallel()
	text := "€30bn for the U.S.-led cease‑fire; twenty-six say so."
	var got []string
	for _, term := range Analyze(text) {
		got = append(got, term.Text+"="+text[term.Start:term.End])
	}
	want := []string{"euro=€", "30=30", "billion=bn", "for=for", "the=the", "u.s=U.S", "lead=led", "ceas=cease", "fire=fire",
		"ceasefir=cease‑fire", "26=twenty-six", "say=say", "so=so"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStop(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"who", "does", "because", "whose", "during", "having", "every", "isn't"} {
		if got := texts(s); !Stop(got) {
			t.Errorf("Stop(%q), made from %q, is false", got, s)
		}
	}
	for _, s := range []string{"US", "May", "one", "wills", "ceasefire", "5", ""} {
		if got := texts("x " + s); Stop(strings.TrimPrefix(got, "x ")) {
			t.Errorf("Stop holds for %q, made from %q", got, s)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"U.S.-led £30bn", "l’Été’s 1,000.5", "a-b-c 20 per cent", "\xff\u00ad'", "Ⅷ½ １２", "WHO?"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, term := range Analyze(text) {
			if term.Text == "" || !utf8.ValidString(term.Text) || strings.ContainsAny(term.Text, " \n") {
				t.Errorf("term %q", term.Text)
			}
			if term.Start < 0 || term.End <= term.Start || term.End > len(text) || term.End < last {
				t.Fatalf("term %q at %d:%d after %d of %d", term.Text, term.Start, term.End, last, len(text))
			}
			last = term.End
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	text := "The minister’s office said on 6 January that the neighbouring countries had not organised a €30bn programme with the U.S. and would defend the cease-fire."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Analyze(text)
	}
}
