package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
	"talksbot/adapters/slack"
	"talksbot/bot/dialog"
)

// TestCommandWords: Slack hands over as commands those that the dialog has.
func TestCommandWords(t *testing.T) {
	t.Parallel()
	base, _, close, err := (&program{env: func(string) string { return "" }, data: t.TempDir()}).open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer close()
	r, err := dialog.New(base, dialog.DefaultConfig()).Hear(t.Context(), adapters.Message{Text: "/help"})
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, row := range r.Table.Rows {
		words = append(words, strings.TrimPrefix(strings.Fields(row[0].Text)[0], "/"))
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(words)), slices.Sorted(slices.Values(slack.CommandWords))); diff != "" {
		t.Error(diff)
	}
}
