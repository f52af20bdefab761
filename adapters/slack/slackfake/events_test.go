package slackfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"talksbot/adapters/slack/slackfake"
)

// peer is the app's end of a bare socket.
type peer struct {
	t  *testing.T
	ws *websocket.Conn
}

type frame struct {
	Type       string          `json:"type"`
	Reason     string          `json:"reason"`
	EnvelopeID string          `json:"envelope_id"`
	Attempt    int             `json:"retry_attempt"`
	Why        string          `json:"retry_reason"`
	Answers    bool            `json:"accepts_response_payload"`
	Payload    json.RawMessage `json:"payload"`
}

type event struct {
	ID    string `json:"event_id"`
	Event struct {
		slack.Message
		ChannelType string   `json:"channel_type"`
		Tab         string   `json:"tab"`
		Halted      []string `json:"streaming_message_ts"`
	} `json:"event"`
}

func (f frame) event(t *testing.T) event {
	t.Helper()
	var e event
	if err := json.Unmarshal(f.Payload, &e); err != nil {
		t.Fatalf("%v in %s", err, f.Payload)
	}
	return e
}

func dial(t *testing.T, f *slackfake.Slack) peer {
	t.Helper()
	to := do(t, f, "apps.connections.open", "application/json", "", f.AppToken).URL
	ws, got, err := websocket.DefaultDialer.DialContext(t.Context(), to, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = got.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	p := peer{t, ws}
	return p
}

// hello dials and waits until the connection counts.
func hello(t *testing.T, f *slackfake.Slack) peer {
	t.Helper()
	p := dial(t, f)
	if got := p.read(); got.Type != "hello" {
		t.Fatalf("the first frame is %q", got.Type)
	}
	return p
}

func (p peer) read() frame {
	p.t.Helper()
	_ = p.ws.SetReadDeadline(time.Now().Add(patience))
	var f frame
	if err := p.ws.ReadJSON(&f); err != nil {
		p.t.Fatal(err)
	}
	return f
}

func (p peer) ack(f frame, payload string) {
	p.t.Helper()
	if err := p.ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"envelope_id":%q,"payload":%s}`, f.EnvelopeID, payload)); err != nil {
		p.t.Fatal(err)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	f.AddChannel("CELSEWHERE", "UANA")
	f.AddPrivate("G1", "UANA", f.BotUser)
	p := hello(t, f)
	var got []string
	seen := map[string]bool{}
	next := func(n int) {
		t.Helper()
		for range n {
			in := p.read()
			e := in.event(t)
			if seen[e.ID] || e.ID == "" {
				t.Errorf("event_id %q again", e.ID)
			}
			seen[e.ID] = true
			m := e.Event
			text := m.Text
			if m.SubMessage != nil {
				text = m.SubMessage.Text
			}
			line := strings.TrimSpace(strings.Join([]string{m.Type, m.ChannelType, m.SubType, m.BotID, m.Tab, text}, " "))
			got = append(got, strings.Join(strings.Fields(line), " "))
			p.ack(in, "null")
		}
	}
	mention := "<@" + f.BotUser + ">"
	asked := f.Say("UANA", "C1", "", mention+" who?")
	next(2)
	f.Say("UANA", "CELSEWHERE", "", mention+" nobody hears this")
	f.Say("UANA", "G1", "", "private")
	f.Say("UANA", f.DM("UANA"), "", mention+" direct")
	next(2)
	plain := f.Say("UANA", "C1", asked, "plain")
	if err := f.Edit("C1", plain, mention+" edited"); err != nil {
		t.Fatal(err)
	}
	next(3)
	if err := f.Delete("C1", plain); err != nil {
		t.Fatal(err)
	}
	f.BotSays("BOTHER", "C1", "", "beep")
	f.Join("UBEN", "C1")
	f.SayAs("thread_broadcast", "UANA", "C1", asked, "to all")
	next(5)
	ts := call(t, f, "chat.postMessage", fields{"channel": "C1", "text": "mine"}).TS
	call(t, f, "chat.update", fields{"channel": "C1", "ts": ts, "text": "mine too"})
	next(2)
	f.OpenHome("UANA", "messages")
	f.OpenAssistant("UANA", "C1")
	f.ContextChanged("UANA", asked, "C1")
	if err := f.StopAgent("UANA", "C1", asked); err != nil {
		t.Fatal(err)
	}
	next(4)
	f.DropScope("channels:history")
	f.Say("UANA", "C1", "", mention+" only the mention")
	f.DropScope("app_mentions:read")
	f.Say("UANA", "C1", "", mention+" unheard")
	f.OpenHome("UANA", "home")
	next(2)
	want := []string{
		"app_mention " + mention + " who?", "message channel " + mention + " who?",
		"message group private", "message im " + mention + " direct",
		"message channel plain", "app_mention " + mention + " edited", "message channel message_changed " + mention + " edited",
		"message channel message_deleted", "message channel bot_message BOTHER beep",
		"message channel channel_join <@UBEN> has joined the channel", "member_joined_channel C", "message channel thread_broadcast to all",
		"message channel " + f.BotID + " mine", "message channel message_changed mine too",
		"app_home_opened messages", "assistant_thread_started", "assistant_thread_context_changed", "agent_session_stopped",
		"app_mention " + mention + " only the mention", "app_home_opened home",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAgentEvents(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t, slackfake.Options{AgentView: true})
	f.AddChannel("C1", "UANA", f.BotUser)
	p := hello(t, f)
	f.ContextChanged("UANA", "", "C1")
	f.Leave(f.BotUser, "C1")
	f.Say("UANA", "C1", "", "<@"+f.BotUser+"> nobody is here")
	refused(t, f, "chat.postMessage", fields{"channel": "C1", "text": "x"}, "not_in_channel")
	f.RawFrame(`{"type":"poem"}`)
	if in := p.read(); !strings.Contains(string(in.Payload), `"app_context_changed"`) || !strings.Contains(string(in.Payload), `"value":"C1"`) {
		t.Errorf("%s", in.Payload)
	}
	if in := p.read(); in.Type != "poem" {
		t.Errorf("%+v", in)
	}
}
