package discord

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

const (
	serverID  = "300000000000000001"
	otherID   = "300000000000000002"
	channelID = "200000000000000001"
	roleID    = "400000000000000001"
)

// peer is as much of Discord as Doctor asks: its answers by path, after the address of the API.
type peer struct {
	token   string
	answers map[string]string // path → JSON, or a status before it: "403 {…}"
}

func (p peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	code, answer := http.StatusOK, p.answers[strings.TrimPrefix(r.URL.Path, "/api/v10/")]
	switch {
	case r.Method != http.MethodGet:
		code, answer = http.StatusTeapot, `{"message": "the doctor changes something", "code": 0}`
	case r.Header.Get("Authorization") != "Bot "+p.token:
		code, answer = http.StatusUnauthorized, `{"message": "401: Unauthorized", "code": 0}`
	case answer == "":
		code, answer = http.StatusNotFound, `{"message": "404: Not Found", "code": 0}`
	default:
		if _, err := fmt.Sscanf(answer, "%d ", &code); err == nil {
			answer = answer[4:]
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	fmt.Fprint(w, answer)
}

const mayAll = "309237713920"

func healthy(token string) peer {
	commands := `[{"name": "ask"}, {"name": "commitments"}, {"name": "issues"}, {"name": "who"}, {"name": "since"}, {"name": "sources"}, {"name": "check"},
		{"name": "follow"}, {"name": "unfollow"}, {"name": "following"}, {"name": "help"}, {"name": "admin"}, {"name": "forget-me"}, {"name": "Check against the articles", "type": 3}]`
	channel := func(id, name string, kind int, over string) string {
		return fmt.Sprintf(`{"id": %q, "guild_id": %q, "name": %q, "type": %d, "parent_id": "200000000000000009", "permission_overwrites": [%s]}`, id, serverID, name, kind, over)
	}
	return peer{token: token, answers: map[string]string{
		"users/@me":                   `{"id": "` + appID + `", "username": "Talks", "bot": true}`,
		"users/@me/guilds":            `[{"id": "` + serverID + `", "name": "Desk", "permissions": "` + mayAll + `"}]`,
		"oauth2/applications/@me":     `{"id": "` + appID + `", "name": "Talks", "verify_key": "` + strings.Repeat("ab", 32) + `", "flags": 0}`,
		"gateway/bot":                 `{"url": "wss://gateway.example", "shards": 1, "session_start_limit": {"total": 1000, "remaining": 998, "reset_after": 3600000, "max_concurrency": 1}}`,
		"guilds/" + serverID:          `{"id": "` + serverID + `", "name": "Desk", "roles": [{"id": "` + serverID + `", "name": "@everyone", "permissions": "` + mayAll + `"}, {"id": "` + roleID + `", "name": "Editors", "permissions": "0"}]}`,
		"guilds/" + otherID:           `404 {"message": "Unknown Guild", "code": 10004}`,
		"channels/200000000000000001": channel("200000000000000001", "desk", 0, ""),
		"channels/200000000000000002": channel("200000000000000002", "quiet", 0, `{"id": "`+serverID+`", "type": 0, "allow": "0", "deny": "67584"}`),
		"channels/200000000000000003": channel("200000000000000003", "old talk", 11, ""),
		"channels/200000000000000004": channel("200000000000000004", "all talk", 4, ""),
		"channels/200000000000000005": `403 {"message": "Missing Access", "code": 50001}`,
		"channels/200000000000000006": `404 {"message": "Unknown Channel", "code": 10003}`,
		"channels/200000000000000007": channel("200000000000000007", "forum", 15, `{"id": "`+serverID+`", "type": 0, "allow": "0", "deny": "2048"}`),
		"channels/200000000000000008": `{"id": "200000000000000008", "type": 1}`,

		"guilds/" + serverID + "/members/" + appID:                    `{"user": {"id": "` + appID + `"}, "roles": []}`,
		"applications/" + appID + "/commands":                         commands,
		"applications/" + appID + "/guilds/" + serverID + "/commands": `[{"name": "ask"}]`,
		"applications/" + appID + "/guilds/" + otherID + "/commands":  `403 {"message": "Missing Access", "code": 50001}`,
	}}
}

// app puts keys into what Discord says of the app.
func (p peer) app(keys string) {
	p.answers["oauth2/applications/@me"] = strings.Replace(p.answers["oauth2/applications/@me"], `"flags": 0`, keys, 1)
}

// lines writes Findings as the doctor's readers see them.
func lines(all []adapters.Finding) (out []string) {
	for _, f := range all {
		line := fmt.Sprintf("%s %s: %s", f.State, f.Check, f.Found)
		if f.Fix != "" {
			line += " → " + f.Fix
		}
		out = append(out, line)
	}
	return out
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	token := someToken()
	yes, no := true, false
	inHTTP := func(c *Config) {
		c.Mode, c.PublicKey, c.PublicURL = "http", strings.Repeat("AB", 32), "https://talks.example.org/"
	}
	const fill = "put https://talks.example.org/discord/interactions into “Interactions Endpoint URL” on the app's page, General Information, while “bot serve” runs"
	tests := []struct {
		name   string
		change func(*Config)
		peer   func(peer)
		want   []string
	}{
		{name: "all is well", want: []string{
			"ok environment: DISCORD_BOT_TOKEN is set",
			"ok token: Talks (" + appID + ")",
			"ok message content: not needed",
			"ok gateway: Discord lets the bot connect; 998 of 1000 sessions may be begun",
			"ok server " + serverID + ": the bot is in Desk",
			"ok commands: 14 are registered, everywhere",
		}},
		{name: "off", change: func(c *Config) { c.Mode = "off" }, want: []string{
			"missing mode: discord.mode is off → set it to gateway, or to http where Discord can reach this machine",
			"ok gateway: Discord lets the bot connect; 998 of 1000 sessions may be begun",
		}},
		{name: "not Discord", peer: func(p peer) { p.answers["users/@me"] = `{}` }, want: []string{
			"missing token: Discord is not reached: what answers is not Discord → look at the network, a proxy, and discord.api_url; then try again",
		}},
		{name: "not well", peer: func(p peer) { p.answers["users/@me"] = `503 upstream` }, want: []string{
			"missing token: Discord says 503 Service Unavailable → try again in a minute",
		}},
		{name: "asked too often", peer: func(p peer) {
			p.answers["users/@me"] = `429 {"message": "You are being rate limited.", "retry_after": 0.1, "global": false}`
		}, want: []string{"missing token: Discord was asked too often → try again in a minute"}},
		{name: "what Discord says back is hidden", peer: func(p peer) { p.answers["users/@me"] = `{"id": "` + appID + `", "username": "` + token + `"}` }, want: []string{
			"ok token: [secret] (" + appID + ")",
		}},

		{name: "message content is wanted", change: func(c *Config) { c.MessageContent = true }, want: []string{
			"missing message content: the intent is not granted, and discord.message_content is true → switch on “Message Content Intent” on the app's page, Bot, or set discord.message_content to false",
		}},
		{name: "message content in few servers", change: func(c *Config) { c.MessageContent = true }, peer: func(p peer) { p.app(`"flags": 524288`) }, want: []string{"ok message content: the intent is granted"}},
		{name: "message content in many", change: func(c *Config) { c.MessageContent = true }, peer: func(p peer) { p.app(`"flags": 262144`) }, want: []string{"ok message content: the intent is granted"}},
		{name: "message content is not needed", peer: func(p peer) { p.app(`"flags": 524288`) }, want: []string{
			"note message content: the intent is granted and not needed → switch “Message Content Intent” off on the app's page, Bot, or set discord.message_content to true for follow-ups without a mention",
		}},
		{name: "who may invite", peer: func(p peer) { p.app(`"bot_public": true, "bot_require_code_grant": true`) }, want: []string{
			"missing app: it asks for a code grant, so that an invite link does not let it in → switch “Requires OAuth2 Code Grant” off on the app's page, Bot",
			"note app: anybody can invite it into a server → switch “Public Bot” off on the app's page, Bot, unless that is meant so",
		}},
		{name: "the app is not told", peer: func(p peer) { delete(p.answers, "oauth2/applications/@me") }, want: []string{
			"missing app: Discord says 404: Not Found → look at the app's page",
			"ok server " + serverID + ": the bot is in Desk",
		}},

		{name: "commands go elsewhere", peer: func(p peer) { p.app(`"interactions_endpoint_url": "https://old.example"`) }, want: []string{
			"missing address: Discord sends commands to https://old.example, so that none reaches the gateway → empty “Interactions Endpoint URL” on the app's page, General Information, or set discord.mode to http",
		}},
		{name: "http", change: inHTTP, peer: func(p peer) {
			p.app(`"interactions_endpoint_url": "https://talks.example.org/discord/interactions"`)
		}, want: []string{
			"note message content: in http mode commands alone reach the bot, no mentions and no direct messages → set discord.mode to gateway for those",
			"ok address: https://talks.example.org/discord/interactions",
			"ok public key: it is the app's",
		}},
		{name: "http, not set", change: inHTTP, want: []string{"missing address: Discord does not know where to send commands → " + fill}},
		{name: "http, elsewhere", change: inHTTP, peer: func(p peer) { p.app(`"interactions_endpoint_url": "https://old.example"`) }, want: []string{
			"missing address: Discord sends commands to https://old.example → " + fill + ", or mend discord.public_url",
		}},
		{name: "http without an address, and with another key", change: func(c *Config) { c.Mode, c.PublicKey = "http", strings.Repeat("00", 32) }, want: []string{
			"missing address: discord.public_url is empty → give the address where Discord reaches serve.listen, such as https://talks.example.org",
			"missing public key: discord.public_key is not the app's → copy the public key on the app's page, General Information",
		}},

		{name: "no session is left", peer: func(p peer) {
			p.answers["gateway/bot"] = `{"shards": 1, "session_start_limit": {"total": 1000, "remaining": 0, "reset_after": 5400000}}`
		}, want: []string{"missing gateway: no session may be begun any more → wait 1h30m0s, and look at what starts the bot so often"}},
		{name: "few sessions are left, and too few connections", change: func(c *Config) { c.Shards = 2 }, peer: func(p peer) {
			p.answers["gateway/bot"] = `{"shards": 4, "session_start_limit": {"total": 1000, "remaining": 12, "reset_after": 600000}}`
		}, want: []string{
			"note gateway: 12 of 1000 sessions may be begun → look at what starts the bot so often; in 10m0s there are more",
			"note gateway: Discord asks for 4 connections, discord.shards is 2 → set discord.shards to 0, or higher",
		}},

		{name: "in no server", peer: func(p peer) { p.answers["users/@me/guilds"] = `[]` }, want: []string{
			"missing servers: the bot is in none → open what “bot discord invite” prints",
		}},
		{name: "allowed too much and too little", peer: func(p peer) {
			p.answers["users/@me/guilds"] = `[{"id": "1", "name": "Boss", "permissions": "8"}, {"id": "2", "name": "Shy", "permissions": "1024"}]`
		}, want: []string{
			"note server 1: in Boss the bot is an administrator, which it need not be → take that from its role",
			"note server 2: in Shy the bot may not everywhere: Send Messages, Send Messages in Threads, Read Message History → open what “bot discord invite” prints, or allow it in the channels where the bot is to speak",
		}},
		{name: "servers of the commands", change: func(c *Config) { c.CommandServers = []string{serverID, otherID} }, want: []string{
			"missing server " + otherID + ": there is none, or the bot is not in it → look at the ID in discord.command_servers, and open what “bot discord invite” prints",
			"note commands in " + serverID + ": not registered yet: commitments, issues, who, since, sources, check, follow, unfollow, following, help, admin, forget-me, Check against the articles → “bot serve” registers them when it starts",
			"missing commands in " + otherID + ": the bot may have none there → open what “bot discord invite” prints: it lets commands in, too",
		}},
		{name: "a server of the commands beyond those that are listed", change: func(c *Config) { c.CommandServers = []string{serverID} },
			peer: func(p peer) {
				p.answers["users/@me/guilds"] = `[{"id": "1", "name": "Other", "permissions": "` + mayAll + `"}]`
			}, want: []string{"ok server " + serverID + ": the bot is in Desk"}},

		{name: "channels", change: func(c *Config) {
			c.AdminChannel, c.Channels = channelID, map[string]Channel{}
			for n := 2; n < 9; n++ {
				c.Channels[fmt.Sprintf("20000000000000000%d", n)] = Channel{}
			}
		}, want: []string{
			"missing channel 200000000000000002: in #quiet the bot may not: Send Messages, Read Message History → allow it in the channel's settings, Permissions, for the bot's role",
			"missing channel 200000000000000003: #old talk is a thread, which is as its channel → give the channel's ID, 200000000000000009, in discord.channels",
			"missing channel 200000000000000004: all talk is a category, in which nobody speaks → give the IDs of its channels in discord.channels",
			"missing channel 200000000000000005: the bot does not see it → give the bot View Channels there; where it is not in the server, open what “bot discord invite” prints",
			"missing channel 200000000000000006: there is none → look at the ID in discord.channels",
			"ok channel 200000000000000007: the bot can speak in #forum",
			"ok channel 200000000000000008: it is a direct message",
			"ok channel 200000000000000001: the bot can speak in #desk",
		}},
		{name: "a silent channel, and one with threads", change: func(c *Config) {
			c.Channels = map[string]Channel{"200000000000000002": {Speak: &no}, channelID: {Threads: &yes}}
		}, peer: func(p peer) {
			p.answers["guilds/"+serverID] = strings.Replace(p.answers["guilds/"+serverID], mayAll, "274877975552", 1)
		}, want: []string{
			"missing channel 200000000000000001: in #desk the bot may not: Create Public Threads → allow it in the channel's settings, Permissions, for the bot's role",
			"ok channel 200000000000000002: #quiet is there, and the bot is silent in it",
		}},
		{name: "a channel of a server that the bot was taken from", change: func(c *Config) { c.AdminChannel = channelID }, peer: func(p peer) {
			p.answers["guilds/"+serverID] = `403 {"message": "Missing Access", "code": 50001}`
		}, want: []string{
			"missing channel " + channelID + ": there is none, or the bot is not in it → look at the ID in discord.admin_channel, and open what “bot discord invite” prints",
		}},
		{name: "roles", change: func(c *Config) { c.Roles = []string{roleID, "400000000000000002"} }, want: []string{
			"ok role " + roleID + ": it is Editors",
			"missing role 400000000000000002: no server of the bot's has it → look at the ID in discord.roles",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := DefaultConfig()
			c.Mode = "gateway"
			if tt.change != nil {
				tt.change(&c)
			}
			p := healthy(token)
			if tt.peer != nil {
				tt.peer(p)
			}
			server := httptest.NewServer(p)
			defer server.Close()
			c.APIURL = server.URL + "/api/v10"
			got := lines(Doctor(t.Context(), c, func(name string) string { return map[string]string{"DISCORD_BOT_TOKEN": token}[name] }, Parts{HTTP: server.Client()}))
			rest := slices.DeleteFunc(slices.Clone(got), func(line string) bool { return !slices.Contains(tt.want, line) })
			if diff := cmp.Diff(tt.want, rest); diff != "" {
				t.Errorf("-want +got:\n%s\nof %s", diff, strings.Join(got, "\n"))
			}
			if tt.name == "all is well" && len(got) != len(tt.want) {
				t.Errorf("more is found: %s", strings.Join(got, "\n"))
			}
			if whole := strings.Join(got, "\n"); strings.Contains(whole, token) || strings.Contains(whole, "changes something") {
				t.Errorf("a secret, or a change, in %s", whole)
			}
		})
	}
}

// Without a token, with another, and without a Discord, it says so, and the token stands nowhere.
func TestDoctorUnreached(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(healthy(someToken()))
	c := DefaultConfig()
	c.Mode, c.APIURL = "gateway", server.URL+"/api/v10"
	for _, tt := range []struct{ token, want string }{
		{"", "missing environment: the environment variable DISCORD_BOT_TOKEN (discord.token_env) is not set → the token is on the app's page under Bot, “Reset Token”"},
		{"half a token", "missing environment: the environment variable DISCORD_BOT_TOKEN (discord.token_env) does not hold a bot's token, three parts with points between them → the token is on the app's page under Bot, “Reset Token”"},
		{someToken(), "missing token: Discord says 401: Unauthorized → press “Reset Token” on the app's page, Bot, and copy the new one into DISCORD_BOT_TOKEN"},
		{someToken(), "missing token: Discord is not reached: "},
	} {
		if strings.Contains(tt.want, "not reached") {
			server.Close()
		}
		all := Doctor(t.Context(), c, func(string) string { return tt.token }, Parts{})
		got := lines(all)
		if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, tt.want) }) || len(got) != 2 {
			t.Errorf("%s", strings.Join(got, "\n"))
		}
		whole, err := json.Marshal(all)
		if err != nil || tt.token != "" && strings.Contains(string(whole), tt.token) {
			t.Errorf("%s, %v", whole, err)
		}
	}
}
