// Package slack joins the bot to a Slack workspace, over Socket Mode or signed HTTP.
//
//	socket.go, http.go   frames come in, each acknowledged once its Message is kept
//	frame.go, hear.go    a frame → a Message, something to do, or nothing
//	post.go              a Reply → posts with a mark each, by which they are found again
//	click.go, home.go    windows, buttons and the home page, filled by adapters.Host
//	working.go           a status shows that the bot is at work
//	blocks/              Replies, windows and the home page as Block Kit
//
// Answers are not streamed. They are whole within milliseconds, and until it ends a streamed message has neither a text for
// notifications nor metadata: a crash would leave a torso that nobody finds again. A status shows at once instead.
package slack
