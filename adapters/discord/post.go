package discord

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"talksbot/adapters"
	"talksbot/adapters/discord/cards"
)

// outgoing is a message, or what an interaction is answered with. discordgo's own would send null for what is not there, and
// its edits of answers have no flags.
type outgoing struct {
	Content    string                            `json:"content,omitempty"`
	Components []discordgo.MessageComponent      `json:"components,omitempty"`
	Flags      int                               `json:"flags,omitempty"`
	Mentions   *discordgo.MessageAllowedMentions `json:"allowed_mentions,omitempty"`
	Refers     *reference                        `json:"message_reference,omitempty"`
	Nonce      string                            `json:"nonce,omitempty"`
	Enforce    bool                              `json:"enforce_nonce,omitempty"` // the same nonce makes no second message
	Choices    *[]choice                         `json:"choices,omitempty"`
	CustomID   string                            `json:"custom_id,omitempty"`
	Title      string                            `json:"title,omitempty"`
}

type reference struct {
	Message string `json:"message_id"`
	Channel string `json:"channel_id,omitempty"`
	Fail    bool   `json:"fail_if_not_exists"`
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// response is the first answer to an interaction.
type response struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data *outgoing                         `json:"data,omitempty"`
}

// cardFlags are those of messages of components: without any other content, and without previews of links.
const cardFlags = int(discordgo.MessageFlagsIsComponentsV2 | discordgo.MessageFlagsSuppressEmbeds)

// nobody is called by any message of the bot's. An empty list, not none: that would be for Discord to decide.
var nobody = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

// sending is a post as it is sent.
func sending(p cards.Post) *outgoing {
	return &outgoing{Components: p.Components, Flags: cardFlags, Mentions: nobody}
}

// plainly is a post's text alone, for where Discord does not take its components.
func plainly(p cards.Post) *outgoing {
	return &outgoing{Content: p.Text, Flags: int(discordgo.MessageFlagsSuppressEmbeds), Mentions: nobody}
}

// mark is what a post is found again by: a number that is the ID of its first component, made of which part it is of how
// many, and what it answers. Six bits, six bits and nineteen.
type mark struct{ part, of, answers int }

const mostParts = 63

func markFor(answers string, part, of int) mark {
	h := fnv.New32a()
	_, _ = h.Write([]byte(answers)) // a hash takes everything
	return mark{min(part, mostParts), min(of, mostParts), int(h.Sum32() & (1<<19 - 1))}
}

func (m mark) number() int { return m.part<<25 | m.of<<19 | m.answers }

func markIn(components json.RawMessage) mark {
	n := cards.Mark(components)
	return mark{n >> 25, n >> 19 & mostParts, n & (1<<19 - 1)}
}

// Post implements adapters.Adapter. The ID is that of the first part; Find takes away parts that an error left alone.
func (d *Discord) Post(ctx context.Context, to adapters.Thread, r adapters.Reply) (string, error) {
	at := placeOf(to)
	parts := cards.Render(r, r.Answers)
	first := ""
	for i, p := range parts {
		id, err := d.send(ctx, &at, p, r.Answers, i+1, len(parts))
		if err != nil {
			return "", err
		}
		first = cmp.Or(first, id)
	}
	if first == "" {
		return "", errors.New("posting to Discord: there is nothing to show")
	}
	return first, nil
}

// send posts one part and gives its ID. Where it is to open a thread that cannot be, at becomes the channel.
func (d *Discord) send(ctx context.Context, at *place, p cards.Post, answers string, part, of int) (id string, err error) {
	if answers != "" {
		p = p.Marked(markFor(answers, part, of).number())
	}
	err = d.showing(p, func(out *outgoing) error {
		out.Nonce, out.Enforce = rand.Text()[:25], true
		id, err = d.create(ctx, at.target(), out, refersTo(*at, answers))
		if code(err) != codeUnknownChannel || at.thread == "" {
			return err
		}
		if at.root, err = d.open(ctx, *at); err != nil {
			return err
		}
		if at.root != "" {
			at.thread = ""
		}
		id, err = d.create(ctx, at.target(), out, refersTo(*at, answers))
		if c := code(err); at.thread != "" && (c == codeNoPermission || c == codeNoAccess) { // it may start threads, and not speak in them
			at.root, at.thread = at.thread, ""
			id, err = d.create(ctx, at.target(), out, refersTo(*at, answers))
		}
		return err
	})
	return id, d.explain("posting to Discord", err)
}

// refersTo is the message that a post replies to: the question, where it stands in the same channel.
func refersTo(at place, answers string) string {
	if answers == at.thread || sentAt(answers).IsZero() {
		return ""
	}
	return answers
}

