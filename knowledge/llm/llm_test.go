package llm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

// TestAuto: the first way that gives the form is found, kept, and asked for in every later call.
func TestAuto(t *testing.T) {
	t.Parallel()
	obeys := func(ways string) func(llmfake.Request) llmfake.Reply {
		return func(r llmfake.Request) llmfake.Reply {
			if strings.Contains(ways, r.Way) {
				return llmfake.Says(good)
			}
			return llmfake.Reply{Text: "Somebody will, I suppose.", Plain: true}
		}
	}
	for _, c := range []struct {
		name    string
		without []string
		answer  func(llmfake.Request) llmfake.Reply
		streams bool
		ways    []string // of the requests of two calls
		fails   int      // of the calls
	}{
		{"all", nil, obeys("json_schema tool text"), false, []string{"json_schema", "json_schema"}, 0},
		{"schema refused", []string{"json_schema"}, obeys("tool"), false, []string{"json_schema", "tool", "tool"}, 0},
		{"schema and tools refused", []string{"json_schema", "tools"}, obeys("text"), true, []string{"json_schema", "tool", "text", "text"}, 0},
		{"schema ignored", nil, obeys("tool"), false, []string{"json_schema", "tool", "tool"}, 0},
		{"all ignored", nil, obeys(""), false, []string{"json_schema", "tool", "text", "text"}, 2},
		{"ignored in a stream", nil, obeys("tool"), true, []string{"json_schema", "tool"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := over(t, false, nil)
			b.fake.Without = c.without
			b.fake.Answer(c.answer)
			fails := 0
			for range 2 {
				call := call(t)
				if c.streams {
					call.Text = func(string) {}
				}
				if _, err := b.Complete(t.Context(), call); err != nil {
					fails++
				}
			}
			var got []string
			for _, r := range b.fake.Calls() {
				got = append(got, r.Way)
				if has := r.Way != "text"; (len(r.Schema) > 0) != has || strings.Contains(r.Messages[0].Content, "JSON Schema") == has {
					t.Errorf("%s: the schema is %q in the request, and the system's part is %q", r.Way, r.Schema, r.Messages[0].Content)
				}
			}
			if d := cmp.Diff(c.ways, got); d != "" || fails != c.fails {
				t.Errorf("%d calls fail\n%s", fails, d)
			}
		})
	}
}

// TestAutoLength: a prompt that is too long is sent once, and changes nothing.
func TestAutoLength(t *testing.T) {
	t.Parallel()
	b := over(t, false, nil)
	b.fake.Next(llmfake.Reply{Status: 400, Message: "This model's maximum context length is 8192 tokens"}, llmfake.Says(good))
	if _, err := b.Complete(t.Context(), call(t)); !errors.Is(err, llm.ErrRejected) {
		t.Fatal(err)
	}
	res, err := b.Complete(t.Context(), call(t))
	if err != nil || res.Record.Form != llm.JSONSchema || len(b.fake.Calls()) != 2 {
		t.Errorf("%d calls, %+v, %v", len(b.fake.Calls()), res, err)
	}
}

// TestParameters: what an endpoint does not take is left out or named otherwise, and stays so.
func TestParameters(t *testing.T) {
	t.Parallel()
	b := over(t, false, nil)
	b.fake.Without = []string{"temperature", "max_tokens", "stream_options", "json_schema"}
	b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says(good) })
	for i, requests := range []int{5, 1} {
		before := len(b.fake.Calls())
		c := call(t)
		c.Text = func(string) {}
		if _, err := b.Complete(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if n := len(b.fake.Calls()) - before; n > requests {
			t.Errorf("call %d took %d requests", i, n)
		}
	}
	last := b.fake.Calls()[len(b.fake.Calls())-1]
	if last.Temperature != nil || !last.NewTokens || last.MaxTokens != 4096 || !b.last().Estimated {
		t.Errorf("the last request is %s, its record %+v", last.Body, b.last())
	}
}

// TestReasoning: models that reason are not told how to, and those that cannot have tools are asked in words.
func TestReasoning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		model, schema string
		newTokens     bool
		temperature   bool
	}{{"o3-mini", llm.Tool, true, false}, {"gpt-5-nano", llm.JSONSchema, true, false}, {"gpt-6-luna", llm.JSONSchema, true, false}, {"writer", llm.JSONSchema, false, true}} {
		t.Run(c.model, func(t *testing.T) {
			t.Parallel()
			b := over(t, false, func(cfg *llm.Config) { cfg.Model, cfg.Schema = c.model, c.schema })
			b.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says(good) })
			if _, err := b.Complete(t.Context(), call(t)); err != nil {
				t.Fatal(err)
			}
			r := b.fake.Calls()[0]
			if r.NewTokens != c.newTokens || r.MaxTokens != 4096 || (r.Temperature != nil) != c.temperature || c.temperature && *r.Temperature > 0.011 {
				t.Errorf("asked with %s", r.Body)
			}
		})
	}
}

