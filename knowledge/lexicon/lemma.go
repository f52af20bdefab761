package lexicon

import "strings"

// suffix is a rule of WordNet's morphy (its manual, morphy(7)), "people" added: an ending and what replaces it.
type suffix struct{ ending, base string }

var (
	nounSuffixes = [...]suffix{{"s", ""}, {"ses", "s"}, {"xes", "x"}, {"zes", "z"}, {"ches", "ch"}, {"shes", "sh"},
		{"men", "man"}, {"people", "person"}, {"ies", "y"}}
	verbSuffixes = [...]suffix{{"s", ""}, {"ies", "y"}, {"es", "e"}, {"es", ""}, {"ed", "e"}, {"ed", ""},
		{"ing", "e"}, {"ing", ""}}
	adjSuffixes = [...]suffix{{"er", ""}, {"est", ""}, {"er", "e"}, {"est", "e"}, {"ier", "y"}, {"iest", "y"}}
)

func suffixes(pos POS) []suffix {
	switch pos {
	case Noun:
		return nounSuffixes[:]
	case Verb:
		return verbSuffixes[:]
	case Adjective:
		return adjSuffixes[:]
	}
	return nil
}

// Lemma gives the base form of a word: "agreed", Verb → "agree"; "countries", Noun → "country". With Any, the
// reading met most often. A word whose base form is not known comes back in lower case and otherwise as it is.
func Lemma(word string, pos POS) string {
	word = normal(word)
	best, most := word, -1
	for _, p := range partsOf(pos) {
		r := read(word, p)
		if r.n == 0 {
			continue
		}
		if sum, _ := r.entries[0].weight(); sum > most {
			best, most = textOf(r.entries[0].word), sum
		}
	}
	return best
}

// Irregular gives the base form of an irregular form: "paid" → "pay", "men" → "man". False for any other word, and for a
// form that is met more often as a word of its own. word is in lower case.
func Irregular(word string) (base string, ok bool) {
	id, ok := find(word)
	if !ok {
		return "", false
	}
	for range irregular(id, Any) {
		base = Lemma(word, Any)
		return base, base != word
	}
	return "", false
}

// Known tells whether the word, or its base form, is in the lexicon.
func Known(word string, pos POS) bool {
	word = normal(word)
	for _, p := range partsOf(pos) {
		if r := read(word, p); r.n > 0 {
			return true
		}
	}
	return false
}

func partsOf(pos POS) []POS {
	parts := [...]POS{Noun, Verb, Adjective, Adverb}
	if pos == Any {
		return parts[:]
	}
	return parts[pos-1 : pos]
}

func normal(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "_", " ")
}

// readings are the entries a word can be a form of, the likeliest first.
type readings struct {
	entries [4]entry
	n       int
}

func (r *readings) add(e entry) {
	for _, had := range r.entries[:r.n] {
		if had.word == e.word && had.pos == e.pos {
			return
		}
	}
	if r.n < len(r.entries) {
		r.entries[r.n] = e
		r.n++
	}
}

// heaviestFirst puts the entry met most often in front.
func (r *readings) heaviestFirst() {
	best, most := 0, -1
	for i, e := range r.entries[:r.n] {
		if sum, _ := e.weight(); sum > most {
			best, most = i, sum
		}
	}
	r.entries[0], r.entries[best] = r.entries[best], r.entries[0]
}

// read finds a word's readings as one part of speech. Irregular forms and the word itself compete by how often they
// are met ("found" is find, "data" stays data), and so do plurals and comparatives, which may have entries of their own
// where the base form is mostly meant ("talks", "larger"). Verbs' suffixes are tried only for want of an entry ("seed").
func read(word string, pos POS) readings {
	var r readings
	if id, ok := find(word); ok {
		for e := range irregular(id, pos) {
			r.add(e)
		}
		for e := range entriesOf(id, pos) {
			r.add(e)
		}
	}
	if r.n > 0 && pos == Verb || strings.HasSuffix(word, "ss") {
		r.heaviestFirst()
		return r
	}
	for _, s := range suffixes(pos) {
		stem, ok := strings.CutSuffix(word, s.ending)
		if !ok || len(stem) < 2 {
			continue
		}
		if e, ok := joined(stem, s.base, pos); ok {
			r.add(e)
			break
		}
	}
	r.heaviestFirst()
	return r
}

// joined looks up stem+base without keeping the string.
func joined(stem, base string, pos POS) (entry, bool) {
	if base != "" {
		stem += base
	}
	id, ok := find(stem)
	if !ok {
		return entry{}, false
	}
	for e := range entriesOf(id, pos) {
		return e, true
	}
	return entry{}, false
}
