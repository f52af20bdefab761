package slackfake_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"talksbot/adapters/slack/slackfake"
)

// fields are the arguments of a call.
type fields map[string]string

type answer struct {
	OK       bool            `json:"ok"`
	Error    string          `json:"error"`
	Needed   string          `json:"needed"`
	TS       string          `json:"ts"`
	Whisper  string          `json:"message_ts"`
	URL      string          `json:"url"`
	More     bool            `json:"has_more"`
	Messages []slack.Message `json:"messages"`
	View     slack.View      `json:"view"`
	Link     string          `json:"permalink"`
	Status   string          `json:"status"`
	Channels []slack.Channel `json:"channels"`
	Channel  json.RawMessage `json:"channel"`
	Metadata struct {
		Messages []string `json:"messages"`
		Cursor   string   `json:"next_cursor"`
	} `json:"response_metadata"`
}

// call makes a call of the Web API as the bot.
func call(t *testing.T, f *slackfake.Slack, method string, a fields) answer {
	t.Helper()
	form := url.Values{"token": {f.BotToken}}
	for k, v := range a {
		form.Set(k, v)
	}
	return do(t, f, method, "application/x-www-form-urlencoded", form.Encode(), "")
}

func do(t *testing.T, f *slackfake.Slack, method, kind, body, bearer string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.APIURL()+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out answer
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%s: %s", method, raw)
	}
	return out
}

// refused checks that a call gets an error; "" that it gets none.
func refused(t *testing.T, f *slackfake.Slack, method string, a fields, want string) answer {
	t.Helper()
	got := call(t, f, method, a)
	if got.Error != want || got.OK != (want == "") {
		t.Errorf("%s %.200v: %q %v, want %q", method, a, got.Error, got.Metadata.Messages, want)
	}
	return got
}

