package gazetteer

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string // tokens
		code string // "" for none
		form Form
		n    int
	}{
		{"Germany agrees", "DE", Name, 1}, {"Germany's plan", "DE", Name, 1}, {"Germany 's plan", "DE", Name, 1},
		{"germany agrees", "DE", Name, 1}, {"GERMANY AGREES", "DE", Name, 1},
		{"U.S. troops", "US", Abbreviation, 1}, {"US troops", "US", Abbreviation, 1}, {"USA", "US", Abbreviation, 1},
		{"us troops", "", 0, 0}, {"Us too", "", 0, 0}, {"un peu", "", 0, 0}, {"usa", "US", Abbreviation, 1},
		{"United States of America and", "US", Name, 4}, {"United States and", "US", Name, 2}, {"United we", "", 0, 0},
		{"America", "US", Name, 1}, {"American", "US", Demonym, 1}, {"Americans", "US", DemonymNoun, 1},
		{"U.K. ministers", "GB", Abbreviation, 1}, {"uk ministers", "GB", Abbreviation, 1},
		{"Great Britain", "GB", Name, 2}, {"Brits", "GB", DemonymNoun, 1}, {"British", "GB", Demonym, 1},
		{"UAE", "AE", Abbreviation, 1}, {"DRC", "CD", Abbreviation, 1}, {"EU leaders", "EU", Abbreviation, 1},
		{"E.U.", "EU", Abbreviation, 1}, {"UN envoy", "UN", Abbreviation, 1}, {"United Nations", "UN", Name, 2},
		{"Berlin said", "DE", Capital, 1}, {"Kyiv", "UA", Capital, 1}, {"Kiev", "UA", Capital, 1},
		{"New Delhi", "IN", Capital, 2}, {"Washington, D.C.", "US", Capital, 2}, {"Washington", "US", Capital, 1},
		{"French", "FR", Demonym, 1}, {"Frenchman", "FR", DemonymNoun, 1}, {"Germans", "DE", DemonymNoun, 1},
		{"Danes", "DK", DemonymNoun, 1}, {"Turks", "TR", DemonymNoun, 1}, {"Spaniards", "ES", DemonymNoun, 1},
		{"Poles", "PL", DemonymNoun, 1}, {"poles", "", 0, 0}, {"Polish", "PL", Demonym, 1}, {"polish", "", 0, 0},
		{"Turkey", "TR", Name, 1}, {"turkey", "", 0, 0}, {"TURKEY", "TR", Name, 1}, {"Türkiye", "TR", Name, 1},
		{"china", "", 0, 0}, {"China", "CN", Name, 1}, {"chad", "", 0, 0}, {"Jordan", "JO", Name, 1},
		{"Georgia", "GE", Name, 1}, {"Mali", "ML", Name, 1}, {"Male voters", "", 0, 0},
		{"Côte d’Ivoire", "CI", Name, 2}, {"Cote d'Ivoire", "CI", Name, 2}, {"Cote d' Ivoire", "CI", Name, 3},
		{"Ivory Coast's", "CI", Name, 2}, {"Czechia", "CZ", Name, 1}, {"Czechs", "CZ", DemonymNoun, 1},
		{"Guinea-Bissau", "GW", Name, 1}, {"Guinea - Bissau", "GW", Name, 3}, {"Guinea", "GN", Name, 1},
		{"South Korean", "KR", Demonym, 2}, {"North Korea", "KP", Name, 2}, {"Papua New Guinea", "PG", Name, 3},
		{"White House", "US", Seat, 2}, {"white house", "", 0, 0}, {"the Kremlin", "", 0, 0}, {"Kremlin", "RU", Seat, 1},
		{"Élysée Palace", "FR", Seat, 2}, {"Elysée", "FR", Seat, 1}, {"Bundestag", "DE", Seat, 1},
		{"10 Downing Street", "GB", Seat, 3}, {"10 soldiers", "", 0, 0}, {"UN Security Council", "UN", Seat, 3},
		{"Europe", "X-EUROPE", Region, 1}, {"European", "X-EUROPE", Region, 1}, {"European Union", "EU", Name, 2},
		{"South American", "X-SOUTH-AMERICA", Region, 2}, {"Gulf states", "X-GULF", Region, 2}, {"gulf", "", 0, 0},
		{"Nordic", "X-NORDIC", Region, 1}, {"Arab", "X-ARAB", Region, 1}, {"Arab League", "ARAB-LEAGUE", Name, 2},
		{"NATO", "NATO", Abbreviation, 1}, {"New Zealander", "NZ", DemonymNoun, 2},
		{"New Mexico Mexico", "", 0, 2}, {"African American", "", 0, 2}, {"New talks", "", 0, 0}, {"", "", 0, 0},
	} {
		p, n, ok := Match(strings.Fields(c.text), 0)
		if p.Code != c.code || p.Form != c.form || n != c.n || ok != (c.code != "") {
			t.Errorf("Match(%q) = %+v, %d, %v; want %q %v %d", c.text, p, n, ok, c.code, c.form, c.n)
		}
	}
}

func TestMatchWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tokens []string
		at     int
		want   Place
	}{
		{[]string{"in", "Brussels"}, 1, Place{Code: "EU", Name: "European Union", Form: Seat, Also: "BE"}},
		{[]string{"Congolese"}, 0, Place{Code: "CD", Name: "Democratic Republic of Congo", Form: Demonym, Also: "CG"}},
		{[]string{"Koreans"}, 0, Place{Code: "KR", Name: "South Korea", Form: DemonymNoun, Also: "KP"}},
		{[]string{"U.S.-led"}, 0, Place{Code: "US", Name: "United States", Form: Abbreviation, Part: true}},
		{[]string{"pro-Russian"}, 0, Place{}},
		{[]string{"Ankara"}, 0, Place{Code: "TR", Name: "Turkey", Form: Capital}},
		{[]string{"Ankara"}, 1, Place{}},
		{[]string{"Ankara"}, -1, Place{}},
	} {
		got, _, _ := Match(c.tokens, c.at)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v at %d: %s", c.tokens, c.at, diff)
		}
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	if p, ok := Lookup("United", "Kingdom"); !ok || p.Code != "GB" || !p.Country() {
		t.Errorf("United Kingdom: %+v, %v", p, ok)
	}
	for _, words := range [][]string{nil, {"Germany", "agrees"}, {"German-led"}, {"New", "Mexico"}} {
		if p, ok := Lookup(words...); ok {
			t.Errorf("%v: %+v", words, p)
		}
	}
	if p, _ := Lookup("EU"); p.Country() {
		t.Error("the EU is no country")
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	want := []string{"Turkey", "Ankara", "Bestepe", "Beştepe", "Republic of Türkiye", "Turk", "Turkish", "Turkiye",
		"Turks", "Türkiye"}
	if diff := cmp.Diff(want, Forms("TR")); diff != "" {
		t.Error(diff)
	}
	if got := Forms("QQ"); got != nil {
		t.Errorf("forms of no place: %v", got)
	}
	Forms("TR")[0] = "changed"
	if Forms("TR")[0] != "Turkey" {
		t.Error("Forms gave its own slice away")
	}
}

// Every surface of the data finds its own code again, in the form its line says, and every line is one of the known.
func TestDataIsWhole(t *testing.T) {
	t.Parallel()
	for _, code := range Codes() {
		for i, s := range Forms(code) {
			p, n, ok := Match(strings.Fields(s), 0)
			if !ok || n != len(strings.Fields(s)) || p.Code != code && p.Also != code {
				t.Errorf("%s: %q matches %+v, %d", code, s, p, n)
			}
			if i == 0 && p.Code == code && p.Name != s {
				t.Errorf("%s: name %q, first form %q", code, p.Name, s)
			}
		}
	}
	kinds := append([]string{"also", "cased", "exact", "drop", "none"}, formNames[1:]...)
	for line := range strings.Lines(house + places) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if !strings.HasPrefix(line, "#") && (len(f) != 3 || !slices.Contains(kinds, f[1])) {
			t.Errorf("line %q", line)
		}
	}
}

// States that are members of the United Nations have a name, a capital and a demonym each.
func TestMembersAreComplete(t *testing.T) {
	t.Parallel()
	const members = `AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF
		TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN
		GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML
		MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW
		KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG
		UA AE GB US UY UZ VU VE VN YE ZM ZW`
	codes := strings.Fields(members)
	if len(codes) != 193 {
		t.Fatalf("%d members", len(codes))
	}
	// Cities that bear their country's name, or are left out since the name is mostly something else.
	cityless := []string{"DJ", "GD", "GY", "KI", "LU", "MC", "MV", "PW", "SC", "SG", "SM", "VA", "VC"}
	folk := []string{"BS"}
	for _, code := range codes {
		has := map[Form]bool{}
		for _, s := range Forms(code) {
			p, _, _ := Match(strings.Fields(s), 0)
			has[p.Form] = true
		}
		if !has[Name] || !has[Capital] && !slices.Contains(cityless, code) && code != "BE" ||
			!has[Demonym] && !has[DemonymNoun] && !slices.Contains(folk, code) {
			t.Errorf("%s lacks a form: %q", code, Forms(code))
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"U.S.-led", "Côte d’ Ivoire", "- -", "Guinea - Bissau", "\xff", "' s", "10 Downing", "İ"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, text string, at int) {
		tokens := strings.Split(text, " ")
		p, n, ok := Match(tokens, at)
		if n < 0 || n > 0 && at+n > len(tokens) || ok != (p.Code != "") || ok && (n == 0 || p.Name == "") {
			t.Errorf("Match(%q, %d) = %+v, %d, %v", tokens, at, p, n, ok)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	tokens := []string{"United", "States", "of", "America"}
	b.ReportAllocs()
	for b.Loop() {
		Match(tokens, 0)
	}
}

func BenchmarkNoMatch(b *testing.B) {
	tokens := []string{"ministers", "agreed"}
	b.ReportAllocs()
	for b.Loop() {
		Match(tokens, 0)
	}
}

// What the first look-up of a process builds.
func BenchmarkFirst(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		build()
	}
}
