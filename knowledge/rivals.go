package knowledge

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
)

// givesFigure finds a sentence that gives a figure as somebody's: "the watchdog puts the figure at 300", "the union counted
// 250", "not the 90 of the chair".
var givesFigure = regexp.MustCompile(`(?i)\b(?:puts?|put|spoke|speaks?|counts?|counted|counting|estimat\w+|claim(?:s|ed)?|disput\w+|den(?:y|ies|ied)|rather than|instead of|not the|figures?|numbers?|totals?|tally|according to|reckon\w*|insist\w*|says?|said|reported|accurate|correct\w*)\b`)

// twoFigures finds a question that has met more than one figure, or asks for one side's and the other's.
var twoFigures = regexp.MustCompile(`(?i)\b(?:two|both|another|different|other|several|conflicting|varying)\s+(?:\w+\s+)?(?:figure|number|count|total|amount|date|version|sum)s?\b|\b(?:seen|read|heard)\s+(?:it\s+)?(?:both|two|different)\b|\b(?:figure|number|count|estimate|version|tally|total)s?\b.*\b(?:figure|number|count|estimate|version|tally|total)s?\b|\b(?:disagree|don'?t (?:match|agree|add up)|do not (?:match|agree|add up)|conflict|contradict|differ|mismatch)\w*\b|\bvs\.?\s`)

// rivals adds, after a passage that gives a figure, the sentence near it in which somebody gives another: it seldom names
// again what is counted.
func (st *state) rivals(in *inquiry, out []found) []found {
	numeric := in.want == wantCount || in.want == wantSum || in.kind == comparing || in.share
	if !numeric {
		return out
	}
	var with []found
	taken := map[place]bool{}
	for _, f := range out {
		taken[f.place] = true
	}
	for i, f := range out {
		with = append(with, f)
		if i > 1 {
			continue
		}
		mine := st.figures(f.place)
		if len(mine) == 0 {
			continue
		}
		ps := st.entries[f.place.entry].reading.Passages
		for _, d := range []int{1, 2, -1} {
			p := place{f.place.entry, f.place.passage + d}
			if p.passage < 0 || p.passage >= len(ps) || ps[p.passage].Kind != Sentence || taken[p] || len(with)+len(out)-i-1 >= 4 {
				continue
			}
			text := st.text(p)
			if len(strings.Fields(text)) > 30 || !givesFigure.MatchString(text) {
				continue
			}
			if rival(mine, st.figures(p)) {
				taken[p] = true
				with = append(with, found{place: p, entry: -1, match: f.match, score: f.score})
			}
		}
	}
	return with
}

// figures gives the numbers of a passage that are no years, dates or small counts in words.
func (st *state) figures(p place) []english.Quantity {
	var out []english.Quantity
	text := st.text(p)
	for _, q := range st.quantities(p) {
		if looksLikeYear(text, q) || isDay(text, q) || q.Value < 13 && q.Unit == "" || q.Unit == "year" {
			continue
		}
		out = append(out, q)
	}
	return out
}

// rival says whether two passages give different figures of one unit and like size.
func rival(a, b []english.Quantity) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Unit == y.Unit && x.Value != y.Value && x.Value < 10*y.Value && y.Value < 10*x.Value {
				return true
			}
		}
	}
	return false
}
