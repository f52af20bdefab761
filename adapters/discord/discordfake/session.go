package discordfake

import (
	crand "crypto/rand"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Identify is how a connection said who it is.
type Identify struct {
	Intents   int
	Shard     int
	Shards    int
	At        time.Time
	Refused   int  // the code with which it was closed; 0 for none
	TooSoon   bool // after another of its kind
	Reconnect bool // it was told to connect anew in the place of READY
}

// session is what a bot takes up again after its connection broke.
type session struct {
	id      string
	intents int
	shard   int
	shards  int
	conn    *conn     // nil while it is cut off
	dropped time.Time // when it was cut off
	events  [][]byte  // by number, from 1
}

func (s *session) last() int { return len(s.events) }

// identify begins a session.
func (f *Discord) identify(c *conn, d json.RawMessage) {
	var in struct {
		Token      string          `json:"token"`
		Intents    *int            `json:"intents"`
		Shard      []int           `json:"shard"`
		Properties json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(d, &in) != nil || len(in.Properties) < 2 || in.Properties[0] != '{' {
		c.end(closeDecode)
		return
	}
	if c.session != nil {
		c.end(closeIdentified)
		return
	}
	if in.Shard == nil {
		in.Shard = []int{0, 1}
	}
	one := Identify{At: time.Now(), Refused: f.refuses(in.Token, in.Intents, in.Shard)}
	if in.Intents != nil {
		one.Intents = *in.Intents
	}
	if len(in.Shard) == 2 {
		one.Shard, one.Shards = in.Shard[0], in.Shard[1]
	}
	kind := one.Shard % f.opts.Concurrency
	one.TooSoon = one.Refused == 0 && !f.opts.NoLimits && one.At.Sub(f.identified[kind]) < f.opts.IdentifyEvery
	one.Reconnect = one.Refused == 0 && !one.TooSoon && f.early > 0
	f.identifies = append(f.identifies, one)
	switch {
	case one.Refused != 0:
		c.end(one.Refused)
	case one.TooSoon:
		c.send(9, false)
	case one.Reconnect:
		f.early--
		c.send(7, nil)
	default:
		f.identified[kind] = one.At
		f.begin(c, one)
	}
}

// refuses gives the code with which an identify is refused; 0 for none.
func (f *Discord) refuses(token string, intents *int, shard []int) int {
	switch {
	case strings.TrimPrefix(token, "Bot ") != f.valid:
		return closeAuthentication
	case intents == nil || *intents < 0 || *intents > mostIntents:
		return closeIntents
	case *intents&privileged&^f.opts.Privileged != 0:
		return closeDisallowed
	case len(shard) != 2 || shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		return closeShard
	case shard[1] < f.opts.LeastShards:
		return closeSharding
	}
	return 0
}

// begin makes a session and says READY, then each server of its shard.
func (f *Discord) begin(c *conn, i Identify) {
	s := &session{id: strings.ToLower(crand.Text()), intents: i.Intents, shard: i.Shard, shards: i.Shards, conn: c}
	f.sessions[s.id], c.session = s, s
	c.beat.Reset(f.grace())
	guilds := []any{}
	for _, g := range f.inOrder {
		if g.present && s.hears(g) {
			guilds = append(guilds, object{"id": g.ID, "unavailable": true})
		}
	}
	f.emit(s, "READY", object{"v": 10, "user": f.showUser(f.BotUser), "guilds": guilds, "session_id": s.id, "resume_gateway_url": f.gatewayURL() + "resume",
		"shard": []int{s.shard, s.shards}, "application": object{"id": f.AppID, "flags": f.appFlags()}, "private_channels": []any{}, "session_type": "normal"})
	if s.intents&Guilds == 0 {
		return
	}
	for _, g := range f.inOrder {
		if g.present && s.hears(g) {
			f.emit(s, "GUILD_CREATE", f.showWhole(g))
		}
	}
}

// resume takes a session up again and sends what came after the last event that the bot heard.
func (f *Discord) resume(c *conn, d json.RawMessage) {
	var in struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       *int   `json:"seq"`
	}
	if json.Unmarshal(d, &in) != nil || in.Seq == nil {
		c.end(closeDecode)
		return
	}
	f.resumes++
	s := f.sessions[in.SessionID]
	switch {
	case strings.TrimPrefix(in.Token, "Bot ") != f.valid:
		c.end(closeAuthentication)
	case c.session != nil:
		c.end(closeIdentified)
	case f.early > 0:
		f.early--
		c.send(7, nil)
	case s == nil, f.expired(s):
		delete(f.sessions, in.SessionID)
		c.send(9, false)
	case *in.Seq > s.last() || *in.Seq < 0:
		c.end(closeSequence)
	default:
		if s.conn != nil { // whoever holds it has it no more
			s.conn.session = nil
			s.conn.end(closeUnknown)
		}
		s.conn, c.session = c, s
		c.beat.Reset(f.grace())
		for _, e := range s.events[*in.Seq:] {
			f.write(s, e)
		}
		f.emit(s, "RESUMED", object{})
	}
}

func (f *Discord) expired(s *session) bool {
	return s.conn == nil && f.opts.Now().Sub(s.dropped) > f.opts.SessionLife
}

// hears says whether a session is of the shard that a server's events go to; nil is direct messages.
func (s *session) hears(g *guild) bool {
	if g == nil {
		return s.shard == 0
	}
	n, _ := strconv.ParseUint(g.ID, 10, 64)
	return int((n>>22)%uint64(s.shards)) == s.shard
}

// dispatch sends an event to all sessions that have the intent and the shard for it.
func (f *Discord) dispatch(kind string, g *guild, intent int, tell func(*session) any) {
	for id, s := range f.sessions {
		if f.expired(s) {
			delete(f.sessions, id)
			continue
		}
		if s.intents&intent == intent && s.hears(g) && (g == nil || g.present || kind == "GUILD_DELETE") {
			f.emit(s, kind, tell(s))
		}
	}
}

// dispatchIn sends an event of a message, where the bot sees the channel.
func (f *Discord) dispatchIn(kind string, c *channel, tell func(*session) any) {
	intent := GuildMessages
	if c.guild == nil {
		intent = DirectMessages
	}
	if f.may(c) != 0 {
		f.dispatch(kind, c.guild, intent, tell)
	}
}

// emit numbers an event, keeps it for a resume, and sends it where the session has a connection.
func (f *Discord) emit(s *session, kind string, data any) {
	times := 1
	if f.chance(f.faults.Repeat) && kind != "READY" && kind != "RESUMED" {
		times = 2
	}
	for range times {
		raw, err := json.Marshal(object{"op": 0, "t": kind, "s": s.last() + 1, "d": data})
		if err != nil {
			panic(err) // of what we made ourselves
		}
		s.events = append(s.events, raw)
		f.write(s, raw)
	}
}

func (f *Discord) write(s *session, event []byte) {
	if s.conn == nil {
		return
	}
	s.conn.write(frame{data: event})
	f.delivered++
	if f.chance(f.faults.DropSocket) {
		s.conn.write(frame{})
	}
}

// Connections says how many sockets are open.
func (f *Discord) Connections() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.conns)
}

