package slack

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/slack/blocks"
)

// posted is the event type of the metadata that every post of the bot has, by which it is found again.
const posted = "talksbot_post"

// mark is that metadata: which Message a post answers, and which part of the answer it is.
type mark struct {
	answers string
	first   string // ts of the first part; "" in the first part
	part    int    // from 1
	of      int
}

func (m mark) option() slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: posted,
		EventPayload: map[string]any{"answers": m.answers, "first": m.first, "part": m.part, "of": m.of}})
}

// markOf reads the mark of a post; ok is false for all that is not a post of the bot's.
func markOf(own self, msg slack.Message) (m mark, ok bool) {
	if msg.Metadata.EventType != posted || msg.User != own.user && msg.BotID != own.bot {
		return m, false
	}
	p := msg.Metadata.EventPayload
	m.answers, _ = p["answers"].(string)
	m.first, _ = p["first"].(string)
	part, _ := p["part"].(float64)
	of, _ := p["of"].(float64)
	m.part, m.of = int(part), int(of)
	return m, m.part > 0
}

// Post implements adapters.Adapter. The ID is the ts of the first part; Find takes away parts that an error left alone.
func (s *Slack) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	at := placeOf(to)
	parts := blocks.Render(r, r.Answers)
	first := ""
	for i, p := range parts {
		ts, err := s.send(ctx, at, p, mark{answers: r.Answers, first: first, part: i + 1, of: len(parts)})
		if err != nil {
			return "", err
		}
		if i == 0 {
			first = ts
		}
	}
	if first == "" {
		return "", errors.New("posting to Slack: there is nothing to show")
	}
	s.answered(to)
	return first, nil
}

// Aloud implements adapters.Announcer: what is said there stands in the channel, not in a thread.
func (s *Slack) Aloud(channel, person string) (adapters.Thread, bool) {
	return place{channel: channel}.thread(), channel != "" && isDirect(channel) == (person != "")
}

// send posts one part and gives its ts.
func (s *Slack) send(ctx context.Context, at place, p blocks.Post, m mark) (ts string, err error) {
	err = s.showing(p, func(options []slack.MsgOption) error {
		options = append(options, m.option())
		if at.ts != "" {
			options = append(options, slack.MsgOptionTS(at.ts))
		}
		return patiently(ctx, func() error {
			_, ts, err = s.api.PostMessageContext(ctx, at.channel, options...)
			return err
		})
	})
	return ts, s.explain("posting to Slack", err)
}

// showing does something with a Post, once more with its text alone where Slack does not take its blocks.
func (s *Slack) showing(p blocks.Post, do func([]slack.MsgOption) error) error {
	err := blocks.Check(p)
	if err == nil {
		if err = do(p.Options()); !slices.Contains(unshowable, code(err)) {
			return err
		}
	}
	s.log.Error("a post is shown without its blocks", "error", s.scrub(err))
	p.Blocks = nil
	return do(append(p.Options(), slack.MsgOptionDisableMarkdown()))
}

// found is a post of the bot's with its mark.
type found struct {
	ts string
	mark
}

// parts gives the bot's posts that answer a Message, by their number.
func (s *Slack) parts(ctx context.Context, in place, answers string) (all map[int]found, err error) {
	own, err := s.ask(ctx)
	if err != nil {
		return nil, err
	}
	all = map[int]found{}
	err = s.scroll(ctx, in, since(in, answers), "", func(msg slack.Message) bool {
		if m, ok := markOf(own, msg); ok && m.answers == answers {
			all[m.part] = found{msg.Timestamp, m}
		}
		return true
	})
	return all, err
}

// since is the ts of the post that a Message's ID names, where it is one of the place, or of what is just older than an
// announcement; "" for the beginning.
func since(in place, message string) string {
	if at, ok := adapters.AnnouncedAt(message); ok {
		return strconv.FormatInt(at.Add(-announcedBefore).Unix(), 10) + ".000000"
	}
	rest, ok := strings.CutPrefix(message, in.channel+":")
	if ts, _, _ := strings.Cut(rest, ":"); ok && !sentAt(ts).IsZero() {
		return ts
	}
	return ""
}

// announcedBefore is how far Slack's clock may go after ours.
const announcedBefore = 5 * time.Minute

