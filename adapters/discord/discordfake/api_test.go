package discordfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talksbot/adapters/discord/discordfake"
)

const posts = "POST /channels/" + hall + "/messages"

func TestRoutesAndTokens(t *testing.T) {
	t.Parallel()
	f := start(t)
	refused(t, f, "GET /nothing", nil, 404, 0, "404: Not Found")
	refused(t, f, "PUT /users/@me", nil, 405, 0, "405: Method Not Allowed")
	for _, token := range []string{"", "another"} {
		if got, _ := do(t, f, token, "GET", "/users/@me", nil); got.status != 401 || got.text("message") != "401: Unauthorized" {
			t.Errorf("%q: %d %s", token, got.status, got.raw)
		}
	}
	if got := done(t, f, "GET /users/@me", nil); got.text("id") != f.BotUser {
		t.Error(got.raw)
	}
	fresh := f.Revoke()
	refused(t, f, "GET /users/@me", nil, 401, 0, "Unauthorized")
	if got, _ := do(t, f, fresh, "GET", "/users/@me", nil); got.status != 200 {
		t.Error(got.raw)
	}
	if got := f.InvalidRequests(); got != 3 {
		t.Errorf("%d invalid requests", got)
	}
}

func TestApp(t *testing.T) {
	t.Parallel()
	for privileged, flags := range map[int]float64{0: 0, discordfake.MessageContent: 1 << 19} {
		f := start(t, discordfake.Options{NoLimits: true, Privileged: privileged})
		got := done(t, f, "GET /oauth2/applications/@me", nil)
		if got.text("id") != f.AppID || got.text("verify_key") != f.PublicKey || got.body["flags"] != flags {
			t.Error(got.raw)
		}
	}
}

func TestGuilds(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Join(ana, home, "annie", f.AddRole(home, "staff", 0))
	if got := done(t, f, "GET /guilds/"+home, nil); len(got.body["roles"].([]any)) != 3 || got.body["preferred_locale"] != "en-US" {
		t.Error(got.raw)
	}
	if got := done(t, f, "GET /guilds/"+home+"/roles", nil); got.list[0]["id"] != home || got.list[1]["permissions"] != fmt.Sprint(discordfake.Usual) {
		t.Error(got.raw)
	}
	if got := done(t, f, "GET /guilds/"+home+"/members/"+ana, nil); got.text("nick") != "annie" || len(got.body["roles"].([]any)) != 1 {
		t.Error(got.raw)
	}
	f.AddPerson(discordfake.Person{ID: ben})
	refused(t, f, "GET /guilds/"+home+"/members/"+ben, nil, 404, 10007, "")
	refused(t, f, "GET /guilds/1", nil, 404, 10004, "")
	f.LeaveGuild(home)
	refused(t, f, "GET /guilds/"+home, nil, 403, 50001, "")
	if got := done(t, f, "GET /users/@me/guilds", nil); len(got.list) != 0 {
		t.Error(got.raw)
	}
	f.Rejoin(home)
	if got := done(t, f, "GET /users/@me/guilds", nil); len(got.list) != 1 {
		t.Error(got.raw)
	}
}

func TestContent(t *testing.T) {
	t.Parallel()
	f := start(t)
	refused(t, f, posts, "{", 400, 50109, "invalid JSON")
	refused(t, f, posts, object{}, 400, 50006, "empty message")
	refused(t, f, posts, object{"content": " \n "}, 400, 50006, "empty message")
	refused(t, f, posts, object{"content": strings.Repeat("x", 2001)}, 400, 50035, `"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH"`)
	refused(t, f, posts, object{"content": strings.Repeat("😀", 1001)}, 400, 50035, "BASE_TYPE_MAX_LENGTH")
	refused(t, f, posts, object{"content": 1}, 400, 50035, "STRING_TYPE_CONVERT")
	refused(t, f, posts, object{"content": "x", "flags": 64}, 400, 50035, "BITFIELD_TYPE_INVALID")
	refused(t, f, posts, object{"content": "x", "flags": 1 << 7}, 400, 50035, "BITFIELD_TYPE_INVALID")
	refused(t, f, posts, object{"content": "x", "attachments": []any{1}}, 400, 50035, "NOT_BUILT")
	refused(t, f, "POST /channels/1/messages", object{"content": "x"}, 404, 10003, "")
	if got := done(t, f, posts, object{"content": "  " + strings.Repeat("x", 1998), "flags": 1<<2 | 1<<12, "embeds": nil, "components": nil}); len(got.text("content")) != 1998 {
		t.Error(got.raw)
	}
}

