package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	lru "github.com/hashicorp/golang-lru/v2"

	"talksbot/adapters"
	"talksbot/adapters/inorder"
)

// Parts are what a Discord is made of beside its configuration.
type Parts struct {
	Host   adapters.Host
	Log    *slog.Logger
	HTTP   *http.Client      // nil means the usual one
	Dialer *websocket.Dialer // nil means the usual one
}

// Discord is an Adapter for one app, with every rare ability. It is safe for concurrent use.
type Discord struct {
	cfg     Config
	token   string
	host    adapters.Host
	log     *slog.Logger
	dialer  *websocket.Dialer
	api     *discordgo.Session // its REST API alone
	key     ed25519.PublicKey  // http mode alone
	handler http.Handler       // http mode alone

	order  inorder.Lines                       // what is heard, by channel
	known  *lru.Cache[string, struct{}]        // IDs of Messages that are kept
	talks  *lru.Cache[string, adapters.Thread] // in which the bot was called, by the ID of what was said
	called *lru.Cache[adapters.Thread, bool]   // Threads in which the bot was called by this process
	edits  *lru.Cache[string, time.Time]       // when posts were changed last
	world  *world                              // channels and servers

	identifying gate // lets connections introduce themselves as slowly as Discord wants it

	mu      sync.Mutex
	user    string                             // ID of the bot
	receive func(f frame, ack func(*response)) // nil while nobody listens
	down    map[int]error                      // by shard, why it does not reach the bot; a nil map before Listen
	ended   error                              // why Listen has ended, where it had to
	content bool                               // the intent message content is asked for
	working map[string]*working                // by channel
}

var (
	_ adapters.Adapter   = (*Discord)(nil)
	_ adapters.Finder    = (*Discord)(nil)
	_ adapters.Editor    = (*Discord)(nil)
	_ adapters.Announcer = (*Discord)(nil)
	_ adapters.Whisperer = (*Discord)(nil)
	_ adapters.Responder = (*Discord)(nil)
	_ adapters.Reader    = (*Discord)(nil)
	_ adapters.Commander = (*Discord)(nil)
	_ adapters.Worker    = (*Discord)(nil)
	_ adapters.Prober    = (*Discord)(nil)
)

// How much is remembered; what is forgotten costs a look at the inbox or at Discord.
const mostKnown, mostCalled = 20_000, 2_000

// mostTries is how often a call is made that is refused with 429.
const mostTries = 10

var errNotYet = errors.New("Discord is not connected yet")

// New makes a Discord. It connects in Listen.
func New(c Config, token string, p Parts) *Discord {
	d := &Discord{cfg: c, token: token, host: p.Host, log: p.Log, dialer: p.Dialer, content: c.MessageContent, working: map[string]*working{}}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.dialer == nil {
		d.dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: callTimeout}
	}
	d.api = newSession(c, token, p.HTTP, mostTries)
	d.known, _ = lru.New[string, struct{}](mostKnown) // fails for sizes below 1 alone
	d.talks, _ = lru.New[string, adapters.Thread](mostKnown)
	d.called, _ = lru.New[adapters.Thread, bool](mostCalled)
	d.edits, _ = lru.New[string, time.Time](mostCalled)
	d.world = newWorld()
	if c.Mode == "http" {
		d.key, _ = hex.DecodeString(c.PublicKey) // Config.Check has tried
		d.handler = d.routes()
	}
	return d
}

// Name is "discord".
func (d *Discord) Name() string { return "discord" }

// Handler takes what Discord sends in http mode, under the path /discord/interactions; nil in gateway mode.
func (d *Discord) Handler() http.Handler { return d.handler }

// Command implements adapters.Commander.
func (d *Discord) Command(word string) string { return "/" + word }

// Probe implements adapters.Prober.
func (d *Discord) Probe() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.ended != nil:
		return d.ended
	case d.down == nil:
		return errNotYet
	}
	for shard, err := range d.down {
		if err != nil {
			return fmt.Errorf("connection %d: %w", shard, err)
		}
	}
	return nil
}

func (d *Discord) setDown(shard int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down == nil {
		d.down = map[int]error{}
	}
	d.down[shard] = err
}

func (d *Discord) who() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.user
}

// ask gives the bot's ID, by a call where that is not known yet: before Listen.
func (d *Discord) ask(ctx context.Context) (string, error) {
	if own := d.who(); own != "" {
		return own, nil
	}
	var u user
	if err := d.call(ctx, http.MethodGet, "/users/@me", nil, &u); err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.user = u.ID
	return d.user, nil
}

// Listen implements adapters.Adapter. Its errors say what to mend: a token that Discord does not take.
func (d *Discord) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) (err error) {
	defer func() {
		d.mu.Lock()
		d.receive, d.down, d.ended = nil, nil, err
		d.mu.Unlock()
	}()
	if err := d.introduce(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	d.order.Start()
	defer d.order.End()
	defer stop() // what is done beside
	d.mu.Lock()
	d.receive = func(f frame, ack func(*response)) { d.take(ctx, hear, f, ack) }
	d.mu.Unlock()
	d.order.Aside(d.guarded(func() { d.register(ctx) }))
	if d.cfg.Mode == "http" {
		d.setDown(0, nil)
		<-ctx.Done()
		return nil
	}
	return d.listenGateway(ctx)
}

// introduce asks Discord who the bot is, again and again while Discord cannot be reached.
func (d *Discord) introduce(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		_, err := d.ask(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if why := d.fatal(err); why != nil {
			return why
		}
		err = d.scrub(err)
		d.setDown(0, fmt.Errorf("Discord cannot be reached: %w", err))
		d.log.Warn("Discord cannot be reached", "error", err, "again_in", wait)
		if !sleep(ctx, wait) {
			return ctx.Err()
		}
	}
}

// receiver takes frames while somebody listens; else it is nil.
func (d *Discord) receiver() func(f frame, ack func(*response)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.receive
}

// sleep waits; false when ctx ends first.
func sleep(ctx context.Context, wait time.Duration) bool {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
