package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/sources"
)

// slow is a knowledge base whose answers take their time.
type slow struct {
	*knowledge.Base
	takes time.Duration
}

func (s slow) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	select {
	case <-time.After(s.takes):
		return s.Base.Answer(ctx, q)
	case <-ctx.Done():
		return knowledge.Answer{}, ctx.Err()
	}
}

// loadFor is how long people speak, and mentions how often a second: each mention is sent twice, as app_mention and as message.
const loadFor, mentions = 30, 100

// load is what slackload says, a line of JSON when it is there and one when it is done.
type load struct {
	URL, Bot, App string
	Acks, Late    int
	P50, P99, Max float64 // ms
}

// slackload is a fake Slack in a process of its own, in which many people mention the bot as soon as it is there.
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
	tick := time.NewTicker(time.Second / mentions)
	for i := range mentions * loadFor {
		<-tick.C
		f.Say(fmt.Sprintf("U%d", i%500), channels[i%len(channels)], "", fmt.Sprintf("<@%s> Who has committed %d troops?", f.BotUser, i))
	}
	_ = f.Await(context.Background(), func() bool { return f.Outstanding() == 0 })
	acks := f.Acks()
	slices.Sort(acks)
	at := func(p float64) float64 { return float64(acks[int(p*float64(len(acks)-1))].Microseconds()) / 1000 }
	_ = out.Encode(load{Acks: len(acks), Late: len(f.Unacked()), P50: at(0.5), P99: at(0.99), Max: at(1)})
}

// BenchmarkSlackAck reports how long the bot takes to acknowledge what Slack sends, over a real socket, while answers take 30
// seconds: 200 events a second for 30 seconds. Few are answered in that time; the others are kept, wait, or are told to come
// back. The fake Slack runs beside it on the same cores. Use -benchtime 1x.
func BenchmarkSlackAck(b *testing.B) {
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), "slackload")
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		said := json.NewDecoder(out)
		var there, done load
		if err := said.Decode(&there); err != nil {
			b.Fatal(err)
		}
		base, err := knowledge.Open(b.Context(), knowledge.Options{Fallback: sources.FS(corpus.FS())})
		if err != nil {
			b.Fatal(err)
		}
		box, err := inbox.Open(b.Context(), filepath.Join(b.TempDir(), "dialog.db"))
		if err != nil {
			b.Fatal(err)
		}
		c := slack.DefaultConfig()
		c.Mode, c.APIURL = "socket", there.URL
		d := dialog.New(slow{base, 30 * time.Second}, dialog.DefaultConfig())
		a := slack.New(c, slack.Secrets{BotToken: there.Bot, AppToken: there.App}, slack.Parts{Host: d.Host(box)})
		ctx, stop := context.WithCancel(b.Context())
		served := make(chan error, 1)
		go func() { served <- d.Serve(ctx, box, slog.New(slog.DiscardHandler), a) }()
		time.AfterFunc(loadFor*time.Second/3, func() { b.ReportMetric(heap(), "heap-third-MB") })
		if err := said.Decode(&done); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(heap(), "heap-end-MB")
		stop()
		if err := <-served; err != nil {
			b.Error(err)
		}
		if err := box.Close(); err != nil {
			b.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
		for unit, v := range map[string]float64{"p50-ms": done.P50, "p99-ms": done.P99, "max-ms": done.Max, "acks": float64(done.Acks), "late": float64(done.Late)} {
			b.ReportMetric(v, unit)
		}
	}
}

// heap is how much memory is in use after a collection, in MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
