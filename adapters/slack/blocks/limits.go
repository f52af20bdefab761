package blocks

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What Slack takes, in characters or items; docs.slack.dev/reference/block-kit where nothing else is said. Texts longer
// than a limit fail the whole message.
const (
	maxText      = 4000 // of the text beside the blocks: more is cut or cannot be edited
	maxBlocks    = 50
	maxViewSize  = 100 // blocks of a view
	maxSection   = 3000
	maxFields    = 10
	maxField     = 2000
	maxHeader    = 150
	maxContext   = 10 // elements
	maxActions   = 25
	maxFeedback  = 5 // elements of context_actions
	maxID        = 255
	MostLabel    = 75 // of a button
	maxValue     = 2000
	maxURL       = 3000
	maxRows      = 100
	maxColumns   = 20
	maxTables    = 1 // a message; the second fails it
	maxViewTitle = 24
	maxViewData  = 3000

	maxOptions     = 10 // of radio buttons
	maxOptionValue = 150

	// maxSize bounds all blocks of a message together, which Slack does not document (msg_blocks_too_long). We count their
	// JSON: under that count every message that was measured as refused in slackapi/bolt-js#2509 and #2867 is over the limit.
	maxSize = 13200
)

// Check says why Slack, or we, would not take a Post, one line a reason; nil when it can be sent.
func Check(p Post) error {
	c := checker{most: maxBlocks}
	c.between("text", utf8.RuneCountInString(p.Text), 1, maxText, "characters")
	if escaped := strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(p.Text); strings.ContainsAny(escaped, "<>&") {
		c.fault("text: & < > are not escaped")
	}
	c.blocks(p.Blocks)
	return errors.Join(c.faults...)
}

// CheckHome says why Slack, or we, would not take a home page, one line a reason; nil when it can be shown.
func CheckHome(v slack.HomeTabViewRequest) error {
	c := checker{most: maxViewSize, inView: true}
	if v.Type != slack.VTHomeTab {
		c.fault("view: unknown type %q", v.Type)
	}
	c.blocks(v.Blocks.BlockSet)
	return errors.Join(c.faults...)
}

// CheckView says why Slack, or we, would not take a view, one line a reason; nil when it can be opened.
func CheckView(v slack.ModalViewRequest) error {
	c := checker{most: maxViewSize, inView: true, submits: v.Submit != nil}
	if v.Type != slack.VTModal {
		c.fault("view: unknown type %q", v.Type)
	}
	c.text("view title", v.Title, maxViewTitle)
	for name, t := range map[string]*slack.TextBlockObject{"view close": v.Close, "view submit": v.Submit} {
		if t != nil {
			c.text(name, t, maxViewTitle)
		}
	}
	c.between("view private_metadata", utf8.RuneCountInString(v.PrivateMetadata), 0, maxViewData, "characters")
	c.between("view callback_id", utf8.RuneCountInString(v.CallbackID), 0, maxID, "characters")
	c.blocks(v.Blocks.BlockSet)
	return errors.Join(c.faults...)
}

