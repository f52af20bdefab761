package slackfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"talksbot/adapters/slack/slackfake"
)

func x(n int) string { return strings.Repeat("x", n) }

func times(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }

// numbered repeats a text in which % stands for its number.
func numbered(n int, s string) string {
	var all []string
	for i := range n {
		all = append(all, strings.ReplaceAll(s, "%", fmt.Sprint(i)))
	}
	return strings.Join(all, ",")
}

const (
	plainX = `{"type":"plain_text","text":"x"}`
	button = `{"type":"button","action_id":"a%","text":` + plainX + `}`
	side   = `{"text":` + plainX + `,"value":"v"}`
	option = `{"text":` + plainX + `,"value":"v%"}`
)

func plainText(n int) string { return `{"type":"plain_text","text":"` + x(n) + `"}` }

func section(n int) string { return `{"type":"section","text":` + plainText(n) + `}` }

func actions(elements string) string { return `{"type":"actions","elements":[` + elements + `]}` }

func feedback(elements string) string {
	return `{"type":"context_actions","elements":[` + elements + `]}`
}

func richText(elements string) string {
	return `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[` + elements + `]}]}`
}

func tableOf(rows, cells int, cell string) string {
	return `{"type":"table","rows":[` + times(rows, "["+times(cells, cell)+"]") + `]}`
}

func imageOf(url string, alt int) string {
	return `{"type":"image","image_url":"` + url + `","alt_text":"` + x(alt) + `"}`
}

func accessory(e string) string {
	return `{"type":"section","text":` + plainX + `,"accessory":` + e + `}`
}

func confirmed(title, text int) string {
	return actions(`{"type":"button","text":` + plainX + `,"confirm":{"title":` + plainText(title) + `,"text":` + plainText(text) + `,"confirm":` + plainText(30) + `}}`)
}

