package slackfake_test

import (
	"context"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"talksbot/adapters/slack/slackfake"
)

const patience = 20 * time.Second

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func await(t *testing.T, f *slackfake.Slack, what string, holds func() bool) {
	t.Helper()
	if err := f.Await(within(t), holds); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func client(f *slackfake.Slack) *slack.Client {
	return slack.New(f.BotToken, slack.OptionAppLevelToken(f.AppToken), slack.OptionAPIURL(f.APIURL()))
}

// listen joins an app over Socket Mode and does with each envelope what handle says, until the test ends.
func listen(t *testing.T, f *slackfake.Slack, handle func(*slack.Client, *socketmode.Client, socketmode.Event)) {
	t.Helper()
	api := client(f)
	sm := socketmode.New(api)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = sm.RunContext(ctx)
	}()
	handled := make(chan struct{})
	go func() {
		defer close(handled)
		for {
			select {
			case e := <-sm.Events:
				if e.Request != nil && e.Request.EnvelopeID != "" {
					handle(api, sm, e)
				}
			case <-ended:
				return
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		<-handled
	})
	await(t, f, "a connection", func() bool { return f.Connections() > 0 })
}

func TestQuestionAndAnswer(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	listen(t, f, func(api *slack.Client, sm *socketmode.Client, e socketmode.Event) {
		if err := sm.Ack(*e.Request); err != nil {
			t.Error(err)
		}
		event, ok := e.Data.(slackevents.EventsAPIEvent)
		if !ok {
			t.Errorf("%T", e.Data)
			return
		}
		if m, ok := event.InnerEvent.Data.(*slackevents.AppMentionEvent); ok {
			if _, _, err := api.PostMessage(m.Channel, slack.MsgOptionTS(m.TimeStamp), slack.MsgOptionText("an answer", false)); err != nil {
				t.Error(err)
			}
		}
	})
	ts := f.Say("UANA", "C1", "", "<@"+f.BotUser+"> who?")
	await(t, f, "an answer", func() bool { return len(f.Thread("C1", ts)) == 2 && f.Outstanding() == 0 })
	if got := f.Thread("C1", ts)[1]; got.Text != "an answer" || got.User != f.BotUser {
		t.Errorf("%+v", got)
	}
	if got := len(f.Acks()); got != 3 { // app_mention, message, and the answer itself
		t.Errorf("%d acknowledgements", got)
	}
}
