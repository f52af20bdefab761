package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"talksbot/adapters"
)

// Doctor looks at what the bot needs to work in Slack: the environment, the tokens, their scopes, the channels of the
// configuration. It changes nothing there. The mode off is looked at as socket would be.
func Doctor(ctx context.Context, c Config, env func(string) string, p Parts) []adapters.Finding {
	d := &doctor{cfg: c}
	if c.Mode == "off" {
		d.add("mode", adapters.Missing, "slack.mode is off", "set it to socket, or to http where Slack can reach this machine")
		d.cfg.Mode = "socket"
	}
	secrets, err := d.cfg.Secrets(env)
	d.environment(err)
	api := newClient(d.cfg, secrets, p.HTTP)
	works := strings.HasPrefix(secrets.BotToken, "xoxb-") && d.token(ctx, api) // else it is no business of Slack's
	if d.cfg.Mode == "http" {
		d.address()
	} else if strings.HasPrefix(secrets.AppToken, "xapp-") {
		d.socket(ctx, api)
	}
	if works {
		for _, id := range d.cfg.named() {
			d.channel(ctx, api, id)
		}
	} else if len(d.cfg.named()) > 0 {
		d.add("channels", adapters.Note, "not looked at, since the bot token does not work", "")
	}
	d.add("command", adapters.Note, "Slack does not tell which slash commands an app has", "type "+c.Command+" help in Slack")
	for i, f := range d.findings { // Slack's answers are not ours
		d.findings[i].Found = secrets.hide(f.Found)
	}
	return d.findings
}

// hide takes the secrets out of a text.
func (s Secrets) hide(text string) string {
	for _, secret := range []string{s.BotToken, s.AppToken, s.SigningSecret} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[secret]")
		}
	}
	return text
}

type doctor struct {
	cfg      Config
	findings []adapters.Finding
}

func (d *doctor) add(check string, s adapters.State, found, fix string) {
	d.findings = append(d.findings, adapters.Finding{Check: check, State: s, Found: found, Fix: fix})
}

// environment tells what Config.Secrets found wrong, a Finding each.
func (d *doctor) environment(err error) {
	if err == nil {
		d.add("environment", adapters.OK, strings.Join(d.cfg.Variables(), " and ")+" are set", "")
		return
	}
	for line := range strings.Lines(err.Error()) {
		found, fix, _ := strings.Cut(strings.TrimSpace(line), ": ")
		d.add("environment", adapters.Missing, found, fix)
	}
}

// token asks who the bot token is for and what it is allowed; false when it does not work.
func (d *doctor) token(ctx context.Context, api *slack.Client) bool {
	who, err := api.AuthTestContext(ctx)
	if err == nil && who.UserID == "" {
		err = errors.New("what answers is not Slack")
	}
	if err != nil {
		found, fix := diagnose(err)
		d.add("bot token", adapters.Missing, found, cmp.Or(fix, "copy the bot token anew from the app's page, OAuth & Permissions, into "+d.cfg.BotTokenEnv))
		return false
	}
	d.add("bot token", adapters.OK, fmt.Sprintf("%s (%s) in %s (%s)", who.User, who.UserID, who.Team, who.TeamID), "")
	granted := strings.FieldsFunc(who.Header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	if len(granted) == 0 {
		d.add("scopes", adapters.Note, "Slack did not say which are granted", "")
		return true
	}
	needed := scopes(d.cfg)
	lacks := false
	for _, s := range Scopes(d.cfg) {
		if !slices.Contains(granted, s) {
			lacks = true
			d.add("scopes", adapters.Missing, s+" is not granted: "+needed[s],
				"put it into the app's manifest (“bot slack manifest” prints it) and install the app again")
		}
	}
	if !lacks {
		d.add("scopes", adapters.OK, "all that are needed are granted", "")
	}
	var idle []string
	for _, s := range granted {
		if needed[s] == "" {
			idle = append(idle, s)
		}
	}
	if len(idle) > 0 {
		d.add("scopes", adapters.Note, "granted and not needed: "+strings.Join(idle, ", "), "take them out of the app's manifest and install the app again")
	}
	return true
}

// socket asks for a connection, which is not made.
func (d *doctor) socket(ctx context.Context, api *slack.Client) {
	_, address, err := api.StartSocketModeContext(ctx)
	if err == nil && address == "" {
		err = errors.New("what answers is not Slack")
	}
	if err != nil {
		found, fix := diagnose(err)
		d.add("app token", adapters.Missing, found, cmp.Or(fix,
			"turn Socket Mode on, and put an app-level token with connections:write, from the app's page, Basic Information, into "+d.cfg.AppTokenEnv))
		return
	}
	d.add("app token", adapters.OK, "Slack lets the bot connect", "")
}

func (d *doctor) address() {
	if d.cfg.PublicURL == "" {
		d.add("public address", adapters.Missing, "slack.public_url is empty", "give the address where Slack reaches serve.listen, such as https://talks.example.org")
		return
	}
	d.add("public address", adapters.OK, d.cfg.PublicURL, "")
	d.add("public address", adapters.Note, "whether Slack reaches the bot there is not looked at", "the app's page, Event Subscriptions, says whether the address is verified")
}

// channel looks at a channel of the configuration.
func (d *doctor) channel(ctx context.Context, api *slack.Client, id string) {
	check, key := "channel "+id, "slack.channels"
	if id == d.cfg.AdminChannel {
		key = "slack.admin_channel"
	}
	ch, err := api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	if err != nil {
		found, fix := diagnose(err)
		if found == "Slack says channel_not_found" {
			found, fix = "there is none, or it is private and the bot is not in it", "look at the ID in "+key+", and type /invite @"+d.cfg.Name+" in the channel"
		}
		d.add(check, adapters.Missing, found, cmp.Or(fix, "look at the ID in "+key))
		return
	}
	name := id
	if ch.Name != "" {
		name = "#" + ch.Name
	}
	switch {
	case ch.IsArchived:
		d.add(check, adapters.Missing, name+" is archived", "take it out of "+key+", or bring the channel back")
	case id != d.cfg.AdminChannel && !*d.cfg.in(id).Speak:
		d.add(check, adapters.OK, name+" is there, and the bot is silent in it", "")
	case !ch.IsMember && !ch.IsIM:
		d.add(check, adapters.Missing, "the bot is not in "+name, "type /invite @"+d.cfg.Name+" in the channel")
	default:
		d.add(check, adapters.OK, "the bot is in "+name, "")
	}
}

// diagnose says what an error of Slack's means, and what to do where that does not depend on what was asked.
func diagnose(err error) (found, fix string) {
	const later = "try again in a minute"
	var refused slack.SlackErrorResponse
	if limited := (&slack.RateLimitedError{}); errors.As(err, &limited) {
		return "Slack was asked too often", later
	}
	if !errors.As(err, &refused) {
		return "Slack is not reached: " + err.Error(), "look at the network, a proxy, and slack.api_url; then try again"
	}
	switch found = "Slack says " + refused.Err; refused.Err {
	case "missing_scope":
		return found + " (" + refused.Needed + ")", "put it into the app's manifest (“bot slack manifest” prints it) and install the app again"
	case "account_inactive", "token_revoked", "token_expired":
		return found, "install the app again, and copy its new token"
	case "ratelimited":
		return found, later
	}
	return found, ""
}
