package dialog

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
	"talksbot/knowledge/english"
)

// homes keeps the Home of one Snapshot, in each language that was asked for.
type homes struct {
	mu       sync.Mutex
	snapshot string
	prompts  []string
	in       map[string]adapters.Home // by phrase.Words.Tag
}

// mostShown is how many issues and changes a Home has, mostPrompts how many questions: Slack takes no more of those.
const mostShown, mostPrompts = 10, 4

// home says what there is to ask about, in a language as in BCP 47. It is made once a Snapshot.
func (d *Dialog) home(ctx context.Context, language string) (adapters.Home, error) {
	say := phrase.In(language)
	d.homes.mu.Lock()
	defer d.homes.mu.Unlock()
	now := d.base.Searched()
	if d.homes.in == nil || d.homes.snapshot != now.Snapshot {
		prompts, err := d.prompts(ctx)
		if err != nil {
			return adapters.Home{}, err
		}
		d.homes.snapshot, d.homes.prompts, d.homes.in = now.Snapshot, prompts, map[string]adapters.Home{}
	}
	if h, ok := d.homes.in[say.Tag()]; ok {
		return h, nil
	}
	h := adapters.Home{About: d.about(now, say), Open: d.latestOpen(say), Changes: d.latestChanges(say), Prompts: d.homes.prompts}
	h.Open.Language, h.Changes.Language = say.Tag(), say.Tag()
	d.homes.in[say.Tag()] = h
	return h, nil
}

// about says what is held, how much and how fresh.
func (d *Dialog) about(now knowledge.Searched, say phrase.Words) []string {
	out := []string{say.Say("I answer from %s.", freshness(now, say))}
	var publishers []string
	for _, a := range d.base.Articles() {
		if p := line(a.Publisher); p != "" && !slices.Contains(publishers, p) {
			publishers = append(publishers, p)
		}
	}
	slices.Sort(publishers)
	const most = 6
	switch n := len(publishers); {
	case n > most:
		out = append(out, say.Say("They are of %s and %d other publishers.", strings.Join(publishers[:most], ", "), n-most))
	case n > 0:
		out = append(out, say.Say("They are of %s.", strings.Join(publishers, ", ")))
	}
	open := 0
	for _, i := range d.base.Issues() {
		if i.Status != knowledge.IssueSettled {
			open++
		}
	}
	out = append(out, say.Say("They tell of %s and %s.", say.Say("%d commitments", len(d.base.Commitments())), say.Say("%d open issues", open)))
	if d.base.Bundled() {
		out = append(out, say.Say(bundledNote))
	}
	return out
}

// latestOpen shows the issues that are not settled, those reported last first.
func (d *Dialog) latestOpen(say phrase.Words) adapters.Reply {
	all := slices.DeleteFunc(d.base.Issues(), func(i knowledge.OpenIssue) bool { return i.Status == knowledge.IssueSettled })
	slices.SortStableFunc(all, func(a, b knowledge.OpenIssue) int {
		_, x := Span(a.History)
		_, y := Span(b.History)
		return strings.Compare(y, x)
	})
	n := newNumbers(nil, say)
	var r adapters.Reply
	for _, i := range all[:min(len(all), mostShown)] {
		s := n.statement(knowledge.Statement{Citations: newest(i.Citations)})
		s.Text = line(i.Issue)
		note := []string{say.Text(string(i.Status))}
		if first, _ := Span(i.History); first != "" && i.Status == knowledge.IssueOpen {
			note[0] = say.Say("open since %s", day(first, say))
		}
		if i.SaidBy != "" {
			note = append(note, say.Say("said by %s", line(i.SaidBy)))
		}
		s.Note = strings.Join(note, " · ")
		r.Statements = append(r.Statements, s)
	}
	r.Sources = n.sorted()
	return r
}

// newest keeps of Citations the last one by day.
func newest(cs []knowledge.Citation) []knowledge.Citation {
	if len(cs) == 0 {
		return nil
	}
	return []knowledge.Citation{slices.MaxFunc(cs, func(a, b knowledge.Citation) int { return cmp.Compare(a.Published, b.Published) })}
}

// step is the last time that an entry of the Ledger came to be what it is.
type step struct {
	day, what, then, now string
	citation             knowledge.Citation
}

// lastStep finds the report since which an entry has been as it is. ok is false where none has a date.
func lastStep(h []knowledge.Reported, of func(knowledge.Reported) string) (s step, ok bool) {
	was := ""
	for _, r := range h {
		v := of(r)
		if r.Date != "" && (!ok || v != was) {
			s = step{day: r.Date, then: was, now: v, citation: r.Citation}
			ok = true
		}
		was = v
	}
	return s, ok
}

