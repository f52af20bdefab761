package slack

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestReadOffer: who takes an Offer says its command where the Offer stands, privately where it was shown to one person alone.
func TestReadOffer(t *testing.T) {
	t.Parallel()
	private, shut := DefaultConfig(), DefaultConfig()
	private.Channel.Answers = "private"
	shut.Channels["C1"] = Channel{Speak: no()}
	const whole = `"message_ts":"1700000000.000200"`
	for _, tt := range []struct {
		name      string
		config    Config
		container string
		action    string
		want      string // thread and whether it is private; "" for nothing heard
	}{
		{"what a command whispered", DefaultConfig(), `"channel_id":"C1","is_ephemeral":true,` + whole, "offer1", "C1/UADA private"},
		{"in a thread, to one alone", DefaultConfig(), `"channel_id":"C1","thread_ts":"1600000000.000001","is_ephemeral":true,` + whole, "offer2", "C1:1600000000.000001 private"},
		{"where answers are private", private, `"channel_id":"C1","thread_ts":"1600000000.000001","is_ephemeral":true,` + whole, "offer1", "C1:1600000000.000001/UADA private"},
		{"for all, in a thread", DefaultConfig(), `"channel_id":"C1","thread_ts":"1600000000.000001",` + whole, "offer1", "C1:1600000000.000001"},
		{"for all, in the channel", DefaultConfig(), `"channel_id":"C1",` + whole, "offer5", "C1"},
		{"to the bot alone", DefaultConfig(), `"channel_id":"D1",` + whole, "offer1", "D1"},
		{"where the bot may not speak", shut, `"channel_id":"C1",` + whole, "offer1", ""},
		{"another button", DefaultConfig(), `"channel_id":"C1",` + whole, "else", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			payload := `{"type":"block_actions","trigger_id":"T1","response_url":"https://hooks.slack.com/x","user":{"id":"UADA"},"container":{` + tt.container +
				`},"actions":[{"action_id":"` + tt.action + `","value":"/admin refresh yes abcd"}]}`
			h, err := newTest(tt.config, deaf{}).read(frame{"interactive", json.RawMessage(payload)})
			if err != nil {
				t.Fatal(err)
			}
			m, got := h.message, ""
			if m.ID != "" {
				if got = m.Thread.ID; m.Private {
					got += " private"
				}
				if m.From != "UADA" || m.Text != "/admin refresh yes abcd" || !strings.Contains(m.ID, "1700000000.000200") || m.Ticket == "" || m.Channel == "" {
					t.Errorf("heard %+v", m)
				}
			}
			if got != tt.want {
				t.Errorf("heard in %q, want %q", got, tt.want)
			}
		})
	}
}
