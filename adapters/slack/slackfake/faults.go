package slackfake

import "time"

// Faults are how Slack fails by chance, each a probability from 0 to 1.
type Faults struct {
	RateLimit  float64       // a call gets 429
	RetryAfter int           // what it is told to wait then, in seconds
	FailBefore float64       // a call gets 500 and nothing is done
	FailAfter  float64       // a call gets 500 and yet it is done
	DropSocket float64       // a connection breaks after an envelope
	Repeat     float64       // an acknowledged event comes again, with the same envelope_id
	Delay      time.Duration // every call takes up to so long
}

// Failure is a way in which a call fails. Any other text is an error as Slack gives it, such as internal_error.
type Failure string

// How a call fails other than by an error in Slack's answer.
const (
	RateLimited Failure = "429"
	FailBefore  Failure = "500 before"
	FailAfter   Failure = "500 after"
	HangUp      Failure = "hang up" // it is done, and the connection breaks before the answer
)

// SetFaults makes calls and connections fail by chance from now on.
func (f *Slack) SetFaults(faults Faults) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = faults
}

// FailNext makes the next n calls to a method fail; those before it in line go first.
func (f *Slack) FailNext(method string, n int, how Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for range n {
		f.failNext[method] = append(f.failNext[method], how)
	}
}

// fate says how a call is to fail, "" for not at all, and how long it takes.
func (f *Slack) fate(method string) (Failure, time.Duration) {
	var wait time.Duration
	if f.faults.Delay > 0 {
		wait = time.Duration(f.rand.Int64N(int64(f.faults.Delay)))
	}
	if next := f.failNext[method]; len(next) > 0 {
		f.failNext[method] = next[1:]
		return next[0], wait
	}
	for _, one := range []struct {
		chance float64
		how    Failure
	}{{f.faults.RateLimit, RateLimited}, {f.faults.FailBefore, FailBefore}, {f.faults.FailAfter, FailAfter}} {
		if f.chance(one.chance) {
			return one.how, wait
		}
	}
	return "", wait
}

// chance draws only where something may happen.
func (f *Slack) chance(p float64) bool { return p > 0 && f.rand.Float64() < p }
