package eval

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"testing"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/index"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/model"
	"talksbot/knowledge/news"
)

// TestMeaning measures what vectors add to words over the stories, and holds it to what is promised: no citation is lost that
// words alone find, no question is refused that they answer, and none that expects a refusal is answered for them. The vectors
// are those of a latent semantic analysis of each story, and, of the first, of a fake endpoint's hashing.
func TestMeaning(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/stories/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	beside, _ := filepath.Glob("../../../shared/stories/*")
	var words, both Report
	var top [3]Share
	dirs := append(folders, beside...)
	for i, dir := range dirs[:min(len(dirs), meaningStories)] {
		kinds := []func([]knowledge.Article) knowledge.Embedder{func(as []knowledge.Article) knowledge.Embedder { return newLSA(as) }}
		if i < 3 {
			kinds = append(kinds, func([]knowledge.Article) knowledge.Embedder { return hashing(t) })
		}
		for _, kind := range kinds {
			p := &paired{with: kind}
			r, err := Run(t.Context(), dir, Options{Open: p.open, Understand: dialog.Understand})
			if err != nil {
				t.Fatal(err)
			}
			plain, err := Run(t.Context(), dir, Options{Understand: dialog.Understand})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range p.faults {
				t.Errorf("%s: %s", filepath.Base(dir), f)
			}
			p.top10(t, dir)
			t.Logf("%-12s %-8s top 10: words %v, vectors %v, both %v; recall %6v → %6v, on topic %6v → %6v, statements %v → %v, refused rightly %v → %v", filepath.Base(dir), p.name, p.top[0], p.top[1], p.top[2], plain.NuggetRecall, r.NuggetRecall,
				plain.OnTopic, r.OnTopic, plain.StatementsPerAnswer, r.StatementsPerAnswer, plain.RefusedUnanswerable, r.RefusedUnanswerable)
			if p.name == "lsa" {
				words.sum(plain)
				both.sum(r)
				for i := range top {
					top[i].addAll(p.top[i].Part, p.top[i].Whole)
				}
			}
			if r.RefusedUnanswerable.Part < plain.RefusedUnanswerable.Part || r.FalseRefusals.Part > plain.FalseRefusals.Part || r.ForbiddenAssertions > plain.ForbiddenAssertions {
				t.Errorf("%s by %s: refused %d → %d, falsely %d → %d, forbidden %d → %d", filepath.Base(dir), p.name, plain.RefusedUnanswerable.Part, r.RefusedUnanswerable.Part,
					plain.FalseRefusals.Part, r.FalseRefusals.Part, plain.ForbiddenAssertions, r.ForbiddenAssertions)
			}
		}
	}
	t.Logf("%-21s top 10: words %v, vectors %v, both %v; recall %6v → %6v, on topic %6v → %6v, statements %v → %v, refused rightly %v → %v", "all, by lsa", top[0], top[1], top[2], words.NuggetRecall, both.NuggetRecall, words.OnTopic, both.OnTopic,
		words.StatementsPerAnswer, both.StatementsPerAnswer, words.RefusedUnanswerable, both.RefusedUnanswerable)
	if meaningStories > 1 && (top[2].Part <= top[0].Part || both.NuggetRecall.Part <= words.NuggetRecall.Part) {
		t.Error("vectors add nothing")
	}
}

// sum adds the figures that are compared.
func (r *Report) sum(o Report) {
	for _, s := range [][2]*Share{{&r.NuggetRecall, &o.NuggetRecall}, {&r.OnTopic, &o.OnTopic}, {&r.RefusedUnanswerable, &o.RefusedUnanswerable}} {
		s[0].addAll(s[1].Part, s[1].Whole)
	}
	r.StatementsPerAnswer.Sum += o.StatementsPerAnswer.Sum
	r.StatementsPerAnswer.Count += o.StatementsPerAnswer.Count
}

// hashing is the model of a fake endpoint.
func hashing(t *testing.T) knowledge.Embedder {
	c := llm.DefaultConfig()
	c.BaseURL, c.Embeddings = llmfake.Start(t).URL, "hashing"
	return model.Parts(c, llm.New(c, "", llm.Parts{})).Embedder
}

