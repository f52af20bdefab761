package discordfake

import (
	"slices"
	"strconv"
	"time"
)

// Permissions that the fake knows, as bits.
const (
	Administrator       int64 = 1 << 3
	ViewChannel         int64 = 1 << 10
	SendMessages        int64 = 1 << 11
	ManageMessages      int64 = 1 << 13
	EmbedLinks          int64 = 1 << 14
	ReadHistory         int64 = 1 << 16
	MentionEveryone     int64 = 1 << 17
	UseCommands         int64 = 1 << 31
	ManageThreads       int64 = 1 << 34
	CreatePublicThreads int64 = 1 << 35
	SendInThreads       int64 = 1 << 38
	everything          int64 = 1<<50 - 1
)

// Types of channels.
const (
	TextChannel  = 0
	DMChannel    = 1
	Announcement = 5
	NewsThread   = 10
	PublicThread = 11
	Forum        = 15
)

// Person is a user of Discord, or another bot.
type Person struct {
	ID         string
	Name       string // "" means one made of the ID
	GlobalName string // "" for none
	Locale     string // "" means en-US
	Bot        bool
	NoDMs      bool // takes no direct messages
}

// Guild is a server of Discord's. What is empty gets what is usual.
type Guild struct {
	ID            string // "" means a new one
	Name          string
	Locale        string    // "" means en-US
	SystemChannel string    // ID; "" for none
	Joined        time.Time // when the bot came; zero means now
	Permissions   int64     // of the bot's own role; 0 means Usual
	Everyone      int64     // of all; 0 means Usual without ManageMessages
}

// Usual is what a bot may do in a Guild that does not say.
const Usual = ViewChannel | SendMessages | EmbedLinks | ReadHistory | UseCommands | CreatePublicThreads | SendInThreads

type role struct {
	id, name    string
	permissions int64
	managed     bool
}

type member struct {
	nick  string
	roles []string
}

type guild struct {
	Guild
	roles   []*role
	members map[string]*member
	present bool // the bot is in it
}

// overwrite is what a channel allows or denies a role (0) or a member (1).
type overwrite struct {
	id          string
	kind        int
	allow, deny int64
}

type channel struct {
	id, name   string
	kind       int
	guild      *guild // nil for direct messages
	parent     *channel
	person     string // of direct messages
	owner      string // of a thread
	overwrites []*overwrite
	messages   []*Message // by ID
	byID       map[string]*Message
	archived   bool
	locked     bool
	archiveIn  int // minutes
	typing     time.Time
	typed      int
}

func (c *channel) isThread() bool { return c.kind >= NewsThread && c.kind <= 12 }

// Channel is a channel of a server.
type Channel struct {
	ID   string // "" means a new one
	Name string
	Type int // TextChannel, Announcement or Forum
}

// AddGuild makes a server with channels and the bot in it, and says so to the bot. It gives the server's ID.
func (f *Discord) AddGuild(g Guild, channels ...Channel) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g.ID == "" {
		g.ID = f.id()
	}
	if g.Name == "" {
		g.Name = "server " + g.ID
	}
	if g.Locale == "" {
		g.Locale = "en-US"
	}
	if g.Joined.IsZero() {
		g.Joined = f.opts.Now()
	}
	if g.Permissions == 0 {
		g.Permissions = Usual
	}
	if g.Everyone == 0 {
		g.Everyone = Usual
	}
	own := f.id()
	n := &guild{Guild: g, present: true, members: map[string]*member{f.BotUser: {roles: []string{own}}},
		roles: []*role{{id: g.ID, name: "@everyone", permissions: g.Everyone}, {id: own, name: "talks", permissions: g.Permissions, managed: true}}}
	f.guilds[g.ID] = n
	f.inOrder = append(f.inOrder, n)
	for _, c := range channels {
		f.newChannel(n, c)
	}
	f.guildCreate(n)
	f.touch()
	return g.ID
}

// LeaveGuild takes the bot from a server.
func (f *Discord) LeaveGuild(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g := f.guilds[id]; g != nil && g.present {
		g.present = false
		f.dispatch("GUILD_DELETE", g, Guilds, func(*session) any { return object{"id": id} })
		f.touch()
	}
}

// Outage makes a server unavailable and available again for the bot, as an outage of Discord's does.
func (f *Discord) Outage(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g := f.guilds[id]; g != nil && g.present {
		f.dispatch("GUILD_DELETE", g, Guilds, func(*session) any { return object{"id": id, "unavailable": true} })
		f.guildCreate(g)
	}
}

// Rejoin brings the bot into a server again; joined_at is now.
func (f *Discord) Rejoin(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g := f.guilds[id]; g != nil && !g.present {
		g.present, g.Joined = true, f.opts.Now()
		f.guildCreate(g)
		f.touch()
	}
}

