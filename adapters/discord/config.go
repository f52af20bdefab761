package discord

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Config is the section `discord`. IDs are Discord's, copied from a menu of Discord with its developer mode on.
type Config struct {
	Mode           string             `yaml:"mode"`             // off, gateway or http
	TokenEnv       string             `yaml:"token_env"`        // environment variable with the bot's token
	PublicKey      string             `yaml:"public_key"`       // of the app, 64 hexadecimal digits, no secret: http mode alone
	PublicURL      string             `yaml:"public_url"`       // where Discord reaches serve.listen: http mode alone, for the doctor
	CommandServers []string           `yaml:"command_servers"`  // IDs of servers that alone have the commands, at once; none means everywhere
	MessageContent bool               `yaml:"message_content"`  // the privileged intent: follow-ups and questions without a mention are heard
	Shards         int                `yaml:"shards"`           // connections to the gateway in all; 0 means as many as Discord asks for
	ShardIDs       []int              `yaml:"shard_ids"`        // those that this process makes, from 0; none means all
	Introduce      bool               `yaml:"introduce"`        // says once in a new server what it is for
	AdminChannel   string             `yaml:"admin_channel"`    // ID of the channel that reports of wrong citations go to; "" for none
	Roles          []string           `yaml:"roles"`            // IDs of the roles that may ask in servers; none means everybody
	SilenceSeconds int                `yaml:"silence_seconds"`  // a connection on which nothing came for longer is made anew
	CallsPerSecond int                `yaml:"calls_per_second"` // of the API at most; Discord lets most bots make 50
	APIURL         string             `yaml:"api_url"`          // of Discord's API; "" means Discord's own
	Channel        Channel            `yaml:"channel"`          // what holds in every channel
	Channels       map[string]Channel `yaml:"channels"`         // what holds instead in those with these IDs; threads are as their channel
}

// Channel is how the bot behaves in a channel. In Config.Channels what is left out is as in Config.Channel.
type Channel struct {
	Speak     *bool  `yaml:"speak,omitempty"`      // false: nothing there is heard or answered
	Listen    string `yaml:"listen,omitempty"`     // mentions: to what is said to it; all: to every question, and to the posts of a forum
	FollowUps *bool  `yaml:"follow_ups,omitempty"` // it answers questions without a mention where it has answered: in threads, and to its posts
	Threads   *bool  `yaml:"threads,omitempty"`    // it answers a mention in a thread that it starts from it, else in a reply
	Answers   string `yaml:"answers,omitempty"`    // public, or private: what /ask shows is seen by who asked alone, unless they choose otherwise
	Language  string `yaml:"language,omitempty"`   // of its own words, such as "de"; "" means the server's. Not of articles and quotes
}

// DefaultConfig is what holds for keys that are not given.
func DefaultConfig() Config {
	yes, no := true, false
	return Config{Mode: "off", TokenEnv: "DISCORD_BOT_TOKEN", CommandServers: []string{}, ShardIDs: []int{}, Introduce: true, Roles: []string{},
		SilenceSeconds: 90, CallsPerSecond: 40, Channels: map[string]Channel{},
		Channel: Channel{Speak: &yes, Listen: "mentions", FollowUps: &yes, Threads: &no, Answers: "public"}}
}

