package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"talksbot/adapters/discord/cards"
	"talksbot/adapters/discord/discordfake"
)

// The conversations of the chaos, by their kind.
const (
	replyTalks   = 28 // in channels, each message a reply to an earlier one
	threadTalks  = 8  // in threads that the bot starts
	directTalks  = 6
	commandTalks = 8 // one person's each, in a channel or with the bot alone
)

// talk is a conversation.
type talk struct {
	in       string // the channel in which it is held; of a thread the one from which it is started, until that is there
	parent   string // of a thread
	person   string // who alone speaks in it; "" for anybody
	commands bool   // it is one of commands
	said     []string
	missed   []string // commands that failed before their person's eyes
}

// TestDiscordChaos kills the serving program again and again while its connection breaks or is to be made anew, Discord sends
// events again, calls are refused with 429 and 500, and posts are made that are said to have failed: in the end every message
// and every command that was acknowledged has exactly one answer, in the order within its conversation.
func TestDiscordChaos(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	f := discordfake.Start(t, discordfake.Options{Seed: seed})
	c := newDiscordChaos(t, f, rand.New(rand.NewPCG(seed, 0)))
	k := killing{data: t.TempDir(), config: c.config(t), env: []string{"DISCORD_BOT_TOKEN=" + f.Token}, messages: discordMessages, await: f.Await,
		posted: c.answers, random: rand.New(rand.NewPCG(seed, 1)),
		state: func() string { return fmt.Sprintf("%d sockets, %d sessions", f.Connections(), f.Ready()) }}
	began := time.Now()
	c.begin()
	left := k.again(t)
	rest := c.talks
	log, err := k.last(t, c.saying.Wait, func() bool {
		for len(rest) > 0 && c.isAnswered(rest[0]) {
			rest = rest[1:]
		}
		return len(rest) == 0
	})
	if err != nil {
		t.Errorf("not all is answered: %v\n%s", err, log)
	}
	messages, missed := 0, 0
	for _, one := range c.talks {
		messages += len(one.said)
		missed += len(one.missed)
		c.check(k, one)
	}
	t.Logf("%d messages, %d kills that left %d waiting, %d resumes, %d calls: %v", messages, kills, left, f.Resumes(), len(f.Calls()), time.Since(began).Round(time.Millisecond))
	t.Logf("%d commands more were not acknowledged in time, as their persons saw", missed)
	if messages != discordMessages {
		t.Errorf("%d messages were said, not %d", messages, discordMessages)
	}
}

// discordChaos is a Discord that fails, and people who speak in it.
type discordChaos struct {
	t      *testing.T
	f      *discordfake.Discord
	random *rand.Rand // of who speaks and what happens
	talks  []*talk
	saying sync.WaitGroup
}

func newDiscordChaos(t *testing.T, f *discordfake.Discord, random *rand.Rand) *discordChaos {
	c := &discordChaos{t: t, f: f, random: random}
	server := f.AddGuild(discordfake.Guild{})
	room := func(name string) string { return f.AddChannel(server, discordfake.Channel{Name: name}) }
	for i := range replyTalks {
		c.talks = append(c.talks, &talk{in: room(fmt.Sprint("talk-", i))})
	}
	parents := []string{room("threads-0"), room("threads-1")}
	for i := range threadTalks {
		in := parents[i%len(parents)]
		c.talks = append(c.talks, &talk{in: in, parent: in})
	}
	for i := range directTalks {
		c.talks = append(c.talks, &talk{in: f.DM(c.somebody(i)), person: c.somebody(i)})
	}
	for i := range commandTalks {
		one := &talk{in: room(fmt.Sprint("commands-", i)), person: c.somebody(20 + i), commands: true}
		if i%2 == 0 {
			one.in = f.DM(one.person)
		}
		c.talks = append(c.talks, one)
	}
	return c
}

func (c *discordChaos) somebody(n int) string { return strconv.Itoa(700000000000000001 + n) }

