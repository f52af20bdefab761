package slack

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

// deaf is a Host that knows in which Threads the bot has answered, and nothing else.
type deaf struct {
	adapters.Host
	joined string
	err    error
}

func (d deaf) Joined(_ context.Context, t adapters.Thread) (bool, error) {
	return t.ID == d.joined, d.err
}

func newTest(c Config, h adapters.Host) *Slack {
	s := New(c, Secrets{BotToken: "xoxb-test"}, Parts{Host: h})
	s.self = self{user: "UBOT", bot: "BBOT"}
	return s
}

func no() *bool { n := false; return &n }

func TestReadMessage(t *testing.T) {
	t.Parallel()
	quiet := DefaultConfig()
	quiet.Channel.FollowUps, quiet.Channel.Threads = no(), no()
	all := DefaultConfig()
	all.Channels["C1"] = Channel{Listen: "all", Language: "de"}
	private := DefaultConfig()
	private.Channel.Answers = "private"
	shut := DefaultConfig()
	shut.Channels["C1"] = Channel{Speak: no()}

	const at = `"channel":"C1","user":"UADA","ts":"1700000000.000100"`
	tests := []struct {
		name   string
		config Config
		event  string
		want   string // thread, ID and text; "" for nothing
	}{
		{"a mention", DefaultConfig(), `{"type":"app_mention",` + at + `,"text":"<@UBOT> who?"}`, "C1:1700000000.000100 | C1:1700000000.000100 | who?"},
		{"the same as a message", DefaultConfig(), `{"type":"message",` + at + `,"text":"<@UBOT> who?"}`, "C1:1700000000.000100 | C1:1700000000.000100 | who?"},
		{"with a label", DefaultConfig(), `{"type":"message",` + at + `,"text":"who, <@UBOT|talks>?"}`, "C1:1700000000.000100 | C1:1700000000.000100 | who,  ?"},
		{"in a thread", DefaultConfig(), `{"type":"app_mention",` + at + `,"thread_ts":"1600000000.000001","text":"<@UBOT> who?"}`, "C1:1600000000.000001 | C1:1700000000.000100 | who?"},
		{"without threads", quiet, `{"type":"app_mention",` + at + `,"text":"<@UBOT> who?"}`, "C1 | C1:1700000000.000100 | who?"},
		{"for one alone", private, `{"type":"app_mention",` + at + `,"text":"<@UBOT> who?"}`, "C1/UADA | C1:1700000000.000100 | who? | private"},
		{"not to the bot", DefaultConfig(), `{"type":"message",` + at + `,"text":"who?"}`, ""},
		{"where it listens to all", all, `{"type":"message",` + at + `,"text":"who?"}`, "C1:1700000000.000100 | C1:1700000000.000100 | who? | overheard | de"},
		{"to somebody else", all, `{"type":"message",` + at + `,"text":"<@UBOB> who?"}`, ""},
		{"to all", all, `{"type":"message",` + at + `,"text":"<!here> who?"}`, ""},
		{"where it does not speak", shut, `{"type":"app_mention",` + at + `,"text":"<@UBOT> who?"}`, ""},
		{"a follow-up where it answered", DefaultConfig(), `{"type":"message",` + at + `,"thread_ts":"1600000000.000001","text":"and Bob?"}`, "C1:1600000000.000001 | C1:1700000000.000100 | and Bob? | overheard"},
		{"elsewhere", DefaultConfig(), `{"type":"message",` + at + `,"thread_ts":"1500000000.000001","text":"and Bob?"}`, ""},
		{"without follow-ups", quiet, `{"type":"message",` + at + `,"thread_ts":"1600000000.000001","text":"and Bob?"}`, ""},
		{"a direct message", DefaultConfig(), `{"type":"message","channel":"D1","channel_type":"im","user":"UADA","ts":"1700000000.000100","text":"who?"}`, "D1 | D1:1700000000.000100 | who?"},
		{"a direct thread", DefaultConfig(), `{"type":"message","channel":"D1","user":"UADA","ts":"1700000000.000100","thread_ts":"1600000000.000001","text":"who?"}`, "D1:1600000000.000001 | D1:1700000000.000100 | who?"},
		{"an edit", DefaultConfig(), `{"type":"message","subtype":"message_changed","channel":"C1","message":{` + strings.Replace(at, `"channel":"C1",`, "", 1) + `,"text":"<@UBOT> whom?","edited":{"ts":"1700000009.000000"}},"previous_message":{"text":"<@UBOT> who?"}}`,
			"C1:1700000000.000100 | C1:1700000000.000100:1700000009.000000 | whom? | edits C1:1700000000.000100"},
		{"an edit that calls the bot", DefaultConfig(), `{"type":"message","subtype":"message_changed","channel":"C1","message":{` + strings.Replace(at, `"channel":"C1",`, "", 1) + `,"text":"<@UBOT> whom?","edited":{"ts":"1700000009.000000"}},"previous_message":{"text":"who?"}}`,
			"C1:1700000000.000100 | C1:1700000000.000100 | whom?"},
		{"an unfurl", DefaultConfig(), `{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"UADA","ts":"1.1","text":"<@UBOT> who?","edited":{"ts":"2.0"}},"previous_message":{"text":"<@UBOT> who?"}}`, ""},
		{"an unfurl without an edit", DefaultConfig(), `{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"UADA","ts":"1.1","text":"<@UBOT> who?"}}`, ""},
		{"a deletion", DefaultConfig(), `{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.1"}`, ""},
		{"a join", DefaultConfig(), `{"type":"message","subtype":"channel_join",` + at + `,"text":"<@UBOT> joined"}`, ""},
		{"a file", DefaultConfig(), `{"type":"message","subtype":"file_share",` + at + `,"text":"<@UBOT> who?"}`, "C1:1700000000.000100 | C1:1700000000.000100 | who?"},
		{"a reply shown to all", DefaultConfig(), `{"type":"message","subtype":"thread_broadcast",` + at + `,"thread_ts":"1600000000.000001","text":"<@UBOT> who?"}`, "C1:1600000000.000001 | C1:1700000000.000100 | who?"},
		{"another bot", DefaultConfig(), `{"type":"message",` + at + `,"bot_id":"B2","text":"<@UBOT> who?"}`, ""},
		{"another bot's subtype", DefaultConfig(), `{"type":"message","subtype":"bot_message",` + at + `,"text":"<@UBOT> who?"}`, ""},
		{"itself", DefaultConfig(), `{"type":"message","channel":"D1","user":"UBOT","ts":"1.1","text":"who?"}`, ""},
		{"nobody", DefaultConfig(), `{"type":"message","channel":"D1","ts":"1.1","text":"who?"}`, ""},
		{"something new", DefaultConfig(), `{"type":"star_added",` + at + `}`, ""},
		{"strange blocks", DefaultConfig(), `{"type":"app_mention",` + at + `,"text":"<@UBOT> who?","blocks":[{"type":7}]}`, "C1:1700000000.000100 | C1:1700000000.000100 | who?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newTest(tt.config, deaf{joined: "C1:1600000000.000001"})
			payload, _ := json.Marshal(map[string]any{"event": json.RawMessage(tt.event)})
			h, err := s.read(frame{"events_api", payload})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if m := h.message; m.ID != "" {
				got = m.Thread.ID + " | " + m.ID + " | " + m.Text
				for _, more := range []struct {
					is   bool
					what string
				}{{m.Private, "private"}, {m.Overheard, "overheard"}, {m.Edits != "", "edits " + m.Edits}, {m.Language != "en", m.Language}} {
					if more.is {
						got += " | " + more.what
					}
				}
				if m.From != "UADA" || m.Channel == "" || m.Sent.Year() != 2023 || m.Thread.Platform != "slack" {
					t.Errorf("%+v", m)
				}
				if h.due != nil {
					if due, err := h.due(t.Context()); err != nil || !due {
						got = ""
					}
				}
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestUnknownThread: what cannot be told to be for the bot comes again.
func TestUnknownThread(t *testing.T) {
	t.Parallel()
	s := newTest(DefaultConfig(), deaf{err: errors.New("locked")})
	s.order.Start()
	s.take(t.Context(), func(context.Context, adapters.Message) { t.Error("heard") },
		frame{"events_api", []byte(`{"event":{"type":"message","channel":"C1","user":"UADA","ts":"1.1","thread_ts":"1.0","text":"and Bob?"}}`)},
		func(any) { t.Error("acknowledged") })
	s.order.End()
}

// TestPanic: a panic of whoever hears ends that Message alone.
func TestPanic(t *testing.T) {
	t.Parallel()
	s := newTest(DefaultConfig(), deaf{})
	s.order.Start()
	acked := 0
	for _, text := range []string{"one?", "two?"} {
		s.take(t.Context(), func(_ context.Context, m adapters.Message) {
			if m.Text == "one?" {
				panic("no")
			}
		}, frame{"events_api", []byte(`{"event":{"type":"message","channel":"D1","user":"UADA","ts":"` + text + `.1","text":"` + text + `"}}`)},
			func(any) { acked++ })
	}
	s.order.End()
	if acked != 1 {
		t.Errorf("%d acknowledged", acked)
	}
}

func TestReadCommand(t *testing.T) {
	t.Parallel()
	shut := DefaultConfig()
	shut.Channels["C1"] = Channel{Speak: no(), Language: "de"}
	tests := []struct {
		config      Config
		typed, want string
	}{
		{DefaultConfig(), "", "/help"},
		{DefaultConfig(), "help", "/help"},
		{DefaultConfig(), "Commitments  Côte d&apos;Ivoire &amp; Co", "/commitments Côte d&apos;Ivoire & Co"},
		{DefaultConfig(), "issues open", "/issues open"},
		{DefaultConfig(), "ask Who leads?", "/ask Who leads?"},
		{DefaultConfig(), "Who leads the force?", "Who leads the force?"},
		{DefaultConfig(), "who troops", "/who troops"},
		{DefaultConfig(), "check Is it so?", "/check Is it so?"},
		{DefaultConfig(), "What did <@UBOB|bob> say about <https://x.example|this>?", "What did @bob say about this?"},
		{shut, "issues", ""},
	}
	for _, tt := range tests {
		s := newTest(tt.config, deaf{})
		h := s.readCommand(slashCommand{Channel: "C1", User: "UADA", Command: "/talks", Text: tt.typed, ResponseURL: "https://hooks.slack.com/1", TriggerID: "t1"})
		if tt.want == "" {
			if h.message.ID != "" || h.answer == nil {
				t.Errorf("%q is heard where the bot does not speak: %+v", tt.typed, h)
			}
			continue
		}
		h.message.Sent = time.Time{}
		want := adapters.Message{ID: "command:t1", Thread: adapters.Thread{Platform: "slack", ID: "C1/UADA"}, From: "UADA", Text: tt.want, Channel: "C1",
			Private: true, Language: "en", Ticket: "https://hooks.slack.com/1"}
		if diff := cmp.Diff(want, h.message); diff != "" {
			t.Errorf("%q:\n%s", tt.typed, diff)
		}
	}
}

func TestTyped(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"<@UBOT> who?", "who?"},
		{"hey <@UBOT|talks>, who?", "hey  , who?"},
		{"<@UBOB> or <@UEVE|eve> in <#C1|desk>", "@UBOB or @eve in #desk"},
		{"see <https://x.example/a|the page> and <https://y.example>", "see the page and https://y.example"},
		{"<mailto:a@b.example|a@b.example>", "a@b.example"},
		{"<!here> <!subteam^S1|@desk> <!date^1392734382^{date}|18 Feb 2014>", "@here @desk 18 Feb 2014"},
		{"a &lt;b&gt; &amp; c &amp;lt;", "a <b> & c &lt;"},
		{"less < more", "less < more"},
	}
	for _, tt := range tests {
		if got := typed(tt.in, "UBOT"); got != tt.want {
			t.Errorf("typed(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
