package dialog

import (
	"context"
	"errors"
	"slices"
	"sync"

	"talksbot/adapters"
	"talksbot/bot/dialog/inbox"
)

// Host gives what Adapters may ask of the bot, over the inbox that Serve is called with. It can be asked before Serve runs:
// then there is nothing to Stop.
func (d *Dialog) Host(box *inbox.Inbox) adapters.Host { return &host{d, box} }

type host struct {
	d   *Dialog
	box *inbox.Inbox
}

func (h *host) Kept(ctx context.Context, platform, message string) (k adapters.Kept, ok bool, err error) {
	e, ok, err := h.box.Find(ctx, platform, message)
	if err != nil || !ok || !e.HasReply() {
		return adapters.Kept{}, false, err
	}
	e.Reply.Answers = e.ID
	return adapters.Kept{Message: e.Message, Reply: e.Reply, Snapshot: e.Snapshot}, true, nil
}

func (h *host) Rate(ctx context.Context, r adapters.Rating) error { return h.box.Rate(ctx, r) }

func (h *host) Home(ctx context.Context, language string) (adapters.Home, error) {
	return h.d.home(ctx, language)
}

func (h *host) Joined(ctx context.Context, t adapters.Thread) (bool, error) {
	return h.box.Joined(ctx, t)
}

func (h *host) Stop(t adapters.Thread) { h.d.serving.stop(t) }

// serving knows the lines of the Serves that run. The zero serving knows none.
type serving struct {
	mu  sync.Mutex
	all []*lines
}

// add takes lines in until done is called.
func (s *serving) add(l *lines) (done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, l)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all = slices.DeleteFunc(s.all, func(other *lines) bool { return other == l })
	}
}

func (s *serving) stop(t adapters.Thread) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.all {
		l.halt(t)
	}
}

func (h *host) Choices(context.Context, adapters.Kind, string, string, int) ([]adapters.Choice, error) {
	return nil, errors.ErrUnsupported
}

func (h *host) Forget(context.Context, string, string) (int, error) { return 0, errors.ErrUnsupported }

func (h *host) Recall(context.Context, string, string) (string, error) {
	return "", errors.ErrUnsupported
}

func (h *host) Store(context.Context, string, string, string) error { return errors.ErrUnsupported }
