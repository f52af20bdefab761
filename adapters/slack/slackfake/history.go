package slackfake

import (
	"slices"
	"strconv"
	"strings"
)

// listened finds a channel for a method that reads its messages.
func (f *Slack) listened(id string) (*channel, *refusal) {
	c := f.channels[id]
	if c == nil || c.kind == "group" && !c.members[f.BotUser] {
		return nil, refuse("channel_not_found")
	}
	if no := f.need(c.history()); no != nil {
		return nil, no
	}
	if !c.members[f.BotUser] {
		return nil, refuse("not_in_channel")
	}
	return c, nil
}

// window reads which messages are asked for; a cursor stands for the ts that the page before it ended with.
func window(a args, otherwise, most int) (limit int, cursor string, fits func(ts string) bool, no *refusal) {
	limit = a.number("limit", otherwise)
	if limit > most {
		return 0, "", nil, refuse("invalid_limit")
	}
	if cursor = a["cursor"]; cursor != "" {
		var ok bool
		if cursor, ok = strings.CutPrefix(cursor, "after:"); !ok {
			return 0, "", nil, refuse("invalid_cursor")
		}
	}
	oldest, latest, inclusive := a["oldest"], a["latest"], a.is("inclusive")
	return limit, cursor, func(ts string) bool {
		return (oldest == "" || before(oldest, ts) || inclusive && ts == oldest) && (latest == "" || before(ts, latest) || inclusive && ts == latest)
	}, nil
}

// before compares two times, of which one may be written as whole seconds.
func before(a, b string) bool {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	if x != y {
		return x < y
	}
	return a < b
}

// page makes an answer of at most limit messages.
func (f *Slack) page(c *channel, all []*Message, a args, limit int) reply {
	more := len(all) > limit
	if more {
		all = all[:limit]
	}
	out := make([]wire, 0, len(all))
	for _, m := range all {
		w := f.wire(c, m)
		if a.is("include_all_metadata") {
			w.Metadata = m.Metadata
		}
		out = append(out, w)
	}
	r := reply{"messages": out, "has_more": more}
	if more {
		r["response_metadata"] = map[string]any{"next_cursor": "after:" + all[len(all)-1].TS}
	}
	return r
}

// conversationReplies gives a thread, oldest first; its root leads every first page, whatever the window.
func (f *Slack) conversationReplies(a args) (reply, *refusal) {
	c, no := f.listened(a["channel"])
	if no != nil {
		return nil, no
	}
	limit, cursor, fits, no := window(a, 1000, 1000)
	if no != nil {
		return nil, no
	}
	first := c.byTS[a["ts"]]
	if first == nil {
		return nil, refuse("thread_not_found")
	}
	var all []*Message
	if cursor == "" {
		all = append(all, first)
	}
	for _, m := range c.threads[a["ts"]] {
		if m.TS > cursor && fits(m.TS) {
			all = append(all, m)
		}
	}
	return f.page(c, all, a, limit), nil
}

// conversationHistory gives what stands in the channel itself, newest first.
func (f *Slack) conversationHistory(a args) (reply, *refusal) {
	c, no := f.listened(a["channel"])
	if no != nil {
		return nil, no
	}
	limit, cursor, fits, no := window(a, 100, 999)
	if no != nil {
		return nil, no
	}
	var all []*Message
	for _, m := range slices.Backward(c.messages) {
		if len(all) > limit {
			break
		}
		if (!m.isReply() || m.Broadcast) && (cursor == "" || m.TS < cursor) && fits(m.TS) {
			all = append(all, m)
		}
	}
	return f.page(c, all, a, limit), nil
}

func (f *Slack) describe(c *channel) map[string]any {
	return map[string]any{"id": c.id, "name": c.name, "is_channel": c.kind == "channel", "is_group": c.kind == "group", "is_im": c.kind == "im",
		"is_private": c.kind != "channel", "is_archived": c.archived, "is_member": c.members[f.BotUser], "user": c.user, "num_members": len(c.members)}
}

func (f *Slack) conversationInfo(a args) (reply, *refusal) {
	c := f.channels[a["channel"]]
	if c == nil || c.kind != "channel" && !c.members[f.BotUser] {
		return nil, refuse("channel_not_found")
	}
	if no := f.need(c.read()); no != nil {
		return nil, no
	}
	return reply{"channel": f.describe(c)}, nil
}

func (f *Slack) conversationList(a args) (reply, *refusal) {
	return f.list(a, func(c *channel) bool { return c.kind == "channel" || c.members[f.BotUser] })
}

func (f *Slack) userConversations(a args) (reply, *refusal) {
	user := a["user"]
	if user == "" {
		user = f.BotUser
	}
	return f.list(a, func(c *channel) bool { return c.members[user] && (c.kind == "channel" || c.members[f.BotUser]) })
}

func (f *Slack) list(a args, fits func(*channel) bool) (reply, *refusal) {
	types := strings.Split(a["types"], ",")
	if a["types"] == "" {
		types = []string{"public_channel"}
	}
	kinds := map[string]string{"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
	var wanted []string
	for _, t := range types {
		kind := kinds[strings.TrimSpace(t)]
		if kind == "" {
			return nil, refuse("invalid_types")
		}
		wanted = append(wanted, kind)
		if no := f.need((&channel{kind: kind}).read()); no != nil && kind != "mpim" {
			return nil, no
		}
	}
	from := 0
	if cursor := a["cursor"]; cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, "from:"))
		if err != nil || n < 0 {
			return nil, refuse("invalid_cursor")
		}
		from = n
	}
	limit := a.number("limit", 100)
	if limit > 1000 {
		return nil, refuse("invalid_limit")
	}
	out, next := []any{}, ""
	for i, c := range f.order {
		if i < from || !slices.Contains(wanted, c.kind) || !fits(c) || c.archived && a.is("exclude_archived") {
			continue
		}
		if len(out) == limit {
			next = "from:" + strconv.Itoa(i)
			break
		}
		out = append(out, f.describe(c))
	}
	return reply{"channels": out, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

func (f *Slack) conversationOpen(a args) (reply, *refusal) {
	id := a["users"]
	if c := f.channels[a["channel"]]; c != nil && c.kind == "im" {
		id = c.user
	}
	if strings.Contains(id, ",") {
		return nil, refuse("not_enough_users") // conversations of several are not built
	}
	if f.users[id] == "" || id == f.BotUser {
		return nil, refuse("user_not_found")
	}
	return reply{"channel": map[string]any{"id": f.dm(id).id}}, nil
}

func (f *Slack) userInfo(a args) (reply, *refusal) {
	id := a["user"]
	if f.users[id] == "" {
		return nil, refuse("user_not_found")
	}
	name := strings.ToLower(id)
	return reply{"user": map[string]any{"id": id, "team_id": f.TeamID, "name": name, "real_name": name, "is_bot": id == f.BotUser,
		"locale": f.users[id], "tz": "Europe/Brussels", "profile": map[string]any{"display_name": name, "real_name": name}}}, nil
}
