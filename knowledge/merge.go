package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"sort"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// mention is one report with the Article it comes from, its parties resolved by what all Articles tell of people.
type mention struct {
	extract.Report
	entry  int
	order  int      // position in time: entries without a day come after those with one
	terms  []string // what it is about, analysed, without who
	keys   []string // of its actors, sorted
	amount []string
}

// merge makes the Ledger: mentions of one thing in several Articles become one entry with a history.
func (st *state) merge() {
	for _, e := range st.entries {
		for _, p := range sortedPeople(e.reading.People) {
			st.people.Learn(p)
		}
	}
	st.findCopies()
	order := st.timeOrder()
	var commitments, issues []*mention
	for rank, n := range order {
		e := st.entries[n]
		for _, r := range e.reading.Reports {
			m := &mention{Report: r, entry: n, order: rank}
			m.Actors = slices.Clone(r.Actors)
			for i := range m.Actors {
				m.Actors[i] = st.resolve(m.Actors[i])
				m.keys = append(m.keys, m.Actors[i].Key)
			}
			slices.Sort(m.keys)
			m.SaidBy = st.resolve(m.SaidBy)
			if r.Stance != "" {
				m.terms = aboutTerms(r.Undertaking+" "+r.Condition, m.Actors)
				for _, q := range english.Quantities(r.Undertaking) {
					if q.Money() {
						m.amount = append(m.amount, r.Undertaking[q.Start:q.End])
					}
				}
				commitments = append(commitments, m)
			} else {
				for i := range m.Actors {
					m.Actors[i] = st.resolve(m.Actors[i])
				}
				m.terms = aboutTerms(r.Issue, nil)
				issues = append(issues, m)
			}
		}
	}
	groups := st.group(commitments, func(a, b *mention) bool { return slices.Equal(a.keys, b.keys) })
	st.commitments = nil
	for _, g := range groups {
		st.commitments = append(st.commitments, st.commitment(g))
	}
	issues = append(issues, st.undecidedIssues(groups)...)
	issues = append(issues, st.settledSince(issues, commitments)...)
	st.issues = nil
	for _, g := range st.group(issues, func(a, b *mention) bool { return true }) {
		st.issues = append(st.issues, st.issue(g))
	}
	sort.SliceStable(st.commitments, func(i, j int) bool {
		a, b := st.commitments[i], st.commitments[j]
		if ra, rb := stance.Rank(a.Stance), stance.Rank(b.Stance); ra != rb {
			return ra < rb
		}
		return a.Actor < b.Actor
	})
	sort.SliceStable(st.issues, func(i, j int) bool { return statusRank(st.issues[i].Status) < statusRank(st.issues[j].Status) })
}

func sortedPeople(pp parties.People) []parties.Profile {
	keys := make([]string, 0, len(pp))
	for k := range pp {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([]parties.Profile, 0, len(pp))
	for _, k := range keys {
		out = append(out, pp[k])
	}
	return out
}

// resolve gives a person named without an office the one that another Article tells of.
func (st *state) resolve(p parties.Party) parties.Party {
	if sn, ok := strings.CutPrefix(p.Key, "gov:"); ok {
		if pr, ok := st.people[sn]; ok && pr.For != "" {
			return parties.Party{Key: pr.ForKey, Name: pr.For}
		}
		return p
	}
	if p.Person == "" {
		if strings.HasPrefix(p.Key, "group:") || p.Key == "" {
			if pr, ok := st.people.Find(p.Name); ok && len(strings.Fields(p.Name)) <= 2 && p.Name != "" && english.Fold(p.Name) == parties.Surname(p.Name) {
				return pr.Party()
			}
		}
		return p
	}
	if pr, ok := st.people.Find(p.Person); ok {
		return pr.Party()
	}
	return p
}

// timeOrder sorts entries by day; those without one come last, in the order of their IDs.
func (st *state) timeOrder() []int {
	out := make([]int, len(st.entries))
	for i := range out {
		out[i] = i
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := st.entries[out[i]].order, st.entries[out[j]].order
		switch {
		case a.IsZero() || b.IsZero():
			return !a.IsZero() && b.IsZero()
		}
		return a.Before(b)
	})
	return out
}

// findCopies marks Articles most of whose sentences an earlier one has word for word: copies of one wire story.
func (st *state) findCopies() {
	first := map[string]int{}
	for n, e := range st.entries {
		votes, sentences := map[int]int{}, 0
		var own []string
		for _, p := range e.reading.Passages {
			if p.Kind == Heading || p.End-p.Start < 40 {
				continue
			}
			key := strings.Join(e.reading.Terms[p.N], " ")
			own = append(own, key)
			sentences++
			if f, ok := first[key]; ok {
				votes[f]++
			}
		}
		for _, f := range slices.Sorted(maps.Keys(votes)) {
			if votes[f]*10 >= sentences*6 {
				e.copyOf = f
				break
			}
		}
		if e.copyOf < 0 {
			for _, k := range own {
				if _, ok := first[k]; !ok {
					first[k] = n
				}
			}
		}
	}
}

