package cards

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// PageOptions are for Page. The zero value is for the first page of what all see.
type PageOptions struct {
	Page    int               // from 1; one that is not there is the nearest one
	Actors  []adapters.Choice // to choose from where the Reply has a table; the first 25 are shown
	Private bool              // one person alone sees it, and may say it for all where it rests on articles
}

const (
	mostRows    = 10  // of a table on a page, where they cite: a list of commands is read at one look
	mostActors  = 25  // Discord's
	forPageLine = 100 // units kept for it
)

// Page is one page of what a command shows: a Reply as Render shows it, with buttons that turn the pages. Without a usable id
// there are no buttons.
func Page(r adapters.Reply, id string, o PageOptions) Post {
	s := sheet{reply: r, say: phrase.In(r.Language), quoted: !usable(id)}
	rowsOnPage := 0 // as many as there is room for
	if len(r.Sources) > 0 {
		rowsOnPage = mostRows
	}
	all := pack(s.groups(), maxText-forPageLine, rowsOnPage)
	if len(all) == 0 {
		return Words(s.say.Say("There is nothing to show."))
	}
	at := min(max(o.Page, 1), len(all))
	rows := row(turns(KindPage, id, at, len(all), s.say)...)
	if len(r.Table.Rows) > 0 && usable(id) {
		rows = append(rows, choose(o.Actors, id, s.say)...)
	}
	return numbered(all, at, s.say).post(slices.Concat(rows, offers(r), buttons(r, id, o.Private))...)
}

// numbered is one of the pages, which says so where there are several.
func numbered(all []page, at int, say phrase.Words) page {
	p := all[at-1]
	if len(all) > 1 {
		p = append(slices.Clip(p), unit{lines: []string{pageLine(at, len(all), say)}, part: notesPart, tight: true})
	}
	return p
}

// choose is the select of actors, none where there are none.
func choose(actors []adapters.Choice, id string, say phrase.Words) []discordgo.MessageComponent {
	var options []discordgo.SelectMenuOption
	known := map[string]bool{}
	for _, a := range actors {
		label := within(plain.Line(a.Label), maxOption)
		if label == "" || a.Value == "" || !utf8.ValidString(a.Value) || units(a.Value) > maxOption || known[a.Value] || len(options) == mostActors {
			continue
		}
		known[a.Value] = true
		options = append(options, discordgo.SelectMenuOption{Label: label, Value: a.Value})
	}
	if len(options) == 0 {
		return nil
	}
	return row(discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: Click{Kind: KindActor, ID: id}.customID(),
		Placeholder: say.Say("Choose a party"), Options: options})
}

// within cuts a text to so many units of UTF-16.
func within(s string, most int) string {
	if units(s) <= most {
		return s
	}
	at := 0
	for i, r := range s {
		if at += units(string(r)); at > most-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// Quotes is what one person sees of what a Reply rests on: every statement in full, under it each quote word for word, the
// words that both share in bold, and the sources. A long one has pages, from 1; one that is not there is the nearest one. id
// is Render's.
func Quotes(r adapters.Reply, id string, page int) Post {
	p, _ := quotesPage(r, id, page)
	return p
}

// quotesPage is one page of Quotes; last is how many there are.
func quotesPage(r adapters.Reply, id string, page int) (p Post, last int) {
	s := sheet{reply: r, say: phrase.In(r.Language), quoted: true}
	all := pack(append(s.statements(), s.sources()), maxText-forPageLine, 0)
	if len(all) == 0 {
		return Words(s.say.Say("There is nothing to show.")), 1
	}
	at := min(max(page, 1), len(all))
	below := turns(KindTurn, id, at, len(all), s.say)
	if usable(id) && cites(r) {
		below = append(below, button(Click{Kind: KindReport, ID: id}, s.say.Say("Report a wrong citation"), "🚩"))
	}
	return numbered(all, at, s.say).post(row(below...)...), len(all)
}

// quotes are lines of those of a statement, each with its source under it.
func (s sheet) quotes(st adapters.Statement) (lines []string) {
	for _, q := range st.Quotes {
		text := strings.TrimSpace(plain.Verbatim(q.Text))
		if text == "" {
			continue
		}
		var b strings.Builder
		for _, span := range plain.Shared(text, st.Text) {
			for i, part := range strings.Split(span.Text, "\n") {
				if i > 0 {
					b.WriteByte('\n')
				}
				if part = escapeRunes(part); span.Shared && strings.TrimSpace(part) != "" {
					part = bold(part)
				}
				b.WriteString(part)
			}
		}
		for _, l := range strings.Split(b.String(), "\n") {
			lines = append(lines, quoted+l)
		}
		src, _ := s.source(q.N)
		lines = append(lines, strings.TrimSpace(subtext+s.mark(q.N)+" "+s.about(src)))
	}
	return lines
}

// Words is a sentence of ours alone.
func Words(text string) Post {
	md, rest := split(escape(text), maxContent-2)
	if rest != "" {
		md += " …"
	}
	if md == "" {
		md = "–"
	}
	return Post{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: md}}, Text: md}
}

// Intro is what the bot says once in a new server: what it is for and from what, how to ask it, what to ask, and what is kept.
func Intro(h adapters.Home, lang string) Post {
	say := phrase.In(lang)
	about := []string{bold(escape(say.Say("I answer what the articles say, and give the source of every sentence.")))}
	for _, a := range h.About[:min(3, len(h.About))] {
		about = append(about, present(escape(plain.Cut(plain.Line(a), 200)))...)
	}
	how := escape(say.Say("Mention me with a question, or type %s. %s lists what else there is.", "/ask", "/help"))
	units := []unit{{lines: about}, {lines: []string{how}}}
	var ask []string
	for _, q := range h.Prompts[:min(4, len(h.Prompts))] {
		if q = escape(plain.Cut(plain.Line(q), 150)); q != "" {
			ask = append(ask, "• "+q)
		}
	}
	if len(ask) > 0 {
		units = append(units, unit{lines: append([]string{bold(escape(say.Say("What to ask")))}, ask...)})
	}
	kept := say.Say("Questions are kept for a time, for follow-ups and feedback; %s deletes yours.", "/forget-me")
	units = append(units, unit{lines: small([]string{kept}), part: notesPart})
	return page(units).post()
}
