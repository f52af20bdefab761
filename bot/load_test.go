package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/sources"
)

// loadFor is how long people speak, in seconds, and loadRate how many events a second a platform sends then.
const loadFor, loadRate = 30, 200

// load is what a platform's fake says in a process of its own, a line of JSON when it is there and one when it is done.
type load struct {
	URL, Bot, App string // its address and tokens
	Acks, Late    int
	P50, P99, Max float64 // ms
}

// measured is what it says when it is done, by how long each event waited to be acknowledged.
func measured(acks []time.Duration, late int) load {
	slices.Sort(acks)
	at := func(p float64) float64 { return float64(acks[int(p*float64(len(acks)-1))].Microseconds()) / 1000 }
	return load{Acks: len(acks), Late: late, P50: at(0.5), P99: at(0.99), Max: at(1)}
}

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

// underLoad serves a platform, whose fake is the program fake, while answers take 30 seconds: few are answered in that time;
// the others are kept, wait, or are told to come back. The fake runs beside it on the same cores.
func underLoad(b *testing.B, fake string, join func(load, adapters.Host) adapters.Adapter) {
	cmd := exec.CommandContext(b.Context(), fake)
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
	d := dialog.New(slow{base, 30 * time.Second}, dialog.DefaultConfig())
	ctx, stop := context.WithCancel(b.Context())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx, box, slog.New(slog.DiscardHandler), join(there, d.Host(box))) }()
	b.ReportMetric(heap(), "heap-begin-MB")
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

// heap is how much memory is in use after a collection, in MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
