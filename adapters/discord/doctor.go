package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
)

const (
	appPage = "on the app's page, General Information"
	botPage = "on the app's page, Bot"
	// granted are the flags of an app with the intent Message Content, in few servers and in many.
	granted = 1<<18 | 1<<19
	// mostServers is how many servers are looked at for what no server is named for.
	mostServers = 20
)

// Doctor looks at what the bot needs to work in Discord: the environment, the token, how the app is set up, the connection,
// and in servers and channels of the configuration what the bot may do. It changes nothing there. The mode off is looked at
// as gateway would be.
func Doctor(ctx context.Context, c Config, env func(string) string, p Parts) []adapters.Finding {
	d := &doctor{cfg: c, seen: map[string]*server{}}
	if c.Mode == "off" {
		d.missing("mode", "discord.mode is off", "set it to gateway, or to http where Discord can reach this machine")
		d.cfg.Mode = "gateway"
	}
	token, err := c.Token(env)
	if err != nil {
		found, fix, _ := strings.Cut(err.Error(), ": ")
		d.missing("environment", found, fix)
		d.note("Discord", "not asked, since there is no token", "")
		return d.findings
	}
	d.ok("environment", c.TokenEnv+" is set")
	d.api, d.with = newSession(c, token, p.HTTP, 1), discordgo.WithContext(ctx)
	if d.token() {
		app := d.app()
		if d.cfg.Mode == "gateway" {
			d.gateway()
		}
		d.servers()
		d.commands(app)
		for _, id := range slices.Sorted(maps.Keys(c.Channels)) {
			d.channel(id, "discord.channels")
		}
		if _, too := c.Channels[c.AdminChannel]; c.AdminChannel != "" && !too {
			d.channel(c.AdminChannel, "discord.admin_channel")
		}
		d.roles()
	}
	for i, f := range d.findings { // Discord's answers are not ours
		d.findings[i].Found = strings.ReplaceAll(f.Found, token, "[secret]")
	}
	return d.findings
}

type doctor struct {
	cfg      Config
	api      *discordgo.Session
	with     discordgo.RequestOption // the ctx
	bot      string                  // its user's ID
	in       []*discordgo.UserGuild  // servers that the bot is in, mostServers at most
	seen     map[string]*server      // by ID
	findings []adapters.Finding
}

// server is one that the bot was looked at in.
type server struct {
	*discordgo.Guild
	member *discordgo.Member // the bot
	err    error             // then there is nothing else
}

func (d *doctor) ok(check, found string)           { d.add(check, adapters.OK, found, "") }
func (d *doctor) note(check, found, fix string)    { d.add(check, adapters.Note, found, fix) }
func (d *doctor) missing(check, found, fix string) { d.add(check, adapters.Missing, found, fix) }
func (d *doctor) add(check string, s adapters.State, found, fix string) {
	d.findings = append(d.findings, adapters.Finding{Check: check, State: s, Found: found, Fix: fix})
}

// failed tells of a call that Discord did not answer. fix is what to do where the error does not say.
func (d *doctor) failed(check string, err error, fix string) {
	found, own := diagnose(err)
	d.missing(check, found, cmp.Or(own, fix))
}

// token asks who the bot is; false when its token does not work.
func (d *doctor) token() bool {
	who, err := d.api.User("@me", d.with)
	if err == nil && (who == nil || who.ID == "") {
		err = errors.New("what answers is not Discord")
	}
	if err != nil {
		d.failed("token", err, "press “Reset Token” "+botPage+", and copy the new one into "+d.cfg.TokenEnv)
		return false
	}
	d.bot = who.ID
	d.ok("token", fmt.Sprintf("%s (%s)", who.Username, who.ID))
	return true
}

