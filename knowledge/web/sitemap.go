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

// walk gives the entries of a sitemap found at an address and of those that it names. Sitemaps that were last changed before since are
// not asked for. index says that there were such. Problems are of those that could not be had; an error is that of ctx.
func (c *Client) walk(ctx context.Context, at *url.URL, text string) (out []entry, index bool, problems []error, err error) {
	todo, asked := []*url.URL{}, []string{at.String()}
	for {
		places, names, err := readSitemap(text)
		index = index || names
		if err != nil {
			problems = append(problems, &Problem{Address: at.String(), Reason: "is broken, and was read as far as it goes (" + err.Error() + ")", Err: err, kind: passing})
		}
		for _, p := range places {
			u, err := at.Parse(strings.TrimSpace(p.Loc))
			if err != nil || strings.TrimSpace(p.Loc) == "" {
				continue
			}
			if u, err = Address(u.String()); err != nil || !sameSite(u, at) {
				continue // the protocol: a sitemap speaks for its own site
			}
			if !names {
				out = append(out, p.entry(u))
				continue
			}
			if day := dayOf(p.Lastmod, nil); (day.IsZero() || !day.Before(c.opt.Since)) && !slices.Contains(asked, u.String()) {
				todo, asked = append(todo, u), append(asked, u.String())
			}
		}
		if text, at, err = c.nextSitemap(ctx, &todo, &problems, len(asked)-len(todo)); at == nil || err != nil {
			return out, index, problems, err
		}
	}
}

// nextSitemap fetches the next of those that an index named; at is nil when there is none left.
func (c *Client) nextSitemap(ctx context.Context, todo *[]*url.URL, problems *[]error, had int) (text string, at *url.URL, err error) {
	for ; len(*todo) > 0; had++ {
		at, *todo = (*todo)[0], (*todo)[1:]
		if had > maxSitemaps {
			*problems = append(*problems, problem(at, passing, "and %d more sitemaps were left out: %d are read at most", len(*todo), maxSitemaps))
			return "", nil, nil
		}
		g, err := c.get(ctx, at, validators{}, c.opt.list)
		if ctx.Err() != nil {
			return "", nil, ctx.Err()
		}
		if err == nil {
			text, err = asText(g)
		}
		if err == nil && recognise(text, "") != sitemap {
			err = problem(at, passing, "is no sitemap")
		}
		if err == nil {
			return text, at, nil
		}
		*problems = append(*problems, err)
	}
	return "", nil, nil
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
