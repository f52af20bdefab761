package web

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"talksbot/knowledge/sources"
)

// entry is one page that a list names.
type entry struct {
	At     string    `json:"at"`              // absolute, as Address has it
	Day    time.Time `json:"day"`             // of publication; zero when the list does not say
	Latest time.Time `json:"latest"`          // when it was published or changed, as far as the list tells; zero when it does not
	Stamp  string    `json:"stamp,omitempty"` // another one means that the page may have changed

	exact bool // the same Stamp means that it has not
	past  bool // it has left its list

	Publisher      string `json:"publisher,omitempty"` // as the list has it
	title, content string // in a feed
}

// parseFeed is gofeed's parser, whose version 1.4.2 panics on some feeds that are broken, such as a JSON Feed with null for an item.
func parseFeed(text string) (f *gofeed.Feed, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = errors.New("it cannot be made out")
		}
	}()
	return gofeed.NewParser().ParseString(withoutDeclaration(text))
}

// readFeed gives the entries of an RSS, Atom or JSON feed found at an address, those without an address of a page left out.
func readFeed(at *url.URL, text string) ([]entry, error) {
	f, err := parseFeed(text)
	if err != nil {
		return nil, err
	}
	base := at
	if u, err := at.Parse(strings.TrimSpace(f.Link)); err == nil && f.Link != "" {
		base = u // RSS knows no base, and relative addresses are those of the site
	}
	var out []entry
	for _, it := range f.Items {
		if it == nil {
			continue
		}
		link := strings.TrimSpace(it.Link)
		if link == "" && strings.Contains(it.GUID, "://") {
			link = strings.TrimSpace(it.GUID)
		}
		u, err := base.Parse(link)
		if err != nil || link == "" {
			continue
		}
		e := entry{At: u.String(), Stamp: cmp.Or(it.Updated, it.Published), title: strings.TrimSpace(it.Title), Publisher: strings.TrimSpace(f.Title), content: it.Content}
		if page, err := Address(e.At); err == nil {
			e.At = page.String()
		}
		e.Day = dayOf(it.Published, it.PublishedParsed)
		e.Latest = dayOf(it.Updated, it.UpdatedParsed)
		if e.Day.After(e.Latest) {
			e.Latest = e.Day
		}
		out = append(out, e)
	}
	return out, nil
}

// dayOf gives the day as it is written, else as it was read; zero where that would be a guess, or it was never filled in.
func dayOf(written string, read *time.Time) time.Time {
	d, err := sources.Day(written)
	switch {
	case err == nil && d.Unix() != 0:
		return d
	case err == nil, errors.Is(err, sources.ErrAmbiguous):
	case read != nil:
		y, m, d := read.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// chosen gives the entries of a list that are fetched: each address once, nothing from before since, the latest ones where there are
// more than most, and how many these are more. Entries without any day are not left out for that, and come last.
func chosen(all []entry, since time.Time, most int) (in []entry, more int) {
	seen := map[string]bool{}
	for _, e := range all {
		if !seen[e.At] && (e.Latest.IsZero() || !e.Latest.Before(since)) {
			seen[e.At] = true
			in = append(in, e)
		}
	}
	if len(in) <= most {
		return in, 0
	}
	slices.SortStableFunc(in, func(a, b entry) int { return b.Latest.Compare(a.Latest) })
	return in[:most], len(in) - most
}
