package foreign

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"github.com/agnivade/levenshtein"

	"talksbot/knowledge/english"
)

// latinLetters write Cyrillic and Greek letters as English newspapers write names.
var latinLetters = strings.NewReplacer("а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "e", "ж", "zh", "з", "z", "и", "y", "і", "i", "ї", "i",
	"к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch",
	"ь", "", "ъ", "", "ы", "y", "э", "e", "ю", "yu", "я", "ya", "α", "a", "β", "v", "γ", "g", "δ", "d", "ε", "e", "ζ", "z", "η", "i", "θ", "th", "ι", "i", "κ", "k", "λ", "l",
	"μ", "m", "ν", "n", "ξ", "x", "ο", "o", "π", "p", "ρ", "r", "σ", "s", "ς", "s", "τ", "t", "υ", "y", "φ", "f", "χ", "ch", "ψ", "ps", "ω", "o")

// alike makes one of the Latin letters that stand for the same sound.
var alike = strings.NewReplacer("w", "v", "ph", "f", "c", "k", "q", "k", "ll", "l", "nn", "n", "ss", "s", "tt", "t")

// Spells says whether a word of a text may be a name of Latin letters, itself, with an ending or in Cyrillic or Greek letters.
func Spells(text, name string) bool {
	name = english.Fold(name)
	sound := alike.Replace(name)
	for _, w := range folded(text) {
		l := latinLetters.Replace(w)
		switch {
		case w == name, len(name) >= 4 && strings.HasPrefix(w, name) && len(w) <= len(name)+2: // Lunds
			return true
		case w == "" || l == w: // it has Latin letters of its own
			continue
		}
		l = alike.Replace(l)
		if l[:1] == sound[:1] && levenshtein.ComputeDistance(l, sound) <= max(len(sound), len(l))/2 {
			return true
		}
	}
	return false
}

// Spelt says whether names in a text can be held against Latin letters: it is in Latin, Cyrillic or Greek ones.
func Spelt(text string) bool {
	switch whatlanggo.DetectScript(text) {
	case unicode.Latin, unicode.Cyrillic, unicode.Greek:
		return true
	}
	return false
}
