package discordfake_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talksbot/adapters/discord/discordfake"
)

func TestIdentifyRefused(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, LeastShards: 2})
	for _, c := range []struct {
		with object
		want int
	}{
		{object{"token": "another", "intents": 1}, 4004},
		{object{"intents": 1, "properties": nil}, 4002},
		{object{}, 4013},
		{object{"intents": 1 << 30}, 4013},
		{object{"intents": all | discordfake.MessageContent, "shard": []int{0, 2}}, 4014},
		{object{"intents": all, "shard": []int{2, 2}}, 4010},
		{object{"intents": all, "shard": []int{0, 1}}, 4011},
	} {
		g := dial(t, f)
		g.identify(c.with)
		if got := g.code(); got != c.want {
			t.Errorf("%v: closed with %d, want %d", c.with, got, c.want)
		}
	}
	if got := f.Identifies(); len(got) != 6 || got[0].Refused != 4004 { // what cannot be read does not count
		t.Errorf("%+v", got)
	}
}

func TestWrongFrames(t *testing.T) {
	t.Parallel()
	f := start(t)
	for _, c := range []struct {
		op   int
		d    any
		want int
	}{
		{3, object{}, 4003}, {77, nil, 4001}, {1, "x", 4002}, {6, object{}, 4002}, {2, make([]int, 3000), 4002},
	} {
		g := dial(t, f)
		g.send(c.op, c.d)
		if got := g.code(); got != c.want {
			t.Errorf("op %d: closed with %d, want %d", c.op, got, c.want)
		}
	}
	g := ready(t, f, all)
	g.identify(object{"intents": all})
	if got := g.code(); got != 4005 {
		t.Errorf("a second identify: %d", got)
	}
	g = ready(t, f, all)
	g.send(1, 1000)
	if got := g.code(); got != 4007 {
		t.Errorf("a number that never came: %d", got)
	}
	g = ready(t, f, all)
	for range 120 {
		g.send(1, nil)
	}
	if got := g.code(); got != 4008 {
		t.Errorf("more than 120 commands a minute: %d", got)
	}
	for query, want := range map[string]int{"?v=9&encoding=json": 4012, "?v=10&encoding=etf": 4002} {
		ws, got, err := websocket.DefaultDialer.DialContext(t.Context(), done(t, f, "GET /gateway/bot", nil).text("url")+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		t.Cleanup(func() { _ = ws.Close() })
		if code := (&gate{t: t, f: f, ws: ws}).code(); code != want {
			t.Errorf("%s: %d, want %d", query, code, want)
		}
	}
}

func TestReadyAndHeartbeat(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Privileged: discordfake.MessageContent})
	g := dial(t, f)
	g.send(1, nil)
	if got := g.read(); got.Op != 11 {
		t.Errorf("op %d", got.Op)
	}
	g.identify(object{"intents": all | discordfake.MessageContent})
	r := g.until("READY")
	if r["v"] != 10.0 || r["user"].(object)["id"] != f.BotUser || r["resume_gateway_url"] == "" || r["application"].(object)["flags"] != float64(1<<19) ||
		fmt.Sprint(r["guilds"]) != "[map[id:"+home+" unavailable:true]]" {
		t.Errorf("%v", r)
	}
	made := g.until("GUILD_CREATE")
	for _, name := range []string{"channels", "threads", "roles", "members", "joined_at", "preferred_locale", "system_channel_id"} {
		if _, has := made[name]; !has {
			t.Errorf("no %s", name)
		}
	}
	g.send(1, g.seq)
	if got := g.read(); got.Op != 11 {
		t.Errorf("op %d", got.Op)
	}
	f.AskHeartbeat()
	if got := g.read(); got.Op != 1 {
		t.Errorf("op %d", got.Op)
	}
	if f.Ready() != 1 || f.Connections() != 1 {
		t.Errorf("%d ready of %d", f.Ready(), f.Connections())
	}
}

func TestNoHeartbeat(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, HeartbeatEvery: 20 * time.Millisecond})
	if got := ready(t, f, all).code(); got != 4000 {
		t.Errorf("closed with %d", got)
	}
	f = start(t, discordfake.Options{NoLimits: true, IdentifyWithin: 20 * time.Millisecond})
	if got := dial(t, f).code(); got != 4000 {
		t.Errorf("closed with %d", got)
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	g.until("GUILD_CREATE")
	f.Say(ana, hall, "before <@"+f.BotUser+">")
	g.until("MESSAGE_CREATE")
	f.DropSockets()
	if got := g.code(); got != 1006 {
		t.Errorf("closed with %d", got)
	}
	await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	one, two := f.Say(ana, hall, "one"), f.Say(ana, hall, "two")
	h := dial(t, f)
	h.resume(g)
	for _, want := range []string{one, two} {
		if got := h.read(); got.T != "MESSAGE_CREATE" || got.data(t)["id"] != want || got.S != g.seq+1 {
			t.Errorf("%s %d in the place of %s", got.T, got.S, want)
		}
		g.seq++
	}
	if got := h.read(); got.T != "RESUMED" {
		t.Errorf("%s in the place of RESUMED", got.T)
	}
	f.Say(ana, hall, "three")
	h.until("MESSAGE_CREATE")

	other := dial(t, f) // takes the session from the connection that has it
	other.resume(h)
	other.until("RESUMED")
	if got := h.code(); got != 4000 {
		t.Errorf("closed with %d", got)
	}
	if f.Resumes() != 2 {
		t.Errorf("%d resumes", f.Resumes())
	}
}

