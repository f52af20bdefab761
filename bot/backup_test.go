package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/slack/slackfake"
	"talksbot/bot/dialog/inbox"
)

// run runs the program over a data folder and gives what it says; it must end with an exit code.
func run(t *testing.T, exit int, data string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd, out, errs := bot(t, data, args...)
	if got := code(t, cmd.Run()); got != exit {
		t.Fatalf("bot %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, exit, out, errs)
	}
	return out.String(), errs.String()
}

// TestSavedWhileServing: a backup of a bot that serves has its articles and its messages, and nothing is restored under it; what is
// deleted meanwhile it does not answer from any more, and the answers that cited it are listed.
func TestSavedWhileServing(t *testing.T) {
	t.Parallel()
	fake := slackfake.Start(t, slackfake.Options{AgentView: true})
	fake.AddUser("U0000000001", "en-GB")
	data, articles := t.TempDir(), t.TempDir()
	writeStory(t, articles, 1)
	run(t, 0, data, "refresh", articles)
	c := served(t, data, fmt.Sprintf("slack: {mode: socket, api_url: %q}\n", fake.APIURL()), "SLACK_BOT_TOKEN="+fake.BotToken, "SLACK_APP_TOKEN="+fake.AppToken)
	c.ready("slack: ok\n")
	room := fake.DM("U0000000001")
	asked := fake.Say("U0000000001", room, "", storyQuestion)
	if err := fake.Await(limited(t), func() bool {
		return slices.ContainsFunc(append(fake.Thread(room, asked), fake.Messages(room)...), func(m slackfake.Message) bool {
			return m.User == fake.BotUser && strings.Contains(m.Text, "train 1001 pilots")
		})
	}); err != nil {
		t.Fatal(err)
	}
	saved := filepath.Join(t.TempDir(), "saved.tar.gz")
	if said, _ := run(t, 0, data, "backup", saved); !strings.Contains(said, "knowledge.db: ") || !strings.Contains(said, "dialog.db: ") {
		t.Errorf("it says %q", said)
	}
	if _, said := run(t, 1, data, "restore", "--yes", saved); !strings.Contains(said, "dialog.db is in use: end “bot serve” and whatever else runs on that folder; nothing was changed") {
		t.Errorf("it says %q", said)
	}
	all := []string{"delete", "--yes"}
	for i := range storyArticles {
		all = append(all, fmt.Sprintf("a%d", i))
	}
	if said, _ := run(t, 0, data, all...); !strings.Contains(said, "1 earlier answers cited it:") || !strings.Contains(said, storyQuestion) {
		t.Errorf("it says %q", said)
	}
	c.says(`"msg":"other articles serve","articles":0`)
	if exit, log := c.end(syscall.SIGTERM); exit != 0 {
		t.Errorf("exit code %d after\n%s", exit, log)
	}
	other := t.TempDir()
	run(t, 0, other, "restore", saved)
	if got := servedEdition(t, other); got != 1 {
		t.Errorf("edition %d answers", got)
	}
	box, err := inbox.Open(t.Context(), filepath.Join(other, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	said, err := box.Citing(t.Context(), func(adapters.Source) bool { return true })
	if err != nil || len(said) != 1 || said[0].Text != storyQuestion {
		t.Errorf("%+v, %v", said, err)
	}
	run(t, 0, data, "restore", "--yes", saved)
	if said, _ := run(t, 0, data, "audit", "--format", "json"); strings.Count(said, `"what": "delete"`) < 1 || strings.Count(said, `"what": "restore"`) != 1 {
		t.Errorf("the log says %s", said)
	}
	if said, _ := run(t, 0, data, "ask", storyQuestion); strings.Contains(said, "1001") {
		t.Errorf("what was deleted since the backup answers: %s", said)
	}
}

// TestDamagedBackup: whatever is wrong with a backup, what is there stays as it is, and nothing is left beside it.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	data, articles := t.TempDir(), t.TempDir()
	writeStory(t, articles, 1)
	run(t, 0, data, "refresh", articles)
	saved := filepath.Join(t.TempDir(), "saved.tar.gz")
	run(t, 0, data, "backup", saved)
	good, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	before := contentOf(t, data)
	n := len(good)
	for name, bad := range map[string][]byte{
		"empty": {}, "half": good[:n/2], "without its end": good[:n-9], "with more": append(slices.Clone(good), good...),
		"a bit at the start": flipped(good, 3), "a bit in the middle": flipped(good, n/2), "a bit near the end": flipped(good, n-20), "the checksum": flipped(good, n-6),
	} {
		file := filepath.Join(t.TempDir(), "bad.tar.gz")
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, said := run(t, 1, data, "restore", "--yes", file); !strings.Contains(said, "nothing was changed") {
			t.Errorf("%s: it says %q", name, said)
		}
		if diff := cmp.Diff(before, contentOf(t, data)); diff != "" {
			t.Errorf("%s: the folder is another: %s", name, diff)
		}
	}
	// A store that is damaged is what a backup is for.
	if err := os.WriteFile(filepath.Join(data, "knowledge.db"), bytes.Repeat([]byte("broken "), 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, said := run(t, 0, data, "restore", "--yes", saved); !strings.Contains(said, "what is there cannot be read") {
		t.Errorf("it says %q", said)
	}
	if got := servedEdition(t, data); got != 1 {
		t.Errorf("edition %d answers", got)
	}
}

func flipped(data []byte, at int) []byte {
	out := slices.Clone(data)
	out[at] ^= 0x10
	return out
}

// contentOf gives what stands in a folder, by name.
func contentOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range all {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = fmt.Sprintf("%d %.40q", len(data), data[len(data)/2:])
	}
	return out
}
