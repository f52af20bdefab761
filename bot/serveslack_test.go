package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"talksbot/adapters/slack/slackfake"
)

// TestServeSlack runs the very program against the fake Slack: it says that it is ready, answers, takes over what is
// refreshed meanwhile, and a SIGTERM ends it.
func TestServeSlack(t *testing.T) {
	t.Parallel()
	fake := slackfake.Start(t, slackfake.Options{AgentView: true})
	fake.AddUser("U0000000001", "en-GB")
	dir := t.TempDir()
	c := served(t, dir, fmt.Sprintf("slack: {mode: socket, api_url: %q}\n", fake.APIURL()), "SLACK_BOT_TOKEN="+fake.BotToken, "SLACK_APP_TOKEN="+fake.AppToken)
	c.ready("slack: ok\n")
	room := fake.DM("U0000000001")
	asked := fake.Say("U0000000001", room, "", "Who has committed troops, and on what conditions?")
	if err := fake.Await(t.Context(), func() bool {
		return slices.ContainsFunc(append(fake.Thread(room, asked), fake.Messages(room)...), func(m slackfake.Message) bool {
			return m.User == fake.BotUser && strings.Contains(m.Text, "ready to deploy troops")
		})
	}); err != nil {
		t.Fatal(err)
	}
	article := filepath.Join(t.TempDir(), "one.md")
	if err := os.WriteFile(article, []byte("---\npublished: 2026-03-02\n---\nThe quay is long.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refresh, _, stderr := bot(t, dir, "refresh", article)
	if err := refresh.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	c.says(`"msg":"other articles serve","articles":1,"newest":"2026-03-02"`)
	if exit, log := c.end(syscall.SIGTERM); exit != 0 || !strings.Contains(log, `"because":"terminated"`) {
		t.Errorf("exit code %d after\n%s", exit, log)
	}
}