// config writes that of a bot without limits, which starts threads where the talks are threads.
func (c *discordChaos) config(t *testing.T) string {
	t.Helper()
	var starts []string
	for _, one := range c.talks {
		if one.parent != "" && !slices.Contains(starts, one.parent) {
			starts = append(starts, one.parent)
		}
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, `
serve: {listen: "", level: info}
dialog: {per_person: 0, per_channel: 0, per_server: 0, waiting: 100000, workers: 8}
discord:
  mode: gateway
  api_url: %q
  introduce: false
  channels: {%q: {threads: true}, %q: {threads: true}}
`, c.f.APIURL(), starts[0], starts[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// answers counts what was posted so far, about.
func (c *discordChaos) answers() int {
	return c.f.Done("POST /channels/{channel}/messages") + c.f.Done("PATCH /webhooks/{app}/{token}/messages/{message}")
}

// begin lets people speak once the bot is there: what is said before it ever was, it never hears.
func (c *discordChaos) begin() {
	c.saying.Go(func() {
		if err := c.f.Await(limited(c.t), func() bool { return c.f.Ready() > 0 && len(c.f.Commands("")) > 0 }); err != nil {
			c.t.Error(err)
			return
		}
		c.f.SetFaults(discordfake.Faults{RateLimit: 0.02, RetryAfter: 20 * time.Millisecond, FailBefore: 0.03, FailAfter: 0.03, DropSocket: 0.002, Repeat: 0.1})
		said := 0
		of := len(c.talks)
		for _, one := range c.talks[of-commandTalks:] {
			c.saying.Go(func() { c.command(one, discordMessages/of) })
		}
		for range discordMessages - commandTalks*(discordMessages/of) {
			if !c.say(c.talks[c.random.IntN(of-commandTalks)]) {
				return
			}
			said++
			c.disturb()
			if err := c.f.Await(limited(c.t), func() bool { return said-c.f.Done("POST /channels/{channel}/messages") < 100 }); err != nil { // people take their time
				c.t.Errorf("%v: after %d messages", err, said)
				return
			}
		}
	})
}

// disturb lets Discord do at random what it does of its own accord.
func (c *discordChaos) disturb() {
	switch c.random.IntN(600) {
	case 0:
		c.f.InvalidSession(true)
	case 1, 2, 3, 4:
		c.f.Reconnect()
	case 5, 6:
		c.f.DropSockets()
	case 7, 8, 9:
		c.f.FailNext("", 1, discordfake.GlobalLimited)
	case 10, 11, 12:
		c.f.FailNext("", 1, discordfake.HangUp)
	case 13:
		c.f.FailNext("", 1, discordfake.Cloudflare)
	}
}

// say makes somebody say the next thing in a talk; false where it cannot go on.
func (c *discordChaos) say(one *talk) bool {
	text := fmt.Sprintf("<@%s> Who has committed %d troops?", c.f.BotUser, len(one.said))
	person := one.person
	if person == "" {
		person = c.somebody(c.random.IntN(20))
	}
	var how discordfake.Said
	switch {
	case one.person != "" || len(one.said) == 0:
	case one.parent == "":
		before := one.said[0]
		if all := c.f.Messages(one.in); c.random.IntN(2) == 0 {
			before = all[c.random.IntN(len(all))].ID
		}
		how = discordfake.Said{ReplyTo: before, PingReply: c.random.IntN(2) == 0}
	case len(one.said) == 1: // in the thread, as soon as it is there
		if err := c.f.Await(limited(c.t), func() bool { m, _ := c.f.Message(one.parent, one.said[0]); return m.Thread != "" }); err != nil {
			c.t.Errorf("no thread is started: %v", err)
			return false
		}
	}
	id := c.f.Say(person, one.in, text, how)
	one.said = append(one.said, id)
	if one.in == one.parent {
		one.in = id // which the thread will have for its ID
	}
	return true
}

// command makes somebody give commands one after the other, each again where Discord says that it failed.
func (c *discordChaos) command(one *talk, times int) {
	for len(one.said) < times {
		id, err := c.f.Slash(one.person, one.in, "ask", map[string]any{"question": fmt.Sprintf("Who has committed %d troops?", len(one.said))})
		if err != nil {
			c.t.Error(err)
			return
		}
		var i discordfake.Interaction
		if err := c.f.Await(limited(c.t), func() bool {
			i, _ = c.f.Interaction(id)
			return i.Answer != 0 || i.Failed != ""
		}); err != nil {
			c.t.Error(err)
			return
		}
		if i.Failed != "" {
			one.missed = append(one.missed, id)
			continue
		}
		one.said = append(one.said, id)
		if len(one.said)%2 == 0 { // it is read before the next one
			if err := c.f.Await(limited(c.t), func() bool { return c.isAnswered(one) }); err != nil {
				c.t.Errorf("%s in %s is not answered: %v", id, one.in, err)
				return
			}
		}
	}
}

// isAnswered says whether everything in a talk has an answer.
func (c *discordChaos) isAnswered(one *talk) bool {
	got := map[string]bool{}
	for _, a := range c.posts(one) {
		got[a.to] = true
	}
	return !slices.ContainsFunc(one.said, func(id string) bool { return !got[id] })
}

// threadStarter is the type of the message that shows in a thread what it was started from.
const threadStarter = 21

// answer is a post of the bot's.
type answer struct {
	to       string // what it answers
	part, of int
}

// posts gives what the bot has said in a talk, in order.
func (c *discordChaos) posts(one *talk) (all []answer) {
	for _, m := range c.f.Messages(one.in) {
		if m.Author != c.f.BotUser || m.Flags&discordfake.Loading != 0 || m.Type == threadStarter {
			continue
		}
		to := cmp.Or(m.By, m.ReplyTo)
		if to == "" && one.parent != "" { // what opens the thread it cannot reply to
			to = one.said[0]
		}
		raw, err := json.Marshal(m.Components)
		if err != nil {
			c.t.Error(err)
		}
		mark := cards.Mark(raw)
		all = append(all, answer{to, mark >> 25, mark >> 19 & 63})
	}
	return all
}

// check holds what the bot has said in a talk against what it was asked there.
func (c *discordChaos) check(k killing, one *talk) {
	c.t.Helper()
	parts := map[string][]answer{}
	var order []string
	for _, a := range c.posts(one) {
		if parts[a.to] == nil {
			order = append(order, a.to)
		}
		parts[a.to] = append(parts[a.to], a)
	}
	for _, id := range one.said {
		got := parts[id]
		whole := len(got) > 0 && len(got) == got[0].of
		for i, a := range got {
			whole = whole && a.part == i+1
		}
		if !whole {
			c.t.Errorf("%s in %s is answered by %+v: %s", id, one.in, got, k.became(c.t, "discord", id))
		}
		delete(parts, id)
	}
	for id, got := range parts {
		c.t.Errorf("%s in %s was not said, or failed, and is answered by %+v", id, one.in, got)
	}
	for i, id := range order {
		if i > 0 && slices.Index(one.said, id) < slices.Index(one.said, order[i-1]) {
			c.t.Errorf("%s in %s is answered after %s, which was said later", id, one.in, order[i-1])
		}
	}
}
