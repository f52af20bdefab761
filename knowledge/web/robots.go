package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// maxRobots is how much of a robots.txt counts, in bytes: what RFC 9309 asks for at least.
const maxRobots = 500 << 10

// allowed asks robots.txt, read once a host, whether a page may be fetched, and takes over the pace it asks for. A file that is not
// there allows all; one that cannot be had allows nothing for now (RFC 9309, 2.3.1). The host's turn is ours.
func (c *Client) allowed(ctx context.Context, h *host, u *url.URL) error {
	if !h.read {
		if h.unread != nil && c.opt.clock.now().Sub(h.tried) < respite {
			return &Problem{Address: u.String(), Reason: h.unread.Reason, Err: h.unread.Err, kind: h.unread.kind}
		}
		at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
		got, err := c.follow(ctx, at, h)
		var p *Problem
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &p):
			return &Problem{Address: u.String(), Reason: p.Reason, Err: p.Err, kind: p.kind} // of the host, and so of the page
		case err != nil:
			return err
		case got.status >= 500 || got.status == http.StatusTooManyRequests:
			h.unread, h.tried = problem(u, passing, "is left alone while %s cannot be had (HTTP %d)", at, got.status), c.opt.clock.now()
			return h.unread
		case got.status < 300:
			h.robots = robots(got.body[:min(len(got.body), maxRobots)], c.token())
		}
		h.read, h.unread = true, nil
		if h.robots != nil && h.robots.CrawlDelay > c.opt.Pause {
			h.pace.SetLimitAt(c.opt.clock.now(), rate.Every(min(h.robots.CrawlDelay, time.Hour)))
		}
	}
	if h.robots != nil && !h.robots.Test(u.RequestURI()) {
		return problem(u, barred, "may not be fetched, says the robots.txt of its host")
	}
	return nil
}

// token is the name that robots.txt is read for.
func (c *Client) token() string {
	name, _, _ := strings.Cut(c.opt.Agent, "/")
	return name
}

// robotsLine is a line of robots.txt that counts.
var robotsLine = regexp.MustCompile(`(?i)^\s*(user-?agent|allow|disallow|crawl-?delay)\s*:\s*([^#]*)`)

// robots reads the rules for one name; nil where there are none. The library gives up a whole file for one line that is not
// right, so that it is given only those which are.
func robots(body []byte, name string) *robotstxt.Group {
	var b strings.Builder
	inGroup := false
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(string(body), "\ufeff"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		m := robotsLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		key, value := strings.ToLower(m[1]), strings.TrimSpace(m[2])
		switch key[0] {
		case 'u':
			inGroup = inGroup || value != ""
		case 'c':
			if n, err := strconv.ParseFloat(value, 64); err != nil || n < 0 || n > 24*3600 {
				continue
			}
		case 'd':
			if strings.Trim(value, "*") == "" && value != "" {
				value = "/"
			}
		}
		if inGroup {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	data, err := robotstxt.FromString(b.String())
	if err != nil {
		return nil
	}
	return data.FindGroup(name)
}
