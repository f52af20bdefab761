package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"talksbot/knowledge"
)

const (
	storyArticles = 40
	storyQuestion = "How many pilots will the port of Miran train?"
)

// writeStory fills a folder with articles whose figures are of one edition.
func writeStory(t *testing.T, dir string, edition int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range storyArticles {
		text := fmt.Sprintf("---\nid: a%d\ntitle: \"Harbour day %d\"\npublished: 2026-03-02\n---\n", i, i) +
			fmt.Sprintf("The port of Miran will train %d pilots, the harbour board said on Monday.\n\n", 1000+edition) +
			strings.Repeat(fmt.Sprintf("Portugal has pledged to send %d dredgers to quay %d, Environment Minister Ana Velho said.\n\n", 10+edition, i), 6)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("a%d.md", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// bot is the program over a data folder, not yet started.
func bot(t *testing.T, data string, args ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), "bot", append([]string{"--data", data}, args...)...)
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

// code is the exit code of a program that has ended, -1 when a signal ended it.
func code(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return 0
}

// servedEdition asks the store which edition answers, and checks that it answers alone.
func servedEdition(t *testing.T, data string) int {
	t.Helper()
	cmd, stdout, stderr := bot(t, data, "ask", "--format", "json", storyQuestion)
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var a knowledge.Answer
	if err := json.Unmarshal(stdout.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	if a.Status != knowledge.Answered || a.Searched.Articles != storyArticles {
		t.Fatalf("%s of %d articles: %s", a.Status, a.Searched.Articles, a.Reason)
	}
	edition := -1
	for _, s := range a.Statements {
		for _, c := range s.Citations {
			_, after, _ := strings.Cut(c.Quote, "will train ")
			var n int
			if _, err := fmt.Sscan(after, &n); err != nil {
				continue
			}
			if edition >= 0 && n-1000 != edition {
				t.Fatalf("editions %d and %d answer together", edition, n-1000)
			}
			edition = n - 1000
		}
	}
	if edition < 0 {
		t.Fatalf("no edition answers: %s", stdout)
	}
	return edition
}

// story makes a store that serves edition 0, says how long a refresh to another one took, and gives both folders.
func story(t *testing.T) (data, dir string, took time.Duration) {
	t.Helper()
	root := t.TempDir()
	data, dir = filepath.Join(root, "data"), filepath.Join(root, "articles")
	for edition := range 2 {
		writeStory(t, dir, edition)
		cmd, _, stderr := bot(t, data, "refresh", dir)
		began := time.Now()
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		took = time.Since(began)
	}
	if got := servedEdition(t, data); got != 1 {
		t.Fatalf("edition %d answers, want 1", got)
	}
	return data, dir, took
}

// TestKilledRefresh kills a refresh at random moments: the store opens, and either the old edition answers whole or the
// new one does, if it had been published.
func TestKilledRefresh(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	data, dir, took := story(t)
	serving, killed, late := 1, 0, 0
	for edition := 2; killed < 12 && edition < 60; edition++ {
		writeStory(t, dir, edition)
		cmd, _, stderr := bot(t, data, "refresh", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(r.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		switch got := code(t, cmd.Wait()); got {
		case -1:
			killed++
		case 0:
			serving = edition
		default:
			t.Fatalf("exit code %d\n%s", got, stderr)
		}
		kill.Stop()
		switch got := servedEdition(t, data); got {
		case serving:
		case edition: // killed after it was published
			serving = edition
			late++
		default:
			t.Fatalf("seed %d: edition %d answers after %d was killed, want %d", seed, got, edition, serving)
		}
	}
	t.Logf("a refresh takes %v; of %d kills %d came after the new edition was published", took, killed, late)
	if killed < 10 {
		t.Errorf("only %d refreshes were killed before they ended", killed)
	}
}

// TestInterruptedRefresh: Ctrl-C in a refresh ends it with 130 and a word, and the old edition goes on answering.
func TestInterruptedRefresh(t *testing.T) {
	t.Parallel()
	data, dir, took := story(t)
	serving, clean := 1, 0
	for edition := 2; clean < 3 && edition < 40; edition++ {
		writeStory(t, dir, edition)
		cmd, stdout, stderr := bot(t, data, "refresh", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		interrupt := time.AfterFunc(took*time.Duration(edition%5+3)/10, func() { _ = cmd.Process.Signal(syscall.SIGINT) })
		switch got := code(t, cmd.Wait()); got {
		case 130:
			clean++
			if stderr.String() != "bot: interrupted\n" || stdout.Len() > 0 {
				t.Fatalf("stderr %q, stdout %q", stderr, stdout)
			}
		case 0:
			serving = edition
		case -1: // before the program had come to listen to signals
		default:
			t.Fatalf("exit code %d\n%s", got, stderr)
		}
		interrupt.Stop()
		if got := servedEdition(t, data); got != serving {
			t.Fatalf("edition %d answers, want %d", got, serving)
		}
	}
	if clean == 0 {
		t.Error("no refresh was interrupted before it ended")
	}
}

// TestInterruptedWaiting: a read of standard input does not keep the program from ending.
func TestInterruptedWaiting(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"ask"}, {"ask", "--batch", "-"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			for try := time.Duration(1); try <= 6; try++ {
				if interruptWaiting(t, try*try*50*time.Millisecond, args...) == 130 {
					return
				}
			}
			t.Error("it never ended by itself")
		})
	}
}

// interruptWaiting interrupts the program, after some time, while nothing comes on its standard input, and gives its exit
// code: -1 when it did not listen yet, or had to be killed.
func interruptWaiting(t *testing.T, after time.Duration, args ...string) int {
	t.Helper()
	in, held, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer held.Close() // open until the end: the program would wait for ever
	cmd, _, _ := bot(t, t.TempDir(), args...)
	cmd.Stdin = in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGINT) }).Stop()
	defer time.AfterFunc(after+5*time.Second, func() { _ = cmd.Process.Kill() }).Stop()
	return code(t, cmd.Wait())
}
