package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// desk is a world with a feed of pages /1, /2, … and a base that is refreshed from it.
type desk struct {
	*world
	base  base
	cache storage.Cache
}

func newDesk(t *testing.T, pages int) *desk {
	d := &desk{world: newWorld(t)}
	d.cache = d.world.cache()
	for i := range pages {
		d.tagged(fmt.Sprintf("news.example/%d", i+1), story(fmt.Sprintf("Ferry %d", i+1)))
	}
	d.feed(pages)
	return d
}

// feed lets the feed name those pages.
func (d *desk) feed(pages int) {
	var items []string
	for i := range pages {
		items = append(items, item(fmt.Sprintf("/%d", i+1), "Mon, 10 Mar 2031 08:00:00 GMT"))
	}
	d.tagged("news.example/feed", rss(items...))
}

// again refreshes from a source, by a new Client, some time after the last one.
func (d *desk) again(after time.Duration, ask string, change ...func(*Options)) string {
	d.mu.Lock()
	d.now = d.now.Add(after)
	d.waits, d.unsent = nil, 0
	d.mu.Unlock()
	return d.refresh(&d.base, d.source(d.client(append(change, func(o *Options) { o.Cache = d.cache })...), ask))
}

func check(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A second refresh fetches what changed, and nothing that did not is lost.
func TestAgain(t *testing.T) {
	t.Parallel()
	const day, ask = 24 * time.Hour, "feed http://news.example/feed"
	d := newDesk(t, 3)
	check(t, "article http://news.example/1\narticle http://news.example/2\narticle http://news.example/3", d.again(0, ask))
	check(t, "news.example/1 1\nnews.example/2 1\nnews.example/3 1\nnews.example/feed 1", d.asked())

	check(t, "same http://news.example/1\nsame http://news.example/2\nsame http://news.example/3", d.again(day, ask))
	check(t, "news.example/1 1\nnews.example/2 1\nnews.example/3 1\nnews.example/feed 1", d.asked())
	if d.unsent != 4 {
		t.Errorf("%d of 4 were not sent again", d.unsent)
	}

	t.Log("One is corrected, one cannot be had today, one is sent whole though it has not changed.")
	d.tagged("news.example/1", strings.Replace(story("Ferry 1"), "Monday", "Tuesday", 1))
	d.code("news.example/2", 500)
	d.html("news.example/3", story("Ferry 3"))
	check(t, "article http://news.example/1\nsame http://news.example/2\nproblem http://news.example/2: could not be had from its host (HTTP 500)\nsame http://news.example/3", d.again(day, ask))

	t.Log("One is behind a paywall by now and stays as it was, one is gone.")
	d.code("news.example/2", 402)
	d.code("news.example/3", 410)
	check(t, "same http://news.example/1\nsame http://news.example/2\nproblem http://news.example/2: is not shown to everybody (HTTP 402)\nproblem http://news.example/3: is gone for good (HTTP 410)", d.again(day, ask))
	d.tagged("news.example/2", story("Ferry 2"))

	t.Log("The feed has moved on: what it had stays, unasked; after a week it is asked again.")
	d.tagged("news.example/9", story("Ferry 9"))
	d.tagged("news.example/feed", rss(item("/9", "Mon, 10 Mar 2031 08:00:00 GMT")))
	check(t, "article http://news.example/9\nsame http://news.example/1\nsame http://news.example/2", d.again(day, ask))
	d.asked()
	check(t, "same http://news.example/9\nsame http://news.example/1\nsame http://news.example/2", d.again(day, ask))
	check(t, "news.example/9 1\nnews.example/feed 1", d.asked())
	d.code("news.example/1", 410)
	check(t, "same http://news.example/9\nproblem http://news.example/1: is gone for good (HTTP 410)\nsame http://news.example/2", d.again(8*day, ask))

	t.Log("The feed cannot be had: all stays, and that is said.")
	d.code("news.example/feed", 503)
	check(t, "same http://news.example/9\nsame http://news.example/2\nfailed http://news.example/feed: could not be had from its host (HTTP 503)", d.again(day, ask))
	d.html("news.example/feed", story("Our feeds have moved"))
	check(t, "same http://news.example/9\nsame http://news.example/2\nfailed http://news.example/feed: is no feed but a page", d.again(day, ask))

	t.Log("What the base does not have, as it was held back or deleted, is fetched whole.")
	d.tagged("news.example/feed", rss(item("/9", "Mon, 10 Mar 2031 08:00:00 GMT")))
	d.base = base{}
	check(t, "article http://news.example/9", d.again(day, ask))
}

// Pages whose sitemap says that they have not changed are not asked for.
func TestSitemapAgain(t *testing.T) {
	t.Parallel()
	const ask = "sitemap http://news.example/map.xml"
	d := newDesk(t, 2)
	d.text("news.example/map.xml", "text/xml", urlset("/1", "2031-03-09", "/2", "2031-03-09", "/closed", "2031-03-09"))
	d.html("news.example/closed", story("C", `<meta itemprop=isAccessibleForFree content=false>`))
	check(t, "article http://news.example/1\narticle http://news.example/2\nproblem http://news.example/closed: is behind a paywall, as it says itself", d.again(0, ask))
	d.asked()
	check(t, "same http://news.example/1\nsame http://news.example/2\nproblem http://news.example/closed: is behind a paywall, as it says itself", d.again(time.Hour, ask))
	check(t, "news.example/map.xml 1", d.asked())
	d.text("news.example/map.xml", "text/xml", urlset("/1", "2031-03-09", "/2", "2031-03-10"))
	check(t, "same http://news.example/1\nsame http://news.example/2", d.again(time.Hour, ask))
	check(t, "news.example/2 1\nnews.example/map.xml 1", d.asked())

	t.Log("A day says nothing of what was changed later on it: only when it is over everywhere is it believed.")
	d.tagged("news.example/2", strings.Replace(story("Ferry 2"), "Monday", "Tuesday", 1))
	check(t, "same http://news.example/1\narticle http://news.example/2", d.again(time.Hour, ask))
	check(t, "same http://news.example/1\nsame http://news.example/2", d.again(24*time.Hour, ask))
	d.asked()
	check(t, "same http://news.example/1\nsame http://news.example/2", d.again(time.Hour, ask))
	check(t, "news.example/map.xml 1", d.asked())

	t.Log("Some sitemaps never say that a page was corrected, so that it is asked for once a week.")
	d.tagged("news.example/1", strings.Replace(story("Ferry 1"), "Monday", "Tuesday", 1))
	check(t, "article http://news.example/1\nsame http://news.example/2", d.again(7*24*time.Hour, ask))
	d.asked()
	check(t, "same http://news.example/1\nsame http://news.example/2", d.again(6*24*time.Hour, ask))
	check(t, "news.example/map.xml 1", d.asked())

	t.Log("That an index is as it was says nothing of the sitemaps in it.")
	d.tagged("news.example/all.xml", "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>")
	check(t, "same http://news.example/1\nsame http://news.example/2", d.again(time.Hour, "sitemap http://news.example/all.xml"))
	d.text("news.example/map.xml", "text/xml", urlset("/1", "2031-03-09", "/3", "2031-03-10"))
	d.tagged("news.example/3", story("Ferry 3"))
	check(t, "same http://news.example/1\narticle http://news.example/3\nsame http://news.example/2", d.again(time.Hour, "sitemap http://news.example/all.xml"))
}

// A dump whose lines have not changed is not read again.
func TestDumpAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 0)
	line := func(id, text string) string { return `{"id":"` + id + `","text":"` + text + "\"}\n" }
	d.text("news.example/dump", "text/plain", line("a", "The ferry runs all winter.")+line("b", "The pier opens on Sunday."))
	check(t, "article a\narticle b", d.again(0, "dump http://news.example/dump"))
	d.text("news.example/dump", "text/plain", line("a", "The ferry runs all winter.")+line("b", "The pier opens on Monday."))
	check(t, "same a\narticle b", d.again(0, "dump http://news.example/dump"))

	t.Log("As long as it is the same it is not sent again, unless something of it is not known any more.")
	d.tagged("news.example/dump", line("a", "The ferry runs all winter.")+line("b", "The pier opens on Tuesday."))
	for _, want := range []string{"same a\narticle b", "same a\nsame b"} {
		check(t, want, d.again(0, "any http://news.example/dump"))
	}
	if d.unsent != 1 {
		t.Error("the dump was sent again")
	}
	d.base = base{}
	check(t, "article a\narticle b", d.again(0, "any http://news.example/dump"))

	t.Log("What is wrong with it is said each time.")
	d.tagged("news.example/dump", line("a", "The ferry runs all winter.")+line("b", "The pier opens on Tuesday.")+"{}\n")
	for range 2 {
		check(t, "same a\nsame b\nproblem http://news.example/dump, line 3: has neither id nor url; give it one of them", d.again(0, "any http://news.example/dump"))
	}

	t.Log("What cannot be had today stays.")
	d.code("news.example/dump", 500)
	check(t, "same a\nsame b\nfailed http://news.example/dump: could not be had from its host (HTTP 500)", d.again(0, "any http://news.example/dump"))
}

