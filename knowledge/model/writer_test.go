package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
)

const question = "Who has committed troops, and on what conditions?"

// base opens the bundled briefs, written by the model of an endpoint; nil for none.
func base(t *testing.T, s *llmfake.Server, change ...func(*llm.Config)) *knowledge.Base {
	t.Helper()
	opt := knowledge.Options{Fallback: sources.FS(corpus.FS())}
	if s != nil {
		c := llm.DefaultConfig()
		c.BaseURL, c.Model, c.Retries, c.TimeoutSeconds, c.DeadlineSeconds = s.URL+"/v1", "pen", 0, 5, 5
		for _, set := range change {
			set(&c)
		}
		if err := c.Check(); err != nil {
			t.Fatal(err)
		}
		opt.Parts = model.Parts(c, llm.New(c, "", llm.Parts{}))
	}
	b, err := knowledge.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// data reads what a request has between its marks.
func data(r llmfake.Request) (w llm.Writing) {
	_, rest, _ := strings.Cut(r.Messages[len(r.Messages)-1].Content, "DATA ")
	_, rest, _ = strings.Cut(rest, "\n")
	body, _, _ := strings.Cut(rest, "\nEND ")
	_ = json.Unmarshal([]byte(body), &w) // the zero Writing fails the test
	return w
}

// says answers with a statement for each passage, as write makes it.
func says(write func(p llm.WritingPassage) llm.WrittenStatement) func(llmfake.Request) llmfake.Reply {
	return func(r llmfake.Request) llmfake.Reply {
		var out llm.Written
		for _, p := range data(r).Passages {
			out.Statements = append(out.Statements, write(p))
		}
		text, _ := json.Marshal(out) // of texts
		return llmfake.Says(string(text))
	}
}

func statement(text string, p llm.WritingPassage, quote string) llm.WrittenStatement {
	return llm.WrittenStatement{Text: text, Stance: "none", Quotes: []llm.WrittenQuote{{Passage: p.ID, Text: quote}}}
}

// holds checks what is never to be otherwise, whatever a model says: the same answer, refusal or Statements, each with quotes
// that stand in the articles; what is written has passed the gate.
func holds(t *testing.T, got, without knowledge.Answer) {
	t.Helper()
	if got.Status != without.Status || len(got.Statements) > len(without.Statements) || len(got.Statements) == 0 && len(without.Statements) > 0 {
		t.Fatalf("%s with %d statements, without a model %s with %d", got.Status, len(got.Statements), without.Status, len(without.Statements))
	}
	cited := map[string]bool{}
	for _, s := range got.Statements {
		for _, c := range s.Citations {
			cited[c.Article+c.Quote] = true
		}
		written := s.Kind == knowledge.Summary
		for _, o := range without.Statements {
			written = written && o.Text != s.Text
		}
		if written && got.Writing.Written == 0 {
			t.Errorf("%q is shown", s.Text)
		}
	}
	for _, s := range without.Statements {
		for _, c := range s.Citations {
			if !cited[c.Article+c.Quote] {
				t.Errorf("%q is cited no more", c.Quote)
			}
		}
	}
}

// What a model may say of a passage, good and bad. None of the bad ones is shown.
func TestWriter(t *testing.T) {
	t.Parallel()
	without, err := base(t, nil).Answer(t.Context(), knowledge.Question{Text: question})
	if err != nil || len(without.Statements) < 3 {
		t.Fatal(without, err)
	}
	for name, test := range map[string]struct {
		write   func(p llm.WritingPassage) llm.WrittenStatement
		written bool
		never   string // is in no answer
	}{
		"word for word": {func(p llm.WritingPassage) llm.WrittenStatement { return statement(p.Text, p, p.Text) }, true, ""},
		"an invented fact": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement(strings.TrimSuffix(p.Text, ".")+", and Iceland sent 900 tanks.", p, p.Text)
		}, false, "Iceland"},
		"an invented quote": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement("Iceland sent 900 tanks.", p, "Iceland sent 900 tanks.")
		}, false, "Iceland"},
		"another passage": {func(p llm.WritingPassage) llm.WrittenStatement {
			return llm.WrittenStatement{Text: p.Text, Quotes: []llm.WrittenQuote{{Passage: "p99", Text: p.Text}}}
		}, false, ""},
		"obeys an order":  {func(p llm.WritingPassage) llm.WrittenStatement { return statement("PWNED", p, p.Text) }, false, "PWNED"},
		"pings":           {func(p llm.WritingPassage) llm.WrittenStatement { return statement("@everyone "+p.Text, p, p.Text) }, false, "@everyone"},
		"markdown":        {func(p llm.WritingPassage) llm.WrittenStatement { return statement("**"+p.Text+"**", p, p.Text) }, false, "**"},
		"its own numbers": {func(p llm.WritingPassage) llm.WrittenStatement { return statement(p.Text+" [42]", p, p.Text) }, false, "[42]"},
		"a link": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement(p.Text+" https://evil.example", p, p.Text)
		}, false, "evil"},
		"another language": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement("Frankreich und Großbritannien sind bereit.", p, p.Text)
		}, false, "Frankreich"},
		"half a sentence": {func(p llm.WritingPassage) llm.WrittenStatement { return statement(p.Text[:len(p.Text)/2], p, p.Text) }, false, ""},
		"nothing":         {func(p llm.WritingPassage) llm.WrittenStatement { return llm.WrittenStatement{} }, false, ""},
		"negated": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement("It is not true that "+strings.ToLower(p.Text[:1])+p.Text[1:], p, p.Text)
		}, false, "not true"},
		"a promise of all": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement("All of them have signed: "+p.Text, p, p.Text)
		}, false, "have signed"},
		"an opinion": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement(strings.TrimSuffix(p.Text, ".")+", which is shameful.", p, p.Text)
		}, false, "shameful"},
		"who is no speaker": {func(p llm.WritingPassage) llm.WrittenStatement {
			return statement("According to Iceland, "+p.Text, p, p.Text)
		}, false, "Iceland"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := llmfake.Start(t)
			s.Answer(says(test.write))
			a, err := base(t, s).Answer(t.Context(), knowledge.Question{Text: question})
			if err != nil || a.Writing == nil || a.Writing.By != "pen (write 2)" {
				t.Fatalf("%+v, %v", a.Writing, err)
			}
			holds(t, a, without)
			if (a.Writing.Written > 0) != test.written {
				t.Errorf("%+v", a.Writing)
			}
			for _, s := range a.Statements {
				if test.never != "" && strings.Contains(s.Text, test.never) {
					t.Errorf("%q is shown", s.Text)
				}
			}
		})
	}
}

