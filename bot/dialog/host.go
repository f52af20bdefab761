package dialog

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
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
	if err == nil && !ok {
		a, ok, err := h.box.Announced(ctx, platform, message)
		return adapters.Kept{Message: adapters.Message{ID: message, Thread: a.Thread}, Reply: a.Reply}, ok, err
	}
	if err != nil || !ok || !e.HasReply() {
		return adapters.Kept{}, false, err
	}
	e.Reply.Answers = e.ID
	return adapters.Kept{Message: e.Message, Reply: e.Reply, Snapshot: e.Snapshot}, true, nil
}

func (h *host) ThreadOf(ctx context.Context, platform, message string) (adapters.Thread, bool, error) {
	e, ok, err := h.box.Find(ctx, platform, message)
	return e.Thread, ok, err
}

func (h *host) Rate(ctx context.Context, r adapters.Rating) error { return h.box.Rate(ctx, r) }

func (h *host) Report(ctx context.Context, r adapters.Rating, language string) (adapters.Reply, error) {
	k, ok, err := h.Kept(ctx, r.Platform, r.Message)
	if err != nil {
		return adapters.Reply{}, err
	}
	if !ok {
		return adapters.Reply{}, fmt.Errorf("the answer to %s is not known any more", r.Message)
	}
	say := phrase.In(language)
	out := k.Reply
	out.Answers, out.Language, out.Lead = "", language, say.Say("A citation is reported as wrong.")
	head := []adapters.Statement{{Text: say.Say("Asked was: %s", k.Message.Text)}}
	if r.Why != "" {
		head = append(head, adapters.Statement{Text: say.Say("What is wrong: %s", r.Why)})
	}
	if k.Reply.Lead != "" {
		head = append(head, adapters.Statement{Text: k.Reply.Lead})
	}
	out.Statements = slices.Concat(head, k.Reply.Statements)
	out.Notes = append(slices.Clip(k.Reply.Notes), say.Say("Reported by %s. Message %s, snapshot %s.", r.From, r.Message, k.Snapshot))
	return out, nil
}

func (h *host) Home(ctx context.Context, language string) (adapters.Home, error) {
	return h.d.home(ctx, language)
}

func (h *host) Joined(ctx context.Context, t adapters.Thread) (bool, error) {
	return h.box.Joined(ctx, t)
}

func (h *host) Stop(t adapters.Thread) {
	h.d.serving.each(func(l *lines) { l.halt(t) })
}

func (h *host) Choices(_ context.Context, of adapters.Kind, typed, language string, n int) ([]adapters.Choice, error) {
	return h.d.choices(of, typed, language, n), nil
}

func (h *host) Forget(ctx context.Context, platform, person string) (messages int, err error) {
	h.d.serving.each(func(l *lines) { l.haltAll(platform, person) })
	return h.box.ForgetPerson(ctx, platform, person)
}

func (h *host) Recall(ctx context.Context, platform, key string) (string, error) {
	return h.box.Recall(ctx, platform, key)
}

func (h *host) Store(ctx context.Context, platform, key, value string) error {
	return h.box.Store(ctx, platform, key, value)
}

// Unheard says why a platform is not heard any more while Serve goes on with others; nil while it is.
func (d *Dialog) Unheard(platform string) error {
	d.serving.mu.Lock()
	defer d.serving.mu.Unlock()
	return d.serving.unheard[platform]
}

// Waiting says how many Messages wait for an answer or are at work.
func (d *Dialog) Waiting() (n int) {
	d.serving.each(func(l *lines) { n += l.count() })
	return n
}

// serving knows the lines of the Serves that run, and which platforms these do not hear any more. The zero serving knows none.
type serving struct {
	mu      sync.Mutex
	all     []*lines
	unheard map[string]error
}

// lost keeps why a platform is not heard any more.
func (s *serving) lost(platform string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unheard == nil {
		s.unheard = map[string]error{}
	}
	s.unheard[platform] = err
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

func (s *serving) each(do func(*lines)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.all {
		do(l)
	}
}
