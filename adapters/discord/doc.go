// Package discord joins the bot to Discord, over its gateway or signed HTTP interactions.
//
//	gateway.go, http.go  frames come in, each acknowledged once its Message is kept
//	session.go           how far the gateway was heard, kept for the next process
//	frame.go, hear.go    a frame → a Message, something to do, or nothing
//	commands.go          the commands, registered where they changed, and what may complete them
//	post.go              a Reply → posts with a mark each, by which they are found again
//	answer.go            a Reply in the place that Discord keeps for the answer to a command, whispers, typing
//	click.go             pages, quotes, feedback and windows, filled by adapters.Host
//	world.go, guild.go   channels and servers, and what is said on coming to one
//	rest.go              calls wait for Discord's limits, and for their ctx
//	doctor.go, invite.go what the bot lacks, and what it asks to be allowed
//	cards/               Replies as components of Discord's
//
// Of discordgo it takes the calls of the REST API, the types and the check of signatures, not the gateway: that would hang for
// good where Discord asks for a new connection at the wrong moment, dial for ever with a token that Discord refuses, lose a
// message whose components it does not know, and forget its session with the process, and so what is said while that starts
// again. Ours keeps the session and how far it was heard, and takes it up again.
package discord
