package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talksbot/knowledge"
	"talksbot/knowledge/llm/llmfake"
)

// ran runs the program in a folder with a configuration, and gives what it says and its exit code.
func ran(t *testing.T, dir string, args ...string) (out, errs string, code int) {
	t.Helper()
	var files [2]*os.File
	for i := range files {
		f, err := os.CreateTemp(dir, "said")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	p := program{in: os.Stdin, out: files[0], err: files[1], env: func(string) string { return "" }}
	code = p.run(t.Context(), append([]string{"--config", filepath.Join(dir, "config.yaml"), "--data", filepath.Join(dir, "kept")}, args...))
	return read(t, files[0].Name()), read(t, files[1].Name()), code
}

func TestRefreshEmbeds(t *testing.T) {
	t.Parallel()
	s, dir := llmfake.Start(t), t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file("config.yaml", fmt.Sprintf("model:\n  base_url: %s\n  embeddings: near\n  retries: 0\n", s.URL))
	article := file("harbour.md", "Portugal has pledged to send two dredgers to the harbour of Miran.\n\nIceland is ready to train forty pilots.\n")
	steps := []struct {
		name          string
		before        func()
		args          []string
		out, not, err string
	}{
		{"an endpoint that is down leaves a refresh good", func() { s.Fails("embeddings", llmfake.Reply{Status: 503}) }, []string{"refresh", article}, "1 new, 0 changed", "", "not all vectors: making vectors by near: "},
		{"words answer, and it is said", nil, []string{"ask", "What has Portugal pledged?"}, "Searched by words alone: the articles are not prepared", "meaning)", ""},
		{"what was left is made", func() { s.Fails("embeddings", llmfake.Reply{}) }, []string{"refresh", article}, "\nVectors by near: 2 made, 0 reused\n", "", ""},
		{"and not again", nil, []string{"refresh", article}, "\nVectors by near: 0 made, 2 reused\n", "", ""},
		{"quietly", nil, []string{"--quiet", "refresh", article}, "", "Vectors", ""},
		{"explained", nil, []string{"ask", "--explain", "What has Portugal pledged?"}, "Searched by words and meaning (vectors by near).", "alone", ""},
		{"in JSON", nil, []string{"ask", "--format", "json", "What has Portugal pledged?"}, `"by": "words and meaning"`, "problem", ""},
		{"down again", func() { s.Fails("embeddings", llmfake.Reply{Status: 503}) }, []string{"ask", "What has Portugal pledged?"}, "Searched by words alone: the model for meaning was not reached in time.", "", ""},
	}
	for _, step := range steps {
		if step.before != nil {
			step.before()
		}
		out, errs, code := ran(t, dir, step.args...)
		if code != exitDone || !strings.Contains(strings.Join(strings.Fields(out), " "), strings.Join(strings.Fields(step.out), " ")) || step.not != "" && strings.Contains(out, step.not) ||
			step.err == "" && errs != "" || !strings.Contains(errs, step.err) {
			t.Fatalf("%s: exit code %d\n%s\n%s", step.name, code, out, errs)
		}
	}
}

// flaky is an embedder that does what a test says, call by call.
type flaky struct {
	errs  []error
	calls int
}

func (f *flaky) Embed(context.Context, func(done, total int)) (knowledge.Embedded, error) {
	f.calls++
	err := f.errs[min(f.calls, len(f.errs))-1]
	return knowledge.Embedded{Model: "m", Made: map[bool]int{true: 3}[err == nil]}, err
}

// What lacks is made at once and as ticks come, fewer times while it fails; of failures in a row the first is said.
func TestKeepEmbedded(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	f := &flaky{errs: []error{down, errors.New("still down"), nil, down, nil}}
	var said bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	tick := make(chan time.Time)
	over := make(chan struct{})
	go func() {
		defer close(over)
		keepEmbedded(ctx, f, slog.New(slog.NewTextHandler(&said, nil)), tick)
	}()
	for range 2 + 3 + 1 + 2 { // it waits for the last one before it asks the fifth time
		tick <- time.Time{}
	}
	cancel()
	<-over
	if f.calls != 5 || strings.Count(said.String(), "error=down") != 2 || strings.Contains(said.String(), "still") || !strings.Contains(said.String(), "made=3") {
		t.Errorf("%d calls\n%s", f.calls, &said)
	}
	none, err := knowledge.Open(t.Context(), knowledge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keepEmbedded(t.Context(), none, slog.New(slog.DiscardHandler), nil) // ends, since nobody embeds
}
