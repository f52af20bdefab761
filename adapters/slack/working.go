package slack

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
	"talksbot/adapters/slack/blocks"
)

// renewStatus is how often a status is shown anew: Slack takes it away after two minutes.
const renewStatus = 90 * time.Second

// mostTitle bounds the title of a session in the bot's pane, in characters.
const mostTitle = 200

// sign is what shows in a Thread that the bot is at work there, on however many Messages. Slack.mu guards it.
type sign struct {
	works int              // Messages that are being answered or wait for it
	on    adapters.Message // the last of them
	shown bool             // Slack shows the status; the bot's next post takes it away
	wake  chan struct{}    // has room for one: works or shown have changed
}

// Working implements adapters.Worker: by the status under the thread, and in the bot's pane by the session's, which has the
// button that stops it. Slack shows none in a channel itself.
func (s *Slack) Working(ctx context.Context, on adapters.Message) (done func()) {
	at := placeOf(on.Thread)
	if at.ts == "" || at.person != "" {
		return func() {}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now, isThere := s.signs[on.Thread]
	if !isThere {
		now = &sign{wake: make(chan struct{}, 1)}
		s.signs[on.Thread] = now
		s.order.Aside(s.guarded(func() { s.show(context.WithoutCancel(ctx), at, now) }))
	}
	now.works++
	now.on = on
	end := sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		now.works--
		now.changed()
	})
	stop := context.AfterFunc(ctx, end)
	return func() {
		stop()
		end()
	}
}

func (n *sign) changed() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// show holds up a sign as long as the bot works in a Thread, and again where a post has taken it away and more wait.
func (s *Slack) show(ctx context.Context, at place, now *sign) {
	inPane := s.cfg.Pane == "agent" && isDirect(at.channel)
	renew, began := time.Now(), false
	for {
		s.mu.Lock()
		works, shown, on := now.works > 0, now.shown, now.on
		if !works && !shown && !began {
			delete(s.signs, on.Thread)
			s.mu.Unlock()
			return
		}
		now.shown = shown && works
		s.mu.Unlock()
		switch {
		case works && inPane && !began:
			s.session(ctx, at, slack.AgentSessionStatusProcessing, plain.Cut(plain.Line(on.Text), mostTitle))
			fallthrough
		case works && (!shown || time.Since(renew) >= renewStatus):
			s.status(ctx, at, phrase.In(on.Language).Say("is searching the articles…"))
			renew, began = time.Now(), true
			s.mu.Lock()
			now.shown = true // also where a post came meanwhile, which Slack may have taken in before
			s.mu.Unlock()
		case !works:
			if shown {
				s.status(ctx, at, "")
			}
			if inPane {
				s.session(ctx, at, slack.AgentSessionStatusActive, "")
			}
			began = false
			continue // somebody may have asked meanwhile
		}
		select {
		case <-now.wake:
		case <-time.After(renewStatus - time.Since(renew)):
		}
	}
}

// answered notes that a post has taken the status of a Thread away.
func (s *Slack) answered(t adapters.Thread) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now, ok := s.signs[t]; ok {
		now.shown = false
	}
}

// status shows what the bot does under a thread, or nothing more with "". Where Slack shows none nothing is lost.
func (s *Slack) status(ctx context.Context, at place, text string) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := s.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{ChannelID: at.channel, ThreadTS: at.ts, Status: text})
	if err != nil && ctx.Err() == nil {
		s.log.Debug("a status is not shown", "error", s.scrub(err))
	}
}

func (s *Slack) session(ctx context.Context, at place, status, title string) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := s.api.SetAgentSessionStatusContext(ctx, slack.AgentSessionSetStatusParameters{Status: status, ChannelID: at.channel, ThreadTS: at.ts, Title: title})
	if err != nil && ctx.Err() == nil {
		s.log.Debug("a session's status is not shown", "error", s.scrub(err))
	}
}

// stopped ends the work that somebody has stopped in the bot's pane.
func (s *Slack) stopped(ctx context.Context, at place) {
	s.host.Stop(at.thread())
	s.session(ctx, at, slack.AgentSessionStatusActive, "")
}

// mostPrompts is how many prompts Slack shows.
const mostPrompts = 4

// suggest shows questions to ask in the bot's pane. ts is of the thread in its older generation; the newer one has none.
func (s *Slack) suggest(ctx context.Context, channel, ts string) {
	lang := s.cfg.in(channel).Language
	home, err := s.host.Home(ctx, lang)
	if err != nil {
		s.log.Warn("no prompts are shown", "error", err)
		return
	}
	p := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, ThreadTS: ts, Title: phrase.In(lang).Say("Ask what the articles say")}
	for _, q := range home.Prompts[:min(mostPrompts, len(home.Prompts))] {
		q = plain.Line(q)
		p.Prompts = append(p.Prompts, slack.AssistantThreadsPrompt{Title: plain.Cut(q, blocks.MostLabel), Message: q})
	}
	if len(p.Prompts) == 0 {
		return
	}
	if err := s.api.SetAssistantThreadsSuggestedPromptsContext(ctx, p); err != nil {
		s.log.Warn("no prompts are shown", "error", s.scrub(err))
	}
}
