package slackfake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Activity is something in a message that Slack makes more of than text.
type Activity struct {
	Kind string // broadcast, user, usergroup, channel, emoji, date, link or image
	What string // whom it calls, or the address
	Text string // a link's title
}

// Active is everything active in a message: in the text beside the blocks too, since notifications show it. An address of
// the web in markup is a link by itself unless verbatim is set; one in plain or rich text is not.
func Active(m Message) []Activity {
	all := marked(m.Text, m.LinkNames || m.Parse == "full", m.Parse != "none" || m.LinkNames)
	all = append(all, markdownLinks(m.Markdown)...)
	for _, t := range m.Tasks {
		for _, s := range []string{t.Title, t.Details, t.Output} {
			all = append(all, markdownLinks(s)...)
		}
	}
	return append(all, active(m.Blocks)...)
}

// ActiveView is everything active in a view.
func ActiveView(v View) []Activity { return active(v.Blocks) }

func active(blocks json.RawMessage) (all []Activity) {
	for _, b := range objects(blocks) {
		all = append(all, acts(b)...)
	}
	return all
}

// acts goes through a block, however deep.
func acts(v any) (all []Activity) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			all = append(all, acts(e)...)
		}
	case object:
		is := func(kind, from string) { all = append(all, Activity{Kind: kind, What: fmt.Sprint(v[from])}) }
		switch v["type"] {
		case "mrkdwn":
			s, _ := v["text"].(string)
			verbatim, _ := v["verbatim"].(bool)
			return marked(s, !verbatim, !verbatim)
		case "markdown":
			s, _ := v["text"].(string)
			return markdownLinks(s)
		case "plain_text", "raw_text", "text":
			return nil
		case "user":
			is("user", "user_id")
		case "usergroup":
			is("usergroup", "usergroup_id")
		case "broadcast":
			is("broadcast", "range")
		case "channel":
			is("channel", "channel_id")
		case "emoji":
			is("emoji", "name")
		case "date":
			is("date", "timestamp")
			if v["url"] != nil {
				is("link", "url")
			}
		case "link":
			s, _ := v["text"].(string)
			return []Activity{{"link", fmt.Sprint(v["url"]), s}}
		case "image":
			is("image", "image_url")
		case "video":
			is("link", "video_url")
		case "button":
			if v["url"] != nil {
				all = append(all, Activity{"link", fmt.Sprint(v["url"]), inner(v, "text")})
			}
		}
		for _, name := range []string{"text", "fields", "accessory", "elements", "element", "label", "hint", "rows", "title", "options", "description",
			"sources", "details", "output", "body", "child_blocks", "confirm"} {
			all = append(all, acts(v[name])...)
		}
	}
	return all
}

var (
	scheme  = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)
	bare    = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>|]+`)
	named   = regexp.MustCompile(`(?i)(?:^|[^\pL\pN_&;])@(channel|here|everyone|group)\b`)
	written = regexp.MustCompile(`\[([^\]\[]*)\]\(\s*<?([^)\s>]+)`)
)

// marked finds what is active in Slack's own markup; names makes @here of words, urls links of bare addresses.
func marked(s string, names, urls bool) (all []Activity) {
	for _, in := range angle.FindAllStringSubmatch(s, -1) {
		to, title, _ := strings.Cut(in[1], "|")
		low := strings.ToLower(to)
		switch {
		case strings.HasPrefix(to, "@"):
			all = append(all, Activity{"user", to[1:], title})
		case strings.HasPrefix(to, "#"):
			all = append(all, Activity{"channel", to[1:], title})
		case low == "!here", low == "!channel", low == "!everyone", low == "!group":
			all = append(all, Activity{"broadcast", low[1:], title})
		case strings.HasPrefix(low, "!subteam^"):
			all = append(all, Activity{"usergroup", to[len("!subteam^"):], title})
		case strings.HasPrefix(low, "!date^"):
			all = append(all, Activity{"date", to, title})
			if parts := strings.Split(to, "^"); len(parts) > 3 {
				all = append(all, Activity{"link", parts[3], title})
			}
		case scheme.MatchString(to):
			all = append(all, Activity{"link", to, title})
		}
	}
	rest := angle.ReplaceAllString(s, " ")
	if urls {
		for _, u := range bare.FindAllString(rest, -1) {
			all = append(all, Activity{Kind: "link", What: u})
		}
	}
	if names {
		for _, n := range named.FindAllStringSubmatch(rest, -1) {
			all = append(all, Activity{Kind: "broadcast", What: strings.ToLower(n[1])})
		}
	}
	return all
}

// markdownLinks finds what is active in standard Markdown as Slack reads it, mentions in angles included.
func markdownLinks(s string) (all []Activity) {
	for _, in := range written.FindAllStringSubmatch(s, -1) {
		all = append(all, Activity{"link", in[2], in[1]})
	}
	return append(all, marked(written.ReplaceAllString(s, " "), false, true)...)
}
