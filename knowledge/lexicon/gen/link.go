package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// Classes of senses by WordNet's numbers, and that of our own groups.
const (
	classGroup  = 14
	classPerson = 18
	noClass     = 0x7f
)

// A sense weighs this much for each time it was met, and rankWeight by its rank, so that senses never met count too.
const (
	metWeight  = 16
	rankWeight = 24
)

// groupWeight is the least weight of a sense from a "group" line: more than that of a chance homonym.
const groupWeight = 20 * metWeight

// link makes entries from the synsets and resolves pointers between them.
func (w *wordNet) link() {
	for _, s := range w.order {
		for _, word := range s.words {
			k := key{word, s.place.pos}
			c, ok := w.counts[k][s.place.offset]
			if !ok {
				c = [2]int{len(w.entry(k).senses) + 1, 0}
			}
			e := w.entry(k)
			e.senses = append(e.senses, sense{s, metWeight*c[1] + rankWeight/c[0] + 1, c[0]})
		}
		for _, p := range s.pointers {
			if up := w.synsets[p.to]; up != nil && p.symbol == "@" {
				up.below = append(up.below, s)
			}
		}
	}
	for _, e := range w.entries {
		slices.SortStableFunc(e.senses, func(a, b sense) int { return a.rank - b.rank })
	}
	for _, s := range w.order {
		for _, p := range s.pointers {
			to := w.synsets[p.to]
			if to == nil || p.from == 0 || p.at == 0 {
				continue
			}
			from, dest := key{s.words[p.from-1], s.place.pos}, key{to.words[p.at-1], to.place.pos}
			switch p.symbol {
			case "+", "\\": // derived; pertains to
				by := math.Sqrt(w.part(from, s) * w.part(dest, to))
				w.relate(from, dest, by)
				w.relate(dest, from, by)
			case "!":
				if w.part(from, s) >= leastOpposite && w.part(dest, to) >= leastOpposite {
					w.oppose(from, dest)
				}
			}
		}
	}
}

// leastOpposite is how common, beside the commonest sense, a sense must be for its antonym to count.
const leastOpposite = 0.05

func (w *wordNet) part(k key, s *synset) float64 {
	of, top := 0, 1
	for _, x := range w.entries[k].senses {
		top = max(top, x.weight)
		if x.synset == s {
			of = x.weight
		}
	}
	return float64(of) / float64(top)
}

// relate keeps the best weight; even rare senses stay related, since the words still look alike.
func (w *wordNet) relate(from, to key, by float64) {
	e, weight := w.entry(from), int(255*math.Sqrt(math.Sqrt(max(by, 0.01))))
	for i, had := range e.related {
		if had.to == to {
			e.related[i].weight = max(had.weight, weight)
			return
		}
	}
	e.related = append(e.related, link{to, weight})
}

func (w *wordNet) oppose(from, to key) {
	if e := w.entry(from); !slices.Contains(e.opposites, to) {
		e.opposites = append(e.opposites, to)
	}
}

// markAgents marks the synsets whose things act as persons do: persons, and all that is a social group or people,
// except gatherings that are events rather than bodies.
func (w *wordNet) markAgents() error {
	agents, err := w.under("social_group%1:14:00::", "people%1:14:00::", "people%1:14:01::", "personnel%1:14:00::",
		"force%1:14:00::", "force%1:14:01::", "force%1:14:02::", "soldiery%1:14:00::", "bloc%1:14:00::")
	if err != nil {
		return err
	}
	events, err := w.under("meeting%1:14:00::", "meeting%1:14:01::", "party%1:14:02::")
	for _, s := range w.order {
		s.agent = s.place.pos == 1 && (s.class == classPerson || agents[s] && !events[s])
	}
	return err
}

// under gives the synsets of sense keys ("lemma%type:file:id::") and all below them.
func (w *wordNet) under(keys ...string) (map[*synset]bool, error) {
	seen := map[*synset]bool{}
	var walk func(s *synset)
	walk = func(s *synset) {
		if !seen[s] {
			seen[s] = true
			for _, b := range s.below {
				walk(b)
			}
		}
	}
	for _, k := range keys {
		s := w.synsets[w.bySenseKey[k]]
		if s == nil {
			return nil, fmt.Errorf("no sense %q", k)
		}
		walk(s)
	}
	return seen, nil
}

// readNews adds our groups: each is a synset without a class, as common as its words' commonest senses. A line that
// starts with "group" lists nouns that in news name a body that acts: each gets a sense of its own for that.
func (w *wordNet) readNews(path string) error {
	return lines(path, func(line string) error {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(line, "#") {
			return nil
		}
		letter, opposite := strings.CutSuffix(f[0], "!")
		pos := posOf(letter)
		if letter != "group" && (pos == 0 || len(f) < 3) {
			return fmt.Errorf("want a part of speech and words: %q", line)
		}
		words := f[1:]
		for i := range words {
			words[i] = plain(words[i])
		}
		switch {
		case letter == "group":
			for _, word := range words {
				w.addSense(&synset{place: place{pos: posOf("n")}, class: classGroup, agent: true, words: []string{word}})
			}
		case opposite:
			for _, word := range words[1:] {
				w.oppose(key{words[0], pos}, key{word, pos})
			}
		default:
			w.addSense(&synset{place: place{pos: pos}, class: noClass, words: words})
		}
		return nil
	})
}

func (w *wordNet) addSense(s *synset) {
	w.order = append(w.order, s)
	for _, word := range s.words {
		e, top := w.entry(key{word, s.place.pos}), 1
		if s.agent {
			top = groupWeight
		}
		for _, x := range e.senses {
			top = max(top, x.weight)
		}
		e.senses = append(e.senses, sense{s, top, len(e.senses) + 1})
	}
}

// readIrregular reads "form base…" lines; forms that are entries of another word stay that too.
func (w *wordNet) readIrregular(dir string, p part) error {
	return lines(filepath.Join(dir, p.file+".exc"), func(line string) error {
		f := strings.Fields(line)
		for _, base := range f[1:] {
			k := key{plain(base), p.pos}
			if form := plain(f[0]); w.entries[k] != nil && form != k.lemma && !slices.Contains(w.irregular[form], k) {
				w.irregular[form] = append(w.irregular[form], k)
			}
		}
		return nil
	})
}