// A page that is cut short by now, and asks to subscribe, does not take the place of what it was; one that was shortened, or withdrawn,
// does.
func TestClosedLater(t *testing.T) {
	t.Parallel()
	const ask = "page http://news.example/1"
	long := body + strings.ReplaceAll(body, "Miran", "Sund") + strings.ReplaceAll(body, "Miran", "Holm")
	teaser := body + "<p>The council had asked for a third crossing on market days, which the operator refused in the first round of talks on the quay last month, and again in the town hall, as the members of the council</p>"
	page := func(text, below string) string {
		return "<!DOCTYPE html><title>Ferry</title><main><article><h1>Ferry</h1>" + text + "</article>" + below + "</main>"
	}
	const offer = "<div class=offer><h2>Subscribe to continue reading</h2><p>Already a subscriber? Log in.</p></div>"
	d := newDesk(t, 0)
	d.tagged("news.example/1", page(long, ""))
	check(t, "article http://news.example/1", d.again(0, ask))
	d.tagged("news.example/1", page(teaser, offer))
	for range 2 {
		check(t, "same http://news.example/1\nfailed http://news.example/1: is behind a paywall by now: it shows 127 of 267 words, and asks to subscribe or to log in", d.again(time.Hour, ask))
	}
	d.tagged("news.example/1", page(long+teaser, offer))
	check(t, "article http://news.example/1", d.again(time.Hour, ask))
	d.tagged("news.example/1", page(body, ""))
	check(t, "article http://news.example/1", d.again(time.Hour, ask))
}