// app looks at how the app is set up, and gives its ID; "" where that is not known.
func (d *doctor) app() string {
	address := discordgo.EndpointOAuth2Application("@me")
	var app struct {
		discordgo.Application
		Interactions string `json:"interactions_endpoint_url"`
	}
	body, err := d.api.RequestWithBucketID(http.MethodGet, address, nil, address, d.with)
	if err == nil {
		err = json.Unmarshal(body, &app)
	}
	if err != nil {
		d.failed("app", err, "look at the app's page")
		return ""
	}
	has := app.Flags&granted != 0
	switch {
	case d.cfg.Mode == "http":
		d.note("message content", "in http mode commands alone reach the bot, no mentions and no direct messages", "set discord.mode to gateway for those")
	case d.cfg.MessageContent && !has:
		d.missing("message content", "the intent is not granted, and discord.message_content is true",
			"switch on “Message Content Intent” "+botPage+", or set discord.message_content to false")
	case !d.cfg.MessageContent && has:
		d.note("message content", "the intent is granted and not needed", "switch “Message Content Intent” off "+botPage+", or set discord.message_content to true for follow-ups without a mention")
	case has:
		d.ok("message content", "the intent is granted")
	default:
		d.ok("message content", "not needed")
	}
	if app.BotRequireCodeGrant {
		d.missing("app", "it asks for a code grant, so that an invite link does not let it in", "switch “Requires OAuth2 Code Grant” off "+botPage)
	}
	if app.BotPublic {
		d.note("app", "anybody can invite it into a server", "switch “Public Bot” off "+botPage+", unless that is meant so")
	}
	d.address(app.Interactions, app.VerifyKey)
	return app.ID
}

// address looks at where Discord sends what people do.
func (d *doctor) address(set, key string) {
	want := strings.TrimRight(d.cfg.PublicURL, "/") + hookPath
	fill := "put " + want + " into “Interactions Endpoint URL” " + appPage + ", while “bot serve” runs"
	switch {
	case d.cfg.Mode == "gateway" && set != "":
		d.missing("address", "Discord sends commands to "+set+", so that none reaches the gateway", "empty “Interactions Endpoint URL” "+appPage+", or set discord.mode to http")
	case d.cfg.Mode == "gateway":
	case d.cfg.PublicURL == "":
		d.missing("address", "discord.public_url is empty", "give the address where Discord reaches serve.listen, such as https://talks.example.org")
	case set == "":
		d.missing("address", "Discord does not know where to send commands", fill)
	case set != want:
		d.missing("address", "Discord sends commands to "+set, fill+", or mend discord.public_url")
	default:
		d.ok("address", set)
	}
	switch {
	case d.cfg.Mode != "http":
	case strings.EqualFold(key, d.cfg.PublicKey):
		d.ok("public key", "it is the app's")
	default:
		d.missing("public key", "discord.public_key is not the app's", "copy the public key "+appPage)
	}
}

// gateway asks for a connection, which is not made.
func (d *doctor) gateway() {
	at, err := d.api.GatewayBot(d.with)
	if err == nil && at.Shards == 0 {
		err = errors.New("what answers is not Discord")
	}
	if err != nil {
		d.failed("gateway", err, "try again in a minute")
		return
	}
	left := at.SessionStartLimit
	wait := (time.Duration(left.ResetAfter) * time.Millisecond).Round(time.Minute)
	count := fmt.Sprintf("%d of %d sessions may be begun", left.Remaining, left.Total)
	switch {
	case left.Remaining == 0 && left.Total > 0:
		d.missing("gateway", "no session may be begun any more", fmt.Sprintf("wait %v, and look at what starts the bot so often", wait))
	case left.Remaining < left.Total/10:
		d.note("gateway", count, fmt.Sprintf("look at what starts the bot so often; in %v there are more", wait))
	default:
		d.ok("gateway", "Discord lets the bot connect; "+count)
	}
	if d.cfg.Shards > 0 && d.cfg.Shards < at.Shards {
		d.note("gateway", fmt.Sprintf("Discord asks for %d connections, discord.shards is %d", at.Shards, d.cfg.Shards), "set discord.shards to 0, or higher")
	}
}

// diagnose says what an error of a call means, and what to do where that does not depend on what was asked.
func diagnose(err error) (found, fix string) {
	const later = "try again in a minute"
	var refused *discordgo.RESTError
	var limited *discordgo.RateLimitError
	switch {
	case errors.As(err, &limited):
		return "Discord was asked too often", later
	case !errors.As(err, &refused):
		return "Discord is not reached: " + err.Error(), "look at the network, a proxy, and discord.api_url; then try again"
	case refused.Response.StatusCode >= http.StatusInternalServerError:
		return "Discord says " + refused.Response.Status, later
	case refused.Message == nil || refused.Message.Message == "":
		return "Discord says " + refused.Response.Status, ""
	}
	return "Discord says " + refused.Message.Message, ""
}
