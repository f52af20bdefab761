package sources

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unit is what cleaning keeps or drops as a whole: one line, or the lines of a hard-wrapped paragraph.
type unit struct {
	lines    []string // verbatim
	text     string   // lines joined by a space, trimmed
	words    int
	gap      bool   // a blank line stands before it
	drop     string // why it is dropped, "" when it is kept
	listed   bool   // a bullet or a numbered point
	fixed    bool   // a table row or a block quote, which only an exact match drops
	heading  bool   // marked as one by #
	sentence bool   // reads as text of an article
}

// cleaned is what clean makes of a body.
type cleaned struct {
	title   string // the headline over the body, when one was found; it is not in text
	text    string
	dropped []string // lines with the reason before them, for reports and tests
}

// clean takes whole lines out of a body that are not its article; the lines it keeps are verbatim but for
// space at their ends, with one blank line at most between them. A first line that repeats title, or that
// reads as a headline when title is "", goes to cleaned.title. When in doubt about a sentence it is kept.
func (c *clutter) clean(title, body string) cleaned {
	units := split(body)
	found := headline(c, title, units)
	for i := range units {
		u := &units[i]
		switch {
		case u.drop != "":
		case !strings.ContainsFunc(u.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }):
			if !u.fixed {
				u.drop = "rule"
			}
		case u.fixed:
			if c.exact[bare(visible(u.text))] {
				u.drop = "navigation"
			}
		case u.listed && c.exact[bare(visible(u.text))]:
			u.drop = "navigation"
		default:
			u.drop = c.reason(u.text)
		}
	}
	around(units)
	calls(c, units)
	sections(c, units)
	headlines(units)
	leading(units)
	trailing(units)

	out := cleaned{title: found}
	var b strings.Builder
	for i, u := range units {
		if u.drop != "" {
			out.dropped = append(out.dropped, u.drop+": "+u.text)
			continue
		}
		if b.Len() > 0 && (u.gap || i > 0 && units[i-1].drop != "" && gapSince(units, i)) {
			b.WriteByte('\n')
		}
		for _, l := range u.lines {
			b.WriteString(strings.TrimRight(l, " \t\u00a0"))
			b.WriteByte('\n')
		}
	}
	out.text = strings.Trim(b.String(), "\n")
	return out
}

// gapSince reports whether a blank line stood between unit i and the kept one before it.
func gapSince(units []unit, i int) bool {
	for i--; i >= 0 && units[i].drop != ""; i-- {
		if units[i].gap {
			return true
		}
	}
	return false
}

func split(body string) (units []unit) {
	var block []string
	gap := false
	flush := func() {
		if len(block) == 0 {
			return
		}
		if wrapped(block) {
			units = append(units, newUnit(block, gap))
		} else {
			for i, l := range block {
				units = append(units, newUnit([]string{l}, gap && i == 0))
			}
		}
		block, gap = nil, false
	}
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		if strings.TrimSpace(line) == "" {
			flush()
			gap = true
			continue
		}
		block = append(block, line)
	}
	flush()
	return units
}

// wrapped reports whether the lines of a block are one paragraph broken at a margin: most lines after the
// first go on in lower case.
func wrapped(block []string) bool {
	if len(block) < 2 {
		return false
	}
	low := 0
	for _, l := range block[1:] {
		if marked(l) {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(strings.TrimSpace(l)); unicode.IsLower(r) {
			low++
		}
	}
	return !marked(block[0]) && low*2 >= len(block)-1
}

// marked reports whether a line starts with a mark of structure.
func marked(line string) bool {
	u := newUnit([]string{line}, false)
	return u.listed || u.fixed || u.heading
}

func newUnit(lines []string, gap bool) unit {
	text := strings.TrimSpace(strings.Join(lines, " "))
	u := unit{lines: lines, text: text, gap: gap, words: count(text)}
	u.fixed = strings.HasPrefix(text, "|") || strings.HasPrefix(text, "> ") || text == ">"
	u.heading = strings.HasPrefix(text, "#") && strings.HasPrefix(strings.TrimLeft(text, "#"), " ")
	u.listed = bullet(text)
	s := visible(text)
	switch {
	case u.fixed, u.heading:
	case ends(s):
		u.sentence = u.words >= 5 || u.words >= 3 && !titled(s)
	case strings.HasSuffix(s, ":"):
		u.sentence = u.words >= 5
	default:
		u.sentence = u.words >= 16 && !titled(s)
	}
	return u
}

// solid reports whether a unit is surely of the article when nothing named it clutter.
func (u unit) solid() bool { return u.drop == "" && (u.sentence || u.fixed || u.listed) }

// bullet reports whether a line starts like a bullet ("- ", "* ", "• ", "– ") or a numbered point ("1. ", "1) ").
func bullet(s string) bool {
	r, w := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("-*+•–—‣▪●◦·", r) {
		return len(s) > w && (s[w] == ' ' || s[w] == '\t')
	}
	n := 0
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n > 0 && n+1 < len(s) && (s[n] == '.' || s[n] == ')') && s[n+1] == ' '
}

// count is the number of words; scripts written without spaces count two characters as a word.
func count(s string) int {
	n := len(strings.Fields(s))
	dense := 0
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			dense++
		}
	}
	return n + dense/2
}

// ends reports whether a line ends as a sentence does, quotes and brackets after the stop aside.
func ends(s string) bool {
	s = strings.TrimRight(s, " \t\u00a0\"'”’»›“‘)]}*_")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？؟۔।;", r) && r != utf8.RuneError
}

// titled reports whether a line is in title case: most of its longer words start with a capital.
func titled(s string) bool {
	up, all := 0, 0
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimLeft(w, "\"'“‘«(")
		if utf8.RuneCountInString(w) < 4 {
			continue
		}
		switch r, _ := utf8.DecodeRuneInString(w); {
		case unicode.IsUpper(r):
			up++
			all++
		case unicode.IsLower(r):
			all++
		}
	}
	return all >= 2 && up*10 >= all*7
}

// shouted reports whether a line is in capitals.
func shouted(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }
