package discordfake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reader reads Markdown as Discord's apps do, which is not as CommonMark has it: marks need not nest, a label ends at the
// first "](" however it is escaped, and only what a backslash stands before at the beginning of a mark is saved from it.
type reader struct {
	acts []Activity
	out  strings.Builder
}

// markdown gives what a person reads in a text, and what is active in it.
func markdown(s string) (string, []Activity) {
	r := &reader{}
	r.text(s)
	return r.out.String(), r.acts
}

// inside reads what stands within a mark.
func (r *reader) inside(s string) string {
	in := &reader{}
	in.text(s)
	r.acts = append(r.acts, in.acts...)
	return in.out.String()
}

func (r *reader) text(s string) {
	lineStart := true
	for s != "" {
		n := 0
		if lineStart {
			n = r.line(s)
		}
		if n == 0 {
			n = r.mark(s)
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
			r.out.WriteString(s[:n])
		}
		lineStart = s[n-1] == '\n'
		s = s[n:]
	}
}

var (
	restQuoted = regexp.MustCompile(`^ *>>> ((?s:.*))`)
	quoted     = regexp.MustCompile(`^ *> ?[^\n]*(?:\n *> [^\n]*)*\n?`)
	quoteMark  = regexp.MustCompile(`(?m)^ *> ?`)
	heading    = regexp.MustCompile(`^ *(?:#{1,3}|-#)[ \t]+([^\n]+)(\n?)`)
	bullet     = regexp.MustCompile(`^( *)[-*] +`)
)

// line reads what has a meaning at the beginning of a line: a quote stands after "▌ ", an item after "• ". It gives how
// much that is; 0 for nothing.
func (r *reader) line(s string) int {
	block := func(text string) {
		r.out.WriteString("▌ " + strings.ReplaceAll(r.inside(text), "\n", "\n▌ "))
	}
	if at := restQuoted.FindStringSubmatch(s); at != nil {
		block(at[1])
		return len(at[0])
	}
	if strings.HasPrefix(strings.TrimLeft(s, " "), "> ") {
		all := quoted.FindString(s)
		block(quoteMark.ReplaceAllString(strings.TrimSuffix(all, "\n"), ""))
		r.out.WriteString(all[len(strings.TrimSuffix(all, "\n")):])
		return len(all)
	}
	if at := heading.FindStringSubmatch(s); at != nil {
		r.out.WriteString(r.inside(at[1]) + at[2])
		return len(at[0])
	}
	if at := bullet.FindStringSubmatch(s); at != nil {
		r.out.WriteString(at[1] + "• ")
		return len(at[0])
	}
	return 0
}

// mark reads one thing that is more than its first character, and gives how long it is; 0 for none.
func (r *reader) mark(s string) int {
	switch s[0] {
	case '\\':
		return r.escape(s)
	case '`':
		return r.code(s)
	case '<':
		return r.angle(s)
	case '[':
		return r.link(s)
	case '@':
		return r.everyone(s)
	case '*', '_', '~', '|':
		return r.style(s)
	}
	if n := r.address(s); n > 0 {
		return n
	}
	return r.invite(s)
}

func (r *reader) escape(s string) int {
	next, n := utf8.DecodeRuneInString(s[1:])
	if n == 0 || unicode.IsSpace(next) || next < utf8.RuneSelf && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
		return 0
	}
	r.out.WriteRune(next)
	return 1 + n
}

var (
	fence    = regexp.MustCompile("(?is)^```(?:[a-z0-9_+.#-]+\n)?\n*([^\n].*?)\n*```")
	backtick = regexp.MustCompile("^`+")
)

// code is shown as it is.
func (r *reader) code(s string) int {
	if at := fence.FindStringSubmatch(s); at != nil {
		r.out.WriteString(at[1])
		return len(at[0])
	}
	open := backtick.FindString(s)
	for from := len(open); from < len(s); {
		at := strings.Index(s[from:], open)
		if at < 0 {
			break
		}
		end := from + at
		run := backtick.FindString(s[end:])
		if len(run) == len(open) && end > len(open) {
			r.out.WriteString(strings.TrimSpace(s[len(open):end]))
			return end + len(open)
		}
		from = end + len(run)
	}
	r.out.WriteString(open)
	return len(open)
}

var angles = []struct {
	kind, shows string
	is          *regexp.Regexp
}{
	{"user", "@", regexp.MustCompile(`^<@!?([0-9]+)>`)},
	{"role", "@", regexp.MustCompile(`^<@&([0-9]+)>`)},
	{"channel", "#", regexp.MustCompile(`^<#([0-9]+)>`)},
	{"channel", "#", regexp.MustCompile(`^<id:(\w+)>`)},
	{"emoji", ":", regexp.MustCompile(`^<a?:(\w+):[0-9]+>`)},
	{"date", "time ", regexp.MustCompile(`^<t:(-?[0-9]+)(?::[tTdDfFRsS])?>`)},
	{"command", "/", regexp.MustCompile(`^</([^:>\n]+):[0-9]+>`)},
	{"link", "", regexp.MustCompile(`(?i)^<((?:https?|discord)://[^ >\n]+)>`)},
	{"link", "", regexp.MustCompile(`(?i)^<((?:mailto|tel|sms):[^ >\n]+)>`)},
	{"link", "", regexp.MustCompile(`(?i)^<([\w.+-]+@[\w-]+\.[\w.-]+)>`)},
}