func TestEmbeds(t *testing.T) {
	t.Parallel()
	f := start(t)
	long := func(n int) string { return strings.Repeat("x", n) }
	fields := func(n int) (all []object) {
		for range n {
			all = append(all, object{"name": "n", "value": "v"})
		}
		return all
	}
	for want, e := range map[string]object{
		"title":         {"title": long(257)},
		"description":   {"description": long(4097)},
		"fields":        {"fields": fields(26)},
		"name":          {"fields": []object{{"name": long(257), "value": "v"}}},
		"value":         {"fields": []object{{"name": "n", "value": long(1025)}}},
		"text":          {"footer": object{"text": long(2049)}},
		"author":        {"author": object{"name": long(257)}},
		"color":         {"title": "x", "color": 1 << 24},
		"timestamp":     {"title": "x", "timestamp": "yesterday"},
		`"url"`:         {"title": "x", "url": "no address"},
		"BASE_TYPE_REQ": {},
	} {
		refused(t, f, posts, object{"embeds": []object{e}}, 400, 50035, want)
	}
	refused(t, f, posts, object{"embeds": []object{{"description": long(4000)}, {"description": long(2001)}}}, 400, 50035, "MAX_EMBED_SIZE_EXCEEDED")
	refused(t, f, posts, object{"embeds": make([]object, 11)}, 400, 50035, "BASE_TYPE_BAD_LENGTH")
	done(t, f, posts, object{"embeds": []object{{"title": long(256), "description": long(4096), "fields": fields(25), "color": 0xFFFFFF,
		"url": "https://x.example", "footer": object{"text": "f"}, "timestamp": "2026-01-07T00:00:00Z"}}})
}

func TestAllowedMentions(t *testing.T) {
	t.Parallel()
	f := start(t)
	with := func(a any) object {
		return object{"content": "<@" + ana + "> <@&" + home + "1> @everyone", "allowed_mentions": a}
	}
	refused(t, f, posts, with(object{"parse": nil}), 400, 50035, "parse")
	refused(t, f, posts, with(object{"parse": []string{"people"}}), 400, 50035, "BASE_TYPE_CHOICES")
	refused(t, f, posts, with(object{"parse": []string{"users"}, "users": []string{ana}}), 400, 50035, "mutually exclusive")
	refused(t, f, posts, with(object{"users": []string{"x"}}), 400, 50035, "snowflake")
	f.AddPerson(discordfake.Person{ID: ana})
	said := f.Say(ana, hall, "hi")
	for _, c := range []struct {
		allowed any
		want    string
	}{
		{nil, "[" + ana + " " + home + "1]"}, // the bot may not call everybody
		{object{"parse": []string{}}, "[]"},
		{object{"parse": []string{"users"}}, "[" + ana + "]"},
		{object{"roles": []string{home + "1"}}, "[" + home + "1]"},
		{object{"parse": []string{}, "replied_user": true}, "[" + ana + "]"},
	} {
		body := with(c.allowed)
		body["message_reference"] = object{"message_id": said}
		id := done(t, f, posts, body).text("id")
		if m, _ := f.Message(hall, id); fmt.Sprint(m.Pings) != c.want {
			t.Errorf("%v calls %v, want %s", c.allowed, m.Pings, c.want)
		}
	}
	f.SetPermissions(home, discordfake.Administrator, 0)
	id := done(t, f, posts, with(nil)).text("id")
	if m, _ := f.Message(hall, id); !strings.Contains(fmt.Sprint(m.Pings), "everyone") {
		t.Errorf("%v", m.Pings)
	}
	loose := start(t, discordfake.Options{NoLimits: true, NullParse: true})
	loose.AddPerson(discordfake.Person{ID: ana})
	id = done(t, loose, posts, with(object{"parse": nil})).text("id")
	if m, _ := loose.Message(hall, id); len(m.Pings) != 2 {
		t.Errorf("%v", m.Pings)
	}
}

func TestReplies(t *testing.T) {
	t.Parallel()
	f := start(t)
	other := f.AddChannel(home, discordfake.Channel{Name: "other", Type: discordfake.TextChannel})
	id := f.Say(ana, hall, "hi")
	to := func(ref object) object { return object{"content": "x", "message_reference": ref} }
	refused(t, f, posts, to(object{"message_id": "5"}), 400, 50035, "REPLIES_UNKNOWN_MESSAGE")
	refused(t, f, posts, to(object{"message_id": id, "channel_id": other}), 400, 50035, "REPLIES_CANNOT_REPLY_TO_OTHER_CHANNEL")
	refused(t, f, posts, to(object{}), 400, 50035, "BASE_TYPE_REQUIRED")
	if got := done(t, f, posts, to(object{"message_id": "5", "fail_if_not_exists": false})); got.body["type"] != 0.0 {
		t.Error(got.raw)
	}
	if got := done(t, f, posts, to(object{"message_id": id})); got.body["type"] != 19.0 {
		t.Error(got.raw)
	}
	f.Deny(hall, discordfake.ReadHistory)
	refused(t, f, posts, to(object{"message_id": id}), 400, 50035, "REPLIES_CANNOT_REPLY_WITHOUT_READ_MESSAGE_HISTORY")
}