// How much of a conversation is read to find something: mostPages of pageSize messages each.
const pageSize, mostPages = 200, 20

// scroll reads a place from the post with the ts oldest to that with latest, "" for no such end, until see says false. It
// sees those of a thread as they came, those of a channel the latest first.
func (s *Slack) scroll(ctx context.Context, in place, oldest, latest string, see func(slack.Message) bool) error {
	cursor := ""
	for range mostPages {
		var msgs []slack.Message
		err := patiently(ctx, func() (err error) {
			if in.ts != "" {
				msgs, _, cursor, err = s.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: in.channel,
					Timestamp: in.ts, Oldest: oldest, Latest: latest, Inclusive: true, Limit: pageSize, Cursor: cursor, IncludeAllMetadata: true})
				return err
			}
			got, err := s.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: in.channel,
				Oldest: oldest, Latest: latest, Inclusive: true, Limit: pageSize, Cursor: cursor, IncludeAllMetadata: true})
			if err == nil {
				msgs, cursor = got.Messages, got.ResponseMetaData.NextCursor
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, m := range msgs {
			if !see(m) {
				return nil
			}
		}
		if cursor == "" {
			return nil
		}
	}
	return nil
}

// Find implements adapters.Finder. Of a post that was never finished it takes the parts away. Where the bot may not read the
// conversation nothing is found.
func (s *Slack) Find(ctx context.Context, in adapters.Thread, answers string) (string, error) {
	if answers == "" {
		return "", nil
	}
	at := placeOf(in)
	all, err := s.parts(ctx, at, answers)
	if c := code(err); c == "missing_scope" || slices.Contains(gone, c) {
		s.log.Warn("the bot's own posts cannot be looked for", "channel", at.channel, "error", err)
		return "", nil
	}
	if err != nil {
		return "", s.explain("looking for a post in Slack", err)
	}
	first, ok := all[1]
	if ok && len(all) >= first.of {
		return first.ts, nil
	}
	for _, part := range all {
		if err := s.remove(ctx, at, part.ts); err != nil {
			return "", err
		}
	}
	return "", nil
}

func (s *Slack) remove(ctx context.Context, at place, ts string) error {
	err := patiently(ctx, func() error {
		_, _, err := s.api.DeleteMessageContext(ctx, at.channel, ts)
		return err
	})
	if code(err) == "message_not_found" {
		err = nil
	}
	return s.explain("taking back a post in Slack", err)
}

// Edit implements adapters.Editor. Slack lets each part be changed; parts that are too many go, those that lack are added.
func (s *Slack) Edit(ctx context.Context, in adapters.Thread, id string, r adapters.Reply) error {
	at := placeOf(in)
	there := map[int]found{}
	if r.Answers != "" {
		var err error
		if there, err = s.parts(ctx, at, r.Answers); err != nil && code(err) != "missing_scope" {
			return s.explain("looking for a post in Slack", err)
		}
	}
	there[1] = found{ts: id}
	posts := blocks.Render(r, r.Answers)
	for i, p := range posts {
		m := mark{answers: r.Answers, first: id, part: i + 1, of: len(posts)}
		if i == 0 {
			m.first = ""
		}
		old, ok := there[i+1]
		delete(there, i+1)
		if !ok {
			if _, err := s.send(ctx, at, p, m); err != nil {
				return err
			}
			s.answered(in)
			continue
		}
		if !s.pace(ctx, at.channel+":"+old.ts) {
			return s.explain("changing a post in Slack", ctx.Err())
		}
		err := s.showing(p, func(options []slack.MsgOption) error {
			return patiently(ctx, func() error {
				_, _, _, err := s.api.UpdateMessageContext(ctx, at.channel, old.ts, append(options, m.option())...)
				return err
			})
		})
		if err != nil {
			return s.explain("changing a post in Slack", err)
		}
	}
	for _, part := range slices.Sorted(maps.Keys(there)) {
		if err := s.remove(ctx, at, there[part].ts); err != nil {
			return err
		}
	}
	return nil
}

// editEvery is how often a post may be changed.
const editEvery = time.Second

