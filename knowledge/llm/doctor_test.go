package llm_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

// TestDoctor: what works and what does not is told with what to do, and without the key.
func TestDoctor(t *testing.T) {
	t.Parallel()
	ready := func(r llmfake.Request) llmfake.Reply {
		if r.Way != "text" || strings.Contains(r.Messages[0].Content, "JSON Schema") {
			return llmfake.Says(`{"word": "ready"}`)
		}
		return llmfake.Says("ready when you are")
	}
	for _, c := range []struct {
		name  string
		set   func(*llmfake.Server, *llm.Config)
		key   string // in the environment; "right" means the right one
		want  string // checks with their states
		holds string // in a finding or what to do about it
	}{
		{"all", func(*llmfake.Server, *llm.Config) {}, "right", "environment ok, chat ok, schema ok, streaming ok, embeddings ok, rerank ok", "vectors of 256 numbers"},
		{"no model", func(_ *llmfake.Server, c *llm.Config) { *c = llm.DefaultConfig() }, "", "model note", "by its own rules"},
		{"no key", func(*llmfake.Server, *llm.Config) {}, "", "environment missing", "MODEL_KEY"},
		{"wrong key", func(*llmfake.Server, *llm.Config) {}, "wrong", "environment ok, chat missing, embeddings missing, rerank missing", "401"},
		{"another model", func(s *llmfake.Server, c *llm.Config) {
			s.Models, c.Embeddings, c.Rerank = []string{"scribe", "poet"}, "", ""
		}, "right",
			"environment ok, chat missing, embeddings note, rerank note", "it has scribe, poet"},
		{"no schema", func(s *llmfake.Server, _ *llm.Config) {
			s.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Reply{Text: "ready", Plain: true} })
		}, "right",
			"environment ok, chat ok, schema missing, streaming note, embeddings ok, rerank ok", "leave model.schema at auto"},
		{"tools", func(s *llmfake.Server, _ *llm.Config) { s.Without = []string{"json_schema"} }, "right",
			"environment ok, chat ok, schema ok, streaming ok, embeddings ok, rerank ok", "by tool in"},
		{"no order", func(s *llmfake.Server, _ *llm.Config) {
			s.Fails("rerank", llmfake.Reply{Status: 404, Message: "no such address"})
		}, "right",
			"environment ok, chat ok, schema ok, streaming ok, embeddings ok, rerank missing", "model.rerank"},
		{"vectors alone", func(_ *llmfake.Server, c *llm.Config) { c.Model, c.Rerank = "", "" }, "right",
			"environment ok, chat note, embeddings ok, rerank note", "to write"},
		{"short", func(s *llmfake.Server, _ *llm.Config) { s.Next(llmfake.Reply{Text: "rea", Finish: "length"}) }, "right",
			"environment ok, chat missing, embeddings ok, rerank ok", "model.max_tokens"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, key := llmfake.Start(t), "sk-"+rand.Text()
			s.Key = key
			s.Answer(ready)
			cfg := llm.DefaultConfig()
			cfg.BaseURL, cfg.Model, cfg.Embeddings, cfg.Rerank, cfg.KeyEnv, cfg.Retries = s.URL, "writer", "vectors", "order", "MODEL_KEY", 0
			c.set(s, &cfg)
			if c.key == "wrong" {
				key = "sk-" + rand.Text()
			}
			found := llm.Doctor(t.Context(), cfg, func(string) string {
				if c.key == "" {
					return ""
				}
				return key
			}, llm.Parts{})
			var got []string
			for _, f := range found {
				got = append(got, fmt.Sprintf("%s %s", f.Check, f.State))
				if f.State == llm.Missing && f.Fix == "" || f.Found == "" {
					t.Errorf("%+v leaves one alone", f)
				}
			}
			all := fmt.Sprintf("%+v", found)
			if d := cmp.Diff(c.want, strings.Join(got, ", ")); d != "" || !strings.Contains(all, c.holds) || strings.Contains(all, key[3:9]) {
				t.Errorf("%s\n%s", all, d)
			}
		})
	}
}
