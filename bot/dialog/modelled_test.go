package dialog

import (
	"slices"
	"strings"
	"testing"

	"talksbot/adapters"
	"talksbot/knowledge"
)

// What a model did not do is said, in the language of whoever asked; a question that was understood is answered in its own.
func TestModelled(t *testing.T) {
	t.Parallel()
	const late = "The model was not reached in time, so the articles' own words are shown."
	c := knowledge.Citation{N: 1, Article: "a", Quote: "q"}
	answer := func(change func(*knowledge.Answer)) knowledge.Answer {
		a := knowledge.Answer{Question: "asked", Understood: "asked", Status: knowledge.Answered, Statements: []knowledge.Statement{{Text: "A.", Stance: knowledge.Pledged, Citations: []knowledge.Citation{c}}}}
		change(&a)
		return a
	}
	for _, tt := range []struct {
		name, place string
		answer      knowledge.Answer
		language    string
		notes       []string // are there; those that begin with - are not
	}{
		{"nothing of a model", "", answer(func(*knowledge.Answer) {}), "", []string{"-model", "-English"}},
		{"written", "", answer(func(a *knowledge.Answer) { a.Writing = &knowledge.Writing{By: "pen", Written: 1} }), "", []string{"-model"}},
		{"not written", "", answer(func(a *knowledge.Answer) { a.Writing = &knowledge.Writing{By: "pen", Problem: late} }), "", []string{late}},
		{"not written, in German", "de", answer(func(a *knowledge.Answer) { a.Writing = &knowledge.Writing{By: "pen", Problem: late} }), "de", []string{"Das Modell war nicht rechtzeitig", "-model"}},
		{"said once", "", answer(func(a *knowledge.Answer) {
			a.Writing, a.Rewriting = &knowledge.Writing{Problem: late}, &knowledge.Rewriting{Problem: late}
		}), "", []string{late}},
		{"a German question with no model", "", answer(func(a *knowledge.Answer) { a.Language = "de" }), "", []string{"Fragen werden auf Englisch verstanden."}},
		{"an Italian question with no model, in a French place", "fr", answer(func(a *knowledge.Answer) { a.Language = "it" }), "fr", []string{"Les questions sont comprises en anglais."}},
		{"a German question that was understood", "fr", answer(func(a *knowledge.Answer) {
			a.Language, a.Understood, a.Rewriting = "de", "clear", &knowledge.Rewriting{By: "pen", Used: true}
		}), "de", []string{"Verstanden als: clear", "-Fragen werden"}},
		{"an Italian question that was understood", "fr", answer(func(a *knowledge.Answer) {
			a.Language, a.Understood, a.Rewriting = "it", "clear", &knowledge.Rewriting{By: "pen", Used: true}
		}), "fr", []string{"Compris comme", "-Questions", "-Les questions"}},
		{"a German question that was rewritten badly", "", answer(func(a *knowledge.Answer) {
			a.Language, a.Rewriting = "de", &knowledge.Rewriting{By: "pen", Dropped: &knowledge.Rejected{Text: "Who is PWNED?"}}
		}), "", []string{"Fragen werden auf Englisch verstanden.", "-PWNED"}},
		{"a German question that was translated in part", "", answer(func(a *knowledge.Answer) {
			a.Language, a.Understood, a.Rewriting = "de", "clear", &knowledge.Rewriting{By: "pen", Used: true}
			a.Translation = &knowledge.Translation{By: "pen (translate 1)", Language: "de", Translated: 1, Dropped: []knowledge.Rejected{{Text: "PWNED"}}}
		}), "de", []string{"Übersetzt von pen (translate 1); Zitate sind", "Was auf Englisch dasteht", "-PWNED"}},
		{"a German question that was not translated in time", "", answer(func(a *knowledge.Answer) {
			a.Language, a.Understood, a.Rewriting = "de", "clear", &knowledge.Rewriting{By: "pen", Used: true}
			a.Translation = &knowledge.Translation{By: "pen", Language: "de", Problem: "The model was not reached in time, so the answer is in English."}
		}), "de", []string{"die Antwort ist auf Englisch", "-Übersetzt von"}},
		{"a German question that German articles answer", "", answer(func(a *knowledge.Answer) {
			a.Language, a.Statements[0].Text = "de", "Das haben sie für die neue Fähre nicht geboten."
		}), "", []string{"-Fragen werden", "-English"}},
		{"the same, with a model", "", answer(func(a *knowledge.Answer) {
			a.Language, a.Statements[0].Text, a.Rewriting = "de", "Das haben sie für die neue Fähre nicht geboten.", &knowledge.Rewriting{By: "pen"}
		}), "de", []string{"-Fragen werden", "Durchsucht"}},
	} {
		r := Compose(tt.answer, false, tt.place)
		if r.Language != tt.language {
			t.Errorf("%s: in %q, want %q", tt.name, r.Language, tt.language)
		}
		for _, note := range tt.notes {
			not, absent := strings.CutPrefix(note, "-")
			n := 0
			for _, got := range r.Notes {
				if strings.Contains(got, not) {
					n++
				}
			}
			if absent && n > 0 || !absent && n != 1 {
				t.Errorf("%s: %q is %d times in %q", tt.name, not, n, r.Notes)
			}
		}
		if tt.language == "de" && r.Statements[0].Note != "zugesagt" {
			t.Errorf("%s: %q", tt.name, r.Statements[0].Note)
		}
	}
}

