package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slack-go/slack/slackutilsx"

	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// TestSlackAttacks puts hostile texts into articles, their titles and questions, asks the whole bot about each in Slack, and
// looks at what Slack makes of its answers: nobody is called, links lead to articles alone, nothing is refused or shown
// without its blocks, and every question has its answer.
func TestSlackAttacks(t *testing.T) {
	t.Parallel()
	attacks := readAttacks(t)
	if len(attacks) < 200 {
		t.Fatalf("only %d attacks", len(attacks))
	}
	for i := range len(attacks) / attackEach {
		attacks[i] = attacks[i*attackEach]
	}
	attacks = attacks[:len(attacks)/attackEach]
	articles := fstest.MapFS{}
	name := func(i int) string {
		return strings.Repeat("ab", i%7+1) + string(rune('a'+i/7%26)) + string(rune('a'+i/182))
	}
	for i, a := range attacks {
		title, err := json.Marshal("On " + a)
		if err != nil {
			t.Fatal(err)
		}
		articles[fmt.Sprintf("%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\nid: a%d\ntitle: %s\npublisher: %s\npublished: 2026-03-02\nurl: https://news.example/%d\n---\nThe port of M%s will train %d pilots %s, the harbour board said on Monday. %s\n",
			i, title, title, i, name(i), 1000+i, a, a)}
	}
	dir := t.TempDir()
	store, err := storage.Open(t.Context(), filepath.Join(dir, "knowledge.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	base, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	if d, err := base.Refresh(t.Context(), sources.FS(articles)); err != nil || len(d.Added) < len(attacks)*9/10 {
		t.Fatalf("%d articles of %d: %v", len(d.Added), len(attacks), err)
	}
	box, err := inbox.Open(t.Context(), filepath.Join(dir, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()

	f := slackfake.Start(t)
	f.AddChannel("C1", f.BotUser)
	c := slack.DefaultConfig()
	c.Mode, c.APIURL = "socket", f.APIURL()
	cfg := dialog.DefaultConfig()
	cfg.PerPerson, cfg.PerChannel, cfg.Waiting = 0, 0, 10_000
	d := dialog.New(base, cfg)
	a := slack.New(c, slack.Secrets{BotToken: f.BotToken, AppToken: f.AppToken}, slack.Parts{Host: d.Host(box)})
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx, box, slog.New(slog.DiscardHandler), a) }()
	defer func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()
	if err := f.Await(limited(t), func() bool { return f.Connections() > 0 }); err != nil {
		t.Fatal(err)
	}
	var asked []string
	for i, a := range attacks {
		for _, text := range []string{
			fmt.Sprintf("How many pilots will the port of M%s train?", name(i)),
			fmt.Sprintf("What will the port of M%s do %.2000s?", name(i), a),
			fmt.Sprintf("/check The port of M%s will train %d pilots %.2000s.", name(i), 1000+i, a),
		} {
			asked = append(asked, f.Say("UADA", "C1", "", "<@"+f.BotUser+"> "+slackutilsx.EscapeMessage(text)))
		}
	}
	if err := f.Await(limited(t), func() bool {
		return !slices.ContainsFunc(asked, func(ts string) bool { return len(f.Thread("C1", ts)) < 2 })
	}); err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, ts := range asked {
		for _, m := range f.Thread("C1", ts)[1:] {
			for _, act := range slackfake.Active(m) {
				u, err := url.Parse(act.What)
				if act.Kind != "link" || err != nil || u.Host != "news.example" {
					t.Errorf("active in %.300s: %+v", m.Text, act)
				}
			}
			if len(m.Blocks) == 0 {
				t.Errorf("shown without its blocks: %.300s", m.Text)
			}
			if strings.Contains(strings.Join(slackfake.Visible(m), " "), "will train") {
				told++
			}
		}
	}
	if len(f.Previews()) > 0 {
		t.Errorf("%d posts with previews of links", len(f.Previews()))
	}
	for _, call := range f.Calls() {
		if call.Error != "" {
			t.Errorf("%s: %s", call.Method, call.Error)
		}
	}
	t.Logf("%d attacks, %d questions, %d posts that cite an attack", len(attacks), len(asked), told)
	if told < len(attacks) {
		t.Errorf("only %d posts cite an article", told)
	}
}

// readAttacks gives the hostile texts that the rendering is tested with.
func readAttacks(t *testing.T) (all []string) {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "adapters", "plain", "testdata", "attacks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		var a struct {
			Text  string
			Times int
		}
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Repeat(a.Text, max(a.Times, 1)))
	}
	return all
}
