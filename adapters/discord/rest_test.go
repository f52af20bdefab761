package discord

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

// line is a way to Discord: it gives one answer after the other, the last one for ever, and remembers what it was asked.
type line struct {
	mu      sync.Mutex
	answers []answered
	asked   []asked
}

type answered struct {
	status int
	header map[string]string
	body   string
	err    error
}

type asked struct {
	method, url, body, auth string
	at                      time.Time
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	body := ""
	if r.Body != nil {
		all, _ := io.ReadAll(r.Body)
		body = string(all)
	}
	l.asked = append(l.asked, asked{r.Method, r.URL.String(), body, r.Header.Get("Authorization"), time.Now()})
	a := l.answers[0]
	if len(l.answers) > 1 {
		l.answers = l.answers[1:]
	}
	if a.err != nil {
		return nil, a.err
	}
	h := http.Header{}
	for k, v := range a.header {
		h.Set(k, v)
	}
	return &http.Response{StatusCode: a.status, Status: http.StatusText(a.status), Header: h, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

func (l *line) times() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.asked)
}

const secret = "MTIz.c2VjcmV0.dG9rZW4"

func over(l *line) *Discord {
	return New(DefaultConfig(), secret, Parts{HTTP: &http.Client{Transport: l}})
}

func TestCall(t *testing.T) {
	t.Parallel()
	l := &line{answers: []answered{{status: 200, body: `{"id":"5","username":"ada"}`}}}
	var u user
	if err := over(l).call(t.Context(), "POST", "/users/@me?x=1", map[string]string{"a": "b"}, &u); err != nil || u.ID != "5" || u.Name != "ada" {
		t.Fatal(u, err)
	}
	if got := l.asked[0]; got.url != "https://discord.com/api/v10/users/@me?x=1" || got.body != `{"a":"b"}` || got.auth != "Bot "+secret {
		t.Errorf("%+v", got)
	}
}

// discordgo would sleep through the end of ctx, and hold up other calls meanwhile.
func TestLimits(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]answered{
		"json":       {status: 429, body: `{"message":"You are being rate limited.","retry_after":3.5,"global":false}`, header: map[string]string{"Retry-After": "4"}},
		"global":     {status: 429, body: `{"message":"You are being rate limited.","retry_after":3.5,"global":true}`, header: map[string]string{"X-RateLimit-Global": "true"}},
		"page":       {status: 429, body: "<html>Cloudflare</html>", header: map[string]string{"Retry-After": "3.5"}},
		"used up":    {status: 200, body: `{"id":"1"}`, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "3.5"}},
		"used up ID": {status: 403, body: `{"code":50013,"message":"Missing Permissions"}`, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "3.5"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &line{answers: []answered{a, {status: 200, body: `{"id":"2"}`}}}
				d, began := over(l), time.Now()
				path := "/channels/600000000000000001/messages"
				var m message
				err := d.call(t.Context(), "POST", path, &outgoing{Content: "x"}, &m)
				if a.status == 429 && (err != nil || m.ID != "2" || l.asked[1].body != `{"content":"x"}`) {
					t.Errorf("%v, %v, %+v", m, err, l.asked)
				}
				if a.status != 429 {
					_ = d.call(t.Context(), "POST", path, &outgoing{Content: "x"}, &m)
				}
				if waited := l.asked[1].at.Sub(began); waited < 3500*time.Millisecond || waited > 4*time.Second {
					t.Errorf("the second call was made after %v", waited)
				}
			})
		})
	}
}

func TestLimitsEndWithCtx(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{answers: []answered{{status: 429, body: `{"retry_after":600}`}}}
		d, began := over(l), time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := d.call(ctx, "POST", "/channels/600000000000000001/messages", &outgoing{Content: "x"}, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 2*time.Second || l.times() != 1 {
			t.Errorf("%v after %v, %d calls", err, time.Since(began), l.times())
		}
		began = time.Now() // other channels do not wait
		l.answers = []answered{{status: 200, body: `{}`}}
		if err := d.call(t.Context(), "POST", "/channels/600000000000000002/messages", &outgoing{Content: "x"}, nil); err != nil || time.Since(began) > time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// All calls wait where Discord says that all must, but not those that answer interactions, which are not counted.
func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{answers: []answered{{status: 429, body: `{"retry_after":5,"global":true}`}, {status: 200, body: `{}`}}}
		d, began := over(l), time.Now()
		var calls sync.WaitGroup
		calls.Go(func() { _ = d.call(t.Context(), "GET", "/channels/600000000000000001", nil, nil) })
		synctest.Wait()
		if err := d.call(t.Context(), "PATCH", "/webhooks/600000000000000009/tok/messages/@original", &outgoing{}, nil); err != nil || time.Since(began) > 0 {
			t.Errorf("an interaction is answered after %v, %v", time.Since(began), err)
		}
		if err := d.call(t.Context(), "GET", "/guilds/600000000000000001", nil, nil); err != nil || time.Since(began) < 5*time.Second {
			t.Errorf("another call is made after %v, %v", time.Since(began), err)
		}
		calls.Wait()
		began = time.Now() // and no more than 50 a second are made at all
		for range 200 {
			if err := d.call(t.Context(), "GET", "/channels/600000000000000001", nil, nil); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took < 4*time.Second {
			t.Errorf("200 calls take %v", took)
		}
	})
}

