package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack/slackutilsx"

	"talksbot/adapters/slack"
	"talksbot/adapters/slack/slackfake"
	"talksbot/bot/dialog"
)

// TestSlackAttacks puts hostile texts into articles, their titles and questions, asks the whole bot about each in Slack, and
// looks at what Slack makes of its answers: nobody is called, links lead to articles alone, nothing is refused or shown
// without its blocks, and every question has its answer.
func TestSlackAttacks(t *testing.T) {
	t.Parallel()
	base, box, attacks := attacked(t)
	f := slackfake.Start(t)
	f.AddChannel("C1", f.BotUser)
	c := slack.DefaultConfig()
	c.Mode, c.APIURL = "socket", f.APIURL()
	cfg := dialog.DefaultConfig()
	cfg.PerPerson, cfg.PerChannel, cfg.Waiting = 0, 0, 10_000
	d := dialog.New(base, cfg)
	serveOn(t, d, box, slack.New(c, slack.Secrets{BotToken: f.BotToken, AppToken: f.AppToken}, slack.Parts{Host: d.Host(box)}))
	if err := f.Await(limited(t), func() bool { return f.Connections() > 0 }); err != nil {
		t.Fatal(err)
	}
	var asked []string
	for i, a := range attacks {
		for _, text := range []string{
			fmt.Sprintf("How many pilots will the port of M%s train?", portOf(i)),
			fmt.Sprintf("What will the port of M%s do %.2000s?", portOf(i), a),
			fmt.Sprintf("/check The port of M%s will train %d pilots %.2000s.", portOf(i), 1000+i, a),
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
