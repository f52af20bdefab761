package dialog

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/adapterstest"
	"talksbot/bot/dialog/inbox"
)

const (
	chaosEnv     = "TALKSBOT_TEST_CHAOS" // folder of the Room and the inbox of the child; unset in a usual test run
	chaosThreads = 50
	chaosKills   = 10
)

// TestChaos kills a serving process again and again while Messages are delivered twice, posts fail, and posts are made
// that are said to have failed: in the end every Message is answered exactly once, in order within its Thread.
func TestChaos(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	room := openRoom(t, dir)
	for i := range chaosMessages {
		m := adapters.Message{ID: fmt.Sprintf("m%d", i), From: fmt.Sprintf("u%d", random.IntN(20)), Text: fmt.Sprintf("Question %d?", i),
			Thread: adapters.Thread{ID: fmt.Sprintf("t%d", random.IntN(chaosThreads))}}
		if err := room.Say(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := room.Close(); err != nil {
		t.Fatal(err)
	}

	began := time.Now()
	left := 0 // kept and not answered, over all kills
	for kill := range chaosKills {
		rest := unposted(t, dir)
		if rest == 0 {
			break // the kills before came late, as on a machine with much to do
		}
		// Most of the Messages are left for the next one; each that is not posted yet takes a post at least.
		lines := 1 + random.IntN(min(2*chaosMessages/chaosKills*8/10, rest))
		runChaos(t, dir, seed+uint64(kill), lines, time.Duration(random.Int64N(int64(4*time.Millisecond))))
		left += leftWaiting(t, dir)
	}
	runChaos(t, dir, seed+chaosKills, -1, 0)
	t.Logf("%d messages, %d kills that left %d waiting: %v", chaosMessages, chaosKills, left, time.Since(began).Round(time.Millisecond))
	if left == 0 {
		t.Error("no kill left a message to be answered")
	}

	room = openRoom(t, dir)
	posts := map[string][]string{} // by Message
	order := map[string][]string{} // by Thread
	for _, p := range room.Posts() {
		posts[p.Reply.Answers] = append(posts[p.Reply.Answers], p.ID)
		order[p.Thread.ID] = append(order[p.Thread.ID], p.Reply.Answers)
	}
	box := openBox(t, dir)
	said := map[string][]string{}
	lost, doubled, mismarked := 0, 0, 0
	for _, m := range room.Said() {
		said[m.Thread.ID] = append(said[m.Thread.ID], m.ID)
		lost += max(0, 1-len(posts[m.ID]))
		doubled += max(0, len(posts[m.ID])-1)
		e, ok, err := box.Find(t.Context(), "room", m.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !ok || e.State != inbox.Answered || !slices.Equal([]string{e.Post}, posts[m.ID]) {
			mismarked++
		}
		delete(posts, m.ID)
	}
	if lost+doubled+mismarked+len(posts) > 0 {
		t.Errorf("%d lost, %d doubled, %d not marked with their post, %v answer nothing", lost, doubled, mismarked, posts)
	}
	if diff := cmp.Diff(said, order); diff != "" {
		t.Errorf("the order of questions and of answers:\n%s", diff)
	}
}

// runChaos starts a child and kills it some time after so many posts; below 0 it runs to its end.
func runChaos(t *testing.T, dir string, seed uint64, lines int, after time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestChaosChild$")
	child.Env = append(os.Environ(), chaosEnv+"="+dir, chaosEnv+"_SEED="+strconv.FormatUint(seed, 10))
	toEnd := lines < 0
	if toEnd {
		child.Env = append(child.Env, chaosEnv+"_LEAVE=1")
	}
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(time.Minute, func() { child.Process.Kill() }) // the child must never outlive the test
	defer kill.Stop()
	for scanner := bufio.NewScanner(out); scanner.Scan(); {
		if lines--; lines == 0 {
			kill.Reset(after)
		}
	}
	err = child.Wait()
	var exit *exec.ExitError
	if toEnd && err != nil || !toEnd && (!errors.As(err, &exit) || exit.ExitCode() != -1) {
		t.Fatalf("the child ended: %v", err)
	}
}

// unposted counts the Messages that no post answers.
func unposted(t *testing.T, dir string) int {
	t.Helper()
	room := openRoom(t, dir)
	defer room.Close()
	return chaosMessages - len(room.Posts())
}

func leftWaiting(t *testing.T, dir string) int {
	t.Helper()
	box, err := inbox.Open(t.Context(), filepath.Join(dir, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	left, err := box.Waiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(left)
}

// tellingRoom says a line for every post.
type tellingRoom struct{ *adapterstest.Room }

func (r tellingRoom) Post(ctx context.Context, to adapters.Thread, reply adapters.Reply) (string, error) {
	id, err := r.Room.Post(ctx, to, reply)
	io.WriteString(os.Stdout, "posted\n")
	return id, err
}

// TestChaosChild is the process that TestChaos kills. It goes on until then; only the last one ends by itself, when
// everything is answered.
func TestChaosChild(t *testing.T) {
	dir := os.Getenv(chaosEnv)
	if dir == "" {
		t.Skip("not the child of TestChaos")
	}
	seed, err := strconv.ParseUint(os.Getenv(chaosEnv+"_SEED"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	room := openRoom(t, dir)
	room.Faults = adapterstest.Faults{Repeat: 0.2, Refuse: 0.1, Lose: 0.1, Rand: rand.New(rand.NewPCG(seed, 1))}
	if os.Getenv(chaosEnv+"_LEAVE") != "" {
		room.Leave()
	}
	cfg := DefaultConfig()
	cfg.Remember = 5
	cfg.Workers, cfg.Waiting, cfg.PerPerson, cfg.PerChannel, cfg.PerServer = 8, 100_000, 0, 0, 0
	d := New(&oracle{}, cfg)
	d.retry = time.Millisecond
	if err := d.Serve(t.Context(), openBox(t, dir), slog.New(slog.DiscardHandler), tellingRoom{room}); err != nil {
		t.Fatal(err)
	}
}
