package eval

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/gate"
	"talksbot/knowledge/news"
	"talksbot/knowledge/sources"
)

// paraphrase is a sentence written by hand that a story's quotes carry, and the same made wrong in one way.
type paraphrase struct {
	Story   string `json:"story"`
	Article string `json:"article"`
	Quote   []struct{ Start, End int }
	True    string `json:"true"`
	Twin    string `json:"twin"`
	How     string `json:"how"` // what is wrong with the twin
}

// read says whether a paraphrase is of the half that may be looked at when the gate is worked on. The other half is
// only counted, so that it tells how the gate does with sentences nobody fitted it to: do not read its failures.
func (p paraphrase) read() bool {
	h := fnv.New32a()
	h.Write([]byte(p.True))
	return h.Sum32()%2 == 0
}

// share counts paraphrases: how many there are, how many true ones pass, how many twins are caught.
type share struct{ all, passed, caught int }

func (s *share) add(passed, caught bool) {
	s.all++
	if passed {
		s.passed++
	}
	if caught {
		s.caught++
	}
}

func (s share) String() string {
	per := func(n int) float64 { return 100 * float64(n) / float64(max(1, s.all)) }
	return fmt.Sprintf("%d: %d true ones pass (%.1f%%), %d twins are caught (%.1f%%)", s.all, s.passed, per(s.passed), s.caught, per(s.caught))
}

// TestParaphrases counts how many fluent sentences, written by hand over the stories shared with the project, the gate lets
// pass on their quotes alone, and how many of their wrong twins it catches. -v shows the failures of the half that may be read.
func TestParaphrases(t *testing.T) {
	t.Parallel()
	const folder = "../../../shared/stories"
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the stories shared with the project are not there: %v", err)
	}
	texts := map[string]map[string]knowledge.Article{} // story → id
	gates := map[string]*gate.Gate{}
	halves := map[bool]*share{true: {}, false: {}}
	var all share
	classes := map[string]*share{}
	for i, p := range readParaphrases(t) {
		if i%paraphraseEvery != 0 {
			continue
		}
		if texts[p.Story] == nil {
			texts[p.Story] = readTexts(t, filepath.Join(folder, p.Story, "articles"))
			gates[p.Story] = gate.New(func(id string) (string, bool) { a, ok := texts[p.Story][id]; return a.Text, ok })
		}
		var cites []news.Citation
		a := texts[p.Story][p.Article]
		for _, q := range p.Quote {
			if q.Start < 0 || q.End <= q.Start || q.End > len(a.Text) {
				t.Fatalf("%s has no bytes %d to %d", p.Article, q.Start, q.End)
			}
			cites = append(cites, news.Cite(a, news.Passage{Start: q.Start, End: q.End}))
		}
		judge := func(text string) gate.Verdict {
			v, err := gates[p.Story].Verify(t.Context(), gate.Statement{Text: text, Kind: gate.Summary, Citations: cites})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		right, wrong := judge(p.True), judge(p.Twin)
		passed, caught := right.Kind == gate.Supported, wrong.Kind != gate.Supported
		if testing.Verbose() && p.read() {
			if !passed {
				t.Logf("stopped: %s (%s)\n\t%s", p.True, right.Reason, quotesOf(cites))
			}
			if !caught {
				t.Logf("let through (%s): %s\n\t%s", p.How, p.Twin, quotesOf(cites))
			}
		}
		if classes[p.How] == nil {
			classes[p.How] = &share{}
		}
		for _, s := range []*share{&all, halves[p.read()], classes[p.How]} {
			s.add(passed, caught)
		}
	}
	for _, how := range slices.Sorted(maps.Keys(classes)) {
		t.Logf("%-20s %v", how, classes[how])
	}
	t.Logf("half that is read    %v", halves[true])
	t.Logf("half that is not     %v", halves[false])
	t.Logf("all                  %v", all)
	// What is reached; wanted are 98% of the twins caught and 92% of the true ones passed.
	if all.all*paraphraseEvery < 320 || all.caught*100 < all.all*98 || paraphraseEvery == 1 && (all.passed*100 < all.all*54 || halves[true].caught < halves[true].all || halves[false].caught*100 < halves[false].all*98) {
		t.Errorf("%v; want 98%% of the twins caught, in the half that is read all of them, and 54%% of the true ones passed", all)
	}
}

func quotesOf(cites []news.Citation) string {
	var out []string
	for _, c := range cites {
		out = append(out, c.Quote)
	}
	return strings.Join(out, " | ")
}

func readParaphrases(t *testing.T) (out []paraphrase) {
	t.Helper()
	b, err := fs.ReadFile(os.DirFS("testdata"), "paraphrases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(b))); d.More(); {
		var p paraphrase
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func readTexts(t *testing.T, folder string) map[string]knowledge.Article {
	t.Helper()
	out := map[string]knowledge.Article{}
	for a, err := range sources.Files(folder).Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out[a.ID] = a
	}
	return out
}
