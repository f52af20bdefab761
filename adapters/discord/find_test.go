package discord_test

import (
	"testing"

	"talksbot/adapters"
	"talksbot/adapters/discord"
	"talksbot/adapters/discord/discordfake"
)

// Where a thread cannot be read for now it is not known whether the answer stands there: nothing is found, but with an error,
// or the question would be answered twice.
func TestFindFails(t *testing.T) {
	t.Parallel()
	yes := true
	b := start(t, discordfake.Options{}, func(c *discord.Config) { c.Channel.Threads = &yes })
	b.connected()
	m := b.hears("Who?")
	id, err := b.a.Post(t.Context(), m.Thread, adapters.Reply{Lead: "Nobody.", Answers: m.ID})
	if err != nil {
		t.Fatal(err)
	}
	b.f.FailNext("GET /channels/{channel}/messages", 3, "503") // as often as it is tried
	if got, err := b.a.Find(t.Context(), m.Thread, m.ID); err == nil {
		t.Errorf("found is %q, though it cannot be read", got)
	}
	if got, err := b.a.Find(t.Context(), m.Thread, m.ID); err != nil || got != id {
		t.Errorf("then found is %q, %v; want %q", got, err, id)
	}
}
