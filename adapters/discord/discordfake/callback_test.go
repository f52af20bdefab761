package discordfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"talksbot/adapters/discord/discordfake"
)

// ask are the commands of a bot that answers questions.
var ask = []object{
	{"name": "ask", "description": "asks", "options": []object{{"type": 3, "name": "question", "description": "what", "required": true}}},
	{"name": "open", "description": "lists", "options": []object{{"type": 3, "name": "who", "description": "whose", "autocomplete": true}}},
	{"name": "Check this", "type": 3},
}

// asked makes a person ask, and gives the interaction with the paths of its callback and its webhook.
func asked(t *testing.T, f *discordfake.Discord, g *gate) (id, callback, webhook string) {
	t.Helper()
	if len(f.Commands("")) == 0 {
		done(t, f, "PUT /applications/"+f.AppID+"/commands", ask)
	}
	id, err := f.Slash(ana, hall, "ask", map[string]any{"question": "who?"})
	if err != nil {
		t.Fatal(err)
	}
	return paths(f, id, g.until("INTERACTION_CREATE"))
}

func paths(f *discordfake.Discord, id string, i object) (string, string, string) {
	token, _ := i["token"].(string)
	return id, "POST /interactions/" + id + "/" + token + "/callback", "/webhooks/" + f.AppID + "/" + token
}

func TestDeferAndAnswer(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	id, callback, hook := asked(t, f, g)
	refused(t, f, "PATCH "+hook+"/messages/@original", object{"content": "too soon"}, 404, 10015, "Unknown Webhook")
	done(t, f, callback, object{"type": 5})
	refused(t, f, callback, object{"type": 5}, 400, 40060, "acknowledged")
	i, _ := f.Interaction(id)
	if m, ok := f.Message(hall, i.Original); !ok || m.Flags != discordfake.Loading || m.Type != 20 {
		t.Errorf("%+v", m)
	}
	done(t, f, "PATCH "+hook+"/messages/@original", object{"content": "an answer"})
	if m, _ := f.Message(hall, i.Original); m.Content != "an answer" || m.Flags != 0 {
		t.Errorf("%+v", m)
	}
	follow := done(t, f, "POST "+hook, object{"content": "for you", "flags": discordfake.Ephemeral})
	if follow.body["interaction_metadata"].(object)["original_response_message_id"] != i.Original {
		t.Error(follow.raw)
	}
	if got := f.Ephemerals(hall, ana); len(got) != 1 || got[0].Content != "for you" {
		t.Errorf("%+v", got)
	}
	refused(t, f, "GET /channels/"+hall+"/messages/"+follow.text("id"), nil, 404, 10008, "Unknown Message")
}

func TestCallbackRules(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	_, callback, hook := asked(t, f, g)
	refused(t, f, "POST /interactions/5/x/callback", object{"type": 5}, 404, 10062, "Unknown interaction")
	for _, c := range []struct {
		body object
		want string
	}{
		{object{}, "type"}, {object{"type": 6}, "BASE_TYPE_CHOICES"}, {object{"type": 7}, "BASE_TYPE_CHOICES"}, {object{"type": 8}, "BASE_TYPE_CHOICES"},
		{object{"type": 1}, "BASE_TYPE_CHOICES"}, {object{"type": 5, "data": object{"flags": 4}}, "BITFIELD_TYPE_INVALID"},
		{object{"type": 4, "data": object{"content": strings.Repeat("x", 2001)}}, `"data":{"content"`},
		{object{"type": 9, "data": object{"title": "x", "custom_id": "y"}}, "components"},
	} {
		refused(t, f, callback, c.body, 400, 50035, c.want)
	}
	refused(t, f, callback, object{"type": 4, "data": object{}}, 400, 50006, "")
	done(t, f, callback, object{"type": 5, "data": object{"flags": 64}}) // none of these has answered it
	first := done(t, f, "POST "+hook, object{"content": "an answer"})
	if got := f.Ephemerals(hall, ana); len(got) != 1 || got[0].ID != first.text("id") || got[0].Flags != discordfake.Ephemeral {
		t.Errorf("the first follow-up is the deferred response: %+v", got)
	}
	refused(t, f, "PATCH "+hook+"/messages/@original", object{"flags": 64}, 400, 50035, "BITFIELD_TYPE_INVALID")
	done(t, f, "DELETE "+hook+"/messages/@original", nil)
	refused(t, f, "GET "+hook+"/messages/@original", nil, 404, 10008, "")
	public := done(t, f, "POST "+hook, object{"content": "for all"}).text("id")
	done(t, f, "PATCH "+hook+"/messages/"+public, object{"content": "for everybody"})
	if m, _ := f.Message(hall, public); m.Content != "for everybody" {
		t.Errorf("%+v", m)
	}
	refused(t, f, "PATCH "+hook+"/messages/5", object{"content": "x"}, 404, 10008, "")
	refused(t, f, "POST /webhooks/"+f.AppID+"/x", object{"content": "x"}, 404, 10015, "")
}

