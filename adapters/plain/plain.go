// Package plain makes texts and addresses of articles and people fit to be shown, whatever the platform: nothing in them is
// hidden or turns the direction of writing. What a platform would read as its markup is the platform's to escape.
package plain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes text fit for one line: what cannot be seen or turns the direction of writing becomes U+FFFD, runs of white
// space one space. What it gives is valid UTF-8 and stays as it is a second time.
func Line(s string) string { return strings.Join(strings.Fields(Verbatim(s)), " ") }

// Verbatim is Line, but keeps spaces and line ends as they are, those of Windows as "\n".
func Verbatim(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	runes := []rune(strings.ReplaceAll(s, "\r\n", "\n"))
	for i, r := range runes {
		switch {
		case r == '\n' || r == '\t':
		case r == '\u00ad': // a soft hyphen, which news pages are full of
			r = '-'
		case joiner(r) && i > 0 && i+1 < len(runes) && joined(runes[i-1]) && joined(runes[i+1]):
		case hidden(r):
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden tells the runes that nobody sees, or that make text read other than it is: controls, format characters (which
// have all bidirectional controls, CVE-2021-42574, zero-width ones and tags), separators of lines, and blank letters.
func hidden(r rune) bool {
	switch r {
	case '\u2028', '\u2029', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0', '\u034f':
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

func joiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// joined tells the runes that a joiner may stand between: those of scripts that need it, and emoji.
func joined(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Devanagari, unicode.Bengali, unicode.Sinhala, unicode.Malayalam, unicode.Kannada,
		unicode.Telugu, unicode.Tamil, unicode.Gujarati, unicode.Gurmukhi, unicode.Khmer, unicode.Variation_Selector, unicode.So, unicode.Sk) && !hidden(r)
}

// Cut gives at most so many characters of a text, at least one, the last one an ellipsis where some are left out.
func Cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// Span is a part of a text.
type Span struct {
	Text   string
	Shared bool // words that another text has too
}

var word = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+`)

// telling tells words that are worth to be marked: numbers, and those too long for most that only join others.
func telling(w string) bool {
	return utf8.RuneCountInString(w) > 4 || strings.ContainsFunc(w, unicode.IsDigit)
}

// Shared parts a quote into Spans, of which those are Shared whose words a statement has too. Where it has most of the
// quote's words, as where it is the quote, none are. The Spans together are the quote; none is empty.
func Shared(quote, statement string) []Span {
	shared := map[string]bool{}
	for _, w := range word.FindAllString(statement, -1) {
		shared[strings.ToLower(w)] = telling(w)
	}
	all := word.FindAllStringIndex(quote, -1)
	var marked [][]int
	same := 0
	for _, at := range all {
		tells, has := shared[strings.ToLower(quote[at[0]:at[1]])]
		if has {
			same++
		}
		if !tells {
			continue
		}
		if n := len(marked); n > 0 && strings.TrimSpace(quote[marked[n-1][1]:at[0]]) == "" {
			marked[n-1][1] = at[1]
		} else {
			marked = append(marked, []int{at[0], at[1]})
		}
	}
	if same*5 >= len(all)*4 {
		marked = nil
	}
	var out []Span
	add := func(text string, shared bool) {
		if text != "" {
			out = append(out, Span{text, shared})
		}
	}
	end := 0
	for _, at := range marked {
		add(quote[end:at[0]], false)
		add(quote[at[0]:at[1]], true)
		end = at[1]
	}
	add(quote[end:], false)
	return out
}
