package main

import (
	"context"
	"fmt"
	"log/slog"
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

// BenchmarkSlackAck reports how long the bot takes to acknowledge what Slack sends, over a real socket, while answers take 30
// seconds: 200 events a second for 30 seconds, which are 100 mentions, each sent as app_mention and as message. Few of them
// are answered in that time; the others are kept, wait, or are told to come back. The fake Slack runs beside it on the same
// cores. Use -benchtime 1x.
func BenchmarkSlackAck(b *testing.B) {
	const mentions, seconds = 100, 30
	for b.Loop() {
		f, err := slackfake.New(slackfake.Options{})
		if err != nil {
			b.Fatal(err)
		}
		channels := make([]string, 20)
		for i := range channels {
			channels[i] = fmt.Sprintf("C%d", i)
			f.AddChannel(channels[i], f.BotUser)
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
		c.Mode, c.APIURL = "socket", f.APIURL()
		d := dialog.New(slow{base, 30 * time.Second}, dialog.DefaultConfig())
		a := slack.New(c, slack.Secrets{BotToken: f.BotToken, AppToken: f.AppToken}, slack.Parts{Host: d.Host(box)})
		ctx, stop := context.WithCancel(b.Context())
		served := make(chan error, 1)
		go func() { served <- d.Serve(ctx, box, slog.New(slog.DiscardHandler), a) }()
		if err := f.Await(b.Context(), func() bool { return f.Connections() > 0 }); err != nil {
			b.Fatal(err)
		}
		first := heap()
		var half uint64
		tick := time.NewTicker(time.Second / mentions)
		for i := range mentions * seconds {
			<-tick.C
			f.Say(fmt.Sprintf("U%d", i%500), channels[i%len(channels)], "", fmt.Sprintf("<@%s> Who has committed %d troops?", f.BotUser, i))
			if i == mentions*seconds/2 {
				half = heap()
			}
		}
		tick.Stop()
		if err := f.Await(b.Context(), func() bool { return f.Outstanding() == 0 }); err != nil {
			b.Fatal(err)
		}
		last := heap()
		acks := f.Acks()
		slices.Sort(acks)
		at := func(p float64) float64 { return float64(acks[int(p*float64(len(acks)-1))].Microseconds()) / 1000 }
		b.ReportMetric(at(0.5), "p50-ms")
		b.ReportMetric(at(0.99), "p99-ms")
		b.ReportMetric(at(1), "max-ms")
		b.ReportMetric(float64(len(acks)), "acks")
		b.ReportMetric(float64(len(f.Unacked())), "late")
		b.ReportMetric(float64(first)/1e6, "heap-before-MB")
		b.ReportMetric(float64(half)/1e6, "heap-half-MB")
		b.ReportMetric(float64(last)/1e6, "heap-after-MB")
		stop()
		if err := <-served; err != nil {
			b.Error(err)
		}
		if err := box.Close(); err != nil {
			b.Error(err)
		}
		f.Close()
	}
}

// heap is how much memory is in use after a collection, in bytes: the fake Slack's too, which keeps all that is said.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
