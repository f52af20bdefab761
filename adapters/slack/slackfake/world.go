package slackfake

import (
	"encoding/json"
	"slices"
)

// Message is a message as Slack keeps it.
type Message struct {
	Channel    string
	TS         string
	ThreadTS   string // of the thread's root; "" outside threads and for a root nobody replied to
	User       string
	BotID      string
	Subtype    string
	Text       string
	Markdown   string          // what was sent as markdown_text or streamed
	Blocks     json.RawMessage // with a block_id each; nil for none
	Metadata   json.RawMessage
	EditedTS   string // "" when never edited, or edited with blocks: Slack does not show that
	Changes    int    // how often it was updated
	Stream     string // "", streaming or stopped
	Tasks      []Task // of a stream, in order of appearance
	To         string // the one person who sees it; "" for all
	Preview    bool   // Slack shows previews of its links
	LinkNames  bool   // names in the text become mentions
	Parse      string // full, none or ""
	Broadcast  bool   // a reply that stands in the channel too
	Reactions  []string
	thread     string // where it belongs, also for a root
	clientID   string
	deleted    bool
	replyCount int
	replyUsers []string
	lastReply  string
}

// Task is a step that a stream shows.
type Task struct{ ID, Title, Status, Details, Output string }

func (m *Message) isReply() bool { return m.ThreadTS != "" && m.ThreadTS != m.TS }

type channel struct {
	id, name string
	kind     string // channel, group or im
	user     string // of an im
	members  map[string]bool
	archived bool
	messages []*Message // by TS
	byTS     map[string]*Message
	threads  map[string][]*Message // replies by the root's TS
	status   map[string]Status
	sessions map[string]Session
	prompts  []Prompts
	ignored  int // calls that Slack took and did nothing with
}

func (c *channel) history() string {
	return map[string]string{"channel": "channels:history", "group": "groups:history", "im": "im:history"}[c.kind]
}

func (c *channel) read() string {
	return map[string]string{"channel": "channels:read", "group": "groups:read", "im": "im:read"}[c.kind]
}

// AddChannel makes a public channel, "C…", with members; the bot is one if it is among them.
func (f *Slack) AddChannel(id string, members ...string) { f.add(id, "channel", members) }

// AddPrivate makes a private channel.
func (f *Slack) AddPrivate(id string, members ...string) { f.add(id, "group", members) }

func (f *Slack) add(id, kind string, members []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.newChannel(id, kind, members)
}

func (f *Slack) newChannel(id, kind string, members []string) *channel {
	c := &channel{id: id, name: "n-" + id, kind: kind, members: map[string]bool{}, byTS: map[string]*Message{},
		threads: map[string][]*Message{}, status: map[string]Status{}, sessions: map[string]Session{}}
	for _, m := range members {
		c.members[m] = true
		f.know(m)
	}
	if f.channels[id] == nil {
		f.order = append(f.order, c)
		f.channels[id] = c
	}
	return c
}

// AddUser makes a user whose Slack speaks a language, such as "de-DE". Members of channels are users already, in "en-US".
func (f *Slack) AddUser(id, locale string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.users[id] = locale
}

func (f *Slack) know(user string) {
	if f.users[user] == "" {
		f.users[user] = "en-US"
	}
}

// Archive archives a channel.
func (f *Slack) Archive(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[id]; c != nil {
		c.archived = true
	}
}

// DM is the channel between a user and the bot, made when it is first asked for.
func (f *Slack) DM(user string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dm(user).id
}

func (f *Slack) dm(user string) *channel {
	id := "D" + user
	if c := f.channels[id]; c != nil {
		return c
	}
	c := f.newChannel(id, "im", []string{user, f.BotUser})
	c.user = user
	return c
}

// keep stores a message that is new.
func (f *Slack) keep(c *channel, m *Message) {
	m.Channel, m.TS = c.id, f.ts()
	f.made = m.TS
	m.thread = m.ThreadTS
	if m.thread == "" {
		m.thread = m.TS
	}
	c.messages = append(c.messages, m)
	c.byTS[m.TS] = m
	if root := c.byTS[m.ThreadTS]; root != nil {
		root.ThreadTS = root.TS
		root.replyCount++
		root.lastReply = m.TS
		if !slices.Contains(root.replyUsers, m.User) {
			root.replyUsers = append(root.replyUsers, m.User)
		}
		c.threads[root.TS] = append(c.threads[root.TS], m)
	}
	if m.User == f.BotUser {
		delete(c.status, m.thread)
	}
	f.touch()
}

