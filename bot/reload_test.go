package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

func TestReread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "config.yaml")
		write := func(text string) {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write("dialog: {runes: 500}\n")
		hangup := make(chan os.Signal, 1)
		p := &program{env: func(string) string { return "" }, config: file, data: t.TempDir(), hangups: func() <-chan os.Signal { return hangup }}
		c, _, err := p.settings()
		if err != nil {
			t.Fatal(err)
		}
		on, log := newLive(c), &notebook{}
		took := 0
		ctx, end := context.WithCancel(t.Context())
		defer end()
		go p.reread(ctx, on, newHider("xoxb-secret"), slog.New(slog.NewTextHandler(log, nil)), func(Config) { took++ })
		read := func(text string) Config {
			write(text)
			changed := on.changed()
			hangup <- os.Interrupt
			synctest.Wait()
			select {
			case <-changed:
			default:
				changed = nil
			}
			if (changed == nil) != (took == 0) {
				t.Errorf("%d takings, and others know: %v", took, changed != nil)
			}
			took = 0
			return on.config()
		}
		got := read("dialog: {runes: 700, workers: 9}\nadmin: {slack: [U0123456789]}\nrefresh: {every: 1h}\nsources: {paths: [a]}\nserve: {level: debug, log: json}\nslack: {mode: socket}\n")
		if got.Dialog.Runes != 700 || len(got.Admin.Slack) != 1 || got.Refresh.Every != "1h" || got.Sources.Paths[0] != filepath.Join(filepath.Dir(file), "a") || got.Serve.Level != "debug" {
			t.Errorf("%+v", got)
		}
		if got.Dialog.Workers != 4 || got.Serve.Log != "text" || got.Slack.Mode != "off" {
			t.Errorf("what cannot change did: %+v", got)
		}
		if said := log.String(); !strings.Contains(said, `keys="[dialog.workers serve.log slack.mode]"`) {
			t.Errorf("log\n%s", said)
		}
		for _, broken := range []string{"dialog: {runes: xoxb-secret}\n", "dialog: [", "admin: {slack: [nobody]}\n"} {
			if after := read(broken); cmp.Diff(got, after) != "" {
				t.Errorf("%q changed %s", broken, cmp.Diff(got, after))
			}
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		hangup <- os.Interrupt
		synctest.Wait()
		if n := strings.Count(log.String(), "the old one holds"); n != 4 || strings.Contains(log.String(), "xoxb-secret") {
			t.Errorf("%d refusals in the log\n%s", n, log)
		}
	})
}

// A file that nobody named and that is gone changes nothing either; where there was none there may be none.
func TestRereadGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		home := t.TempDir()
		hangup := make(chan os.Signal, 1)
		p := &program{env: func(name string) string { return map[string]string{"XDG_CONFIG_HOME": home, "HOME": home}[name] }, data: t.TempDir(),
			hangups: func() <-chan os.Signal { return hangup }}
		file, _ := p.configFile()
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		log, took := &notebook{}, 0
		ctx, end := context.WithCancel(t.Context())
		defer end()
		go p.reread(ctx, newLive(defaultConfig()), hider{}, slog.New(slog.NewTextHandler(log, nil)), func(Config) { took++ })
		hangs := func(want int) {
			t.Helper()
			hangup <- os.Interrupt
			synctest.Wait()
			if took != want {
				t.Errorf("%d takings, want %d", took, want)
			}
		}
		synctest.Wait()
		hangs(1)
		if err := os.WriteFile(file, []byte("admin: {slack: [U0123456789]}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		hangs(2)
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		hangs(2)
		if !strings.Contains(log.String(), "is not there") {
			t.Error(log)
		}
	})
}
