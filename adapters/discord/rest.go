package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/time/rate"
)

// apiURL is where Discord's API is, in the version whose forms are written and read here.
const apiURL = "https://discord.com/api/v10"

// callTimeout bounds one try of a call, maxAnswer what it may bring, in bytes.
const callTimeout, maxAnswer = 30 * time.Second, 16 << 20

// newSession gives discordgo's client of the REST API, which waits as transport does and no more: by itself it would sleep
// through the end of a ctx, and hold up all other calls meanwhile. A call is made so many times that is refused with 429.
func newSession(c Config, token string, h *http.Client, tries int) *discordgo.Session {
	s, _ := discordgo.New("Bot " + token) // never fails
	s.MaxRestRetries = 0                  // a message that was posted with a 502 would be posted again
	s.ShouldRetryOnRateLimit = false
	base := http.DefaultTransport
	if h != nil && h.Transport != nil {
		base = h.Transport
	}
	to := c.APIURL
	if to == "" {
		to = apiURL
	}
	s.Client = &http.Client{Transport: &transport{base: base, tries: tries, to: strings.TrimRight(to, "/"), global: rate.NewLimiter(rate.Limit(c.CallsPerSecond), max(1, c.CallsPerSecond/4)), buckets: map[string]*bucket{}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// transport makes calls as fast as Discord lets it, discord.com/developers/docs/topics/rate-limits: it waits where a
// bucket of calls is used up, and calls again what was refused with 429.
type transport struct {
	base   http.RoundTripper
	to     string        // the API's address
	tries  int           // of a call that is refused with 429
	global *rate.Limiter // of all calls but those that answer interactions, which Discord does not count

	mu      sync.Mutex
	blocked time.Time // until when all calls wait
	buckets map[string]*bucket
}

// bucket is what is known of the calls that Discord counts together.
type bucket struct {
	left  int
	reset time.Time // when left is not so any more
}

// mostBuckets is how many are remembered.
const mostBuckets = 1000

// RoundTrip implements http.RoundTripper. The body of the answer is read whole.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(req.URL.EscapedPath(), "/api/v"+discordgo.APIVersion)
	answers := strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
	spare := strings.HasSuffix(path, typingPath)
	key := route(req.Method, path)
	for try := 1; ; try++ {
		if spare && !t.idle(key) {
			return nil, errBusy
		}
		if err := t.wait(req.Context(), key, answers); err != nil {
			return nil, err
		}
		resp, err := t.once(req, path)
		if err != nil {
			return nil, err
		}
		after := t.learn(key, resp)
		if resp.StatusCode != http.StatusTooManyRequests || try == t.tries || spare {
			return resp, nil
		}
		if !sleep(req.Context(), after) {
			return nil, req.Context().Err()
		}
	}
}

// once makes a call.
func (t *transport) once(req *http.Request, path string) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), callTimeout)
	defer cancel()
	address := t.to + path
	if req.URL.RawQuery != "" {
		address += "?" + req.URL.RawQuery
	}
	var body io.Reader
	if req.GetBody != nil {
		var err error
		if body, err = req.GetBody(); err != nil {
			return nil, err
		}
	}
	out, err := http.NewRequestWithContext(ctx, req.Method, address, body)
	if err != nil {
		return nil, err
	}
	out.Header = req.Header.Clone()
	resp, err := t.base.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(all))
	return resp, nil
}

// typingPath ends the paths of calls that are not worth waiting for: where calls have to wait, these are not made.
const typingPath = "/typing"

var errBusy = errors.New("there are more important calls to make")

// idle tells whether a call could be made at once, with room for others beside it.
func (t *transport) idle(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, b := time.Now(), t.buckets[key]
	return !t.blocked.After(now) && (b == nil || b.left > 0 || !b.reset.After(now)) && t.global.Tokens() >= float64(t.global.Burst())/2
}

// wait lets a call be made that Discord will not refuse, as far as is known.
func (t *transport) wait(ctx context.Context, key string, answers bool) error {
	for {
		t.mu.Lock()
		now := time.Now()
		until := t.blocked
		if answers {
			until = time.Time{}
		}
		b := t.buckets[key]
		if b != nil && b.left <= 0 && b.reset.After(until) {
			until = b.reset
		}
		if !until.After(now) {
			if b != nil {
				if b.left--; !b.reset.After(now) {
					delete(t.buckets, key)
				}
			}
			t.mu.Unlock()
			break
		}
		t.mu.Unlock()
		if !sleep(ctx, until.Sub(now)) {
			return ctx.Err()
		}
	}
	if answers {
		return nil
	}
	return t.global.Wait(ctx)
}