func TestLostSessions(t *testing.T) {
	t.Parallel()
	now := time.Now()
	f := start(t, discordfake.Options{NoLimits: true, Now: func() time.Time { return now }})
	lost := func(what string, g *gate, want packet) {
		t.Helper()
		h := dial(t, f)
		h.resume(g)
		if got := h.read(); got.Op != want.Op || string(got.D) != string(want.D) {
			t.Errorf("%s: op %d %s", what, got.Op, got.D)
		}
		h.identify(object{"intents": all}) // on the same connection
		if got := h.read(); got.T != "READY" {
			t.Errorf("%s: %s after op 9", what, got.T)
		}
		_ = h.ws.Close()
		await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	}
	no := packet{Op: 9, D: []byte("false")}
	lost("unknown", &gate{session: "x"}, no)

	g := ready(t, f, all)
	_ = g.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(patience))
	await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	lost("closed with 1000", g, no)

	g = ready(t, f, all)
	f.InvalidSession(false)
	for p := g.read(); p.Op != 9; p = g.read() {
	}
	_ = g.ws.Close()
	await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	lost("invalid", g, no)

	g = ready(t, f, all)
	f.CloseSockets(4009)
	if got := g.code(); got != 4009 {
		t.Errorf("closed with %d", got)
	}
	await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	lost("timed out", g, no)

	g = ready(t, f, all)
	f.DropSockets()
	await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	now = now.Add(6 * time.Minute)
	lost("too old", g, no)

	g = ready(t, f, all)
	h := dial(t, f)
	h.resume(&gate{session: g.session, seq: 1000})
	if got := h.code(); got != 4007 {
		t.Errorf("a number that never came: %d", got)
	}
}

func TestReconnectAndInvalidSession(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.ReconnectEarly(2)
	g := dial(t, f)
	g.identify(object{"intents": all})
	if got := g.read(); got.Op != 7 {
		t.Errorf("op %d in the place of READY", got.Op)
	}
	h := dial(t, f)
	h.send(6, object{"token": f.Token, "session_id": "x", "seq": 0})
	if got := h.read(); got.Op != 7 {
		t.Errorf("op %d in the place of RESUMED", got.Op)
	}
	k := ready(t, f, all)
	k.until("GUILD_CREATE")
	f.Reconnect()
	if got := k.read(); got.Op != 7 {
		t.Errorf("op %d", got.Op)
	}
	f.InvalidSession(true)
	if got := k.read(); got.Op != 9 || string(got.D) != "true" {
		t.Errorf("op %d %s", got.Op, got.D)
	}
	l := dial(t, f)
	l.resume(k)
	l.until("RESUMED")
	f.Revoke()
	if got := l.code(); got != 4004 {
		t.Errorf("closed with %d", got)
	}
}

func TestTooSoon(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{Concurrency: 2, IdentifyEvery: time.Hour})
	for shard, want := range []int{0, 0, 9} { // the third is of the first one's kind
		g := dial(t, f)
		g.identify(object{"intents": all, "shard": []int{shard, 3}})
		if got := g.read(); got.Op != want {
			t.Errorf("shard %d: op %d, want %d", shard, got.Op, want)
		}
	}
	if got := f.Identifies(); len(got) != 3 || !got[2].TooSoon {
		t.Errorf("%+v", got)
	}
}

func TestSilence(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	g.until("GUILD_CREATE")
	f.Silence(true)
	g.send(1, g.seq)
	f.Say(ana, hall, "unheard")
	ws, got, err := websocket.DefaultDialer.DialContext(t.Context(), done(t, f, "GET /gateway/bot", nil).text("url")+"?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = got.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	await(t, f, "two connections", func() bool { return f.Connections() == 2 })
	f.CloseSockets(4000) // after all that would have come
	for _, dead := range []*websocket.Conn{g.ws, ws} {
		_ = dead.SetReadDeadline(time.Now().Add(patience))
		if _, raw, err := dead.ReadMessage(); err == nil {
			t.Errorf("a dead connection says %s", raw)
		}
	}
	f.Silence(false)
	h := dial(t, f)
	h.resume(g)
	if got := h.until("MESSAGE_CREATE"); got["channel_id"] != hall {
		t.Errorf("%v", got)
	}
}
