package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"talksbot/adapters"
	"talksbot/bot/dialog"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// attacked gives hostile texts and a knowledge base of articles with one each, in the title, the publisher's name and the text:
// that the port of M… (portOf) will train pilots. The box is empty.
func attacked(t *testing.T) (base *knowledge.Base, box *inbox.Inbox, attacks []string) {
	t.Helper()
	attacks = readAttacks(t)
	if len(attacks) < 200 {
		t.Fatalf("only %d attacks", len(attacks))
	}
	for i := range len(attacks) / attackEach {
		attacks[i] = attacks[i*attackEach]
	}
	attacks = attacks[:len(attacks)/attackEach]
	articles := fstest.MapFS{}
	for i, a := range attacks {
		title, err := json.Marshal("On " + a)
		if err != nil {
			t.Fatal(err)
		}
		articles[fmt.Sprintf("%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\nid: a%d\ntitle: %s\npublisher: %s\npublished: 2026-03-02\nurl: https://news.example/%d\n---\nThe port of M%s will train %d pilots %s, the harbour board said on Monday. %s\n",
			i, title, title, i, portOf(i), 1000+i, a, a)}
	}
	dir := t.TempDir()
	store, err := storage.Open(t.Context(), filepath.Join(dir, "knowledge.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if base, err = knowledge.Open(t.Context(), knowledge.Options{Store: store}); err != nil {
		t.Fatal(err)
	}
	if d, err := base.Refresh(t.Context(), sources.FS(articles)); err != nil || len(d.Added) < len(attacks)*9/10 {
		t.Fatalf("%d articles of %d: %v", len(d.Added), len(attacks), err)
	}
	if box, err = inbox.Open(t.Context(), filepath.Join(dir, "dialog.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	return base, box, attacks
}

// portOf is what follows the M in the name of the port that an attack is about.
func portOf(i int) string {
	return strings.Repeat("ab", i%7+1) + string(rune('a'+i/7%26)) + string(rune('a'+i/182))
}

// serveOn serves until the test ends.
func serveOn(t *testing.T, d *dialog.Dialog, box *inbox.Inbox, on adapters.Adapter) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx, box, slog.New(slog.DiscardHandler), on) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

// readAttacks gives the hostile texts that the rendering is tested with.
func readAttacks(t *testing.T) (all []string) {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "adapters", "plain", "testdata", "attacks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		var a struct {
			Text  string
			Times int
		}
		if err := json.Unmarshal(s.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Repeat(a.Text, max(a.Times, 1)))
	}
	return all
}
