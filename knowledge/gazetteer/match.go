package gazetteer

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lookup gives the Place that the words name, all of them together: Lookup("United", "States"), Lookup("U.S.").
func Lookup(words ...string) (Place, bool) {
	p, n, ok := Match(words, 0)
	if !ok || n != len(words) || p.Part {
		return Place{}, false
	}
	return p, true
}

// Match gives the Place named by the longest run of tokens that begins at at, and how many tokens it takes. With
// !ok and n > 0 the tokens name something else that begins like a place ("New Mexico"): go on after them.
//
// Names in small letters count unless they are common words too ("turkey"; "us" never does), so do names in capitals.
// A possessive ending on the last token is passed over, a hyphenated compound matches by its first part ("U.S.-led").
func Match(tokens []string, at int) (p Place, n int, ok bool) {
	if at < 0 || at >= len(tokens) {
		return Place{}, 0, false
	}
	t := load()
	if p, n, ok = t.match(tokens, at); n > 0 {
		return p, n, ok
	}
	if head, _, cut := strings.Cut(tokens[at], "-"); cut {
		if p, n, ok := t.match([]string{head}, 0); ok && n > 0 {
			p.Part = true
			return p, n, true
		}
	}
	return Place{}, 0, false
}

// keyMost is the most bytes that a key is built to; longer ones are no place's.
const keyMost = 80

func (t *table) match(tokens []string, at int) (p Place, n int, ok bool) {
	var room [keyMost + utf8.UTFMax]byte
	key := room[:0]
	longest := 1
	for i, token := range tokens[at:] {
		if len(token) > keyMost || len(key)+len(token)+1 > keyMost {
			break
		}
		if len(key) > 0 && key[len(key)-1] != ' ' && key[len(key)-1] != '\'' {
			key = append(key, ' ')
		}
		before := len(key)
		key = appendKey(key, token)
		if len(key) == before {
			if i == 0 {
				break
			}
			continue // a hyphen by itself
		}
		if i == 0 {
			first := trimPossessive(key)
			if end := slices.Index(first, ' '); end >= 0 {
				first = first[:end]
			}
			longest = max(t.longest[string(first)], t.longest[string(key)])
		}
		if s := t.surfaces[string(key)]; s != nil && s.fits(tokens[at:at+i+1]) {
			p, n, ok = s.place, i+1, s.place.Code != ""
		} else if s := t.surfaces[string(trimPossessive(key))]; s != nil && s.fits(tokens[at:at+i+1]) {
			p, n, ok = s.place, i+1, s.place.Code != ""
		}
		if bytes.Count(key, []byte(" ")) >= longest {
			break
		}
	}
	return p, n, ok
}

func trimPossessive(key []byte) []byte {
	for _, end := range []string{"'s", "'"} {
		if cut := len(key) - len(end); cut > 0 && string(key[cut:]) == end {
			return key[:cut]
		}
	}
	return key
}

// fits tells whether the tokens have the capital letters that the surface asks for.
func (s *surface) fits(tokens []string) bool {
	switch s.casing {
	case initial:
		r, _ := utf8.DecodeRuneInString(tokens[0])
		return !unicode.IsLower(r)
	case exact:
		for _, token := range tokens {
			for _, r := range strings.TrimSuffix(strings.TrimSuffix(token, "'s"), "’s") {
				if unicode.IsLower(r) {
					return false
				}
			}
		}
	}
	return true
}

// Forms gives all that a code's Place is called, its Name first, or nil for a code that is none. The slice is a copy.
func Forms(code string) []string { return slices.Clone(load().forms[code]) }

// Codes gives every code there is, in order.
func Codes() []string {
	var codes []string
	for code := range load().forms {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
