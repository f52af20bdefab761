package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/google/jsonschema-go/jsonschema"
)

// form is the JSON that an answer is to hold.
type form struct {
	schema *jsonschema.Resolved
}

func newForm(schema []byte) (*form, error) {
	var s jsonschema.Schema
	if err := json.Unmarshal(schema, &s); err != nil {
		return nil, err
	}
	r, err := s.Resolve(nil)
	return &form{r}, err
}

// mostStarts bounds how many braces of an answer are tried as the beginning of its JSON, mostDeep how deep that may be.
const mostStarts, mostDeep = 64, 32

// thought is what some models write down before they answer.
var thought = regexp.MustCompile(`(?s)^\s*<(think|thinking|reasoning)>.*?</(?:think|thinking|reasoning)>`)

// read finds the JSON object in an answer, and checks it. Around it may stand what models put there: thoughts, words, a fence
// of code; in it, a comma may follow the last element. Nothing else is mended: an answer with two objects that both fit and
// differ says nothing, one with a key twice is none, and one in an object that does not fit is not looked for.
func (f *form) read(answer string) (json.RawMessage, error) {
	text := []byte(thought.ReplaceAllString(answer, ""))
	var found []byte
	why := malformed("there is no JSON object in it")
	for at, starts := 0, 0; starts < mostStarts; starts++ {
		next := bytes.IndexByte(text[at:], '{')
		if next < 0 {
			break
		}
		at += next
		value, n := object(text[at:])
		if value == nil {
			at++
			continue
		}
		at += n
		if err := f.check(value); err != nil {
			why = malformed("%v", err)
			continue
		}
		if found != nil && !bytes.Equal(found, value) {
			return nil, malformed("it holds two answers")
		}
		found = value
	}
	if found == nil {
		return nil, why
	}
	return found, nil
}

// object reads the JSON object that a text begins with, and says how long it is there; nil where there is none. The object
// given is compact, without the commas that JSON has no room for.
func object(text []byte) (value []byte, n int) {
	var out []byte
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case quoted && b == '\\' && i+1 < len(text):
			out = append(out, b)
			i++
			b = text[i]
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ' ', b == '\t', b == '\n', b == '\r':
			if len(out) > 0 && wordByte(out[len(out)-1]) && i+1 < len(text) && wordByte(text[i+1]) {
				return nil, 0 // two words are not to become one
			}
			continue
		case b == '{', b == '[':
			if depth++; depth > mostDeep {
				return nil, 0
			}
		case b == '}', b == ']':
			depth--
			if len(out) > 1 && out[len(out)-1] == ',' && (out[len(out)-2] != '{' && out[len(out)-2] != '[') {
				out = out[:len(out)-1]
			}
		}
		out = append(out, b)
		if depth == 0 {
			if !json.Valid(out) {
				return nil, 0
			}
			return out, i + 1
		}
	}
	return nil, 0
}

func wordByte(b byte) bool {
	return b == '+' || b == '-' || b == '.' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// check says what keeps an object from the form.
func (f *form) check(value []byte) error {
	if err := once(json.NewDecoder(bytes.NewReader(value))); err != nil {
		return err
	}
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		return errors.New("a number in it is too large")
	}
	if f.schema.Validate(v) != nil { // its error would repeat the answer
		return errors.New("its JSON does not fit the schema")
	}
	return nil
}

// once refuses a key that stands twice in an object: which of the two is meant, nobody knows.
func once(d *json.Decoder) error {
	var keys []map[string]bool // of the objects that are open; nil for an array
	key := false
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return errors.New("it is no JSON")
		}
		in := len(keys) - 1
		switch t := t.(type) {
		case json.Delim:
			switch t {
			case '{':
				keys, key = append(keys, map[string]bool{}), true
				continue
			case '[':
				keys, key = append(keys, nil), false
				continue
			}
			keys = keys[:in]
			in--
		case string:
			if key && in >= 0 && keys[in] != nil {
				if keys[in][t] {
					return fmt.Errorf("a key stands twice in an object")
				}
				keys[in][t], key = true, false
				continue
			}
		}
		key = in >= 0 && keys[in] != nil
	}
}
