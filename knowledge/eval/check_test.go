package eval

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"talksbot/knowledge"
	"talksbot/knowledge/english"
	"talksbot/knowledge/gate/twist"
	"talksbot/knowledge/sources"
)

// TestCheck: what the articles of the stories rightly say never comes out as said otherwise, and no twin of it, made wrong
// on purpose, as said so. The stories shared with the project count where they are there.
func TestCheck(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var right, wrong [3]int // by verdict
	t.Run("stories", func(t *testing.T) {
		for _, pattern := range []string{"testdata/stories/*", "../../../shared/stories/*"} {
			dirs, err := filepath.Glob(pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, dir := range dirs {
				t.Run(filepath.Base(dir), func(t *testing.T) {
					t.Parallel()
					r, w := checkStory(t, dir)
					t.Logf("right, wrong: %d, %d said; %d, %d not said; %d, %d otherwise", r[knowledge.Supported], w[knowledge.Supported],
						r[knowledge.Unsupported], w[knowledge.Unsupported], r[knowledge.Contradicted], w[knowledge.Contradicted])
					mu.Lock()
					defer mu.Unlock()
					for v := range r {
						right[v] += r[v]
						wrong[v] += w[v]
					}
				})
			}
		}
	})
	all := func(n [3]int) int { return n[0] + n[1] + n[2] }
	said, caught := right[knowledge.Supported], wrong[knowledge.Contradicted]
	t.Logf("%d right sentences: %d said, %d otherwise; %d wrong ones: %d said, %d otherwise", all(right), said, right[knowledge.Contradicted],
		all(wrong), wrong[knowledge.Supported], caught)
	if all(right) < 200 || said*10 < all(right)*8 || caught*10 < all(wrong)*3 {
		t.Error("too few are told apart")
	}
}

// checkStory checks the gold commitments of a story, and their twins.
func checkStory(t *testing.T, dir string) (right, wrong [3]int) {
	base, err := knowledge.Open(t.Context(), knowledge.Options{Fallback: sources.FS(os.DirFS(filepath.Join(dir, "articles")))})
	if err != nil {
		t.Fatal(err)
	}
	gold, err := readExpected(filepath.Join(dir, "commitments.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	check := func(text string, count *[3]int, never knowledge.VerdictKind, why string) []knowledge.Checked {
		cs, err := base.Check(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cs {
			count[c.Verdict]++
			if c.Verdict == never {
				t.Errorf("%s, %s: %q by %q", filepath.Base(dir), why, c.Sentence, c.Citations[0].Quote)
			}
		}
		return cs
	}
	n := 0
	for _, text := range stated(t, gold, base.Commitments()) {
		for _, c := range check(text, &right, knowledge.Contradicted, "right") {
			p := english.Parse(c.Sentence)
			if c.Verdict != knowledge.Supported {
				continue
			}
			for kind, twins := range twist.Of(p, said.MatchString(c.Sentence)) {
				for _, twin := range twins {
					if n++; n%twinEvery != 0 {
						continue
					}
					check(twin, &wrong, knowledge.Supported, kind)
				}
			}
		}
	}
	return right, wrong
}

var said = regexp.MustCompile(`\b(?:said|says|told|added|according)\b`)

// undertake is how a sentence says a stance.
var undertake = map[knowledge.Stance]string{knowledge.Pledged: "has pledged to", knowledge.Ready: "is ready to", knowledge.Proposed: "has proposed to", knowledge.Declined: "will not"}

var baseVerb = regexp.MustCompile(`^(?:send|pay|provide|deploy|lead|cut|support|join|take|give|set|build|raise|end|keep|open|help|fund|back|train|contribute|participate|host|invest|double|return|hold) `)

// stated puts the gold commitments in sentences: the article's own, and one of actor, stance and undertaking where the
// Ledger has just what is expected.
func stated(t *testing.T, gold []expected, found []knowledge.Commitment) (out []string) {
	for _, g := range gold {
		if g.Quote != "" {
			out = append(out, g.Quote)
		}
		for _, c := range found {
			who, _, _ := strings.Cut(c.Actor, " (")
			if string(c.Stance) == g.Stance && undertake[c.Stance] != "" && baseVerb.MatchString(c.Undertaking) && c.Condition == "" &&
				fits(t, g.ActorAny, who) && fits(t, g.what(), c.Undertaking) {
				out = append(out, strings.TrimRight(strings.Join([]string{who, undertake[c.Stance], c.Undertaking}, " "), ".")+".")
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func fits(t *testing.T, any patterns, text string) bool {
	return slices.ContainsFunc(any, func(p pattern) bool {
		ok, err := p.re.MatchString(text)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	})
}
