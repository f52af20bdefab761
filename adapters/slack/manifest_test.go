package slack

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

var update = flag.Bool("update", false, "write the goldens")

func with(change func(*Config)) Config {
	c := DefaultConfig()
	change(&c)
	return c
}

func mentionsAlone(c *Config) { c.Channel.FollowUps = new(bool) }

var manifests = []struct {
	name string
	c    Config
}{
	{"socket", with(func(c *Config) { c.Mode = "socket"; c.AdminChannel = "C0000000001" })},
	{"http", with(func(c *Config) {
		c.Mode, c.PublicURL, c.Pane, c.Name = "http", "https://talks.example.org/base/", "assistant", "Desk <& friends>"
	})},
	{"least", with(func(c *Config) { c.Pane = "none"; mentionsAlone(c) })},
}

// TestManifest: what an admin gives Slack, to the letter. -update writes it anew.
func TestManifest(t *testing.T) {
	t.Parallel()
	for _, tt := range manifests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ManifestYAML(tt.c)
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "manifest-"+tt.name+".yaml")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			asJSON, err := Manifest(tt.c)
			if err != nil {
				t.Fatal(err)
			}
			var one, other any
			if err := yaml.Unmarshal(got, &one); err != nil {
				t.Fatal(err)
			}
			if err := yaml.Unmarshal(asJSON, &other); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(other, one); diff != "" {
				t.Errorf("-JSON +YAML:\n%s", diff)
			}
		})
	}
}

// TestManifestLimits: what github.com/slackapi/manifest-schema refuses.
func TestManifestLimits(t *testing.T) {
	t.Parallel()
	all := manifests
	all = append(all, struct {
		name string
		c    Config
	}{"long", with(func(c *Config) {
		c.Mode, c.PublicURL = "http", "https://"+strings.Repeat("a.", 1400)+"example"
		c.Name, c.Command = strings.Repeat("ä", 35), "/"+strings.Repeat("c", 31)
	})})
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := tt.c.Check(); err != nil {
				t.Fatal(err)
			}
			data, err := Manifest(tt.c)
			if err != nil {
				t.Fatal(err)
			}
			var m slack.Manifest
			if err := json.Unmarshal(data, &m); err != nil {
				t.Fatal(err)
			}
			limit := func(what, s string, least, most int) {
				t.Helper()
				if n := utf8.RuneCountInString(s); n < least || n > most {
					t.Errorf("%s has %d characters, want %d to %d", what, n, least, most)
				}
			}
			limit("name", m.Display.Name, 1, 35)
			limit("description", m.Display.Description, 1, 140)
			limit("display name", m.Features.BotUser.DisplayName, 1, 80)
			for _, s := range m.Features.Shortcuts {
				limit("shortcut", s.Name, 1, 24)
				limit("callback_id", s.CallbackID, 1, 255)
				limit("shortcut's description", s.Description, 1, 150)
			}
			for _, s := range m.Features.SlashCommands {
				limit("command", s.Command, 2, 32)
				limit("command's description", s.Description, 1, 2000)
				limit("usage hint", s.UsageHint, 1, 1000)
				limit("command's address", s.Url, 0, 3000)
			}
			if v := m.Features.AgentView; v != nil {
				limit("agent", v.AgentDescription, 1, 300)
			}
			limit("address of events", m.Settings.EventSubscriptions.RequestUrl, 0, 3500)
			for _, list := range [][]string{m.OAuthConfig.Scopes.Bot, m.Settings.EventSubscriptions.BotEvents} {
				if len(list) == 0 || len(slices.Compact(slices.Sorted(slices.Values(list)))) != len(list) {
					t.Errorf("%q", list)
				}
			}
			if http := tt.c.Mode == "http"; m.Settings.SocketModeEnabled == http || strings.Contains(string(data), "request_url") != http {
				t.Errorf("socket mode %v in mode %s", m.Settings.SocketModeEnabled, tt.c.Mode)
			}
		})
	}
}

func TestManifestWithoutAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"": "slack.public_url is empty", "https://example.org/" + strings.Repeat("a", 3000): "no address of the web that Slack takes"} {
		_, err := ManifestYAML(with(func(c *Config) { c.Mode, c.PublicURL = "http", address }))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestEvents: what is not said to the bot reaches it only where it would answer.
func TestEvents(t *testing.T) {
	t.Parallel()
	all, no := "all", new(bool)
	tests := []struct {
		name   string
		change func(*Config)
		want   bool
	}{
		{"follow-ups", func(*Config) {}, true},
		{"mentions alone", mentionsAlone, false},
		{"every question", func(c *Config) { mentionsAlone(c); c.Channel.Listen = all }, true},
		{"every question, and silent", func(c *Config) { c.Channel.Listen, c.Channel.Speak = all, no }, false},
		{"silent but in one channel", func(c *Config) {
			yes := true
			c.Channel.Speak, c.Channels = no, map[string]Channel{"C0123456789": {Speak: &yes}}
		}, true},
		{"every question in one channel", func(c *Config) { mentionsAlone(c); c.Channels = map[string]Channel{"C0123456789": {Listen: all}} }, true},
		{"mentions alone in one channel", func(c *Config) { mentionsAlone(c); c.Channels = map[string]Channel{"C0123456789": {Language: "de"}} }, false},
	}
	for _, tt := range tests {
		if got := slices.Contains(events(with(tt.change)), "message.channels"); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestScopes: each event and each thing that Doctor asks has the scope that Slack's reference wants for it.
func TestScopes(t *testing.T) {
	t.Parallel()
	needs := map[string]string{"app_mention": "app_mentions:read", "message.im": "im:history", "message.channels": "channels:history",
		"message.groups": "groups:history", "message.mpim": "mpim:history", "app_home_opened": "", "agent_session_stopped": "",
		"assistant_thread_started": "assistant:write"}
	c := with(func(c *Config) {
		c.AdminChannel, c.Channels = "G0123456789", map[string]Channel{"C0123456789": {}, "D0123456789": {}}
	})
	for _, pane := range []string{"agent", "assistant", "none"} {
		c.Pane = pane
		got := Scopes(c)
		for _, e := range events(c) {
			if need, ok := needs[e]; !ok || need != "" && !slices.Contains(got, need) {
				t.Errorf("%s: the event %s needs %q", pane, e, need)
			}
		}
		for _, need := range []string{"channels:read", "groups:read", "im:read", "mpim:read", "chat:write", "commands"} {
			if !slices.Contains(got, need) {
				t.Errorf("%s: no %s", pane, need)
			}
		}
		if slices.Contains(got, "assistant:write") != (pane != "none") {
			t.Errorf("%s: %q", pane, got)
		}
	}
	for _, s := range Scopes(DefaultConfig()) {
		if strings.HasSuffix(s, "s:read") && s != "app_mentions:read" {
			t.Errorf("%s, and no channel is named", s)
		}
	}
}
