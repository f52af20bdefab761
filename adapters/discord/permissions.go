package discord

import (
	"maps"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Permission is a right of the bot in a server.
type Permission struct {
	Name string // as Discord shows it in English
	Why  string // what the bot needs it for
	bit  int64
}

var (
	mayView          = Permission{"View Channels", "hears what is said to it", discordgo.PermissionViewChannel}
	maySend          = Permission{"Send Messages", "answers", discordgo.PermissionSendMessages}
	maySendInThreads = Permission{"Send Messages in Threads", "answers in threads and in the posts of a forum", discordgo.PermissionSendMessagesInThreads}
	mayReadHistory   = Permission{"Read Message History", "replies to a message, and finds its own posts again", discordgo.PermissionReadMessageHistory}
	mayStartThreads  = Permission{"Create Public Threads", "starts a thread from a mention (threads: true)", discordgo.PermissionCreatePublicThreads}
)

// Permissions lists what the bot needs in a server that has all channels of a configuration.
func Permissions(c Config) []Permission {
	all := []Permission{mayView, maySend, maySendInThreads, mayReadHistory}
	for _, at := range append(slices.Collect(maps.Keys(c.Channels)), "") {
		if c.startsThreads(at) {
			return append(all, mayStartThreads)
		}
	}
	return all
}

// startsThreads says whether the bot starts threads from mentions in a channel. In http mode it hears none.
func (c Config) startsThreads(channel string) bool {
	how := c.in(channel)
	return c.Mode != "http" && *how.Speak && *how.Threads
}

// permissionsFor lists what the bot needs in one channel: nothing where it is silent.
func (c Config) permissionsFor(ch *discordgo.Channel) []Permission {
	how := c.in(ch.ID)
	switch {
	case ch.ID == c.AdminChannel && !*how.Speak:
		return []Permission{mayView, maySend}
	case !*how.Speak:
		return nil
	case ch.Type == discordgo.ChannelTypeGuildForum || ch.Type == discordgo.ChannelTypeGuildMedia: // to send there is to open a post
		return []Permission{mayView, maySendInThreads, mayReadHistory}
	}
	all := []Permission{mayView, maySend, maySendInThreads, mayReadHistory}
	if c.startsThreads(ch.ID) {
		all = append(all, mayStartThreads)
	}
	return all
}

// permissionBits puts Permissions into the number that Discord has for them.
func permissionBits(all []Permission) (n int64) {
	for _, p := range all {
		n |= p.bit
	}
	return n
}

// lacking names those Permissions that are not among what is granted; "" when all are.
func lacking(needed []Permission, granted int64) string {
	var names []string
	for _, p := range needed {
		if granted&p.bit == 0 {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}

// permissionsIn computes what a member of a server may do in a channel, in the order that Discord documents: the roles
// together; an administrator may do everything; then what the channel denies and allows everyone, then the member's roles
// together, then the member. https://discord.com/developers/docs/topics/permissions#permission-overwrites
func permissionsIn(server string, roles []*discordgo.Role, member *discordgo.Member, overwrites []*discordgo.PermissionOverwrite) (granted int64) {
	for _, r := range roles {
		if r.ID == server || slices.Contains(member.Roles, r.ID) { // everyone's role has the server's ID
			granted |= r.Permissions
		}
	}
	if granted&discordgo.PermissionAdministrator != 0 {
		return ^0
	}
	change := func(of func(*discordgo.PermissionOverwrite) bool) {
		var deny, allow int64
		for _, o := range overwrites {
			if of(o) {
				deny, allow = deny|o.Deny, allow|o.Allow
			}
		}
		granted = granted&^deny | allow
	}
	change(func(o *discordgo.PermissionOverwrite) bool { return o.ID == server })
	change(func(o *discordgo.PermissionOverwrite) bool {
		return o.Type == discordgo.PermissionOverwriteTypeRole && o.ID != server && slices.Contains(member.Roles, o.ID)
	})
	change(func(o *discordgo.PermissionOverwrite) bool {
		return o.Type == discordgo.PermissionOverwriteTypeMember && member.User != nil && o.ID == member.User.ID
	})
	return granted
}
