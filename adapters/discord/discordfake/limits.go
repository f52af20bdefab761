package discordfake

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Limit is how many calls of a route are taken in a time, for each channel, server, or interaction in its path.
type Limit struct {
	Calls int
	Per   time.Duration
}

// limits that hold where Options.Limits say nothing; Discord tells nobody its own.
var limits = map[string]Limit{
	"POST /channels/{channel}/messages":                   {5, 5 * time.Second},
	"PATCH /channels/{channel}/messages/{message}":        {5, 5 * time.Second},
	"POST /channels/{channel}/typing":                     {5, 5 * time.Second},
	"POST /channels/{channel}/messages/{message}/threads": {50, 5 * time.Minute},
}

var (
	usualLimit  = Limit{50, time.Second}
	globalLimit = Limit{50, time.Second} // of all calls of the bot together
)

// bucket counts calls in the window that the first of them opened. It goes by the clock, as clients do.
type bucket struct {
	used int
	ends time.Time
}

// take counts a call; ok is false where it is one too many.
func (b *bucket) take(l Limit, now time.Time) bool {
	if !now.Before(b.ends) {
		b.used, b.ends = 0, now.Add(l.Per)
	}
	b.used++
	return b.used <= l.Calls
}

// limit counts a call. It gives the headers of its bucket, and what the client gets where that is full.
func (f *Discord) limit(to route, vars map[string]string) (map[string]string, *outcome) {
	if f.opts.NoLimits {
		return nil, nil
	}
	now := time.Now()
	if !to.open && !f.global.take(f.opts.Global, now) {
		out := limited(f.global.ends.Sub(now), true)
		return nil, &out
	}
	l, special := f.opts.Limits[to.name]
	if !special {
		if l, special = limits[to.name]; !special {
			l = usualLimit
		}
	}
	major := ""
	for _, name := range []string{"channel", "guild", "token"} { // a route has at most one
		major += vars[name]
	}
	key := to.name + " " + major
	b := f.buckets[key]
	if b == nil {
		b = &bucket{}
		f.buckets[key] = b
	}
	fits := b.take(l, now)
	headers := map[string]string{"X-RateLimit-Limit": strconv.Itoa(l.Calls), "X-RateLimit-Remaining": strconv.Itoa(max(l.Calls-b.used, 0)),
		"X-RateLimit-Reset": seconds(time.Duration(b.ends.UnixNano())), "X-RateLimit-Reset-After": seconds(b.ends.Sub(now)),
		"X-RateLimit-Bucket": fmt.Sprintf("%x", strings.ToLower(to.name))}
	if fits {
		return headers, nil
	}
	out := limited(b.ends.Sub(now), false)
	for k, v := range headers {
		out.header[k] = v
	}
	return nil, &out
}

// limited is 429 as Discord gives it.
func limited(after time.Duration, global bool) outcome {
	scope := "user"
	header := map[string]string{"Retry-After": strconv.Itoa(int(math.Ceil(after.Seconds())))}
	if global {
		scope = "global"
		header["X-RateLimit-Global"] = "true"
	}
	header["X-RateLimit-Scope"] = scope
	return outcome{status: 429, header: header, body: object{"message": "You are being rate limited.", "retry_after": max(after.Seconds(), 0.001),
		"global": global, "code": 0}}
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
