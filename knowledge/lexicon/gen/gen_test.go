package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("index.sense", "big%5:00:00:large:00 00000010 1 7\nlittle%3:00:00:: 00000020 1 5\nlarge%3:00:00:: 00000010 2 1\n")
	write("data.adj", "  1 the licence\n"+
		"00000010 00 a 02 Big(a) 0 large 0 001 ! 00000020 a 0101 | gloss\n"+
		"00000020 00 a 01 little 0 001 ! 00000010 a 0101 | gloss\n")
	w := newWordNet()
	if err := w.readCounts(dir); err != nil {
		t.Fatal(err)
	}
	if err := w.readData(dir, parts[2]); err != nil {
		t.Fatal(err)
	}
	w.link()
	write("news", "# ours\na big sizeable_indeed\na! big small\n")
	if err := w.readNews(filepath.Join(dir, "news")); err != nil {
		t.Fatal(err)
	}
	big := w.entries[key{"big", 3}]
	if diff := cmp.Diff([]key{{"little", 3}, {"small", 3}}, big.opposites, cmp.AllowUnexported(key{})); diff != "" {
		t.Error(diff)
	}
	top := 7*metWeight + rankWeight + 1
	if len(big.senses) != 2 || big.senses[0].weight != top || big.senses[1].weight != top {
		t.Errorf("senses of big: %+v", big.senses)
	}
	if diff := cmp.Diff([]string{"big", "sizeable indeed"}, w.order[2].words); diff != "" {
		t.Error(diff)
	}
	write("news", "a big\n")
	if err := w.readNews(filepath.Join(dir, "news")); err == nil || !strings.Contains(err.Error(), "news:1") {
		t.Errorf("a line of one word: %v", err)
	}
	if err := w.markAgents(); err == nil {
		t.Error("no error for a WordNet without social groups")
	}
}
