package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/sources"
)

// twins are two bots over the same articles, one without a model and one with a fake of one, which is told what to say.
type twins struct {
	texts       map[string]string // of the articles, by ID
	questions   []asked
	plain, with talker
	fake        *llmfake.Server
}

// asked is a question of a story.
type asked struct {
	ID    string
	Q     string
	After string `json:"follow_up_to"`
}

// talker is a bot that keeps the Answer behind its last Reply.
type talker struct {
	*dialog.Dialog
	base *heardBase
}

type heardBase struct {
	*knowledge.Base
	last knowledge.Answer
}

func (h *heardBase) Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error) {
	a, err := h.Base.Answer(ctx, q)
	h.last = a
	return a, err
}

// said is what somebody gets, and the Answer that it was made of.
type said struct {
	reply  adapters.Reply
	answer knowledge.Answer
}

// proofStories are the folders of the stories that bots are asked about; "" are the bundled briefs.
func proofStories(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join("..", "knowledge", "eval", "testdata", "stories", "*"))
	if err != nil || len(all) < 10 {
		t.Fatalf("%d stories: %v", len(all), err)
	}
	return append(all, "")
}

// newTwins opens two bots over a story. way is how the model is asked for JSON; a client reaches a fake that is Piped.
func newTwins(t *testing.T, story, way string, fake *llmfake.Server, client *http.Client) *twins {
	t.Helper()
	from, questions := knowledge.Source(sources.FS(corpus.FS())), filepath.Join("..", "knowledge", "corpus", "testdata", "expectations.jsonl")
	if story != "" {
		from, questions = sources.Files(filepath.Join(story, "articles")), filepath.Join(story, "questions.jsonl")
	}
	tw := &twins{texts: map[string]string{}, fake: fake}
	for a, err := range from.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		tw.texts[a.ID] = a.Text
	}
	file, err := os.Open(questions)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		var q asked
		if err := json.Unmarshal(s.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		tw.questions = append(tw.questions, q)
	}
	c := defaultConfig()
	c.Model.BaseURL, c.Model.Model, c.Model.Schema, c.Model.Retries = fake.URL, "pen", way, 0
	open := func(parts knowledge.Parts) talker {
		b, err := knowledge.Open(t.Context(), knowledge.Options{Fallback: from, Parts: parts})
		if err != nil {
			t.Fatal(err)
		}
		base := &heardBase{Base: b}
		return talker{dialog.New(base, dialog.DefaultConfig()), base}
	}
	tw.plain, tw.with = open(knowledge.Parts{}), open(c.parts("", llm.Parts{HTTP: client}))
	return tw
}

// hear asks a bot in a Thread of its own, after the question that another one follows. From then on its model answers as given.
func (tw *twins) hear(t *testing.T, by talker, q asked, thread string, model func(llmfake.Request) llmfake.Reply) said {
	t.Helper()
	in := adapters.Thread{Platform: "test", ID: thread}
	say := func(text string) adapters.Reply {
		r, err := by.Hear(t.Context(), adapters.Message{Thread: in, Text: text})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		return r
	}
	tw.fake.Answer(func(llmfake.Request) llmfake.Reply { return llmfake.Says("{}") })
	for _, before := range tw.questions {
		if before.ID == q.After && q.After != "" {
			say(before.Q)
		}
	}
	tw.fake.Answer(model)
	return said{say(q.Q), by.base.last}
}

// unsupported gives what is shown that is neither shown without a model nor one of the drafts that hold.
func (tw *twins) unsupported(plain, got said, holds []string) (all []string) {
	for _, s := range got.reply.Statements {
		if !slices.ContainsFunc(plain.reply.Statements, func(o adapters.Statement) bool { return o.Text == s.Text }) && !slices.Contains(holds, s.Text) {
			all = append(all, s.Text)
		}
	}
	return all
}