// Ready says how many sockets have a session.
func (f *Discord) Ready() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, c := range f.conns {
		if c.session != nil {
			n++
		}
	}
	return n
}

// Identifies are all identifies so far, in order.
func (f *Discord) Identifies() []Identify {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Identify(nil), f.identifies...)
}

// Resumes says how often a connection asked to take up a session.
func (f *Discord) Resumes() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.resumes
}

// Delivered says how many events were sent over connections, those of a resume again.
func (f *Discord) Delivered() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.delivered
}

// each does something with every connection.
func (f *Discord) each(do func(c *conn)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.conns {
		do(c)
	}
	f.touch()
}

// DropSockets breaks all connections off, without a word.
func (f *Discord) DropSockets() { f.each(func(c *conn) { c.close() }) }

// CloseSockets ends all connections with a code of Discord's, such as 4009. Sessions live on except after 4004 and 4007 to 4014.
func (f *Discord) CloseSockets(code int) {
	f.each(func(c *conn) {
		if s := c.session; s != nil && (code == closeAuthentication || code >= closeSequence && code != closeRate) {
			delete(f.sessions, s.id)
		}
		c.end(code)
	})
}

// Reconnect tells all connections to connect anew. They stay open until the bot closes them.
func (f *Discord) Reconnect() { f.each(func(c *conn) { c.send(7, nil) }) }

// ReconnectEarly tells the next n connections to connect anew where they expect READY or RESUMED.
func (f *Discord) ReconnectEarly(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.early = n
}

// InvalidSession tells all connections that their session is not valid, or can be resumed on a new connection.
func (f *Discord) InvalidSession(resumable bool) {
	f.each(func(c *conn) {
		if s := c.session; s != nil && !resumable {
			delete(f.sessions, s.id)
			c.session = nil
		}
		c.send(9, resumable)
	})
}

// AskHeartbeat asks all connections for a heartbeat at once.
func (f *Discord) AskHeartbeat() { f.each(func(c *conn) { c.send(1, nil) }) }

// Silence makes the connections that are open now half dead for good, and those to come until it is called with false:
// they stay open, but nothing comes over them, and nothing that the bot sends is heard.
func (f *Discord) Silence(on bool) {
	f.each(func(c *conn) { c.silent = c.silent || on })
	f.mu.Lock()
	defer f.mu.Unlock()
	f.silent = on
}

// Raw sends a frame over every connection, as it is.
func (f *Discord) Raw(text string) { f.each(func(c *conn) { c.write(frame{data: []byte(text)}) }) }

// RawEvent sends an event with data as it is, however malformed, to every session.
func (f *Discord) RawEvent(kind, data string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.sessions {
		f.emit(s, kind, json.RawMessage(data))
	}
}
