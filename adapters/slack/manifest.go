package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/slack-go/slack"
)

// shortcutName is what ShortcutCheck is called in the menu of a message, in 24 characters at most.
const shortcutName = "Check with the articles"

// maxManifestURL is the length of the shortest of the addresses in a manifest, in characters; the schema is at
// github.com/slackapi/manifest-schema.
const maxManifestURL = 3000

// Scopes are what the bot token must be allowed, in alphabetical order.
func Scopes(c Config) []string { return slices.Sorted(maps.Keys(scopes(c))) }

// scopes says what each scope is for.
func scopes(c Config) map[string]string {
	of := map[string]string{
		"app_mentions:read": "hears mentions (app_mention)",
		"chat:write":        "posts, changes its posts, speaks to one person alone, shows that it works",
		"commands":          "the slash command, and the shortcut of messages",
		// Also to find its own post again after a failure, before it posts anew.
		"channels:history": "reads the thread that it is called into, hears follow-ups (message.channels)",
		"groups:history":   "the same in private channels (message.groups)",
		"im:history":       "hears direct messages (message.im)",
		"mpim:history":     "reads and hears group messages (message.mpim)",
	}
	if c.Pane != "none" {
		of["assistant:write"] = "the bot's own pane, with prompts to choose from"
	}
	// The rest is for Doctor alone, to ask whether the bot is in the channels that are named.
	for _, id := range c.named() {
		switch id[0] {
		case 'C':
			of["channels:read"] = "“bot doctor slack” looks at the channels of the configuration"
			of["groups:read"] = "the same where they are private"
		case 'G':
			of["groups:read"] = "“bot doctor slack” looks at the private channels of the configuration"
			of["mpim:read"] = "the same where they are group messages"
		case 'D':
			of["im:read"] = "“bot doctor slack” looks at the direct messages of the configuration"
		}
	}
	return of
}

// named gives the channels that the configuration names, each once, in order.
func (c Config) named() []string {
	ids := slices.Collect(maps.Keys(c.Channels))
	if c.AdminChannel != "" {
		ids = append(ids, c.AdminChannel)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// events are those that are heard. Without message.channels and its like a question that is edited is not answered anew:
// Slack tells of the edit by them alone.
func events(c Config) []string {
	out := []string{"app_home_opened", "app_mention", "message.im"}
	if c.overhears() {
		out = append(out, "message.channels", "message.groups", "message.mpim")
	}
	switch c.Pane {
	case "agent":
		out = append(out, "agent_session_stopped")
	case "assistant":
		out = append(out, "assistant_thread_started")
	}
	slices.Sort(out)
	return out
}

// overhears tells whether the bot answers anywhere what does not mention it.
func (c Config) overhears() bool {
	does := func(ch Channel) bool { return *ch.Speak && (*ch.FollowUps || ch.Listen == "all") }
	return does(c.in("")) || slices.ContainsFunc(c.named(), func(id string) bool { return does(c.in(id)) })
}

// manifest is slack-go's, with what it would leave out where it is false and Slack's default is not known.
type manifest struct {
	slack.Manifest
	Metadata *slack.ManifestMetadata `json:"_metadata,omitempty"`
	Features struct {
		slack.Features
		AppHome struct {
			HomeTab          bool `json:"home_tab_enabled"`
			MessagesTab      bool `json:"messages_tab_enabled"`
			MessagesReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
	} `json:"features"`
	Settings struct {
		slack.Settings
		OrgDeploy     bool `json:"org_deploy_enabled"`
		SocketMode    bool `json:"socket_mode_enabled"`
		TokenRotation bool `json:"token_rotation_enabled"`
	} `json:"settings"`
}

// Manifest is what Slack makes the app from, as JSON: for socket mode unless the mode is http, which needs public_url.
func Manifest(c Config) ([]byte, error) {
	m, err := describe(c)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(m, "", "  ")
}

// ManifestYAML is the Manifest as YAML, which says of each scope what it is for.
func ManifestYAML(c Config) ([]byte, error) {
	data, err := Manifest(c)
	if err != nil {
		return nil, err
	}
	var tree yaml.MapSlice // keeps the order
	if err := yaml.UnmarshalWithOptions(data, &tree, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	why := scopes(c)
	comments := yaml.CommentMap{}
	for i, name := range Scopes(c) {
		comments[fmt.Sprintf("$.oauth_config.scopes.bot[%d]", i)] = []*yaml.Comment{yaml.LineComment(" " + why[name])}
	}
	return yaml.MarshalWithOptions(tree, yaml.WithComment(comments), yaml.IndentSequence(true))
}

func describe(c Config) (manifest, error) {
	var m manifest
	var toEvents, toCommands, toInteractions string
	if c.Mode == "http" {
		if c.PublicURL == "" {
			return m, errors.New("slack.public_url is empty, and slack.mode is http: give the address where Slack reaches the bot, such as https://talks.example.org")
		}
		for path, to := range map[string]*string{"events": &toEvents, "commands": &toCommands, "interactions": &toInteractions} {
			address, err := url.JoinPath(c.PublicURL, "slack", path)
			if err != nil || len(address) > maxManifestURL {
				return m, errors.New("slack.public_url is no address of the web that Slack takes")
			}
			*to = address
		}
	}
	m.Display = slack.Display{Name: c.Name, Description: "Answers from news articles, every statement with its citation",
		BackgroundColor: "#1f3a5f"}
	f := &m.Features
	f.AppHome.HomeTab, f.AppHome.MessagesTab = true, true
	f.BotUser = slack.BotUser{DisplayName: c.Name}
	f.SlashCommands = []slack.ManifestSlashCommand{{Command: c.Command, Description: "Ask what the articles say; only you see the answer",
		UsageHint: "a question, or: commitments, issues, who, since DATE, check TEXT, sources, help", Url: toCommands}}
	f.Shortcuts = []slack.Shortcut{{Name: shortcutName, CallbackID: ShortcutCheck, Type: slack.MessageShortcut,
		Description: "Says what of this message stands in the articles"}}
	about := "Answers questions about a running story from news articles: who committed to what, which issues remain open. Every statement has its citation."
	switch c.Pane {
	case "agent":
		f.AgentView = &slack.AgentView{AgentDescription: about}
	case "assistant":
		f.AssistantView = &slack.AssistantView{AssistantDescription: about}
	}
	m.OAuthConfig.Scopes.Bot = Scopes(c)
	m.Settings.SocketMode = c.Mode != "http"
	m.Settings.EventSubscriptions = &slack.EventSubscriptions{RequestUrl: toEvents, BotEvents: events(c)}
	m.Settings.Interactivity = &slack.Interactivity{IsEnabled: true, RequestUrl: toInteractions}
	return m, nil
}
