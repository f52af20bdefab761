package web

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What becomes of an address, whatever is there. Each case has a web of its own; what is asked for is on the left.
func TestAddresses(t *testing.T) {
	t.Parallel()
	const at = "http://news.example/ferry"
	const good = `article http://news.example/ferry "Ferry to run all winter"`
	ferry := story("Ferry to run all winter")
	tests := []struct {
		name, ask string
		web       func(w *world)
		options   func(*Options)
		want      string
	}{
		{name: "good", ask: "page " + at, web: func(w *world) { w.html("news.example/ferry", ferry) }, want: good},
		{name: "recognised", ask: "any " + at, web: func(w *world) { w.html("news.example/ferry", ferry) }, want: good},
		{name: "tracking", ask: "page " + at + "?utm_source=mail", web: func(w *world) { w.html("news.example/ferry", ferry) }, want: good},
		{name: "a query as people write it", ask: "page http://news.example/read?title=Ferry to run&in=<Aö>", web: func(w *world) {
			w.html("news.example/read?title=Ferry%20to%20run&in=%3CA%C3%B6%3E", ferry)
		}, want: `article http://news.example/read?in=%3CA%C3%B6%3E&title=Ferry%20to%20run "Ferry to run all winter"`},
		{name: "plain text", ask: "page " + at, web: func(w *world) {
			w.text("news.example/ferry", "text/plain", "Ferry to run all winter\n\n"+strings.NewReplacer("<p>", "", "</p>", "\n").Replace(body))
		}, want: good},

		// moved
		{name: "301", ask: "page http://news.example/old", web: func(w *world) {
			w.moved("news.example/old", 301, "/ferry")
			w.html("news.example/ferry", ferry)
		}, want: good},
		{name: "302 to another site", ask: "page http://short.example/x", web: func(w *world) {
			w.moved("short.example/x", 302, at)
			w.html("news.example/ferry", ferry)
		}, want: good},
		{name: "308", ask: "page http://news.example/old", web: func(w *world) {
			w.moved("news.example/old", 308, at)
			w.html("news.example/ferry", ferry)
		}, want: good},
		{name: "five redirects", ask: "page http://news.example/1", web: func(w *world) {
			for i := 1; i < 5; i++ {
				w.moved(fmt.Sprintf("news.example/%d", i), 302, fmt.Sprintf("/%d", i+1))
			}
			w.moved("news.example/5", 302, at)
			w.html("news.example/ferry", ferry)
		}, want: good},
		{name: "six redirects", ask: "page http://news.example/0", web: func(w *world) {
			for i := range 5 {
				w.moved(fmt.Sprintf("news.example/%d", i), 302, fmt.Sprintf("/%d", i+1))
			}
			w.moved("news.example/5", 302, at)
			w.html("news.example/ferry", ferry)
		}, want: "failed http://news.example/0: leads on more than 5 times"},
		{name: "redirect loop", ask: "page http://news.example/a", web: func(w *world) {
			w.moved("news.example/a", 302, "/b")
			w.moved("news.example/b", 302, "/a")
		}, want: "failed http://news.example/a: leads around in a circle, back to http://news.example/a"},
		{name: "redirect to nowhere", ask: "page " + at, web: func(w *world) { w.moved("news.example/ferry", 302, "") },
			want: "failed http://news.example/ferry: leads on to no address"},
		{name: "redirect to a file", ask: "page " + at, web: func(w *world) { w.moved("news.example/ferry", 302, "file:///etc/passwd") },
			want: "failed http://news.example/ferry: leads on to what is not an address that starts with http:// or https://"},
		{name: "redirect to ftp", ask: "page " + at, web: func(w *world) { w.moved("news.example/ferry", 301, "ftp://files.example/ferry") },
			want: "failed http://news.example/ferry: leads on to what is not an address that starts with http:// or https://"},
		{name: "redirect with a password", ask: "page " + at, web: func(w *world) { w.moved("news.example/ferry", 302, "http://me:hidden@news.example/x") },
			want: "failed http://news.example/ferry: leads on to what has a name or a password before the @; leave them out"},

		// private networks
		{name: "private address", ask: "page http://" + privateAddress + "/ferry",
			want: "failed http://127.0.0.2/ferry: is at an address of a private network (127.0.0.2), which is not asked; sources.allow_private lets it"},
		{name: "private address, let", ask: "page http://" + privateAddress + "/ferry", options: func(o *Options) { o.AllowPrivate = true },
			want: `article http://127.0.0.2/ferry "Secrets of the harbour office"`},
		{name: "IPv4 in IPv6", ask: "page http://[::ffff:127.0.0.2]/ferry",
			want: "failed http://[::ffff:127.0.0.2]/ferry: is at an address of a private network (127.0.0.2), which is not asked; sources.allow_private lets it"},
		{name: "redirect into a private address", ask: "page " + at, web: func(w *world) { w.moved("news.example/ferry", 302, "http://"+privateAddress+"/ferry") },
			want: "failed http://news.example/ferry: leads to http://127.0.0.2/ferry, which is at an address of a private network (127.0.0.2), which is not asked; sources.allow_private lets it"},
		{name: "name of a private address", ask: "page http://inside.example/ferry", web: func(w *world) { w.moves["inside.example"] = []string{privateAddress} },
			want: "failed http://inside.example/ferry: is at an address of a private network (127.0.0.2), which is not asked; sources.allow_private lets it"},
		{name: "name that changes its address", ask: "page http://rebind.example/ferry", web: func(w *world) {
			w.moves["rebind.example"] = []string{publicAddress, privateAddress}
			w.on("rebind.example/robots.txt", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Connection", "close") // so that the name is looked up again for the page
				fmt.Fprint(rw, "User-agent: *\nAllow: /\n")
			})
			w.html("rebind.example/ferry", ferry)
		}, want: "failed http://rebind.example/ferry: is at an address of a private network (127.0.0.2), which is not asked; sources.allow_private lets it"},

		// not there, or not to be had
		{name: "unknown name", ask: "page http://unknown.example/ferry", want: "failed http://unknown.example/ferry: has a name that is not known (unknown.example); check the spelling of the address"},
		{name: "404", ask: "page " + at, want: "failed http://news.example/ferry: is not there (HTTP 404)"},
		{name: "410", ask: "page " + at, web: func(w *world) { w.code("news.example/ferry", 410) }, want: "failed http://news.example/ferry: is gone for good (HTTP 410)"},
		{name: "403", ask: "page " + at, web: func(w *world) { w.code("news.example/ferry", 403) }, want: "failed http://news.example/ferry: is not shown to everybody (HTTP 403)"},
		{name: "500", ask: "page " + at, web: func(w *world) { w.code("news.example/ferry", 500) }, want: "failed http://news.example/ferry: could not be had from its host (HTTP 500)"},
		{name: "304 that was not asked for", ask: "page " + at, web: func(w *world) { w.code("news.example/ferry", 304) }, want: "failed http://news.example/ferry: gave no page (HTTP 304)"},
		{name: "no scheme", ask: "page news.example/ferry", want: "failed news.example/ferry: is not an address that starts with http:// or https://"},
		{name: "password", ask: "any http://me:hidden@news.example/ferry", want: "failed http://xxxxx@news.example/ferry: has a name or a password before the @; leave them out"},
		{name: "token", ask: "page https://hidden@news.example/ferry", want: "failed https://xxxxx@news.example/ferry: has a name or a password before the @; leave them out"},
		{name: "file", ask: "any file:///etc/passwd", want: "failed file:///etc/passwd: is not an address that starts with http:// or https://"},
		{name: "connection that breaks", ask: "page " + at, web: func(w *world) {
			w.on("news.example/ferry", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		}, want: "failed http://news.example/ferry: could not be fetched (EOF)"},
		{name: "slow", ask: "page " + at, options: func(o *Options) { o.PageTime = 100 * time.Millisecond }, web: func(w *world) {
			w.on("news.example/ferry", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		}, want: "failed http://news.example/ferry: took too long"},
		{name: "slow in the middle", ask: "page " + at, options: func(o *Options) { o.PageTime = 100 * time.Millisecond }, web: func(w *world) {
			w.on("news.example/ferry", func(rw http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(rw, ferry[:len(ferry)/2])
				_ = http.NewResponseController(rw).Flush()
				<-r.Context().Done()
			})
		}, want: "failed http://news.example/ferry: took too long"},
		{name: "endless", ask: "page " + at, options: func(o *Options) { o.Limit = 1 << 20 }, web: func(w *world) {
			w.on("news.example/ferry", func(rw http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					if _, err := io.WriteString(rw, body); err != nil {
						return
					}
				}
			})
		}, want: "failed http://news.example/ferry: is larger than the limit of 1024 kB, or has no end"},
		{name: "gzip bomb", ask: "page " + at, options: func(o *Options) { o.Limit = 1 << 20 }, web: func(w *world) {
			bomb := packed(strings.Repeat("<p>Boom.</p>", 4<<20/12))
			w.on("news.example/ferry", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Encoding", "gzip")
				_, _ = io.WriteString(rw, bomb)
			})
		}, want: "failed http://news.example/ferry: is larger than the limit of 1024 kB, or has no end"},
		{name: "packed otherwise", ask: "page " + at, web: func(w *world) {
			w.on("news.example/ferry", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Encoding", "br")
				_, _ = io.WriteString(rw, "\x1b\x03\x00\xf8")
			})
		}, want: `failed http://news.example/ferry: is packed in a way that was not asked for ("br")`},
		{name: "picture", ask: "page " + at, web: func(w *world) { w.text("news.example/ferry", "image/png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") },
			want: "failed http://news.example/ferry: is no page of text but image/png"},
		{name: "empty", ask: "page " + at, web: func(w *world) { w.html("news.example/ferry", " \n") }, want: "failed http://news.example/ferry: is empty"},

		// robots.txt
		{name: "forbidden", ask: "page " + at, web: func(w *world) {
			w.text("news.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /ferry\n")
			w.html("news.example/ferry", ferry)
		}, want: "failed http://news.example/ferry: may not be fetched, says the robots.txt of its host"},
		{name: "forbidden to this bot", ask: "page " + at, web: func(w *world) {
			w.text("news.example/robots.txt", "text/plain", "\ufeffDisallow: /nothing\r\nUser-agent: *\r\nAllow: /\r\nCrawl-delay: soon\r\n\r\nUser-agent: TalksBot\r\nDisallow: *\r\n")
			w.html("news.example/ferry", ferry)
		}, want: "failed http://news.example/ferry: may not be fetched, says the robots.txt of its host"},
		{name: "allowed among the forbidden", ask: "page " + at, web: func(w *world) {
			w.text("news.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /\nAllow: /ferry\n\nUser-agent: another\nDisallow: /ferry")
			w.html("news.example/ferry", ferry)
		}, want: good},
		{name: "forbidden where it leads to", ask: "page http://short.example/x", web: func(w *world) {
			w.moved("short.example/x", 302, at)
			w.text("news.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /")
			w.html("news.example/ferry", ferry)
		}, want: "failed http://short.example/x: leads to http://news.example/ferry, which may not be fetched, says the robots.txt of its host"},
		{name: "robots.txt that cannot be had", ask: "page " + at, web: func(w *world) {
			w.code("news.example/robots.txt", 503)
			w.html("news.example/ferry", ferry)
		}, want: "failed http://news.example/ferry: is left alone while http://news.example/robots.txt cannot be had (HTTP 503)"},

		// no article
		{name: "paywall", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", story("Ferry to run all winter", `<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","isAccessibleForFree":"False","hasPart":{"@type":"WebPageElement","isAccessibleForFree":false}}]}</script>`))
		}, want: "failed http://news.example/ferry: is behind a paywall, as it says itself"},
		{name: "paywall in CDATA", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", story("Ferry to run all winter", "<script type=\"application/ld+json\">\n//<![CDATA[\n{\"@type\":\"NewsArticle\",\"description\":\"a\nb\",\"isAccessibleForFree\":false}\n//]]>\n</script>"))
		}, want: "failed http://news.example/ferry: is behind a paywall, as it says itself"},
		{name: "free, and says so", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", story("Ferry to run all winter", `<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>`))
		}, want: good},
		{name: "paywall that only shows", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "<title>Ferry</title><article><h1>Ferry to run all winter</h1>"+body[:strings.Index(body, "\n")]+"</article><div>Subscribe to continue reading. Already a subscriber? Log in.</div>")
		}, want: "failed http://news.example/ferry: is behind a paywall: it shows 36 words, and asks to subscribe or to log in"},
		{name: "an offer beside an article", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", strings.Replace(story("Ferry to run all winter"), "</article>", strings.ReplaceAll(body, "Miran", "Sund")+"</article><aside>Already a subscriber? Log in.</aside>", 1))
		}, want: good},
		{name: "an offer in the head of the site", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", strings.Replace(story("Ferry to run all winter"), "<nav>", "<header>Already a subscriber? Log in to read on.</header><nav>", 1))
		}, want: good},
		{name: "consent form", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "<title>Before you go on</title><main><h1>Before you go on</h1><p>We and our 812 partners use cookies to store personal data, and ask for your consent to personalised advertising.</p>"+
				"<p>You can change your preferences at any time in our privacy centre. Some vendors rely on legitimate interest, and you may object to that in the list of partners.</p><button>Accept all</button><button>Manage preferences</button></main>")
		}, want: "failed http://news.example/ferry: asks for consent in the place of the article"},
		{name: "consent elsewhere", ask: "page " + at, web: func(w *world) {
			w.moved("news.example/ferry", 302, "http://consent.news.example/collect?back=ferry")
			w.html("consent.news.example/collect", story("Your choice"))
		}, want: "failed http://news.example/ferry: leads to a form that asks for consent (consent.news.example)"},
		{name: "an article with a cookie banner", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", strings.Replace(story("Ferry to run all winter"), "</body>", "<div>We use cookies. <button>Accept</button></div></body>", 1))
		}, want: good},
		{name: "login", ask: "page " + at, web: func(w *world) {
			w.moved("news.example/ferry", 302, "/account/login?next=/ferry")
			w.html("news.example/account/login", story("Welcome back"))
		}, want: "failed http://news.example/ferry: leads to a login (/account/login)"},
		{name: "login in its place", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "<title>Members</title><main><h1>Members</h1><p>The full archive of the harbour paper is open to all of its members. Please give your address and your password to go on to the article that you wanted to see.</p><form><input name=mail><input type=password></form></main>")
		}, want: "failed http://news.example/ferry: asks for a login in the place of the article"},
		{name: "soft 404", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "<title>Page not found | The Gazette</title><main><h1>Sorry</h1><p>The page you asked for could not be found. Perhaps it was moved, or it never was here; try the search above.</p></main>")
		}, want: "failed http://news.example/ferry: says that the page is not there, though its host does not (a soft 404)"},
		{name: "an article with such a title", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", story("Highway 404: site of the ferry not found", `<meta property="og:type" content="article">`))
		}, want: `article http://news.example/ferry "Highway 404: site of the ferry not found"`},
		{name: "led to the front page", ask: "page " + at, web: func(w *world) {
			w.moved("news.example/ferry", 301, "/")
			w.html("news.example/", story("The Gazette"))
		}, want: "failed http://news.example/ferry: leads to the front page of its site; the article is not there"},
		{name: "front page", ask: "any http://news.example/", web: func(w *world) {
			w.html("news.example/", story("The Gazette", `<link rel=alternate type="application/rss+xml" href="/feed.xml">`))
		}, want: "failed http://news.example/: is the front page of a site, no article; its feed is http://news.example/feed.xml"},
		{name: "check for robots", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "<title>Just a moment</title><main><p>Checking your browser before you can see this site. Please enable JavaScript and cookies to continue; this takes a few seconds, and then you are sent on by itself to it.</p></main>")
		}, want: "failed http://news.example/ferry: shows an error or a check for robots in the place of the article"},
		{name: "made by scripts", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "<title>Ferry</title><div id=app>The Gazette brings you the news.</div><script src=app.js></script>")
		}, want: "failed http://news.example/ferry: has next to no text (6 words); perhaps it is made by scripts"},

		// its own address
		{name: "canonical address", ask: "page http://m.news.example/f/1?x=1", web: func(w *world) {
			w.html("m.news.example/f/1", story("Ferry to run all winter", `<link rel=canonical href="http://www.news.example/ferry">`))
		}, want: `article http://www.news.example/ferry "Ferry to run all winter"`},
		{name: "relative canonical address", ask: "page http://news.example/f/1", web: func(w *world) {
			w.html("news.example/f/1", story("Ferry to run all winter", `<link rel=canonical href="/ferry?utm_medium=x">`))
		}, want: good},
		{name: "another site's address", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", story("Ferry to run all winter", `<link rel=canonical href="http://other.example/ferry">`))
		}, want: good},
		{name: "the front page's address", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", story("Ferry to run all winter", `<link rel=canonical href="http://news.example/">`))
		}, want: good},
		{name: "front matter does not count", ask: "page " + at, web: func(w *world) {
			w.html("news.example/ferry", "---\nid: another\n---\n"+ferry)
		}, want: good},

		// another kind than was said
		{name: "page as a feed", ask: "feed " + at, web: func(w *world) { w.html("news.example/ferry", ferry) }, want: "failed http://news.example/ferry: is no feed but a page"},
		{name: "feed as a page", ask: "page http://news.example/feed", web: func(w *world) { w.text("news.example/feed", "text/xml", "<rss></rss>") },
			want: "failed http://news.example/feed: is no page but a feed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if tt.web != nil {
				tt.web(w)
			}
			options := tt.options
			if options == nil {
				options = func(*Options) {}
			}
			c := w.client(options)
			if diff := cmp.Diff(tt.want, w.outcome(w.source(c, tt.ask))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := w.came(); n > 0 && !c.opt.AllowPrivate {
				t.Errorf("%d requests came through to the private address", n)
			}
		})
	}
}
