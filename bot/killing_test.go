package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"talksbot/bot/dialog/inbox"
)

const kills = 10

// killing runs “bot serve” over a platform's fake, and kills it again and again.
type killing struct {
	data, config string
	env          []string // NAME=value each
	messages     int      // that are to be answered in all
	await        func(context.Context, func() bool) error
	posted       func() int    // how much was posted so far
	state        func() string // of the fake, where nothing comes any more
	random       *rand.Rand
}

func (k killing) start(t *testing.T) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd, _, stderr := bot(t, k.data, "--config", k.config, "serve")
	cmd.Env = append(os.Environ(), k.env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, stderr
}

// again kills one process after the other, each once it has posted something, and says how many messages they left to be answered.
func (k killing) again(t *testing.T) (left int) {
	t.Helper()
	for range kills {
		cmd, stderr := k.start(t)
		enough := k.posted() + 1 + k.random.IntN(k.messages/kills)
		stuck := k.await(limited(t), func() bool { return k.posted() >= enough })
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if stuck != nil {
			t.Errorf("no posts: %v, %s\n%s", stuck, k.state(), tail(stderr))
		}
		left += waitingIn(t, k.data)
	}
	if left == 0 {
		t.Error("no kill left a message to be answered")
	}
	return left
}

// last runs it while people say what they still have to say and until all is answered, and interrupts it. It gives the end of
// its log.
func (k killing) last(t *testing.T, saying func(), all func() bool) (log string, err error) {
	t.Helper()
	cmd, stderr := k.start(t)
	saying()
	err = k.await(limited(t), all)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if code := code(t, cmd.Wait()); code != 0 {
		t.Errorf("it ended with %d: %s", code, stderr)
	}
	return tail(stderr), err
}

// tail is the end of a log.
func tail(b *bytes.Buffer) string { return b.String()[max(0, b.Len()-4000):] }

// limited ends when a test that waits has gone wrong.
func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// waitingIn counts the messages that a killed program left to be answered.
func waitingIn(t *testing.T, data string) int {
	t.Helper()
	box, err := inbox.Open(t.Context(), filepath.Join(data, "dialog.db"))
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

// became says what a store knows of a message that is not answered as it should be.
func (k killing) became(t *testing.T, platform, id string) string {
	t.Helper()
	box, err := inbox.Open(t.Context(), filepath.Join(k.data, "dialog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, id := range []string{id, "command:" + id} {
		e, ok, err := box.Find(t.Context(), platform, id)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			return fmt.Sprintf("heard %v, %v %s, post %q", e.Heard, e.State, e.Note, e.Post)
		}
	}
	return "never heard"
}
