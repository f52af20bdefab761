package storage_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"talksbot/knowledge/storage"
	"talksbot/knowledge/storage/storagetest"
)

const (
	crashEnv  = "TALKSBOT_TEST_CRASH_STORE" // path of the store the child publishes to; unset in a usual test run
	crashKeep = 1
	crashSize = 300 // records a Snapshot
)

// TestCrash kills a publishing process again and again, at random moments of its work: the store then opens at once,
// serves a whole Snapshot, and no Snapshot whose Publish had returned is lost. (A power cut is not tried: for that the
// store relies on SQLite's WAL with synchronous=FULL.)
func TestCrash(t *testing.T) {
	t.Parallel()
	kills := 36
	if testing.Short() {
		kills = 10
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	path := filepath.Join(t.TempDir(), "store.db")
	published := -1 // the last one known to have been
	ended := map[string]int{}
	for i := range kills {
		lines := 1 + r.IntN(30)
		if i%6 == 5 { // also while a store is made
			path, published, lines = filepath.Join(t.TempDir(), "store.db"), -1, 1
		}
		last, doing := crash(t, path, published, lines, time.Duration(r.Int64N(int64(4*time.Millisecond))))
		ended[doing]++
		published = afterCrash(t, path, last)
	}
	t.Logf("killed after the line: %v; last snapshot %d", ended, published)

	s := openStore(t, path, crashKeep)
	publishSample(t, s, "after all", 1)
}

// crash starts a child and kills it some time after so many of its lines. It gives the last Snapshot the child is known
// to have published, and its last line.
func crash(t *testing.T, path string, last, lines int, after time.Duration) (published int, doing string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
	child.Env = append(os.Environ(), crashEnv+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(time.Minute, func() { child.Process.Kill() }) // the child must never outlive the test
	published = last
	for scanner := bufio.NewScanner(out); scanner.Scan(); {
		word, n, _ := strings.Cut(scanner.Text(), " ")
		doing = word
		if word == "published" {
			if published, err = strconv.Atoi(n); err != nil {
				t.Fatal(err)
			}
		}
		// The lines still in the pipe are read too: they tell what had been published.
		if lines--; lines == 0 {
			kill.Reset(after)
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	kill.Stop()
	return published, doing
}

// afterCrash checks the store and gives the number of the Snapshot that serves, -1 for none.
func afterCrash(t *testing.T, path string, published int) int {
	t.Helper()
	s, err := storage.Open(t.Context(), path, crashKeep)
	if err != nil {
		t.Fatalf("after %d: %v", published, err)
	}
	defer s.Close()
	snap, err := s.Current(t.Context())
	if errors.Is(err, storage.ErrNoSnapshot) && published < 0 {
		return -1
	} else if err != nil {
		t.Fatalf("after %d: %v", published, err)
	}
	now, err := strconv.Atoi(snap.ID)
	if err != nil || now < published || now > published+1 {
		t.Fatalf("snapshot %q serves, published was %d", snap.ID, published)
	}
	for n := now; n >= 0 && n >= now-crashKeep; n-- {
		snap.ID = strconv.Itoa(n)
		if err := storagetest.Whole(t.Context(), s, snap); err != nil {
			t.Fatalf("after %d: %v", published, err)
		}
	}
	if snap.Counts["article"]+snap.Counts["terms"] != crashSize {
		t.Fatalf("snapshot %s has %v", snap.ID, snap.Counts)
	}
	return now
}

// TestCrashChild is the process that TestCrash kills. It says what it does, one line a step, until it is killed.
func TestCrashChild(t *testing.T) {
	path := os.Getenv(crashEnv)
	if path == "" {
		t.Skip("not the child of TestCrash")
	}
	say := func(line string) { io.WriteString(os.Stdout, line+"\n") }
	say("open")
	s, err := storage.Open(t.Context(), path, crashKeep)
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	if snap, err := s.Current(t.Context()); err == nil {
		if next, err = strconv.Atoi(snap.ID); err != nil {
			t.Fatal(err)
		}
		next++
	}
	for ; ; next++ {
		say("begin")
		records := storagetest.Sample(next, crashSize)
		err := s.Publish(t.Context(), storage.Snapshot{ID: strconv.Itoa(next)}, func(yield func(storage.Record, error) bool) {
			for i, r := range records {
				if i%100 == 99 {
					say("record")
				}
				if !yield(r, nil) {
					return
				}
			}
			say("commit")
		})
		if err != nil {
			t.Fatal(err)
		}
		say(fmt.Sprint("published ", next))
	}
}
