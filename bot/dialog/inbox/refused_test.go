package inbox

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"talksbot/adapters"
)

// Only questions that were refused come back, made clear, and without their people; none of who is forgotten.
func TestRefusals(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	refusal := adapters.Reply{Lead: "The articles do not say."}
	answered := adapters.Reply{Statements: []adapters.Statement{{Text: "They do."}}}
	ask := func(id, from string, private bool, d Done) {
		m := message(id)
		m.From, m.Private = from, private
		keep(t, b, m)
		answer(t, b, m, d)
	}
	ask("1", "ada", false, Done{IsQuestion: true, Reply: refusal})
	ask("2", "ada", false, Done{IsQuestion: true, Reply: answered})
	ask("3", "ada", true, Done{IsQuestion: true, Understood: "Who pays for the quay?", Reply: refusal})
	ask("4", "ada", false, Done{Reply: refusal}) // such as /help
	ask("5", "bob", false, Done{IsQuestion: true, Reply: refusal})
	keep(t, b, message("6"))
	if _, err := b.ForgetPerson(t.Context(), "p", "bob"); err != nil {
		t.Fatal(err)
	}
	got, err := b.Refusals(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		if since := time.Since(got[i].When); since < 0 || since > time.Minute {
			t.Errorf("asked %v ago", since)
		}
		got[i].When = time.Time{}
	}
	want := []Refused{{Text: "text of 1", Platform: "p"}, {Text: "Who pays for the quay?", Platform: "p", Private: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if later, err := b.Refusals(t.Context(), time.Now().Add(time.Minute)); err != nil || len(later) > 0 {
		t.Errorf("%v, %v of what is to come", later, err)
	}
}
