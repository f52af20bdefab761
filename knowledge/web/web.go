// Package web is for turning addresses into Articles: single pages, feeds (RSS, Atom, JSON Feed), sitemaps, and dumps of one article
// a line.
//
// The path of an address:
//
//	Source.Articles ─ list: a feed or sitemap gives the addresses of pages, with their days (feed.go, sitemap.go)
//	  ─ each page, host by host: known and unchanged → as it was kept (keep.go)
//	      ─ get: what robots.txt allows, at the pace of its host, redirects followed, within bounds (get.go, host.go, robots.go)
//	      ─ judge: a paywall, a consent form, a login, an error or next to nothing is no article (judge.go)
//	      ─ read: cleaned as files are, its ID the canonical address (page.go)
//
// Nobody outside is trusted. Only http and https are spoken, and addresses of private networks are refused where a connection is
// made, so that neither a redirect nor a name that changes its address leads there (guard.go). What cannot be had is a *Problem of
// that page, and the rest goes on; a Source that fails as a whole yields a *Failed. In both cases what was had before is
// yielded as it was, so that a bad day of a server takes no article away; only what is gone or barred is not.
//
// A Source is knowledge.Marked: it asks for a page that the knowledge base has only whether it has changed.
package web

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// Defaults of Options.
const (
	DefaultMost       = 2000
	DefaultPageTime   = 20 * time.Second
	DefaultSourceTime = 30 * time.Minute
)

// Options say who asks, and within which bounds. The zero Options remember nothing and make no pause between requests.
type Options struct {
	Agent        string        // name and version, such as "talksbot/1.2"; robots.txt is read for the name. "" means "talksbot"
	Contact      string        // an address of who is behind it, for those who are asked; "" means none is given
	Cache        storage.Cache // what was fetched is kept here; nil: everything is fetched each time
	Limit        int64         // bytes of one page or feed, unpacked; 0 means sources.DefaultLimit
	Since        time.Time     // of feeds and sitemaps, what was published before is not fetched; zero: all is
	Most         int           // pages of one feed or sitemap, the latest ones; 0 means DefaultMost
	Pause        time.Duration // between two requests to a host, at least
	PageTime     time.Duration // for one request, from the connection to the last byte; 0 means DefaultPageTime
	SourceTime   time.Duration // for one Source; 0 means DefaultSourceTime
	AllowPrivate bool          // addresses of private networks may be asked, too

	// Progress is called while a Source is fetched, from one goroutine; total is 0 while not known.
	Progress func(source string, done, total int)

	resolver *net.Resolver // nil: the system's
	public   netip.Addr    // counts as public, for the tests
	list     int64         // bytes of a sitemap or a dump; 0 means maxList
	clock    clock
}

// clock is time, which tests make their own.
type clock struct {
	now    func() time.Time
	wait   func(context.Context, time.Duration) error
	within func(context.Context, time.Duration) (context.Context, context.CancelFunc) // for a Source
}

// Client fetches. It keeps the pace of each host over all Sources that it makes. Safe for concurrent use.
type Client struct {
	opt    Options
	http   *http.Client
	reader *sources.Reader

	mu    sync.Mutex
	hosts map[string]*host

	recent     map[string]recent // by address
	recentSize int               // bytes of text in it
}

// New makes a Client; nothing is asked yet.
func New(opt Options) *Client {
	opt.Agent = cmp.Or(opt.Agent, "talksbot")
	opt.Limit = cmp.Or(opt.Limit, sources.DefaultLimit)
	opt.list = cmp.Or(opt.list, maxList)
	opt.Most = cmp.Or(opt.Most, DefaultMost)
	opt.PageTime = cmp.Or(opt.PageTime, DefaultPageTime)
	opt.SourceTime = cmp.Or(opt.SourceTime, DefaultSourceTime)
	if opt.clock.now == nil {
		opt.clock = clock{now: time.Now, wait: wait, within: context.WithTimeout}
	}
	c := &Client{opt: opt, reader: sources.NewReader(), hosts: map[string]*host{}, recent: map[string]recent{}}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Resolver: opt.resolver, ControlContext: c.guard}
	c.http = &http.Client{
		// Without a proxy: behind one, the address that is connected to would not be the one that is asked for.
		Transport: &http.Transport{DialContext: dialer.DialContext, MaxConnsPerHost: 1, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second,
			TLSHandshakeTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // get follows them itself
	}
	return c
}

// wait lets time pass, or gives the error of ctx.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
