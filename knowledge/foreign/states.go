package foreign

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
)

// named is a state with the words of its name in a language, folded.
type named struct {
	code  string
	whole string // as it is written
	words []string
}

var known sync.Map // language → []named

// namesIn gives the names of all states in a language; none for one that has no such data.
func namesIn(lang string) []named {
	if all, ok := known.Load(lang); ok {
		return all.([]named)
	}
	var all []named
	tag, err := language.Parse(lang)
	if names := display.Regions(tag); err == nil && names != nil {
		for _, c := range gazetteer.Codes() {
			r, err := language.ParseRegion(c)
			if err != nil {
				continue
			}
			n := named{code: c, whole: names.Name(r)}
			for _, w := range folded(n.whole) {
				if utf8.RuneCountInString(w) > 2 {
					n.words = append(n.words, w)
				}
			}
			if (len(n.words) > 0 || unspaced[lang]) && r.String() == c {
				all = append(all, n)
			}
		}
	}
	known.Store(lang, all)
	return all
}

// States gives the codes of the states that a text in a language names, by their English names or those of the language, in some
// case: what is found is there. A word names the states whose names it is most like.
func States(text, lang string) (codes []string) {
	ws := folded(text)
	names := namesIn(lang)
	likeness := map[string]int{}
	for _, w := range ws {
		for _, n := range names {
			if len(n.words) > 0 {
				likeness[w] = max(likeness[w], shared(w, n.words[0]))
			}
		}
	}
	for _, n := range names {
		if unspaced[lang] {
			if strings.Contains(text, n.whole) {
				codes = append(codes, n.code)
			}
			continue
		}
		if !slices.ContainsFunc(n.words, func(name string) bool {
			return !slices.ContainsFunc(ws, func(w string) bool {
				return inflected(w, name) && (len(n.words) > 1 || shared(w, name) == likeness[w])
			})
		}) {
			codes = append(codes, n.code)
		}
	}
	for pair := range words()[lang+"-state"] {
		if word, code, _ := strings.Cut(pair, "="); slices.Contains(Words(text), word) {
			codes = append(codes, code)
		}
	}
	tokens := strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune("?!,;:()“”„\"«»", r) {
			return ' '
		}
		return r
	}, text))
	for i := 0; i < len(tokens); i++ {
		if p, n, ok := gazetteer.Match(tokens, i); ok && p.Form != gazetteer.Seat && (lang == English || p.Form != gazetteer.Region) {
			codes = append(codes, p.Code)
			i += n - 1
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// unspaced are the languages that put no space between words.
var unspaced = english.Set("zh ja th lo km my")

// MayName says whether a text in a language may name a state: it does, or a word begins as its name, as that of its people may,
// and as no other state's name for longer.
func MayName(text, lang, code string) bool {
	if slices.Contains(States(text, lang), code) {
		return true
	}
	for _, w := range folded(text) {
		own, most := 0, 0
		for _, n := range namesIn(lang) {
			if len(n.words) != 1 {
				continue
			}
			same := shared(w, n.words[0])
			most = max(most, same)
			if n.code == code {
				own = max(own, same)
			}
		}
		for _, f := range gazetteer.Forms(code) {
			if f = english.Fold(f); !strings.Contains(f, " ") {
				own = max(own, shared(w, f))
			}
		}
		if own >= 4 && own >= most {
			return true
		}
	}
	return false
}

func folded(text string) (ws []string) {
	for _, w := range Words(text) {
		for part := range strings.SplitSeq(w, "-") {
			ws = append(ws, english.Fold(part))
		}
	}
	return ws
}

// inflected says whether a word is a name in some case: Norwegens, Норвегії.
func inflected(word, name string) bool {
	n, same := utf8.RuneCountInString(name), shared(word, name)
	need := n - 1
	if n > 6 {
		need = n - 2
	}
	return (same == n || same >= max(need, 4)) && utf8.RuneCountInString(word) <= n+3
}

// shared is how many runes two words begin with alike.
func shared(a, b string) (n int) {
	for a != "" && b != "" {
		r, i := utf8.DecodeRuneInString(a)
		s, j := utf8.DecodeRuneInString(b)
		if r != s {
			break
		}
		a, b, n = a[i:], b[j:], n+1
	}
	return n
}
