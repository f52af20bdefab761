package discordfake

import (
	"net/http"
	"strconv"
	"time"
)

// Faults are how Discord fails by chance, each a probability from 0 to 1.
type Faults struct {
	RateLimit  float64       // a call gets 429
	RetryAfter time.Duration // what it is told to wait then
	FailBefore float64       // a call gets 500 and nothing is done
	FailAfter  float64       // a call gets 500 and yet it is done
	DropSocket float64       // a connection breaks after an event
	Repeat     float64       // an event comes twice, with a number of its own each time
	Delay      time.Duration // every call takes up to so long
}

// Failure is a way in which a call fails. Any other is a status of HTTP, such as "503", with which nothing is done.
type Failure string

// How a call fails other than by a status.
const (
	RateLimited   Failure = "429"
	GlobalLimited Failure = "429 global"
	Cloudflare    Failure = "429 page" // HTML, from what stands before Discord
	FailBefore    Failure = "500 before"
	FailAfter     Failure = "500 after"
	HangUp        Failure = "hang up" // it is done, and the connection breaks before the answer
)

// SetFaults makes calls and connections fail by chance from now on.
func (f *Discord) SetFaults(faults Faults) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = faults
}

// FailNext makes the next n calls of a route fail; those before it in line go first. The route is as in Call, "" for any.
func (f *Discord) FailNext(route string, n int, how Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for range n {
		f.failNext[route] = append(f.failNext[route], how)
	}
}

// fate says how a call is to fail, "" for not at all, and how long it takes.
func (f *Discord) fate(route string) (Failure, time.Duration) {
	var wait time.Duration
	if f.faults.Delay > 0 {
		wait = time.Duration(f.rand.Int64N(int64(f.faults.Delay)))
	}
	for _, name := range []string{route, ""} {
		if next := f.failNext[name]; len(next) > 0 {
			f.failNext[name] = next[1:]
			return next[0], wait
		}
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
func (f *Discord) chance(p float64) bool { return p > 0 && f.rand.Float64() < p }

// failsBefore gives what a client gets where a call fails without being done.
func (f *Discord) failsBefore(how Failure) (outcome, bool) {
	switch how {
	case "", FailAfter, HangUp:
		return outcome{}, false
	case RateLimited, GlobalLimited:
		return limited(f.faults.RetryAfter, how == GlobalLimited), true
	case Cloudflare:
		after := strconv.Itoa(int(f.faults.RetryAfter.Seconds()))
		return outcome{status: 429, body: "<html><title>Access denied</title>error code: 1015</html>", header: map[string]string{"Retry-After": after}}, true
	case FailBefore:
		how = "500"
	}
	status, _ := strconv.Atoi(string(how))
	return outcome{status: status, body: object{"code": 0, "message": string(how) + ": " + http.StatusText(status)}}, true
}
