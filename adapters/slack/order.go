package slack

import (
	"sync"

	"talksbot/adapters"
)

// order lets what belongs to one Thread be done one after the other, as it came, and Threads side by side. The zero order
// is not open yet.
type order struct {
	mu   sync.Mutex
	open bool
	soon []func()                          // aside, once it is opened
	last map[adapters.Thread]chan struct{} // closed when what came last is done
	all  sync.WaitGroup
}

// start opens it.
func (o *order) start() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open, o.last = true, map[adapters.Thread]chan struct{}{}
	for _, f := range o.soon {
		o.all.Go(f)
	}
	o.soon = nil
}

// do does f after all that came before in a Thread. It returns at once; f is not done where the order is closed.
func (o *order) do(t adapters.Thread, f func()) {
	done := make(chan struct{})
	o.mu.Lock()
	if !o.open {
		o.mu.Unlock()
		return
	}
	before := o.last[t]
	o.last[t] = done
	o.all.Go(func() {
		defer func() {
			o.mu.Lock()
			if o.last[t] == done {
				delete(o.last, t)
			}
			o.mu.Unlock()
			close(done)
		}()
		if before != nil {
			<-before
		}
		f()
	})
	o.mu.Unlock()
}

// aside does f beside all else. It returns at once; before the order is opened f waits for that, and where it was ended f
// is not done.
func (o *order) aside(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.open:
		o.all.Go(f)
	case o.last == nil:
		o.soon = append(o.soon, f)
	}
}

// end closes it and waits for all that is being done.
func (o *order) end() {
	o.mu.Lock()
	o.open = false
	o.mu.Unlock()
	o.all.Wait()
}
