package main

import (
	"bytes"
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
	later := filepath.Join(other, "later")
	told, ready, seek := make(chan string, 1000), make(chan struct{}), time.NewTicker(10*time.Millisecond)
	defer seek.Stop()
	log := slog.New(slog.NewTextHandler(opening{ready}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	ctx, end := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { watchPaths(ctx, []string{dir, single, later}, seek.C, log, func(name string) { told <- name }) })
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
	tells(later, func() { // which was not there
		if err := os.Mkdir(later, 0o700); err != nil {
			t.Fatal(err)
		}
	})
	in := filepath.Join(later, "four.md")
	tells(in, func() { write(in) })
	tells(later, func() { // another folder is put in its place
		if err := os.Rename(later, later+".old"); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(later, 0o700); err != nil {
			t.Fatal(err)
		}
	})
	seen = map[string]bool{}
	tells(in, func() { write(in) })
	for _, name := range beside {
		if seen[name] {
			t.Errorf("%s is told of", name)
		}
	}
}

// opening is a writer that closes a channel at the line of a log that says that it is watched.
type opening struct{ ready chan struct{} }

func (w opening) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("are watched")) {
		close(w.ready)
	}
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

// A file that is named as it lies in the working directory is known by the name that changes come under.
func TestWatchRelative(t *testing.T) {
	t.Parallel()
	w, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	of := watching{w, map[string]bool{}, map[string]bool{}}
	if err := of.add("watching_test.go"); err != nil {
		t.Fatal(err)
	}
	for _, dir := range w.WatchList() {
		if !of.concerns(fsnotify.Event{Name: dir + string(filepath.Separator) + "watching_test.go", Op: fsnotify.Write}) {
			t.Errorf("in %s it is not known", dir)
		}
	}
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

// TestNewer: an article that was changed since is seen, wherever it stands; what lies beside articles is not.
func TestNewer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	since := time.Now().Add(-time.Hour)
	put := func(name string, at time.Time) string {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("The pilots are ready."), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, beside := range []string{"knowledge.db", ".hidden.md", ".git/index.md"} {
		put(beside, time.Now())
	}
	one := put("below/one.md", since.Add(-time.Minute))
	notes := put("notes", time.Now())
	for _, tt := range []struct {
		paths []string
		since time.Time
		want  bool
	}{
		{[]string{dir}, since, false},
		{[]string{dir}, time.Time{}, true}, // nothing was refreshed yet
		{[]string{dir}, since.Add(-time.Hour), true},
		{[]string{filepath.Join(dir, "none")}, time.Time{}, false},
		{[]string{one, notes}, since, true}, // a file that is named is read, whatever it is called
		{nil, time.Time{}, false},
	} {
		if got := newer(tt.paths, tt.since); got != tt.want {
			t.Errorf("%v, since %v: %v", tt.paths, tt.since, got)
		}
	}
}
