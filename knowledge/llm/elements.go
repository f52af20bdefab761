package llm

import "encoding/json"

// Elements makes a Call.Text that gives the objects in the first array of an answer, such as the statements of a Written, each as
// soon as it is whole. They are JSON, but not checked against a schema, and what Complete gives in the end is what counts.
func Elements(each func(json.RawMessage)) func(text string) {
	e := elements{each: each}
	return func(text string) {
		for i := range len(text) {
			e.next(text[i])
		}
	}
}

type elements struct {
	each            func(json.RawMessage)
	depth           int // of what is open, from the first brace on
	array           int // depth in which the array's elements stand; 0: it has not come; below 0: it is over
	quoted, escaped bool
	one             []byte // the element that comes
}

func (e *elements) next(b byte) {
	if e.array < 0 || e.depth == 0 && b != '{' {
		return
	}
	in := e.array > 0 && e.depth > e.array
	switch {
	case e.escaped:
		e.escaped = false
	case e.quoted && b == '\\':
		e.escaped = true
	case b == '"':
		e.quoted = !e.quoted
	case e.quoted:
	case b == '{' || b == '[':
		e.depth++
		if b == '[' && e.array == 0 {
			e.array = e.depth
			return
		}
		in = in || e.array > 0
	case b == '}' || b == ']':
		if e.depth--; e.array > 0 && e.depth < e.array {
			e.array = -1
			return
		}
	}
	if !in {
		return
	}
	e.one = append(e.one, b)
	if e.depth == e.array {
		if e.one[0] == '{' && json.Valid(e.one) {
			e.each(e.one)
		}
		e.one = nil
	}
}
