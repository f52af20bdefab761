package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"talksbot/adapters"
)

// frame is what Slack sends, over a socket or by HTTP. It is decoded here and not by slack-go, which refuses an event whole
// where one block of somebody's message is new to it, and asks of no more than it needs.
type frame struct {
	kind    string // events_api, slash_commands or interactive
	payload []byte // JSON
}

// heard is what a frame comes to: a Message, something to do, or nothing.
type heard struct {
	message adapters.Message                    // where its ID is not ""
	due     func(context.Context) (bool, error) // whether the Message is heard; nil for always
	act     func(context.Context)
	answer  any // goes with the acknowledgement; nil for nothing
}

// take takes a frame in and calls ack once it is safe; where it never is, Slack sends the frame again. It returns at once.
func (s *Slack) take(ctx context.Context, hear func(context.Context, adapters.Message), f frame, ack func(answer any)) {
	h, err := s.read(f)
	if err != nil {
		s.log.Warn("what Slack sent is left out", "kind", f.kind, "error", s.scrub(err))
		ack(nil) // again it would be no better
		return
	}
	switch {
	case h.message.ID != "":
		s.order.Do(h.message.Thread, s.guarded(func() {
			if s.heard(ctx, h, hear) {
				ack(h.answer)
			}
		}))
	case h.act != nil:
		ack(h.answer)
		s.order.Aside(s.guarded(func() {
			ctx, cancel := context.WithTimeout(ctx, callTimeout)
			defer cancel()
			h.act(ctx)
		}))
	default:
		ack(h.answer)
	}
}

// heard lets a Message be heard unless it was, or is not for the bot; false where it has to come again.
func (s *Slack) heard(ctx context.Context, h heard, hear func(context.Context, adapters.Message)) bool {
	if s.known.Contains(h.message.ID) {
		return true
	}
	if h.due != nil {
		due, err := h.due(ctx)
		if err != nil {
			s.log.Warn("whether a message is for the bot is not known", "message", h.message.ID, "error", err)
			return false
		}
		if !due {
			return true
		}
	}
	hear(ctx, h.message)
	if ctx.Err() != nil {
		return false
	}
	s.known.Add(h.message.ID, struct{}{})
	return true
}

// guarded ends what panics, not the process.
func (s *Slack) guarded(f func()) func() {
	return func() {
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("panic", "panic", p, "stack", string(debug.Stack()))
			}
		}()
		f()
	}
}

// read says what a frame comes to.
func (s *Slack) read(f frame) (heard, error) {
	switch f.kind {
	case "events_api":
		var e struct {
			Event json.RawMessage `json:"event"`
		}
		if err := json.Unmarshal(f.payload, &e); err != nil {
			return heard{}, err
		}
		var ev event
		if err := json.Unmarshal(e.Event, &ev); err != nil {
			return heard{}, err
		}
		return s.readEvent(ev), nil
	case "slash_commands":
		var c slashCommand
		if err := json.Unmarshal(f.payload, &c); err != nil {
			return heard{}, err
		}
		return s.readCommand(c), nil
	case "interactive":
		var i interaction
		if err := json.Unmarshal(f.payload, &i); err != nil {
			return heard{}, err
		}
		return s.readInteraction(i), nil
	}
	return heard{}, fmt.Errorf("unknown kind %q", f.kind)
}

// event is what is read of the events of Slack's that the bot hears, docs.slack.dev/reference/events.
type event struct {
	Type        string `json:"type"`
	SubType     string `json:"subtype"`
	User        string `json:"user"`
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	ThreadTS    string `json:"thread_ts"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	Tab         string `json:"tab"`

	Message  *event `json:"message"` // message_changed
	Previous *event `json:"previous_message"`
	Edited   *struct {
		User string `json:"user"`
		TS   string `json:"ts"`
	} `json:"edited"`
	Assistant *struct {
		User     string `json:"user_id"`
		Channel  string `json:"channel_id"`
		ThreadTS string `json:"thread_ts"`
	} `json:"assistant_thread"`
}

// slashCommand is what is read of a slash command.
type slashCommand struct {
	Channel     string `json:"channel_id"`
	User        string `json:"user_id"`
	Command     string `json:"command"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
}

// interaction is what is read of a click, a shortcut or a window that was sent.
type interaction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	User        struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		Channel   string `json:"channel_id"`
		ThreadTS  string `json:"thread_ts"`
		TS        string `json:"message_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message *event `json:"message"`
	Actions []struct {
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
	} `json:"actions"`
	View struct {
		ID         string `json:"id"`
		Hash       string `json:"hash"`
		CallbackID string `json:"callback_id"`
		Private    string `json:"private_metadata"`
		State      struct {
			Values map[string]map[string]struct {
				Value    string `json:"value"`
				Selected struct {
					Value string `json:"value"`
				} `json:"selected_option"`
			} `json:"values"`
		} `json:"state"`
	} `json:"view"`
}
