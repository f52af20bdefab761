package web

import (
	"context"
	"errors"
	"net/url"
	"sync"
)

// hostsAtOnce is how many hosts are asked at the same time; each of them has one connection.
const hostsAtOnce = 8

// fetched is what came of one page.
type fetched struct {
	entry
	had
	err error
}

// fetchAll yields the pages of a list, and says whether none was left for want of time. timed ends with ctx or when the time of the
// Source is over.
func (s *Source) fetchAll(ctx, timed context.Context, l listed, o *output) (whole bool) {
	all := make([]entry, 0, len(l.Entries)+len(l.Past))
	all = append(all, l.Entries...)
	for _, e := range l.Past {
		e.past = true
		all = append(all, e)
	}
	work, cancel := context.WithCancel(timed)
	defer cancel()
	done, left := 0, 0
	s.progress(0, len(all))
	for f := range s.c.byHost(work, all, o.known) {
		if o.stopped || ctx.Err() != nil {
			continue // until all who fetch have ended
		}
		done++
		s.progress(done, len(all))
		if unfinished(f.err) {
			left++
			_, f.had = s.c.recall(ctx, f.At, o.known)
			f.err = nil
		}
		if !f.none() {
			o.article(f.At, f.had, f.past)
		}
		if f.err != nil && !o.stopped {
			o.problem(f.err)
		}
		if o.stopped {
			cancel()
		}
	}
	if left > 0 && ctx.Err() == nil && !o.stopped {
		o.problem(&Problem{Address: s.name, Reason: "took longer than " + s.c.opt.SourceTime.String() + "; what is left the next refresh takes up", Err: context.DeadlineExceeded})
	}
	return left == 0
}

// kept gives those pages whose Article the knowledge base has.
func (c *Client) kept(ctx context.Context, all []entry, known marks) (out []entry) {
	for _, e := range all {
		if _, h := c.recall(ctx, e.At, known); !h.none() {
			out = append(out, e)
		}
	}
	return out
}

// unfinished says whether a page was not fetched because there was no time left.
func unfinished(err error) bool {
	return err != nil && !errors.As(err, new(*Problem))
}

// byHost fetches pages, one after the other at each host, and gives what came of each. The channel is closed when all is done.
func (c *Client) byHost(ctx context.Context, all []entry, known marks) <-chan fetched {
	var order []string
	groups := map[string][]entry{}
	for _, e := range all {
		name := ""
		if u, err := url.Parse(e.At); err == nil {
			name = u.Host
		}
		if groups[name] == nil {
			order = append(order, name)
		}
		groups[name] = append(groups[name], e)
	}
	out := make(chan fetched)
	hosts := make(chan []entry, len(order))
	for _, name := range order {
		hosts <- groups[name]
	}
	close(hosts)
	var working sync.WaitGroup
	for range min(hostsAtOnce, len(order)) {
		working.Go(func() {
			for group := range hosts {
				for _, e := range group {
					f := fetched{entry: e, err: ctx.Err()}
					if f.err == nil {
						f.had, f.err = c.fetch(ctx, e, known)
					}
					out <- f
				}
			}
		})
	}
	go func() {
		working.Wait()
		close(out)
	}()
	return out
}
