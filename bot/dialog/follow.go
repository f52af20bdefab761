package dialog

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// A channel, or a person in a conversation alone, follows a party, a topic or everything: what changes about it is told there once,
// at once or in the daily digest. What follows is a Thread that an adapters.Announcer gives.

// mostFollows is how many there may be in one Thread, longestTopic how long one is, in runes.
const mostFollows, longestTopic = 20, 60

// cannotFollow is what /follow comes to where nobody can be told anything later.
func (d *Dialog) cannotFollow(say phrase.Words, _ string) adapters.Reply {
	return adapters.Reply{Lead: say.Say("Nothing can be followed here: only Slack and Discord can be told of changes.")}
}

// follower is who follows, or asks to.
type follower struct {
	thread adapters.Thread
	person string // "" for all of a channel
}

// followerOf says who follows by a Message; ok is false where nobody can be told of anything of its own accord.
func followerOf(a adapters.Adapter, m adapters.Message) (f follower, ok bool) {
	aloud, can := a.(adapters.Announcer)
	if !can {
		return f, false
	}
	if t, ok := aloud.Aloud(m.Channel, ""); ok {
		return follower{thread: t}, true
	}
	t, ok := aloud.Aloud(m.Channel, m.From)
	return follower{t, m.From}, ok
}

// following answers /follow, /unfollow and /following; nil for any other command.
func (s *service) following(ctx context.Context, a adapters.Adapter, m adapters.Message) (*turn, error) {
	name, rest, is := asCommand(m.Text)
	if !is || !slices.Contains([]string{"follow", "unfollow", "following"}, name) {
		return nil, nil
	}
	say := phrase.In(m.Language)
	f, ok := followerOf(a, m)
	if !ok {
		return &turn{reply: s.cannotFollow(say, "")}, nil
	}
	all, err := s.box.Follows(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(o inbox.Follow) bool { return o.Thread != f.thread })
	var r adapters.Reply
	changed := false
	switch topic, daily := asTopic(rest, say); name {
	case "follow":
		r, changed, err = s.follow(ctx, f, all, topic, daily, m.Language)
	case "unfollow":
		r, changed, err = s.unfollow(ctx, f, all, topic, say)
	default:
		r = listFollows(all, say)
	}
	if err != nil {
		return nil, err
	}
	r.Language = m.Language
	if changed && m.Private && f.person == "" { // all of the channel are to know
		said := r
		said.Answers = ""
		if c, can := a.(adapters.Commander); can {
			said = written(said, c)
		}
		switch _, err := a.Post(ctx, f.thread, said); {
		case errors.Is(err, adapters.ErrGone):
			r = adapters.Reply{Lead: say.Say("I may not speak in this channel, so it cannot follow anything: invite me first.")}
			return &turn{reply: r}, s.box.UnfollowAll(ctx, f.thread)
		case err != nil:
			return nil, err
		}
	}
	return &turn{reply: r}, nil
}

// asTopic reads what is to be followed, and whether once a day.
func asTopic(rest string, say phrase.Words) (topic string, daily bool) {
	words := strings.Fields(rest)
	if n := len(words); n > 0 && (strings.EqualFold(words[n-1], "daily") || strings.EqualFold(words[n-1], say.Say("daily"))) {
		words, daily = words[:n-1], true
	}
	topic = strings.Join(words, " ")
	if slices.Contains([]string{"everything", "all", folded(say.Say("everything"))}, folded(topic)) {
		topic = ""
	}
	return topic, daily
}

// sameTopic says whether two topics are one: the same words, or names of the same state.
func sameTopic(a, b string) bool {
	return folded(a) == folded(b) || codeOf(a) != "" && codeOf(a) == codeOf(b)
}

