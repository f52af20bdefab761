package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"talksbot/knowledge"
	"talksbot/knowledge/sources"
)

// writtenBase answers what a test has written down for it.
type writtenBase struct {
	Answers map[string]knowledge.Answer `json:"answers"` // by Question.Text
	Made    []knowledge.Commitment      `json:"commitments"`
	Open    []knowledge.OpenIssue       `json:"issues"`
	asked   []knowledge.Question
}

var errSilent = errors.New("nothing is written down for this question")

func (b *writtenBase) Answer(_ context.Context, q knowledge.Question) (knowledge.Answer, error) {
	b.asked = append(b.asked, q)
	a, ok := b.Answers[q.Text]
	if !ok {
		return a, errSilent
	}
	return a, nil
}

func (b *writtenBase) Commitments() []knowledge.Commitment { return b.Made }
func (b *writtenBase) Issues() []knowledge.OpenIssue       { return b.Open }

// open gives the base itself as Options.Open.
func (b *writtenBase) open(context.Context, knowledge.Source) (Base, error) { return b, nil }

// story unpacks a txtar file into a folder of its own and its other sections into a map.
func story(t *testing.T, path string) (dir string, rest map[string]string) {
	t.Helper()
	ar, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir, rest = t.TempDir(), map[string]string{}
	for _, f := range ar.Files {
		if strings.HasPrefix(f.Name, "articles/") || strings.HasSuffix(f.Name, ".jsonl") {
			write(t, filepath.Join(dir, f.Name), string(f.Data))
		} else {
			rest[f.Name] = string(f.Data)
		}
	}
	return dir, rest
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	dir, want := story(t, "testdata/figures.txtar")
	var base writtenBase
	if err := json.Unmarshal([]byte(want["base.json"]), &base); err != nil {
		t.Fatal(err)
	}
	var misses bytes.Buffer
	r, err := Run(t.Context(), dir, Options{Open: base.open, Show: &misses})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want["report.json"], inJSON(t, r)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	var table bytes.Buffer
	n, err := r.WriteTo(&table)
	if err != nil || n != int64(table.Len()) {
		t.Errorf("WriteTo says %d bytes and %v, and wrote %d", n, err, table.Len())
	}
	if diff := cmp.Diff(want["report.txt"], table.String()); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want["misses.txt"], misses.String()); diff != "" {
		t.Errorf("misses (-want +got):\n%s", diff)
	}
}

