package slack

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gorilla/websocket"

	"talksbot/adapters"
)

// Parts are what a Slack is made of beside its configuration.
type Parts struct {
	Host   adapters.Host
	Log    *slog.Logger
	HTTP   *http.Client      // nil means one with time limits
	Dialer *websocket.Dialer // nil means the usual one
}

// Slack is an Adapter for one workspace.
type Slack struct {
	cfg     Config
	secrets Secrets
	parts   Parts
}

var _ adapters.Adapter = (*Slack)(nil)

// New makes a Slack. It connects in Listen.
func New(c Config, s Secrets, p Parts) *Slack { return &Slack{cfg: c, secrets: s, parts: p} }

// Name is "slack".
func (s *Slack) Name() string { return "slack" }

// Handler takes what Slack sends in http mode, under the paths /slack/events, /slack/commands and /slack/interactions;
// nil in socket mode.
func (s *Slack) Handler() http.Handler { return nil }

// Probe implements adapters.Prober.
func (s *Slack) Probe() error { return errors.New("not connected") }

// Listen implements adapters.Adapter.
func (s *Slack) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	return errors.New("not built yet")
}

// Post implements adapters.Adapter.
func (s *Slack) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	return "", errors.New("not built yet")
}
