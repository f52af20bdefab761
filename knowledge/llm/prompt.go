package llm

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"
)

// Prompt is what a model is told and asked, and in which form it is to answer.
type Prompt struct {
	Name    string // letters, digits, _ and -
	Version string
	System  string          // ours alone: nothing of an article or a person
	User    string          // with the data between two marks
	Schema  json.RawMessage // JSON Schema of an object; nil: any text
}

// Data of the prompts, all of it untrusted. What stands in it is shown to the model as JSON between two lines with a mark
// that nobody could know before.
type (
	// Writing is the data of the prompt write: what an answer may rest on.
	Writing struct {
		Question  string           `json:"question"`
		Language  string           `json:"language"` // of the answer, as in BCP 47
		Passages  []WritingPassage `json:"passages"`
		Ledger    []WritingEntry   `json:"ledger,omitempty"`
		Rejected  []WritingRepair  `json:"rejected,omitempty"` // by the gate: to be mended, or left out
		MostItems int              `json:"most_statements"`
	}
	WritingPassage struct {
		ID        string `json:"id"`
		Published string `json:"published,omitempty"` // YYYY-MM-DD
		Publisher string `json:"publisher,omitempty"`
		Title     string `json:"title,omitempty"`
		Text      string `json:"text"`
	}
	WritingEntry struct {
		Passage     string `json:"passage"` // ID of the one it was read in
		Actor       string `json:"actor,omitempty"`
		Stance      string `json:"stance,omitempty"` // or the status of an issue
		Undertaking string `json:"undertaking"`      // or the issue
		Condition   string `json:"condition,omitempty"`
		SaidBy      string `json:"said_by,omitempty"`
	}
	WritingRepair struct {
		Text   string `json:"text"`
		Reason string `json:"reason"`
	}
	// Written is the answer to the prompt write.
	Written struct {
		Statements []WrittenStatement `json:"statements"`
	}
	WrittenStatement struct {
		Text   string         `json:"text"`
		Actor  string         `json:"actor"`   // "" where the statement is of nobody's undertaking
		Stance string         `json:"stance"`  // one of the six, or none
		SaidBy string         `json:"said_by"` // "" for what the article reports by itself
		Quotes []WrittenQuote `json:"quotes"`
	}
	WrittenQuote struct {
		Passage string `json:"passage"` // an ID; not checked
		Text    string `json:"text"`    // not checked
	}

	// Rewriting is the data of the prompt rewrite: a question as it was asked in a chat.
	Rewriting struct {
		Question string   `json:"question"`
		Earlier  []string `json:"earlier"` // questions before it, oldest first
	}
	// Rewritten is the answer to the prompt rewrite.
	Rewritten struct {
		Question string `json:"question"` // in English, clear by itself
		Language string `json:"language"` // that it was asked in, as in BCP 47; not checked
	}

	// Extracting is the data of the prompt extract: a passage with what stands before it.
	Extracting struct {
		Published string `json:"published,omitempty"` // YYYY-MM-DD
		Title     string `json:"title,omitempty"`
		Before    string `json:"before,omitempty"` // for whom words such as "he" mean; nothing is taken from it
		Text      string `json:"text"`
	}
	// Extracted is the answer to the prompt extract.
	Extracted struct {
		Commitments []ExtractedCommitment `json:"commitments"`
		Issues      []ExtractedIssue      `json:"issues"`
	}
	ExtractedCommitment struct {
		Actor       string `json:"actor"`
		Undertaking string `json:"undertaking"`
		Stance      string `json:"stance"`
		Condition   string `json:"condition"` // "" for none
		SaidBy      string `json:"said_by"`   // "" for what the article reports by itself
		Quote       string `json:"quote"`     // not checked
	}
	ExtractedIssue struct {
		Issue  string `json:"issue"`
		Status string `json:"status"` // open, partly or settled
		SaidBy string `json:"said_by"`
		Quote  string `json:"quote"` // not checked
	}
)

//go:embed prompts/*.tmpl
var prompts embed.FS

// Render gives the prompt for its data: a Writing, a Rewriting or an Extracting.
func Render(data any) (Prompt, error) {
	var name string
	switch data.(type) {
	case Writing:
		name = "write"
	case Rewriting:
		name = "rewrite"
	case Extracting:
		name = "extract"
	default:
		return Prompt{}, fmt.Errorf("no prompt is for data of type %T", data)
	}
	text, err := prompts.ReadFile("prompts/" + name + ".tmpl")
	if err != nil {
		return Prompt{}, err
	}
	head, body, _ := strings.Cut(string(text), "\n")
	version, ok := strings.CutPrefix(head, "version: ")
	if !ok {
		return Prompt{}, fmt.Errorf("prompt %s does not begin with its version", name)
	}
	t, err := template.New(name).Option("missingkey=error").Parse(body)
	if err != nil {
		return Prompt{}, fmt.Errorf("prompt %s: %w", name, err)
	}
	between, err := delimited(data)
	if err != nil {
		return Prompt{}, fmt.Errorf("prompt %s: %w", name, err)
	}
	p := Prompt{Name: name, Version: version}
	for part, with := range map[string]any{"system": nil, "schema": nil, "user": between} { // only the user's part gets data
		var b strings.Builder
		if err := t.ExecuteTemplate(&b, part, with); err != nil {
			return Prompt{}, fmt.Errorf("prompt %s: %w", name, err)
		}
		switch s := strings.TrimSpace(b.String()); part {
		case "system":
			p.System = s
		case "schema":
			p.Schema = json.RawMessage(s)
		case "user":
			p.User = s
		}
	}
	return p, nil
}

// delimited writes data as JSON, a field or element a line, between two lines with a mark that does not occur in it. Since
// JSON escapes the ends of lines, no text in it makes a line of its own.
func delimited(data any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // quotes are copied from it
	e.SetIndent("", "")
	if err := e.Encode(data); err != nil {
		return "", err
	}
	text := b.String()
	for {
		mark := rand.Text()
		if !strings.Contains(text, mark) {
			return "DATA " + mark + "\n" + text + "END " + mark, nil
		}
	}
}