// What was changed within the second in which it was had is asked for whole; later its time of change is believed.
func TestLastModified(t *testing.T) {
	t.Parallel()
	const ask = "page http://news.example/1"
	d := newDesk(t, 0)
	text, changed := story("Ferry"), time.Date(2031, 3, 10, 12, 0, 0, 0, time.UTC)
	d.on("news.example/1", func(rw http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		rw.Header().Set("Date", d.now.Format(http.TimeFormat))
		if r.Header.Get("If-Modified-Since") != "" {
			d.unsent++
		}
		http.ServeContent(rw, r, "ferry.html", changed, strings.NewReader(text))
	})
	check(t, "article http://news.example/1", d.again(0, ask))
	text = strings.Replace(text, "Monday", "Tuesday", 1)
	check(t, "article http://news.example/1", d.again(0, ask))
	check(t, "same http://news.example/1", d.again(time.Hour, ask))
	if check(t, "same http://news.example/1", d.again(time.Hour, ask)); d.unsent != 1 {
		t.Error("the page was sent again")
	}
}

// A robots.txt that cannot be had is not asked for again with each page, and of a long one the first part counts.
func TestRobotsOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	d.text("feeds.example/feed", "text/xml", rss(item("http://news.example/1", ""), item("http://news.example/2", ""), item("http://news.example/3", "")))
	d.code("news.example/robots.txt", 503)
	if got := d.again(0, "feed http://feeds.example/feed"); strings.Count(got, "is left alone while") != 3 || d.hits["news.example/robots.txt"] != 1 {
		t.Errorf("%d requests for robots.txt:\n%s", d.hits["news.example/robots.txt"], got)
	}
	d.text("news.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /2\n"+strings.Repeat("# and more\n", maxRobots/10))
	check(t, "article http://news.example/1\nproblem http://news.example/2: may not be fetched, says the robots.txt of its host\narticle http://news.example/3", d.again(time.Hour, "feed http://feeds.example/feed"))
}

