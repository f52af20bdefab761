package dialog

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
)

// adminStatus shows how the knowledge base is kept.
func (d *Dialog) adminStatus(ctx context.Context, say phrase.Words) (adapters.Reply, error) {
	st, err := d.keeper.Status(ctx)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("the status of the knowledge base: %w", err)
	}
	waiting := d.Waiting()
	st.Waiting = &waiting
	return st.reply(say), nil
}

// Reply shows a Status, in English.
func (st Status) Reply() adapters.Reply { return st.reply(phrase.Words{}) }

func (st Status) reply(say phrase.Words) adapters.Reply {
	r := adapters.Reply{Lead: say.Say("The articles are fresh.")}
	switch {
	case st.Bundled:
		r.Lead = say.Say(bundledNote)
	case st.Stale:
		r.Lead = say.Say("The articles are stale.")
	}
	row := func(what, is string) {
		if is != "" {
			r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: what}, {Text: is}})
		}
	}
	r.Table.Heads = []string{say.Say("What"), say.Say("How it is")}
	row(say.Say("Articles"), fmt.Sprint(st.Articles))
	row(say.Say("The newest"), day(st.Newest, say))
	row(say.Say("Snapshot"), st.Snapshot)
	row(say.Say("Last refresh"), Moment(st.Refreshed, say, say.Say("never")))
	row(say.Say("Next refresh"), Moment(st.Next, say, say.Say("not planned")))
	if st.Failures > 0 {
		row(say.Say("Failed since"), join(fmt.Sprintf("%d:", st.Failures), shortly(st.Problem)))
	}
	if st.Waiting != nil {
		row(say.Say("Messages waiting"), fmt.Sprint(*st.Waiting))
	}
	row(say.Say("Model"), st.Model)
	for _, s := range st.Sources {
		text := Moment(s.Succeeded, say, say.Say("never"))
		if s.Failures > 0 {
			text = join(text, fmt.Sprintf("(%s)", say.Say("failures in a row: %d", s.Failures)), shortly(s.Problem))
		}
		row(shortly(s.Name), text)
	}
	return r
}

// adminSources shows each source and how it is doing.
func (d *Dialog) adminSources(ctx context.Context, say phrase.Words) (adapters.Reply, error) {
	st, err := d.keeper.Status(ctx)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("the sources of the knowledge base: %w", err)
	}
	if len(st.Sources) == 0 {
		return adapters.Reply{Lead: say.Say("Nothing was refreshed from the configured sources yet.")}, nil
	}
	r := adapters.Reply{Lead: say.Say("Sources of articles: %d.", len(st.Sources))}
	r.Table.Heads = []string{say.Say("From"), say.Say("Last success"), say.Say("Articles"), say.Say("Failures"), say.Say("Problem")}
	for _, s := range st.Sources {
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: shortly(s.Name)}, {Text: Moment(s.Succeeded, say, say.Say("never"))},
			{Text: fmt.Sprint(s.Articles)}, {Text: fmt.Sprint(s.Failures)}, {Text: cmp.Or(shortly(s.Problem), "–")}})
	}
	return r, nil
}

// mostActs is how many Acts are shown.
const mostActs = 20

// adminAudit shows what was done last.
func (d *Dialog) adminAudit(ctx context.Context, say phrase.Words) (adapters.Reply, error) {
	acts, err := d.keeper.Acts(ctx, mostActs)
	if err != nil {
		return adapters.Reply{}, fmt.Errorf("the log of acts: %w", err)
	}
	if len(acts) == 0 {
		return adapters.Reply{Lead: say.Say("Nothing was done to the articles yet.")}, nil
	}
	r := adapters.Reply{Lead: say.Say("What was done to the articles, the last first.")}
	r.Table.Heads = []string{say.Say("When"), say.Say("By whom"), say.Say("What"), say.Say("What came of it")}
	for _, a := range acts {
		came := line(a.Detail)
		if a.Failed != "" {
			came = join(came, say.Say("Failed: %s", line(a.Failed)))
		}
		if a.After != "" && a.After != a.Before {
			came = join(came, fmt.Sprintf("(%s → %s)", cmp.Or(a.Before, "–"), a.After))
		}
		r.Table.Rows = append(r.Table.Rows, []adapters.Cell{{Text: Moment(a.At, say, "–")}, {Text: cmp.Or(line(a.By), "–")}, {Text: a.What},
			{Text: cmp.Or(came, "–")}})
	}
	return r, nil
}

// snapshots is a Table of those that are kept.
func snapshots(say phrase.Words, all []Snapshot) adapters.Table {
	t := adapters.Table{Heads: []string{say.Say("Snapshot"), say.Say("Made"), say.Say("Articles")}}
	for i, s := range all {
		made := Moment(s.Made, say, "–")
		if i == 0 {
			made = join(made, "("+say.Say("serves now")+")")
		}
		t.Rows = append(t.Rows, []adapters.Cell{{Text: s.ID}, {Text: made}, {Text: fmt.Sprint(s.Articles)}})
	}
	return t
}

// Moment writes a time as people read it: "7 Jan 2026, 15:04 UTC"; never for none.
func Moment(t time.Time, say phrase.Words, never string) string {
	if t.IsZero() {
		return never
	}
	return strings.TrimSpace(say.Day(t.UTC()) + t.UTC().Format(", 15:04 UTC"))
}