// worse says in what people get less, or something else, than without a model; "" for nothing. Sentences may be other ones.
func (tw *twins) worse(plain, got said) string {
	a, b := plain.answer, got.answer
	switch {
	case a.Status != b.Status || a.Reason != b.Reason || a.Understood != b.Understood || a.Searched != b.Searched:
		return fmt.Sprintf("%s (%s) and not %s (%s)", b.Status, b.Reason, a.Status, a.Reason)
	case len(b.Statements) > len(a.Statements):
		return fmt.Sprintf("%d statements and not %d", len(b.Statements), len(a.Statements))
	case (b.Writing == nil) != (len(a.Statements) == 0):
		return fmt.Sprintf("of the writing is said %+v", b.Writing)
	case b.Writing != nil && b.Writing.Problem != "" && b.Writing.Written > 0:
		return fmt.Sprintf("what failed is used: %+v", b.Writing)
	case b.Writing != nil && b.Writing.Problem != "" && !slices.ContainsFunc(modelNotes(got.reply.Language), func(note string) bool { return slices.Contains(got.reply.Notes, note) }):
		return fmt.Sprintf("nobody is told %q: %q", b.Writing.Problem, got.reply.Notes)
	case b.Writing == nil || b.Writing.Written == 0:
		if diff := tw.plain.otherReply(a, got.reply); diff != "" {
			return "nothing is written, and another reply: " + diff
		}
	}
	for i, s := range b.Statements {
		if got.reply.Statements[i].Text != s.Text {
			return fmt.Sprintf("the reply says %q for %q", got.reply.Statements[i].Text, s.Text)
		}
		for _, o := range a.Statements {
			if diff := gocmp.Diff(unnumbered(o), unnumbered(s)); o.Text == s.Text && s.Kind != knowledge.Summary && diff != "" {
				return diff
			}
		}
		for _, c := range s.Citations {
			text := tw.texts[c.Article]
			if c.N < 1 || c.Start < 0 || c.End > len(text) || c.Start >= c.End || text[c.Start:c.End] != c.Quote {
				return fmt.Sprintf("%q does not stand in %s", c.Quote, c.Article)
			}
		}
	}
	for _, s := range a.Statements {
		at := slices.IndexFunc(b.Statements, func(o knowledge.Statement) bool { return o.Text == s.Text })
		if at < 0 {
			at = slices.IndexFunc(b.Statements, func(o knowledge.Statement) bool {
				return !slices.ContainsFunc(s.Citations, func(c knowledge.Citation) bool { return !citesSame(o.Citations, c) })
			})
		}
		switch {
		case at < 0:
			return fmt.Sprintf("the citations of %q are gone", s.Text)
		case b.Statements[at].Actor != s.Actor || b.Statements[at].Stance != s.Stance || b.Statements[at].SaidBy != s.SaidBy:
			return fmt.Sprintf("%q is of another party, stance or speaker: %+v", s.Text, b.Statements[at])
		}
	}
	return ""
}

// otherReply says in what a Reply is another one than that of an Answer of a bot without a model: in anything but in the language of
// the bot's own words, which may be that of the question, and in what is said of the model.
func (by talker) otherReply(a knowledge.Answer, got adapters.Reply) string {
	want := dialog.Compose(a, by.base.Bundled(), got.Language)
	about := modelNotes(got.Language)
	got.Notes = slices.DeleteFunc(slices.Clone(got.Notes), func(note string) bool { return slices.Contains(about, note) })
	return gocmp.Diff(want, got)
}

// modelNotes is all that people may be told of a model: that it did not do its part.
func modelNotes(language string) (all []string) {
	say := phrase.In(language)
	for _, why := range []string{"The model was not reached in time, ", "The model gave nothing that could be used, "} {
		for _, instead := range []string{"so the articles' own words are shown.", "so the question is understood by rules alone.", "so the answer is in English."} {
			all = append(all, say.Text(why+instead))
		}
	}
	return all
}

func citesSame(cs []knowledge.Citation, c knowledge.Citation) bool {
	return slices.ContainsFunc(cs, func(o knowledge.Citation) bool {
		return o.Article == c.Article && o.Quote == c.Quote && o.Start == c.Start
	})
}

// unnumbered is a Statement without the numbers of its Citations, which others that are shown decide.
func unnumbered(s knowledge.Statement) knowledge.Statement {
	s.Citations = slices.Clone(s.Citations)
	for i := range s.Citations {
		s.Citations[i].N = 0
	}
	return s
}

// writingOf reads what a request gives to a model that is to write; ok is false where it is to do something else.
func writingOf(r llmfake.Request) (w llm.Writing, ok bool) {
	user := r.Messages[len(r.Messages)-1].Content
	_, rest, _ := strings.Cut(user, "DATA ")
	_, rest, _ = strings.Cut(rest, "\n")
	body, _, found := strings.Cut(rest, "\nEND ")
	return w, found && json.Unmarshal([]byte(body), &w) == nil && len(w.Passages) > 0
}

// writes is a model that says so when it is to write. When it is to do something else it says nothing of the form.
func writes(write func(llm.Writing) []llm.WrittenStatement) func(llmfake.Request) llmfake.Reply {
	return func(r llmfake.Request) llmfake.Reply {
		w, ok := writingOf(r)
		if !ok {
			return llmfake.Says("{}")
		}
		out, _ := json.Marshal(llm.Written{Statements: write(w)}) // of texts
		return llmfake.Says(string(out))
	}
}

// writesWell is a model that says what was found as it is said without one.
func writesWell(found []knowledge.Statement) func(llmfake.Request) llmfake.Reply {
	return writes(func(w llm.Writing) (good []llm.WrittenStatement) {
		for _, s := range found {
			good = append(good, draft(w, s.Text, s))
		}
		return good
	})
}

// draft writes a sentence of a model that rests on a Statement's quotes, whole.
func draft(w llm.Writing, text string, on ...knowledge.Statement) llm.WrittenStatement {
	d := llm.WrittenStatement{Text: text, Stance: "none"}
	for _, s := range on {
		for _, c := range s.Citations {
			at := slices.IndexFunc(w.Passages, func(p llm.WritingPassage) bool { return p.Text == c.Quote })
			if at >= 0 {
				d.Quotes = append(d.Quotes, llm.WrittenQuote{Passage: w.Passages[at].ID, Text: c.Quote})
			}
		}
	}
	return d
}
