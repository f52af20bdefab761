package dialog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"sync"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
)

const (
	maxRetry  = 30 * time.Second // between tries
	grace     = 10 * time.Second // for what is at work when Serve is told to end
	tidyEvery = time.Hour
)

// Serve answers what is said on the platforms, every Message once, until ctx ends (nil) or no platform listens any more.
// What an earlier process left is answered first; only an adapters.Finder tells what of it was posted. What is at work when
// ctx ends has 10 s more, the rest waits in box.
func (d *Dialog) Serve(ctx context.Context, box *inbox.Inbox, log *slog.Logger, on ...adapters.Adapter) error {
	long, done := outlast(ctx, grace)
	defer done()
	s := &service{Dialog: d, box: box, log: log, on: map[string]adapters.Adapter{}, standing: map[string]*standing{},
		persons: newLimit(0), channels: newLimit(0), servers: newLimit(0), courtesies: make(chan struct{}, d.cfg().Workers)}
	for _, a := range on {
		s.on[a.Name()] = a
	}
	s.lines = newLines(d.cfg().Workers, func(j job, at *slot) { s.work(ctx, long, j, at) })
	defer d.serving.add(s.lines)()
	d.box.Store(box)
	defer d.box.Store(nil)
	if err := s.resume(ctx, long); err != nil {
		return err
	}
	listening, stopTidying := context.WithCancel(ctx)
	var ears, tidying sync.WaitGroup
	tidying.Go(func() { s.tidy(listening) })
	tidying.Go(func() { s.watch(listening, long) })
	errs := make([]error, len(on))
	for i, a := range on {
		ears.Go(func() {
			err := a.Listen(ctx, func(hearing context.Context, m adapters.Message) { s.hear(hearing, ctx, long, m) })
			if err != nil && ctx.Err() == nil {
				errs[i] = fmt.Errorf("listening to %s: %w", a.Name(), err)
				d.serving.lost(a.Name(), err)
				log.Error("a platform is not heard any more", "platform", a.Name(), "error", err)
			}
		})
	}
	ears.Wait()
	stopTidying()
	tidying.Wait()
	s.lines.running.Wait()
	s.polite.Wait()
	s.signs.Wait()
	return errors.Join(errs...)
}

// outlast gives a context that ends some time after ctx does.
func outlast(ctx context.Context, by time.Duration) (context.Context, func()) {
	long, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		sleep(long, by)
		cancel()
	})
	return long, func() {
		stop()
		cancel()
	}
}

// service is one run of Serve.
type service struct {
	*Dialog
	box                        *inbox.Inbox
	log                        *slog.Logger
	on                         map[string]adapters.Adapter // by name
	lines                      *lines
	persons, channels, servers *limit
	standing                   map[string]*standing // by name of a platform
	courtesies                 chan struct{}        // a slot each
	polite, signs              sync.WaitGroup
}

