package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Where blocks stand; not every block may stand everywhere.
const (
	inMessage = "message"
	inStream  = "stream" // blocks chunks: they carry what chat.postMessage refuses
	inModal   = "modal"
	inHome    = "home"
)

const (
	mostBlocks     = 50
	mostViewBlocks = 100
	mostBlockText  = 13200 // characters of all blocks of a message, as JSON: slackapi/bolt-js#2509
	mostID         = 255
	mostURL        = 3000
)

// judge holds blocks to docs.slack.dev/reference/block-kit and collects where they offend.
type judge struct {
	where    string
	faults   []string
	ids      map[string]bool // block_id
	actions  map[string]bool // action_id in the block that is looked at
	tables   int
	markdown int // characters
}

type object = map[string]any

func (j *judge) fault(at, format string, a ...any) {
	j.faults = append(j.faults, "[ERROR] "+fmt.Sprintf(format, a...)+" [json-pointer:"+at+"]")
}

// checkMessage gives a message's blocks as Slack keeps them, with a block_id each; nil for an empty list.
func (f *Slack) checkMessage(raw []byte) (json.RawMessage, *refusal) {
	return f.check(inMessage, raw, mostBlocks)
}

func (f *Slack) check(where string, raw []byte, most int) (json.RawMessage, *refusal) {
	var all []object
	if json.Unmarshal(raw, &all) != nil {
		return nil, refuse("invalid_blocks_format")
	}
	j := &judge{where: where, ids: map[string]bool{}}
	if len(all) > most {
		j.fault("/blocks", "no more than %d items allowed", most)
	}
	unnamed := false
	for i, b := range all {
		j.block(fmt.Sprintf("/blocks/%d", i), b)
		unnamed = unnamed || b["block_id"] == nil
	}
	if j.markdown > mostMarkdown {
		j.fault("/blocks", "all markdown blocks together must be less than %d characters", mostMarkdown+1)
	}
	switch {
	case len(j.faults) > 0:
		return nil, refuse("invalid_blocks", j.faults...)
	case j.tables > 1:
		return nil, refuse("invalid_attachments", "only_one_table_allowed")
	case (where == inMessage || where == inStream) && utf8.RuneCount(raw) > mostBlockText:
		return nil, refuse("msg_blocks_too_long")
	case len(all) == 0:
		return nil, nil
	case !unnamed:
		return slices.Clone(raw), nil
	}
	for _, b := range all {
		if b["block_id"] == nil {
			b["block_id"] = f.id("made")
		}
	}
	out, err := json.Marshal(all)
	if err != nil {
		return nil, refuse("invalid_blocks_format")
	}
	return out, nil
}

// places says where each block may stand.
func places(kind string) []string {
	switch kind {
	case "section", "divider", "image", "actions", "context", "header", "rich_text", "video":
		return []string{inMessage, inStream, inModal, inHome}
	case "markdown", "table", "context_actions", "task_card", "plan":
		return []string{inMessage, inStream}
	case "card", "carousel", "container", "data_table", "data_visualization":
		return []string{inStream}
	case "input":
		return []string{inModal, inHome}
	case "alert":
		return []string{inModal}
	}
	return nil
}

func (j *judge) block(at string, b object) {
	kind, _ := b["type"].(string)
	if !slices.Contains(places(kind), j.where) {
		j.fault(at, "unsupported type: %s", kind)
		return
	}
	if id, has := b["block_id"]; has {
		j.line(at+"/block_id", id, 1, mostID)
		name, _ := id.(string)
		if j.ids[name] {
			j.fault(at+"/block_id", "`block_id` already exists: %s", name)
		}
		j.ids[name] = true
	}
	j.actions = map[string]bool{}
	switch kind {
	case "section":
		j.section(at, b)
	case "header":
		j.text(at+"/text", b["text"], 150, "plain_text")
	case "image":
		j.image(at, b)
		if b["title"] != nil {
			j.text(at+"/title", b["title"], 2000, "plain_text")
		}
	case "context":
		j.each(at+"/elements", b["elements"], 1, 10, func(at string, e object) {
			if e["type"] == "image" {
				j.image(at, e)
				return
			}
			j.text(at, e, 3000, "plain_text", "mrkdwn")
		})
	case "actions":
		j.each(at+"/elements", b["elements"], 1, 25, func(at string, e object) { j.element(at, e, "actions") })
	case "context_actions":
		j.each(at+"/elements", b["elements"], 1, 5, func(at string, e object) { j.element(at, e, "context_actions") })
	case "input":
		j.text(at+"/label", b["label"], 2000, "plain_text")
		if b["hint"] != nil {
			j.text(at+"/hint", b["hint"], 2000, "plain_text")
		}
		e, _ := b["element"].(object)
		j.element(at+"/element", e, "input")
	case "rich_text":
		j.rich(at, b)
	case "markdown":
		j.line(at+"/text", b["text"], 1, mostMarkdown)
		s, _ := b["text"].(string)
		j.markdown += utf8.RuneCountInString(s)
	case "table":
		j.table(at, b)
	case "video":
		j.text(at+"/title", b["title"], 200, "plain_text")
		j.line(at+"/alt_text", b["alt_text"], 1, 2000)
		j.url(at+"/video_url", b["video_url"])
	case "alert":
		j.text(at+"/text", b["text"], 3000, "plain_text", "mrkdwn")
	default:
		j.agent(at, kind, b)
	}
}