// AddChannel makes a channel in a server that is there, tells the bot, and gives the channel's ID.
func (f *Discord) AddChannel(guild string, c Channel) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.newChannel(f.guilds[guild], c)
	f.dispatch("CHANNEL_CREATE", n.guild, Guilds, func(*session) any { return f.showChannel(n) })
	f.touch()
	return n.id
}

func (f *Discord) newChannel(g *guild, c Channel) *channel {
	if c.ID == "" {
		c.ID = f.id()
	}
	n := &channel{id: c.ID, name: c.Name, kind: c.Type, guild: g, byID: map[string]*Message{}}
	f.channels[n.id] = n
	return n
}

// AddPerson makes a person known, also one that is known already. Whoever speaks without it is a person with an ID alone.
func (f *Discord) AddPerson(p Person) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.people[p.ID] = &p
	f.know(p.ID)
}

// know gives a person, made where there is none.
func (f *Discord) know(id string) *Person {
	p := f.people[id]
	if p == nil {
		p = &Person{ID: id}
		f.people[id] = p
	}
	if p.Name == "" {
		p.Name = "person" + id
	}
	if p.Locale == "" {
		p.Locale = "en-US"
	}
	return p
}

// AddRole makes a role in a server and gives its ID.
func (f *Discord) AddRole(guild, name string, permissions int64) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := &role{id: f.id(), name: name, permissions: permissions}
	g := f.guilds[guild]
	g.roles = append(g.roles, r)
	return r.id
}

// Join makes somebody a member of a server with a name of its own there, "" for none, and roles.
func (f *Discord) Join(person, guild, nick string, roles ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.know(person)
	f.guilds[guild].members[person] = &member{nick: nick, roles: roles}
}

// SetPermissions gives the bot's own role in a server permissions, and all its members others.
func (f *Discord) SetPermissions(guild string, own, everyone int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g := f.guilds[guild]; g != nil {
		g.roles[0].permissions, g.roles[1].permissions = everyone, own
	}
}

// Deny takes permissions from the bot in a channel, in the place of those that an earlier Deny took; 0 takes none.
func (f *Discord) Deny(channel string, permissions int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[channel]; c != nil {
		c.overwrites = nil
		if permissions != 0 {
			c.overwrites = []*overwrite{{id: f.BotUser, kind: 1, deny: permissions}}
		}
		f.dispatch("CHANNEL_UPDATE", c.guild, Guilds, func(*session) any { return f.showChannel(c) })
		f.touch()
	}
}

// may says what the bot is permitted in a channel, and gives 0 where it is not.
func (f *Discord) may(c *channel) int64 { return f.permits(c, f.BotUser) }

func (f *Discord) permits(c *channel, who string) int64 {
	if c.guild == nil {
		return everything
	}
	m := c.guild.members[who]
	if m == nil || who == f.BotUser && !c.guild.present {
		return 0
	}
	var all int64
	has := func(r *role) bool { return r.id == c.guild.ID || slices.Contains(m.roles, r.id) }
	for _, r := range c.guild.roles {
		if has(r) {
			all |= r.permissions
		}
	}
	if all&Administrator != 0 {
		return everything
	}
	at := c
	if c.parent != nil && c.isThread() {
		at = c.parent
	}
	applies := func(is func(o *overwrite) bool) {
		var allow, deny int64
		for _, o := range at.overwrites {
			if is(o) {
				allow, deny = allow|o.allow, deny|o.deny
			}
		}
		all = all&^deny | allow
	}
	applies(func(o *overwrite) bool { return o.id == c.guild.ID })
	applies(func(o *overwrite) bool { return o.kind == 0 && slices.Contains(m.roles, o.id) })
	applies(func(o *overwrite) bool { return o.kind == 1 && o.id == who })
	if all&ViewChannel == 0 {
		return 0
	}
	return all
}

// DM is the channel between a person and the bot, made when it is first asked for.
func (f *Discord) DM(person string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dm(person).id
}

func (f *Discord) dm(person string) *channel {
	if c := f.channels[f.dms[person]]; c != nil {
		return c
	}
	f.know(person)
	c := &channel{id: f.id(), kind: DMChannel, person: person, byID: map[string]*Message{}}
	f.channels[c.id], f.dms[person] = c, c.id
	return c
}

// SetArchived archives a thread, or locks it too so that only moderators may speak.
func (f *Discord) SetArchived(thread string, archived, locked bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.channels[thread]; c != nil {
		c.archived, c.locked = archived, locked
		f.threadUpdate(c)
	}
}

// DeleteChannel removes a channel or a thread.
func (f *Discord) DeleteChannel(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.channels[id]
	if c == nil {
		return
	}
	delete(f.channels, id)
	kind := "CHANNEL_DELETE"
	if c.isThread() {
		kind = "THREAD_DELETE"
	}
	f.dispatch(kind, c.guild, Guilds, func(*session) any { return f.showChannel(c) })
	f.touch()
}

func bits(n int64) string { return strconv.FormatInt(n, 10) }
