package main

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// gate is what all calls of the bot to a platform pass. It keeps some waiting, and can be closed for good.
type gate struct {
	broken chan struct{} // closed when there is no way any more

	mu   sync.Mutex
	kept []string // methods whose next call waits for good
	held int      // calls that do
}

// keep makes the next call to a method wait until the bot gives it up.
func (g *gate) keep(method string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kept = append(g.kept, method)
}

// keepSecond makes the call to a method that comes after the next one wait until the bot gives it up.
func (g *gate) keepSecond(method string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kept = append(g.kept, before+method)
}

// before stands before a method of which one call is to pass.
const before = "after "

// holds says whether a call is to wait for good.
func (g *gate) holds(method string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at := slices.Index(g.kept, method); at >= 0 {
		g.kept = slices.Delete(g.kept, at, at+1)
		g.held++
		return true
	}
	if at := slices.Index(g.kept, before+method); at >= 0 {
		g.kept[at] = method
	}
	return false
}

// isKeeping says whether a call waits for good, or is to.
func (g *gate) isKeeping() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.kept) > 0 || g.held > 0
}

var errBroken = errors.New("there is no way to the platform")

// pass lets a call to a method through; an error ends it. kept says that it waited for good until the bot gave it up.
func (g *gate) pass(ctx context.Context, method string) (kept bool, err error) {
	select {
	case <-g.broken:
		return false, errBroken
	default:
	}
	if !g.holds(method) {
		return false, nil
	}
	defer func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.held--
	}()
	select {
	case <-ctx.Done():
		return true, ctx.Err()
	case <-g.broken:
		return true, errBroken
	}
}
