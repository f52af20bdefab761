package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
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
	config := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(config, fmt.Appendf(nil, "serve: {listen: \"127.0.0.1:0\", log: json}\nslack: {mode: socket, api_url: %q}\n", fake.APIURL()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, _, _ := bot(t, dir, "--config", config, "serve")
	cmd.Stderr = nil
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "SLACK_BOT_TOKEN="+fake.BotToken, "SLACK_APP_TOKEN="+fake.AppToken)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var first struct{ Msg, HTTP string }
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &first) != nil || first.Msg != "serving" {
		t.Fatalf("it begins with %s", lines.Bytes())
	}
	var log strings.Builder
	read, other := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(read)
		for lines.Scan() {
			fmt.Fprintln(&log, lines.Text())
			if strings.Contains(lines.Text(), `"msg":"other articles serve","articles":1,"newest":"2026-03-02"`) {
				close(other)
			}
		}
	}()
	if got := get(t, first.HTTP+"/readyz", http.StatusOK); got != "slack: ok\n" {
		t.Errorf("ready %q", got)
	}
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
	select {
	case <-other:
	case <-read:
		t.Fatalf("it ended with\n%s", &log)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-read
	if got := code(t, cmd.Wait()); got != 0 {
		t.Errorf("exit code %d", got)
	}
	if said := log.String(); !strings.Contains(said, `"because":"terminated"`) || strings.Contains(said, fake.BotToken) || strings.Contains(said, fake.AppToken) {
		t.Errorf("it said\n%s", said)
	}
}
