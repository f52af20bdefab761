package cards

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// What Discord takes, in units of UTF-16 or items: discord.com/developers/docs/components/reference where nothing else is
// said. What is longer fails the whole message.
const (
	maxContent    = 2000 // of a message without components
	maxText       = 4000 // of all text displays of a message together
	maxComponents = 40   // those inside others too
	maxButtons    = 5    // in a row
	maxLabel      = 80   // of a button
	maxCustomID   = 100
	maxOptions    = 25 // of a select
	maxOption     = 100
	maxHolder     = 150 // of a select
	maxTitle      = 45  // of a window, and of the label of an input
	maxInputs     = 5
	maxInput      = 4000

	mostID = 70 // of a question, so that a custom ID has room for it
)

// Check says why Discord, or we, would not take a Post, one line a reason; nil when it can be sent.
func Check(p Post) error {
	c := checker{ids: map[int]bool{}, custom: map[string]bool{}}
	c.between("text", units(p.Text), 1, maxContent, "units")
	c.markdown("text", p.Text)
	c.between("message", len(p.Components), 1, maxComponents, "components")
	for i, one := range p.Components {
		c.component(fmt.Sprintf("component %d", i+1), one, false)
	}
	c.between("message", c.count, 1, maxComponents, "components with those inside")
	c.between("message", c.shown, 0, maxText, "units of text")
	return errors.Join(c.faults...)
}

// CheckModal says why Discord, or we, would not open a window, one line a reason; nil when it can be opened.
func CheckModal(d *discordgo.InteractionResponseData) error {
	c := checker{ids: map[int]bool{}, custom: map[string]bool{}}
	c.between("title", units(d.Title), 1, maxTitle, "units")
	c.customID("window", d.CustomID)
	c.between("window", len(d.Components), 1, maxInputs, "rows")
	for i, one := range d.Components {
		where := fmt.Sprintf("row %d", i+1)
		row, ok := one.(discordgo.ActionsRow)
		if !ok || len(row.Components) != 1 {
			c.fault("%s: no row with one input", where)
			continue
		}
		in, ok := row.Components[0].(discordgo.TextInput)
		if !ok {
			c.fault("%s: unknown input %T", where, row.Components[0])
			continue
		}
		c.customID(where, in.CustomID)
		c.between(where+" label", units(in.Label), 1, maxTitle, "units")
		c.between(where+" style", int(in.Style), int(discordgo.TextInputShort), int(discordgo.TextInputParagraph), "as a number")
		c.between(where+" least length", in.MinLength, 0, maxInput, "units")
		c.between(where+" length", in.MaxLength, 1, maxInput, "units")
	}
	return errors.Join(c.faults...)
}

// checker collects what is wrong.
type checker struct {
	count  int // components
	shown  int // units of text
	ids    map[int]bool
	custom map[string]bool
	faults []error
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

func (c *checker) between(where string, got, least, most int, of string) {
	switch {
	case got < least:
		c.fault("%s: %d %s, at least %d", where, got, of, least)
	case got > most:
		c.fault("%s: %d %s, at most %d", where, got, of, most)
	}
}

func (c *checker) component(where string, one discordgo.MessageComponent, inside bool) {
	c.count++
	switch one := one.(type) {
	case discordgo.Container:
		c.id(where, one.ID)
		if inside {
			c.fault("%s: a container in a container", where)
		}
		c.between(where, len(one.Components), 1, maxComponents, "components")
		for i, in := range one.Components {
			c.component(fmt.Sprintf("%s.%d", where, i+1), in, true)
		}
	case discordgo.TextDisplay:
		c.between(where, units(one.Content), 1, maxText, "units")
		c.shown += units(one.Content)
		c.markdown(where, one.Content)
	case discordgo.Separator:
		c.id(where, one.ID)
	case discordgo.ActionsRow:
		c.id(where, one.ID)
		c.row(where, one.Components)
	default:
		c.fault("%s: unknown kind %T", where, one)
	}
}

func (c *checker) row(where string, all []discordgo.MessageComponent) {
	c.between(where, len(all), 1, maxButtons, "buttons")
	for i, one := range all {
		where := fmt.Sprintf("%s.%d", where, i+1)
		c.count++
		switch one := one.(type) {
		case discordgo.Button:
			c.id(where, one.ID)
			c.between(where+" label", units(one.Label), 1, maxLabel, "units")
			c.customID(where, one.CustomID)
			if one.URL != "" || one.SKUID != "" || one.Style > discordgo.DangerButton {
				c.fault("%s: a button that leads out of the chat", where)
			}
		case discordgo.SelectMenu:
			c.id(where, one.ID)
			if len(all) > 1 {
				c.fault("%s: a select that is not alone in its row", where)
			}
			c.choices(where, one)
		default:
			c.fault("%s: unknown kind %T", where, one)
		}
	}
}

func (c *checker) choices(where string, s discordgo.SelectMenu) {
	c.customID(where, s.CustomID)
	if s.Type() != discordgo.SelectMenuComponent {
		c.fault("%s: a select of people, roles or channels", where)
	}
	c.between(where+" placeholder", units(s.Placeholder), 0, maxHolder, "units")
	c.between(where, len(s.Options), 1, maxOptions, "options")
	var values []string
	for i, o := range s.Options {
		where := fmt.Sprintf("%s option %d", where, i+1)
		c.between(where+" label", units(o.Label), 1, maxOption, "units")
		c.between(where+" value", units(o.Value), 1, maxOption, "units")
		c.between(where+" description", units(o.Description), 0, maxOption, "units")
		if slices.Contains(values, o.Value) {
			c.fault("%s: the value %q is there already", where, o.Value)
		}
		values = append(values, o.Value)
	}
}

func (c *checker) customID(where, id string) {
	c.between(where+" custom_id", units(id), 1, maxCustomID, "units")
	if c.custom[id] {
		c.fault("%s: custom_id %q is there already", where, id)
	}
	c.custom[id] = true
}

// id checks the ID of a component, 0 for none.
func (c *checker) id(where string, id int) {
	c.between(where+" id", id, 0, 1<<31-1, "as a number")
	if id != 0 && c.ids[id] {
		c.fault("%s: id %d is there already", where, id)
	}
	c.ids[id] = true
}

// markdown checks that a text has no markup but ours: bold that ends, links, and lines that are small or quoted.
func (c *checker) markdown(where, md string) {
	bold := false
	for _, line := range strings.Split(md, "\n") {
		_, line = lineStart(line)
		for line != "" {
			t := next(line)
			switch t.kind {
			case strong:
				bold = !bold
			case stray:
				c.fault("%s: %q is not escaped in %.80q", where, t.raw, line)
			}
			line = line[len(t.raw):]
		}
		if bold {
			c.fault("%s: bold does not end in its line", where)
			bold = false
		}
	}
}
