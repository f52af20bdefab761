package knowledge

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/storage"
)

// dice is an Embedder whose vectors are as if at random, the same for the same text.
type dice struct {
	name   string
	width  int
	before func(call int) error // of each call, from 1
	calls  int
	asked  []string

	refuses string // texts with this are not taken
}

func (d *dice) Name() string { return d.name }

func (d *dice) Embed(_ context.Context, texts []string) (out [][]float32, _ error) {
	d.calls++
	if d.before != nil {
		if err := d.before(d.calls); err != nil {
			return nil, err
		}
	}
	if d.refuses != "" && strings.Contains(strings.Join(texts, " "), d.refuses) {
		return nil, errors.New("refused")
	}
	d.asked = append(d.asked, texts...)
	for _, text := range texts {
		h := fnv.New64a()
		h.Write([]byte(d.name + text))
		r := rand.New(rand.NewPCG(h.Sum64(), 1))
		v := make([]float32, d.width)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		out = append(out, v)
	}
	return out, nil
}

// othersOf is a dice that can ask other models, all of one width.
type othersOf struct{ *dice }

func (d othersOf) Of(model string) Embedder { return &dice{name: model, width: d.width} }

type listed []Article

func (l listed) Articles(context.Context) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		for _, a := range l {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// ports are articles of so many different sentences each.
func ports(articles, sentences int) (out listed) {
	for i := range articles {
		var text strings.Builder
		for k := range sentences {
			fmt.Fprintf(&text, "The port of Miran bought %d cranes from yard %d.\n\n", k+20, i+1)
		}
		out = append(out, Article{ID: fmt.Sprint("a", i), Title: fmt.Sprint("Cranes of yard ", i), Text: text.String()})
	}
	return out
}

// opened is a Base over the store in a file, "" for none, whose passages by embeds.
func opened(t *testing.T, file string, by Embedder) *Base {
	t.Helper()
	opt := Options{Parts: Parts{Embedder: by}}
	if file != "" {
		store, err := storage.Open(t.Context(), file, 1)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		opt.Store = store
	}
	b, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *Base) refreshed(t *testing.T, as listed) *Base {
	t.Helper()
	if _, err := b.Refresh(t.Context(), as); err != nil {
		t.Fatal(err)
	}
	return b
}

// embeds checks what an Embed does.
func (b *Base) embeds(t *testing.T, made, kept int) {
	t.Helper()
	did, err := b.Embed(t.Context(), nil)
	if err != nil || did.Made != made || did.Kept != kept {
		t.Fatalf("%+v, %v; want %d made, %d kept", did, err, made, kept)
	}
}

const cranes = "How many cranes did the port of Miran buy from yard 2?"

// looks checks by whose vectors a question is looked for; "" for words alone, with a reason.
func (b *Base) looks(t *testing.T, model string) {
	t.Helper()
	a, err := b.Answer(t.Context(), Question{Text: cranes})
	if err != nil || a.Searching == nil || a.Searching.Meaning != model || (a.Searching.Problem == "") != (model != "") || len(a.Statements) == 0 {
		t.Fatalf("%+v, %+v, %v; want vectors of %q", a.Searching, a.Status, err, model)
	}
}

// Each batch is kept as it comes: what is interrupted goes on where it was, in another process too, and serves meanwhile.
func TestEmbedGoesOn(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"stored": filepath.Join(t.TempDir(), "k.db"), "in memory": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			by := &dice{name: "d", width: 16, before: func(call int) error {
				if call == 3 {
					return fmt.Errorf("calling: %w", ErrUnavailable)
				}
				return nil
			}}
			b := opened(t, file, by).refreshed(t, ports(3, 60))
			b.looks(t, "")
			if by.calls > 0 {
				t.Error("the Embedder is asked about a question where nothing is embedded")
			}
			var seen []int
			did, err := b.Embed(t.Context(), func(done, total int) { seen = append(seen, done, total) })
			if !errors.Is(err, ErrUnavailable) || did.Made != 128 || did.Kept != 0 || !slices.Equal(seen, []int{64, 180, 128, 180}) {
				t.Fatalf("%+v, %v, %v", did, err, seen)
			}
			by.before = nil
			b.looks(t, "d")
			if file != "" {
				b = opened(t, file, by)
				b.looks(t, "d")
			}
			b.embeds(t, 52, 128)
			calls := by.calls
			b.embeds(t, 0, 180)
			if by.calls != calls {
				t.Error("what is whole is asked about")
			}
			b.refreshed(t, append(ports(2, 60), Article{ID: "b", Title: "Cranes", Text: "The port of Miran sold 7 cranes.\n"}))
			b.looks(t, "d")
			b.embeds(t, 1, 180)
		})
	}
}

