package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
)

// interaction sends an interaction to the app. answers takes what comes with the acknowledgement; nil ignores it.
func (f *Slack) interaction(kind, user string, payload object, answers func(json.RawMessage)) {
	payload["type"], payload["token"], payload["api_app_id"] = kind, "unused", f.AppID
	payload["team"] = object{"id": f.TeamID, "domain": "fake"}
	payload["user"] = object{"id": user, "username": user, "name": user, "team_id": f.TeamID}
	payload["is_enterprise_install"] = false
	raw, err := json.Marshal(payload)
	if err != nil {
		panic(err) // of what we made ourselves
	}
	f.deliver(&delivery{kind: "interactive", payload: raw, event: kind, user: user, answers: answers})
}

// Slash makes a user give a slash command in a channel. An error says what Slack would have told it at once.
func (f *Slack) Slash(user, in, command, text string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[in]
	switch {
	case c == nil || !c.members[user]:
		return fmt.Errorf("%s is in no channel %s", user, in)
	case !f.scopes["commands"] || f.opts.Command != "" && command != f.opts.Command:
		return fmt.Errorf("%s is not a valid command", command)
	}
	raw, err := json.Marshal(map[string]string{"token": "unused", "team_id": f.TeamID, "team_domain": "fake", "channel_id": c.id,
		"channel_name": c.name, "user_id": user, "user_name": user, "command": command, "text": text, "api_app_id": f.AppID,
		"is_enterprise_install": "false", "response_url": f.newResponse(c, user, nil), "trigger_id": f.newTrigger(user, false)})
	if err != nil {
		return err
	}
	f.deliver(&delivery{kind: "slash_commands", payload: raw, event: command, user: user, answers: func(answer json.RawMessage) {
		f.answered(c, user, answer)
	}})
	return nil
}

// answered shows what came with the acknowledgement of a command.
func (f *Slack) answered(c *channel, user string, answer json.RawMessage) {
	if len(answer) == 0 || string(answer) == "null" || string(answer) == "{}" {
		return
	}
	a := args{}
	var all map[string]json.RawMessage
	if json.Unmarshal(answer, &all) != nil {
		a["text"] = string(answer) // HTTP mode: a body that is no JSON is a text
	}
	a.take(all)
	if no := f.saidIn(c, user, nil, a); no != nil {
		f.timedOut = append(f.timedOut, Envelope{Type: "slash_commands", User: user, Reason: no.Error()})
	}
}

// element is something in blocks that can be acted on.
type element struct {
	block string // block_id
	body  object
}

// elements finds all interactive elements in blocks.
func elements(blocks json.RawMessage) (all []element) {
	for _, b := range objects(blocks) {
		id, _ := b["block_id"].(string)
		list, _ := b["elements"].([]any)
		for _, e := range append(list, b["accessory"], b["element"]) {
			if o, ok := e.(object); ok && o["action_id"] != nil {
				all = append(all, element{id, o})
			}
		}
	}
	return all
}

// act gives the action of using an element with an action_id, as the payload has it. value chooses: of buttons the one
// with that value, of feedback its side, of a menu the option; "" takes the first button.
func act(blocks json.RawMessage, actionID, value, at string) (object, error) {
	var seen []string
	for _, e := range elements(blocks) {
		seen = append(seen, fmt.Sprint(e.body["action_id"]))
		if e.body["action_id"] != actionID {
			continue
		}
		action := object{"type": e.body["type"], "action_id": actionID, "block_id": e.block, "action_ts": at}
		switch e.body["type"] {
		case "button", "icon_button":
			if value != "" && e.body["value"] != value {
				continue
			}
			action["text"] = e.body["text"]
			if v, has := e.body["value"]; has {
				action["value"] = v
			}
		case "feedback_buttons":
			found := false
			for _, side := range []string{"positive_button", "negative_button"} {
				b, _ := e.body[side].(object)
				if b["value"] == value {
					action["value"], action["text"], found = value, b["text"], true
				}
			}
			if !found {
				continue
			}
		default:
			state, err := fill(e.body, value)
			if err != nil {
				return nil, err
			}
			for k, v := range state {
				action[k] = v
			}
		}
		return action, nil
	}
	return nil, fmt.Errorf("there is no %s %q to click, only %q", actionID, value, seen)
}