func (r *reader) angle(s string) int {
	for _, a := range angles {
		if at := a.is.FindStringSubmatch(s); at != nil {
			r.acts = append(r.acts, Activity{Kind: a.kind, What: at[1]})
			r.invites(at[1])
			r.out.WriteString(a.shows + at[1])
			return len(at[0])
		}
	}
	return 0
}

var called = regexp.MustCompile(`^@(everyone|here)\b`)

func (r *reader) everyone(s string) int {
	at := called.FindStringSubmatch(s)
	if at == nil {
		return 0
	}
	r.acts = append(r.acts, Activity{Kind: "everyone", What: at[1]})
	r.out.WriteString(at[0])
	return len(at[0])
}

var (
	target = regexp.MustCompile(`^\]\(\s*(<?)((?:\([^()\s]*\)|\\[^\s]|[^\s\\)])*?)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	isLink = regexp.MustCompile(`(?i)^(?:https?|discord)://[^\s]+$`)
	unmark = regexp.MustCompile(`\\([^0-9A-Za-z\s])`)
)

// link reads a label with an address behind it. Brackets within the label pair up; a backslash saves none of them.
func (r *reader) link(s string) int {
	deep := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			deep++
		case ']':
			deep--
			at := target.FindStringSubmatch(s[i:])
			if at == nil {
				if deep == 0 {
					return 0
				}
				continue
			}
			to := unmark.ReplaceAllString(at[2], "$1")
			label := s[1:i]
			if deep > 1 || !isLink.MatchString(to) || strings.TrimSpace(label) == "" {
				return 0
			}
			in := &reader{}
			in.text(label)
			text := in.out.String()
			for _, a := range in.acts {
				if a.Kind != "link" && a.Kind != "preview" { // a label leads nowhere else
					r.acts = append(r.acts, a)
				}
			}
			r.acts = append(r.acts, Activity{"link", to, text})
			if at[1] == "" {
				r.acts = append(r.acts, Activity{Kind: "preview", What: to})
			}
			r.invites(to)
			r.out.WriteString(text)
			return i + len(at[0])
		}
	}
	return 0
}

var (
	bare     = regexp.MustCompile(`(?i)^(?:https?|discord)://[^\s<]*[^\s<.,:;"'\])]`)
	inviting = regexp.MustCompile(`(?i)^(?:discord\.gg|discord(?:app)?\.com/invite)/[\w-]+`)
	anywhere = regexp.MustCompile(`(?i)(?:discord\.gg|discord(?:app)?\.com/invite)/[\w-]+`)
)

// address reads an address that nothing surrounds. It is a link wherever it stands, and has a preview.
func (r *reader) address(s string) int {
	to := bare.FindString(s)
	if to == "" {
		return 0
	}
	r.acts = append(r.acts, Activity{Kind: "link", What: to}, Activity{Kind: "preview", What: to})
	r.invites(to)
	r.out.WriteString(to)
	return len(to)
}

// invite reads an invitation without a scheme, of which Discord makes a card.
func (r *reader) invite(s string) int {
	to := inviting.FindString(s)
	if to == "" {
		return 0
	}
	r.invites(to)
	r.out.WriteString(to)
	return len(to)
}

func (r *reader) invites(to string) {
	if at := anywhere.FindString(to); at != "" {
		r.acts = append(r.acts, Activity{Kind: "invite", What: at})
	}
}

// style reads emphasis, which is not seen in what it gives, and a spoiler, which is: "[hidden: …]".
func (r *reader) style(s string) int {
	for _, mark := range []string{"**", "__", "~~", "||", "*", "_"} {
		if !strings.HasPrefix(s, mark) {
			continue
		}
		n := closing(s, mark, r.out.String())
		if n == 0 {
			continue
		}
		text := r.inside(s[len(mark):n])
		if mark == "||" {
			r.acts = append(r.acts, Activity{Kind: "spoiler", Text: text})
			text = "[hidden: " + text + "]"
		}
		r.out.WriteString(text)
		return n + len(mark)
	}
	return 0
}

// closing gives where a mark that opens s closes; 0 where it does not.
func closing(s, mark, before string) int {
	single := len(mark) == 1
	if mark == "_" && endsInWord(before) {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(s[len(mark):]); mark == "*" && unicode.IsSpace(next) {
		return 0
	}
	for i := len(mark); i < len(s); i++ {
		if s[i] == '\\' && mark != "~~" && mark != "||" {
			i++
			continue
		}
		if !strings.HasPrefix(s[i:], mark) || i == len(mark) {
			continue
		}
		after, _ := utf8.DecodeRuneInString(s[i+len(mark):])
		switch {
		case single && strings.HasPrefix(s[i+1:], mark): // a double one
			i++
		case mark == "_" && isWord(after), mark == "*" && unicode.IsSpace(rune(s[i-1])):
		case !single && mark != "||" && strings.HasPrefix(s[i+2:], mark[:1]): // the last two of three close
		default:
			return i
		}
	}
	return 0
}

func isWord(r rune) bool {
	return r == '_' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func endsInWord(s string) bool {
	last, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && isWord(last)
}
