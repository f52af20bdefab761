package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Envelope is something that Slack sent to the app, once.
type Envelope struct {
	ID      string
	Type    string // events_api, slash_commands or interactive
	EventID string // of an event; the same in every attempt
	Event   string // the type of the event or of the interaction, or the command
	User    string // who did what it tells of, and sees it when a command or an interaction fails; "" for what is raw
	Attempt int
	Reason  string    // why it was sent again, or what the user sees
	Made    string    // ts of the message that its acknowledgement made; "" for none
	TS      string    // of the message that an event is of; "" for none
	At      time.Time // when it was acknowledged
}

// delivery is something on its way to the app. An event goes on until it is acknowledged or given up.
type delivery struct {
	kind    string
	payload []byte
	eventID string
	event   string
	user    string
	ts      string
	once    bool                          // it is not sent again, whatever happens
	answers func(payload json.RawMessage) // what a payload in the acknowledgement does; nil: it is ignored

	number   int // in the order of sending
	envelope string
	attempt  int
	reason   string
	late     int // how often it was not acknowledged in time
	conn     *conn
	frame    []byte
	at       time.Time
	timer    *time.Timer
}

func (d *delivery) halt() {
	if d.timer != nil {
		d.timer.Stop()
	}
}

func (d *delivery) seen() Envelope {
	return Envelope{ID: d.envelope, Type: d.kind, EventID: d.eventID, Event: d.event, User: d.user, TS: d.ts, Attempt: d.attempt, Reason: d.reason}
}

// deliver sends something to the app, or keeps it for when the app is there.
func (f *Slack) deliver(d *delivery) {
	if f.closed {
		return
	}
	c := f.pick()
	if f.base == "" && c == nil {
		if d.kind == "events_api" {
			f.waiting = append(f.waiting, d)
			return
		}
		d.reason = "dispatch_failed"
		f.timedOut = append(f.timedOut, d.seen())
		f.touch()
		return
	}
	f.sent++
	d.number, d.at, d.conn = f.sent, time.Now(), c
	d.envelope = fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", d.number, f.rand.IntN(1<<16), f.rand.IntN(1<<12), f.rand.IntN(1<<12), f.rand.Int64N(1<<48))
	f.pending[d.envelope] = d
	if f.base != "" {
		f.post(d)
		return
	}
	d.frame = fmt.Appendf(nil, `{"envelope_id":%q,"type":%q,"accepts_response_payload":%t,"retry_attempt":%d,"retry_reason":%q,"payload":%s}`,
		d.envelope, d.kind, d.kind != "events_api", d.attempt, d.reason, d.payload) // by hand: a payload may be no JSON at all
	c.write(d.frame)
	d.timer = time.AfterFunc(f.opts.AckWithin, f.onTime(d, d.envelope))
	if f.chance(f.faults.DropSocket) {
		c.write(nil)
	}
}

// onTime gives what happens when an envelope was not acknowledged in time.
func (f *Slack) onTime(d *delivery, envelope string) func() {
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if !f.closed && f.pending[envelope] == d {
			f.failed(d, "timeout", false)
		}
	}
}

// acked ends a delivery well.
func (f *Slack) acknowledged(d *delivery, payload json.RawMessage) {
	d.halt()
	delete(f.pending, d.envelope)
	f.acks = append(f.acks, time.Since(d.at))
	f.made = ""
	if d.answers != nil {
		d.answers(payload)
	}
	e := d.seen()
	e.Made, e.At = f.made, time.Now()
	f.acked = append(f.acked, e)
	if d.kind == "events_api" && !d.once && f.chance(f.faults.Repeat) {
		if c := f.pick(); c != nil && f.base == "" {
			c.write(d.frame)
		} else if f.base != "" {
			again := *d
			again.once = true
			f.deliver(&again)
		}
	}
	f.touch()
}

// failed ends an attempt. An event whose connection broke is sent again at once, one that was late after a while.
func (f *Slack) failed(d *delivery, reason string, broken bool) {
	d.halt()
	delete(f.pending, d.envelope)
	f.unacked = append(f.unacked, d.seen())
	defer f.touch()
	if d.kind != "events_api" {
		if d.reason = "operation_timeout"; reason == "http_error" {
			d.reason = "dispatch_failed"
		}
		f.timedOut = append(f.timedOut, d.seen())
		return
	}
	d.attempt++
	d.reason = reason
	if broken && !d.once {
		f.deliver(d)
		return
	}
	if d.once || d.late >= len(f.opts.Retries) {
		f.lost = append(f.lost, d.seen())
		return
	}
	wait := f.opts.Retries[d.late]
	d.late++
	if wait == 0 {
		f.deliver(d)
		return
	}
	d.conn = nil                       // whose end does not concern it any more
	f.pending[d.envelope+" again"] = d // so that Close finds it
	key := d.envelope + " again"
	d.timer = time.AfterFunc(wait, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if !f.closed && f.pending[key] == d {
			delete(f.pending, key)
			f.deliver(d)
		}
	})
}

// event sends an event to the app.
func (f *Slack) event(kind string, event any) {
	id := f.id("Ev")
	payload, err := json.Marshal(map[string]any{"token": "unused", "team_id": f.TeamID, "context_team_id": f.TeamID, "api_app_id": f.AppID,
		"event": event, "type": "event_callback", "event_id": id, "event_time": f.opts.Now().Unix(), "is_ext_shared_channel": false,
		"authorizations": []any{map[string]any{"enterprise_id": nil, "team_id": f.TeamID, "user_id": f.BotUser, "is_bot": true, "is_enterprise_install": false}}})
	if err != nil {
		panic(err) // of what we made ourselves
	}
	f.deliver(&delivery{kind: "events_api", payload: payload, eventID: id, event: kind, user: doer(event), ts: tsOf(event)})
}

// doer is who did what an event tells of; "" where that is not said.
func doer(event any) string {
	switch e := event.(type) {
	case wire:
		for _, m := range []*wire{e.Message, e.PreviousMessage} {
			if m != nil {
				return m.User
			}
		}
		return e.User
	case object:
		user, _ := e["user"].(string)
		return user
	}
	return ""
}

// tsOf is the ts of the message that an event is of; "" for none.
func tsOf(event any) string {
	if w, ok := event.(wire); ok && w.Message == nil {
		return w.TS
	}
	return ""
}

// Acked are the envelopes, or POSTs, that were acknowledged in time, in order.
func (f *Slack) Acked() []Envelope {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.acked)
}

// Acks are how long the app took for each acknowledgement that came in time.
func (f *Slack) Acks() []time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.acks)
}

// Unacked are the envelopes, or POSTs, that were not acknowledged in time or before their connection ended.
func (f *Slack) Unacked() []Envelope {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.unacked)
}

// Lost are the events that Slack has given up.
func (f *Slack) Lost() []Envelope {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.lost)
}

// TimedOut are the commands and interactions that failed before a user's eyes.
func (f *Slack) TimedOut() []Envelope {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.timedOut)
}

// Outstanding says how many events and interactions the app has yet to acknowledge.
func (f *Slack) Outstanding() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.pending) + len(f.waiting)
}
