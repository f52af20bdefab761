package dialog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// longestChoice is the longest Value and Label of a Choice, in runes: Discord takes 100, and a name may be a sentence.
const longestChoice = 90

// choosable keeps the parties of one Snapshot, those that have undertaken the most first.
type choosable struct {
	mu       sync.Mutex
	snapshot string
	parties  []party
}

// party is one that a command can be asked for.
type party struct {
	name, folded, code string // code is the state's; "" when it is none
	commitments        int
	last               string // day of the last report
}

// parties gives those that have undertaken something. They are found once a Snapshot.
func (d *Dialog) parties() []party {
	d.choosable.mu.Lock()
	defer d.choosable.mu.Unlock()
	if now := d.base.Searched().Snapshot; d.choosable.parties == nil || d.choosable.snapshot != now {
		d.choosable.snapshot, d.choosable.parties = now, partiesIn(d.base.Commitments())
	}
	return d.choosable.parties
}

func partiesIn(all []knowledge.Commitment) []party {
	out := []party{}
	for _, h := range holdings(all) {
		p := party{name: typable(h.name), code: codeOf(h.name), commitments: len(h.all)}
		p.folded = folded(p.name)
		for _, c := range h.all {
			p.last = max(p.last, c.LastReported)
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b party) int {
		return cmp.Or(b.commitments-a.commitments, strings.Compare(b.last, a.last), strings.Compare(a.folded, b.folded))
	})
	return out
}

// typable is a name as a command takes it, which reads commas as between parties: its first words where it is long.
func typable(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ",", " "))
	for len(words) > 1 && len([]rune(strings.Join(words, " "))) > longestChoice-len(" (10000)") {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// choices gives at most n words of a kind that fit what is typed: those that begin so first, then those of which a word does,
// then those that have it anywhere. Where no party fits, it may be the one that was meant.
func (d *Dialog) choices(of adapters.Kind, typed, language string, n int) []adapters.Choice {
	say := phrase.In(language)
	var all []adapters.Choice
	switch of {
	case adapters.Actors:
		return d.actors(typed, n, say)
	case adapters.Stances:
		for _, s := range knowledge.Stances {
			all = append(all, adapters.Choice{Value: string(s), Label: say.Text(string(s))})
		}
	case adapters.Statuses:
		for _, s := range issueWords {
			all = append(all, adapters.Choice{Value: s, Label: say.Text(s)})
		}
	}
	typed = folded(typed)
	return best(all, n, func(c adapters.Choice) int { return min(fit(folded(c.Label), typed), fit(c.Value, typed)) })
}

func (d *Dialog) actors(typed string, n int, say phrase.Words) []adapters.Choice {
	code, typed := codeOf(typed), folded(typed)
	words := stanceWords()
	all := slices.DeleteFunc(slices.Clone(d.parties()), func(p party) bool {
		parties, stances := typedIn(p.name, words, say) // who is called "Ready" cannot be asked for
		return len(parties) != 1 || len(stances) > 0
	})
	found := best(all, n, func(p party) int {
		if code != "" && p.code == code {
			return 0
		}
		return fit(p.folded, typed)
	})
	if len(found) == 0 && n > 0 {
		var names []string
		for _, p := range all {
			names = append(names, p.name)
		}
		if at := slices.Index(names, NearestActor(typed, names)); at >= 0 {
			found = all[at : at+1]
		}
	}
	var out []adapters.Choice
	for _, p := range found {
		out = append(out, adapters.Choice{Value: p.name, Label: fmt.Sprintf("%s (%d)", p.name, p.commitments)})
	}
	return out
}

func folded(s string) string { return strings.Join(foldWords(s), " ") }

// unfit is what does not fit, see fit.
const unfit = 3

// fit says how well a text fits what was typed, both folded: 0 is best.
func fit(text, typed string) int {
	switch {
	case strings.HasPrefix(text, typed):
		return 0
	case strings.Contains(" "+text, " "+typed):
		return 1
	case strings.Contains(text, typed):
		return 2
	}
	return unfit
}

// best gives the n that fit best, in their order where they fit alike.
func best[T any](all []T, n int, fit func(T) int) (out []T) {
	for want := range unfit {
		for _, c := range all {
			if len(out) < n && fit(c) == want {
				out = append(out, c)
			}
		}
	}
	return out
}
