package discordfake_test

import (
	"fmt"
	"sync"
	"testing"

	"talksbot/adapters/discord/discordfake"
)

// TestMany has people speak all at once while connections break: who resumes hears everything once, in order.
func TestMany(t *testing.T) {
	t.Parallel()
	f := start(t, discordfake.Options{NoLimits: true, Seed: 5})
	g := ready(t, f, all)
	g.until("GUILD_CREATE")
	f.SetFaults(discordfake.Faults{DropSocket: 0.05})
	const people, each = 8, 25
	var wg sync.WaitGroup
	for p := range people {
		wg.Go(func() {
			for n := range each {
				f.Say(fmt.Sprint(ana, p), hall, fmt.Sprint(n))
			}
		})
	}
	var heard []string
	for len(heard) < people*each {
		var p packet
		if g.ws.ReadJSON(&p) != nil {
			h := dial(t, f)
			h.seq = g.seq
			h.resume(g)
			g = h
			continue
		}
		if p.Op != 0 || p.S != g.seq+1 {
			t.Fatalf("op %d %s, number %d after %d", p.Op, p.T, p.S, g.seq)
		}
		g.seq = p.S
		if id, is := p.data(t)["id"].(string); is && p.T == "MESSAGE_CREATE" {
			heard = append(heard, id)
		}
	}
	wg.Wait()
	for i, m := range f.Messages(hall) {
		if heard[i] != m.ID {
			t.Fatalf("%d. comes %s in the place of %s", i, heard[i], m.ID)
		}
	}
	if f.Resumes() == 0 {
		t.Error("no connection broke")
	}
}
