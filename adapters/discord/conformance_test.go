package discord_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
)

// host is a bot behind the Adapter that knows what it is told, and remembers what it is to store.
type host struct {
	adapters.Host // the rest is not asked

	mu      sync.Mutex
	kept    map[string]adapters.Kept // by Message
	ratings []adapters.Rating
	home    adapters.Home
	joined  map[adapters.Thread]bool
	stored  map[string]string
	choices []adapters.Choice
	forgot  []string

	connected chan struct{} // closed when there is a session
}

func (h *host) Kept(_ context.Context, _, message string) (adapters.Kept, bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	k, ok := h.kept[message]
	return k, ok, nil
}

func (h *host) ThreadOf(_ context.Context, _, message string) (adapters.Thread, bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	k, ok := h.kept[message]
	return k.Message.Thread, ok, nil
}

func (h *host) Rate(_ context.Context, r adapters.Rating) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ratings = append(h.ratings, r)
	return nil
}

func (h *host) Report(_ context.Context, r adapters.Rating, _ string) (adapters.Reply, error) {
	return adapters.Reply{Lead: "Reported: " + r.Why}, nil
}

func (h *host) Home(context.Context, string) (adapters.Home, error) { return h.home, nil }

func (h *host) Joined(_ context.Context, t adapters.Thread) (bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.joined[t], nil
}

func (h *host) Choices(context.Context, adapters.Kind, string, string, int) ([]adapters.Choice, error) {
	return h.choices, nil
}

func (h *host) Forget(_ context.Context, _, person string) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forgot = append(h.forgot, person)
	return len(h.forgot), nil
}

func (h *host) Recall(_ context.Context, _, key string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stored[key], nil
}

func (h *host) Store(_ context.Context, _, key, value string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stored == nil {
		h.stored = map[string]string{}
	}
	if h.stored[key] = value; strings.HasPrefix(key, "session") && h.connected != nil {
		close(h.connected)
		h.connected = nil
	}
	return nil
}

// join makes an Adapter for an app.
func join(f *discordfake.Discord, h *host, change ...func(*discord.Config)) *discord.Discord {
	c := discord.DefaultConfig()
	c.Mode, c.APIURL, c.Introduce, c.PublicKey = "gateway", f.APIURL(), false, f.PublicKey
	for _, set := range change {
		set(&c)
	}
	return discord.New(c, f.Token, discord.Parts{Host: h, Log: slog.New(slog.DiscardHandler)})
}

func TestAdapter(t *testing.T) {
	t.Parallel()
	yes := true
	kinds := map[string]func(*discord.Config){
		"replies":  func(*discord.Config) {},
		"threads":  func(c *discord.Config) { c.Channel.Threads = &yes },
		"messages": func(*discord.Config) {},
		"commands": func(*discord.Config) {},
		"http":     func(c *discord.Config) { c.Mode = "http" },
	}
	for kind, set := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			adapterstest.Run(t, func(t *testing.T) adapterstest.Chat { return chat(t, kind, set) })
		})
	}
}

