package slack

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
)

// place is where something is said: what an adapters.Thread of ours stands for.
type place struct {
	channel string
	ts      string // of the post that opens the thread; "" for the channel itself
	person  string // whom a conversation that others do not see is with; "" for none
}

func (p place) thread() adapters.Thread {
	id := p.channel
	if p.ts != "" {
		id += ":" + p.ts
	}
	if p.person != "" {
		id += "/" + p.person
	}
	return adapters.Thread{Platform: "slack", ID: id}
}

func placeOf(t adapters.Thread) (p place) {
	id, person, _ := strings.Cut(t.ID, "/")
	channel, ts, _ := strings.Cut(id, ":")
	return place{channel, ts, person}
}

// isDirect tells the conversations of one person with the bot.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// sentAt reads a ts of Slack's, which is a time with a number behind the point that tells posts of a second apart.
func sentAt(ts string) time.Time {
	seconds, fraction, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	micros, _ := strconv.ParseInt(fraction, 10, 64)
	return time.Unix(n, micros*1000).UTC()
}

// readEvent says what an event comes to.
func (s *Slack) readEvent(e event) heard {
	switch e.Type {
	case "app_mention", "message":
		return s.readMessage(e)
	case "app_home_opened":
		if e.Tab == "home" {
			return heard{act: func(ctx context.Context) { s.showHome(ctx, e.User) }}
		}
		if s.cfg.Pane == "agent" && e.Channel != "" {
			return heard{act: func(ctx context.Context) { s.suggest(ctx, e.Channel, "") }}
		}
	case "assistant_thread_started":
		if a := e.Assistant; a != nil {
			return heard{act: func(ctx context.Context) { s.suggest(ctx, a.Channel, a.ThreadTS) }}
		}
	case "agent_session_stopped":
		return heard{act: func(ctx context.Context) { s.stopped(ctx, place{channel: e.Channel, ts: e.ThreadTS}) }}
	}
	return heard{}
}

// readMessage says whether something said is for the bot: posts of people, new or reworded. Deletions, unfurls, joins,
// other bots and the bot itself are not.
func (s *Slack) readMessage(e event) heard {
	said, edit := e, ""
	switch {
	case spoken(e.SubType):
	case e.SubType == "message_changed":
		if e.Message == nil || e.Message.Edited == nil || e.Previous != nil && e.Previous.Text == e.Message.Text {
			return heard{} // an unfurl
		}
		said, edit = *e.Message, e.Message.Edited.TS
		said.Channel, said.ThreadTS = e.Channel, cmp.Or(said.ThreadTS, e.ThreadTS)
		if !spoken(said.SubType) {
			return heard{}
		}
	default:
		return heard{}
	}
	own := s.who()
	ch := s.cfg.in(said.Channel)
	if said.User == "" || said.User == own.user || said.BotID != "" || said.TS == "" || said.Channel == "" || !*ch.Speak {
		return heard{}
	}
	id := said.Channel + ":" + said.TS
	at := place{channel: said.Channel, ts: said.ThreadTS}
	private := ch.Answers == "private" && !isDirect(said.Channel)
	switch {
	case private: // a thread that nobody else sees would not show
		at.person = said.User
	case at.ts == "" && !isDirect(said.Channel) && *ch.Threads:
		at.ts = said.TS
	}
	called := isDirect(said.Channel) || names(said.Text, own.user)
	m := adapters.Message{ID: id, Thread: at.thread(), From: said.User, Text: typed(said.Text, own.user), Channel: said.Channel, Sent: sentAt(said.TS),
		Private: private, Language: ch.Language}
	if edit != "" && (e.Previous == nil || isDirect(said.Channel) || names(e.Previous.Text, own.user) || !called) {
		m.ID, m.Edits, m.Sent = id+":"+edit, id, sentAt(edit)
	} // a mention that an edit brings makes a new question of it
	if called {
		s.called.Add(m.Thread, true)
		return heard{message: m}
	}
	if others(said.Text, own.user) {
		return heard{} // it is said to somebody else
	}
	m.Overheard = true
	joined := func(ctx context.Context) (bool, error) {
		if s.called.Contains(m.Thread) {
			return true, nil
		}
		return s.host.Joined(ctx, m.Thread)
	}
	inThread := said.ThreadTS != "" && said.ThreadTS != said.TS
	switch {
	case !inThread && ch.Listen == "all":
		return heard{message: m}
	case inThread && *ch.FollowUps, inThread && ch.Listen == "all":
		return heard{message: m, due: joined}
	}
	return heard{}
}

// CommandWords are the words after the slash command that are commands of the bot's, "/issues" for "issues".
var CommandWords = []string{"ask", "commitments", "issues", "who", "since", "sources", "follow", "unfollow", "following", "help", "check"}

// AdminWord is another such word, which is told to nobody.
const AdminWord = "admin"

// readCommand makes a Message of a slash command: a private one, since only who typed it sees it.
func (s *Slack) readCommand(c slashCommand) heard {
	ch := s.cfg.in(c.Channel)
	if !*ch.Speak && !isDirect(c.Channel) {
		return heard{answer: map[string]string{"response_type": "ephemeral", "text": phrase.In(ch.Language).Say("I do not answer in this channel.")}}
	}
	text := typed(c.Text, s.who().user)
	word, rest, _ := strings.Cut(text, " ")
	switch word = strings.ToLower(word); {
	case text == "":
		text = "/help"
	case strings.HasSuffix(text, "?") && word != "ask" && word != "check": // "who leads the force?"
	case slices.Contains(CommandWords, word) || word == AdminWord:
		text = strings.TrimSpace("/" + word + " " + strings.TrimSpace(rest))
	}
	return heard{message: adapters.Message{ID: "command:" + c.TriggerID, Thread: place{channel: c.Channel, person: c.User}.thread(), From: c.User,
		Text: text, Channel: c.Channel, Sent: time.Now().UTC(), Private: true, Language: ch.Language, Ticket: c.ResponseURL}}
}
