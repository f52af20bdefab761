package blocks

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func n(s string, times int) string { return strings.Repeat(s, times) }

func many[T any](times int, one func(i int) T) []T {
	out := make([]T, times)
	for i := range out {
		out[i] = one(i)
	}
	return out
}

func said(s string) slack.Block {
	return slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement(s, nil)))
}

func inside(e ...slack.RichTextSectionElement) slack.Block {
	return slack.NewRichTextBlock("", slack.NewRichTextSection(e...))
}

func pressed(id, value, label string) slack.BlockElement {
	return slack.NewButtonBlockElement(id, value, text(label))
}

func asked(id, value, label string) slack.BlockElement {
	return slack.NewFeedbackButtonsBlockElement(id, slack.NewFeedbackButton(text(label), value), slack.NewFeedbackButton(text(label), value))
}

func grid(rows, columns int, s string) *slack.TableBlock {
	t := slack.NewTableBlock("")
	for range rows {
		t.AddRow(many(columns, func(int) slack.TableCell { return slack.NewTableRawTextCell(s) })...)
	}
	return t
}

// TestCheck: each limit holds to the last character and is named when it does not.
func TestCheck(t *testing.T) {
	t.Parallel()
	small := func(i int) slack.MixedElement { return text("x") }
	tests := []struct {
		name    string
		blocks  []slack.Block
		refused string // "" when taken
	}{
		{"nothing", nil, "message: 0 blocks, at least 1"},
		{"50 blocks", many(50, func(int) slack.Block { return slack.NewDividerBlock() }), ""},
		{"51 blocks", many(51, func(int) slack.Block { return slack.NewDividerBlock() }), "message: 51 blocks, at most 50"},
		{"section", []slack.Block{slack.NewSectionBlock(text(n("é", 3000)), nil, nil)}, ""},
		{"long section", []slack.Block{slack.NewSectionBlock(text(n("é", 3001)), nil, nil)}, "block 1 (section): 3001 characters, at most 3000"},
		{"empty section", []slack.Block{slack.NewSectionBlock(nil, nil, nil)}, "block 1 (section): no text"},
		{"fields", []slack.Block{slack.NewSectionBlock(nil, many(10, func(int) *slack.TextBlockObject { return text(n("x", 900)) }), nil)}, ""},
		{"many fields", []slack.Block{slack.NewSectionBlock(nil, many(11, func(int) *slack.TextBlockObject { return text("x") }), nil)}, "11 fields, at most 10"},
		{"long field", []slack.Block{slack.NewSectionBlock(nil, many(1, func(int) *slack.TextBlockObject { return text(n("x", 2001)) }), nil)}, "field: 2001 characters, at most 2000"},
		{"accessory", []slack.Block{slack.NewSectionBlock(text("x"), nil, slack.NewAccessory(slack.NewImageBlockElement("https://a.example/i", "i")))}, "accessory"},
		{"markup", []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "x", false, false), nil, nil)}, "text is mrkdwn"},
		{"header", []slack.Block{slack.NewHeaderBlock(text(n("x", 150)))}, ""},
		{"long header", []slack.Block{slack.NewHeaderBlock(text(n("x", 151)))}, "block 1 (header): 151 characters, at most 150"},
		{"context", []slack.Block{slack.NewContextBlock("", many(10, small)...)}, ""},
		{"many contexts", []slack.Block{slack.NewContextBlock("", many(11, small)...)}, "block 1 (context): 11 elements, at most 10"},
		{"empty context", []slack.Block{slack.NewContextBlock("")}, "0 elements, at least 1"},
		{"image", []slack.Block{slack.NewContextBlock("", slack.NewImageBlockElement("https://a.example/i", "i"))}, "unknown element"},
		{"actions", []slack.Block{slack.NewActionBlock("", many(25, func(i int) slack.BlockElement { return pressed(fmt.Sprint(i), "v", "x") })...)}, ""},
		{"many actions", []slack.Block{slack.NewActionBlock("", many(26, func(i int) slack.BlockElement { return pressed(fmt.Sprint(i), "v", "x") })...)}, "block 1 (actions): 26 elements, at most 25"},
		{"same action", []slack.Block{slack.NewActionBlock("", pressed("a", "v", "x"), pressed("a", "v", "x"))}, `action_id "a" is there already`},
		{"button", []slack.Block{slack.NewActionBlock("", pressed(n("a", 255), n("v", 2000), n("x", 75)))}, ""},
		{"long action id", []slack.Block{slack.NewActionBlock("", pressed(n("a", 256), "v", "x"))}, "action_id: 256 characters, at most 255"},
		{"no action id", []slack.Block{slack.NewActionBlock("", pressed("", "v", "x"))}, "action_id: 0 characters, at least 1"},
		{"long value", []slack.Block{slack.NewActionBlock("", pressed("a", n("v", 2001), "x"))}, "value: 2001 characters, at most 2000"},
		{"long label", []slack.Block{slack.NewActionBlock("", pressed("a", "v", n("x", 76)))}, "button: 76 characters, at most 75"},
		{"feedback", []slack.Block{slack.NewContextActionsBlock("", many(5, func(i int) slack.BlockElement { return asked(fmt.Sprint(i), "v", "x") })...)}, ""},
		{"much feedback", []slack.Block{slack.NewContextActionsBlock("", many(6, func(i int) slack.BlockElement { return asked(fmt.Sprint(i), "v", "x") })...)}, "6 elements, at most 5"},
		{"no value", []slack.Block{slack.NewContextActionsBlock("", asked("a", "", "x"))}, "value: 0 characters, at least 1"},
		{"misplaced feedback", []slack.Block{slack.NewActionBlock("", asked("a", "v", "x"))}, "stands in the wrong block"},
		{"misplaced button", []slack.Block{slack.NewContextActionsBlock("", pressed("a", "v", "x"))}, "stands in the wrong block"},
		{"rich text", []slack.Block{said(n("x", 3000))}, ""},
		{"long rich text", []slack.Block{said(n("x", 3001))}, "text: 3001 characters, at most 3000"},
		{"empty rich text", []slack.Block{said("")}, "text: 0 characters, at least 1"},
		{"no rich text", []slack.Block{slack.NewRichTextBlock("")}, "0 elements, at least 1"},
		{"list", []slack.Block{slack.NewRichTextBlock("", slack.NewRichTextList(slack.RTEListBullet, 0))}, "unknown element"},
		{"user", []slack.Block{inside(slack.NewRichTextSectionUserElement("U1", nil))}, "unknown element *slack.RichTextSectionUserElement"},
		{"broadcast", []slack.Block{inside(slack.NewRichTextSectionBroadcastElement("here"))}, "unknown element *slack.RichTextSectionBroadcastElement"},
		{"group", []slack.Block{inside(slack.NewRichTextSectionUserGroupElement("S1"))}, "unknown element"},
		{"link", []slack.Block{inside(slack.NewRichTextSectionLinkElement("https://a.example/", "a", nil))}, ""},
		{"bad link", []slack.Block{inside(slack.NewRichTextSectionLinkElement("javascript:x", "a", nil))}, "no address of the web"},
		{"long link", []slack.Block{inside(slack.NewRichTextSectionLinkElement("https://a.example/"+n("x", 3000), "a", nil))}, "url: 3018 characters, at most 3000"},
		{"table", []slack.Block{grid(100, 2, "x")}, ""},
		{"wide table", []slack.Block{grid(2, 20, "x")}, ""},
		{"long table", []slack.Block{grid(101, 1, "x")}, "block 1 (table): 101 rows, at most 100"},
		{"too wide table", []slack.Block{grid(1, 21, "x")}, "row 1: 21 cells, at most 20"},
		{"ragged table", []slack.Block{grid(1, 2, "x").AddRow(slack.NewTableRawTextCell("x"))}, "row 2: 1 cells, the first row has 2"},
		{"empty cell", []slack.Block{grid(1, 1, "")}, "cell: 0 characters, at least 1"},
		{"null cell", []slack.Block{slack.NewTableBlock("").AddRow(nil)}, "unknown cell"},
		{"two tables", []slack.Block{grid(1, 1, "x"), grid(1, 1, "x")}, "message: 2 tables, at most 1"},
		{"block id", []slack.Block{slack.NewRichTextBlock(n("i", 255), slack.NewRichTextSection(texts("x", nil)...))}, ""},
		{"long block id", []slack.Block{slack.NewRichTextBlock(n("i", 256), slack.NewRichTextSection(texts("x", nil)...))}, "block_id: 256 characters, at most 255"},
		{"same block id", []slack.Block{slack.NewContextBlock("i", text("x")), slack.NewContextBlock("i", text("x"))}, `block_id "i" is there already`},
		{"unknown block", []slack.Block{slack.NewMarkdownBlock("", "x")}, "block 1 (markdown): unknown type"},
		{"unknown to slack-go", []slack.Block{&slack.UnknownBlock{Type: "novel"}}, "block 1 (novel): unknown type"},
		{"all together", many(5, func(int) slack.Block { return said(n("x", 2800)) }), "characters in all blocks, at most 13200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refused(t, Check(Post{Text: "x", Blocks: tt.blocks}), tt.refused)
		})
	}
}

