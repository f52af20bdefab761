package main

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
)

// Every call and every answer is a line of the log, with what it took and what became of it, and without a text.
func TestWatched(t *testing.T) {
	t.Parallel()
	s := llmfake.Start(t)
	s.Next(llmfake.Says(`{"question":"Which issues remain PWNED?","language":"de"}`))
	s.Answer(func(llmfake.Request) llmfake.Reply {
		return llmfake.Says(`{"statements":[{"text":"PWNED","actor":"","stance":"none","said_by":"","quotes":[{"passage":"p1","text":"a"}]}]}`)
	})
	var out bytes.Buffer
	log := newLog(&out, ServeConfig{Log: "json"}, slog.LevelDebug, hider{})
	c := llm.DefaultConfig()
	c.BaseURL, c.Model, c.Retries, c.PriceOut = s.URL, "pen", 0, 1000
	client := llm.New(c, "", llm.Parts{Record: logged(log)})
	if got := counted(client.Totals()); got != "" {
		t.Errorf("asked before it was: %q", got)
	}
	base, err := knowledge.Open(t.Context(), knowledge.Options{Fallback: sources.FS(corpus.FS()), Parts: model.Parts(c, client)})
	if err != nil {
		t.Fatal(err)
	}
	w := watched{base, log}
	for _, q := range []string{"Was bleibt denn noch offen?", "Which issues remain open?"} {
		if _, err := w.Answer(t.Context(), knowledge.Question{Text: q}); err != nil {
			t.Fatal(err)
		}
	}
	said := out.String()
	for _, want := range []string{`"msg":"model called","prompt":"rewrite","version":"1","model":"pen","purpose":"understand","read":`, `"prompt":"write"`, `"outcome":"ok"`,
		`"msg":"answered","status":"not_in_corpus","statements":0,`, `"let_out":0,"dropped_name":1}`, `"status":"answered"`, `"dropped_form":`} {
		if !strings.Contains(said, want) {
			t.Errorf("the log has no %s:\n%s", want, said)
		}
	}
	for _, text := range []string{"PWNED", "issues", "offen", "Ukrain"} {
		if strings.Contains(said, text) {
			t.Errorf("the log has a text:\n%s", said)
		}
	}
	total := client.Totals()
	if got := counted(total); total.Calls != len(s.Calls()) || !strings.Contains(got, " calls, 0 failed, ") || !strings.Contains(got, ", cost ") {
		t.Errorf("%q of %d calls", got, len(s.Calls()))
	}
	ready := web{model: func() string { return counted(client.Totals()) }}
	ready.serving.Store(true)
	rec := httptest.NewRecorder()
	ready.ready(rec, httptest.NewRequest("GET", "/readyz", nil))
	if got := rec.Body.String(); !strings.HasPrefix(strings.TrimSpace(got), "model: ") || rec.Code != 200 {
		t.Errorf("ready: %d %q", rec.Code, got)
	}
}
