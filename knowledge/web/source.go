package web

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"

	"talksbot/knowledge"
)

var _ knowledge.Marked = (*Source)(nil)

// Source is a knowledge.Source over what an address gives, or over a file with one article a line. All is fetched at each Articles;
// what is known not to have changed is yielded as it was kept.
type Source struct {
	c    *Client
	name string
	want kind
}

// Page is a source of one page.
func (c *Client) Page(address string) *Source { return &Source{c, withoutSecret(address), page} }

// Feed is a source of the pages that an RSS, Atom or JSON feed names.
func (c *Client) Feed(address string) *Source { return &Source{c, withoutSecret(address), feed} }

// Sitemap is a source of the pages that a sitemap, or an index of sitemaps, names.
func (c *Client) Sitemap(address string) *Source { return &Source{c, withoutSecret(address), sitemap} }

// Dump is a source of the articles of a file, one Line of JSON each, at a path or at an address.
func (c *Client) Dump(name string) *Source { return &Source{c, withoutSecret(name), dump} }

// Any is a source of whatever an address gives: a page, a feed, a sitemap or a dump, as its content tells.
func (c *Client) Any(address string) *Source { return &Source{c, withoutSecret(address), anything} }

// Name is what people call the Source: its address or path, without a name or a password before the @.
func (s *Source) Name() string { return s.name }

// Articles yields the Articles, and a *Problem for each page that could not be had, or a *Failed where the Source as a whole could
// not. When ctx ends, its error is yielded last.
func (s *Source) Articles(ctx context.Context) iter.Seq2[knowledge.Article, error] {
	return func(yield func(knowledge.Article, error) bool) {
		s.Since(ctx, nil)(func(item knowledge.Sourced, err error) bool { return yield(item.Article, err) })
	}
}

// Since implements knowledge.Marked: what is known and has not changed comes as its mark.
func (s *Source) Since(ctx context.Context, known map[string]string) func(yield func(knowledge.Sourced, error) bool) {
	return func(yield func(knowledge.Sourced, error) bool) {
		defer s.c.http.CloseIdleConnections()
		o := &output{yield: yield, known: known, owner: map[string]owned{}}
		err := s.run(ctx, o)
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		if err != nil && !o.stopped {
			o.problem(err)
		}
	}
}

// output is where what a Source has goes to, each Article once.
type output struct {
	yield   func(knowledge.Sourced, error) bool
	known   marks
	owner   map[string]owned // by Article.ID
	wrong   int              // problems so far
	stopped bool
}

// owned is where an Article was had first, and what names its text.
type owned struct{ at, says string }

func (o *output) problem(err error) {
	o.wrong++
	o.stopped = o.stopped || !o.yield(knowledge.Sourced{}, err)
}

// article yields an Article had at an address or a line. One that was had before is not yielded again, and is a problem where it says
// something else, unless it is only kept from former days.
func (o *output) article(at string, h had, past bool) {
	id, same := o.known[h.mark]
	if !same {
		id = h.article.ID
	}
	first, taken := o.owner[id]
	switch {
	case !taken:
		o.owner[id] = owned{at, h.says}
		item := knowledge.Sourced{Mark: h.mark, Same: same}
		if !same {
			item.Article = *h.article
		}
		o.stopped = o.stopped || !o.yield(item, nil)
	case first.says != h.says && !past:
		o.problem(&Problem{Address: at, Reason: fmt.Sprintf("says that it is %s, as %s does, with another text; the first one is taken", id, first.at), kind: bad})
	}
}

// failed makes the error of a Source as a whole. final says that what it had before was yielded.
func (s *Source) failed(err error, final bool) error {
	f := &Failed{Source: s.name, Reason: "could not be had (" + err.Error() + ")", Err: err, final: final}
	var p *Problem
	switch {
	case errors.As(err, &p) && p.Address == s.name:
		f.Reason = p.Reason
	case errors.As(err, &p):
		f.Reason = err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		f.Reason = "took longer than " + s.c.opt.SourceTime.String()
	}
	return f
}

func (s *Source) run(ctx context.Context, o *output) error {
	if s.want == dump && !isAddress(s.name) {
		return s.file(ctx, o)
	}
	at, err := Address(s.name)
	if err != nil {
		return &Failed{Source: s.name, Reason: err.Error(), Err: err}
	}
	e := entry{At: at.String()}
	r, kept := s.c.recall(ctx, e.At, o.known)
	if s.want == page || s.want == anything && !kept.none() {
		return s.page(ctx, o, func(ctx context.Context) (had, error) { return s.c.fetch(ctx, e, o.known) })
	}
	var was listed
	known := s.c.load(ctx, listSpace, s.name, &was)
	timed, cancel := s.c.opt.clock.within(ctx, s.c.opt.SourceTime)
	defer cancel()
	g, text, k, err := s.open(timed, at, was, known)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.former(ctx, was, o)
		return s.failed(err, known)
	}
	switch k {
	case page:
		return s.page(ctx, o, func(ctx context.Context) (had, error) { return s.c.taken(ctx, e, at, g, nil, r, kept) })
	case dump:
		return s.dumpAt(ctx, at, g, text, was, o)
	}
	now, err := s.listed(timed, g, k, text, was, o)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.former(ctx, was, o)
		return s.failed(err, known)
	}
	now.Past = s.c.kept(ctx, now.Past, o.known)
	if whole := s.fetchAll(ctx, timed, now, o); !whole {
		now.validators = validators{} // so that the next one reads the list again
	}
	if ctx.Err() == nil {
		s.c.store(ctx, listSpace, s.name, now)
	}
	return nil
}

