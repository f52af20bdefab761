package dialog

import (
	"context"
	"slices"
	"time"

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
