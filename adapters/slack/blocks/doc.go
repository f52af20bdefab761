// Package blocks shows what the bot says in Slack's Block Kit. Render makes of a Reply the messages that Slack takes, Tabulate
// of a Table, View the window that a click opens, with every quote, and HomeView the home page. Nothing from articles or people
// is ever markup: texts stand in rich text and plain text alone, links lead to addresses of sources alone, and Check and its
// like refuse whatever else a message could hold, and what Slack would not take.
package blocks
