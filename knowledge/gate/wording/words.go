// Package wording compares the words of a statement with those of its source: it cuts texts into words that can be told
// apart or are the same (numbers in full, contractions taken apart, places by any name) and lays the one along the other.
package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
)

// Word is a word of a text as it is compared with another's: a name, a word or a number in full. Offsets are bytes.
type Word struct {
	Text       string // folded: lower case, no accents; contractions taken apart ("won't" is "will", "not")
	Start, End int    // bytes
	Number     bool
	value      float64 // "1bn" is 1e9
	unit       string  // "$", "%", "year" …; "" for a bare count
	Capital    bool    // written with a capital letter
	First      bool    // where a sentence or quotation begins: its capital says nothing
	Mark       byte    // the strongest mark before it: . ; : - , " ( or 0
}

// Same says whether two words are the same word or the same quantity.
func (w Word) Same(v Word) bool {
	if w.Number || v.Number {
		return w.Number && v.Number && w.value == v.value && (w.unit == v.unit || w.unit == "kr" && strings.HasSuffix(v.unit, " kr"))
	}
	return w.Text == v.Text
}

// Unit gives what a number counts or is of: "$", "%", "year"; "" for a bare count.
func (w Word) Unit() string { return w.unit }

// Name says whether a word is a name by its writing.
func (w Word) Name() bool {
	return w.Capital && !w.Number && !FunctionWords[w.Text] && (!w.First || !starters[w.Text])
}

// Of cuts a text into words. Hyphens part words: "U.S.-led" is two.
func Of(text string) []Word {
	out := make([]Word, 0, len(text)/5+4)
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
func appendWord(out []Word, raw string, start int, mark byte) []Word {
	w := Word{Start: start, End: start + len(raw), Mark: mark, First: mark == '.' || mark == ':' || mark == '"' || len(out) == 0}
	r, _ := utf8.DecodeRuneInString(raw)
	w.Capital = unicode.IsUpper(r)
	low := foldWord(raw)
	second := func(a, b string, at int) []Word {
		v := w
		v.Text, v.End = foldWord(a), start+at
		return append(out, v, Word{Text: b, Start: start + at, End: w.End})
	}
	if c, ok := contractions[low]; ok {
		return second(c[0], c[1], len(raw))
	}
	if i := strings.IndexAny(raw, "'’"); i > 0 {
		at := strings.IndexByte(low, '\'')
		switch head, tail := low[:at], low[at:]; tail {
		case "'s":
			return append(second(head, "'s", i)[:len(out)+1], Word{Text: "'s", Start: start + i, End: w.End})
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
	w.Text = low
	switch low { // initials with and without stops are the same word; "us" is not
	case "us", "uk", "un", "eu", "uae", "usa":
		if raw == strings.ToUpper(raw) {
			w.Text = strings.Join(strings.Split(low, ""), ".")
		}
	default:
		w.Text = strings.TrimSuffix(low, ".")
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
func joinNumbers(ws []Word) []Word {
	out := ws[:0]
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if !readNumber(&w) {
			out = append(out, w)
			continue
		}
		near := func() *Word {
			if i+1 < len(ws) && ws[i+1].Mark == 0 {
				return &ws[i+1]
			}
			return nil
		}
		if n := near(); n != nil && w.value >= 20 && w.value < 100 && n.Text != "" && english.SmallNumbers[n.Text] >= 1 && english.SmallNumbers[n.Text] < 10 && english.SmallNumbers[w.Text] > 0 {
			w.value += english.SmallNumbers[n.Text]
			w.End = n.End
			i++
		}
		if n := near(); n != nil && english.Scales[n.Text] > 0 && !(n.Text == "m" && n.Start > w.End+1) {
			w.value *= english.Scales[n.Text]
			w.End = n.End
			i++
		}
		if n := near(); n != nil && w.unit == "" {
			if u := UnitWord(n.Text); u != "" {
				w.unit, w.End = u, n.End
				i++
			} else if n.Text == "per" && i+2 < len(ws) && ws[i+2].Text == "cent" {
				w.unit, w.End = "%", ws[i+2].End
				i += 2
			} else if i+2 < len(ws) && nationalMoney[n.Text] && ws[i+2].Mark == 0 && english.CurrencyWords[strings.TrimSuffix(ws[i+2].Text, "s")] != "" {
				w.unit, w.End = english.CurrencyWords[strings.TrimSuffix(ws[i+2].Text, "s")], ws[i+2].End
				if n.Text != "u.s" && n.Text != "american" {
					w.unit = n.Text + " " + w.unit
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
func readNumber(w *Word) bool {
	if v, ok := english.SmallNumbers[w.Text]; ok {
		w.Number, w.value = true, v
		return true
	}
	if w.Text == "decade" {
		w.Number, w.value, w.unit = true, 10, "year"
		return true
	}
	i := strings.IndexAny(w.Text, "0123456789")
	if i < 0 {
		return false
	}
	j := strings.LastIndexAny(w.Text, "0123456789") + 1
	before, digits, after := w.Text[:i], w.Text[i:j], w.Text[j:]
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
	case after == "%" || after == "pc" || after == "pct":
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
	w.Number, w.value, w.unit = true, value, unit
	return true
}

// UnitWord gives the unit a word after a figure stands for; "" for none.
func UnitWord(w string) string {
	one := strings.TrimSuffix(w, "s")
	if c := english.CurrencyWords[one]; c != "" {
		return c
	}
	switch one {
	case "percent", "pct", "pc":
		return "%"
	case "year", "month", "week", "day", "hour", "minute", "tonne", "ton", "kilometre", "kilometer", "mile", "degree", "gigawatt", "megawatt", "hectare":
		return one
	}
	return english.CurrencyCode[w]
}

// FunctionWords are articles, pronouns, prepositions, conjunctions and auxiliaries: they tie words together and name
// nothing.
var FunctionWords = english.Set(`a an the this that these those some any no each every both all most many much few several other another such i we you he she it
		they them him her us me his its their our my your who whom whose which what when where why how whether in on at by for with from to of into onto over
		under after before during since until till about against between among through within without across along around behind beyond near despite
		unlike like as than per via amid following including and or but nor so yet if unless once while although though because whereas is are was were
		be been being am has have had do does did will would shall should can could may might must not never also however there here then 's only even
		still already just now ago if upon`)

// words that often open a sentence and are no names
var starters = english.Set(`speaking asked responding told earlier later today yesterday furthermore moreover meanwhile instead separately crucially details
		leaders ministers officials countries nations guarantees money talks`)
