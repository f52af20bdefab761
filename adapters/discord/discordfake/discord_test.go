package discordfake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talksbot/adapters/discord/discordfake"
)

const (
	patience = 20 * time.Second
	home     = "700000000000000001" // a server
	hall     = "710000000000000001" // its channel
	ana      = "720000000000000001" // a person
	ben      = "720000000000000002"
)

type object = map[string]any

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func await(t *testing.T, f *discordfake.Discord, what string, holds func() bool) {
	t.Helper()
	if err := f.Await(within(t), holds); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// start makes a Discord with a server, a channel and nothing limited, unless the test says otherwise.
func start(t *testing.T, o ...discordfake.Options) *discordfake.Discord {
	t.Helper()
	f := discordfake.Start(t, append(o, discordfake.Options{NoLimits: true})[0])
	f.AddGuild(discordfake.Guild{ID: home}, discordfake.Channel{ID: hall, Name: "hall"})
	return f
}

// answer is what a call got.
type answer struct {
	status int
	header http.Header
	raw    string
	body   object // of an object
	list   []object
}

func (a answer) text(name string) string { s, _ := a.body[name].(string); return s }

// do makes a call with a token, "" for none; a body that is a string is sent as it is.
func do(t *testing.T, f *discordfake.Discord, token, method, path string, body any) (answer, error) {
	t.Helper()
	var in io.Reader = http.NoBody
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, f.APIURL()+path, in)
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bot "+token)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := answer{status: got.StatusCode, header: got.Header, raw: string(raw)}
	if json.Unmarshal(raw, &out.body) != nil {
		_ = json.Unmarshal(raw, &out.list)
	}
	return out, nil
}

// call makes a call as the bot, with one line "METHOD /path".
func call(t *testing.T, f *discordfake.Discord, line string, body any) answer {
	t.Helper()
	method, path, _ := strings.Cut(line, " ")
	got, err := do(t, f, f.Token, method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// done checks that a call is taken.
func done(t *testing.T, f *discordfake.Discord, line string, body any) answer {
	t.Helper()
	got := call(t, f, line, body)
	if got.status/100 != 2 {
		t.Fatalf("%s: HTTP %d %s", line, got.status, got.raw)
	}
	return got
}

// refused checks that a call gets an error, with a text in its body.
func refused(t *testing.T, f *discordfake.Discord, line string, body any, status, code int, with string) {
	t.Helper()
	got := call(t, f, line, body)
	if n, _ := got.body["code"].(float64); got.status != status || int(n) != code || !strings.Contains(got.raw, with) {
		t.Errorf("%s: HTTP %d %s; want %d, %d with %q", line, got.status, got.raw, status, code, with)
	}
}

// packet is a frame of the gateway.
type packet struct {
	Op int             `json:"op"`
	T  string          `json:"t"`
	S  int             `json:"s"`
	D  json.RawMessage `json:"d"`
}

func (p packet) data(t *testing.T) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(p.D, &o); err != nil {
		t.Fatalf("%s: %v", p.D, err)
	}
	return o
}

// gate is a bot's end of the gateway.
type gate struct {
	t       *testing.T
	f       *discordfake.Discord
	ws      *websocket.Conn
	session string
	seq     int
}

// dial opens a connection and hears hello.
func dial(t *testing.T, f *discordfake.Discord) *gate {
	t.Helper()
	to := done(t, f, "GET /gateway/bot", nil).text("url")
	ws, got, err := websocket.DefaultDialer.DialContext(t.Context(), to+"?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = got.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(patience))
	g := &gate{t: t, f: f, ws: ws}
	if p := g.read(); p.Op != 10 {
		t.Fatalf("first comes op %d", p.Op)
	}
	return g
}

// ready opens a connection and identifies.
func ready(t *testing.T, f *discordfake.Discord, intents int) *gate {
	t.Helper()
	g := dial(t, f)
	g.identify(object{"intents": intents})
	p := g.read()
	if p.T != "READY" {
		t.Fatalf("op %d %s in the place of READY", p.Op, p.T)
	}
	g.session, _ = p.data(t)["session_id"].(string)
	return g
}

func (g *gate) identify(with object) {
	g.t.Helper()
	d := object{"token": g.f.Token, "properties": object{"os": "linux", "browser": "x", "device": "x"}}
	for k, v := range with {
		d[k] = v
	}
	g.send(2, d)
}

func (g *gate) resume(of *gate) {
	g.t.Helper()
	g.session = of.session
	g.send(6, object{"token": g.f.Token, "session_id": of.session, "seq": of.seq})
}

func (g *gate) send(op int, d any) {
	g.t.Helper()
	if err := g.ws.WriteJSON(object{"op": op, "d": d}); err != nil {
		g.t.Fatal(err)
	}
}

func (g *gate) read() packet {
	g.t.Helper()
	var p packet
	if err := g.ws.ReadJSON(&p); err != nil {
		g.t.Fatal(err)
	}
	if p.Op == 0 {
		g.seq = p.S
	}
	return p
}

// until reads up to an event of a kind.
func (g *gate) until(kind string) object {
	g.t.Helper()
	for {
		if p := g.read(); p.T == kind {
			return p.data(g.t)
		}
	}
}

// code reads until the connection is closed and gives the code, 1006 where there was none.
func (g *gate) code() int {
	g.t.Helper()
	for {
		_, _, err := g.ws.ReadMessage()
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed):
			return closed.Code
		case err != nil:
			return websocket.CloseAbnormalClosure
		}
	}
}

const all = discordfake.Guilds | discordfake.GuildMessages | discordfake.DirectMessages

func TestQuestionAndAnswer(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.AddPerson(discordfake.Person{ID: ana, Name: "ana", GlobalName: "Ana", Locale: "de"})
	g := ready(t, f, all)
	if got := g.until("GUILD_CREATE"); got["id"] != home || len(got["channels"].([]any)) != 1 {
		t.Errorf("%v", got)
	}
	id := f.Say(ana, hall, "<@"+f.BotUser+"> who built it?")
	said := g.until("MESSAGE_CREATE")
	if said["id"] != id || said["guild_id"] != home || said["content"] != "<@"+f.BotUser+"> who built it?" || len(said["mentions"].([]any)) != 1 {
		t.Errorf("%v", said)
	}
	done(t, f, "POST /channels/"+hall+"/typing", nil)
	if now, times := f.Typing(hall); !now || times != 1 {
		t.Errorf("typing %v, %d times", now, times)
	}
	done(t, f, "POST /channels/"+hall+"/messages", object{"content": "an answer", "message_reference": object{"message_id": id},
		"allowed_mentions": object{"parse": []string{}}})
	if now, _ := f.Typing(hall); now {
		t.Error("it types on")
	}
	got := f.Messages(hall)
	if len(got) != 2 || got[1].Content != "an answer" || got[1].ReplyTo != id || got[1].Author != f.BotUser || len(got[1].Pings) != 0 {
		t.Errorf("%+v", got)
	}
	if own := g.until("MESSAGE_CREATE"); own["type"] != 19.0 || own["referenced_message"].(object)["id"] != id {
		t.Errorf("%v", own)
	}
}
