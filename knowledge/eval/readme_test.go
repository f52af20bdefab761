package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talksbot/bot/dialog"
)

// The README's figures are those of the program. The stories beside the checkout are looked at where they are there.
func TestREADME(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	folders, _ := filepath.Glob("testdata/stories/*")
	beside, _ := filepath.Glob("../../../shared/stories/*")
	for _, dir := range append(folders, beside...) {
		name := filepath.Base(dir)
		if !strings.Contains(string(readme), "| "+name+" | ") {
			continue // no figures are claimed for it
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Run(t.Context(), dir, Options{Understand: dialog.Understand})
			if err != nil {
				t.Fatal(err)
			}
			row := fmt.Sprintf("| %s | %v | %v | %v | %v, %v | %v, %v |\n", name, r.NuggetRecall, r.FalseRefusals, r.RefusedUnanswerable,
				r.Commitments.Recall, *r.Commitments.StanceRight, r.Issues.Recall, *r.Issues.StatusRight)
			if !strings.Contains(string(readme), row) {
				t.Errorf("the README does not have the row\n%s", row)
			}
		})
	}
}
