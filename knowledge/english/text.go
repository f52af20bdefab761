package english

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold writes a name without case, accents and the ways of writing the same sound at its end (-iy, -yy, -y).
func Fold(s string) string {
	s = strings.ToLower(s)
	if !isASCII(s) {
		var b strings.Builder
		for _, r := range norm.NFD.String(s) {
			if !unicode.Is(unicode.Mn, r) {
				b.WriteRune(r)
			}
		}
		s = straightQuotes.Replace(b.String())
	}
	out := make([]byte, 0, len(s))
	for w := range strings.FieldsSeq(s) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = append(out, w...)
		if n := len(w); n > 4 {
			switch w[n-2:] {
			case "iy", "yy", "ii", "yi", "ij":
				out = append(out[:len(out)-2], 'y')
			}
		}
	}
	return string(out)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// IsCapital says whether a word begins with a capital letter.
func IsCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// Texts gives the words of tokens as they are written.
func Texts(toks []Token) []string {
	out := make([]string, len(toks))
	for i, t := range toks {
		out[i] = t.Text
	}
	return out
}

// AllCapitals says whether a word of two letters or more has no lower-case letter.
func AllCapitals(w string) bool {
	return len(w) > 1 && strings.ToUpper(w) == w
}

// JoinTokens gives tokens as one text, with a space where there was space between them.
func JoinTokens(toks []Token) string {
	var b strings.Builder
	for i, t := range toks {
		if i > 0 && t.Start > toks[i-1].End {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// wordBefore and wordAfter say whether a letter or digit stands at a border; quotation marks and dashes are none.
func wordBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func wordAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// ContainsWord says whether text has word between word borders.
func ContainsWord(text, word string) bool {
	for i := 0; ; {
		j := strings.Index(text[i:], word)
		if j < 0 {
			return false
		}
		j += i
		end := j + len(word)
		if !wordBefore(text[:j]) && !wordAfter(text[end:]) {
			return true
		}
		i = j + 1
	}
}

// straightQuotes makes apostrophes of single quotation marks.
var straightQuotes = strings.NewReplacer("’", "'", "‘", "'")

// LastWord gives the last word of a text; "" where there is none.
func LastWord(s string) string {
	f := strings.Fields(s)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// HasWord says whether one of the tokens is one of these words, in lower case.
func HasWord(toks []Token, words ...string) bool {
	for _, t := range toks {
		if slices.Contains(words, t.Lower) {
			return true
		}
	}
	return false
}

// Capitalised gives a text, without space around it, with a capital at its head.
func Capitalised(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}

// Possessive gives what makes a name a possessive: an apostrophe, and an s where the name does not end in one.
func Possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return "'"
	}
	return "'s"
}
