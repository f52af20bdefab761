package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"talksbot/adapters"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

const (
	botToken     = "xoxb-not-a-token"
	appToken     = "xapp-not-a-token"
	discordToken = "not-a-token.of.anybody"
)

// line is a platform that says nothing by itself.
type line struct {
	name  string
	log   *slog.Logger
	cut   chan error // ends Listen
	posts http.Handler

	mu   sync.Mutex
	down error
}

func (l *line) Name() string          { return l.name }
func (l *line) Handler() http.Handler { return l.posts }

func (l *line) Listen(ctx context.Context, _ func(context.Context, adapters.Message)) error {
	select {
	case err := <-l.cut:
		return err
	case <-ctx.Done():
		return nil
	}
}

func (l *line) Post(context.Context, adapters.Thread, adapters.Reply) (string, error) {
	return "", adapters.ErrGone
}

func (l *line) Probe() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.down
}

func (l *line) set(down error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
}

// watch is a run of “bot serve” over a line.
type watch struct {
	t     *testing.T
	on    *line
	http  string // its address
	end   context.CancelCauseFunc
	lines *bufio.Scanner // of its log
	read  []string
	ended chan int // what it exits with
}

// startServe runs “bot serve” in this process until it says that it serves, over a line named slack, and more.
func startServe(t *testing.T, config string, more ...*line) *watch {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.yaml")
	if config == "" {
		config = "serve: {listen: \"127.0.0.1:0\", log: json}\nslack: {mode: socket}\n"
	}
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancelCause(context.Background())
	s := &watch{t: t, on: &line{name: "slack", cut: make(chan error, 1)}, end: end, lines: bufio.NewScanner(out), ended: make(chan int, 1)}
	s.on.posts = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "took "+r.URL.Path) })
	env := map[string]string{"SLACK_BOT_TOKEN": botToken, "SLACK_APP_TOKEN": appToken, "DISCORD_BOT_TOKEN": discordToken}
	p := program{in: os.Stdin, out: in, err: in, env: func(name string) string { return env[name] },
		connect: func(_ Config, _ secrets, _ adapters.Host, log *slog.Logger) []adapters.Adapter {
			s.on.log = log
			on := []adapters.Adapter{s.on}
			for _, l := range more {
				on = append(on, l)
			}
			return on
		}}
	go func() {
		code := p.run(ctx, []string{"--config", file, "--data", filepath.Join(dir, "data"), "serve"})
		in.Close()
		s.ended <- code
	}()
	t.Cleanup(func() {
		end(nil)
		for s.lines.Scan() {
		}
		out.Close()
	})
	for s.lines.Scan() {
		s.read = append(s.read, s.lines.Text())
		var said struct{ Msg, HTTP string }
		if json.Unmarshal(s.lines.Bytes(), &said) == nil && said.Msg == "serving" {
			s.http = said.HTTP
			return s
		}
	}
	t.Fatalf("it never served: %q, exit code %d", s.read, <-s.ended)
	return nil
}

// code is what it exits with, and rest all that it said.
func (s *watch) code() (code int, rest string) {
	s.t.Helper()
	for s.lines.Scan() {
		s.read = append(s.read, s.lines.Text())
	}
	return <-s.ended, strings.Join(s.read, "\n")
}

// get asks until the answer has the code, since what it is asked about may still be starting.
func (s *watch) get(path string, code int) string {
	s.t.Helper()
	return get(s.t, s.http+path, code)
}

func get(t *testing.T, address string, code int) string {
	t.Helper()
	for {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(got.Body)
		got.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if got.StatusCode == code {
			return string(body)
		}
	}
}

