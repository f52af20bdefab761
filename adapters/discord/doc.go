// Package discord joins the bot to Discord, over its gateway or signed HTTP interactions.
//
//	gateway.go, http.go  frames come in, each acknowledged once its Message is kept
//	frame.go, hear.go    a frame → a Message, something to do, or nothing
//	commands.go          the commands, registered where they changed, and what may complete them
//	post.go              a Reply → posts with a mark each, by which they are found again
//	click.go             pages, quotes, feedback and windows, filled by adapters.Host
//	rest.go              calls wait for Discord's limits, and for their ctx
//	cards/               Replies as components of Discord's
//
// Of discordgo it takes the calls of the REST API, the types and the check of signatures, not the gateway: that would hang for
// good where Discord asks for a new connection at the wrong moment, dial for ever with a token that Discord refuses, lose a
// message whose components it does not know, and forget its session with the process, and so what is said while that starts
// again. Ours keeps the session and how far it was heard, and takes it up again.
package discord
