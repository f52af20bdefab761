package llmfake_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/knowledge/llm/llmfake"
)

func post(t *testing.T, c *http.Client, url, body string) (int, string) {
	t.Helper()
	resp, err := c.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestWire: what a client sees on the wire is what endpoints send: a message, a call of a function, a stream that ends in [DONE].
func TestWire(t *testing.T) {
	t.Parallel()
	s := llmfake.Start(t)
	s.Answer(func(r llmfake.Request) llmfake.Reply {
		return llmfake.Says("to " + r.Messages[0].Content)
	})
	for body, want := range map[string][]string{
		`{"model":"m","messages":[{"role":"user","content":"you"}]}`:                                          {`"content":"to you"`, `"finish_reason":"stop"`, `"prompt_tokens":1`},
		`{"model":"m","messages":[{"role":"user","content":"you"}],"tools":[{"function":{"name":"answer"}}]}`: {`"arguments":"to you"`, `"finish_reason":"tool_calls"`},
		`{"model":"m","stream":true,"messages":[{"role":"user","content":"you"}]}`:                            {`"delta":{"content":"to "}`, `"delta":{"content":"you"}`, "data: [DONE]\n\n"},
	} {
		status, got := post(t, http.DefaultClient, s.URL+"/chat/completions", body)
		for _, w := range want {
			if status != 200 || !strings.Contains(got, w) {
				t.Errorf("%s gives %d %s, without %s", body, status, got, w)
			}
		}
	}
	if got := s.Calls(); len(got) != 3 || got[0].Path != "/v1/chat/completions" {
		t.Errorf("%+v", got)
	}
}

// TestVectors: texts with words in common are near, other forms of a word too, and words that mean one are one.
func TestVectors(t *testing.T) {
	t.Parallel()
	s := llmfake.Start(t)
	s.Means("ferry", "boat")
	_, got := post(t, http.DefaultClient, s.URL+"/embeddings", `{"model":"m","input":["the ferry sails","the boat sailing","a bridge of stone","the boat sails"]}`)
	var out struct {
		Data []struct{ Embedding []float64 }
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(got))).Decode(&out); err != nil || len(out.Data) != 4 {
		t.Fatal(got, err)
	}
	near := func(a, b int) (sum float64) {
		for i, x := range out.Data[a].Embedding {
			sum += x * out.Data[b].Embedding[i]
		}
		return sum
	}
	if near(0, 3) < 0.999 || near(0, 1) < 0.5 || near(0, 2) > 0.3 {
		t.Errorf("meant %v, alike %v, other %v", near(0, 3), near(0, 1), near(0, 2))
	}
}

// TestPiped: within a bubble the endpoint takes the bubble's time.
func TestPiped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := llmfake.Piped(t)
		s.Next(llmfake.Reply{Text: "late", Wait: time.Hour}, llmfake.Reply{Text: "never", Wait: 3 * time.Hour})
		start := time.Now()
		if _, got := post(t, c, s.URL+"/chat/completions", `{}`); !strings.Contains(got, "late") || time.Since(start) != time.Hour {
			t.Errorf("%s after %v", got, time.Since(start))
		}
		c.Timeout = time.Minute
		if resp, err := c.Post(s.URL+"/chat/completions", "application/json", strings.NewReader(`{}`)); err == nil {
			resp.Body.Close()
			t.Error("what takes three hours comes in a minute")
		}
	})
}