func TestNotAnsweredInTime(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, AnswerWithin: time.Millisecond})
	g := ready(t, f, all)
	id, callback, _ := asked(t, f, g)
	await(t, f, "a failure", func() bool { return len(f.Missed()) == 1 })
	refused(t, f, callback, object{"type": 5}, 404, 10062, "")
	if got := f.Missed()[0]; got.ID != id || got.Failed != "the application did not respond" || got.Person != ana || f.Pending() != 0 {
		t.Errorf("%+v", got)
	}
	_ = g.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(patience))
	await(t, f, "no connection", func() bool { return f.Connections() == 0 })
	if _, err := f.Slash(ana, hall, "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatal(err)
	}
	if got := f.Missed(); len(got) != 2 || got[1].Failed != "nobody is there" {
		t.Errorf("%+v", got)
	}
}

func TestTokensEnd(t *testing.T) {
	t.Parallel()
	now := time.Now()
	f := start(t, discordfake.Options{NoLimits: true, Now: func() time.Time { return now }})
	g := ready(t, f, all)
	id, callback, hook := asked(t, f, g)
	done(t, f, callback, object{"type": 4, "data": object{"content": "at once", "flags": 64}})
	if i, _ := f.Interaction(id); i.Answer != 4 || i.After <= 0 || len(f.Acks()) != 1 {
		t.Errorf("%+v", i)
	}
	now = now.Add(15 * time.Minute)
	refused(t, f, "PATCH "+hook+"/messages/@original", object{"content": "late"}, 401, 50027, "Invalid Webhook Token")
	refused(t, f, "POST "+hook, object{"content": "late"}, 401, 50027, "Invalid Webhook Token")
}

// shownButtons makes the bot show a button and a select, for one person alone or for all, and gives where they stand.
func shownButtons(t *testing.T, f *discordfake.Discord, g *gate, flags int) (message, hook string) {
	t.Helper()
	id, callback, hook := asked(t, f, g)
	done(t, f, callback, object{"type": 4, "data": object{"content": "x", "flags": flags,
		"components": []object{row(press("next")), row(choose(nil)), row(object{"type": 2, "style": 1, "label": "off", "custom_id": "off", "disabled": true})}}})
	i, _ := f.Interaction(id)
	return i.Original, hook
}

