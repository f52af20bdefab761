package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"talksbot/adapters/slack/slackfake"
)

func channelNames() []string { return []string{"desk", "editors", "berlin", "quiet"} }

func channelIDOf(name string) string { return "C0" + strings.ToUpper(name) }

func userID(name string) string { return "U0" + strings.ToUpper(name) }

// slackWords are the words of a step. What a person says is as typed: @talks, @ada and @channel call, https://… leads
// there, and \n and \u200b stand for themselves.
func slackWords() []slackWord {
	return []slackWord{
		{`(\w+) in #(\w+): (.*)`, func(s *slackStory, w []string) error { return s.says("", w[0], channelIDOf(w[1]), "", w[2]) }},
		{`(\w+) in (\d+): (.*)`, func(s *slackStory, w []string) error {
			return s.about(w[1], func(m slackfake.Message) error { return s.says("", w[0], m.Channel, threadOf(m), w[2]) })
		}},
		{`(\w+) in (\d+), also in the channel: (.*)`, func(s *slackStory, w []string) error {
			return s.about(w[1], func(m slackfake.Message) error {
				return s.says("thread_broadcast", w[0], m.Channel, threadOf(m), w[2])
			})
		}},
		{`(\w+) to talks: (.*)`, func(s *slackStory, w []string) error { return s.says("", w[0], s.fake.DM(userID(w[0])), "", w[1]) }},
		{`(\w+) edits (\d+): (.*)`, func(s *slackStory, w []string) error {
			return s.about(w[1], func(m slackfake.Message) error { return s.fake.Edit(m.Channel, m.TS, s.typed(w[2])) })
		}},
		{`(\w+) deletes (\d+)`, func(s *slackStory, w []string) error {
			return s.about(w[1], func(m slackfake.Message) error { return s.fake.Delete(m.Channel, m.TS) })
		}},
		{`(\w+) types in #(\w+): (/\S+) ?(.*)`, func(s *slackStory, w []string) error {
			return s.fake.Slash(userID(w[0]), channelIDOf(w[1]), w[2], s.typed(w[3]))
		}},
		{`(\w+) types to talks: (/\S+) ?(.*)`, func(s *slackStory, w []string) error {
			return s.fake.Slash(userID(w[0]), s.fake.DM(userID(w[0])), w[1], s.typed(w[2]))
		}},
		{`(\w+) clicks \[(.+)\] on (\d+)`, func(s *slackStory, w []string) error {
			return s.about(w[2], func(m slackfake.Message) error {
				id, value, err := clickable(m.Blocks, w[1])
				if err != nil {
					return err
				}
				return s.fake.Click(userID(w[0]), m.Channel, m.TS, id, value)
			})
		}},
		{`(\w+) clicks \[(.+)\] in the window`, func(s *slackStory, w []string) error {
			v, _ := s.fake.View(userID(w[0]))
			id, value, err := clickable(v.Blocks, w[1])
			if err != nil {
				return err
			}
			return s.fake.ClickView(userID(w[0]), id, value)
		}},
		{`(\w+) sends the window(?:: (.+))?`, (*slackStory).sends},
		{`(\w+) closes the window`, func(s *slackStory, w []string) error { return s.fake.CloseView(userID(w[0])) }},
		{`(\w+) takes the shortcut (\w+) on (\d+)`, func(s *slackStory, w []string) error {
			return s.about(w[2], func(m slackfake.Message) error { return s.fake.Shortcut(userID(w[0]), m.Channel, m.TS, w[1]) })
		}},
		{`(\w+) opens the home page`, func(s *slackStory, w []string) error {
			s.fake.OpenHome(userID(w[0]), "home")
			return nil
		}},
		{`(\w+) opens the pane`, func(s *slackStory, w []string) error {
			if s.pane != "assistant" {
				s.fake.OpenHome(userID(w[0]), "messages")
				return nil
			}
			s.label(s.fake.OpenAssistant(userID(w[0]), ""))
			return nil
		}},
		{`(\w+) stops the bot in (\d+)`, func(s *slackStory, w []string) error {
			ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute) // for a test that fails
			defer cancel()
			if err := s.bot.gate.keeping(ctx); err != nil { // else the bot may stop before the call that is to wait
				return fmt.Errorf("nothing is kept waiting: %w", err)
			}
			return s.about(w[1], func(m slackfake.Message) error { return s.fake.StopAgent(userID(w[0]), m.Channel, threadOf(m)) })
		}},
		{`(\w+) removes the bot from #(\w+)`, func(s *slackStory, w []string) error {
			s.fake.Leave(s.fake.BotUser, channelIDOf(w[1]))
			return nil
		}},
		{`another bot in (\d+): (.*)`, func(s *slackStory, w []string) error {
			return s.about(w[0], func(m slackfake.Message) error {
				s.label(s.fake.BotSays("B0000OTHER", m.Channel, threadOf(m), s.typed(w[1])))
				return nil
			})
		}},
		{`Slack shows a preview under (\d+)`, func(s *slackStory, w []string) error {
			return s.about(w[0], func(m slackfake.Message) error {
				was := map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS}
				is := map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "attachments": []any{map[string]any{"title": "a page"}}}
				return s.raw(map[string]any{"type": "message", "subtype": "message_changed", "hidden": true, "channel": m.Channel,
					"ts": m.TS, "message": is, "previous_message": was})
			})
		}},
		{`Slack brings what (\w+) says in #(\w+) with a block that is new: (.*)`, (*slackStory).newBlock},
		{`Slack drops the sockets`, func(s *slackStory, _ []string) error {
			s.fake.DropSockets()
			return nil
		}},
		{`Slack disconnects: (\w+)`, func(s *slackStory, w []string) error {
			s.fake.Disconnect(w[0])
			return nil
		}},
		{`Slack sends everything again`, func(s *slackStory, _ []string) error {
			s.fake.Repeat()
			return nil
		}},
		{`Slack fails the next (\S+): (.+)`, func(s *slackStory, w []string) error {
			s.fake.FailNext(w[0], 1, slackfake.Failure(w[1]))
			return nil
		}},
		{`Slack keeps the next (\S+) waiting`, func(s *slackStory, w []string) error {
			s.bot.gate.keep(w[0])
			return nil
		}},
		{`Slack revokes the tokens`, func(s *slackStory, _ []string) error {
			s.fake.Revoke("token_revoked")
			return nil
		}},
		{`Slack takes away the scope (\S+)`, func(s *slackStory, w []string) error {
			s.fake.DropScope(w[0])
			return nil
		}},
		{`the bot is cut off and started again`, func(s *slackStory, _ []string) error {
			s.bot.end(interrupted{syscall.SIGTERM})
			close(s.bot.gate.broken)
			s.stop()
			s.start()
			return nil
		}},
		{`the bot is started again`, func(s *slackStory, _ []string) error {
			s.stop()
			s.start()
			return nil
		}},
		{`Slack asks whether the address is the bot's`, func(s *slackStory, _ []string) error { return s.fake.VerifyURL(s.t.Context()) }},
		{`a stranger posts to (\S+)`, func(s *slackStory, w []string) error {
			r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.address+w[0], strings.NewReader(`{"type":"event_callback"}`))
			if err != nil {
				return err
			}
			got, err := http.DefaultClient.Do(r)
			if err != nil {
				return err
			}
			s.codes = append(s.codes, got.Status)
			return got.Body.Close()
		}},
	}
}