// resume puts what an earlier process left into the lines.
func (s *service) resume(ctx, long context.Context) error {
	left, err := s.box.Waiting(ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(left, func(a, b inbox.Entry) int { return a.Sent.Compare(b.Sent) }) // the first is at work at once
	for _, e := range left {
		if _, ok := s.on[e.Thread.Platform]; ok {
			s.lines.add(ctx, job{Message: e.Message, heard: e.Heard, left: true, over: s.sign(long, e.Message)})
		}
	}
	if len(left) > 0 {
		s.log.Info("messages were left unanswered", "messages", len(left))
	}
	return nil
}

// tidy forgets old Messages now and then, until ctx ends.
func (s *service) tidy(ctx context.Context) {
	for {
		if _, err := s.box.Forget(ctx, time.Now().Add(-s.cfg().keep())); err != nil && ctx.Err() == nil {
			s.log.Error("old messages are not forgotten", "error", err)
		}
		if !sleep(ctx, tidyEvery) {
			return
		}
	}
}

// hear keeps a Message and lets it wait for its turn, or says why not. It returns once the Message is kept, or when
// hearing has ended and it is not; at once where a Message is overheard that is not for the bot.
func (s *service) hear(hearing, stop, long context.Context, m adapters.Message) {
	if m.Overheard && !s.concerned(hearing, m) {
		return
	}
	for {
		isNew, err := s.box.Keep(hearing, m)
		if err == nil && !isNew {
			return
		}
		if err == nil {
			break
		}
		if hearing.Err() != nil {
			return
		}
		s.log.Error("a message is not kept", "platform", m.Thread.Platform, "message", m.ID, "error", err)
		if !sleep(hearing, s.retry) {
			return
		}
	}
	s.log.Debug("a message is kept", "platform", m.Thread.Platform, "message", m.ID)
	if note, courtesy := s.refuse(m); note != "" {
		s.count(m, Refused, 0)
		s.drop(long, m, note)
		if !m.Overheard { // who did not speak to the bot does not wait for it
			s.tell(long, m, courtesy)
		}
		return
	}
	s.lines.add(stop, job{Message: m, heard: time.Now(), over: s.sign(long, m)})
}

// concerned says whether an overheard Message is for the bot: a question to the articles, or the words that the bot told
// people of a Thread to say for more.
func (s *service) concerned(ctx context.Context, m adapters.Message) bool {
	if !showMore.MatchString(m.Text) {
		return toArticles(m.Text)
	}
	joined, err := s.box.Joined(ctx, m.Thread)
	if err != nil && ctx.Err() == nil {
		s.log.Warn("an overheard message is left", "platform", m.Thread.Platform, "message", m.ID, "error", err)
	}
	return joined
}

// sign lets people see that the bot is at work on a Message, where the platform can, until over is called. Neither makes
// anybody wait; what is over before it could be shown is not shown.
func (s *service) sign(ctx context.Context, m adapters.Message) (over func()) {
	w, ok := s.on[m.Thread.Platform].(adapters.Worker)
	if !ok {
		return nil
	}
	ended := make(chan struct{})
	s.signs.Go(func() {
		select {
		case <-ended:
			return
		default:
		}
		var err error
		defer func() {
			if err != nil {
				s.log.Error("panic", "panic", err)
			}
		}()
		defer caught(&err)
		done := w.Working(ctx, m)
		<-ended
		done()
	})
	return func() { close(ended) }
}

// refuse says why a Message is not answered now, and what its person is told; nothing when it is.
func (s *service) refuse(m adapters.Message) (note, courtesy string) {
	say, cfg := phrase.In(m.Language), s.cfg()
	if after := s.lines.over(cfg.Waiting); after > 0 {
		return "too many messages wait", say.Say("I am busy just now. Please try again in %d s.", seconds(after))
	}
	now, platform := time.Now(), m.Thread.Platform+"\x00"
	if after := s.persons.of(cfg.PerPerson).take(platform+m.From, now); after > 0 {
		return "too many messages of one person",
			say.Say("That was more than %d messages of yours in a minute. Please try again in %d s.", cfg.PerPerson, seconds(after))
	}
	channel := "thread\x00" + m.Thread.ID
	if m.Channel != "" {
		channel = "channel\x00" + m.Channel
	}
	if after := s.channels.of(cfg.PerChannel).take(platform+channel, now); after > 0 {
		return "too many messages in one channel",
			say.Say("Here were more than %d messages in a minute. Please try again in %d s.", cfg.PerChannel, seconds(after))
	}
	if m.Server == "" {
		return "", ""
	}
	if after := s.servers.of(cfg.PerServer).take(platform+m.Server, now); after > 0 {
		return "too many messages in one server",
			say.Say("In this server were more than %d messages in a minute. Please try again in %d s.", cfg.PerServer, seconds(after))
	}
	return "", ""
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// tell says something to a person alone where the platform can do that, without making the ear wait.
func (s *service) tell(ctx context.Context, m adapters.Message, text string) {
	select {
	case s.courtesies <- struct{}{}:
	default:
		s.log.Warn("somebody is not told", "platform", m.Thread.Platform, "message", m.ID)
		return
	}
	s.polite.Go(func() {
		defer func() { <-s.courtesies }()
		m.Private = true
		if _, err := deliver(ctx, s.on[m.Thread.Platform], job{Message: m}, adapters.Reply{Lead: text, Language: m.Language}); err != nil {
			s.log.Warn("somebody is not told", "platform", m.Thread.Platform, "message", m.ID, "error", err)
		}
	})
}

// Outcome is what became of a Message.
type Outcome string

const (
	Answered    Outcome = "answered"      // a question
	NotInCorpus Outcome = "not_in_corpus" // a question to which the articles say nothing
	Done        Outcome = "done"          // a command, a courtesy
	Failed      Outcome = "failed"        // its person is told so
	Refused     Outcome = "refused"       // too much at a time
	Dismissed   Outcome = "dismissed"     // too late, stopped, or nowhere to answer
)

// Meter lets f count what becomes of Messages, from any goroutine, and how long after one was heard it was answered. It is for
// before Serve.
func (d *Dialog) Meter(f func(platform string, as Outcome, took time.Duration)) { d.meter = f }

func (s *service) count(m adapters.Message, as Outcome, took time.Duration) {
	if s.meter != nil {
		s.meter(m.Thread.Platform, as, took)
	}
}

// dismiss ends the waiting of a Message that is not answered any more.
func (s *service) dismiss(ctx context.Context, m adapters.Message, note string) {
	s.count(m, Dismissed, 0)
	s.drop(ctx, m, note)
}

// drop ends the waiting of a Message that is not answered.
func (s *service) drop(ctx context.Context, m adapters.Message, note string) {
	s.log.Warn("a message is not answered", "platform", m.Thread.Platform, "message", m.ID, "reason", note)
	s.settle(ctx, m, func() error { return s.box.Dismiss(ctx, m, note) })
}

// settle writes down what became of a Message, trying until ctx ends.
func (s *service) settle(ctx context.Context, m adapters.Message, write func() error) {
	for wait := s.retry; ; wait = min(2*wait, maxRetry) {
		err := write()
		if err == nil || errors.Is(err, inbox.ErrSettled) {
			s.log.Debug("a message is settled", "platform", m.Thread.Platform, "message", m.ID)
			return
		}
		s.log.Error("what became of a message is not kept", "platform", m.Thread.Platform, "message", m.ID, "error", err)
		if !sleep(ctx, wait) {
			return
		}
	}
}
