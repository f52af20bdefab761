package discordfake_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"talksbot/adapters/discord/discordfake"
)

func TestIntentsAndShards(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Shards: 2, Privileged: discordfake.MessageContent})
	if got := done(t, f, "GET /gateway/bot", nil); got.body["shards"] != 2.0 || got.body["session_start_limit"].(object)["max_concurrency"] != 1.0 {
		t.Error(got.raw)
	}
	gates := make([]*gate, 2)
	for shard := range gates {
		gates[shard] = dial(t, f)
		gates[shard].identify(object{"intents": all, "shard": []int{shard, 2}})
		gates[shard].until("READY")
	}
	other := fmt.Sprint(700000000000000001 + 1<<22)
	at := 700000000000000001 >> 22 % 2
	gates[at].until("GUILD_CREATE")
	f.AddGuild(discordfake.Guild{ID: other})
	if got := gates[1-at].until("GUILD_CREATE"); got["id"] != other {
		t.Errorf("%v", got)
	}
	f.Say(ana, f.DM(ana), "in private")
	if got := gates[0].until("MESSAGE_CREATE"); got["content"] != "in private" || got["guild_id"] != nil {
		t.Errorf("%v", got)
	}
	few := ready(t, f, discordfake.DirectMessages)
	f.Say(ana, hall, "unheard")
	f.Say(ana, f.DM(ana), "heard")
	if got := few.read(); got.T != "MESSAGE_CREATE" || got.data(t)["content"] != "heard" {
		t.Errorf("%s %s", got.T, got.D)
	}
}

func TestHiddenEvents(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Privileged: discordfake.MessageContent})
	blind, seeing := ready(t, f, all), ready(t, f, all|discordfake.MessageContent)
	f.AddPerson(discordfake.Person{ID: ana, GlobalName: "Ana"})
	f.Join(ana, home, "annie", f.AddRole(home, "staff", 0))
	first := f.Say(ana, hall, "quietly")
	for g, want := range map[*gate]string{blind: "", seeing: "quietly"} {
		got := g.until("MESSAGE_CREATE")
		if got["content"] != want || got["author"].(object)["global_name"] != "Ana" || len(got["member"].(object)["roles"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
	}
	f.Say(ana, hall, "<@"+f.BotUser+"> this", discordfake.Said{ReplyTo: first})
	got := blind.until("MESSAGE_CREATE")
	if got["content"] == "" || got["referenced_message"].(object)["content"] != "" || got["message_reference"].(object)["message_id"] != first {
		t.Errorf("%v", got)
	}
	if err := f.Unfurl(hall, first, "a page"); err != nil {
		t.Fatal(err)
	}
	if got := seeing.until("MESSAGE_UPDATE"); got["edited_timestamp"] != nil || len(got["embeds"].([]any)) != 1 {
		t.Errorf("%v", got)
	}
	if got := blind.until("MESSAGE_UPDATE"); len(got["embeds"].([]any)) != 0 {
		t.Errorf("%v", got)
	}
	if err := f.Edit(hall, first, "aloud"); err != nil {
		t.Fatal(err)
	}
	if got := seeing.until("MESSAGE_UPDATE"); got["edited_timestamp"] == nil || got["content"] != "aloud" {
		t.Errorf("%v", got)
	}
	if err := f.Delete(hall, first); err != nil {
		t.Fatal(err)
	}
	if got := blind.until("MESSAGE_DELETE"); got["id"] != first || got["guild_id"] != home {
		t.Errorf("%v", got)
	}
	f.Deny(hall, discordfake.ViewChannel)
	f.Say(ana, hall, "unseen")
	f.Deny(hall, 0)
	seen := f.Say("720000000000000009", hall, "seen", discordfake.Said{Webhook: "730000000000000001"})
	if got := seeing.until("MESSAGE_CREATE"); got["id"] != seen || got["webhook_id"] != "730000000000000001" || got["member"] != nil {
		t.Errorf("%v", got)
	}
}

func TestGuildsComeAndGo(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	g.until("GUILD_CREATE")
	f.Outage(home)
	if got := g.until("GUILD_DELETE"); got["unavailable"] != true {
		t.Errorf("%v", got)
	}
	g.until("GUILD_CREATE")
	f.LeaveGuild(home)
	if got := g.until("GUILD_DELETE"); got["id"] != home || got["unavailable"] != nil {
		t.Errorf("%v", got)
	}
	f.Rejoin(home)
	if got := g.until("GUILD_CREATE"); got["id"] != home {
		t.Errorf("%v", got)
	}
	f.DeleteChannel(hall)
	if got := g.until("CHANNEL_DELETE"); got["id"] != hall {
		t.Errorf("%v", got)
	}
	refused(t, f, "GET /channels/"+hall, nil, http.StatusNotFound, 10003, "")
	f.RawEvent("MESSAGE_CREATE", `{"id":7}`)
	if got := g.until("MESSAGE_CREATE"); got["id"] != 7.0 {
		t.Errorf("%v", got)
	}
}

func TestWhatOnlyTestsCanSend(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	g.until("GUILD_CREATE")
	said := f.Say(ana, hall, "x")
	if err := f.Repeat(hall, said); err != nil {
		t.Fatal(err)
	}
	if one, again := g.read(), g.read(); string(one.D) != string(again.D) || again.S != one.S+1 {
		t.Errorf("%s, then %s", one.D, again.D)
	}
	f.Raw(`{"op":0,"t":"STRANGE","s":null,"d":[1]}`)
	if got := g.read(); got.T != "STRANGE" {
		t.Errorf("%+v", got)
	}
	if _, err := f.PostModal(ana, hall, "forged", map[string]string{"a": "b"}); err != nil {
		t.Fatal(err)
	}
	if got := g.until("INTERACTION_CREATE"); got["type"] != 5.0 || got["data"].(object)["custom_id"] != "forged" {
		t.Errorf("%v", got)
	}
	if got := done(t, f, "GET /guilds/"+home+"/channels", nil); len(got.list) != 1 || got.list[0]["id"] != hall {
		t.Error(got.raw)
	}
	m, _ := f.Message(hall, said)
	if age := time.Since(m.At()); age < -time.Second || age > patience {
		t.Errorf("said %v ago", age)
	}
	for _, err := range []error{f.Edit(hall, "5", "x"), f.Delete("5", said), f.Unfurl(hall, "5", "x")} {
		if err == nil {
			t.Error("a message that is not there")
		}
	}
	if got := f.Say(ana, "5", "x") + f.Say(ben, f.DM(ana), "x"); got != "" {
		t.Error("said where that person is not")
	}
}
