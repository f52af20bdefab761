package news

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
)

// Split cuts an Article's Text into Passages, in order, that do not overlap and cover all of it but space, the marks of
// headings, lists and quotations, and rules.
func Split(a Article) []Passage {
	var out []Passage
	under, leadIn := -1, -1
	var columns []string
	blocks := blocksOf(a.Text)
	for n, b := range blocks {
		text := a.Text[b.start:b.end]
		add := func(start, end int, kind PassageKind) *Passage {
			p := Passage{Article: a.ID, N: len(out), Start: b.start + start, End: b.start + end, Kind: kind, Paragraph: n, Under: under}
			out = append(out, p)
			return &out[len(out)-1]
		}
		if b.kind != Item {
			leadIn = -1
		}
		if b.kind != Row {
			columns = nil
		}
		switch b.kind {
		case Heading:
			under = -1
			under = add(0, len(text), Heading).N
		case Row:
			if b.rule {
				continue
			}
			p := add(0, len(text), Row)
			if columns == nil {
				columns = Cells(text)
				p.Kind = Heading // the column heads state nothing
				continue
			}
			p.Columns = columns
		case Item:
			if leadIn < 0 && n > 0 && blocks[n-1].kind == Sentence && len(out) > 0 && strings.HasSuffix(a.Text[:out[len(out)-1].End], ":") {
				leadIn = out[len(out)-1].N
			}
			spans := english.Sentences(text)
			for _, s := range spans {
				p := add(s.Start, s.End, Item)
				if leadIn >= 0 {
					p.Under = leadIn
				}
			}
		default:
			for _, s := range english.Sentences(text) {
				add(s.Start, s.End, Sentence)
			}
		}
	}
	return out
}

type block struct {
	start, end int
	kind       PassageKind
	rule       bool // the line under a table's heads
}

var (
	// ItemMark finds the bullet or number that a list's point begins with, and the space after it.
	ItemMark  = regexp.MustCompile(`^(?:[-*•–—‣▪]|\d{1,2}[.)])\s+`)
	quoteMark = regexp.MustCompile(`^>(?:[\s>]*>)?`)
	rule      = regexp.MustCompile(`^(?:[-*_=]\s*){3,}$`)
	tableRule = regexp.MustCompile(`^\|?[\s:|-]+\|?$`)
)

// blocksOf finds paragraphs, headings, list points and table rows. A line is a block of its own, unless the text is
// wrapped by hand: then a paragraph reaches to the next blank line.
func blocksOf(text string) []block {
	var out []block
	wrapped := handWrapped(text)
	blank := true
	for pos := 0; pos < len(text); {
		end := strings.IndexByte(text[pos:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += pos
		}
		b := block{start: pos, end: end, kind: Sentence}
		pos = end + 1
		b.start += leadingSpace(text[b.start:b.end])
		b.start += len(quoteMark.FindString(text[b.start:b.end]))
		b.start += leadingSpace(text[b.start:b.end])
		line := strings.TrimSpace(text[b.start:b.end])
		b.end = b.start + len(line)
		switch mark := ItemMark.FindString(line); {
		case line == "" || rule.MatchString(line):
			blank = true
			continue
		case strings.HasPrefix(line, "#") && strings.TrimLeft(line, "#") != "" && strings.TrimLeft(line, "#")[0] == ' ':
			b.kind = Heading
			b.start += len(line) - len(strings.TrimLeftFunc(line, headingMark))
			b.end = b.start + len(strings.TrimRightFunc(text[b.start:b.end], headingMark))
		case strings.HasPrefix(line, "|") && strings.Count(line, "|") > 1:
			b.kind, b.rule = Row, tableRule.MatchString(line)
		case mark != "":
			b.kind = Item
			b.start += len(mark)
		case wrapped && !blank && len(out) > 0 && (out[len(out)-1].kind == Sentence || out[len(out)-1].kind == Item):
			out[len(out)-1].end = b.end
			continue
		case looksLikeHeading(line) && !(wrapped && goesOn(line, text[min(pos, len(text)):])):
			b.kind = Heading
		}
		blank = false
		if b.start < b.end {
			out = append(out, b)
		}
	}
	// a line without a stop heads something only if something follows
	for i := range out {
		if out[i].kind == Heading && (i+1 == len(out)) {
			out[i].kind = Sentence
		}
	}
	return out
}

func headingMark(r rune) bool { return r == '#' || unicode.IsSpace(r) }

// leadingSpace counts the bytes of space that a text begins with.
func leadingSpace(s string) int { return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)) }

// handWrapped says whether most lines of a text break off in the middle of a sentence.
func handWrapped(text string) bool {
	broken, lines := 0, 0
	all := strings.Split(text, "\n")
	for i, l := range all[:len(all)-1] {
		l, next := strings.TrimSpace(l), strings.TrimSpace(all[i+1])
		if l == "" || next == "" || ItemMark.MatchString(l) || strings.HasPrefix(l, "|") || strings.HasPrefix(l, "#") {
			continue
		}
		lines++
		last, _ := utf8.DecodeLastRuneInString(l)
		if n := utf8.RuneCountInString(l); n >= 45 && n <= 110 && !strings.ContainsRune(`.!?:"”’`, last) {
			broken++
		}
	}
	return broken > 2 && broken*2 > lines
}

// goesOn says whether a line of a text that is wrapped by hand runs on in the rest after it: it does, unless a blank line
// follows, or the line is too short to have been broken off and a capital follows.
func goesOn(line, rest string) bool {
	next, _, _ := strings.Cut(rest, "\n")
	if next = strings.TrimSpace(next); next == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(next)
	return utf8.RuneCountInString(line) >= 45 || !unicode.IsUpper(first)
}

// looksLikeHeading: short, no stop at its end, starts with a capital or a figure.
func looksLikeHeading(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	first, _ := utf8.DecodeRuneInString(line)
	return utf8.RuneCountInString(line) <= 110 && len(strings.Fields(line)) <= 15 && !strings.ContainsRune(`.!:;,"”’…)`, last) &&
		(unicode.IsUpper(first) || unicode.IsDigit(first) || strings.ContainsRune("“‘\"'", first))
}

// Cells gives the trimmed cells of a table row.
func Cells(row string) []string {
	var out []string
	for c := range strings.SplitSeq(strings.Trim(strings.TrimSpace(row), "|"), "|") {
		out = append(out, strings.TrimSpace(c))
	}
	return out
}
