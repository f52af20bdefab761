package llm_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

const good = `{"question": "Who will dredge the harbour of Oster?", "language": "en"}`

// bench is a Client of a fake endpoint, with all that it told of.
type bench struct {
	*llm.Client
	fake *llmfake.Server
	key  string

	mu      sync.Mutex
	log     bytes.Buffer
	records []llm.Record
}

func (b *bench) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.log.Write(p)
}

func (b *bench) last() llm.Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.records[len(b.records)-1]
}

// told is all that was told by log or record.
func (b *bench) told() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fmt.Sprintf("%s%+v", b.log.String(), b.records)
}

// over gives a bench over pipes for tests in a bubble of synctest, or over HTTP.
func over(t *testing.T, pipes bool, change func(*llm.Config)) *bench {
	t.Helper()
	b := &bench{key: "sk-" + rand.Text()}
	p := llm.Parts{Log: slog.New(slog.NewTextHandler(b, nil)), Record: func(r llm.Record) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.records = append(b.records, r)
	}}
	if pipes {
		b.fake, p.HTTP = llmfake.Piped(t)
	} else {
		b.fake = llmfake.Start(t)
	}
	c := llm.DefaultConfig()
	c.BaseURL, c.Model, c.Embeddings, c.Rerank, c.KeyEnv = b.fake.URL, "writer", "vectors", "order", "MODEL_KEY"
	if !pipes {
		c.Retries = 0
	}
	if change != nil {
		change(&c)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	b.fake.Key = b.key
	b.Client = llm.New(c, b.key, p)
	return b
}

func call(t *testing.T) llm.Call {
	t.Helper()
	p, err := llm.Render(llm.Rewriting{Question: "And who pays?", Earlier: []string{"Who will dredge the harbour of Oster?"}})
	if err != nil {
		t.Fatal(err)
	}
	return llm.Call{Prompt: p, Purpose: "test"}
}

// wants says which error each Mode comes to; "" for modes that bring the form.
var wants = map[string]error{
	"empty": llm.ErrMalformed, "prose": llm.ErrMalformed, "half": llm.ErrMalformed, "two answers": llm.ErrMalformed, "another form": llm.ErrMalformed,
	"wrong types": llm.ErrMalformed, "a list": llm.ErrMalformed, "key twice": llm.ErrMalformed, "cut off": llm.ErrCut, "cut off in good form": llm.ErrCut,
	"breaks off at once": llm.ErrDown, "breaks off": llm.ErrDown, "ends without an end": llm.ErrDown, "error in the stream": llm.ErrDown,
	"refusal field": llm.ErrRefused, "refusal in words": llm.ErrRefused, "refusal in German": llm.ErrRefused, "filtered": llm.ErrRefused,
	"filtered before": llm.ErrRefused, "another function": llm.ErrMalformed, "10 MB": llm.ErrMalformed, "10 MB in a piece": llm.ErrMalformed, "deep": llm.ErrMalformed,
	"401": llm.ErrUnauthorized, "403": llm.ErrUnauthorized, "404": llm.ErrNoModel, "429": llm.ErrDown, "429, in an hour": llm.ErrDown,
	"500": llm.ErrDown, "503 with a page": llm.ErrDown, "200 with a page": llm.ErrDown, "redirect": llm.ErrDown, "too long a prompt": llm.ErrRejected,
	"hangs": llm.ErrDown, "stalls": llm.ErrDown, "comments and no more": llm.ErrDown,
}

// TestModes: in every way of asking, streaming or not, each way of going wrong comes to its error, what is right to the JSON, and
// the key is nowhere.
func TestModes(t *testing.T) {
	t.Parallel()
	for _, mode := range append(llmfake.Modes(good), llmfake.Hangs(good)...) {
		for _, way := range []string{llm.JSONSchema, llm.Tool, llm.Text, llm.Auto} {
			for _, streams := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%s/%v", mode.Name, way, streams), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						oneMode(t, over(t, true, func(c *llm.Config) { c.Schema, c.MaxTokens = way, 256 }), mode, streams)
					})
				})
			}
		}
	}
}

// TestModesOverHTTP: the same over the loopback, but what ends with patience alone.
func TestModesOverHTTP(t *testing.T) {
	t.Parallel()
	for _, mode := range llmfake.Modes(good) {
		if mode.Reply.Endless { // takes patience
			continue
		}
		for _, streams := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%v", mode.Name, streams), func(t *testing.T) {
				t.Parallel()
				oneMode(t, over(t, false, func(c *llm.Config) { c.Schema, c.MaxTokens = llm.Text, 256 }), mode, streams)
			})
		}
	}
}

func oneMode(t *testing.T, b *bench, mode llmfake.Mode, streams bool) {
	t.Helper()
	b.fake.Answer(func(r llmfake.Request) llmfake.Reply {
		if mode.Name == "401" && streams { // endpoints repeat the key, or a part of it
			return llmfake.Unauthorized(r.Key)
		} else if mode.Name == "401" {
			return llmfake.Unauthorized(r.Key[:14] + "****")
		}
		return mode.Reply
	})
	call := call(t)
	var into llm.Rewritten
	call.Into = &into
	var pieces strings.Builder
	if streams {
		call.Text = func(s string) { pieces.WriteString(s) }
	}
	ctx, cancel := b.Within(t.Context())
	defer cancel()
	start := time.Now()
	res, err := b.Complete(ctx, call)
	want := wants[mode.Name]
	if !streams && mode.Name == "error in the stream" {
		want = llm.ErrMalformed // whole, it is an answer without one
	}
	if mode.Good {
		if err != nil || into.Language != "en" || !strings.Contains(string(res.JSON), "Oster") {
			t.Fatalf("got %+v, %v of a good answer", res, err)
		}
		if streams && !strings.Contains(pieces.String(), good) {
			t.Errorf("the pieces are %q", pieces.String())
		}
	} else if want == nil || !errors.Is(err, want) {
		t.Fatalf("got %q, want %v", err, want)
	}
	if took := time.Since(start); took > 61*time.Second || mode.Good && took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
	if strings.HasPrefix(mode.Name, "10 MB") && !strings.Contains(err.Error(), "longer than") {
		t.Errorf("it is read whole: %v", err)
	}
	if err != nil && len(err.Error()) > 700 {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
	rec := b.last()
	if (rec.Outcome == "ok") != mode.Good || rec.Tries == 0 || rec.Prompt != "rewrite" || rec.Version == "" || rec.Model != "writer" || rec.Purpose != "test" {
		t.Errorf("the record is %+v", rec)
	}
	for n := range len(b.key) - 7 {
		if piece := b.key[n : n+8]; strings.Contains(b.told()+fmt.Sprint(err), piece) {
			t.Fatalf("a piece of the key is told: %s %v", b.told(), err)
		}
	}
	for _, r := range b.fake.Calls() {
		if strings.Contains(r.Body, b.key) || r.Key != b.key {
			t.Error("the key is not in its header alone")
		}
	}
}
