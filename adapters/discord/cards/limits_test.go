package cards

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
)

type component = discordgo.MessageComponent

func n(s string, times int) string { return strings.Repeat(s, times) }

func many[T any](times int, one func(i int) T) []T {
	out := make([]T, times)
	for i := range out {
		out[i] = one(i)
	}
	return out
}

func says(md string) component { return discordgo.TextDisplay{Content: md} }

func box(id int, inside ...component) component {
	return discordgo.Container{ID: id, Components: inside}
}

func pressed(id, label string) component {
	return discordgo.Button{CustomID: id, Label: label, Style: discordgo.SecondaryButton}
}

func chosen(id string, options ...discordgo.SelectMenuOption) component {
	return discordgo.SelectMenu{CustomID: id, Options: options}
}

func option(i int) discordgo.SelectMenuOption {
	return discordgo.SelectMenuOption{Label: n("x", 100), Value: fmt.Sprint(n("v", 90), i)}
}

func in(of ...component) component { return discordgo.ActionsRow{Components: of} }

func refused(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("%v; want %q", err, want)
	}
}

// TestCheck: each limit holds to the last unit and is named when it does not.
func TestCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		of      []component
		refused string // "" when taken
	}{
		{"nothing", nil, "message: 0 components, at least 1"},
		{"40 components", many(40, func(int) component { return says("x") }), ""},
		{"41 components", many(41, func(int) component { return says("x") }), "message: 41 components, at most 40"},
		{"40 inside", []component{box(0, many(39, func(int) component { return says("x") })...)}, ""},
		{"41 inside", []component{box(0, many(40, func(int) component { return says("x") })...)}, "41 components with those inside, at most 40"},
		{"text", []component{says(n("😀", 1000)), box(0, says(n("é", 2000)))}, ""},
		{"long text", []component{says(n("😀", 1000)), box(0, says(n("é", 2001)))}, "message: 4001 units of text, at most 4000"},
		{"empty text", []component{says("")}, "component 1: 0 units, at least 1"},
		{"empty box", []component{box(0)}, "component 1: 0 components, at least 1"},
		{"box in box", []component{box(0, box(0, says("x")))}, "a container in a container"},
		{"least and greatest id", []component{box(1, says("x")), box(1<<31-1, says("x"))}, ""},
		{"great id", []component{box(1<<31, says("x"))}, "id: 2147483648 as a number, at most 2147483647"},
		{"same id", []component{box(7, says("x")), box(7, says("x"))}, "id 7 is there already"},
		{"buttons", []component{in(many(5, func(i int) component { return pressed(fmt.Sprint(i), n("x", 80)) })...)}, ""},
		{"many buttons", []component{in(many(6, func(i int) component { return pressed(fmt.Sprint(i), "x") })...)}, "6 buttons, at most 5"},
		{"no buttons", []component{in()}, "0 buttons, at least 1"},
		{"long label", []component{in(pressed("a", n("x", 81)))}, "component 1.1 label: 81 units, at most 80"},
		{"no label", []component{in(pressed("a", ""))}, "label: 0 units, at least 1"},
		{"custom ID", []component{in(pressed(n("😀", 50), "x"))}, ""},
		{"long custom ID", []component{in(pressed(n("😀", 50)+"x", "x"))}, "custom_id: 101 units, at most 100"},
		{"no custom ID", []component{in(pressed("", "x"))}, "custom_id: 0 units, at least 1"},
		{"same custom ID", []component{in(pressed("a", "x")), in(pressed("a", "y"))}, `custom_id "a" is there already`},
		{"link", []component{in(discordgo.Button{CustomID: "a", Label: "x", Style: discordgo.LinkButton, URL: "https://a.example"})}, "leads out of the chat"},
		{"options", []component{in(chosen("a", many(25, option)...))}, ""},
		{"many options", []component{in(chosen("a", many(26, option)...))}, "26 options, at most 25"},
		{"no options", []component{in(chosen("a"))}, "0 options, at least 1"},
		{"same options", []component{in(chosen("a", option(1), option(1)))}, "is there already"},
		{"long option", []component{in(chosen("a", discordgo.SelectMenuOption{Label: n("x", 101), Value: "v"}))}, "option 1 label: 101 units, at most 100"},
		{"long value", []component{in(chosen("a", discordgo.SelectMenuOption{Label: "x", Value: n("v", 101)}))}, "option 1 value: 101 units, at most 100"},
		{"long description", []component{in(chosen("a", discordgo.SelectMenuOption{Label: "x", Value: "v", Description: n("x", 101)}))}, "description: 101 units, at most 100"},
		{"long placeholder", []component{in(discordgo.SelectMenu{CustomID: "a", Placeholder: n("x", 151), Options: many(1, option)})}, "placeholder: 151 units, at most 150"},
		{"people", []component{in(discordgo.SelectMenu{MenuType: discordgo.UserSelectMenu, CustomID: "a", Options: many(1, option)})}, "a select of people"},
		{"crowded select", []component{in(chosen("a", option(1)), pressed("b", "x"))}, "a select that is not alone in its row"},
		{"picture", []component{discordgo.MediaGallery{}}, "unknown kind discordgo.MediaGallery"},
		{"picture in a row", []component{in(discordgo.Thumbnail{})}, "unknown kind discordgo.Thumbnail"},
		{"ours", []component{says("**bold** \\* [[1]](<https://a.example/b>)\n-# small\n> quoted"), discordgo.Separator{}}, ""},
		{"open bold", []component{says("**bold\n**")}, "bold does not end in its line"},
		{"em", []component{says("*em*")}, `"*" is not escaped`},
		{"mention", []component{says("<@1>")}, `"<" is not escaped`},
		{"bare address", []component{says("https://a.example")}, `":" is not escaped`},
		{"a link not ours", []component{says("[a](https://a.example)")}, `"[" is not escaped`},
		{"no backslash", []component{says(`\`)}, `"\\" is not escaped`},
		{"header", []component{says("# a")}, `"#" is not escaped`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refused(t, Check(Post{Components: tt.of, Text: "x"}), tt.refused)
		})
	}
	for text, want := range map[string]string{"": "text: 0 units, at least 1", n("😀", 1000): "", n("😀", 1000) + "x": "text: 2001 units, at most 2000", "@here": `"@" is not escaped`} {
		refused(t, Check(Post{Components: []component{says("x")}, Text: text}), want)
	}
}

func TestCheckModal(t *testing.T) {
	t.Parallel()
	input := func(change func(*discordgo.TextInput)) []component {
		i := discordgo.TextInput{CustomID: "a", Label: n("x", 45), Style: discordgo.TextInputParagraph, MaxLength: 4000}
		change(&i)
		return []component{in(i)}
	}
	good := input(func(*discordgo.TextInput) {})
	tests := []struct {
		title, id string
		of        []component
		refused   string // "" when taken
	}{
		{n("x", 45), n("a", 100), good, ""},
		{n("x", 46), "w", good, "title: 46 units, at most 45"},
		{"", "w", good, "title: 0 units, at least 1"},
		{"x", n("a", 101), good, "custom_id: 101 units, at most 100"},
		{"x", "a", good, `custom_id "a" is there already`},
		{"x", "w", nil, "0 rows, at least 1"},
		{"x", "w", many(6, func(i int) component { return in(discordgo.TextInput{}) }), "6 rows, at most 5"},
		{"x", "w", []component{in(pressed("a", "x"))}, "unknown input discordgo.Button"},
		{"x", "w", []component{says("x")}, "no row with one input"},
		{"x", "w", input(func(i *discordgo.TextInput) { i.Label = n("x", 46) }), "label: 46 units, at most 45"},
		{"x", "w", input(func(i *discordgo.TextInput) { i.MaxLength = 4001 }), "length: 4001 units, at most 4000"},
		{"x", "w", input(func(i *discordgo.TextInput) { i.Style = 0 }), "style: 0 as a number, at least 1"},
		{"x", "w", input(func(i *discordgo.TextInput) { i.MinLength = 4001 }), "least length: 4001 units, at most 4000"},
	}
	for _, tt := range tests {
		refused(t, CheckModal(&discordgo.InteractionResponseData{Title: tt.title, CustomID: tt.id, Components: tt.of}), tt.refused)
	}
}

// TestLanguages: in every language Discord takes our own words too.
func TestLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range phrase.Languages() {
		for _, v := range []adapters.Verdict{adapters.Bad, adapters.Report} {
			refused(t, CheckModal(Why(n("😀", 35), v, lang)), "")
		}
		long := n("@everyone ", 100)
		p := Intro(adapters.Home{About: many(9, func(int) string { return long }), Prompts: many(9, func(int) string { return long })}, lang)
		refused(t, Check(p), "")
		for _, want := range []string{"/ask", "/help", "/forget-me"} {
			if !strings.Contains(shown(p), want) {
				t.Errorf("%s: no %s in %q", lang, want, shown(p))
			}
		}
		r := long150()
		r.Language = lang
		o := PageOptions{Page: 2, Private: true, Actors: many(30, func(i int) adapters.Choice { return adapters.Choice{Value: fmt.Sprint(i), Label: n("😀", 80)} })}
		refused(t, Check(Page(r, n("x", 70), o)), "")
		refused(t, Check(Quotes(r, n("x", 70), 1)), "")
	}
}
