package llm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// How a line keeps from an endpoint that fails, and how long it waits between tries.
const (
	opensAfter  = 5                // failures in a row
	firstPause  = 20 * time.Second // twice as long each time that the endpoint still fails
	longPause   = 5 * time.Minute  // the longest, and that of a key or a model that the endpoint does not know
	firstWait   = 500 * time.Millisecond
	longestWait = 10 * time.Second // an endpoint that wants a longer one is left alone for so long
)

// line is one kind of calls, which fails by itself: an endpoint with a model may well have no vectors. It is a circuit
// breaker: after some failures in a row nothing is asked for a pause, then one call tries for all.
type line struct {
	name string

	mu     sync.Mutex
	failed int           // in a row
	until  time.Time     // when the next call may be made; zero: now
	pause  time.Duration // the one that ends at until
	trying bool          // a call tries for all
	why    error         // the last failure
}

// enter says whether a call may be made, and if not what failed before.
func (l *line) enter() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.until.IsZero() {
		return nil
	}
	if left := time.Until(l.until); left > 0 {
		return fmt.Errorf("it is not asked for another %v: %w", left.Round(time.Second), l.why)
	}
	if l.trying {
		return fmt.Errorf("it is just being tried again: %w", l.why)
	}
	l.trying = true
	return nil
}

// leave notes how a call that entered came out, and what changes by it: for how long nothing is asked from now on, or that
// the endpoint is back.
func (l *line) leave(err error) (paused time.Duration, back bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.trying = false
	final := errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrNoModel)
	switch {
	case errors.Is(err, context.Canceled):
		return 0, false
	case !final && !errors.Is(err, ErrDown): // it answers, whatever it says
		back = !l.until.IsZero()
		l.failed, l.until, l.pause, l.why = 0, time.Time{}, 0, nil
		return 0, back
	}
	l.failed++
	l.why = err
	if time.Now().Before(l.until) { // a call that was under way when another closed the line
		return 0, false
	}
	asked := longestWait // what the endpoint asks for, if that is more than is waited
	var status *statusError
	if errors.As(err, &status) {
		asked = max(asked, status.after)
	}
	if !final && l.failed < opensAfter && l.pause == 0 && asked == longestWait {
		return 0, false
	}
	switch {
	case final:
		l.pause = longPause
	case asked > longestWait:
		l.pause = asked
	default:
		l.pause = max(firstPause, 2*l.pause)
	}
	l.pause = min(l.pause, longPause)
	l.until = time.Now().Add(l.pause)
	return l.pause, false
}

// call makes a request, again where it failed before anything came. try says whether something had come.
func (c *Client) call(ctx context.Context, l *line, rec *Record, try func(context.Context) (began bool, err error)) error {
	for n := 1; ; n++ {
		began, err := c.once(ctx, l, rec, try)
		wait := firstWait << (n - 1)
		wait += rand.N(wait / 2) // so that many that failed together do not come back together
		var status *statusError
		if errors.As(err, &status) && status.after >= 0 {
			wait = status.after
		}
		end, bound := ctx.Deadline()
		switch {
		case err == nil, began, !errors.Is(err, ErrDown), errors.Is(err, errNotAsked), errors.Is(err, errSlow):
			return err
		case n > c.cfg.Retries, wait > longestWait, bound && time.Until(end) <= wait:
			return err
		}
		if sleep(ctx, wait) != nil {
			return c.sorted(ctx, ctx.Err())
		}
	}
}

// errNotAsked marks the error of a call that no request was made for.
var errNotAsked = errors.New("no request was made")

// once makes a request in a place and a time of its own.
func (c *Client) once(ctx context.Context, l *line, rec *Record, try func(context.Context) (bool, error)) (began bool, err error) {
	select {
	case c.places <- struct{}{}:
		defer func() { <-c.places }()
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			return false, ctx.Err()
		}
		return false, fmt.Errorf("%w: too many calls are under way (%w)", ErrDown, errNotAsked)
	}
	if err := l.enter(); err != nil {
		return false, fmt.Errorf("%w (%w)", err, errNotAsked)
	}
	rec.Tries++
	within, cancel := context.WithTimeout(ctx, c.cfg.timeout())
	defer cancel()
	began, err = try(within)
	err = c.sorted(ctx, err)
	paused, back := l.leave(err)
	if paused > 0 {
		c.log.WarnContext(ctx, "the model's endpoint is left alone for a while", "for", l.name, "seconds", int(paused.Seconds()), "error", err)
	}
	if back {
		c.log.InfoContext(ctx, "the model's endpoint answers again", "for", l.name)
	}
	return began, err
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
