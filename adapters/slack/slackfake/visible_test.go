package slackfake_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters/slack/slackfake"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	rich := func(s string) string { return `{"type":"rich_text","elements":[` + s + `]}` }
	line := func(s string) string { return `{"type":"rich_text_section","elements":[` + s + `]}` }
	tests := []struct{ block, want string }{
		{`{"type":"header","text":{"type":"plain_text","text":"Head"}}`, "Head"},
		{`{"type":"section","text":{"type":"mrkdwn","text":"*b* &lt;i&gt; <https://a.example|A> <!here>"},"fields":[{"type":"plain_text","text":"f"}]}`, "*b* <i> A (https://a.example) @here\nf"},
		{`{"type":"context","elements":[{"type":"plain_text","text":"a"},{"type":"image","alt_text":"b"}]}`, "a [image: b]"},
		{`{"type":"divider"}`, "---"},
		{`{"type":"markdown","text":"**b**"}`, "**b**"},
		{`{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Go"}}]}`, "[Go]"},
		{`{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"Good"}},"negative_button":{"text":{"type":"plain_text","text":"Bad"}}}]}`, "[Good] [Bad]"},
		{`{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"raw_text","text":"b"}],[` + rich(line(`{"type":"link","url":"https://a.example","text":"A"}`)) + `]]}`, "a | b\nA (https://a.example)"},
		{rich(line(`{"type":"text","text":"see "},{"type":"link","url":"https://a.example"},{"type":"user","user_id":"U1"},{"type":"broadcast","range":"here"}`)), "see https://a.example@U1@here"},
		{rich(`{"type":"rich_text_list","style":"ordered","elements":[` + line(`{"type":"text","text":"a"}`) + `,` + line(`{"type":"text","text":"b"}`) + `]},{"type":"rich_text_quote","elements":[{"type":"text","text":"q\nr"}]}`), "1. a\n2. b\n> q\n> r"},
	}
	for _, tt := range tests {
		got := slackfake.Visible(slackfake.Message{Text: "beside", Blocks: json.RawMessage("[" + tt.block + "]")})
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
			t.Errorf("%s: %s", tt.block, diff)
		}
	}
	if diff := cmp.Diff([]string{"a < b"}, slackfake.Visible(slackfake.Message{Text: "a &lt; b"})); diff != "" {
		t.Error(diff)
	}
}

func TestActive(t *testing.T) {
	t.Parallel()
	type m = slackfake.Message
	type a = slackfake.Activity
	blocks := func(s string) m { return m{Blocks: json.RawMessage("[" + s + "]")} }
	markup := func(s, more string) m {
		return blocks(`{"type":"section","text":{"type":"mrkdwn","text":"` + s + `"` + more + `}}`)
	}
	tests := []struct {
		name string
		in   m
		want []a
	}{
		{"nothing", m{Text: "&lt;!here&gt; @ here"}, nil},
		{"calls in the text", m{Text: "<!channel> <!HERE> <@U1|ana> <#C1> <!subteam^S1>"},
			[]a{{"broadcast", "channel", ""}, {"broadcast", "here", ""}, {"user", "U1", "ana"}, {"channel", "C1", ""}, {"usergroup", "S1", ""}}},
		{"links in the text", m{Text: "<https://a.example|A> https://b.example."}, []a{{"link", "https://a.example", "A"}, {Kind: "link", What: "https://b.example."}}},
		{"a link behind a date", m{Text: "<!date^1^{date}^https://a.example|today>"},
			[]a{{"date", "!date^1^{date}^https://a.example", "today"}, {"link", "https://a.example", "today"}}},
		{"names", m{Text: "@here", LinkNames: true}, []a{{Kind: "broadcast", What: "here"}}},
		{"names that stay names", m{Text: "@here"}, nil},
		{"markup", markup("@here https://a.example", ""), []a{{Kind: "link", What: "https://a.example"}, {Kind: "broadcast", What: "here"}}},
		{"verbatim", markup("@here https://a.example", `,"verbatim":true`), nil},
		{"plain text", blocks(`{"type":"header","text":{"type":"plain_text","text":"<!here> https://a.example"}}`), nil},
		{"rich text", blocks(richText(`{"type":"text","text":"<!here> https://a.example"},{"type":"link","url":"https://a.example","text":"A"},{"type":"broadcast","range":"here"},` +
			`{"type":"user","user_id":"U1"},{"type":"usergroup","usergroup_id":"S1"},{"type":"channel","channel_id":"C1"},{"type":"emoji","name":"tada"}`)),
			[]a{{"link", "https://a.example", "A"}, {Kind: "broadcast", What: "here"}, {Kind: "user", What: "U1"}, {Kind: "usergroup", What: "S1"},
				{Kind: "channel", What: "C1"}, {Kind: "emoji", What: "tada"}}},
		{"a cell", blocks(tableOf(1, 1, richText(`{"type":"user","user_id":"U1"}`))), []a{{Kind: "user", What: "U1"}}},
		{"a button", blocks(actions(`{"type":"button","url":"https://a.example","text":` + plainX + `}`)), []a{{"link", "https://a.example", "x"}}},
		{"Markdown", m{Markdown: "[A](https://a.example) <@U1>"}, []a{{"link", "https://a.example", "A"}, {Kind: "user", What: "U1"}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, slackfake.Active(tt.in)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
