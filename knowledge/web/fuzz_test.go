package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"talksbot/knowledge/storage"
)

// Whatever a line of a dump is, an Article that comes of it is whole and can be kept.
func FuzzLine(f *testing.F) {
	for _, s := range []string{`{"id":"a","title":"T","publisher":"P","published":"2031-03-09","url":"https://a.example/x?utm_source=y","language":"en-GB","text":"The ferry runs all winter."}`,
		`{"url":"http://a.example","text":"Ferry.\nPier."}`, `{"id":"\u0000","text":"a"}`, `{"ID":["a"]}`, `[]`, `{"id":"a","text":"\ud800 x","published":"03/04/2031"}`, "\xff", "null", `{"text":"a","url":"file:///x"}`} {
		f.Add([]byte(s))
	}
	c := New(Options{})
	f.Fuzz(func(t *testing.T, line []byte) {
		a, err := c.readLine(line)
		if err != nil {
			return
		}
		if a.Title == "" || a.Language == "" || strings.TrimSpace(a.Text) == "" {
			t.Fatalf("something is empty: %+v", a)
		}
		if err := (storage.Record{Kind: "article", ID: a.ID}).Check(); err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{a.Title, a.Publisher, a.URL, a.Language, a.Text} {
			if !utf8.ValidString(s) {
				t.Fatalf("%q is not valid UTF-8", s)
			}
		}
		if a.URL != "" {
			if _, err := Address(a.URL); err != nil {
				t.Fatalf("address %q %v", a.URL, err)
			}
		}
	})
}

// An address that is asked for is one of http or https, names a host, has no secret in it, and stays as it is when read again.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://a.example", "HTTPS://A.Example:443/x?y#z", "http://me:pw@a.example/", "//a.example/", "http:a", "http://[::1%25lo]/", "http://a.example/\x00", "ftp://a.example", "http://a.example/%zz", "http://ä.example/ö", "http://[::%25\xff]", "HTTP://e? #", "http://a.example/?q=<ö>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Address(s)
		if err != nil {
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Path == "" {
			t.Fatalf("%q gives %q", s, u)
		}
		again, err := Address(u.String())
		if err != nil || again.String() != u.String() {
			t.Fatalf("%q gives %q, and that %v %v", s, u, again, err)
		}
	})
}

// Whatever a feed or a sitemap holds, what it names are addresses, or are refused.
func FuzzLists(f *testing.F) {
	for _, s := range []string{rss(item("/1", "Mon, 10 Mar 2031 08:00:00 GMT"), item("javascript:x", "")), urlset("/1", "2031-03-10"), `{"version":"https://jsonfeed.org/version/1","items":[{"url":"/x"},null]}`,
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.example/"><entry><link href="a"/></entry></feed>`, "<rss><channel><item><link>%zz</link></item>", "<urlset><url><loc>\x00</loc></url>", "<!DOCTYPE a [<!ENTITY b 'c'>]><rss>&b;</rss>"} {
		f.Add(s)
	}
	at, _ := url.Parse("http://news.example/feed")
	f.Fuzz(func(t *testing.T, text string) {
		recognise(text, "")
		entries, _ := readFeed(at, text)
		places, _, _ := readSitemap(text)
		for _, p := range places {
			if u, err := at.Parse(strings.TrimSpace(p.Loc)); err == nil {
				entries = append(entries, p.entry(u))
			}
		}
		in, more := chosen(entries, time.Time{}, 3)
		if len(in) > 3 || len(in)+more > len(entries) {
			t.Fatalf("%d and %d of %d", len(in), more, len(entries))
		}
	})
}

// robots.txt of any kind is read without harm, and what is allowed is only less than all where there are rules for all or for us.
func FuzzRobots(f *testing.F) {
	for _, s := range []string{"User-agent: *\nDisallow: /", "user-agent: talksbot\ncrawl-delay: 1e9\nallow: /$\ndisallow: /*?", "Disallow: /\n\ufeff", "User-agent: *\nDisallow: *[\\"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		g := robots(body, "talksbot")
		if g != nil && !g.Test("/ferry") && !strings.Contains(strings.ToLower(string(body)), "agent") {
			t.Fatalf("%q forbids all and names nobody", body)
		}
	})
}

// No address that leads to a private network counts as public, however it is written.
func FuzzPublic(f *testing.F) {
	for _, s := range []string{"127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0", "8.8.8.8", "2606:4700::1111"} {
		ip := netip.MustParseAddr(s).As16()
		f.Add(ip[:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != 16 {
			return
		}
		ip := netip.AddrFrom16([16]byte(b))
		if !public(ip) {
			return
		}
		four := ip.Unmap()
		if four.IsPrivate() || four.IsLoopback() || four.IsLinkLocalUnicast() || four.IsMulticast() || four.IsUnspecified() {
			t.Fatalf("%s is public", ip)
		}
		if public(netip.AddrFrom4([4]byte(b[12:]))) != public(netip.AddrFrom16([16]byte(append([]byte("\x00\x64\xff\x9b\x00\x00\x00\x00\x00\x00\x00\x00"), b[12:]...)))) {
			t.Fatalf("%s is judged in another way behind a translator", netip.AddrFrom4([4]byte(b[12:])))
		}
	})
}

// Whatever a page is, an Article that comes of it is whole, and its own address is on the site where it was found.
func FuzzPage(f *testing.F) {
	for _, s := range []string{story("Ferry"), story("Ferry", `<link rel=canonical href="//other.example/x"><script type="application/ld+json">{"@type":["NewsArticle"],"isAccessibleForFree":"true"}</script>`),
		"\xff\xfe<\x00p\x00>\x00", "<title>404</title><p>Not found", "---\nid: x\n---\n" + story("Ferry"), "<base href='javascript:'><link rel=canonical href=x><article>" + body} {
		f.Add("text/html; charset=utf-8", []byte(s))
	}
	c := New(Options{})
	at, _ := url.Parse("http://news.example/ferry")
	f.Fuzz(func(t *testing.T, contentType string, raw []byte) {
		a, err := c.read(got{at: at, header: http.Header{"Content-Type": {contentType}}, body: raw}, at, entry{}, 0)
		if err != nil {
			return
		}
		own, err := Address(a.ID)
		if err != nil || !sameSite(own, at) {
			t.Fatalf("found at %s, and says it is %q", at, a.ID)
		}
		if a.Title == "" || a.Publisher == "" || a.Language == "" || words(a.Text) < fewWords || !utf8.ValidString(a.Text) {
			t.Fatalf("something is empty: %+v", a)
		}
	})
}