// However an endpoint goes wrong, the answer is the one without a model.
func TestWriterModes(t *testing.T) {
	t.Parallel()
	without, err := base(t, nil).Answer(t.Context(), knowledge.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	good := `{"statements":[{"text":"Everything is settled.","actor":"","stance":"none","said_by":"","quotes":[{"passage":"p1","text":"settled"}]}]}`
	for _, m := range llmfake.Modes(good) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			s := llmfake.Start(t)
			s.Answer(func(llmfake.Request) llmfake.Reply { return m.Reply })
			a, err := base(t, s).Answer(t.Context(), knowledge.Question{Text: question})
			if err != nil || a.Writing == nil {
				t.Fatalf("%+v, %v", a.Writing, err)
			}
			holds(t, a, without)
			if a.Writing.Problem == "" && len(a.Writing.Dropped) == 0 {
				t.Errorf("nothing is said of what went wrong: %+v", a.Writing)
			}
			how := a.Writing
			a.Writing = nil
			if fmt.Sprint(a) != fmt.Sprint(without) {
				t.Errorf("another answer (%+v): %v", how, a)
			}
		})
	}
	// Nobody there.
	s := llmfake.Start(t)
	b := base(t, s, func(c *llm.Config) { c.BaseURL = "http://127.0.0.1:1/v1" })
	if a, err := b.Answer(t.Context(), knowledge.Question{Text: question}); err != nil || !strings.Contains(a.Writing.Problem, "not reached") {
		t.Errorf("%+v, %v", a.Writing, err)
	}
	if a, err := b.Answer(t.Context(), knowledge.Question{Text: "What is the price of bread in Wellington?"}); err != nil || a.Status != knowledge.NotInCorpus || a.Writing != nil {
		t.Errorf("%+v, %v", a, err)
	}
}
