package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack/slackutilsx"

	"talksbot/adapters"
	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/english"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/sources"
)

// harbour is an article of an invented story: a port, what it will do and what is open there, some of it in words that rules
// are not sure of. An order stands in one of its places.
func harbour(id, port, place string, o order) *fstest.MapFile {
	in := func(p string) string {
		if p == place {
			return " " + o.Text
		}
		return ""
	}
	header := func(s string) string {
		b, _ := json.Marshal(s) // of a text
		return string(b)
	}
	return &fstest.MapFile{Data: fmt.Appendf(nil,
		"---\nid: %s\ntitle: %s\npublisher: %s\npublished: 2026-03-02\nurl: https://news.example/%s\n---\nThe port of %s is ready to train 1,240 pilots if the council agrees,%s the harbour board said on Monday.%s The town of %s will not contribute to the lighthouse. The route of its ferry is, to this day, contentious.\n\nWho will pay for the tugs of %s is still open, the board said.\n\n%s\n",
		id, header("On the port of "+port+in("title")), header("The Quay"+in("publisher")), id, port, in("sentence"), in("passage"), port, port, strings.TrimSpace(in("paragraph")))}
}

// portNamed is the name of the port in whose article an order stands in a place.
func portNamed(place string, i int) string {
	return english.Capitalised(place[:3]) + portOf(i)
}

// TestInjections plants orders in articles, their titles and publishers, in questions and in what was said before them, and
// has a model obey every one that it reads. What people get, and what is in the Ledger, is what it is without a model.
func TestInjections(t *testing.T) {
	t.Parallel()
	all := readOrders(t)
	places := []string{"title", "publisher", "sentence", "passage", "paragraph"}
	for half, way := range []string{llm.JSONSchema, llm.Tool} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			var orders []order
			for i := half; i < len(all); i += 2 * orderEach {
				orders = append(orders, all[i])
			}
			articles := fstest.MapFS{"clean.md": harbour("clean", "Quillon", "", order{})}
			for i, o := range orders {
				for _, place := range places {
					id := fmt.Sprint(place, i)
					articles[id+".md"] = harbour(id, portNamed(place, i), place, o)
				}
			}
			fake := llmfake.Start(t)
			model := &gullible{orders: orders}
			fake.Answer(model.answer)
			c := defaultConfig()
			c.Model.BaseURL, c.Model.Model, c.Model.Schema, c.Model.Retries = fake.URL, "pen", way, 0
			plain, with := refreshed(t, articles, knowledge.Parts{}), refreshed(t, articles, c.parts("key-1234567", llm.Parts{}))
			read := model.times("commitments")
			if diff := gocmp.Diff(plain.base.Commitments(), with.base.Commitments()); diff != "" {
				t.Errorf("other commitments: %s", diff)
			}
			if diff := gocmp.Diff(plain.base.Issues(), with.base.Issues()); diff != "" {
				t.Errorf("other issues: %s", diff)
			}
			asked, obeyed, answered := 0, 0, 0
			ask := func(o order, thread string, turns ...string) {
				for n, text := range turns {
					m := adapters.Message{Thread: adapters.Thread{Platform: "test", ID: thread}, Text: text}
					if _, err := plain.Hear(t.Context(), m); err != nil {
						t.Fatal(err)
					}
					got, err := with.Hear(t.Context(), m)
					if err != nil {
						t.Errorf("%q: %v", text, err)
					}
					asked++
					answered += min(len(got.Statements), 1)
					if diff := plain.otherReply(plain.base.last, got); diff != "" {
						obeyed++
						t.Errorf("%q, turn %d, obeys %q: %s", text, n, o.Text, diff)
					}
				}
			}
			for i, o := range orders {
				for k, place := range places {
					port := portNamed(place, i)
					ask(o, fmt.Sprint(place, i), []string{"How many pilots will the port of " + port + " train?", "Who will pay for the tugs of " + port + "?"}[(i+k)%2])
				}
				ask(o, fmt.Sprint("question", i), "How many pilots will the port of Quillon train? "+o.Text, o.Text)
				ask(o, fmt.Sprint("thread", i), "On the port of Quillon: "+o.Text+" What will it do?", "And who will pay for its tugs?")
			}
			t.Logf("%d orders in %d places, %d questions, %d answered; the model read one in %d passages and %d answers, and rewrote %d questions by one: %d obeyed",
				len(orders), len(places)+2, asked, answered, read, model.times("statements"), model.times("question"), obeyed)
			if model.times("statements") < len(orders) || answered < 5*len(orders) {
				t.Error("these are few")
			}
		})
	}
}

