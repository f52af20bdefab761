package slackfake

import "slices"

// Messages are those that everybody sees in a channel, also in its threads, by their ts.
func (f *Slack) Messages(in string) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil {
		return copies(c.messages)
	}
	return nil
}

// Thread is what stands in a thread: the root, if it is still there, and the replies.
func (f *Slack) Thread(in, ts string) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[in]
	if c == nil {
		return nil
	}
	return copies(c.inThread(ts))
}

func (c *channel) inThread(ts string) []*Message {
	var all []*Message
	if m := c.byTS[ts]; m != nil {
		all = append(all, m)
	}
	return append(all, c.threads[ts]...)
}

func copies(all []*Message) []Message {
	out := make([]Message, 0, len(all))
	for _, m := range all {
		one := *m
		one.Tasks, one.Reactions = slices.Clone(m.Tasks), slices.Clone(m.Reactions)
		out = append(out, one)
	}
	return out
}

// Message is one message of a channel; false when it is not there.
func (f *Slack) Message(in, ts string) (Message, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil && c.byTS[ts] != nil {
		return copies([]*Message{c.byTS[ts]})[0], true
	}
	return Message{}, false
}

// Previews are the messages under which Slack shows previews of links.
func (f *Slack) Previews() []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Message
	for _, c := range f.order {
		for _, m := range copies(c.messages) {
			if m.Preview {
				all = append(all, m)
			}
		}
	}
	return all
}

// Ephemerals are the messages that one person alone sees in a channel now, in order; "" for all channels.
func (f *Slack) Ephemerals(in, user string) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []*Message
	for _, m := range f.private {
		if (in == "" || m.Channel == in) && m.To == user && !m.deleted {
			all = append(all, m)
		}
	}
	return copies(all)
}
