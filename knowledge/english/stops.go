package english

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinStops joins what the tokenizer parts: the dots of an ellipsis, and an initial or an abbreviation inside a sentence
// with its stop. A stop that closes the sentence, or a quotation in it, stays a token.
func joinStops(text string, toks []Token) []Token {
	out := toks[:0]
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if n := 0; t.Text == "." {
			for n < 3 && at(toks, i+n).Text == "." && toks[i+n].Start == t.Start+n {
				n++
			}
			if n == 3 {
				out = append(out, Token{Text: text[t.Start : t.Start+3], Start: t.Start, End: t.Start + 3})
				i += 2
				continue
			}
		}
		if last := len(out) - 1; t.Text == "." && last >= 0 && out[last].End == t.Start && shortened(out[last].Text, at(toks, i+1), t.End) {
			out[last].Text, out[last].End = text[out[last].Start:t.End], t.End
			continue
		}
		out = append(out, t)
	}
	return out
}

// shortened says whether the stop that ends at end belongs to the word w before it, judged by what follows.
func shortened(w string, next Token, end int) bool {
	r, _ := utf8.DecodeRuneInString(next.Text)
	switch low := strings.ToLower(w); {
	case !unicode.IsLetter(r) && !unicode.IsDigit(r) && (next.Text != "," && next.Text != ";" || next.Start > end):
		return false
	case numbered[low]:
		return unicode.IsDigit(r)
	case alsoWords[w+"."]:
		return false
	case utf8.RuneCountInString(w) == 1:
		return isCapital(w)
	default:
		return abbreviations[low]
	}
}

// isAbbreviation says whether a word with a final stop keeps it: U.S., Gen., e.g.
func isAbbreviation(w string) bool {
	if strings.Count(w, ".") > 1 {
		return true
	}
	return abbreviations[strings.ToLower(strings.TrimSuffix(w, "."))] || utf8.RuneCountInString(w) == 2 && unicode.IsUpper([]rune(w)[0])
}
