package wording

import (
	"strings"

	"talksbot/knowledge/gazetteer"
)

// SameMonth says whether two words in lower case name one month, in full or shortened.
func SameMonth(a, b string) bool {
	return len(a) >= 3 && len(b) >= 3 && MonthOf(a) > 0 && MonthOf(a) == MonthOf(b)
}

// MonthOf gives the number of a month by its name in lower case, in full or shortened; 0 for none.
func MonthOf(w string) int {
	for i, m := range [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		if w == m || len(w) <= 4 && len(w) >= 3 && strings.HasPrefix(m, w) {
			return i + 1
		}
	}
	return 0
}

// SamePlace matches two names of one state at the heads of two word runs. A capital may be put as its state, not the
// other way round; a demonym and a name are the same party, whatever the grammar.
func SamePlace(inText string, in []Word, outText string, out []Word) (n, m int) {
	if !in[0].Capital && in[0].Text != "the" || !out[0].Capital && out[0].Text != "the" {
		return 0, 0
	}
	a, n := PlaceAt(inText, in)
	b, m := PlaceAt(outText, out)
	if n == 0 || m == 0 || a.Code != b.Code && (b.Also == "" || a.Code != b.Also) {
		return 0, 0
	}
	if (a.Form == gazetteer.Capital || a.Form == gazetteer.Seat) && b.Form != a.Form {
		return 0, 0
	}
	if (a.Form == gazetteer.Region) != (b.Form == gazetteer.Region) {
		return 0, 0
	}
	return n, m
}

// PlaceAt finds the state named by the first of some words, after an article; n counts the article too.
func PlaceAt(text string, ws []Word) (p gazetteer.Place, n int) {
	skip := 0
	if len(ws) == 0 {
		return p, 0
	}
	if ws[0].Text == "the" && len(ws) > 1 {
		skip = 1
	}
	var raw [5]string
	k := 0
	for _, w := range ws[skip:] {
		if k == len(raw) || k > 0 && w.Mark != 0 {
			break
		}
		raw[k] = text[w.Start:w.End]
		k++
	}
	p, n, ok := gazetteer.Match(raw[:k], 0)
	if !ok || p.Form == gazetteer.Capital && n < k && ws[skip+n].Capital && !p.Part {
		return p, 0 // a capital inside a longer name, the Lirova Convention, is not its state
	}
	return p, n + skip
}
