package dialog

import (
	"fmt"
	"testing"
	"time"
)

func TestLimit(t *testing.T) {
	t.Parallel()
	l, start := newLimit(3), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for i, tt := range []struct {
		key   string
		after time.Duration
		want  time.Duration
	}{
		{"a", 0, 0}, {"a", 0, 0}, {"a", 0, 0},
		{"a", 0, 20 * time.Second},
		{"b", 0, 0},
		{"a", 15 * time.Second, 5 * time.Second}, // asking in vain takes nothing
		{"a", 20 * time.Second, 0},
		{"a", 20 * time.Second, 20 * time.Second},
		{"a", 10 * time.Minute, 0}, {"a", 10 * time.Minute, 0}, {"a", 10 * time.Minute, 0},
		{"a", 10 * time.Minute, 20 * time.Second}, // what is not asked is not saved up
	} {
		if got := l.take(tt.key, start.Add(tt.after)); got != tt.want {
			t.Errorf("%d: %s after %v has to wait %v, want %v", i, tt.key, tt.after, got, tt.want)
		}
	}
	none := newLimit(0)
	for range 1000 {
		if none.take("a", start) != 0 {
			t.Fatal("no limit is one")
		}
	}
}

// Keys that have worn off are forgotten: a limit does not grow with everybody who ever asked.
func TestLimitForgets(t *testing.T) {
	t.Parallel()
	l, now := newLimit(10), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for i := range 10_000 {
		l.take(fmt.Sprint(i), now.Add(time.Duration(i)*time.Second))
	}
	if len(l.full) > 1100 {
		t.Errorf("%d keys are kept", len(l.full))
	}
}
