package adapterstest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"talksbot/adapters"
)

func shows(t *testing.T, c Chat) {
	a := c.Join()
	post(t, a, listen(t, a).asks(c, 0, "Who?").Thread, reply("all"))
	contains(t, seen(c.Seen(0)), "alllead.", "allfirst.", "allfirmness", "allquote", "allsecond.", "alltitle", "allpublisher", "alltable", "allhead", "allcell", "allbelow",
		"7 Jan 2026", "https://news.example/all", "brief", "allother", "allnote.", "alloffer", "alldanger")
	if n := strings.Count(seen(c.Seen(0)), "allsecond."); n != 1 && n != 2 { // a quote that is the Statement may be left out
		t.Errorf("a Statement is shown %d times", n)
	}
}

func postIDs(t *testing.T, c Chat) {
	a := c.Join()
	m := listen(t, a).asks(c, 0, "Who?")
	ids := map[string]bool{}
	for range 3 { // equal Replies are posts of their own
		ids[post(t, a, m.Thread, adapters.Reply{Lead: "Nobody."})] = true
	}
	if len(ids) != 3 {
		t.Errorf("3 posts have the IDs %v", ids)
	}
	if n := strings.Count(seen(c.Seen(0)), "Nobody."); n != 3 {
		t.Errorf("3 posts are seen %d times", n)
	}
}

func postsApart(t *testing.T, c Chat) {
	n := several(t, c)
	a := c.Join()
	e := listen(t, a)
	for i := range n {
		post(t, a, e.asks(c, i, "Who?").Thread, adapters.Reply{Lead: fmt.Sprintf("Reply%d.", i)})
	}
	for i := range n {
		for k := range n {
			if got := strings.Count(seen(c.Seen(i)), fmt.Sprintf("Reply%d.", k)); got != map[bool]int{true: 1}[i == k] {
				t.Errorf("reply %d is seen %d times in Thread %d", k, got, i)
			}
		}
	}
}

func longReply(t *testing.T, c Chat) {
	a := c.Join()
	const n = 60 // of 160 runes: more than a post of any platform takes
	post(t, a, listen(t, a).asks(c, 0, "Who?").Thread, longest(n))
	all := seen(c.Seen(0))
	at := -1
	for i := range n {
		said := fmt.Sprintf("statement%03d", i)
		if got := strings.Count(all, said); got != 1 {
			t.Fatalf("statement %d is shown %d times", i, got)
		}
		if strings.Index(all, said) < at {
			t.Fatalf("statement %d is out of order", i)
		}
		at = strings.Index(all, said)
		contains(t, all, said+strings.Repeat(" word", 30), fmt.Sprintf("quote%03d", i))
	}
	for s := 1; s <= 3; s++ {
		if strings.Index(all, fmt.Sprintf("source%d", s)) < at {
			t.Errorf("source %d is not after the statements", s)
		}
	}
	whole := 0
	for _, part := range c.Seen(0) {
		if strings.Contains(part, "source1") && strings.Contains(part, "source2") && strings.Contains(part, "source3") {
			whole++
		}
	}
	if whole != 1 {
		t.Errorf("the sources are whole in %d messages", whole)
	}
	contains(t, all, "searchednote.")
}

func longTable(t *testing.T, c Chat) {
	a := c.Join()
	const n = 150 // rows of 140 runes: more than a post of any platform takes
	r := adapters.Reply{Lead: "thelead.", Table: adapters.Table{Title: "thetitle", Heads: []string{"thehead", "otherhead"}, Notes: []string{"belownote."}},
		Statements: []adapters.Statement{{Text: "after."}}}
	for i := range n {
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: fmt.Sprintf("row%03d", i)}, {Text: fmt.Sprintf("cell%03d%s", i, strings.Repeat(" word", 25))}})
	}
	post(t, a, listen(t, a).asks(c, 0, "Who?").Thread, r)
	all := seen(c.Seen(0))
	at := 0
	next := func(want string) {
		t.Helper()
		if got := strings.Count(all, want); got != 1 {
			t.Fatalf("%q is shown %d times", want, got)
		}
		if strings.Index(all, want) < at {
			t.Fatalf("%q is out of order", want)
		}
		at = strings.Index(all, want)
	}
	next("thelead.")
	next("thetitle")
	contains(t, all, "thehead", "otherhead")
	for i := range n {
		next(fmt.Sprintf("row%03d", i))
		contains(t, all, fmt.Sprintf("cell%03d", i))
	}
	next("belownote.")
	next("after.")
	if got := strings.Count(all, " word") + strings.Count(all, "·word"); got < 25*n {
		t.Errorf("%d of %d words are shown", got, 25*n)
	}
}

