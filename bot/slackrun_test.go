package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"

	"talksbot/adapters"
	"talksbot/adapters/slack"
)

// slackBot is one run of the bot.
type slackBot struct {
	end   context.CancelCauseFunc
	ended chan struct{}
	code  int       // once ended
	out   io.Writer // where it says what it says
	gate  *gate
}

// run runs the bot until it ends, with all it says through a pipe in the log. served is told where it serves by HTTP, "none" for nowhere.
func (s *slackStory) run(ctx context.Context, r, w *os.File, on connect, served chan<- string, args ...string) (code int) {
	defer r.Close()
	read := make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(r); lines.Scan(); {
			if address := s.log.add(lines.Text()); address != "" {
				served <- address
			}
		}
	}()
	p := program{in: os.Stdin, out: w, err: w, env: func(name string) string { return s.env[name] }, connect: on}
	code = p.run(ctx, append([]string{"--config", s.config, "--data", s.data}, args...))
	w.Close()
	<-read
	return code
}

// start runs the bot until Slack reaches it.
func (s *slackStory) start() {
	ctx, end := context.WithCancelCause(context.WithoutCancel(s.t.Context()))
	b := &slackBot{end: end, ended: make(chan struct{}), gate: &gate{fake: s.fake, from: len(s.fake.Calls()), broken: make(chan struct{}), works: map[string]map[string]bool{}}}
	on := func(c Config, s secrets, host adapters.Host, log *slog.Logger) []adapters.Adapter {
		return []adapters.Adapter{slack.New(c.Slack, s.slack, slack.Parts{Host: host, Log: log, HTTP: &http.Client{Transport: b.gate}})}
	}
	s.log.marks = 0 // nobody reads yet
	served := make(chan string, 1)
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	b.out = w
	go func() {
		defer close(b.ended)
		b.code = s.run(ctx, r, w, on, served, "serve")
	}()
	s.bot = b
	s.t.Cleanup(func() {
		end(nil)
		<-b.ended
	})
	select {
	case address := <-served:
		if s.http {
			get(s.t, address+"/readyz", http.StatusOK)
			s.fake.DeliverTo(address)
			s.address = address
		} else if !s.await(func() bool { return s.fake.Connections() > 0 }) {
			s.t.Fatalf("it does not connect:\n%s", s.log)
		}
	case <-b.ended:
		s.t.Fatalf("it never served, exit code %d:\n%s", b.code, s.log)
	}
}

// stop ends the bot as a SIGTERM does.
func (s *slackStory) stop() {
	s.bot.end(interrupted{syscall.SIGTERM})
	<-s.bot.ended
	if s.http {
		s.fake.DeliverTo("")
	}
}

// mark is a line that the test writes into the log of the bot.
const mark = "{}"

// journal is what the bot says to its log and beside it.
type journal struct {
	mu      sync.Mutex
	all     strings.Builder
	words   []string        // beside it
	open    map[string]bool // messages that it has kept and not settled
	marks   int             // that are still to come
	changed chan struct{}
}

func newJournal() *journal {
	return &journal{open: map[string]bool{}, changed: make(chan struct{})}
}

// mark notes that a mark comes.
func (j *journal) mark() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.marks++
}

// add takes a line in, and gives where the bot serves by HTTP if it is about that.
func (j *journal) add(line string) (served string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	defer func() {
		close(j.changed)
		j.changed = make(chan struct{})
	}()
	if line == mark {
		j.marks--
		return ""
	}
	j.all.WriteString(line + "\n")
	var said struct{ Msg, HTTP, Message string }
	if json.Unmarshal([]byte(line), &said) != nil {
		j.words = append(j.words, line)
	}
	switch said.Msg {
	case "serving":
		return cmp.Or(said.HTTP, "none")
	case "a message is kept":
		j.open[said.Message] = true
	case "a message is settled":
		delete(j.open, said.Message)
	}
	return ""
}

// await waits until something holds, the bot has ended or ctx has.
func (j *journal) await(ctx context.Context, ended <-chan struct{}, holds func() bool) {
	for {
		j.mu.Lock()
		changed, done := j.changed, holds()
		j.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-ended:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.all.String()
}

// beside is what the bot said to people who start it.
func (j *journal) beside() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.words)
}