func (j *judge) section(at string, b object) {
	if b["text"] == nil && b["fields"] == nil {
		j.fault(at, "one of text and fields is required")
	}
	if b["text"] != nil {
		j.text(at+"/text", b["text"], 3000, "plain_text", "mrkdwn")
	}
	if b["fields"] != nil {
		j.each(at+"/fields", b["fields"], 1, 10, func(at string, e object) { j.text(at, e, 2000, "plain_text", "mrkdwn") })
	}
	if a, has := b["accessory"]; has {
		e, _ := a.(object)
		if e["type"] == "image" {
			j.image(at+"/accessory", e)
			return
		}
		j.element(at+"/accessory", e, "accessory")
	}
}

func (j *judge) image(at string, e object) {
	j.line(at+"/alt_text", e["alt_text"], 1, 2000)
	if e["slack_file"] == nil {
		j.url(at+"/image_url", e["image_url"])
	}
}

func (j *judge) table(at string, b object) {
	j.tables++
	rows, _ := b["rows"].([]any)
	if len(rows) < 1 || len(rows) > 100 {
		j.fault(at+"/rows", "must have 1 to 100 rows, has %d", len(rows))
	}
	if s, has := b["column_settings"]; has {
		all, ok := s.([]any)
		if !ok || len(all) > 20 {
			j.fault(at+"/column_settings", "no more than 20 items allowed")
		}
		for i, one := range all {
			o, _ := one.(object)
			if align, has := o["align"]; has && align != "left" && align != "center" && align != "right" {
				j.fault(fmt.Sprintf("%s/column_settings/%d/align", at, i), "must be left, center or right")
			}
		}
	}
	for i := range rows {
		j.each(fmt.Sprintf("%s/rows/%d", at, i), rows[i], 1, 20, func(at string, e object) {
			switch e["type"] {
			case "raw_text":
				j.line(at+"/text", e["text"], 1, 3000)
			case "rich_text":
				j.rich(at, e)
			case "raw_number":
			default:
				j.fault(at, "unsupported type: %v", e["type"])
			}
		})
	}
}

// agent checks the blocks of the agent's surfaces as far as their limits are known (PLATFORMS, Limits).
func (j *judge) agent(at, kind string, b object) {
	switch kind {
	case "task_card":
		j.line(at+"/task_id", b["task_id"], 1, mostID)
		j.line(at+"/title", b["title"], 1, 2000)
	case "plan":
		j.line(at+"/title", b["title"], 1, 2000)
	case "card":
		for name, most := range map[string]int{"title": 150, "body": 200} {
			if b[name] != nil {
				j.text(at+"/"+name, b[name], most, "plain_text", "mrkdwn")
			}
		}
	case "carousel":
		j.each(at+"/elements", b["elements"], 1, 10, func(at string, e object) { j.agent(at, "card", e) })
	case "container":
		if all, _ := b["child_blocks"].([]any); len(all) > 10 {
			j.fault(at+"/child_blocks", "no more than 10 items allowed")
		}
	}
}

// each goes through a list of objects.
func (j *judge) each(at string, list any, least, most int, do func(at string, e object)) {
	all, ok := list.([]any)
	if !ok || len(all) < least {
		j.fault(at, "no fewer than %d items allowed", least)
	}
	if len(all) > most {
		j.fault(at, "no more than %d items allowed", most)
	}
	for i, e := range all {
		o, ok := e.(object)
		if !ok {
			j.fault(fmt.Sprintf("%s/%d", at, i), "must provide an object")
			continue
		}
		do(fmt.Sprintf("%s/%d", at, i), o)
	}
}

// line checks a string by its length in characters.
func (j *judge) line(at string, v any, least, most int) {
	s, ok := v.(string)
	n := utf8.RuneCountInString(s)
	switch {
	case !ok:
		j.fault(at, "must provide a string")
	case n < least:
		j.fault(at, "must be more than %d characters", least-1)
	case n > most:
		j.fault(at, "must be less than %d characters", most+1)
	}
}

func (j *judge) url(at string, v any) {
	j.line(at, v, 1, mostURL)
	if s, _ := v.(string); !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "mailto:") {
		j.fault(at, "invalid url")
	}
}

// text checks a text object.
func (j *judge) text(at string, v any, most int, kinds ...string) {
	o, ok := v.(object)
	if !ok {
		j.fault(at, "missing required field: text")
		return
	}
	kind, _ := o["type"].(string)
	if !slices.Contains(kinds, kind) {
		j.fault(at+"/type", "must be %s", strings.Join(kinds, " or "))
	}
	j.line(at+"/text", o["text"], 1, most)
	for key := range o {
		if key != "type" && key != "text" && (key != "emoji" || kind != "plain_text") && (key != "verbatim" || kind != "mrkdwn") {
			j.fault(at, "invalid additional property: %s", key)
		}
	}
}
