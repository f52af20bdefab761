package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/lexicon"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/kljensen/snowball/english"
)

// Term is one analysed word of a text. Start and End are byte offsets of what it was made from.
type Term struct {
	Text  string
	Start int
	End   int
}

// Analyze makes terms of a text, ordered by End: folded, in one spelling, stemmed as English, stop words included.
// A word like "cease-fire" gives its parts and then the whole in one ("ceasefire"), so terms may overlap.
func Analyze(text string) []Term {
	a := analysis{text: text, shouts: strings.IndexFunc(text, unicode.IsLower) < 0}
	a.split()
	for i := 0; i < len(a.tokens); {
		i += a.take(i)
	}
	return a.terms
}

// token is one word or sign of the text as Unicode's word rules cut it (https://unicode.org/reports/tr29/).
type token struct {
	text       string
	start, end int
}

type analysis struct {
	text   string
	shouts bool // no lower-case letter anywhere: capitals mean nothing
	tokens []token
	terms  []Term
}

// split cuts the text at word boundaries and leaves out white space. A word that no space follows a full stop in
// ("end.Next", "example.com") is cut further; initials ("U.S") and numbers stay whole.
func (a *analysis) split() {
	a.tokens = make([]token, 0, len(a.text)/5+1)
	a.terms = make([]Term, 0, len(a.text)/6+1)
	for it := words.FromString(a.text); it.Next(); {
		w := it.Value()
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsSpace(r) {
			continue
		}
		if !strings.ContainsAny(w, "._:") || isInitials(w) || isDigit(w[0]) {
			a.tokens = append(a.tokens, token{w, it.Start(), it.End()})
			continue
		}
		at := it.Start()
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return r == '.' || r == '_' || r == ':' }) {
			at += strings.Index(a.text[at:], part)
			a.tokens = append(a.tokens, token{part, at, at + len(part)})
			at += len(part)
		}
	}
}

// take makes terms of the token at i, and of those after it that belong to it, and returns how many it used up.
func (a *analysis) take(i int) int {
	t := a.tokens[i]
	if name := signName(t.text); name != "" {
		a.add(name, t.start, t.end)
		return 1
	}
	if !hasLetterOrDigit(t.text) {
		return 1
	}
	if (t.text == "s" || t.text == "S") && i > 0 && isApostrophe(a.tokens[i-1].text) && a.tokens[i-1].end == t.start {
		return 1 // the possessive of "U.K.'s", which the word rules cut off
	}
	if strings.EqualFold(t.text, "per") && i+1 < len(a.tokens) && strings.EqualFold(a.tokens[i+1].text, "cent") {
		a.add("percent", t.start, a.tokens[i+1].end)
		return 2
	}
	parts := a.compound(i)
	if len(parts) == 2 {
		if n, ok := tensAndUnits(parts[0].text, parts[1].text); ok {
			a.add(n, t.start, parts[1].end)
			return 3
		}
	}
	for k, p := range parts {
		a.word(p, i+2*k)
	}
	if len(parts) == 2 && !isDigit(t.text[0]) {
		whole := fold(parts[0].text) + fold(withoutEnding(parts[1].text))
		a.add(stem(plain(whole)), t.start, parts[1].end)
	}
	return 2*len(parts) - 1
}

// compound returns the words from i on that hyphens join, at least the one at i.
func (a *analysis) compound(i int) []token {
	end := i + 1
	for end+1 < len(a.tokens) && isHyphen(a.tokens[end].text) && hasLetterOrDigit(a.tokens[end+1].text) &&
		a.tokens[end-1].end == a.tokens[end].start && a.tokens[end].end == a.tokens[end+1].start {
		end += 2
	}
	parts := make([]token, 0, 2)
	for k := i; k < end; k += 2 {
		parts = append(parts, a.tokens[k])
	}
	return parts
}

// word adds the terms of one word, which is the token at i.
func (a *analysis) word(t token, i int) {
	if isDigit(t.text[0]) {
		a.number(t, i)
		return
	}
	bare := withoutEnding(t.text)
	if special := a.initials(bare, i); special != "" {
		a.add(special, t.start, t.end)
		return
	}
	a.add(stem(plain(regular(fold(bare)))), t.start, t.end)
}

// regular gives the base form of an irregular form, which a stemmer cannot find: "paid" is met by "pay".
func regular(word string) string {
	if base, ok := lexicon.Irregular(word); ok && !Stop(stem(plain(word))) {
		return base
	}
	return word
}

// initials returns the term of initials ("U.S" and "US" alike), "" for any other word. Those that would read as an
// everyday word keep their dots, so that the country US is not the pronoun.
func (a *analysis) initials(w string, i int) string {
	dotted := isInitials(w)
	low := strings.ToLower(strings.ReplaceAll(w, ".", ""))
	if low == "usa" {
		low = "us"
	}
	switch low {
	case "us", "who", "it", "is":
		// A question may begin with a stressed "WHO".
		stressed := i == 0 && strings.HasSuffix(a.text, "?")
		capitals := !a.shouts && !stressed && strings.ToUpper(w) == w
		// In lower case only "the us" and "us-…" can be told from the pronoun.
		country := low == "us" && (i > 0 && strings.EqualFold(a.tokens[i-1].text, "the") ||
			i+1 < len(a.tokens) && isHyphen(a.tokens[i+1].text) && a.tokens[i].end == a.tokens[i+1].start)
		if dotted || capitals || country || len(w) == 3 && low == "us" {
			return strings.Join(strings.Split(low, ""), ".")
		}
	}
	if dotted {
		return low
	}
	return ""
}

func (a *analysis) add(term string, start, end int) {
	if term != "" {
		a.terms = append(a.terms, Term{term, start, end})
	}
}

// stem brings a folded word to one spelling and to its stem. Stop words are not stemmed, nor does any word become one.
func stem(w string) string {
	if Stop(w) {
		return w
	}
	w = oneSpelling(w)
	if s := english.Stem(w, true); !Stop(s) {
		return s
	}
	return w
}

// withoutEnding drops a possessive or what is left of a contracted verb: "Anna’s", "they'll", "isn't".
func withoutEnding(w string) string {
	for _, mark := range [...]string{"'", "’", "ʼ", "＇"} {
		at := strings.LastIndex(w, mark)
		if at <= 0 {
			continue
		}
		switch strings.ToLower(w[at+len(mark):]) {
		case "s", "d", "ll", "ve", "re", "m", "":
			return w[:at]
		case "t":
			switch base := w[:at]; strings.ToLower(base) {
			case "won":
				return "will"
			case "can":
				return "can"
			case "shan":
				return "shall"
			default:
				if strings.HasSuffix(strings.ToLower(base), "n") {
					return base[:len(base)-1]
				}
			}
		}
		// French elision: "l'Aquila", "d'Azur".
		if low := strings.ToLower(w[:at]); low == "l" || low == "d" || low == "qu" {
			return w[at+len(mark):]
		}
	}
	return w
}

func isInitials(w string) bool {
	if len(w) < 3 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if c := w[i]; i%2 == 1 && c != '.' || i%2 == 0 && !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
			return false
		}
	}
	return len(w)%2 == 1
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHyphen(w string) bool { return w == "-" || w == "‐" || w == "‑" }

func isApostrophe(w string) bool { return w == "'" || w == "’" || w == "ʼ" || w == "＇" }

func hasLetterOrDigit(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) >= 0
}
