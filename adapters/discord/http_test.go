package discord_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
)

func TestHTTP(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{}, func(c *discord.Config) { c.Mode = "http" })
	b.connected()
	server := httptest.NewServer(b.a.Handler())
	t.Cleanup(server.Close)
	at := server.URL + "/discord/interactions"
	post := func(body string, sign func(*http.Request, []byte)) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		sign(r, []byte(body))
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		got, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(bytes.TrimSpace(got))
	}
	now := b.f.Sign
	old := func(r *http.Request, body []byte) { b.f.SignAt(r, body, time.Now().Add(-6*time.Minute)) }
	soon := func(r *http.Request, body []byte) { b.f.SignAt(r, body, time.Now().Add(6*time.Minute)) }
	other := func(r *http.Request, _ []byte) { b.f.Sign(r, []byte("another body")) }
	tests := []struct {
		name, body string
		sign       func(*http.Request, []byte)
		status     int
		want       string
	}{
		{"ping", `{"type":1}`, now, 200, `{"type":1}`},
		{"not signed", `{"type":1}`, func(*http.Request, []byte) {}, 401, "not signed"},
		{"signed for another body", `{"type":1}`, other, 401, "not signed"},
		{"signed long ago", `{"type":1}`, old, 401, "not signed"},
		{"signed in the future", `{"type":1}`, soon, 401, "not signed"},
		{"no hexadecimal", `{"type":1}`, func(r *http.Request, _ []byte) { r.Header.Set("X-Signature-Ed25519", "zz") }, 401, "not signed"},
		{"too large", `{"type":1,"x":"` + strings.Repeat("x", 1<<20) + `"}`, now, 401, "not signed"},
		{"no JSON", `{`, now, 400, "no interaction"},
		{"of no known type", `{"type":77,"id":"1","token":"t","user":{"id":"1"}}`, now, 400, "not known"},
	}
	for _, test := range tests {
		if status, body := post(test.body, test.sign); status != test.status || body != test.want {
			t.Errorf("%s: %d %s", test.name, status, body)
		}
	}
	command := `{"type":2,"id":"1400000000000000000","application_id":"` + b.f.AppID + `","token":"tok","guild_id":"600000000000000000","channel_id":"` + b.channel +
		`","member":{"user":{"id":"` + ada + `"}},"data":{"type":1,"name":"ask","options":[{"name":"question","value":"Who?"},{"name":"private","value":true}]}}`
	status, body := post(command, now)
	var got struct {
		Type int
		Data struct{ Flags int }
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 || got.Type != 5 || got.Data.Flags != 64 {
		t.Errorf("%d %s", status, body)
	}
	if m := b.next("Who?"); !m.Private || m.From != ada || m.Ticket == "" || m.ID != "command:1400000000000000000" {
		t.Errorf("%+v", m)
	}
	b.stop()
	<-b.ended
	b.ended <- nil
	if status, _ := post(command, now); status != http.StatusServiceUnavailable {
		t.Errorf("when nobody listens: %d", status)
	}
}

// Discord waits three seconds: what is not kept by then is not taken for kept.
func TestHTTPTooLate(t *testing.T) {
	t.Parallel()
	f := discordfake.Start(t)
	a := join(f, &host{}, func(c *discord.Config) { c.Mode = "http" })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Listen(ctx, func(ctx context.Context, _ adapters.Message) { <-ctx.Done() }) }()
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	if err := f.Await(t.Context(), func() bool { return len(f.Commands("")) > 0 }); err != nil {
		t.Fatal(err)
	}
	if err := f.DeliverTo(t.Context(), server.URL+"/discord/interactions"); err != nil {
		t.Fatal(err)
	}
	f.AddPerson(discordfake.Person{ID: ada, Name: "ada"})
	id, err := f.Slash(ada, f.DM(ada), "ask", map[string]any{"question": "Who?"})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Await(t.Context(), func() bool { return f.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	if i, _ := f.Interaction(id); i.Failed == "" || i.Answer != 0 {
		t.Errorf("%+v", i)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
