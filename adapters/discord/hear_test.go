package discord_test

import (
	"testing"

	"talksbot/adapters"
	"talksbot/adapters/discord/discordfake"
)

// TestRepliesToReplies: whatever replies to what belongs to a conversation belongs to it, also where nothing of it is answered,
// and where an earlier process heard it.
func TestRepliesToReplies(t *testing.T) {
	t.Parallel()
	b := start(t, discordfake.Options{})
	b.connected()
	said := ""
	reply := func(text string) adapters.Message {
		said = b.f.Say(ada, b.channel, "<@"+b.f.BotUser+"> "+text, discordfake.Said{ReplyTo: said})
		return b.next(text)
	}
	root := reply("Who?")
	for _, text := range []string{"And when?", "And where?", "And why?"} {
		if m := reply(text); m.Thread != root.Thread {
			t.Errorf("%q is in %s, not %s", text, m.Thread.ID, root.Thread.ID)
		}
	}

	earlier := adapters.Thread{Platform: "discord", ID: b.channel + "#1"}
	said = b.f.Say(ada, b.channel, "said to an earlier process")
	b.host.mu.Lock()
	b.host.kept = map[string]adapters.Kept{said: {Message: adapters.Message{Thread: earlier}}}
	b.host.mu.Unlock()
	if m := reply("And how?"); m.Thread != earlier {
		t.Errorf("in %s, not %s", m.Thread.ID, earlier.ID)
	}
}
