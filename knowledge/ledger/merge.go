package ledger

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"talksbot/knowledge/copies"
	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

// Ledger is what a set of Articles tells by its Reports.
type Ledger struct {
	Commitments []Commitment   // the firmest first, then by actor
	Issues      []OpenIssue    // open, partly settled, settled
	People      parties.People // who any of the Articles tells of
}

// Merge makes the Ledger of Articles, of their Readings and of what they repeat, which stand in the same order. words weighs what the
// Articles speak of by its rarity among them.
func Merge(articles []news.Article, readings []*extract.Reading, repeated []copies.Copy, words *index.Words) Ledger {
	return merge(articles, readings, repeated, words, &Memory{})
}

func merge(articles []news.Article, readings []*extract.Reading, repeated []copies.Copy, words *index.Words, m *Memory) Ledger {
	lg := &merging{words: words, copies: repeated, people: parties.People{}, memory: m}
	for i, a := range articles {
		lg.entries = append(lg.entries, &told{article: a, reading: readings[i], order: a.Order()})
		if a.Published.After(lg.last) {
			lg.last = a.Published
		}
	}
	lg.merge()
	return Ledger{Commitments: lg.commitments, Issues: lg.issues, People: lg.people}
}

// merging is the making of one Ledger.
type merging struct {
	entries     []*told
	copies      []copies.Copy // of the entries
	words       *index.Words
	memory      *Memory
	matters     *matters
	last        time.Time // day of the latest Article
	people      parties.People
	commitments []Commitment
	issues      []OpenIssue
}

// told is one Article with what is read from it.
type told struct {
	article news.Article
	reading *extract.Reading
	order   time.Time
	all     map[string]bool // see terms
}

// terms gives all that the Article speaks of. They are gathered once.
func (e *told) terms() map[string]bool {
	if e.all == nil {
		e.all = map[string]bool{}
		for _, ts := range e.reading.Terms {
			for _, t := range ts {
				e.all[t] = true
			}
		}
	}
	return e.all
}

// spot is one Passage of one Article.
type spot struct{ entry, passage int }

func (lg *merging) cite(p spot) news.Citation {
	e := lg.entries[p.entry]
	c := news.Cite(e.article, e.reading.Passages[p.passage])
	if from := copies.Source(lg.copies, copies.Passage{Article: p.entry, N: p.passage}); from.Article != p.entry {
		c.CopyOf = lg.entries[from.Article].article.ID
	}
	return c
}

// mention is one report with the Article it comes from, its parties resolved by what all Articles tell of people.
type mention struct {
	extract.Report
	entry  int
	order  int      // position in time: entries without a day come after those with one
	terms  []string // what it is about, analysed, without who
	about  *matter  // the same, one for all mentions of the same terms
	keys   []string // of its actors, sorted
	amount []string
	unmade bool // of an issue: an undertaking that a party has left open
	limit  bool // see limits
}

// merge fills the Ledger: mentions of one thing in several Articles become one entry with a history.
func (lg *merging) merge() {
	for _, e := range lg.entries {
		for _, p := range sortedPeople(e.reading.People) {
			lg.people.Learn(p)
		}
	}
	order := lg.timeOrder()
	var commitments, issues, closing []*mention
	var also, alsoOpen []*mention // what others than the rules have read
	about := newMatters()
	lg.matters = about
	for rank, n := range order {
		e := lg.entries[n]
		for _, r := range e.reading.Reports {
			if lg.toldBefore(n, r) {
				continue
			}
			m := &mention{Report: r, entry: n, order: rank}
			m.Actors = slices.Clone(r.Actors)
			for i := range m.Actors {
				m.Actors[i] = lg.resolve(m.Actors[i])
				m.keys = append(m.keys, m.Actors[i].Key)
			}
			slices.Sort(m.keys)
			m.SaidBy = lg.resolve(m.SaidBy)
			if r.Stance != "" {
				m.terms = lg.aboutTerms(r.Undertaking+" "+r.Condition, m.Actors)
				m.limit = limits(r)
				m.amount = lg.memory.amounts.of(r.Undertaking, amountsIn)
				if r.ReadBy == "" {
					commitments = append(commitments, m)
				} else {
					also = append(also, m)
				}
			} else {
				m.terms = lg.aboutTerms(r.Issue, nil)
				switch {
				case r.Strength == extract.Closing:
					closing = append(closing, m)
				case r.ReadBy == "":
					issues = append(issues, m)
				default:
					alsoOpen = append(alsoOpen, m)
				}
			}
			m.about = about.of(m.terms, lg.words)
		}
	}
	sameKeys := func(a, b *mention) bool { return a.limit == b.limit && slices.Equal(a.keys, b.keys) }
	groups := lg.group(commitments, sameKeys)
	all := groups
	if len(also) > 0 { // it joins what the rules have read, changes none of its fields and settles nothing
		all = lg.group(slices.Concat(commitments, also), sameKeys)
	}
	for _, g := range all {
		lg.commitments = append(lg.commitments, lg.commitment(g))
	}
	sameAsBefore(issues, lg)
	told := slices.Clone(issues)
	issues = append(issues, lg.undecidedIssues(groups, issues, about)...)
	issues = append(issues, lg.settledSince(issues, commitments)...)
	issues = append(issues, lg.closed(issues, told, closing)...)
	issues = slices.Concat(issues, alsoOpen, lg.settledSince(alsoOpen, commitments), lg.closed(alsoOpen, told, closing))
	firm := firmly(commitments)
	for _, g := range lg.settledTogether(lg.group(issues, func(a, b *mention) bool { return true })) {
		if lg.overdue(g) || lg.passed(g, firm) {
			continue
		}
		lg.issues = append(lg.issues, lg.issue(g))
	}
	sort.SliceStable(lg.commitments, func(i, j int) bool {
		a, b := lg.commitments[i], lg.commitments[j]
		if ra, rb := stance.Rank(a.Stance), stance.Rank(b.Stance); ra != rb {
			return ra < rb
		}
		return a.Actor < b.Actor
	})
	sort.SliceStable(lg.issues, func(i, j int) bool { return statusRank(lg.issues[i].Status) < statusRank(lg.issues[j].Status) })
}

