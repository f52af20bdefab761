package discordfake_test

import (
	"fmt"
	"strings"
	"testing"
)

func press(id string) object { return object{"type": 2, "style": 1, "label": "go", "custom_id": id} }

func row(all ...object) object { return object{"type": 1, "components": all} }

func show(text string) object { return object{"type": 10, "content": text} }

func choose(with object) object {
	o := object{"type": 3, "custom_id": "s", "options": []object{{"label": "a", "value": "a"}}}
	for k, v := range with {
		o[k] = v
	}
	return o
}

func several(n int, make func(i int) object) (all []object) {
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func TestComponents(t *testing.T) {
	t.Parallel()
	f := start(t)
	pressN := func(i int) object { return press(fmt.Sprint(i)) }
	without := func(o object, name string) object { delete(o, name); return o }
	with := func(o object, name string, v any) object { o[name] = v; return o }
	for _, c := range []struct {
		want string
		all  []object
	}{
		{"BASE_TYPE_BAD_LENGTH", several(6, func(i int) object { return row(pressN(i)) })},
		{"BASE_TYPE_BAD_LENGTH", []object{row(several(6, pressN)...)}},
		{"BASE_TYPE_REQUIRED", []object{row()}},
		{"UNION_TYPE_CHOICES", []object{press("a")}},
		{"UNION_TYPE_CHOICES", []object{show("text")}},
		{"UNION_TYPE_CHOICES", []object{row(row())}},
		{"UNION_TYPE_CHOICES", []object{row(object{"type": 4, "custom_id": "a", "style": 1, "label": "x"})}},
		{"COMPONENT_CUSTOM_ID_DUPLICATED", []object{row(press("a")), row(press("a"))}},
		{"custom_id", []object{row(press(strings.Repeat("x", 101)))}},
		{"custom_id", []object{row(without(press("a"), "custom_id"))}},
		{"label", []object{row(with(press("a"), "label", strings.Repeat("x", 81)))}},
		{"MISSING_LABEL", []object{row(without(press("a"), "label"))}},
		{"style", []object{row(without(press("a"), "style"))}},
		{"url", []object{row(with(without(press("a"), "custom_id"), "style", 5))}},
		{"MUTUALLY_EXCLUSIVE", []object{row(with(press("a"), "url", "https://x.example"))}},
		{"INVALID_EMOJI", []object{row(with(press("a"), "emoji", object{"name": "smile"}))}},
		{"COMPONENT_ID_DUPLICATED", []object{row(with(press("a"), "id", 7), with(press("b"), "id", 7))}},
		{`"id"`, []object{row(with(press("a"), "id", 1<<31))}},
		{`"id"`, []object{row(with(press("a"), "id", -1))}},
		{"LAYOUT_WIDTH", []object{row(choose(nil), press("a"))}},
		{"options", []object{row(choose(object{"options": []object{}}))}},
		{"options", []object{row(choose(object{"options": several(26, func(i int) object { return object{"label": "a", "value": fmt.Sprint(i)} })}))}},
		{"DUPLICATED", []object{row(choose(object{"options": several(2, func(int) object { return object{"label": "a", "value": "a"} })}))}},
		{"label", []object{row(choose(object{"options": []object{{"label": strings.Repeat("x", 101), "value": "a"}}}))}},
		{"placeholder", []object{row(choose(object{"placeholder": strings.Repeat("x", 151)}))}},
		{"MAX_VALUES", []object{row(choose(object{"max_values": 2}))}},
		{"MIN_VALUES", []object{row(choose(object{"min_values": 2}))}},
		{"TOO_MANY_DEFAULT", []object{row(choose(object{"options": several(2, func(i int) object {
			return object{"label": "a", "value": fmt.Sprint(i), "default": true}
		})}))}},
	} {
		refused(t, f, posts, object{"content": "x", "components": c.all}, 400, 50035, c.want)
	}
	id := done(t, f, posts, object{"content": "x", "components": []object{row(several(5, pressN)...), row(choose(nil)),
		row(object{"type": 2, "style": 5, "url": "https://x.example", "emoji": object{"name": "🔗"}})}}).text("id")
	done(t, f, "PATCH /channels/"+hall+"/messages/"+id, object{"components": []object{}})
	if m, _ := f.Message(hall, id); len(m.Components) != 0 || m.Content != "x" {
		t.Errorf("%+v", m)
	}
}

const v2 = 1 << 15

func TestComponentsV2(t *testing.T) {
	t.Parallel()
	f := start(t)
	with := func(all ...object) object { return object{"flags": v2, "components": all} }
	section := func(side any, texts ...object) object {
		o := object{"type": 9, "components": texts}
		if side != nil {
			o["accessory"] = side
		}
		return o
	}
	holds := func(all ...object) object { return object{"type": 17, "components": all} }
	for _, c := range []struct {
		want string
		body object
	}{
		{"LEGACY", object{"flags": v2, "content": "x", "components": []object{show("x")}}},
		{"LEGACY", object{"flags": v2, "embeds": []object{{"title": "x"}}, "components": []object{show("x")}}},
		{"BASE_TYPE_REQUIRED", with(show(""))},
		{"TEXT_SIZE", with(show(strings.Repeat("x", 2000)), show(strings.Repeat("x", 2001)))},
		{"TEXT_SIZE", with(show(strings.Repeat("😀", 1000)), holds(show(strings.Repeat("😀", 1001))))},
		{"MAX_TOTAL", with(holds(several(40, func(int) object { return show("x") })...))},
		{"BASE_TYPE_BAD_LENGTH", with(several(41, func(int) object { return show("x") })...)},
		{"MAX_TOTAL", with(several(11, func(i int) object { return section(press(fmt.Sprint(i)), show("a"), show("b")) })...)},
		{"accessory", with(section(nil, show("x")))},
		{"UNION_TYPE_CHOICES", with(section(choose(nil), show("x")))},
		{"BASE_TYPE_BAD_LENGTH", with(section(press("a"), several(4, func(int) object { return show("x") })...))},
		{"UNION_TYPE_CHOICES", with(holds(holds(show("x"))))},
		{"UNION_TYPE_CHOICES", with(press("a"))},
		{"spacing", with(object{"type": 14, "spacing": 3})},
		{"accent_color", with(object{"type": 17, "accent_color": 1 << 24, "components": []object{show("x")}})},
		{"media", with(object{"type": 12, "items": []object{{}}})},
		{"COMPONENT_CUSTOM_ID_DUPLICATED", with(holds(row(press("a"))), section(press("a"), show("x")))},
	} {
		refused(t, f, posts, c.body, 400, 50035, c.want)
	}
	refused(t, f, posts, object{"flags": v2}, 400, 50006, "")
	id := done(t, f, posts, with(show("top"), holds(section(press("a"), show("x"), show(strings.Repeat("y", 3000))), object{"type": 14},
		row(press("b"), press("c")), row(choose(nil))))).text("id")
	at := "PATCH /channels/" + hall + "/messages/" + id
	refused(t, f, at, object{"content": "x"}, 400, 50035, "LEGACY")
	refused(t, f, at, object{"flags": 0}, 400, 50035, "CANNOT_REMOVE")
	done(t, f, at, object{"components": []object{show("other")}})
	plain := done(t, f, posts, object{"content": "x"}).text("id")
	at = "PATCH /channels/" + hall + "/messages/" + plain
	refused(t, f, at, with(show("x")), 400, 50035, "LEGACY")
	done(t, f, at, object{"flags": v2, "content": nil, "components": []object{show("x")}})
	if m, _ := f.Message(hall, plain); m.Content != "" || m.Flags != v2 {
		t.Errorf("%+v", m)
	}
}