// in gives what holds in a channel, with nothing left out but the language.
func (c Config) in(channel string) Channel {
	out, own, yes, no := c.Channel, c.Channels[channel], true, false
	for _, set := range []struct {
		to         **bool
		from, last *bool
	}{{&out.Speak, own.Speak, &yes}, {&out.FollowUps, own.FollowUps, &yes}, {&out.Threads, own.Threads, &no}} {
		if set.from != nil {
			*set.to = set.from
		}
		if *set.to == nil {
			*set.to = set.last
		}
	}
	for _, set := range []struct {
		to   *string
		from string
	}{{&out.Listen, own.Listen}, {&out.Answers, own.Answers}, {&out.Language, own.Language}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	return out
}

var (
	// variableName has no room for tokens, which would be shown where the variable is named.
	variableName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,63}$`)
	snowflake    = regexp.MustCompile(`^[0-9]{15,20}$`)
)

// Check says which values cannot be used; nil when all can.
func (c Config) Check() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("discord."+format, args...)) }
	oneOf := func(name, got string, of ...string) {
		if !slices.Contains(of, got) {
			fault("%s is %q; give %s", name, got, strings.Join(of, ", "))
		}
	}
	id := func(name, got string) {
		if !snowflake.MatchString(got) {
			fault("%s has %q; give an ID of 15 to 20 digits, which Discord copies with its developer mode on", name, got)
		}
	}
	oneOf("mode", c.Mode, "off", "gateway", "http")
	if !variableName.MatchString(c.TokenEnv) {
		fault("token_env does not name an environment variable; give a name in capitals, such as DISCORD_BOT_TOKEN, and the token in the environment")
	}
	if key, err := hex.DecodeString(c.PublicKey); c.PublicKey != "" && (err != nil || len(key) != 32) {
		fault("public_key is not 64 hexadecimal digits; copy it from the app's page, General Information")
	} else if c.PublicKey == "" && c.Mode == "http" {
		fault("public_key is empty, and discord.mode is http; copy it from the app's page, General Information")
	}
	for name, address := range map[string]string{"public_url": c.PublicURL, "api_url": c.APIURL} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
			fault("%s is no address of the web", name)
		}
	}
	if c.Shards < 0 || c.Shards > 1000 {
		fault("shards is %d; give 0 to 1000", c.Shards)
	}
	for _, n := range c.ShardIDs {
		if n < 0 || n >= c.Shards {
			fault("shard_ids has %d; give numbers from 0 to below discord.shards, which is %d", n, c.Shards)
		}
	}
	if c.SilenceSeconds < 10 || c.SilenceSeconds > 3600 {
		fault("silence_seconds is %d; give 10 to 3600 seconds", c.SilenceSeconds)
	}
	if c.CallsPerSecond < 1 || c.CallsPerSecond > 10_000 {
		fault("calls_per_second is %d; give 1 to 10000", c.CallsPerSecond)
	}
	if c.AdminChannel != "" {
		id("admin_channel", c.AdminChannel)
	}
	for _, s := range c.CommandServers {
		id("command_servers", s)
	}
	for _, r := range c.Roles {
		id("roles", r)
	}
	channel := func(name string, ch Channel, needed bool) {
		if ch.Listen != "" || needed {
			oneOf(name+".listen", ch.Listen, "mentions", "all")
		}
		if ch.Answers != "" || needed {
			oneOf(name+".answers", ch.Answers, "public", "private")
		}
		if _, err := language.Parse(ch.Language); ch.Language != "" && err != nil {
			fault("%s.language is %q; give a language such as en or de, or nothing for the server's", name, ch.Language)
		}
		if ch.Listen == "all" && !c.MessageContent {
			fault("%s.listen is all, which needs discord.message_content: true, and the intent switched on on the app's page, Bot", name)
		}
	}
	channel("channel", c.Channel, true)
	for at, ch := range c.Channels {
		id("channels", at)
		channel("channels."+at, ch, false)
	}
	return errors.Join(errs...)
}

// Token reads the bot's token from the environment. An error names the variable and where to find its value.
func (c Config) Token(env func(string) string) (string, error) {
	const where = "the token is on the app's page under Bot, “Reset Token”"
	token := strings.TrimSpace(env(c.TokenEnv))
	switch {
	case token == "":
		return "", fmt.Errorf("the environment variable %s (discord.token_env) is not set: %s", c.TokenEnv, where)
	case strings.HasPrefix(token, "Bot "), strings.Count(token, ".") != 2:
		return "", fmt.Errorf("the environment variable %s (discord.token_env) does not hold a bot's token, three parts with points between them: %s", c.TokenEnv, where)
	}
	return token, nil
}
