package knowledge_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge"
)

func TestAlike(t *testing.T) {
	t.Parallel()
	texts := []string{
		"How many penguins live in the zoo?",
		"When does the ferry to Skerrin sail?",
		"Who pays for the ferry's new engine?",
		"and when is the Skerrin ferry sailing?",
		"When will the ferry to Skerrin sail again?",
		"Who pays for the quay?",
		"",
		"who pays for the new ferry engine",
	}
	want := [][]int{{1, 3, 4}, {2, 7}, {0}, {5}, {6}}
	if diff := cmp.Diff(want, knowledge.Alike(texts)); diff != "" {
		t.Error(diff)
	}
	if got := knowledge.Alike(nil); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

// BenchmarkAlike groups 20,000 questions: more than a month of a busy desk.
func BenchmarkAlike(b *testing.B) {
	var texts []string
	for i := range 20_000 {
		texts = append(texts, fmt.Sprintf("Who has pledged point %d of the %c%c plan for harbour %d?", i%700, 'a'+i%20, 'a'+i%13, i%90))
	}
	for b.Loop() {
		knowledge.Alike(texts)
	}
}
