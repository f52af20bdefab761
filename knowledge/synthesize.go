package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
)

// maxStatements bounds an Answer: what is said beyond it is not read.
const maxStatements = 8

// answerable is the share of a question's matter that a passage has to carry to answer it. Chosen on the shared and the
// project's own stories as the point where unanswered and answered questions part best.
const answerable = 0.43

// statements writes what was chosen.
func (st *state) statements(in *inquiry, chosen []found) []Statement {
	var out []Statement
	used := map[place]bool{}
	picked := map[place]found{}
	for _, f := range chosen {
		picked[f.place] = f
	}
	for _, f := range chosen {
		if used[f.place] {
			continue
		}
		if before, ok := picked[place{f.place.entry, f.place.passage - 1}]; ok && !used[before.place] && st.joins(before, f) && !dangling.MatchString(st.text(before.place)) {
			f = before // it is read in the order of the article
		}
		after, together := picked[place{f.place.entry, f.place.passage + 1}]
		if together = together && !used[after.place] && st.joins(f, after); together && f.entry < 0 {
			f.entry = after.entry
		}
		s, places := st.statement(f.place, f.entry)
		last := f.place
		if together {
			s = st.extend(s, after.place)
			places = append(places, after.place)
			last = after.place
		} else if next, ok := st.continues(f, in); ok && !used[next] {
			s = st.extend(s, next)
			places = append(places, next)
		}
		for _, next := range st.announced(in, last, f.entry) {
			if !used[next] && !slices.Contains(places, next) {
				s = st.extend(s, next)
				places = append(places, next)
			}
		}
		for _, p := range places {
			used[p] = true
		}
		out = append(out, s)
		if in.conds && f.entry >= 0 {
			out = st.conditions(f, used, out)
		}
		if next, ok := st.goesOn(f, in); ok && !used[next] && len(out) < maxStatements {
			s, _ := st.statement(next, -1)
			used[next] = true
			out = append(out, s)
		}
	}
	if len(out) > maxStatements {
		out = out[:maxStatements]
	}
	return out
}

// dangling finds a sentence that points at one before it, which is not shown.
var dangling = regexp.MustCompile(`(?i)\b(?:this|these|those|such)\b`)

// joins says whether two neighbouring passages are read as one Statement: sentences, not both of them undertakings, and short
// enough together.
func (st *state) joins(a, b found) bool {
	p, q := st.passage(a.place), st.passage(b.place)
	if p.Kind != Sentence || q.Kind != Sentence || p.End-p.Start+q.End-q.Start > longestJoined {
		return false
	}
	return a.entry < 0 || b.entry < 0 || a.entry == b.entry
}

// longestJoined is how many bytes of two sentences make one Statement.
const longestJoined = 420

// conditions adds the sentences that say on what an undertaking depends.
func (st *state) conditions(f found, used map[place]bool, out []Statement) []Statement {
	for _, c := range st.commitments[f.entry].Citations {
		p, ok := st.placeOf(c)
		if !ok || used[p] || p.entry != f.place.entry || p.passage <= f.place.passage || len(out) >= maxStatements {
			continue
		}
		s, _ := st.statement(p, -1)
		used[p] = true
		out = append(out, s)
	}
	return out
}

