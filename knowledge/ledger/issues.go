package ledger

import (
	"cmp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/extract"
	"talksbot/knowledge/parties"
	"talksbot/knowledge/stance"
)

func statusRank(s extract.IssueStatus) int {
	return slices.Index([]extract.IssueStatus{extract.IssueOpen, extract.IssuePartly, extract.IssueSettled}, s)
}

// sameAsBefore gives an issue that names no matter of its own, "a vote is expected in May", that of the sentence before
// it, where that is one.
func sameAsBefore(issues []*mention, lg *merging) {
	bySpot := map[spot]*mention{}
	for _, is := range issues {
		bySpot[spot{is.entry, is.Passage}] = is
	}
	for _, is := range issues {
		if len(is.Also) == 0 || is.Status != extract.IssueOpen || len(lg.matterOf(is)) > 1 {
			continue
		}
		if prev := bySpot[spot{is.entry, is.Also[0]}]; prev != nil && prev != is && prev.Status == extract.IssueOpen {
			is.terms, is.about, is.Matter, is.Mind, is.Actors, is.keys = prev.terms, prev.about, prev.Matter, prev.Mind, prev.Actors, prev.keys
		}
	}
}

// undecidedIssues makes an issue of every undertaking that a party has left open, and settles it where the party has
// since decided. Where the sentence is read as open already, that issue stands for it.
func (lg *merging) undecidedIssues(groups [][]*mention, told []*mention, about *matters) []*mention {
	bySpot := map[spot]*mention{}
	for _, is := range told {
		if is.Status == extract.IssueOpen {
			bySpot[spot{is.entry, is.Passage}] = is
		}
	}
	var out []*mention
	for _, g := range groups {
		for _, m := range g {
			if m.Stance != stance.Undecided && !(m.Stance == stance.Declined && lg.forNow(m)) || ofBeing(m.Undertaking) || strings.HasPrefix(m.Undertaking, "no ") || lg.movedOn(m, g) || lg.onlyOpenTo(m) {
				continue
			}
			issue := bySpot[spot{m.entry, m.Passage}]
			if issue == nil {
				is := *m
				issue = &is
				issue.Stance = ""
				issue.Status, issue.Strength = extract.IssueOpen, 0
				issue.Issue = lg.undecidedWords(m)
				issue.terms = lg.aboutTerms(m.Undertaking, m.Actors)
				issue.about = about.of(issue.terms, lg.words)
				issue.unmade = m.Stance == stance.Undecided
				if !namesMatter(issue.terms) { // "is considering it", "said it was studying what it could do"
					issue.Mind, issue.Passing, issue.Matter = true, true, parties.Shown(m.Actors)
				}
				out = append(out, issue)
			}
			for _, later := range g {
				if lg.before(m, later) && decided(later.Stance) {
					out = append(out, lg.settledBy(issue, later))
				}
			}
		}
	}
	return out
}

// movedOn says whether who had not decided has since come forward with something, short of an undertaking: what becomes
// of that is another matter.
func (lg *merging) movedOn(m *mention, g []*mention) bool {
	return slices.ContainsFunc(g, func(o *mention) bool {
		return (o.Stance == stance.Proposed || o.Stance == stance.Ready) && m.entry != o.entry && lg.before(m, o)
	})
}

// onlyOpenTo says whether a party is said to be open to something: it waits for others, and leaves nothing open itself.
func (lg *merging) onlyOpenTo(m *mention) bool {
	quote := strings.ToLower(lg.cite(spot{m.entry, m.Passage}).Quote)
	return strings.Contains(quote, " open to ") && strings.HasPrefix(strings.ToLower(m.Undertaking), "to ")
}

// namesMatter says whether terms tell what is undertaken, and not only how much or in what way.
func namesMatter(terms []string) bool {
	n := 0
	for _, t := range terms {
		if extract.TellsMatter(t) && !strings.ContainsAny(t, "0123456789") && t != "do" && t != "million" && t != "billion" {
			n++
		}
	}
	return n > 1
}

// settledBy makes an issue a settled one by a later report.
func (lg *merging) settledBy(is, later *mention) *mention {
	done := *is
	done.Report.Passage, done.entry, done.order = later.Passage, later.entry, later.order
	done.Also, done.SaidBy, done.Status = later.Also, later.SaidBy, extract.IssueSettled
	done.Issue = lg.sentenceOf(later) // what is settled is not worded as open
	return &done
}

