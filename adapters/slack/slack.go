package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/inorder"
)

// Parts are what a Slack is made of beside its configuration.
type Parts struct {
	Host   adapters.Host
	Log    *slog.Logger
	HTTP   *http.Client      // nil means one with time limits
	Dialer *websocket.Dialer // nil means the usual one
}

// Slack is an Adapter for one workspace, with every rare ability. It is safe for concurrent use.
type Slack struct {
	cfg     Config
	secrets Secrets
	host    adapters.Host
	log     *slog.Logger
	dialer  *websocket.Dialer
	api     *slack.Client
	handler http.Handler // http mode alone

	order  inorder.Lines                     // what is heard, by Thread
	known  *lru.Cache[string, struct{}]      // IDs of Messages that are kept
	called *lru.Cache[adapters.Thread, bool] // Threads in which the bot was called by this process
	edits  *lru.Cache[string, time.Time]     // when posts were changed last

	mu      sync.Mutex
	self    self
	receive func(f frame, ack func(answer any)) // nil while nobody listens
	down    error                               // why Slack does not reach the bot; nil when it does
	signs   map[adapters.Thread]*sign           // that show that the bot is at work
}

// self is who the bot is, as auth.test says.
type self struct {
	user string // U…
	bot  string // B…
}

var (
	_ adapters.Adapter   = (*Slack)(nil)
	_ adapters.Finder    = (*Slack)(nil)
	_ adapters.Editor    = (*Slack)(nil)
	_ adapters.Announcer = (*Slack)(nil)
	_ adapters.Whisperer = (*Slack)(nil)
	_ adapters.Reader    = (*Slack)(nil)
	_ adapters.Commander = (*Slack)(nil)
	_ adapters.Worker    = (*Slack)(nil)
	_ adapters.Prober    = (*Slack)(nil)
)

// How much is remembered; what is forgotten costs a look at the inbox or at Slack.
const mostKnown, mostCalled = 20_000, 2_000

// callTimeout bounds one call of Slack's Web API, which slack-go would wait for without end.
const callTimeout = 30 * time.Second

var errNotYet = errors.New("Slack is not connected yet")

// New makes a Slack. It connects in Listen.
func New(c Config, secrets Secrets, p Parts) *Slack {
	s := &Slack{cfg: c, secrets: secrets, host: p.Host, log: p.Log, dialer: p.Dialer, down: errNotYet, signs: map[adapters.Thread]*sign{}}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.api = newClient(c, secrets, p.HTTP)
	s.known, _ = lru.New[string, struct{}](mostKnown) // fails for sizes below 1 alone
	s.called, _ = lru.New[adapters.Thread, bool](mostCalled)
	s.edits, _ = lru.New[string, time.Time](mostCalled)
	if c.Mode == "http" {
		s.handler = s.routes()
	}
	return s
}

func newClient(c Config, secrets Secrets, h *http.Client) *slack.Client {
	if h == nil {
		h = &http.Client{Timeout: callTimeout}
	}
	options := []slack.Option{slack.OptionHTTPClient(h), slack.OptionAppLevelToken(secrets.AppToken)}
	if c.APIURL != "" {
		options = append(options, slack.OptionAPIURL(strings.TrimRight(c.APIURL, "/")+"/"))
	}
	return slack.New(secrets.BotToken, options...)
}

// Name is "slack".
func (s *Slack) Name() string { return "slack" }

// Handler takes what Slack sends in http mode, under the paths /slack/events, /slack/commands and /slack/interactions;
// nil in socket mode.
func (s *Slack) Handler() http.Handler { return s.handler }

// Probe implements adapters.Prober.
func (s *Slack) Probe() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

func (s *Slack) setDown(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = err
}

func (s *Slack) who() self {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.self
}

// ask gives who the bot is, by a call where that is not known yet: before Listen.
func (s *Slack) ask(ctx context.Context) (self, error) {
	if own := s.who(); own.user != "" {
		return own, nil
	}
	var a *slack.AuthTestResponse
	err := patiently(ctx, func() (err error) {
		a, err = s.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return self{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.self = self{user: a.UserID, bot: a.BotID}
	return s.self, nil
}

// Listen implements adapters.Adapter. Its errors say what to mend: tokens that Slack does not take.
func (s *Slack) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	if err := s.introduce(ctx); err != nil {
		s.setDown(err)
		return err
	}
	s.order.Start()
	s.mu.Lock()
	s.receive = func(f frame, ack func(any)) { s.take(ctx, hear, f, ack) }
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.receive, s.down = nil, errNotYet
		s.mu.Unlock()
		s.order.End()
	}()
	if s.cfg.Mode == "http" {
		s.setDown(nil)
		<-ctx.Done()
		return nil
	}
	return s.listenSocket(ctx)
}

// introduce asks Slack who the bot is, again and again while Slack cannot be reached.
func (s *Slack) introduce(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		_, err := s.ask(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if why := fatal(err, s.cfg.BotTokenEnv); why != nil {
			return why
		}
		err = s.scrub(err)
		s.setDown(fmt.Errorf("Slack cannot be reached: %w", err))
		s.log.Warn("Slack cannot be reached", "error", err, "again_in", wait)
		if !sleep(ctx, wait) {
			return ctx.Err()
		}
	}
}

// receiver takes frames while somebody listens; else it is nil.
func (s *Slack) receiver() func(f frame, ack func(answer any)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.receive
}

// sleep waits; false when ctx ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
