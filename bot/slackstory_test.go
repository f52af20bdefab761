package main

import (
	"context"
	"log/slog"
	"net/http"
	"testing"

	"golang.org/x/tools/txtar"

	"talksbot/adapters"
	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
)

// TestSlackStories runs “bot serve” against a fake Slack, a story a file of testdata/slack. The comment says what a story
// shows. Its file config.yaml is laid over the test's own configuration, its articles/*.md are served instead of those in
// testdata/slack/articles. In its file story, lines that begin with
//
//   - >  are what a person, Slack or we do: slackstep_test.go has the words;
//   - <  what of it the bot acknowledged, or failed to;
//   - |  what somebody reads, a line each; ! stands before what in it calls somebody or leads elsewhere than to an article;
//   - #  said to whoever reads the story.
//
// All other lines are the calls that the bot made: auth.test and apps.connections.open are left out, and the end of a status
// that was not shown any more. Calls of a step may come in any order. Messages have numbers, in the order of their coming.
// Channels are #desk, #editors, #berlin and #quiet, with the IDs C0DESK and so on.
func TestSlackStories(t *testing.T) {
	t.Parallel()
	testStories(t, "slack", newSlackStory)
}

// slackStory is a story that is played in Slack.
type slackStory struct {
	*chatStory
	fake    *slackfake.Slack
	pane    string
	http    bool
	address string   // of the bot in http mode
	actor   string   // who did the last step
	names   []string // of the people
	codes   []string // what strangers were told
}

func newSlackStory(t *testing.T, a *txtar.Archive) *chatStory {
	own := map[string]map[string]any{"serve": {"listen": "127.0.0.1:0", "log": "json", "level": "debug"}, "slack": {"mode": "socket"}}
	base, articles := newStory(t, a, own, "slack")
	s := &slackStory{chatStory: base, names: []string{"ada", "bob", "cleo"}}
	s.stage = s
	s.pane, _ = own["slack"]["pane"].(string)
	s.http = own["slack"]["mode"] == "http"
	s.fake = slackfake.Start(t, slackfake.Options{AgentView: s.pane != "assistant"})
	people := []string{s.fake.BotUser}
	for _, name := range s.names {
		people = append(people, userID(name))
	}
	for _, name := range channelNames() {
		s.fake.AddChannel(channelIDOf(name), people...)
	}
	own["slack"]["api_url"] = s.fake.APIURL()
	s.env = map[string]string{"SLACK_BOT_TOKEN": s.fake.BotToken, "SLACK_APP_TOKEN": s.fake.AppToken, "SLACK_SIGNING_SECRET": s.fake.SigningSecret}
	s.prepare(own, articles)
	return s.chatStory
}

func (s *slackStory) connect(c Config, secret secrets, host adapters.Host, log *slog.Logger, g *gate) adapters.Adapter {
	way := &slackGate{gate: g, fake: s.fake, from: len(s.fake.Calls()), works: map[string]map[string]bool{}}
	return slack.New(c.Slack, secret.slack, slack.Parts{Host: host, Log: log, HTTP: &http.Client{Transport: way}})
}

func (s *slackStory) reach(address string) {
	if s.http {
		get(s.t, address+"/readyz", http.StatusOK)
		s.fake.DeliverTo(address)
		s.address = address
	} else if !s.await(func() bool { return s.fake.Connections() > 0 }) {
		s.t.Fatalf("it does not connect:\n%s", s.log)
	}
}

func (s *slackStory) leave() {
	if s.http {
		s.fake.DeliverTo("")
	}
}

func (s *slackStory) wait(ctx context.Context, holds func() bool) error {
	return s.fake.Await(ctx, holds)
}

func (s *slackStory) happened() (n int, more bool) {
	return len(s.fake.Calls()) + len(s.fake.Acked()), s.fake.Outstanding() > 0
}
