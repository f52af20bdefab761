package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"talksbot/bot/dialog"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
)

// TestBadPosts lets a model write badly for questions in Slack and Discord, and compares the posts that people see, by their
// words and where their marks lead, with what a console shows without a model.
func TestBadPosts(t *testing.T) {
	t.Parallel()
	fake := llmfake.Start(t)
	c := defaultConfig()
	c.Model.BaseURL, c.Model.Model, c.Model.Retries = fake.URL, "pen", 0
	p := newParity(t, c.parts("", llm.Parts{}))
	ways := badWays()
	names := slices.Sorted(maps.Keys(ways))
	bad := 0
	for i, talk := range parityTalks {
		q := talk.turns[0]
		plain, err := p.base.Answer(t.Context(), dialog.Understand(q, nil))
		if err != nil || strings.HasPrefix(q, "/") || len(plain.Statements) == 0 {
			q = "What has Norway promised?"
			if plain, err = p.base.Answer(t.Context(), dialog.Understand(q, nil)); err != nil {
				t.Fatal(err)
			}
		}
		want := p.onConsole(t, talk.language, []string{q})[0]
		for k, hold := range []func(*testing.T, string, string, []string) []parityReply{p.inSlack, p.byMention, p.byMessage, p.byCommand} {
			name := names[(i*4+k)%len(names)]
			was := bad
			fake.Answer(writes(func(w llm.Writing) []llm.WrittenStatement {
				all := ways[name](badWriting{told: w, found: plain.Statements, rand: rand.New(rand.NewPCG(seed(q, name), 1))})
				bad = was + min(len(all), 1)
				return all
			}))
			got := hold(t, talk.name, talk.language, []string{q})[0]
			got.Said = withoutNotes(got.Said, talk.language)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("%q (%s), on platform %d: (-console without a model +post)\n%s", q, name, k, diff)
			}
		}
	}
	fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says("{}") })
	if t.Logf("%d bad answers to questions on platforms", bad); bad < len(parityTalks) {
		t.Error("these are few")
	}
}

// withoutNotes takes out of a post what people are told of the model.
func withoutNotes(post, language string) string {
	for _, note := range modelNotes(language) {
		post = strings.ReplaceAll(post, note, "")
	}
	return strings.Join(strings.Fields(post), " ")
}
