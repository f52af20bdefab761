package english

import "unicode"

// Longest runs without space that the tokenizer gets in one piece. It takes marks off a run one by one and looks at all
// that is left each time, so 16,000 dots in a row would take it seconds. No word is as long, nor do as many marks say more.
const (
	mostMarks = 32
	mostRun   = 512 // runes
)

// pieces calls f with a text cut into pieces that join up to it and hold no longer runs, and where each begins.
func pieces(text string, f func(piece string, start int)) {
	start, marks, run := 0, 0, 0
	for i, r := range text {
		if marks == mostMarks || run == mostRun {
			f(text[start:i], start)
			start, marks, run = i, 0, 0
		}
		switch {
		case unicode.IsSpace(r):
			marks, run = 0, 0
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			marks = 0
		default:
			marks++
		}
		run++
	}
	f(text[start:], start)
}
