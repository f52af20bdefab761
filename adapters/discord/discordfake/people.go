package discordfake

import (
	"fmt"
	"strings"
)

// Said is how something is said. The zero value is a message of its own.
type Said struct {
	ReplyTo   string // ID of the message that it replies to
	PingReply bool   // the reply calls whom it replies to, as Discord's own app does unless told not to
	Webhook   string // ID of a webhook that says it; "" for none
	Type      int    // of message, such as 7 for who joined; 0 means what fits
}

// Say makes somebody say something in a channel, and tells the bot. The text is as Discord writes it: <@ID> for mentions.
// It gives the message's ID, "" for a channel that is not there. Only the first Said counts.
func (f *Discord) Say(person, in, text string, how ...Said) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, err := f.acts(person, in)
	if err != nil {
		return ""
	}
	m := f.saidBy(person, text, c, append(how, Said{})[0])
	f.keep(c, m)
	return m.ID
}

func (f *Discord) saidBy(person, text string, c *channel, how Said) *Message {
	m := &Message{Author: person, Content: text, ReplyTo: how.ReplyTo, pingReply: how.PingReply, Webhook: how.Webhook, Type: how.Type}
	if m.ReplyTo != "" && m.Type == plain {
		m.Type = reply
	}
	f.mentionsIn(c, m, nil)
	return m
}

// Edit changes what somebody said.
func (f *Discord) Edit(in, message, text string) error {
	return f.with(in, message, func(c *channel, m *Message) {
		m.Content, m.Edited = text, f.opts.Now()
		m.Changes++
		f.mentionsIn(c, m, nil)
		f.changedMessage(c, m)
	})
}

// Delete deletes a message, whoever said it.
func (f *Discord) Delete(in, message string) error { return f.with(in, message, f.remove) }

// Unfurl shows pictures of a message's links, which comes as an edit that is none.
func (f *Discord) Unfurl(in, message, title string) error {
	return f.with(in, message, func(c *channel, m *Message) {
		m.Embeds = append(m.Embeds, object{"type": "link", "title": title, "url": "https://example.com/"})
		f.changedMessage(c, m)
	})
}

// Repeat tells the bot once more of a message, as new.
func (f *Discord) Repeat(in, message string) error {
	return f.with(in, message, func(c *channel, m *Message) { f.messageEvent("MESSAGE_CREATE", c, m) })
}

func (f *Discord) with(in, message string, do func(*channel, *Message)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[in]
	if c == nil || c.byID[message] == nil {
		return fmt.Errorf("there is no message %s in %s", message, in)
	}
	do(c, c.byID[message])
	return nil
}

// CreatePost makes a person open a post in a forum. It gives the ID of its thread, which its first message has too.
func (f *Discord) CreatePost(person, forum, title, text string) (thread string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, err := f.acts(person, forum)
	if err != nil {
		return "", err
	}
	if c.kind != Forum {
		return "", fmt.Errorf("%s is no forum", forum)
	}
	t := f.newThread(c, f.id(), person, title)
	f.threadEvent("THREAD_CREATE", t, true)
	m := f.saidBy(person, text, t, Said{})
	m.ID = t.id
	f.keep(t, m)
	return t.id, nil
}

// StartThread makes a person start a thread from a message and gives its ID, which is the message's.
func (f *Discord) StartThread(person, in, message, name string) (thread string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, m, err := f.sees(person, in, message)
	if err != nil {
		return "", err
	}
	if c.guild == nil || c.isThread() || m.Thread != "" || m.To != "" || strings.TrimSpace(name) == "" {
		return "", fmt.Errorf("no thread can be started from %s", message)
	}
	return f.startThread(c, m, person, name).id, nil
}
