package english

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v3/segment"
)

// Span is a part of a text: text[Start:End], in bytes.
type Span struct{ Start, End int }

var segmenter = sync.OnceValues(segment.New)

// Sentences splits one paragraph. The spans are in order, do not overlap, have no space around them, and leave out
// nothing but space.
func Sentences(paragraph string) []Span {
	seg, err := segmenter()
	if err != nil { // the model is compiled in: it can fail to load only in a broken build
		panic(err)
	}
	var cuts []int // where a sentence may end, exclusive
	for _, s := range seg.Segment(paragraph) {
		cuts = append(cuts, s.Start+len(s.Text))
	}
	cuts = append(cuts, missedEnds(paragraph)...)
	var out []Span
	start := 0
	for _, end := range slices.Compact(slices.Sorted(slices.Values(cuts))) {
		if end < len(paragraph) && !endsSentence(paragraph[start:end], paragraph[end:]) {
			continue
		}
		if s := trim(paragraph, start, end); s.Start < s.End {
			out = append(out, s)
		}
		start = end
	}
	if s := trim(paragraph, start, len(paragraph)); s.Start < s.End {
		out = append(out, s)
	}
	return out
}

func trim(text string, start, end int) Span {
	t := text[start:end]
	start += len(t) - len(strings.TrimLeftFunc(t, unicode.IsSpace))
	return Span{start, start + len(strings.TrimSpace(t))}
}

// missedEnds finds ends the model may miss: a stop, with closing marks after it, then space and a capital or an opening mark.
func missedEnds(s string) []int {
	var out []int
	for i := 0; i < len(s); i++ {
		j := i + 1
		switch {
		case s[i] == '.', s[i] == '!', s[i] == '?':
		case strings.HasPrefix(s[i:], "…"):
			j = i + len("…")
		default:
			continue
		}
		for j < len(s) {
			r, n := utf8.DecodeRuneInString(s[j:])
			if !closing(r) {
				break
			}
			j += n
		}
		if j < len(s) && (s[j] == ' ' || s[j] == '\n' || strings.HasPrefix(s[j:], "\u00a0")) {
			out = append(out, j)
		}
	}
	return out
}

// closing says whether a mark after a stop closes something: “ and « do in „these“ and »those«.
func closing(r rune) bool { return strings.ContainsRune(`"'”’»)]“«`, r) }

// endsSentence judges a possible end between two texts.
func endsSentence(before, after string) bool {
	rest := strings.TrimLeftFunc(after, unicode.IsSpace)
	if rest == "" {
		return true
	}
	if len(rest) == len(after) {
		return false // no space: inside a word or before a closing mark
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("”»)]", r) {
		return false
	}
	body := strings.TrimRightFunc(before, unicode.IsSpace)
	bare := strings.TrimRightFunc(body, closing)
	first := strings.TrimLeft(rest, "\"'“‘«([")
	f, _ := utf8.DecodeRuneInString(first)
	if unicode.IsLower(f) {
		return false
	}
	if left, ok := cutEllipsis(bare); ok {
		// with space around it, it may stand for words left out: “We met … Smith”
		gap := left == "" || strings.ContainsRune(" \u00a0[(", lastRune(left))
		return unicode.IsUpper(f) && (!gap || functionWords[strings.ToLower(firstWord(first))] && firstWord(first) != "I")
	}
	if !strings.HasSuffix(bare, ".") {
		return strings.HasSuffix(bare, "!") || strings.HasSuffix(bare, "?")
	}
	if len(bare) < len(body) {
		return true // a closing mark after the stop
	}
	w := bare[strings.LastIndexFunc(strings.TrimRight(bare, "."), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("(\"“‘—–-", r) })+1:]
	w = strings.TrimLeftFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	low := strings.ToLower(strings.TrimSuffix(w, "."))
	switch {
	case titles[low]:
		return false
	case numbered[low]: // No. 7
		return !unicode.IsDigit(f)
	case alsoWords[w]:
		return true
	case stoppedLetters(w): // U.S. ends a sentence only before a word that can start one
		return functionWords[strings.ToLower(firstWord(first))]
	case abbreviations[low]:
		return !unicode.IsDigit(f) && functionWords[strings.ToLower(firstWord(first))]
	case utf8.RuneCountInString(low) == 1 && unicode.IsUpper([]rune(w)[0]): // an initial: J. Smith
		return functionWords[strings.ToLower(firstWord(first))]
	}
	return true
}

func firstWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// cutEllipsis takes the dots that a text ends in off it.
func cutEllipsis(s string) (left string, ok bool) {
	if left, ok = strings.CutSuffix(s, "…"); ok {
		return left, true
	}
	return strings.TrimRight(s, "."), strings.HasSuffix(s, "...")
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// stoppedLetters says whether each letter or two of a word has its stop: U.S., p.m., Ph.D.; not 2.94bn, nor an address.
func stoppedLetters(w string) bool {
	parts := strings.Split(strings.TrimSuffix(w, "."), ".")
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool {
		n := utf8.RuneCountInString(p)
		return n == 0 || n > 2 || strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	})
}

var (
	titles    = Set(`mr mrs ms dr prof gen col lt sgt sen rep gov capt cmdr adm hon st vs e.g i.e`)
	numbered  = Set(`no fig vol`)     // a stop after them shortens them only before a figure
	alsoWords = Set(`sat. sun. mar.`) // where they are not capitalised, the stop is the sentence's
)