// slackWord is a form of a step, anchored at both ends, and what it does.
type slackWord struct {
	form string
	do   func(s *slackStory, words []string) error
}

func (s *slackStory) do(step string) error {
	if who, _, _ := strings.Cut(step, " "); slices.Contains(s.names, who) {
		s.actor = who
	}
	if ok, err := s.does(step); ok {
		return err
	}
	for _, w := range slackWords() {
		if m := regexp.MustCompile("^(?:" + w.form + ")$").FindStringSubmatch(step); m != nil {
			return w.do(s, m[1:])
		}
	}
	return fmt.Errorf("nobody does that")
}

func (s *slackStory) says(subtype, who, channel, thread, text string) error {
	s.label(s.fake.SayAs(subtype, userID(who), channel, thread, s.typed(text)))
	return nil
}

// about finds the message with a number, one that one person sees too.
func (s *slackStory) about(number string, do func(slackfake.Message) error) error {
	for ts, n := range s.labels {
		if n != number {
			continue
		}
		for _, channel := range s.places() {
			if m, ok := s.fake.Message(channel, ts); ok {
				return do(m)
			}
		}
		for _, name := range s.names {
			for _, m := range s.fake.Ephemerals("", userID(name)) {
				if m.TS == ts {
					return do(m)
				}
			}
		}
	}
	return fmt.Errorf("there is no message %s", number)
}

