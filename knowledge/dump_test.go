package knowledge

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

func TestDumpReports(t *testing.T) {
	dir := os.Getenv("DUMP")
	if dir == "" {
		t.Skip()
	}
	fs, _ := filepath.Glob(filepath.Join(dir, "*.md"))
	sort.Strings(fs)
	for _, f := range fs {
		b, _ := os.ReadFile(f)
		_, body, _ := strings.Cut(strings.TrimPrefix(string(b), "---"), "\n---\n")
		a := Article{ID: filepath.Base(f), Text: body, Language: "en"}
		ps := Split(a)
		r := read(a, ps)
		fmt.Println("\n=====", f)
		for _, rep := range r.extract() {
			q := a.Text[ps[rep.Passage].Start:ps[rep.Passage].End]
			if rep.Stance != "" {
				fmt.Printf("C %-9s %-34s | %s | if:%s | by:%s | %s | said:%s\n      « %s\n", rep.Stance, join(rep.Actors).shown(), rep.Undertaking, rep.Condition, rep.Deadline, rep.Amount, rep.SaidBy.shown(), q)
			} else {
				fmt.Printf("I %-9s %s | said:%s\n      « %s\n", rep.Status, rep.Issue, rep.SaidBy.shown(), q)
			}
		}
	}
}