func inJSON(t *testing.T, r Report) string {
	t.Helper()
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// Without gold for the Ledger there are no figures of it, and nothing asked gives no percentage.
func TestNothingToCount(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "articles", "one.txt"), "The mill stood still all week.")
	write(t, filepath.Join(dir, "questions.jsonl"), "\n")
	r, err := Run(t.Context(), dir, Options{Open: new(writtenBase).open})
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "questions": 0,
 "nugget_recall": "n/a",
 "fully_answered": "n/a",
 "false_refusals": "n/a",
 "refused_unanswerable": "n/a",
 "on_topic": "n/a",
 "statements_per_answer": null,
 "uncited": 0,
 "quotes_not_verbatim": 0,
 "forbidden_assertions": 0,
 "recall_by_type": {}
}
`
	if diff := cmp.Diff(want, inJSON(t, r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFollowUpsAreUnderstoodFromTheirChain(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "q.jsonl")
	write(t, file, `{"id":"a","q":"who?","unanswerable":true}
{"id":"b","q":"when?","unanswerable":true}
{"id":"c","q":"and she?","follow_up_to":"a","unanswerable":true}
{"id":"d","q":"where?","follow_up_to":"c","unanswerable":true}
{"id":"e","q":"and he?","follow_up_to":"a","unanswerable":true}
{"id":"f","q":"why?","follow_up_to":"d","unanswerable":true}
{"id":"g","q":"how?","follow_up_to":"d","unanswerable":true}
{"id":"h","q":"so?","follow_up_to":"f","unanswerable":true}
`)
	none := knowledge.Answer{Status: knowledge.NotInCorpus}
	base := writtenBase{Answers: map[string]knowledge.Answer{"who?": none, "when?": none, "and she?": none, "where?": none, "and he?": none, "why?": none, "how?": none, "so?": none}}
	understand := func(text string, before []knowledge.Question) knowledge.Question {
		q := knowledge.Question{Text: text}
		for _, b := range before {
			q.Understood += b.Text + " > "
		}
		q.Understood += text
		return q
	}
	if _, err := RunQuestions(t.Context(), oneArticle(), file, Options{Open: base.open, Understand: understand}); err != nil {
		t.Fatal(err)
	}
	want := []knowledge.Question{
		{Text: "who?", Understood: "who?"},
		{Text: "when?", Understood: "when?"},
		{Text: "and she?", Understood: "who? > and she?"},
		{Text: "where?", Understood: "who? > and she? > where?"},
		{Text: "and he?", Understood: "who? > and he?"},
		{Text: "why?", Understood: "who? > and she? > where? > why?"},
		{Text: "how?", Understood: "who? > and she? > where? > how?"},
		{Text: "so?", Understood: "who? > and she? > where? > why? > so?"},
	}
	if diff := cmp.Diff(want, base.asked); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func oneArticle() knowledge.Source {
	return sources.FS(fstest.MapFS{"one.txt": {Data: []byte("The mill stood still all week. “No grain came”, its owner said.\n")}})
}

// Over a Source that is no folder, quotes are looked up in the Articles themselves.
func TestQuotesOfASource(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "q.jsonl")
	write(t, file, `{"id":"a","q":"why?","type":"fact","nuggets":[{"id":"a1","any":["grain"],"sources":["one"]}]}`)
	cited := func(quote string) knowledge.Statement {
		return knowledge.Statement{Text: "No grain.", Citations: []knowledge.Citation{{Article: "one", Quote: quote}}}
	}
	base := writtenBase{Answers: map[string]knowledge.Answer{"why?": {Status: knowledge.Answered,
		Statements: []knowledge.Statement{cited("'No  grain came'"), cited("\"No grain came\","), cited("“No grain came”, its")}}}}
	r, err := RunQuestions(t.Context(), oneArticle(), file, Options{Open: base.open})
	if err != nil {
		t.Fatal(err)
	}
	if r.QuotesNotVerbatim != 1 || r.NuggetRecall != (Share{1, 1}) || r.OnTopic != (Share{3, 3}) {
		t.Errorf("quotes not verbatim %d, recall %v, on topic %v: want 1, 1 of 1, 3 of 3", r.QuotesNotVerbatim, r.NuggetRecall, r.OnTopic)
	}
}

// An article that is filed under its address, which no file names, is still looked up; a file that cannot be read is
// told, and its neighbours are measured.
func TestArticlesOfAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "articles", "m.md"), "---\nurl: https://mill.example/one\n---\nThe mill stood still all week.\n")
	write(t, filepath.Join(dir, "articles", "odd.md"), "---\ntitle: [\n---\nThe miller slept.\n")
	write(t, filepath.Join(dir, "articles", ".hidden"), "not looked at")
	write(t, filepath.Join(dir, "questions.jsonl"), `{"id":"a","q":"why?","type":"fact","nuggets":[]}`)
	base := writtenBase{Answers: map[string]knowledge.Answer{"why?": {Status: knowledge.Answered, Statements: []knowledge.Statement{
		{Text: "It stood still.", Citations: []knowledge.Citation{{Article: "https://mill.example/one", Quote: "stood still all"}}}}}}}
	r, err := Run(t.Context(), dir, Options{Open: base.open})
	if err != nil {
		t.Fatal(err)
	}
	if r.QuotesNotVerbatim != 0 || r.FullyAnswered != (Share{1, 1}) {
		t.Errorf("quotes not verbatim %d, fully answered %v: want 0, 1 of 1", r.QuotesNotVerbatim, r.FullyAnswered)
	}
	if len(r.LeftOut) != 1 || !strings.Contains(r.LeftOut[0], "odd.md") {
		t.Errorf("left out %q: want the one that cannot be read", r.LeftOut)
	}
	var table bytes.Buffer
	if _, err := r.WriteTo(&table); err != nil || !strings.Contains(table.String(), "left out: "+r.LeftOut[0]+"\n") {
		t.Errorf("the table does not say what was left out (%v):\n%s", err, &table)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	full := func(t *testing.T) string {
		dir, _ := story(t, "testdata/figures.txtar")
		return dir
	}
	t.Run("no such folder", func(t *testing.T) {
		t.Parallel()
		if _, err := Run(t.Context(), filepath.Join(t.TempDir(), "none"), Options{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no articles folder", func(t *testing.T) {
		t.Parallel()
		dir := full(t)
		if err := os.RemoveAll(filepath.Join(dir, "articles")); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(t.Context(), dir, Options{Open: new(writtenBase).open}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no article", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(full(t), "questions.jsonl")
		if _, err := RunQuestions(t.Context(), sources.FS(fstest.MapFS{}), file, Options{Open: new(writtenBase).open}); err == nil {
			t.Error("no error")
		}
	})
	t.Run("an answer fails", func(t *testing.T) {
		t.Parallel()
		_, err := Run(t.Context(), full(t), Options{Open: new(writtenBase).open})
		if !errors.Is(err, errSilent) || !strings.Contains(err.Error(), "question f1") {
			t.Errorf("got %v: want the question's id and the cause", err)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Run(ctx, full(t), Options{Open: new(writtenBase).open}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
