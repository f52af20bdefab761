package model_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// harbour is a story that is asked about in words that it has not.
var harbour = fstest.MapFS{
	"board.md": {Data: []byte("---\ntitle: Miran harbour board meets\npublisher: Coast Courier\npublished: 2026-03-02\n---\n" +
		"The Miran harbour board met on Monday. The board will scrap the levy on yachts in May. Its chair thanked the fishermen.\n\n" +
		"The board bought two dredgers for 12 million dollars. Portugal has pledged to send a third one by June. The weather was fair.\n")},
	"town.md": {Data: []byte("---\ntitle: Town hall reopens\npublisher: Coast Courier\npublished: 2026-03-04\n---\n" +
		"The town hall of Miran reopened on Wednesday. Visitors may see the old clock until Sunday. Norway lent the paintings.\n\n" +
		"The mayor said the roof had cost 3 million dollars. A school choir sang. The market stays where it is.\n")},
}

const scrapped = "When will the board scrap the impost on sailboats?"

// near is an endpoint whose vectors know words to mean the same that no dictionary does.
func near(t *testing.T) *llmfake.Server {
	t.Helper()
	s := llmfake.Start(t)
	for _, w := range [][]string{{"levy", "impost"}, {"yachts", "sailboats"}, {"dredgers", "excavators"}, {"clock", "timepiece"}, {"board", "admirals", "syndicate"}} {
		s.Means(w...)
	}
	return s
}