// chat is an app in which each conversation is a channel of its own with replies to its first message, a thread of one channel,
// one with the bot alone, or what is asked by a command in a channel of its own.
func chat(t *testing.T, kind string, set func(*discord.Config)) adapterstest.Chat {
	f := discordfake.Start(t, discordfake.Options{NoLimits: true})
	server := f.AddGuild(discordfake.Guild{})
	people := map[string]string{}
	channels, roots := map[int]string{}, map[int]string{}
	var mu sync.Mutex
	person := func(name string) string {
		if people[name] == "" {
			people[name] = strconv.Itoa(700000000000000001 + len(people))
			f.AddPerson(discordfake.Person{ID: people[name], Name: name})
			f.Join(people[name], server, "")
		}
		return people[name]
	}
	channel := func(thread int) string {
		at := thread
		if kind == "threads" {
			at = 0
		}
		if channels[at] == "" {
			if channels[at] = f.AddChannel(server, discordfake.Channel{Name: "channel" + strconv.Itoa(at)}); kind == "messages" {
				channels[at] = f.DM(person("person" + strconv.Itoa(at)))
			}
		}
		return channels[at]
	}
	seen := func(all []discordfake.Message) (texts []string) {
		for _, m := range all {
			if m.Author == f.BotUser {
				lines := discordfake.Visible(m)
				for _, a := range discordfake.Active(m) {
					lines = append(lines, a.What) // an address is seen where it leads to
				}
				texts = append(texts, strings.Join(lines, "\n"))
			}
		}
		return texts
	}
	connected := make(chan struct{})
	h := &host{connected: connected}
	if kind != "http" { // what is said before a bot ever was there is never heard; what is said while it is away, is
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() { left <- join(f, h, set).Listen(ctx, func(context.Context, adapters.Message) {}) }()
		if err := f.Await(t.Context(), func() bool { return len(f.Commands("")) > 0 }); err != nil {
			t.Fatal(err)
		}
		<-connected
		leave()
		if err := <-left; err != nil {
			t.Fatal(err)
		}
	}
	ask := func(in, person, text string) {
		if err := f.Await(t.Context(), func() bool { return len(f.Commands("")) > 0 }); err != nil {
			t.Error(err)
		}
		if _, err := f.Slash(person, in, "ask", map[string]any{"question": text}); err != nil {
			t.Error(err)
		}
		if err := f.Await(t.Context(), func() bool { return f.Pending() == 0 }); err != nil { // people take longer than that
			t.Error(err)
		}
	}
	commands := kind == "commands" || kind == "http"
	c := adapterstest.Chat{
		Threads: 3, Rejoins: !commands, Unread: commands, Pages: true,
		Join: func() adapters.Adapter {
			a := join(f, h, set)
			if handler := a.Handler(); handler != nil {
				s := httptest.NewServer(handler)
				t.Cleanup(s.Close)
				if err := f.DeliverTo(t.Context(), s.URL+"/discord/interactions"); err != nil {
					t.Fatal(err)
				}
			}
			return a
		},
		Say: func(thread int, name, text string) {
			mu.Lock()
			defer mu.Unlock()
			in := channel(thread)
			switch {
			case commands:
				ask(in, person(name), text)
			case kind == "messages":
				f.Say(person("person"+strconv.Itoa(thread)), in, text)
			case roots[thread] == "":
				roots[thread] = f.Say(person(name), in, "<@"+f.BotUser+"> "+text)
			case kind == "threads":
				if len(f.Threads(in)) == 0 || !started(f, in, roots[thread]) {
					if _, err := f.StartThread(person(name), in, roots[thread], "Thread"); err != nil {
						t.Error(err)
					}
				}
				f.Say(person(name), roots[thread], "<@"+f.BotUser+"> "+text)
			default:
				f.Say(person(name), in, "<@"+f.BotUser+"> "+text, discordfake.Said{ReplyTo: roots[thread]})
			}
		},
		Ask: func(thread int, name, text string) {
			mu.Lock()
			defer mu.Unlock()
			if kind == "messages" {
				name = "person" + strconv.Itoa(thread)
			}
			ask(channel(thread), person(name), text)
		},
		Seen: func(thread int) []string {
			mu.Lock()
			defer mu.Unlock()
			if kind == "threads" {
				return seen(f.Messages(roots[thread]))
			}
			return seen(f.Messages(channel(thread)))
		},
		Told: func(thread int, name string) []string {
			mu.Lock()
			defer mu.Unlock()
			if commands {
				return seen(f.Ephemerals(channel(thread), person(name)))
			}
			return seen(f.Messages(f.DM(person(name))))
		},
		Take: func(thread int, name, label string) {
			mu.Lock()
			defer mu.Unlock()
			in := channel(thread)
			if kind == "threads" {
				in = roots[thread]
			}
			if kind == "messages" {
				name = "person" + strconv.Itoa(thread)
			}
			all := f.Messages(in)
			for i := len(all) - 1; i >= 0; i-- {
				id := labelled(all[i].Components, label)
				if id == "" {
					continue
				}
				if _, err := f.Click(person(name), in, all[i].ID, id); err != nil {
					t.Error(err)
				}
				break
			}
			if err := f.Await(t.Context(), func() bool { return f.Pending() == 0 }); err != nil { // people take longer than that
				t.Error(err)
			}
		},
		Drop:   f.DropSockets,
		Refuse: func() { f.FailNext("POST /channels/{channel}/messages", 1, discordfake.FailBefore) },
	}
	switch {
	case kind == "messages", commands:
		c.Told = nil // nobody else is there; who gives a command chooses who sees the answer
	case kind == "threads":
		c.Ask = nil // a command starts no thread
	}
	if kind != "http" && !commands {
		c.Repeat = func() {
			for thread := range c.Threads {
				mu.Lock()
				in := channel(thread)
				mu.Unlock()
				for _, m := range f.Messages(in) {
					if m.Author != f.BotUser {
						_ = f.Repeat(in, m.ID) // it is there
					}
				}
			}
		}
	} else {
		c.Drop = nil
	}
	return c
}

func started(f *discordfake.Discord, in, root string) bool {
	m, ok := f.Message(in, root)
	return ok && m.Thread != ""
}

// labelled finds the custom ID of the button with a label; "" for none.
func labelled(all []map[string]any, label string) string {
	for _, c := range all {
		if c["label"] == label {
			id, _ := c["custom_id"].(string)
			return id
		}
		inside, _ := c["components"].([]any)
		for _, in := range inside {
			if one, ok := in.(map[string]any); ok {
				if id := labelled([]map[string]any{one}, label); id != "" {
					return id
				}
			}
		}
	}
	return ""
}
