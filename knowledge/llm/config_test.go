package llm_test

import (
	"math"
	"strings"
	"testing"

	"talksbot/knowledge/llm"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	if err := llm.DefaultConfig().Check(); err != nil {
		t.Errorf("the default is refused: %v", err)
	}
	for _, c := range []struct {
		change func(*llm.Config)
		key    string // that the error names; "" for none
	}{
		{func(c *llm.Config) { c.KeyEnv = "" }, ""},
		{func(c *llm.Config) { c.Model = "" }, ""}, // vectors alone
		{func(c *llm.Config) { c.Model, c.Embeddings = "", "" }, "model.model "},
		{func(c *llm.Config) { c.BaseURL = "" }, "model.base_url"},
		{func(c *llm.Config) { c.BaseURL = "model.test/v1" }, "model.base_url"},
		{func(c *llm.Config) { c.BaseURL = "ftp://model.test/v1" }, "model.base_url"},
		{func(c *llm.Config) { c.BaseURL = "https://me:hidden@model.test/v1" }, "model.base_url"},
		{func(c *llm.Config) { c.BaseURL = "https://model.test/v1?key=hidden" }, "model.base_url"},
		{func(c *llm.Config) { c.KeyEnv = "sk-hidden" }, "model.key_env"},
		{func(c *llm.Config) { c.Schema = "xml" }, "model.schema"},
		{func(c *llm.Config) { c.TimeoutSeconds = 0 }, "model.timeout_seconds"},
		{func(c *llm.Config) { c.DeadlineSeconds = 5000 }, "model.deadline_seconds"},
		{func(c *llm.Config) { c.Concurrency = 0 }, "model.concurrency"},
		{func(c *llm.Config) { c.Retries = -1 }, "model.retries"},
		{func(c *llm.Config) { c.MaxTokens = 1 }, "model.max_tokens"},
		{func(c *llm.Config) { c.PriceIn = -1 }, "model.price_in"},
		{func(c *llm.Config) { c.PriceOut = math.NaN() }, "model.price_out"},
	} {
		cfg := llm.DefaultConfig()
		cfg.BaseURL, cfg.Model, cfg.Embeddings, cfg.KeyEnv = "https://model.test/v1/", "writer", "vectors", "MODEL_KEY"
		c.change(&cfg)
		err := cfg.Check()
		switch {
		case c.key == "" && err != nil:
			t.Errorf("refused: %v", err)
		case c.key != "" && (err == nil || !strings.HasPrefix(err.Error(), c.key) || strings.Contains(err.Error(), "hidden")):
			t.Errorf("%s: %v", c.key, err)
		}
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"": "", " a-key\n": "a-key", "two keys": "", "“a-key”": ""} {
		got, err := llm.Config{KeyEnv: "MODEL_KEY"}.Key(func(string) string { return value })
		if got != want || (err == nil) != (want != "") || err != nil && (!strings.Contains(err.Error(), "MODEL_KEY") || value != "" && strings.Contains(err.Error(), value)) {
			t.Errorf("%q gives %q, %v", value, got, err)
		}
	}
	if got, err := (llm.Config{}).Key(func(string) string { return "unasked" }); got != "" || err != nil {
		t.Errorf("where no key is asked for, it is %q, %v", got, err)
	}
}
