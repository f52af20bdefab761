package discordfake

import "strings"

// Visible is what a person reads in a message, a text for each part: the content, each embed, each component. Markdown is
// resolved: of emphasis, headings and code the text alone, of masked links the label, whose address is in Active; quotes
// after "▌ ", items after "• ", spoilers as "[hidden: …]". Buttons are "[Label]", options of selects "(Label)".
func Visible(m Message) []string {
	var all []string
	if m.Content != "" {
		all = append(all, shown(m.Content))
	}
	for _, e := range m.Embeds {
		all = append(all, embed(e))
	}
	for _, c := range m.Components {
		all = append(all, component(c))
	}
	return all
}

// VisibleModal is what a person reads in a window: its title and its inputs.
func VisibleModal(w Modal) []string {
	all := []string{w.Title}
	for _, row := range w.Components {
		all = append(all, component(row))
	}
	return all
}

func shown(s string) string {
	text, _ := markdown(s)
	return text
}

func embed(e object) string {
	author, _ := e["author"].(object)
	all := []string{textOf(author, "name"), shown(textOf(e, "title")), shown(textOf(e, "description"))}
	for _, field := range listOf(e, "fields") {
		all = append(all, shown(textOf(field, "name")), shown(textOf(field, "value")))
	}
	foot, _ := e["footer"].(object)
	return lines(append(all, textOf(foot, "text"))...)
}

// component is what a person reads in one, with what is in it.
func component(c object) string {
	switch kindOf(c) {
	case textDisplay:
		return shown(textOf(c, "content"))
	case button:
		return "[" + strings.TrimSpace(emoji(c)+" "+textOf(c, "label")) + "]"
	case textInput:
		return lines(textOf(c, "label"), textOf(c, "placeholder"), textOf(c, "value"))
	case separator:
		return "---"
	case thumbnail:
		return "[image: " + textOf(c, "description") + "]"
	case mediaGallery:
		var all []string
		for _, item := range listOf(c, "items") {
			all = append(all, "[image: "+textOf(item, "description")+"]")
		}
		return strings.Join(all, " ")
	case stringSelect:
		all := []string{textOf(c, "placeholder")}
		for _, o := range listOf(c, "options") {
			all = append(all, "("+strings.TrimSpace(emoji(o)+" "+textOf(o, "label")+" "+textOf(o, "description"))+")")
		}
		return strings.TrimSpace(strings.Join(all, " "))
	case 5, 6, 7, 8:
		return textOf(c, "placeholder")
	}
	var all []string
	for _, one := range below(c) {
		all = append(all, component(one))
	}
	if kindOf(c) == actionRow {
		return strings.Join(all, " ")
	}
	return lines(all...)
}

func emoji(c object) string {
	e, _ := c["emoji"].(object)
	return textOf(e, "name")
}

func lines(all ...string) string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}
