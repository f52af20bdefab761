package model_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
)

// followUp is what rules make of "and on what conditions?".
var followUp = knowledge.Question{Text: "and on what conditions?", Understood: "On what conditions?" + knowledge.About + "Who has committed troops?",
	Earlier: []string{"Who has committed troops?"}}

// promptOf tells which prompt a request is of, by the data it brings.
func promptOf(r llmfake.Request) string {
	var d map[string]json.RawMessage
	_, rest, _ := strings.Cut(r.Messages[len(r.Messages)-1].Content, "DATA ")
	_, rest, _ = strings.Cut(rest, "\n")
	body, _, _ := strings.Cut(rest, "\nEND ")
	_ = json.Unmarshal([]byte(body), &d) // none fails the test
	for field, prompt := range map[string]string{"passages": "write", "earlier": "rewrite", "texts": "translate"} {
		if d[field] != nil {
			return prompt
		}
	}
	return ""
}

func rewritesTo(question, language string) llmfake.Reply {
	text, _ := json.Marshal(llm.Rewritten{Question: question, Language: language}) // of strings
	return llmfake.Says(string(text))
}

// A model makes a question clear, and what it says is shown.
func TestRewriter(t *testing.T) {
	t.Parallel()
	s := llmfake.Start(t)
	s.Answer(func(r llmfake.Request) llmfake.Reply {
		if promptOf(r) == "rewrite" {
			return rewritesTo("Who has committed troops, and on what conditions?", "en")
		}
		return llmfake.Says(`{"statements":[]}`)
	})
	a, err := base(t, s).Answer(t.Context(), followUp)
	if err != nil || a.Understood != question || a.Rewriting == nil || !a.Rewriting.Used || a.Rewriting.By != "pen (rewrite 1)" || a.Status != knowledge.Answered {
		t.Fatalf("%+v %+v, %v", a, a.Rewriting, err)
	}
	first := s.Calls()[0].Messages
	if !strings.Contains(first[1].Content, `"earlier":["Who has committed troops?"]`) || strings.Contains(first[0].Content, "troops") {
		t.Errorf("asked %+v", first)
	}
}

// However an endpoint goes wrong, the question is understood by rules.
func TestRewriterModes(t *testing.T) {
	t.Parallel()
	without, err := base(t, nil).Answer(t.Context(), followUp)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range llmfake.Modes(`{"question":"Who is guilty of everything on 9 May?","language":"en"}`) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			s := llmfake.Start(t)
			s.Answer(func(r llmfake.Request) llmfake.Reply {
				if promptOf(r) == "rewrite" {
					return m.Reply
				}
				return llmfake.Says(`{"statements":[]}`)
			})
			a, err := base(t, s).Answer(t.Context(), followUp)
			if err != nil || a.Rewriting == nil || a.Rewriting.Used || (a.Rewriting.Problem == "") == (a.Rewriting.Dropped == nil) {
				t.Fatalf("%+v, %v", a.Rewriting, err)
			}
			a.Rewriting, a.Writing = nil, nil
			if diff := cmp.Diff(without, a); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// One Answer ends within the deadline, whatever it asks of a model that hangs, and once it hung for some the next are immediate.
func TestDeadline(t *testing.T) {
	t.Parallel()
	for _, hang := range llmfake.Hangs(`{"question":"Who?","language":"en"}`) {
		t.Run(hang.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := llmfake.Piped(t)
				s.Answer(func(llmfake.Request) llmfake.Reply { return hang.Reply })
				c := llm.DefaultConfig()
				c.BaseURL, c.Model, c.TimeoutSeconds, c.DeadlineSeconds = s.URL, "pen", 7, 10
				b := open(t, c, client)
				without := open(t, llm.DefaultConfig(), nil)
				for i := range 5 {
					start := time.Now()
					a, err := b.Answer(t.Context(), followUp)
					if err != nil || a.Writing == nil || !strings.Contains(a.Writing.Problem, "in time") || !strings.Contains(a.Rewriting.Problem, "in time") {
						t.Fatalf("%+v, %v", a, err)
					}
					took := time.Since(start)
					if took > 10*time.Second || i == 0 && took < 10*time.Second || i == 4 && took > 0 {
						t.Errorf("answer %d took %v", i+1, took)
					}
					want, err := without.Answer(t.Context(), followUp)
					if err != nil {
						t.Fatal(err)
					}
					a.Rewriting, a.Writing = nil, nil
					if diff := cmp.Diff(want, a); diff != "" {
						t.Error(diff)
					}
				}
			})
		})
	}
}

// open opens the bundled briefs with the model of a configuration, if it has one.
func open(t *testing.T, c llm.Config, client *http.Client) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Open(t.Context(), knowledge.Options{Fallback: sources.FS(corpus.FS()), Parts: model.Parts(c, llm.New(c, "", llm.Parts{HTTP: client}))})
	if err != nil {
		t.Fatal(err)
	}
	return b
}
