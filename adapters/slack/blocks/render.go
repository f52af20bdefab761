package blocks

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// Post is one message of Slack's: it shows a Reply, or a part of one.
type Post struct {
	Text   string        // for notifications and screen readers; escaped, never empty
	Blocks []slack.Block // what is seen
}

// Options are what chat.postMessage and its kin need to show the Post and nothing else: no previews of links, no search
// for names.
func (p Post) Options() []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionText(p.Text, false), slack.MsgOptionBlocks(p.Blocks...), slack.MsgOptionParse(false),
		slack.MsgOptionLinkNames(false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
}

// How long a part may be before it is shortened, in characters as cost counts them. View shows it whole.
const (
	mostSaid  = 3000 // a lead, a statement
	mostNote  = 600
	mostTitle = 300
	mostName  = 120 // a publisher, a date
	mostCites = 20  // marks under a statement
	mostLink  = 300 // an address behind a mark; a longer one is behind the title alone
	mostURL   = 2000
)

// Render makes the posts that show a Reply, in order: its table as Tabulate does, statements whole, its sources last. A
// statement too long for a post is shortened where the last post has a button for View. id names the question to the
// buttons; with "" or over 255 characters there are none, and quotes stand under their statements. A Reply with nothing to show gives no posts.
func Render(r adapters.Reply, id string) []Post {
	s := newSheet(r)
	s.quoted = !usable(id)
	units := s.units()
	var tail []unit
	tail = append(tail, s.sources()...)
	tail = append(tail, s.notes()...)
	if len(units)+len(tail) == 0 {
		return nil
	}
	if b := append(offers(r), buttons(r, id, s.cut)...); len(b) > 0 {
		tail = append(tail, unit{blocks: b})
	}
	return s.pack(append(units, together(tail)...), maxSize, maxBlocks)
}

// unit is what belongs together in one post, unless it is too big for one.
type unit struct {
	lines  []string // for the text beside the blocks
	blocks []slack.Block
}

// together makes one unit of several where they fit into one post.
func together(units []unit) []unit {
	var all unit
	for _, u := range units {
		all.lines = append(all.lines, u.lines...)
		all.blocks = append(all.blocks, u.blocks...)
	}
	if len(all.blocks) == 0 || len(all.blocks) > maxBlocks || size(all.blocks...) > maxSize {
		return units
	}
	return []unit{all}
}

// pack fills posts with units, in order: each of at most so many blocks, one of them a table, whose size together is at
// most room. A block that is bigger than that has a post to itself.
func (s *sheet) pack(units []unit, room, most int) []Post {
	var posts []Post
	var now unit
	used := 2 // the brackets around the blocks
	flush := func() {
		if len(now.blocks) > 0 {
			posts = append(posts, Post{Text: fallback(now.lines, s.say.Say("(continued)")), Blocks: now.blocks})
		}
		now, used = unit{}, 2
	}
	for _, u := range units {
		all := 0
		sizes := make([]int, len(u.blocks))
		for i, b := range u.blocks {
			sizes[i] = size(b) - 1 // a bracket less, a comma more
			all += sizes[i]
		}
		if len(now.blocks)+len(u.blocks) > most || used+all > room || tables(now.blocks)+tables(u.blocks) > maxTables {
			flush()
		}
		now.lines = append(now.lines, u.lines...)
		for i, b := range u.blocks {
			if len(now.blocks) == most || used+sizes[i] > room {
				flush()
			}
			now.blocks = append(now.blocks, b)
			used += sizes[i]
		}
	}
	flush()
	return posts
}

func tables(blocks []slack.Block) (n int) {
	for _, b := range blocks {
		if _, ok := b.(*slack.TableBlock); ok {
			n++
		}
	}
	return n
}

// sheet makes the units of one Reply, whole or shortened.
type sheet struct {
	reply  adapters.Reply
	say    phrase.Words // what is ours in it
	whole  bool
	quoted bool // quotes stand under their statements, as always where it is whole
	cut    bool // something was shortened
}

func newSheet(r adapters.Reply) sheet { return sheet{reply: r, say: phrase.In(r.Language)} }

// fit gives text as long as it may be here and remembers that it was cut.
func (s *sheet) fit(text string, most int) string {
	if s.whole || cost(text) <= most {
		return text
	}
	s.cut = true
	head, _ := split(text, most-4)
	return strings.TrimRight(head, " ") + " …"
}

// units are the lead, the table and the statements.
func (s *sheet) units() []unit {
	var out []unit
	if lead := s.fit(plain.Line(s.reply.Lead), mostSaid); lead != "" {
		out = append(out, unit{[]string{lead}, sections(texts(lead, bold()))})
	}
	out = append(out, s.table(s.reply.Table)...)
	for _, st := range s.reply.Statements {
		u := s.statement(st)
		if len(u.blocks) == 0 {
			continue
		}
		if s.whole && len(out) > 0 {
			u.blocks = append([]slack.Block{slack.NewDividerBlock()}, u.blocks...)
		}
		out = append(out, u)
	}
	return out
}

func (s *sheet) statement(st adapters.Statement) unit {
	said := s.fit(plain.Line(st.Text), mostSaid)
	elements := texts(said, nil)
	cites := st.Cites
	if len(cites) > mostCites && !s.whole {
		cites, s.cut = cites[:mostCites], true
	}
	line := said
	for i, n := range cites {
		mark := fmt.Sprintf("[%d]", n)
		if i > 0 || said != "" {
			elements = append(elements, texts(" ", nil)...)
			line += " "
		}
		elements = append(elements, link(mark, s.address(n, mostLink), nil)...)
		line += mark
	}
	if len(cites) < len(st.Cites) {
		elements = append(elements, texts(" …", nil)...)
	}
	var u unit
	if len(elements) > 0 {
		u = unit{[]string{line}, sections(elements)}
	}
	if note := s.fit(plain.Line(st.Note), mostNote); note != "" {
		u.lines = append(u.lines, note)
		u.blocks = append(u.blocks, contexts(note)...)
	}
	if s.whole || s.quoted {
		u.blocks = append(u.blocks, s.quotes(st)...)
	}
	return u
}

