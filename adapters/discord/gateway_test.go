package discord_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
)

// bot is an Adapter that listens, and a server with a channel and a person in it.
type bot struct {
	t       *testing.T
	f       *discordfake.Discord
	a       *discord.Discord
	host    *host
	channel string
	heard   chan adapters.Message
	ended   chan error
	stop    context.CancelFunc
	panics  atomic.Int32
	logged  atomic.Value // string
}

const ada = "700000000000000001"

// Handle counts what is logged of panics, and keeps the last line: slog.Handler.
func (b *bot) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "panic" {
		b.panics.Add(1)
	}
	line := r.Message
	r.Attrs(func(a slog.Attr) bool { line += " " + a.String(); return true })
	b.logged.Store(b.log() + line + "\n")
	return nil
}
func (b *bot) Enabled(context.Context, slog.Level) bool { return true }
func (b *bot) WithAttrs([]slog.Attr) slog.Handler       { return b }
func (b *bot) WithGroup(string) slog.Handler            { return b }

func (b *bot) log() string {
	s, _ := b.logged.Load().(string)
	return s
}

// start makes one that is connected, or has ended.
func start(t *testing.T, o discordfake.Options, change ...func(*discord.Config)) *bot {
	t.Helper()
	f := discordfake.Start(t, o)
	b := &bot{t: t, f: f, host: &host{}, heard: make(chan adapters.Message, 100), ended: make(chan error, 1)}
	b.channel = f.AddChannel(f.AddGuild(discordfake.Guild{ID: "600000000000000000"}), discordfake.Channel{Name: "talk"})
	f.AddPerson(discordfake.Person{ID: ada, Name: "ada"})
	f.Join(ada, "600000000000000000", "")
	c := discord.DefaultConfig()
	c.Mode, c.APIURL, c.Introduce, c.PublicKey = "gateway", f.APIURL(), false, f.PublicKey
	for _, set := range change {
		set(&c)
	}
	b.a = discord.New(c, f.Token, discord.Parts{Host: b.host, Log: slog.New(b)})
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	b.stop = stop
	go func() { b.ended <- b.a.Listen(ctx, func(_ context.Context, m adapters.Message) { b.heard <- m }) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-b.ended:
			b.ended <- err
		case <-time.After(patience):
			t.Error("Listen does not end")
		}
		if n := b.panics.Load(); n > 0 {
			t.Errorf("%d panics: %s", n, b.log())
		}
		if strings.Contains(b.log(), f.Token) {
			t.Error("the token is logged")
		}
	})
	return b
}

// patience is how long something may take. Nothing waits for it but a test that fails.
const patience = 20 * time.Second

// eventually looks until something holds.
func (b *bot) eventually(what string, holds func() bool) {
	b.t.Helper()
	late := time.After(patience)
	for again := time.NewTicker(time.Millisecond); !holds(); {
		select {
		case <-again.C:
		case <-late:
			b.t.Fatalf("it never holds that %s; logged is\n%s", what, b.log())
		}
	}
}

func (b *bot) connected() {
	b.t.Helper()
	b.eventually("the bot is connected", func() bool { return b.a.Probe() == nil })
}

// hears says something and waits until it is heard.
func (b *bot) hears(text string) adapters.Message {
	b.t.Helper()
	b.f.Say(ada, b.channel, "<@"+b.f.BotUser+"> "+text)
	return b.next(text)
}

func (b *bot) next(text string) adapters.Message {
	b.t.Helper()
	select {
	case m := <-b.heard:
		if m.Text != text {
			b.t.Fatalf("heard %q, said was %q", m.Text, text)
		}
		return m
	case err := <-b.ended:
		b.ended <- err
		b.t.Fatalf("Listen ended: %v", err)
	case <-time.After(patience):
		b.t.Fatalf("%q is not heard; logged is\n%s", text, b.log())
	}
	return adapters.Message{}
}

