package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talksbot/knowledge/llm/llmfake"
)

// A refresh asks the model where that is wanted, says what came of it, and marks it; without a model that answers it takes the
// articles in all the same.
func TestRefreshExtracts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	article := write("quay.md", "---\npublished: 2026-03-01\nlanguage: en\n---\n\nOn the table is a Norwegian offer of 40 engineers.\n\nPromising a new quay, Malta sent its minister.\n")
	note, err := json.Marshal(map[string]any{"issues": []any{}, "commitments": []any{map[string]string{"actor": "Norway", "undertaking": "40 engineers", "stance": "proposed", "condition": "", "said_by": "",
		"quote": "On the table is a Norwegian offer of 40 engineers."}}})
	if err != nil {
		t.Fatal(err)
	}
	s := llmfake.Start(t)
	s.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says(string(note)) })
	config := write("talks.yaml", "storage: {folder: kept}\nmodel:\n  base_url: "+s.URL+"\n  model: lens\n  retries: 0\n  price_in: 1\n")
	bot := func(code int, args ...string) (stdout, stderr string) {
		t.Helper()
		out, errs := write("out", ""), write("err", "")
		p := &program{env: func(string) string { return "" }}
		var files []*os.File
		for _, path := range []string{os.DevNull, out, errs} {
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		p.in, p.out, p.err = files[0], files[1], files[2]
		got := p.run(t.Context(), append([]string{"--config", config}, args...))
		for _, f := range files {
			f.Close()
		}
		a, _ := os.ReadFile(out)
		b, _ := os.ReadFile(errs)
		if got != code {
			t.Fatalf("%v: code %d, want %d\n%s%s", args, got, code, a, b)
		}
		return string(a), string(b)
	}
	has := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("no %q in:\n%s", part, text)
			}
		}
	}

	out, _ := bot(0, "refresh", article)
	if len(s.Calls()) > 0 || strings.Contains(out, "model") {
		t.Errorf("asked %d times unasked: %s", len(s.Calls()), out)
	}
	out, _ = bot(0, "refresh", "--extract", article)
	has(out, "asked about 2 passages, 0 known from before (", "tokens, cost 0.00", "Of 2 entries it noted, 1 are kept.", "not kept: 1, the quote does not stand in the passage", "1 commitments")
	out, _ = bot(0, "commitments")
	has(out, "40 engineers", "read by lens (extract 1)")
	out, _ = bot(0, "commitments", "--format", "json")
	has(out, `"read_by": "lens (extract 1)"`)
	out, _ = bot(0, "refresh", article)
	has(out, "asked about 0 passages, 2 known from before.", "1 are kept")
	if n := len(s.Calls()); n != 2 {
		t.Errorf("%d calls", n)
	}

	more := write("more.md", "---\npublished: 2026-03-02\nlanguage: en\n---\n\nOn the table is a Chilean offer of nine cranes.\n")
	s.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Broken() })
	_, errs := bot(3, "refresh", "--extract", more)
	has(errs, "bot: the model failed on 1 passage; the next refresh with --extract asks again")
	out, _ = bot(0, "commitments")
	has(out, "40 engineers")

	write("talks.yaml", "storage: {folder: kept}\n")
	_, errs = bot(2, "refresh", "--extract", more)
	has(errs, "--extract needs a model")
	bot(0, "refresh", more)
	if out, _ = bot(0, "commitments"); strings.Contains(out, "read by") {
		t.Errorf("without a model: %s", out)
	}
}
