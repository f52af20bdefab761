package web

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"talksbot/knowledge/news"
)

// Bounds of a sitemap: of bytes and addresses as the protocol has them (sitemaps.org), of files as few need them.
const (
	maxList     = 50 << 20
	maxSitemaps = 100
	maxEntries  = 200_000
)

// place is an address in a sitemap or in an index of sitemaps.
type place struct {
	Loc     string `xml:"loc"`
	Lastmod string `xml:"lastmod"`
	News    struct {
		Published string `xml:"publication_date"`
		Paper     string `xml:"publication>name"`
	} `xml:"news"`
}

// readSitemap gives the places of one file, and whether they are sitemaps. What was read before the XML broke counts, and the error
// comes with it.
func readSitemap(text string) (places []place, index bool, err error) {
	d := xml.NewDecoder(strings.NewReader(withoutDeclaration(text)))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	for len(places) < maxEntries {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return places, index, nil
		} else if err != nil {
			return places, index, err
		}
		at, ok := t.(xml.StartElement)
		if !ok || at.Name.Local != "url" && at.Name.Local != "sitemap" {
			continue
		}
		var p place
		if err := d.DecodeElement(&p, &at); err != nil {
			return places, index, err
		}
		index = index || at.Name.Local == "sitemap"
		places = append(places, p)
	}
	return places, index, nil
}

// walk gives the entries of a sitemap found at an address and of those that it names, the latest of these first. What was last changed
// before since is not asked for. index says that there were such. Problems are of those that could not be had; an error is that of ctx.
func (c *Client) walk(ctx context.Context, at *url.URL, text string) (out []entry, index bool, problems []error, err error) {
	asked, left := map[string]bool{at.String(): true}, 0
	var todo []entry // sitemaps
	for n, e := 0, (entry{At: at.String()}); ; n++ {
		if n > 0 {
			text, err = c.sitemapAt(ctx, e.At)
		}
		if ctx.Err() != nil {
			return nil, false, nil, ctx.Err()
		}
		var in []entry
		var names bool
		if err == nil {
			in, names, err = c.inSitemap(e.At, text)
		}
		if err != nil {
			problems = append(problems, err)
		}
		if index = index || names; !names {
			out = append(out, in...)
		} else {
			for _, e := range in {
				if !asked[e.At] {
					asked[e.At] = true
					todo = append(todo, e)
				}
			}
			slices.SortStableFunc(todo, later)
		}
		most := max(0, maxSitemaps-n)
		if len(out) > maxEntries {
			out, most = out[:maxEntries], 0
		}
		if len(todo) > most {
			left += len(todo) - most
			for _, e := range todo[most:] {
				delete(asked, e.At)
			}
			todo = todo[:most]
		}
		if len(todo) == 0 {
			break
		}
		e, todo = todo[0], todo[1:]
	}
	if left > 0 {
		problems = append(problems, problem(at, passing, "names %d sitemaps more than are read, which are %d with %d pages at most, the latest first", left, maxSitemaps, maxEntries))
	}
	return out, index, problems, nil
}

// later puts what was changed last first, and before that what does not say when.
func later(a, b entry) int {
	if a.Latest.IsZero() != b.Latest.IsZero() {
		return a.Latest.Compare(b.Latest)
	}
	return b.Latest.Compare(a.Latest)
}

// sitemapAt fetches one of those that an index names.
func (c *Client) sitemapAt(ctx context.Context, address string) (string, error) {
	at, err := Address(address)
	if err != nil {
		return "", err
	}
	g, err := c.get(ctx, at, validators{}, c.opt.list)
	if err != nil {
		return "", err
	}
	text, err := asText(g)
	if err == nil && recognise(text, "") != sitemap {
		err = problem(at, passing, "is no sitemap")
	}
	return text, err
}

// inSitemap gives what one file names on its own site that is not too old, and whether these are sitemaps. Where all pages are too old one
// of them comes, as a file that names none is a broken one. What was read before the XML broke comes with the error.
func (c *Client) inSitemap(address, text string) (in []entry, index bool, err error) {
	at, err := Address(address)
	if err != nil {
		return nil, false, err
	}
	places, index, err := readSitemap(text)
	if err != nil {
		err = &Problem{Address: address, Reason: "is broken, and was read as far as it goes (" + err.Error() + ")", Err: err, kind: passing}
	}
	for _, p := range places {
		u, wrong := at.Parse(strings.TrimSpace(p.Loc))
		if wrong != nil || strings.TrimSpace(p.Loc) == "" {
			continue
		}
		if u, wrong = Address(u.String()); wrong != nil || !sameSite(u, at) {
			continue // the protocol: a sitemap speaks for its own site
		}
		e := p.entry(u)
		day := e.Latest
		if index {
			day = dayOf(p.Lastmod, nil) // a day in its address may be the first of many
		}
		if day.IsZero() || !day.Before(c.opt.Since) || !index && len(in) == 0 {
			in = append(in, e)
		}
	}
	return in, index, err
}

// entry is a place that is a page.
func (p place) entry(u *url.URL) entry {
	e := entry{At: u.String(), Stamp: strings.TrimSpace(p.Lastmod), exact: true, Publisher: strings.TrimSpace(p.News.Paper)}
	e.Day = dayOf(p.News.Published, nil)
	e.Latest = dayOf(p.Lastmod, nil)
	if e.Day.After(e.Latest) {
		e.Latest = e.Day
	}
	if e.Latest.IsZero() {
		e.Latest = news.Article{URL: e.At}.Order()
	}
	return e
}
