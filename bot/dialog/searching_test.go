package dialog

import (
	"slices"
	"strings"
	"testing"

	"talksbot/knowledge"
)

// A reply says by what it was not searched, and what was taken by its meaning, where there is something to say alone.
func TestSearching(t *testing.T) {
	t.Parallel()
	const problem = "Searched by words alone: the model for meaning was not reached in time."
	for _, test := range []struct {
		name, language string
		searching      *knowledge.Searching
		notes          []string
	}{
		{"without an embedder", "", nil, nil},
		{"by both", "", &knowledge.Searching{By: "words and meaning", Meaning: "m"}, nil},
		{"by words alone", "", &knowledge.Searching{By: "words", Problem: problem}, []string{problem}},
		{"in German", "de", &knowledge.Searching{By: "words", Problem: problem}, []string{"Nur nach Wörtern gesucht: Das Modell für die Bedeutung war nicht rechtzeitig zu erreichen."}},
		{"by meaning", "", &knowledge.Searching{Meant: []string{"impost", "%s"}}, []string{"No article has the word “impost”; what is shown is near to it in meaning.",
			"No article has the word “%s”; what is shown is near to it in meaning."}},
	} {
		plain := Compose(knowledge.Answer{Status: knowledge.NotInCorpus}, false, test.language).Notes
		got := Compose(knowledge.Answer{Status: knowledge.NotInCorpus, Searching: test.searching}, false, test.language).Notes
		if !slices.Equal(got, append(plain, test.notes...)) {
			t.Errorf("%s: %s", test.name, strings.Join(got, " | "))
		}
	}
	for _, problem := range []string{problem, "Searched by words alone: the articles are not prepared for a search by meaning yet.",
		"Searched by words alone: the model for meaning gave nothing that could be used."} {
		for _, language := range []string{"de", "es", "fr", "uk"} {
			if notes := Compose(knowledge.Answer{Searching: &knowledge.Searching{Problem: problem}}, false, language).Notes; slices.Contains(notes, problem) {
				t.Errorf("%s has no words for %q", language, problem)
			}
		}
	}
}