// latestChanges shows what the newest articles changed.
func (d *Dialog) latestChanges(say phrase.Words) adapters.Reply {
	var all []step
	for _, c := range d.base.Commitments() {
		if s, ok := lastStep(c.History, func(r knowledge.Reported) string { return string(r.Stance) }); ok {
			s.what, s.now = whoDoes(c.Actor, line(c.Undertaking), say), develops(s, say)
			all = append(all, s)
		}
	}
	for _, i := range d.base.Issues() {
		if s, ok := lastStep(i.History, func(r knowledge.Reported) string { return string(r.Status) }); ok {
			now := say.Text(string(i.Status))
			if s.then == "" {
				now = say.Say("%s, new", now)
			}
			s.what, s.now = line(i.Issue), now
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b step) int { return strings.Compare(b.day, a.day) })
	n := newNumbers(nil, say)
	var r adapters.Reply
	for _, s := range all[:min(len(all), mostShown)] {
		st := n.statement(knowledge.Statement{Citations: []knowledge.Citation{s.citation}})
		st.Text, st.Note = s.what, s.now+" · "+day(s.day, say)
		r.Statements = append(r.Statements, st)
	}
	r.Sources = n.sorted()
	return r
}

// develops says how a Commitment came to its stance: "pledged, firmer than proposed".
func develops(s step, say phrase.Words) string {
	now := say.Text(s.now)
	if s.then == "" {
		return say.Say("%s, new", now)
	}
	rank := func(stance string) int { return slices.Index(knowledge.Stances[:], knowledge.Stance(stance)) }
	if rank(s.now) < rank(s.then) {
		return say.Say("%s, firmer than %s", now, say.Text(s.then))
	}
	return say.Say("%s, weaker than %s", now, say.Text(s.then))
}

// prompts gives questions about what the Ledger has, each of which is answered. They are in English, as the articles are.
func (d *Dialog) prompts(ctx context.Context) (out []string, err error) {
	for _, q := range candidates(d.base.Commitments(), d.base.Issues()) {
		a, err := d.base.Answer(ctx, knowledge.Question{Text: q})
		if err != nil {
			return nil, err
		}
		if a.Status == knowledge.Answered && len(a.Statements) > 0 && !slices.Contains(out, q) {
			if out = append(out, q); len(out) == mostPrompts {
				break
			}
		}
	}
	return out, nil
}

// candidates are questions that the Ledger should answer, the best of each kind first.
func candidates(commitments []knowledge.Commitment, issues []knowledge.OpenIssue) []string {
	hs := holdings(commitments)
	slices.SortStableFunc(hs, func(a, b *holding) int { return len(b.all) - len(a.all) })
	hs = slices.DeleteFunc(hs, func(h *holding) bool { return codeOf(h.name) == "" && len(h.all) < 2 })
	var commits, rest []string
	for _, h := range hs[:min(len(hs), 4)] {
		commits = append(commits, "What did "+withArticle(h.name)+" commit to?")
	}
	var best []string
	if len(commits) > 0 {
		best = append(best, commits[0])
	}
	if len(issues) > 0 {
		best = append(best, "Which issues remain open?")
	}
	for _, c := range commitments {
		if u := strings.TrimRight(line(c.Undertaking), "."); c.Stance == knowledge.Ready && isAction(u) {
			best = append(best, "Who is ready to "+u+"?")
			break
		}
	}
	for _, h := range hs {
		if h.count(knowledge.Declined) > 0 {
			rest = append(rest, "What has "+withArticle(h.name)+" ruled out?")
			break
		}
	}
	return append(append(best, rest...), commits[min(1, len(commits)):]...)
}

// isAction says whether an undertaking is short and goes on from "to": "send two ships".
func isAction(u string) bool {
	if strings.ContainsAny(u, ",;:“”\"()") || len(strings.Fields(u)) > 10 || len(strings.Fields(u)) < 2 {
		return false
	}
	tokens := english.Tokens("They are ready to " + u + ".")
	return len(tokens) > 4 && tokens[4].Tag == "VB"
}

// withArticle puts "the" before the names that take it: the United Kingdom, the European Union.
func withArticle(name string) string {
	f := strings.Fields(name)
	if len(f) == 0 {
		return name
	}
	switch f[len(f)-1] {
	case "Kingdom", "States", "Union", "Emirates", "Republic", "Federation", "Nations", "Islands", "Netherlands", "Philippines", "Maldives", "Bahamas",
		"Commission", "Council", "Parliament", "Bank", "Fund", "Organization", "Alliance", "Coalition":
		return "the " + name
	}
	return name
}
