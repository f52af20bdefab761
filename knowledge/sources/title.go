package sources

import (
	"strings"
	"unicode/utf8"
)

// headline finds the line over the text that repeats title or, when title is "", reads as one, marks it as
// dropped and gives its words. "" means that there is none; nothing is marked then.
func headline(c *clutter, title string, units []unit) string {
	for i := range units {
		u := &units[i]
		s := visible(u.text)
		switch {
		case title != "" && strings.EqualFold(oneLine(s), oneLine(title)):
			u.drop = "title"
			underline(units, i)
			return title
		case u.heading && title == "" && c.reason(u.text) == "" && !c.isSection(u.text):
			u.drop = "title"
			return oneLine(s)
		case u.solid():
			return ""
		case title == "" && headlike(*u) && c.reason(u.text) == "" && !c.isSection(u.text) && !isDate(u.text) && i+1 < len(units) && !heading(units[i+1:]):
			u.drop = "title"
			underline(units, i)
			return oneLine(s)
		}
	}
	return ""
}

// heading reports whether a marked heading stands over the first text: it is the title then.
func heading(units []unit) bool {
	for _, u := range units {
		if u.heading || u.solid() {
			return u.heading
		}
	}
	return false
}

// headlike reports whether a line may be a headline: three words at least, no label of a section or a nav.
func headlike(u unit) bool {
	s := visible(u.text)
	return u.words >= 3 && u.words <= 25 && utf8.RuneCountInString(s) <= 160 && !u.sentence && len(u.lines) == 1 && (u.words > 3 || !shouted(s)) &&
		!strings.HasSuffix(s, ":") && (!ends(s) || strings.HasSuffix(s, "?"))
}

// underline drops the === under a title.
func underline(units []unit, i int) {
	if i+1 < len(units) && strings.Trim(units[i+1].text, "=-") == "" {
		units[i+1].drop = "title"
	}
}
