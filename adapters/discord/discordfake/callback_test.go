package discordfake_test

import (
	"testing"

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