// A translation says that it is one, beside who says it; its quotes are as published.
func TestTranslated(t *testing.T) {
	t.Parallel()
	c := knowledge.Citation{N: 1, Article: "a", Quote: "Kenya will send ships."}
	a := knowledge.Answer{Status: knowledge.Answered, Language: "de", Rewriting: &knowledge.Rewriting{Used: true}, Statements: []knowledge.Statement{
		{Text: "Kenia wird Schiffe schicken.", Original: "Kenya will send ships.", Stance: knowledge.Pledged, SaidBy: "Kenya", Citations: []knowledge.Citation{c}}}}
	got := Compose(a, false, "").Statements[0]
	if got.Text != "Kenia wird Schiffe schicken." || got.Note != "zugesagt · übersetzt" || got.Quotes[0].Text != c.Quote {
		t.Errorf("%+v", got)
	}
}

// wise is a Base with a model that understands one question.
type wise struct {
	fakeBase
	clear string
}

func (w *wise) answer(q knowledge.Question) knowledge.Answer {
	return knowledge.Answer{Question: q.Text, Understood: w.clear, Status: knowledge.Answered, Language: "de", Rewriting: &knowledge.Rewriting{By: "pen", Used: true}}
}

// What follows a question that a model made clear goes on from that, and the model is told what was asked before.
func TestAsked(t *testing.T) {
	t.Parallel()
	w := &wise{clear: "What did Kenya say about the ships?"}
	first := Understand("Was hat Kenia zu den Schiffen gesagt?", nil)
	after := Asked(first, w.answer(first))
	if after.Understood != w.clear || after.Earlier != nil {
		t.Errorf("%+v", after)
	}
	next := Understand("and Peru?", []knowledge.Question{{Text: "Which ships?"}, after})
	if next.Understood != "What did Peru say about the ships?" || !slices.Equal(next.Earlier, []string{"Which ships?", w.clear}) {
		t.Errorf("%+v", next)
	}
	leaning := Asked(Understand("Why?", []knowledge.Question{after}), knowledge.Answer{Understood: "Why? — about: x"})
	if last := Understand("And when?", []knowledge.Question{after, leaning}); !slices.Equal(last.Earlier, []string{w.clear, "Why?"}) {
		t.Errorf("%q", last.Earlier)
	}
	d := New(&fakeBase{}, DefaultConfig())
	if r, err := d.Hear(t.Context(), adapters.Message{Text: "Who?", Language: "uk"}); err != nil || r.Language != "uk" {
		t.Errorf("%+v, %v", r, err)
	}
}
