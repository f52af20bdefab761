package console

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes text fit for a terminal, in one line: control characters and those that turn the direction of writing
// become U+FFFD, runs of white space one space. What it gives is valid UTF-8.
func Plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case Unsafe(r):
			r = utf8.RuneError
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Unsafe tells the runes that a terminal may obey, or that make a line read other than it is: the controls C0, C1 and
// DEL, the bidirectional controls (CVE-2021-42574) and the separators of lines and paragraphs.
func Unsafe(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
