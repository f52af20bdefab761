package extract

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talksbot/knowledge/news"
)

// told reads the text of an Article in English.
func told(text string) *reader {
	a := news.Article{ID: "a", Language: "en", Text: text}
	return read(a, news.Split(a))
}

func TestPeople(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{ // want: name, role, whom they speak for; a star where the office does
		{"title before a name", "Zambian President Ada Lund signed the pact.", "Ada Lund, President, Zambia*"},
		{"possessive", "Mongolia's foreign minister Mira Oduya signed the pact.", "Mira Oduya, foreign minister, Mongolia*"},
		{"apposition", "Mira Oduya, the Zambian trade minister, signed the pact.", "Mira Oduya, minister, Zambia*"},
		{"apposition with of", "Mira Oduya, prime minister of Mongolia, signed the pact.", "Mira Oduya, minister, Mongolia*"},
		{"apposition before the name", "The Zambian chancellor, Ada Lund, signed the pact.", "Ada Lund, chancellor, Zambia*"},
		{"title alone", "Gen. Lund signed the pact.", "Lund, Gen., -"},
		{"a former office speaks for nobody", "Zambia's former president Ada Lund welcomed the pact.", "Ada Lund, former president, Zambia"},
		{"who speaks is a person", "Ada Lund said the pact was late.", "Ada Lund, , -"},
		{"a ship is none", "The Blue Star sank.", ""},
		{"a state that speaks is none", "New Zealand said the pact was late.", ""},
		{"a particle is no title", "Mongolian President Ana da Costa signed the pact.", "Ana da Costa, President, Mongolia*"},
		{"a fuller name wins", "Minister Lund was late. Zambian Finance Minister Ada Lund signed.", "Ada Lund, Minister, Zambia*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, peopleIn(tt.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func peopleIn(text string) string {
	pp := told(text).people
	var out []string
	for _, k := range slices.Sorted(maps.Keys(pp)) {
		p := pp[k]
		body := p.For
		if body == "" {
			body = "-"
		}
		if p.Office && p.For != "" {
			body += "*"
		}
		out = append(out, fmt.Sprintf("%s, %s, %s", p.Name, p.Role, body))
	}
	return strings.Join(out, "; ")
}

// What is got wrong. A case that is right belongs into the test above it is like.
func TestPartyWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, got, want string }{
		{"former before the state", peopleIn("Former Zambian president Ada Lund welcomed the pact."), "Ada Lund, president, Zambia"},
		{"former in an apposition", peopleIn("Ada Lund, a former Zambian president, welcomed the pact."), "Ada Lund, president, Zambia"},
		{"a demonym that is missing", peopleIn("Nepali President Ada Lund signed the pact."), "Ada Lund, President, Nepal*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got == tt.want {
				t.Fatal("right now: move the case into the test it is like")
			}
			t.Skipf("%q, not %q", tt.got, tt.want)
		})
	}
}

// Whoever undertakes something is named, however the sentence puts it.
func TestActors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{ // want: the actors of each report, one after the other
		{"state", "Zambia will send two ships.", "Zambia"},
		{"demonym and government", "The Zambian government will send two ships.", "Zambian government"},
		{"capital", "Lusaka will send two ships.", "Zambia"},
		{"abbreviation", "The U.K. will send two ships.", "United Kingdom"},
		{"person for a state", "Zambian President Ada Lund will send two ships.", "Zambia (Ada Lund)"},
		{"surname later", "Zambian President Ada Lund opened the talks. Lund will send two ships.", "Zambia (Ada Lund)"},
		{"he", "Mongolian President Dan Voss opened the talks. He will send two ships.", "Mongolia (Dan Voss)"},
		{"we", "“We will send two ships,” said Mongolian President Dan Voss.", "Mongolia"},
		{"its", "Zambia said it will send two ships.", "Zambia"},
		{"list", "Zambia, Mongolia and Malta will send two ships.", "Zambia, Mongolia, Malta"},
		{"group", "The league of pilots will send two ships.", "league of pilots"},
		{"nobody known", "Somebody will have to act.", ""},
		{"no party", "The rain will stop.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, rep := range told(tt.text).extract() {
				var names []string
				for _, p := range rep.Actors {
					names = append(names, p.Shown())
				}
				if rep.Stance != "" {
					got = append(got, strings.Join(names, ", "))
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Mentions of one party have one key, those of two have two.
func TestPartyKeys(t *testing.T) {
	t.Parallel()
	key := func(text string) string {
		reps := told(text).extract()
		if len(reps) != 1 || len(reps[0].Actors) != 1 {
			t.Fatalf("%s: %+v", text, reps)
		}
		return reps[0].Actors[0].Key
	}
	same := [][]string{
		{"Zambia will send two ships.", "Lusaka will send two ships.", "The Zambian government will send two ships.", "Zambian President Ada Lund will send two ships.", "The government of Zambia will send two ships."},
		{"The U.K. will send two ships.", "Britain will send two ships.", "The United Kingdom will send two ships."},
		{"The pilots' league will send two ships.", "A pilots' league will send two ships."},
	}
	for i, texts := range same {
		first := key(texts[0])
		for _, text := range texts[1:] {
			if got := key(text); got != first {
				t.Errorf("%s: %s, but %s: %s", texts[0], first, text, got)
			}
		}
		for _, other := range same[:i] {
			if key(other[0]) == first {
				t.Errorf("%s and %s: %s", other[0], texts[0], first)
			}
		}
	}
}
