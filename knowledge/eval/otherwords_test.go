package eval

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
)

// strangers are nouns that stand in no story.
var strangers = []string{"trombone", "gherkin", "lantern", "teapot", "cushion", "marmalade", "umbrella", "harpsichord"}

// TestOtherWords asks what is answered in words that no article has, a word of a question at a time. Where words alone fail, a
// model that knows the word to mean the same finds what was found; where it does not, the question is refused as by words alone.
func TestOtherWords(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/stories/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	word := regexp.MustCompile(`\b[a-z]{5,}\b`)
	var asked, failed, helped, other, wrong int
	for _, dir := range folders[:min(len(folders), meaningStories)] {
		s := llmfake.Start(t)
		c := llm.DefaultConfig()
		c.BaseURL, c.Embeddings = s.URL, "hashing"
		qs, err := readQuestions(filepath.Join(dir, "questions.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		open := func(parts knowledge.Parts) *knowledge.Base {
			b, err := knowledge.Open(t.Context(), knowledge.Options{Parts: parts})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Refresh(t.Context(), sources.Files(filepath.Join(dir, "articles"))); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Embed(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			return b
		}
		parts := model.Parts(c, llm.New(c, "", llm.Parts{}))
		plain, both := open(knowledge.Parts{}), open(parts)
		ask := func(b *knowledge.Base, q string) knowledge.Answer {
			a, err := b.Answer(t.Context(), knowledge.Question{Text: q})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		for i, q := range qs {
			if q.FollowUpTo != "" || q.Unanswerable {
				continue
			}
			was := ask(plain, q.Text)
			if was.Status != knowledge.Answered {
				continue
			}
			for _, w := range word.FindAllString(q.Text, -1) {
				stranger := strangers[i%len(strangers)]
				text := strings.Replace(q.Text, w, stranger, 1)
				asked++
				if ask(plain, text).Status == knowledge.Answered {
					continue
				}
				failed++
				if a := ask(both, text); a.Status == knowledge.Answered {
					wrong++
					t.Logf("%s: %q is answered: %q %q", filepath.Base(dir), text, a.Statements[0].Text, a.Searching.Meant)
				}
				s.Means(w, stranger)
				a := ask(both, text)
				s.Means(stranger) // means itself again
				switch {
				case a.Status != knowledge.Answered:
				case slices.ContainsFunc(was.Statements, func(s knowledge.Statement) bool {
					return slices.ContainsFunc(a.Statements, func(o knowledge.Statement) bool { return o.Citations[0] == s.Citations[0] || o.Text == s.Text })
				}):
					helped++
				default:
					other++
					t.Logf("%s: %q for %q in %q: %q, was %q", filepath.Base(dir), stranger, w, q.Text, a.Statements[0].Text, was.Statements[0].Text)
				}
			}
		}
	}
	t.Logf("of %d questions with a word that no article has words alone refuse %d; with its meaning %d of them are answered as before and %d otherwise, with none known %d",
		asked, failed, helped, other, wrong)
	if wrong > 0 || other > 1 || helped < 10 && failed > 200 {
		t.Error("meaning answers too much, or too little")
	}
}
