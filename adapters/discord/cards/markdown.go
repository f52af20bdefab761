package cards

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"talksbot/adapters/plain"
)

// special is what is always escaped. Discord reads a backslash before any of it as that character alone, and whoever looks
// for mentions, addresses and invites in the text as it is sent finds them broken by the backslashes.
const special = "\\*_~|`<>#[]():@/"

var (
	called   = regexp.MustCompile(`[@＠﹫]\pL+`)
	everyone = regexp.MustCompile(`^@(everyone|here)`)
)

// escape makes one line of a text, in which nothing is markup. Names that call all are broken by a space too, since Discord
// has been seen to find them behind a backslash.
func escape(s string) string {
	return escapeRunes(called.ReplaceAllStringFunc(plain.Line(s), func(name string) string {
		if everyone.MatchString(strings.ToLower(norm.NFKC.String(name))) {
			at, size := utf8.DecodeRuneInString(name)
			return string(at) + " " + name[size:]
		}
		return name
	}))
}

// escapeRunes puts backslashes into a text without controls: what a reader of Markdown shows of it is the text.
func escapeRunes(s string) string {
	var b strings.Builder
	runes := []rune(s)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	for i, r := range runes {
		before, after := at(i-1), at(i+1)
		switch {
		case strings.ContainsRune(special, r),
			strings.ContainsRune("-+=", r) && !(alphanumeric(before) && alphanumeric(after)), // lists, subtexts
			r == '.' && unicode.IsDigit(before) && !unicode.IsDigit(after),                   // numbered lists
			r == '.' && alphanumeric(before) && unicode.IsLetter(after):                      // names of hosts, invites
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func bold(md string) string {
	if md == "" {
		return ""
	}
	return "**" + md + "**"
}

const subtext, quoted = "-# ", "> " // what such lines begin with

// What ends an address in a link, or may be read in it.
var targets = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D", "*", "%2A", "@", "%40", "~", "%7E")

// target gives an address as it may stand in a link, of at most so many units; "" for one that no link may have.
func target(address string, most int) string {
	if address = targets.Replace(plain.Address(address)); units(address) > most {
		return ""
	}
	return address
}

// mark is a short text of ours in brackets that leads to an address as target gives it, or nowhere with "". It has no spaces.
func mark(text, to string) string {
	if to == "" {
		return `\[` + text + `\]`
	}
	return "[[" + text + "]](<" + to + ">)"
}

// units is the length of a text as Discord counts it at most: in units of UTF-16.
func units(s string) (n int) {
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// token is the smallest part of our Markdown that means something by itself.
type token struct {
	kind      kind
	raw       string // as it is sent
	text, url string // what is shown of it, and where it leads
}

type kind int

const (
	plainText kind = iota // a character
	lineEnd
	strong // bold begins or ends
	linked
	stray // what Discord could read as markup, and is not ours
)

var linkToken = regexp.MustCompile(`^\[(\[[^\[\]\\<>\s]+\])\]\(<(https?://[^\s<>()\\]+)>\)`)

// next gives the first token of a text that is not empty.
func next(md string) token {
	r, size := utf8.DecodeRuneInString(md)
	one := md[:size]
	switch {
	case r == '\n':
		return token{kind: lineEnd, raw: one, text: one}
	case r == '\\' && len(md) > 1 && md[1] < utf8.RuneSelf && (unicode.IsPunct(rune(md[1])) || unicode.IsSymbol(rune(md[1]))):
		return token{raw: md[:2], text: md[1:2]}
	case strings.HasPrefix(md, "**"):
		return token{kind: strong, raw: md[:2]}
	case r == '[':
		if m := linkToken.FindStringSubmatch(md); m != nil {
			return token{kind: linked, raw: m[0], text: m[1], url: m[2]}
		}
	}
	if strings.ContainsRune(special, r) {
		return token{kind: stray, raw: one, text: one}
	}
	return token{raw: one, text: one}
}

// lineStart parts a line into what it begins with, where that is subtext or quoted, and the rest.
func lineStart(line string) (start, rest string) {
	for _, start := range []string{subtext, quoted} {
		if rest, ok := strings.CutPrefix(line, start); ok {
			return start, rest
		}
	}
	return "", line
}

// split parts our Markdown after at most so many units, between tokens, behind a space where there is one in the last part.
// Bold ends in the head and goes on in the rest.
func split(md string, most int) (head, rest string) {
	if units(md) <= most {
		return md, ""
	}
	type cut struct {
		at   int
		bold bool
	}
	var end, space cut
	left := most - 2 // bold may have to end
	for end.at < len(md) {
		t := next(md[end.at:])
		if left -= units(t.raw); left < 0 && end.at > 0 {
			break
		}
		end.at += len(t.raw)
		if t.kind == strong {
			end.bold = !end.bold
		}
		if t.raw == " " || t.raw == "\n" {
			space = end
		}
	}
	if space.at > end.at*3/4 {
		end = space
	}
	head, rest = md[:end.at], md[end.at:]
	switch {
	case !end.bold:
	case strings.HasSuffix(head, "**") && !strings.HasSuffix(head, `\**`): // it has just begun
		head, rest = strings.TrimSuffix(head, "**"), "**"+rest
	case strings.HasPrefix(rest, "**"): // it ends here
		head, rest = head+"**", rest[2:]
	default:
		head, rest = head+"**", "**"+rest
	}
	return head, rest
}