// fails waits for the end of Listen, whose error has to say something.
func (b *bot) fails(want string) {
	b.t.Helper()
	select {
	case err := <-b.ended:
		b.ended <- err
		if err == nil || !strings.Contains(err.Error(), want) {
			b.t.Errorf("Listen ended with %v, want %q", err, want)
		}
		if probe := b.a.Probe(); !errors.Is(probe, err) {
			b.t.Errorf("then Probe says %v", probe)
		}
	case <-time.After(patience):
		b.t.Fatalf("Listen does not end; logged is\n%s", b.log())
	}
}

// discordgo would hang here for good: Open holds the lock that closing takes.
func TestReconnectWhereReadyIsExpected(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{})
	b.connected()
	b.f.ReconnectEarly(1)
	b.f.InvalidSession(false)
	b.eventually("it identifies, is told to connect anew, and does", func() bool {
		all := b.f.Identifies()
		return len(all) == 3 && all[1].Reconnect && b.f.Ready() > 0 && b.a.Probe() == nil
	})
	b.hears("Who?")
}

// discordgo would try again for ever, and wait up to ten minutes in between.
func TestFatalCloses(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{4004: "DISCORD_BOT_TOKEN", 4010: "discord.shards", 4011: "discord.shards", 4013: "newer bot", 4014: "doctor discord"} {
		b := start(t, discordfake.Options{})
		b.connected()
		b.f.CloseSockets(code)
		b.fails(want)
	}
	b := start(t, discordfake.Options{})
	b.connected()
	b.f.Revoke()
	b.f.DropSockets()
	b.fails("DISCORD_BOT_TOKEN")
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	f := discordfake.Start(t)
	c := discord.DefaultConfig()
	c.Mode, c.APIURL = "gateway", f.APIURL()
	a := discord.New(c, "not."+"the."+"token", discord.Parts{Host: &host{}})
	err := a.Listen(t.Context(), func(context.Context, adapters.Message) {})
	if err == nil || !strings.Contains(err.Error(), "DISCORD_BOT_TOKEN") || strings.Contains(err.Error(), "not.the.token") {
		t.Error(err)
	}
	if n := f.InvalidRequests(); n > 1 {
		t.Errorf("%d calls that Discord refused, of which it takes 10,000 in ten minutes", n)
	}
}

func TestWithoutTheIntent(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{}, func(c *discord.Config) { c.MessageContent = true })
	b.connected()
	b.hears("Who?")
	all := b.f.Identifies()
	if len(all) != 2 || all[0].Refused != 4014 || all[0].Intents&(1<<15) == 0 || all[1].Intents&(1<<15) != 0 {
		t.Errorf("%+v", all)
	}
	if !strings.Contains(b.log(), "Message Content Intent") {
		t.Errorf("what to do is not said: %s", b.log())
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(*discordfake.Discord){
		"drop":      (*discordfake.Discord).DropSockets,
		"reconnect": (*discordfake.Discord).Reconnect,
		"4000":      func(f *discordfake.Discord) { f.CloseSockets(4000) },
		"resumable": func(f *discordfake.Discord) { f.InvalidSession(true) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, discordfake.Options{})
			b.connected()
			b.hears("Before?")
			for _, text := range []string{"One?", "Two?"} {
				breaks(b.f)
				b.hears(text)
			}
			if b.f.Resumes() == 0 || len(b.f.Identifies()) != 1 {
				t.Errorf("%d resumes, %d identifies", b.f.Resumes(), len(b.f.Identifies()))
			}
		})
	}
}

// A session that is not valid any more is begun anew.
func TestSessionLost(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(*discordfake.Discord){
		"invalid": func(f *discordfake.Discord) { f.InvalidSession(false) },
		"4009":    func(f *discordfake.Discord) { f.CloseSockets(4009) },
		"4007":    func(f *discordfake.Discord) { f.CloseSockets(4007) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, discordfake.Options{})
			b.connected()
			b.hears("Before?")
			breaks(b.f)
			b.eventually("it identifies again", func() bool { return len(b.f.Identifies()) == 2 && b.f.Ready() > 0 && b.a.Probe() == nil })
			b.hears("After?")
		})
	}
}

