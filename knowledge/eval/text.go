package eval

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// texts holds article texts in their normal form, by article id.
type texts map[string]string

// has tells whether a quote stands in an article, whatever its spaces, line breaks and kinds of quote mark.
func (t texts) has(article, quote string) bool {
	return quote != "" && strings.Contains(t[article], normal(quote))
}

var fileID = regexp.MustCompile(`(?m)^id:\s*(\S+)`)

// readFiles reads the files below a folder as they are, without the reader that is measured: a file is known by its
// first `id:` line, else by its name without ending, and front matter is no text.
func readFiles(folder string) (texts, error) {
	out := texts{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".") && path != folder:
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw))
		id := strings.TrimSuffix(d.Name(), filepath.Ext(d.Name()))
		if m := fileID.FindStringSubmatch(text); m != nil {
			id = strings.Trim(m[1], `"'`)
		}
		if strings.HasPrefix(text, "---") {
			if _, body, ok := strings.Cut(text, "\n---\n"); ok {
				text = body
			}
		}
		out[id] = normal(text)
		return nil
	})
	return out, err
}

var plain = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ", "…", "...")

// normal is a text with straight quote marks, dots for an ellipsis, and single spaces.
func normal(s string) string { return strings.Join(words(plain.Replace(s)), " ") }

// words splits at white space. The four separators of ASCII are white space too, as they are to the other scorer.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || '\x1c' <= r && r <= '\x1f' })
}

// sameWords tells whether two quotes rest on the same words: one stands in the other, or they share most words.
func sameWords(quote, gold string) bool {
	a, b := strings.ToLower(normal(quote)), strings.ToLower(normal(gold))
	if utf8.RuneCountInString(a) > 25 && strings.Contains(b, a) || utf8.RuneCountInString(b) > 25 && strings.Contains(a, b) {
		return true
	}
	x, y := wordSet(a), wordSet(b)
	shared := 0
	for w := range x {
		if y[w] {
			shared++
		}
	}
	least := min(len(x), len(y))
	return least >= 6 && float64(shared) >= 0.6*float64(least)
}

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		set[w] = true
	}
	return set
}

// cut is the first n runes of a text.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
