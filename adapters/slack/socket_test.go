package slack_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
)

// listening lets an Adapter listen until the test ends.
func listening(t *testing.T, a *slack.Slack) (heard chan adapters.Message, done chan error) {
	t.Helper()
	heard, done = make(chan adapters.Message, 100), make(chan error, 1)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		done <- a.Listen(ctx, func(_ context.Context, m adapters.Message) { heard <- m })
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return heard, done
}

func until(t *testing.T, f *slackfake.Slack, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := f.Await(ctx, holds); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func hears(t *testing.T, heard chan adapters.Message, want string) {
	t.Helper()
	select {
	case m := <-heard:
		if m.Text != want {
			t.Fatalf("heard %q, want %q", m.Text, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("%q is not heard", want)
	}
}

// TestSilence: a connection that swallows everything is made anew, by the bot's own clock.
func TestSilence(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t, slackfake.Options{PingEvery: 100 * time.Millisecond, AckWithin: 200 * time.Millisecond, Retries: slices.Repeat([]time.Duration{100 * time.Millisecond}, 100)})
	a := join(f, &host{}, func(c *slack.Config) { c.SilenceSeconds = 1 })
	heard, _ := listening(t, a)
	until(t, f, "a connection", func() bool { return f.Connections() > 0 })
	opened := len(f.CallsTo("apps.connections.open"))
	f.Silence()
	f.Say("UADA", f.DM("UADA"), "", "who?")
	until(t, f, "another connection", func() bool { return len(f.CallsTo("apps.connections.open")) > opened })
	hears(t, heard, "who?")
}

// TestProbe: whether Slack reaches the bot is known before, while and after it does.
func TestProbe(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	a := join(f, &host{})
	if a.Probe() == nil {
		t.Error("it is ready before it listens")
	}
	heard, _ := listening(t, a)
	f.Say("UADA", f.DM("UADA"), "", "who?")
	hears(t, heard, "who?")
	if err := a.Probe(); err != nil {
		t.Errorf("it is not ready: %v", err)
	}
	opened := len(f.CallsTo("apps.connections.open"))
	f.Disconnect("refresh_requested")
	until(t, f, "another connection", func() bool { return len(f.CallsTo("apps.connections.open")) > opened })
	f.Say("UADA", f.DM("UADA"), "", "and now?")
	hears(t, heard, "and now?")
	if err := a.Probe(); err != nil {
		t.Errorf("it is not ready again: %v", err)
	}
}

// TestRefused: what no later try can mend ends Listen with a sentence that says how to mend it, and no secret.
func TestRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(f *slackfake.Slack) *slack.Slack
		want string
	}{
		{"another bot token", func(f *slackfake.Slack) *slack.Slack {
			return wrong(f, slack.Secrets{BotToken: "xoxb-secret", AppToken: f.AppToken})
		}, "SLACK_BOT_TOKEN (invalid_auth): copy it anew"},
		{"another app token", func(f *slackfake.Slack) *slack.Slack {
			return wrong(f, slack.Secrets{BotToken: f.BotToken, AppToken: "xapp-secret"})
		}, "SLACK_APP_TOKEN (invalid_auth): copy it anew"},
		{"the bot token twice", func(f *slackfake.Slack) *slack.Slack {
			return wrong(f, slack.Secrets{BotToken: f.BotToken, AppToken: f.BotToken})
		}, "SLACK_APP_TOKEN may not do this (not_allowed_token_type"},
		{"a revoked token", func(f *slackfake.Slack) *slack.Slack {
			f.Revoke("token_revoked")
			return wrong(f, slack.Secrets{BotToken: f.BotToken, AppToken: f.AppToken})
		}, "any more (token_revoked): install the app"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := slackfake.Start(t)
			a := tt.make(f)
			_, done := listening(t, a)
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), f.BotToken) {
					t.Errorf("error %v, want one with %q", err, tt.want)
				}
				done <- nil
			case <-time.After(20 * time.Second):
				t.Fatal("it goes on")
			}
		})
	}
}

func wrong(f *slackfake.Slack, s slack.Secrets) *slack.Slack {
	c := slack.DefaultConfig()
	c.Mode, c.APIURL = "socket", f.APIURL()
	return slack.New(c, s, slack.Parts{Host: &host{}})
}

// TestRevokedMeanwhile: a token that is taken away while the bot listens ends it too.
func TestRevokedMeanwhile(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	a := join(f, &host{})
	_, done := listening(t, a)
	until(t, f, "a connection", func() bool { return f.Connections() > 0 })
	f.Revoke("account_inactive")
	f.DropSockets()
	select {
	case err := <-done:
		if err == nil || !strings.Contains(err.Error(), "account_inactive") || a.Probe() == nil {
			t.Errorf("error %v, ready %v", err, a.Probe() == nil)
		}
		done <- nil
	case <-time.After(20 * time.Second):
		t.Fatal("it goes on")
	}
}
