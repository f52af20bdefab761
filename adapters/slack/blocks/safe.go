package blocks

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack/slackutilsx"
	"golang.org/x/text/unicode/norm"

	"talksbot/adapters/plain"
)

// address gives a URL that a link may have, as plain.Address does, of at most so many characters as cost counts them.
func address(s string, most int) string {
	if s = plain.Address(s); cost(s) > most {
		return ""
	}
	return s
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
	s = called.ReplaceAllStringFunc(plain.Line(s), func(name string) string {
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
