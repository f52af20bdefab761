// Package slackfake is a Slack on this machine, with real HTTP and real WebSockets, that holds an app to Slack's rules as
// a strict judge would. It knows nothing of the adapter it judges.
package slackfake
