package adapterstest

import (
	"fmt"
	"strings"
	"testing"

	"talksbot/adapters"
)

func respond(t *testing.T, c Chat) {
	a := c.Join()
	if _, ok := a.(adapters.Responder); !ok || c.Ask == nil {
		t.Skip("it is not asked by commands")
	}
	e := listen(t, a)
	asks := func() adapters.Message {
		t.Helper()
		c.Ask(0, "ada", "Who?")
		m := e.next()
		if m.Ticket == "" || m.Private || m.ID == "" || m.Thread.Platform != a.Name() {
			t.Fatalf("heard %+v", m)
		}
		return m
	}
	short, long := asks(), asks()
	post(t, a, short.Thread, adapters.Reply{Lead: "By the way."})
	ids := map[string]string{}
	say := func(a adapters.Adapter, to adapters.Message, r adapters.Reply) {
		t.Helper()
		r.Answers = to.ID
		id, err := a.(adapters.Responder).Respond(t.Context(), to, r)
		if err != nil || id == "" || ids[to.ID] != "" && ids[to.ID] != id {
			t.Fatalf("the post is %q, %v; it was %q", id, err, ids[to.ID])
		}
		ids[to.ID] = id
	}
	for again := range 3 {
		if again == 2 {
			e.stop()
			_ = e.ended()
			a = c.Join()
		}
		say(a, short, reply("some"))
		say(a, long, longest(60))
	}
	if ids[short.ID] == ids[long.ID] {
		t.Errorf("two answers have the ID %q", ids[short.ID])
	}
	all := seen(c.Seen(0))
	contains(t, all, "By the way.", "somefirst.", "somesecond.", "sometitle", "somenote.")
	for i := range 60 {
		if n := strings.Count(all, fmt.Sprintf("statement%03d", i)); n != 1 && !(c.Pages && n == 0 && i > 0) {
			t.Errorf("statement %d is shown %d times", i, n)
		}
	}
	if n := strings.Count(all, "somelead."); n != 1 {
		t.Errorf("the short answer is shown %d times", n)
	}
	if c.Threads > 1 && strings.Contains(seen(c.Seen(1)), "somelead.") {
		t.Error("it is seen in another Thread")
	}
}
