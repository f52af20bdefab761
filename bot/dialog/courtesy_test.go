package dialog

import "testing"

// TestCourtesy: greetings and thanks are told from questions that begin like them.
func TestCourtesy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hello": "help", "Good morning!": "help", "help": "help", "Hilfe": "help", "hi there": "help", "": "help", "/issues": "issues",
		"What can you do?": "help", "thanks!": "thanks", "Thank you very much": "thanks", "дякую": "thanks",
		"thanks, and Germany?": "", "help for the pilots": "", "hello, who pays?": "", "Who gave thanks": "", "hi": "help",
	} {
		got, _, _ := asCommand(text)
		if thanking.MatchString(text) {
			got += "thanks"
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if (want == "") != isQuestion(text) {
			t.Errorf("%q: a question %v", text, isQuestion(text))
		}
	}
}
