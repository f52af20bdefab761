package blocks

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack/slackutilsx"
	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Plain makes text fit for one line: what cannot be seen or turns the direction of writing becomes U+FFFD, runs of white
// space one space. What it gives is valid UTF-8 and stays as it is a second time.
func Plain(s string) string { return strings.Join(strings.Fields(verbatim(s)), " ") }

// verbatim is plain, but keeps spaces and line ends as they are.
func verbatim(s string) string {
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

// address gives a URL that a link may have: http or https, no more than most characters, with a host in ASCII, so that
// letters that look alike show, and without a user's name, which can pass for a host. "" for all others.
func address(s string, most int) string {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool {
		return hidden(r) || unicode.IsSpace(r) || strings.ContainsRune("<>|\"`\\^{}", r)
	}) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil || host == "" {
		return ""
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	u.RawQuery = asciiOnly(u.RawQuery)
	if s = u.String(); cost(s) > most {
		return ""
	}
	return s
}

// asciiOnly percent-encodes what is beyond ASCII.
func asciiOnly(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			b.WriteString(url.QueryEscape(string(r)))
		}
	}
	return b.String()
}

// Words that Slack may take for a mention where it is told to find names, and the start of an address.
var (
	called   = regexp.MustCompile(`[@＠﹫]\pL+`)
	everyone = regexp.MustCompile(`^@(channel|here|everyone|group)`)
	scheme   = regexp.MustCompile(`[:：﹕︓][/／]{2}`)
)

// Look-alikes of Slack's own marks become those marks, which are escaped then, in case that something folds them later.
var lookAlikes = strings.NewReplacer("＜", "<", "﹤", "<", "＞", ">", "﹥", ">", "＆", "&", "﹠", "&")

// inert gives plain text in which nothing is found to link or to call: addresses and mentions of all are broken by a space.
func inert(s string) string {
	s = called.ReplaceAllStringFunc(Plain(s), func(name string) string {
		if everyone.MatchString(strings.ToLower(norm.NFKC.String(name))) {
			_, at := utf8.DecodeRuneInString(name)
			return "@ " + name[at:]
		}
		return name
	})
	return scheme.ReplaceAllString(s, ": //")
}

// fallback makes the text of notifications and screen readers of lines: escaped as Slack's markup needs it, never empty,
// and at most maxText characters. continued is said where the lines say nothing.
func fallback(lines []string, continued string) string {
	var b strings.Builder
	left := maxText
	for _, line := range lines {
		line = lookAlikes.Replace(inert(line))
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			line = "\n" + line
		}
		for _, r := range line {
			s := slackutilsx.EscapeMessage(string(r))
			if left -= utf8.RuneCountInString(s); left < 1 {
				return b.String() + "…"
			}
			b.WriteString(s)
		}
	}
	if b.Len() == 0 {
		return continued
	}
	return b.String()
}

// Cut gives at most so many characters of a text.
func Cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
