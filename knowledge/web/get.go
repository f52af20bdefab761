package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxRedirects is how often one is sent on from an address.
const maxRedirects = 5

// validators say what is known of an address, so that it is sent only where it is another by now.
type validators struct {
	At       string `json:"at,omitempty"` // the address that they are of, after all redirects
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"` // as the server wrote it
}

// got is what came from an address: all of it, unpacked.
type got struct {
	at        *url.URL // after all redirects
	status    int
	header    http.Header
	body      []byte
	unchanged bool // it is as the validators have it; there is no body
}

// validators leave out a time of change that is that of the answer: within the same second it may have changed again (RFC 9110, 8.8.2.2).
func (g got) validators() validators {
	v := validators{At: g.at.String(), ETag: g.header.Get("ETag"), Modified: g.header.Get("Last-Modified")}
	changed, err := http.ParseTime(v.Modified)
	if answered, other := http.ParseTime(g.header.Get("Date")); err == nil && other == nil && answered.Sub(changed) < 2*time.Second {
		v.Modified = ""
	}
	return v
}

// get fetches what is at an address, where robots.txt allows it, at each step. The error is a *Problem, or that of ctx.
func (c *Client) get(ctx context.Context, at *url.URL, known validators, limit int64) (got, error) {
	var seen []string
	for u := at; ; {
		if slices.Contains(seen, u.String()) {
			return got{}, problem(at, passing, "leads around in a circle, back to %s", u)
		}
		if seen = append(seen, u.String()); len(seen) > maxRedirects+1 {
			return got{}, problem(at, passing, "leads on more than %d times", maxRedirects)
		}
		g, err := c.politely(ctx, u, known, limit)
		if err != nil {
			return got{}, named(err, at)
		}
		next, err := g.next(at)
		if err != nil {
			return got{}, err
		}
		if next == nil {
			return g, status(at, g)
		}
		u = next
	}
}

// named gives a Problem the address that was asked for, where it arose on the way from there.
func named(err error, at *url.URL) error {
	var p *Problem
	if errors.As(err, &p) && p.Address != at.String() {
		where := *p
		where.Address, where.Reason = at.String(), "leads to "+p.Address+", which "+p.Reason
		return &where
	}
	return err
}

// next is where an answer leads on to; nil where it does not.
func (g got) next(from *url.URL) (*url.URL, error) {
	switch g.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	to, err := g.at.Parse(g.header.Get("Location"))
	if err != nil || g.header.Get("Location") == "" {
		return nil, problem(from, passing, "leads on to no address")
	}
	u, err := Address(to.String())
	if err != nil {
		return nil, problem(from, refused, "leads on to what %s", err)
	}
	return u, nil
}

// politely makes one request at the pace of its host, and makes it again where the host has too much to do and says for how long.
func (c *Client) politely(ctx context.Context, u *url.URL, known validators, limit int64) (got, error) {
	h := c.of(u)
	if err := h.enter(ctx); err != nil {
		return got{}, err
	}
	defer h.leave()
	if err := c.allowed(ctx, h, u); err != nil {
		return got{}, err
	}
	for try := 1; ; try++ {
		if err := c.step(ctx, h, u); err != nil {
			return got{}, err
		}
		g, err := c.once(ctx, h, u, known, limit)
		if err != nil || g.status != http.StatusTooManyRequests && g.status != http.StatusServiceUnavailable {
			return g, err
		}
		now := c.opt.clock.now()
		d := retryAfter(g.header, now)
		if d == 0 {
			d = pardon
		}
		h.until = now.Add(d)
		if try == tries || d > patience {
			return g, nil
		}
	}
}

