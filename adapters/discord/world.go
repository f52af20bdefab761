package discord

import (
	"context"
	"fmt"
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"talksbot/adapters"
)

// Kinds of channels: texts, and the first and last of threads, discord.com/developers/docs/resources/channel#channel-object-channel-types.
const (
	kindText       = 0
	kindDirect     = 1 // with one person
	kindForum      = 15
	kindNewsThread = 10
	kindPrivThread = 12
)

// channel is what is read of a channel or thread.
type channel struct {
	ID     string `json:"id"`
	Kind   int    `json:"type"`
	Guild  string `json:"guild_id"`
	Parent string `json:"parent_id"` // of a thread: the channel that it is in
	Name   string `json:"name"`
}

func (c channel) isThread() bool { return c.Kind >= kindNewsThread && c.Kind <= kindPrivThread }

// guild is what is read of a server.
type guild struct {
	ID            string    `json:"id"`
	Name          string    `json:"name"`
	Locale        string    `json:"preferred_locale"`
	SystemChannel string    `json:"system_channel_id"`
	Joined        time.Time `json:"joined_at"` // when the bot came
	Channels      []channel `json:"channels"`
	Threads       []channel `json:"threads"`
	Unavailable   bool      `json:"unavailable"`
}

// world remembers channels and servers. What it has forgotten, or was never told since the session was taken up from an earlier
// process, is asked for.
type world struct {
	channels *lru.Cache[string, channel]
	guilds   *lru.Cache[string, guild]
}

const mostChannels, mostGuilds = 50_000, 5000

func newWorld() *world {
	w := &world{}
	w.channels, _ = lru.New[string, channel](mostChannels) // fails for sizes below 1 alone
	w.guilds, _ = lru.New[string, guild](mostGuilds)
	return w
}

// learn takes a server in with its channels.
func (w *world) learn(g guild) {
	for _, c := range slices.Concat(g.Channels, g.Threads) {
		c.Guild = g.ID
		w.channels.Add(c.ID, c)
	}
	g.Channels, g.Threads = nil, nil
	w.guilds.Add(g.ID, g)
}

// channelOf gives a channel, by a call where it is not known. One that the bot may not see is a text channel.
func (d *Discord) channelOf(ctx context.Context, id string) (channel, error) {
	if c, ok := d.world.channels.Get(id); ok {
		return c, nil
	}
	c := channel{ID: id}
	err := d.call(ctx, "GET", "/channels/"+id, nil, &c)
	if refused := code(err); refused == codeNoAccess || refused == codeUnknownChannel {
		return channel{ID: id, Kind: kindText}, nil
	}
	if err != nil {
		return c, fmt.Errorf("looking at a channel of Discord: %w", d.scrub(err))
	}
	d.world.channels.Add(id, c)
	return c, nil
}

// Aloud implements adapters.Announcer: what is said there stands in the channel, not in a thread. A forum has threads alone.
func (d *Discord) Aloud(channel, person string) (adapters.Thread, bool) {
	c, _ := d.world.channels.Get(channel)
	direct := c.Kind == kindDirect && c.ID != ""
	return place{channel: channel}.conversation(), channel != "" && c.Kind != kindForum && direct == (person != "")
}

// languageOf gives the language of the bot's words in a channel: that of the configuration, else the server's.
func (d *Discord) languageOf(ctx context.Context, in Channel, server string) string {
	if in.Language != "" || server == "" {
		return in.Language
	}
	if g, ok := d.world.guilds.Get(server); ok {
		return g.Locale
	}
	var g guild
	if err := d.call(ctx, "GET", "/guilds/"+server, nil, &g); err != nil {
		d.log.Warn("the language of a server is not known", "server", server, "error", d.scrub(err))
		return ""
	}
	d.world.guilds.Add(server, g)
	return g.Locale
}
