package ledger

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
)

// Bounds for taking what is told as done for what was open.
const (
	sameClosed = 0.6 // the share of the open matter that has to be named, weighed by rarity
	leastWords = 2   // that many of its words
	rareWord   = 1.1 // the IDF of what stands in a third of the Articles: one of the words is as rare, and no name
)

// closer is what a passage tells as done or decided.
type closer struct {
	*mention
	words []string // of the passage
	by    []string // of who did it
}

// closed finds what later Articles tell as done or decided of what was open. Of the issues some are told by an Article
// itself.
func (lg *merging) closed(issues, told, closing []*mention) []*mention {
	if len(issues) == 0 {
		return nil
	}
	var closers []closer
	byTerm := map[string][]int{} // closers whose passage holds a term, in order of time
	for _, is := range told {    // what is told as settled closes what was open of it, too
		if is.Status == extract.IssueSettled && is.Strength > 0 {
			closing = append(closing, is)
		}
	}
	slices.SortStableFunc(closing, func(a, b *mention) int { return cmp.Compare(a.order, b.order) })
	for i, c := range closing {
		cl := closer{c, lg.entries[c.entry].reading.Terms[c.Passage], lg.memory.Terms(c.Matter)}
		closers = append(closers, cl)
		for _, t := range cl.words {
			if l := byTerm[t]; len(l) == 0 || l[len(l)-1] != i {
				byTerm[t] = append(l, i)
			}
		}
	}
	var out []*mention
	for _, is := range issues {
		if is.Status == extract.IssueSettled {
			continue
		}
		seek, closes := lg.closedBy(is)
		first := len(closers)
		for _, t := range seek {
			list := byTerm[t]
			if !lg.entries[is.entry].order.IsZero() {
				later, _ := slices.BinarySearchFunc(list, is.order, func(i, order int) int { return cmp.Compare(closers[i].order, order) })
				list = list[later:]
			}
			for _, i := range list {
				if i >= first {
					break
				}
				if c := closers[i]; is.entry != c.entry && lg.mayFollow(is, c.mention) && closes(c) {
					first = i
				}
			}
		}
		if first < len(closers) {
			done := lg.settledBy(is, closers[first].mention)
			done.Status = closers[first].Status
			out = append(out, done)
		}
	}
	return out
}

// closedBy tells what closes an issue, and terms of which it holds one.
func (lg *merging) closedBy(is *mention) (seek []string, closes func(c closer) bool) {
	open := lg.matterOf(is)
	if is.Mind {
		who := [][]string{open}
		for _, a := range is.Actors {
			who = append(who, lg.memory.Terms(a.Name))
		}
		return slices.Concat(who...), func(c closer) bool { return lg.madeUp(is, c, who) }
	}
	names := lg.memory.names.of(lg.cite(spot{is.entry, is.Passage}).Quote, namesIn)
	least := leastWords
	if first, _, _ := strings.Cut(strings.ToLower(is.Issue), " "); questionWords[first] {
		least++ // to name what a question asks after does not answer it
	}
	matter := make([]weighed, len(open))
	for i, t := range open {
		matter[i] = weighed{t, lg.words.IDF(t)}
	}
	return heaviest(matter), func(c closer) bool { return covers(c.words, matter, names, least) }
}

// weighed is a term with its IDF.
type weighed struct {
	term   string
	weight float64
}

// heaviest gives the terms without any of which sameClosed cannot be reached: those that remain are too light together.
func heaviest(terms []weighed) (out []string) {
	byWeight := slices.Clone(terms)
	slices.SortStableFunc(byWeight, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	left := 0.0
	for _, t := range byWeight {
		left += t.weight
	}
	need := sameClosed * left
	for _, t := range byWeight {
		if left < need {
			break
		}
		out = append(out, t.term)
		left -= t.weight
	}
	return out
}

// mayFollow says whether report b may be later than a. Where the day of one is not known it may: what is decided was open
// before, and seldom is again.
func (lg *merging) mayFollow(a, b *mention) bool {
	x, y := lg.entries[a.entry].order, lg.entries[b.entry].order
	return x.IsZero() || y.IsZero() || x.Before(y)
}

// matterOf gives the terms that tell what an issue is about.
func (lg *merging) matterOf(is *mention) []string {
	terms := is.terms
	if is.Matter != "" {
		terms = lg.aboutTerms(is.Matter, nil)
	}
	return slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return !extract.TellsMatter(t) || lg.words.IDF(t) <= 0 })
}

// madeUp says whether a party that had not decided has: it is the one that did what is told as done, about what the
// Article in which it had not speaks of.
func (lg *merging) madeUp(is *mention, c closer, who [][]string) bool {
	named := slices.ContainsFunc(who, func(terms []string) bool {
		return len(terms) > 0 && !slices.ContainsFunc(terms, func(t string) bool { return !slices.Contains(c.by, t) })
	})
	return named && lg.sameArticleMatter(is, c.mention) >= 0.4
}

// covers says whether what is told as done names what was open. Names alone do not: the same parties quarrel over much.
func covers(done []string, open []weighed, names map[string]bool, least int) bool {
	shared, total, n, topic := 0.0, 0.0, 0, 0
	for _, t := range open {
		total += t.weight
		if slices.Contains(done, t.term) {
			shared += t.weight
			n++
			if !names[t.term] && t.weight >= rareWord {
				topic++
			}
		}
	}
	return n >= least && topic > 0 && shared >= sameClosed*total
}

// namesIn gives the terms of the words of a text that begin with a capital and not the sentence.
func namesIn(text string) map[string]bool {
	out := map[string]bool{}
	for i, t := range index.Analyze(text) {
		if r, _ := utf8.DecodeRuneInString(text[t.Start:]); unicode.IsUpper(r) && i > 0 {
			out[t.Text] = true
		}
	}
	return out
}