// page yields the one page there is; that it cannot be had is a failure of the Source.
func (s *Source) page(ctx context.Context, o *output, fetch func(context.Context) (had, error)) error {
	s.progress(0, 1)
	timed, cancel := s.c.opt.clock.within(ctx, s.c.opt.SourceTime)
	defer cancel()
	h, err := fetch(timed)
	s.progress(1, 1)
	if !h.none() {
		o.article(s.name, h, false)
	}
	if err != nil {
		var p *Problem
		return s.failed(err, errors.As(err, &p) && p.final)
	}
	return nil
}

// open fetches what the address gives, and says what that is. Where it is as it was, there is no text.
func (s *Source) open(ctx context.Context, at *url.URL, was listed, known bool) (g got, text string, k kind, err error) {
	v := validators{}
	if known {
		v = was.validators
	}
	if g, err = s.c.get(ctx, at, v, s.c.opt.list); err != nil {
		return g, "", other, err
	}
	if g.unchanged {
		return g, "", was.Kind, nil
	}
	if text, err = asText(g); err != nil {
		return g, "", other, err
	}
	k = recognise(text, g.header.Get("Content-Type"))
	switch {
	case s.want != anything && k != s.want:
		err = problem(at, bad, "is no %s but a %s%s", s.want, k, look(text).hint(g.at))
	case k == other:
		err = problem(at, bad, "is neither a page nor a feed, a sitemap or a dump")
	case (k == feed || k == page) && int64(len(g.body)) > s.c.opt.Limit:
		err = problem(at, bad, "is larger than the limit of %d kB", s.c.opt.Limit>>10)
	}
	return g, text, k, err
}

// listed reads a feed or sitemap, and what it named before.
func (s *Source) listed(ctx context.Context, g got, k kind, text string, was listed, o *output) (now listed, err error) {
	if g.unchanged {
		for i := range was.Entries {
			was.Entries[i].exact = k == sitemap
		}
		return was, nil
	}
	if was.Kind == dump {
		was = listed{} // of marks, not of addresses
	}
	var all []entry
	index := false
	if k == feed {
		all, err = readFeed(g.at, text)
		if err != nil {
			return now, problem(g.at, passing, "is a broken feed (%v)", err)
		}
	} else {
		var problems []error
		if all, index, problems, err = s.c.walk(ctx, g.at, text); err != nil {
			return now, err
		}
		for _, p := range problems {
			o.problem(p)
		}
		if len(all) == 0 && len(problems) > 0 {
			return now, errors.New("none of its sitemaps could be read")
		}
	}
	if len(all) == 0 {
		return now, problem(g.at, passing, "names no pages")
	}
	now = listed{validators: g.validators(), Kind: k}
	more := 0
	if now.Entries, more = chosen(all, s.c.opt.Since, s.c.opt.Most); more > 0 {
		o.problem(problem(g.at, passing, "names %d pages more than the %d latest ones, which are fetched; sources.most_pages lets more", more, s.c.opt.Most))
	}
	now.Past = past(was, now.Entries)
	if index { // that an index is as it was says nothing of those that it names
		now.validators = validators{}
	}
	return now, nil
}

// maxPast is how many pages that have left a list are remembered.
const maxPast = 20_000

// past gives what a list named before and does not name now.
func past(was listed, now []entry) (out []entry) {
	seen := map[string]bool{}
	for _, e := range now {
		seen[e.At] = true
	}
	for _, es := range [][]entry{was.Entries, was.Past} {
		for _, e := range es {
			if !seen[e.At] && len(out) < maxPast {
				seen[e.At] = true
				out = append(out, e)
			}
		}
	}
	return out
}

// former yields what was had of a list before, as it was.
func (s *Source) former(ctx context.Context, was listed, o *output) {
	for _, es := range [][]entry{was.Entries, was.Past} {
		for _, e := range es {
			if o.stopped || ctx.Err() != nil {
				return
			}
			if kept := s.c.ofList(ctx, was, e, o.known); !kept.none() {
				o.article(e.At, kept, true)
			}
		}
	}
}

// ofList gives what was had of an entry of a list, as it was.
func (c *Client) ofList(ctx context.Context, l listed, e entry, known marks) had {
	if l.Kind != dump {
		_, kept := c.recall(ctx, e.At, known)
		return kept
	}
	if _, ok := known[e.At]; !ok {
		return had{}
	}
	return had{mark: e.At, says: e.At}
}

func (s *Source) progress(done, total int) {
	if s.c.opt.Progress != nil {
		s.c.opt.Progress(s.name, done, total)
	}
}
