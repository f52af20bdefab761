package lexicon

import (
	"cmp"
	"slices"
)

// Class is the broad kind of thing a sense names: WordNet's lexicographer files, by their numbers.
type Class byte

// The classes of nouns and verbs that callers ask for; the others keep their WordNet numbers (lexnames(5)).
const (
	NounAct           Class = 4
	NounArtifact      Class = 6
	NounAttribute     Class = 7
	NounCognition     Class = 9
	NounCommunication Class = 10
	NounEvent         Class = 11
	NounGroup         Class = 14
	NounLocation      Class = 15
	NounPerson        Class = 18
	NounPossession    Class = 21
	NounQuantity      Class = 23
	NounState         Class = 26
	NounTime          Class = 28
	VerbChange        Class = 30
	VerbCognition     Class = 31
	VerbCommunication Class = 32
	VerbCompetition   Class = 33
	VerbCreation      Class = 36
	VerbEmotion       Class = 37
	VerbMotion        Class = 38
	VerbPossession    Class = 40
	VerbSocial        Class = 41
	VerbStative       Class = 42
)

// Share is the part of a word's senses, by weight, that have a Class: above 0, at most 1.
type Share struct {
	Class Class
	Part  float64
}

// Classes gives what a word names, the largest share first; the shares add up to 1. An unknown word has none.
func Classes(word string, pos POS) []Share {
	var sums [noClass]int
	total := 0
	for s, w := range sensesOf(word, pos) {
		if s.class != noClass {
			sums[s.class] += w
			total += w
		}
	}
	var shares []Share
	for c, sum := range sums {
		if sum > 0 {
			shares = append(shares, Share{Class(c), float64(sum) / float64(total)})
		}
	}
	slices.SortStableFunc(shares, func(a, b Share) int { return cmp.Compare(b.Part, a.Part) })
	return shares
}

// Is gives the share of a word's senses, by weight, that are of one of the classes; 0 for an unknown word.
func Is(word string, pos POS, classes ...Class) float64 {
	return share(word, pos, func(s synset) bool { return slices.Contains(classes, s.class) })
}

// newsOdds says how much likelier a sense that names someone who acts is meant in news than in the tagged texts of
// WordNet, which are mostly fiction and essays of 1961. Set by the table in the test: "bank" and "party" pass a half.
const newsOdds = 3

// Agentive tells how far a noun names who can act: a person, people, an organisation or another social group; 0 to 1.
// Above 0.5 it mostly does. Unknown words and proper names have 0.
func Agentive(noun string) float64 {
	p := share(noun, Noun, func(s synset) bool { return s.agent })
	return newsOdds * p / (newsOdds*p + 1 - p)
}

func share(word string, pos POS, has func(synset) bool) float64 {
	sum, total := 0, 0
	for s, w := range sensesOf(word, pos) {
		if s.class == noClass {
			continue
		}
		if total += w; has(s) {
			sum += w
		}
	}
	if total == 0 {
		return 0
	}
	return float64(sum) / float64(total)
}

func sensesOf(word string, pos POS) func(yield func(synset, int) bool) {
	return func(yield func(synset, int) bool) {
		word := normal(word)
		for _, p := range partsOf(pos) {
			r := read(word, p)
			for _, e := range r.entries[:r.n] {
				for id, w := range e.eachSense() {
					if !yield(readSynset(id), w) {
						return
					}
				}
			}
		}
	}
}
