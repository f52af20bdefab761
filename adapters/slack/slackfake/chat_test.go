package slackfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"talksbot/adapters/slack/slackfake"
)

func TestPosting(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	f.AddChannel("C2", "UANA")
	f.AddPrivate("G1", "UANA")
	f.AddChannel("CARCHIVE", f.BotUser)
	f.Archive("CARCHIVE")
	asked := f.Say("UANA", "C1", "", "a question")
	other := f.Say("UANA", "C1", "", "another")
	reply := f.Say("UANA", "C1", asked, "a reply")
	say := func(channel string) fields { return fields{"channel": channel, "text": "x"} }
	meta := func(s string) fields { return with(say("C1"), fields{"metadata": s}) }
	tests := []struct {
		args fields
		want string
	}{
		{say("C9"), "channel_not_found"},
		{say("G1"), "channel_not_found"},
		{say("C2"), "not_in_channel"},
		{say("CARCHIVE"), "is_archived"},
		{say("UANA"), ""},
		{fields{"channel": "C1"}, "no_text"},
		{fields{"channel": "C1", "blocks": "[]"}, "no_text"},
		{fields{"channel": "C1", "text": x(4000)}, ""},
		{fields{"channel": "C1", "text": x(4001)}, "msg_too_long"},
		{fields{"channel": "C1", "markdown_text": x(12000)}, ""},
		{fields{"channel": "C1", "markdown_text": x(12001)}, "msg_too_long"},
		{fields{"channel": "C1", "markdown_text": "x", "text": "x"}, "markdown_text_conflict"},
		{with(say("C1"), fields{"thread_ts": asked}), ""},
		{with(say("C1"), fields{"thread_ts": reply}), "thread_not_found"},
		{with(say("C1"), fields{"thread_ts": "1.2"}), "thread_not_found"},
		{meta(`{"event_type":"asked","event_payload":{"id":"q1","n":2}}`), ""},
		{meta(`{"event_payload":{"id":"q1"}}`), "invalid_metadata_format"},
		{meta(`{"event_type":"asked"}`), "invalid_metadata_format"},
		{meta(`{"event_type":"asked","event_payload":{"id":["q1"]}}`), "invalid_metadata_schema"},
		{meta(`{"event_type":"asked","event_payload":{"id":"` + x(8000) + `"}}`), "metadata_too_large"},
	}
	for _, tt := range tests {
		refused(t, f, "chat.postMessage", tt.args, tt.want)
	}
	if got := f.Messages(f.DM("UANA")); len(got) != 1 {
		t.Errorf("%d direct messages", len(got))
	}
	mine := call(t, f, "chat.postMessage", with(say("C1"), fields{"thread_ts": asked})).TS
	changes := []struct {
		method string
		args   fields
		want   string
	}{
		{"chat.update", fields{"channel": "C1", "ts": mine, "text": "new"}, ""},
		{"chat.update", fields{"channel": "C1", "ts": mine, "text": x(4001)}, "msg_too_long"},
		{"chat.update", fields{"channel": "C1", "ts": mine}, "no_text"},
		{"chat.update", fields{"channel": "C1", "ts": asked, "text": "new"}, "cant_update_message"},
		{"chat.update", fields{"channel": "C1", "ts": "1.2", "text": "new"}, "message_not_found"},
		{"chat.delete", fields{"channel": "C1", "ts": asked}, "cant_delete_message"},
		{"chat.delete", fields{"channel": "C1", "ts": "1.2"}, "message_not_found"},
		{"reactions.add", fields{"channel": "C1", "timestamp": asked, "name": "eyes"}, ""},
		{"reactions.add", fields{"channel": "C1", "timestamp": asked, "name": "eyes"}, "already_reacted"},
		{"reactions.add", fields{"channel": "C1", "timestamp": asked, "name": "No!"}, "invalid_name"},
		{"reactions.add", fields{"channel": "C1", "timestamp": "1.2", "name": "eyes"}, "message_not_found"},
		{"chat.getPermalink", fields{"channel": "C1", "message_ts": mine}, ""},
		{"chat.getPermalink", fields{"channel": "C1", "message_ts": "1.2"}, "message_not_found"},
	}
	for _, tt := range changes {
		refused(t, f, tt.method, tt.args, tt.want)
	}
	if m, _ := f.Message("C1", mine); m.Text != "new" || m.EditedTS == "" || m.Changes != 1 {
		t.Errorf("%+v", m)
	}
	refused(t, f, "chat.update", fields{"channel": "C1", "ts": mine, "text": "new", "blocks": "[" + section(1) + "]"}, "")
	refused(t, f, "chat.update", fields{"channel": "C1", "ts": mine, "text": "bare"}, "")
	if m, _ := f.Message("C1", mine); m.Blocks != nil || m.Text != "bare" {
		t.Errorf("a text without blocks leaves %s", m.Blocks)
	}
	refused(t, f, "chat.delete", fields{"channel": "C1", "ts": mine}, "")
	if _, there := f.Message("C1", mine); there {
		t.Error("what was deleted is there")
	}
	if err := f.Delete("C1", asked); err != nil { // it has replies
		t.Fatal(err)
	}
	if err := f.Delete("C1", other); err != nil {
		t.Fatal(err)
	}
	if got := f.Thread("C1", asked); len(got) != 3 || got[0].Subtype != "tombstone" || got[0].Text == "a question" {
		t.Errorf("%+v", got)
	}
	refused(t, f, "chat.postMessage", with(say("C1"), fields{"thread_ts": other}), "thread_not_found")
}

