package discordfake_test

import (
	"encoding/json"
	"testing"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters/discord/discordfake"
)

// decoded reads the next event of a kind with the types of a library that knows Discord.
func decoded[T any](t *testing.T, g *gate, kind string) T {
	t.Helper()
	for {
		p := g.read()
		if p.T != kind {
			continue
		}
		var out T
		if err := json.Unmarshal(p.D, &out); err != nil {
			t.Fatalf("%s: %v in %s", kind, err, p.D)
		}
		return out
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Privileged: discordfake.MessageContent})
	f.AddPerson(discordfake.Person{ID: ana, Name: "ana", GlobalName: "Ana", Locale: "uk"})
	g := dial(t, f)
	g.identify(object{"intents": all | discordfake.MessageContent})
	if r := decoded[discordgo.Ready](t, g, "READY"); r.User.ID != f.BotUser || r.Application.ID != f.AppID || r.SessionID == "" || len(r.Guilds) != 1 {
		t.Errorf("%+v", r)
	}
	c := decoded[discordgo.GuildCreate](t, g, "GUILD_CREATE")
	if c.ID != home || len(c.Channels) != 1 || c.JoinedAt.IsZero() || len(c.Roles) != 2 || c.Members[0].User.ID != f.BotUser {
		t.Errorf("%+v", c.Guild)
	}
	first := f.Say(ana, hall, "hi")
	decoded[discordgo.MessageCreate](t, g, "MESSAGE_CREATE")
	f.Say(ana, hall, "<@"+f.BotUser+"> who?", discordfake.Said{ReplyTo: first, PingReply: true})
	m := decoded[discordgo.MessageCreate](t, g, "MESSAGE_CREATE")
	if m.Type != discordgo.MessageTypeReply || m.Author.GlobalName != "Ana" || m.ReferencedMessage.ID != first || m.Member == nil || m.Timestamp.IsZero() ||
		len(m.Mentions) != 2 || m.MessageReference.MessageID != first {
		t.Errorf("%+v", m.Message)
	}
	done(t, f, "PUT /applications/"+f.AppID+"/commands", ask)
	id, err := f.Slash(ana, hall, "ask", map[string]any{"question": "who?"})
	if err != nil {
		t.Fatal(err)
	}
	i := decoded[discordgo.InteractionCreate](t, g, "INTERACTION_CREATE")
	if i.ID != id || i.ApplicationCommandData().Options[0].StringValue() != "who?" || i.Member.User.ID != ana || i.Locale != discordgo.Ukrainian ||
		*i.GuildLocale != discordgo.EnglishUS {
		t.Errorf("%+v", i.Interaction)
	}
	done(t, f, "POST /interactions/"+id+"/"+i.Token+"/callback", object{"type": 4, "data": object{"flags": v2, "components": []object{
		{"type": 17, "components": []object{{"type": 9, "components": []object{show("text")}, "accessory": press("more")}}}}}})
	m = decoded[discordgo.MessageCreate](t, g, "MESSAGE_CREATE")
	if m.Flags != discordgo.MessageFlagsIsComponentsV2 || len(m.Components) != 1 || m.InteractionMetadata.ID != id || m.WebhookID != f.AppID {
		t.Errorf("%+v", m.Message)
	}
	if _, err := f.Click(ana, hall, m.ID, "more"); err != nil {
		t.Fatal(err)
	}
	i = decoded[discordgo.InteractionCreate](t, g, "INTERACTION_CREATE")
	if i.MessageComponentData().CustomID != "more" || i.Message.ID != m.ID {
		t.Errorf("%+v", i.Interaction)
	}
	done(t, f, "POST /interactions/"+i.ID+"/"+i.Token+"/callback", object{"type": 9, "data": object{"custom_id": "w", "title": "Why",
		"components": []object{row(object{"type": 4, "custom_id": "why", "style": 1, "label": "Why?"})}}})
	if _, err := f.SubmitModal(ana, map[string]string{"why": "so"}); err != nil {
		t.Fatal(err)
	}
	i = decoded[discordgo.InteractionCreate](t, g, "INTERACTION_CREATE")
	input := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput)
	if input.CustomID != "why" || input.Value != "so" {
		t.Errorf("%+v", input)
	}
	if _, err := f.StartThread(ana, hall, first, "about it"); err != nil {
		t.Fatal(err)
	}
	if c := decoded[discordgo.ThreadCreate](t, g, "THREAD_CREATE"); c.ID != first || c.ParentID != hall || !c.NewlyCreated || c.ThreadMetadata.AutoArchiveDuration != 1440 {
		t.Errorf("%+v", c.Channel)
	}
}
