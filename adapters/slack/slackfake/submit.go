package slackfake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Submit makes a user fill the inputs of the modal that is open, by their action_ids, and submit it. A value is a text, or
// the value of an option, of several with commas between. Like Slack's own app it refuses when a needed input is empty.
func (f *Slack) Submit(user string, values map[string]string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.top(user)
	if v == nil {
		return fmt.Errorf("%s has no view open", user)
	}
	if v.Submit == "" {
		return fmt.Errorf("the view has nothing to submit")
	}
	left := maps.Clone(values)
	state := map[string]object{}
	for _, b := range objects(v.Blocks) {
		e, ok := b["element"].(object)
		if b["type"] != "input" || !ok {
			continue
		}
		action, _ := e["action_id"].(string)
		value, given := left[action]
		delete(left, action)
		if !given {
			value = initial(e)
		}
		if optional, _ := b["optional"].(bool); value == "" && !optional {
			return fmt.Errorf("the input %s is empty", action)
		}
		filled, err := fill(e, value)
		if err != nil {
			return err
		}
		state[b["block_id"].(string)] = object{action: filled}
	}
	if len(left) > 0 {
		return fmt.Errorf("the view has no inputs %q", slices.Sorted(maps.Keys(left)))
	}
	v.Errors = nil
	f.interaction("view_submission", user, object{"view": f.show(v, state), "trigger_id": f.newTrigger(user, true), "response_urls": []any{}},
		func(answer json.RawMessage) { f.submitted(user, v, answer) })
	return nil
}

// initial is what an input holds before anybody touches it.
func initial(e object) string {
	if s, ok := e["initial_value"].(string); ok {
		return s
	}
	o, _ := e["initial_option"].(object)
	s, _ := o["value"].(string)
	return s
}

// fill gives what an element holds once a value was put into it, as Slack writes it.
func fill(e object, value string) (object, error) {
	kind, _ := e["type"].(string)
	out := object{"type": kind}
	if strings.HasSuffix(kind, "_input") {
		if out["value"] = any(value); value == "" {
			out["value"] = nil
		}
		if most, has := e["max_length"].(float64); has && float64(len([]rune(value))) > most {
			return nil, fmt.Errorf("%q is too long for %v", value, e["action_id"])
		}
		return out, nil
	}
	for name, one := range map[string]string{"users_select": "selected_user", "channels_select": "selected_channel",
		"conversations_select": "selected_conversation", "datepicker": "selected_date", "timepicker": "selected_time"} {
		if kind == name {
			out[one] = value
			return out, nil
		}
	}
	var chosen []any
	options, _ := e["options"].([]any)
	for _, want := range strings.Split(value, ",") {
		at := slices.IndexFunc(options, func(o any) bool { one, _ := o.(object); return one["value"] == want })
		if at < 0 && want != "" {
			return nil, fmt.Errorf("%v has no option %q", e["action_id"], want)
		}
		if at >= 0 {
			chosen = append(chosen, options[at])
		}
	}
	if kind == "checkboxes" || strings.HasPrefix(kind, "multi_") {
		out["selected_options"] = append([]any{}, chosen...)
		return out, nil
	}
	out["selected_option"] = nil
	if len(chosen) > 0 {
		out["selected_option"] = chosen[0]
	}
	return out, nil
}

// submitted does what the app answers to a submission: nothing closes the view (docs.slack.dev/surfaces/modals).
func (f *Slack) submitted(user string, v *View, answer json.RawMessage) {
	var r struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	trouble := func(reason string) {
		f.timedOut = append(f.timedOut, Envelope{Type: "interactive", Event: "view_submission", User: user, Reason: reason})
	}
	if len(answer) > 0 && json.Unmarshal(answer, &r) != nil {
		trouble("an answer that is no JSON")
		return
	}
	switch r.Action {
	case "":
		if n := len(f.views[user]); n > 0 && f.views[user][n-1] == v {
			f.views[user] = f.views[user][:n-1]
		}
	case "clear":
		delete(f.views, user)
	case "errors":
		if len(r.Errors) == 0 {
			trouble("errors without any")
		}
		for id := range r.Errors {
			if !slices.ContainsFunc(objects(v.Blocks), func(b object) bool { return b["type"] == "input" && b["block_id"] == id }) {
				trouble("an error for " + id + ", which is no input")
				return
			}
		}
		v.Errors = r.Errors
	case "update", "push":
		next, no := f.readView(string(r.View), inModal)
		switch {
		case no != nil:
			trouble(no.Error())
		case r.Action == "update":
			f.become(v, next)
		case len(f.views[user]) >= mostStack:
			trouble("push_limit_reached")
		default:
			f.place(user, next, true)
		}
	default:
		trouble("unknown response_action " + r.Action)
	}
}

// CloseView makes a user close the modal that is open; the app hears of it if it asked to.
func (f *Slack) CloseView(user string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.top(user)
	if v == nil {
		return fmt.Errorf("%s has no view open", user)
	}
	if f.views[user] = f.views[user][:len(f.views[user])-1]; v.ClearOnClose {
		delete(f.views, user)
	}
	if v.NotifyOnClose {
		f.interaction("view_closed", user, object{"view": f.show(v, nil), "is_cleared": v.ClearOnClose}, nil)
	}
	f.touch()
	return nil
}
