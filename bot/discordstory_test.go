package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"golang.org/x/tools/txtar"

	"talksbot/adapters"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
)

// TestDiscordStories runs “bot serve” against a fake Discord, a story a file of testdata/discord. The comment says what a
// story shows. Its file config.yaml is laid over the test's own configuration, in which "#desk", "@reporters" and "Harbour"
// stand for the IDs of a channel, a role and a server; its articles/*.md are served instead of those in
// testdata/discord/articles. In its file story, lines that begin with
//
//   - >  are what a person, Discord or we do: discordstep_test.go has the words;
//   - <  how the bot answered at once what somebody typed, clicked or sent, or that it failed to;
//   - |  what somebody reads, a line each; → where a mark in it leads, to an article; ! what else in it leads somewhere, calls
//     somebody or looks as if it did;
//   - #  said to whoever reads the story.
//
// All other lines are the calls that the bot made, in our words: discordshow_test.go has them. Left out is what comes at
// every start, that it is seen to type, but where somebody waits for that, and how Discord is told the first answer to what
// was typed or clicked. Calls of a step may come in any order. Messages have numbers, in the order of their coming; a thread
// has that of the message it was started from. The server Harbour has the channels #desk, #editors, #berlin, #quiet, the
// forum #questions and the role @reporters, the server Hafen the channel #kai, and is German.
func TestDiscordStories(t *testing.T) {
	t.Parallel()
	testStories(t, "discord", newDiscordStory)
}

// discordStory is a story that is played in Discord.
type discordStory struct {
	*chatStory
	fake    *discordfake.Discord
	ids     map[string]string // of people, channels, roles and servers, by their names
	http    bool
	servers int      // that alone have the commands
	from    int      // calls before this run of the bot
	address string   // of the bot in http mode
	extra   []string // what else came: codes that strangers got, what people saw when they looked
}

// joined is when the bot came to the servers: long ago, so that it introduces itself to nobody.
var joined = time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)

func newDiscordStory(t *testing.T, a *txtar.Archive) *chatStory {
	own := map[string]map[string]any{"serve": {"listen": "127.0.0.1:0", "log": "json", "level": "debug"}, "discord": {"mode": "gateway"}}
	base, articles := newStory(t, a, own, "discord")
	s := &discordStory{chatStory: base, ids: map[string]string{"ada": "700000000000000001", "bob": "700000000000000002", "cleo": "700000000000000003",
		"hanna": "700000000000000004", "Harbour": "600000000000000001", "Hafen": "600000000000000002"}}
	s.stage = s
	asks, _ := own["discord"]["message_content"].(bool)
	options := discordfake.Options{NoLimits: true, AnswerWithin: 30 * time.Second, Faults: discordfake.Faults{RetryAfter: 20 * time.Millisecond}}
	if asks && !slices.ContainsFunc(a.Files, func(f txtar.File) bool { return f.Name == "no-message-content" }) {
		options.Privileged = discordfake.MessageContent
	}
	s.fake = discordfake.Start(t, options)
	s.ids["talks"] = s.fake.BotUser
	for name, locale := range map[string]string{"ada": "en-GB", "bob": "en-US", "cleo": "en-US", "hanna": "de"} {
		s.fake.AddPerson(discordfake.Person{ID: s.ids[name], Name: name, GlobalName: strings.ToUpper(name[:1]) + name[1:], Locale: locale})
	}
	s.addServer("Harbour", "en-US", joined, "desk", "editors", "berlin", "quiet", "questions")
	s.addServer("Hafen", "de", joined, "kai")
	s.ids["@reporters"] = s.fake.AddRole(s.ids["Harbour"], "reporters", 0)

	discordOwn, _ := s.resolve(map[string]any(own["discord"])).(map[string]any)
	discordOwn["api_url"], discordOwn["public_key"] = s.fake.APIURL(), s.fake.PublicKey
	own["discord"] = discordOwn
	if admin, ok := own["admin"]; ok {
		own["admin"], _ = s.resolve(map[string]any(admin)).(map[string]any)
	}
	s.http = discordOwn["mode"] == "http"
	s.env = map[string]string{"DISCORD_BOT_TOKEN": s.fake.Token}
	s.prepare(own, articles)
	return s.chatStory
}

