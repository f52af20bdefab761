package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// TestWatchPaths: what changes below the folders is told; what lies beside articles is not.
func TestWatchPaths(t *testing.T) {
	t.Parallel()
	dir, other := t.TempDir(), t.TempDir()
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(name, []byte("The pilots are ready."), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	single := filepath.Join(other, "single.md")
	write(single)
	if err := os.Mkdir(filepath.Join(dir, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	told, ready := make(chan string, 1000), make(chan struct{})
	log := slog.New(slog.NewTextHandler(opening{ready}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	ctx, end := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { watchPaths(ctx, []string{dir, single}, log, func(name string) { told <- name }) })
	t.Cleanup(func() { end(); all.Wait() })
	<-ready
	seen := map[string]bool{}
	tells := func(name string, do func()) {
		t.Helper()
		do()
		late := time.After(20 * time.Second)
		for {
			select {
			case got := <-told:
				if seen[got] = true; got == name {
					return
				}
			case <-late:
				t.Fatalf("%s is not told of", name)
			}
		}
	}
	first, folder := filepath.Join(dir, "one.md"), filepath.Join(dir, "new")
	tells(first, func() { write(first) })
	below := filepath.Join(dir, "below", "two.html")
	tells(below, func() { write(below) })
	tells(folder, func() {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	})
	inside := filepath.Join(folder, "three.txt")
	tells(inside, func() { write(inside) })
	tells(single, func() { // as editors do it
		write(filepath.Join(other, "next"))
		if err := os.Rename(filepath.Join(other, "next"), single); err != nil {
			t.Fatal(err)
		}
	})
	beside := []string{filepath.Join(dir, "knowledge.db"), filepath.Join(dir, ".hidden.md"), filepath.Join(other, "beside.md")}
	for _, name := range beside {
		write(name)
	}
	tells(first, func() {
		if err := os.Remove(first); err != nil {
			t.Fatal(err)
		}
	})
	for _, name := range beside {
		if seen[name] {
			t.Errorf("%s is told of", name)
		}
	}
}

// opening is a writer that closes a channel at the first line of a log.
type opening struct{ ready chan struct{} }

func (w opening) Write(line []byte) (int, error) {
	close(w.ready)
	return len(line), nil
}

func TestSettle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		unrest := make(chan struct{}, 1)
		began, told := time.Now(), []time.Duration{}
		ctx, end := context.WithCancel(t.Context())
		defer end()
		go settle(ctx, unrest, func() { told = append(told, time.Since(began)) })
		change := func(after time.Duration) {
			time.Sleep(after)
			poke(unrest)
			synctest.Wait()
		}
		for range 3 {
			change(time.Second)
		}
		time.Sleep(7 * time.Second)
		for range 40 { // from 11 s on without end
			change(time.Second)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if want := []time.Duration{5 * time.Second, 41 * time.Second, 52 * time.Second}; !slices.Equal(told, want) {
			t.Errorf("told after %v, want %v", told, want)
		}
	})
}

func TestConcerns(t *testing.T) {
	t.Parallel()
	w := watching{folders: map[string]bool{"/a": true, "/a/below": true}, files: map[string]bool{"/b/one.weird": true}}
	for name, want := range map[string]bool{
		"/a/x.md": true, "/a/x.HTML": true, "/a/below/x.txt": true, "/a/gone": true, "/a/below": true, "/b/one.weird": true,
		"/a/knowledge.db": false, "/a/knowledge.db-wal": false, "/a/.x.md": false, "/b/two.md": false, "/a/x.pdf": false,
	} {
		if got := w.concerns(fsnotify.Event{Name: name, Op: fsnotify.Write}); got != want {
			t.Errorf("%s: %v", name, got)
		}
		if w.concerns(fsnotify.Event{Name: name, Op: fsnotify.Chmod}) {
			t.Errorf("%s: its mode", name)
		}
	}
}
