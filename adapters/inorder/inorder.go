// Package inorder does what Adapters are told: in order within a Thread, Threads side by side, and the rest beside all else.
package inorder

import (
	"sync"

	"talksbot/adapters"
)

// Lines let what belongs to one Thread be done one after the other, as it came, and Threads side by side. The zero Lines
// are not open yet.
type Lines struct {
	mu   sync.Mutex
	open bool
	soon []func()                          // aside, once it is opened
	last map[adapters.Thread]chan struct{} // closed when what came last is done
	all  sync.WaitGroup
}

// Start opens them.
func (l *Lines) Start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open, l.last = true, map[adapters.Thread]chan struct{}{}
	for _, f := range l.soon {
		l.all.Go(f)
	}
	l.soon = nil
}

// Do does f after all that came before in a Thread. It returns at once; f is not done where they are closed.
func (l *Lines) Do(t adapters.Thread, f func()) {
	done := make(chan struct{})
	l.mu.Lock()
	if !l.open {
		l.mu.Unlock()
		return
	}
	before := l.last[t]
	l.last[t] = done
	l.all.Go(func() {
		defer func() {
			l.mu.Lock()
			if l.last[t] == done {
				delete(l.last, t)
			}
			l.mu.Unlock()
			close(done)
		}()
		if before != nil {
			<-before
		}
		f()
	})
	l.mu.Unlock()
}

// Aside does f beside all else. It returns at once; before they are opened f waits for that, and where they were ended f
// is not done.
func (l *Lines) Aside(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.open:
		l.all.Go(f)
	case l.last == nil:
		l.soon = append(l.soon, f)
	}
}

// End closes them and waits for all that is being done.
func (l *Lines) End() {
	l.mu.Lock()
	l.open = false
	l.mu.Unlock()
	l.all.Wait()
}
