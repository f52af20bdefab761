package web

import (
	"context"
	"encoding/json"
	"time"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// Spaces of the storage.Cache. The figure goes up when pages are read in another way, so that all are fetched anew. An Article is kept
// under storage.KeyOf(its ID) and nowhere else, so that who deletes it knows where its text stands.
const (
	pageSpace    = "web pages 1"    // address → record
	articleSpace = "web articles 1" // Article.ID → Article
	listSpace    = "web lists 1"    // name of a Source → listed
)

// record is what is known of an address that was asked.
type record struct {
	validators
	ID       string        `json:"id,omitempty"`        // of its Article; "" where it is none
	Asked    time.Time     `json:"asked"`               // when it was last seen to be so
	Stamp    string        `json:"stamp,omitempty"`     // what the list said of it then
	FromList bool          `json:"from_list,omitempty"` // its text is that of the feed, not of the page
	Reason   string        `json:"reason,omitempty"`    // why it is no Article
	Kind     kindOfProblem `json:"kind,omitempty"`
}

// listed is what a feed or sitemap said when it was last had, and what it had said before.
type listed struct {
	validators
	Kind    kind    `json:"kind"`
	Entries []entry `json:"entries"`
	Past    []entry `json:"past,omitempty"` // those that have left it, the latest first
}

// recall gives what is kept of an address; nil for what is not. What cannot be read back is fetched again.
func (c *Client) recall(ctx context.Context, address string) (*record, *knowledge.Article) {
	var r record
	if !c.load(ctx, pageSpace, address, &r) {
		return nil, nil
	}
	var a knowledge.Article
	if r.ID == "" {
		return &r, nil
	}
	if !c.load(ctx, articleSpace, r.ID, &a) {
		return nil, nil // it was deleted, or given up
	}
	return &r, &a
}

// remember keeps what came of an address: an Article, or nil. What cannot be kept is fetched again.
func (c *Client) remember(ctx context.Context, address string, r record, a *knowledge.Article) {
	if a != nil {
		r.ID = a.ID
		c.store(ctx, articleSpace, a.ID, a)
	}
	r.Asked = c.opt.clock.now().UTC()
	c.store(ctx, pageSpace, address, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[address] = r.Asked
}

func (c *Client) load(ctx context.Context, space, name string, into any) bool {
	if c.opt.Cache == nil {
		return false
	}
	k := storage.KeyOf(name)
	found, err := c.opt.Cache.Cached(ctx, space, []storage.Key{k})
	return err == nil && found[k] != nil && json.Unmarshal(found[k], into) == nil
}

func (c *Client) store(ctx context.Context, space, name string, v any) {
	if c.opt.Cache == nil {
		return
	}
	if data, err := json.Marshal(v); err == nil {
		_ = c.opt.Cache.Cache(ctx, space, map[storage.Key][]byte{storage.KeyOf(name): data}) // see remember
	}
}

// How long what is known of an address counts without asking.
const (
	justAsked = 10 * time.Minute   // within one Client: another Source has it, too
	recheck   = 7 * 24 * time.Hour // of what has left its list
)

// settled says whether an address need not be asked now.
func (c *Client) settled(r *record, e entry) bool {
	if r == nil {
		return false
	}
	now := c.opt.clock.now()
	c.mu.Lock()
	asked, ok := c.asked[e.At]
	c.mu.Unlock()
	switch {
	case ok && now.Sub(asked) < justAsked:
		return true
	case e.past:
		return now.Sub(r.Asked) < recheck
	}
	return e.exact && e.Stamp != "" && e.Stamp == r.Stamp
}
