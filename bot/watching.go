package main

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	settled    = 2 * time.Second  // without a further change: who copies a folder is done then
	mostUnrest = 30 * time.Second // of changes that do not end
	seekEvery  = 10 * time.Second // for a folder that is not there, or was put in the place of another
)

// watchSources tells of changes in the folders and files that the configuration names, as it is now, until ctx ends: also of those since
// the articles were refreshed last, which nobody may have watched.
func watchSources(ctx context.Context, on *live, refreshed func() time.Time, log *slog.Logger, changed func()) {
	for ctx.Err() == nil {
		anew, now := on.changed(), on.config()
		watching, end := context.WithCancel(ctx)
		var done sync.WaitGroup
		if now.Refresh.Watch && len(now.Sources.Paths) > 0 {
			unrest := make(chan struct{}, 1)
			if newer(now.Sources.Paths, refreshed()) {
				poke(unrest)
			}
			done.Go(func() {
				seek := time.NewTicker(seekEvery)
				defer seek.Stop()
				watchPaths(watching, now.Sources.Paths, seek.C, log, func(string) { poke(unrest) })
			})
			done.Go(func() { settle(watching, unrest, changed) })
		}
		select {
		case <-ctx.Done():
		case <-anew:
		}
		end()
		done.Wait()
	}
}

// newer says whether an article in files and folders was changed after a time. One that was taken away since is not seen.
func newer(paths []string, than time.Time) (found bool) {
	for _, path := range paths {
		if r, err := filepath.EvalSymlinks(path); err == nil {
			path = r
		}
		_ = filepath.WalkDir(path, func(at string, e fs.DirEntry, err error) error { // what cannot be read is said by the refresh
			switch hidden := at != path && strings.HasPrefix(e.Name(), "."); {
			case err != nil || hidden && !e.IsDir():
				return nil
			case hidden:
				return fs.SkipDir
			case e.IsDir() || at != path && !holdsArticle(at):
				return nil
			}
			if info, err := e.Info(); err == nil && info.ModTime().After(than) {
				found = true
				return fs.SkipAll
			}
			return nil
		})
	}
	return found
}

// holdsArticle tells by its name what a refresh reads of a folder.
func holdsArticle(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".txt", ".html", ".htm":
		return true
	}
	return false
}

// settle tells once of changes that come one upon the other, until ctx ends.
func settle(ctx context.Context, unrest <-chan struct{}, changed func()) {
	var rest, late <-chan time.Time // nil while nothing has changed
	for {
		select {
		case <-ctx.Done():
			return
		case <-unrest:
			rest = time.After(settled)
			if late == nil {
				late = time.After(mostUnrest)
			}
			continue
		case <-rest:
		case <-late:
		}
		rest, late = nil, nil
		changed()
	}
}

// watchPaths tells of every change in files and folders, with what is below them, until ctx ends. Those that are not there are looked
// for at each tick of seek. Where nothing can be watched that is said, and the schedule alone refreshes.
func watchPaths(ctx context.Context, paths []string, seek <-chan time.Time, log *slog.Logger, change func(name string)) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		log.Warn("the folders of the sources are not watched", "error", err)
		return
	}
	defer w.Close()
	of := watching{w, map[string]bool{}, map[string]bool{}}
	for _, p := range paths {
		if err := of.add(p); err != nil {
			log.Warn("a source is not watched, it is looked for again", "error", err)
		}
	}
	log.Debug("the folders of the sources are watched", "folders", len(of.folders), "files", len(of.files))
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-w.Events:
			if !of.concerns(e) {
				continue
			}
			if info, err := os.Stat(e.Name); err == nil && info.IsDir() && e.Has(fsnotify.Create) {
				if err := of.add(e.Name); err != nil {
					log.Warn("changes of the sources may be missed", "error", err)
				}
			}
			change(e.Name)
		case <-seek:
			for _, p := range paths {
				if !of.has(p) && of.add(p) == nil {
					change(p)
				}
			}
		case err := <-w.Errors:
			log.Warn("changes of the sources may be missed", "error", err)
		}
	}
}

// watching is what is watched, by absolute paths, as which changes are told then: folders with what is below them, and single files by
// the folders that they are in, since editors put new files in their place.
type watching struct {
	w       *fsnotify.Watcher
	folders map[string]bool
	files   map[string]bool
}

// has says whether a path is watched: a folder that is taken away is not any more.
func (w watching) has(path string) bool {
	path, err := filepath.Abs(path)
	if w.files[path] {
		path = filepath.Dir(path)
	}
	return err == nil && slices.Contains(w.w.WatchList(), path)
}

// add watches a path, and what is below it. A folder below it that cannot be watched is an error too.
func (w watching) add(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		w.files[path] = true
		return w.w.Add(filepath.Dir(path))
	}
	return filepath.WalkDir(path, func(dir string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return nil // what cannot be read is said by the refresh
		}
		if dir != path && strings.HasPrefix(e.Name(), ".") {
			return fs.SkipDir
		}
		w.folders[dir] = true
		return w.w.Add(dir)
	})
}

// concerns tells a change of articles from one of what lies beside them, such as the knowledge base itself. A name without an ending
// may have been a folder's.
func (w watching) concerns(e fsnotify.Event) bool {
	name := filepath.Base(e.Name)
	if e.Op == fsnotify.Chmod || strings.HasPrefix(name, ".") {
		return false
	}
	if w.files[e.Name] {
		return true
	}
	if filepath.Ext(name) == "" || holdsArticle(name) {
		return w.folders[filepath.Dir(e.Name)]
	}
	return w.folders[e.Name]
}
