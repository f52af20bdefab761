package web

import (
	"cmp"
	"context"
	"errors"
	"mime"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"talksbot/knowledge"
	"talksbot/knowledge/news"
)

// fetch gives the Article of a page: as it is now, or its mark where it is known and has not changed. Both that and an error come where
// the page cannot be had now and stays as it was. The error is a *Problem, or that of ctx.
func (c *Client) fetch(ctx context.Context, e entry, known marks) (had, error) {
	at, err := Address(e.At)
	if err != nil {
		return had{}, &Problem{Address: withoutSecret(e.At), Reason: err.Error(), kind: refused, final: true}
	}
	if r, ok := c.justHad(e.At); ok && (r.article != nil || known[r.had.mark] != "" || r.Reason != "") {
		return r.had, r.problem(at)
	}
	was, kept := c.recall(ctx, e.At, known)
	if c.settled(was, kept, e) {
		return kept, was.problem(at)
	}
	var v validators
	if was != nil && (!kept.none() || was.Reason != "") {
		v = was.validators
	}
	g, err := c.get(ctx, at, v, c.opt.Limit)
	if err == nil && g.unchanged {
		was.Stamp = e.Stamp
		c.remember(ctx, e.At, *was, kept)
		return kept, was.problem(at)
	}
	return c.taken(ctx, e, at, g, err, was, kept)
}

// problem is why an address is no Article, as it was found before.
func (r *record) problem(at *url.URL) error {
	if r.Reason == "" {
		return nil
	}
	return &Problem{Address: at.String(), Reason: r.Reason, kind: r.Kind, final: true}
}

// taken makes of what came from a page, or of why nothing did, what is had of it now.
func (c *Client) taken(ctx context.Context, e entry, at *url.URL, g got, err error, was *record, kept had) (had, error) {
	var a knowledge.Article
	if err == nil {
		before := 0
		if !kept.none() && !was.FromList {
			before = was.Words
		}
		a, err = c.read(g, at, e, before)
	}
	if ctx.Err() != nil {
		return had{}, ctx.Err()
	}
	if err == nil {
		h := hadOf(a)
		c.remember(ctx, e.At, record{validators: g.validators(), Stamp: e.Stamp, Words: words(a.Text)}, h)
		return h, nil
	}
	var p *Problem
	if !errors.As(err, &p) {
		return had{}, err
	}
	ofFeed := !kept.none() && was.FromList
	if (kept.none() || ofFeed) && p.kind != gone && p.kind != refused && e.content != "" {
		if a, ok := c.fromFeed(at, e); ok {
			h := hadOf(a)
			c.remember(ctx, e.At, record{Stamp: e.Stamp, FromList: true}, h)
			return h, nil
		}
	}
	p.final = !p.kind.stays() || !kept.none() || was != nil && was.Mark == ""
	switch {
	case ofFeed && p.kind != gone:
		return kept, nil
	case !kept.none() && p.kind.stays():
		return kept, err
	case g.at != nil && p.kind != passing:
		c.remember(ctx, e.At, record{validators: g.validators(), Stamp: e.Stamp, Reason: p.Reason, Kind: p.kind}, had{})
	}
	return had{}, err
}

// read makes an Article of a page, which had so many words before, or says why it is none.
func (c *Client) read(g got, from *url.URL, e entry, before int) (knowledge.Article, error) {
	none := knowledge.Article{}
	text, err := asText(g)
	if err != nil {
		return none, err
	}
	contentType := g.header.Get("Content-Type")
	if k := recognise(text, contentType); k != page {
		return none, problem(from, bad, "is no page but a %s", k)
	}
	s := look(text)
	if p := s.before(from, g.at); p != nil {
		return none, p
	}
	var a knowledge.Article
	if media, _, _ := mime.ParseMediaType(contentType); media == "text/plain" {
		a, err = c.reader.Text(from.String(), knowledge.Article{ID: g.at.String(), URL: g.at.String(), Text: text})
	} else {
		a, err = c.reader.Page(g.at, text)
	}
	if err != nil {
		a.Text = "" // the signs say why
	}
	if p := s.after(from, a.Text, before); p != nil {
		return none, p
	}
	c.address(&a, g.at)
	a.Publisher = cmp.Or(a.Publisher, e.Publisher, strings.TrimPrefix(g.at.Hostname(), "www."))
	a.Published = c.published(a.Published, e.Day)
	return a, nil
}

// address names an Article: by what its page says its own address is, where that is on the same site and no front page, else by
// where it was found. A page that says it is another site's would take that one's place, and its words do not stand there.
func (c *Client) address(a *knowledge.Article, at *url.URL) {
	own, err := Address(a.URL)
	if err != nil || !sameSite(own, at) || own.Path == "/" && own.RawQuery == "" && at.Path != "/" {
		own = at
	}
	a.ID = news.Canonical(own.String())
	shown := *own
	if u, err := url.Parse(a.ID); err == nil {
		shown.RawQuery = u.RawQuery // as it is asked for, but for what tells where a reader came from
	}
	a.URL = shown.String()
}

// sameSite says whether two addresses belong to the same owner, as far as their names tell.
func sameSite(a, b *url.URL) bool {
	if a.Hostname() == b.Hostname() {
		return true
	}
	x, errX := publicsuffix.EffectiveTLDPlusOne(a.Hostname())
	y, errY := publicsuffix.EffectiveTLDPlusOne(b.Hostname())
	return errX == nil && errY == nil && x == y
}

// published gives the first of some days that is known and has come, wherever that is; zero for none.
func (c *Client) published(days ...time.Time) time.Time {
	for _, d := range days {
		if !d.IsZero() && !d.After(c.opt.clock.now().UTC().AddDate(0, 0, 1)) {
			return d
		}
	}
	return time.Time{}
}

// fromFeed makes an Article of the text that a feed gives of it, where that is the whole of it.
func (c *Client) fromFeed(at *url.URL, e entry) (knowledge.Article, bool) {
	a, err := c.reader.Page(at, "<!DOCTYPE html><html><body><article>"+e.content+"</article></body></html>")
	if err != nil || words(a.Text) < wholeWords || cutShort.MatchString(a.Text) {
		return a, false
	}
	c.address(&a, at)
	a.Title = cmp.Or(e.title, a.Title)
	a.Publisher = cmp.Or(e.Publisher, strings.TrimPrefix(at.Hostname(), "www."))
	a.Published = c.published(e.Day)
	return a, true
}