// undecidedWords tells who has left what open: in the words of the undertaking where they stand by themselves, else in
// those of the sentence.
func (lg *merging) undecidedWords(m *mention) string {
	if toks := english.Tokens(m.Undertaking); len(toks) > 1 && (toks[0].Tag == "VB" || toks[0].Tag == "VBG" || questionWords[toks[0].Lower]) {
		return english.Capitalised(parties.Shown(m.Actors) + ": " + m.Undertaking)
	}
	return lg.sentenceOf(m)
}

func (lg *merging) sentenceOf(m *mention) string {
	return strings.TrimRight(lg.cite(spot{m.entry, m.Passage}).Quote, ".")
}

var (
	questionWords = english.Set("whether if how what who when where which")
	being         = english.Set("is are was were")
)

// ofBeing says whether an undertaking begins with a finite form of "be": it tells a state, and nothing is left open.
func ofBeing(undertaking string) bool {
	first, _, _ := strings.Cut(undertaking, " ")
	return being[strings.ToLower(first)]
}

// settledSince finds what later undertakings have settled: the party that a matter was waiting for has promised, signed
// or refused, about the same matter, or has named the sum where the sum was open.
func (lg *merging) settledSince(issues, commitments []*mention) []*mention {
	if len(issues) == 0 {
		return nil
	}
	var out []*mention
	s := newSettling(commitments)
	for _, is := range issues {
		if is.Status == extract.IssueSettled {
			continue
		}
		if c := lg.firstSettling(is, s); c != nil {
			out = append(out, lg.settledBy(is, c))
		}
	}
	return out
}

// settling are the undertakings that can settle an issue, so arranged that not each need be held against each issue.
type settling struct {
	all     []*mention       // in order of time
	byParty map[string][]int // those in which a party acts
	signed  map[string][]int // those signed, by what they are about: they settle it whoever was waited for
}

func newSettling(commitments []*mention) settling {
	s := settling{byParty: map[string][]int{}, signed: map[string][]int{}}
	for _, c := range commitments {
		if !decided(c.Stance) {
			continue
		}
		if c.Stance != stance.Signed && parties.IsState(c.SaidBy.Key) && !slices.Contains(c.keys, c.SaidBy.Key) {
			continue // what somebody else says of the party settles nothing
		}
		for _, k := range slices.Compact(slices.Clone(c.keys)) {
			s.byParty[k] = append(s.byParty[k], len(s.all))
		}
		if c.Stance == stance.Signed && len(c.terms) > 3 {
			for _, t := range c.terms {
				s.signed[t] = append(s.signed[t], len(s.all))
			}
		}
		s.all = append(s.all, c)
	}
	return s
}

// firstSettling is the earliest undertaking that settles an issue; nil where none does.
func (lg *merging) firstSettling(is *mention, s settling) *mention {
	var lists [][]int
	for _, a := range is.Actors {
		if a.Key != "" {
			lists = append(lists, s.byParty[a.Key])
		}
	}
	for _, t := range is.terms {
		lists = append(lists, s.signed[t])
	}
	sum, mind := asksSum(is.Issue), asksMind(is)
	first := len(s.all)
	for _, list := range lists {
		later, _ := slices.BinarySearchFunc(list, is.order, func(i, order int) int { return cmp.Compare(s.all[i].order, order) })
		if lg.entries[is.entry].order.IsZero() {
			later = 0
		}
		for _, i := range list[later:] {
			c := s.all[i]
			if i >= first {
				break
			}
			if !lg.mayFollow(is, c) || is.entry == c.entry {
				continue
			}
			alike, shares := similar(is.about, c.about), sharesParty(is.Actors, c.Actors)
			if shares && alike >= sameMatter || c.Stance == stance.Signed && len(c.terms) > 3 && alike >= sameMatter+0.15 ||
				shares && mind && lg.before(is, c) && (c.Amount != "" || len(c.terms) <= 2 && !namesMatter(c.terms) || lg.sameArticleMatter(is, c) >= 0.4) ||
				shares && (sum && c.Amount != "" && c.Stance == stance.Pledged) && lg.sameArticleMatter(is, c) >= 0.4 {
				first = i
				break
			}
		}
	}
	if first == len(s.all) {
		return nil
	}
	return s.all[first]
}

func sharesParty(a, b []parties.Party) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Key != "" && x.Key == y.Key {
				return true
			}
		}
	}
	return false
}

