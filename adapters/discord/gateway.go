package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Operations of the gateway, discord.com/developers/docs/topics/opcodes-and-status-codes#gateway.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// The intents that are always asked for, and the privileged one.
const (
	intents              = 1<<0 | 1<<9 | 1<<12 // guilds, their messages, direct messages
	intentMessageContent = 1 << 15
)

// maxFrame bounds what the gateway may send at once, in bytes: a large server with all its channels.
const maxFrame = 64 << 20

// closeKeeping is the code that a connection is closed with so that its session lives on: not 1000, nor 1001.
const closeKeeping = 4000

// Close codes that no later try mends, and those that take the session.
var (
	fatalCloses = map[int]string{
		4010: "Discord does not take discord.shards and discord.shard_ids (4010): leave shards at 0",
		4011: "the bot is in more servers than one connection may serve (4011): leave discord.shards at 0",
		4012: "Discord does not speak this version of the gateway any more (4012): a newer bot is needed",
		4013: "Discord does not know an intent that is asked for (4013): a newer bot is needed",
		4014: "Discord does not allow an intent that is asked for (4014): run “bot doctor discord”",
	}
	sessionTaken = []int{1000, 1001, 4003, 4007, 4009}
)

const closeToken, closeIntents = 4004, 4014

// errFatal is what ends Listen.
type errFatal struct{ error }

// shard is one connection to the gateway, made again and again: discord.com/developers/docs/topics/gateway.
type shard struct {
	d       *Discord
	id, of  int
	resumed bool // the last connection took a session up

	mu      sync.Mutex
	session session
	heard   *progress // of the session since it was taken up

	storing sync.Mutex
	stored  session // as it is written down
}

// frame is what Discord sends, over the gateway or by HTTP. Its data are decoded here and not by discordgo, which refuses a
// message whole where one of its components is new to it, and asks of no more than is needed.
type frame struct {
	kind string          // of an event: MESSAGE_CREATE
	data json.RawMessage // of the event
}

type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

// gatewayBot is how to connect, as Discord wants it.
type gatewayBot struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Remaining   int   `json:"remaining"`
		ResetAfter  int64 `json:"reset_after"` // ms
		Concurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// listenGateway holds up all connections of this process until ctx ends (nil) or one can never be made.
