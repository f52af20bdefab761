package slack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/slack/slackfake"

	"talksbot/adapters"
)

// peer is as much of Slack as Doctor asks: its answers by method, those of conversations.info by channel.
type peer struct {
	scopes  []string
	answers map[string]string // method, or method and channel → JSON
}

const (
	botToken = "xoxb-not-a-token"
	appToken = "xapp-not-a-token"
	signing  = "not-a-signing-secret"
)

func (p peer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	token := r.FormValue("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	want := botToken
	if method == "apps.connections.open" {
		want = appToken
	}
	answer, ok := p.answers[strings.TrimSpace(method+" "+r.FormValue("channel"))]
	switch {
	case token != want:
		answer = `{"ok": false, "error": "invalid_auth"}`
	case !ok:
		answer = `{"ok": false, "error": "unknown_method"}`
	}
	w.Header().Set("X-OAuth-Scopes", strings.Join(p.scopes, ","))
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, answer)
}

func healthy(c Config) peer {
	return peer{scopes: Scopes(c), answers: map[string]string{
		"auth.test":                      `{"ok": true, "url": "https://desk.slack.com/", "team": "Desk", "user": "talks", "team_id": "T1", "user_id": "U1", "bot_id": "B1"}`,
		"apps.connections.open":          `{"ok": true, "url": "wss://example.org/link?ticket=secret"}`,
		"conversations.info C0000000001": `{"ok": true, "channel": {"id": "C0000000001", "name": "desk", "is_member": true}}`,
		"conversations.info C0000000002": `{"ok": true, "channel": {"id": "C0000000002", "name": "talks"}}`,
		"conversations.info C0000000003": `{"ok": true, "channel": {"id": "C0000000003", "name": "old", "is_member": true, "is_archived": true}}`,
		"conversations.info C0000000004": `{"ok": false, "error": "channel_not_found"}`,
		"conversations.info C0000000005": `{"ok": false, "error": "missing_scope", "needed": "groups:read", "provided": "chat:write"}`,
		"conversations.info D0000000006": `{"ok": true, "channel": {"id": "D0000000006", "is_im": true}}`,
	}}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SLACK_BOT_TOKEN": botToken, "SLACK_APP_TOKEN": appToken, "SLACK_SIGNING_SECRET": signing}
	tests := []struct {
		name   string
		change func(*Config)
		peer   func(*peer)
		env    map[string]string
		want   []string
	}{
		{name: "all is well", want: []string{
			"ok environment: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are set",
			"ok bot token: talks (U1) in Desk (T1)",
			"ok scopes: all that are needed are granted",
			"ok app token: Slack lets the bot connect",
			"note command: Slack does not tell which slash commands an app has → type /talks help in Slack",
		}},
		{name: "http", change: func(c *Config) { c.Mode, c.PublicURL = "http", "https://talks.example.org" }, want: []string{
			"ok environment: SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are set",
			"ok public address: https://talks.example.org",
			"note public address: whether Slack reaches the bot there is not looked at → the app's page, Event Subscriptions, says whether the address is verified",
		}},
		{name: "http without an address", change: func(c *Config) { c.Mode = "http" }, want: []string{
			"missing public address: slack.public_url is empty → give the address where Slack reaches serve.listen, such as https://talks.example.org",
		}},
		{name: "off", change: func(c *Config) { c.Mode = "off" }, want: []string{
			"missing mode: slack.mode is off → set it to socket, or to http where Slack can reach this machine",
			"ok bot token: talks (U1) in Desk (T1)",
			"ok app token: Slack lets the bot connect",
		}},
		{name: "no variables", env: map[string]string{}, change: func(c *Config) { c.AdminChannel = "C0000000001" }, want: []string{
			"missing environment: the environment variable SLACK_BOT_TOKEN (slack.bot_token_env) is not set → the bot token is on the app's page under OAuth & Permissions",
			"missing environment: the environment variable SLACK_APP_TOKEN (slack.app_token_env) is not set → make an app-level token with connections:write on the app's page under Basic Information",
			"note channels: not looked at, since the bot token does not work",
			"note command: Slack does not tell which slash commands an app has → type /talks help in Slack",
		}},
		{name: "tokens the wrong way round", env: map[string]string{"SLACK_BOT_TOKEN": appToken, "SLACK_APP_TOKEN": botToken}, want: []string{
			"missing environment: the environment variable SLACK_BOT_TOKEN (slack.bot_token_env) does not begin with xoxb- → the bot token is on the app's page under OAuth & Permissions",
			"missing environment: the environment variable SLACK_APP_TOKEN (slack.app_token_env) does not begin with xapp- → make an app-level token with connections:write on the app's page under Basic Information",
		}},
		{name: "tokens that are not known", env: map[string]string{"SLACK_BOT_TOKEN": botToken + "2", "SLACK_APP_TOKEN": appToken + "2"}, want: []string{
			"missing bot token: Slack says invalid_auth → copy the bot token anew from the app's page, OAuth & Permissions, into SLACK_BOT_TOKEN",
			"missing app token: Slack says invalid_auth → turn Socket Mode on, and put an app-level token with connections:write, from the app's page, Basic Information, into SLACK_APP_TOKEN",
		}},
		{name: "revoked", peer: func(p *peer) { p.answers["auth.test"] = `{"ok": false, "error": "token_revoked"}` }, want: []string{
			"missing bot token: Slack says token_revoked → install the app again, and copy its new token",
		}},
		{name: "not Slack", peer: func(p *peer) { p.answers["auth.test"], p.answers["apps.connections.open"] = `{}`, `{}` }, want: []string{
			"missing bot token: Slack is not reached: what answers is not Slack → look at the network, a proxy, and slack.api_url; then try again",
			"missing app token: Slack is not reached: what answers is not Slack → look at the network, a proxy, and slack.api_url; then try again",
		}},
		{name: "scopes", peer: func(p *peer) {
			p.scopes = append(slices.DeleteFunc(p.scopes, func(s string) bool { return s == "im:history" || s == "commands" }), "users:read", "files:read")
		}, want: []string{
			"missing scopes: commands is not granted: the slash command, and the shortcut of messages → put it into the app's manifest (“bot slack manifest” prints it) and install the app again",
			"missing scopes: im:history is not granted: hears direct messages (message.im) → put it into the app's manifest (“bot slack manifest” prints it) and install the app again",
			"note scopes: granted and not needed: users:read, files:read → take them out of the app's manifest and install the app again",
		}},
		{name: "scopes that are not told", peer: func(p *peer) { p.scopes = nil }, want: []string{"note scopes: Slack did not say which are granted"}},
		{name: "channels", change: func(c *Config) {
			c.AdminChannel = "C0000000001"
			c.Channels = map[string]Channel{"C0000000002": {}, "C0000000003": {}, "C0000000004": {}, "C0000000005": {}, "D0000000006": {}}
		}, want: []string{
			"ok channel C0000000001: the bot is in #desk",
			"missing channel C0000000002: the bot is not in #talks → type /invite @Talks in the channel",
			"missing channel C0000000003: #old is archived → take it out of slack.channels, or bring the channel back",
			"missing channel C0000000004: there is none, or it is private and the bot is not in it → look at the ID in slack.channels, and type /invite @Talks in the channel",
			"missing channel C0000000005: Slack says missing_scope (groups:read) → put it into the app's manifest (“bot slack manifest” prints it) and install the app again",
			"ok channel D0000000006: the bot is in D0000000006",
		}},
		{name: "a silent channel", change: func(c *Config) { c.Channels = map[string]Channel{"C0000000002": {Speak: new(bool)}} }, want: []string{
			"ok channel C0000000002: #talks is there, and the bot is silent in it",
		}},
		{name: "what Slack says back is hidden", peer: func(p *peer) {
			p.answers["auth.test"] = `{"ok": true, "team": "` + appToken + `", "user": "` + botToken + `", "user_id": "U1", "team_id": "T1"}`
		}, want: []string{"ok bot token: [secret] (U1) in [secret] (T1)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := DefaultConfig()
			c.Mode = "socket"
			if tt.change != nil {
				tt.change(&c)
			}
			p := healthy(c)
			if tt.peer != nil {
				tt.peer(&p)
			}
			server := httptest.NewServer(p)
			defer server.Close()
			c.APIURL = server.URL + "/api"
			vars := tt.env
			if vars == nil {
				vars = env
			}
			all := Doctor(t.Context(), c, func(name string) string { return vars[name] }, Parts{HTTP: server.Client()})
			var got []string
			for _, f := range all {
				line := fmt.Sprintf("%s %s: %s", f.State, f.Check, f.Found)
				if f.Fix != "" {
					line += " → " + f.Fix
				}
				got = append(got, line)
			}
			rest := slices.DeleteFunc(slices.Clone(got), func(line string) bool { return !slices.Contains(tt.want, line) })
			if diff := cmp.Diff(tt.want, rest); diff != "" {
				t.Errorf("-want +got:\n%s\nof %s", diff, strings.Join(got, "\n"))
			}
			whole, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(whole), "not-a-") || strings.Contains(string(whole), "ticket") {
				t.Errorf("a secret in %s", whole)
			}
		})
	}
}

