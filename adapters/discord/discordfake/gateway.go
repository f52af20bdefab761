package discordfake

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Intents, as bits.
const (
	Guilds         = 1 << 0
	GuildMessages  = 1 << 9
	DirectMessages = 1 << 12
	MessageContent = 1 << 15
	privileged     = 1<<1 | 1<<8 | MessageContent
	mostIntents    = 1<<27 - 1
)

// Codes with which Discord closes a connection.
const (
	closeUnknown        = 4000
	closeOpcode         = 4001
	closeDecode         = 4002
	closeNotIdentified  = 4003
	closeAuthentication = 4004
	closeIdentified     = 4005
	closeSequence       = 4007
	closeRate           = 4008
	closeTimedOut       = 4009
	closeShard          = 4010
	closeSharding       = 4011
	closeVersion        = 4012
	closeIntents        = 4013
	closeDisallowed     = 4014
)

const (
	backlog      = 1 << 14 // frames that wait to be written
	mostCommands = 120     // a minute
	mostFrame    = 4096    // bytes
)

// frame is something to write: data, or the end of the connection with a code, 0 for no word.
type frame struct {
	data []byte
	code int
}

// conn is a connection to the gateway.
type conn struct {
	ws       *websocket.Conn
	out      chan frame
	done     chan struct{}
	once     sync.Once
	session  *session // nil before READY, and after the session was lost
	silent   bool     // nothing is sent or heard any more; the writer looks at it under Discord.mu
	beat     *time.Timer
	commands int
	minute   time.Time // when the count of commands began
}

func (c *conn) close() {
	c.once.Do(func() {
		close(c.done)
		c.beat.Stop()
		_ = c.ws.Close()
	})
}

// write queues a frame; a connection that does not read is broken off.
func (c *conn) write(fr frame) {
	select {
	case c.out <- fr:
	default:
		c.close()
	}
}

// send queues something that is no event.
func (c *conn) send(op int, d any) {
	raw, _ := json.Marshal(object{"op": op, "d": d, "s": nil, "t": nil}) // of what we made ourselves
	c.write(frame{data: raw})
}

// end closes the connection with a code after what is queued.
func (c *conn) end(code int) { c.write(frame{code: code}) }

// link takes a WebSocket. f.mu is not held.
func (f *Discord) link(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return
	}
	f.work.Add(1)
	defer f.work.Done()
	f.mu.Unlock()
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{ws: ws, out: make(chan frame, backlog), done: make(chan struct{})}
	f.mu.Lock()
	c.beat = time.AfterFunc(f.opts.IdentifyWithin, func() { f.late(c) })
	if f.closed {
		f.mu.Unlock()
		c.close()
		return
	}
	c.silent = f.silent
	f.conns = append(f.conns, c)
	f.work.Go(func() { f.writes(c) })
	switch q := r.URL.Query(); {
	case q.Get("v") != "10":
		c.end(closeVersion)
	case q.Get("encoding") != "json" || q.Has("compress"): // neither ETF nor compression is built
		c.end(closeDecode)
	default:
		c.send(10, object{"heartbeat_interval": f.opts.HeartbeatEvery.Milliseconds()})
	}
	f.touch()
	f.mu.Unlock()
	err = f.reads(c)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left(c, err)
}

// late ends a connection over which no heartbeat, and first no identify, came for too long.
func (f *Discord) late(c *conn) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !c.silent {
		c.end(closeUnknown)
	}
}

// left forgets a connection that ended. Who closes it as done with 1000 or 1001 has no session any more.
func (f *Discord) left(c *conn, err error) {
	f.conns = slices.DeleteFunc(f.conns, func(o *conn) bool { return o == c })
	if s := c.session; s != nil {
		s.conn, s.dropped = nil, f.opts.Now()
		var closed *websocket.CloseError
		if errors.As(err, &closed) && (closed.Code == websocket.CloseNormalClosure || closed.Code == websocket.CloseGoingAway) && !c.silent {
			delete(f.sessions, s.id)
		}
	}
	f.touch()
}

// writes sends what is queued. f.mu is not held.
func (f *Discord) writes(c *conn) {
	defer c.close()
	for {
		var fr frame
		select {
		case <-c.done:
			return
		case fr = <-c.out:
		}
		f.mu.Lock()
		silent := c.silent
		f.mu.Unlock()
		_ = c.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
		switch {
		case silent && fr.data == nil:
			return
		case silent:
		case fr.data != nil:
			if c.ws.WriteMessage(websocket.TextMessage, fr.data) != nil {
				return
			}
		default:
			if fr.code != 0 {
				_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(fr.code, closeText[fr.code]), time.Now().Add(10*time.Second))
			}
			return
		}
	}
}

var closeText = map[int]string{closeUnknown: "Unknown error.", closeOpcode: "Unknown opcode.", closeDecode: "Error while decoding payload.",
	closeNotIdentified: "Not authenticated.", closeAuthentication: "Authentication failed.", closeIdentified: "Already authenticated.",
	closeSequence: "Invalid seq.", closeRate: "Rate limited.", closeTimedOut: "Session timed out.", closeShard: "Invalid shard.",
	closeSharding: "Sharding required.", closeVersion: "Invalid API version.", closeIntents: "Invalid intent(s).", closeDisallowed: "Disallowed intent(s)."}

// reads takes what the bot sends until the connection ends. f.mu is not held.
func (f *Discord) reads(c *conn) error {
	defer c.close()
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			return err
		}
		f.mu.Lock()
		if !c.silent && !f.closed {
			f.hear(c, raw)
		}
		f.mu.Unlock()
	}
}

// hear does what the bot asks for.
func (f *Discord) hear(c *conn, raw []byte) {
	var in struct {
		Op *int            `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if len(raw) > mostFrame || json.Unmarshal(raw, &in) != nil || in.Op == nil {
		c.end(closeDecode)
		return
	}
	if now := time.Now(); now.Sub(c.minute) >= time.Minute {
		c.minute, c.commands = now, 0
	}
	if c.commands++; c.commands > mostCommands {
		c.end(closeRate)
		return
	}
	switch *in.Op {
	case 1:
		f.heartbeat(c, in.D)
	case 2:
		f.identify(c, in.D)
	case 6:
		f.resume(c, in.D)
	case 3, 4, 8, 31, 43: // presence, voice and searches: taken, and nothing comes of them
		if c.session == nil {
			c.end(closeNotIdentified)
		}
	default:
		c.end(closeOpcode)
	}
	f.touch()
}

func (f *Discord) heartbeat(c *conn, d json.RawMessage) {
	var seq *int
	if json.Unmarshal(d, &seq) != nil {
		c.end(closeDecode)
		return
	}
	if seq != nil && c.session != nil && *seq > c.session.last() {
		c.end(closeSequence)
		return
	}
	if c.session != nil {
		c.beat.Reset(f.grace())
	}
	c.send(11, nil)
}

// grace is how long a connection may be without a heartbeat.
func (f *Discord) grace() time.Duration { return f.opts.HeartbeatEvery * 3 / 2 }
