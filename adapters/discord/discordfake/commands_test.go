package discordfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"talksbot/adapters/discord/discordfake"
)

func TestCommands(t *testing.T) {
	t.Parallel()
	f := start(t)
	put := "PUT /applications/" + f.AppID + "/commands"
	chat := func(with object) []object {
		o := object{"name": "ask", "description": "asks"}
		for k, v := range with {
			o[k] = v
		}
		return []object{o}
	}
	option := func(with object) []object {
		o := object{"type": 3, "name": "q", "description": "d"}
		for k, v := range with {
			o[k] = v
		}
		return chat(object{"options": []object{o}})
	}
	options := func(n int) []object {
		return several(n, func(i int) object {
			return object{"type": 3, "name": fmt.Sprint("o", i), "description": strings.Repeat("d", 100)}
		})
	}
	for _, c := range []struct {
		want string
		body any
	}{
		{"BASE_TYPE_REQUIRED", nil},
		{"LIST_TYPE_CONVERT", object{}},
		{"INVALID_NAME", chat(object{"name": "Ask"})},
		{"INVALID_NAME", chat(object{"name": "ask it"})},
		{"BASE_TYPE_MAX_LENGTH", chat(object{"name": strings.Repeat("x", 33)})},
		{"description", chat(object{"description": strings.Repeat("x", 101)})},
		{"description", chat(object{"description": ""})},
		{"BASE_TYPE_BAD_LENGTH", chat(object{"options": options(26)})},
		{"REQUIRED_INVALID", chat(object{"options": []object{{"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d", "required": true}}})},
		{"already exists", chat(object{"options": []object{{"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "a", "description": "d"}}})},
		{"mutually exclusive", chat(object{"options": []object{{"type": 3, "name": "a", "description": "d"}, {"type": 1, "name": "b", "description": "d"}}})},
		{"choices", option(object{"choices": several(26, func(i int) object { return object{"name": fmt.Sprint(i), "value": "v"} })})},
		{"mutually exclusive", option(object{"autocomplete": true, "choices": []object{{"name": "a", "value": "a"}}})},
		{"CHOICE_NAME_EXISTS", option(object{"choices": []object{{"name": "a", "value": "a"}, {"name": "a", "value": "b"}}})},
		{"value", option(object{"choices": []object{{"name": "a", "value": 1}}})},
		{"TYPE_INVALID", option(object{"type": 5, "autocomplete": true})},
		{"max_length", option(object{"max_length": 6001})},
		{"CONTEXT_MENU_DESCRIPTION", chat(object{"type": 3})},
		{"CONTEXT_MENU_OPTIONS", []object{{"type": 3, "name": "x", "options": options(1)}}},
		{"DUPLICATE_NAME", append(chat(nil), chat(nil)...)},
		{"APPLICATION_COMMANDS_MAX", several(101, func(i int) object { return object{"name": fmt.Sprint("c", i), "description": "d"} })},
		{"APPLICATION_COMMANDS_MAX", several(6, func(i int) object { return object{"name": fmt.Sprint("C ", i), "type": 3} })},
		{"TOO_LARGE", chat(object{"options": several(4, func(i int) object {
			return object{"type": 3, "name": fmt.Sprint("o", i), "description": "d", "choices": several(25, func(i int) object {
				return object{"name": strings.Repeat("n", 40), "name_localizations": object{"de": fmt.Sprint(i)}, "value": strings.Repeat("v", 60)}
			})}
		})})},
		{"unknown locale", chat(object{"name_localizations": object{"xx": "x"}})},
		{"INVALID_NAME", chat(object{"name_localizations": object{"de": "Frag"}})},
		{"contexts", chat(object{"contexts": []int{3}})},
		{"default_member_permissions", chat(object{"default_member_permissions": "x"})},
	} {
		refused(t, f, put, c.body, 400, 50035, c.want)
	}
	done(t, f, put, append(ask, object{"name": "fragen-ü", "description": "d", "description_localizations": object{"de": "fragt"}, "contexts": []int{0, 1}}))
	id := f.Commands("")[0]["id"]
	done(t, f, put, chat(object{"description": "asks again", "name_localizations": object{"de": "frag"}}))
	if got := f.Commands(""); len(got) != 1 || got[0]["id"] != id {
		t.Errorf("%v", got)
	}
	get := "GET /applications/" + f.AppID + "/commands"
	if got := done(t, f, get, nil); got.list[0]["name_localizations"] != nil {
		t.Error(got.raw)
	}
	if got := done(t, f, get+"?with_localizations=true", nil); got.list[0]["name_localizations"].(object)["de"] != "frag" {
		t.Error(got.raw)
	}
	refused(t, f, "GET /applications/5/commands", nil, 403, 50001, "")
	refused(t, f, "PUT /applications/"+f.AppID+"/guilds/5/commands", ask, 403, 50001, "")
}

func TestTooManyCommandsMade(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 7, 0, 0, 0, 0, time.UTC)
	f := start(t, discordfake.Options{NoLimits: true, Now: func() time.Time { return now }})
	put := func(from int) (string, []object) {
		return "PUT /applications/" + f.AppID + "/guilds/" + home + "/commands",
			several(100, func(i int) object { return object{"name": fmt.Sprint("c", from+i), "description": "d"} })
	}
	for _, from := range []int{0, 0, 100} { // the same again is nothing new
		line, body := put(from)
		done(t, f, line, body)
	}
	line, body := put(200)
	refused(t, f, line, body, 400, 30034, "")
	now = now.Add(24 * time.Hour)
	done(t, f, line, body)
}

func TestSubcommands(t *testing.T) {
	t.Parallel()
	f := start(t)
	g := ready(t, f, all)
	done(t, f, "PUT /applications/"+f.AppID+"/commands", []object{{"name": "talks", "description": "d", "options": []object{
		{"type": 1, "name": "open", "description": "d", "options": []object{{"type": 4, "name": "n", "description": "d", "required": true,
			"choices": []object{{"name": "one", "value": 1}}}}},
		{"type": 2, "name": "more", "description": "d", "options": []object{{"type": 1, "name": "yet", "description": "d"}}}}}})
	for _, c := range []struct {
		command string
		options map[string]any
	}{{"talks", nil}, {"talks none", nil}, {"talks more", nil}, {"talks open", nil}, {"talks open", map[string]any{"n": 2}}} {
		if _, err := f.Slash(ana, hall, c.command, c.options); err == nil {
			t.Errorf("%v is taken", c)
		}
	}
	if _, err := f.Slash(ana, hall, "talks open", map[string]any{"n": 1}); err != nil {
		t.Fatal(err)
	}
	sub := g.until("INTERACTION_CREATE")["data"].(object)["options"].([]any)[0].(object)
	if sub["name"] != "open" || sub["type"] != 1.0 || sub["options"].([]any)[0].(object)["value"] != 1.0 {
		t.Errorf("%v", sub)
	}
	if _, err := f.Slash(ana, hall, "talks more yet", nil); err != nil {
		t.Error(err)
	}
}