// pace waits until a post may be changed again; false when ctx ends first.
func (s *Slack) pace(ctx context.Context, post string) bool {
	s.mu.Lock()
	now := time.Now()
	at := now
	if last, ok := s.edits.Get(post); ok && last.Add(editEvery).After(now) {
		at = last.Add(editEvery)
	}
	s.edits.Add(post, at)
	s.mu.Unlock()
	return sleep(ctx, at.Sub(now))
}

// mostByURL is how often Slack lets a response_url be used, less one that is kept for what a click has to say.
const mostByURL = 4

// Whisper implements adapters.Whisperer: by the address that came with a slash command, which works where the bot is no
// member, else as an ephemeral message.
func (s *Slack) Whisper(ctx context.Context, to adapters.Message, r adapters.Reply) error {
	at := placeOf(to.Thread)
	posts := blocks.Render(r, r.Answers)
	if r.Answers != "" && !isDirect(at.channel) && to.Private {
		posts = blocks.Share(posts, r)
	}
	byURL := s.answersURL(to.Ticket) && time.Since(to.Sent) < 25*time.Minute
	for i, p := range posts {
		err := s.showing(p, func(options []slack.MsgOption) error {
			if byURL && i < mostByURL {
				err := s.respond(ctx, to.Ticket, options)
				if err == nil || i > 0 {
					return err
				}
				byURL = false // used up or too old
			}
			return s.ephemeral(ctx, at, to.From, options)
		})
		if err != nil {
			return s.explain("whispering in Slack", err)
		}
	}
	s.answered(to.Thread)
	return nil
}

// ephemeral says something that one person alone sees, who has to be in the channel.
func (s *Slack) ephemeral(ctx context.Context, at place, person string, options []slack.MsgOption) error {
	if at.ts != "" {
		options = append(slices.Clip(options), slack.MsgOptionTS(at.ts))
	}
	return patiently(ctx, func() error {
		_, err := s.api.PostEphemeralContext(ctx, at.channel, person, options...)
		return err
	})
}

// respond says something by a response_url, to the one person alone.
func (s *Slack) respond(ctx context.Context, address string, options []slack.MsgOption) error {
	options = append(slices.Clip(options), slack.MsgOptionResponseURL(address, slack.ResponseTypeEphemeral))
	return patiently(ctx, func() error {
		_, _, _, err := s.api.SendMessageContext(ctx, "", options...)
		return err
	})
}

// answersURL tells whether an address is one that Slack gives to answer by.
func (s *Slack) answersURL(address string) bool {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return false
	}
	if api, err := url.Parse(s.cfg.APIURL); err == nil && s.cfg.APIURL != "" {
		return u.Scheme == api.Scheme && u.Host == api.Host
	}
	return u.Scheme == "https" && (u.Host == "hooks.slack.com" || u.Host == "hooks.slack-gov.com")
}

// Earlier implements adapters.Reader.
func (s *Slack) Earlier(ctx context.Context, before adapters.Message, n int) ([]adapters.Message, error) {
	at := placeOf(before.Thread)
	ts := since(at, before.ID)
	if n <= 0 || ts == "" || at.ts == ts || at.person != "" {
		return nil, nil
	}
	own, err := s.ask(ctx)
	if err != nil {
		return nil, s.explain("reading a thread in Slack", err)
	}
	var all []adapters.Message
	err = s.scroll(ctx, at, "", ts, func(msg slack.Message) bool {
		byPerson := msg.User != "" && msg.User != own.user && msg.BotID == "" && spoken(msg.SubType)
		if byPerson && msg.Timestamp != ts {
			all = append(all, adapters.Message{ID: at.channel + ":" + msg.Timestamp, Thread: before.Thread, From: msg.User,
				Text: typed(msg.Text, own.user), Channel: at.channel, Sent: sentAt(msg.Timestamp)})
		}
		return at.ts != "" || len(all) < n
	})
	if err != nil {
		return nil, s.explain("reading a thread in Slack", err)
	}
	if at.ts == "" {
		slices.Reverse(all)
	}
	return all[max(0, len(all)-n):], nil
}

// spoken tells the subtypes of what people say.
func spoken(subtype string) bool {
	return subtype == "" || subtype == "thread_broadcast" || subtype == "file_share"
}
