package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// pinged is how long slack-go waits for a ping of Slack's before it connects anew.
const pinged = 30 * time.Second

// listenSocket holds a connection until ctx ends. slack-go connects anew by itself; where it does not, as after a network
// that swallows everything, a clock of our own on what comes in starts it over.
func (s *Slack) listenSocket(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		began := time.Now()
		err := s.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if why := fatal(err, s.cfg.AppTokenEnv); why != nil {
			s.setDown(why)
			return why
		}
		err = s.scrub(err)
		s.setDown(fmt.Errorf("the connection to Slack is lost: %w", err))
		s.log.Warn("the connection to Slack is made anew", "error", err)
		if time.Since(began) > time.Minute {
			wait = time.Second
		}
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

var errSilence = errors.New("nothing came for too long")

// connect runs one client of slack-go's until it gives up, or until nothing comes any more.
func (s *Slack) connect(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silence := time.Duration(s.cfg.SilenceSeconds) * time.Second
	var last atomic.Int64 // when something came, in ns since 1970
	last.Store(time.Now().UnixNano())
	client := socketmode.New(s.api, socketmode.OptionDialer(s.listening(&last)), socketmode.OptionPingInterval(pinged))
	s.order.Aside(func() { s.watch(ctx, cancel, &last, silence) })

	done := make(chan error, 1)
	go func() { done <- client.RunContext(ctx) }()
	for {
		select {
		case e := <-client.Events:
			if err := s.event(ctx, client, e); err != nil {
				cancel(err)
			}
		case err := <-done:
			if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
				err = cause
			}
			return err
		}
	}
}

// listening is a dialer whose connections note when something came.
func (s *Slack) listening(last *atomic.Int64) *websocket.Dialer {
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 30 * time.Second}
	if s.dialer != nil {
		d = *s.dialer
	}
	dial := d.NetDialContext
	if dial == nil {
		dial = (&net.Dialer{Timeout: 30 * time.Second}).DialContext
	}
	d.NetDialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return noting{c, last}, nil
	}
	return &d
}

// noting is a connection that notes when something came.
type noting struct {
	net.Conn
	last *atomic.Int64
}

func (n noting) Read(p []byte) (int, error) {
	got, err := n.Conn.Read(p)
	if got > 0 {
		n.last.Store(time.Now().UnixNano())
	}
	return got, err
}

// watch ends a connection on which nothing comes. Slack's pings count, so that a quiet workspace does not.
func (s *Slack) watch(ctx context.Context, end func(error), last *atomic.Int64, silence time.Duration) {
	for {
		quiet := time.Since(time.Unix(0, last.Load()))
		if quiet >= silence {
			end(errSilence)
			return
		}
		if !sleep(ctx, silence-quiet) {
			return
		}
	}
}

// event takes in what slack-go's client says. An error ends the connection.
func (s *Slack) event(ctx context.Context, client *socketmode.Client, e socketmode.Event) error {
	switch e.Type {
	case socketmode.EventTypeHello:
		s.setDown(nil)
		s.log.Info("Slack is connected")
	case socketmode.EventTypeDisconnect: // routine; a new connection follows
		s.setDown(errNotYet)
	case socketmode.EventTypeConnectionError:
		if failed, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
			s.setDown(fmt.Errorf("the connection to Slack is lost: %w", s.scrub(failed.ErrorObj)))
			s.log.Warn("Slack is not reached", "error", s.scrub(failed.ErrorObj), "again_in", failed.Backoff)
			if fatal(failed.ErrorObj, s.cfg.AppTokenEnv) != nil {
				return failed.ErrorObj // slack-go would try for ever
			}
		}
	case socketmode.EventTypeIncomingError:
		s.setDown(errNotYet)
	case socketmode.EventTypeErrorBadMessage:
		bad, ok := e.Data.(*socketmode.ErrorBadMessage)
		if !ok {
			return nil
		}
		var req socketmode.Request
		if err := json.Unmarshal(bad.Message, &req); err != nil || req.EnvelopeID == "" {
			s.log.Warn("a frame of Slack's is left out", "error", s.scrub(bad.Cause))
			return nil
		}
		s.takeRequest(ctx, client, req)
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive:
		if e.Request != nil {
			s.takeRequest(ctx, client, *e.Request)
		}
	}
	return nil
}

func (s *Slack) takeRequest(ctx context.Context, client *socketmode.Client, req socketmode.Request) {
	s.receiver()(frame{kind: req.Type, payload: req.Payload}, func(answer any) {
		if !req.AcceptsResponsePayload {
			answer = nil
		}
		if err := client.AckCtx(ctx, req.EnvelopeID, answer); err != nil && ctx.Err() == nil {
			s.log.Warn("an event is not acknowledged", "error", err)
		}
	})
}