// What may have been done is not done again, unless that does no harm.
func TestFailures(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method string
		in     any
		fails  answered
		calls  int
	}{
		"502 of a post":           {"POST", &outgoing{}, answered{status: 502}, 1},
		"500 of a post":           {"POST", &outgoing{}, answered{status: 500}, 1},
		"500 of one with a nonce": {"POST", &outgoing{Nonce: "n", Enforce: true}, answered{status: 500}, 2},
		"500 of a read":           {"GET", nil, answered{status: 500}, 2},
		"503 of an edit":          {"PATCH", &outgoing{}, answered{status: 503}, 2},
		"no connection":           {"GET", nil, answered{err: io.ErrUnexpectedEOF}, 2},
		"a refusal":               {"GET", nil, answered{status: 403, body: `{"code":50001,"message":"Missing Access"}`}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &line{answers: []answered{test.fails, {status: 200, body: `{}`}}}
				err := over(l).call(t.Context(), test.method, "/channels/600000000000000001/messages", test.in, nil)
				if l.times() != test.calls || (err == nil) != (test.calls > 1) {
					t.Errorf("%d calls, %v", l.times(), err)
				}
			})
		})
	}
}

// Neither the bot's token nor one of an interaction is in an error.
func TestErrorsWithoutSecrets(t *testing.T) {
	t.Parallel()
	for _, a := range []answered{
		{err: errors.New("dial tcp: " + secret)}, {status: 400, body: `{"code":50035,"message":"` + secret + `","errors":{}}`}, {status: 404, body: `{"code":10015,"message":"Unknown Webhook"}`},
		{status: 418, body: secret}, {status: 429, body: `{"retry_after":0.001}`}, {status: 401, body: `{"code":0,"message":"401: Unauthorized"}`}, {status: 200, body: "{"},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := over(&line{answers: []answered{a}})
			var m message
			err := d.explain("answering", d.call(t.Context(), "PATCH", "/webhooks/600000000000000009/interactiontoken/messages/@original", &outgoing{}, &m))
			if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "interactiontoken") {
				t.Errorf("%+v: %v", a, err)
			}
		})
	}
}

func TestRoute(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"/channels/1/messages/2", "/channels/1/messages/3"}, {"/guilds/1/members/2", "/guilds/1/members/4"}, {"/applications/1/commands", "/applications/2/commands"},
		{"/webhooks/1/tok/messages/@original", "/webhooks/1/tok/messages/2"}, {"/interactions/1/a/callback", "/interactions/2/b/callback"}}
	for _, s := range same {
		if route("GET", s[0]) != route("GET", s[1]) {
			t.Errorf("%s and %s are counted apart", s[0], s[1])
		}
	}
	apart := [][2]string{{"/channels/1/messages", "/channels/2/messages"}, {"/channels/1/messages/2", "/channels/1/messages"}, {"/webhooks/1/tok/messages/@original", "/webhooks/1/other/messages/@original"}}
	for _, s := range apart {
		if route("GET", s[0]) == route("GET", s[1]) {
			t.Errorf("%s and %s are counted together", s[0], s[1])
		}
	}
}

// discordgo would send null where there is nothing, which leaves it to Discord whom a message calls.
func TestOutgoing(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(&outgoing{Content: "x", Mentions: nobody})
	if err != nil || string(got) != `{"content":"x","allowed_mentions":{"parse":[],"replied_user":false}}` {
		t.Errorf("%s, %v", got, err)
	}
	for _, mine := range []any{&outgoing{}, &response{Type: discordgo.InteractionResponsePong}, &response{Type: 5, Data: &outgoing{Flags: ephemeral}}} {
		if got, err := json.Marshal(mine); err != nil || strings.Contains(string(got), "null") {
			t.Errorf("%s, %v", got, err)
		}
	}
}
