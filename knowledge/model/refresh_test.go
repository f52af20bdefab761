package model_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/llm/llmfake"
	"talksbot/knowledge/storage"
)

// stored opens a store of the test's own.
func stored(t *testing.T) *storage.SQLite {
	t.Helper()
	s, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "knowledge.db"), 3)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// lens is a model that notes all of unread rightly.
func lens(t *testing.T) *llmfake.Server {
	t.Helper()
	s := llmfake.Start(t)
	s.Answer(right().answer)
	return s
}

func right() notes {
	out := notes{}
	for _, u := range unread {
		u.note.Quote = u.text
		out[u.text] = llm.Extracted{Commitments: []llm.ExtractedCommitment{u.note}}
	}
	return out
}

// story is an article for each of unread.
func story() map[string]string {
	out := map[string]string{}
	for i, u := range unread {
		out[strings.Repeat("n", i+1)] = u.text // the longer, the newer
	}
	return out
}

// A refresh pays for what is new alone: nothing for what it knows, one call for a changed passage; what changes neither title nor
// text before a passage leaves its note. What is gone is not kept.
func TestCache(t *testing.T) {
	t.Parallel()
	s, store := lens(t), stored(t)
	opt := reading(t, s)
	opt.Store = store
	texts := story()
	b, d := refreshed(t, opt, articles(texts))
	all := read(b)
	if d.Extraction.Calls != len(unread) || len(all) != len(unread) {
		t.Fatalf("%+v, %q", d.Extraction, all)
	}
	again := func(change string, calls, cached int, more ...func(*knowledge.Options)) []string {
		t.Helper()
		before := len(s.Calls())
		o := opt
		for _, set := range more {
			set(&o)
		}
		b, d := refreshed(t, o, articles(texts))
		if got := len(s.Calls()) - before; got != calls || d.Extraction.Calls != calls || d.Extraction.Cached != cached {
			t.Errorf("%s: %d calls; %+v", change, got, d.Extraction)
		}
		return read(b)
	}
	if diff := cmp.Diff(all, again("nothing changed", 0, len(unread))); diff != "" {
		t.Error(diff)
	}
	texts["n"] += " The harbour board met on Friday."
	if diff := cmp.Diff(all, again("a sentence after it", 0, len(unread))); diff != "" {
		t.Error(diff)
	}
	texts["n"] = "The harbour board met on Friday. " + unread[0].text
	again("a sentence before it", 1, len(unread)-1)
	texts["nn"] = "Nobody came."
	if got := again("a passage is gone", 0, len(unread)-1); len(got) != len(unread)-1 {
		t.Errorf("%q", got)
	}
	texts["nn"] = unread[1].text
	again("and back", 1, len(unread)-1)
	if got := again("nothing asked", 0, len(unread), func(o *knowledge.Options) { o.Extract = knowledge.Budget{} }); len(got) != len(unread) {
		t.Errorf("what was paid for serves: %q", got)
	}
	if got := again("another model", len(unread), 0, func(o *knowledge.Options) {
		o.Parts = reading(t, s, func(c *llm.Config) { c.Model = "other" }).Parts
	}); len(got) != len(unread) {
		t.Errorf("%q", got)
	}
	o := opt
	o.Parts = knowledge.Parts{}
	if b, d := refreshed(t, o, articles(texts)); len(read(b)) > 0 || d.Extraction != nil {
		t.Errorf("without a model there is %q", read(b))
	}
}

// older is an Extractor of another version of the prompt.
type older struct{ knowledge.Extractor }

func (o older) Name() string { return strings.Replace(o.Extractor.Name(), "extract ", "extract 0.", 1) }

// What another version of the prompt has read is read anew.
func TestPromptVersion(t *testing.T) {
	t.Parallel()
	s, store := lens(t), stored(t)
	opt := reading(t, s)
	opt.Store = store
	now := opt.Parts.Extractor
	opt.Parts.Extractor = older{now}
	b, d := refreshed(t, opt, articles(story()))
	if c := b.Commitments(); d.Extraction.Calls != len(unread) || len(c) == 0 || c[0].ReadBy != "lens (extract 0.1)" {
		t.Fatalf("%+v %+v", d.Extraction, c)
	}
	opt.Parts.Extractor = now
	b, d = refreshed(t, opt, articles(story()))
	if c := b.Commitments(); d.Extraction.Calls != len(unread) || d.Extraction.Cached > 0 || c[0].ReadBy != "lens (extract 1)" {
		t.Errorf("%+v %+v", d.Extraction, c[0])
	}
}

