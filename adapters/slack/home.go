package slack

import (
	"context"

	"github.com/slack-go/slack"

	"talksbot/adapters/slack/blocks"
)

// showHome shows a person the bot's home page as it is now.
func (s *Slack) showHome(ctx context.Context, person string) {
	lang := s.cfg.Channel.Language
	home, err := s.host.Home(ctx, lang)
	if err != nil {
		s.log.Error("the home page is not shown", "error", err)
		return
	}
	v := blocks.HomeView(home, s.cfg.Command, lang)
	if err := blocks.CheckHome(v); err != nil {
		s.log.Error("the home page is not shown", "error", err)
		return
	}
	if _, err := s.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: person, View: v}); err != nil {
		s.log.Warn("the home page is not shown", "error", s.scrub(err))
	}
}
