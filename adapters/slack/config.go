package slack

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Config is the section `slack`.
type Config struct {
	Mode             string             `yaml:"mode"`               // off, socket or http
	BotTokenEnv      string             `yaml:"bot_token_env"`      // names the environment variable with the bot token, xoxb-…
	AppTokenEnv      string             `yaml:"app_token_env"`      // … with the app-level token, xapp-…: socket mode alone
	SigningSecretEnv string             `yaml:"signing_secret_env"` // … with the signing secret: http mode alone
	Name             string             `yaml:"name"`               // of the app, for the manifest
	Command          string             `yaml:"command"`            // the slash command, with its slash
	Pane             string             `yaml:"pane"`               // the bot's own pane in Slack: agent, assistant (its older generation) or none
	PublicURL        string             `yaml:"public_url"`         // where Slack reaches serve.listen: http mode alone, for the manifest
	AdminChannel     string             `yaml:"admin_channel"`      // ID of the channel that reports of wrong citations go to; "" for none
	SilenceSeconds   int                `yaml:"silence_seconds"`    // a connection on which nothing came for longer is made anew
	APIURL           string             `yaml:"api_url"`            // of Slack's Web API; "" means Slack's own
	Channel          Channel            `yaml:"channel"`            // what holds in every channel
	Channels         map[string]Channel `yaml:"channels"`           // what holds instead in those with these IDs
}

// Channel is how the bot behaves in a channel. In Config.Channels what is left out is as in Config.Channel.
type Channel struct {
	Speak     *bool  `yaml:"speak,omitempty"`      // false: nothing there is heard or answered
	Listen    string `yaml:"listen,omitempty"`     // mentions: to what is said to it; all: to every question that the articles answer
	FollowUps *bool  `yaml:"follow_ups,omitempty"` // it answers questions without a mention in threads in which it has answered
	Threads   *bool  `yaml:"threads,omitempty"`    // it answers in a thread under the question, else in the channel
	Answers   string `yaml:"answers,omitempty"`    // public, or private: seen by who asked alone
	Language  string `yaml:"language,omitempty"`   // of its own words, such as "de"; not of articles and quotes
}

// DefaultConfig is what holds for keys that are not given.
func DefaultConfig() Config {
	yes := true
	return Config{Mode: "off", BotTokenEnv: "SLACK_BOT_TOKEN", AppTokenEnv: "SLACK_APP_TOKEN", SigningSecretEnv: "SLACK_SIGNING_SECRET",
		Name: "Talks", Command: "/talks", Pane: "agent", SilenceSeconds: 60, Channels: map[string]Channel{},
		Channel: Channel{Speak: &yes, Listen: "mentions", FollowUps: &yes, Threads: &yes, Answers: "public", Language: "en"}}
}

// in gives what holds in a channel, with nothing left out.
func (c Config) in(channel string) Channel {
	out, own := c.Channel, c.Channels[channel]
	for _, set := range []struct{ to, from **bool }{{&out.Speak, &own.Speak}, {&out.FollowUps, &own.FollowUps}, {&out.Threads, &own.Threads}} {
		if *set.from != nil {
			*set.to = *set.from
		}
		if *set.to == nil {
			yes := true
			*set.to = &yes
		}
	}
	for _, set := range []struct{ to, from *string }{{&out.Listen, &own.Listen}, {&out.Answers, &own.Answers}, {&out.Language, &own.Language}} {
		if *set.from != "" {
			*set.to = *set.from
		}
	}
	return out
}

var (
	// variableName has no room for tokens and signing secrets, which would be shown where the variable is named.
	variableName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,63}$`)
	commandName  = regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`)
	channelID    = regexp.MustCompile(`^[CDG][A-Z0-9]{2,}$`)
)

