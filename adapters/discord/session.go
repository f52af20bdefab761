package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// session is what a connection is taken up again by. It is kept, so that another process can.
type session struct {
	ID  string `json:"id"` // "" for none
	URL string `json:"url"`
	Seq int64  `json:"seq"` // of an event that is safe, as are all before it
	Key string `json:"key"` // tells for which bot it is, and what it hears
}

// progress knows which events of a session are safe.
type progress struct {
	mu   sync.Mutex
	top  int64 // of the last event
	open map[int64]bool
}

func newProgress(from int64) *progress { return &progress{top: from, open: map[int64]bool{}} }

// begin takes an event in, which is safe once done is called.
func (p *progress) begin(seq int64) (done func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.top, p.open[seq] = max(p.top, seq), true
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.open, seq)
	}
}

// safe is the last event before which, itself included, all are safe.
func (p *progress) safe() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	seq := p.top
	for open := range p.open {
		seq = min(seq, open-1)
	}
	return seq
}

// start begins a new session.
func (s *shard) start(now session) {
	now.Key = s.d.fingerprint()
	s.mu.Lock()
	s.session, s.heard = now, newProgress(now.Seq)
	s.mu.Unlock()
	s.store()
}

// resume gives the session to take up again, from the last event that is safe; its zero value where there is none.
func (s *shard) resume() session {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.heard != nil {
		s.session.Seq = s.heard.safe()
	}
	s.heard = newProgress(s.session.Seq)
	return s.session
}

// hearing takes an event in, which is safe once done is called.
func (s *shard) hearing(seq int64) (done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard.begin(seq)
}

// moved lets the gateway's address be asked for anew.
func (s *shard) moved() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session.URL = ""
}

// forget gives a session up that Discord does not know any more.
func (s *shard) forget() {
	s.mu.Lock()
	s.session, s.heard = session{}, newProgress(0)
	s.mu.Unlock()
	s.store()
}

// storeEvery is how often it is written down how far a session was heard.
const storeEvery = time.Second

// keep writes that down as it changes, until ctx ends, and then a last time.
func (s *shard) keep(ctx context.Context) {
	for sleep(ctx, storeEvery) {
		s.store()
	}
	s.store()
}

// store writes down the session and how far it was heard, where that has changed.
func (s *shard) store() {
	s.storing.Lock()
	defer s.storing.Unlock()
	s.mu.Lock()
	now := s.session
	if s.heard != nil && now.ID != "" {
		now.Seq = s.heard.safe()
	}
	s.mu.Unlock()
	if now == s.stored {
		return
	}
	value := ""
	if now.ID != "" {
		data, _ := json.Marshal(now) // of strings and a number
		value = string(data)
	}
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	if err := s.d.host.Store(ctx, s.d.Name(), s.key(), value); err != nil {
		s.d.log.Error("how far Discord was heard is not kept", "error", err)
		return
	}
	s.stored = now
}

// recall gives what an earlier process kept, unless it was for another bot or heard less.
func (s *shard) recall(ctx context.Context) {
	value, err := s.d.host.Recall(ctx, s.d.Name(), s.key())
	if err != nil {
		s.d.log.Error("how far Discord was heard is not known", "error", err)
	}
	var was session
	if value == "" || json.Unmarshal([]byte(value), &was) != nil || was.Key != s.d.fingerprint() {
		return
	}
	s.session, s.stored = was, was
}

func (s *shard) key() string { return fmt.Sprintf("session %d of %d", s.id, s.of) }

// fingerprint tells one bot and what it hears from another, without giving its token away.
func (d *Discord) fingerprint() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "talksbot %s %d", d.token, d.intents()))
	return hex.EncodeToString(sum[:8])
}

// gate lets connections introduce themselves as slowly as Discord wants it. The zero gate is open.
type gate struct {
	mu   sync.Mutex
	next map[int]time.Time // by what Discord counts together: the shard's number modulo max_concurrency
}

// identifyEvery is how long Discord wants between introductions that it counts together, five seconds, and what a network takes.
const identifyEvery = 5500 * time.Millisecond

// wait waits until a shard may introduce itself. It fails with ctx alone.
func (g *gate) wait(ctx context.Context, shard int, how gatewayBot) error {
	g.mu.Lock()
	if g.next == nil {
		g.next = map[int]time.Time{}
	}
	at, key := time.Now(), shard%max(1, how.Limit.Concurrency)
	if g.next[key].After(at) {
		at = g.next[key]
	}
	if how.Limit.Remaining == 0 && how.Limit.ResetAfter > 0 { // else the token would be reset
		at = at.Add(time.Duration(how.Limit.ResetAfter) * time.Millisecond)
	}
	g.next[key] = at.Add(identifyEvery)
	g.mu.Unlock()
	if !sleep(ctx, time.Until(at)) {
		return ctx.Err()
	}
	return nil
}