func TestComponentsUsed(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	for _, flags := range []int{0, discordfake.Ephemeral} {
		message, _ := shownButtons(t, f, g, flags)
		for _, c := range []string{"off", "none", "s"} {
			if _, err := f.Click(ana, hall, message, c); err == nil {
				t.Errorf("%s can be pressed", c)
			}
		}
		if _, err := f.Select(ana, hall, message, "s", "z"); err == nil {
			t.Error("a value that is not offered")
		}
		if _, err := f.Click(ben, hall, message, "next"); (err == nil) != (flags == 0) {
			t.Errorf("flags %d: another person presses it: %v", flags, err)
		} else if err == nil {
			g.until("INTERACTION_CREATE")
		}
		pressed, err := f.Click(ana, hall, message, "next")
		if err != nil {
			t.Fatal(err)
		}
		got := g.until("INTERACTION_CREATE")
		if got["data"].(object)["custom_id"] != "next" || got["message"].(object)["id"] != message || got["member"].(object)["user"].(object)["id"] != ana {
			t.Errorf("%v", got)
		}
		_, callback, hook := paths(f, pressed, got)
		done(t, f, callback, object{"type": 7, "data": object{"content": "second"}})
		done(t, f, "PATCH "+hook+"/messages/@original", object{"content": "third"})
		chosen, err := f.Select(ana, hall, message, "s", "a")
		if err != nil {
			t.Fatal(err)
		}
		got = g.until("INTERACTION_CREATE")
		if got["data"].(object)["values"].([]any)[0] != "a" || got["message"].(object)["content"] != "third" {
			t.Errorf("%v", got)
		}
		_, callback, hook = paths(f, chosen, got)
		done(t, f, callback, object{"type": 6})
		private := done(t, f, "POST "+hook, object{"content": "quotes", "flags": 64})
		if i, _ := f.Interaction(chosen); i.Original != message || private.body["interaction_metadata"].(object)["interacted_message_id"] != message {
			t.Errorf("%+v %s", i, private.raw)
		}
	}
}

func TestModal(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	message, _ := shownButtons(t, f, g, 0)
	input := func(with object) object {
		o := object{"type": 4, "custom_id": "why", "style": 2, "label": "Why?", "max_length": 5}
		for k, v := range with {
			o[k] = v
		}
		return row(o)
	}
	window := func(rows ...object) object {
		return object{"type": 9, "data": object{"custom_id": "w", "title": "Report", "components": rows}}
	}
	press := func() (string, string) {
		id, err := f.Click(ana, hall, message, "next")
		if err != nil {
			t.Fatal(err)
		}
		_, callback, _ := paths(f, id, g.until("INTERACTION_CREATE"))
		return id, callback
	}
	id, callback := press()
	long := window(input(nil))
	long["data"].(object)["title"] = strings.Repeat("x", 46)
	for want, body := range map[string]object{"title": long, "BASE_TYPE_BAD_LENGTH": window(several(6, func(i int) object { return input(object{"custom_id": fmt.Sprint(i)}) })...),
		"DUPLICATED": window(input(nil), input(nil)), "label": window(input(object{"label": strings.Repeat("x", 46)})), "max_length": window(input(object{"max_length": 4001})),
		"style": window(input(object{"style": nil})), "UNION_TYPE_CHOICES": window(row(choose(nil))), "value": window(input(object{"value": "too long"}))} {
		refused(t, f, callback, body, 400, 50035, want)
	}
	done(t, f, callback, window(input(nil), input(object{"custom_id": "more", "required": false})))
	if w, ok := f.Modal(ana); !ok || w.Title != "Report" || w.Interaction != id || discordfake.VisibleModal(w)[1] != "Why?" {
		t.Errorf("%+v", w)
	}
	for _, values := range []map[string]string{nil, {"why": "too long"}, {"why": "so", "what": "x"}} {
		if _, err := f.SubmitModal(ana, values); err == nil {
			t.Errorf("%v is taken", values)
		}
	}
	sent, err := f.SubmitModal(ana, map[string]string{"why": "so"})
	if err != nil {
		t.Fatal(err)
	}
	got := g.until("INTERACTION_CREATE")
	first := got["data"].(object)["components"].([]any)[0].(object)["components"].([]any)[0].(object)
	if got["type"] != 5.0 || first["custom_id"] != "why" || first["value"] != "so" || got["message"].(object)["id"] != message {
		t.Errorf("%v", got)
	}
	_, callback, _ = paths(f, sent, got)
	refused(t, f, callback, window(input(nil)), 400, 50035, "type")
	done(t, f, callback, object{"type": 4, "data": object{"content": "thanks", "flags": 64}})
	if _, open := f.Modal(ana); open {
		t.Error("the window is still open")
	}
}