// What two sources of one Client name is fetched once.
func TestNamedTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2)
	c := d.client()
	check(t, "article http://news.example/1\narticle http://news.example/2", d.refresh(&base{}, c.Feed(d.ported("http://news.example/feed"))))
	check(t, "article http://news.example/2", d.refresh(&base{}, c.Page(d.ported("http://news.example/2"))))
	check(t, "news.example/1 1\nnews.example/2 1\nnews.example/feed 1", d.asked())
}

// An address whose kind was not said is asked once, and only for what changed the next time.
func TestAnyAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	for _, want := range []string{"article http://news.example/1", "same http://news.example/1"} {
		check(t, want, d.again(24*time.Hour, "any http://news.example/1"))
		check(t, "news.example/1 1", d.asked())
	}
	if d.unsent != 1 {
		t.Error("the page was sent again")
	}
	d.code("news.example/1", 503)
	check(t, "same http://news.example/1\nfailed http://news.example/1: could not be had from its host (HTTP 503)", d.again(24*time.Hour, "any http://news.example/1"))
}

// How often, and how many at a time, a host is asked.
func TestPoliteness(t *testing.T) {
	t.Parallel()
	const ask = "feed http://news.example/feed"
	tests := []struct {
		name    string
		web     func(d *desk)
		want    string
		waits   []time.Duration
		options func(*Options)
	}{
		{name: "a pause between requests", want: "article http://news.example/1\narticle http://news.example/2",
			waits: []time.Duration{time.Second, time.Second, time.Second}}, // robots.txt, the feed, two pages
		{name: "no pause", want: "article http://news.example/1\narticle http://news.example/2", options: func(o *Options) { o.Pause = 0 }},
		{name: "crawl-delay", web: func(d *desk) {
			d.text("news.example/robots.txt", "text/plain", "User-agent: talksbot\nCrawl-delay: 20\n")
		}, want: "article http://news.example/1\narticle http://news.example/2", waits: []time.Duration{20 * time.Second, 20 * time.Second, 20 * time.Second}},
		{name: "429 with Retry-After in seconds", web: func(d *desk) { d.busy("news.example/1", 429, "30", 1) },
			want: "article http://news.example/1\narticle http://news.example/2", waits: []time.Duration{time.Second, time.Second, 30 * time.Second, time.Second}},
		{name: "503 with Retry-After as a date", web: func(d *desk) { d.busy("news.example/1", 503, "Mon, 10 Mar 2031 12:00:42 GMT", 1) },
			want: "article http://news.example/1\narticle http://news.example/2", waits: []time.Duration{time.Second, time.Second, 40 * time.Second, time.Second}},
		{name: "503 without", web: func(d *desk) { d.busy("news.example/1", 503, "", 2) },
			want: "article http://news.example/1\narticle http://news.example/2", waits: []time.Duration{time.Second, time.Second, pardon, pardon, time.Second}},
		{name: "too often", web: func(d *desk) { d.busy("news.example/1", 429, "10", 3) },
			want:  "problem http://news.example/1: is on a host that wants to be asked less often (HTTP 429)\narticle http://news.example/2",
			waits: []time.Duration{time.Second, time.Second, 10 * time.Second, 10 * time.Second, 10 * time.Second}},
		{name: "for longer than is waited", web: func(d *desk) { d.busy("news.example/1", 429, "3600", 1) },
			want:  "problem http://news.example/1: is on a host that wants to be asked less often (HTTP 429)\nproblem http://news.example/2: is on a host that asks to be left alone for 1h0m0s",
			waits: []time.Duration{time.Second, time.Second}},
		{name: "a host that is down", web: func(d *desk) {
			d.on("news.example/feed", d.serve["news.example/feed"])
			for _, at := range []string{"news.example/1", "news.example/2", "news.example/3"} {
				d.on(at, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
			}
			d.feed(5)
		}, want: "problem http://news.example/1: could not be fetched (EOF)\nproblem http://news.example/2: could not be fetched (EOF)\nproblem http://news.example/3: could not be fetched (EOF)\n" +
			"problem http://news.example/4: is on a host that did not answer 3 times in a row\nproblem http://news.example/5: is on a host that did not answer 3 times in a row",
			waits: []time.Duration{time.Second, time.Second, time.Second, time.Second}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, 2)
			if tt.web != nil {
				tt.web(d)
			}
			options := tt.options
			if options == nil {
				options = func(*Options) {}
			}
			check(t, tt.want, d.again(0, ask, options))
			if diff := cmp.Diff(tt.waits, d.waits); diff != "" {
				t.Errorf("waits (-want +got):\n%s", diff)
			}
		})
	}
}

