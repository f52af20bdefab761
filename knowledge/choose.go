package knowledge

import (
	"slices"
	"sort"

	"talksbot/knowledge/english"
)

// choose picks the Passages that answer, in the order they are to be read; nil where none does.
func (st *state) choose(in *inquiry, fs []found) []found {
	var ok []found
	for _, f := range fs {
		if f.wanted && f.parties && st.answers(in, f) && f.covers >= in.enough(f) && f.asked >= 0.35 && st.aboutSubject(in, f) {
			ok = append(ok, f)
		}
	}
	if len(ok) == 0 || in.lacking(ok) || st.neverTold(in, fs) || in.unnamed(st, ok) {
		return nil
	}
	// the question is answered: what says more of it may carry less of its words
	best := ok[0].score
	var pool []found
	for _, f := range fs {
		if f.wanted && f.parties && f.covers >= 0.25 && f.asked >= 0.2 && f.score <= best {
			pool = append(pool, f)
		}
	}
	n, margin := 2, 0.3
	switch in.want { // a fact takes one or two sentences that have it
	case wantTime, wantPlace, wantCount, wantSum:
	default:
		if len(pool) > 0 { // a follow-up may be answered by less than that
			ok = pool
		}
		n, margin = 4, 0.5
	}
	switch in.kind {
	case several:
		n, margin = 5, 0.5
	case commitments:
		n, margin = 4, 0.6
		if in.partyOnly() {
			n = 6 // "what has X committed to": all of it
		}
	case comparing:
		n, margin = 5, 0.5
	case changing:
		n, margin = 8, 0.8
	case issuesKind:
		n, margin = 4, 0.6
	}
	if in.want == wantReason {
		n, margin = 3, 0.8
	}
	if in.kind == factual || in.kind == commitments {
		margin *= 0.8 + 0.8*(1-ok[0].covers) // where the best passage has all that is asked, what is farther off adds little
	}
	if in.kind == changing && in.amounts() {
		if with := st.onePerArticle(pool); len(with) >= 2 {
			ok, margin = with, widest
		}
	}
	var out []found
	entries := map[int]bool{}
	for pass := range 2 { // first one passage an entry of the Ledger, then more
		for _, f := range ok {
			if len(out) == n || f.score < best-margin && len(out) > 0 {
				break
			}
			if pass == 0 && in.kind != comparing && f.entry >= 0 && entries[f.entry] {
				continue
			}
			if pass == 0 && in.kind == comparing && f.entry != ok[0].entry {
				continue // reports of one thing are held side by side first
			}
			if in.kind == commitments && in.want == wantWho && f.entry >= 0 && entries[f.entry] {
				continue // who else, not the same once more
			}
			if in.listed && pass == 0 && !in.newParty(f, out) {
				continue // each party has its say first
			}
			if st.distinct(f.place, out) {
				out = append(out, f)
				entries[f.entry] = true
			}
		}
	}
	if in.kind == changing && len(in.parties) > 0 {
		out = st.everyStance(in, fs, out)
	}
	if in.kind == comparing && len(in.sources) > 1 {
		out = st.oneEach(in, ok, out)
	}
	if in.want == wantCount || in.want == wantSum {
		out = st.otherFigures(in, ok, out)
	}
	out = st.rivals(in, out)
	if in.kind == changing {
		sort.SliceStable(out, func(i, j int) bool {
			a, b := st.entries[out[i].place.entry].order, st.entries[out[j].place.entry].order
			return !a.IsZero() && (b.IsZero() || a.Before(b))
		})
	}
	return out
}

// newParty says whether a passage speaks of a party of the question that none of those chosen does.
func (in *inquiry) newParty(f found, chosen []found) bool {
	for k, c := range in.concepts {
		if c.required() && f.match[k] >= 0.8 && !slices.ContainsFunc(chosen, func(o found) bool { return o.match[k] >= 0.8 }) {
			return true
		}
	}
	return false
}

// amounts says whether a question speaks of a number, a share or a sum.
func (in *inquiry) amounts() bool {
	return in.want == wantSum || in.want == wantCount || slices.ContainsFunc(in.concepts, func(c concept) bool {
		return !c.soft && (asks()["amount-noun"][c.base] || asks()["amount-of"][c.base])
	})
}

// widest is the margin where a figure's development is asked for: each Article tells one step of it, most in other words.
const widest = 1.2

// onePerArticle keeps the best passage with a figure of each Article.
func (st *state) onePerArticle(fs []found) []found {
	var out []found
	var units []string // of the best passage
	seen := map[int]bool{}
	for _, f := range fs {
		figures := st.figures(f.place)
		if len(units) == 0 {
			for _, q := range figures {
				units = append(units, q.Unit)
			}
		}
		if !seen[f.place.entry] && slices.ContainsFunc(figures, func(q english.Quantity) bool { return slices.Contains(units, q.Unit) }) {
			seen[f.place.entry] = true
			out = append(out, f)
		}
	}
	return out
}

// partyOnly says whether a question names a party and asks what it undertakes, about nothing in particular.
func (in *inquiry) partyOnly() bool {
	for _, c := range in.concepts {
		if !c.party() && !c.light && !c.soft && c.asking == 0 {
			return false
		}
	}
	return len(in.parties) > 0
}

// everyStance gives each stance that a party has taken one place among what is chosen: a change shows in them.
func (st *state) everyStance(in *inquiry, fs, out []found) []found {
	stanceOf := func(f found) Stance {
		if f.entry < 0 {
			return ""
		}
		for _, h := range st.commitments[f.entry].History {
			if p, ok := st.placeOf(h.Citation); ok && p == f.place {
				return h.Stance
			}
		}
		return ""
	}
	articles, have := map[int]bool{}, map[Stance]int{}
	for _, f := range out {
		articles[f.place.entry] = true
		have[stanceOf(f)]++
	}
	for _, f := range fs {
		s := stanceOf(f)
		if s == "" || have[s] > 0 || !f.parties || !articles[f.place.entry] {
			continue
		}
		// the last of those that say what another says already makes room
		for i := len(out) - 1; i >= 0 && len(out) >= 5; i-- {
			if have[stanceOf(out[i])] > 1 {
				have[stanceOf(out[i])]--
				out = slices.Delete(out, i, i+1)
			}
		}
		if len(out) < maxStatements && st.distinct(f.place, out) {
			out = append(out, f)
			have[s]++
		}
	}
	return out
}

// oneEach gives every named source its best passages.
func (st *state) oneEach(in *inquiry, ok, out []found) []found {
	for i := range in.sources {
		have := 0
		for _, f := range out {
			if f.place.entry == i {
				have++
			}
		}
		for _, f := range ok {
			if have >= 2 || len(out) >= maxStatements {
				break
			}
			if f.place.entry == i && st.distinct(f.place, out) {
				out = append(out, f)
				have++
			}
		}
	}
	var named []found
	for _, f := range out {
		if in.sources[f.place.entry] {
			named = append(named, f)
		}
	}
	if len(named) > 0 {
		return named
	}
	return out
}

// otherFigures adds a passage of another Article that gives another figure for what was asked.
func (st *state) otherFigures(in *inquiry, ok, out []found) []found {
	for _, f := range ok {
		if len(out) >= 3 {
			break
		}
		if f.score < 0.75*ok[0].score {
			break
		}
		differs := len(f.values) > 0
		for _, o := range out {
			if o.place.entry == f.place.entry || overlapValues(o.values, f.values) {
				differs = false
			}
		}
		if differs {
			out = append(out, f)
		}
	}
	return out
}

func overlapValues(a, b []float64) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}
