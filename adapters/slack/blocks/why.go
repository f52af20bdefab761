package blocks

import (
	"github.com/slack-go/slack"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
)

// What the window is named that asks what was wrong with an answer, and its inputs: both a block's ID and an action's.
const (
	CallbackWhy = "why"
	InputKind   = "kind" // has an adapters.Verdict
	InputText   = "text"
)

// MostWhy is how much a person may say of an answer, in characters.
const MostWhy = 2000

// Why is that window, with a Verdict chosen. Its private data are where, which has no spaces, and the question's id.
func Why(id, where string, verdict adapters.Verdict, lang string) slack.ModalViewRequest {
	say := phrase.In(lang)
	bad := slack.NewOptionBlockObject(string(adapters.Bad), text(say.Say("It is wrong or does not help")), nil)
	report := slack.NewOptionBlockObject(string(adapters.Report), text(say.Say("A citation is wrong: report it")), nil)
	kind := slack.NewRadioButtonsBlockElement(InputKind, bad, report)
	kind.InitialOption = bad
	if verdict == adapters.Report {
		kind.InitialOption = report
	}
	words := slack.NewPlainTextInputBlockElement(nil, InputText)
	words.Multiline, words.MaxLength = true, MostWhy
	more := slack.NewInputBlock(InputText, text(say.Say("What is wrong with it?")), nil, words)
	more.Optional = true
	return slack.ModalViewRequest{Type: slack.VTModal, Title: text(say.Say("Why?")), Submit: text(say.Say("Send")), Close: text(say.Say("Close")),
		CallbackID: CallbackWhy, PrivateMetadata: where + " " + id,
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewInputBlock(InputKind, text(say.Say("The answer")), nil, kind), more}}}
}

// Share puts the button that says a private answer for all under its last post.
func Share(posts []Post, r adapters.Reply) []Post {
	if len(posts) == 0 || !usable(r.Answers) || r.Personal {
		return posts
	}
	label := phrase.In(r.Language).Say("Share in channel")
	button := slack.NewActionBlock("", slack.NewButtonBlockElement(ActionShare, r.Answers, text(label)))
	last := posts[len(posts)-1]
	last.Blocks = append(last.Blocks[:len(last.Blocks):len(last.Blocks)], button)
	if Check(last) != nil {
		return append(posts, Post{Text: fallback([]string{label}, label), Blocks: []slack.Block{button}})
	}
	return append(posts[:len(posts)-1:len(posts)-1], last)
}
