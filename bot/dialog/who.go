package dialog

import (
	"slices"
	"strings"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// holding is what one party has undertaken, the firmest first.
type holding struct {
	name string
	all  []knowledge.Commitment
}

// holdings puts the Commitments under their parties: who undertakes something together does so each, where all of them are
// states. Those with the firmest and the most come first.
func holdings(all []knowledge.Commitment) []*holding {
	by := map[string]*holding{}
	var out []*holding
	for _, c := range all {
		seen := map[string]bool{}
		for _, name := range partiesOf(c.Actor) {
			key := codeOf(name)
			if key == "" {
				key = strings.Join(foldWords(name), " ")
			}
			if key == "" || seen[key] {
				continue
			}
			seen[key] = true
			if by[key] == nil {
				by[key] = &holding{name: name}
				out = append(out, by[key])
			}
			by[key].all = append(by[key].all, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *holding) int {
		for _, s := range knowledge.Stances {
			if n := b.count(s) - a.count(s); n != 0 {
				return n
			}
		}
		return 0
	})
	return out
}

// partiesOf gives the states of "Norland and Lirova (Mara Quill)", else the actor as a whole without who speaks for it.
func partiesOf(actor string) []string {
	name := speaksFor(actor)
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(name, " and ", ", "), ", ") {
		p, ok := placeOf(part)
		if !ok {
			return []string{name}
		}
		if p.Country() { // also where it is called "Norlanders"
			part = p.Name
		}
		parts = append(parts, part)
	}
	return parts
}

// speaksFor is an actor without the person in brackets: "Norland (Mara Quill)".
func speaksFor(actor string) string {
	name, _, _ := strings.Cut(actor, " (")
	return line(name)
}

func (h *holding) count(s knowledge.Stance) (n int) {
	for _, c := range h.all {
		if c.Stance == s {
			n++
		}
	}
	return n
}

// counts says how many of each stance there are: "1 signed · 2 pledged".
func (h *holding) counts(say phrase.Words) string {
	var out []string
	for _, s := range knowledge.Stances {
		if n := h.count(s); n > 0 {
			out = append(out, say.Say("%d %s", n, say.Text(string(s))))
		}
	}
	return strings.Join(out, " · ")
}

func (d *Dialog) who(say phrase.Words, topic string) adapters.Reply {
	all := d.base.Commitments()
	if topic != "" {
		all = slices.DeleteFunc(all, func(c knowledge.Commitment) bool {
			return !knowledge.Speaks(c.Undertaking+" "+c.Condition+" "+c.Amount, topic)
		})
	}
	hs := holdings(all)
	if len(hs) == 0 && topic != "" {
		return d.fresh(adapters.Reply{Lead: say.Say("No party has undertaken anything in which %s is named.", "“"+clipped(topic)+"”"),
			Notes: []string{say.Say("%s lists all of them.", "/who")}}, say)
	}
	l := newListing(say, say.Say("Party"), say.Say("Commitments"), say.Say("The firmest"), say.Say("From"))
	for _, h := range hs[:min(len(hs), mostRows)] {
		first := h.all[0]
		l.add(first.Citations, line(h.name), h.counts(say), say.Text(string(first.Stance))+": "+undertaking(first, say))
	}
	var notes []string
	if len(hs) > mostRows {
		notes = append(notes, say.Say("Shown are the first %d. Name a topic for others: %s", mostRows, "/who money"))
	}
	return d.fresh(l.reply(say.Say("%d parties.", len(hs)), notes...), say)
}
