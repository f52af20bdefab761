package dialog

import (
	"slices"

	"talksbot/adapters/phrase"
	"talksbot/knowledge"
	"talksbot/knowledge/foreign"
)

// spoken is the language of a Reply: that of the question, where a model serves, it was understood and there are words for it, else
// that of the place where it was asked.
func spoken(a knowledge.Answer, language string) string {
	if a.Rewriting != nil && (a.Rewriting.Used || inItsLanguage(a)) && a.Language != "" && phrase.In(a.Language).Tag() == a.Language {
		return a.Language
	}
	return language
}

// modelled are the notes on what a model did for an Answer, and on what it did not do. They are none without one, but for a
// question in another language.
func modelled(a knowledge.Answer, say phrase.Words) (notes []string) {
	add := func(note string) {
		if note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	if a.Language != "" && (a.Rewriting == nil || !a.Rewriting.Used) && !inItsLanguage(a) {
		in := say
		if own := phrase.In(a.Language); own.Tag() == a.Language {
			in = own
		}
		add(in.Say("Questions are understood in English."))
	}
	if a.Rewriting != nil {
		add(say.Text(a.Rewriting.Problem))
	}
	if a.Writing != nil {
		add(say.Text(a.Writing.Problem))
	}
	if t := a.Translation; t != nil {
		add(say.Text(t.Problem))
		if t.Translated > 0 {
			add(say.Say("Translated by %s; quotes are as published.", t.By))
		}
		if len(t.Dropped) > 0 {
			add(say.Say("What is in English is in the articles' own words: its translation could not be checked."))
		}
	}
	return notes
}

// inItsLanguage says whether articles in the language of a question answer it.
func inItsLanguage(a knowledge.Answer) bool {
	return slices.ContainsFunc(a.Statements, func(s knowledge.Statement) bool { return s.Original == "" && foreign.Language(s.Text) == a.Language })
}
