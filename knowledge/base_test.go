package knowledge_test

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// told is a Source of some articles.
type told []knowledge.Article

func (s told) Articles(context.Context) iter.Seq2[knowledge.Article, error] {
	return func(yield func(knowledge.Article, error) bool) {
		for _, a := range s {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func stored(t *testing.T, path string) *knowledge.Base {
	t.Helper()
	store, err := storage.Open(t.Context(), path, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b, err := knowledge.Open(t.Context(), knowledge.Options{Store: store, Fallback: sources.FS(corpus.FS())})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReload: a Base serves what another one, as of another process, has refreshed, once it is told to look.
func TestReload(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "knowledge.db")
	serving, other := stored(t, path), stored(t, path)
	reload := func(want bool) {
		t.Helper()
		if changed, err := serving.Reload(t.Context()); err != nil || changed != want {
			t.Fatalf("%v, %v; want %v", changed, err, want)
		}
	}
	refresh := func(b *knowledge.Base, id, text string) {
		t.Helper()
		if _, err := b.Refresh(t.Context(), told{{ID: id, Text: text}}); err != nil {
			t.Fatal(err)
		}
	}
	reload(false)
	if !serving.Bundled() {
		t.Error("the bundled articles do not serve while nothing is stored")
	}
	refresh(other, "a", "Portugal has pledged to send two dredgers to the harbour of Miran.")
	reload(true)
	reload(false)
	refresh(other, "b", "Iceland is ready to train forty pilots.")
	if serving.Searched().Articles != 1 {
		t.Errorf("%+v before it looks", serving.Searched())
	}
	reload(true)
	if diff := cmp.Diff(other.Searched(), serving.Searched()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(other.Commitments(), serving.Commitments()); diff != "" {
		t.Error(diff)
	}
	refresh(serving, "c", "Peru declined.") // on from what the other one has stored
	reload(false)
	if n := serving.Searched().Articles; n != 3 {
		t.Errorf("%d articles, want 3", n)
	}
}

func TestReloadFails(t *testing.T) {
	t.Parallel()
	serving := stored(t, filepath.Join(t.TempDir(), "knowledge.db"))
	before := serving.Searched()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if changed, err := serving.Reload(ctx); changed || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", changed, err)
	}
	if diff := cmp.Diff(before, serving.Searched()); diff != "" {
		t.Error(diff)
	}
	inMemory, err := knowledge.Open(t.Context(), knowledge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if changed, err := inMemory.Reload(t.Context()); changed || err != nil {
		t.Errorf("%v, %v without a store", changed, err)
	}
}