// paired answers by words and meaning, and holds each answer against that by words alone.
type paired struct {
	with        func([]knowledge.Article) knowledge.Embedder
	name        string
	plain, both *knowledge.Base
	faults      []string
	articles    []knowledge.Article
	by          knowledge.Embedder
	top         [3]Share // nuggets among the ten passages found first by words, by vectors and by both
}

// top10 asks the questions that are clear by themselves once more, and looks whether what is to be said is among the first ten
// passages found.
func (p *paired) top10(t *testing.T, dir string) {
	t.Helper()
	qs, err := readQuestions(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var passages []knowledge.Citation
	var texts []string
	for _, a := range p.articles {
		for _, s := range news.Split(a) {
			c := knowledge.Citation{Article: a.ID, Quote: a.Text[s.Start:s.End]}
			passages, texts = append(passages, c), append(texts, a.Title+"\n"+c.Quote)
		}
	}
	vectors, err := p.by.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range qs {
		if q.FollowUpTo != "" || q.Unanswerable {
			continue
		}
		at, err := p.by.Embed(t.Context(), []string{q.Text})
		if err != nil {
			t.Fatal(err)
		}
		near := make([]index.Hit, len(passages))
		for i, v := range vectors {
			near[i].Doc = i
			for k, x := range at[0] {
				near[i].Score += float64(x * v[k])
			}
		}
		slices.SortFunc(near, func(a, b index.Hit) int { return cmp.Compare(b.Score, a.Score) })
		var found [3][]knowledge.Citation
		for _, h := range near[:min(10, len(near))] {
			found[1] = append(found[1], passages[h.Doc])
		}
		for i, b := range map[int]*knowledge.Base{0: p.plain, 2: p.both} {
			_, how, err := b.Explain(t.Context(), dialog.Understand(q.Text, nil))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range how.Found[:min(10, len(how.Found))] {
				found[i] = append(found[i], f.Citation)
			}
		}
		s := scorer{}
		for _, n := range q.Nuggets {
			for i := range found {
				p.top[i].add(slices.ContainsFunc(found[i], func(c knowledge.Citation) bool {
					return slices.Contains(n.Sources, c.Article) && s.any(n.Any, c.Quote)
				}))
			}
		}
	}
}

func (p *paired) open(ctx context.Context, from knowledge.Source) (Base, error) {
	var as []knowledge.Article
	for a, err := range from.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		as = append(as, a)
	}
	by := p.with(as)
	p.name, p.by, p.articles = by.Name(), by, as
	var err1, err2, err3 error
	p.plain, err1 = knowledge.Open(ctx, knowledge.Options{})
	p.both, err2 = knowledge.Open(ctx, knowledge.Options{Parts: knowledge.Parts{Embedder: by}})
	if err := cmp.Or(err1, err2); err != nil {
		return nil, err
	}
	_, err1 = p.plain.Refresh(ctx, from)
	_, err2 = p.both.Refresh(ctx, from)
	_, err3 = p.both.Embed(ctx, nil)
	return p, cmp.Or(err1, err2, err3)
}

func (p *paired) Commitments() []knowledge.Commitment { return p.both.Commitments() }
func (p *paired) Issues() []knowledge.OpenIssue       { return p.both.Issues() }

func (p *paired) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	want, err := p.plain.Answer(ctx, q)
	if err != nil {
		return want, err
	}
	got, err := p.both.Answer(ctx, q)
	if got.Searching == nil || got.Searching.Problem != "" {
		p.faults = append(p.faults, q.Text+": was not searched by meaning")
	}
	for _, s := range want.Statements {
		for _, c := range s.Citations {
			if !slices.ContainsFunc(got.Statements, func(s knowledge.Statement) bool {
				return slices.ContainsFunc(s.Citations, func(o knowledge.Citation) bool { return o.Article == c.Article && o.Start == c.Start })
			}) {
				p.faults = append(p.faults, q.Text+": lost “"+c.Quote+"”")
			}
		}
	}
	return got, err
}
