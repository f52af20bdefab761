// Package slackfake is a Slack on this machine, with real HTTP and real WebSockets, that holds an app to Slack's rules as
// a strict judge would. It is for tests, benchmarks and the parents of processes that are killed, and it knows nothing of
// the adapter it judges: its limits are written down a second time, from Slack's pages.
//
// People act by [Slack.Say], [Slack.Slash], [Slack.Click], [Slack.Submit] and their like; [Slack.Thread], [Slack.Ephemerals],
// [Slack.View], [Slack.Status] and [Slack.Calls] show what came of it, [Visible] what a person reads and [Active] what
// calls somebody or leads elsewhere. [Slack.Await] waits for any of it. [Faults], [Slack.FailNext], [Slack.DropSockets],
// [Slack.Disconnect] and [Slack.Silence] are how Slack fails.
//
// What it enforces, and the page under docs.slack.dev that says so:
//
//   - Tokens in the Authorization header or the body, never in the address or in JSON; the app's token for
//     apps.connections.open alone; scopes, with needed and provided, and X-OAuth-Scopes: authentication/tokens,
//     apis/web-api, reference/scopes. Any method that is not built is unknown_method.
//   - Blocks: 50 a message, 100 a view, every limit of text, identifiers, options and elements, and which block and element
//     may stand where: reference/block-kit. All blocks of a message together take 13,200 characters of JSON at most
//     (msg_blocks_too_long: slackapi/bolt-js#2509, not documented); all markdown blocks 12,000; a message has one table.
//     Every block without a block_id gets one.
//   - text up to 4,000 characters (Slack cuts at 40,000), markdown_text up to 12,000 and alone: reference/methods/chat.postMessage.
//   - Channels: membership, archives, private channels that hide, own messages alone changed and deleted, thread_ts that is
//     a root: Slack puts an answer to a reply elsewhere, this one refuses it. A deleted root with replies leaves a
//     gravestone. A text without blocks removes the blocks of what it updates: reference/methods/chat.update.
//   - Ephemeral messages go to members, stand in no history, and change by response_url alone: messaging.
//   - Metadata: a type, a payload of texts and numbers, 8,000 characters (the bound is ours), and shown only when
//     include_all_metadata asks: messaging/message-metadata.
//   - History with cursors, limits and windows; a thread's root leads: reference/methods/conversations.replies.
//   - Streams: under a thread in which a person has spoken, with recipients in channels, 12,000 characters a call, known
//     chunks, not after the stop: reference/methods/chat.startStream and its sisters.
//   - The app's own pane in both generations; a thread_ts with the newer one's prompts is ignored; 4 prompts, 10 loading
//     messages, titles of 200 characters; a status ends with a reply or after 2 minutes: ai, ai/migrating-to-agent-messaging.
//   - Views: 24 characters of title and buttons, 3,000 of private_metadata, 250 KB; a trigger_id serves once and for 3 s; a
//     stale hash is a conflict; three views in a stack: surfaces/modals, reference/methods/views.open and its sisters.
//   - response_urls: five uses, 30 minutes, ephemeral unless in_channel: interactivity/handling-user-interaction.
//   - Socket Mode: tickets that serve once, hello first, pings, ten connections, each envelope to one of them, 3 s for an
//     acknowledgement of less than 20 KB; unanswered events come again with the same event_id in a new envelope, at once
//     and after 1 and 5 minutes, or when the next connection is there; commands and interactions do not:
//     apis/events-api/using-socket-mode, vercel/chat#666.
//   - HTTP: signatures, url_verification, the same retries with their headers, X-Slack-No-Retry: apis/events-api/using-http,
//     authentication/verifying-requests-from-slack.
//   - Events: message and app_mention for the same words, each with an event_id; none of mentions in direct messages; the
//     app's own messages and edits come back to it: reference/events.
//
// Not built: conversations of several people, files, shared channels, rate limits that count (they come by Faults), and
// the deep rules of the agent's cards. A few errors that Slack does not document are guesses: thread_not_found for
// chat.postMessage, streaming_state_conflict, session_not_found, markdown_text_conflict.
package slackfake
