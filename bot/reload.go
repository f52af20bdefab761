package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// live is the configuration as it holds now. It is safe for concurrent use.
type live struct {
	mu     sync.Mutex
	now    Config
	change chan struct{} // closed when another one holds
}

func newLive(c Config) *live { return &live{now: c, change: make(chan struct{})} }

func (l *live) config() Config {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

// changed gives what is closed when another configuration holds than now.
func (l *live) changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.change
}

// take lets of another configuration hold what can change while “bot serve” runs, and gives the keys that need a restart.
func (l *live) take(c Config) (left []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	to := l.now
	to.Sources, to.Dialog, to.Admin, to.Refresh, to.Serve.Level = c.Sources, c.Dialog, c.Admin, c.Refresh, c.Serve.Level
	to.Dialog.Workers = l.now.Dialog.Workers
	left = unlike(to, c)
	l.now = to
	close(l.change)
	l.change = make(chan struct{})
	return left
}

// unlike gives the keys in which two configurations differ, as section.key.
func unlike(a, b Config) (keys []string) {
	one, other := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range one.NumField() {
		section := one.Type().Field(i).Tag.Get("yaml")
		in, of := one.Field(i), other.Field(i)
		for k := range in.NumField() {
			if !reflect.DeepEqual(in.Field(k).Interface(), of.Field(k).Interface()) {
				name, _, _ := strings.Cut(in.Type().Field(k).Tag.Get("yaml"), ",")
				keys = append(keys, section+"."+name)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// reread reads the configuration again at each hangup, until ctx ends. What cannot be used changes nothing.
func (p *program) reread(ctx context.Context, on *live, hide hider, log *slog.Logger, took func(Config)) {
	var hangup <-chan os.Signal
	if p.hangups != nil {
		hangup = p.hangups()
	}
	_, was, _ := p.settings() // which serve has just read
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
		}
		c, file, err := p.settings()
		if err == nil && file == "" && was != "" { // without it nobody would be an admin, and nothing a source
			err = fmt.Errorf("%s is not there", was)
		}
		if err != nil {
			log.Error("the configuration is not read anew, the old one holds", "error", hide.hide(err.Error()))
			continue
		}
		was = file
		left := on.take(c)
		took(on.config())
		log.Info("the configuration is read anew", "file", file)
		if len(left) > 0 {
			log.Warn("some of the configuration holds after a restart alone", "keys", left)
		}
	}
}
