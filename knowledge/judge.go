package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/lexicon"
	"talksbot/knowledge/parties"
)

// judge compares one Passage with the inquiry.
func (st *state) judge(in *inquiry, p place) found {
	f := found{place: p, entry: -1, match: make([]float64, len(in.concepts))}
	e := st.entries[p.entry]
	ps := e.reading.Passages[p.passage]
	text := st.text(p)
	low := english.Fold(text)
	own := st.termSet(p)
	var under, before, title map[string]bool
	if ps.Under >= 0 {
		under = st.termSet(place{p.entry, ps.Under})
	}
	if ps.Kind == Row {
		under = setOf(index.Terms(strings.Join(ps.Columns, " ")))
	}
	if p.passage > 0 && e.reading.Passages[p.passage-1].Paragraph == ps.Paragraph {
		before = st.termSet(place{p.entry, p.passage - 1})
	}
	named := ""
	if ref, ok := e.reading.Named[p.passage]; ok {
		named = english.Fold(ref.Name)
		for _, t := range index.Terms(ref.Name) {
			own[t] = true
		}
	}
	title = st.reg.leads[p.entry]
	f.entry = st.evidenceFor(in, p)
	total, asked := 0.0, 0.0
	partyHits, partyCount := 0, 0
	ownGot, group, groupGot := 0.0, 0.0, 0.0
	for i, c := range in.concepts {
		m := 0.0
		inOwn := 0.0
		for t, w := range c.terms {
			if own[t] {
				m = max(m, w)
				inOwn = max(inOwn, w)
			} else if under[t] {
				m = max(m, 0.8*w)
			} else if before[t] {
				m = max(m, 0.5*w)
			} else if title[t] {
				m = max(m, 0.45*w)
			}
		}
		if c.value != 0 && m < 1 && slices.ContainsFunc(st.quantities(p), func(q english.Quantity) bool { return q.Value == c.value }) {
			m = 1
		}
		if c.agent || c.person != "" {
			m = c.bodyMatch(low, named, st.reg.acts(f.entry, c), before, e)
			if m < 0.45 && slices.ContainsFunc(c.called, func(n []string) bool { return allIn(n, title) }) {
				m = 0.45 // the article is about it
			}
		}
		if c.code != "" && m < 1 {
			if parties.MentionsState(low, c.code) || named != "" && parties.MentionsState(named, c.code) || st.reg.acts(f.entry, c) {
				m = 1
			} else if named != "" && e.namesSpeakerFor(named, c.code, st.people) {
				m = 0.95
			} else if e.namesSpeakerFor(low, c.code, st.people) {
				m = 0.9
			} else if p.passage > 0 && before != nil && parties.MentionsState(english.Fold(st.text(place{p.entry, p.passage - 1})), c.code) {
				m = max(m, 0.6)
			} else if parties.MentionsState(english.Fold(e.article.Title), c.code) {
				m = max(m, 0.5)
			}
		}
		if asks()["condition"][c.base] && conditional.MatchString(text) {
			m = max(m, 0.7)
		}
		if c.base == "position" && len(in.parties) > 0 && st.reg.issueAt[p] {
			m = max(m, 0.8) // that it has not made up its mind is one
		}
		if m < 1 && c.asking&1 != 0 && f.entry >= 0 && (in.kind == commitments || in.kind == several || in.kind == comparing || in.kind == changing || in.want == wantSum) {
			m = 1 // it is what was asked for, in whatever words
		}
		if m < meantMatch && in.means.carries(p, i) {
			m = meantMatch
		}
		if m == 1 {
			inOwn = 1
		}
		ownGot += c.weight * inOwn
		f.match[i] = m
		if in.listed && c.required() { // each of several parties may have a passage of its own
			group, groupGot = max(group, c.weight), max(groupGot, c.weight*m)
		} else {
			f.covers += c.weight * m
			total += c.weight
			if !c.soft && !c.light {
				f.asked += c.weight * m
				asked += c.weight
			}
		}
		if c.required() {
			partyCount++
			if m >= 0.45 || c.topic && m >= 0.4 {
				partyHits++
			}
		}
	}
	f.covers, total = f.covers+groupGot, total+group
	f.asked, asked = f.asked+groupGot, asked+group
	if total > 0 {
		f.covers /= total
		f.own = ownGot / total
	}
	if asked > 0 {
		f.asked /= asked
	} else {
		f.asked = 1
	}
	f.parties = partyHits == partyCount || partyHits > 0 && (in.kind != factual || in.listed)
	f.wanted, f.values = st.hasWanted(in, p, text)
	f.wanted = f.wanted || st.answersNo(in, f) || st.answersOpen(in, f) || in.want == wantReason && f.covers >= 0.7
	return f
}