func illMeant(t *testing.T, c Chat) {
	a := c.Join()
	bad := "a\x1b[31mb\x00c\xff"
	r := adapters.Reply{Lead: bad, Table: adapters.Table{Title: bad, Heads: []string{bad}, Rows: [][]adapters.Cell{{{Text: bad, URL: bad}, {Text: bad}}}, Notes: []string{bad}},
		Statements: []adapters.Statement{{Text: bad, Note: bad, Cites: []int{1}, Quotes: []adapters.Quote{{N: 1, Text: bad}}}},
		Sources:    []adapters.Source{{N: 1, Title: bad, Publisher: bad, Published: bad, URL: bad}}, Notes: []string{bad, "theend."}}
	post(t, a, listen(t, a).asks(c, 0, "Who?").Thread, r)
	for _, text := range c.Seen(0) {
		for _, x := range text {
			if unicode.IsControl(x) && x != '\n' {
				t.Fatalf("%q is seen in %q", x, text)
			}
		}
	}
	contains(t, seen(c.Seen(0)), "theend.")
}

func failedPost(t *testing.T, c Chat) {
	if c.Refuse == nil {
		t.Skip("posts do not fail")
	}
	a := c.Join()
	m := listen(t, a).asks(c, 0, "Who?")
	c.Refuse()
	r := adapters.Reply{Lead: "Nobody.", Answers: m.ID}
	if _, err := a.Post(t.Context(), m.Thread, r); err != nil { // it may have tried again by itself
		post(t, a, m.Thread, r)
	}
	if n := strings.Count(seen(c.Seen(0)), "Nobody."); n != 1 {
		t.Errorf("the reply is seen %d times", n)
	}
}

func endedPost(t *testing.T, c Chat) {
	a := c.Join()
	m := listen(t, a).asks(c, 0, "Who?")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	id, err := a.Post(ctx, m.Thread, adapters.Reply{Lead: "Nobody."})
	if n := strings.Count(seen(c.Seen(0)), "Nobody."); err == nil && (id == "" || n != 1) {
		t.Errorf("ID %q, seen %d times", id, n)
	}
}