// sameArticleMatter is the share of what an undertaking is about that the whole Article of an issue speaks of.
func (lg *merging) sameArticleMatter(is, c *mention) float64 {
	all := lg.entries[is.entry].terms()
	got, total := 0.0, 0.0
	for _, t := range c.terms {
		w := lg.words.IDF(t)
		total += w
		if all[t] {
			got += w
		}
	}
	if total == 0 {
		return 0
	}
	return got / total
}

// asksMind says whether an issue is only that somebody has not decided: it names no matter of its own.
func asksMind(is *mention) bool {
	if is.Mind {
		return true
	}
	for _, t := range is.terms {
		switch t {
		case "mind", "decid", "decis", "posit", "sign", "say", "yet", "make", "take", "still", "side", "stanc", "respond", "answer", "repli", "up":
		default:
			return false
		}
	}
	return len(is.terms) > 0
}

// asksSum says whether an issue is about how much, and not by when.
func asksSum(issue string) bool {
	sum := false
	for w := range strings.FieldsSeq(strings.ToLower(issue)) {
		switch strings.Trim(w, ".,") {
		case "amount", "sum", "size", "contribution", "share", "money", "figure", "price", "much", "cost", "level", "funding":
			sum = true
		case "date", "timeframe", "timetable", "timeline", "deadline", "when":
			return false
		}
	}
	return sum
}

// forNow says whether a refusal is one for the time being.
func (lg *merging) forNow(m *mention) bool {
	low := " " + strings.ToLower(lg.cite(spot{m.entry, m.Passage}).Quote) + " "
	for w := range stance.Classes()["fornow"] {
		if strings.Contains(low, " "+w+" ") || strings.Contains(low, " "+w+",") || strings.Contains(low, " "+w+".") {
			return true
		}
	}
	return false
}

// leading is the mention that tells how an issue stands: the latest, and of one day the one that leaves most open.
func (lg *merging) leading(g []*mention) *mention {
	g = byRules(g)
	lead := g[0]
	for _, m := range g[1:] {
		md, ld := lg.entries[m.entry].order, lg.entries[lead.entry].order
		switch {
		case md.Equal(ld) && m.entry == lead.entry || md.Equal(ld) && !md.IsZero():
			if statusRank(m.Status) < statusRank(lead.Status) {
				lead = m
			}
		case md.IsZero() || ld.IsZero(): // what is decided was open before
			if ra, rb := statusRank(m.Status), statusRank(lead.Status); ra > rb || ra == rb && !md.IsZero() {
				lead = m
			}
		case m.Status == extract.IssueOpen && lead.Status != extract.IssueOpen && lg.looksBack(m):
		case md.After(ld):
			lead = m
		}
	}
	return lead
}

// settledTogether joins the groups that one sentence settles: it tells of one matter, however it was told as open.
func (lg *merging) settledTogether(groups [][]*mention) [][]*mention {
	var out [][]*mention
	by := map[spot]int{}
	for _, g := range groups {
		lead := lg.leading(g)
		at := spot{lead.entry, lead.Passage}
		if n, ok := by[at]; ok && lead.Status == extract.IssueSettled {
			out[n] = append(out[n], g...)
			continue
		}
		if lead.Status == extract.IssueSettled {
			by[at] = len(out)
		}
		out = append(out, g)
	}
	return out
}

func (lg *merging) issue(g []*mention) OpenIssue {
	lead := lg.leading(g)
	is := OpenIssue{Issue: lead.Issue, Status: lead.Status, SaidBy: lead.SaidBy.Shown(), ReadBy: lead.ReadBy}
	for _, m := range g {
		is.Strength = max(is.Strength, m.Strength)
	}
	type report struct {
		at     spot
		status extract.IssueStatus
	}
	told := map[report]bool{}
	for _, m := range g {
		r := report{spot{m.entry, m.Passage}, m.Status}
		if told[r] {
			continue
		}
		told[r] = true
		is.History = append(is.History, Reported{Date: lg.entries[m.entry].article.Day(), Status: m.Status, What: m.Issue, SaidBy: m.SaidBy.Shown(), Citation: lg.cite(spot{m.entry, m.Passage}), ReadBy: m.ReadBy})
	}
	is.Citations = lg.citations(g, lead)
	numberEntry(is.Citations, is.History)
	is.ID = entryID(slices.Clone(g[0].terms))
	return is
}
