package knowledge

import (
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/gate"
	"talksbot/knowledge/index"
	"talksbot/knowledge/ledger"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
)

type entry struct {
	article Article
	reading *extract.Reading
	order   time.Time // for what came after what: the article's day, or the month in its address; zero when neither
}

// state is one Snapshot in memory. It never changes.
type state struct {
	snapshot    string
	derived     bool      // anew, so that what is stored of it is of an older program
	asOf        time.Time // the last day of which it has Articles; zero for one that is not of the past
	first       time.Time // of one of the past: the day of the first Article of the state that it was built from
	entries     []*entry
	byID        map[string]int // position of an Article's entry
	words       *index.Words
	docs        []place // per index doc
	people      parties.People
	commitments []Commitment
	issues      []OpenIssue
	copies      []copies.Copy   // per entry, what it repeats
	evidence    map[place][]int // passages that Commitments rest on → their positions
	newest      time.Time
	oldest      time.Time
	reg         register
	gate        Verifier
	meaning     *meaning                              // of the passages; nil without an Embedder
	acronyms    map[string][]string                   // folded acronym → terms of what it stands for
	parsed      *lru.Cache[place, *english.Parsed]    // sentences that questions met before
	counts      *lru.Cache[place, []english.Quantity] // the same of their numbers
}

// place is one Passage of one entry.
type place struct{ entry, passage int }

// build makes a state. readings and ledger may be nil: they are derived then.
func build(snapshot string, as []Article, readings map[string]*extract.Reading, led *storedLedger) *state {
	return buildOn(&ledger.Memory{}, snapshot, as, readings, led)
}

// buildOn is build with what is remembered of the state before.
func buildOn(known *ledger.Memory, snapshot string, as []Article, readings map[string]*extract.Reading, led *storedLedger) *state {
	st := &state{snapshot: snapshot, byID: map[string]int{}, evidence: map[place][]int{}, people: parties.People{}, acronyms: map[string][]string{},
		parsed: newCache[*english.Parsed](), counts: newCache[[]english.Quantity]()}
	var b index.Builder
	read := make([]*extract.Reading, len(as))
	for i, a := range as {
		if read[i] = readings[a.ID]; read[i] == nil {
			read[i], led = extract.Read(a), nil
		}
	}
	if led != nil {
		st.copies = led.Copies
	} else {
		st.copies = known.Copies.Find(as, read)
	}
	for n, a := range as {
		rd := read[n]
		e := &entry{article: a, reading: rd, order: a.Order()}
		st.byID[a.ID] = len(st.entries)
		for k, name := range rd.Acronyms {
			st.acronyms[k] = index.Terms(name)
		}
		context := slices.Clip(known.Terms(a.Title + " " + a.Publisher))
		if !a.Published.IsZero() {
			context = append(context, known.Terms(a.Published.Format("2 January 2006"))...)
			if a.Published.After(st.newest) {
				st.newest = a.Published
			}
			if st.oldest.IsZero() || a.Published.Before(st.oldest) {
				st.oldest = a.Published
			}
		}
		for i, p := range rd.Passages {
			if slices.Contains(st.copies[n].Withdrawn, i) {
				continue
			}
			ctx := context
			if p.Under >= 0 && p.Under < len(rd.Terms) {
				ctx = append(ctx[:len(ctx):len(ctx)], rd.Terms[p.Under]...)
			}
			b.Add(index.Doc{Terms: rd.Terms[i], Context: ctx, Group: len(st.entries)})
			st.docs = append(st.docs, place{len(st.entries), i})
		}
		st.entries = append(st.entries, e)
	}
	st.words = b.Words()
	if led != nil {
		st.commitments, st.issues, st.people = led.Commitments, led.Issues, led.People
	} else {
		all := known.Merge(as, read, st.copies, st.words)
		st.commitments, st.issues, st.people = all.Commitments, all.Issues, all.People
	}
	st.register(known)
	st.gate = gate.New(func(article string) (string, bool) {
		i, ok := st.byID[article]
		if !ok {
			return "", false
		}
		return st.entries[i].article.Text, true
	})
	for i := range st.commitments {
		for _, h := range st.commitments[i].History {
			if p, ok := st.placeOf(h.Citation); ok {
				st.evidence[p] = append(st.evidence[p], i)
			}
		}
	}
	return st
}

func (st *state) text(p place) string {
	ps := st.passage(p)
	return st.entries[p.entry].article.Text[ps.Start:ps.End]
}

func (st *state) passage(p place) Passage { return st.entries[p.entry].reading.Passages[p.passage] }

// mostMet is how many of the passages that questions met before are kept analysed. The 65 shared questions parse 568 and
// take numbers from 3,294 at 9,000 articles, so that a quarter of it slows them by half, and more changes nothing. A
// parsed one takes some 7 kB.
const mostMet = 4096

func newCache[V any]() *lru.Cache[place, V] {
	c, err := lru.New[place, V](mostMet)
	if err != nil { // only of a size below 1
		panic(err)
	}
	return c
}

// parse analyses a passage, mostly once.
func (st *state) parse(p place) *english.Parsed {
	if v, ok := st.parsed.Get(p); ok {
		return v
	}
	v := english.Parse(st.text(p))
	st.parsed.Add(p, v)
	return v
}

// quantities finds the numbers of a passage, mostly once. They are not to be changed.
func (st *state) quantities(p place) []english.Quantity {
	if v, ok := st.counts.Get(p); ok {
		return v
	}
	v := english.Quantities(st.text(p))
	st.counts.Add(p, v)
	return v
}

// source gives the passage that first tells what one says: itself, but for one that is repeated from another Article.
func (st *state) source(p place) place {
	from := copies.Source(st.copies, copies.Passage{Article: p.entry, N: p.passage})
	return place{from.Article, from.N}
}

func (st *state) searched() Searched {
	s := Searched{Articles: len(st.entries), Snapshot: st.snapshot}
	for _, c := range st.copies {
		if c.Whole {
			s.Copies++
		}
	}
	if !st.newest.IsZero() {
		s.Newest = st.newest.Format(time.DateOnly)
	}
	if !st.asOf.IsZero() {
		s.AsOf = st.asOf.Format(time.DateOnly)
	}
	return s
}

// cite makes a Citation of a passage. N is set when the Answer is composed.
func (st *state) cite(p place) Citation {
	c := news.Cite(st.entries[p.entry].article, st.passage(p))
	if from := st.source(p); from.entry != p.entry {
		c.CopyOf = st.entries[from.entry].article.ID
	}
	return c
}
