package english

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestQuantities(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want string // words=value unit, one after the other
	}{
		{"nothing to count", ""},
		{"", ""},

		// figures
		{"1,000 boats", "1,000=1000"},
		{"12,345,678 boats", "12,345,678=12345678"},
		{"3.5 metres", "3.5=3.5"},
		{"1,5 metres", "1,5=1.5"},
		{"1,234.5 tonnes", "1,234.5=1234.5"},
		{"1.234.567 tonnes", "1.234.567=1234567"},
		{"80m doses", "80m=80000000"},
		{"2.5 million doses", "2.5 million=2500000"},
		{"40k signatures", "40k=40000"},
		{"7 dozen eggs", "7 dozen=84"},
		{"30bn trees", "30bn=30000000000"},
		{"5-7 boats", "5=5, 7=7"},
		{"2019–2021", "2019=2019, 2021=2021"},
		{"“30 boats”, ‘7’ and (5)", "30=30, 7=7, 5=5"},
		{"20–30bn trees", "20=20, 30bn=30000000000"},
		{"all\u00a012 boats", "12=12"},
		{"mid-2027, Mid-2028, post-1990", "2027=2027, 2028=2028, 1990=1990"},
		{"in 1987", "1987=1987"},
		{"4 May 2024", "4=4, 2024=2024"},

		// money
		{"$2.94bn", "$2.94bn=2940000000 $"},
		{"€500mn", "€500mn=500000000 €"},
		{"£40", "£40=40 £"},
		{"¥90 trillion", "¥90 trillion=90000000000000 ¥"},
		{"NKr100bn", "NKr100bn=100000000000 kr"},
		{"SKr 5m", "SKr 5m=5000000 kr"},
		{"US$3.2 million", "US$3.2 million=3200000 $"},
		{"A$12m and HK$7m", "A$12m=12000000 A$, HK$7m=7000000 HK$"},
		{"EUR 30 billion", "EUR 30 billion=30000000000 €"},
		{"CHF1,200", "CHF1,200=1200 CHF"},
		{"₹500", "₹500=500 ₹"},
		{"5 million dollars", "5 million dollars=5000000 $"},
		{"5 million US dollars", "5 million US dollars=5000000 $"},
		{"20 euros", "20 euros=20 €"},
		{"20m Norwegian kroner", "20m Norwegian kroner=20000000 kr"},
		{"a $40-million loan", "$40-million=40000000 $"},
		{"a 40-million-dollar loan", "40-million-dollar=40000000 $"},
		{"from $2bn to $3bn", "$2bn=2000000000 $, $3bn=3000000000 $"},

		// shares
		{"20pc of members", "20pc=20 %"},
		{"3.5% and 4 %", "3.5%=3.5 %, 4 %=4 %"},
		{"3.5 per cent, 4 percent, 5 pct", "3.5 per cent=3.5 %, 4 percent=4 %, 5 pct=5 %"},
		{"60 percentage points", "60=60"},

		// words
		{"one billion euros", "one billion euros=1000000000 €"},
		{"twenty-one boats", "twenty-one=21"},
		{"Thirty six boats", "Thirty six=36"},
		{"two hundred boats", "two hundred=200"},
		{"half a million", "half a million=500000"},
		{"half of them", "half=0.5"},
		{"ten per cent", "ten per cent=10 %"},
		{"a dozen boats", "a dozen=12"},
		{"two dozen boats", "two dozen=24"},
		{"a hundred boats", "a hundred=100"},
		{"a million euros", "a million euros=1000000 €"},
		{"two hundred thousand boats", "two hundred thousand=200000"},
		{"nine five-year plans", "nine=9, five-year=5 year"},
		{"ninety-nine per cent", "ninety-nine per cent=99 %"},
		{"A thousand boats, an only one", "A thousand=1000, one=1"},
		{"three to five boats", "three=3, five=5"},
		{"the tent of the often weighted", ""},

		// times
		{"five years", "five years=5 year"},
		{"a 10-year lease", "10-year=10 year"},
		{"over 30 days", "30 days=30 day"},
		{"18 months", "18 months=18 month"},
		{"yearly 3", "3=3"},

		// names are no numbers
		{"COP30 and G20", ""},
		{"R9.8bn, RM640 million, A4 and B52", "R9.8bn=9800000000 R, RM640 million=640000000 MYR"},
		{"the Su35 and the F-16", ""},
		{"the Covid-19 vaccine", ""},
		{"Article 7", "7=7"},
	}
	for _, tt := range tests {
		var got []string
		for _, q := range Quantities(tt.text) {
			got = append(got, strings.TrimSpace(tt.text[q.Start:q.End]+"="+strconv.FormatFloat(q.Value, 'f', -1, 64)+" "+q.Unit))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

func TestAmountIn(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"The bank lends $2.94bn over five years.", "$2.94bn"},
		{"Over five years the bank lends one billion euros.", "one billion euros"},
		{"It covers 20pc of the cost.", "20pc"},
		{"It takes 30 boats and five years.", ""},
		{"It was said at the G20 in 2024.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Amount(tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestDeadlineIn(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"The quay opens by May.", "by May"},
		{"The quay opens by 4 May 2027, they say.", "by 4 May 2027"},
		{"The quay opens by May 4, 2027.", "by May 4, 2027"},
		{"The quay opens by Jan. 4.", "by Jan. 4"},
		{"The quay opens by 2035.", "by 2035"},
		{"The quay opens by the end of 2027.", "by the end of 2027"},
		{"The quay opens by mid-2027.", "by mid-2027"},
		{"The quay opens before the end of the year.", "before the end of the year"},
		{"The quay opens no later than Friday.", "no later than Friday"},
		{"The quay opens by the summer of 2027.", "by the summer of 2027"},
		{"The quay opens by year-end.", "by year-end"},
		{"The quay opens by end-May.", "by end-May"},
		{"The quay opens by the end of next year.", "by the end of next year"},
		{"The quay opens by early next year.", "by early next year"},
		{"The quay opens next spring.", ""},
		{"The quay opens by next spring.", "by next spring"},
		{"The quay opens next year.", "next year"},
		{"The quay is built over five years.", "over five years"},
		{"The quay is built within the next 18 months.", "within the next 18 months"},
		{"The quay is built in the coming two weeks.", "in the coming two weeks"},
		{"The quay was built by Lund.", ""},
		{"The quay was built by 20 workers.", ""},
		{"The quay stands by the May tree.", ""},
		{"The quay was built in 1987.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Deadline(tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzQuantities(f *testing.F) {
	for _, s := range []string{"$2.94bn, one billion euros", "20pc of 1,000 in five years", "half a million, twenty-one", "COP30 \u00a0NKr100bn", "by the end of May 4, 2027", "\xff1,\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			t.Skip("longer than a passage")
		}
		for _, q := range Quantities(text) {
			if q.Start < 0 || q.End <= q.Start || q.End > len(text) {
				t.Fatalf("%+v in %d bytes: %q", q, len(text), text)
			}
			if in := text[q.Start:q.End]; utf8.ValidString(text) && !utf8.ValidString(in) {
				t.Fatalf("%q cuts a letter of %q", in, text)
			}
			if q.Value < 0 || q.Value != q.Value {
				t.Fatalf("%+v in %q", q, text)
			}
		}
		if got := Amount(text); !strings.Contains(text, got) {
			t.Fatalf("amount %q is not in %q", got, text)
		}
		if got := Deadline(text); !strings.Contains(text, got) {
			t.Fatalf("deadline %q is not in %q", got, text)
		}
	})
}