func (d *Discord) listenGateway(ctx context.Context) error {
	of := d.cfg.Shards
	for wait := time.Second; of == 0; wait = min(2*wait, time.Minute) {
		how, err := d.gateway(ctx)
		if err == nil {
			of = max(1, how.Shards)
			break
		}
		if why := d.fatal(err); why != nil {
			return why
		}
		d.setDown(0, fmt.Errorf("Discord cannot be reached: %w", d.scrub(err)))
		if !sleep(ctx, wait) {
			return nil
		}
	}
	ids := d.cfg.ShardIDs
	if len(ids) == 0 {
		for id := range of {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		d.setDown(id, errNotYet)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			if errs[i] = (&shard{d: d, id: id, of: of}).run(ctx); errs[i] != nil {
				stop()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func (d *Discord) gateway(ctx context.Context) (how gatewayBot, err error) {
	err = d.call(ctx, "GET", "/gateway/bot", nil, &how)
	return how, err
}

// run connects again and again.
func (s *shard) run(ctx context.Context) error {
	s.recall(ctx)
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	var kept sync.WaitGroup
	kept.Go(func() { s.keep(keeping) })
	defer kept.Wait()
	defer stop()
	for wait := time.Duration(0); ; {
		began := time.Now()
		s.resumed = false
		err := s.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		var fatal errFatal
		if errors.As(err, &fatal) {
			return fatal.error
		}
		wait = again(wait, time.Since(began), s.resumed)
		err = s.d.scrub(err)
		s.d.setDown(s.id, fmt.Errorf("Discord is not connected: %w", err))
		s.d.log.Warn("the connection to Discord is made anew", "shard", s.id, "because", err, "in", wait)
		if !sleep(ctx, wait) {
			return nil
		}
		wait = max(2*wait, 100*time.Millisecond)
	}
}

// again is how long to wait for the next connection: not at all after one that worked for a while; not long after one that took
// a session up, since commands have to be heard within three seconds, and Discord does not count those.
func again(wait, lasted time.Duration, resumed bool) time.Duration {
	switch {
	case lasted > time.Minute:
		return 0
	case resumed:
		return min(wait, time.Second)
	}
	return min(wait, 30*time.Second)
}

// connect makes a connection and reads it until it ends; why is in the error, which is never nil.
func (s *shard) connect(ctx context.Context) error {
	from := s.resume()
	at := from.URL
	if from.ID == "" || at == "" {
		how, err := s.d.gateway(ctx)
		if err != nil {
			if why := s.d.fatal(err); why != nil {
				return errFatal{why}
			}
			return err
		}
		at = how.URL
		if from.ID == "" {
			if err := s.d.identifying.wait(ctx, s.id, how); err != nil {
				return err
			}
		}
	}
	conn, err := s.dial(ctx, at)
	if err != nil {
		s.moved()
		return err
	}
	c := &connection{shard: s, Conn: conn, from: from, silence: time.Duration(s.d.cfg.SilenceSeconds) * time.Second}
	ended := context.AfterFunc(ctx, func() { c.close(closeKeeping) })
	defer ended()
	defer c.end()
	return c.read(ctx)
}

func (s *shard) dial(ctx context.Context, at string) (*websocket.Conn, error) {
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "wss" && u.Scheme != "ws" {
		return nil, fmt.Errorf("the gateway's address %q cannot be used", at)
	}
	u.RawQuery = "v=10&encoding=json"
	conn, resp, err := s.d.dialer.DialContext(ctx, u.String(), nil)
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	return conn, err
}

// connection is one WebSocket.
type connection struct {
	*shard
	*websocket.Conn
	from    session       // to be taken up again; its zero value for none
	silence time.Duration // after which it is given up

	writing sync.Mutex
	acked   atomic.Bool // the last heartbeat was answered
	beating sync.WaitGroup
	over    chan struct{} // closed when heartbeats are to stop
	seq     atomic.Int64  // of the last event that came
}

// greetWithin is how long Discord may take for each of the first frames of a connection.
const greetWithin = 10 * time.Second

// read takes what comes. The clock is ours: where nothing comes for too long, not even the answer to a heartbeat, the
// connection is dead, whatever the network says.
func (c *connection) read(ctx context.Context) error {
	c.over = make(chan struct{})
	c.SetReadLimit(maxFrame)
	for patience := min(greetWithin, c.silence); ; {
		_ = c.SetReadDeadline(time.Now().Add(patience)) // fails where Read does
		_, data, err := c.ReadMessage()
		if err != nil {
			return c.closed(err)
		}
		var p payload
		if err := json.Unmarshal(data, &p); err != nil {
			c.d.log.Warn("what Discord sent is left out", "error", err)
			continue
		}
		switch p.Op {
		case opHello:
			var hello struct {
				Interval int `json:"heartbeat_interval"` // ms
			}
			if err := json.Unmarshal(p.Data, &hello); err != nil || hello.Interval <= 0 {
				return fmt.Errorf("the gateway's hello cannot be used: %.200s", p.Data)
			}
			c.acked.Store(true)
			c.beating.Go(func() { c.beat(time.Duration(hello.Interval) * time.Millisecond) })
			if err := c.begin(); err != nil {
				return err
			}
		case opHeartbeat:
			if err := c.heartbeat(); err != nil {
				return err
			}
		case opHeartbeatAck:
			c.acked.Store(true)
		case opReconnect:
			c.close(closeKeeping)
			return errors.New("Discord asks for a new connection")
		case opInvalidSession:
			c.close(closeKeeping)
			if string(bytes.TrimSpace(p.Data)) != "true" {
				c.forget()
			}
			sleep(ctx, time.Second+rand.N(4*time.Second)) // as the documentation has it
			return errors.New("Discord does not know the session any more")
		case opDispatch:
			patience = c.silence
			c.dispatch(ctx, p)
		}
	}
}

// begin takes the session up again, or begins one.
func (c *connection) begin() error {
	if c.from.ID != "" {
		c.seq.Store(c.from.Seq)
		return c.send(opResume, map[string]any{"token": c.d.token, "session_id": c.from.ID, "seq": c.from.Seq})
	}
	return c.send(opIdentify, map[string]any{"token": c.d.token, "intents": c.d.intents(), "shard": [2]int{c.id, c.of},
		"properties": map[string]string{"os": runtime.GOOS, "browser": "talksbot", "device": "talksbot"}})
}

func (d *Discord) intents() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.content {
		return intents | intentMessageContent
	}
	return intents
}

// dispatch takes an event in. It counts as heard once it is safe, so that it comes again where it is not.
func (c *connection) dispatch(ctx context.Context, p payload) {
	c.seq.Store(p.Seq)
	switch p.Type {
	case "READY":
		var ready struct {
			SessionID string `json:"session_id"`
			ResumeURL string `json:"resume_gateway_url"`
			User      user   `json:"user"`
		}
		if err := json.Unmarshal(p.Data, &ready); err != nil || ready.SessionID == "" {
			c.d.log.Error("the gateway's READY cannot be used", "error", err)
			return
		}
		c.start(session{ID: ready.SessionID, URL: ready.ResumeURL, Seq: p.Seq})
		c.d.setDown(c.id, nil)
		c.d.log.Info("connected to Discord", "shard", c.id, "of", c.of)
		return
	case "RESUMED":
		c.resumed = true
		c.d.setDown(c.id, nil)
		c.d.log.Info("connected to Discord again", "shard", c.id, "of", c.of)
	}
	done := c.hearing(p.Seq)
	receive := c.d.receiver()
	if receive == nil {
		return
	}
	receive(frame{kind: p.Type, data: p.Data}, func(answer *response) {
		if answer == nil {
			done()
			return
		}
		c.d.order.Aside(c.d.guarded(func() {
			c.d.respond(ctx, p.Data, answer)
			done()
		}))
	})
}

// beat sends heartbeats until the connection is over, and gives it up where one is not answered before the next.
func (c *connection) beat(every time.Duration) {
	wait := rand.N(every) // the first one is jittered
	for {
		t := time.NewTimer(wait)
		select {
		case <-c.over:
			t.Stop()
			return
		case <-t.C:
		}
		if !c.acked.Swap(false) {
			c.d.log.Warn("Discord does not answer heartbeats", "shard", c.id)
			c.close(closeKeeping)
			return
		}
		if c.heartbeat() != nil {
			return // read says why
		}
		wait = every
	}
}

func (c *connection) heartbeat() error {
	if seq := c.seq.Load(); seq > 0 {
		return c.send(opHeartbeat, seq)
	}
	return c.send(opHeartbeat, nil)
}

func (c *connection) send(op int, data any) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.SetWriteDeadline(time.Now().Add(callTimeout)) // fails where Write does
	return c.WriteJSON(map[string]any{"op": op, "d": data})
}

// close ends the connection at once; read then ends.
func (c *connection) close(code int) {
	_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second)) // or it is broken already
	_ = c.Conn.Close()
}

func (c *connection) end() {
	close(c.over)
	_ = c.Conn.Close()
	c.beating.Wait()
}

// closed says why a connection has ended, and forgets the session where it ended with it.
func (c *connection) closed(err error) error {
	var by *websocket.CloseError
	if !errors.As(err, &by) {
		return err
	}
	if by.Code == closeIntents && c.d.withoutContent() {
		return errors.New("Discord does not allow the intent message content (4014)")
	}
	if by.Code == closeToken {
		return errFatal{c.d.unknownToken()}
	}
	if why := fatalCloses[by.Code]; why != "" {
		return errFatal{errors.New(why)}
	}
	if slices.Contains(sessionTaken, by.Code) {
		c.forget()
	}
	return err
}

// withoutContent gives up the privileged intent, and says so; false where it was not asked for.
func (d *Discord) withoutContent() bool {
	d.mu.Lock()
	had := d.content
	d.content = false
	d.mu.Unlock()
	if had {
		d.log.Error("Discord does not allow the intent message content: only what mentions the bot, commands and direct messages are heard",
			"fix", "switch on Message Content Intent on the app's page, Bot, or set discord.message_content to false")
	}
	return had
}