// answersNo says whether a passage tells that a party of the question will not do it, where how much, how many or when is
// asked: there is no number then.
func (st *state) answersNo(in *inquiry, f found) bool {
	switch in.want {
	case wantCount, wantSum, wantTime:
	default:
		return false
	}
	if f.entry < 0 || !f.parties || f.asked < 0.45 || !in.sharesMatter(f) {
		return false
	}
	for _, h := range st.commitments[f.entry].History {
		if p, ok := st.placeOf(h.Citation); ok && p == f.place && h.Stance == Declined {
			return slices.ContainsFunc(in.concepts, func(c concept) bool { return c.required() && st.reg.acts(f.entry, c) })
		}
	}
	return false
}

// sharesMatter says whether a passage has a word of the question's matter beside its parties and what asks for undertakings.
func (in *inquiry) sharesMatter(f found) bool {
	any := false
	for i, c := range in.concepts {
		if c.party() || c.light || c.soft || c.asking != 0 {
			continue
		}
		if f.match[i] >= 0.5 {
			return true
		}
		any = true
	}
	return !any
}

// answersOpen says whether a passage tells that when, where or who is not settled.
func (st *state) answersOpen(in *inquiry, f found) bool {
	switch in.want {
	case wantTime, wantPlace, wantWho:
		return st.reg.issueAt[f.place] && f.parties && f.asked >= 0.6
	}
	return false
}

// names gives the names by which a text may name a person or body, folded.
func (c concept) names() []string {
	if c.person != "" {
		return []string{c.person}
	}
	return c.forms
}

func allIn(terms []string, set map[string]bool) bool {
	for _, t := range terms {
		if !set[t] {
			return false
		}
	}
	return len(terms) > 0
}

// bodyMatch says how far a passage speaks of a person or body: by name, as whom its pronoun means or its Commitment
// names, or only in the sentence before or the title.
func (c concept) bodyMatch(low, named string, actor bool, before map[string]bool, e *entry) float64 {
	names := c.names()
	for _, n := range names {
		if english.ContainsWord(low, n) || english.ContainsWord(named, n) {
			return 1
		}
	}
	if actor {
		return 1
	}
	if before != nil {
		if allIn(c.called[0], before) {
			return 0.6
		}
	}
	for _, n := range names {
		if english.ContainsWord(english.Fold(e.article.Title), n) {
			return 0.5
		}
	}
	if c.topic {
		for _, n := range e.reading.Names {
			if slices.Contains(names, english.Fold(n)) {
				return 0.45
			}
		}
	}
	return 0
}

// evidenceFor gives the Commitment that a passage is evidence for, one of a party that the question names if it names any;
// -1 for none.
func (st *state) evidenceFor(in *inquiry, p place) int {
	named := false
	for _, i := range in.parties {
		named = named || !in.concepts[i].soft
	}
	for _, n := range st.evidence[p] {
		if !named || st.concerns(in, n) {
			return n
		}
	}
	return -1
}

// namesSpeakerFor says whether folded text names somebody who speaks for a state.
func (e *entry) namesSpeakerFor(low, code string, all parties.People) bool {
	for sn, pr := range e.reading.People {
		if full, ok := all[sn]; ok {
			pr = full
		}
		if pr.ForKey == code && pr.Office && english.ContainsWord(low, sn) {
			return true
		}
	}
	return false
}

func (st *state) termSet(p place) map[string]bool {
	s := setOf(st.entries[p.entry].reading.Terms[p.passage])
	for t := range s {
		for _, a := range st.acronyms[t] {
			s[a] = true
		}
	}
	return s
}

func setOf(ts []string) map[string]bool {
	m := make(map[string]bool, len(ts))
	for _, t := range ts {
		m[t] = true
	}
	return m
}