// aboutTerms analyses what an undertaking or an issue is about; the names of who acts are left out.
func aboutTerms(text string, actors []parties.Party) []string {
	drop := map[string]bool{}
	for _, a := range actors {
		for _, t := range index.Terms(a.Shown()) {
			drop[t] = true
		}
	}
	var out []string
	for _, t := range index.Terms(text) {
		if !drop[t] && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// group gathers mentions of one thing: their parties fit and they share most of what the shorter one is about.
func (st *state) group(ms []*mention, fits func(a, b *mention) bool) [][]*mention {
	var groups [][]*mention
	byTerm := map[string][]int{} // groups that hold a term
	for _, m := range ms {
		best, bestSim := -1, 0.0
		tried := map[int]bool{}
		for _, t := range m.terms {
			for _, g := range byTerm[t] {
				if tried[g] {
					continue
				}
				tried[g] = true
				for _, o := range groups[g] {
					if !fits(m, o) {
						continue
					}
					if s := st.similar(m, o); s > bestSim {
						best, bestSim = g, s
					}
				}
			}
		}
		if best < 0 || bestSim < sameMatter {
			best = len(groups)
			groups = append(groups, nil)
		}
		groups[best] = append(groups[best], m)
		for _, t := range m.terms {
			if !slices.Contains(byTerm[t], best) {
				byTerm[t] = append(byTerm[t], best)
			}
		}
	}
	return groups
}

// sameMatter is the share of what the shorter of two mentions is about that the other must have, weighed by rarity.
// Read off the two shared stories: below it, different undertakings of one party begin to fall together.
const sameMatter = 0.6

// similar compares what two mentions are about, 0 to 1.
func (st *state) similar(a, b *mention) float64 {
	shared, wa, wb := 0.0, 0.0, 0.0
	for _, t := range a.terms {
		w := st.words.IDF(t)
		wa += w
		if slices.Contains(b.terms, t) {
			shared += w
		}
	}
	for _, t := range b.terms {
		wb += st.words.IDF(t)
	}
	least := min(wa, wb)
	if least == 0 {
		return 0
	}
	s := shared / least
	if len(a.terms) < 2 || len(b.terms) < 2 { // one word in common is no matter in common
		s *= 0.7
	}
	if max(wa, wb) > 4*least {
		s *= 0.8
	}
	return s
}

// latest picks the mention that leads: the last with a day, of the most firmly dated Article.
func (st *state) latest(g []*mention) *mention {
	lead := g[0]
	for _, m := range g[1:] {
		md, ld := st.entries[m.entry].order, st.entries[lead.entry].order
		switch {
		case !md.IsZero() && (ld.IsZero() || md.After(ld)):
			lead = m
		case md.Equal(ld) && richer(m, lead):
			lead = m
		}
	}
	return lead
}

// richer prefers, among reports of one day, the one that says more.
func richer(a, b *mention) bool {
	score := func(m *mention) int {
		n := 0
		if m.Condition != "" {
			n += 2
		}
		if m.Amount != "" {
			n++
		}
		if m.Deadline != "" {
			n++
		}
		return n
	}
	return score(a) > score(b)
}

func (st *state) commitment(g []*mention) Commitment {
	lead := st.latest(g)
	c := Commitment{Actor: parties.Shown(lead.Actors), Undertaking: lead.Undertaking, Stance: lead.Stance, Condition: lead.Condition,
		Deadline: lead.Deadline, Amount: lead.Amount, SaidBy: lead.SaidBy.Shown()}
	for _, m := range g {
		d := day(st.entries[m.entry].article.Published)
		if d != "" && (c.FirstReported == "" || d < c.FirstReported) {
			c.FirstReported = d
		}
		if d > c.LastReported {
			c.LastReported = d
		}
		c.History = append(c.History, Reported{Date: d, Stance: m.Stance, What: m.Undertaking, SaidBy: m.SaidBy.Shown(), Citation: st.cite(place{m.entry, m.Passage})})
		if m != lead && opposed(m.Stance, lead.Stance) && !st.before(m, lead) {
			c.Disputed = true
		}
	}
	c.Citations = st.citations(g, lead)
	numberEntry(c.Citations, c.History)
	c.ID = entryID(append(slices.Clone(g[0].keys), g[0].terms...))
	return c
}

// before says whether mention a is known to be older than b.
func (st *state) before(a, b *mention) bool {
	x, y := st.entries[a.entry].order, st.entries[b.entry].order
	return !x.IsZero() && !y.IsZero() && x.Before(y) || a.entry == b.entry && a.Passage < b.Passage
}

// opposed says whether two stances cannot both hold: a refusal and an undertaking.
func opposed(a, b Stance) bool {
	firm := func(s Stance) bool { return s == Signed || s == Pledged || s == Ready }
	return a == Declined && firm(b) || b == Declined && firm(a)
}

// citations lists what an entry rests on, the lead first, each passage once, copies of one story once.
func (st *state) citations(g []*mention, lead *mention) []Citation {
	var out []Citation
	seen := map[place]bool{}
	quoted := map[string]bool{}
	add := func(p place) {
		if seen[p] {
			return
		}
		seen[p] = true
		c := st.cite(p)
		if quoted[c.Quote] {
			return
		}
		quoted[c.Quote] = true
		out = append(out, c)
	}
	one := func(m *mention) {
		add(place{m.entry, m.Passage})
		for _, n := range m.Also {
			add(place{m.entry, n})
		}
	}
	one(lead)
	for i := len(g) - 1; i >= 0; i-- {
		if g[i] != lead {
			one(g[i])
		}
	}
	return out
}

// numberEntry gives each Article that an entry cites its number within the entry, in order of first use.
func numberEntry(cs []Citation, history []Reported) {
	n := numbering{}
	for i := range cs {
		n.set(&cs[i])
	}
	for i := range history {
		n.set(&history[i].Citation)
	}
}

func entryID(terms []string) string {
	slices.Sort(terms)
	h := sha256.Sum256([]byte(strings.Join(terms, " ")))
	return hex.EncodeToString(h[:5])
}
