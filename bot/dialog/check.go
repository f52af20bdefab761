package dialog

import (
	"context"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// check holds a text against the articles, sentence by sentence: a Statement each, which says no more than the gate found.
func (d *Dialog) check(ctx context.Context, say phrase.Words, text string) (adapters.Reply, error) {
	switch {
	case text == "":
		return adapters.Reply{Lead: say.Say("Which text? Write it like this: %s", "/check The harbour opens again in June.")}, nil
	case len(text) > MaxQuestion:
		return adapters.Reply{Lead: say.Say("That is too long to check: over %d characters. Check some sentences at a time.", MaxQuestion)}, nil
	}
	all, err := d.base.Check(ctx, text)
	if err != nil {
		return adapters.Reply{}, err
	}
	if len(all) == 0 {
		return d.fresh(adapters.Reply{Lead: say.Say("There is nothing to check in that: no sentence that states something.")}, say), nil
	}
	n := newNumbers(nil, say)
	var r adapters.Reply
	for _, c := range all {
		s := n.statement(knowledge.Statement{Citations: c.Citations})
		s.Text, s.Note = verdict(c, say)
		r.Statements = append(r.Statements, s)
	}
	r.Sources = n.sorted()
	if len(all) == knowledge.MostChecked {
		r.Notes = append(r.Notes, say.Say("At most %d sentences are checked.", knowledge.MostChecked))
	}
	return d.fresh(r, say), nil
}

// verdict puts in words what a sentence came to, in a sentence and in short.
func verdict(c knowledge.Checked, say phrase.Words) (text, note string) {
	sentence := line(c.Sentence)
	switch {
	case c.Verdict == knowledge.Supported && c.SaidBy != "":
		return say.Say("“%s” – The articles say so, as what %s says.", sentence, line(c.SaidBy)), say.Say("said by %s", line(c.SaidBy))
	case c.Verdict == knowledge.Supported:
		return say.Say("“%s” – The articles say so.", sentence), say.Say("said")
	case c.Verdict == knowledge.Contradicted:
		return say.Say("“%s” – The articles say otherwise.", sentence), say.Say("said otherwise")
	case len(c.Citations) > 0:
		return say.Say("“%s” – The articles do not say this.", sentence), say.Say("not said; quoted is the nearest thing they do say")
	}
	return say.Say("“%s” – The articles do not say this.", sentence), say.Say("not said")
}