// places are the IDs of all channels.
func (s *slackStory) places() (all []string) {
	for _, name := range channelNames() {
		all = append(all, channelIDOf(name))
	}
	for _, name := range s.names {
		all = append(all, "D"+userID(name))
	}
	return all
}

func threadOf(m slackfake.Message) string {
	if m.ThreadTS != "" {
		return m.ThreadTS
	}
	return m.TS
}

var (
	typedAddress = regexp.MustCompile(`https?://\S+`)
	typedName    = regexp.MustCompile(`@(\w+)`)
)

// typed is a text as Slack makes it of what is typed.
func (s *slackStory) typed(text string) string {
	if strings.Contains(text, `\`) {
		if plain, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`); err == nil {
			text = plain
		}
	}
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = typedAddress.ReplaceAllString(text, "<$0>")
	return typedName.ReplaceAllStringFunc(text, func(name string) string {
		switch name = name[1:]; name {
		case "talks":
			return "<@" + s.fake.BotUser + ">"
		case "channel", "here", "everyone":
			return "<!" + name + ">"
		}
		if !slices.Contains(s.names, name) {
			return "@" + name
		}
		return "<@" + userID(name) + ">"
	})
}

func (s *slackStory) raw(event map[string]any) error {
	payload, err := json.Marshal(map[string]any{"type": "event_callback", "event": event})
	if err != nil {
		return err
	}
	s.fake.Raw("events_api", string(payload))
	return nil
}

// newBlock makes a person say something of which the bot hears in a form that no program knows yet.
func (s *slackStory) newBlock(w []string) error {
	scopes := []string{"app_mentions:read", "channels:history"}
	s.fake.DropScope(scopes...) // so that Slack does not tell of it by itself
	channel := channelIDOf(w[1])
	if err := s.says("", w[0], channel, "", w[2]); err != nil {
		return err
	}
	s.fake.Grant(scopes...)
	all := s.fake.Messages(channel)
	m := all[len(all)-1]
	return s.raw(map[string]any{"type": "app_mention", "user": m.User, "text": m.Text, "ts": m.TS, "event_ts": m.TS, "channel": channel,
		"blocks": []any{map[string]any{"type": "hologram", "elements": 7}}})
}

type shownBlocks []struct {
	Type      string
	Elements  []blockElement
	Accessory blockElement
	Element   blockElement
	Label     struct{ Text string }
}

type blockElement struct {
	Type     string
	ActionID string `json:"action_id"`
	Value    string
	Text     any
	Positive blockOption `json:"positive_button"`
	Negative blockOption `json:"negative_button"`
	Options  []blockOption
}

type blockOption struct {
	Text  struct{ Text string }
	Value string
}

// clickable finds the button with a label.
func clickable(raw json.RawMessage, label string) (id, value string, err error) {
	var all shownBlocks
	if err := json.Unmarshal(raw, &all); err != nil {
		return "", "", fmt.Errorf("there is nothing to click: %w", err)
	}
	for _, b := range all {
		for _, e := range append(b.Elements, b.Accessory) {
			if text, ok := e.Text.(map[string]any); ok && text["text"] == label {
				return e.ActionID, e.Value, nil
			}
			for _, side := range []blockOption{e.Positive, e.Negative} {
				if side.Text.Text == label {
					return e.ActionID, side.Value, nil
				}
			}
		}
	}
	return "", "", fmt.Errorf("there is no button %s", label)
}

var filledIn = regexp.MustCompile(`“([^”]*)”: “([^”]*)”`)

// sends fills the window in, by the labels that are seen, and sends it.
func (s *slackStory) sends(w []string) error {
	v, _ := s.fake.View(userID(w[0]))
	var all shownBlocks
	if err := json.Unmarshal(v.Blocks, &all); err != nil {
		return fmt.Errorf("there is no window: %w", err)
	}
	values := map[string]string{}
	for _, f := range filledIn.FindAllStringSubmatch(w[1], -1) {
		found := false
		for _, b := range all {
			if b.Label.Text != f[1] {
				continue
			}
			found = true
			values[b.Element.ActionID] = f[2]
			for _, o := range b.Element.Options {
				if o.Text.Text == f[2] {
					values[b.Element.ActionID] = o.Value
				}
			}
		}
		if !found {
			return fmt.Errorf("there is no input %s", f[1])
		}
	}
	return s.fake.Submit(userID(w[0]), values)
}
