package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/robfig/cron/v3"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

// RefreshConfig is the section `refresh`: when “bot serve” refreshes from the configured sources by itself.
type RefreshConfig struct {
	Every         string `yaml:"every"`          // such as 30m or 2h; "" means not so
	Cron          string `yaml:"cron"`           // in five fields, or @hourly; "" means not so
	Timezone      string `yaml:"timezone"`       // of Cron, such as Europe/Paris; "" means the machine's
	JitterSeconds int    `yaml:"jitter_seconds"` // at random added to each time, at most
	Watch         bool   `yaml:"watch"`          // also when something changes in folders and files among the sources
	Prune         bool   `yaml:"prune"`          // articles that no source has any more are removed
}

func defaultRefreshConfig() RefreshConfig {
	return RefreshConfig{JitterSeconds: 30, Watch: true}
}

// check says which values cannot be used.
func (c RefreshConfig) check() error {
	var errs []error
	if d, err := time.ParseDuration(c.Every); c.Every != "" && (err != nil || d < time.Minute || d > 31*24*time.Hour) {
		errs = append(errs, fmt.Errorf("refresh.every is %q; give 1m to 744h, such as 30m, or nothing", c.Every))
	}
	if c.Every != "" && c.Cron != "" {
		errs = append(errs, errors.New("refresh.every and refresh.cron are both given; give one of them"))
	}
	if _, err := c.zone(); err != nil {
		errs = append(errs, fmt.Errorf("refresh.timezone is %q; give a name such as Europe/Paris, or nothing for the machine's own", c.Timezone))
	} else if _, err := c.times(); err != nil {
		errs = append(errs, fmt.Errorf("refresh.cron is %q; give five fields, such as \"0 */2 * * *\" for every two hours: %w", c.Cron, err))
	}
	if c.JitterSeconds < 0 || c.JitterSeconds > 3600 {
		errs = append(errs, fmt.Errorf("refresh.jitter_seconds is %d; give 0 to 3600 seconds", c.JitterSeconds))
	}
	return errors.Join(errs...)
}

func (c RefreshConfig) zone() (*time.Location, error) {
	if c.Timezone == "" {
		return time.Local, nil
	}
	return time.LoadLocation(c.Timezone)
}

// times are those of Cron; nil where there are none.
func (c RefreshConfig) times() (cron.Schedule, error) {
	if c.Cron == "" {
		return nil, nil
	}
	return cron.ParseStandard(c.Cron)
}

// mostBackoff is how long failures let the next refresh wait at most, beyond what is planned.
const mostBackoff = 6 * time.Hour

// backoff is how long after so many failures in a row nothing is tried: each doubles it.
func (c RefreshConfig) backoff(failures int) time.Duration {
	wait, err := time.ParseDuration(c.Every)
	if err != nil {
		wait = 10 * time.Minute
	}
	for range failures {
		if wait *= 2; wait > mostBackoff {
			return mostBackoff
		}
	}
	return wait
}

// due is when the next refresh is planned after one at last, which is zero where there was none; ok is false where none is. It may
// be over: what was missed is made up for, once.
func (c RefreshConfig) due(last, now time.Time, failures int) (at time.Time, ok bool) {
	if last.IsZero() {
		last = now
		if c.Every != "" {
			return now, true
		}
	}
	after := last
	if failures > 0 {
		after = last.Add(c.backoff(failures))
	}
	if every, err := time.ParseDuration(c.Every); err == nil {
		if planned := last.Add(every); planned.After(after) {
			after = planned
		}
		return after, true
	}
	times, err := c.times()
	zone, badZone := c.zone()
	if err != nil || badZone != nil || times == nil {
		return time.Time{}, false
	}
	at = times.Next(after.In(zone))
	return at, !at.IsZero() // such as 30 February
}

// schedule refreshes by itself: when it is time, and when folders change.
type schedule struct {
	keeper  *keeper
	folders <-chan struct{} // something among the sources has changed
	jitter  func(most time.Duration) time.Duration
}

// someJitter is a time up to most, at random.
func someJitter(most time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	return rand.N(most)
}

// run refreshes until ctx ends, which stops a refresh that is going on.
func (s *schedule) run(ctx context.Context) {
	k := s.keeper
	for ctx.Err() == nil {
		var due <-chan time.Time
		anew := k.live.changed()
		if at, ok := s.plan(ctx); ok {
			due = time.After(at.Sub(k.now()))
		}
		select {
		case <-ctx.Done():
			return
		case <-anew:
			continue
		case <-due:
		case <-s.folders:
			s.rest(ctx)
		}
		if ctx.Err() != nil {
			return
		}
		_, _ = k.Refresh(ctx, knowledge.How{By: "schedule"}, "") // which logs and remembers what came of it
	}
}

// webRest is how long sources of the web are left alone after a refresh, however often folders change that are refreshed with them.
const webRest = 5 * time.Minute

// rest waits until the web may be asked again; not where no source is of the web.
func (s *schedule) rest(ctx context.Context) {
	k := s.keeper
	if !k.live.config().Sources.online() {
		return
	}
	k.mu.Lock()
	last := k.tried
	k.mu.Unlock()
	select {
	case <-ctx.Done():
	case <-time.After(last.Add(webRest).Sub(k.now())):
	}
}

// plan sets when the next refresh is due.
func (s *schedule) plan(ctx context.Context) (at time.Time, ok bool) {
	k := s.keeper
	c := k.live.config().Refresh
	k.mu.Lock()
	last, failures := k.tried, k.failures
	k.mu.Unlock()
	if last.IsZero() {
		st, err := k.Status(ctx)
		if err != nil {
			k.log.Warn("when the articles were refreshed is not known", "error", err)
			st = dialog.Status{}
		}
		last = st.Refreshed
	}
	now := k.now()
	if at, ok = c.due(last, now, failures); ok {
		if at.Before(now) {
			at = now
		}
		at = at.Add(s.jitter(time.Duration(c.JitterSeconds) * time.Second))
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.next = at
	return at, ok
}
