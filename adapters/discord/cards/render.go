package cards

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// Post is one message of Discord's: it shows a Reply, or a part of one.
type Post struct {
	Components []discordgo.MessageComponent // version 2
	Text       string                       // the same in at most 2,000 units of Markdown, where Discord takes no components; never empty
}

// Marked is a Post with a mark, by which Mark finds it again: from LeastMark to 2^31-1, or 0 for none. One without a
// container, such as Words, has no place for it.
func (p Post) Marked(mark int) Post {
	p.Components = slices.Clone(p.Components)
	for i, c := range p.Components {
		if c, ok := c.(discordgo.Container); ok {
			c.ID = mark
			p.Components[i] = c
			break
		}
	}
	return p
}

// LeastMark is the least mark: Discord gives to components without an ID the numbers from 1.
const LeastMark = maxComponents + 1

// Mark reads the mark of a message from its components as Discord gives them, of whatever kinds; 0 for none.
func Mark(components json.RawMessage) int {
	var all []json.RawMessage
	if json.Unmarshal(components, &all) != nil {
		return 0
	}
	for _, raw := range all {
		var c struct {
			Type discordgo.ComponentType
			ID   int
		}
		if json.Unmarshal(raw, &c) != nil || c.Type != discordgo.ContainerComponent {
			continue
		}
		if c.ID < LeastMark {
			return 0
		}
		return c.ID
	}
	return 0
}

// How long a part may be, in characters, and an address in units. What is longer is cut; addresses are left out.
const (
	mostTitle = 300
	mostName  = 120  // a publisher, a date
	mostHead  = 60   // of a column
	mostLink  = 300  // an address behind a mark in the text; a longer one is in the list of sources alone
	mostURL   = 1500 // an address in that list
)

// Render makes the posts that show a Reply, in order: statements whole, its sources last, and under them the buttons. id
// names the question to the buttons; with "" or over 70 units there are none, and quotes stand under their statements. A
// Reply with nothing to show gives no posts.
func Render(r adapters.Reply, id string) []Post {
	s := sheet{reply: r, say: phrase.In(r.Language), quoted: !usable(id)}
	pages := pack(s.groups(), maxText, 0)
	var out []Post
	for i, p := range pages {
		var rows []discordgo.MessageComponent
		if i == len(pages)-1 {
			rows = append(offers(r), buttons(r, id, false)...)
		}
		out = append(out, p.post(rows...))
	}
	return out
}

// sheet makes the units of one Reply.
type sheet struct {
	reply  adapters.Reply
	say    phrase.Words // what is ours in it
	quoted bool         // quotes stand under their statements
}

// groups are all parts of a Reply, in order.
func (s sheet) groups() [][]unit {
	var out [][]unit
	if lead := escape(s.reply.Lead); lead != "" {
		out = append(out, []unit{{lines: []string{bold(lead)}}})
	}
	out = append(out, s.table()...)
	out = append(out, s.statements()...)
	return append(out, slices.Concat(s.sources(), s.notes()))
}

func (s sheet) statements() (out [][]unit) {
	for _, st := range s.reply.Statements {
		if lines := s.statement(st); len(lines) > 0 {
			out = append(out, []unit{{lines: lines}})
		}
	}
	return out
}

func (s sheet) statement(st adapters.Statement) (lines []string) {
	var said []string
	if text := escape(st.Text); text != "" {
		said = append(said, text)
	}
	for _, n := range st.Cites {
		said = append(said, s.mark(n))
	}
	if len(said) > 0 {
		lines = append(lines, strings.Join(said, " "))
	}
	if note := escape(st.Note); note != "" {
		lines = append(lines, subtext+note)
	}
	if s.quoted {
		lines = append(lines, s.quotes(st)...)
	}
	return lines
}

// mark leads to the Source with the number n, where that has an address.
func (s sheet) mark(n int) string {
	src, _ := s.source(n)
	return mark(fmt.Sprint(n), target(src.URL, mostLink))
}

// source finds the Source with the number n.
func (s sheet) source(n int) (adapters.Source, bool) {
	for _, src := range s.reply.Sources {
		if src.N == n {
			return src, true
		}
	}
	return adapters.Source{}, false
}

// sources is the part that lists them.
func (s sheet) sources() []unit {
	if len(s.reply.Sources) == 0 {
		return nil
	}
	lines := []string{bold(escape(s.say.Say("Sources")))}
	for _, src := range s.reply.Sources {
		to := target(src.URL, mostURL)
		title := src.Title
		if u, err := url.Parse(to); plain.Line(title) == "" && err == nil {
			title = u.Host
		}
		said := present(escape(plain.Cut(plain.Line(title), mostTitle)), s.about(src))
		lines = append(lines, strings.TrimSpace(mark(fmt.Sprint(src.N), to)+" "+strings.Join(said, " · ")))
	}
	return []unit{{lines: lines, part: sourcesPart}}
}

// about says who published a Source, when, and whether it is a brief.
func (s sheet) about(src adapters.Source) string {
	brief := ""
	if src.Brief {
		brief = s.say.Say("brief")
	}
	var parts []string
	for _, p := range []string{src.Publisher, src.Published, brief} {
		parts = append(parts, present(escape(plain.Cut(plain.Line(p), mostName)))...)
	}
	return strings.Join(parts, " · ")
}

func (s sheet) notes() []unit {
	if lines := small(s.reply.Notes); len(lines) > 0 {
		return []unit{{lines: lines, part: notesPart}}
	}
	return nil
}

// small makes lines that are shown small.
func small(texts []string) (lines []string) {
	for _, t := range texts {
		if t = escape(t); t != "" {
			lines = append(lines, subtext+t)
		}
	}
	return lines
}