// create makes a message, as a reply where refers is not "" and the bot may read what it replies to.
func (d *Discord) create(ctx context.Context, channel string, out *outgoing, refers string) (string, error) {
	var made message
	if refers != "" {
		out.Refers = &reference{Message: refers, Channel: channel}
	}
	err := d.call(ctx, "POST", "/channels/"+channel+"/messages", out, &made)
	if c := code(err); refers != "" && (c == codeNoPermission || c == codeInvalidForm) {
		out.Refers = nil
		if d.call(ctx, "POST", "/channels/"+channel+"/messages", out, &made) == nil {
			return made.ID, nil
		}
	}
	return made.ID, err
}

// threadMinutes is after how much silence Discord hides a thread.
const threadMinutes = 1440

// open starts the thread in which a message is answered. Where the bot may not, or nothing can be started there, reply is the
// message to reply to in its channel instead.
func (d *Discord) open(ctx context.Context, at place) (reply string, err error) {
	path := "/channels/" + at.channel + "/messages/" + at.thread
	var asked message
	if err := d.call(ctx, "GET", path, nil, &asked); err != nil && !slices.Contains(gone, code(err)) && code(err) != codeUnknownMessage {
		return "", err
	}
	name := threadName(typed(asked, d.who()))
	err = d.call(ctx, "POST", path+"/threads", map[string]any{"name": name, "auto_archive_duration": threadMinutes}, nil)
	switch c := code(err); {
	case err == nil || c == codeThreadExists:
		return "", nil
	case c == codeUnknownChannel || c == 0 || status(err) >= 500:
		return "", err
	}
	d.log.Warn("no thread is started, the answer is a reply", "channel", at.channel, "error", d.scrub(err))
	return at.thread, nil
}

// showing does something with a Post, once more with its text alone where Discord does not take its components.
func (d *Discord) showing(p cards.Post, do func(*outgoing) error) error {
	err := cards.Check(p)
	if err == nil {
		if err = do(sending(p)); code(err) != codeInvalidForm {
			return err
		}
	}
	d.log.Error("a post is shown without its components", "error", d.scrub(err))
	return do(plainly(p))
}

// found is a post of the bot's with its mark.
type found struct {
	id string
	mark
}

// parts gives the bot's posts that answer a Message, by their number, and where they are.
func (d *Discord) parts(ctx context.Context, in place, answers string) (all map[int]found, at place, err error) {
	own, err := d.ask(ctx)
	if err != nil {
		return nil, in, err
	}
	want := markFor(answers, 0, 0).answers
	all = map[int]found{}
	see := func(m message) bool {
		if m.Author == nil || m.Author.ID != own || m.Refers != nil && m.Refers.Message != answers {
			return true
		}
		if k := markIn(m.Components); k.part > 0 && k.answers == want {
			all[k.part] = found{m.ID, k}
		}
		return true
	}
	err = d.scroll(ctx, in.target(), answers, see)
	if in.thread != "" && (code(err) == codeUnknownChannel || err == nil && len(all) == 0 && in.thread == answers) { // a thread that was not to be
		at = place{channel: in.channel, root: in.thread}
		if err = d.scroll(ctx, at.target(), answers, see); err != nil || len(all) > 0 {
			return all, at, err
		}
	}
	return all, in, err
}

// announcedBefore is how far Discord's clock may go after ours.
const announcedBefore = 5 * time.Minute

// How much of a conversation is read to find something: mostPages of pageSize messages each.
const pageSize, mostPages = 100, 20

// scroll reads a channel from after a message on, from its beginning where after is none, until see says false.
func (d *Discord) scroll(ctx context.Context, channel, after string, see func(message) bool) error {
	if at, ok := adapters.AnnouncedAt(after); ok {
		after = idAt(at.Add(-announcedBefore))
	}
	after, _, _ = strings.Cut(after, ":")
	if sentAt(after).IsZero() {
		after = "0"
	}
	for range mostPages {
		var page []message
		if err := d.call(ctx, "GET", "/channels/"+channel+"/messages?limit=100&after="+after, nil, &page); err != nil {
			return err
		}
		slices.Reverse(page) // the newest came first
		for _, m := range page {
			if !see(m) {
				return nil
			}
			after = m.ID
		}
		if len(page) < pageSize {
			return nil
		}
	}
	return nil
}

// Find implements adapters.Finder. Of a post that was never finished it takes the parts away. Where the bot may not read the
// conversation nothing is found.
func (d *Discord) Find(ctx context.Context, in adapters.Thread, answers string) (string, error) {
	if answers == "" {
		return "", nil
	}
	all, at, err := d.parts(ctx, placeOf(in), answers)
	if slices.Contains(gone, code(err)) {
		if code(err) != codeUnknownChannel { // a thread that is not there yet
			d.log.Warn("the bot's own posts cannot be looked for", "channel", at.target(), "error", d.scrub(err))
		}
		return "", nil
	}
	if err != nil {
		return "", d.explain("looking for a post in Discord", err)
	}
	first, ok := all[1]
	if ok && len(all) >= first.of {
		return first.id, nil
	}
	for _, part := range all {
		if err := d.remove(ctx, at, part.id); err != nil {
			return "", err
		}
	}
	return "", nil
}

