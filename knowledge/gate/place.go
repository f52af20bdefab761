package gate

import (
	"strings"

	"talksbot/knowledge/gazetteer"
)

func sameMonth(a, b string) bool {
	return len(a) >= 3 && len(b) >= 3 && monthOf(a) > 0 && monthOf(a) == monthOf(b)
}

func monthOf(w string) int {
	for i, m := range [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		if w == m || len(w) <= 4 && len(w) >= 3 && strings.HasPrefix(m, w) {
			return i + 1
		}
	}
	return 0
}

// samePlace matches two names of one state at the heads of two word runs. A capital may be put as its state, not the
// other way round; a demonym and a name are the same party, whatever the grammar.
func samePlace(inText string, in []word, outText string, out []word) (n, m int) {
	if !in[0].capital && in[0].text != "the" || !out[0].capital && out[0].text != "the" {
		return 0, 0
	}
	a, n := placeAt(inText, in)
	b, m := placeAt(outText, out)
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

// placeAt finds the state named by the first of some words, after an article; n counts the article too.
func placeAt(text string, ws []word) (p gazetteer.Place, n int) {
	skip := 0
	if len(ws) == 0 {
		return p, 0
	}
	if ws[0].text == "the" && len(ws) > 1 {
		skip = 1
	}
	var raw [5]string
	k := 0
	for _, w := range ws[skip:] {
		if k == len(raw) || k > 0 && w.mark != 0 {
			break
		}
		raw[k] = text[w.start:w.end]
		k++
	}
	p, n, ok := gazetteer.Match(raw[:k], 0)
	if !ok || p.Form == gazetteer.Capital && n < k && ws[skip+n].capital && !p.Part {
		return p, 0 // a capital inside a longer name, the Lirova Convention, is not its state
	}
	return p, n + skip
}
