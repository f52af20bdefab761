package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
)

// word is a word of a text as the gate compares it: a name, a word or a number in full.
type word struct {
	text       string // folded: lower case, no accents; contractions taken apart ("won't" is "will", "not")
	start, end int    // bytes
	number     bool
	value      float64 // "1bn" is 1e9
	unit       string  // "$", "%", "year" …; "" for a bare count
	capital    bool    // written with a capital letter
	first      bool    // where a sentence or quotation begins: its capital says nothing
	mark       byte    // the strongest mark before it: . ; : - , " ( or 0
}

// same says whether two words are the same word or the same quantity.
func (w word) same(v word) bool {
	if w.number || v.number {
		return w.number && v.number && w.value == v.value && (w.unit == v.unit)
	}
	return w.text == v.text
}

// name says whether a word is a name by its writing.
func (w word) name() bool {
	return w.capital && !w.number && !functionWords[w.text] && (!w.first || !starters[w.text])
}

// wordsOf cuts a text into words. Hyphens part words: "U.S.-led" is two.
func wordsOf(text string) []word {
	out := make([]word, 0, len(text)/5+4)
	var mark byte = '.'
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if !wordRune(r) && !(currencySign(r) && digitAt(text, i+n)) {
			if !unicode.IsSpace(r) {
				mark = stronger(mark, markOf(r))
			}
			i += n
			continue
		}
		start := i
		i = wordEnd(text, i)
		if c, ok := strings.CutSuffix(text[start:i], "."); ok && !strings.Contains(c, ".") {
			i-- // a final stop
		}
		out = appendWord(out, text[start:i], start, mark)
		mark = 0
	}
	return joinNumbers(out)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func currencySign(r rune) bool { return unicode.Is(unicode.Sc, r) }

func digitAt(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

// wordEnd goes over letters, digits, apostrophes inside, the stops of U.S. and the commas of 1,000.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case wordRune(r) || unicode.Is(unicode.Mn, r) || currencySign(r):
		case r == '\'' || r == '’':
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); !unicode.IsLetter(next) {
				return i
			}
		case r == '.' || r == ',':
			prev := i > 0 && digitAt(text, i-1)
			if prev && digitAt(text, i+1) {
				break
			}
			if r == '.' && initials(text, i) {
				break
			}
			return i
		case r == '%':
			return i + n
		default:
			return i
		}
		i += n
	}
	return i
}

// initials says whether the stop at i ends a single letter of an abbreviation such as U.S. or J.
func initials(text string, i int) bool {
	if i == 0 || !unicode.IsLetter(rune(text[i-1])) {
		return false
	}
	if i >= 2 && (wordRune(rune(text[i-2])) || text[i-2] >= utf8.RuneSelf) {
		return false
	}
	if i+1 < len(text) && text[i+1] >= 'A' && text[i+1] <= 'Z' && (i+2 >= len(text) || text[i+2] == '.') {
		return true
	}
	return i >= 2 && text[i-2] == '.'
}

// marks in rising strength.
const markOrder = "\"(,-:;."

func markOf(r rune) byte {
	switch r {
	case '.', '!', '?':
		return '.'
	case ';', ':', ',':
		return byte(r)
	case '—', '–', '…', '|':
		return '-'
	case '(', ')', '[', ']':
		return '('
	case '"', '“', '”', '„', '«', '»', '‘':
		return '"'
	}
	return 0
}

func stronger(a, b byte) byte {
	if b != 0 && (a == 0 || strings.IndexByte(markOrder, b) > strings.IndexByte(markOrder, a)) {
		return b
	}
	return a
}

var contractions = map[string][2]string{"won't": {"will", "not"}, "can't": {"can", "not"}, "cannot": {"can", "not"}, "shan't": {"shall", "not"}}

// appendWord adds a word, taking contractions and possessives apart.
func appendWord(out []word, raw string, start int, mark byte) []word {
	w := word{start: start, end: start + len(raw), mark: mark, first: mark == '.' || mark == ':' || mark == '"' || len(out) == 0}
	r, _ := utf8.DecodeRuneInString(raw)
	w.capital = unicode.IsUpper(r)
	low := foldWord(raw)
	second := func(a, b string, at int) []word {
		v := w
		v.text, v.end = foldWord(a), start+at
		return append(out, v, word{text: b, start: start + at, end: w.end})
	}
	if c, ok := contractions[low]; ok {
		return second(c[0], c[1], len(raw))
	}
	if i := strings.IndexAny(raw, "'’"); i > 0 {
		at := strings.IndexByte(low, '\'')
		switch head, tail := low[:at], low[at:]; tail {
		case "'s":
			return append(second(head, "'s", i)[:len(out)+1], word{text: "'s", start: start + i, end: w.end})
		case "'t":
			if strings.HasSuffix(head, "n") {
				return second(head[:len(head)-1], "not", i-1)
			}
		case "'ll":
			return second(head, "will", i)
		case "'re":
			return second(head, "are", i)
		case "'ve":
			return second(head, "have", i)
		case "'m":
			return second(head, "am", i)
		case "'d":
			return second(head, "would", i)
		}
	}
	w.text = low
	switch low { // initials with and without stops are the same word; "us" is not
	case "us", "uk", "un", "eu", "uae", "usa":
		if raw == strings.ToUpper(raw) {
			w.text = strings.Join(strings.Split(low, ""), ".")
		}
	default:
		w.text = strings.TrimSuffix(low, ".")
	}
	return append(out, w)
}

