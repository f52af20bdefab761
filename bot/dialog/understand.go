package dialog

import "talksbot/knowledge"

// Understand turns what a Message says into a Question that is clear without the chat; before are the Thread's
// Questions, oldest first.
func Understand(text string, before []knowledge.Question) knowledge.Question {
	return knowledge.Question{Text: text}
}
