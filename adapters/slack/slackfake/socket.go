package slackfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	mostConns = 10
	mostAck   = 20 << 10 // bytes; Slack drops what is as long or longer
	backlog   = 8192     // frames that wait to be written
)

// conn is a connection of Socket Mode.
type conn struct {
	ws     *websocket.Conn
	out    chan []byte
	done   chan struct{}
	once   sync.Once
	warned bool // it was told to go: others are preferred
	silent bool // nothing is sent or heard any more; the writer looks at it under Slack.mu
}

func (c *conn) close() {
	c.once.Do(func() {
		close(c.done)
		_ = c.ws.Close()
	})
}

// write queues a frame; a connection that does not read is broken off.
func (c *conn) write(frame []byte) {
	select {
	case c.out <- frame:
	default:
		c.close()
	}
}

// link takes a WebSocket, for a ticket that was not used yet. f.mu is not held.
func (f *Slack) link(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	f.mu.Lock()
	fresh := f.tickets[ticket] && !f.closed
	delete(f.tickets, ticket)
	if fresh {
		f.work.Add(1)
		defer f.work.Done()
	}
	f.mu.Unlock()
	if !fresh {
		http.Error(w, "this ticket is not valid", http.StatusUnauthorized)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{ws: ws, out: make(chan []byte, backlog), done: make(chan struct{})}
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		c.close()
		return
	}
	f.work.Go(func() { f.writes(c) })
	if len(f.conns) >= mostConns {
		c.write(disconnect("too_many_websockets"))
		c.write(nil)
		f.mu.Unlock()
		f.reads(c)
		return
	}
	f.conns = append(f.conns, c)
	hello, _ := json.Marshal(map[string]any{"type": "hello", "num_connections": len(f.conns),
		"connection_info": map[string]any{"app_id": f.AppID},
		"debug_info":      map[string]any{"host": "fake", "approximate_connection_time": 3600}})
	c.write(hello)
	waiting := f.waiting
	f.waiting = nil
	for _, d := range waiting {
		d.attempt, d.reason = max(d.attempt, 1), "timeout"
		f.deliver(d)
	}
	f.touch()
	f.mu.Unlock()
	f.reads(c)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left(c)
}

// writes sends what is queued, and pings. A nil frame ends the connection. f.mu is not held.
func (f *Slack) writes(c *conn) {
	defer c.close()
	ping := time.NewTicker(f.opts.PingEvery)
	defer ping.Stop()
	for {
		var frame []byte
		isPing := false
		select {
		case <-c.done:
			return
		case frame = <-c.out:
			if frame == nil {
				return
			}
		case <-ping.C:
			isPing = true
		}
		f.mu.Lock()
		silent := c.silent
		f.mu.Unlock()
		if silent {
			continue
		}
		_ = c.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if isPing {
			if c.ws.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(10*time.Second)) != nil {
				return
			}
			continue
		}
		if c.ws.WriteMessage(websocket.TextMessage, frame) != nil {
			return
		}
	}
}

// reads takes acknowledgements until the connection ends. f.mu is not held.
func (f *Slack) reads(c *conn) {
	defer c.close()
	for {
		_, frame, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if len(frame) >= mostAck || json.Unmarshal(frame, &ack) != nil {
			continue
		}
		f.mu.Lock()
		if d := f.pending[ack.EnvelopeID]; d != nil && !c.silent && !f.closed {
			f.acknowledged(d, ack.Payload)
		}
		f.mu.Unlock()
	}
}

// left forgets a connection that ended and sends its events that were not acknowledged to the next one.
func (f *Slack) left(c *conn) {
	f.conns = slices.DeleteFunc(f.conns, func(o *conn) bool { return o == c })
	var open []*delivery
	for _, d := range f.pending {
		if d.conn == c {
			open = append(open, d)
		}
	}
	slices.SortFunc(open, func(a, b *delivery) int { return a.number - b.number })
	for _, d := range open {
		f.failed(d, "timeout", true)
	}
	f.touch()
}

// pick gives the connection that an envelope goes to, each in its turn; nil when there is none.
func (f *Slack) pick() *conn {
	var open []*conn
	for _, warned := range []bool{false, true} {
		for _, c := range f.conns {
			select {
			case <-c.done:
			default:
				if c.warned == warned {
					open = append(open, c)
				}
			}
		}
		if len(open) > 0 {
			f.turn++
			return open[f.turn%len(open)]
		}
	}
	return nil
}

func disconnect(reason string) []byte {
	frame, _ := json.Marshal(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "fake"}})
	return frame
}

// Connections says how many sockets are open.
func (f *Slack) Connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.conns)
}

// DropSockets breaks all connections off, without a word.
func (f *Slack) DropSockets() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.conns {
		c.close()
	}
}

// Disconnect sends the routine frame to all connections: reason is warning, refresh_requested or link_disabled. They stay
// open until the bot closes them, and newer ones are preferred; link_disabled ends them.
func (f *Slack) Disconnect(reason string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.conns {
		c.warned = true
		c.write(disconnect(reason))
		if reason == "link_disabled" {
			c.write(nil)
		}
	}
}

// Silence makes the connections that are open now half dead: they stay open, but nothing comes over them, no ping either,
// and nothing that the bot sends is heard.
func (f *Slack) Silence() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.conns {
		c.silent = true
	}
}
