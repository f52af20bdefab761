package slackfake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Visible is what a person reads in a message, a text for each block: links as "title (address)", buttons as "[Label]",
// cells with " | " between, items of lists after "• " or "1. ", quotes after "> ". A streamed text stands first. The text
// beside the blocks is only in notifications, so it counts only where there are no blocks.
func Visible(m Message) []string {
	var all []string
	if m.Markdown != "" {
		all = append(all, m.Markdown)
	}
	for _, t := range m.Tasks {
		all = append(all, strings.TrimSpace(t.Title+" "+t.Details+" "+t.Output))
	}
	if len(objects(m.Blocks)) == 0 && m.Markdown == "" {
		return append(all, mrkdwn(m.Text))
	}
	return append(all, visible(m.Blocks)...)
}

// VisibleView is what a person reads in a view: its title, its blocks as in Visible, its buttons.
func VisibleView(v View) []string {
	var all []string
	if v.Title != "" {
		all = append(all, v.Title)
	}
	all = append(all, visible(v.Blocks)...)
	for _, one := range []string{v.Submit, v.Close} {
		if one != "" {
			all = append(all, "["+one+"]")
		}
	}
	return all
}

func visible(blocks json.RawMessage) (all []string) {
	for _, b := range objects(blocks) {
		all = append(all, reads(b))
	}
	return all
}

// reads is what a person reads in a block or an element.
func reads(o object) string {
	switch o["type"] {
	case "plain_text":
		s, _ := o["text"].(string)
		return s
	case "mrkdwn":
		s, _ := o["text"].(string)
		return mrkdwn(s)
	case "markdown", "raw_text", "text":
		s, _ := o["text"].(string)
		return s
	case "divider":
		return "---"
	case "header", "alert":
		return inner(o, "text")
	case "section":
		return lines(inner(o, "text"), listed(o["fields"], "\n"), inner(o, "accessory"))
	case "context", "actions", "context_actions":
		return listed(o["elements"], " ")
	case "button", "icon_button":
		return "[" + inner(o, "text") + "]"
	case "feedback_buttons":
		return "[" + label(o, "positive_button") + "] [" + label(o, "negative_button") + "]"
	case "image":
		alt, _ := o["alt_text"].(string)
		return lines(inner(o, "title"), "[image: "+alt+"]")
	case "input":
		return lines(inner(o, "label"), inner(o, "element"), inner(o, "hint"))
	case "table":
		return table(o)
	case "rich_text":
		return listed(o["elements"], "\n")
	case "rich_text_section", "rich_text_preformatted":
		return listed(o["elements"], "")
	case "rich_text_quote":
		return "> " + strings.ReplaceAll(listed(o["elements"], ""), "\n", "\n> ")
	case "rich_text_list":
		return items(o)
	case "link":
		return linkText(fmt.Sprint(o["url"]), o["text"])
	case "user":
		return fmt.Sprintf("@%v", o["user_id"])
	case "usergroup":
		return fmt.Sprintf("@%v", o["usergroup_id"])
	case "broadcast":
		return fmt.Sprintf("@%v", o["range"])
	case "channel":
		return fmt.Sprintf("#%v", o["channel_id"])
	case "emoji":
		return fmt.Sprintf(":%v:", o["name"])
	case "date":
		s, _ := o["fallback"].(string)
		return s
	case "card", "carousel", "container":
		return lines(inner(o, "title"), inner(o, "body"), listed(o["elements"], "\n"), listed(o["child_blocks"], "\n"), listed(o["actions"], " "))
	case "task_card", "plan":
		s, _ := o["title"].(string)
		return s
	}
	if options, ok := o["options"].([]any); ok {
		var all []string
		for _, one := range options {
			if one, ok := one.(object); ok {
				all = append(all, "("+inner(one, "text")+")")
			}
		}
		return strings.Join(all, " ")
	}
	return inner(o, "placeholder")
}

func inner(o object, name string) string {
	if one, ok := o[name].(object); ok {
		return reads(one)
	}
	return ""
}

func label(o object, name string) string {
	one, _ := o[name].(object)
	return inner(one, "text")
}

func listed(list any, between string) string {
	all, _ := list.([]any)
	var out []string
	for _, e := range all {
		if e, ok := e.(object); ok {
			out = append(out, reads(e))
		}
	}
	return strings.Join(out, between)
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

func items(o object) string {
	all, _ := o["elements"].([]any)
	indent, _ := o["indent"].(float64)
	offset, _ := o["offset"].(float64)
	var out []string
	for i, e := range all {
		mark := "• "
		if o["style"] == "ordered" {
			mark = fmt.Sprintf("%d. ", i+1+int(offset))
		}
		if e, ok := e.(object); ok {
			out = append(out, strings.Repeat("  ", int(indent))+mark+reads(e))
		}
	}
	return strings.Join(out, "\n")
}

func table(o object) string {
	rows, _ := o["rows"].([]any)
	var out []string
	for _, r := range rows {
		out = append(out, listed(r, " | "))
	}
	return strings.Join(out, "\n")
}

func linkText(to string, text any) string {
	if s, _ := text.(string); s != "" && s != to {
		return s + " (" + to + ")"
	}
	return to
}

var angle = regexp.MustCompile(`<([^<>]*)>`)

// mrkdwn is what a person reads in a text of Slack's own markup; stars and the like stay.
func mrkdwn(s string) string {
	s = angle.ReplaceAllStringFunc(s, func(in string) string {
		to, title, _ := strings.Cut(in[1:len(in)-1], "|")
		switch {
		case strings.HasPrefix(to, "@"), strings.HasPrefix(to, "#"):
			return to
		case strings.HasPrefix(to, "!"):
			if title != "" {
				return title
			}
			return "@" + to[1:]
		}
		return linkText(to, title)
	})
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
