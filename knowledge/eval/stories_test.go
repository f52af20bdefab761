package eval

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/sources"
)

var update = flag.Bool("update", false, "rewrite the golden files of the stories")

// TestStories holds the figures of each story, and all that the Base says about it, against golden files: a change of
// behaviour is to be read in their diff. The golden files tell what is, not what should be.
func TestStories(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/stories/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, dir := range folders {
		name := filepath.Base(dir)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var heard recorder
			var misses bytes.Buffer
			r, err := Run(t.Context(), dir, Options{Open: heard.open, Understand: dialog.Understand, Show: &misses})
			if err != nil {
				t.Fatal(err)
			}
			var table bytes.Buffer
			if _, err := r.WriteTo(&table); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", name+".golden"), table.String())
			qs, err := readQuestions(filepath.Join(dir, "questions.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", name+".txtar"), heard.told(name, qs, misses.String()))
		})
	}
}

// The bundled briefs answer most of what is expected of them.
func TestBriefs(t *testing.T) {
	t.Parallel()
	const least = 85 // per cent of nuggets
	var misses bytes.Buffer
	r, err := RunQuestions(t.Context(), sources.FS(corpus.FS()), "../corpus/testdata/expectations.jsonl", Options{Understand: dialog.Understand, Show: &misses})
	if err != nil {
		t.Fatal(err)
	}
	if r.NuggetRecall.Percent() < least {
		t.Errorf("nugget_recall %v (%d of %d), want %d%% or more\n%s", r.NuggetRecall, r.NuggetRecall.Part, r.NuggetRecall.Whole, least, &misses)
	}
	if r.Uncited+r.QuotesNotVerbatim+r.ForbiddenAssertions+len(r.LeftOut) > 0 {
		t.Errorf("uncited %d, quotes_not_verbatim %d, forbidden_assertions %d, left out %q: want none",
			r.Uncited, r.QuotesNotVerbatim, r.ForbiddenAssertions, r.LeftOut)
	}
}

// golden compares a text with a file, or writes it there under -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; take it over with -update):\n%s", path, diff)
	}
}

// recorder is the built-in Base, with what it answered kept in order.
type recorder struct {
	Base
	answers []knowledge.Answer
}

func (r *recorder) open(ctx context.Context, from knowledge.Source) (_ Base, err error) {
	r.Base, err = inMemory(ctx, from)
	return r, err
}

func (r *recorder) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	a, err := r.Base.Answer(ctx, q)
	r.answers = append(r.answers, a)
	return a, err
}

// told writes a story's questions with what was answered, the Ledger and the misses, for people.
func (r *recorder) told(name string, qs []question, misses string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "What is answered about the story in stories/%s, and its Ledger; go test ./knowledge/eval -update writes this file.\n", name)
	fmt.Fprintf(&b, "Article ids stand in brackets; \"<\" marks what a Commitment or OpenIssue was in an earlier report.\n")
	for i, q := range qs {
		a := r.answers[i]
		fmt.Fprintf(&b, "\n-- %s --\n%s\n", q.ID, q.Text)
		if q.FollowUpTo != "" {
			fmt.Fprintf(&b, "(after %s)\n", q.FollowUpTo)
		}
		if a.Status != knowledge.Answered {
			fmt.Fprintf(&b, "%s: %s\n", a.Status, cmp.Or(a.Reason, "-"))
		}
		for _, st := range a.Statements {
			fmt.Fprintf(&b, "* %s %s\n", st.Text, cited(st.Citations))
		}
		if a.Nearest != nil {
			fmt.Fprintf(&b, "nearest: %s %s\n", a.Nearest.Text, cited(a.Nearest.Citations))
		}
	}
	b.WriteString("\n-- commitments --\n")
	for _, c := range r.Commitments() {
		fmt.Fprintf(&b, "* %s %s: %s", c.Stance, cmp.Or(c.Actor, "(unknown)"), c.Undertaking)
		part(&b, "on condition", c.Condition)
		part(&b, "by", c.Deadline)
		part(&b, "amount", c.Amount)
		part(&b, "said by", c.SaidBy)
		if c.Disputed {
			b.WriteString(" | disputed")
		}
		fmt.Fprintf(&b, " %s\n", cited(c.Citations))
		earlier(&b, c.History)
	}
	b.WriteString("\n-- issues --\n")
	for _, i := range r.Issues() {
		fmt.Fprintf(&b, "* %s: %s", i.Status, i.Issue)
		part(&b, "said by", i.SaidBy)
		fmt.Fprintf(&b, " %s\n", cited(i.Citations))
		earlier(&b, i.History)
	}
	fmt.Fprintf(&b, "\n-- misses --\n%s", misses)
	return b.String()
}

func part(b *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(b, " | %s: %s", name, value)
	}
}

// earlier tells the reports before the last one.
func earlier(b *strings.Builder, history []knowledge.Reported) {
	for _, h := range history[:max(0, len(history)-1)] {
		fmt.Fprintf(b, "  < %s %s%s: %s [%s]\n", cmp.Or(h.Date, "undated"), h.Stance, h.Status, h.What, h.Citation.Article)
	}
}

// cited lists the ids of the articles cited, each once.
func cited(cs []knowledge.Citation) string {
	var ids []string
	for _, c := range cs {
		if !slices.Contains(ids, c.Article) {
			ids = append(ids, c.Article)
		}
	}
	return "[" + strings.Join(ids, ", ") + "]"
}
