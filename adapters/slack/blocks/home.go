package blocks

import (
	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/adapters/plain"
)

// What stands under one heading of the home page, as size counts, is at most mostLines where it is lines, and mostHome where
// it is statements: two of each fit.
const mostLines, mostHome = 2700, 3500

// HomeView is the bot's page in Slack: what the articles are and how fresh, what is open, what changed last, what to ask. Of
// what is too much the latest is shown.
func HomeView(h adapters.Home, command, lang string) slack.HomeTabViewRequest {
	say := phrase.In(lang)
	var blocks []slack.Block
	add := func(head string, lines []string, r adapters.Reply) {
		r.Language = lang
		body := listing(lines, r)
		if len(body) == 0 {
			return
		}
		if len(blocks) > 0 {
			blocks = append(blocks, slack.NewDividerBlock())
		}
		blocks = append(append(blocks, slack.NewHeaderBlock(text(head))), body...)
	}
	add(say.Say("What I know"), h.About, adapters.Reply{})
	add(say.Say("What to ask"), append(h.Prompts[:len(h.Prompts):len(h.Prompts)],
		say.Say("Mention me in a channel, write to me, or type %s help.", command)), adapters.Reply{})
	add(say.Say("Open issues"), nil, h.Open)
	add(say.Say("Latest changes"), nil, h.Changes)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// listing shows lines and statements with their notes, their marks leading to the sources, as far as there is room.
func listing(lines []string, r adapters.Reply) []slack.Block {
	var out []slack.Block
	room := mostHome
	if len(lines) > 0 {
		room = mostLines
	}
	add := func(b []slack.Block) bool {
		n := size(b...)
		if n > room {
			return false
		}
		room -= n
		out = append(out, b...)
		return true
	}
	for _, l := range lines {
		if l = plain.Cut(plain.Line(l), 500); l != "" && !add(sections(texts("• "+l, nil))) {
			return out
		}
	}
	s := newSheet(r)
	if lead := s.fit(plain.Line(r.Lead), mostNote); lead != "" {
		add(sections(texts(lead, nil)))
	}
	for _, st := range r.Statements {
		if !add(s.statement(st).blocks) {
			return out
		}
	}
	return out
}
