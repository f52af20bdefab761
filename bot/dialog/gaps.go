package dialog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/bot/dialog/inbox"
	"talksbot/knowledge"
)

// Gap is something that was asked and that the articles do not say.
type Gap struct {
	Question  string               `json:"question"` // a typical one, public where there is one
	Count     int                  `json:"count"`    // how often it was asked, in these words or others
	Last      time.Time            `json:"last"`     // when it was asked last, in UTC
	Platforms []string             `json:"platforms"`
	Others    []string             `json:"others,omitempty"`  // other words in which it was asked, at most three
	Nearest   *knowledge.Statement `json:"nearest,omitempty"` // what the articles do say that is nearest to it
}

// Gaps joins questions that were refused and ask for the same, the commonest first, at most so many; 0 for all. Those that are answered
// by now are left out. With a base that has models it costs a question each.
func Gaps(ctx context.Context, base Base, refused []inbox.Refused, most int) ([]Gap, error) {
	texts := make([]string, len(refused))
	for i, r := range refused {
		texts[i] = r.Text
	}
	var out []Gap
	for _, group := range knowledge.Alike(texts) {
		if most > 0 && len(out) == most {
			break
		}
		g := gapOf(refused, group)
		a, err := base.Answer(ctx, knowledge.Question{Text: g.Question})
		if err != nil {
			return nil, err
		}
		if a.Status != knowledge.Answered {
			g.Nearest = a.Nearest
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return b.Last.Compare(a.Last)
	})
	return out, nil
}

// mostGaps is how many gaps an admin is shown in a chat; “bot gaps” lists them all.
const mostGaps = 10

// adminReport shows what was asked and the articles do not say. What is asked at a terminal is kept nowhere.
func (d *Dialog) adminReport(ctx context.Context, say phrase.Words) (adapters.Reply, error) {
	box := d.box.Load()
	if box == nil {
		return adapters.Reply{Lead: say.Say("“bot gaps” lists what was asked in chats and the articles do not say.")}, nil
	}
	refused, err := box.Refusals(ctx, time.Time{})
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("what was refused: %w", err)
	}
	gaps, err := Gaps(ctx, d.base, refused, mostGaps)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("what the articles do not say: %w", err)
	}
	if len(gaps) == 0 {
		return adapters.Reply{Lead: say.Say("The articles say all that was asked.")}, nil
	}
	l := newListing(say, say.Say("Asked"), say.Say("Question"), say.Say("The nearest that is known"), say.Say("From"))
	for _, g := range gaps {
		asked := []string{line(g.Question)}
		for _, o := range g.Others {
			asked = append(asked, say.Say("also: %s", line(o)))
		}
		near, from := "–", []knowledge.Citation(nil)
		if g.Nearest != nil {
			near, from = line(g.Nearest.Text), g.Nearest.Citations
		}
		l.add(from, fmt.Sprintf("%d × · %s", g.Count, Moment(g.Last, say, "–")), strings.Join(asked, "\n"), near)
	}
	return l.reply(say.Say("What was asked and the articles do not say, the commonest first.")), nil
}

func gapOf(refused []inbox.Refused, group []int) Gap {
	const mostOthers = 3
	first := max(0, slices.IndexFunc(group, func(i int) bool { return !refused[i].Private }))
	g := Gap{Question: refused[group[first]].Text, Count: len(group)}
	for _, i := range group {
		r := refused[i]
		if r.When.After(g.Last) {
			g.Last = r.When
		}
		if !slices.Contains(g.Platforms, r.Platform) {
			g.Platforms = append(g.Platforms, r.Platform)
		}
		if !r.Private && r.Text != g.Question && !slices.Contains(g.Others, r.Text) && len(g.Others) < mostOthers {
			g.Others = append(g.Others, r.Text)
		}
	}
	slices.Sort(g.Platforms)
	return g
}
