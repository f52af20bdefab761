package llm

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

const listForm = `{"type": "object", "additionalProperties": false, "required": ["items"], "properties": {
	"items": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["n", "text"], "properties": {
		"n": {"type": "integer"}, "text": {"type": "string", "enum": ["a", "b {c} ,]", "\" ,}"]}}}}}}`

// readings are answers with the JSON that is read from them, "" for none.
var readings = []struct{ name, answer, want string }{
	{"plain", `{"items":[{"n":1,"text":"a"}]}`, `{"items":[{"n":1,"text":"a"}]}`},
	{"spaces", " {\n \"items\" : [ ]\r\n}\n", `{"items":[]}`},
	{"fence", "```json\n{\"items\":[]}\n```", `{"items":[]}`},
	{"words around", `Sure {as always}: {"items":[]}. Anything else? :-}`, `{"items":[]}`},
	{"thoughts", `<think>Maybe {"items":[{"n":1,"text":"a"}]}?</think>{"items":[]}`, `{"items":[]}`},
	{"same twice", `{"items":[]} I repeat: { "items": [] }`, `{"items":[]}`},
	{"commas", `{"items":[{"n":1,"text":"a",},],}`, `{"items":[{"n":1,"text":"a"}]}`},
	{"signs in a string", `{"items":[{"n":1,"text":"b {c} ,]"},{"n":2,"text":"\" ,}"}]}`, `{"items":[{"n":1,"text":"b {c} ,]"},{"n":2,"text":"\" ,}"}]}`},
	{"another before", `{"example": true} {"items":[]}`, `{"items":[]}`},

	{"two answers", `{"items":[]} or {"items":[{"n":1,"text":"a"}]}`, ""},
	{"inside another", `{"answer": {"items":[]}}`, ""},
	{"in a string", `{"answer": "{\"items\":[]}"}`, ""},
	{"cut", `{"items":[{"n":1,"text":"a"}`, ""},
	{"key twice", `{"items":[],"items":[]}`, ""},
	{"key twice inside", `{"items":[{"n":1,"n":2,"text":"a"}]}`, ""},
	{"key twice in other letters", `{"items":[{"n":1,"\u006e":2,"text":"a"}]}`, ""},
	{"key twice after an array", `{"items":[{"text":"a","n":1,"text":"a"}]}`, ""},
	{"more keys", `{"items":[],"note":"x"}`, ""},
	{"another case", `{"Items":[]}`, ""},
	{"wrong type", `{"items":{}}`, ""},
	{"string for a number", `{"items":[{"n":"1","text":"a"}]}`, ""},
	{"not whole", `{"items":[{"n":1.5,"text":"a"}]}`, ""},
	{"not of the words", `{"items":[{"n":1,"text":"c"}]}`, ""},
	{"missing", `{"items":[{"n":1}]}`, ""},
	{"null", `{"items":null}`, ""},
	{"a comma alone", `{"items":[,]}`, ""},
	{"two commas", `{"items":[{"n":1,"text":"a"},,]}`, ""},
	{"single quotes", `{'items':[]}`, ""},
	{"comment", `{"items":[] /* none */}`, ""},
	{"a number in two", `{"items":[{"n":1 2,"text":"a"}]}`, ""},
	{"a huge number", `{"items":[{"n":1e999,"text":"a"}]}`, ""},
	{"list", `[{"items":[]}`, `{"items":[]}`},
	{"deep", strings.Repeat(`{"items":[`, 1000) + strings.Repeat("]}", 1000), ""},
	{"empty", "", ""},
}

func TestRead(t *testing.T) {
	t.Parallel()
	f, err := newForm([]byte(listForm))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings {
		got, err := f.read(r.answer)
		if string(got) != r.want || (err == nil) != (r.want != "") || err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: got %s, %v; want %s", r.name, got, err, r.want)
		}
	}
}

// FuzzRead: what is read is JSON that fits, stands in the answer but for spaces and commas, and is read again as it is.
func FuzzRead(f *testing.F) {
	form, err := newForm([]byte(listForm))
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range readings {
		f.Add(r.answer)
	}
	bare := strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", ",", "")
	f.Fuzz(func(t *testing.T, answer string) {
		got, err := form.read(answer)
		if err != nil {
			if got != nil || !errors.Is(err, ErrMalformed) {
				t.Errorf("%s, %v", got, err)
			}
			return
		}
		if !json.Valid(got) || form.check(got) != nil || !strings.Contains(bare.Replace(answer), bare.Replace(string(got))) {
			t.Errorf("%q is read from %q", got, answer)
		}
		if again, err := form.read(string(got)); err != nil || string(again) != string(got) {
			t.Errorf("%q is read as %q, %v", got, again, err)
		}
	})
}

// TestRefuses: refusals are known by how they begin; answers that speak of refusing are none.
func TestRefuses(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"I'm sorry, but I can't help with that.":             true,
		"Sorry, I cannot assist with this request":           true,
		"I’m very sorry, but I am not able to do so":         true,
		"I cannot answer that.":                              true,
		"I must decline.":                                    true,
		"As an AI language model, I have no opinion":         true,
		"Je suis désolé, je ne peux pas répondre":            true,
		"The ferry company says it cannot run in winter.":    false,
		"“I cannot sign this,” the harbour master said.":     true, // no JSON, so none the better for it
		"Sorry is what the harbour master said on Monday.":   false,
		`{"text": "I'm sorry, but I can't help with that."}`: false,
		"Asanas": false,
	} {
		if refuses(s) != want {
			t.Errorf("refuses(%q) is %v", s, !want)
		}
	}
}
