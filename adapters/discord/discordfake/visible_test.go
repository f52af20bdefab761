package discordfake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/discord/discordfake"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	act := func(kind, what string, text ...string) discordfake.Activity {
		return discordfake.Activity{Kind: kind, What: what, Text: append(text, "")[0]}
	}
	link := func(to string) []discordfake.Activity {
		return []discordfake.Activity{act("link", to), act("preview", to)}
	}
	for _, c := range []struct {
		text, want string
		active     []discordfake.Activity
	}{
		{"plain", "plain", nil},
		{"**a** *b* __c__ _d_ ~~e~~ ***f***", "a b c d e f", nil},
		{"snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4", nil},
		{`\*a\* \_b\_ \|\|c\|\| \~~d~~ \\`, `*a* _b_ ||c|| ~~d~~ \`, nil},
		{`C:\dir`, `C:\dir`, nil},
		{"a ||b|| c", "a [hidden: b] c", []discordfake.Activity{act("spoiler", "", "b")}},
		{"`**a** <@1> https://x.example` b", "**a** <@1> https://x.example b", nil},
		{"``a ` b`` c", "a ` b c", nil},
		{"`a", "`a", nil},
		{"\\`<@1>\\`", "`@1`", []discordfake.Activity{act("user", "1")}},
		{"```go\n<@1> **x**\n``` b", "<@1> **x** b", nil},
		{"``` open", "``` open", nil},
		{"> a\n> b\nc", "▌ a\n▌ b\nc", nil},
		{">>> a\nb", "▌ a\n▌ b", nil},
		{`\> a`, "> a", nil},
		{"a > b", "a > b", nil},
		{"# a\n### b\n-# c\n#d", "a\nb\nc\n#d", nil},
		{"- a\n* b\n1. c", "• a\n• b\n1. c", nil},
		{"<@1> <@!2> <@&3> <#4>", "@1 @2 @3 #4", []discordfake.Activity{act("user", "1"), act("user", "2"), act("role", "3"), act("channel", "4")}},
		{`\<@1> <\@1>`, "<@1> <@1>", nil},
		{"<:x:1> <a:y:2> <t:5:R> </ask:6> <id:guide>", ":x :y time 5 /ask #guide", []discordfake.Activity{act("emoji", "x"), act("emoji", "y"), act("date", "5"), act("command", "ask"), act("channel", "guide")}},
		{"@everyone @here @hereby", "@everyone @here @hereby", []discordfake.Activity{act("everyone", "everyone"), act("everyone", "here")}},
		{`\@everyone`, "@everyone", nil},
		{"see https://x.example/a_b_c.", "see https://x.example/a_b_c.", link("https://x.example/a_b_c")},
		{"seehttps://x.example", "seehttps://x.example", link("https://x.example")},
		{`https\://x.example`, "https://x.example", nil},
		{"<https://x.example/a>", "https://x.example/a", []discordfake.Activity{act("link", "https://x.example/a")}},
		{"[label](https://x.example/a)", "label", []discordfake.Activity{act("link", "https://x.example/a", "label"), act("preview", "https://x.example/a")}},
		{"[label](<https://x.example/a>)", "label", []discordfake.Activity{act("link", "https://x.example/a", "label")}},
		{`[label](<https://x.example/a> "title")`, "label", []discordfake.Activity{act("link", "https://x.example/a", "label")}},
		{"[label](https://x.example/a_(b))", "label", []discordfake.Activity{act("link", "https://x.example/a_(b)", "label"), act("preview", "https://x.example/a_(b)")}},
		{`[a \[1\]](<https://x.example>)`, "a [1]", []discordfake.Activity{act("link", "https://x.example", "a [1]")}},
		{`[a\](https://x.example)`, `a\`, []discordfake.Activity{act("link", "https://x.example", `a\`), act("preview", "https://x.example")}},
		{`\[a](https\://x.example)`, "[a](https://x.example)", nil},
		{"[a](javascript:x) [b] (c)", "[a](javascript:x) [b] (c)", nil},
		{"[**a** <@1>](<https://x.example>)", "a @1", []discordfake.Activity{act("user", "1"), act("link", "https://x.example", "a @1")}},
		{"come to discord.gg/abc", "come to discord.gg/abc", []discordfake.Activity{act("invite", "discord.gg/abc")}},
		{"<https://discord.com/invite/abc>", "https://discord.com/invite/abc", []discordfake.Activity{act("link", "https://discord.com/invite/abc"), act("invite", "discord.com/invite/abc")}},
		{`discord\.gg/abc`, "discord.gg/abc", nil},
	} {
		m := discordfake.Message{Content: c.text}
		if got := discordfake.Visible(m); got[0] != c.want {
			t.Errorf("%q reads %q, not %q", c.text, got[0], c.want)
		}
		if diff := cmp.Diff(c.active, discordfake.Active(m)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestVisibleParts(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.AddPerson(discordfake.Person{ID: ana})
	v1 := object{"content": "**top** <@" + ana + "> https://x.example", "allowed_mentions": object{"parse": []string{}},
		"embeds": []object{{"title": "T", "description": "[d](https://y.example)", "url": "https://u.example", "author": object{"name": "A", "url": "https://a.example"},
			"fields": []object{{"name": "n", "value": "v <@&5>"}}, "footer": object{"text": "F"}, "image": object{"url": "https://i.example"}}},
		"components": []object{row(press("a"), object{"type": 2, "style": 5, "label": "out", "emoji": object{"name": "🔗"}, "url": "https://b.example"}),
			row(choose(object{"placeholder": "which?"})), row(object{"type": 5, "custom_id": "u", "placeholder": "who?"})}}
	two := object{"flags": v2, "components": []object{{"type": 17, "components": []object{
		{"type": 9, "components": []object{show("**a**")}, "accessory": object{"type": 11, "media": object{"url": "https://p.example"}, "description": "p"}},
		{"type": 14}, {"type": 12, "items": []object{{"media": object{"url": "https://q.example"}, "description": "q"}}}}}, show("@here https://z.example <@" + ana + ">")}}
	for _, c := range []struct {
		body   object
		want   []string
		active []string
	}{
		{v1, []string{"top @" + ana + " https://x.example", "A\nT\nd\nn\nv @5\nF", "[go] [🔗 out]", "which? (a)", "who?"},
			[]string{"user " + ana, "link https://x.example", "preview https://x.example", "link https://y.example", "role 5", "link https://u.example",
				"link https://a.example", "image https://i.example", "link https://b.example"}},
		{two, []string{"a\n[image: p]\n---\n[image: q]", "@here https://z.example @" + ana},
			[]string{"ping " + ana, "image https://p.example", "image https://q.example", "everyone here", "link https://z.example", "user " + ana}},
	} {
		id := done(t, f, posts, c.body).text("id")
		m, _ := f.Message(hall, id)
		if diff := cmp.Diff(c.want, discordfake.Visible(m)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		var got []string
		for _, a := range discordfake.Active(m) {
			got = append(got, a.Kind+" "+a.What)
		}
		if diff := cmp.Diff(c.active, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	id := done(t, f, posts, object{"content": "https://x.example", "flags": discordfake.SuppressEmbeds}).text("id")
	if m, _ := f.Message(hall, id); len(discordfake.Active(m)) != 1 {
		t.Errorf("a preview that is suppressed: %v", discordfake.Active(m))
	}
	if got := f.Posts(); len(got) != 3 || got[2].ID != id {
		t.Errorf("%+v", got)
	}
}
