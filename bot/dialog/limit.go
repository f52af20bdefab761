package dialog

import (
	"maps"
	"sync"
	"time"
)

// limit bounds how many Messages a minute come under each key: as many at once, and then as they wear off evenly. It is
// the algorithm GCRA, https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm, which needs one time a key.
type limit struct {
	mu        sync.Mutex
	perMinute int                  // 0 means no limit
	full      map[string]time.Time // when all that was taken under a key has worn off
	sweep     int                  // at so many keys those are forgotten that have worn off
}

func newLimit(perMinute int) *limit {
	return &limit{perMinute: perMinute, full: map[string]time.Time{}, sweep: 1000}
}

// of lets so many a minute be the limit from now on.
func (l *limit) of(perMinute int) *limit {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.perMinute = perMinute
	return l
}

// take takes one Message under a key: 0 when there is room, else how long until there is.
func (l *limit) take(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.perMinute == 0 {
		return 0
	}
	full := l.full[key]
	if full.Before(now) {
		full = now
	}
	full = full.Add(time.Minute / time.Duration(l.perMinute))
	if over := full.Sub(now) - time.Minute; over > 0 {
		return over
	}
	l.full[key] = full
	if len(l.full) >= l.sweep {
		maps.DeleteFunc(l.full, func(_ string, full time.Time) bool { return full.Before(now) })
		l.sweep = max(1000, 2*len(l.full))
	}
	return 0
}