// toldBefore says whether a report only repeats one of the Article that this one is a copy of there, or one that was corrected there
// since. It is no news, whenever it was printed.
func (lg *merging) toldBefore(entry int, r extract.Report) bool {
	if slices.Contains(lg.copies[entry].Withdrawn, r.Passage) {
		return true
	}
	from := copies.Passage{Article: entry, N: r.Passage}
	from = copies.Source(lg.copies, from)
	return from.Article != entry && slices.ContainsFunc(lg.entries[from.Article].reading.Reports, func(o extract.Report) bool {
		return o.Passage == from.N && o.Stance == r.Stance && o.Status == r.Status && o.Strength == r.Strength && o.ReadBy == r.ReadBy &&
			slices.EqualFunc(o.Actors, r.Actors, func(a, b parties.Party) bool { return a.Key == b.Key })
	})
}

func sortedPeople(pp parties.People) []parties.Profile {
	out := make([]parties.Profile, 0, len(pp))
	for _, k := range slices.Sorted(maps.Keys(pp)) {
		out = append(out, pp[k])
	}
	return out
}

// resolve gives a person named without an office the one that another Article tells of.
func (lg *merging) resolve(p parties.Party) parties.Party {
	if sn, ok := strings.CutPrefix(p.Key, "gov:"); ok {
		if pr, ok := lg.people[sn]; ok && pr.For != "" {
			return parties.Party{Key: pr.ForKey, Name: pr.For}
		}
		return p
	}
	if p.Person == "" {
		if strings.HasPrefix(p.Key, "group:") || p.Key == "" {
			if pr, ok := lg.people.Find(p.Name); ok && len(strings.Fields(p.Name)) <= 2 && p.Name != "" && english.Fold(p.Name) == parties.Surname(p.Name) {
				return pr.Party()
			}
		}
		return p
	}
	if pr, ok := lg.people.Find(p.Person); ok {
		return pr.Party()
	}
	return p
}

// timeOrder sorts entries by day; those without one come last, in the order of their IDs.
func (lg *merging) timeOrder() []int {
	out := make([]int, len(lg.entries))
	for i := range out {
		out[i] = i
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := lg.entries[out[i]].order, lg.entries[out[j]].order
		if a.IsZero() || b.IsZero() {
			return !a.IsZero() && b.IsZero()
		}
		return a.Before(b)
	})
	return out
}

