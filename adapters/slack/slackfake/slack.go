package slackfake

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// Options are how a Slack behaves. The zero value is Slack as it is, without faults.
type Options struct {
	Seed      uint64           // of all chance
	Now       func() time.Time // what timestamps, triggers and response_urls go by; nil means time.Now
	Scopes    []string         // of the bot token; nil means DefaultScopes
	AgentView bool             // the newer generation of the app's own pane
	PingEvery time.Duration    // on a socket; 0 means 5 s
	AckWithin time.Duration    // how long an envelope or a POST may stay unanswered; 0 means 3 s
	Retries   []time.Duration  // waits before an unanswered event is sent again; nil means 0, 1 min, 5 min
	Command   string           // the app's slash command; "" means every one is
	Faults    Faults
}

// DefaultScopes are all that the bot can use.
func DefaultScopes() []string {
	return []string{"app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands",
		"groups:history", "groups:read", "im:history", "im:read", "im:write", "reactions:write", "users:read"}
}

// Slack is a workspace with one app in it. It is safe for concurrent use. Its tokens are new in every Slack.
type Slack struct {
	BotToken      string
	AppToken      string
	SigningSecret string
	BotUser       string // ID of the app as a user
	BotID         string
	AppID         string
	TeamID        string

	opts    Options
	address string // host:port
	server  *http.Server
	methods map[string]method
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup // whatever may outlive a request

	mu       sync.Mutex
	closed   bool
	rand     *rand.Rand
	faults   Faults
	failNext map[string][]Failure
	scopes   map[string]bool
	revoked  string // the error that every call gets; "" for none
	count    int    // makes IDs
	clock    time.Time
	changed  chan struct{} // closed when anything changes
	channels map[string]*channel
	order    []*channel
	users    map[string]string // locales by ID
	private  []*Message        // ephemeral
	views    map[string][]*View
	homes    map[string]*View
	triggers map[string]*trigger
	replies  map[string]*responseURL
	calls    []Call
	made     string // ts of the latest message

	base     string // where HTTP mode delivers to; "" is socket mode
	tickets  map[string]bool
	conns    []*conn
	turn     int
	pending  map[string]*delivery // by envelope
	waiting  []*delivery          // events for whom nobody is there
	sent     int
	acks     []time.Duration
	acked    []Envelope
	unacked  []Envelope
	lost     []Envelope
	timedOut []Envelope
}

// New starts a Slack on the loopback interface.
func New(o Options) (*Slack, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Scopes == nil {
		o.Scopes = DefaultScopes()
	}
	if o.PingEvery == 0 {
		o.PingEvery = 5 * time.Second
	}
	if o.AckWithin == 0 {
		o.AckWithin = 3 * time.Second
	}
	if o.Retries == nil {
		o.Retries = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting a fake Slack: %w", err)
	}
	f := &Slack{BotToken: "xoxb-" + crand.Text(), AppToken: "xapp-1-" + crand.Text(), SigningSecret: crand.Text(),
		BotUser: "U0000BOT", BotID: "B0000BOT", AppID: "A0000APP", TeamID: "T0000TEAM",
		opts: o, address: l.Addr().String(), rand: rand.New(rand.NewPCG(o.Seed, 1)), faults: o.Faults, failNext: map[string][]Failure{},
		scopes: map[string]bool{}, changed: make(chan struct{}), channels: map[string]*channel{}, users: map[string]string{},
		views: map[string][]*View{}, homes: map[string]*View{}, triggers: map[string]*trigger{}, replies: map[string]*responseURL{},
		tickets: map[string]bool{}, pending: map[string]*delivery{}}
	for _, s := range o.Scopes {
		f.scopes[s] = true
	}
	f.know(f.BotUser)
	f.methods = methods()
	f.ctx, f.stop = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", f.call)
	mux.HandleFunc("/link/", f.link)
	mux.HandleFunc("POST /respond/{id}", f.respond)
	f.server = &http.Server{Handler: mux}
	f.work.Go(func() { _ = f.server.Serve(l) })
	return f, nil
}

// Start makes a Slack that ends with the test. Only the first Options count.
func Start(t testing.TB, o ...Options) *Slack {
	t.Helper()
	f, err := New(append(o, Options{})[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// Close ends all connections and waits for what is under way.
func (f *Slack) Close() {
	f.mu.Lock()
	f.closed = true
	for _, d := range f.pending {
		d.halt()
	}
	for _, c := range f.conns {
		c.close()
	}
	f.mu.Unlock()
	f.stop()
	_ = f.server.Close()
	f.work.Wait()
}

// APIURL is the address of the Web API, with a slash at its end.
func (f *Slack) APIURL() string { return "http://" + f.address + "/api/" }

// Grant gives the bot token scopes.
func (f *Slack) Grant(scopes ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range scopes {
		f.scopes[s] = true
	}
}

// DropScope takes scopes from the bot token.
func (f *Slack) DropScope(scopes ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range scopes {
		delete(f.scopes, s)
	}
}

// Scopes are those of the bot token, sorted.
func (f *Slack) Scopes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.granted()
}

func (f *Slack) granted() []string {
	var all []string
	for s := range f.scopes {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// Revoke makes every call fail with an error, such as token_revoked or account_inactive; "" ends that.
func (f *Slack) Revoke(err string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.revoked = err
}

// Await waits until a condition holds, which it looks at whenever something has changed. The condition may call f.
func (f *Slack) Await(ctx context.Context, holds func() bool) error {
	for {
		f.mu.Lock()
		changed := f.changed
		f.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			if holds() {
				return nil
			}
			return errors.New("what was awaited in Slack did not come about")
		}
	}
}

// touch tells whoever awaits something. f.mu is held here and in every other function that is not exported, unless it
// says otherwise.
func (f *Slack) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}

func (f *Slack) id(prefix string) string {
	f.count++
	return fmt.Sprintf("%s%08X", prefix, f.count)
}

// ts is a timestamp later than every one before, by at least 100 µs.
func (f *Slack) ts() string {
	f.clock = later(f.clock, f.opts.Now())
	return fmt.Sprintf("%d.%06d", f.clock.Unix(), f.clock.Nanosecond()/1000)
}

func later(last, now time.Time) time.Time {
	now = now.Truncate(100 * time.Microsecond)
	if least := last.Add(100 * time.Microsecond); now.Before(least) {
		return least
	}
	return now
}
