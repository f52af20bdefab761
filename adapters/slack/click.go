package slack

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
	"talksbot/adapters/slack/blocks"
)

// ShortcutCheck is what the shortcut is named that holds the text of a message against the articles.
const ShortcutCheck = "check"

// readInteraction says what a click, a shortcut or a window that was sent comes to.
func (s *Slack) readInteraction(i interaction) heard {
	lang := s.cfg.in(cmp.Or(i.Container.Channel, i.Channel.ID)).Language
	switch i.Type {
	case "message_action":
		if i.CallbackID == ShortcutCheck && i.Message != nil {
			return heard{message: adapters.Message{ID: "check:" + i.TriggerID, Thread: place{channel: i.Channel.ID, person: i.User.ID}.thread(),
				From: i.User.ID, Text: "/check " + typed(i.Message.Text, s.who().user), Channel: i.Channel.ID, Sent: time.Now().UTC(),
				Private: true, Language: lang, Ticket: i.ResponseURL}}
		}
	case "view_submission":
		if i.View.CallbackID == blocks.CallbackWhy {
			return heard{act: func(ctx context.Context) { s.rateBadly(ctx, i) }}
		}
	case "block_actions":
		if len(i.Actions) == 1 {
			return s.readClick(i, lang)
		}
	}
	return heard{}
}

func (s *Slack) readClick(i interaction, lang string) heard {
	value := i.Actions[0].Value
	switch i.Actions[0].ActionID {
	case blocks.ActionQuotes:
		return heard{act: func(ctx context.Context) { s.showQuotes(ctx, i, lang) }}
	case blocks.ActionEarlier, blocks.ActionMore:
		return heard{act: func(ctx context.Context) { s.turnQuotes(ctx, i) }}
	case blocks.ActionFeedback:
		return heard{act: func(ctx context.Context) { s.feedback(ctx, i, lang) }}
	case blocks.ActionReport:
		return heard{act: func(ctx context.Context) {
			if k, ok := s.kept(ctx, i, value, lang); ok { // a window stands in no channel; the answer does
				at := placeOf(k.Message.Thread)
				i.Container.Channel, i.Container.ThreadTS = at.channel, at.ts
				s.askWhy(ctx, i, value, adapters.Report, cmp.Or(k.Reply.Language, lang))
			}
		}}
	case blocks.ActionShare:
		at := place{channel: i.Container.Channel, ts: i.Container.ThreadTS}
		return heard{message: adapters.Message{ID: "share:" + at.thread().ID + ":" + value, Thread: at.thread(), From: i.User.ID, Channel: at.channel,
			Sent: time.Now().UTC(), Shares: value, Language: lang, Ticket: i.ResponseURL}}
	}
	if strings.HasPrefix(i.Actions[0].ActionID, blocks.ActionOffer) && value != "" {
		return s.takes(i, value)
	}
	return heard{}
}

// takes makes a Message of a click on an Offer: its command, where the Offer stands. The same person's second click is the same
// Message.
func (s *Slack) takes(i interaction, command string) heard {
	at := place{channel: cmp.Or(i.Container.Channel, i.Channel.ID), ts: i.Container.ThreadTS}
	ch := s.cfg.in(at.channel)
	if !*ch.Speak && !isDirect(at.channel) {
		return heard{}
	}
	if i.Container.Ephemeral && (at.ts == "" || ch.Answers == "private") {
		at.person = i.User.ID
	}
	return heard{message: adapters.Message{ID: strings.Join([]string{"offer", at.channel, i.Container.TS, i.User.ID, command}, ":"), Thread: at.thread(),
		From: i.User.ID, Text: command, Channel: at.channel, Sent: time.Now().UTC(), Private: i.Container.Ephemeral, Language: ch.Language, Ticket: i.ResponseURL}}
}

// showQuotes opens the window with the quotes of an answer. Slack gives three seconds for it.
func (s *Slack) showQuotes(ctx context.Context, i interaction, lang string) {
	id, page, ok := blocks.ParseQuotes(i.Actions[0].Value)
	if !ok {
		return
	}
	k, ok := s.kept(ctx, i, id, lang)
	if !ok {
		return
	}
	if _, err := s.api.OpenViewContext(ctx, i.TriggerID, blocks.View(k.Reply, id, page)); err != nil {
		s.log.Warn("quotes are not shown", "message", id, "error", s.scrub(err))
		s.tell(ctx, i, phrase.In(lang).Say("Slack did not open the window. Please click once more."))
	}
}

func (s *Slack) turnQuotes(ctx context.Context, i interaction) {
	id, page, ok := blocks.ParseQuotes(i.Actions[0].Value)
	if !ok {
		return
	}
	k, known, err := s.host.Kept(ctx, s.Name(), id)
	if err != nil || !known {
		s.log.Warn("quotes are not shown", "message", id, "error", err)
		return
	}
	if _, err := s.api.UpdateViewContext(ctx, blocks.View(k.Reply, id, page), "", i.View.Hash, i.View.ID); err != nil && code(err) != "hash_conflict" {
		s.log.Warn("quotes are not shown", "message", id, "error", s.scrub(err))
	}
}

