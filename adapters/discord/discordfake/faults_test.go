package discordfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talksbot/adapters/discord/discordfake"
)

func TestBuckets(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{Limits: map[string]discordfake.Limit{"POST /channels/{channel}/messages": {Calls: 2, Per: time.Hour}}})
	other := f.AddChannel(home, discordfake.Channel{Name: "other", Type: discordfake.TextChannel})
	for left := 1; left >= 0; left-- {
		got := done(t, f, posts, object{"content": "x"})
		if got.header.Get("X-Ratelimit-Limit") != "2" || got.header.Get("X-Ratelimit-Remaining") != fmt.Sprint(left) ||
			got.header.Get("X-Ratelimit-Bucket") == "" || got.header.Get("X-Ratelimit-Reset-After") == "" || got.header.Get("X-Ratelimit-Reset") == "" {
			t.Errorf("%v", got.header)
		}
	}
	got := call(t, f, posts, object{"content": "x"})
	if got.status != 429 || got.body["global"] != false || got.body["retry_after"].(float64) < 3000 || got.header.Get("Retry-After") == "" ||
		got.header.Get("X-Ratelimit-Scope") != "user" || got.header.Get("X-Ratelimit-Remaining") != "0" {
		t.Errorf("%d %s %v", got.status, got.raw, got.header)
	}
	done(t, f, "POST /channels/"+other+"/messages", object{"content": "x"})
	if f.InvalidRequests() != 1 || len(f.Messages(hall)) != 2 {
		t.Errorf("%d invalid, %d messages", f.InvalidRequests(), len(f.Messages(hall)))
	}
}

func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{Global: discordfake.Limit{Calls: 3, Per: time.Hour}})
	g := ready(t, f, all) // asks for the address
	_, callback, hook := asked(t, f, g)
	done(t, f, posts, object{"content": "x"})
	got := call(t, f, posts, object{"content": "y"})
	if got.status != 429 || got.body["global"] != true || got.header.Get("X-Ratelimit-Global") != "true" || got.header.Get("X-Ratelimit-Scope") != "global" {
		t.Errorf("%d %s %v", got.status, got.raw, got.header)
	}
	done(t, f, callback, object{"type": 5}) // these do not count
	done(t, f, "PATCH "+hook+"/messages/@original", object{"content": "z"})
}

func TestFailures(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.SetFaults(discordfake.Faults{RetryAfter: 2 * time.Second})
	for _, how := range []discordfake.Failure{discordfake.RateLimited, discordfake.GlobalLimited, discordfake.Cloudflare, discordfake.FailBefore, "503",
		discordfake.FailAfter} {
		f.FailNext("POST /channels/{channel}/messages", 1, how)
	}
	for i, want := range []struct {
		status int
		body   string
	}{{429, `"global":false`}, {429, `"global":true`}, {429, "<html>"}, {500, "500: Internal"}, {503, "503: Service Unavailable"}, {500, "500: Internal"}} {
		got := call(t, f, posts, object{"content": fmt.Sprint(i)})
		if got.status != want.status || !strings.Contains(got.raw, want.body) || (got.status == 429) != (got.header.Get("Retry-After") == "2") {
			t.Errorf("%d: HTTP %d %s %v", i, got.status, got.raw, got.header)
		}
	}
	f.FailNext("", 1, discordfake.HangUp)
	if got, err := do(t, f, f.Token, "POST", "/channels/"+hall+"/messages", object{"content": "last"}); err == nil {
		t.Errorf("HTTP %d", got.status)
	}
	said := f.Messages(hall)
	if len(said) != 2 || said[0].Content != "5" || said[1].Content != "last" {
		t.Errorf("%+v", said)
	}
	calls := f.CallsTo("POST /channels/{channel}/messages")
	if len(calls) != 7 || calls[6].Made != said[1].ID || calls[5].Status != 500 || calls[6].Status != 0 || calls[0].Vars["channel"] != hall || !calls[6].Done {
		t.Errorf("%+v", calls)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Seed: 3, Faults: discordfake.Faults{RateLimit: 0.2, FailBefore: 0.2, FailAfter: 0.2, Delay: time.Microsecond}})
	seen := map[int]int{}
	for range 60 {
		seen[call(t, f, posts, object{"content": "x"}).status]++
	}
	if seen[200] == 0 || seen[429] == 0 || seen[500] == 0 || len(f.Messages(hall)) <= seen[200] {
		t.Errorf("%v, %d messages", seen, len(f.Messages(hall)))
	}
	f.SetFaults(discordfake.Faults{Repeat: 1})
	g := ready(t, f, all)
	g.until("GUILD_CREATE")
	g.until("GUILD_CREATE")
	f.Say(ana, hall, "x")
	one := g.read()
	if again := g.read(); one.T != "MESSAGE_CREATE" || string(one.D) != string(again.D) || again.S != one.S+1 {
		t.Errorf("%s %d, then %s %d", one.T, one.S, again.T, again.S)
	}
	f.SetFaults(discordfake.Faults{DropSocket: 1})
	f.Say(ana, hall, "y")
	if got := g.code(); got != 1006 {
		t.Errorf("closed with %d", got)
	}
	if f.Delivered() < 5 {
		t.Errorf("%d events", f.Delivered())
	}
}
