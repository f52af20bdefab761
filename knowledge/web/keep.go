package web

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"talksbot/knowledge"
	"talksbot/knowledge/storage"
)

// Spaces of the storage.Cache. The figure goes up when pages are read in another way, so that all are fetched anew. No text of an article is
// kept here, so that who deletes one leaves none of it behind.
const (
	pageSpace = "web pages 2" // address → record
	listSpace = "web lists 1" // name of a Source → listed
)

// record is what is known of an address that was asked.
type record struct {
	validators
	Mark     string        `json:"mark,omitempty"`      // of its Article; "" where it is none
	Says     string        `json:"says,omitempty"`      // names the text of the Article
	Words    int           `json:"words,omitempty"`     // of the Article; 0 where it is not that of the page
	Asked    time.Time     `json:"asked"`               // when it was last seen to be so
	Stamp    string        `json:"stamp,omitempty"`     // what the list said of it then
	FromList bool          `json:"from_list,omitempty"` // its text is that of the feed, not of the page
	Reason   string        `json:"reason,omitempty"`    // why it is no Article
	Kind     kindOfProblem `json:"kind,omitempty"`
}

// had is an Article as it is had: itself, or, where the knowledge base has it, its mark alone. The zero had is none.
type had struct {
	article *knowledge.Article
	mark    string
	says    string
}

func (h had) none() bool { return h.mark == "" }

// hadOf names an Article by all that it is.
func hadOf(a knowledge.Article) had {
	return had{article: &a, mark: keyOf(a.ID, a.Title, a.Publisher, a.URL, a.Day(), a.Language, a.Text), says: keyOf(a.Text)}
}

func keyOf(texts ...string) string {
	k := storage.KeyOf(texts...)
	return hex.EncodeToString(k[:16])
}

// listed is what a feed or sitemap said when it was last had, and what it had said before.
type listed struct {
	validators
	Kind    kind    `json:"kind"`
	Entries []entry `json:"entries"`
	Past    []entry `json:"past,omitempty"` // those that have left it, the latest first
}

// marks says which Articles the knowledge base has: mark → Article.ID.
type marks map[string]string

// recall gives what is known of an address, nil for nothing, and its Article where the knowledge base has that. What cannot be read
// back is fetched again.
func (c *Client) recall(ctx context.Context, address string, known marks) (*record, had) {
	var r record
	if !c.load(ctx, pageSpace, address, &r) {
		return nil, had{}
	}
	if _, ok := known[r.Mark]; ok {
		return &r, had{mark: r.Mark, says: r.Says}
	}
	return &r, had{}
}

// remember keeps what is known of an address. What cannot be kept is fetched again.
func (c *Client) remember(ctx context.Context, address string, r record, h had) {
	r.Mark, r.Says, r.Asked = h.mark, h.says, c.opt.clock.now().UTC()
	c.store(ctx, pageSpace, address, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	size := 0
	if h.article != nil {
		size = len(h.article.Text)
	}
	if c.recentSize += size; c.recentSize > maxRecent {
		clear(c.recent)
		c.recentSize = size
	}
	c.recent[address] = recent{record: r, had: h}
}

// recent is what a Client had of an address a short while ago.
type recent struct {
	record
	had
}

// maxRecent bounds the texts that a Client has in memory, in bytes.
const maxRecent = 64 << 20

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
	justAsked = 10 * time.Minute   // within one Client: another Source has it, too, or a preview is carried out
	recheck   = 7 * 24 * time.Hour // of what has left its list, or has not changed as that says
)

// justHad gives what this Client had of an address a short while ago.
func (c *Client) justHad(address string) (recent, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.recent[address]
	return r, ok && c.opt.clock.now().Sub(r.Asked) < justAsked
}

// settled says whether an address of which there is a record need not be asked now.
func (c *Client) settled(r *record, kept had, e entry) bool {
	switch {
	case r == nil || kept.none() && r.Reason == "":
		return false
	case c.opt.clock.now().Sub(r.Asked) >= recheck:
		return false
	case e.past:
		return true
	}
	return e.exact && e.Stamp != "" && e.Stamp == r.Stamp && !changing(e.Stamp, r.Asked)
}

// changing says whether a page of that stamp may have changed after it was asked for: one that is a day says nothing of the rest of
// that day, which ends half a day later in the west than here.
func changing(stamp string, asked time.Time) bool {
	day, err := time.Parse(time.DateOnly, stamp)
	return err == nil && asked.Before(day.Add(36*time.Hour))
}
