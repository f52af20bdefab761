package slack

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
)

// renewStatus is how often a status is shown anew: Slack takes it away after two minutes.
const renewStatus = 90 * time.Second

// mostTitle of a session in the bot's pane, in characters.
const sessionTitle = 200

// shown tells whether a status is shown in a Thread: Slack takes it away with the next post.
type shown struct {
	mu sync.Mutex
	is bool
}

func (s *shown) set(is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.is = is
}

func (s *shown) get() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.is
}

// Working implements adapters.Worker: by the status under the thread, and in the bot's pane by the session's, which has the
// button that stops it. Slack shows none in a channel itself.
func (s *Slack) Working(ctx context.Context, on adapters.Message) (done func()) {
	at := placeOf(on.Thread)
	if at.ts == "" || at.person != "" {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	now := &shown{}
	s.busy.Add(on.Thread, now)
	s.order.aside(s.guarded(func() {
		if ctx.Err() != nil {
			return
		}
		calling := context.WithoutCancel(ctx) // what is broken off could come to Slack after its end
		inPane := s.cfg.Pane == "agent" && isDirect(at.channel)
		if inPane {
			s.session(calling, at, slack.AgentSessionStatusProcessing, cut(plain(on.Text), sessionTitle))
		}
		for once := true; ctx.Err() == nil && (once || sleep(ctx, renewStatus)); once = false {
			s.status(calling, at, phrase.In(on.Language).Say("is searching the articles…"))
			now.set(true)
		}
		if now.get() {
			s.status(calling, at, "")
		}
		if inPane {
			s.session(calling, at, slack.AgentSessionStatusActive, "")
		}
	}))
	return cancel
}

// answered notes that a post has taken the status of a Thread away.
func (s *Slack) answered(t adapters.Thread) {
	if now, ok := s.busy.Get(t); ok {
		now.set(false)
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
		q = plain(q)
		p.Prompts = append(p.Prompts, slack.AssistantThreadsPrompt{Title: cut(q, maxLabel), Message: q})
	}
	if len(p.Prompts) == 0 {
		return
	}
	if err := s.api.SetAssistantThreadsSuggestedPromptsContext(ctx, p); err != nil {
		s.log.Warn("no prompts are shown", "error", s.scrub(err))
	}
}

// cut gives at most so many characters of a text.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
