package blocks

import (
	"strings"
	"testing"

	"talksbot/adapters"
)

// TestHomeFits: whatever the Ledger holds, Slack takes the home page, with something under each heading.
func TestHomeFits(t *testing.T) {
	t.Parallel()
	for _, fill := range []string{"word ", "<&>", "日本 ", "\\\""} {
		long := strings.Repeat(fill, 400)
		h := adapters.Home{About: []string{long, long, long, long}, Prompts: []string{long, long, long, long}}
		for i := range 10 {
			st := adapters.Statement{Text: "short " + fill, Note: long, Cites: []int{1}}
			if i > 2 {
				st.Text = long
			}
			h.Open.Statements = append(h.Open.Statements, st)
		}
		h.Open.Sources = []adapters.Source{{N: 1, Title: long, URL: "https://news.example/" + strings.Repeat("x", 200)}}
		h.Changes = h.Open
		for _, lang := range []string{"en", "uk"} {
			v := HomeView(h, "/talks", lang)
			if err := CheckHome(v); err != nil {
				t.Errorf("%q in %s: %v", fill, lang, err)
			}
			if n := len(v.Blocks.BlockSet); n < 11 { // four headings, three lines between, something under each
				t.Errorf("%q in %s: %d blocks", fill, lang, n)
			}
		}
	}
}
