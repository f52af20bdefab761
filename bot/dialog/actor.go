package dialog

import (
	"slices"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"

	"talksbot/knowledge/gazetteer"
)

// Actor is whom somebody asks for: by words of a name, or a state by any of its forms.
type Actor struct {
	words []string // folded
	code  string   // the state's; "" when it names none
}

// NewActor reads what was typed: "U.K.", "british", "London" and "Britain" ask for the same state.
func NewActor(typed string) Actor {
	return Actor{words: foldWords(typed), code: codeOf(typed)}
}

func codeOf(typed string) string {
	p, _ := placeOf(typed)
	return p.Code
}

// placeOf finds the state that words name, in any case.
func placeOf(typed string) (gazetteer.Place, bool) {
	capital := func(s string) string {
		words := strings.Fields(s)
		for i, w := range words {
			r := []rune(w)
			r[0] = unicode.ToUpper(r[0])
			words[i] = string(r)
		}
		return strings.Join(words, " ")
	}
	for _, spelled := range []string{typed, strings.ToUpper(typed), capital(typed)} {
		if p, ok := gazetteer.Lookup(strings.Fields(spelled)...); ok {
			return p, true
		}
	}
	return gazetteer.Place{}, false
}

// In tells whether a text names the Actor.
func (a Actor) In(text string) bool {
	if len(a.words) == 0 {
		return false
	}
	have := foldWords(text)
	for at := 0; at+len(a.words) <= len(have); at++ {
		if slices.Equal(have[at:at+len(a.words)], a.words) {
			return true
		}
	}
	if a.code == "" {
		return false
	}
	tokens := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[],;:/", r) })
	for at := 0; at < len(tokens); {
		p, n, ok := gazetteer.Match(tokens, at)
		if ok && (p.Code == a.code || p.Also == a.code) {
			return true
		}
		at += max(n, 1)
	}
	return false
}

// foldWords gives the words of a text without case, accents and punctuation.
func foldWords(s string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '.', r == '\'', r == '’':
		case unicode.IsLetter(r), unicode.IsNumber(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// NearestActor gives the name whose words come nearest to what was typed, or "".
func NearestActor(typed string, names []string) string {
	words := map[string]string{} // word → the name it stands in
	var all []string
	for _, n := range names {
		for _, w := range foldWords(n) {
			if _, ok := words[w]; !ok && len(w) > 2 {
				words[w] = n
				all = append(all, w)
			}
		}
	}
	for _, w := range foldWords(typed) {
		if len(w) > 2 {
			if near := Nearest(w, all); near != "" {
				return words[near]
			}
		}
	}
	return ""
}

// Nearest gives the name that was most likely meant by what was typed, or "": at most every third letter may differ.
func Nearest(typed string, names []string) string {
	best, least := "", len([]rune(typed))/3+1
	for _, n := range names {
		if d := levenshtein.ComputeDistance(strings.ToLower(typed), strings.ToLower(n)); d < least {
			best, least = n, d
		}
	}
	return best
}
