package discordfake

import (
	"cmp"
	"maps"
	"slices"
)

// showUser is a user as Discord writes it.
func (f *Discord) showUser(id string) object {
	p := f.know(id)
	o := object{"id": p.ID, "username": p.Name, "discriminator": "0", "global_name": nil, "avatar": nil, "public_flags": 0}
	if p.GlobalName != "" {
		o["global_name"] = p.GlobalName
	}
	if p.Bot {
		o["bot"], o["discriminator"] = true, "0001"
	}
	return o
}

// showMember is a member without its user; nil for who is none.
func (g *guild) showMember(f *Discord, id string) object {
	m := g.members[id]
	if m == nil {
		return nil
	}
	o := object{"roles": append([]string{}, m.roles...), "nick": nil, "avatar": nil, "joined_at": stamp(g.Joined), "deaf": false, "mute": false,
		"flags": 0, "pending": false}
	if m.nick != "" {
		o["nick"] = m.nick
	}
	return o
}

func (g *guild) showRoles() []any {
	all := []any{}
	for i, r := range g.roles {
		o := object{"id": r.id, "name": r.name, "permissions": bits(r.permissions), "position": i, "managed": r.managed, "mentionable": false,
			"hoist": false, "color": 0, "flags": 0}
		if r.managed {
			o["tags"] = object{"bot_id": "900000000000000001"}
		}
		all = append(all, o)
	}
	return all
}

// showGuild is a server as GET /guilds/{id} gives it.
func (f *Discord) showGuild(g *guild) object {
	o := object{"id": g.ID, "name": g.Name, "icon": nil, "owner_id": "800000000000000001", "preferred_locale": g.Locale, "roles": g.showRoles(),
		"system_channel_id": nil, "features": []any{}, "emojis": []any{}, "stickers": []any{}, "verification_level": 1, "nsfw_level": 0,
		"premium_tier": 0, "mfa_level": 0, "explicit_content_filter": 0, "default_message_notifications": 1, "system_channel_flags": 0, "afk_timeout": 300}
	if g.SystemChannel != "" {
		o["system_channel_id"] = g.SystemChannel
	}
	return o
}

// guildCreate tells the bot all about a server.
func (f *Discord) guildCreate(g *guild) {
	f.dispatch("GUILD_CREATE", g, Guilds, func(*session) any { return f.showWhole(g) })
}

func (f *Discord) showWhole(g *guild) object {
	o := f.showGuild(g)
	own := g.showMember(f, f.BotUser)
	own["user"] = f.showUser(f.BotUser)
	channels, threads := []any{}, []any{}
	for _, c := range slices.SortedFunc(maps.Values(f.channels), func(a, b *channel) int { return cmp.Compare(a.id, b.id) }) {
		switch {
		case c.guild != g:
		case !c.isThread():
			channels = append(channels, f.showChannel(c))
		case !c.archived && f.may(c) != 0:
			threads = append(threads, f.showChannel(c))
		}
	}
	maps.Copy(o, object{"joined_at": stamp(g.Joined), "large": false, "unavailable": false, "member_count": len(g.members),
		"members": []any{own}, "channels": channels, "threads": threads, "presences": []any{}, "voice_states": []any{}, "stage_instances": []any{},
		"guild_scheduled_events": []any{}, "soundboard_sounds": []any{}})
	return o
}

// showChannel is a channel or a thread as Discord writes it.
func (f *Discord) showChannel(c *channel) object {
	o := object{"id": c.id, "type": c.kind, "last_message_id": nil, "flags": 0}
	if n := len(c.messages); n > 0 {
		o["last_message_id"] = c.messages[n-1].ID
	}
	if c.guild == nil {
		o["recipients"] = []any{f.showUser(c.person)}
		return o
	}
	o["guild_id"], o["name"], o["parent_id"], o["rate_limit_per_user"] = c.guild.ID, c.name, nil, 0
	if c.parent != nil {
		o["parent_id"] = c.parent.id
	}
	if c.isThread() {
		o["owner_id"], o["message_count"], o["total_message_sent"], o["member_count"] = c.owner, len(c.messages), len(c.messages), 1
		o["thread_metadata"] = object{"archived": c.archived, "locked": c.locked, "auto_archive_duration": c.archiveIn,
			"archive_timestamp": stamp(timeOf(c.id)), "create_timestamp": stamp(timeOf(c.id))}
		return o
	}
	overwrites := []any{}
	for _, w := range c.overwrites {
		overwrites = append(overwrites, object{"id": w.id, "type": w.kind, "allow": bits(w.allow), "deny": bits(w.deny)})
	}
	o["permission_overwrites"], o["position"], o["nsfw"], o["topic"] = overwrites, 0, false, nil
	return o
}