// hasWanted says whether a passage holds the kind of thing that is asked for, and the quantities where it is a number.
func (st *state) hasWanted(in *inquiry, p place, text string) (bool, []float64) {
	switch in.want {
	case wantCount:
		var vs []float64
		words := strings.ToLower(text)
		for _, q := range st.quantities(p) {
			if q.Money() || q.Unit != "" || looksLikeYear(text, q) {
				continue
			}
			if in.counted(words[min(q.Start, len(words)):]) || remainder(words[:min(q.Start, len(words))], words[min(q.End, len(words)):]) {
				vs = append(vs, q.Value)
			}
		}
		return len(vs) > 0, vs
	case wantSum:
		var vs []float64
		for _, q := range st.quantities(p) {
			switch {
			case looksLikeYear(text, q), isDay(text, q), q.Duration():
			case st.passage(p).Kind == Row, q.Money(), q.Unit == "%" && (in.share || !in.money), !in.money || q.Value >= 1e6 && q.Unit == "":
				vs = append(vs, q.Value)
			}
		}
		return len(vs) > 0, vs
	case wantTime:
		switch {
		case in.year:
			return yearWord.MatchString(text), nil
		case in.future: // the day on which something was said is not when it will be
			return laterWords.MatchString(text) && futureTime.MatchString(text) || in.awaits(text), nil
		}
		return english.TimeWords.MatchString(text), nil
	case wantPlace:
		return placeWords.MatchString(text), nil
	case wantWho:
		n := st.namesNew(in, p)
		return n > 0 && (n == 2 || !in.person), []float64{float64(n)}
	case wantReason:
		return reasons.MatchString(text) || strings.ContainsAny(text, "\"“”"), nil // who is asked why answers in their own words
	}
	return true, nil
}

// awaits says whether a passage makes a time depend on something else than the very thing asked about.
func (in *inquiry) awaits(text string) bool {
	m := onceDone.FindStringIndex(text)
	if m == nil {
		return false
	}
	clause, _, _ := strings.Cut(text[m[0]:], ",")
	return in.subject == "" || !slices.ContainsFunc(index.Terms(in.subject), func(t string) bool { return slices.Contains(index.Terms(clause), t) })
}

// remainder says whether a number stands for things named before: "the other 20 will", "the remaining 21".
func remainder(before, after string) bool {
	f := strings.Fields(before)
	if len(f) == 0 {
		return false
	}
	switch f[len(f)-1] {
	case "other", "remaining", "rest", "last", "first":
	default:
		return false
	}
	next := index.Terms(firstWords(after, 1))
	return len(next) == 0 || !isNounTerm(firstWords(after, 1))
}

func isNounTerm(w string) bool {
	w = strings.Trim(w, ".,;")
	return lexicon.Is(w, lexicon.Noun) > 0 && lexicon.Known(w, lexicon.Noun) && !lexicon.Known(w, lexicon.Verb)
}

func looksLikeYear(text string, q english.Quantity) bool {
	return q.Value >= 1900 && q.Value < 2100 && q.Value == float64(int(q.Value)) && q.End-q.Start == 4
}

// isDay says whether a number is the day of a date.
func isDay(text string, q english.Quantity) bool {
	return q.Value <= 31 && q.Unit == "" && (monthAfter.MatchString(text[q.End:]) || monthBefore.MatchString(text[:q.Start]))
}

var (
	monthAfter  = regexp.MustCompile(`(?i)^(?:st|nd|rd|th)?(?:\s+of)?\s+` + english.Months + `\b`)
	monthBefore = regexp.MustCompile(`(?i)\b` + english.Months + `\s+$`)
)

// counted says whether what is counted stands within a few words of the number that rest begins with.
func (in *inquiry) counted(rest string) bool {
	if len(in.of) == 0 || in.ofParty() {
		return true
	}
	if m := ofWhat.FindStringSubmatch(rest); m != nil && len(in.ofWhat) > 0 { // tons of resin are no tons of polystyrene
		fits := false
		for _, t := range index.Terms(m[1]) {
			for _, c := range in.concepts {
				for _, o := range in.ofWhat {
					fits = fits || t == o || c.terms[o] == 1 && c.terms[t] >= 0.5
				}
			}
		}
		if !fits {
			return false
		}
	}
	terms := index.Terms(firstWords(rest, 7))
	for _, t := range terms {
		for _, o := range in.of {
			if t == o {
				return true
			}
		}
		for _, c := range in.concepts {
			for _, o := range in.of {
				if c.terms[o] == 1 && c.terms[t] >= 0.55 {
					return true
				}
			}
		}
	}
	return false
}

// ofParty says whether people of a party are counted: "how many Britons", who then are "its people" or "nationals".
func (in *inquiry) ofParty() bool {
	return slices.ContainsFunc(in.concepts, func(c concept) bool { return c.code != "" && c.terms[in.of[0]] == 1 })
}

var ofWhat = regexp.MustCompile(`^[\d.,]+(?:\s(?:hundred|thousand|million|billion))?(?:\s\S+){1,2}?\sof\s((?:\S+\s){0,3}\S+)`)

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	if len(f) > n {
		f = f[:n]
	}
	return strings.Join(f, " ")
}