func TestMenuAndAutocomplete(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	done(t, f, "PUT /applications/"+f.AppID+"/commands", ask)
	said := f.Say(ben, hall, "a claim")
	id, err := f.Menu(ana, hall, said, "Check this")
	if err != nil {
		t.Fatal(err)
	}
	got := g.until("INTERACTION_CREATE")
	data := got["data"].(object)
	if data["type"] != 3.0 || data["target_id"] != said || data["resolved"].(object)["messages"].(object)[said].(object)["content"] != "a claim" {
		t.Errorf("%v", data)
	}
	_, callback, _ := paths(f, id, got)
	done(t, f, callback, object{"type": 4, "data": object{"content": "so"}})
	if all := f.Messages(hall); all[1].Type != 23 {
		t.Errorf("%+v", all)
	}
	id, err = f.Autocomplete(ana, hall, "open", "who", "ha", nil)
	if err != nil {
		t.Fatal(err)
	}
	got = g.until("INTERACTION_CREATE")
	if o := got["data"].(object)["options"].([]any)[0].(object); got["type"] != 4.0 || o["focused"] != true || o["value"] != "ha" {
		t.Errorf("%v", got)
	}
	_, callback, _ = paths(f, id, got)
	offer := func(n int, name, value string) object {
		return object{"type": 8, "data": object{"choices": several(n, func(i int) object { return object{"name": fmt.Sprint(name, i), "value": value} })}}
	}
	refused(t, f, callback, offer(26, "n", "v"), 400, 50035, "BASE_TYPE_BAD_LENGTH")
	refused(t, f, callback, offer(1, strings.Repeat("n", 100), "v"), 400, 50035, "name")
	refused(t, f, callback, offer(1, "n", strings.Repeat("v", 101)), 400, 50035, "value")
	refused(t, f, callback, object{"type": 4, "data": object{"content": "x"}}, 400, 50035, "type")
	done(t, f, callback, offer(25, "n", "v"))
	if i, _ := f.Interaction(id); len(i.Choices) != 25 || i.Choices[0] != (discordfake.Choice{Name: "n0", Value: "v"}) {
		t.Errorf("%+v", i)
	}
}

func TestInteractionsNeedNoPermission(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Deny(hall, discordfake.ViewChannel)
	g := ready(t, f, all)
	f.AddPerson(discordfake.Person{ID: ana, Locale: "de"})
	if _, err := f.Slash(ana, hall, "ask", nil); err == nil {
		t.Error("a command that is not there")
	}
	done(t, f, "PUT /applications/"+f.AppID+"/guilds/"+home+"/commands", ask)
	for _, options := range []map[string]any{nil, {"question": 7}, {"question": "x", "more": "y"}} {
		if _, err := f.Slash(ana, hall, "ask", options); err == nil {
			t.Errorf("%v is taken", options)
		}
	}
	id, err := f.Slash(ana, hall, "ask", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	got := g.until("INTERACTION_CREATE")
	if got["app_permissions"] != "0" || got["locale"] != "de" || got["guild_locale"] != "en-US" || got["guild_id"] != home || got["channel"].(object)["id"] != hall {
		t.Errorf("%v", got)
	}
	_, callback, _ := paths(f, id, got)
	done(t, f, callback, object{"type": 4, "data": object{"content": "an answer"}})
	if all := f.Messages(hall); len(all) != 1 || all[0].By != id {
		t.Errorf("%+v", all)
	}
	if _, err := f.Slash(ana, f.DM(ana), "ask", map[string]any{"question": "x"}); err == nil {
		t.Error("a server's command elsewhere")
	}
	done(t, f, "PUT /applications/"+f.AppID+"/commands", ask)
	if _, err := f.Slash(ana, f.DM(ana), "ask", map[string]any{"question": "x"}); err != nil {
		t.Error(err)
	}
	if got := g.until("INTERACTION_CREATE"); got["user"].(object)["id"] != ana || got["member"] != nil || got["guild_id"] != nil {
		t.Errorf("%v", got)
	}
}