// While another model's vectors are made, those that there were serve, by their own model; then they are given up.
func TestAnotherModel(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "k.db")
	old := opened(t, file, &dice{name: "old", width: 16}).refreshed(t, ports(2, 60))
	old.embeds(t, 120, 0)

	by := &dice{name: "new", width: 16}
	b := opened(t, file, othersOf{by})
	b.looks(t, "old")
	by.before = func(call int) error {
		if call == 2 {
			b.looks(t, "old")
			opened(t, file, othersOf{&dice{name: "new", width: 16}}).looks(t, "old") // also after a crash
			opened(t, file, &dice{name: "new", width: 16}).looks(t, "")              // the old one cannot be asked any more
		}
		return nil
	}
	b.embeds(t, 120, 0)
	b.looks(t, "new")
	keys := distinctKeys(b.state.Load().vectorKeys())
	for model, want := range map[string]int{"old": 0, "new": 120} {
		if got, err := b.cache().Cached(t.Context(), vectorsOf+model, keys); err != nil || len(got) != want {
			t.Errorf("%d vectors of %s, %v", len(got), model, err)
		}
	}
	opened(t, file, by).looks(t, "new")
	old.looks(t, "old") // a process that knows nothing of it goes on
}

// A model that gives vectors of another dimension is noticed, by a question or by what is new, and embeds anew.
func TestAnotherWidth(t *testing.T) {
	t.Parallel()
	by := &dice{name: "d", width: 16}
	b := opened(t, filepath.Join(t.TempDir(), "k.db"), by).refreshed(t, ports(2, 60))
	b.embeds(t, 120, 0)
	by.width = 24
	b.embeds(t, 0, 120) // nobody knows yet
	b.looks(t, "")
	b.embeds(t, 120, 0)
	b.looks(t, "d")
	by.width = 32
	b.refreshed(t, ports(3, 60))
	b.embeds(t, 180, 0)
	b.looks(t, "d")
	by.before = func(call int) error { by.width++; return nil }
	b.refreshed(t, ports(6, 60))
	if _, err := b.Embed(t.Context(), nil); err == nil {
		t.Error("vectors of several dimensions are taken")
	}
}

// A text that the model does not take keeps no others from theirs, and is not asked about again; where it takes none that is said.
func TestEmbedRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "k.db")
	by := &dice{name: "d", width: 8}
	b := opened(t, file, by).refreshed(t, ports(1, 100))
	b.embeds(t, 100, 0)
	by.refuses, by.calls = "e", 0 // whatever it is asked about
	b.refreshed(t, ports(2, 3))
	if did, err := b.Embed(t.Context(), nil); err == nil || did.Made > 0 || by.calls > 2 {
		t.Errorf("%+v, %v after %d calls", did, err, by.calls)
	}
	by.refuses = " 22 cranes"
	b.refreshed(t, ports(3, 200))
	b.embeds(t, 500, 100)
	calls := by.calls
	b = opened(t, file, by)
	b.embeds(t, 0, 600)
	b.refreshed(t, listed{{ID: "z", Title: "Last", Text: "The port of Miran sold 9 cranes.\n"}})
	b.embeds(t, 1, 600)
	if by.calls != calls+1 {
		t.Error("what was refused is asked about again")
	}
	b.looks(t, "d")
	by.refuses = "cranes"
	b.refreshed(t, ports(5, 200))
	if _, err := b.Embed(t.Context(), nil); err == nil {
		t.Error("a model that takes nothing is content")
	}
}

// What is given up is vectors alone, of passages that are no more, and nothing while another process has stored other articles.
func TestEmbedPrunes(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "k.db")
	by := &dice{name: "d", width: 8}
	first := opened(t, file, by).refreshed(t, ports(1, 10))
	other := storage.KeyOf("paid for")
	if err := first.cache().Cache(t.Context(), "readings", map[storage.Key][]byte{other: {1}}); err != nil {
		t.Fatal(err)
	}
	kept := func(of []storage.Key, want int) {
		t.Helper()
		if got, err := first.cache().Cached(t.Context(), vectorsOf+"d", of); err != nil || len(got) != want {
			t.Fatalf("%d vectors are kept, %v; want %d", len(got), err, want)
		}
	}
	second := opened(t, file, by).refreshed(t, listed{{ID: "a0", Title: "Other", Text: "The port of Miran sold 9 cranes.\n"}})
	second.embeds(t, 1, 0)
	first.embeds(t, 10, 0)
	before, after := first.state.Load().vectorKeys(), second.state.Load().vectorKeys()
	kept(after, 1)
	kept(before, 10)
	if changed, err := first.Reload(t.Context()); err != nil || !changed {
		t.Fatal(changed, err)
	}
	first.embeds(t, 0, 1)
	first.refreshed(t, listed{{ID: "b", Title: "Third", Text: "The port of Miran sold 8 cranes.\n"}})
	first.embeds(t, 1, 1)
	kept(before, 0)
	kept(after, 1)
	if got, err := first.cache().Cached(t.Context(), "readings", []storage.Key{other}); err != nil || len(got) != 1 {
		t.Errorf("what is no vector is given up: %v, %v", got, err)
	}
}

