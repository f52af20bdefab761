package discord

import (
	"testing"
	"testing/synctest"
	"time"

	"talksbot/adapters"
)

// workingOn lets a Discord work on a Message of a channel.
func workingOn(t *testing.T, d *Discord, message string) (done func()) {
	to := adapters.Thread{Platform: "discord", ID: "600000000000000001#" + message}
	return d.Working(t.Context(), adapters.Message{ID: message, Thread: to})
}

// TestTyping: however many Messages wait in a channel, one sign is shown there, until the last of them is done.
func TestTyping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{answers: []answered{{status: 204}}}
		d := over(l)
		d.order.Start()
		shown := func(want int, when string) {
			t.Helper()
			synctest.Wait()
			if l.times() != want {
				t.Errorf("%s it was shown %d times, want %d", when, l.times(), want)
			}
		}
		first, second := workingOn(t, d, "700000000000000001"), workingOn(t, d, "700000000000000002")
		shown(1, "at once")
		first()
		first()
		time.Sleep(typingEvery)
		shown(2, "while the second is at work")
		second()
		time.Sleep(2 * typingEvery)
		shown(2, "when nothing is at work")
		third := workingOn(t, d, "700000000000000003")
		shown(3, "when work begins again")
		third()
		d.order.End()
	})
}

// TestTypingWaits: the sign is not shown where calls have to wait, and keeps none of them waiting.
func TestTypingWaits(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]answered{
		"channel": {status: 429, body: `{"retry_after":3}`},
		"all":     {status: 429, body: `{"retry_after":3,"global":true}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &line{answers: []answered{answer, {status: 204}}}
				d := over(l)
				d.order.Start()
				done := workingOn(t, d, "700000000000000001")
				time.Sleep(typingEvery - 1)
				if l.times() != 1 {
					t.Errorf("it was tried %d times", l.times())
				}
				done()
				d.order.End()
			})
		})
	}
	t.Run("too many calls", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := &line{answers: []answered{{status: 200, body: "{}"}}}
			d := over(l)
			d.order.Start()
			for range 6 { // of the ten that may come at once
				if err := d.call(t.Context(), "GET", "/users/@me", nil, nil); err != nil {
					t.Fatal(err)
				}
			}
			done := workingOn(t, d, "700000000000000001")
			synctest.Wait()
			if l.times() != 6 {
				t.Errorf("%d calls", l.times())
			}
			done()
			d.order.End()
		})
	})
}

func TestAgain(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for _, tt := range []struct {
		wait, lasted time.Duration
		resumed      bool
		want         time.Duration
	}{
		{0, 0, false, 0},
		{16 * s, s, false, 16 * s},
		{32 * s, s, false, 30 * s},
		{32 * s, s, true, s},
		{s / 2, s, true, s / 2},
		{32 * s, 61 * s, false, 0},
	} {
		if got := again(tt.wait, tt.lasted, tt.resumed); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

// TestInteractionsDoNotWait: the limits of one interaction are not those of another, which has to be answered within three seconds.
func TestInteractionsDoNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{answers: []answered{{status: 204, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "3.5"}}}}
		d, began := over(l), time.Now()
		for _, path := range []string{"/interactions/1/a/callback", "/interactions/2/b/callback"} {
			if err := d.call(t.Context(), "POST", path, deferred(false), nil); err != nil {
				t.Error(err)
			}
		}
		if waited := time.Since(began); waited > 0 {
			t.Errorf("the second one is answered after %v", waited)
		}
	})
}
