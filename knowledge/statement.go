package knowledge

import (
	"strings"
	"unicode"

	"talksbot/knowledge/english"
	"talksbot/knowledge/news"
	"talksbot/knowledge/parties"
)

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
