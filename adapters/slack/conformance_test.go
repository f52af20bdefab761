package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack/slackutilsx"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
)

// host is a bot behind the Adapter that knows what it is told.
type host struct {
	adapters.Host // the rest is not asked
	mu            sync.Mutex
	kept          map[string]adapters.Kept // by Message
	ratings       []adapters.Rating
	home          adapters.Home
	joined        map[adapters.Thread]bool
	stopped       []adapters.Thread
}

func (h *host) Kept(_ context.Context, _, message string) (adapters.Kept, bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	k, ok := h.kept[message]
	return k, ok, nil
}

func (h *host) Rate(_ context.Context, r adapters.Rating) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ratings = append(h.ratings, r)
	return nil
}

func (h *host) Home(context.Context, string) (adapters.Home, error) { return h.home, nil }

func (h *host) Joined(_ context.Context, t adapters.Thread) (bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.joined[t], nil
}

func (h *host) Stop(t adapters.Thread) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = append(h.stopped, t)
}

// join makes an Adapter for a workspace.
func join(f *slackfake.Slack, h *host, change ...func(*slack.Config)) *slack.Slack {
	c := slack.DefaultConfig()
	c.Mode, c.APIURL = "socket", f.APIURL()
	for _, set := range change {
		set(&c)
	}
	return slack.New(c, slack.Secrets{BotToken: f.BotToken, AppToken: f.AppToken, SigningSecret: f.SigningSecret},
		slack.Parts{Host: h, Log: slog.New(slog.DiscardHandler)})
}

func TestAdapter(t *testing.T) {
	t.Parallel()
	kinds := map[string]func(*slack.Config){
		"threads":  func(*slack.Config) {},
		"messages": func(c *slack.Config) { c.Pane = "none" },
		"http":     func(c *slack.Config) { c.Mode = "http" },
	}
	for kind, set := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			adapterstest.Run(t, func(t *testing.T) adapterstest.Chat { return chat(t, kind, set) })
		})
	}
}

// chat is a workspace in which each conversation is a thread of a channel, or one with the bot alone.
func chat(t *testing.T, kind string, set func(*slack.Config)) adapterstest.Chat {
	direct := kind == "messages"
	f := slackfake.Start(t, slackfake.Options{AckWithin: 500 * time.Millisecond, Retries: slices.Repeat([]time.Duration{20 * time.Millisecond}, 100)})
	f.AddChannel("C1", f.BotUser, "Uada", "Ubob")
	var mu sync.Mutex
	joined := false
	roots := map[int]string{}
	at := func(thread int) (channel, root string) {
		if direct {
			return f.DM(fmt.Sprintf("U%d", thread)), ""
		}
		return "C1", roots[thread]
	}
	seen := func(all []slackfake.Message) (texts []string) {
		for _, m := range all {
			if m.User == f.BotUser {
				texts = append(texts, strings.Join(slackfake.Visible(m), "\n"))
			}
		}
		return texts
	}
	c := adapterstest.Chat{
		Threads: 3, Rejoins: true,
		Join: func() adapters.Adapter {
			a := join(f, &host{}, set)
			if h := a.Handler(); h != nil {
				server := httptest.NewServer(h)
				t.Cleanup(server.Close)
				f.DeliverTo(server.URL)
				joined = true
			}
			return a
		},
		Say: func(thread int, person, text string) {
			mu.Lock()
			defer mu.Unlock()
			channel, root := at(thread)
			text = slackutilsx.EscapeMessage(text)
			if direct {
				f.Say(fmt.Sprintf("U%d", thread), channel, "", text)
				return
			}
			ts := f.Say("U"+person, channel, root, "<@"+f.BotUser+"> "+text)
			if root == "" {
				roots[thread] = ts
			}
			if joined { // by HTTP what is said at once comes in any order; people take longer than a request
				if err := f.Await(t.Context(), func() bool { return f.Outstanding() == 0 }); err != nil {
					t.Error(err)
				}
			}
		},
		Seen: func(thread int) []string {
			mu.Lock()
			defer mu.Unlock()
			channel, root := at(thread)
			if direct {
				return seen(f.Messages(channel))
			}
			return seen(f.Thread(channel, root))
		},
		Told: func(thread int, person string) []string {
			mu.Lock()
			defer mu.Unlock()
			channel, _ := at(thread)
			return seen(f.Ephemerals(channel, "U"+person))
		},
		Busy: func(thread int) bool {
			mu.Lock()
			defer mu.Unlock()
			channel, root := at(thread)
			return f.Status(channel, root).Text != ""
		},
		Take: func(thread int, person, label string) {
			mu.Lock()
			defer mu.Unlock()
			channel, root := at(thread)
			all := f.Messages(channel)
			if person = "U" + person; direct {
				person = fmt.Sprintf("U%d", thread)
			} else {
				all = f.Thread(channel, root)
			}
			last := all[len(all)-1]
			var blocks []struct {
				Elements []struct {
					Action string `json:"action_id"`
					Text   any
					Value  string
				}
			}
			if err := json.Unmarshal(last.Blocks, &blocks); err != nil {
				t.Error(err)
			}
			for _, b := range blocks {
				for _, e := range b.Elements {
					if text, ok := e.Text.(map[string]any); ok && text["text"] == label {
						if err := f.Click(person, channel, last.TS, e.Action, e.Value); err != nil {
							t.Error(err)
						}
					}
				}
			}
			if joined {
				if err := f.Await(t.Context(), func() bool { return f.Outstanding() == 0 }); err != nil {
					t.Error(err)
				}
			}
		},
		Repeat: f.Repeat,
		Drop:   f.DropSockets,
		Refuse: func() { f.FailNext("chat.postMessage", 1, slackfake.FailBefore) },
	}
	if direct {
		c.Told, c.Busy = nil, nil // nobody else is there, and Slack shows a status in threads alone
	}
	if kind == "http" {
		c.Drop = nil // each request is a connection
	}
	return c
}
