package slackfake

import (
	"fmt"
	"slices"
	"strings"
)

// homes says in which blocks an interactive element may stand.
func homes(kind string) []string {
	switch kind {
	case "button":
		return []string{"actions", "accessory"}
	case "feedback_buttons", "icon_button":
		return []string{"context_actions"}
	case "overflow":
		return []string{"actions", "accessory"}
	case "static_select", "external_select", "users_select", "conversations_select", "channels_select", "datepicker", "timepicker",
		"radio_buttons", "checkboxes", "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select",
		"multi_channels_select":
		return []string{"actions", "accessory", "input"}
	case "datetimepicker":
		return []string{"actions", "input"}
	case "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input":
		return []string{"input"}
	}
	return nil
}

// element checks an interactive element.
func (j *judge) element(at string, e object, in string) {
	kind, _ := e["type"].(string)
	if !slices.Contains(homes(kind), in) {
		j.fault(at, "unsupported type: %s", kind)
		return
	}
	if id, has := e["action_id"]; has {
		j.line(at+"/action_id", id, 1, mostID)
		name, _ := id.(string)
		if j.actions[name] {
			j.fault(at+"/action_id", "`action_id` already exists: %s", name)
		}
		j.actions[name] = true
	}
	if p := e["placeholder"]; p != nil {
		j.text(at+"/placeholder", p, 150, "plain_text")
	}
	if c, has := e["confirm"]; has {
		j.confirm(at+"/confirm", c)
	}
	switch kind {
	case "button":
		j.button(at, e, 0)
		if u, has := e["url"]; has {
			j.url(at+"/url", u)
		}
		if s, has := e["style"]; has && s != "primary" && s != "danger" {
			j.fault(at+"/style", "must be primary or danger")
		}
	case "icon_button":
		j.button(at, e, 0)
		if e["icon"] != "trash" {
			j.fault(at+"/icon", "unsupported icon: %v", e["icon"])
		}
	case "feedback_buttons":
		for _, name := range []string{"positive_button", "negative_button"} {
			b, _ := e[name].(object)
			j.button(at+"/"+name, b, 1)
			if b["value"] == nil {
				j.fault(at+"/"+name, "missing required field: value")
			}
		}
	case "static_select", "multi_static_select":
		if e["option_groups"] == nil {
			j.options(at, e["options"], 1, 100)
		}
	case "radio_buttons", "checkboxes":
		j.options(at, e["options"], 1, 10)
	case "overflow":
		j.options(at, e["options"], 1, 5)
	case "plain_text_input":
		for _, name := range []string{"min_length", "max_length"} {
			if n, has := e[name].(float64); has && (n < 0 || n > 3000) {
				j.fault(at+"/"+name, "must be 0 to 3000")
			}
		}
		if s, has := e["initial_value"]; has {
			j.line(at+"/initial_value", s, 0, 3000)
		}
	}
}

func (j *judge) button(at string, e object, least int) {
	j.text(at+"/text", e["text"], 75, "plain_text")
	if v, has := e["value"]; has {
		j.line(at+"/value", v, least, 2000)
	}
	if l, has := e["accessibility_label"]; has {
		j.line(at+"/accessibility_label", l, 0, 75)
	}
}

func (j *judge) options(at string, list any, least, most int) {
	values := map[any]bool{}
	j.each(at+"/options", list, least, most, func(at string, o object) {
		j.text(at+"/text", o["text"], 75, "plain_text", "mrkdwn")
		j.line(at+"/value", o["value"], 1, 150)
		if values[o["value"]] {
			j.fault(at+"/value", "options must have unique values")
		}
		values[o["value"]] = true
		if o["description"] != nil {
			j.text(at+"/description", o["description"], 75, "plain_text", "mrkdwn")
		}
	})
}

func (j *judge) confirm(at string, v any) {
	o, _ := v.(object)
	j.text(at+"/title", o["title"], 100, "plain_text")
	j.text(at+"/text", o["text"], 300, "plain_text", "mrkdwn")
	for _, name := range []string{"confirm", "deny"} {
		if o[name] != nil {
			j.text(at+"/"+name, o[name], 30, "plain_text")
		}
	}
}

// rich checks rich text, in a block or in a cell.
func (j *judge) rich(at string, b object) {
	j.each(at+"/elements", b["elements"], 1, mostBlockText, func(at string, e object) {
		switch e["type"] {
		case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
			j.inline(at, e)
		case "rich_text_list":
			if e["style"] != "bullet" && e["style"] != "ordered" {
				j.fault(at+"/style", "must be bullet or ordered")
			}
			if n, _ := e["indent"].(float64); n < 0 || n > 8 {
				j.fault(at+"/indent", "must be 0 to 8")
			}
			j.each(at+"/elements", e["elements"], 1, mostBlockText, func(at string, e object) {
				if e["type"] != "rich_text_section" {
					j.fault(at, "unsupported type: %v", e["type"])
					return
				}
				j.inline(at, e)
			})
		default:
			j.fault(at, "unsupported type: %v", e["type"])
		}
	})
}

// inline checks what stands in a line of rich text.
func (j *judge) inline(at string, e object) {
	bare := e["type"] == "rich_text_preformatted"
	j.each(at+"/elements", e["elements"], 1, mostBlockText, func(at string, e object) {
		kind, _ := e["type"].(string)
		needs := map[string]string{"text": "text", "link": "url", "user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id",
			"broadcast": "range", "emoji": "name", "color": "value", "date": "format", "team": "team_id"}[kind]
		if needs == "" || bare && kind != "text" && kind != "link" {
			j.fault(at, "unsupported type: %s", kind)
			return
		}
		if needs == "url" {
			j.url(at+"/url", e["url"])
		} else {
			j.line(at+"/"+needs, e[needs], 1, mostBlockText)
		}
		if kind == "broadcast" && !slices.Contains([]any{"here", "channel", "everyone"}, e["range"]) {
			j.fault(at+"/range", "must be here, channel or everyone")
		}
		if _, number := e["timestamp"].(float64); kind == "date" && !number {
			j.fault(at+"/timestamp", "must provide a number")
		}
		if s, has := e["style"]; has {
			j.style(at+"/style", s)
		}
	})
}

func (j *judge) style(at string, v any) {
	o, ok := v.(object)
	if !ok {
		j.fault(at, "must provide an object")
	}
	for key, value := range o {
		_, is := value.(bool)
		if known := strings.Contains(" bold italic strike code underline highlight client_highlight unlink ", fmt.Sprintf(" %s ", key)); !known || !is {
			j.fault(at, "invalid additional property: %s", key)
		}
	}
}
