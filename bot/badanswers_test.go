package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

// badevery may be 1 and badways 100 to try all there is, which takes minutes.
var (
	badEvery  = flag.Int("badevery", badSkip, "let a model write badly for one question of so many")
	badWaysOf = flag.Int("badways", badEach, "ways of writing badly for each of them")
)

// TestBadDrafts lets a model write badly, in every way that there is, what was found for the questions of all stories, and
// holds what people get against what they get without a model: no statement that is not shown without a model or was not
// rightly written, and nothing less. A good answer between the bad ones is used.
func TestBadDrafts(t *testing.T) {
	t.Parallel()
	var count struct {
		sync.Mutex
		answers, drafts, shown, worse int
	}
	ways := badWays()
	names := slices.Sorted(maps.Keys(ways))
	each := min(*badWaysOf, len(names))
	t.Cleanup(func() {
		t.Logf("%d bad answers with %d bad statements in %d ways: %d unsupported shown, %d worse", count.answers, count.drafts, len(ways), count.shown, count.worse)
		if count.answers < fewestBad {
			t.Errorf("only %d bad answers", count.answers)
		}
	})
	for i, story := range proofStories(t) {
		t.Run(filepath.Base(story), func(t *testing.T) {
			t.Parallel()
			tw := newTwins(t, story, []string{llm.Auto, llm.JSONSchema, llm.Tool, llm.Text}[i%4], llmfake.Start(t), nil)
			for n, q := range tw.questions {
				if (n+i)%*badEvery != 0 {
					continue
				}
				plain := tw.hear(t, tw.plain, q, q.ID, nil)
				found := plain.answer.Statements
				for k := range each {
					name := names[(i*17+n*each+k)%len(names)]
					var bad []llm.WrittenStatement
					got := tw.hear(t, tw.with, q, fmt.Sprint(q.ID, name), writes(func(w llm.Writing) []llm.WrittenStatement {
						bad = ways[name](badWriting{told: w, found: found, rand: rand.New(rand.NewPCG(seed(q.Q, name), 1))})
						return bad
					}))
					var holds []string
					for _, s := range got.reply.Statements { // whose word it is may be said beside it
						if name == "attribution dropped" && strings.Contains(s.Note, "said by") {
							holds = append(holds, s.Text)
						}
					}
					unsupported, worse := tw.unsupported(plain, got, holds), tw.worse(plain, got)
					count.Lock()
					if bad != nil {
						count.answers++
						count.drafts += len(bad)
					}
					count.shown += len(unsupported)
					if worse != "" {
						count.worse++
					}
					count.Unlock()
					for _, s := range unsupported {
						t.Errorf("%q (%s): %q is shown; found is %q", q.Q, name, s, texts(found))
					}
					if worse != "" {
						t.Errorf("%q (%s): %s", q.Q, name, worse)
					}
				}
				got := tw.hear(t, tw.with, q, q.ID, writesWell(found))
				if w := got.answer.Writing; len(found) > 0 && (w == nil || w.Written == 0) {
					t.Errorf("%q: a good answer after the bad ones is not used: %+v", q.Q, w)
				}
			}
		})
	}
}

func texts(ss []knowledge.Statement) (all []string) {
	for _, s := range ss {
		all = append(all, s.Text)
	}
	return all
}

func seed(words ...string) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, words)
	return h.Sum64()
}