func together(t *testing.T, c Chat) {
	n := several(t, c)
	const each = 5
	a := c.Join()
	e := listen(t, a)
	var all sync.WaitGroup
	for i := range n {
		m := e.asks(c, i, "Who?")
		all.Go(func() {
			for k := range each {
				if _, err := a.Post(t.Context(), m.Thread, adapters.Reply{Lead: fmt.Sprintf("Reply%dof%d.", k, i)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for i := range n {
		got, at := seen(c.Seen(i)), -1
		for k := range each {
			next := strings.Index(got, fmt.Sprintf("Reply%dof%d.", k, i))
			if next <= at {
				t.Errorf("reply %d of Thread %d is missing or out of order", k, i)
			}
			at = next
		}
	}
}

func aloud(t *testing.T, c Chat) {
	a := c.Join()
	on, ok := a.(adapters.Announcer)
	if !ok {
		t.Skip("it speaks to nobody who has not asked")
	}
	e := listen(t, a)
	m := e.asks(c, 0, "Who?")
	all, toAll := on.Aloud(m.Channel, "")
	one, toOne := on.Aloud(m.Channel, m.From)
	if toAll == toOne {
		t.Fatalf("%q is a place for all: %v, for one person: %v", m.Channel, toAll, toOne)
	}
	to := all
	if toOne {
		to = one
	}
	if _, ok := on.Aloud("", ""); ok || to.Platform != a.Name() {
		t.Errorf("it speaks nowhere: %v, or in %+v", ok, to)
	}
	answers := adapters.Announced(time.Now(), "first")
	id := post(t, a, to, adapters.Reply{Lead: "Loudly.", Answers: answers})
	e.stop()
	_ = e.ended()
	for _, a := range []adapters.Adapter{a, c.Join()} {
		f, ok := a.(adapters.Finder)
		if !ok {
			t.Skip("it cannot find")
		}
		if got, err := f.Find(t.Context(), to, answers); err != nil || got != id {
			t.Errorf("it finds %q, %v; want %q", got, err, id)
		}
		if got, err := f.Find(t.Context(), to, adapters.Announced(time.Now(), "second")); err != nil || got != "" {
			t.Errorf("of what was not said it finds %q, %v", got, err)
		}
		if got, err := f.Find(t.Context(), to, adapters.Announced(time.Now().Add(time.Hour), "first")); err != nil || got != "" {
			t.Errorf("before its time it finds %q, %v", got, err)
		}
	}
}

func find(t *testing.T, c Chat) {
	a := c.Join()
	if _, ok := a.(adapters.Finder); !ok {
		t.Skip("it cannot find")
	}
	e := listen(t, a)
	first, second := e.asks(c, 0, "One?"), e.asks(c, 0, "Two?")
	check := func(a adapters.Adapter, in adapters.Thread, answers, want string) {
		t.Helper()
		if got, err := a.(adapters.Finder).Find(t.Context(), in, answers); err != nil || got != want {
			t.Errorf("the post that answers %q in %v is %q, %v; want %q", answers, in, got, err, want)
		}
	}
	check(a, first.Thread, first.ID, "")
	short := post(t, a, first.Thread, adapters.Reply{Lead: "Nobody.", Answers: first.ID})
	r := longest(60)
	r.Answers = second.ID
	check(a, first.Thread, second.ID, "")
	long := post(t, a, first.Thread, r)
	post(t, a, first.Thread, adapters.Reply{Lead: "By the way."})
	check(a, first.Thread, "", "")
	check(a, first.Thread, "none", "")
	e.stop()
	_ = e.ended()
	for _, a := range []adapters.Adapter{a, c.Join()} {
		check(a, first.Thread, first.ID, short)
		check(a, first.Thread, second.ID, long)
	}
}

func edit(t *testing.T, c Chat) {
	a := c.Join()
	ed, ok := a.(adapters.Editor)
	if !ok {
		t.Skip("it cannot edit")
	}
	m := listen(t, a).asks(c, 0, "Who?")
	post(t, a, m.Thread, adapters.Reply{Lead: "Untouched."})
	id := post(t, a, m.Thread, adapters.Reply{Lead: "Before.", Answers: m.ID})
	for _, r := range []adapters.Reply{reply("after"), longest(40), reply("after"), reply("after")} {
		r.Answers = m.ID
		if err := ed.Edit(t.Context(), m.Thread, id, r); err != nil {
			t.Fatal(err)
		}
	}
	all := seen(c.Seen(0))
	contains(t, all, "Untouched.", "afterlead.", "afterfirst.", "aftertitle", "afternote.")
	if strings.Contains(all, "Before.") || strings.Contains(all, "statement001") || strings.Count(all, "afterlead.") != 1 {
		t.Errorf("more is seen than the last wording: %s", all)
	}
	if f, ok := a.(adapters.Finder); ok {
		if got, err := f.Find(t.Context(), m.Thread, m.ID); err != nil || got != id {
			t.Errorf("then the post is %q, %v; want %q", got, err, id)
		}
	}
}

func whisper(t *testing.T, c Chat) {
	a := c.Join()
	w, ok := a.(adapters.Whisperer)
	if !ok || c.Told == nil {
		t.Skip("it cannot whisper")
	}
	e := listen(t, a)
	m := e.asks(c, 0, "Who?")
	c.Say(0, "bob", "And I?")
	e.next()
	if err := w.Whisper(t.Context(), m, reply("secret")); err != nil {
		t.Fatal(err)
	}
	contains(t, seen(c.Told(0, "ada")), "secretlead.", "secretfirst.", "secrettable", "secretcell", "secrettitle", "secretnote.")
	if strings.Contains(seen(c.Seen(0)), "secret") || strings.Contains(seen(c.Told(0, "bob")), "secret") {
		t.Error("others see it")
	}
}

func working(t *testing.T, c Chat) {
	a := c.Join()
	w, ok := a.(adapters.Worker)
	if !ok || c.Busy == nil {
		t.Skip("it shows no work")
	}
	e := listen(t, a)
	m := e.asks(c, 0, "Who?")
	for _, ends := range []bool{false, true} { // a bot that is ended, too, leaves nothing shown
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if c.Busy(0) {
			t.Fatal("it is at work before")
		}
		done := w.Working(ctx, m)
		eventually(t, "it is at work", func() bool { return c.Busy(0) })
		if c.Threads > 1 && c.Busy(1) {
			t.Error("it is at work in another Thread")
		}
		if ends {
			cancel()
		}
		done()
		eventually(t, "it is not at work any more", func() bool { return !c.Busy(0) })
	}
}

func offers(t *testing.T, c Chat) {
	a := c.Join()
	if c.Take == nil {
		t.Skip("there are no buttons")
	}
	e := listen(t, a)
	m := e.asks(c, 0, "Who?")
	r := adapters.Reply{Lead: "Which?", Answers: m.ID, Offers: []adapters.Offer{{Label: "This one", Command: "/one " + strings.Repeat("x", adapters.MostCommand-5)},
		{Label: "That one", Command: "/two"}, {Label: "Too long", Command: strings.Repeat("x", adapters.MostCommand+1)}, {Label: "That too", Command: "/two"}}}
	if by, ok := a.(adapters.Responder); ok && m.Ticket != "" {
		if _, err := by.Respond(t.Context(), m, r); err != nil {
			t.Fatal(err)
		}
	} else {
		post(t, a, m.Thread, r)
	}
	if all := seen(c.Seen(0)); strings.Contains(all, "Too long") || strings.Contains(all, "That too") {
		t.Errorf("what cannot be offered is: %s", all)
	}
	ids := map[string]bool{}
	for i, o := range r.Offers[:2] {
		c.Take(0, "ada", o.Label)
		took := e.next()
		if took.Text != o.Command || took.From != m.From || took.Thread != m.Thread || ids[took.ID] || took.Edits != "" || took.Overheard {
			t.Errorf("offer %d of %+v is heard as %+v", i, m, took)
		}
		ids[took.ID] = true
	}
	c.Take(0, "ada", "That one")
	c.Say(0, "ada", "The end?")
	for again := e.next(); again.Text != "The end?"; again = e.next() { // it may drop what it knows
		if !ids[again.ID] {
			t.Errorf("taken twice it is %+v", again)
		}
	}
}
