package cards

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

//go:embed preview.html
var previewFile embed.FS

// Preview writes a page of HTML that looks as Discord would show the question and the Reply to it. It is made of what Discord
// would be sent and read back from its JSON; it has no scripts and fetches nothing.
func Preview(w io.Writer, question string, r adapters.Reply) error {
	const id = "preview"
	all := previewPage{Question: plain.Line(question), Heading: phrase.In(r.Language).Say("Quotes")}
	for _, p := range Render(r, id) {
		shown, err := show(p)
		if err != nil {
			return err
		}
		all.Posts = append(all.Posts, shown)
	}
	for at, last := 1, 1; at <= last; at++ {
		p, pages := quotesPage(r, id, at)
		shown, err := show(p)
		if err != nil {
			return err
		}
		all.Quotes, last = append(all.Quotes, shown...), pages
	}
	t, err := template.ParseFS(previewFile, "preview.html")
	if err != nil {
		return err
	}
	return t.Execute(w, all)
}

type previewPage struct {
	Question, Heading string
	Posts             [][]shownPart
	Quotes            []shownPart // all pages of them
}

// shownPart is a component of a post as the page shows it: a box of others, lines, a line across, or a row of buttons.
type shownPart struct {
	Inside  []shownPart
	Lines   []shownLine
	Divider bool
	Buttons []shownButton
}

type shownLine struct {
	Small, Quote bool
	Spans        []shownSpan
}

type shownSpan struct {
	Text, URL string
	Bold      bool
}

type shownButton struct {
	Label  string
	Opens  bool // the quotes
	Turns  bool // a page: all pages are shown
	Select bool
}

// show reads the components of a Post back from their JSON, as Discord's own side does.
func show(p Post) ([]shownPart, error) {
	if err := Check(p); err != nil {
		return nil, fmt.Errorf("a post that Discord would not take: %w", err)
	}
	var out []shownPart
	for _, c := range p.Components {
		sent, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		got, err := discordgo.MessageComponentFromJSON(sent)
		if err != nil {
			return nil, err
		}
		out = append(out, showPart(got))
	}
	return out, nil
}

func showPart(c discordgo.MessageComponent) (out shownPart) {
	switch c := c.(type) {
	case *discordgo.Container:
		for _, in := range c.Components {
			out.Inside = append(out.Inside, showPart(in))
		}
	case *discordgo.TextDisplay:
		out.Lines = showLines(c.Content)
	case *discordgo.Separator:
		out.Divider = true
	case *discordgo.ActionsRow:
		for _, e := range c.Components {
			switch e := e.(type) {
			case *discordgo.Button:
				b := shownButton{Label: e.Label}
				if e.Emoji != nil {
					b.Label = e.Emoji.Name + " " + b.Label
				}
				click, _ := ParseClick(e.CustomID)
				b.Opens, b.Turns = click.Kind == KindQuotes, click.Kind == KindTurn
				out.Buttons = append(out.Buttons, b)
			case *discordgo.SelectMenu:
				out.Buttons = append(out.Buttons, shownButton{Label: e.Placeholder, Select: true})
			}
		}
	}
	return out
}

// showLines reads our Markdown.
func showLines(md string) (out []shownLine) {
	for _, line := range strings.Split(md, "\n") {
		start, rest := lineStart(line)
		shown := shownLine{Small: start == subtext, Quote: start == quoted}
		bold, text := false, ""
		flush := func() {
			if text != "" {
				shown.Spans = append(shown.Spans, shownSpan{Text: text, Bold: bold})
			}
			text = ""
		}
		for rest != "" {
			t := next(rest)
			rest = rest[len(t.raw):]
			switch t.kind {
			case strong:
				flush()
				bold = !bold
			case linked:
				flush()
				shown.Spans = append(shown.Spans, shownSpan{Text: t.text, URL: t.url, Bold: bold})
			default:
				text += t.text
			}
		}
		flush()
		out = append(out, shown)
	}
	return out
}