func refused(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("refused: %v", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%v, want %q", err, want)
	}
}

func TestCheckText(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"x": "", "": "text: 0 characters", n("é", 4000): "", n("x", 4001): "text: 4001 characters, at most 4000",
		"&lt;!here&gt; &amp;": "", "<!here>": "not escaped", "a & b": "not escaped", "a > b": "not escaped"} {
		refused(t, Check(Post{Text: s, Blocks: []slack.Block{said("x")}}), want)
	}
}

func TestCheckView(t *testing.T) {
	t.Parallel()
	view := func(change func(*slack.ModalViewRequest)) slack.ModalViewRequest {
		v := slack.ModalViewRequest{Type: slack.VTModal, Title: text("x"), Blocks: slack.Blocks{BlockSet: []slack.Block{said("x")}}}
		change(&v)
		return v
	}
	tests := []struct {
		change  func(*slack.ModalViewRequest)
		refused string
	}{
		{func(v *slack.ModalViewRequest) {}, ""},
		{func(v *slack.ModalViewRequest) { v.Type = "home" }, "unknown type"},
		{func(v *slack.ModalViewRequest) { v.Title = nil }, "view title: no text"},
		{func(v *slack.ModalViewRequest) { v.Title = text(n("x", 25)) }, "view title: 25 characters, at most 24"},
		{func(v *slack.ModalViewRequest) { v.Close = text(n("x", 25)) }, "view close: 25 characters, at most 24"},
		{func(v *slack.ModalViewRequest) { v.PrivateMetadata = n("x", 3001) }, "private_metadata: 3001"},
		{func(v *slack.ModalViewRequest) { v.CallbackID = n("x", 256) }, "callback_id: 256"},
		{func(v *slack.ModalViewRequest) {
			v.Blocks.BlockSet = many(100, func(int) slack.Block { return slack.NewDividerBlock() })
		}, ""},
		{func(v *slack.ModalViewRequest) {
			v.Blocks.BlockSet = many(101, func(int) slack.Block { return slack.NewDividerBlock() })
		}, "101 blocks, at most 100"},
	}
	for _, tt := range tests {
		refused(t, CheckView(view(tt.change)), tt.refused)
	}
}

// TestMeasured: the messages that were measured against Slack (slackapi/bolt-js#2867) fall on the right side of maxSize, or
// on the safe one.
func TestMeasured(t *testing.T) {
	t.Parallel()
	for chars, taken := range map[int]bool{4600: true, 6000: true, 9500: true, 13172: false, 17694: false} {
		var blocks []slack.Block
		for left := chars; left > 0; left -= 2500 {
			blocks = append(blocks, said(n("x", min(left, 2500))))
		}
		if got := size(blocks...) <= maxSize; got != taken {
			t.Errorf("%d characters: taken %v", chars, got)
		}
	}
}
