package index

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Near implements Index: terms at an edit distance of 1 from 4 letters on, of up to 2 from 8 on, the nearest first, then
// the commonest. Two neighbouring letters in the wrong order are one edit (Damerau). The term itself is not among them.
func (w *Words) Near(term string, max int) []string {
	length := utf8.RuneCountInString(term)
	allowed := 0
	switch {
	case length >= 8:
		allowed = 2
	case length >= 4:
		allowed = 1
	}
	if max <= 0 || allowed == 0 {
		return nil
	}
	type slip struct {
		id       uint32
		distance int
	}
	var found []slip
	letters := lettersOf(term)
	for l := length - allowed; l <= length+allowed && l < len(w.near); l++ {
		for _, c := range w.near[l] {
			// Every edit takes away at most one letter and brings at most one.
			if bits.OnesCount64(letters&^c.letters) > allowed || bits.OnesCount64(c.letters&^letters) > allowed {
				continue
			}
			if d := distance(term, w.terms[c.id], allowed); d > 0 && d <= allowed {
				found = append(found, slip{c.id, d})
			}
		}
	}
	slices.SortFunc(found, func(x, y slip) int { // the commonest term has the smallest id
		return cmp.Or(cmp.Compare(x.distance, y.distance), cmp.Compare(x.id, y.id))
	})
	var near []string
	for _, f := range found[:min(max, len(found))] {
		near = append(near, w.terms[f.id])
	}
	return near
}

// slips are the terms that Near looks through, by their number of letters.
type slips [][]candidate

type candidate struct {
	letters uint64
	id      uint32
}

func newSlips(terms []string) slips {
	var s slips
	for id, t := range terms {
		n := utf8.RuneCountInString(t)
		for len(s) <= n {
			s = append(s, nil)
		}
		s[n] = append(s[n], candidate{lettersOf(t), uint32(id)})
	}
	return s
}

// lettersOf sets a bit for each letter that a word holds and another for each that it holds twice or more; what is not
// a letter from a to z shares the bits that are left.
func lettersOf(word string) uint64 {
	var once, twice uint64
	for _, r := range word {
		mark := uint64(1) << (26 + r%6)
		if r >= 'a' && r <= 'z' {
			mark = 1 << (r - 'a')
		}
		twice |= once & mark
		once |= mark
	}
	return once | twice<<32
}

// distance is the number of edits from a to b as far as it is at most allowed; beyond, any greater number.
// The library counts two letters in the wrong order as two edits; taking them back beforehand makes it one.
func distance(a, b string, allowed int) int {
	best := levenshtein.ComputeDistance(a, b)
	if best <= 1 || best > 2*allowed {
		return best
	}
	ra, rb := []rune(a), []rune(b)
	for i := 0; i+1 < len(ra); i++ {
		if ra[i] == ra[i+1] || !swapped(ra[i], ra[i+1], rb, i-allowed, i+allowed) {
			continue
		}
		ra[i], ra[i+1] = ra[i+1], ra[i]
		if allowed == 1 {
			if string(ra) == b {
				return 1
			}
		} else {
			best = min(best, 1+distance(string(ra), b, allowed-1))
		}
		ra[i], ra[i+1] = ra[i+1], ra[i]
	}
	return best
}

// swapped says whether y stands right before x in word, at a place between from and to.
func swapped(x, y rune, word []rune, from, to int) bool {
	for i := max(from, 0); i <= to && i+1 < len(word); i++ {
		if word[i] == y && word[i+1] == x {
			return true
		}
	}
	return false
}
