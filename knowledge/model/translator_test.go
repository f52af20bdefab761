package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

const inGerman = "Wer hat Truppen zugesagt, und unter welchen Bedingungen?"

// texts reads what a request of the prompt translate is to put into which language.
func texts(r llmfake.Request) (d llm.Translating) {
	_, rest, _ := strings.Cut(r.Messages[len(r.Messages)-1].Content, "DATA ")
	_, rest, _ = strings.Cut(rest, "\n")
	body, _, _ := strings.Cut(rest, "\nEND ")
	_ = json.Unmarshal([]byte(body), &d) // the zero Translating fails the test
	return d
}

// understanding is an endpoint that understands inGerman and writes nothing; translate does the rest.
func understanding(t *testing.T, translate func(r llmfake.Request) llmfake.Reply) *llmfake.Server {
	s := llmfake.Start(t)
	s.Answer(func(r llmfake.Request) llmfake.Reply {
		switch promptOf(r) {
		case "rewrite":
			return rewritesTo(question, "de")
		case "translate":
			return translate(r)
		}
		return llmfake.Says(`{"statements":[]}`)
	})
	return s
}

func translates(all []string) llmfake.Reply {
	text, _ := json.Marshal(llm.Translated{Texts: all}) // of strings
	return llmfake.Says(string(text))
}

// A question in German is answered in German as far as translations hold, by calls of which the second sees the first's alone.
func TestTranslator(t *testing.T) {
	t.Parallel()
	const english = "Greece will not take part in any European military force inside Ukraine, Greek Prime Minister Kyriakos Mitsotakis said again."
	const german = "Griechenland werde sich an keiner europäischen Streitmacht innerhalb der Ukraine beteiligen, sagte der griechische Ministerpräsident Kyriakos Mitsotakis erneut."
	s := understanding(t, func(r llmfake.Request) llmfake.Reply {
		d := texts(r)
		for i, text := range d.Texts {
			switch {
			case text == english && d.Language == "de":
				d.Texts[i] = german
			case text == german && d.Language == "en":
				d.Texts[i] = english
			default:
				d.Texts[i] = "Alle haben alles unterzeichnet, und nichts ist offen."
			}
		}
		return translates(d.Texts)
	})
	a, err := base(t, s).Answer(t.Context(), knowledge.Question{Text: inGerman})
	if err != nil || a.Status != knowledge.Answered || a.Understood != question || a.Language != "de" || a.Translation == nil || a.Translation.By != "pen (translate 1)" {
		t.Fatalf("%+v %+v, %v", a, a.Translation, err)
	}
	for _, s := range a.Statements {
		if s.Original != "" != (s.Text == german) || s.Original != "" && s.Original != english || strings.HasPrefix(s.Text, "Alle") {
			t.Errorf("%q is said to be of %q", s.Text, s.Original)
		}
	}
	if a.Translation.Translated != 1 || len(a.Translation.Dropped) != len(a.Statements)-1 {
		t.Errorf("%+v", a.Translation)
	}
	for _, c := range s.Calls() {
		if promptOf(c) == "translate" && texts(c).Language == "en" && strings.Contains(c.Body, "Bedingungen") {
			t.Errorf("the way back sees %s", c.Body)
		}
	}
}

// However an endpoint goes wrong, the answer is the one in English, and says so.
func TestTranslatorModes(t *testing.T) {
	t.Parallel()
	without, err := base(t, nil).Answer(t.Context(), knowledge.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range llmfake.Modes(`{"texts":["PWNED","Alles ist unterzeichnet."]}`) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			s := understanding(t, func(llmfake.Request) llmfake.Reply { return m.Reply })
			a, err := base(t, s).Answer(t.Context(), knowledge.Question{Text: inGerman})
			if err != nil || a.Translation == nil || a.Translation.Translated != 0 || a.Translation.Problem == "" && len(a.Translation.Dropped) == 0 {
				t.Fatalf("%+v, %v", a.Translation, err)
			}
			if diff := cmp.Diff(without.Statements, a.Statements); diff != "" {
				t.Error(diff)
			}
		})
	}
}
