package discordfake

import "slices"

// createThread starts a thread from a message.
func (f *Discord) createThread(q *request) (any, *refusal) {
	c, m, no := f.messageOf(q, 0)
	switch {
	case no != nil:
		return nil, no
	case c.guild == nil:
		return nil, onDM
	case c.kind != TextChannel && c.kind != Announcement:
		return nil, wrongChannel
	case f.may(c)&CreatePublicThreads == 0:
		return nil, noPermission
	case m.Thread != "":
		return nil, hasThread
	}
	v, o := form{}, q.fields()
	name := v.text(o, "", "name", 1, 100)
	after := v.whole(o, "", "auto_archive_duration", 60, 10080, 1440)
	if !slices.Contains([]int{60, 1440, 4320, 10080}, after) {
		v.fault("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")
	}
	v.whole(o, "", "rate_limit_per_user", 0, 21600, 0)
	if no := v.refusal(); no != nil {
		return nil, no
	}
	t := f.startThread(c, m, f.BotUser, name)
	t.archiveIn = after
	return created{f.showChannel(t)}, nil
}

// startThread makes a thread of a message, with the same ID.
func (f *Discord) startThread(c *channel, m *Message, owner, name string) *channel {
	t := f.newThread(c, m.ID, owner, name)
	m.Thread = t.id
	m.Flags |= HasThread
	f.threadEvent("THREAD_CREATE", t, true)
	f.changedMessage(c, m)
	f.keep(t, &Message{Author: owner, Type: threadStarter, ReplyTo: m.ID})
	return t
}

func (f *Discord) newThread(parent *channel, id, owner, name string) *channel {
	kind := PublicThread
	if parent.kind == Announcement {
		kind = NewsThread
	}
	t := &channel{id: id, name: name, kind: kind, guild: parent.guild, parent: parent, owner: owner, byID: map[string]*Message{}, archiveIn: 1440}
	f.channels[id] = t
	return t
}

func (f *Discord) threadEvent(kind string, t *channel, fresh bool) {
	if f.may(t) == 0 {
		return
	}
	f.dispatch(kind, t.guild, Guilds, func(*session) any {
		o := f.showChannel(t)
		if fresh {
			o["newly_created"] = true
		}
		return o
	})
}

func (f *Discord) threadUpdate(t *channel) {
	f.threadEvent("THREAD_UPDATE", t, false)
	f.touch()
}
