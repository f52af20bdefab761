package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
)

// slackload is a fake Slack in a process of its own, in which many people mention the bot as soon as it is there: each mention
// is sent twice, as app_mention and as message.
func slackload() {
	f, err := slackfake.New(slackfake.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	channels := make([]string, 20)
	for i := range channels {
		channels[i] = fmt.Sprintf("C%d", i)
		f.AddChannel(channels[i], f.BotUser)
	}
	out := json.NewEncoder(os.Stdout)
	_ = out.Encode(load{URL: f.APIURL(), Bot: f.BotToken, App: f.AppToken})
	_ = f.Await(context.Background(), func() bool { return f.Connections() > 0 })
	tick := time.NewTicker(2 * time.Second / loadRate)
	for i := range loadRate / 2 * loadFor {
		<-tick.C
		f.Say(fmt.Sprintf("U%d", i%500), channels[i%len(channels)], "", fmt.Sprintf("<@%s> Who has committed %d troops?", f.BotUser, i))
	}
	_ = f.Await(context.Background(), func() bool { return f.Outstanding() == 0 })
	_ = out.Encode(measured(f.Acks(), len(f.Unacked())))
}

// BenchmarkSlackAck reports how long the bot takes to acknowledge what Slack sends, over a real socket: 200 events a second for
// 30 seconds. Use -benchtime 1x.
func BenchmarkSlackAck(b *testing.B) {
	for b.Loop() {
		underLoad(b, "slackload", func(there load, host adapters.Host) adapters.Adapter {
			c := slack.DefaultConfig()
			c.Mode, c.APIURL = "socket", there.URL
			return slack.New(c, slack.Secrets{BotToken: there.Bot, AppToken: there.App}, slack.Parts{Host: host})
		})
	}
}