// foldWord writes a word in lower case with straight apostrophes and, where it has any, without accents.
func foldWord(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return english.Fold(s)
		}
	}
	s = strings.ToLower(s)
	if n := len(s); n > 4 && (s[n-1] == 'y' || s[n-1] == 'i') && (s[n-2] == 'i' || s[n-2] == 'y') {
		return english.Fold(s) // the sound written -iy, -yy, -y at the end of names
	}
	return s
}

// joinNumbers reads figures, scales and units into quantities: $ 1 bn, 30 billion, twenty-five, 10-year.
func joinNumbers(ws []word) []word {
	out := ws[:0]
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if !readNumber(&w) {
			out = append(out, w)
			continue
		}
		near := func() *word {
			if i+1 < len(ws) && ws[i+1].mark == 0 {
				return &ws[i+1]
			}
			return nil
		}
		if n := near(); n != nil && w.value >= 20 && w.value < 100 && n.text != "" && english.SmallNumbers[n.text] >= 1 && english.SmallNumbers[n.text] < 10 && english.SmallNumbers[w.text] > 0 {
			w.value += english.SmallNumbers[n.text]
			w.end = n.end
			i++
		}
		if n := near(); n != nil && english.Scales[n.text] > 0 && !(n.text == "m" && n.start > w.end+1) {
			w.value *= english.Scales[n.text]
			w.end = n.end
			i++
		}
		if n := near(); n != nil && w.unit == "" {
			if u := unitWord(n.text); u != "" {
				w.unit, w.end = u, n.end
				i++
			} else if n.text == "per" && i+2 < len(ws) && ws[i+2].text == "cent" {
				w.unit, w.end = "%", ws[i+2].end
				i += 2
			} else if i+2 < len(ws) && nationalMoney[n.text] && ws[i+2].mark == 0 && english.CurrencyWords[strings.TrimSuffix(ws[i+2].text, "s")] != "" {
				w.unit, w.end = english.CurrencyWords[strings.TrimSuffix(ws[i+2].text, "s")], ws[i+2].end
				if n.text != "u.s" && n.text != "american" {
					w.unit = n.text + " " + w.unit
				}
				i += 2
			}
		}
		out = append(out, w)
	}
	return out
}

var nationalMoney = english.Set("u.s american canadian australian norwegian swedish danish swiss")

// readNumber makes a number of a word that is one; letters before or after its digits are currency and scale.
func readNumber(w *word) bool {
	if v, ok := english.SmallNumbers[w.text]; ok {
		w.number, w.value = true, v
		return true
	}
	i := strings.IndexAny(w.text, "0123456789")
	if i < 0 {
		return false
	}
	j := strings.LastIndexAny(w.text, "0123456789") + 1
	before, digits, after := w.text[:i], w.text[i:j], w.text[j:]
	if strings.IndexFunc(digits, unicode.IsLetter) >= 0 {
		return false
	}
	unit := ""
	if before != "" {
		c, ok := english.CurrencyCode[before]
		r, n := utf8.DecodeRuneInString(before)
		switch {
		case ok:
			unit = c
		case n == len(before) && currencySign(r):
			unit = before
		default:
			return false // ZOG30 is a name
		}
	}
	value := english.ParseNumber(digits)
	switch {
	case after == "":
	case after == "%":
		unit = "%"
	case english.Scales[after] > 0:
		value *= english.Scales[after]
	case after == "st" || after == "nd" || after == "rd" || after == "th" || after == "s":
		unit = after // an ordinal is no count
		if after != "s" {
			unit = ""
		}
	default:
		return false
	}
	w.number, w.value, w.unit = true, value, unit
	return true
}

// unitWord gives the unit a word after a figure stands for; "" for none.
func unitWord(w string) string {
	one := strings.TrimSuffix(w, "s")
	if c := english.CurrencyWords[one]; c != "" {
		return c
	}
	switch one {
	case "percent", "pct":
		return "%"
	case "year", "month", "week", "day", "hour", "minute", "tonne", "ton", "kilometre", "kilometer", "mile", "degree", "gigawatt", "megawatt", "hectare":
		return one
	}
	return english.CurrencyCode[w]
}