// checker collects what is wrong.
type checker struct {
	most    int  // blocks
	inView  bool // a window or the home page, not a message
	submits bool // a window that can be sent
	faults  []error
	ids     map[string]bool
	tables  int
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

func (c *checker) between(where string, n, least, most int, what string) {
	switch {
	case n < least:
		c.fault("%s: %d %s, at least %d", where, n, what, least)
	case n > most:
		c.fault("%s: %d %s, at most %d", where, n, what, most)
	}
}

func (c *checker) blocks(all []slack.Block) {
	c.ids = map[string]bool{}
	c.between("message", len(all), 1, c.most, "blocks")
	for i, b := range all {
		c.block(fmt.Sprintf("block %d (%s)", i+1, b.BlockType()), b)
	}
	c.between("message", c.tables, 0, maxTables, "tables")
	c.between("message", size(all...), 0, maxSize, "characters in all blocks")
}

func (c *checker) block(where string, b slack.Block) {
	if id := b.ID(); id != "" {
		c.between(where+" block_id", utf8.RuneCountInString(id), 0, maxID, "characters")
		if c.ids[id] {
			c.fault("%s: block_id %q is there already", where, id)
		}
		c.ids[id] = true
	}
	switch b := b.(type) {
	case *slack.DividerBlock:
	case *slack.HeaderBlock:
		c.text(where, b.Text, maxHeader)
	case *slack.SectionBlock:
		if b.Text != nil || len(b.Fields) == 0 {
			c.text(where, b.Text, maxSection)
		}
		c.between(where, len(b.Fields), 0, maxFields, "fields")
		for _, f := range b.Fields {
			c.text(where+" field", f, maxField)
		}
		if b.Accessory != nil {
			c.fault("%s: an accessory", where)
		}
	case *slack.ContextBlock:
		c.between(where, len(b.ContextElements.Elements), 1, maxContext, "elements")
		for _, e := range b.ContextElements.Elements {
			text, ok := e.(*slack.TextBlockObject)
			if !ok {
				c.fault("%s: unknown element %T", where, e)
				continue
			}
			c.text(where, text, maxSection)
		}
	case *slack.ActionBlock:
		c.elements(where, b.Elements, maxActions)
	case *slack.ContextActionsBlock:
		c.elements(where, b.Elements, maxFeedback)
	case *slack.RichTextBlock:
		c.rich(where, b.Elements)
	case *slack.InputBlock:
		if !c.submits {
			c.fault("%s: an input where nothing can be sent", where)
		}
		c.text(where+" label", b.Label, maxSection)
		c.input(where, b.Element)
	case *slack.TableBlock:
		if c.inView {
			c.fault("%s: a table in a view", where)
		}
		c.tables++
		c.table(where, b)
	default:
		c.fault("%s: unknown type", where)
	}
}

// text checks a text object. Ours is plain text everywhere.
func (c *checker) text(where string, t *slack.TextBlockObject, most int) {
	if t == nil {
		c.fault("%s: no text", where)
		return
	}
	if t.Type != slack.PlainTextType {
		c.fault("%s: text is %s, not %s", where, t.Type, slack.PlainTextType)
	}
	c.between(where, utf8.RuneCountInString(t.Text), 1, most, "characters")
}

func (c *checker) elements(where string, all *slack.BlockElements, most int) {
	if all == nil {
		c.fault("%s: no elements", where)
		return
	}
	c.between(where, len(all.ElementSet), 1, most, "elements")
	ids := map[string]bool{}
	for _, e := range all.ElementSet {
		id, feedback := "", false
		switch e := e.(type) {
		case *slack.ButtonBlockElement:
			id = e.ActionID
			c.text(where+" button", e.Text, MostLabel)
			c.between(where+" button value", utf8.RuneCountInString(e.Value), 0, maxValue, "characters")
			if e.URL != "" {
				c.url(where+" button", e.URL)
			}
		case *slack.FeedbackButtonsBlockElement:
			id, feedback = e.ActionID, true
			for _, b := range []*slack.FeedbackButton{e.PositiveButton, e.NegativeButton} {
				if b == nil {
					c.fault("%s: a feedback button is not there", where)
					continue
				}
				c.text(where+" button", b.Text, MostLabel)
				c.between(where+" button label", utf8.RuneCountInString(b.AccessibilityLabel), 0, MostLabel, "characters")
				c.between(where+" button value", utf8.RuneCountInString(b.Value), 1, maxValue, "characters")
			}
		default:
			c.fault("%s: unknown element %T", where, e)
			continue
		}
		if feedback != (most == maxFeedback) {
			c.fault("%s: a %s stands in the wrong block", where, e.ElementType())
		}
		c.between(where+" action_id", utf8.RuneCountInString(id), 1, maxID, "characters")
		if ids[id] {
			c.fault("%s: action_id %q is there already", where, id)
		}
		ids[id] = true
	}
}

// input checks what somebody fills in.
func (c *checker) input(where string, e slack.BlockElement) {
	id := ""
	switch e := e.(type) {
	case *slack.PlainTextInputBlockElement:
		id = e.ActionID
		c.between(where+" length", e.MaxLength, 0, maxSection, "characters")
	case *slack.RadioButtonsBlockElement:
		id = e.ActionID
		c.between(where, len(e.Options), 1, maxOptions, "options")
		for _, o := range e.Options {
			c.text(where+" option", o.Text, MostLabel)
			c.between(where+" option value", utf8.RuneCountInString(o.Value), 1, maxOptionValue, "characters")
		}
	default:
		c.fault("%s: unknown input %T", where, e)
		return
	}
	c.between(where+" action_id", utf8.RuneCountInString(id), 1, maxID, "characters")
}

// rich checks rich text: texts and links alone, since all else calls somebody or shows what is not ours.
func (c *checker) rich(where string, all []slack.RichTextElement) {
	c.between(where, len(all), 1, maxSize, "elements")
	for _, e := range all {
		var inner []slack.RichTextSectionElement
		switch e := e.(type) {
		case *slack.RichTextSection:
			inner = e.Elements
		case *slack.RichTextQuote:
			inner = e.Elements
		default:
			c.fault("%s: unknown element %T", where, e)
			continue
		}
		c.between(where, len(inner), 1, maxSize, "elements")
		for _, e := range inner {
			switch e := e.(type) {
			case *slack.RichTextSectionTextElement:
				c.between(where+" text", utf8.RuneCountInString(e.Text), 1, maxSection, "characters")
			case *slack.RichTextSectionLinkElement:
				c.between(where+" link", utf8.RuneCountInString(e.Text), 1, maxSection, "characters")
				c.url(where+" link", e.URL)
			default:
				c.fault("%s: unknown element %T", where, e)
			}
		}
	}
}

func (c *checker) url(where, address string) {
	c.between(where+" url", utf8.RuneCountInString(address), 1, maxURL, "characters")
	if u, err := url.Parse(address); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		c.fault("%s: %q is no address of the web", where, address)
	}
}