// A connection that is open but dead is given up: by heartbeats that are not answered, and by our own clock.
func TestSilence(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]struct {
		every   time.Duration
		seconds int
	}{"heartbeats": {50 * time.Millisecond, 600}, "clock": {0, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, discordfake.Options{HeartbeatEvery: o.every}, func(c *discord.Config) { c.SilenceSeconds = o.seconds })
			b.connected()
			b.f.Silence(true)
			b.eventually("it is known to be down", func() bool { return b.a.Probe() != nil })
			b.f.Silence(false)
			b.hears("Who?")
		})
	}
}

// What cannot be read is left out, the rest is heard; discordgo's handlers would get half of it, and panic.
func TestMalformed(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{})
	b.connected()
	b.f.Raw(`not JSON`)
	b.f.Raw(`null`)
	b.f.Raw(`{"op":99,"d":{}}`)
	for _, kind := range []string{"MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE", "GUILD_CREATE", "THREAD_CREATE", "SOMETHING_NEW"} {
		for _, data := range []string{`null`, `{}`, `[]`, `"x"`, `{"id":"5","author":null}`, `{"id":5}`, `{"id":"5","token":"x","type":2}`,
			`{"id":"5","token":"x","type":3,"user":{"id":"7"},"data":{"custom_id":""}}`, `{"id":"5","token":"x","type":5,"user":{"id":"7"},"data":null}`} {
			b.f.RawEvent(kind, data)
		}
	}
	b.f.AskHeartbeat()
	b.f.RawEvent("MESSAGE_CREATE", `{"id":"1400000000000000000","channel_id":"`+b.channel+`","guild_id":"600000000000000000","type":0,"author":{"id":"`+ada+`"},
		"content":"<@`+b.f.BotUser+`> New?","components":[{"type":99,"components":[{"type":98}]}],"embeds":[{"type":"new"}],"poll":{"x":1}}`)
	b.next("New?")
	b.hears("Who?")
	if n := b.f.Connections(); n != 1 || b.f.Resumes() > 0 {
		t.Errorf("%d connections, %d resumes", n, b.f.Resumes())
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{Shards: 3, LeastShards: 3, Concurrency: 3})
	b.connected()
	channels := []string{b.channel}
	for _, id := range []string{"600000000004194304", "600000000008388608"} { // one more above 22 bits each
		b.f.AddGuild(discordfake.Guild{ID: id})
		b.f.Join(ada, id, "")
		channels = append(channels, b.f.AddChannel(id, discordfake.Channel{Name: "talk"}))
	}
	for _, c := range channels {
		b.channel = c
		b.hears("Who?")
	}
	b.f.Say(ada, b.f.DM(ada), "And here?")
	b.next("And here?")
	if n := b.f.Connections(); n != 3 {
		t.Errorf("%d connections", n)
	}
}

// Another process takes the session up, and hears what was said meanwhile.
func TestSessionOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{})
	b.connected()
	b.hears("Before?")
	b.stop()
	<-b.ended
	b.f.Say(ada, b.channel, "<@"+b.f.BotUser+"> Meanwhile?")
	next := join(b.f, b.host)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- next.Listen(ctx, func(_ context.Context, m adapters.Message) { b.heard <- m }) }()
	b.ended <- nil
	m := <-b.heard
	if m.Text == "Before?" { // it may come again
		m = <-b.heard
	}
	if m.Text != "Meanwhile?" || m.Server != "600000000000000000" || len(b.f.Identifies()) != 1 {
		t.Errorf("%+v, %d identifies", m, len(b.f.Identifies()))
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
