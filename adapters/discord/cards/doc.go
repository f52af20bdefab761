// Package cards shows what the bot says in Discord's components, version 2. Render makes of a Reply the messages that Discord
// takes, Page what a command shows at a time, Quotes what one person sees after a click, Why the window that asks what was
// wrong. Nothing from articles or people is ever markup: in their texts each character that Discord could read is escaped,
// links lead to addresses of sources alone, and Check refuses whatever else a message could hold, and what Discord would not
// take. Such messages have no content and no embeds, so that no link in them has a preview.
package cards