// TestNoStream: an endpoint that cannot stream is asked for the whole, and the text is given in one piece.
func TestNoStream(t *testing.T) {
	t.Parallel()
	streamed := 0
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Stream bool }
		_ = json.NewDecoder(r.Body).Decode(&in)
		if in.Stream {
			streamed++
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"finish_reason": "stop", "message": map[string]any{"content": good}}}})
	}))
	defer h.Close()
	c := llm.DefaultConfig()
	c.BaseURL, c.Model, c.Schema = h.URL+"/v1", "writer", llm.Text
	client := llm.New(c, "", llm.Parts{})
	for range 2 {
		call, pieces := call(t), []string{}
		call.Text = func(s string) { pieces = append(pieces, s) }
		if _, err := client.Complete(t.Context(), call); err != nil || cmp.Diff([]string{good}, pieces) != "" {
			t.Errorf("%q, %v", pieces, err)
		}
	}
	if streamed != 1 {
		t.Errorf("a stream was asked for %d times", streamed)
	}
}

// TestRedirect: no redirect is followed, so that the key stays where it belongs.
func TestRedirect(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect is followed") }))
	defer other.Close()
	b := over(t, false, nil)
	away := llmfake.Reply{Status: http.StatusTemporaryRedirect, Location: other.URL}
	b.fake.Next(away)
	b.fake.Fails("embeddings", away)
	b.fake.Fails("rerank", away)
	_, chat := b.Complete(t.Context(), call(t))
	_, vectors := b.Embed(t.Context(), []string{"a"})
	_, order := b.Rerank(t.Context(), "a", []string{"b"})
	for _, err := range []error{chat, vectors, order} {
		if !errors.Is(err, llm.ErrDown) {
			t.Errorf("a redirect comes to %v", err)
		}
	}
}

// TestNoEndpoint: where nobody listens the endpoint is down, and where no model is configured there is none.
func TestNoEndpoint(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c := llm.DefaultConfig()
	c.Retries = 0
	for want, set := range map[error][2]string{llm.ErrDown: {gone.URL, "m"}, llm.ErrNoModel: {gone.URL, ""}} {
		c.BaseURL, c.Model, c.Embeddings, c.Rerank = set[0], set[1], set[1], set[1]
		client := llm.New(c, "", llm.Parts{})
		_, chat := client.Complete(t.Context(), call(t))
		_, vectors := client.Embed(t.Context(), []string{"a"})
		_, order := client.Rerank(t.Context(), "a", []string{"b"})
		for _, err := range []error{chat, vectors, order} {
			if !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
	}
}

// TestRecords: a Record and the Totals say what a call cost, over all its tries.
func TestRecords(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := over(t, true, func(c *llm.Config) { c.PriceIn, c.PriceOut = 2, 10 })
		b.fake.Next(llmfake.Broken(), llmfake.Reply{Text: "No form.", Wait: time.Second}, llmfake.Says(good))
		res, err := b.Complete(t.Context(), call(t))
		if err != nil {
			t.Fatal(err)
		}
		r := res.Record
		if r != b.last() || r.Tries != 3 || r.Form != llm.Tool || r.Outcome != "ok" || r.Estimated || r.Out < 10 || r.In < 100 || r.Took < 1500*time.Millisecond {
			t.Errorf("%+v", r)
		}
		if cost := (float64(r.In)*2 + float64(r.Out)*10) / 1e6; math.Abs(r.Cost-cost) > 1e-12 {
			t.Errorf("it costs %v, not %v", r.Cost, cost)
		}
		c := call(t)
		c.Text = func(string) {}
		b.fake.Next(llmfake.Reply{Text: good, Wait: 3 * time.Second, NoUsage: true})
		two, err := b.Complete(t.Context(), c)
		if err != nil || two.Record.First != 3*time.Second || !two.Record.Estimated || two.Record.In == 0 || two.Record.Out == 0 {
			t.Errorf("%+v, %v", two.Record, err)
		}
		b.fake.Next(llmfake.Reply{Refusal: "No."})
		three, err := b.Complete(t.Context(), call(t))
		if err == nil {
			t.Error("a refusal is an answer")
		}
		got, want := b.Totals(), llm.Totals{Calls: 3, Failures: 1, In: r.In + two.Record.In + three.Record.In, Out: r.Out + two.Record.Out + three.Record.Out,
			Cost: r.Cost + two.Record.Cost + three.Record.Cost}
		if got.Cost -= want.Cost; math.Abs(got.Cost) > 1e-12 {
			t.Errorf("the costs differ by %v", got.Cost)
		}
		if got.Cost, want.Cost = 0, 0; got != want {
			t.Errorf("totals %+v, want %+v", got, want)
		}
	})
}