// follow makes a request to a host whose turn is ours, and follows where it leads on to, for robots.txt.
func (c *Client) follow(ctx context.Context, at *url.URL, h *host) (got, error) {
	u := at
	for range maxRedirects + 1 {
		if err := c.step(ctx, h, u); err != nil {
			return got{}, err
		}
		g, err := c.once(ctx, h, u, validators{}, c.opt.Limit)
		if err != nil {
			return got{}, err
		}
		next, err := g.next(at)
		if next == nil || err != nil {
			return g, err
		}
		u = next
	}
	return got{}, problem(at, passing, "leads on more than %d times", maxRedirects)
}

// once makes one request and reads what comes, within the bounds of size and time.
func (c *Client) once(ctx context.Context, h *host, u *url.URL, known validators, limit int64) (got, error) {
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, c.opt.PageTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return got{}, problem(u, refused, "is not an address")
	}
	req.Header.Set("User-Agent", c.agent())
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5")
	conditional := known.At == u.String() && known.ETag+known.Modified != ""
	if conditional && known.ETag != "" {
		req.Header.Set("If-None-Match", known.ETag)
	}
	if conditional && known.Modified != "" {
		req.Header.Set("If-Modified-Since", known.Modified)
	}
	resp, err := c.http.Do(req)
	h.heard(err, c.opt.clock.now())
	if err != nil {
		if whole.Err() != nil {
			return got{}, whole.Err()
		}
		return got{}, unreached(u, err)
	}
	defer resp.Body.Close()
	g := got{at: u, status: resp.StatusCode, header: resp.Header, unchanged: conditional && resp.StatusCode == http.StatusNotModified}
	if resp.StatusCode != http.StatusOK {
		return g, nil
	}
	if g.body, err = unpacked(resp.Body, limit); err == nil && int64(len(g.body)) > limit {
		err = problem(u, bad, "is larger than the limit of %d kB, or has no end", limit>>10)
	}
	switch {
	case whole.Err() != nil:
		return got{}, whole.Err()
	case errors.As(err, new(*Problem)):
		return got{}, err
	case err != nil:
		return got{}, unreached(u, err)
	}
	return g, nil
}

// agent is how the bot is known to those it asks.
func (c *Client) agent() string {
	if c.opt.Contact == "" {
		return c.opt.Agent
	}
	return c.opt.Agent + " (+" + c.opt.Contact + ")"
}

// unpacked reads a body, also one that is a gzip file, up to a byte more than limit.
func unpacked(body io.Reader, limit int64) ([]byte, error) {
	in := bufio.NewReader(io.LimitReader(body, limit+1))
	var from io.Reader = in
	if magic, _ := in.Peek(3); bytes.Equal(magic, []byte("\x1f\x8b\x08")) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		from = z
	}
	return io.ReadAll(io.LimitReader(from, limit+1))
}

// status says why an answer is no page.
func status(at *url.URL, g got) error {
	switch s := g.status; {
	case s == http.StatusOK, g.unchanged:
		if packed := g.header.Get("Content-Encoding"); packed != "" && !strings.EqualFold(packed, "identity") {
			return problem(at, bad, "is packed in a way that was not asked for (%q)", packed)
		}
		return nil
	case s == http.StatusNotFound:
		return problem(at, gone, "is not there (HTTP 404)")
	case s == http.StatusGone:
		return problem(at, gone, "is gone for good (HTTP 410)")
	case s == http.StatusUnavailableForLegalReasons:
		return problem(at, gone, "may not be shown for legal reasons (HTTP 451)")
	case s == http.StatusUnauthorized, s == http.StatusPaymentRequired, s == http.StatusForbidden, s == http.StatusProxyAuthRequired:
		return problem(at, closed, "is not shown to everybody (HTTP %d)", s)
	case s == http.StatusTooManyRequests:
		return problem(at, passing, "is on a host that wants to be asked less often (HTTP 429)")
	case s >= 500, s == http.StatusRequestTimeout, s == http.StatusTooEarly:
		return problem(at, passing, "could not be had from its host (HTTP %d)", s)
	}
	return problem(at, bad, "gave no page (HTTP %d)", g.status)
}
