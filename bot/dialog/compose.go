package dialog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/knowledge"
)

const bundledNote = "The articles are the bundled briefs, which serve until the first refresh takes in others."

// Compose makes the Reply that shows an Answer. bundled says that the answers come from the bundled briefs.
func Compose(a knowledge.Answer, bundled bool) adapters.Reply {
	var r adapters.Reply
	statements := a.Statements
	if a.Status != knowledge.Answered {
		r.Lead = cmp.Or(a.Reason, "The articles do not say.")
		statements = nil
		if a.Nearest != nil {
			r.Lead += " The nearest thing they do say:"
			statements = []knowledge.Statement{*a.Nearest}
		}
	}
	n := newNumbers(statements)
	for _, s := range statements {
		r.Statements = append(r.Statements, n.statement(s))
	}
	r.Sources = n.sources
	slices.SortFunc(r.Sources, func(a, b adapters.Source) int { return cmp.Compare(a.N, b.N) })
	if a.Understood != "" && a.Understood != a.Question {
		r.Notes = append(r.Notes, fmt.Sprintf("Understood as: %s", a.Understood))
	}
	r.Notes = append(r.Notes, "Searched "+Freshness(a.Searched)+".")
	if bundled {
		r.Notes = append(r.Notes, bundledNote)
	}
	return r
}

// Freshness says how much was searched and how new it is: "5 articles, newest 7 Jan 2026".
func Freshness(s knowledge.Searched) string {
	out := fmt.Sprintf("%d articles", s.Articles)
	switch s.Articles {
	case 0:
		return "no articles"
	case 1:
		out = "1 article"
	}
	if s.Newest == "" {
		return out + ", none with a date"
	}
	return out + ", newest " + Day(s.Newest)
}

// Day writes a date of the form YYYY-MM-DD as people read it, "7 Jan 2026"; anything else stays as it is.
func Day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 Jan 2006")
}

// numbers gives each cited Article its number in the Reply: that of the Citation, or the next free one where the Answer
// gives none.
type numbers struct {
	of      map[string]int // Article ID → N
	last    int
	sources []adapters.Source
}

func newNumbers(statements []knowledge.Statement) *numbers {
	n := &numbers{of: map[string]int{}}
	for _, s := range statements {
		for _, c := range s.Citations {
			n.last = max(n.last, c.N)
		}
	}
	return n
}

func (n *numbers) number(c knowledge.Citation) int {
	if at, ok := n.of[c.Article]; ok {
		return at
	}
	at := c.N
	if at <= 0 {
		n.last++
		at = n.last
	}
	n.of[c.Article] = at
	n.sources = append(n.sources, adapters.Source{
		N: at, Title: cmp.Or(c.Title, c.Article), Publisher: c.Publisher, Published: Day(c.Published), URL: c.URL, Brief: c.Brief})
	return at
}

func (n *numbers) statement(s knowledge.Statement) adapters.Statement {
	out := adapters.Statement{Text: s.Text, Note: attribution(s)}
	for _, c := range s.Citations {
		at := n.number(c)
		if !slices.Contains(out.Cites, at) {
			out.Cites = append(out.Cites, at)
		}
		out.Quotes = append(out.Quotes, adapters.Quote{N: at, Text: c.Quote})
	}
	return out
}

// attribution says how firm a Statement is and who says so, unless its text names the speaker already.
func attribution(s knowledge.Statement) string {
	var parts []string
	if s.Stance != "" {
		parts = append(parts, string(s.Stance))
	}
	if s.SaidBy != "" && !strings.Contains(strings.ToLower(s.Text), strings.ToLower(s.SaidBy)) {
		parts = append(parts, "said by "+s.SaidBy)
	}
	return strings.Join(parts, " · ")
}

func help() adapters.Reply {
	return adapters.Reply{Lead: "Ask what the articles say, in a sentence: who has committed to what, on what conditions, what is still open, who said what and when.",
		Notes: []string{
			"A follow-up may leave out what was said before: “and Germany?”, “by when?”.",
			"/sources lists the articles that are searched.",
		}}
}

// articles lists what is searched, the newest first.
func articles(base Base) adapters.Reply {
	all := base.Articles()
	slices.SortStableFunc(all, func(a, b knowledge.Article) int { return b.Published.Compare(a.Published) })
	r := adapters.Reply{Lead: fmt.Sprintf("%d articles are searched.", len(all))}
	if len(all) == 1 {
		r.Lead = "1 article is searched."
	}
	for i, a := range all {
		s := adapters.Source{N: i + 1, Title: cmp.Or(a.Title, a.ID), Publisher: a.Publisher, URL: a.URL, Brief: a.Brief}
		if !a.Published.IsZero() {
			s.Published = a.Published.Format("2 Jan 2006")
		}
		r.Sources = append(r.Sources, s)
	}
	if base.Bundled() {
		r.Notes = append(r.Notes, bundledNote)
	}
	return r
}
