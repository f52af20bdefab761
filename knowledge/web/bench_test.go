package web

import (
	"fmt"
	"testing"
)

// BenchmarkFeed fetches a feed of 500 pages from a server on this machine, without pauses: first all of it, then as it is unchanged.
func BenchmarkFeed(b *testing.B) {
	const pages, ask = 500, "feed http://news.example/feed"
	w := newWorld(b)
	d := &desk{world: w, cache: w.cache()}
	for i := range pages {
		d.tagged(fmt.Sprintf("news.example/%d", i+1), story(fmt.Sprintf("Ferry %d", i+1)))
	}
	d.feed(pages)
	hurried := func(o *Options) { o.Pause = 0 }
	for _, what := range []string{"first", "again"} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				if what == "first" {
					d.base = base{}
				}
				d.again(0, ask, hurried)
			}
			b.ReportMetric(pages*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}
