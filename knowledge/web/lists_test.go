package web

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// rss is a feed of entries.
func rss(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gazette</title><link>http://news.example/</link>` +
		strings.Join(items, "") + "</channel></rss>"
}

// item is an entry of a feed, with more in it.
func item(link, day string, more ...string) string {
	return "<item><title>Entry</title><link>" + link + "</link><pubDate>" + day + "</pubDate>" + strings.Join(more, "") + "</item>"
}

// What comes of feeds, sitemaps and dumps. All pages /1, /2, … are there.
func TestLists(t *testing.T) {
	t.Parallel()
	const rest = `article http://news.example/1 "Ferry 1"
article http://news.example/2 "Ferry 2"`
	const today, lastYear = "Mon, 10 Mar 2031 08:00:00 GMT", "Sun, 10 Mar 2030 08:00:00 GMT"
	whole := "<content:encoded><![CDATA[" + body + strings.ReplaceAll(body, "Miran", "Sund") + "]]></content:encoded>"
	latin, _ := charmap.ISO8859_1.NewEncoder().String(strings.Replace(rss(item("/1", today), item("/2", today)), "The Gazette", "L'Île à la une: été, français, où déjà", 1))
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.NewReplacer("UTF-8", "UTF-16", "<link>http://news.example/</link>", "").Replace(rss(item("/1", today), item("/2", today))))
	var huge strings.Builder
	for i := range 20_000 {
		huge.WriteString(item(fmt.Sprintf("/%d", i+1), "Mon, 10 Mar 2031 08:00:00 GMT"))
	}
	tests := []struct {
		name, ask string
		web       func(w *world)
		options   func(*Options)
		want      string
	}{
		{name: "RSS", ask: "feed http://news.example/feed", web: feeds(rss(item("http://news.example/1", today), item("http://news.example/2", today))), want: rest},
		{name: "recognised", ask: "any http://news.example/feed", web: feeds(rss(item("http://news.example/1", today), item("http://news.example/2", today))), want: rest},
		{name: "relative links", ask: "feed http://news.example/feed", web: feeds(rss(item("/1", today), item("2#comments", today))), want: rest},
		{name: "relative links of a feed that is elsewhere", ask: "feed http://feeds.example/gazette", web: func(w *world) { w.text("feeds.example/gazette", "text/xml", rss(item("/1", today), item("2", today))) }, want: rest},
		{name: "guid for a link", ask: "feed http://news.example/feed", web: feeds(rss("<item><title>a</title><guid>http://news.example/1</guid></item>", item("/2", today))), want: rest},
		{name: "the same twice", ask: "feed http://news.example/feed", web: feeds(rss(item("/1", today), item("/1?utm_source=rss", today), item("/2", today))), want: rest},
		{name: "Atom", ask: "feed http://news.example/feed", web: feeds(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/"><title>G</title>` +
			`<entry><title>a</title><link rel="alternate" href="1"/><updated>2031-03-10T08:00:00Z</updated></entry><entry><title>b</title><link href="/2"/><updated>2031-03-09T08:00:00Z</updated></entry></feed>`), want: rest},
		{name: "RDF", ask: "feed http://news.example/feed", web: feeds(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>G</title></channel>` +
			`<item><title>a</title><link>http://news.example/1</link></item><item><title>b</title><link>http://news.example/2</link></item></rdf:RDF>`), want: rest},
		{name: "JSON Feed", ask: "any http://news.example/feed", web: feeds(`{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"id":"1","url":"http://news.example/1","date_published":"2031-03-10T08:00:00Z"},{"id":"2","url":"/2"}]}`), want: rest},
		{name: "byte order mark", ask: "feed http://news.example/feed", web: feeds("\ufeff" + rss(item("/1", today), item("/2", today))), want: rest},
		{name: "wrong character set", ask: "feed http://news.example/feed", web: feeds(latin), want: rest},
		{name: "UTF-16", ask: "feed http://news.example/feed", web: feeds(wide), want: rest},
		{name: "names and entities that XML does not know", ask: "feed http://news.example/feed", web: feeds(rss(item("/1", today, "<media:thing>a &nbsp; b</media:thing>"), item("/2", today, "<description>Tea & biscuits</description>"))), want: rest},
		{name: "broken off", ask: "feed http://news.example/feed", web: feeds(rss(item("/1", today))[:150]), want: "failed http://news.example/feed: is a broken feed (XML syntax error on line 1: unexpected EOF)"},
		{name: "no entries", ask: "feed http://news.example/feed", web: feeds(rss()), want: "failed http://news.example/feed: names no pages"},
		{name: "an error page", ask: "feed http://news.example/feed", web: func(w *world) { w.html("news.example/feed", story("Sorry")) }, want: "failed http://news.example/feed: is no feed but a page"},
		{name: "not there", ask: "feed http://news.example/feeds", web: feeds(""), want: "failed http://news.example/feeds: is not there (HTTP 404)"},
		{name: "entries that lead elsewhere", ask: "feed http://news.example/feed", web: feeds(rss(item("/1", today), item("file:///etc/passwd", today), item("http://me:hidden@news.example/2", today), item("http://"+privateAddress+"/x", today), item("/gone", today))), want: `article http://news.example/1 "Ferry 1"
problem file:///etc/passwd: is not an address that starts with http:// or https://
problem http://xxxxx@news.example/2: has a name or a password before the @; leave them out
problem http://127.0.0.2/x: is at an address of a private network (127.0.0.2), which is not asked; sources.allow_private lets it
problem http://news.example/gone: is not there (HTTP 404)`},
		{name: "the whole text in the feed", ask: "feed http://news.example/feed", web: feeds(rss(item("/closed", today, whole), item("/gone", today, whole))), want: `article http://news.example/closed "Entry"
problem http://news.example/gone: is not there (HTTP 404)`},
		{name: "a part of the text in the feed", ask: "feed http://news.example/feed", web: feeds(rss(item("/closed", today, "<content:encoded>"+strings.ReplaceAll(body[:200], "<p>", "")+"…</content:encoded>"))), want: "problem http://news.example/closed: is not shown to everybody (HTTP 403)"},
		{name: "days that may be two", ask: "feed http://news.example/feed", options: since, web: feeds(rss(item("/1", "01/03/2031"), item("/2", "03/01/2031"))), want: rest},
		{name: "too old", ask: "feed http://news.example/feed", options: since, web: feeds(rss(item("/1", today), item("/5", lastYear), item("/2", ""))), want: rest},
		{name: "huge", ask: "feed http://news.example/feed", options: func(o *Options) { o.Most = 2 }, web: feeds(rss(huge.String())), want: `problem http://news.example/feed: names 19998 pages more than the 2 latest ones, which are fetched; sources.most_pages lets more
` + rest},
		{name: "larger than the limit", ask: "feed http://news.example/feed", options: func(o *Options) { o.Limit = 1 << 20 }, web: feeds(rss(huge.String())), want: "failed http://news.example/feed: is larger than the limit of 1024 kB"},
		{name: "two texts of one address", ask: "feed http://news.example/feed", web: func(w *world) {
			w.html("news.example/a", story("A", `<link rel=canonical href=/x>`))
			w.html("news.example/b", strings.ReplaceAll(story("B", `<link rel=canonical href=/x>`), "Miran", "Sund"))
			feeds(rss(item("/a", today), item("/b", today)))(w)
		}, want: `article http://news.example/x "A"
problem http://news.example/b: says that it is http://news.example/x, as http://news.example/a does, with another text; the first one is taken`},

		{name: "sitemap", ask: "sitemap http://news.example/map.xml", web: maps(urlset("/1", "2031-03-10", "/2", "")), want: rest},
		{name: "sitemap recognised", ask: "any http://news.example/map.xml", web: maps(urlset("/1", "2031-03-10", "/2", "")), want: rest},
		{name: "sitemap with a window", ask: "sitemap http://news.example/map.xml", options: since, web: maps(urlset("/1", "2031-03-01T08:00:00+01:00", "/5", "2029-01-01", "/2029/01/01/x", "", "/2", "")), want: rest},
		{name: "sitemap of another site", ask: "sitemap http://news.example/map.xml", web: maps(urlset("/1", "", "http://other.example/9", "", "/2", "")), want: rest},
		{name: "index with gzip", ask: "sitemap http://news.example/map.xml", options: since, web: func(w *world) {
			w.text("news.example/map.xml", "application/xml", `<sitemapindex><sitemap><loc>http://news.example/a.xml.gz</loc></sitemap><sitemap><loc>http://news.example/map.xml</loc></sitemap>`+
				`<sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>`)
			w.text("news.example/a.xml.gz", "application/x-gzip", packed(w.ported(urlset("/1", ""))))
			w.text("news.example/b.xml", "text/xml", urlset("/2", ""))
		}, want: rest},
		{name: "index with one that is gone", ask: "sitemap http://news.example/map.xml", web: func(w *world) {
			w.text("news.example/map.xml", "application/xml", `<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>`)
			w.text("news.example/b.xml", "text/xml", urlset("/1", "", "/2", ""))
		}, want: "problem http://news.example/a.xml: is not there (HTTP 404)\n" + rest},
		{name: "index of many, the oldest first", ask: "sitemap http://news.example/map.xml", options: since, web: func(w *world) {
			var all strings.Builder
			for i := range 150 {
				fmt.Fprintf(&all, "<sitemap><loc>/%d.xml</loc><lastmod>%s</lastmod></sitemap>", i, time.Date(2031, 3, 9, 0, 0, i-149, 0, time.UTC).AddDate(0, 0, (i-149)/8).Format(time.RFC3339))
				w.text(fmt.Sprintf("news.example/%d.xml", i), "text/xml", urlset("/5", "2029-01-01"))
			}
			w.text("news.example/map.xml", "application/xml", "<sitemapindex>"+all.String()+"</sitemapindex>")
			w.text("news.example/149.xml", "text/xml", urlset("/1", "2031-03-09", "/2", "2031-03-08"))
		}, want: "problem http://news.example/map.xml: names 50 sitemaps more than are read, which are 100 with 200000 pages at most, the latest first\n" + rest},
		{name: "bomb of a sitemap", ask: "sitemap http://news.example/map.xml", options: func(o *Options) { o.list = 2 << 20 }, web: func(w *world) {
			bomb := packed(strings.Repeat(" ", 3<<20))
			w.on("news.example/map.xml", func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, bomb) })
		}, want: "failed http://news.example/map.xml: is larger than the limit of 2048 kB, or has no end"},
		{name: "broken sitemap", ask: "sitemap http://news.example/map.xml", web: maps(strings.TrimSuffix(urlset("/1", "", "/2", ""), "</urlset>") + "<url><loc>/3"), want: `problem http://news.example/map.xml: is broken, and was read as far as it goes (XML syntax error on line 1: unexpected EOF)
` + rest},

		{name: "dump", ask: "any http://news.example/dump", web: func(w *world) {
			w.text("news.example/dump", "application/octet-stream", "\ufeff"+`{"id":"a","title":"Ferry","text":"The ferry runs all winter."}`+"\n\n"+`{"url":"http://news.example/b?utm_source=x","text":"The ferry runs.","published":"03/04/2031"}`+"\n"+
				`{"url":"http://news.example/b?utm_source=x","text":"The ferry runs."}`+"\n"+`{"text":"The ferry runs."}`+"\n"+`{"id":"a","text":"It does not."}`+"\n"+`{"id":"c","text":""}`+"\n"+`[1]`)
		}, want: `article a "Ferry"
problem http://news.example/dump, line 3: published: "03/04/2031" could be day/month or month/day; write it as 2026-12-31
article http://news.example/b "http://news.example/b"
problem http://news.example/dump, line 5: has neither id nor url; give it one of them
problem http://news.example/dump, line 6: says that it is a, as http://news.example/dump, line 1 does, with another text; the first one is taken
problem http://news.example/dump, line 7: has no text
problem http://news.example/dump, line 8: is not an object of JSON; give one article a line`},
		{name: "dump of this machine", ask: "dump testdata/dump.jsonl.gz", want: `article a "Ferry to run all winter"
article http://news.example/pier "Pier opens on Sunday"`},
		{name: "no dump", ask: "dump testdata/none.jsonl", want: "failed testdata/none.jsonl: does not exist; check the spelling of the path"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for i := range 3 {
				title := fmt.Sprintf("Ferry %d", i+1)
				w.html(fmt.Sprintf("news.example/%d", i+1), story(title))
			}
			w.code("news.example/closed", 403)
			if tt.web != nil {
				tt.web(w)
			}
			options := tt.options
			if options == nil {
				options = func(*Options) {}
			}
			// Hosts are asked at the same time, so that their order is open.
			if diff := cmp.Diff(sorted(tt.want), sorted(w.outcome(w.source(w.client(options), tt.ask)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := w.came(); n > 0 {
				t.Errorf("%d requests came through to the private address", n)
			}
		})
	}
}

// In which character set something is, by its bytes and by what is said of it.
func TestAsText(t *testing.T) {
	t.Parallel()
	const want = "<?xml version='1.0' encoding='windows-1251'?><rss>Паром ходит всю зиму</rss>"
	cyrillic, _ := charmap.Windows1251.NewEncoder().String(want)
	latin, _ := charmap.Windows1252.NewEncoder().String("<p>Le conseil a décidé lundi que le bac, déjà très attendu, circulerait tout l’hiver ; l’été, la traversée restera gratuite pour les élèves des îles.</p>")
	for _, tt := range []struct{ name, body, contentType, want string }{
		{"as the file says", cyrillic, "text/xml", want},
		{"as HTTP says, whatever the file does", strings.Replace(cyrillic, "windows-1251", "windows-1252", 1), "text/xml; charset=windows-1251", strings.Replace(want, "windows-1251", "windows-1252", 1)},
		{"UTF-8, whatever is said", want, "text/xml; charset=windows-1251", want},
		{"not the UTF-8 that is said", latin, "text/html; charset=utf-8", "<p>Le conseil a décidé lundi que le bac, déjà très attendu, circulerait tout l’hiver ; l’été, la traversée restera gratuite pour les élèves des îles.</p>"},
		{"with a byte order mark", "\ufeffa\r\nb", "", "a\nb"},
	} {
		g := got{at: &url.URL{}, header: http.Header{"Content-Type": {tt.contentType}}, body: []byte(tt.body)}
		if text, err := asText(g); err != nil || text != tt.want {
			t.Errorf("%s: %q, %v", tt.name, text, err)
		}
	}
}

func sorted(lines string) []string { return slices.Sorted(strings.SplitSeq(lines, "\n")) }

func since(o *Options) { o.Since = time.Date(2031, 2, 8, 0, 0, 0, 0, time.UTC) }

func feeds(text string) func(*world) {
	return func(w *world) { w.text("news.example/feed", "text/xml", text) }
}

func maps(text string) func(*world) {
	return func(w *world) { w.text("news.example/map.xml", "application/xml", text) }
}

// urlset is a sitemap of addresses, each with the day of its last change or "".
func urlset(places ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	for i := 0; i < len(places); i += 2 {
		b.WriteString("<url><loc>" + places[i] + "</loc>")
		if places[i+1] != "" {
			b.WriteString("<lastmod>" + places[i+1] + "</lastmod>")
		}
		b.WriteString("</url>")
	}
	return b.String() + "</urlset>"
}
