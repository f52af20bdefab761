package blocks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// What clicks are named to whoever hears them. A button's value is read by ParseQuotes or ParseFeedback.
const (
	ActionQuotes   = "quotes"         // open View
	ActionEarlier  = "quotes_earlier" // turn its page
	ActionMore     = "quotes_more"
	ActionFeedback = "feedback"
	ActionReport   = "report" // report a wrong citation
	ActionShare    = "share"  // say a private answer for all
	ActionOffer    = "offer"  // and the number of an Offer of the Reply, whose Command is the button's value
)

// offers are the buttons for what to do next.
func offers(r adapters.Reply) []slack.Block {
	var all []slack.BlockElement
	for i, o := range r.Offered() {
		b := slack.NewButtonBlockElement(fmt.Sprint(ActionOffer, i+1), o.Command, text(plain.Cut(plain.Line(o.Label), MostLabel)))
		if o.Danger {
			b = b.WithStyle(slack.StyleDanger)
		}
		all = append(all, b)
	}
	if len(all) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", all...)}
}

// buttons are the last blocks of a Reply: its quotes on demand, and whether it helped. None without a usable id.
func buttons(r adapters.Reply, id string, cut bool) []slack.Block {
	if !usable(id) {
		return nil
	}
	say := phrase.In(r.Language)
	var out []slack.Block
	label := ""
	for _, s := range r.Statements {
		if len(s.Quotes) > 0 {
			label = say.Say("Show quotes")
		}
	}
	if cut {
		label = say.Say("Show all")
	}
	if label != "" {
		out = append(out, slack.NewActionBlock("", slack.NewButtonBlockElement(ActionQuotes, "1:"+id, text(label))))
	}
	if !rests(r) {
		return out
	}
	return append(out, slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement(ActionFeedback,
		slack.NewFeedbackButton(text(say.Say("Helpful")), "good:"+id).WithAccessibilityLabel(say.Say("This answer is helpful")),
		slack.NewFeedbackButton(text(say.Say("Not helpful")), "bad:"+id).WithAccessibilityLabel(say.Say("This answer is wrong or not helpful")))))
}

// rests tells a Reply that articles were searched for, which alone can help or not: help and courtesies have no Sources, and
// what is for one person is no answer.
func rests(r adapters.Reply) bool {
	return !r.Personal && (len(r.Statements)+len(r.Sources) > 0 || len(r.Notes) > 0 && len(r.Table.Rows) == 0)
}

// usable tells IDs that fit into the values of buttons.
func usable(id string) bool {
	return id != "" && utf8.ValidString(id) && utf8.RuneCountInString(id) <= maxID
}

// ParseQuotes reads the value of ActionQuotes, ActionEarlier and ActionMore: the question's id and the page to show.
func ParseQuotes(value string) (id string, page int, ok bool) {
	number, id, ok := strings.Cut(value, ":")
	page, err := strconv.Atoi(number)
	return id, page, ok && err == nil && page > 0 && id != ""
}

// ParseFeedback reads the value of ActionFeedback: the question's id and whether the answer helped.
func ParseFeedback(value string) (id string, good, ok bool) {
	kind, id, ok := strings.Cut(value, ":")
	return id, kind == "good", ok && (kind == "good" || kind == "bad") && id != ""
}

// View is the window that shows a Reply whole: every statement in full with its quotes word for word, the words that both
// share in bold. A long one has pages, from 1; a page that is not there is the nearest one. id is Render's; its buttons turn
// the pages.
func View(r adapters.Reply, id string, page int) slack.ModalViewRequest {
	pages := views(r, id)
	return pages[min(max(page, 1), len(pages))-1]
}

// views are all pages of View, at least one.
func views(r adapters.Reply, id string) []slack.ModalViewRequest {
	if !usable(id) {
		id = ""
	}
	s := newSheet(r)
	s.whole = true
	units := append(s.units(), s.sources()...)
	units = append(units, s.notes()...)
	if len(units) == 0 {
		units = []unit{{blocks: contexts(s.say.Say("There is nothing to show."))}}
	}
	const below = 1000 // what the buttons take, but for the id
	pages := s.pack(units, maxSize-below-3*cost(id), maxBlocks-2)
	var out []slack.ModalViewRequest
	for i, p := range pages {
		blocks := p.Blocks
		if _, ok := blocks[0].(*slack.DividerBlock); ok {
			blocks = blocks[1:] // nothing stands before it here
		}
		if len(pages) > 1 {
			blocks = append(blocks, contexts(s.say.Say("Page %d of %d", i+1, len(pages)))...)
		}
		blocks = append(blocks, s.below(id, i+1, len(pages))...)
		out = append(out, slack.ModalViewRequest{Type: slack.VTModal, Title: text(s.say.Say("Quotes")), Close: text(s.say.Say("Close")),
			Blocks: slack.Blocks{BlockSet: blocks}, CallbackID: ActionQuotes, PrivateMetadata: id})
	}
	return out
}

// below are the buttons of a page: to those before and after it, and to report a citation where there is one.
func (s *sheet) below(id string, page, last int) []slack.Block {
	if id == "" {
		return nil
	}
	var out []slack.BlockElement
	if page > 1 {
		out = append(out, slack.NewButtonBlockElement(ActionEarlier, fmt.Sprintf("%d:%s", page-1, id), text(s.say.Say("Earlier"))))
	}
	if page < last {
		out = append(out, slack.NewButtonBlockElement(ActionMore, fmt.Sprintf("%d:%s", page+1, id), text(s.say.Say("More"))))
	}
	if slices.ContainsFunc(s.reply.Statements, func(st adapters.Statement) bool { return len(st.Quotes) > 0 }) {
		out = append(out, slack.NewButtonBlockElement(ActionReport, id, text(s.say.Say("Report a wrong citation"))))
	}
	if len(out) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", out...)}
}

// quotes are those of a statement, each with its source under it.
func (s *sheet) quotes(st adapters.Statement) []slack.Block {
	var out []slack.Block
	for _, q := range st.Quotes {
		quote := plain.Verbatim(q.Text)
		if strings.TrimSpace(quote) == "" {
			continue
		}
		out = append(out, rich(highlight(quote, st.Text), func(e []slack.RichTextSectionElement) slack.RichTextElement {
			return &slack.RichTextQuote{Type: slack.RTEQuote, Elements: e}
		})...)
		src, _ := s.source(q.N)
		out = append(out, contexts(fmt.Sprintf("[%d] %s", q.N, s.about(src, false)))...)
	}
	return out
}

// highlight makes elements of a quote, in bold the words that the statement has too. The elements together are the quote.
func highlight(quote, statement string) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for _, s := range plain.Shared(quote, statement) {
		var style *slack.RichTextSectionTextStyle
		if s.Shared {
			style = bold()
		}
		out = append(out, texts(s.Text, style)...)
	}
	return out
}