// An Embedder that gives nonsense, or a Ranker, never loses what words find: each candidate stays one, and each Statement and
// Citation of the answer.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	as := append(ports(2, 30), ferry...)
	by := &dice{name: "d", width: 12}
	b := opened(t, "", by).refreshed(t, as)
	plain := opened(t, "", nil).refreshed(t, as)
	b.embeds(t, by.count(b), 0)
	b.opt.Parts.Ranker = backwards{}
	st := b.state.Load()
	var questions []string
	forms := []string{"When will %s come?", "What has %s promised?", "How much is the %s?", "Who wants the %s?", "Which issues remain open about %s?", "%s"}
	for _, a := range ferry {
		for w := range strings.FieldsSeq(a.Title + " " + a.Text) {
			if len(w) > 4 {
				questions = append(questions, fmt.Sprintf(forms[len(questions)%len(forms)], strings.Trim(w, ".,“”")))
			}
		}
	}
	questions = append(questions, asked, cranes)
	answered := 0
	for _, text := range questions {
		q := Question{Text: text}
		in := st.inquire(q)
		words := st.retrieve(&in)
		s := b.searching(st)
		both, changed := s.again(t.Context(), &in, words)
		if len(words) > 1 && !changed || len(both) < len(words) {
			t.Fatalf("%q: %d candidates by words, %d by both", text, len(words), len(both))
		}
		for _, f := range words {
			if !slices.ContainsFunc(both, func(o found) bool { return o.place == f.place }) {
				t.Errorf("%q: %v is no candidate any more", text, f.place)
			}
		}
		want, err1 := plain.Answer(t.Context(), q)
		got, err2 := b.Answer(t.Context(), q)
		if err1 != nil || err2 != nil || want.Searching != nil {
			t.Fatal(err1, err2, want.Searching)
		}
		if want.Status == Answered {
			answered++
		}
		for _, s := range want.Statements {
			for _, c := range s.Citations {
				if !cites(got.Statements, c) {
					t.Errorf("%q: %q is not cited any more", text, c.Quote)
				}
			}
		}
	}
	if answered < 10 {
		t.Errorf("only %d questions are answered", answered)
	}
}

// count is how many vectors there are to make.
func (d *dice) count(b *Base) int { return len(distinctKeys(b.state.Load().vectorKeys())) }

// backwards is a Ranker that likes the last best.
type backwards struct{}

func (backwards) Name() string { return "backwards" }
func (backwards) Rank(_ context.Context, _ string, texts []string) (out []float64, _ error) {
	for i := range texts {
		out = append(out, float64(i))
	}
	return out, nil
}

// The passages of one text share a vector; what stands around a passage is part of what is embedded, and is short.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("żółw ", 400) + "."
	by := &dice{name: "d", width: 8}
	b := opened(t, "", by).refreshed(t, listed{
		{ID: "a", Title: "Miran\xff port", Text: "# Plans\n\nThe port must:\n\n- buy cranes\n- sell rope\n\nIt rained.\n"},
		{ID: "b", Title: "Miran\xff port", Text: "It rained.\n\n" + long + "\n"}, {ID: "c", Title: long, Text: "It snowed.\n"}})
	if _, err := b.Embed(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	slices.Sort(by.asked)
	for i, s := range by.asked {
		if len(s) > embeddedLead+embeddedText+10 {
			t.Errorf("%d bytes are embedded", len(s))
		}
		by.asked[i] = cutAt(s, 40)
	}
	want := []string{"Miran  port\nIt rained.", "Miran  port\nPlans\nIt rained.", "Miran  port\nPlans\nThe port must:",
		"Miran  port\nThe port must:\nbuy cranes", "Miran  port\nThe port must:\nsell rope", "Miran  port\nżółw żółw żółw żó", "żółw żółw żółw żółw żółw "}
	if d := cmp.Diff(want, by.asked); d != "" {
		t.Error(d)
	}
}

// hung is an Embedder and a Ranker of an endpoint that never answers.
type hung struct{ *dice }

func (hung) Embed(ctx context.Context, _ []string) ([][]float32, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (hung) Rank(ctx context.Context, _ string, _ []string) ([]float64, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// An endpoint that hangs takes a question so long and no longer, both parts of one together.
func TestPatience(t *testing.T) {
	t.Parallel()
	by := &dice{name: "d", width: 8}
	for patience, want := range map[time.Duration]time.Duration{0: DefaultPatience, 2 * time.Second: 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			b := opened(t, "", by).refreshed(t, ferry)
			if _, err := b.Embed(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			b.opt.Parts = Parts{Embedder: hung{by}, Ranker: hung{by}, Patience: patience}
			start := time.Now()
			a, err := b.Answer(t.Context(), Question{Text: "How much has Norway offered for the ferry, and when did it offer that?"})
			if took := time.Since(start); err != nil || took != want || a.Status != Answered || a.Searching.Problem != notReached || a.Searching.OrderProblem == "" {
				t.Errorf("after %v: %+v, %+v, %v", took, a, a.Searching, err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if a, err := b.Answer(ctx, Question{Text: "How much has Norway offered for the ferry?"}); err == nil || a.Status != Failed || time.Since(start) != want+time.Second {
				t.Errorf("a question that is cancelled: %+v, %v", a, err)
			}
		})
	}
}