// continues finds the sentence that cannot be read without the one before, and says more of it: it begins with a pronoun
// or with "that", "this" and a noun.
func (st *state) continues(f found, in *inquiry) (place, bool) {
	e := st.entries[f.place.entry]
	n := f.place.passage + 1
	if n >= len(e.reading.Passages) {
		return place{}, false
	}
	p, q := e.reading.Passages[n-1], e.reading.Passages[n]
	next := place{f.place.entry, n}
	if p.Kind != Sentence || q.Kind != Sentence || q.Paragraph != p.Paragraph || p.End-p.Start+q.End-q.Start > longestJoined {
		return place{}, false
	}
	if f.entry >= 0 && (in.kind == commitments || in.want == wantYesNo || in.want == wantText) {
		for _, c := range st.commitments[f.entry].Citations { // on what it depends
			if p, ok := st.placeOf(c); ok && p == next {
				return next, true
			}
		}
	}
	switch in.want {
	case wantCount, wantSum, wantTime, wantPlace, wantWho:
		if g := st.judge(in, next); !g.wanted || g.covers < 0.3 {
			return place{}, false // a fact asked for is answered by the sentence that has it
		}
	}
	switch strings.ToLower(strings.Trim(firstWords(st.text(next), 1), ",’'")) {
	case "it", "they", "he", "she", "that", "this", "these", "those", "its", "their", "both", "neither", "one", "the":
		first := firstWords(st.text(next), 2)
		if strings.HasPrefix(first, "The ") {
			// "the money", "the clause": what the sentence before named
			w := index.Terms(english.LastWord(first))
			return next, len(w) == 1 && slices.Contains(e.reading.Terms[n-1], w[0])
		}
		return next, true
	}
	return place{}, false
}

// extend adds a sentence that goes on from a Statement's own.
func (st *state) extend(s Statement, next place) Statement {
	s.Text += " " + closed(dropConnective(st.text(next)))
	s.Citations = append(s.Citations, st.cite(next))
	return s
}

// goesOn finds the sentence that says more of what the one before named: "That version had …", "It will …".
func (st *state) goesOn(f found, in *inquiry) (place, bool) {
	e := st.entries[f.place.entry]
	n := f.place.passage + 1
	if n >= len(e.reading.Passages) || in.want == wantCount {
		return place{}, false
	}
	p, q := e.reading.Passages[n-1], e.reading.Passages[n]
	if p.Kind != Sentence || q.Kind != Sentence || q.Paragraph != p.Paragraph {
		return place{}, false
	}
	next := strings.ToLower(st.text(place{f.place.entry, n}))
	if in.want == wantYesNo || in.kind == commitments || in.kind == comparing { // what is said against it belongs to it
		for _, w := range []string{" denied ", " denies ", " rejected that", " disputed ", " disputes ", " contradicted", " no such "} {
			if strings.Contains(next, w) {
				return place{f.place.entry, n}, true
			}
		}
	}
	first := firstWords(next, 1)
	if (in.want == wantReason || in.kind == commitments && in.want == wantText) && (first == "it" || first == "they" || first == "he" || first == "she") {
		return place{f.place.entry, n}, true
	}
	if first == "that" || first == "this" || first == "these" || first == "those" {
		return place{f.place.entry, n}, true
	}
	return place{}, false
}

var announces = regexp.MustCompile(`(?i)\b(two|three|four|five)\s+(?:\w+\s+)?(\w+s)\b`)

// announced gives the sentences that name what a sentence only counts, where the question asks for that: "It has three
// concerns. …" What somebody undertakes, such as to send two ships, is no list.
func (st *state) announced(in *inquiry, p place, entry int) []place {
	m := announces.FindStringSubmatch(st.text(p))
	if m == nil || st.leads(p) || !in.asksFor(m[2]) {
		return nil
	}
	if entry >= 0 && strings.Contains(st.commitments[entry].Undertaking, m[0]) {
		return nil
	}
	n := map[string]int{"two": 2, "three": 3, "four": 4, "five": 5}[strings.ToLower(m[1])]
	ps := st.entries[p.entry].reading.Passages
	var out []place
	for k := p.passage + 1; k < len(ps) && len(out) < min(n, 3) && ps[k].Kind == Sentence && ps[k].Paragraph <= ps[p.passage].Paragraph+n; k++ {
		out = append(out, place{p.entry, k})
	}
	return out
}

// asksFor says whether a noun is one of the question's own, or near it.
func (in *inquiry) asksFor(noun string) bool {
	for _, t := range index.Terms(noun) {
		for _, c := range in.concepts {
			if !c.party() && c.terms[t] >= 0.5 {
				return true
			}
		}
	}
	return false
}