func (d *Discord) remove(ctx context.Context, at place, id string) error {
	err := d.call(ctx, "DELETE", "/channels/"+at.target()+"/messages/"+id, nil, nil)
	if code(err) == codeUnknownMessage {
		err = nil
	}
	return d.explain("taking back a post in Discord", err)
}

// Edit implements adapters.Editor. Discord lets each part be changed; parts that are too many go, those that lack are added.
func (d *Discord) Edit(ctx context.Context, in adapters.Thread, id string, r adapters.Reply) error {
	at := placeOf(in)
	there := map[int]found{}
	if r.Answers != "" {
		var err error
		if there, at, err = d.parts(ctx, at, r.Answers); err != nil && !slices.Contains(gone, code(err)) {
			return d.explain("looking for a post in Discord", err)
		}
	}
	there[1] = found{id: id}
	posts := cards.Render(r, r.Answers)
	for i, p := range posts {
		old, ok := there[i+1]
		delete(there, i+1)
		if !ok {
			if _, err := d.send(ctx, &at, p, r.Answers, i+1, len(posts)); err != nil {
				return err
			}
			continue
		}
		if !d.pace(ctx, old.id) {
			return d.explain("changing a post in Discord", ctx.Err())
		}
		if r.Answers != "" {
			p = p.Marked(markFor(r.Answers, i+1, len(posts)).number())
		}
		if err := d.showing(p, func(out *outgoing) error {
			return d.call(ctx, "PATCH", "/channels/"+at.target()+"/messages/"+old.id, out, nil)
		}); err != nil {
			return d.explain("changing a post in Discord", err)
		}
	}
	for _, part := range slices.Sorted(maps.Keys(there)) {
		if err := d.remove(ctx, at, there[part].id); err != nil {
			return err
		}
	}
	return nil
}

// editEvery is how often a post may be changed.
const editEvery = time.Second

// pace waits until a post may be changed again; false when ctx ends first.
func (d *Discord) pace(ctx context.Context, post string) bool {
	d.mu.Lock()
	now := time.Now()
	at := now
	if last, ok := d.edits.Get(post); ok && last.Add(editEvery).After(now) {
		at = last.Add(editEvery)
	}
	d.edits.Add(post, at)
	d.mu.Unlock()
	return sleep(ctx, at.Sub(now))
}

// Earlier implements adapters.Reader.
func (d *Discord) Earlier(ctx context.Context, before adapters.Message, n int) ([]adapters.Message, error) {
	at := placeOf(before.Thread)
	id, _, _ := strings.Cut(before.ID, ":")
	opens := id == at.root || id == at.thread
	if n <= 0 || sentAt(id).IsZero() || opens || at.person != "" {
		return nil, nil
	}
	own, err := d.ask(ctx)
	if err != nil {
		return nil, d.explain("reading a conversation in Discord", err)
	}
	var page []message
	if err := d.call(ctx, "GET", "/channels/"+at.target()+"/messages?limit=100&before="+id, nil, &page); err != nil {
		return nil, d.explain("reading a conversation in Discord", err)
	}
	slices.Reverse(page) // the newest came first
	switch first := slices.IndexFunc(page, func(m message) bool { return m.ID == cmp.Or(at.root, at.thread) }); {
	case at.root != "":
		page = repliesTo(at.root, page)
		fallthrough
	case at.thread != "":
		if first < 0 { // it stands in the channel, or was said long ago
			var opening message
			if err := d.call(ctx, "GET", "/channels/"+at.channel+"/messages/"+cmp.Or(at.root, at.thread), nil, &opening); err == nil {
				page = append([]message{opening}, page...)
			}
		}
	}
	var all []adapters.Message
	for _, m := range page {
		byPerson := m.Author != nil && !m.Author.Bot && m.Webhook == "" && (m.Kind == messageDefault || m.Kind == messageReply)
		if text := typed(m, own); byPerson && text != "" {
			all = append(all, adapters.Message{ID: m.ID, Thread: before.Thread, From: m.Author.ID, Text: text, Channel: at.channel, Sent: sentAt(m.ID)})
		}
	}
	return all[max(0, len(all)-n):], nil
}

// repliesTo are those messages of a channel, oldest first, that belong to a conversation by replies.
func repliesTo(root string, all []message) (out []message) {
	ours := map[string]bool{root: true}
	for _, m := range all {
		if m.ID == root || m.Refers != nil && ours[m.Refers.Message] {
			ours[m.ID] = true
			out = append(out, m)
		}
	}
	return out
}
