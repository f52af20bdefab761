// Package slack shows Replies in Slack. Render makes of a Reply the messages that Slack takes, Tabulate of a Table, and View
// the window that a click opens, with every quote. Nothing from articles or people is ever markup: texts stand in rich text
// and plain text alone, links lead to addresses of sources alone, and Check refuses whatever else a message could hold.
package slack