func (s *service) follow(ctx context.Context, f follower, all []inbox.Follow, topic string, daily bool, language string) (r adapters.Reply, changed bool, err error) {
	say := phrase.In(language)
	known := slices.IndexFunc(all, func(o inbox.Follow) bool { return sameTopic(o.Topic, topic) })
	switch {
	case topic != "" && (folded(topic) == "" || len([]rune(topic)) > longestTopic):
		return adapters.Reply{Lead: say.Say("%s cannot be followed: name a party or a topic in a few words.", "“"+clipped(topic)+"”")}, false, nil
	case known < 0 && len(all) >= mostFollows:
		return adapters.Reply{Lead: say.Say("%d topics are followed here already. End one first: %s", len(all), "/following")}, false, nil
	case known >= 0:
		topic = all[known].Topic
	}
	var notes []string
	if daily && !s.cfg().hasDigest() {
		daily = false
		notes = append(notes, say.Say("There is no daily digest, so you are told at once."))
	}
	if err := s.box.Follow(ctx, inbox.Follow{Thread: f.thread, Topic: topic, Person: f.person, Daily: daily, Language: language}); err != nil {
		return r, false, err
	}
	r = adapters.Reply{Lead: say.Say("This channel follows %s now.", topicWords(topic, say)), Notes: notes}
	if f.person != "" {
		r.Lead = say.Say("You follow %s now.", topicWords(topic, say))
	}
	if daily {
		r.Notes = append(r.Notes, say.Say("What changes is told here every day at %s, with its citation.", s.cfg().Digest))
	} else {
		r.Notes = append(r.Notes, say.Say("What changes is told here once, with its citation."))
	}
	if topic != "" && !s.isKnown(topic) {
		note := say.Say("Nothing in the articles is about it so far.")
		if near := s.nearestParty(topic); near != "" {
			note += " " + say.Say("Did you mean %s?", near)
		}
		r.Notes = append(r.Notes, note)
	}
	r.Notes = append(r.Notes, say.Say("%s ends it.", strings.TrimSpace("/unfollow "+topic)))
	return r, true, nil
}

func (s *service) unfollow(ctx context.Context, f follower, all []inbox.Follow, topic string, say phrase.Words) (r adapters.Reply, changed bool, err error) {
	if topic == "" && !slices.ContainsFunc(all, func(o inbox.Follow) bool { return o.Topic == "" }) && len(all) > 0 {
		return adapters.Reply{Lead: say.Say("Everything that was followed here is not any more.")}, true, s.box.UnfollowAll(ctx, f.thread)
	}
	for _, o := range all {
		if !sameTopic(o.Topic, topic) {
			continue
		}
		if _, err := s.box.Unfollow(ctx, f.thread, o.Topic); err != nil {
			return r, false, err
		}
		if f.person != "" {
			return adapters.Reply{Lead: say.Say("You do not follow %s any more.", topicWords(o.Topic, say))}, true, nil
		}
		return adapters.Reply{Lead: say.Say("This channel does not follow %s any more.", topicWords(o.Topic, say))}, true, nil
	}
	r = listFollows(all, say)
	r.Lead = say.Say("%s is not followed here.", topicWords(clipped(topic), say))
	return r, false, nil
}

func listFollows(all []inbox.Follow, say phrase.Words) adapters.Reply {
	if len(all) == 0 {
		return adapters.Reply{Lead: say.Say("Nothing is followed here."),
			Notes: []string{say.Say("Name a party or a topic, or follow everything: %s", "/follow Germany, /follow troops, /follow")}}
	}
	r := adapters.Reply{Lead: say.Say("%d topics are followed here.", len(all)), Table: adapters.Table{Heads: []string{say.Say("What"), say.Say("When it is told")}}}
	for _, f := range all {
		when := say.Say("at once")
		if f.Daily {
			when = say.Say("daily")
		}
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: topicWords(f.Topic, say)}, {Text: when}})
	}
	return r
}

func topicWords(topic string, say phrase.Words) string {
	if topic == "" {
		return say.Say("everything")
	}
	return topic
}

// isKnown says whether anything in the Ledger is about a topic.
func (s *service) isKnown(topic string) bool {
	about := aboutTopic(topic)
	return slices.ContainsFunc(s.base.Commitments(), func(c knowledge.Commitment) bool { return about(knowledge.Change{Commitment: &c}) }) ||
		slices.ContainsFunc(s.base.Issues(), func(i knowledge.OpenIssue) bool { return about(knowledge.Change{Issue: &i}) })
}

func (s *service) nearestParty(topic string) string {
	var names []string
	for _, p := range s.parties() {
		names = append(names, p.name)
	}
	return NearestActor(topic, names)
}

// aboutTopic tells what Changes are about a topic: those of an actor of that name, and, unless it names a state, those that speak of
// it in all its words.
func aboutTopic(topic string) func(knowledge.Change) bool {
	if topic == "" {
		return func(knowledge.Change) bool { return true }
	}
	who, isState := Filter{Actors: []string{topic}}, codeOf(topic) != ""
	return func(c knowledge.Change) bool {
		if who.Concerns(ChangeNames(c)...) {
			return true
		}
		text := ""
		if c.Issue != nil {
			text = strings.Join(Named(*c.Issue), " ")
		} else {
			text = c.Commitment.Undertaking + " " + c.Commitment.Condition + " " + c.Commitment.Amount
		}
		return !isState && knowledge.Speaks(text, topic)
	}
}
