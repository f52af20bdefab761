// Package foreign is for texts that are not in English: which language one is in, and which states, numbers and negations it
// has, as far as rules tell. It is what a model's rewritings and translations are held against.
//
//	language.go  which language
//	carries.go   negations, numbers and months by the words of words.txt
//	states.go    states by their names in the Unicode Common Locale Data Repository
//	letters.go   names of people in Cyrillic and Greek letters
package foreign

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
)

//go:embed words.txt
var wordsFile string

var words = sync.OnceValue(func() map[string]map[string]bool {
	return english.Classes(strings.ReplaceAll(wordsFile, "\n\t", " "))
})

// English is the tag of the language that questions are understood in.
const English = "en"

// latin and cyrillic are the languages that are told apart by their words.
var latin, cyrillic = []string{"de", "fr", "es", "it", "pt", "nl", "pl", "sv"}, []string{"uk", "ru"}

// Language tells the language of a text as a tag of BCP 47 without a region; "" where that cannot be told. It is made for
// single sentences: a text with no sign of another language is English where most of its words are.
func Language(text string) string {
	ws := Words(text)
	switch script := whatlanggo.DetectScript(text); script {
	case nil:
		return ""
	case unicode.Latin:
		return latinLanguage(text, ws)
	case unicode.Cyrillic:
		return cyrillicLanguage(text, ws)
	}
	for _, r := range text {
		if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			return "ja"
		}
	}
	return code(whatlanggo.Detect(text))
}

// Words gives the words of a text in lower case, with straight apostrophes.
func Words(text string) []string {
	text = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'").Replace(strings.ToLower(text))
	ws := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\'' && r != '-'
	})
	for i, w := range ws {
		ws[i] = strings.Trim(w, "'-")
	}
	return ws
}

// sure is the length in bytes from which the library's guess counts.
const sure = 60

func latinLanguage(text string, ws []string) string {
	plain, content, own := 0, 0, 0 // words that English uses; words that are no names; those of them that English has
	for i, w := range fieldsOf(text) {
		low := strings.ToLower(w)
		if i > 0 && english.IsCapital(w) || strings.ContainsFunc(w, unicode.IsDigit) || place(w) {
			continue
		}
		content++
		switch {
		case english.FunctionWord(low) || contraction(low):
			plain++
			own++
		case lexicon.Known(low, 0):
			own++
		}
	}
	best, hits, tied := "", 0, false
	for _, l := range latin {
		n := count(ws, l)
		if n > hits {
			best, hits, tied = l, n, false
		} else if n == hits {
			tied = true
		}
	}
	switch {
	case (hits > plain || hits > 1 && hits == plain) && (3*own <= 2*content || len(States(text, best)) > len(States(text, English))):
		if got := code(whatlanggo.Detect(text)); tied && count(ws, got) == hits {
			return got
		}
		return best
	case 2*own >= content || content < 3 && hits == 0:
		return English
	}
	if got := whatlanggo.Detect(text); len(text) >= sure && got.IsReliable() && code(got) != English {
		return code(got)
	}
	return ""
}

// contraction says whether a word is one of English alone by its apostrophe.
func contraction(w string) bool {
	_, end, ok := strings.Cut(strings.ReplaceAll(w, "’", "'"), "'")
	return ok && (end == "s" || end == "t" || end == "re" || end == "ve" || end == "ll" || end == "d")
}

func place(w string) bool {
	_, ok := gazetteer.Lookup(w)
	return ok
}

func fieldsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
}

// count is how many different words of a text hold sentences of a language together.
func count(ws []string, lang string) (n int) {
	has, seen := words()[lang], map[string]bool{}
	for _, w := range ws {
		if has[w] && !seen[w] {
			seen[w] = true
			n++
		}
	}
	return n
}

func cyrillicLanguage(text string, ws []string) string {
	low := strings.ToLower(text)
	switch {
	case strings.ContainsAny(low, "іїєґ"):
		return "uk"
	case strings.ContainsAny(low, "ыэъё"):
		return "ru"
	case strings.ContainsAny(low, "јљњђћџѓќўѕ"):
		return code(whatlanggo.Detect(text))
	}
	a, b := count(ws, cyrillic[0]), count(ws, cyrillic[1])
	switch {
	case a > b:
		return cyrillic[0]
	case b > a:
		return cyrillic[1]
	}
	return code(whatlanggo.Detect(text))
}

// code is the tag of a language of the library's; "" for none.
func code(got whatlanggo.Info) string {
	if got.Lang < 0 {
		return ""
	}
	if c := got.Lang.Iso6391(); c != "" {
		return c
	}
	return got.Lang.Iso6393()
}