// remove deletes a message; a root with replies leaves a gravestone, which it returns true for.
func (f *Slack) remove(c *channel, m *Message) bool {
	defer f.touch()
	if m.replyCount > 0 && !m.isReply() {
		m.Subtype, m.Text, m.Blocks, m.Metadata, m.User, m.Markdown = "tombstone", "This message was deleted.", nil, nil, "USLACKBOT", ""
		return true
	}
	m.deleted = true
	delete(c.byTS, m.TS)
	c.messages = slices.DeleteFunc(c.messages, func(o *Message) bool { return o == m })
	if root := c.byTS[m.ThreadTS]; root != nil && m.isReply() {
		c.threads[root.TS] = slices.DeleteFunc(c.threads[root.TS], func(o *Message) bool { return o == m })
		root.replyCount--
	}
	return false
}

// wire is a message as Slack writes it in JSON.
type wire struct {
	Type            string          `json:"type"`
	Subtype         string          `json:"subtype,omitempty"`
	ClientMsgID     string          `json:"client_msg_id,omitempty"`
	User            string          `json:"user,omitempty"`
	BotID           string          `json:"bot_id,omitempty"`
	AppID           string          `json:"app_id,omitempty"`
	Team            string          `json:"team,omitempty"`
	Text            string          `json:"text"`
	TS              string          `json:"ts"`
	ThreadTS        string          `json:"thread_ts,omitempty"`
	ParentUserID    string          `json:"parent_user_id,omitempty"`
	Blocks          json.RawMessage `json:"blocks,omitempty"`
	Metadata        json.RawMessage `json:"metadata,omitempty"`
	Edited          *edited         `json:"edited,omitempty"`
	ReplyCount      int             `json:"reply_count,omitempty"`
	ReplyUsers      []string        `json:"reply_users,omitempty"`
	LatestReply     string          `json:"latest_reply,omitempty"`
	Reactions       []reaction      `json:"reactions,omitempty"`
	Hidden          bool            `json:"hidden,omitempty"`
	Channel         string          `json:"channel,omitempty"`
	ChannelType     string          `json:"channel_type,omitempty"`
	EventTS         string          `json:"event_ts,omitempty"`
	DeletedTS       string          `json:"deleted_ts,omitempty"`
	Message         *wire           `json:"message,omitempty"`
	PreviousMessage *wire           `json:"previous_message,omitempty"`
	Root            *wire           `json:"root,omitempty"`
	Inviter         string          `json:"inviter,omitempty"`
	Tab             string          `json:"tab,omitempty"`
	AppContext      any             `json:"app_context,omitempty"`
}

type edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

type reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// wire gives a message for JSON, without its metadata.
func (f *Slack) wire(c *channel, m *Message) wire {
	w := wire{Type: "message", Subtype: m.Subtype, ClientMsgID: m.clientID, User: m.User, BotID: m.BotID, Team: f.TeamID, Text: m.Text,
		TS: m.TS, ThreadTS: m.ThreadTS, Blocks: m.Blocks, ReplyCount: m.replyCount, ReplyUsers: slices.Clone(m.replyUsers)}
	if m.Text == "" {
		w.Text = m.Markdown
	}
	if m.BotID == f.BotID {
		w.AppID = f.AppID
	}
	if m.replyCount > 0 {
		w.LatestReply = m.lastReply
	}
	if root := c.byTS[m.ThreadTS]; root != nil && m.isReply() {
		w.ParentUserID = root.User
	}
	if m.EditedTS != "" {
		w.Edited = &edited{m.User, m.EditedTS}
	}
	for _, r := range m.Reactions {
		w.Reactions = append(w.Reactions, reaction{r, []string{f.BotUser}, 1})
	}
	return w
}