// kept gives what a Message came to, or tells who clicked that it is not known any more.
func (s *Slack) kept(ctx context.Context, i interaction, id, lang string) (adapters.Kept, bool) {
	k, ok, err := s.host.Kept(ctx, s.Name(), id)
	if err != nil {
		s.log.Error("an answer cannot be looked up", "message", id, "error", err)
	}
	if !ok || err != nil {
		s.tell(ctx, i, phrase.In(lang).Say("That answer is not known any more."))
	}
	return k, ok && err == nil
}

// feedback keeps a click on a feedback button and says so; one on the bad one asks why.
func (s *Slack) feedback(ctx context.Context, i interaction, lang string) {
	id, good, ok := blocks.ParseFeedback(i.Actions[0].Value)
	if !ok {
		return
	}
	verdict := adapters.Bad
	if good {
		verdict = adapters.Good
	} else {
		s.askWhy(ctx, i, id, adapters.Bad, lang) // first: the trigger is soon too old
	}
	if !s.rate(ctx, adapters.Rating{Platform: s.Name(), Message: id, From: i.User.ID, Verdict: verdict}) {
		s.tell(ctx, i, phrase.In(lang).Say("That could not be kept. Please click once more."))
		return
	}
	s.tell(ctx, i, phrase.In(lang).Say("Thank you, that is noted."))
}

func (s *Slack) rate(ctx context.Context, r adapters.Rating) bool {
	if err := s.host.Rate(ctx, r); err != nil {
		s.log.Error("feedback is not kept", "message", r.Message, "error", err)
		return false
	}
	return true
}

// askWhy opens the window that asks what was wrong with an answer.
func (s *Slack) askWhy(ctx context.Context, i interaction, id string, verdict adapters.Verdict, lang string) {
	at := place{channel: cmp.Or(i.Container.Channel, i.Channel.ID), ts: i.Container.ThreadTS}
	v := blocks.Why(id, at.thread().ID, verdict, lang)
	if i.View.ID != "" { // the window with the quotes is open
		if _, err := s.api.PushViewContext(ctx, i.TriggerID, v); err != nil {
			s.log.Warn("nobody is asked why", "message", id, "error", s.scrub(err))
		}
		return
	}
	if _, err := s.api.OpenViewContext(ctx, i.TriggerID, v); err != nil {
		s.log.Warn("nobody is asked why", "message", id, "error", s.scrub(err))
	}
}

// rateBadly keeps what a person wrote in the window, and passes a report on.
func (s *Slack) rateBadly(ctx context.Context, i interaction) {
	thread, id, ok := strings.Cut(i.View.Private, " ")
	if !ok {
		return
	}
	values := i.View.State.Values
	r := adapters.Rating{Platform: s.Name(), Message: id, From: i.User.ID, Verdict: adapters.Bad, Why: plain.Cut(values[blocks.InputText][blocks.InputText].Value, blocks.MostWhy)}
	if values[blocks.InputKind][blocks.InputKind].Selected.Value == string(adapters.Report) {
		r.Verdict = adapters.Report
	}
	at := placeOf(adapters.Thread{ID: thread})
	lang := s.cfg.in(at.channel).Language
	i.Container.Channel, i.Container.ThreadTS = at.channel, at.ts
	if !s.rate(ctx, r) {
		s.tell(ctx, i, phrase.In(lang).Say("That could not be kept. Please click once more."))
		return
	}
	thanks := phrase.In(lang).Say("Thank you, that is noted.")
	if r.Verdict == adapters.Report && s.cfg.AdminChannel != "" {
		if err := s.report(ctx, r); err != nil {
			s.log.Error("a report does not reach the admin channel", "message", id, "error", err)
		} else {
			thanks = phrase.In(lang).Say("Thank you, the editors are told.")
		}
	}
	s.tell(ctx, i, thanks)
}

// report shows the admin channel an answer with its quotes, and what a person says is wrong with it.
func (s *Slack) report(ctx context.Context, r adapters.Rating) error {
	out, err := s.host.Report(ctx, r, s.cfg.in(s.cfg.AdminChannel).Language)
	if err != nil {
		return err
	}
	_, err = s.Post(ctx, place{channel: s.cfg.AdminChannel}.thread(), out)
	return err
}

// tell says something to who clicked, alone.
func (s *Slack) tell(ctx context.Context, i interaction, words string) {
	at := place{channel: cmp.Or(i.Container.Channel, i.Channel.ID), ts: i.Container.ThreadTS}
	p := blocks.Render(adapters.Reply{Lead: words}, "")[0]
	err := errors.New("no channel")
	if s.answersURL(i.ResponseURL) {
		err = s.respond(ctx, i.ResponseURL, p.Options())
	}
	if err != nil && at.channel != "" {
		err = s.ephemeral(ctx, at, i.User.ID, p.Options())
	}
	if err != nil {
		s.log.Warn("who clicked is not told", "error", s.scrub(err))
	}
}
