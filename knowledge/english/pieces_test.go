package english

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// What the tokenizer gets is bounded whatever the text, so that tokens take time by the length of a text, not its square.
func TestPieces(t *testing.T) {
	t.Parallel()
	const times = 5000
	for _, unit := range []string{"", "a", ".", "!", ",", "'", "''", "’", "“", "$", "(", "**a", "a—", "é", "\xff", "a. ", ".\u00a0", "\u200b"} {
		text := "Well " + strings.Repeat(unit, times) + " said."
		end := 0
		pieces(text, func(piece string, start int) {
			if start != end || text[start:start+len(piece)] != piece {
				t.Fatalf("%q: a piece at %d follows one that ends at %d", unit, start, end)
			}
			end += len(piece)
			for run := range strings.FieldsFuncSeq(piece, unicode.IsSpace) {
				if n := utf8.RuneCountInString(run); n > mostRun {
					t.Errorf("%q: a run of %d", unit, n)
				}
				for marks := range strings.FieldsFuncSeq(run, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
					if n := utf8.RuneCountInString(marks); n > mostMarks {
						t.Errorf("%q: %d marks", unit, n)
					}
				}
			}
		})
		if end != len(text) {
			t.Errorf("%q: pieces end at %d of %d", unit, end, len(text))
		}
		checkTokens(t, text, Tokens(text))
	}
}

// A text whose runs are of usual length stays whole.
func TestPiecesOfSentences(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " ", "“It’s over,” said Lund (see https://example.com/a/very/long/address?with=a&query#here) … …", strings.Repeat("word ", 3000)} {
		n := 0
		pieces(text, func(string, int) { n++ })
		if n != 1 {
			t.Errorf("%.60q is cut into %d", text, n)
		}
	}
}
