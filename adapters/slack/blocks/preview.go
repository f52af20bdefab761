package blocks

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/plain"
)

//go:embed preview.html
var previewFile embed.FS

// Preview writes a page of HTML that looks as Slack would show the question and the Reply to it. It is made of what Slack
// would be sent and read back from its JSON; it has no scripts and fetches nothing.
func Preview(w io.Writer, question string, r adapters.Reply) error {
	const id = "preview"
	page := previewPage{Question: plain.Line(question)}
	for _, p := range Render(r, id) {
		if err := Check(p); err != nil {
			return fmt.Errorf("a post that Slack would not take: %w", err)
		}
		shown, err := show(p.Blocks)
		if err != nil {
			return err
		}
		page.Posts = append(page.Posts, shown)
	}
	for _, v := range views(r, id) {
		if err := CheckView(v); err != nil {
			return fmt.Errorf("a view that Slack would not take: %w", err)
		}
		shown, err := show(v.Blocks.BlockSet)
		if err != nil {
			return err
		}
		page.View = append(page.View, shown...)
	}
	t, err := template.ParseFS(previewFile, "preview.html")
	if err != nil {
		return err
	}
	return t.Execute(w, page)
}

type previewPage struct {
	Question string
	Posts    [][]shownBlock
	View     []shownBlock // all pages of it
}

// shownBlock is a block as the page shows it: one of its fields is there, none for the buttons that turn pages.
type shownBlock struct {
	Divider  bool
	Header   string
	Sections []shownSection
	Small    []string
	Rows     [][][]shownSpan
	Quotes   string // the label of the button that opens the view
	Feedback []string
}

type shownSection struct {
	Quote bool
	Spans []shownSpan
}

type shownSpan struct {
	Text, URL string
	Bold      bool
}

// show reads blocks back from their JSON, as Slack's own side does.
func show(blocks []slack.Block) ([]shownBlock, error) {
	sent, err := json.Marshal(blocks)
	if err != nil {
		return nil, err
	}
	var got slack.Blocks
	if err := json.Unmarshal(sent, &got); err != nil {
		return nil, err
	}
	var out []shownBlock
	for _, b := range got.BlockSet {
		var s shownBlock
		switch b := b.(type) {
		case *slack.DividerBlock:
			s.Divider = true
		case *slack.HeaderBlock:
			s.Header = b.Text.Text
		case *slack.RichTextBlock:
			s.Sections = showRich(b.Elements)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					s.Small = append(s.Small, t.Text)
				}
			}
		case *slack.TableBlock:
			for _, row := range b.Rows {
				var cells [][]shownSpan
				for _, c := range row {
					cells = append(cells, showCell(c))
				}
				s.Rows = append(s.Rows, cells)
			}
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				if e, ok := e.(*slack.ButtonBlockElement); ok && e.ActionID == ActionQuotes {
					s.Quotes = e.Text.Text
				}
			}
		case *slack.ContextActionsBlock:
			for _, e := range b.Elements.ElementSet {
				if e, ok := e.(*slack.FeedbackButtonsBlockElement); ok {
					s.Feedback = append(s.Feedback, e.PositiveButton.Text.Text, e.NegativeButton.Text.Text)
				}
			}
		default:
			return nil, fmt.Errorf("the preview knows no block %s", b.BlockType())
		}
		out = append(out, s)
	}
	return out, nil
}

func showRich(all []slack.RichTextElement) []shownSection {
	var out []shownSection
	for _, e := range all {
		switch e := e.(type) {
		case *slack.RichTextSection:
			out = append(out, shownSection{Spans: showSpans(e.Elements)})
		case *slack.RichTextQuote:
			out = append(out, shownSection{Quote: true, Spans: showSpans(e.Elements)})
		}
	}
	return out
}

func showSpans(all []slack.RichTextSectionElement) []shownSpan {
	var out []shownSpan
	for _, e := range all {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			out = append(out, shownSpan{Text: e.Text, Bold: e.Style != nil && e.Style.Bold})
		case *slack.RichTextSectionLinkElement:
			out = append(out, shownSpan{Text: e.Text, URL: e.URL})
		}
	}
	return out
}

func showCell(c slack.TableCell) []shownSpan {
	if c, ok := c.(*slack.TableRichTextCell); ok {
		var out []shownSpan
		for _, s := range showRich(c.Elements) {
			out = append(out, s.Spans...)
		}
		return out
	}
	return []shownSpan{{Text: cellText(c)}}
}
