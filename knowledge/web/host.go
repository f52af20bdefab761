package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// host is one server: a scheme, a name and a port.
type host struct {
	turn   chan struct{} // one request at a time
	pace   *rate.Limiter
	until  time.Time // when it wants to be asked again; zero: now
	robots *robotstxt.Group
	read   bool     // robots.txt was read; robots is nil where all is allowed
	unread *Problem // why it could not be read when it was tried, nil for nothing
	tried  time.Time
	missed int // requests in a row that nothing came of
	since  time.Time
}

// of gives the host of an address.
func (c *Client) of(u *url.URL) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := u.Scheme + "://" + u.Host
	h := c.hosts[name]
	if h == nil {
		h = &host{turn: make(chan struct{}, 1), pace: rate.NewLimiter(rate.Every(c.opt.Pause), 1)}
		if c.opt.Pause <= 0 {
			h.pace.SetLimit(rate.Inf)
		}
		c.hosts[name] = h
	}
	return h
}

// enter waits for the turn at a host. leave ends it.
func (h *host) enter(ctx context.Context) error {
	select {
	case h.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *host) leave() { <-h.turn }

// step waits until the next request may be made, or says that the host does not want one for longer than is waited.
func (c *Client) step(ctx context.Context, h *host, u *url.URL) error {
	now := c.opt.clock.now()
	if d := h.until.Sub(now); d > patience {
		return problem(u, passing, "is on a host that asks to be left alone for %s", d.Round(time.Second))
	} else if d > 0 {
		if err := c.opt.clock.wait(ctx, d); err != nil {
			return err
		}
		now = c.opt.clock.now()
	}
	if h.missed >= tries && now.Sub(h.since) < respite {
		return problem(u, passing, "is on a host that did not answer %d times in a row", h.missed)
	}
	if d := h.pace.ReserveN(now, 1).DelayFrom(now); d > 0 {
		if end, ok := ctx.Deadline(); ok && d > time.Until(end) {
			return context.DeadlineExceeded
		}
		return c.opt.clock.wait(ctx, d)
	}
	return ctx.Err()
}

// How a host is asked again that has too much to do.
const (
	patience = time.Minute // the longest wait for one; who wants a longer one is left alone until the next refresh
	tries    = 3
	pardon   = 5 * time.Second // where it does not say how long
	respite  = 5 * time.Minute // for one that does not answer
)

// heard counts the requests that nothing came of.
func (h *host) heard(err error, now time.Time) {
	if err == nil {
		h.missed = 0
		return
	}
	h.missed++
	h.since = now
}

// retryAfter reads how long a host wants to be left alone: seconds, or a date. 0 means it does not say.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.Atoi(s); err == nil {
		return time.Duration(max(0, min(n, 7*24*3600))) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(0, min(t.Sub(now), 7*24*time.Hour))
	}
	return 0
}