func TestServeHealth(t *testing.T) {
	t.Parallel()
	s := startServe(t, "")
	if got := s.get("/healthz", http.StatusOK); got != "ok\n" {
		t.Errorf("health %q", got)
	}
	if got := s.get("/readyz", http.StatusOK); got != "slack: ok\n" {
		t.Errorf("ready %q", got)
	}
	s.on.set(fmt.Errorf("no connection,\nby %s", appToken))
	if got := s.get("/readyz", http.StatusServiceUnavailable); got != "slack: no connection, by [secret]\n" {
		t.Errorf("not ready %q", got)
	}
	if got := s.get("/healthz", http.StatusOK); got != "ok\n" {
		t.Errorf("health %q while not ready", got)
	}
	s.on.set(nil)
	s.get("/readyz", http.StatusOK)
	if got := s.get("/slack/events", http.StatusOK); got != "took /slack/events" {
		t.Errorf("the platform's handler says %q", got)
	}
	s.get("/", http.StatusNotFound)
	s.end(interrupted{syscall.SIGTERM})
	code, said := s.code()
	if code != 0 || !strings.Contains(said, `"because":"terminated"`) || !strings.Contains(said, `"msg":"ended"`) {
		t.Errorf("exit code %d after\n%s", code, said)
	}
	var first struct {
		Msg, Slack, Discord, Newest string
		Articles                    int
		Bundled                     bool
	}
	if err := json.Unmarshal([]byte(s.read[0]), &first); err != nil {
		t.Fatal(err)
	}
	if first.Msg != "serving" || first.Slack != "socket" || first.Discord != "off" || first.Articles != 5 || first.Newest != "2026-01-07" || !first.Bundled {
		t.Errorf("the first line is %+v", first)
	}
}

// TestServeEnds: a signal is the normal end, whatever comes else is not.
func TestServeEnds(t *testing.T) {
	t.Parallel()
	t.Run("Ctrl-C", func(t *testing.T) {
		t.Parallel()
		s := startServe(t, "")
		s.end(interrupted{syscall.SIGINT})
		if code, said := s.code(); code != 0 || strings.Contains(said, "bot: ") {
			t.Errorf("exit code %d after\n%s", code, said)
		}
	})
	t.Run("a platform does not take it any more", func(t *testing.T) {
		t.Parallel()
		s := startServe(t, "")
		s.on.log.With("token", botToken).WithGroup(appToken).Info("begins with "+botToken, "any", []any{appToken, errors.New(botToken)})
		s.on.cut <- errors.New("the token " + botToken + " is revoked: install the app again")
		code, said := s.code()
		if code != 1 || !strings.Contains(said, "\nbot: listening to slack: the token [secret] is revoked: install the app again\n  “bot doctor slack” checks") {
			t.Errorf("exit code %d after\n%s", code, said)
		}
		if strings.Contains(said, "not-a-token") || strings.Count(said, "[secret]") < 6 {
			t.Errorf("secrets in\n%s", said)
		}
	})
	t.Run("one of two platforms is left, then none", func(t *testing.T) {
		t.Parallel()
		other := &line{name: "discord", cut: make(chan error, 1)}
		s := startServe(t, "serve: {listen: \"127.0.0.1:0\", log: json}\nslack: {mode: socket}\ndiscord: {mode: gateway}\n", other)
		if got := s.get("/readyz", http.StatusOK); got != "slack: ok\ndiscord: ok\n" {
			t.Errorf("ready %q", got)
		}
		other.cut <- errors.New("the token " + discordToken + " is not known")
		if got := s.get("/readyz", http.StatusServiceUnavailable); got != "slack: ok\ndiscord: the token [secret] is not known\n" {
			t.Errorf("not ready %q", got)
		}
		s.get("/healthz", http.StatusOK)
		s.on.cut <- errors.New("revoked")
		code, said := s.code()
		if code != 1 || !strings.Contains(said, "listening to slack: revoked") || !strings.Contains(said, "listening to discord: the token [secret] is not known") ||
			!strings.Contains(said, `"msg":"a platform is not heard any more","platform":"discord"`) || strings.Contains(said, "not-a-token") ||
			!strings.Contains(said, "“bot doctor slack” and “bot doctor discord” check what is set up") {
			t.Errorf("exit code %d after\n%s", code, said)
		}
	})
	t.Run("no HTTP", func(t *testing.T) {
		t.Parallel()
		s := startServe(t, "serve: {listen: \"\", log: json}\nslack: {mode: socket}\n")
		if s.http != "" {
			t.Errorf("it listens at %s", s.http)
		}
		s.end(interrupted{syscall.SIGTERM})
		if code, said := s.code(); code != 0 {
			t.Errorf("exit code %d after\n%s", code, said)
		}
	})
}

