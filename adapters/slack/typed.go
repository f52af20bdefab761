package slack

import (
	"regexp"
	"strings"
)

// marked is what Slack puts in angle brackets: mentions, links and dates, docs.slack.dev/messaging/formatting-message-text.
var marked = regexp.MustCompile(`<([^<>]*)>`)

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// typed gives the text of a message as its person typed it, without the mentions of the bot.
func typed(text, bot string) string {
	text = marked.ReplaceAllStringFunc(text, func(m string) string {
		to, label, _ := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case to == "@"+bot:
			return " "
		case label != "" && (strings.HasPrefix(to, "@") || strings.HasPrefix(to, "#")):
			return to[:1] + label
		case label != "":
			return label
		case strings.HasPrefix(to, "!"):
			return "@" + strings.TrimPrefix(to, "!")
		}
		return strings.TrimPrefix(to, "mailto:")
	})
	return strings.TrimSpace(unescape.Replace(text))
}

// Command implements adapters.Commander: Slack takes what begins with a slash for a command of its own.
func (s *Slack) Command(word string) string { return s.cfg.Command + " " + word }

// names tells whether a text mentions a person.
func names(text, user string) bool {
	return user != "" && (strings.Contains(text, "<@"+user+">") || strings.Contains(text, "<@"+user+"|"))
}

// others tells whether a text calls somebody beside the bot.
func others(text, bot string) bool {
	for _, m := range marked.FindAllStringSubmatch(text, -1) {
		if to, _, _ := strings.Cut(m[1], "|"); to != "@"+bot && (strings.HasPrefix(to, "@") || strings.HasPrefix(to, "!") && !strings.HasPrefix(to, "!date")) {
			return true
		}
	}
	return false
}
