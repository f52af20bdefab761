package llm

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Config is the section `model`. Without a base_url there is no model, and the bot works by its own rules alone.
type Config struct {
	BaseURL         string  `yaml:"base_url"`         // of an endpoint that speaks as OpenAI's does, with its /v1; "" means no model
	KeyEnv          string  `yaml:"key_env"`          // environment variable with the key; "" where none is asked for
	Model           string  `yaml:"model"`            // that writes, as the endpoint names it; "" for none
	Embeddings      string  `yaml:"embeddings"`       // model that makes vectors of texts; "" for none
	Rerank          string  `yaml:"rerank"`           // model that orders passages by a question; "" for none
	Schema          string  `yaml:"schema"`           // how a form is asked for: json_schema, tool, text, or auto, the first of them that works
	TimeoutSeconds  int     `yaml:"timeout_seconds"`  // of one call
	DeadlineSeconds int     `yaml:"deadline_seconds"` // of all calls for one answer
	Concurrency     int     `yaml:"concurrency"`      // calls at the same time
	Retries         int     `yaml:"retries"`          // of a call that failed before anything came
	MaxTokens       int     `yaml:"max_tokens"`       // of one answer of the model, its reasoning included
	PriceIn         float64 `yaml:"price_in"`         // of a million tokens read by the model; 0 is not counted
	PriceOut        float64 `yaml:"price_out"`        // of a million tokens written
}

// DefaultConfig is what holds for keys that are not given.
func DefaultConfig() Config {
	return Config{Schema: Auto, TimeoutSeconds: 30, DeadlineSeconds: 60, Concurrency: 4, Retries: 2, MaxTokens: 4096}
}

// variableName has no room for keys, which would be shown where the variable is named.
var variableName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,63}$`)

// Check says which values cannot be used; nil when all can.
func (c Config) Check() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("model."+format, args...)) }
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		switch {
		case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
			fault("base_url is no address of the web; give one such as http://127.0.0.1:11434/v1") // not shown: it may hold a key
		case u.User != nil || u.RawQuery != "" || u.Fragment != "":
			fault("base_url holds more than an address; give a key by model.key_env")
		}
		if c.Model == "" && c.Embeddings == "" && c.Rerank == "" {
			fault("model is empty, and so are model.embeddings and model.rerank; name one that the endpoint has")
		}
	} else if c.Model != "" || c.Embeddings != "" || c.Rerank != "" {
		fault("base_url is empty, and a model is named; give the address of its endpoint")
	}
	if c.KeyEnv != "" && !variableName.MatchString(c.KeyEnv) {
		fault("key_env does not name an environment variable; give a name in capitals, such as MODEL_KEY, and the key in the environment")
	}
	if !slices.Contains(ways, c.Schema) {
		fault("schema is %q; give %s", c.Schema, strings.Join(ways, ", "))
	}
	for _, n := range []struct {
		key        string
		is, lo, up int
		of         string
	}{
		{"timeout_seconds", c.TimeoutSeconds, 1, 600, " seconds"},
		{"deadline_seconds", c.DeadlineSeconds, 1, 3600, " seconds"},
		{"concurrency", c.Concurrency, 1, 256, ""},
		{"retries", c.Retries, 0, 5, ""},
		{"max_tokens", c.MaxTokens, 64, 1_000_000, ""},
	} {
		if n.is < n.lo || n.is > n.up {
			fault("%s is %d; give %d to %d%s", n.key, n.is, n.lo, n.up, n.of)
		}
	}
	for key, price := range map[string]float64{"price_in": c.PriceIn, "price_out": c.PriceOut} {
		if !(price >= 0 && price < 1e6) { // not a number is refused too
			fault("%s is %v; give the price of a million tokens, or 0", key, price)
		}
	}
	return errors.Join(errs...)
}

// Key reads the key from the environment, "" where none is asked for. An error names the variable.
func (c Config) Key(env func(string) string) (string, error) {
	if c.KeyEnv == "" {
		return "", nil
	}
	key := strings.TrimSpace(env(c.KeyEnv))
	switch {
	case key == "":
		return "", fmt.Errorf("the environment variable %s (model.key_env) is not set: copy the key from the endpoint's own pages, or leave model.key_env empty where none is asked for", c.KeyEnv)
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", fmt.Errorf("the environment variable %s (model.key_env) does not hold a key: there are spaces or signs in it that no key has", c.KeyEnv)
	}
	return key, nil
}

func (c Config) timeout() time.Duration { return time.Duration(c.TimeoutSeconds) * time.Second }
