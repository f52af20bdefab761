package knowledge

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

// found is a Passage judged against an inquiry.
type found struct {
	place
	score   float64   // by which it is ranked
	asked   float64   // the same without what a follow-up is about
	own     float64   // share of it that its own words carry
	covers  float64   // share of what the question speaks of that it carries, 0 to 1
	match   []float64 // per concept
	parties bool      // it carries every party the question names, or one of a list of them
	wanted  bool      // it has the kind of thing that is asked for
	entry   int       // of the Ledger's commitments it is evidence for; -1
	values  []float64 // of the quantities asked for
	ranks   ranks
}

// ranks are the places of a Passage in the orders that it was found by, from 1; 0 for one that it is not in.
type ranks struct{ words, meaning, order int }

const depth = 60 // candidates taken from the index; more changed no answer on the shared stories

// most Articles of the publishers that a question names which are searched one by one.
const mostSources = 12

// retrieve finds Passages by words, by the Ledger and, where in.means says so, by meaning, and judges each.
func (st *state) retrieve(in *inquiry) []found {
	seen := map[place]bool{}
	var out []found
	add := func(p place) {
		if seen[p] || !st.findable(p) {
			return
		}
		seen[p] = true
		out = append(out, st.judge(in, p))
	}
	hits := st.words.Search(in.query, depth)
	for _, h := range hits {
		add(st.docs[h.Doc])
	}
	if in.means != nil {
		for _, p := range in.means.order {
			add(p)
		}
	}
	among := func(only func(entry int) bool, n int) {
		q := in.query
		q.Only = func(d int) bool { return only(st.docs[d].entry) }
		for _, h := range st.words.Search(q, n) {
			add(st.docs[h.Doc])
		}
	}
	switch n := len(in.sources); {
	case n > mostSources:
		among(func(entry int) bool { return in.sources[entry] }, depth)
	case n > 1: // each named source has its say
		for i := range in.sources {
			among(func(entry int) bool { return entry == i }, depth/4)
		}
	}
	for _, i := range st.undertakings(in) {
		told := st.commitments[i].History
		for _, h := range told[max(0, len(told)-mostReports):] {
			if p, ok := st.placeOf(h.Citation); ok {
				add(p)
			}
		}
	}
	stay := st.staysWith(in)
	top := 0.0
	for _, h := range hits {
		top = max(top, h.Score)
	}
	bm, rank := map[place]float64{}, map[place]int{}
	for i, h := range hits {
		bm[st.docs[h.Doc]], rank[st.docs[h.Doc]] = h.Score/top, i+1
	}
	in.means.fuse(bm, rank)
	for i, f := range out {
		out[i].ranks.words = rank[f.place]
		if in.means != nil {
			out[i].ranks.meaning = in.means.rank[f.place]
		}
	}
	st.score(in, out, bm, stay)
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].score != out[j].score {
			return out[i].score > out[j].score
		}
		a, b := out[i].place, out[j].place
		return a.entry < b.entry || a.entry == b.entry && a.passage < b.passage
	})
	return out
}

// staysWith gives the Articles that answer the question which a follow-up goes on from, with the passage that does.
func (st *state) staysWith(in *inquiry) map[int]int {
	if in.about == "" {
		return nil
	}
	prev := st.inquire(Question{Text: in.about})
	out := map[int]int{}
	fs := st.retrieve(&prev)
	for _, f := range fs[:min(2, len(fs))] {
		if _, ok := out[f.place.entry]; !ok {
			out[f.place.entry] = f.place.passage
		}
	}
	return out
}

// recency is 1 for the newest Article, 0 for the oldest, 0.5 where the day is not known.
func (st *state) recency(entry int) float64 {
	t := st.entries[entry].order
	if t.IsZero() || !st.newest.After(st.oldest) {
		return 0.5
	}
	return min(1, max(0, float64(t.Sub(st.oldest))/float64(st.newest.Sub(st.oldest))))
}

// leads says whether a heading or line has points under it.
func (st *state) leads(p place) bool {
	ps := st.entries[p.entry].reading.Passages
	return p.passage+1 < len(ps) && ps[p.passage+1].Kind == Item && ps[p.passage+1].Under == p.passage
}

func (st *state) placeOf(c Citation) (place, bool) {
	i, ok := st.byID[c.Article]
	if !ok {
		return place{}, false
	}
	ps := st.entries[i].reading.Passages
	n := sort.Search(len(ps), func(k int) bool { return ps[k].Start >= c.Start })
	return place{i, n}, n < len(ps) && ps[n].Start == c.Start
}

