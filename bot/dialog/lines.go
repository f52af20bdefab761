package dialog

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"talksbot/adapters"
)

// job is a Message to be answered.
type job struct {
	adapters.Message
	heard time.Time
	left  bool   // by an earlier process, which may have posted the answer
	moved bool   // its answer is for all, and its Ticket for its person alone
	over  func() // called when nobody works on it any more, once; nil for nothing
	halt  *halt  // given by lines.add
}

// lines lets Messages wait, a line for each Thread, and works them off: one at a time in a Thread, in order, and so many
// at a time in all.
type lines struct {
	work  func(job, *slot)
	slots chan struct{}

	mu      sync.Mutex
	waiting map[adapters.Thread]*queue // a Thread is in it as long as somebody works off its line
	n       int                        // jobs in it, those at work too
	took    time.Duration              // a job takes, of late
	running sync.WaitGroup
}

// queue is the line of a Thread: its jobs in the order in which they were said as far as the platform's clock tells: what was
// delivered late is still answered first, unless a later one is at work by then.
type queue struct {
	jobs   []job
	atWork bool // on the first
}

func (q *queue) add(j job) {
	first, at := 0, len(q.jobs)
	if q.atWork {
		first = 1
	}
	for ; at > first; at-- {
		if before := q.jobs[at-1].Sent; j.Sent.IsZero() || before.IsZero() || !j.Sent.Before(before) {
			break
		}
	}
	q.jobs = slices.Insert(q.jobs, at, j)
}

func newLines(workers int, work func(job, *slot)) *lines {
	return &lines{work: work, slots: make(chan struct{}, workers), waiting: map[adapters.Thread]*queue{}, took: time.Second}
}

// add puts a job into its Thread's line. stop ends the line after the job at work, whatever waits.
func (l *lines) add(stop context.Context, j job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	of, isThere := l.waiting[j.Thread]
	if !isThere {
		of = &queue{}
		l.waiting[j.Thread] = of
		l.running.Go(func() { l.workOff(stop, j.Thread, of) })
	}
	j.halt = &halt{}
	of.add(j)
	l.n++
}

func (l *lines) workOff(stop context.Context, t adapters.Thread, of *queue) {
	for s := (&slot{of: l.slots}); ; {
		l.mu.Lock()
		if len(of.jobs) == 0 {
			delete(l.waiting, t)
			l.mu.Unlock()
			return
		}
		l.mu.Unlock()
		works := s.take(stop)
		l.mu.Lock()
		j := of.jobs[0]
		of.atWork = true
		l.mu.Unlock()
		if works {
			began := time.Now()
			l.work(j, s)
			s.free()
			l.mu.Lock()
			l.took += (time.Since(began) - l.took) / 8
			l.mu.Unlock()
		}
		l.mu.Lock()
		of.jobs, of.atWork = of.jobs[1:], false
		l.n--
		l.mu.Unlock()
		if j.over != nil {
			j.over()
		}
	}
}

// halt ends the work on the job that the line of a Thread has come to, see halt.
func (l *lines) halt(t adapters.Thread) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if of := l.waiting[t]; of != nil && len(of.jobs) > 0 {
		of.jobs[0].halt.stop()
	}
}

// haltAll ends the work on all that a person waits for, and what of it has not begun.
func (l *lines) haltAll(platform, person string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for t, of := range l.waiting {
		for _, j := range of.jobs {
			if t.Platform == platform && j.From == person {
				j.halt.stop()
			}
		}
	}
}

// count says how many jobs there are, those at work too.
func (l *lines) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

// over says how long until there is room again for another job where so many may wait; 0 when there is.
func (l *lines) over(most int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n < most {
		return 0
	}
	return max(l.took*time.Duration(l.n)/time.Duration(cap(l.slots)), 5*time.Second)
}

// errStopped is the error, and the cause of the ended context, of work that somebody ended.
var errStopped = errors.New("stopped")

// halt lets somebody end the work on a job until its Reply is being posted; from then on people may see it.
type halt struct {
	mu               sync.Mutex
	stopped, posting bool
	end              context.CancelCauseFunc // nil before begin
}

// begin gives the context of the work, which ends with long, when the work is stopped and when done is called.
func (h *halt) begin(long context.Context) (ctx context.Context, done func()) {
	ctx, end := context.WithCancelCause(long)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.end = end
	if h.stopped {
		end(errStopped)
	}
	return ctx, func() { end(nil) }
}

func (h *halt) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.posting {
		return
	}
	h.stopped = true
	if h.end != nil {
		h.end(errStopped)
	}
}

// post says that the Reply is being posted, and so cannot be stopped any more, or that it was: errStopped.
func (h *halt) post() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return errStopped
	}
	h.posting = true
	return nil
}

// slot is the right to work, of which there are so many. It is for one goroutine.
type slot struct {
	of  chan struct{}
	has bool
}

// take waits for a slot; false when stop ends first.
func (s *slot) take(stop context.Context) bool {
	if stop.Err() != nil {
		return false
	}
	select {
	case s.of <- struct{}{}:
		s.has = true
	case <-stop.Done():
	}
	return s.has
}

func (s *slot) free() {
	if s.has {
		<-s.of
		s.has = false
	}
}

// pause gives the slot to others for a while; false when stop ends before it is back.
func (s *slot) pause(stop context.Context, d time.Duration) bool {
	s.free()
	return sleep(stop, d) && s.take(stop)
}

// sleep waits; false when stop ends first.
func sleep(stop context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return stop.Err() == nil
	case <-stop.Done():
		return false
	}
}
