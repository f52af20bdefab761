package llm

import (
	"context"
	"errors"
	"time"
)

// Record is what is kept of a call: no texts, no secrets.
type Record struct {
	Prompt    string        `json:"prompt,omitempty"` // its name; "" for calls without one
	Version   string        `json:"version,omitempty"`
	Model     string        `json:"model"`
	Purpose   string        `json:"purpose"`
	Form      string        `json:"form,omitempty"`      // how a schema was asked for: json_schema, tool or text; "" without one
	In        int           `json:"in"`                  // tokens read by the model, over all tries
	Out       int           `json:"out"`                 // tokens written
	Estimated bool          `json:"estimated,omitempty"` // In and Out are a guess by length, since the endpoint does not count
	Cost      float64       `json:"cost,omitempty"`      // by Config.PriceIn and PriceOut; vectors and orders are not priced
	First     time.Duration `json:"first,omitempty"`     // until the first token of a stream; 0 without one
	Took      time.Duration `json:"took"`                // with all tries and the waiting between them
	Tries     int           `json:"tries"`               // requests made; 0 where none was, since the endpoint failed before
	Outcome   string        `json:"outcome"`             // ok, down, unauthorized, no_model, rejected, refused, cut, malformed or cancelled
}

// Totals are counters of a Client since New.
type Totals struct {
	Calls    int     `json:"calls"`
	Failures int     `json:"failures"` // Calls whose outcome is not ok
	In       int     `json:"in"`       // tokens
	Out      int     `json:"out"`
	Cost     float64 `json:"cost"`
}

// Totals gives what was counted until now.
func (c *Client) Totals() Totals {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.totals
}

// record closes a Record and counts it.
func (c *Client) record(r *Record, err error) {
	r.Outcome = outcome(err)
	c.mu.Lock()
	c.totals.Calls++
	if err != nil {
		c.totals.Failures++
	}
	c.totals.In += r.In
	c.totals.Out += r.Out
	c.totals.Cost += r.Cost
	c.mu.Unlock()
	if c.tell != nil {
		c.tell(*r)
	}
}

func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	for i, name := range []string{"down", "unauthorized", "no_model", "rejected", "refused", "cut", "malformed"} {
		if errors.Is(err, sentinels[i]) {
			return name
		}
	}
	if errors.Is(err, context.Canceled) {
		return "cancelled"
	}
	return "down"
}