// Check says which values cannot be used; nil when all can.
func (c Config) Check() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("slack."+format, args...)) }
	oneOf := func(name, got string, of ...string) {
		if !slices.Contains(of, got) {
			fault("%s is %q; give %s", name, got, strings.Join(of, ", "))
		}
	}
	oneOf("mode", c.Mode, "off", "socket", "http")
	oneOf("pane", c.Pane, "agent", "assistant", "none")
	for _, v := range []struct{ key, name string }{{"bot_token_env", c.BotTokenEnv}, {"app_token_env", c.AppTokenEnv}, {"signing_secret_env", c.SigningSecretEnv}} {
		if !variableName.MatchString(v.name) {
			fault("%s does not name an environment variable; give a name in capitals, such as SLACK_BOT_TOKEN, and its value in the environment", v.key)
		}
	}
	if !commandName.MatchString(c.Command) {
		fault("command is %q; give a slash and up to 31 lower-case letters, digits, - and _", c.Command)
	}
	if n := len([]rune(c.Name)); n == 0 || n > 35 {
		fault("name is %q; give 1 to 35 characters", c.Name)
	}
	if c.SilenceSeconds < 10 || c.SilenceSeconds > 3600 {
		fault("silence_seconds is %d; give 10 to 3600 seconds", c.SilenceSeconds)
	}
	for name, address := range map[string]string{"public_url": c.PublicURL, "api_url": c.APIURL} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
			fault("%s is no address of the web", name)
		}
	}
	if c.AdminChannel != "" && !channelID.MatchString(c.AdminChannel) {
		fault("admin_channel is %q; give the channel's ID, such as C0123456789", c.AdminChannel)
	}
	channel := func(name string, ch Channel, needed bool) {
		if ch.Listen != "" || needed {
			oneOf(name+".listen", ch.Listen, "mentions", "all")
		}
		if ch.Answers != "" || needed {
			oneOf(name+".answers", ch.Answers, "public", "private")
		}
		if _, err := language.Parse(ch.Language); ch.Language != "" && err != nil {
			fault("%s.language is %q; give a language such as en or de", name, ch.Language)
		}
	}
	channel("channel", c.Channel, true)
	for id, ch := range c.Channels {
		if !channelID.MatchString(id) {
			fault("channels has %q; give a channel's ID, such as C0123456789", id)
		}
		channel("channels."+id, ch, false)
	}
	return errors.Join(errs...)
}

// Secrets are what Slack knows the bot by. They belong into no error, log or file.
type Secrets struct {
	BotToken      string
	AppToken      string // socket mode
	SigningSecret string // http mode
}

// Variables names the environment variables that the mode needs.
func (c Config) Variables() []string {
	if c.Mode == "http" {
		return []string{c.BotTokenEnv, c.SigningSecretEnv}
	}
	return []string{c.BotTokenEnv, c.AppTokenEnv}
}

// Secrets reads from the environment what the mode needs. An error names the variable and where to find its value.
func (c Config) Secrets(env func(string) string) (Secrets, error) {
	var errs []error
	read := func(name, key, begins, where string) string {
		v := strings.TrimSpace(env(name))
		switch {
		case v == "":
			errs = append(errs, fmt.Errorf("the environment variable %s (slack.%s) is not set: %s", name, key, where))
		case !strings.HasPrefix(v, begins):
			errs = append(errs, fmt.Errorf("the environment variable %s (slack.%s) does not begin with %s: %s", name, key, begins, where))
		}
		return v
	}
	var s Secrets
	s.BotToken = read(c.BotTokenEnv, "bot_token_env", "xoxb-", "the bot token is on the app's page under OAuth & Permissions")
	if c.Mode == "http" {
		s.SigningSecret = read(c.SigningSecretEnv, "signing_secret_env", "", "the signing secret is on the app's page under Basic Information")
	} else {
		s.AppToken = read(c.AppTokenEnv, "app_token_env", "xapp-", "make an app-level token with connections:write on the app's page under Basic Information")
	}
	return s, errors.Join(errs...)
}
