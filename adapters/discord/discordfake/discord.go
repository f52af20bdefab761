package discordfake

import (
	"context"
	"crypto/ed25519"
	crand "crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Options are how a Discord behaves. The zero value is Discord as it is, for an app without privileged intents.
type Options struct {
	Seed       uint64           // of all chance
	Now        func() time.Time // what IDs, timestamps and the lives of tokens, nonces and sessions go by; nil means time.Now
	Privileged int              // intents that are switched on on the app's page, such as MessageContent

	HeartbeatEvery time.Duration // 0 means 41.25 s
	IdentifyWithin time.Duration // how long a connection may say nothing; 0 means 30 s
	IdentifyEvery  time.Duration // how soon the next identify of the same kind is taken; 0 means 5 s
	Concurrency    int           // max_concurrency: the kinds of identify; 0 means 1
	Shards         int           // how many GET /gateway/bot asks for; 0 means 1
	LeastShards    int           // fewer are refused with 4011; 0 means any number is taken
	SessionLife    time.Duration // how long a session without a connection is kept; 0 means 5 min
	AnswerWithin   time.Duration // how long an interaction may stay unanswered; 0 means 3 s

	Global    Limit            // of all calls with the bot's token together; zero means 50 a second
	Limits    map[string]Limit // of calls by route, in the place of those that hold without it
	NoLimits  bool             // neither calls nor identifies are limited
	NullParse bool             // allowed_mentions with parse:null are taken, as Discord does, and allow everything
	Faults    Faults
}

// Discord is a Discord with one app in it. It is safe for concurrent use. Its token and key are new in every Discord.
type Discord struct {
	Token     string // of the bot
	PublicKey string // that signs interactions, in hexadecimal
	AppID     string
	BotUser   string // ID of the app as a user, the same

	opts    Options
	key     ed25519.PrivateKey
	address string // host:port
	server  *http.Server
	routes  []route
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup // whatever may outlive a request

	mu       sync.Mutex
	closed   bool
	valid    string // the token that holds
	rand     *rand.Rand
	faults   Faults
	failNext map[string][]Failure
	lastID   uint64
	changed  chan struct{} // closed when anything changes
	people   map[string]*Person
	guilds   map[string]*guild
	inOrder  []*guild
	channels map[string]*channel
	dms      map[string]string // channels by person
	commands map[string][]object
	creates  map[string]int // of commands by scope
	nonces   map[string]nonce
	calls    []Call
	did      map[string]int // calls by route
	made     string         // ID of the message that the call under way made
	buckets  map[string]*bucket
	global   bucket
	invalid  int

	interactions map[string]*interaction
	byToken      map[string]*interaction
	taken        []*interaction // in order
	private      []*Message     // ephemeral
	modals       map[string]*Modal
	endpoint     string // where interactions are posted to; "" is the gateway

	conns      []*conn
	sessions   map[string]*session
	identified map[int]time.Time // by kind
	identifies []Identify
	resumes    int
	delivered  int
	silent     bool // connections to come are half dead
	early      int  // how often reconnect takes the place of READY or RESUMED
}

// New starts a Discord on the loopback interface.
func New(o Options) (*Discord, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	for _, d := range []struct {
		set *time.Duration
		to  time.Duration
	}{{&o.HeartbeatEvery, 41250 * time.Millisecond}, {&o.IdentifyWithin, 30 * time.Second}, {&o.IdentifyEvery, 5 * time.Second},
		{&o.SessionLife, 5 * time.Minute}, {&o.AnswerWithin, 3 * time.Second}} {
		if *d.set == 0 {
			*d.set = d.to
		}
	}
	if o.Global == (Limit{}) {
		o.Global = globalLimit
	}
	o.Concurrency, o.Shards = max(o.Concurrency, 1), max(o.Shards, 1)
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("starting a fake Discord: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting a fake Discord: %w", err)
	}
	f := &Discord{Token: newToken(), PublicKey: hex.EncodeToString(public), AppID: "900000000000000001", BotUser: "900000000000000001",
		opts: o, key: key, address: l.Addr().String(), rand: rand.New(rand.NewPCG(o.Seed, 1)), faults: o.Faults, failNext: map[string][]Failure{},
		changed: make(chan struct{}), people: map[string]*Person{}, guilds: map[string]*guild{}, channels: map[string]*channel{},
		dms: map[string]string{}, commands: map[string][]object{}, creates: map[string]int{}, did: map[string]int{}, nonces: map[string]nonce{},
		buckets: map[string]*bucket{}, interactions: map[string]*interaction{}, byToken: map[string]*interaction{}, modals: map[string]*Modal{},
		sessions: map[string]*session{}, identified: map[int]time.Time{}}
	f.valid = f.Token
	f.people[f.BotUser] = &Person{ID: f.BotUser, Name: "talks", Bot: true}
	f.routes = routes()
	f.ctx, f.stop = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("/gateway/", f.link)
	mux.HandleFunc("/", f.call)
	f.server = &http.Server{Handler: mux}
	f.work.Go(func() { _ = f.server.Serve(l) })
	return f, nil
}

// newToken is a token of three parts, as bots have.
func newToken() string { return crand.Text() + "." + crand.Text()[:6] + "." + crand.Text() }

// Start makes a Discord that ends with the test. Only the first Options count.
func Start(t testing.TB, o ...Options) *Discord {
	t.Helper()
	f, err := New(append(o, Options{})[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// Close ends all connections and waits for what is under way.
func (f *Discord) Close() {
	f.mu.Lock()
	f.closed = true
	for _, i := range f.taken {
		i.timer.Stop()
	}
	for _, c := range f.conns {
		c.close()
	}
	f.mu.Unlock()
	f.stop()
	_ = f.server.Close()
	f.work.Wait()
}

// APIURL is the address of the REST API, without a slash at its end.
func (f *Discord) APIURL() string { return "http://" + f.address + "/api/v10" }

// Revoke makes the token worthless, as a reset on the app's page does: calls get 401, connections end with 4004. It gives
// the new token, which holds from now on and is not in f.Token.
func (f *Discord) Revoke() (token string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	token = newToken()
	f.valid = token
	for _, c := range f.conns {
		c.end(closeAuthentication)
	}
	f.touch()
	return token
}

// Await waits until a condition holds, which it looks at whenever something has changed. The condition may call f.
func (f *Discord) Await(ctx context.Context, holds func() bool) error {
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
			return errors.New("what was awaited in Discord did not come about")
		}
	}
}

// touch tells whoever awaits something. f.mu is held here and in every other method that is not exported, unless it says
// otherwise.
func (f *Discord) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}

const epoch = 1420070400000 // ms: the first second of 2015, from which Discord counts

// id is an ID greater than every one before, with the time in it.
func (f *Discord) id() string {
	f.lastID = max(f.lastID+1, uint64(max(f.opts.Now().UnixMilli()-epoch, 0))<<22)
	return strconv.FormatUint(f.lastID, 10)
}

// timeOf is the time in an ID; the first second of 2015 for what is no ID.
func timeOf(id string) time.Time {
	n, _ := strconv.ParseUint(id, 10, 64)
	return time.UnixMilli(int64(n>>22) + epoch).UTC()
}

// stamp is a time as Discord writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }

// object is JSON.
type object = map[string]any