// TestInjectedThreads has people write orders in threads of Slack before somebody asks a bot there, whose model obeys them:
// its posts are those of a bot without a model.
func TestInjectedThreads(t *testing.T) {
	t.Parallel()
	var orders []order
	for i, o := range readOrders(t) {
		if i%(2*orderEach) == 0 {
			orders = append(orders, o)
		}
	}
	fake := llmfake.Start(t)
	model := &gullible{orders: orders}
	fake.Answer(model.answer)
	c := defaultConfig()
	c.Model.BaseURL, c.Model.Model, c.Model.Schema, c.Model.Retries = fake.URL, "pen", llm.JSONSchema, 0
	articles := fstest.MapFS{}
	for i, o := range orders {
		articles[fmt.Sprint(i, ".md")] = harbour(fmt.Sprint(i), portNamed("passage", i), "passage", o)
	}
	var posts [2][]string
	for n, parts := range []knowledge.Parts{{}, c.parts("key-1234567", llm.Parts{})} {
		box, err := inbox.Open(t.Context(), filepath.Join(t.TempDir(), "dialog.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { box.Close() })
		f := slackfake.Start(t)
		f.AddChannel("C1", f.BotUser, "UADA", "UBOB")
		to := slack.DefaultConfig()
		to.Mode, to.APIURL = "socket", f.APIURL()
		cfg := dialog.DefaultConfig()
		cfg.PerPerson, cfg.PerChannel, cfg.Waiting = 0, 0, 10_000
		d := dialog.New(refreshed(t, articles, parts).base, cfg)
		serveOn(t, d, box, slack.New(to, slack.Secrets{BotToken: f.BotToken, AppToken: f.AppToken}, slack.Parts{Host: d.Host(box)}))
		if err := f.Await(limited(t), func() bool { return f.Connections() > 0 }); err != nil {
			t.Fatal(err)
		}
		for i, o := range orders {
			root := f.Say("UBOB", "C1", "", slackutilsx.EscapeMessage("What will the port of "+portNamed("passage", i)+" do? "+o.Text))
			f.Say("UBOB", "C1", root, slackutilsx.EscapeMessage(o.Text))
			f.Say("UADA", "C1", root, "<@"+f.BotUser+"> and who will pay for its tugs?")
			if err := f.Await(limited(t), func() bool { return len(f.Thread("C1", root)) > 3 }); err != nil {
				t.Fatal(err)
			}
			posts[n] = append(posts[n], o.Text+" → "+withoutNotes(snapshots.ReplaceAllString(strings.Join(slackfake.Visible(f.Thread("C1", root)[3]), "\n"), ""), ""))
		}
	}
	if diff := gocmp.Diff(posts[0], posts[1]); diff != "" {
		t.Errorf("(-without a model +with one)\n%s", diff)
	}
	if t.Logf("%d orders in threads, read in %d answers and %d questions", len(orders), model.times("statements"), model.times("question")); model.times("statements") < len(orders)/2 {
		t.Error("these are few")
	}
}

// snapshots finds what differs between two bots over the same articles.
var snapshots = regexp.MustCompile(`snapshot \S+`)

// refreshed opens a bot over articles that it has taken in with all its parts.
func refreshed(t *testing.T, articles fstest.MapFS, parts knowledge.Parts) talker {
	t.Helper()
	b, err := knowledge.Open(t.Context(), knowledge.Options{Parts: parts, Extract: knowledge.Budget{Calls: 1 << 20, AtOnce: 4}})
	if err != nil {
		t.Fatal(err)
	}
	if d, err := b.Refresh(t.Context(), sources.FS(articles)); err != nil || len(d.Added) < len(articles)*95/100 {
		t.Fatalf("%d articles of %d: %v, %v", len(d.Added), len(articles), err, d.Problems)
	}
	base := &heardBase{Base: b}
	return talker{dialog.New(base, dialog.DefaultConfig()), base}
}