// Click makes a user use an element of a message, one that only this user sees too. value is as in act.
func (f *Slack) Click(user, in, ts, actionID string, value ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[in]
	if c == nil {
		return fmt.Errorf("there is no channel %s", in)
	}
	m := c.byTS[ts]
	if at := slices.IndexFunc(f.private, func(m *Message) bool { return m.Channel == in && m.TS == ts && !m.deleted }); m == nil && at >= 0 {
		m = f.private[at]
	}
	if m == nil || !c.members[user] || m.To != "" && m.To != user {
		return fmt.Errorf("%s does not see a message %s in %s", user, ts, in)
	}
	action, err := act(m.Blocks, actionID, first(value), f.ts())
	if err != nil {
		return err
	}
	container := object{"type": "message", "message_ts": m.TS, "channel_id": c.id, "is_ephemeral": m.To != ""}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload := object{"container": container, "channel": object{"id": c.id, "name": c.name}, "actions": []any{action}, "state": object{"values": object{}},
		"trigger_id": f.newTrigger(user, false), "response_url": f.newResponse(c, user, m)}
	if m.To == "" { // Slack keeps no ephemeral message, so it cannot send it along
		payload["message"] = f.wire(c, m)
	}
	f.interaction("block_actions", user, payload, nil)
	return nil
}

func first(of []string) string { return append(slices.Clone(of), "")[0] }

// ClickView makes a user use an element of the modal that is open.
func (f *Slack) ClickView(user, actionID string, value ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clickView(user, f.top(user), actionID, first(value))
}

// ClickHome makes a user use an element of its Home tab.
func (f *Slack) ClickHome(user, actionID string, value ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clickView(user, f.homes[user], actionID, first(value))
}

func (f *Slack) clickView(user string, v *View, actionID, value string) error {
	if v == nil {
		return fmt.Errorf("%s has no view open", user)
	}
	action, err := act(v.Blocks, actionID, value, f.ts())
	if err != nil {
		return err
	}
	f.interaction("block_actions", user, object{"container": object{"type": "view", "view_id": v.ID}, "view": f.show(v, nil),
		"actions": []any{action}, "trigger_id": f.newTrigger(user, v.Type == inModal)}, nil)
	return nil
}

// Shortcut makes a user take a shortcut of the app on a message.
func (f *Slack) Shortcut(user, in, ts, callbackID string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, m, err := f.find(in, ts)
	if err != nil {
		return err
	}
	f.interaction("message_action", user, object{"callback_id": callbackID, "trigger_id": f.newTrigger(user, false), "action_ts": f.ts(),
		"response_url": f.newResponse(c, user, m), "channel": object{"id": c.id, "name": c.name}, "message_ts": m.TS, "message": f.wire(c, m)}, nil)
	return nil
}

// OpenHome makes a user open the app's own pane, at the tab home or messages.
func (f *Slack) OpenHome(user, tab string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.know(user)
	event := object{"type": "app_home_opened", "user": user, "channel": f.dm(user).id, "tab": tab, "event_ts": f.ts()}
	if v := f.homes[user]; v != nil && tab == "home" {
		event["view"] = f.show(v, nil)
	}
	f.event("app_home_opened", event)
}

// OpenAssistant makes a user open the older generation of the pane while it looks at a channel, "" for none. It gives the
// ts of the thread that this begins.
func (f *Slack) OpenAssistant(user, looksAt string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.know(user)
	c := f.dm(user)
	m := &Message{User: f.BotUser, BotID: f.BotID, Subtype: "assistant_app_thread", Text: "New Assistant Thread"}
	f.keep(c, m)
	f.assistant("assistant_thread_started", user, m.TS, looksAt)
	return m.TS
}

// ContextChanged makes a user look at another channel while the pane is open; thread is that of OpenAssistant, "" in the
// newer generation.
func (f *Slack) ContextChanged(user, thread, looksAt string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.opts.AgentView {
		f.assistant("assistant_thread_context_changed", user, thread, looksAt)
		return
	}
	entities := []any{}
	if looksAt != "" {
		entities = append(entities, object{"type": "slack#/types/channel_id", "value": looksAt, "team_id": f.TeamID})
	}
	f.event("app_context_changed", object{"type": "app_context_changed", "user": user, "channel": f.dm(user).id,
		"context": object{"entities": entities}, "event_ts": f.ts()})
}

func (f *Slack) assistant(kind, user, thread, looksAt string) {
	if !f.scopes["assistant:write"] {
		return
	}
	context := object{}
	if looksAt != "" {
		context["channel_id"], context["team_id"] = looksAt, f.TeamID
	}
	f.event(kind, object{"type": kind, "event_ts": f.ts(), "assistant_thread": object{"user_id": user, "context": context,
		"channel_id": f.dm(user).id, "thread_ts": thread}})
}

// StopAgent makes a user press the stop button of a thread. Slack halts what is being streamed there, and tells the app.
func (f *Slack) StopAgent(user, in, thread string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, _, err := f.find(in, thread)
	if err != nil {
		return err
	}
	halted := []string{}
	for _, m := range c.inThread(thread) {
		if m.Stream == streaming {
			m.Stream = stopped
			halted = append(halted, m.TS)
		}
	}
	f.event("agent_session_stopped", object{"type": "agent_session_stopped", "channel": in, "thread_ts": thread, "user": user,
		"streaming_message_ts": halted, "event_ts": f.ts()})
	f.touch()
	return nil
}