func (c *checker) table(where string, t *slack.TableBlock) {
	c.between(where, len(t.Rows), 1, maxRows, "rows")
	c.between(where, len(t.ColumnSettings), 0, maxColumns, "column settings")
	for i, row := range t.Rows {
		where := fmt.Sprintf("%s row %d", where, i+1)
		c.between(where, len(row), 1, maxColumns, "cells")
		if len(row) != len(t.Rows[0]) {
			c.fault("%s: %d cells, the first row has %d", where, len(row), len(t.Rows[0]))
		}
		for _, cell := range row {
			switch cell := cell.(type) {
			case *slack.TableRawTextCell:
				c.between(where+" cell", utf8.RuneCountInString(cell.Text), 1, maxSection, "characters")
			case *slack.TableRichTextCell:
				c.rich(where+" cell", cell.Elements)
			default:
				c.fault("%s: unknown cell %T", where, cell)
			}
		}
	}
}

// size is how much of maxSize blocks take: the characters of their JSON as slack-go writes it.
func size(blocks ...slack.Block) int {
	out, err := json.Marshal(blocks)
	if err != nil {
		return maxSize + 1 // cannot be sent either
	}
	return utf8.RuneCount(out)
}

// cost is how much of maxSize a text takes, without the quotes around it.
func cost(s string) int {
	n := 0
	for _, r := range s {
		n += runeCost(r)
	}
	return n
}

// runeCost is the length of a rune in JSON as encoding/json writes it.
func runeCost(r rune) int {
	switch {
	case strings.ContainsRune("\"\\\b\f\n\r\t", r):
		return 2
	case r < ' ', strings.ContainsRune("<>&\u2028\u2029\ufffd", r): // U+FFFD itself takes 1, but a byte that is no UTF-8 reads alike
		return 6
	}
	return 1
}