// addServer makes a server with channels; "questions" is a forum.
func (s *discordStory) addServer(name, locale string, since time.Time, channels ...string) {
	var all []discordfake.Channel
	for _, c := range channels {
		one := discordfake.Channel{ID: fmt.Sprint(500000000000000001 + len(s.ids)), Name: c}
		if c == "questions" {
			one.Type = discordfake.Forum
		}
		s.ids["#"+c] = one.ID
		all = append(all, one)
	}
	if s.ids[name] == "" {
		s.ids[name] = fmt.Sprint(600000000000000001 + len(s.ids))
	}
	s.fake.AddGuild(discordfake.Guild{ID: s.ids[name], Name: name, Locale: locale, Joined: since}, all...)
}

// resolve puts IDs in the place of names in a part of the configuration.
func (s *discordStory) resolve(v any) any {
	switch v := v.(type) {
	case string:
		if id := s.ids[v]; id != "" {
			return id
		}
	case []any:
		for i := range v {
			v[i] = s.resolve(v[i])
		}
	case map[string]any:
		out := map[string]any{}
		for key, one := range v {
			name, _ := s.resolve(key).(string)
			out[name] = s.resolve(one)
		}
		return out
	}
	return v
}

// reconfigure changes the section of the bot's configuration that is Discord's.
func (s *discordStory) reconfigure(text string) error {
	was, err := os.ReadFile(s.config)
	if err != nil {
		return err
	}
	var all map[string]map[string]any
	var over map[string]any
	if err := errors.Join(yaml.Unmarshal(was, &all), yaml.Unmarshal([]byte(text), &over)); err != nil {
		return err
	}
	for key, value := range over {
		all["discord"][key] = s.resolve(value)
	}
	return s.configure(all)
}

func (s *discordStory) connect(c Config, secret secrets, host adapters.Host, log *slog.Logger, g *gate) adapters.Adapter {
	s.from, s.servers = len(s.fake.Calls()), len(c.Discord.CommandServers)
	return discord.New(c.Discord, secret.discord, discord.Parts{Host: host, Log: log, HTTP: &http.Client{Transport: discordGate{g, s.fake}}})
}

// reach waits until the bot has looked which commands Discord has, and for the first ones.
func (s *discordStory) reach(address string) {
	if s.http {
		get(s.t, address+"/readyz", http.StatusOK)
		s.address = address
		if err := s.fake.DeliverTo(s.t.Context(), address+"/discord/interactions"); err != nil {
			s.t.Fatal(err)
		}
	}
	first := s.from == 0
	if !s.await(func() bool {
		looked, registered := 0, 0
		for _, c := range s.fake.Calls()[s.from:] {
			if c.Done && commandsRoute.MatchString(c.Route) {
				if strings.HasPrefix(c.Route, "GET ") {
					looked++
				} else {
					registered++
				}
			}
		}
		return (s.http || s.fake.Ready() > 0) && looked > s.servers && (!first || registered > 0 && registered >= s.servers)
	}) {
		s.t.Fatalf("it does not connect:\n%s", s.log)
	}
	if first {
		for _, e := range s.entries() {
			s.used[e.key] = true
		}
	}
}

var commandsRoute = regexp.MustCompile(`^(?:GET|PUT) /applications/.*/commands$`)

func (s *discordStory) leave() {
	if s.http {
		if err := s.fake.DeliverTo(s.t.Context(), ""); err != nil {
			s.t.Error(err)
		}
	}
}

func (s *discordStory) wait(ctx context.Context, holds func() bool) error {
	return s.fake.Await(ctx, holds)
}

func (s *discordStory) happened() (n int, more bool) {
	n = len(s.fake.Interactions()) + len(s.fake.Acks())
	for _, c := range s.fake.Calls() {
		if c.Done {
			n++
		}
	}
	return n, s.fake.Pending() > 0
}

// discordGate is the way from the bot to Discord. It holds back the answer to a command until Discord has been told that it is to
// come, which the bot does beside it: so the story is always the same.
type discordGate struct {
	*gate
	fake *discordfake.Discord
}

func (g discordGate) RoundTrip(r *http.Request) (*http.Response, error) {
	word := discordCall(r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/v10"))
	if _, err := g.pass(r.Context(), word); err != nil {
		return nil, err
	}
	if slices.Contains([]string{"answer", "withdraw", "aside"}, word) {
		if err := g.fake.Await(r.Context(), func() bool { return g.fake.Pending() == 0 }); err != nil {
			return nil, err
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}