// searched opens harbour over a store, with the vectors and the order of an endpoint; nil for neither.
func searched(t *testing.T, s *llmfake.Server, file string, change func(*llm.Config)) *knowledge.Base {
	t.Helper()
	c := llm.DefaultConfig()
	if s != nil {
		c.BaseURL, c.Embeddings, c.Retries = s.URL, "near", 0
	}
	if change != nil {
		change(&c)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	store, err := storage.Open(t.Context(), file, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b, err := knowledge.Open(t.Context(), knowledge.Options{Store: store, Parts: model.Parts(c, llm.New(c, "", llm.Parts{}))})
	if err != nil {
		t.Fatal(err)
	}
	if b.Searched().Articles == 0 {
		if _, err := b.Refresh(t.Context(), sources.FS(harbour)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func embed(t *testing.T, b *knowledge.Base) {
	t.Helper()
	if _, err := b.Embed(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, b *knowledge.Base, question string) knowledge.Answer {
	t.Helper()
	a, err := b.Answer(t.Context(), knowledge.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Where words fail, what means the same is found and said to be; what the articles do not say is refused as ever.
func TestMeaning(t *testing.T) {
	t.Parallel()
	words := searched(t, nil, filepath.Join(t.TempDir(), "k.db"), nil)
	both := searched(t, near(t), filepath.Join(t.TempDir(), "k.db"), nil)
	embed(t, both)
	for _, test := range []struct {
		question    string
		words, both string // first statement by words alone, and by both; "" for a refusal
		meant       []string
	}{
		{scrapped, "", "The board will scrap the levy on yachts in May.", []string{"impost", "sailboats"}},
		{"When will the impost on yachts be scrapped?", "", "The board will scrap the levy on yachts in May.", []string{"impost"}},
		{"What has Portugal pledged?", "Portugal has pledged to send a third one by June.", "Portugal has pledged to send a third one by June.", nil},
		{"How much did the roof cost?", "The mayor said the roof had cost 3 million dollars.", "The mayor said the roof had cost 3 million dollars.", nil},
		{"When will the board scrap the impost on camels?", "", "", nil},
		{"When will the board scrap the subsidy?", "", "", nil},
		{"When will Finland scrap the impost on yachts?", "", "", nil},
		{"Has Norway pledged excavators?", "", "", nil},
		{"How much did Norway pay for the excavators?", "", "", nil},
		{"When will the admirals scrap the impost?", "", "", nil},
		{"When will the syndicate scrap the impost?", "", "", nil},
		{"When will the board scrap 14 imposts on yachts?", "", "", nil},
		{"When will the impost on Sailboats Incorporated be scrapped?", "", "", nil},
	} {
		first := func(a knowledge.Answer) string {
			if len(a.Statements) == 0 {
				return ""
			}
			return a.Statements[0].Text
		}
		w, b := ask(t, words, test.question), ask(t, both, test.question)
		if first(w) != test.words || first(b) != test.both || w.Searching != nil {
			t.Errorf("%s\n by words %q, by both %q", test.question, first(w), first(b))
		}
		if s := b.Searching; s == nil || s.By != "words and meaning" || s.Meaning != "near" || s.Problem != "" || !slices.Equal(s.Meant, test.meant) {
			t.Errorf("%s\n %+v", test.question, b.Searching)
		}
	}
}

// Whatever becomes of the endpoint, words alone answer as without it, and it is said why.
func TestMeaningMissing(t *testing.T) {
	t.Parallel()
	const question = "What has Portugal pledged?"
	want := fmt.Sprint(ask(t, searched(t, nil, filepath.Join(t.TempDir(), "k.db"), nil), question).Statements)
	for name, test := range map[string]struct {
		spoil func(*llmfake.Server)
		says  string
	}{
		"down":    {func(s *llmfake.Server) { s.Fails("embeddings", llmfake.Reply{Status: 503}) }, "not reached"},
		"no key":  {func(s *llmfake.Server) { s.Fails("embeddings", llmfake.Reply{Status: 401}) }, "not reached"},
		"gone":    {func(s *llmfake.Server) { s.Fails("embeddings", llmfake.Reply{Status: 404}) }, "not reached"},
		"refuses": {func(s *llmfake.Server) { s.Fails("embeddings", llmfake.Reply{Status: 400}) }, "gave nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := near(t)
			b := searched(t, s, filepath.Join(t.TempDir(), "k.db"), nil)
			if a := ask(t, b, question); a.Searching == nil || !strings.Contains(a.Searching.Problem, "not prepared") {
				t.Errorf("before there are vectors: %+v", a.Searching)
			}
			embed(t, b)
			test.spoil(s)
			a := ask(t, b, question)
			if a.Searching == nil || a.Searching.By != "words" || !strings.Contains(a.Searching.Problem, test.says) || fmt.Sprint(a.Statements) != want {
				t.Errorf("%+v %v", a.Searching, a.Statements)
			}
		})
	}
}

// Another model is asked for questions while its vectors serve, if the endpoint still has it; it need not.
func TestMeaningOfThePast(t *testing.T) {
	t.Parallel()
	s, file := near(t), filepath.Join(t.TempDir(), "k.db")
	embed(t, searched(t, s, file, nil))
	later := func(c *llm.Config) { c.Embeddings = "newer" }
	b := searched(t, s, file, later)
	if a := ask(t, b, scrapped); a.Searching.Meaning != "near" || len(a.Statements) != 1 {
		t.Errorf("%+v %v", a.Searching, a.Statements)
	}
	s2 := near(t)
	s2.Models = []string{"newer"}
	b = searched(t, s2, file, later)
	if a := ask(t, b, scrapped); a.Searching.Meaning != "" || !strings.Contains(a.Searching.Problem, "not prepared") || len(a.Statements) > 0 {
		t.Errorf("%+v %v", a.Searching, a.Statements)
	}
	embed(t, b) // that the old one is gone keeps nothing from the new one
	if a := ask(t, b, scrapped); a.Searching.Meaning != "newer" || len(a.Statements) != 1 {
		t.Errorf("%+v %v", a.Searching, a.Statements)
	}
}

// A model that orders has its say, and its failure leaves our own order.
func TestRanker(t *testing.T) {
	t.Parallel()
	s := near(t)
	ranked := func(c *llm.Config) { c.Rerank, c.Embeddings = "judge", "" }
	b := searched(t, s, filepath.Join(t.TempDir(), "k.db"), ranked)
	q := knowledge.Question{Text: "What did the board do about the levy?"}
	a, how, err := b.Explain(t.Context(), q)
	if err != nil || a.Searching == nil || a.Searching.Order != "judge" || a.Searching.Problem != "" || len(how.Found) < 2 || how.Found[0].ByOrder != 1 {
		t.Fatalf("%+v %+v %v", a.Searching, how, err)
	}
	for i, f := range how.Found {
		if i > 0 && f.Score > how.Found[i-1].Score {
			t.Errorf("%+v after %+v", f, how.Found[i-1])
		}
	}
	s.Fails("rerank", llmfake.Reply{Status: 500})
	plain, want, err := searched(t, nil, filepath.Join(t.TempDir(), "k.db"), nil).Explain(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	got, how, err := b.Explain(t.Context(), q)
	if err != nil || got.Searching.Order != "" || got.Searching.OrderProblem == "" || fmt.Sprint(how) != fmt.Sprint(want) || fmt.Sprint(got.Statements) != fmt.Sprint(plain.Statements) {
		t.Errorf("%+v\n%+v\n%+v, %v", got.Searching, how, want, err)
	}
}