func TestNonce(t *testing.T) {
	t.Parallel()
	now := time.Now()
	f := start(t, discordfake.Options{NoLimits: true, Now: func() time.Time { return now }})
	refused(t, f, posts, object{"content": "x", "nonce": strings.Repeat("n", 26)}, 400, 50035, "nonce")
	refused(t, f, posts, object{"content": "x", "enforce_nonce": true}, 400, 50035, "nonce")
	first := done(t, f, posts, object{"content": "one", "nonce": "n", "enforce_nonce": true}).text("id")
	again := done(t, f, posts, object{"content": "two", "nonce": "n", "enforce_nonce": true})
	if again.text("id") != first || again.text("content") != "one" || len(f.Messages(hall)) != 1 {
		t.Error(again.raw)
	}
	done(t, f, posts, object{"content": "two", "nonce": "n"})
	now = now.Add(6 * time.Minute)
	done(t, f, posts, object{"content": "three", "nonce": "n", "enforce_nonce": true})
	if got := len(f.Messages(hall)); got != 3 {
		t.Errorf("%d messages", got)
	}
}

func TestEditAndDelete(t *testing.T) {
	t.Parallel()
	f := start(t)
	said := f.Say(ana, hall, "hi")
	own := done(t, f, posts, object{"content": "x"}).text("id")
	at := func(method, id string) string { return method + " /channels/" + hall + "/messages/" + id }
	refused(t, f, at("PATCH", said), object{"content": "y"}, 403, 50005, "")
	refused(t, f, at("PATCH", "5"), object{"content": "y"}, 404, 10008, "")
	refused(t, f, at("PATCH", own), object{"content": nil}, 400, 50006, "")
	refused(t, f, at("DELETE", said), nil, 403, 50013, "")
	if got := done(t, f, at("PATCH", own), object{"content": "y"}); got.text("content") != "y" || got.body["edited_timestamp"] == nil {
		t.Error(got.raw)
	}
	f.AddPerson(discordfake.Person{ID: ana})
	done(t, f, at("PATCH", own), object{"content": "<@" + ana + ">"})
	if m, _ := f.Message(hall, own); len(m.Pings) != 0 || m.Changes != 2 {
		t.Errorf("an edit calls: %+v", m)
	}
	if got := call(t, f, at("DELETE", own), nil); got.status != 204 {
		t.Error(got.raw)
	}
	f.SetPermissions(home, discordfake.Usual|discordfake.ManageMessages, 0)
	done(t, f, at("DELETE", said), nil)
	if got := f.Messages(hall); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Privileged: discordfake.MessageContent})
	var ids []string
	for i := range 7 {
		ids = append(ids, f.Say(ana, hall, fmt.Sprint(i)))
	}
	get := "GET /channels/" + hall + "/messages"
	for query, want := range map[string]string{
		"": "6543210", "?limit=2": "65", "?before=" + ids[3] + "&limit=2": "21", "?after=" + ids[3] + "&limit=2": "54", "?after=" + ids[6]: "",
		"?around=" + ids[3] + "&limit=3": "432", "?before=" + ids[0]: "",
	} {
		got := ""
		for _, m := range done(t, f, get+query, nil).list {
			got += m["content"].(string)
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"?limit=0", "?limit=101", "?before=x", "?before=1&after=2"} {
		refused(t, f, get+query, nil, 400, 50035, "")
	}
	if got := done(t, f, get+"/"+ids[2], nil); got.text("content") != "2" {
		t.Error(got.raw)
	}
}

func TestHiddenContent(t *testing.T) {
	t.Parallel()
	f := start(t)
	own := done(t, f, posts, object{"content": "mine"}).text("id")
	f.Say(ana, hall, "secret")
	f.Say(ana, hall, "for <@"+f.BotUser+">")
	f.Say(ana, hall, "a reply", discordfake.Said{ReplyTo: own, PingReply: true})
	f.Say(ana, hall, "a quiet reply", discordfake.Said{ReplyTo: own})
	f.Say(ana, f.DM(ana), "in private")
	var got []string
	for _, at := range []string{hall, f.DM(ana)} {
		for _, m := range done(t, f, "GET /channels/"+at+"/messages", nil).list {
			got = append(got, m["content"].(string))
		}
	}
	if want := fmt.Sprint([]string{"", "a reply", "for <@" + f.BotUser + ">", "", "mine", "in private"}); fmt.Sprint(got) != want {
		t.Errorf("%q", got)
	}
}

func TestDirectMessages(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.AddPerson(discordfake.Person{ID: ana})
	f.AddPerson(discordfake.Person{ID: ben, NoDMs: true})
	open := func(id string) string {
		return done(t, f, "POST /users/@me/channels", object{"recipient_id": id}).text("id")
	}
	if a, again := open(ana), open(ana); a != again || a != f.DM(ana) {
		t.Errorf("%s, then %s", a, again)
	}
	done(t, f, "POST /channels/"+open(ana)+"/messages", object{"content": "hi"})
	refused(t, f, "POST /channels/"+open(ben)+"/messages", object{"content": "hi"}, 403, 50007, "")
	refused(t, f, "POST /users/@me/channels", object{"recipient_id": "5"}, 404, 10013, "")
	refused(t, f, "POST /users/@me/channels", object{}, 400, 50035, "recipient_id")
}