// A budget is kept to, the newest first; what is left out is told, and the next refresh takes it up.
func TestBudget(t *testing.T) {
	t.Parallel()
	s, store := lens(t), stored(t)
	opt := reading(t, s)
	opt.Store, opt.Extract.Calls = store, 3
	_, d := refreshed(t, opt, articles(story()))
	left := slices.Sorted(maps.Keys(d.Extraction.LeftOut))
	if d.Extraction.Calls != 3 || len(s.Calls()) != 3 || !slices.Equal(left, []string{"n", "nn", "nnn", "nnnn", "nnnnn"}) {
		t.Errorf("%+v", d.Extraction)
	}
	if d.Extraction.Failed > 0 || d.Extraction.Problem != "" {
		t.Errorf("%+v", d.Extraction)
	}
	opt.Extract = knowledge.Budget{Calls: 100, Tokens: 1, AtOnce: 1}
	_, d = refreshed(t, opt, articles(story()))
	if d.Extraction.Calls != 1 || d.Extraction.Cached != 3 || len(d.Extraction.LeftOut) != len(unread)-4 {
		t.Errorf("after one token: %+v", d.Extraction)
	}
	opt.Extract.Tokens = 0
	b, d := refreshed(t, opt, articles(story()))
	if d.Extraction.Calls != len(unread)-4 || len(d.Extraction.LeftOut) > 0 || len(read(b)) != len(unread) {
		t.Errorf("%+v, %q", d.Extraction, read(b))
	}
}

// No more calls are made at a time than are allowed.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	s := lens(t)
	opt := reading(t, s)
	opt.Extract.AtOnce = 3
	_, d := refreshed(t, opt, articles(story()))
	if m := s.Most(); m > 3 || d.Extraction.Calls != len(unread) {
		t.Errorf("%d at once; %+v", m, d.Extraction)
	}
}

// Copies of one story are asked about once, and a failure is not paid for again.
func TestPaidOnce(t *testing.T) {
	t.Parallel()
	for name, reply := range map[string]llmfake.Reply{"noted": {}, "refused": {Refusal: "I can't."}, "malformed": llmfake.Says("[1]")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lens(t)
			if name != "noted" {
				s.Answer(func(llmfake.Request) llmfake.Reply { return reply })
			}
			long := "The harbour board met on Monday in the old customs house of the port. " + unread[0].text + " It will meet again in the new customs house of the port on Friday."
			_, d := refreshed(t, reading(t, s), articles(map[string]string{"a": long, "b": long, "c": long}))
			if len(s.Calls()) != 1 || d.Extraction.Calls != 1 || (d.Extraction.Failed == 1) != (name != "noted") {
				t.Errorf("%d calls; %+v", len(s.Calls()), d.Extraction)
			}
		})
	}
}

// Where nobody answers the articles are taken in all the same, and it is soon given up.
func TestExtractorDown(t *testing.T) {
	t.Parallel()
	for name, reply := range map[string]llmfake.Reply{"down": llmfake.Broken(), "no key": llmfake.Unauthorized("k"), "no model": llmfake.NoModel("lens")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lens(t)
			s.Answer(func(llmfake.Request) llmfake.Reply { return reply })
			opt := reading(t, s)
			opt.Extract.AtOnce = 1
			_, d := refreshed(t, opt, articles(story()))
			x := d.Extraction
			if d.Articles != len(unread) || x.Problem == "" || x.Calls != 3 || x.Failed != 3 || len(x.LeftOut) != len(unread)-3 {
				t.Errorf("%d articles; %+v", d.Articles, x)
			}
		})
	}
}

// watched tells before it is asked.
type watched struct {
	knowledge.Extractor
	tell func()
}

func (w *watched) Extract(ctx context.Context, a knowledge.Article, before, text string) (knowledge.Extracted, error) {
	w.tell()
	return w.Extractor.Extract(ctx, a, before, text)
}

// An interrupted refresh publishes nothing, keeps what it paid for, and the old Snapshot serves meanwhile.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	s, store := lens(t), stored(t)
	opt := reading(t, s)
	opt.Store, opt.Extract.AtOnce = store, 1
	b, _ := refreshed(t, opt, articles(map[string]string{"old": "Norway will pay for the quay."}))
	before := b.Searched()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n, served := 0, 0
	opt.Parts.Extractor = &watched{opt.Parts.Extractor, func() {
		if a, err := b.Answer(t.Context(), knowledge.Question{Text: "Who will pay for the quay?"}); err == nil && a.Status == knowledge.Answered && a.Searched == before {
			served++
		}
		if n++; n == 4 {
			cancel()
		}
	}}
	reader, err := knowledge.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Refresh(ctx, articles(story())); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if changed, err := b.Reload(t.Context()); changed || err != nil || served != 4 || n != 4 || len(s.Calls()) != 3 {
		t.Errorf("%v, %v; it served %d of %d times; %d calls", changed, err, served, n, len(s.Calls()))
	}
	d, err := b.Refresh(t.Context(), articles(story()))
	if err != nil {
		t.Fatal(err)
	}
	if x := d.Extraction; x.Cached != 3 || x.Calls+x.Cached != len(unread) {
		t.Errorf("%+v", x)
	}
}

