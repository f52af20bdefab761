package discord

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

const invite = "open what “bot discord invite” prints"

// servers looks at which servers the bot is in, and at what it may do there before channels say otherwise.
func (d *doctor) servers() {
	var err error
	if d.in, err = d.api.UserGuilds(mostServers, "", "", false, d.with); err != nil {
		d.failed("servers", err, "try again in a minute")
		return
	}
	if len(d.in) == 0 {
		d.missing("servers", "the bot is in none", invite)
	}
	for _, s := range d.in {
		check, may := "server "+s.ID, s.Permissions
		if may&discordgo.PermissionAdministrator != 0 {
			d.note(check, "in "+s.Name+" the bot is an administrator, which it need not be", "take that from its role")
			continue
		}
		if names := lacking(Permissions(d.cfg), may); names != "" {
			d.note(check, "in "+s.Name+" the bot may not everywhere: "+names, invite+", or allow it in the channels where the bot is to speak")
			continue
		}
		d.ok(check, "the bot is in "+s.Name)
	}
	for _, id := range d.cfg.CommandServers {
		if slices.ContainsFunc(d.in, func(s *discordgo.UserGuild) bool { return s.ID == id }) {
			continue
		}
		if s := d.server(id); s.err != nil {
			d.unserved("server "+id, s.err, "discord.command_servers")
		} else {
			d.ok("server "+id, "the bot is in "+s.Name)
		}
	}
}

// server gives what is known of a server, and of the bot in it.
func (d *doctor) server(id string) *server {
	if s := d.seen[id]; s != nil {
		return s
	}
	s := &server{}
	d.seen[id] = s
	if s.Guild, s.err = d.api.Guild(id, d.with); s.err == nil {
		s.member, s.err = d.api.GuildMember(id, d.bot, d.with)
	}
	return s
}

// unserved tells of a server that the bot does not see.
func (d *doctor) unserved(check string, err error, key string) {
	if code(err) == codeUnknownServer || code(err) == codeNoAccess {
		d.missing(check, "there is none, or the bot is not in it", "look at the ID in "+key+", and "+invite)
		return
	}
	d.failed(check, err, "look at the ID in "+key)
}

// commands looks at which commands are registered, where the configuration wants them.
func (d *doctor) commands(app string) {
	if app == "" {
		return
	}
	where := d.cfg.CommandServers
	if len(where) == 0 {
		where = []string{""}
	}
	for _, server := range where {
		check, place := "commands", "everywhere"
		if server != "" {
			check, place = "commands in "+server, "in that server"
		}
		all, err := d.api.ApplicationCommands(app, server, d.with)
		if code(err) == codeNoAccess {
			d.missing(check, "the bot may have none there", invite+": it lets commands in, too")
			continue
		}
		if err != nil {
			d.failed(check, err, "try again in a minute")
			continue
		}
		var lack []string
		for _, c := range commandList() {
			if !slices.ContainsFunc(all, func(has *discordgo.ApplicationCommand) bool { return has.Name == c.Name }) {
				lack = append(lack, c.Name)
			}
		}
		if len(lack) > 0 {
			d.note(check, "not registered yet: "+strings.Join(lack, ", "), "“bot serve” registers them when it starts")
			continue
		}
		d.ok(check, fmt.Sprintf("%d are registered, %s", len(all), place))
	}
}

// channel looks at a channel of the configuration, which is named under a key.
func (d *doctor) channel(id, key string) {
	check := "channel " + id
	ch, err := d.api.Channel(id, d.with)
	switch {
	case code(err) == codeUnknownChannel:
		d.missing(check, "there is none", "look at the ID in "+key)
		return
	case code(err) == codeNoAccess:
		d.missing(check, "the bot does not see it", "give the bot "+mayView.Name+" there; where it is not in the server, "+invite)
		return
	case err != nil:
		d.failed(check, err, "look at the ID in "+key)
		return
	case ch.GuildID == "":
		d.ok(check, "it is a direct message")
		return
	case ch.IsThread():
		d.missing(check, "#"+ch.Name+" is a thread, which is as its channel", "give the channel's ID, "+ch.ParentID+", in "+key)
		return
	case ch.Type == discordgo.ChannelTypeGuildCategory:
		d.missing(check, ch.Name+" is a category, in which nobody speaks", "give the IDs of its channels in "+key)
		return
	}
	s := d.server(ch.GuildID)
	if s.err != nil {
		d.unserved(check, s.err, key)
		return
	}
	needed := d.cfg.permissionsFor(ch)
	names := lacking(needed, permissionsIn(s.ID, s.Roles, s.member, ch.PermissionOverwrites))
	switch {
	case len(needed) == 0:
		d.ok(check, "#"+ch.Name+" is there, and the bot is silent in it")
	case names != "":
		d.missing(check, "in #"+ch.Name+" the bot may not: "+names, "allow it in the channel's settings, Permissions, for the bot's role")
	default:
		d.ok(check, "the bot can speak in #"+ch.Name)
	}
}

// roles looks for the roles that may ask, in the servers that the bot is in.
func (d *doctor) roles() {
	if len(d.cfg.Roles) == 0 {
		return
	}
	for _, s := range d.in {
		d.server(s.ID)
	}
	names := map[string]string{}
	for _, s := range d.seen {
		if s.err == nil {
			for _, r := range s.Roles {
				names[r.ID] = r.Name
			}
		}
	}
	for _, id := range d.cfg.Roles {
		if name, ok := names[id]; ok {
			d.ok("role "+id, "it is "+name)
		} else {
			d.missing("role "+id, "no server of the bot's has it", "look at the ID in discord.roles")
		}
	}
}
