package gate

import (
	_ "embed"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/wording"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/stance"
)

//go:embed same.txt
var sameText string

// turns gives the lines of same.txt that a word or turn is in; longestTurn is how many words the longest one has.
var turns, longestTurn = func() (map[string][]int, int) {
	of, longest, n := map[string][]int{}, 1, 0
	for line := range strings.Lines(sameText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			w = strings.ReplaceAll(w, "+", " ")
			of[w] = append(of[w], n)
			longest = max(longest, strings.Count(w, " ")+1)
		}
		n++
	}
	return of, longest
}()

// sameTerm says whether two terms name the same thing or say the same.
func sameTerm(a, b term) bool {
	switch {
	case a.number() || b.number():
		return a.number() && b.number() && a.word.Same(b.word)
	case a.state() && b.state():
		return sameState(a.place, b.place)
	case a.state() || b.state():
		return a.word.Capital && b.word.Capital && sameGroup(a.text, b.text) // the West, Western
	case a.text == b.text:
		return true
	case a.name() || b.name():
		return false
	case wording.SameMonth(a.text, b.text) && a.word.Capital && b.word.Capital:
		return true
	case a.word.Capital && !a.word.First && !b.word.Capital && lexicon.Lemma(a.text, lexicon.Any) != lexicon.Lemma(b.text, lexicon.Any):
		return false // part of a name
	}
	return saySame(a, b)
}

// sameGroup says whether a line of same.txt has both words.
func sameGroup(a, b string) bool {
	for _, g := range turns[a] {
		if slices.Contains(turns[b], g) {
			return true
		}
	}
	return false
}

func sameState(a, b gazetteer.Place) bool {
	return a.Code == b.Code || b.Also != "" && a.Code == b.Also
}

// saySame says whether two words or turns say the same: forms of one word, one group of same.txt, or near in the lexicon
// and of one firmness.
func saySame(a, b term) bool {
	if a.extra && b.extra && (strings.HasSuffix(a.text, "ing") && strings.HasSuffix(b.text, "ed") || strings.HasSuffix(a.text, "ed") && strings.HasSuffix(b.text, "ing")) {
		return false // developing and developed countries
	}
	firm := a.verb && b.verb && !sameStance(a, b)
	for _, x := range a.lemmas {
		for _, y := range b.lemmas {
			if x == y {
				return true
			}
			if firm {
				continue
			}
			if sameGroup(x, y) {
				return true
			}
		}
	}
	if a.to > a.from+1 || b.to > b.from+1 || firm || english.TimeWord(a.text) || english.TimeWord(b.text) || restricting(a) || restricting(b) || !sameFirmness(a.text, b.text) {
		return false
	}
	if x := firmnessOf(a); a.verb && x != 0 && x&firmnessOf(b) == 0 {
		return false // it undertakes what the other does not
	}
	return lexicon.Similar(a.text, b.text) >= 0.5 && !lexicon.Opposite(a.text, b.text)
}

// sameStance says whether two verbs tell of undertakings of one firmness, or one of them of none.
func sameStance(a, b term) bool {
	x, y := firmnessOf(a), firmnessOf(b)
	return x == 0 || y == 0 || x&y != 0
}

func firmnessOf(t term) stanceSet {
	var set stanceSet
	for class, s := range stance.OfClass {
		if strings.Contains(class, "-") {
			continue
		}
		for _, l := range t.lemmas {
			if stance.Classes()[class][l] {
				set |= stancesOf(s)
			}
		}
	}
	return set
}

// contrary says whether what one term says is what the other denies: "attend" and "stay away".
func contrary(a, b term) bool {
	for _, x := range a.lemmas {
		for _, y := range b.lemmas {
			if contraries[x][y] || contraries[y][x] {
				return true
			}
		}
	}
	return false
}

// contraries are words of which the one holds just where the other does not.
var contraries = english.Classes(`attend: stay+away boycott miss absent missing skip
participate: stay+away stay+out boycott
take+part: stay+away stay+out boycott
join: stay+out stay+away
decide: undecided
resolve: unresolved
settle: unresolved unsettled unfinalized unfinalised
finalise: unfinalized unfinalised
know: unknown
clear: unclear
certain: uncertain
possible: impossible
able: unable
willing: unwilling
acceptable: unacceptable
enough: too+little insufficient
sufficient: insufficient too+little
agree: disagree
abate: unabated
window: windowless`)

// restricting words say how much, how surely or on what terms; only same.txt has words that may stand for them.
func restricting(t term) bool {
	return restrictingWord(t.text) || nounHedges[t.text] && (t.extra || quantifiers[t.text])
}

func restrictingWord(w string) bool {
	return negations[w] || modalWords[w] || hedgeWords[w] || numberHedges[w] || conditionWords[w] || orderWords[w]
}

// quantifiers among the words that make a noun less.
var quantifiers = english.Set("some most many several few half part no neither any each every all")

// orderWords tell the order of events, or what goes against what.
var orderWords = english.Set(`before after until since during despite without against except although though while because if unless once when
	regardless whether already again both like unlike either only first second third last next even`)
