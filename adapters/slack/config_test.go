package slack

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckConfig(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Check(); err != nil {
		t.Error(err)
	}
	tests := []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"mode", func(c *Config) { c.Mode = "on" }, `slack.mode is "on"; give off, socket, http`},
		{"pane", func(c *Config) { c.Pane = "" }, "slack.pane"},
		{"command", func(c *Config) { c.Command = "talks" }, "slack.command"},
		{"name", func(c *Config) { c.Name = strings.Repeat("n", 36) }, "slack.name"},
		{"silence", func(c *Config) { c.SilenceSeconds = 5 }, "slack.silence_seconds"},
		{"address", func(c *Config) { c.PublicURL = "talks.example.org" }, "slack.public_url"},
		{"admin channel", func(c *Config) { c.AdminChannel = "#desk" }, "slack.admin_channel"},
		{"channel", func(c *Config) { c.Channels = map[string]Channel{"C0123456789": {Listen: "none"}} }, "slack.channels.C0123456789.listen"},
		{"no default for a channel", func(c *Config) { c.Channel.Answers = "" }, "slack.channel.answers"},
		{"no variable", func(c *Config) { c.AppTokenEnv = "" }, "slack.app_token_env does not name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := DefaultConfig()
			tt.change(&c)
			if err := c.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

// What belongs into a variable and is written where the variable is named does not come to light.
func TestSecretsForNames(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"xoxb-17-not-a-token", "xapp-1-not-a-token", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "ABCDEF0123456789 "} {
		c := DefaultConfig()
		c.BotTokenEnv, c.AppTokenEnv, c.SigningSecretEnv = secret, secret, secret
		err := c.Check()
		if err == nil || strings.Contains(err.Error(), strings.TrimSpace(secret)) {
			t.Errorf("error %v", err)
		}
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SLACK_BOT_TOKEN": " xoxb-one \n", "SLACK_APP_TOKEN": "xapp-two", "SLACK_SIGNING_SECRET": "three"}
	tests := []struct {
		mode, without string
		want          Secrets
		err           string
	}{
		{"socket", "", Secrets{BotToken: "xoxb-one", AppToken: "xapp-two"}, ""},
		{"http", "", Secrets{BotToken: "xoxb-one", SigningSecret: "three"}, ""},
		{"http", "SLACK_APP_TOKEN", Secrets{BotToken: "xoxb-one", SigningSecret: "three"}, ""},
		{"socket", "SLACK_APP_TOKEN", Secrets{BotToken: "xoxb-one"}, "SLACK_APP_TOKEN (slack.app_token_env) is not set: make an app-level token"},
		{"http", "SLACK_SIGNING_SECRET", Secrets{BotToken: "xoxb-one"}, "SLACK_SIGNING_SECRET (slack.signing_secret_env) is not set"},
	}
	for _, tt := range tests {
		t.Run(tt.mode+" without "+tt.without, func(t *testing.T) {
			t.Parallel()
			c := DefaultConfig()
			c.Mode = tt.mode
			got, err := c.Secrets(func(name string) string {
				if name == tt.without {
					return ""
				}
				return env[name]
			})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
		})
	}
	c := DefaultConfig()
	_, err := c.Secrets(func(string) string { return "wrong-and-secret" })
	if err == nil || strings.Count(err.Error(), "does not begin with") != 2 || strings.Contains(err.Error(), "wrong-and-secret") {
		t.Errorf("error %v", err)
	}
}