// TestBlocks checks each limit from both sides: what just fits is taken, what does not is refused by Slack's error.
func TestBlocks(t *testing.T) {
	t.Parallel()
	f := slackfake.Start(t)
	f.AddChannel("C1", f.BotUser)
	feedbacks := `{"type":"feedback_buttons","action_id":"f%","positive_button":` + side + `,"negative_button":` + side + `}`
	cell := `{"type":"raw_text","text":"x"}`
	tests := []struct{ name, fits, not, at string }{
		{"blocks", times(50, section(1)), times(51, section(1)), "/blocks]"},
		{"section", section(3000), section(3001), "/blocks/0/text/text"},
		{"an empty text", section(1), section(0), "/blocks/0/text/text"},
		{"fields", `{"type":"section","fields":[` + times(10, plainX) + `]}`, `{"type":"section","fields":[` + times(11, plainX) + `]}`, "/fields"},
		{"a field", `{"type":"section","fields":[` + plainText(2000) + `]}`, `{"type":"section","fields":[` + plainText(2001) + `]}`, "/fields/0/text"},
		{"neither text nor fields", section(1), `{"type":"section"}`, "/blocks/0]"},
		{"header", `{"type":"header","text":` + plainText(150) + `}`, `{"type":"header","text":` + plainText(151) + `}`, "/text/text"},
		{"markup in a header", `{"type":"header","text":` + plainX + `}`, `{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "/text/type"},
		{"context", `{"type":"context","elements":[` + times(10, plainX) + `]}`, `{"type":"context","elements":[` + times(11, plainX) + `]}`, "/elements"},
		{"actions", actions(numbered(25, button)), actions(numbered(26, button)), "/elements"},
		{"a second action_id", actions(numbered(2, button)), actions(times(2, button)), "action_id"},
		{"button text", actions(`{"type":"button","text":` + plainText(75) + `}`), actions(`{"type":"button","text":` + plainText(76) + `}`), "/text/text"},
		{"button value", actions(`{"type":"button","text":` + plainX + `,"value":"` + x(2000) + `"}`), actions(`{"type":"button","text":` + plainX + `,"value":"` + x(2001) + `"}`), "/value"},
		{"action_id", actions(`{"type":"button","text":` + plainX + `,"action_id":"` + x(255) + `"}`), actions(`{"type":"button","text":` + plainX + `,"action_id":"` + x(256) + `"}`), "/action_id"},
		{"button url", actions(`{"type":"button","text":` + plainX + `,"url":"https://` + x(2992) + `"}`), actions(`{"type":"button","text":` + plainX + `,"url":"https://` + x(2993) + `"}`), "/url"},
		{"a script", actions(`{"type":"button","text":` + plainX + `,"url":"http://a.example"}`), actions(`{"type":"button","text":` + plainX + `,"url":"javascript:alert(1)"}`), "/url"},
		{"block_id", `{"type":"divider","block_id":"` + x(255) + `"}`, `{"type":"divider","block_id":"` + x(256) + `"}`, "/block_id"},
		{"a second block_id", `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"b"}`, times(2, `{"type":"divider","block_id":"a"}`), "/block_id"},
		{"options", actions(`{"type":"static_select","options":[` + numbered(100, option) + `]}`), actions(`{"type":"static_select","options":[` + numbered(101, option) + `]}`), "/options"},
		{"option text", actions(`{"type":"static_select","options":[{"text":` + plainText(75) + `,"value":"v"}]}`), actions(`{"type":"static_select","options":[{"text":` + plainText(76) + `,"value":"v"}]}`), "/options/0/text"},
		{"context_actions", feedback(numbered(5, feedbacks)), feedback(numbered(6, feedbacks)), "/elements"},
		{"feedback elsewhere", feedback(feedbacks), actions(feedbacks), "/elements/0"},
		{"a button among feedback", feedback(feedbacks), feedback(button), "/elements/0"},
		{"feedback value", feedback(feedbacks), feedback(strings.Replace(feedbacks, `"value":"v"`, `"value":""`, 1)), "/positive_button/value"},
		{"table rows", tableOf(100, 1, cell), tableOf(101, 1, cell), "/rows"},
		{"table cells", tableOf(1, 20, cell), tableOf(1, 21, cell), "/rows/0"},
		{"an empty cell", tableOf(1, 1, cell), tableOf(1, 1, `{"type":"raw_text","text":""}`), "/rows/0/0/text"},
		{"rich text", richText(`{"type":"text","text":"x"}`), richText(`{"type":"shout","text":"x"}`), "/elements/0/elements/0"},
		{"an empty rich text", richText(`{"type":"text","text":"x"}`), richText(`{"type":"text","text":""}`), "/text"},
		{"a link", richText(`{"type":"link","url":"https://` + x(2992) + `"}`), richText(`{"type":"link","url":"https://` + x(2993) + `"}`), "/url"},
		{"a list", `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]}`,
			`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"square","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]}`, "/style"},
		{"markdown", `{"type":"markdown","text":"` + x(12000) + `"}`, `{"type":"markdown","text":"` + x(12001) + `"}`, "/text"},
		{"all markdown", times(2, `{"type":"markdown","text":"`+x(6000)+`"}`), times(2, `{"type":"markdown","text":"`+x(6001)+`"}`), "/blocks]"},
		{"an unknown block", section(1), `{"type":"poem"}`, "/blocks/0]"},
		{"an alert in a message", section(1), `{"type":"alert","text":` + plainX + `}`, "/blocks/0]"},
		{"an input in a message", section(1), `{"type":"input","label":` + plainX + `,"element":{"type":"plain_text_input"}}`, "/blocks/0]"},
		{"image", imageOf("https://a.example", 2000), imageOf("https://a.example", 2001), "/alt_text"},
		{"an image from nowhere", imageOf("https://a.example", 1), imageOf("file:///etc/passwd", 1), "/image_url"},
		{"accessory", accessory(`{"type":"button","text":` + plainX + `}`), accessory(`{"type":"feedback_buttons"}`), "/accessory"},
		{"confirm", confirmed(100, 300), confirmed(101, 300), "/confirm/title"},
		{"confirm text", confirmed(100, 300), confirmed(100, 301), "/confirm/text"},
		{"overflow", actions(`{"type":"overflow","options":[` + numbered(5, option) + `]}`), actions(`{"type":"overflow","options":[` + numbered(6, option) + `]}`), "/options"},
		{"radio buttons", actions(`{"type":"radio_buttons","options":[` + numbered(10, option) + `]}`), actions(`{"type":"radio_buttons","options":[` + numbered(11, option) + `]}`), "/options"},
		{"options alike", actions(`{"type":"checkboxes","options":[` + numbered(2, option) + `]}`), actions(`{"type":"checkboxes","options":[` + times(2, option) + `]}`), "/options/1/value"},
		{"placeholder", actions(`{"type":"users_select","placeholder":` + plainText(150) + `}`), actions(`{"type":"users_select","placeholder":` + plainText(151) + `}`), "/placeholder"},
		{"button style", actions(`{"type":"button","style":"danger","text":` + plainX + `}`), actions(`{"type":"button","style":"pink","text":` + plainX + `}`), "/style"},
		{"an icon", feedback(`{"type":"icon_button","icon":"trash","text":` + plainX + `}`), feedback(`{"type":"icon_button","icon":"bomb","text":` + plainX + `}`), "/icon"},
		{"text style", richText(`{"type":"text","text":"x","style":{"bold":true}}`), richText(`{"type":"text","text":"x","style":{"huge":true}}`), "/style"},
		{"a call", richText(`{"type":"broadcast","range":"here"}`), richText(`{"type":"broadcast","range":"world"}`), "/range"},
		{"column settings", strings.Replace(tableOf(1, 1, cell), "{", `{"column_settings":[{"align":"right"},null],`, 1),
			strings.Replace(tableOf(1, 1, cell), "{", `{"column_settings":[{"align":"up"}],`, 1), "/column_settings/0/align"},
		{"something besides", section(1), `{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`, "/blocks/0/text"},
	}
	for _, tt := range tests {
		refused(t, f, "chat.postMessage", fields{"channel": "C1", "text": "x", "blocks": "[" + tt.fits + "]"}, "")
		got := refused(t, f, "chat.postMessage", fields{"channel": "C1", "text": "x", "blocks": "[" + tt.not + "]"}, "invalid_blocks")
		if !strings.Contains(strings.Join(got.Metadata.Messages, " "), tt.at) {
			t.Errorf("%s: %q does not name %s", tt.name, got.Metadata.Messages, tt.at)
		}
	}
	for blocks, want := range map[string]string{
		"[" + times(4, section(3000)) + "]":       "",
		"[" + times(5, section(3000)) + "]":       "msg_blocks_too_long",
		"[" + times(2, tableOf(1, 1, cell)) + "]": "invalid_attachments",
		"{}": "invalid_blocks_format",
		`[{"type":"section","text":` + plainX + `}, 1]`: "invalid_blocks_format",
	} {
		refused(t, f, "chat.postMessage", fields{"channel": "C1", "text": "x", "blocks": blocks}, want)
	}
	posted := f.Messages("C1")
	var blocks []struct {
		ID string `json:"block_id"`
	}
	if err := json.Unmarshal(posted[len(posted)-1].Blocks, &blocks); err != nil || len(blocks) != 4 || blocks[0].ID == "" || blocks[0].ID == blocks[1].ID {
		t.Errorf("%v, block_ids %v", err, blocks)
	}
}
