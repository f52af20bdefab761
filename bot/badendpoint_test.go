package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

// TestBadEndpoint has the endpoint of a model go wrong in every way that endpoints do, for questions of several kinds: people
// get, within the model's deadline, what they get without a model, and it says so. When the endpoint is well again, and what
// is left alone for a while has been, the model writes.
func TestBadEndpoint(t *testing.T) {
	t.Parallel()
	stories := proofStories(t)
	for i, way := range []string{llm.Auto, llm.JSONSchema, llm.Tool, llm.Text} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake, client := llmfake.Piped(t)
				tw := newTwins(t, stories[len(stories)-1-i], way, fake, client)
				deadline := time.Duration(defaultConfig().Model.DeadlineSeconds) * time.Second
				bad := 0
				for n, q := range tw.questions {
					plain := tw.hear(t, tw.plain, q, q.ID, nil)
					found := plain.answer.Statements
					if len(found) == 0 { // nothing is written
						got := tw.hear(t, tw.with, q, q.ID, func(llmfake.Request) llmfake.Reply { return llmfake.Broken() })
						if w := tw.worse(plain, got); w != "" {
							t.Errorf("%q: %s", q.Q, w)
						}
						continue
					}
					good := writesWell(found)
					all := func(good string) []llmfake.Mode { return append(llmfake.Modes(good), llmfake.Hangs(good)...) }
					modes := all("{}")
					for k := range modes {
						if k%(6*badSkip) != n%(6*badSkip) {
							continue
						}
						start := time.Now()
						got := tw.hear(t, tw.with, q, fmt.Sprint(q.ID, k), func(r llmfake.Request) llmfake.Reply {
							return all(good(r).Text)[k].Reply
						})
						took := time.Since(start)
						w := got.answer.Writing
						if why := tw.worse(plain, got); why != "" || took > deadline || len(tw.unsupported(plain, got, nil)) > 0 {
							t.Errorf("%q (%s): after %v: %s", q.Q, modes[k].Name, took, why)
						}
						if !modes[k].Good {
							bad++
						}
						// in another form JSON may be of a form that has nothing in it, or be found in words around it
						if w == nil || (w.Written > 0) != modes[k].Good || w.Problem == "" != modes[k].Good || strings.Contains(w.Problem, "yours") {
							t.Errorf("%q (%s): it says %s", q.Q, modes[k].Name, asJSON(w))
						}
						time.Sleep(10 * time.Minute)
						if got := tw.hear(t, tw.with, q, fmt.Sprint(q.ID, k, "good"), good); got.answer.Writing == nil || got.answer.Writing.Written == 0 {
							t.Errorf("%q: after %s a good answer is not used: %s", q.Q, modes[k].Name, asJSON(got.answer.Writing))
						}
					}
				}
				t.Logf("%d bad answers of an endpoint: nothing else than without a model", bad)
				if bad < fewestBad/6 {
					t.Error("these are few")
				}
			})
		})
	}
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
