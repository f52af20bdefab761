package main

import (
	"slices"
	"strings"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func orUnknown(actor string) string {
	if actor == "" {
		return "(unknown)"
	}
	return actor
}

// joined puts labelled values under a first line, those that are there.
func joined(first string, labelled ...string) string {
	lines := []string{console.Plain(first)}
	for i := 0; i+1 < len(labelled); i += 2 {
		if v := console.Plain(labelled[i+1]); v != "" {
			lines = append(lines, labelled[i]+v)
		}
	}
	return strings.Join(lines, "\n")
}

// earlier says which stances were reported before the one that holds: "proposed 3 Jan 2026".
func earlier(c knowledge.Commitment) string {
	var out []string
	for i, h := range c.History {
		if h.Stance == "" || h.Stance == c.Stance || i > 0 && h.Stance == c.History[i-1].Stance {
			continue
		}
		out = append(out, strings.TrimSpace(string(h.Stance)+" "+dialog.Day(h.Date)))
	}
	return strings.Join(out, ", ")
}

// sourcesOf gives each cited article once.
func sourcesOf(cs []knowledge.Citation) []knowledge.Citation {
	var out []knowledge.Citation
	for _, c := range cs {
		if !slices.ContainsFunc(out, func(o knowledge.Citation) bool { return o.Article == c.Article }) {
			out = append(out, c)
		}
	}
	return out
}

// cited gives the csv cells of Citations: articles, addresses, and the first quote.
func cited(cs []knowledge.Citation) []string {
	var articles, urls []string
	for _, c := range sourcesOf(cs) {
		articles = append(articles, c.Article)
		if c.URL != "" {
			urls = append(urls, c.URL)
		}
	}
	quote := ""
	if len(cs) > 0 {
		quote = cs[0].Quote
	}
	return []string{strings.Join(articles, " "), strings.Join(urls, " "), quote}
}

// reported says when something was last reported, and by whom.
func reported(day string, cs []knowledge.Citation) string {
	lines := []string{}
	if day != "" {
		lines = append(lines, dialog.Day(day))
	}
	for _, c := range sourcesOf(cs) {
		if line := nameOf(c); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func nameOf(c knowledge.Citation) string {
	name := c.Publisher
	if name == "" {
		name = c.Article
	}
	name = console.Plain(name)
	if c.Brief {
		name += " (brief)"
	}
	return name
}
