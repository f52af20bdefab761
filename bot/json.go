package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"talksbot/adapters/console"
)

// writeJSON writes v and a line end, with indent if that is not "". What a terminal might obey is escaped, also where
// JSON itself would not: DEL, C1 controls and those of writing direction.
func writeJSON(w io.Writer, v any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return err
	}
	var out bytes.Buffer
	for _, r := range b.String() {
		// All of these are in the BMP, and inside strings: JSON has none but line ends outside.
		if r != '\n' && console.Unsafe(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	_, err := w.Write(out.Bytes())
	return err
}
