package main

import (
	"net/http/httptest"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"talksbot/knowledge/llm/llmfake"
)

// endpoint starts a model for a script. A line of FILE has words that stand in the request, then " → " and what is answered; the
// first that fits counts. What nothing fits is refused with 500.
func endpoint(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: endpoint FILE")
	}
	said := ts.ReadFile(args[0])
	s := llmfake.New()
	s.Answer(func(r llmfake.Request) llmfake.Reply {
		for line := range strings.Lines(said) {
			words, answer, ok := strings.Cut(strings.TrimSpace(line), " → ")
			if ok && strings.Contains(r.Messages[len(r.Messages)-1].Content, words) {
				return llmfake.Says(answer)
			}
		}
		return llmfake.Broken()
	})
	h := httptest.NewServer(s)
	ts.Defer(h.Close)
	ts.Setenv("MODEL", h.URL+"/v1")
}