// A Slack that is not there is said so, and the token stands nowhere.
func TestDoctorUnreached(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	c := DefaultConfig()
	c.Mode, c.APIURL = "socket", server.URL
	for _, gone := range []bool{false, true} {
		if gone {
			server.Close()
		}
		n := 0
		for _, f := range Doctor(t.Context(), c, func(name string) string {
			return map[string]string{"SLACK_BOT_TOKEN": botToken, "SLACK_APP_TOKEN": appToken}[name]
		}, Parts{}) {
			if f.State == adapters.Missing && strings.HasPrefix(f.Found, "Slack is not reached: ") && !strings.Contains(f.Found, "not-a-token") {
				n++
			}
		}
		if n != 2 {
			t.Errorf("gone %v: %d say so", gone, n)
		}
	}
}

// TestDoctorOfFake: a workspace that is set up by the manifest is well, with the very scopes that the manifest has.
func TestDoctorOfFake(t *testing.T) {
	t.Parallel()
	c := with(func(c *Config) {
		c.Mode, c.AdminChannel, c.Channels = "socket", "C0000000001", map[string]Channel{"C0000000002": {}, "C0000000003": {}}
	})
	fake := slackfake.Start(t, slackfake.Options{Scopes: Scopes(c)})
	fake.AddChannel("C0000000001", fake.BotUser)
	fake.AddPrivate("C0000000002", fake.BotUser)
	fake.AddChannel("C0000000003")
	c.APIURL = fake.APIURL()
	var missing []string
	for _, f := range Doctor(t.Context(), c, func(name string) string {
		return map[string]string{"SLACK_BOT_TOKEN": fake.BotToken, "SLACK_APP_TOKEN": fake.AppToken}[name]
	}, Parts{}) {
		if f.State == adapters.Missing {
			missing = append(missing, f.Check+": "+f.Found)
		}
	}
	if len(missing) != 1 || !strings.HasPrefix(missing[0], "channel C0000000003: the bot is not in ") {
		t.Errorf("missing is %q", missing)
	}
}
