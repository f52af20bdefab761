package knowledge_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// No text that somebody can type brings the program down, also where what it goes on from finds nothing.
func TestAnswerAnything(t *testing.T) {
	t.Parallel()
	base := briefs(t)
	for _, text := range []string{"", "?", "What about it?" + knowledge.About + "Zzyx qqwv?", knowledge.About, "by when" + knowledge.About,
		"asa surcharge how much & is it still in force", "and", "who who who", "1 2 3", "\x00", "“”", "who said “”?", "…"} {
		for _, q := range []knowledge.Question{{Text: text}, {Text: "why?", Understood: text}} {
			a, err := base.Answer(t.Context(), q)
			if err != nil {
				t.Errorf("%q: %v", text, err)
			}
			for _, s := range a.Statements {
				if len(s.Citations) == 0 {
					t.Errorf("%q: %q is not cited", text, s.Text)
				}
			}
		}
	}
}

// Questions about other stories, also as what follows one, are answered or refused and nothing else.
func TestAnswerForeign(t *testing.T) {
	t.Parallel()
	base := briefs(t)
	files, err := filepath.Glob("eval/testdata/stories/*/questions.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for i, file := range files {
		if i%oneOf != 0 {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before := ""
		for line := range strings.Lines(string(b)) {
			var q struct{ Q string }
			if err := json.Unmarshal([]byte(line), &q); err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{q.Q, "and when?" + knowledge.About + q.Q, q.Q + knowledge.About + before} {
				if _, err := base.Answer(t.Context(), knowledge.Question{Text: text, Understood: text}); err != nil {
					t.Errorf("%q: %v", text, err)
				}
			}
			before = q.Q
		}
	}
}

func FuzzAnswer(f *testing.F) {
	base := briefs(f)
	for _, text := range []string{"Who has committed troops?", "What about it?" + knowledge.About + "Zzyx qqwv?", "how much & by when, and who pays?", "“not ruling anything out”: who said that?"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 500 {
			t.Skip("longer than a question")
		}
		if _, err := base.Answer(t.Context(), knowledge.Question{Text: text}); err != nil {
			t.Fatal(err)
		}
	})
}

// briefs is a Base of the bundled briefs.
func briefs(t testing.TB) *knowledge.Base {
	t.Helper()
	store, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "k.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	base, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := base.Refresh(t.Context(), sources.FS(corpus.FS())); err != nil {
		t.Fatal(err)
	}
	return base
}
