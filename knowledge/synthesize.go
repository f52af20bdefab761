package knowledge

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"talksbot/knowledge/english"
	"talksbot/knowledge/index"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
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
		if before, ok := picked[place{f.place.entry, f.place.passage - 1}]; ok && !used[before.place] && st.joins(before, f) {
			f = before // it is read in the order of the article
		}
		s, places := st.statement(f.place, f.entry)
		last := f.place
		if after, ok := picked[place{f.place.entry, f.place.passage + 1}]; ok && !used[after.place] && st.joins(f, after) {
			s = st.extend(s, after.place)
			places = append(places, after.place)
			last = after.place
		} else if next, ok := st.continues(f, in); ok && !used[next] {
			s = st.extend(s, next)
			places = append(places, next)
		}
		for _, next := range st.announced(in, last) {
			if !used[next] {
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

// leadOf gives the line that a point stands under: itself where it is such a line. False for all else.
func (st *state) leadOf(p place) (place, bool) {
	if st.leads(p) {
		return p, true
	}
	ps := st.passage(p)
	if ps.Kind != Item || ps.Under < 0 || st.entries[p.entry].reading.Passages[ps.Under].Kind == Heading {
		return place{}, false
	}
	return place{p.entry, ps.Under}, true
}

var announces = regexp.MustCompile(`(?i)\b(two|three|four|five)\s+(?:\w+\s+)?(\w+s)\b`)

// announced gives the sentences that name what a sentence only counts, where the question asks for that: "It has three
// concerns. …"
func (st *state) announced(in *inquiry, p place) []place {
	m := announces.FindStringSubmatch(st.text(p))
	if m == nil || st.leads(p) || !in.asksFor(m[2]) {
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

// statement writes one Passage as a sentence that stands on its own, with what it rests on.
func (st *state) statement(p place, entry int) (Statement, []place) {
	places := []place{p}
	text := st.text(p)
	ps := st.passage(p)
	rd := st.entries[p.entry].reading
	s := Statement{Kind: Quote}
	switch {
	case st.leads(p) || strings.HasSuffix(strings.TrimSpace(text), ":"):
		// a line and its points are one statement
		var points []string
		for n := p.passage + 1; n < len(rd.Passages) && rd.Passages[n].Kind == Item && rd.Passages[n].Under == p.passage; n++ {
			places = append(places, place{p.entry, n})
			points = append(points, strings.TrimRight(st.text(place{p.entry, n}), "."))
		}
		if len(points) > 0 {
			s.Kind = Summary
			text = strings.TrimRight(strings.TrimSpace(text), ":") + ": " + strings.Join(points, "; ")
		}
	case ps.Kind == Row:
		text = rowText(text, ps.Columns)
	case ps.Kind == Item && ps.Under >= 0 && rd.Passages[ps.Under].Kind != Heading:
		places = append(places, place{p.entry, ps.Under})
		text = strings.TrimRight(strings.TrimSpace(st.text(place{p.entry, ps.Under})), ":") + ": " + text
	default:
		if ref, ok := rd.Named[p.passage]; ok {
			if named, done := nameSubject(text, ref.Name); done {
				text = named
				places = append(places, place{p.entry, ref.At})
			}
		}
		text = dropConnective(text)
		if before, after := st.quotation(p); len(before)+len(after) > 0 { // a quotation is not cut in the middle
			parts := make([]string, 0, 4)
			for _, q := range before {
				parts = append(parts, st.text(q))
			}
			parts = append(parts, text)
			for _, q := range after {
				parts = append(parts, st.text(q))
			}
			text = strings.Join(parts, " ")
			places = append(append(before, places...), after...)
		}
	}
	s.Text = closed(text)
	if entry >= 0 {
		c := st.commitments[entry]
		s.Kind, s.Actor, s.Stance, s.SaidBy = FromLedger, c.Actor, c.Stance, c.SaidBy
		for _, h := range c.History {
			if h.Citation.Article == st.entries[p.entry].article.ID && h.Citation.Start == ps.Start {
				s.Stance, s.SaidBy = h.Stance, h.SaidBy
			}
		}
	}
	for _, who := range []string{s.Actor, s.SaidBy} { // who is only "he" or "the company" here is named in a sentence before
		if at, ok := st.namedBefore(p, places, who); ok {
			places = append(places, at)
		}
	}
	for _, pl := range places {
		s.Citations = append(s.Citations, st.cite(pl))
	}
	return s, places
}

// quotation gives the sentences before and after a passage that belong to a quotation it closes or opens.
func (st *state) quotation(p place) (before, after []place) {
	ps := st.entries[p.entry].reading.Passages
	open := quoteBalance(st.text(p))
	for n := p.passage - 1; open < 0 && n >= 0 && n >= p.passage-2 && ps[n].Paragraph == ps[p.passage].Paragraph; n-- {
		before = append([]place{{p.entry, n}}, before...)
		if quoteBalance(st.text(place{p.entry, n})) > 0 {
			open = 0
		}
	}
	for n := p.passage + 1; open > 0 && n < len(ps) && n <= p.passage+2 && ps[n].Paragraph == ps[p.passage].Paragraph; n++ {
		after = append(after, place{p.entry, n})
		if quoteBalance(st.text(place{p.entry, n})) < 0 {
			open = 0
		}
	}
	if open != 0 {
		return nil, nil
	}
	return before, after
}

// quoteBalance is above 0 where a text opens a quotation it does not close, below 0 where it closes one it does not open.
func quoteBalance(s string) int {
	n := strings.Count(s, "“") - strings.Count(s, "”")
	if n == 0 && strings.Count(s, `"`)%2 == 1 {
		// straight marks: one at the head or after a space opens
		i := strings.Index(s, `"`)
		if strings.Count(s, `"`) > 1 {
			i = strings.LastIndex(s, `"`)
			if i > 0 && s[i-1] == ' ' {
				return 1
			}
			return -1
		}
		if i == 0 || s[i-1] == ' ' || s[i-1] == '(' {
			return 1
		}
		return -1
	}
	return n
}

// namedBefore finds the sentence that names a party which the passages cited do not name; false where they do.
func (st *state) namedBefore(p place, cited []place, who string) (place, bool) {
	if who == "" {
		return place{}, false
	}
	keys := st.reg.keys(st, who)
	names := func(at place) bool {
		low := english.Fold(st.text(at))
		if english.ContainsWord(low, english.Fold(who)) {
			return true
		}
		for _, k := range keys {
			if sn, ok := strings.CutPrefix(k, "person:"); ok && english.ContainsWord(low, sn) || parties.IsState(k) && parties.MentionsState(low, k) {
				return true
			}
			if body, ok := strings.CutPrefix(k, "body:"); ok {
				for _, f := range st.reg.bodies[body] {
					if english.ContainsWord(low, f) {
						return true
					}
				}
			}
		}
		return false
	}
	for _, c := range cited {
		if names(c) {
			return place{}, false
		}
	}
	for n := p.passage - 1; n >= 0 && n >= p.passage-8; n-- {
		if at := (place{p.entry, n}); names(at) {
			return at, true
		}
	}
	return place{}, false
}

// rowText puts a table row in words: the first cell, then each column with its head.
func rowText(row string, heads []string) string {
	cs := news.Cells(row)
	var parts []string
	for i, c := range cs {
		if c == "" {
			continue
		}
		if i > 0 && i < len(heads) && heads[i] != "" {
			c = heads[i] + ": " + c
		}
		parts = append(parts, c)
	}
	if len(parts) == 0 {
		return row
	}
	return parts[0] + " – " + strings.Join(parts[1:], "; ")
}

var connectives = []string{"However, ", "But ", "And ", "Furthermore, ", "Moreover, ", "Meanwhile, ", "Crucially, ", "Also, ", "In addition, ", "Yet ", "Still, ", "Separately, ", "So ", "Instead, "}

// dropConnective takes off a first word that leans on the sentence before.
func dropConnective(s string) string {
	for _, c := range connectives {
		if strings.HasPrefix(s, c) && len(s) > len(c)+20 {
			return english.Capitalised(s[len(c):])
		}
	}
	return s
}

// closed ends a sentence with a stop.
func closed(s string) string {
	s = strings.TrimSpace(s)
	bare := strings.TrimRight(s, `"'”’)»`)
	if bare == "" || strings.ContainsRune(".!?…", rune(bare[len(bare)-1])) || strings.HasSuffix(bare, "…") {
		return s
	}
	if last := []rune(s)[len([]rune(s))-1]; unicode.IsLetter(last) || unicode.IsDigit(last) || last == '%' || last == ')' || last == '”' || last == '"' {
		return s + "."
	}
	return s
}

// nameSubject puts a name where a sentence begins with the pronoun for it.
func nameSubject(s, name string) (string, bool) {
	for _, lead := range []string{"", "But ", "However, ", "And "} {
		if !strings.HasPrefix(s, lead) {
			continue
		}
		rest := s[len(lead):]
		for _, pr := range []string{"He ", "She ", "It ", "They ", "he ", "she ", "it ", "they "} {
			if strings.HasPrefix(rest, pr) {
				return name + rest[len(pr)-1:], true
			}
		}
	}
	return s, false
}

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
		best := scored{n: n, score: -1}
		for _, c := range is.Citations[:1] {
			p, ok := st.placeOf(c)
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
			if cover > best.score {
				best.score, best.at = cover, p
			}
		}
		if best.score >= 0 {
			all = append(all, best)
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
		stm.Kind = FromLedger
		stm.SaidBy = st.issues[s.n].SaidBy
		out = append(out, stm)
	}
	return out
}