func TestEphemeral(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", "UBEN", f.BotUser)
	a := fields{"channel": "C1", "user": "UANA", "text": "for you"}
	ts := refused(t, f, "chat.postEphemeral", a, "").Whisper
	refused(t, f, "chat.postEphemeral", with(a, fields{"user": "UCEM"}), "user_not_in_channel")
	refused(t, f, "chat.postEphemeral", with(a, fields{"thread_ts": "1.2"}), "thread_not_found")
	refused(t, f, "chat.update", fields{"channel": "C1", "ts": ts, "text": "new"}, "message_not_found")
	if got := call(t, f, "conversations.history", fields{"channel": "C1"}); len(got.Messages) != 0 {
		t.Errorf("history has %v", got.Messages)
	}
	if got := f.Ephemerals("C1", "UANA"); len(got) != 1 || got[0].Text != "for you" || got[0].TS != ts {
		t.Errorf("%+v", got)
	}
	if got := f.Ephemerals("C1", "UBEN"); len(got) != 0 || len(f.Messages("C1")) != 0 {
		t.Errorf("others see %+v", got)
	}
}

func TestPreviews(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", f.BotUser)
	link := slack.MsgOptionText("<https://a.example/|a>", false)
	for _, options := range [][]slack.MsgOption{{link}, {link, slack.MsgOptionDisableLinkUnfurl()},
		{link, slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}, {slack.MsgOptionText("none", false)}} {
		if _, _, err := client(f).PostMessageContext(t.Context(), "C1", options...); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(f.Previews()); got != 2 {
		t.Errorf("%d messages with previews", got)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	f.AddChannel("C2", "UANA")
	root := f.Say("UANA", "C1", "", "root")
	var all []string
	for i := range 5 {
		f.Say("UANA", "C1", "", fmt.Sprint("top ", i))
		ts := call(t, f, "chat.postMessage", fields{"channel": "C1", "thread_ts": root, "text": "r", "metadata": `{"event_type":"e","event_payload":{}}`}).TS
		all = append(all, ts)
	}
	if !slices.IsSorted(all) {
		t.Errorf("%v", all)
	}
	var got []string
	a := fields{"channel": "C1", "ts": root, "limit": "2"}
	for pages := 1; ; pages++ {
		page := refused(t, f, "conversations.replies", a, "")
		for _, m := range page.Messages {
			got = append(got, m.Timestamp)
			if m.Metadata.EventType != "" {
				t.Error("metadata that nobody asked for")
			}
		}
		if page.More != (page.Metadata.Cursor != "") {
			t.Errorf("more is %v, and the cursor %q", page.More, page.Metadata.Cursor)
		}
		if a = with(a, fields{"cursor": page.Metadata.Cursor}); !page.More {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
	}
	if diff := cmp.Diff(append([]string{root}, all...), got); diff != "" {
		t.Error(diff)
	}
	metadata := call(t, f, "conversations.replies", fields{"channel": "C1", "ts": root, "include_all_metadata": "true", "oldest": all[3], "inclusive": "true"})
	if len(metadata.Messages) != 3 || metadata.Messages[1].Metadata.EventType != "e" || metadata.Messages[1].ParentUserId != "UANA" {
		t.Errorf("%+v", metadata.Messages)
	}
	top := call(t, f, "conversations.history", fields{"channel": "C1", "limit": "4"})
	if len(top.Messages) != 4 || top.Messages[0].Text != "top 4" || !top.More {
		t.Errorf("%+v", top.Messages)
	}
	rest := call(t, f, "conversations.history", fields{"channel": "C1", "cursor": top.Metadata.Cursor})
	if len(rest.Messages) != 2 || rest.Messages[1].Text != "root" || rest.Messages[1].ReplyCount != 5 || rest.More {
		t.Errorf("%+v", rest.Messages)
	}
	later := call(t, f, "conversations.history", fields{"channel": "C1", "oldest": rest.Messages[0].Timestamp, "latest": top.Messages[0].Timestamp})
	if len(later.Messages) != 3 {
		t.Errorf("%d messages between two", len(later.Messages))
	}
	for _, tt := range []struct {
		method string
		args   fields
		want   string
	}{
		{"conversations.replies", fields{"channel": "C1", "ts": "1.2"}, "thread_not_found"},
		{"conversations.replies", fields{"channel": "C9", "ts": root}, "channel_not_found"},
		{"conversations.replies", fields{"channel": "C1", "ts": root, "limit": "1001"}, "invalid_limit"},
		{"conversations.history", fields{"channel": "C2"}, "not_in_channel"},
		{"conversations.history", fields{"channel": "C1", "cursor": "?"}, "invalid_cursor"},
		{"conversations.info", fields{"channel": "C2"}, ""},
		{"conversations.info", fields{"channel": "C9"}, "channel_not_found"},
		{"conversations.list", fields{"types": "secret"}, "invalid_types"},
		{"conversations.open", fields{"users": "UANA"}, ""},
		{"conversations.open", fields{"users": "U9"}, "user_not_found"},
		{"users.info", fields{"user": "U9"}, "user_not_found"},
	} {
		refused(t, f, tt.method, tt.args, tt.want)
	}
	f.AddUser("UDORA", "de-DE")
	if u, err := client(f).GetUserInfoContext(t.Context(), "UDORA"); err != nil || u.Locale != "de-DE" {
		t.Errorf("%v %v", u, err)
	}
	if got := call(t, f, "users.conversations", fields{"types": "public_channel,im"}).Channels; len(got) != 2 || got[0].ID != "C1" || !got[1].IsIM {
		t.Errorf("%+v", got)
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA", f.BotUser)
	asked := f.Say("UANA", "C1", "", "a question")
	dm := f.DM("UANA")
	alone := call(t, f, "chat.postMessage", fields{"channel": "C1", "text": "nobody asked"}).TS
	start := fields{"channel": "C1", "thread_ts": asked, "recipient_user_id": "UANA", "recipient_team_id": f.TeamID}
	for _, tt := range []struct {
		more fields
		want string
	}{
		{fields{"thread_ts": ""}, "invalid_arguments"},
		{fields{"thread_ts": "1.2"}, "thread_not_found"},
		{fields{"thread_ts": alone}, "thread_not_found"},
		{fields{"recipient_user_id": ""}, "missing_recipient_user_id"},
		{fields{"recipient_team_id": ""}, "missing_recipient_team_id"},
		{fields{"markdown_text": x(12001)}, "msg_too_long"},
		{fields{"chunks": `[{"type":"song"}]`}, "invalid_chunks"},
		{fields{"chunks": `[{"type":"markdown_text","text":"x"}]`, "markdown_text": "x"}, "cannot_provide_both_markdown_text_and_chunks"},
		{fields{"channel": dm, "thread_ts": f.Say("UANA", dm, "", "hi"), "recipient_user_id": "", "recipient_team_id": ""}, ""},
	} {
		refused(t, f, "chat.startStream", with(start, tt.more), tt.want)
	}
	ts := refused(t, f, "chat.startStream", start, "").TS
	a := fields{"channel": "C1", "ts": ts}
	refused(t, f, "chat.appendStream", a, "no_text")
	refused(t, f, "chat.appendStream", with(a, fields{"markdown_text": "one "}), "")
	refused(t, f, "chat.appendStream", with(a, fields{"chunks": `[{"type":"markdown_text","text":"two"},{"type":"task_update","id":"t","title":"Searching","status":"complete"}]`}), "")
	refused(t, f, "chat.appendStream", with(a, fields{"markdown_text": x(12001)}), "msg_too_long")
	refused(t, f, "chat.appendStream", with(a, fields{"text": "x", "markdown_text": "x"}), "invalid_arguments")
	for chunk, want := range map[string]string{
		`{"type":"task_update","id":"t"}`:                                                                "invalid_chunks",
		`{"type":"task_update","id":"t","title":"T","status":"odd"}`:                                     "invalid_chunks",
		`{"type":"plan_update"}`:                                                                         "invalid_chunks",
		`{"type":"markdown_text"}`:                                                                       "invalid_chunks",
		`{"type":"blocks","blocks":[{"type":"poem"}]}`:                                                   "invalid_blocks",
		`{"type":"blocks","blocks":[` + times(51, section(1)) + `]}`:                                     "invalid_blocks",
		`{"type":"blocks","blocks":[` + section(1) + `,{"type":"card","title":` + plainText(150) + `}]}`: "",
		`{"type":"blocks","blocks":[{"type":"card","title":` + plainText(151) + `}]}`:                    "invalid_blocks",
	} {
		refused(t, f, "chat.appendStream", with(a, fields{"chunks": "[" + chunk + "]"}), want)
	}
	refused(t, f, "chat.appendStream", fields{"channel": "C1", "ts": alone, "markdown_text": "x"}, "message_not_in_streaming_state")
	refused(t, f, "chat.appendStream", fields{"channel": "C1", "ts": asked, "markdown_text": "x"}, "message_not_owned_by_app")
	refused(t, f, "chat.update", with(a, fields{"text": "x"}), "streaming_state_conflict")
	refused(t, f, "chat.stopStream", with(a, fields{"blocks": "[" + times(51, section(1)) + "]"}), "invalid_blocks")
	refused(t, f, "chat.stopStream", with(a, fields{"blocks": "[" + section(1) + "]", "metadata": `{"event_type":"e","event_payload":{}}`}), "")
	refused(t, f, "chat.stopStream", a, "message_not_in_streaming_state")
	refused(t, f, "chat.appendStream", with(a, fields{"markdown_text": "x"}), "message_not_in_streaming_state")
	m, _ := f.Message("C1", ts)
	if diff := cmp.Diff([]string{"one two", "Searching", "x", x(150), "x"}, slackfake.Visible(m)); diff != "" || m.Stream != "stopped" || m.Metadata == nil {
		t.Errorf("%+v %s", m, diff)
	}
	halted := call(t, f, "chat.startStream", start).TS
	if err := f.StopAgent("UANA", "C1", asked); err != nil {
		t.Fatal(err)
	}
	refused(t, f, "chat.appendStream", fields{"channel": "C1", "ts": halted, "markdown_text": "x"}, "message_not_in_streaming_state")
}

func TestAssistant(t *testing.T) {
	t.Parallel()
	for _, agent := range []bool{false, true} {
		now := newClock()
		f := slackfake.Start(t, slackfake.Options{AgentView: agent, Now: now.Now})
		dm := f.DM("UANA")
		thread := f.OpenAssistant("UANA", "")
		a := fields{"channel_id": dm, "thread_ts": thread}
		prompts := func(n int) string { return "[" + times(n, `{"title":"t","message":"m"}`) + "]" }
		never := map[bool]string{false: "invalid_thread_ts", true: ""}[agent]
		for _, tt := range []struct {
			method string
			args   fields
			want   string
		}{
			{"assistant.threads.setStatus", with(a, fields{"status": "is searching"}), ""},
			{"assistant.threads.setStatus", fields{"channel_id": dm, "status": "x"}, "invalid_thread_ts"},
			{"assistant.threads.setStatus", a, "invalid_arguments"},
			{"assistant.threads.setStatus", with(a, fields{"status": "x", "loading_messages": times(11, "x")}), "invalid_arguments"},
			{"assistant.threads.setSuggestedPrompts", with(a, fields{"prompts": prompts(4)}), ""},
			{"assistant.threads.setSuggestedPrompts", with(a, fields{"prompts": prompts(5)}), "invalid_arguments"},
			{"assistant.threads.setSuggestedPrompts", fields{"channel_id": dm, "prompts": prompts(1)}, never},
			{"assistant.threads.setTitle", with(a, fields{"title": "T"}), ""},
			{"assistant.threads.setTitle", with(a, fields{"title": x(201)}), "invalid_arguments"},
			{"agents.sessions.setStatus", with(a, fields{"status": "processing"}), ""},
			{"agents.sessions.setStatus", with(a, fields{"status": "asleep"}), "invalid_arguments"},
			{"agents.sessions.rename", with(a, fields{"title": "T2"}), ""},
		} {
			refused(t, f, tt.method, tt.args, tt.want)
		}
		if got := f.Session(dm, thread); got.Status != "processing" || got.Title != "T2" {
			t.Errorf("%+v", got)
		}
		seen := f.Prompts(dm)
		if len(seen) != 1 || agent && (seen[0].ThreadTS != "" || f.Ignored(dm) != 1) || !agent && seen[0].ThreadTS != thread {
			t.Errorf("agent %v: %+v, %d ignored", agent, seen, f.Ignored(dm))
		}
		if got := f.Status(dm, thread).Text; got != "is searching" {
			t.Errorf("the status is %q", got)
		}
		refused(t, f, "chat.postMessage", fields{"channel": dm, "thread_ts": thread, "text": "x"}, "")
		if got := f.Status(dm, thread).Text; got != "" {
			t.Errorf("after a reply the status is %q", got)
		}
		call(t, f, "assistant.threads.setStatus", with(a, fields{"status": "is searching"}))
		now.move(3 * time.Minute)
		if got := f.Status(dm, thread).Text; got != "" {
			t.Errorf("after three minutes the status is %q", got)
		}
	}
}

func TestTimestamps(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", "UANA")
	seen := map[string]bool{}
	for range 1000 {
		seen[f.Say("UANA", "C1", "", "x")] = true
	}
	for ts := range seen {
		if whole, part, ok := strings.Cut(ts, "."); !ok || len(whole) < 10 || len(part) != 6 {
			t.Fatalf("%q is no ts", ts)
		}
	}
	if len(seen) != 1000 {
		t.Errorf("%d of 1000 ts", len(seen))
	}
}
