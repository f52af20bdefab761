package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
)

// discordload is a fake Discord in a process of its own, in which many people give commands as soon as the bot is there.
func discordload() {
	f, err := discordfake.New(discordfake.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	server := f.AddGuild(discordfake.Guild{})
	channels := make([]string, 20)
	for i := range channels {
		channels[i] = f.AddChannel(server, discordfake.Channel{Name: fmt.Sprint("talk-", i)})
	}
	out := json.NewEncoder(os.Stdout)
	_ = out.Encode(load{URL: f.APIURL(), Bot: f.Token})
	_ = f.Await(context.Background(), func() bool { return f.Ready() > 0 && len(f.Commands("")) > 0 })
	tick := time.NewTicker(time.Second / loadRate)
	for i := range loadRate * loadFor {
		<-tick.C
		if _, err := f.Slash(strconv.Itoa(700000000000000001+i%500), channels[i%len(channels)], "ask", map[string]any{"question": fmt.Sprintf("Who has committed %d troops?", i)}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	_ = f.Await(context.Background(), func() bool { return f.Pending() == 0 })
	_ = out.Encode(measured(f.Acks(), len(f.Missed())))
}

// BenchmarkDiscordDefer reports how long the bot takes to acknowledge a command, by saying over HTTP that the answer follows,
// from when Discord has sent it over the gateway: 200 commands a second for 30 seconds. Use -benchtime 1x.
func BenchmarkDiscordDefer(b *testing.B) {
	for b.Loop() {
		underLoad(b, "discordload", func(there load, host adapters.Host) adapters.Adapter {
			c := discord.DefaultConfig()
			c.Mode, c.APIURL, c.Introduce = "gateway", there.URL, false
			return discord.New(c, there.Bot, discord.Parts{Host: host})
		})
	}
}
