package slackfake_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"talksbot/adapters/slack/slackfake"
)

const patience = 20 * time.Second

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func await(t *testing.T, f *slackfake.Slack, what string, holds func() bool) {
	t.Helper()
	if err := f.Await(within(t), holds); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func client(f *slackfake.Slack) *slack.Client {
	return slack.New(f.BotToken, slack.OptionAppLevelToken(f.AppToken), slack.OptionAPIURL(f.APIURL()))
}

// listen joins an app over Socket Mode and does with each envelope what handle says, until the test ends.
func listen(t *testing.T, f *slackfake.Slack, handle func(*slack.Client, *socketmode.Client, socketmode.Event)) {
	t.Helper()
	api := client(f)
	sm := socketmode.New(api)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = sm.RunContext(ctx)
	}()
	handled := make(chan struct{})
	go func() {
		defer close(handled)
		for {
			select {
			case e := <-sm.Events:
				if e.Request != nil && e.Request.EnvelopeID != "" {
					handle(api, sm, e)
				}
			case <-ended:
				return
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		<-handled
	})
	await(t, f, "a connection", func() bool { return f.Connections() > 0 })
}

func TestQuestionAndAnswer(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	listen(t, f, func(api *slack.Client, sm *socketmode.Client, e socketmode.Event) {
		if err := sm.Ack(*e.Request); err != nil {
			t.Error(err)
		}
		event, ok := e.Data.(slackevents.EventsAPIEvent)
		if !ok {
			t.Errorf("%T", e.Data)
			return
		}
		if m, ok := event.InnerEvent.Data.(*slackevents.AppMentionEvent); ok {
			if _, _, err := api.PostMessage(m.Channel, slack.MsgOptionTS(m.TimeStamp), slack.MsgOptionText("an answer", false)); err != nil {
				t.Error(err)
			}
		}
	})
	ts := f.Say("UANA", "C1", "", "<@"+f.BotUser+"> who?")
	await(t, f, "an answer", func() bool { return len(f.Thread("C1", ts)) == 2 && f.Outstanding() == 0 })
	if got := f.Thread("C1", ts)[1]; got.Text != "an answer" || got.User != f.BotUser {
		t.Errorf("%+v", got)
	}
	if got := len(f.Acks()); got != 3 { // app_mention, message, and the answer itself
		t.Errorf("%d acknowledgements", got)
	}
}

func TestTickets(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	to := do(t, f, "apps.connections.open", "application/json", "", f.AppToken).URL
	for i, want := range []int{http.StatusSwitchingProtocols, http.StatusUnauthorized} {
		ws, got, err := websocket.DefaultDialer.DialContext(t.Context(), to, nil)
		if err == nil {
			t.Cleanup(func() { _ = ws.Close() })
		}
		_ = got.Body.Close()
		if got.StatusCode != want {
			t.Errorf("time %d: HTTP %d, %v", i+1, got.StatusCode, err)
		}
	}
	for range 9 {
		hello(t, f)
	}
	if got := dial(t, f).read(); got.Type != "disconnect" || got.Reason != "too_many_websockets" {
		t.Errorf("the eleventh gets %+v", got)
	}
}

func TestUnacknowledgedEventComesAgain(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t, slackfake.Options{AckWithin: 30 * time.Millisecond, Retries: []time.Duration{0, time.Millisecond}})
	f.AddChannel("C1", "UANA", f.BotUser)
	p := hello(t, f)
	f.Say("UANA", "C1", "", "x")
	var attempts []int
	ids := map[string]bool{}
	for range 3 {
		in := p.read()
		attempts = append(attempts, in.Attempt)
		ids[in.event(t).ID] = true
		p.ack(in, `"`+x(20<<10)+`"`) // so long that Slack drops it
		if in.Attempt > 0 && in.Why != "timeout" {
			t.Errorf("it comes again for %q", in.Why)
		}
	}
	await(t, f, "the event to be lost", func() bool { return len(f.Lost()) == 1 })
	if diff := cmp.Diff([]int{0, 1, 2}, attempts); diff != "" || len(ids) != 1 || len(f.Unacked()) != 3 || len(f.Acks()) != 0 {
		t.Errorf("%s, event_ids %v", diff, ids)
	}
	if err := f.Slash("UANA", "C1", "/ask", "x"); err != nil {
		t.Fatal(err)
	}
	await(t, f, "the command to fail", func() bool { return len(f.TimedOut()) == 1 })
	if got := f.TimedOut()[0]; got.Reason != "operation_timeout" || got.User != "UANA" || got.Event != "/ask" {
		t.Errorf("%+v", got)
	}
}