// TestEmbed: vectors come in the order of the texts, in as many requests as they need, of length 1, near for texts that are near.
func TestEmbed(t *testing.T) {
	t.Parallel()
	b := over(t, false, nil)
	b.fake.Means("vessels", "ships")
	texts := []string{"The ships wait outside the harbour", "Vessels waiting outside the harbor", "A violin is tuned in fifths"}
	for n := range 150 {
		texts = append(texts, fmt.Sprintf("Berth %d is free %s", n, strings.Repeat("again ", n)))
	}
	v, err := b.Embed(t.Context(), texts)
	if err != nil || len(v) != len(texts) || len(v[0]) != 256 {
		t.Fatalf("%d vectors, %v", len(v), err)
	}
	dot := func(a, b []float32) (sum float64) {
		for i := range a {
			sum += float64(a[i]) * float64(b[i])
		}
		return sum
	}
	if near, far := dot(v[0], v[1]), dot(v[0], v[2]); near < far+0.3 {
		t.Errorf("near %v, far %v", near, far)
	}
	for i := range v {
		if d := dot(v[i], v[i]); math.Abs(d-1) > 1e-5 {
			t.Errorf("vector %d has length² %v", i, d)
		}
	}
	one, err := b.Embed(t.Context(), texts[100:101])
	if err != nil || dot(one[0], v[100]) < 0.9999 {
		t.Errorf("a vector stands at the place of another: %v", err)
	}
	if n := len(b.fake.Calls()); n != 4 {
		t.Errorf("%d requests", n)
	}
	if v, err := b.Embed(t.Context(), nil); v != nil || err != nil {
		t.Errorf("no texts give %v, %v", v, err)
	}
}

// TestVectorsMalformed: vectors and scores that do not belong to the texts are none.
func TestVectorsMalformed(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"few":        `{"data": [{"index": 0, "embedding": [1, 0]}], "results": [{"index": 0, "relevance_score": 1}]}`,
		"twice":      `{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 0, "embedding": [1, 0]}], "results": [{"index": 1, "relevance_score": 1}, {"index": 1, "relevance_score": 2}]}`,
		"outside":    `{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 2, "embedding": [1, 0]}], "results": [{"index": 0, "relevance_score": 1}, {"index": -1, "relevance_score": 2}]}`,
		"dimensions": `{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [1]}], "results": [{"index": 0, "score": 1}, {"index": 1, "score": 2}]}`,
		"nothing":    `{"data": [{"index": 0, "embedding": [0, 0]}, {"index": 1, "embedding": [1, 0]}], "results": [{"index": 0, "relevance_score": null}, {"index": 1, "relevance_score": 2}]}`,
		"empty":      `{"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}], "results": []}`,
		"words":      `{"data": [{"index": 0, "embedding": "AAAA"}, {"index": 1, "embedding": "AAAA"}], "results": "none"}`,
		"no JSON":    `sorry`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }))
			defer h.Close()
			c := llm.DefaultConfig()
			c.BaseURL, c.Embeddings, c.Rerank = h.URL, "v", "r"
			client := llm.New(c, "", llm.Parts{})
			if v, err := client.Embed(t.Context(), []string{"a", "b"}); !errors.Is(err, llm.ErrMalformed) {
				t.Errorf("vectors: %v, %v", v, err)
			}
			if s, err := client.Rerank(t.Context(), "a", []string{"a", "b"}); !errors.Is(err, llm.ErrMalformed) {
				t.Errorf("order: %v, %v", s, err)
			}
		})
	}
}

// TestRerank: scores stand in the order of the texts, and the endpoint gets all of them.
func TestRerank(t *testing.T) {
	t.Parallel()
	b := over(t, false, nil)
	got, err := b.Rerank(t.Context(), "who dredges the harbour", []string{"a violin", "the town dredges the harbour", "a harbour"})
	if err != nil || len(got) != 3 || got[1] <= got[2] || got[2] <= got[0] {
		t.Errorf("%v, %v", got, err)
	}
	if r := b.fake.Calls()[0]; r.Path != "/v1/rerank" || r.Model != "order" || r.Key != b.key {
		t.Errorf("asked %+v", r)
	}
	b.fake.Fails("rerank", llmfake.Unauthorized(b.key))
	if _, err := b.Rerank(t.Context(), "a", []string{"b"}); !errors.Is(err, llm.ErrUnauthorized) || strings.Contains(err.Error(), b.key) {
		t.Error(err)
	}
}

// TestElements: the objects of the first array come as they are whole, whatever the pieces.
func TestElements(t *testing.T) {
	t.Parallel()
	const answer = "Here: {\"note\": \"a [ and a {\", \"statements\": [{\"text\": \"“one” \\\" ] }\", \"quotes\": [{\"a\": 1}]}, 7, {\"text\": \"two\"}], \"more\": [{\"text\": \"three\"}]} [{}]"
	want := []string{`{"text": "“one” \" ] }", "quotes": [{"a": 1}]}`, `{"text": "two"}`}
	for size := 1; size <= len(answer); size++ {
		var got []string
		text := llm.Elements(func(m json.RawMessage) { got = append(got, string(m)) })
		for rest := answer; rest != ""; {
			n := min(size, len(rest))
			text(rest[:n])
			rest = rest[n:]
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("in pieces of %d:\n%s", size, d)
		}
	}
}
