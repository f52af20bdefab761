package sources

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	ferryTitle = "<h1>Ferry to run all winter</h1>"
	ferryShort = "<p>The harbour council of Miran agreed on Monday to keep the ferry running. Mayor Ana Velho said that the town would pay for two crossings a day until April, and that fares stay as they are.</p>"
)

// What others wrote, what is of other articles, and what is struck out or not to be seen, is not the article's text: short articles
// are where it would be taken for that.
func TestTakeApart(t *testing.T) {
	t.Parallel()
	alien := strings.Repeat("<p>I heard that the ALIEN promised to hand the ferry over to the navy, and that the council will never pay a coin for it, whatever they say on Monday.</p>", 8)
	card := func(tag string) string {
		return strings.Repeat("<"+tag+" class=card><h3><a href=/other>ALIEN refuses talks</a></h3><p>Admiral ALIEN refused on Friday to sell the depot to the town, and promised a new wharf by 2032.</p></"+tag+">", 4)
	}
	article := "<main><article>" + ferryTitle + ferryShort + "</article></main>"
	for name, body := range map[string]string{
		"comments below":              article + `<section id="comments"><h2>Comments</h2>` + alien + "</section>",
		"comments in the article":     "<article>" + ferryTitle + ferryShort + `<div class="c-comments__list">` + alien + "</div></article>",
		"comments as articles":        "<article>" + ferryTitle + ferryShort + `<ol class="commentList"><li><article class="comment-body">` + alien + "</article></li></ol></article>",
		"comments without an article": "<div>" + ferryTitle + ferryShort + `</div><div id="disqus_thread">` + alien + "</div>",
		"related, in divs":            "<div>" + ferryTitle + ferryShort + `</div><div class="more-stories"><h2>More</h2>` + card("div") + "</div>",
		"related, in a list":          article + `<ul class="RelatedArticles_root__x1y">` + card("li") + "</ul>",
		"related, as articles":        "<main><article>" + ferryTitle + ferryShort + "</article>" + card("article") + "</main>",
		"related, inside":             "<article>" + ferryTitle + ferryShort + `<div class="related">` + card("div") + "</div></article>",
		"the next article":            "<main><article>" + ferryTitle + ferryShort + "</article><article><h1>ALIEN refuses talks</h1>" + alien + "</article></main>",
		"newsletter":                  "<article>" + ferryTitle + ferryShort + `<div class="newsletter-box"><p>The ALIEN promises to send you the best stories of the week, each Friday morning.</p></div></article>`,
		"cookie banner":               article + `<div class="cc-window"><p>The ALIEN agreed with its partners to store what you read on your device, and promised to sell none of it.</p></div>`,
		"consent, by a tag":           article + `<amp-consent><div>The ALIEN promised never to sell what you read.</div></amp-consent><amp-list><p>ALIEN refuses talks, and promised a wharf.</p></amp-list>`,
		"beside and below":            "<div>" + ferryTitle + ferryShort + `</div><div id="sidebar">` + card("div") + `</div><div class="site-footer"><p>The ALIEN agreed to all of that.</p></div>`,
		"bought":                      "<article>" + ferryTitle + ferryShort + `<div class="sponsored-content"><p>The ALIEN promised lower prices to everybody.</p></div></article>`,
		"a line that is a link":       "<article>" + ferryTitle + ferryShort + `<p><strong><a href="/x">The ALIEN refused on Friday to sell the depot.</a></strong></p></article>`,
		"dialog":                      article + `<div role="dialog"><p>The ALIEN promised never to sell what you read, and agreed with its partners to delete it.</p></div>`,
		"not seen":                    "<article>" + ferryTitle + `<p class="sr-only">The ALIEN cancelled the ferry.</p>` + ferryShort + "</article>",
		"struck out":                  "<article>" + ferryTitle + ferryShort + "<p><del>The ALIEN agreed to sell the boat.</del> <s>The ALIEN signed.</s> <strike>The ALIEN paid.</strike> <ins>Nobody signed on Sunday.</ins></p></article>",
	} {
		_, text, err := readPage("<!DOCTYPE html><title>Ferry to run all winter</title><body>"+body, nil)
		if err != nil || strings.Contains(text, "ALIEN") || !strings.Contains(text, "two crossings a day until April") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

// What only has such a name, or tells of such a part, stays.
func TestTakeApartStays(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"around the title":   `<div id="comments"><h1>Ferry</h1>` + ferryShort + "</div>",
		"the only article":   `<div class="related"><article>` + ferryShort + "</article></div>",
		"marked as the text": `<div class="modal"><div itemprop="articleBody">` + ferryShort + "</div></div>",
		"the main part":      `<main class="popup">` + ferryShort + "</main>",
		"states":             `<h1>Ferry</h1><div class="has-comments comments-open category-newsletters tag-cookies no-related">` + ferryShort + "</div>",
		"laid out":           `<header><h1>Ferry</h1></header><div class="l-sidebar-fixed">` + ferryShort + "</div>",
		"folded":             `<article><h1>Ferry</h1><div class="read-more-wrapper">` + ferryShort + "</div></article>",
		"posts":              `<article><h1>Ferry, live</h1><article><h1>10:15</h1>` + ferryShort + `</article><article><h2><a href="#p2">10:10</a></h2>` + strings.Replace(ferryShort, "two crossings", "the pier that opens on Sunday and for two crossings", 1) + `</article></article>`,
	} {
		_, text, err := readPage("<!DOCTYPE html><title>Ferry</title><body>"+body, nil)
		if err != nil || !strings.Contains(text, "two crossings a day until April") || name == "posts" && !strings.Contains(text, "opens on Sunday") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

// The day of publication, and not that of today, of a change, or of another article.
func TestPageDay(t *testing.T) {
	t.Parallel()
	const linked, other = `<script type="application/ld+json">`, `</script>`
	at := &url.URL{Scheme: "https", Host: "news.example", Path: "/ferry"}
	for name, tt := range map[string]struct{ page, want string }{
		"of the article, not of today":   {`<header><time datetime="2026-12-24">Today</time></header><article><time datetime="2026-03-10T09:00:00+01:00">10 March</time>x</article>`, "2026-03-10"},
		"today, in a box at the top":     {`<div><time datetime="2026-12-24">Today</time></div><article><time datetime="2026-03-10">10 March</time>x</article>`, "2026-03-10"},
		"the first of the article":       {`<article><time datetime="2026-03-10">10 March</time><p>It ends on <time datetime="2026-04-30">30 April</time>.</p></article>`, "2026-03-10"},
		"of a list at the side":          {`<aside><time datetime="2025-01-02">x</time></aside><article><header><time datetime="2026-03-10">x</time></header>x</article>`, "2026-03-10"},
		"changed, and published":         {`<article><time itemprop="dateModified" datetime="2026-03-12">x</time><time itemprop="datePublished" datetime="2026-03-10">x</time></article>`, "2026-03-10"},
		"changed only":                   {`<article><time class="updated" datetime="2026-03-12">x</time></article>`, ""},
		"nothing but a time":             {`<div><time datetime="2026-03-10">x</time></div>`, "2026-03-10"},
		"what it is about":               {linked + `{"@type":"WebPage","mainEntity":{"@type":["NewsArticle"],"datePublished":"2026-03-10T23:30:00-05:00"}}` + other, "2026-03-10"},
		"in a graph, not in a list":      {linked + `{"@graph":[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2025-01-01"}]},{"@type":"NewsArticle","datePublished":"2026-03-10"}]}` + other, "2026-03-10"},
		"said for sure, and perhaps":     {`<meta name="date" content="2026-12-24">` + linked + `{"@type":"NewsArticle","datePublished":"2026-03-10"}` + other, "2026-03-10"},
		"in a comment":                   {linked + "<!--\n{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-03-10\"}\n-->" + other, "2026-03-10"},
		"in CDATA":                       {linked + "\n/*<![CDATA[*/{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-03-10\"};/*]]>*/" + other, "2026-03-10"},
		"with a break in a text":         {linked + "{\"@type\":\"NewsArticle\",\"description\":\"a\n\tb\",\"datePublished\":\"2026-03-10\"}" + other, "2026-03-10"},
		"said perhaps":                   {`<meta name="date" content="2026-03-10"><article><time datetime="2026-03-12">x</time></article>`, "2026-03-10"},
		"never filled in":                {`<meta property="article:published_time" content="1970-01-01T00:00:00Z"><article><time datetime="2026-03-10">x</time></article>`, "2026-03-10"},
		"of a comment, where none is":    {`<article>x<div class="comments"><time datetime="2026-03-12">x</time></div></article>`, ""},
		"in the article's own tag, late": {`<div><time datetime="2026-12-24">x</time></div><main><p>x</p><time datetime="2026-03-10">x</time></main>`, "2026-03-10"},
	} {
		m, _, err := readPage("<!DOCTYPE html><title>Ferry</title><body>"+tt.page, at)
		got := ""
		if !m.published.IsZero() {
			got = m.published.Format(time.DateOnly)
		}
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
}
