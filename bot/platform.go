package main

import (
	"errors"
	"log/slog"
	"strings"

	"talksbot/adapters"
	"talksbot/adapters/discord"
	"talksbot/adapters/slack"
)

// platforms gives the names of the chat platforms that are on.
func (c Config) platforms() (on []string) {
	if c.Slack.Mode != "off" {
		on = append(on, "slack")
	}
	if c.Discord.Mode != "off" {
		on = append(on, "discord")
	}
	return on
}

// askDoctor says which commands tell what a platform that is on still needs.
func (c Config) askDoctor() string {
	on := c.platforms()
	for i, name := range on {
		on[i] = "“bot doctor " + name + "”"
	}
	if len(on) == 1 {
		return on[0] + " checks what is set up"
	}
	return strings.Join(on, " and ") + " check what is set up"
}

// secrets are what the platforms that are on need, and the model; that of one which is off is empty.
type secrets struct {
	slack   slack.Secrets
	discord string // the bot's token
	model   string // the key
}

// secrets reads them from the environment. An error names every variable that is missing.
func (c Config) secrets(env func(string) string) (s secrets, err error) {
	var slackErr, discordErr, modelErr error
	if c.Slack.Mode != "off" {
		s.slack, slackErr = c.Slack.Secrets(env)
	}
	if c.Discord.Mode != "off" {
		s.discord, discordErr = c.Discord.Token(env)
	}
	s.model, modelErr = c.modelKey(env)
	return s, errors.Join(slackErr, discordErr, modelErr)
}

func (s secrets) hider() hider {
	return newHider(s.slack.BotToken, s.slack.AppToken, s.slack.SigningSecret, s.discord, s.model)
}

// connect makes the Adapters of the platforms that are on.
type connect func(c Config, s secrets, host adapters.Host, log *slog.Logger) []adapters.Adapter

// connected are the platforms as they are.
func connected(c Config, s secrets, host adapters.Host, log *slog.Logger) (on []adapters.Adapter) {
	if c.Slack.Mode != "off" {
		on = append(on, slack.New(c.Slack, s.slack, slack.Parts{Host: host, Log: log}))
	}
	if c.Discord.Mode != "off" {
		on = append(on, discord.New(c.Discord, s.discord, discord.Parts{Host: host, Log: log}))
	}
	return on
}
