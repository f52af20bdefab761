package discord

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gorilla/websocket"

	"talksbot/adapters"
)

// Parts are what a Discord is made of beside its configuration.
type Parts struct {
	Host   adapters.Host
	Log    *slog.Logger
	HTTP   *http.Client      // nil means one with time limits
	Dialer *websocket.Dialer // nil means the usual one
}

// Discord is an Adapter for one app, with every rare ability. It is safe for concurrent use.
type Discord struct {
	cfg     Config
	token   string
	host    adapters.Host
	handler http.Handler // http mode alone
}

// New makes a Discord. It connects in Listen.
func New(c Config, token string, p Parts) *Discord {
	return &Discord{cfg: c, token: token, host: p.Host}
}

// Name is "discord".
func (d *Discord) Name() string { return "discord" }

// Handler takes what Discord sends in http mode, under the path /discord/interactions; nil in gateway mode.
func (d *Discord) Handler() http.Handler { return d.handler }

// Listen implements adapters.Adapter.
func (d *Discord) Listen(ctx context.Context, hear func(context.Context, adapters.Message)) error {
	return errors.ErrUnsupported
}

// Post implements adapters.Adapter.
func (d *Discord) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	return "", errors.ErrUnsupported
}
