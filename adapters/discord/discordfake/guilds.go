package discordfake

// Flags of the app that say that its intent is granted.
const (
	flagMessageContent = 1 << 19 // LIMITED: of an app in fewer than 100 servers
)

func (f *Discord) getMe(*request) (any, *refusal) {
	o := f.showUser(f.BotUser)
	o["verified"], o["mfa_enabled"], o["flags"], o["email"] = true, false, 0, nil
	return o, nil
}

// appFlags say which privileged intents are switched on.
func (f *Discord) appFlags() int {
	if f.opts.Privileged&MessageContent != 0 {
		return flagMessageContent
	}
	return 0
}

func (f *Discord) getApp(*request) (any, *refusal) {
	o := object{"id": f.AppID, "name": "talks", "icon": nil, "description": "", "summary": "", "bot_public": true, "bot_require_code_grant": false,
		"verify_key": f.PublicKey, "flags": f.appFlags(), "team": nil, "hook": true, "interactions_endpoint_url": nil,
		"owner": f.showUser("800000000000000001"), "bot": f.showUser(f.BotUser), "approximate_guild_count": len(f.inOrder)}
	if f.endpoint != "" {
		o["interactions_endpoint_url"] = f.endpoint
	}
	return o, nil
}

func (f *Discord) getGateway(*request) (any, *refusal) {
	return object{"url": f.gatewayURL(), "shards": f.opts.Shards, "session_start_limit": object{"total": 1000,
		"remaining": max(1000-len(f.identifies), 0), "reset_after": 86_400_000, "max_concurrency": f.opts.Concurrency}}, nil
}

func (f *Discord) gatewayURL() string { return "ws://" + f.address + "/gateway/" }

func (f *Discord) getGuilds(*request) (any, *refusal) {
	all := []any{}
	for _, g := range f.inOrder {
		if g.present {
			all = append(all, object{"id": g.ID, "name": g.Name, "icon": nil, "owner": false, "features": []any{},
				"permissions": bits(g.roles[0].permissions | g.roles[1].permissions)})
		}
	}
	return all, nil
}

// guildOf gives the server in the path, where the bot is in it.
func (f *Discord) guildOf(q *request) (*guild, *refusal) {
	g := f.guilds[q.vars["guild"]]
	switch {
	case g == nil:
		return nil, unknownGuild
	case !g.present:
		return nil, missingAccess
	}
	return g, nil
}

func (f *Discord) getGuild(q *request) (any, *refusal) {
	g, no := f.guildOf(q)
	if no != nil {
		return nil, no
	}
	return f.showGuild(g), nil
}

func (f *Discord) getChannels(q *request) (any, *refusal) {
	g, no := f.guildOf(q)
	if no != nil {
		return nil, no
	}
	return f.showWhole(g)["channels"], nil
}

func (f *Discord) getRoles(q *request) (any, *refusal) {
	g, no := f.guildOf(q)
	if no != nil {
		return nil, no
	}
	return g.showRoles(), nil
}

func (f *Discord) getMember(q *request) (any, *refusal) {
	g, no := f.guildOf(q)
	if no != nil {
		return nil, no
	}
	id := q.vars["user"]
	m := g.showMember(f, id)
	switch {
	case f.people[id] == nil:
		return nil, unknownUser
	case m == nil:
		return nil, unknownMember
	}
	m["user"] = f.showUser(id)
	return m, nil
}