// aboutTerms analyses what an undertaking or an issue is about; the names of who acts are left out.
func (lg *merging) aboutTerms(text string, actors []parties.Party) []string {
	drop := map[string]bool{}
	for _, a := range actors {
		for _, t := range lg.memory.Terms(a.Shown()) {
			drop[t] = true
		}
	}
	var out []string
	for _, t := range lg.memory.Terms(text) {
		if !drop[t] && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// group gathers mentions of one thing: their parties fit and they share most of what the shorter one is about.
func (lg *merging) group(ms []*mention, fits func(a, b *mention) bool) [][]*mention {
	var groups [][]*mention
	var faces [][]*mention                             // of each group, its members that differ: much is told again in the same words
	byTerm := make([][]int32, len(lg.matters.numbers)) // groups that hold a term
	var tried []int                                    // of each group, the mention that was compared with it last, from 1
	for n, m := range ms {
		best, bestSim := -1, 0.0
		for _, t := range m.about.terms {
			for _, g := range byTerm[t] {
				if tried[g] == n+1 {
					continue
				}
				tried[g] = n + 1
				for _, o := range faces[g] {
					if !fits(m, o) {
						continue
					}
					if s := similar(m.about, o.about); s > bestSim {
						best, bestSim = int(g), s
					}
				}
			}
		}
		if best < 0 || bestSim < sameMatter {
			best = len(groups)
			groups, faces, tried = append(groups, nil), append(faces, nil), append(tried, 0)
		}
		groups[best] = append(groups[best], m)
		if slices.ContainsFunc(faces[best], func(o *mention) bool { return m.about == o.about && slices.Equal(m.keys, o.keys) }) {
			continue
		}
		faces[best] = append(faces[best], m)
		for _, t := range m.about.terms {
			if !slices.Contains(byTerm[t], int32(best)) {
				byTerm[t] = append(byTerm[t], int32(best))
			}
		}
	}
	return groups
}

// byRules gives what the rules have read of a group; all of it where that is nothing.
func byRules(g []*mention) []*mention {
	if i := slices.IndexFunc(g, func(m *mention) bool { return m.ReadBy != "" }); i > 0 { // they come first
		return g[:i]
	}
	return g
}

// latest picks the mention that leads: the last with a day, of the most firmly dated Article.
func (lg *merging) latest(g []*mention) *mention {
	g = byRules(g)
	lead := g[0]
	for _, m := range g[1:] {
		md, ld := lg.entries[m.entry].order, lg.entries[lead.entry].order
		switch {
		case !ld.IsZero() && md.After(ld) && lg.onlySoftens(m, lead):
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

func (lg *merging) commitment(g []*mention) Commitment {
	lead := lg.latest(g)
	c := Commitment{Actor: parties.Shown(lead.Actors), Undertaking: lead.Undertaking, Stance: lead.Stance, Condition: lead.Condition,
		Deadline: lead.Deadline, Amount: lead.Amount, SaidBy: lead.SaidBy.Shown(), ReadBy: lead.ReadBy}
	for _, m := range inTime(g) {
		d := lg.entries[m.entry].article.Day()
		if d != "" && (c.FirstReported == "" || d < c.FirstReported) {
			c.FirstReported = d
		}
		if d > c.LastReported {
			c.LastReported = d
		}
		c.History = append(c.History, Reported{Date: d, Stance: m.Stance, What: m.Undertaking, SaidBy: m.SaidBy.Shown(), Citation: lg.cite(spot{m.entry, m.Passage}), ReadBy: m.ReadBy})
		if m != lead && opposed(m.Stance, lead.Stance) && !lg.before(m, lead) && !lg.looksBack(m) {
			c.Disputed = true
		}
	}
	c.Citations = lg.citations(g, lead)
	numberEntry(c.Citations, c.History)
	of := append(slices.Clone(g[0].keys), g[0].terms...)
	if g[0].limit { // of what it undertakes it has the same words
		of = append(of, "limit")
	}
	c.ID = entryID(of)
	return c
}

// inTime puts a group in the order of its Articles.
func inTime(g []*mention) []*mention {
	return slices.SortedStableFunc(slices.Values(g), func(a, b *mention) int { return cmp.Compare(a.order, b.order) })
}

// before says whether mention a is known to be older than b.
func (lg *merging) before(a, b *mention) bool {
	x, y := lg.entries[a.entry].order, lg.entries[b.entry].order
	return !x.IsZero() && !y.IsZero() && x.Before(y) || a.entry == b.entry && a.Passage < b.Passage
}

// decided says whether a stance ends what was open between a party and an undertaking: it has undertaken or refused it.
func decided(s stance.Stance) bool {
	return s == stance.Signed || s == stance.Pledged || s == stance.Declined
}

// opposed says whether two stances cannot both hold: a refusal and an undertaking.
func opposed(a, b stance.Stance) bool {
	firm := func(s stance.Stance) bool { return s == stance.Signed || s == stance.Pledged || s == stance.Ready }
	return a == stance.Declined && firm(b) || b == stance.Declined && firm(a)
}

// citations lists what an entry rests on, the lead first, each passage once, copies of one story once.
func (lg *merging) citations(g []*mention, lead *mention) []news.Citation {
	var out []news.Citation
	seen := map[spot]bool{}
	quoted := map[string]bool{}
	add := func(p spot) {
		if seen[p] {
			return
		}
		seen[p] = true
		c := lg.cite(p)
		if quoted[c.Quote] {
			return
		}
		quoted[c.Quote] = true
		out = append(out, c)
	}
	one := func(m *mention) {
		add(spot{m.entry, m.Passage})
		for _, n := range m.Also {
			add(spot{m.entry, n})
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
func numberEntry(cs []news.Citation, history []Reported) {
	n := news.Numbering{}
	for i := range cs {
		n.Set(&cs[i])
	}
	for i := range history {
		n.Set(&history[i].Citation)
	}
}

func entryID(terms []string) string {
	slices.Sort(terms)
	h := sha256.Sum256([]byte(strings.Join(terms, " ")))
	return hex.EncodeToString(h[:5])
}