// An entry that a model read serves answers like any other, and its mark is in the JSON and in storage; those of the rules have none.
func TestMarked(t *testing.T) {
	t.Parallel()
	s, store := lens(t), stored(t)
	opt := reading(t, s)
	opt.Store = store
	texts := story()
	texts["rules"] = "Sweden will pay for the lighthouse."
	_, d := refreshed(t, opt, articles(texts))
	b, err := knowledge.Open(t.Context(), knowledge.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	if len(read(b)) != len(unread) || d.Extraction.Kept != len(unread) {
		t.Errorf("%q", read(b))
	}
	for _, c := range b.Commitments() {
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(data), `"read_by":"lens (extract 1)"`); n != 2 && c.Actor == "Norway" || strings.Contains(string(data), "read_by") != (c.Actor == "Norway") {
			t.Errorf("%s", data)
		}
	}
	a, err := b.Answer(t.Context(), knowledge.Question{Text: "What has Norway promised?"})
	if err != nil || a.Status != knowledge.Answered {
		t.Fatal(a, err)
	}
	found := false
	for _, s := range a.Statements {
		found = found || s.Kind == knowledge.FromLedger && s.Actor == "Norway" && s.Stance == knowledge.Pledged
	}
	if !found {
		t.Errorf("%+v", a.Statements)
	}
}

// What the rules have read stays as it is, whatever a model notes of the same articles: it only adds.
func TestRulesWin(t *testing.T) {
	t.Parallel()
	texts := story()
	for i, text := range []string{"Norway offered 40 engineers to Malta.", "Norway is ready to send six cranes.", "Norway has refused to open a joint ferry line.", "Whether Norway will sell its ferry is unclear.",
		"Norway has ruled out a new quay.", "Norway will pay five million euros."} {
		texts[string(rune('a'+i))] = text // older than what the model reads
	}
	without, _ := refreshed(t, knowledge.Options{}, articles(texts))
	with, d := refreshed(t, reading(t, lens(t)), articles(texts))
	if d.Extraction.Kept != len(unread) {
		t.Errorf("%+v", d.Extraction)
	}
	joined := 0
	for _, c := range without.Commitments() {
		at := slices.IndexFunc(with.Commitments(), func(o knowledge.Commitment) bool { return o.ID == c.ID })
		if at < 0 {
			t.Errorf("%s: %s is gone", c.Actor, c.Undertaking)
			continue
		}
		o := with.Commitments()[at]
		if o.Actor != c.Actor || o.Stance != c.Stance || o.Undertaking != c.Undertaking || o.ReadBy != "" || len(o.History) < len(c.History) {
			t.Errorf("%+v has become %+v", c, o)
		}
		joined += len(o.History) - len(c.History)
	}
	if joined == 0 {
		t.Error("nothing that the model read joins what the rules have")
	}
	if diff := cmp.Diff(without.Issues(), with.Issues()); diff != "" {
		t.Error(diff)
	}
}

// strict is a Verifier that supports nothing.
type strict struct{}

func (strict) Verify(context.Context, knowledge.Statement) (knowledge.Verdict, error) {
	return knowledge.Verdict{Reason: "strict"}, nil
}

// What the gate does not support is not in the Ledger, and is counted.
func TestGateDecides(t *testing.T) {
	t.Parallel()
	text := "Norway's promise of 40 engineers was repeated on Monday."
	s := llmfake.Start(t)
	s.Answer(notes{text: commitment("Norway", "40 engineers", "proposed", "", "", text)}.answer) // a weaker stance than the words have
	b, d := refreshed(t, reading(t, s), articles(map[string]string{"a": text}))
	if len(read(b)) > 0 || d.Extraction.Kept > 0 || d.Extraction.Refused["the gate does not support it"] != 1 {
		t.Errorf("%q; %+v", read(b), d.Extraction)
	}
	opt := reading(t, lens(t))
	opt.Parts.Verifier = strict{}
	b, d = refreshed(t, opt, articles(story()))
	if len(read(b)) > 0 || d.Extraction.Kept > 0 || d.Extraction.Refused["the gate does not support it"] != len(unread) {
		t.Errorf("%q; %+v", read(b), d.Extraction)
	}
}
