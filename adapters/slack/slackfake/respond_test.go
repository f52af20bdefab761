package slackfake_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"talksbot/adapters/slack/slackfake"
)

func TestResponseURL(t *testing.T) {
	t.Parallel()
	now := newClock()
	f := slackfake.Start(t, slackfake.Options{Now: now.Now})
	f.AddChannel("C1", "UANA", f.BotUser)
	f.DropScope("channels:history")
	p := hello(t, f)
	command := func() string {
		t.Helper()
		if err := f.Slash("UANA", "C1", "/ask", "x"); err != nil {
			t.Fatal(err)
		}
		return p.hears("null").ResponseURL
	}
	send := func(to string, options ...slack.MsgOption) int {
		t.Helper()
		_, _, err := client(f).PostMessageContext(t.Context(), "C1", append([]slack.MsgOption{slack.MsgOptionText("x", false)}, options...)...)
		var code slack.StatusCodeError
		if err != nil && !errors.As(err, &code) {
			t.Errorf("%s: %v", to, err)
		}
		return code.Code
	}
	to := command()
	for i := range 6 {
		kind, want := "", 0
		if i == 4 {
			kind = "in_channel"
		}
		if i == 5 {
			want = http.StatusNotFound
		}
		if got := send(to, slack.MsgOptionResponseURL(to, kind)); got != want {
			t.Errorf("time %d: HTTP %d", i+1, got)
		}
	}
	if got := f.Ephemerals("C1", "UANA"); len(got) != 4 || len(f.Messages("C1")) != 1 {
		t.Errorf("%d private and %d public answers", len(got), len(f.Messages("C1")))
	}
	old := command()
	now.move(31 * time.Minute)
	if got := send(old, slack.MsgOptionResponseURL(old, "")); got != http.StatusNotFound {
		t.Errorf("after 31 minutes: HTTP %d", got)
	}
	var errs []string
	for _, c := range f.CallsTo("response_url") {
		if c.Error != "" {
			errs = append(errs, c.Error)
		}
	}
	if len(errs) != 2 || errs[0] != "used_url" || errs[1] != "expired_url" {
		t.Errorf("%q", errs)
	}

	private := call(t, f, "chat.postEphemeral", fields{"channel": "C1", "user": "UANA", "text": "x", "blocks": "[" + actions(numbered(1, button)) + "]"}).Whisper
	if err := f.Click("UANA", "C1", private, "a0"); err != nil {
		t.Fatal(err)
	}
	to = p.hears("null").ResponseURL
	if got := send(to, slack.MsgOptionReplaceOriginal(to), slack.MsgOptionText("instead", false)); got != 0 {
		t.Errorf("HTTP %d", got)
	}
	all := f.Ephemerals("C1", "UANA")
	if last := all[len(all)-1]; last.TS != private || last.Changes != 1 || last.Blocks != nil {
		t.Errorf("%+v", last)
	}
	if got := send(to, slack.MsgOptionDeleteOriginal(to)); got != 0 || len(f.Ephemerals("C1", "UANA")) != len(all)-1 {
		t.Errorf("HTTP %d, %v", got, f.Ephemerals("C1", "UANA"))
	}
	if got := send(to, slack.MsgOptionDeleteOriginal(to)); got != http.StatusNotFound {
		t.Errorf("the second time: HTTP %d", got)
	}
}

func TestAcknowledgementWithAnswer(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	p := hello(t, f)
	if err := f.Slash("UANA", "C1", "/ask", "x"); err != nil {
		t.Fatal(err)
	}
	p.hears(`{"text":"at once"}`)
	await(t, f, "the answer", func() bool { return len(f.Ephemerals("C1", "UANA")) == 1 })
}
