package discordfake

import (
	"encoding/json"
	"slices"
	"time"
)

// Messages are those that everybody sees in a channel or a thread, oldest first.
func (f *Discord) Messages(in string) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil {
		return copies(c.messages)
	}
	return nil
}

// Message is one of them; false when it is not there.
func (f *Discord) Message(in, id string) (Message, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil && c.byID[id] != nil {
		return copies([]*Message{c.byID[id]})[0], true
	}
	return Message{}, false
}

// Ephemerals are the messages that one person alone sees in a channel, in order; "" for all channels.
func (f *Discord) Ephemerals(in, person string) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []*Message
	for _, m := range f.private {
		if (in == "" || m.Channel == in) && m.To == person && !m.deleted {
			all = append(all, m)
		}
	}
	return copies(all)
}

// Posts are all messages that the bot has posted for everybody, in all channels, in order.
func (f *Discord) Posts() []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []*Message
	for _, c := range f.channels {
		for _, m := range c.messages {
			if m.Author == f.BotUser && m.Type != threadStarter {
				all = append(all, m)
			}
		}
	}
	slices.SortFunc(all, func(a, b *Message) int { return older(a.ID, b.ID) })
	return copies(all)
}

func copies(all []*Message) []Message {
	out := make([]Message, 0, len(all))
	for _, m := range all {
		one := *m
		one.Embeds, one.Components, one.Pings = deep(m.Embeds), deep(m.Components), slices.Clone(m.Pings)
		out = append(out, one)
	}
	return out
}

// deep copies JSON.
func deep(all []object) (out []object) {
	if all == nil {
		return nil
	}
	raw, err := json.Marshal(all)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		panic(err) // it was JSON
	}
	return out
}

// Modal is the window that a person sees; false for none.
func (f *Discord) Modal(person string) (Modal, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w := f.modals[person]; w != nil {
		out := *w
		out.Components = deep(w.Components)
		return out, true
	}
	return Modal{}, false
}

// Interaction is what came of one; false when there is none.
func (f *Discord) Interaction(id string) (Interaction, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := f.interactions[id]; i != nil {
		return i.seen(), true
	}
	return Interaction{}, false
}

// Interactions are all so far, in order.
func (f *Discord) Interactions() []Interaction {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Interaction, 0, len(f.taken))
	for _, i := range f.taken {
		all = append(all, i.seen())
	}
	return all
}

// Missed are the interactions that failed before a person's eyes.
func (f *Discord) Missed() []Interaction {
	return slices.DeleteFunc(f.Interactions(), func(i Interaction) bool { return i.Failed == "" })
}

// Pending says how many interactions have neither an answer nor failed.
func (f *Discord) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, i := range f.taken {
		if i.answer == 0 && i.failed == "" {
			n++
		}
	}
	return n
}

// Acks are how long the app took for the first answer to each interaction that it answered.
func (f *Discord) Acks() []time.Duration {
	var all []time.Duration
	for _, i := range f.Interactions() {
		if i.Answer != 0 {
			all = append(all, i.After)
		}
	}
	return all
}

// Typing says whether the bot is seen to type in a channel, and how often it was.
func (f *Discord) Typing(in string) (now bool, times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[in]; c != nil {
		return f.opts.Now().Before(c.typing), c.typed
	}
	return false, 0
}

// Thread is a thread as Discord keeps it.
type Thread struct {
	ID, Name, Parent, Owner string
	Archived, Locked        bool
}

// Threads are those of a channel, oldest first.
func (f *Discord) Threads(of string) []Thread {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []Thread
	for _, c := range f.channels {
		if c.parent != nil && c.parent.id == of {
			all = append(all, Thread{c.id, c.name, of, c.owner, c.archived, c.locked})
		}
	}
	slices.SortFunc(all, func(a, b Thread) int { return older(a.ID, b.ID) })
	return all
}

// Commands are those of a server, "" for everywhere, as Discord keeps them.
func (f *Discord) Commands(guild string) []map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return deep(f.commands[guild])
}