// learn takes in what an answer says of limits, and keeps it from discordgo. after says how long to wait where it was a 429.
func (t *transport) learn(key string, resp *http.Response) (after time.Duration) {
	h := resp.Header
	left, errLeft := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	reset, errReset := seconds(h.Get("X-RateLimit-Reset-After"))
	global := h.Get("X-RateLimit-Global") != ""
	if resp.StatusCode == http.StatusTooManyRequests {
		after = time.Second // where nothing is said, as by what stands before Discord
		if s, err := seconds(h.Get("Retry-After")); err == nil {
			after = s
		}
		var refused struct {
			RetryAfter float64 `json:"retry_after"`
			Global     bool    `json:"global"`
		}
		all, _ := io.ReadAll(resp.Body) // in memory
		if json.Unmarshal(all, &refused) == nil && refused.RetryAfter > 0 {
			after = time.Duration(refused.RetryAfter * float64(time.Second))
			global = global || refused.Global
		} else { // discordgo would fail on what is not JSON
			all = fmt.Appendf(nil, `{"message":"429","retry_after":%f}`, after.Seconds())
		}
		resp.Body = io.NopCloser(bytes.NewReader(all))
	}
	for name := range h {
		if strings.HasPrefix(name, "X-Ratelimit-") {
			h.Del(name)
		}
	}
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case after > 0 && global:
		t.blocked = now.Add(after)
	case key == "":
	case after > 0:
		t.buckets[key] = &bucket{reset: now.Add(after)}
	case errLeft == nil && errReset == nil:
		b := t.buckets[key]
		if b == nil || !b.reset.After(now) {
			if len(t.buckets) >= mostBuckets {
				clear(t.buckets)
			}
			t.buckets[key] = &bucket{left: left, reset: now.Add(reset)}
		} else {
			b.left = min(b.left, left) // calls are under way of which this answer does not know
		}
	}
	return after
}

func seconds(s string) (time.Duration, error) {
	f, err := strconv.ParseFloat(s, 64)
	return time.Duration(f * float64(time.Second)), err
}

var (
	// minor are the IDs that do not tell buckets apart: all but those of channels, servers and webhooks.
	minor = regexp.MustCompile(`/(messages|members|threads|interactions|applications|commands|users)/[^/]+`)
	named = regexp.MustCompile(`^/webhooks/[^/]+/[^/]+`)
)

// route names the bucket of a call; "" where there is none, since the first answer to an interaction is given once and has a
// limit of its own. The token in an address is no part of a name that might be seen, only told apart by it.
func route(method, path string) string {
	if strings.HasPrefix(path, "/interactions/") {
		return ""
	}
	if w := named.FindString(path); w != "" {
		return method + " " + w
	}
	return method + " " + minor.ReplaceAllString(path, "/$1/")
}

// call asks something of the API: in is sent as JSON unless it is nil, out takes the answer unless it is nil. A call that
// does no harm twice is made again where Discord fails.
func (d *Discord) call(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	const tries = 3
	for try := 1; ; try++ {
		var b discordgo.Bucket // of this call alone: those that a Session keeps are a lock each, and never given up
		b.Lock()
		answer, err := d.api.RequestWithLockedBucket(method, "https://discord.com/api/v"+discordgo.APIVersion+path, "application/json", body, &b, 0,
			discordgo.WithContext(ctx))
		if err == nil && out != nil {
			err = json.Unmarshal(answer, out)
		}
		if err == nil || try == tries || !twice(method, in) || !failed(err) || !sleep(ctx, time.Duration(try)*200*time.Millisecond) {
			return err
		}
	}
}

// twice tells whether a call does no harm when it is made twice.
func twice(method string, in any) bool {
	m, isMessage := in.(*outgoing)
	return method != http.MethodPost || isMessage && m.Nonce != ""
}

// failed tells the errors of Discord itself and of the way to it.
func failed(err error) bool {
	var refused *discordgo.RESTError
	if errors.As(err, &refused) {
		return refused.Response.StatusCode >= 500
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}
