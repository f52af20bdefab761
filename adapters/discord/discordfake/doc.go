// Package discordfake is a Discord on this machine, with real HTTP and real WebSockets, that holds an app to Discord's rules
// as a strict judge would. It is for tests, benchmarks and the parents of processes that are killed, and it knows nothing of
// the adapter it judges: its limits are written down a second time, from Discord's pages.
//
// People act by [Discord.Say], [Discord.Slash], [Discord.Click], [Discord.SubmitModal] and their like; [Discord.Messages],
// [Discord.Ephemerals], [Discord.Modal], [Discord.Interactions] and [Discord.Calls] show what came of it, [Visible] what a
// person reads and [Active] what calls somebody or leads elsewhere. [Discord.Await] waits for any of it. [Faults],
// [Discord.FailNext], [Discord.DropSockets], [Discord.Reconnect], [Discord.InvalidSession] and [Discord.Silence] are how
// Discord fails.
//
// What it enforces, of version 10, and the page under discord.com/developers/docs that says so:
//
//   - The bot's token in the header, but in the path of callbacks and webhooks; JSON alone; 404 and 405 for all that is not
//     built; errors with their codes, and by field for 50035: reference, topics/opcodes-and-status-codes.
//   - Messages: 2,000 characters, 10 embeds of 6,000 in all and every limit of theirs, flags that a bot may set, references
//     to the same channel, nonces that make one message of two calls: resources/message. Characters are units of UTF-16, of
//     what clients count the strictest. allowed_mentions with parse:null, which Discord takes and which then spare nobody,
//     are refused unless Options.NullParse is set.
//   - Components of the first version, 5 rows, and of the second, 40 with those within, 4,000 characters of text, beside
//     nothing of the first, and no way back; every limit of theirs and of windows: components/reference.
//   - Permissions by roles and overwrites, those that a message, its embeds, replies and threads take: topics/permissions.
//   - Threads with the ID of their message, one each; archived ones that speaking opens, locked ones: topics/threads.
//   - Interactions: the first callback within 3 s and once, of a type that fits; tokens of 15 minutes; deferred responses
//     whose ephemerality holds; ephemeral messages that no channel has; and no permission of the bot's:
//     interactions/receiving-and-responding. A first follow-up takes the place of a deferred response.
//   - Commands: names, options, choices and translations with their limits, 8,000 characters, 200 new ones a day:
//     interactions/application-commands.
//   - Limits of calls by route and channel, server or token, with their headers, and 50 a second for all that have the bot's
//     token: topics/rate-limits. Discord tells nobody how many calls a route takes; these are Options.Limits.
//   - The gateway: hello, identify within a time and not too soon after another, READY and GUILD_CREATE, heartbeats, 120
//     commands a minute, 4,096 bytes, intents, shards, resume with all that came since, codes of closing:
//     events/gateway. Who closes with 1000 or 1001 has given its session up.
//   - Content, embeds and components hidden from who has not the intent, in events and in history, but not in direct
//     messages, of the bot's own, or where it is mentioned.
//   - Interactions over HTTP, signed; an address is tried with a ping and with a bad signature: interactions/overview.
//
// Messages hold Markdown as Discord's apps read it. In doubt it is active: a label ends at the first "](", and every mention
// of a message calls whom allowed_mentions do not spare, in code and after a backslash too.
//
// Not built: ETF and compression, files, polls, stickers, reactions, forwarding, private threads, tags of forums, the window
// components that came after text inputs, presence, voice, and a session_start_limit that ends. The texts of errors by field
// are Discord's where they are known; COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED, COMPONENT_ID_DUPLICATED,
// MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG, BITFIELD_TYPE_INVALID and those of selects, commands' options and sizes are guesses.
package discordfake
