package knowledge

import (
	"sort"
)

// issueRecency is what being in the newest Article rather than the oldest adds to an OpenIssue asked about in general.
const issueRecency = 0.2

// issueStatements answers what is open or settled from the Ledger.
func (st *state) issueStatements(in *inquiry) []Statement {
	type scored struct {
		n     int
		at    place
		score float64
	}
	var all []scored
	topical := false
	for _, c := range in.concepts {
		if !c.light && !c.soft && c.topical() && c.asking&2 == 0 && c.weight > 1.25 {
			topical = true
		}
	}
	for n := range st.issues {
		is := &st.issues[n]
		if in.open && is.Status == IssueSettled {
			continue
		}
		if !in.open && is.Status == IssueOpen {
			continue
		}
		p, ok := st.placeOf(is.Citations[0])
		if !ok {
			continue
		}
		f := st.judge(in, p)
		cover := st.topicCover(in, f)
		if !f.parties {
			cover -= 0.3
			if topical {
				continue // of somebody else
			}
		}
		if cover >= 0 {
			all = append(all, scored{n: n, at: p, score: cover})
		}
	}
	for i := range all { // what is plainly called open, and by more than one article, comes first
		is := st.issues[all[i].n]
		all[i].score += 0.1*float64(is.Strength) + 0.05*float64(min(len(is.Citations), 3)) + issueRecency*st.recency(all[i].at.entry)
		if is.SaidBy != "" {
			all[i].score += 0.05
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].score > all[j].score })
	most := 6
	if in.want == wantYesNo {
		most = 3
	}
	if !topical {
		most = maxStatements
	}
	var out []Statement
	var chosen []found
	listed := map[place]bool{}
	for _, s := range all {
		if len(out) >= most {
			break
		}
		if lead, ok := st.leadOf(s.at); ok && !topical { // the whole list is one statement
			s.at = lead
			if listed[lead] {
				continue
			}
			listed[lead] = true
		}
		if topical && (s.score < 0.3 || s.score < 0.6*all[0].score) {
			break
		}
		if !st.distinct(s.at, chosen) {
			continue
		}
		chosen = append(chosen, found{place: s.at})
		stm, _ := st.statement(s.at, -1)
		for _, next := range st.announced(in, s.at, -1) { // "Three approvals are outstanding."
			stm = st.extend(stm, next)
		}
		stm.Kind = FromLedger
		stm.SaidBy = st.issues[s.n].SaidBy
		out = append(out, stm)
	}
	return out
}

// topicCover is the share of a question's matter, without the words that only ask for issues, that a passage carries.
func (st *state) topicCover(in *inquiry, f found) float64 {
	got, total := 0.0, 0.0
	for i, c := range in.concepts {
		if c.light || !c.topical() || c.asking&2 != 0 || c.weight <= 1.05 && c.code == "" {
			continue
		}
		got += c.weight * f.match[i]
		total += c.weight
	}
	if total == 0 {
		return 0.5
	}
	return got / total
}
