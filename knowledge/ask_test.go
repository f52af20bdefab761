package knowledge_test

import (
	"path/filepath"
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
