package dialog

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"talksbot/adapters"
	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

const bundledNote = "The articles are the bundled briefs, which serve until the first refresh takes in others."

// Compose makes the Reply that shows an Answer, our own words in a language as in BCP 47, or in that of a question which was
// understood in another one. bundled says that the answers come from the bundled briefs.
func Compose(a knowledge.Answer, bundled bool, language string) adapters.Reply {
	language = spoken(a, language)
	say := phrase.In(language)
	r := adapters.Reply{Language: language}
	statements := a.Statements
	if a.Status != knowledge.Answered {
		r.Lead = reason(cmp.Or(a.Reason, "The articles do not say."), say)
		statements = nil
		if a.Nearest != nil {
			r.Lead += " " + say.Say("The nearest thing they do say:")
			statements = []knowledge.Statement{*a.Nearest}
		}
	}
	n := newNumbers(statements, say)
	for _, s := range statements {
		r.Statements = append(r.Statements, n.statement(s))
	}
	r.Sources = n.sorted()
	if a.Understood != "" && a.Understood != a.Question {
		r.Notes = append(r.Notes, say.Say("Understood as: %s", a.Understood))
	}
	r.Notes = append(r.Notes, modelled(a, say)...)
	r.Notes = append(r.Notes, searched(a.Searched, bundled, say)...)
	if s := a.Searching; s != nil {
		for _, word := range s.Meant {
			r.Notes = append(r.Notes, say.Say("No article has the word “%s”; what is shown is near to it in meaning.", word))
		}
		if s.Problem != "" {
			r.Notes = append(r.Notes, say.Text(s.Problem))
		}
	}
	return r
}

// searched are the notes that end a Reply: what it was looked for in.
func searched(s knowledge.Searched, bundled bool, say phrase.Words) []string {
	notes := []string{say.Say("Searched %s.", freshness(s, say))}
	if s.AsOf != "" {
		notes = []string{say.Say("As of %s: %s.", day(s.AsOf, say), freshness(s, say))}
	}
	if bundled {
		notes = append(notes, say.Say(bundledNote))
	}
	return notes
}

// absent finds what a refusal says the articles do not mention, quoted with commas and an "or" between.
var absent = regexp.MustCompile(`^The articles do not mention (“.+”)\.$`)

// tooEarly finds the day of the first article in a refusal to answer as of an earlier one.
var tooEarly = regexp.MustCompile(`^No article is as old as that: the first is of (.+)\.$`)

// reason puts why there is no Answer in other words. The knowledge base has a closed set of reasons; one that is not known
// stays as it is.
func reason(english string, say phrase.Words) string {
	if m := tooEarly.FindStringSubmatch(english); m != nil {
		if first, err := time.Parse("2 Jan 2006", m[1]); err == nil {
			return say.Say("No article is as old as that: the first is of %s.", say.Day(first))
		}
	}
	m := absent.FindStringSubmatch(english)
	if m == nil {
		return say.Text(english)
	}
	names := m[1]
	if at := strings.LastIndex(names, "” or “"); at >= 0 {
		names = say.Say("%s or %s", names[:at+len("”")], names[at+len("” or "):])
	}
	return say.Say("The articles do not mention %s.", names)
}

// Freshness says how much was searched and how new it is: "5 articles, newest 7 Jan 2026".
func Freshness(s knowledge.Searched) string {
	if s.AsOf != "" {
		return "as of " + Day(s.AsOf) + ": " + freshness(s, phrase.Words{})
	}
	return freshness(s, phrase.Words{})
}

func freshness(s knowledge.Searched, say phrase.Words) string {
	count := counted(s.Articles, s.Copies, say)
	switch {
	case s.Articles == 0:
		return count
	case s.Newest == "":
		return say.Say("%s, none with a date", count)
	}
	return say.Say("%s, newest %s", count, day(s.Newest, say))
}

// counted says how many articles there are, copies beside them: "9 articles and 3 copies".
func counted(articles, copies int, say phrase.Words) string {
	count := say.Say("%d articles", articles-copies)
	if copies > 0 {
		count = say.Say("%s and %d copies", count, copies)
	}
	return count
}

// Day writes a date of the form YYYY-MM-DD as people read it, "7 Jan 2026"; anything else stays as it is.
func Day(date string) string { return day(date, phrase.Words{}) }

func day(date string, say phrase.Words) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return say.Day(t)
}

// numbers gives each cited Article its number in the Reply: that of the Citation in an Answer that gives them, else the
// next free one.
type numbers struct {
	of      map[string]int // Article ID → N
	last    int
	given   bool
	sources []adapters.Source
	say     phrase.Words
}

func newNumbers(statements []knowledge.Statement, say phrase.Words) *numbers {
	n := &numbers{of: map[string]int{}, given: statements != nil, say: say}
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
	if at <= 0 || !n.given {
		n.last++
		at = n.last
	}
	n.of[c.Article] = at
	n.sources = append(n.sources, adapters.Source{
		N: at, Title: cmp.Or(c.Title, c.Article), Publisher: c.Publisher, Published: day(c.Published, n.say), URL: c.URL, Brief: c.Brief})
	return at
}

// sorted gives the numbered Sources in order.
func (n *numbers) sorted() []adapters.Source {
	slices.SortFunc(n.sources, func(a, b adapters.Source) int { return cmp.Compare(a.N, b.N) })
	return n.sources
}

func (n *numbers) statement(s knowledge.Statement) adapters.Statement {
	out := adapters.Statement{Text: s.Text, Note: attribution(s, n.say)}
	for _, c := range s.Citations {
		at := n.number(c)
		if !slices.Contains(out.Cites, at) {
			out.Cites = append(out.Cites, at)
		}
		out.Quotes = append(out.Quotes, adapters.Quote{N: at, Text: c.Quote})
	}
	return out
}

// attribution says how firm a Statement is, who says so, unless its text names the speaker already, and whether it is a translation.
func attribution(s knowledge.Statement, say phrase.Words) string {
	var parts []string
	if s.Stance != "" {
		parts = append(parts, say.Text(string(s.Stance)))
	}
	if s.SaidBy != "" && !strings.Contains(strings.ToLower(s.Text+" "+s.Original), strings.ToLower(s.SaidBy)) {
		parts = append(parts, say.Say("said by %s", s.SaidBy))
	}
	if s.Original != "" {
		parts = append(parts, say.Say("translated"))
	}
	return strings.Join(parts, " · ")
}
