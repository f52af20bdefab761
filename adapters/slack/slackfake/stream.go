package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// The states of a streamed message.
const (
	streaming = "streaming"
	stopped   = "stopped"
)

// startStream begins a message that grows, under a thread in which a person has said something (chat.startStream).
func (f *Slack) startStream(a args) (reply, *refusal) {
	c, no := f.here(a["channel"])
	if no != nil {
		return nil, no
	}
	if a["thread_ts"] == "" {
		return nil, refuse("invalid_arguments", "[ERROR] missing required field: thread_ts")
	}
	if no := root(c, a["thread_ts"]); no != nil {
		return nil, no
	}
	if !slices.ContainsFunc(c.inThread(a["thread_ts"]), func(m *Message) bool { return m.BotID == "" }) {
		return nil, refuse("thread_not_found", "nobody has said anything in this thread")
	}
	if c.kind != "im" {
		switch {
		case f.users[a["recipient_user_id"]] == "":
			return nil, refuse("missing_recipient_user_id")
		case a["recipient_team_id"] != f.TeamID:
			return nil, refuse("missing_recipient_team_id")
		}
	}
	if mode := a["task_display_mode"]; mode != "" && mode != "timeline" && mode != "plan" {
		return nil, refuse("invalid_arguments", "[ERROR] unknown task_display_mode")
	}
	m := &Message{User: f.BotUser, BotID: f.BotID, ThreadTS: a["thread_ts"], Stream: streaming}
	if no := f.grow(m, a); no != nil {
		return nil, no
	}
	f.keep(c, m)
	f.said(c, m)
	return reply{"channel": c.id, "ts": m.TS}, nil
}

// flowing finds a streamed message that is not stopped yet.
func (f *Slack) flowing(a args) (*channel, *Message, *refusal) {
	c, m, no := f.own(a, "message_not_owned_by_app")
	if no == nil && m.Stream != streaming {
		no = refuse("message_not_in_streaming_state")
	}
	return c, m, no
}

func (f *Slack) appendStream(a args) (reply, *refusal) {
	c, m, no := f.flowing(a)
	if no != nil {
		return nil, no
	}
	if a["markdown_text"] == "" && a["chunks"] == "" {
		return nil, refuse("no_text")
	}
	if no := f.grow(m, a); no != nil {
		return nil, no
	}
	f.touch()
	return reply{"channel": c.id, "ts": m.TS}, nil
}

// stopStream ends a stream; its blocks stand after the text.
func (f *Slack) stopStream(a args) (reply, *refusal) {
	c, m, no := f.flowing(a)
	if no != nil {
		return nil, no
	}
	before := f.wire(c, m)
	var blocks json.RawMessage
	if raw, has := a["blocks"]; has {
		if blocks, no = f.checkMessage([]byte(raw)); no != nil {
			return nil, no
		}
	}
	if meta := a["metadata"]; meta != "" {
		if no := checkMetadata(meta); no != nil {
			return nil, no
		}
	}
	if no := f.grow(m, a); no != nil {
		return nil, no
	}
	if meta := a["metadata"]; meta != "" {
		m.Metadata = json.RawMessage(meta)
	}
	m.Blocks, m.Stream = join(m.Blocks, blocks), stopped
	f.touch()
	f.changedEvent(c, m, before)
	return reply{"channel": c.id, "ts": m.TS, "message": f.wire(c, m)}, nil
}

// chunk is a piece of a stream, of one of Slack's types.
type chunk struct {
	Type    string          `json:"type"`
	Text    string          `json:"text"`
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Status  string          `json:"status"`
	Details string          `json:"details"`
	Output  string          `json:"output"`
	Blocks  json.RawMessage `json:"blocks"`
}

// grow adds what a call brings to a stream, all of it or nothing.
func (f *Slack) grow(m *Message, a args) *refusal {
	text := a["markdown_text"]
	if utf8.RuneCountInString(text) > mostMarkdown {
		return refuse("msg_too_long")
	}
	if a["text"] != "" {
		return refuse("invalid_arguments", "[ERROR] a stream takes markdown_text, not text")
	}
	var chunks []chunk
	if raw := a["chunks"]; raw != "" {
		if text != "" {
			return refuse("cannot_provide_both_markdown_text_and_chunks")
		}
		if json.Unmarshal([]byte(raw), &chunks) != nil {
			return refuse("invalid_chunks")
		}
	}
	blocks, tasks := m.Blocks, slices.Clone(m.Tasks)
	for i, one := range chunks {
		switch one.Type {
		case "markdown_text":
			text += one.Text
			if one.Text == "" || utf8.RuneCountInString(text) > mostMarkdown {
				return refuse("invalid_chunks", fmt.Sprintf("chunk %d: %d characters", i, utf8.RuneCountInString(text)))
			}
		case "task_update":
			if one.ID == "" || one.Title == "" || !slices.Contains([]string{"", "pending", "in_progress", "complete", "error"}, one.Status) {
				return refuse("invalid_chunks", fmt.Sprintf("chunk %d: not a task", i))
			}
			task := Task{one.ID, one.Title, one.Status, one.Details, one.Output}
			if at := slices.IndexFunc(tasks, func(t Task) bool { return t.ID == one.ID }); at >= 0 {
				tasks[at] = task
			} else {
				tasks = append(tasks, task)
			}
		case "plan_update":
			if one.Title == "" {
				return refuse("invalid_chunks", fmt.Sprintf("chunk %d: no title", i))
			}
		case "blocks":
			more, no := f.check(inStream, one.Blocks, mostBlocks)
			if no != nil {
				return no
			}
			blocks = join(blocks, more)
		default:
			return refuse("invalid_chunks", fmt.Sprintf("chunk %d: unknown type %q", i, one.Type))
		}
	}
	m.Markdown += text
	m.Blocks, m.Tasks = blocks, tasks
	return nil
}

// join puts two lists of blocks together.
func join(a, b json.RawMessage) json.RawMessage {
	if a == nil || b == nil {
		return append(slices.Clone(a), b...)
	}
	var x, y []json.RawMessage
	_, _ = json.Unmarshal(a, &x), json.Unmarshal(b, &y) // both were checked
	out, _ := json.Marshal(append(x, y...))
	return out
}