// busy lets a page be had only after so many answers that there is too much to do.
func (d *desk) busy(at string, code int, after string, times int32) {
	page := d.serve[at]
	var n atomic.Int32
	d.on(at, func(rw http.ResponseWriter, r *http.Request) {
		if n.Add(1) > times {
			page(rw, r)
			return
		}
		if after != "" {
			rw.Header().Set("Retry-After", after)
		}
		rw.WriteHeader(code)
	})
}

// Several hosts are asked at the same time, each by one request after the other, under the bot's name.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var items []string
	var at [3]atomic.Int32
	var all, most atomic.Int32
	both := make(chan struct{})
	for i := range 12 {
		n := i % 3
		name := fmt.Sprintf("p%d.example/%d", n, i)
		items = append(items, item("http://"+name, "Mon, 10 Mar 2031 08:00:00 GMT"))
		w.on(name, func(rw http.ResponseWriter, r *http.Request) {
			if at[n].Add(1) > 1 {
				t.Errorf("two requests at a time for p%d.example", n)
			}
			if k := all.Add(1); k > most.Load() {
				most.Store(k)
			}
			if all.Load() == 3 {
				select {
				case <-both:
				default:
					close(both)
				}
			}
			<-both // until all three hosts are asked
			all.Add(-1)
			at[n].Add(-1)
			fmt.Fprint(rw, story("Ferry"))
		})
	}
	w.text("news.example/feed", "text/xml", rss(items...))
	if n := strings.Count(w.outcome(w.client().Feed(w.ported("http://news.example/feed"))), "article "); n != 12 {
		t.Errorf("%d articles of 12", n)
	}
	if most.Load() != 3 {
		t.Errorf("%d hosts were asked at the same time, want 3", most.Load())
	}
	check(t, "talksbot/1.2 (+https://desk.example/bot)", w.heads["p0.example/0"].Get("User-Agent"))
}

// Who interrupts waits for nothing, and nothing that was under way is kept.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	ctx, cancel := context.WithCancel(t.Context())
	d.on("news.example/2", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	var last error
	n := 0
	for _, err := range d.source(d.client(func(o *Options) { o.Cache = d.cache }), "feed http://news.example/feed").Articles(ctx) {
		n++
		last = err
	}
	if !errors.Is(last, context.Canceled) || n > 2 { // what was had may come before the interrupt
		t.Errorf("%d items, the last one %v; want one article at most, and the interrupt", n, last)
	}
	d.asked()
	d.tagged("news.example/2", story("Ferry 2"))
	check(t, "article http://news.example/1\narticle http://news.example/2\narticle http://news.example/3", d.again(time.Hour, "feed http://news.example/feed"))
}