func with(a fields, more fields) fields {
	out := maps.Clone(a)
	maps.Copy(out, more)
	return out
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	form, js := "application/x-www-form-urlencoded", "application/json"
	tests := []struct{ name, method, kind, body, bearer, want string }{
		{"no token", "auth.test", form, "", "", "not_authed"},
		{"a wrong token", "auth.test", form, "token=xoxb-wrong", "", "invalid_auth"},
		{"in the body", "auth.test", form, "token=" + f.BotToken, "", ""},
		{"in the header", "auth.test", js, "", f.BotToken, ""},
		{"in JSON", "auth.test", js, `{"token":"` + f.BotToken + `"}`, "", "not_authed"},
		{"in the address", "auth.test?token=" + f.BotToken, form, "", "", "not_authed"},
		{"the bot for a socket", "apps.connections.open", js, "", f.BotToken, "not_allowed_token_type"},
		{"the app for a message", "chat.postMessage", js, "{}", f.AppToken, "not_allowed_token_type"},
		{"the app for a socket", "apps.connections.open", js, "", f.AppToken, ""},
		{"no method", "chat.shout", form, "token=" + f.BotToken, "", "unknown_method"},
		{"broken JSON", "chat.postMessage", js, "{", f.BotToken, "invalid_json"},
		{"another form", "chat.postMessage", "text/html", "x", f.BotToken, "invalid_post_type"},
	}
	for _, tt := range tests {
		if got := do(t, f, tt.method, tt.kind, tt.body, tt.bearer); got.Error != tt.want || got.OK != (tt.want == "") {
			t.Errorf("%s: %q, want %q", tt.name, got.Error, tt.want)
		}
	}
	for _, err := range []string{"token_revoked", "account_inactive", ""} {
		f.Revoke(err)
		refused(t, f, "auth.test", nil, err)
	}
	for _, c := range f.Calls() {
		if strings.Contains(fmt.Sprint(c), f.BotToken) {
			t.Errorf("the token is in %v", c)
		}
	}
	if n := len(f.CallsTo("chat.shout")); n != 1 {
		t.Errorf("%d calls are known of", n)
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		scope, method string
		args          fields
	}{
		{"chat:write", "chat.postMessage", fields{"channel": "C1", "text": "x"}},
		{"channels:history", "conversations.history", fields{"channel": "C1"}},
		{"groups:history", "conversations.history", fields{"channel": "G1"}},
		{"im:history", "conversations.replies", fields{"channel": "DUANA", "ts": "1"}},
		{"channels:read", "conversations.info", fields{"channel": "C1"}},
		{"channels:read", "conversations.list", nil},
		{"im:write", "conversations.open", fields{"users": "UANA"}},
		{"users:read", "users.info", fields{"user": "UANA"}},
		{"assistant:write", "assistant.threads.setTitle", nil},
		{"reactions:write", "reactions.add", nil},
	}
	for _, tt := range tests {
		f := slackfake.Start(t)
		f.AddChannel("C1", "UANA", f.BotUser)
		f.AddPrivate("G1", "UANA", f.BotUser)
		f.DM("UANA")
		if got := call(t, f, tt.method, tt.args); got.Error == "missing_scope" {
			t.Errorf("%s with %s: %q", tt.method, tt.scope, got.Error)
		}
		f.DropScope(tt.scope)
		if got := refused(t, f, tt.method, tt.args, "missing_scope"); got.Needed != tt.scope {
			t.Errorf("%s needs %q, not %q", tt.method, got.Needed, tt.scope)
		}
	}
	f := slackfake.Start(t)
	f.DropScope("assistant:write")
	refused(t, f, "assistant.threads.setStatus", fields{"channel_id": "C9"}, "channel_not_found") // chat:write is enough
	var header string
	api := slack.New(f.BotToken, slack.OptionAPIURL(f.APIURL()), slack.OptionOnResponseHeaders(func(_ string, h http.Header) { header = h.Get("X-OAuth-Scopes") }))
	got, err := api.AuthTestContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if header != strings.Join(f.Scopes(), ",") || !strings.Contains(header, "chat:write") {
		t.Errorf("the scopes are %q", header)
	}
	if got.UserID != f.BotUser || got.BotID != f.BotID || got.TeamID != f.TeamID {
		t.Errorf("%+v", got)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", f.BotUser)
	api := client(f)
	post := func() error {
		_, _, err := api.PostMessageContext(t.Context(), "C1", slack.MsgOptionText("x", false))
		return err
	}
	var late *slack.RateLimitedError
	var broken slack.StatusCodeError
	var said slack.SlackErrorResponse
	tests := []struct {
		how    slackfake.Failure
		is     func(error) bool
		posted bool
	}{
		{slackfake.RateLimited, func(err error) bool { return errors.As(err, &late) }, false},
		{slackfake.FailBefore, func(err error) bool { return errors.As(err, &broken) && broken.Code == 500 }, false},
		{slackfake.FailAfter, func(err error) bool { return errors.As(err, &broken) && broken.Code == 500 }, true},
		{slackfake.HangUp, func(err error) bool { return errors.Is(err, io.EOF) }, true},
		{"internal_error", func(err error) bool { return errors.As(err, &said) && said.Err == "internal_error" }, false},
	}
	for _, tt := range tests {
		before := len(f.Messages("C1"))
		f.FailNext("chat.postMessage", 1, tt.how)
		if err := post(); !tt.is(err) {
			t.Errorf("%s: %v", tt.how, err)
		}
		if got := len(f.Messages("C1")) > before; got != tt.posted {
			t.Errorf("%s: posted is %v", tt.how, got)
		}
		if err := post(); err != nil {
			t.Errorf("after %s: %v", tt.how, err)
		}
	}
	f.SetFaults(slackfake.Faults{RateLimit: 1, RetryAfter: 2})
	if err := post(); !errors.As(err, &late) || late.RetryAfter.Seconds() != 2 {
		t.Errorf("%v", err)
	}
	var failed []string
	for _, c := range f.CallsTo("chat.postMessage") {
		if c.Error != "" {
			failed = append(failed, c.Error)
		}
	}
	if diff := cmp.Diff([]string{"429", "500", "500", "hang up", "internal_error", "429"}, failed); diff != "" {
		t.Error(diff)
	}
}

func TestChanceIsSeeded(t *testing.T) {
	t.Parallel()
	run := func() (errs []string) {
		f := slackfake.Start(t, slackfake.Options{Seed: 7, Faults: slackfake.Faults{FailBefore: 0.3, FailAfter: 0.3}})
		f.AddChannel("C1", f.BotUser)
		for range 30 {
			_, _, err := client(f).PostMessageContext(t.Context(), "C1", slack.MsgOptionText("x", false))
			errs = append(errs, fmt.Sprint(err, len(f.Messages("C1"))))
		}
		return errs
	}
	first := run()
	if diff := cmp.Diff(first, run()); diff != "" {
		t.Error(diff)
	}
	if all := strings.Join(first, " "); !strings.Contains(all, "<nil>") || !strings.Contains(all, "500") {
		t.Errorf("%s", all)
	}
}
