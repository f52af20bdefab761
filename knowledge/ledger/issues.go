package ledger

import (
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

// undecidedIssues makes an issue of every undertaking that a party has left open, and settles it where the party has
// since decided.
func (lg *merging) undecidedIssues(groups [][]*mention) []*mention {
	var out []*mention
	for _, g := range groups {
		for _, m := range g {
			if m.Stance != stance.Undecided && !(m.Stance == stance.Declined && lg.forNow(m)) {
				continue
			}
			issue := *m
			issue.Stance = ""
			issue.Status, issue.Strength = extract.IssueOpen, 0
			issue.Issue = english.Capitalised(parties.Shown(m.Actors) + ": " + m.Undertaking)
			issue.terms = aboutTerms(m.Undertaking, m.Actors)
			out = append(out, &issue)
			for _, later := range g {
				if lg.before(m, later) && (later.Stance == stance.Pledged || later.Stance == stance.Signed || later.Stance == stance.Declined) {
					done := issue
					done.Report.Passage, done.entry, done.order = later.Passage, later.entry, later.order
					done.Also = later.Also
					done.SaidBy = later.SaidBy
					done.Status = extract.IssueSettled
					out = append(out, &done)
				}
			}
		}
	}
	return out
}

// settledSince finds what later undertakings have settled: the party that a matter was waiting for has promised, signed
// or refused, about the same matter, or has named the sum where the sum was open.
func (lg *merging) settledSince(issues, commitments []*mention) []*mention {
	var out []*mention
	for _, is := range issues {
		if is.Status == extract.IssueSettled {
			continue
		}
		for _, c := range commitments {
			if !lg.before(is, c) || is.entry == c.entry || c.Stance != stance.Signed && c.Stance != stance.Pledged && c.Stance != stance.Declined {
				continue
			}
			if parties.IsState(c.SaidBy.Key) && !slices.Contains(c.keys, c.SaidBy.Key) && c.Stance != stance.Signed {
				continue // what somebody else says of the party settles nothing
			}
			shares := sharesParty(is.Actors, c.Actors)
			sum := shares && c.Amount != "" && c.Stance == stance.Pledged && asksSum(is.Issue) && lg.sameArticleMatter(is, c) >= 0.4
			mind := shares && asksMind(is.terms) && lg.sameArticleMatter(is, c) >= 0.4
			if !sum && !mind && !(shares && lg.similar(is, c) >= sameMatter) && !(c.Stance == stance.Signed && len(c.terms) > 3 && lg.similar(is, c) >= sameMatter+0.15) {
				continue
			}
			done := *is
			done.Report.Passage, done.entry, done.order = c.Passage, c.entry, c.order
			done.Also, done.SaidBy, done.Status = c.Also, c.SaidBy, extract.IssueSettled
			out = append(out, &done)
			break
		}
	}
	return out
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
	all := map[string]bool{}
	for _, ts := range lg.entries[is.entry].reading.Terms {
		for _, t := range ts {
			all[t] = true
		}
	}
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
func asksMind(terms []string) bool {
	for _, t := range terms {
		switch t {
		case "mind", "decid", "decis", "posit", "sign", "say", "yet", "make", "take", "still", "side", "stanc", "respond", "answer", "repli", "up":
		default:
			return false
		}
	}
	return len(terms) > 0
}

// asksSum says whether an issue is about how much.
func asksSum(issue string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(issue)) {
		switch strings.Trim(w, ".,") {
		case "amount", "sum", "size", "contribution", "share", "money", "figure", "price", "much", "cost", "level", "funding":
			return true
		}
	}
	return false
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

func (lg *merging) issue(g []*mention) OpenIssue {
	lead := g[0]
	for _, m := range g[1:] {
		md, ld := lg.entries[m.entry].order, lg.entries[lead.entry].order
		if !md.IsZero() && (ld.IsZero() || md.After(ld)) || md.Equal(ld) && statusRank(m.Status) < statusRank(lead.Status) {
			lead = m
		}
	}
	is := OpenIssue{Issue: lead.Issue, Status: lead.Status, SaidBy: lead.SaidBy.Shown()}
	for _, m := range g {
		is.Strength = max(is.Strength, m.Strength)
	}
	for _, m := range g {
		is.History = append(is.History, Reported{Date: lg.entries[m.entry].article.Day(), Status: m.Status, What: m.Issue, SaidBy: m.SaidBy.Shown(), Citation: lg.cite(spot{m.entry, m.Passage})})
	}
	is.Citations = lg.citations(g, lead)
	numberEntry(is.Citations, is.History)
	is.ID = entryID(slices.Clone(g[0].terms))
	return is
}