// A source that takes too long gives what it has; the next refresh takes up the rest.
func TestSourceTime(t *testing.T) {
	t.Parallel()
	const ask = "feed http://news.example/feed"
	d := newDesk(t, 3)
	d.code("news.example/3", 403)
	d.tagged("news.example/feed", rss(item("/1", ""), item("/2", ""), item("/3", "", "<content:encoded><![CDATA["+body+strings.ReplaceAll(body, "Miran", "Sund")+"]]></content:encoded>")))
	var over atomic.Pointer[context.CancelFunc]
	d.on("news.example/2", func(_ http.ResponseWriter, r *http.Request) {
		(*over.Load())() // the time of the source
		<-r.Context().Done()
	})
	got := d.again(0, ask, func(o *Options) {
		o.clock.within = func(ctx context.Context, _ time.Duration) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			over.Store(&cancel)
			return ctx, cancel
		}
	})
	check(t, "article http://news.example/1\nproblem http://news.example/feed: took longer than 30m0s; what is left the next refresh takes up", got)
	d.tagged("news.example/2", story("Ferry 2"))
	check(t, "same http://news.example/1\narticle http://news.example/2\narticle http://news.example/3", d.again(time.Hour, ask))
}

// Who stops reading stops the fetching.
func TestStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	for a, err := range d.source(d.client(), "feed http://news.example/feed").Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		check(t, "http://news.example/1", d.unported(a.ID))
		break
	}
	if strings.Contains(d.asked(), "news.example/3") {
		t.Error("pages are fetched that nobody wants")
	}
}

// A knowledge base is refreshed from the web: twice the same changes nothing, and a correction takes the place of what it corrects.
func TestBase(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 12)
	store := d.cache.(storage.Store)
	b, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	articles, failures := 12, 0
	refresh := func(want string) {
		t.Helper()
		s := d.source(d.client(func(o *Options) { o.Cache = d.cache }), "feed http://news.example/feed")
		diff, err := b.RefreshAs(t.Context(), knowledge.How{Prune: true}, s)
		if err != nil {
			t.Fatal(err, diff.Problems)
		}
		check(t, want, fmt.Sprintf("%d new, %d changed, %d unchanged, %d removed", len(diff.Added), len(diff.Changed), len(diff.Unchanged), len(diff.Removed)))
		if len(diff.Sources) != 1 || diff.Sources[0].Name != s.Name() || diff.Sources[0].Articles != articles || diff.Sources[0].Failures != failures {
			t.Errorf("sources %+v", diff.Sources)
		}
	}
	refresh("12 new, 0 changed, 0 unchanged, 0 removed")
	refresh("0 new, 0 changed, 12 unchanged, 0 removed")
	d.tagged("news.example/2", strings.Replace(story("Ferry 2"), "Monday", "Tuesday", 1))
	refresh("0 new, 1 changed, 11 unchanged, 0 removed")
	refresh("0 new, 0 changed, 12 unchanged, 0 removed")
	d.code("news.example/1", 503)
	refresh("0 new, 0 changed, 12 unchanged, 0 removed")
	d.code("news.example/1", 403)
	refresh("0 new, 0 changed, 12 unchanged, 0 removed")
	d.code("news.example/feed", 500)
	failures = 1
	refresh("0 new, 0 changed, 12 unchanged, 0 removed")
	failures = 2
	refresh("0 new, 0 changed, 12 unchanged, 0 removed")
	d.feed(12)
	failures = 0
	d.code("news.example/1", 404)
	articles = 11
	refresh("0 new, 0 changed, 11 unchanged, 1 removed")
}

// Nothing is removed where it is not known what a page is now, and has been.
func TestNotRemoved(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2)
	b, err := knowledge.Open(t.Context(), knowledge.Options{Store: d.cache.(storage.Store)})
	if err != nil {
		t.Fatal(err)
	}
	for _, removed := range []int{0, 0} {
		// Without a cache nothing is known of what a page was.
		diff, err := b.RefreshAs(t.Context(), knowledge.How{Prune: true}, d.source(d.client(), "feed http://news.example/feed"))
		if err != nil || len(diff.Removed) != removed || diff.Articles != 2 {
			t.Errorf("%v: %+v", err, diff)
		}
		d.code("news.example/1", 403)
	}
}