// source finds the Source with the number n.
func (s *sheet) source(n int) (adapters.Source, bool) {
	for _, src := range s.reply.Sources {
		if src.N == n {
			return src, true
		}
	}
	return adapters.Source{}, false
}

// address is where the Source with the number n leads; "" for nowhere.
func (s *sheet) address(n, most int) string {
	src, _ := s.source(n)
	return address(src.URL, most)
}

// sources is the part that lists them.
func (s *sheet) sources() []unit {
	if len(s.reply.Sources) == 0 {
		return nil
	}
	head := s.say.Say("Sources")
	elements := texts(head, bold())
	lines := []string{head}
	for _, src := range s.reply.Sources {
		to := address(src.URL, mostURL)
		title := s.fit(plain.Line(src.Title), mostTitle)
		if u, err := url.Parse(to); title == "" && err == nil {
			title = s.fit(u.Host, mostTitle)
		}
		about := s.about(src, title != "")
		mark := fmt.Sprintf("[%d] ", src.N)
		elements = append(elements, texts("\n"+mark, nil)...)
		elements = append(elements, link(title, to, nil)...)
		elements = append(elements, texts(about, nil)...)
		lines = append(lines, mark+title+about)
	}
	var out []unit
	for i, b := range sections(elements) {
		u := unit{blocks: []slack.Block{b}}
		if i == 0 {
			u.lines = lines
		}
		out = append(out, u)
	}
	return out
}

// about says who published a Source, when, and whether it is a brief; after says that something stands before it.
func (s *sheet) about(src adapters.Source, after bool) string {
	var parts []string
	if after {
		parts = append(parts, "")
	}
	for _, p := range []string{src.Publisher, src.Published} {
		if p = s.fit(plain.Line(p), mostName); p != "" {
			parts = append(parts, p)
		}
	}
	if src.Brief {
		parts = append(parts, s.say.Say("brief"))
	}
	return strings.Join(parts, " · ")
}

func (s *sheet) notes() []unit {
	var all []string
	for _, n := range s.reply.Notes {
		if n = s.fit(plain.Line(n), mostNote); n != "" {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []unit{{all, contexts(all...)}}
}

func bold() *slack.RichTextSectionTextStyle { return &slack.RichTextSectionTextStyle{Bold: true} }

// texts makes elements of a text, several where it is long, none of "".
func texts(s string, style *slack.RichTextSectionTextStyle) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for s != "" {
		var head string
		head, s = split(s, mostSaid)
		out = append(out, slack.NewRichTextSectionTextElement(head, style))
	}
	return out
}

// link is texts that lead to an address of a Source, where there is one.
func link(s, to string, style *slack.RichTextSectionTextStyle) []slack.RichTextSectionElement {
	if to == "" || s == "" {
		return texts(s, style)
	}
	head, rest := split(s, mostSaid)
	return append([]slack.RichTextSectionElement{slack.NewRichTextSectionLinkElement(to, head, style)}, texts(rest, style)...)
}

// sections puts elements into as few blocks of rich text as a post can hold one by one.
func sections(elements []slack.RichTextSectionElement) []slack.Block {
	return rich(elements, func(e []slack.RichTextSectionElement) slack.RichTextElement { return slack.NewRichTextSection(e...) })
}

// mostRich bounds one block of rich text, as size counts: two of them fit into a post.
const mostRich = 6500

func rich(elements []slack.RichTextSectionElement, kind func([]slack.RichTextSectionElement) slack.RichTextElement) []slack.Block {
	var out []slack.Block
	for len(elements) > 0 {
		n, room := 0, mostRich
		for ; n < len(elements); n++ {
			block := slack.NewRichTextBlock("", kind(elements[n:n+1]))
			if room -= size(block); room < 0 && n > 0 {
				break
			}
		}
		out = append(out, slack.NewRichTextBlock("", kind(elements[:n])))
		elements = elements[n:]
	}
	return out
}

// contexts shows lines small, as few blocks as can be.
func contexts(lines ...string) []slack.Block {
	var out []slack.Block
	var now []slack.MixedElement
	flush := func() {
		if len(now) > 0 {
			out = append(out, slack.NewContextBlock("", now...))
		}
		now = nil
	}
	for _, line := range lines {
		for line = inert(line); line != ""; {
			var head string
			head, line = split(line, maxSection-100)
			now = append(now, text(head))
			if len(now) == maxContext || size(slack.NewContextBlock("", now...)) > maxSection {
				flush()
			}
		}
	}
	flush()
	return out
}

func text(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// split parts s after at most so many characters, as cost counts, behind a space where there is one in the last part.
// head and rest together are s; head is "" only where s is.
func split(s string, most int) (head, rest string) {
	if cost(s) <= most {
		return s, ""
	}
	end, space, left := len(s), 0, most
	for i, r := range s {
		if left -= runeCost(r); left < 0 && i > 0 {
			end = i
			break
		}
		if r == ' ' || r == '\n' {
			space = i + 1
		}
	}
	if space == 0 || space < end*3/4 {
		space = end
	}
	return s[:space], s[space:]
}
