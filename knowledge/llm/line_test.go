package llm_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

// TestRetries: what fails before anything came is asked again, with the pause that the endpoint wants; what came is not.
func TestRetries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		replies []llmfake.Reply
		streams bool
		tries   int
		least   time.Duration
		most    time.Duration
		err     error
	}{
		{"once", []llmfake.Reply{llmfake.Broken()}, false, 2, 500 * time.Millisecond, time.Second, nil},
		{"twice", []llmfake.Reply{llmfake.Broken(), {BreakAt: -1}}, true, 3, 1500 * time.Millisecond, 3 * time.Second, nil},
		{"too often", []llmfake.Reply{llmfake.Broken(), llmfake.Broken(), llmfake.Broken()}, false, 3, 1500 * time.Millisecond, 3 * time.Second, llm.ErrDown},
		{"as asked", []llmfake.Reply{llmfake.Busy("7")}, false, 2, 7 * time.Second, 7 * time.Second, nil},
		{"at once", []llmfake.Reply{llmfake.Busy("0")}, true, 2, 0, 0, nil},
		{"longer than is waited", []llmfake.Reply{llmfake.Busy("30")}, false, 1, 0, 0, llm.ErrDown},
		{"by the clock", []llmfake.Reply{{Status: 503, RetryAfter: "Sat, 01 Jan 2000 00:00:04 GMT"}}, false, 2, 3 * time.Second, 4 * time.Second, nil},
		{"not a key", []llmfake.Reply{llmfake.Unauthorized("")}, false, 1, 0, 0, llm.ErrUnauthorized},
		{"not what began", []llmfake.Reply{{Text: good, BreakAt: 1}}, true, 1, 0, 0, llm.ErrDown},
		{"not what thought", []llmfake.Reply{{Text: good, Reasoning: "well", NoEnd: true}}, true, 1, 0, 0, llm.ErrDown},
		{"not what hung", []llmfake.Reply{{Wait: time.Hour}}, false, 1, 30 * time.Second, 30 * time.Second, llm.ErrDown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := over(t, true, nil)
				b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says(good) })
				b.fake.Next(c.replies...)
				call := call(t)
				if c.streams {
					call.Text = func(string) {}
				}
				start := time.Now()
				_, err := b.Complete(t.Context(), call)
				took := time.Since(start)
				if !errors.Is(err, c.err) || b.last().Tries != c.tries || took < c.least || took > c.most {
					t.Errorf("%d tries in %v: %v", b.last().Tries, took, err)
				}
			})
		})
	}
}

// TestBreaker: after five failures nothing is asked for a while, then one call tries for all, and the pauses grow.
func TestBreaker(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := over(t, true, func(c *llm.Config) { c.Retries = 0 })
		reply := llmfake.Broken()
		b.fake.Answer(func(llmfake.Request) llmfake.Reply { return reply })
		ask := func(asked bool, want error) {
			t.Helper()
			before := len(b.fake.Calls())
			_, err := b.Complete(t.Context(), call(t))
			if now := len(b.fake.Calls()) - before; !errors.Is(err, want) || (now > 0) != asked {
				t.Fatalf("%d requests, %v", now, err)
			}
		}
		for range 5 {
			ask(true, llm.ErrDown)
		}
		ask(false, llm.ErrDown)
		if !strings.Contains(b.told(), "left alone for a while") {
			t.Errorf("nothing is said of it: %s", b.told())
		}
		time.Sleep(19 * time.Second)
		ask(false, llm.ErrDown)
		time.Sleep(2 * time.Second)
		ask(true, llm.ErrDown)
		time.Sleep(21 * time.Second) // twice the pause by now
		ask(false, llm.ErrDown)
		time.Sleep(20 * time.Second)

		reply = llmfake.Reply{Text: good, Wait: time.Second}
		trial := make(chan error)
		go func() {
			_, err := b.Complete(t.Context(), call(t))
			trial <- err
		}()
		synctest.Wait()
		ask(false, llm.ErrDown) // one alone tries
		if err := <-trial; err != nil {
			t.Fatal(err)
		}
		ask(true, nil)
		if !strings.Contains(b.told(), "answers again") {
			t.Error("nothing is said of its return")
		}
		reply = llmfake.Broken()
		for range 4 {
			ask(true, llm.ErrDown)
		}
		reply = llmfake.Says("no form") // it answers, if badly
		ask(true, llm.ErrMalformed)
		reply = llmfake.Broken()
		for range 5 {
			ask(true, llm.ErrDown)
		}
		ask(false, llm.ErrDown)

		if _, err := b.Embed(t.Context(), []string{"a harbour"}); err != nil {
			t.Errorf("vectors fail with chat: %v", err)
		}
	})
}

// TestBreakerFinal: a key or a model that the endpoint does not know is not tried again for long, and the error stays what it is.
func TestBreakerFinal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reply llmfake.Reply
		want  error
	}{"key": {llmfake.Unauthorized(""), llm.ErrUnauthorized}, "model": {llmfake.NoModel("writer"), llm.ErrNoModel}, "quota": {llmfake.Reply{Status: 429, Code: "insufficient_quota"}, llm.ErrUnauthorized}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := over(t, true, nil)
				b.fake.Answer(func(llmfake.Request) llmfake.Reply { return c.reply })
				for range 3 {
					if _, err := b.Complete(t.Context(), call(t)); !errors.Is(err, c.want) {
						t.Fatal(err)
					}
				}
				if n := len(b.fake.Calls()); n != 1 || b.last().Tries != 0 {
					t.Errorf("%d requests", n)
				}
				time.Sleep(5*time.Minute + time.Second)
				b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says(good) })
				if _, err := b.Complete(t.Context(), call(t)); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestConcurrency: no more calls at once than there are places, who waits too long is told, and who leaves is let go.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := over(t, true, func(c *llm.Config) { c.Concurrency = 2 })
		b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Reply{Text: good, Wait: 10 * time.Second} })
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if _, err := b.Complete(t.Context(), call(t)); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.Complete(short, call(t)); !errors.Is(err, llm.ErrDown) {
			t.Errorf("who waits too long gets %v", err)
		}
		leaves, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, leave)
		if _, err := b.Complete(leaves, call(t)); !errors.Is(err, context.Canceled) || b.last().Outcome != "cancelled" {
			t.Errorf("who leaves gets %v", err)
		}
		wg.Wait()
		if b.fake.Most() != 2 {
			t.Errorf("%d calls at once", b.fake.Most())
		}
	})
}

// TestCancelled: who leaves in the middle is told so at once, and it is no failure of the endpoint.
func TestCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := over(t, true, nil)
		b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Reply{Text: good, Wait: 20 * time.Second} })
		for range 7 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			if _, err := b.Complete(ctx, call(t)); !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
				t.Fatalf("%v after %v", err, time.Since(start))
			}
		}
		if _, err := b.Complete(t.Context(), call(t)); err != nil {
			t.Error(err)
		}
	})
}

// TestDeadline: all calls for one answer together end with it.
func TestDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := over(t, true, func(c *llm.Config) { c.DeadlineSeconds = 45 })
		b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Reply{Text: good, Wait: 20 * time.Second} })
		start := time.Now()
		ctx, cancel := b.Within(t.Context())
		defer cancel()
		var err error
		n := 0
		for ; err == nil; n++ {
			_, err = b.Complete(ctx, call(t))
		}
		if !errors.Is(err, llm.ErrDown) || n != 3 || time.Since(start) != 45*time.Second {
			t.Errorf("%d calls in %v: %v", n, time.Since(start), err)
		}
	})
}