// TestServeTaken: an address that somebody else has is said, and the inbox is let go.
func TestServeTaken(t *testing.T) {
	t.Parallel()
	first := startServe(t, "")
	dir := t.TempDir()
	file := filepath.Join(dir, "config.yaml")
	address := strings.TrimPrefix(first.http, "http://")
	if err := os.WriteFile(file, fmt.Appendf(nil, "serve: {listen: %q}\nslack: {mode: socket}\n", address), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, _, stderr := bot(t, dir, "--config", file, "serve")
	cmd.Env = append(os.Environ(), "SLACK_BOT_TOKEN="+botToken, "SLACK_APP_TOKEN="+appToken)
	if got := code(t, cmd.Run()); got != 1 || !strings.Contains(stderr.String(), "bot: serve.listen: listen tcp "+address) {
		t.Errorf("exit code %d, %s", got, stderr)
	}
	box, err := inbox.Open(t.Context(), filepath.Join(dir, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	box.Close()
}

func TestUnheard(t *testing.T) {
	t.Parallel()
	c := Config{Storage: StorageConfig{Folder: "kept"}}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("open inbox: %w", inbox.ErrInUse), "another bot has it open: two would answer everything twice\nEnd the other one"},
		{errors.New("disk full"), "disk full\nWhat is said to the bot is kept in " + filepath.Join("kept", "dialog.db")},
	} {
		if got := unheard(c, tt.err); !strings.Contains(got.Error(), tt.want) || !errors.Is(got, tt.err) {
			t.Errorf("%v, want %s", got, tt.want)
		}
	}
}

// moved is a knowledge base that another process changes.
type moved struct {
	looks []func() (bool, error) // what Reload comes to, one after the other
	n     int
}

func (m *moved) Reload(context.Context) (bool, error) {
	m.n++
	return m.looks[m.n-1]()
}

func (m *moved) Searched() knowledge.Searched {
	return knowledge.Searched{Articles: m.n, Snapshot: fmt.Sprint("s", m.n)}
}

// TestFollow: each look that finds something is said, a failure once as long as it stays, and ctx ends it.
func TestFollow(t *testing.T) {
	t.Parallel()
	is := func(changed bool, err error) func() (bool, error) {
		return func() (bool, error) { return changed, err }
	}
	busy := errors.New("busy")
	base := &moved{looks: []func() (bool, error){is(false, nil), is(true, nil), is(false, busy), is(false, busy), is(false, errors.New("gone")),
		is(true, nil), is(false, busy)}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tick, done := make(chan time.Time), make(chan struct{})
	var said bytes.Buffer
	go func() {
		defer close(done)
		follow(ctx, base, slog.New(slog.NewTextHandler(&said, nil)), tick)
	}()
	for range base.looks {
		tick <- time.Time{}
	}
	// The last look has begun; it is not over before follow is back at its select.
	cancel()
	<-done
	for text, want := range map[string]int{"other articles serve": 2, "snapshot=s2": 1, "error=gone": 1} {
		if got := strings.Count(said.String(), text); got != want {
			t.Errorf("%q is said %d times, want %d:\n%s", text, got, want, &said)
		}
	}
	if got := strings.Count(said.String(), "error=busy"); got < 1 || got > 2 { // ctx may end during the last look
		t.Errorf("busy is said %d times:\n%s", got, &said)
	}
}
