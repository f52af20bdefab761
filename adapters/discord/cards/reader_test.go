package cards

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// seen is what Discord makes of a text: what a person reads, and what is more than letters.
type seen struct {
	text   string
	active []act
}

// act is something in a text that is drawn otherwise, leads somewhere or calls somebody.
type act struct{ kind, what string }

// kinds lists the kinds of what is active, each once.
func (s seen) kinds() (kinds []string) {
	for _, a := range s.active {
		if !slices.Contains(kinds, a.kind) {
			kinds = append(kinds, a.kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// rule is one of Discord's, tried in order where a text has come to. What its first group matches is read in its turn.
type rule struct {
	kind  string
	is    *regexp.Regexp
	reads bool
}

// These are the marks of lines, and those within them, as Discord's client is known to read them; where versions differ, the
// one that takes more for a mark.
var (
	lineRules = []rule{
		{"header", regexp.MustCompile(`^ *#{1,6}(?: |$)`), false},
		{"small", regexp.MustCompile(`^ *-# ?`), false},
		{"quote", regexp.MustCompile(`^ *>(?:>>)? `), false},
		{"list", regexp.MustCompile(`^ *(?:[-+*]|\d+[.)])(?: |$)`), false},
		{"rule", regexp.MustCompile(`^ *(?:[-=_*] *){3,}$`), false},
	}
	insideRules = []rule{
		{"fence", regexp.MustCompile("^```(?s:.*?)```"), false},
		{"code", regexp.MustCompile("^`[^`]+`"), false},
		{"link", regexp.MustCompile(`^\[((?:\[[^\]]*\]|[^\[\]])*)\]\(\s*<?[^\s>]*?>?(?:\s+['"](?s:.*?)['"])?\s*\)`), true},
		{"autolink", regexp.MustCompile(`^<[A-Za-z][A-Za-z0-9+.-]*:[^>\s]*>`), false},
		{"mention", regexp.MustCompile(`^<(?:@[!&]?|#)\d+>`), false},
		{"timestamp", regexp.MustCompile(`^<t:-?\d+(?::\w)?>`), false},
		{"emoji", regexp.MustCompile(`^<a?:\w+:\d+>`), false},
		{"command", regexp.MustCompile(`^</[^>]+:\d+>`), false},
		{"guide", regexp.MustCompile(`^<id:\w+>`), false},
		{"phone", regexp.MustCompile(`^<\+\d+>`), false},
		{"mention", regexp.MustCompile(`^@(?i:everyone|here)\b`), false},
		{"emoji", regexp.MustCompile(`^:[^\s:]+(?:::skin-tone-\d)?:`), false},
		{"address", regexp.MustCompile(`^(?i:https?|discord|steam)://[^\s<]+`), false},
		{"bold", regexp.MustCompile(`^\*\*((?:\\.|[^\\])+?)\*\*`), true},
		{"underlined", regexp.MustCompile(`^__((?:\\.|[^\\])+?)__`), true},
		{"em", regexp.MustCompile(`^\*((?:\\.|[^\\*])+)\*`), true},
		{"em", regexp.MustCompile(`^_((?:\\.|[^\\_])+)_`), true},
		{"struck", regexp.MustCompile(`^~~((?:\\.|[^\\])+?)~~`), true},
		{"spoiler", regexp.MustCompile(`^\|\|(?s:(.+?))\|\|`), true},
	}
	overLines = map[string]*regexp.Regexp{"fence": regexp.MustCompile("```(?s:.*?)```"), "spoiler": regexp.MustCompile(`\|\|(?s:.+?)\|\|`)}
	escapes   = regexp.MustCompile(`\\[^0-9A-Za-z\s]`)
	escaped   = regexp.MustCompile(`^\\[^0-9A-Za-z\s]`)
	leadsTo   = regexp.MustCompile(`\]\(\s*<?([^\s>]*?)>?(?:\s+['"](?s:.*?)['"])?\s*\)$`)
)

// reads a text of ours as Discord does.
func reads(md string) (s seen) {
	for i, line := range strings.Split(md, "\n") {
		if i > 0 {
			s.text += "\n"
		}
		for again := true; again; { // a list may stand in a quote
			again = false
			for _, r := range lineRules {
				if m := r.is.FindString(line); m != "" {
					s.active = append(s.active, act{r.kind, m})
					line, again = line[len(m):], true
					break
				}
			}
		}
		s.inside(line)
	}
	unescaped := md
	if strings.Contains(md, "||") || strings.Contains(md, "```") {
		unescaped = escapes.ReplaceAllString(md, "")
	}
	for kind, is := range overLines {
		if m := is.FindString(unescaped); m != "" {
			s.active = append(s.active, act{kind, m})
		}
	}
	return s
}

// starts tells whether any of insideRules can begin a text.
func starts(text string) bool {
	return strings.IndexByte("`[<@:*_~|", text[0]) >= 0 || strings.Contains(text[:min(10, len(text))], "://")
}

func (s *seen) inside(text string) {
	var b strings.Builder
	defer func() { s.text += b.String() }()
next:
	for text != "" {
		if text[0] == '\\' {
			if m := escaped.FindString(text); m != "" {
				b.WriteString(m[1:])
				text = text[len(m):]
				continue
			}
		}
		for i := 0; i < len(insideRules) && starts(text); i++ {
			r := insideRules[i]
			m := r.is.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			a := act{r.kind, m[0]}
			if to := leadsTo.FindStringSubmatch(m[0]); r.kind == "link" && to != nil {
				a.what = to[1]
			}
			s.active = append(s.active, a)
			if text = text[len(m[0]):]; r.reads {
				var in seen
				in.inside(m[1])
				b.WriteString(in.text)
				s.active = append(s.active, in.active...)
			} else {
				b.WriteString(m[0])
			}
			continue next
		}
		b.WriteByte(text[0])
		text = text[1:]
	}
}

var (
	ownLinks = regexp.MustCompile(`\]\(<[^\s<>()]+>\)`)
	rawCalls = regexp.MustCompile(`(?i)<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d+|</\w+|<id:\w+>|(?:https?|discord|steam)://|(?:discord\.gg|discord(?:app)?\.com/invite|discord\.gift)/`)
	rawNames = regexp.MustCompile(`(?i)@(?:everyone|here)`)
)

// quietRaw looks for what is found in a text as it is sent, by whoever does not read it as Markdown: the server, other clients.
func quietRaw(t *testing.T, md string) {
	t.Helper()
	if !strings.ContainsAny(md, "<@:./") {
		return
	}
	for _, line := range strings.Split(ownLinks.ReplaceAllString(md, "]"), "\n") {
		if m := rawCalls.FindString(line); m != "" {
			t.Errorf("%q in what is sent: %.200q", m, line)
		}
		if m := rawNames.FindString(line); m != "" && !strings.HasPrefix(line, quoted) { // quotes stay as they are
			t.Errorf("%q in what is sent: %.200q", m, line)
		}
	}
}

// displays gives the texts of components of any depth.
func displays(all []discordgo.MessageComponent) (out []string) {
	for _, c := range all {
		switch c := c.(type) {
		case discordgo.Container:
			out = append(out, displays(c.Components)...)
		case discordgo.TextDisplay:
			out = append(out, c.Content)
		}
	}
	return out
}

// shown is what a person reads in posts, a line each.
func shown(posts ...Post) string {
	var all []string
	for _, p := range posts {
		for _, md := range displays(p.Components) {
			all = append(all, reads(md).text)
		}
	}
	return strings.Join(all, "\n")
}

// TestReader: the eyes that the other tests look with see what Discord shows.
func TestReader(t *testing.T) {
	t.Parallel()
	for md, want := range map[string]seen{
		"plain":                             {text: "plain"},
		`\*no\* \\*yes*`:                    {`*no* \yes`, []act{{"em", "*yes*"}}},
		"**a [[1]](<https://x.example/>)**": {"a [1]", []act{{"bold", "**a [[1]](<https://x.example/>)**"}, {"link", "https://x.example/"}}},
		"a\n-# b\n> - c":                    {"a\nb\nc", []act{{"small", "-# "}, {"quote", "> "}, {"list", "- "}}},
		`https\:\/\/x\.example`:             {text: "https://x.example"},
		"see https://x.example":             {"see https://x.example", []act{{"address", "https://x.example"}}},
		"<@1> @here :a: ||b|| [a](b 'c')":   {"<@1> @here :a: b a", []act{{"mention", "<@1>"}, {"mention", "@here"}, {"emoji", ":a:"}, {"spoiler", "||b||"}, {"link", "b"}, {"spoiler", "||b||"}}},
		"```\nx\n```":                       {"```\nx\n```", []act{{"fence", "```\nx\n```"}}},
	} {
		got := reads(md)
		if got.text != want.text || !slices.Equal(got.active, want.active) {
			t.Errorf("%q reads %+v, want %+v", md, got, want)
		}
	}
}
