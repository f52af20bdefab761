package foreign

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Knows says whether the words of a language are known that deny.
func Knows(lang string) bool { return words()[lang+"-not"] != nil }

// Counts says whether the number words of a language are known.
func Counts(lang string) bool { return words()[lang+"-number"] != nil }

// Denies says whether a text has a word that denies, in a language that Knows; false for others.
func Denies(text, lang string) bool {
	not := words()[lang+"-not"]
	return slices.ContainsFunc(Words(text), func(w string) bool {
		_, after, _ := strings.Cut(w, "'") // n'a
		before, _, _ := strings.Cut(w, "'")
		return not[w] || not[before] && after != ""
	})
}

// Numbers gives what the number words of a text count; figures are not among them.
func Numbers(text, lang string) []float64 { return values(text, lang+"-number") }

// Months gives the months that a text names, 1 to 12.
func Months(text, lang string) (all []int) {
	for _, n := range values(text, lang+"-month") {
		all = append(all, int(n))
	}
	return all
}

// values reads words that stand as WORD=VALUE in a class.
func values(text, class string) (all []float64) {
	ws := Words(text)
	for pair := range words()[class] {
		word, value, _ := strings.Cut(pair, "=")
		if n, err := strconv.ParseFloat(value, 64); err == nil && slices.Contains(ws, word) {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// figure is a number in figures, with what parts its groups: a space only before three digits.
var figure = regexp.MustCompile(`\d{1,3}(?:[ \x{a0}\x{202f}]\d{3}\b)+(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*`)

// Figures gives the digits of each number of a text, whatever parts them: "1,500" and "1.500" are the same. They are sorted.
func Figures(text string) (all []string) {
	text = strings.Map(func(r rune) rune {
		if d := digitOf(r); d >= 0 {
			return '0' + d
		}
		return r
	}, text)
	for _, f := range figure.FindAllString(text, -1) {
		all = append(all, strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, f))
	}
	slices.Sort(all)
	return all
}

// digitOf gives the value of a decimal digit of the scripts that news are written in; below 0 for none.
func digitOf(r rune) rune {
	for _, zero := range []rune{'0', '٠', '۰', '०', '০', '０'} {
		if r >= zero && r <= zero+9 {
			return r - zero
		}
	}
	return -1
}