func TestNobodyIsThere(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	f.Say("UANA", "C1", "", "x")
	if err := f.Slash("UANA", "C1", "/ask", "x"); err != nil {
		t.Fatal(err)
	}
	if got := f.TimedOut(); len(got) != 1 || got[0].Reason != "dispatch_failed" {
		t.Errorf("%+v", got)
	}
	p := hello(t, f)
	in := p.read()
	if in.Attempt != 1 {
		t.Errorf("what had to wait is attempt %d", in.Attempt)
	}
	f.DropSockets()
	again := hello(t, f)
	if got := again.read(); got.Attempt != 2 || got.event(t).ID != in.event(t).ID || got.EnvelopeID == in.EnvelopeID {
		t.Errorf("%+v after %+v", got, in)
	} else {
		again.ack(got, "null")
	}
	await(t, f, "the acknowledgement", func() bool { return f.Outstanding() == 0 })
}

func TestSilence(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t, slackfake.Options{PingEvery: time.Millisecond, AckWithin: 20 * time.Millisecond, Retries: make([]time.Duration, 1000)})
	f.AddChannel("C1", "UANA", f.BotUser)
	dead := hello(t, f)
	pinged := make(chan struct{}, 1)
	dead.ws.SetPingHandler(func(string) error {
		select {
		case pinged <- struct{}{}:
		default:
		}
		return nil
	})
	go func() { _, _, _ = dead.ws.ReadMessage() }()
	<-pinged
	f.Silence()
	f.Say("UANA", "C1", "", "x")
	alive := hello(t, f)
	go func() { // it goes to each in turn, until it comes where somebody answers in time
		for {
			var in frame
			if alive.ws.ReadJSON(&in) != nil {
				return
			}
			_ = alive.ws.WriteJSON(map[string]string{"envelope_id": in.EnvelopeID})
		}
	}()
	await(t, f, "the acknowledgement", func() bool { return f.Outstanding() == 0 })
	if f.Connections() != 2 {
		t.Errorf("%d connections", f.Connections())
	}
}

func TestDisconnect(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	old := hello(t, f)
	f.Disconnect("warning")
	if got := old.read(); got.Type != "disconnect" || got.Reason != "warning" {
		t.Errorf("%+v", got)
	}
	fresh := hello(t, f)
	for range 3 {
		f.Say("UANA", "C1", "", "x")
		fresh.ack(fresh.read(), "null")
	}
	f.Disconnect("link_disabled")
	if got := fresh.read(); got.Reason != "link_disabled" {
		t.Errorf("%+v", got)
	}
	await(t, f, "the end of all connections", func() bool { return f.Connections() == 0 })
}

func TestFaultySocket(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t, slackfake.Options{Seed: 3, Faults: slackfake.Faults{Repeat: 1}})
	f.AddChannel("C1", "UANA", f.BotUser)
	p := hello(t, f)
	f.Say("UANA", "C1", "", "x")
	one := p.read()
	p.ack(one, "null")
	if two := p.read(); two.EnvelopeID != one.EnvelopeID || string(two.Payload) != string(one.Payload) {
		t.Errorf("%+v after %+v", two, one)
	}
	f.SetFaults(slackfake.Faults{DropSocket: 1})
	f.Say("UANA", "C1", "", "y")
	lost := p.read()
	await(t, f, "the connection to break", func() bool { return f.Connections() == 0 })
	f.SetFaults(slackfake.Faults{})
	again := hello(t, f).read()
	if again.event(t).ID != lost.event(t).ID {
		t.Errorf("%+v after %+v", again, lost)
	}
	f.Raw("events_api", `{"type":`)
	f.Raw("poem", `{}`)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	const people, each = 20, 25
	for i := range people {
		f.AddChannel(fmt.Sprint("C", i), fmt.Sprint("U", i), f.BotUser)
	}
	listen(t, f, func(api *slack.Client, sm *socketmode.Client, e socketmode.Event) {
		if err := sm.Ack(*e.Request); err != nil {
			t.Error(err)
		}
	})
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			for range each {
				f.Say(fmt.Sprint("U", i), fmt.Sprint("C", i), "", "<@"+f.BotUser+"> x")
			}
		})
	}
	all.Wait()
	await(t, f, "all acknowledgements", func() bool { return len(f.Acks()) >= 2*people*each })
	if f.Outstanding() != 0 || len(f.Unacked()) != 0 {
		t.Errorf("%d outstanding, %v", f.Outstanding(), f.Unacked())
	}
}

// BenchmarkAnswers is a question, its two events and an answer: how many of them one Slack carries.
func BenchmarkAnswers(b *testing.B) {
	f, err := slackfake.New(slackfake.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	f.AddChannel("C1", "UANA", f.BotUser)
	api := client(f)
	for b.Loop() {
		ts := f.Say("UANA", "C1", "", "<@"+f.BotUser+"> x")
		if _, _, err := api.PostMessageContext(b.Context(), "C1", slack.MsgOptionTS(ts), slack.MsgOptionText("an answer", false)); err != nil {
			b.Fatal(err)
		}
	}
}
