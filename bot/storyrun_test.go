package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"talksbot/adapters"
)

// storyBot is one run of the bot.
type storyBot struct {
	end   context.CancelCauseFunc
	ended chan struct{}
	code  int       // once ended
	out   io.Writer // where it says what it says
	gate  *gate
}

// run runs the bot until it ends, with all it says through a pipe in the log. served is told where it serves by HTTP, "none" for nowhere.
func (s *chatStory) run(ctx context.Context, r, w *os.File, on connect, served chan<- string, args ...string) (code int) {
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
	p := program{in: os.Stdin, out: w, err: w, env: func(name string) string { return s.env[name] }, connect: on,
		pace: &pace{now: s.clock.now, every: 50 * time.Millisecond}}
	code = p.run(ctx, append([]string{"--config", s.config, "--data", s.data}, args...))
	w.Close()
	<-read
	return code
}

// start runs the bot until the platform reaches it.
func (s *chatStory) start() {
	ctx, end := context.WithCancelCause(context.WithoutCancel(s.t.Context()))
	b := &storyBot{end: end, ended: make(chan struct{}), gate: &gate{broken: make(chan struct{})}}
	on := func(c Config, secret secrets, host adapters.Host, log *slog.Logger) []adapters.Adapter {
		return []adapters.Adapter{s.connect(c, secret, host, log, b.gate)}
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
		s.reach(address)
	case <-b.ended:
		s.t.Fatalf("it never served, exit code %d:\n%s", b.code, s.log)
	}
}

// stop ends the bot as a SIGTERM does.
func (s *chatStory) stop() {
	s.bot.end(interrupted{syscall.SIGTERM})
	<-s.bot.ended
	s.leave()
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
	looked  string          // the snapshot up to which followers are told of changes
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
	var said struct{ Msg, HTTP, Message, Snapshot string }
	if json.Unmarshal([]byte(line), &said) != nil {
		j.words = append(j.words, line)
	}
	switch said.Msg {
	case "serving":
		return cmp.Or(said.HTTP, "none")
	case "what changed is kept":
		j.looked = said.Snapshot
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