// most of a party's Commitments that are looked at for one question, the newest first.
const mostUndertakings = 40

// most reports of one Commitment that are looked at, the newest: more changed no answer on the shared stories.
const mostReports = 8

// undertakings lists the Commitments in which the parties of a question act or speak.
func (st *state) undertakings(in *inquiry) []int {
	var out []int
	for _, i := range in.parties {
		if c := in.concepts[i]; !c.soft {
			out = append(out, st.reg.byParty[c.key()]...)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > mostUndertakings {
		slices.SortStableFunc(out, func(a, b int) int {
			return strings.Compare(st.commitments[b].LastReported, st.commitments[a].LastReported)
		})
		out = out[:mostUndertakings]
	}
	return out
}

// concerns says whether a party of the question acts or speaks in a Commitment.
func (st *state) concerns(in *inquiry, commitment int) bool {
	for _, i := range in.parties {
		if c := in.concepts[i]; !c.soft && (st.reg.acts(commitment, c) || st.reg.tells(commitment, c)) {
			return true
		}
	}
	return false
}

var (
	yearWord   = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	laterWords = regexp.MustCompile(`(?i)\b(?:` + english.Months + `|(?:19|20)\d\d|next\s+\w+|tomorrow|tonight|this\s+(?:week|month|year|spring|summer|autumn|winter)|within\s+\w+\s+\w+|in\s+\w+\s+(?:days?|weeks?|months?|years?)|(?:on|by|until|before|from)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|midnight)\b`)
	futureTime = regexp.MustCompile(`(?i)\b(?:will|would|by|from|until|before|after|due|scheduled|set|plan|expected|is to|are to|next|ready|likely|could|may)\b`)
	onceDone   = regexp.MustCompile(`(?i)\b(?:once|as soon as|upon|not (?:before|until)|only (?:when|after|if)|until|unless)\s+\p{L}`)
	placeWords = regexp.MustCompile(`\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Oo]ff|[Oo]utside|[Ff]rom|[Tt]o|[Aa]long|[Oo]n)\s+(?:the\s+)?(?:\w+\s+)?\p{Lu}[\p{L}-]+`)
	reasons    = regexp.MustCompile(`(?i)\b(?:because|since|as|due to|owing to|grounds|reason|so that|in order|after|citing|arguing|argued|saying|amid|over|protested|object\w*|complain\w*|without|did not support|for fear|thanks to|invoked|concern\w*)\b`)
)

// namesNew says whether a passage names somebody whom the question does not: 2 by name, 1 by what they are, 0 nobody.
func (st *state) namesNew(in *inquiry, p place) int {
	best := 0
	parsed := st.parse(p)
	asked := setOf(index.Terms(in.text))
	for _, ph := range parsed.Phrases {
		if ph.Kind != english.NounPhrase {
			continue
		}
		for t := ph.Start; t < ph.End; t++ {
			tok := parsed.Tokens[t]
			if tok.Noun() && (english.IsCapital(tok.Text) && t > 0 || parties.IsPlace(tok) || agentive(tok)) {
				ts := index.Terms(tok.Text)
				if len(ts) == 0 || asked[ts[0]] {
					continue
				}
				if tok.Proper() && english.IsCapital(tok.Text) && !english.TimeWord(tok.Lower) && !(in.person && parties.IsPlace(tok)) {
					return 2
				}
				best = 1
			}
		}
	}
	return best
}

// otherNumbers says whether a passage has a figure that another has not.
func (st *state) otherNumbers(p, other place) bool {
	var have []float64
	for _, q := range st.quantities(other) {
		have = append(have, q.Value)
	}
	for _, q := range st.quantities(p) {
		if !slices.Contains(have, q.Value) {
			return true
		}
	}
	return false
}

// distinct says whether a passage adds something to those chosen: it is not nearly the same words.
func (st *state) distinct(p place, chosen []found) bool {
	own := st.entries[p.entry].reading.Terms[p.passage]
	for _, c := range chosen {
		if c.place == p {
			return false
		}
		if st.source(p) == st.source(c.place) {
			return false
		}
		other := st.entries[c.place.entry].reading.Terms[c.place.passage]
		n := 0
		for _, t := range own {
			if slices.Contains(other, t) {
				n++
			}
		}
		if len(own) > 0 && float64(n) >= 0.7*float64(len(own)) && !st.otherNumbers(p, c.place) {
			return false
		}
	}
	return true
}

// agentive says whether a noun names somebody or something that acts.
func agentive(t english.Token) bool { return lexicon.Agentive(t.Lower) > 0.5 }
