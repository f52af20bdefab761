package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/term"

	"talksbot/adapters/console"
	"talksbot/knowledge"
)

// embed makes the vectors that a refresh left to make, and says how many. The articles are stored by then: vectors that cannot
// be made are said and fail nothing, and only an interrupt is an error.
func (p *program) embed(ctx context.Context, base *knowledge.Base) error {
	bar := newProgress(p.err, time.Now, "making vectors")
	var show func(done, total int)
	if !p.quiet && term.IsTerminal(int(p.err.Fd())) {
		show = bar.show
	}
	did, err := base.Embed(ctx, show)
	bar.clear()
	if did.Model != "" && !p.quiet {
		fmt.Fprintf(p.out, "Vectors by %s: %d made, %d reused\n", console.Plain(did.Model), did.Made, did.Kept)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		fmt.Fprintf(p.err, "not all vectors: %s\nThe articles are stored; what has no vector is found by its words. “bot serve” and the next refresh make the rest\n", console.Plain(err.Error()))
	}
	return nil
}

// embedEvery is how often serve looks whether vectors are to be made; where that fails it waits once longer each time, at most
// mostWaited times so long.
const (
	embedEvery = 30 * time.Second
	mostWaited = 10
)

// embedder is a knowledge base whose passages may lack vectors; *knowledge.Base is one.
type embedder interface {
	Embed(ctx context.Context, progress func(done, total int)) (knowledge.Embedded, error)
}

// keepEmbedded makes the vectors that are lacking, at once and as ticks come, until ctx ends. Of failures in a row the first is
// said.
func keepEmbedded(ctx context.Context, base embedder, log *slog.Logger, tick <-chan time.Time) {
	for failed := 0; ; {
		did, err := base.Embed(ctx, nil)
		if did.Made > 0 {
			log.Info("vectors made", "model", did.Model, "made", did.Made, "reused", did.Kept)
		}
		switch {
		case ctx.Err() != nil || did.Model == "": // nobody makes any
			return
		case err == nil:
			failed = 0
		default:
			if failed++; failed == 1 {
				log.Error("not all vectors are made, words serve for the rest", "error", err)
			}
		}
		for range min(1+failed, mostWaited) {
			select {
			case <-ctx.Done():
				return
			case <-tick:
			}
		}
	}
}
